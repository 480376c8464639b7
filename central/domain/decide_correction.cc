// Undo, reopen, wrong patient, merge, split, link, corrected times: each an event that leaves the old one
// readable.
#include <algorithm>
#include <set>

#include "base/limits.h"
#include "central/domain/decide_internal.h"

namespace legevakt::domain::internal {
namespace {

using Entries = google::protobuf::RepeatedField<std::int64_t>;

void Reopen(Deciding& deciding, const v1::ReopenContact& command) {
  const v1::Contact* contact = deciding.ContactFor(command.contact_id());
  if (contact == nullptr) return;
  if (contact->state() != v1::CONTACT_STATE_CLOSED) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", v1::ContactState_Name(contact->state())}});
    return;
  }
  v1::ContactReopened& reopened = *deciding.Add().mutable_contact_reopened();
  reopened.set_contact_id(command.contact_id());
  const bool assessed = contact->hastegrad() != v1::HASTEGRAD_UNSPECIFIED;
  reopened.set_state(assessed ? v1::CONTACT_STATE_ASSESSED : v1::CONTACT_STATE_ASSESSING);
  *reopened.mutable_deadline() =
      DeadlineAt(assessed ? v1::DEADLINE_KIND_REASSESSMENT : v1::DEADLINE_KIND_FIRST_ASSESSMENT,
                 deciding.now_us() + deciding.targets().unassessed_s() * kSecondUs);
}

void UndoRequest(Deciding& deciding, const v1::Contact& contact) {
  const v1::Mission* mission = deciding.state.FindMission(contact.undo().mission_id());
  if (mission == nullptr || mission->state() != v1::MISSION_STATE_REQUESTED) {
    deciding.Refuse(v1::REASON_NOTHING_TO_UNDO);
    return;
  }
  v1::MissionStepped& stepped = *deciding.Add().mutable_mission_stepped();
  stepped.set_mission_id(mission->mission_id());
  stepped.set_state(v1::MISSION_STATE_CANCELLED);
  stepped.set_undo_of(contact.undo().revision());
  *stepped.mutable_contact_deadline() =
      DeadlineAfter(contact, v1::MISSION_STATE_CANCELLED, deciding.now_us(), deciding.targets());
}

// What a decided measure leaves. Where the contact has gone on since, it stays where it is now: whom a doctor
// sees does not wait again because a measure is taken back.
v1::ContactState StateWithoutMeasure(const v1::Contact& contact) {
  const v1::ContactState before = contact.undo().state_before();
  const bool decided = before == v1::CONTACT_STATE_ASSESSED || before == v1::CONTACT_STATE_SEEN;
  const bool stands = contact.state() == (decided ? v1::CONTACT_STATE_DECIDED : before);
  return stands ? before : contact.state();
}

void Undo(Deciding& deciding, const v1::UndoContact& command) {
  const v1::Contact* contact = deciding.ContactFor(command.contact_id());
  if (contact == nullptr) return;
  const v1::UndoPoint& undo = contact->undo();
  const bool closed = contact->state() == v1::CONTACT_STATE_CLOSED;
  if (undo.kind() == v1::UNDO_KIND_UNSPECIFIED || (undo.kind() == v1::UNDO_KIND_CLOSE) != closed) {
    deciding.Refuse(v1::REASON_NOTHING_TO_UNDO);
    return;
  }
  if (deciding.now_us() > undo.until_us()) {
    deciding.Refuse(v1::REASON_UNDO_TOO_LATE);
    return;
  }
  switch (undo.kind()) {
    case v1::UNDO_KIND_CLOSE: {
      v1::ContactReopened& reopened = *deciding.Add().mutable_contact_reopened();
      reopened.set_contact_id(command.contact_id());
      reopened.set_state(undo.state_before());
      *reopened.mutable_deadline() = undo.deadline_before();
      reopened.set_undo_of(undo.revision());
      return;
    }
    case v1::UNDO_KIND_REQUEST:
      UndoRequest(deciding, *contact);
      return;
    case v1::UNDO_KIND_MEASURE: {
      v1::MeasureUndone& undone = *deciding.Add().mutable_measure_undone();
      undone.set_contact_id(command.contact_id());
      undone.set_measure(undo.measure_before());
      undone.set_state(StateWithoutMeasure(*contact));
      undone.set_undo_of(undo.revision());
      return;
    }
    default:
      deciding.Refuse(v1::REASON_NOTHING_TO_UNDO);
      return;
  }
}

bool EntryExists(const v1::Contact& contact, std::int64_t revision) {
  const auto is = [&](const auto& entry) { return entry.revision() == revision && !entry.wrong_patient(); };
  return std::any_of(contact.assessments().begin(), contact.assessments().end(), is) ||
         std::any_of(contact.notes().begin(), contact.notes().end(), is);
}

bool EntriesExist(const v1::Contact& contact, const Entries& entries) {
  return std::all_of(entries.begin(), entries.end(),
                     [&](std::int64_t revision) { return EntryExists(contact, revision); });
}

// The entries that move are added to what `contact` has, or taken from it; what is its last assessment then?
const v1::Assessment* LastThen(const v1::Contact& contact, const v1::Contact& from, const Entries& entries) {
  const v1::Assessment* last = nullptr;
  const auto moves = [&entries](const v1::Assessment& assessment) {
    return std::find(entries.begin(), entries.end(), assessment.revision()) != entries.end();
  };
  const auto consider = [&last](const v1::Assessment& assessment) {
    if (assessment.wrong_patient()) return;
    if (last == nullptr || assessment.revision() > last->revision()) last = &assessment;
  };
  const bool gives = contact.contact_id() == from.contact_id();
  for (const v1::Assessment& assessment : contact.assessments()) {
    if (!gives || !moves(assessment)) consider(assessment);
  }
  for (const v1::Assessment& assessment : from.assessments()) {
    if (!gives && moves(assessment)) consider(assessment);
  }
  return last;
}

// It was made on another contact, and has been moved to this one.
bool IsOfAnother(const State& state, const v1::Contact& contact, std::int64_t revision) {
  return std::any_of(state.contacts.begin(), state.contacts.end(), [&](const auto& each) {
    const auto& all = each.second.assessments();
    return each.first != contact.contact_id() &&
           std::any_of(all.begin(), all.end(), [revision](const v1::Assessment& assessment) {
             return assessment.revision() == revision && assessment.wrong_patient();
           });
  });
}

// A red that moves to another contact is a red there: its alerts start at once. Where it was, they go on
// until both have confirmed. And whom a lower assessment leaves may be red by the one before it, which came
// from another contact and was never alerted here: not at all, or only an earlier one was, and is settled.
void RaiseRedWhereMoved(Deciding& deciding, const v1::Contact& from, const Entries& entries,
                        const v1::Contact& to) {
  for (const v1::Contact* contact : {&to, &from}) {
    const v1::Assessment* last = LastThen(*contact, from, entries);
    if (last == nullptr || last->hastegrad() != v1::HASTEGRAD_AKUTT) continue;
    const bool came = std::find(entries.begin(), entries.end(), last->revision()) != entries.end();
    const bool settled = !IsPending(contact->red()) && last->at_us() > contact->red().raised_us();
    const v1::Assessment* counts = LastAssessment(*contact);
    const bool uncovered = settled && (counts == nullptr || counts->revision() != last->revision()) &&
                           IsOfAnother(deciding.state, *contact, last->revision());
    if (!contact->has_red() || uncovered || (contact == &to && came)) RaiseRed(deciding, *contact);
  }
}

// Everybody who has worked with the contact, and so may have read the wrong entries.
std::set<std::string> ReadersOf(const v1::Contact& contact) {
  std::set<std::string> readers{contact.opened_by().user_id(), contact.changed_by().user_id()};
  for (const v1::Assessment& assessment : contact.assessments()) readers.insert(assessment.by().user_id());
  for (const v1::Note& note : contact.notes()) readers.insert(note.by().user_id());
  for (const v1::Actor& owner : contact.earlier_owners()) readers.insert(owner.user_id());
  readers.insert(contact.owner().user_id());
  for (const v1::Consult& consult : contact.consults()) {
    readers.insert(consult.by().user_id());
    readers.insert(consult.answered_by().user_id());
  }
  if (contact.has_claim()) readers.insert(contact.claim().by().user_id());
  readers.erase("");
  return readers;
}

void MarkWrongPatient(Deciding& deciding, const v1::MarkWrongPatient& command) {
  const v1::Contact* contact = deciding.OpenContactFor(command.contact_id());
  if (contact == nullptr) return;
  if (command.other_contact_id() == command.contact_id()) {
    deciding.Refuse(v1::REASON_SAME_CONTACT);
    return;
  }
  const v1::Contact* other = nullptr;
  if (command.other_contact_id() != 0) {
    other = deciding.state.FindContact(command.other_contact_id());
    if (other == nullptr || !IsOpen(*other)) {
      deciding.Refuse(v1::REASON_UNKNOWN_CONTACT);
      return;
    }
  }
  if (command.entries().empty() || !EntriesExist(*contact, command.entries())) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "entries"}});
    return;
  }
  const std::int64_t other_id = other != nullptr ? other->contact_id() : OpenContact(deciding, "");
  deciding.decision.contact_id = other_id;
  v1::WrongPatientMarked& marked = *deciding.Add().mutable_wrong_patient_marked();
  marked.set_contact_id(command.contact_id());
  marked.set_moved_to(other_id);
  *marked.mutable_entries() = command.entries();
  for (const std::string& reader : ReadersOf(*contact)) marked.add_readers(reader);
  *marked.mutable_deadline() = DueNow(*contact, deciding.now_us());
  *marked.mutable_moved_deadline() = DueNow(other != nullptr ? *other : v1::Contact(), deciding.now_us());
  v1::Contact receiving = other != nullptr ? *other : v1::Contact();
  receiving.set_contact_id(other_id);
  RaiseRedWhereMoved(deciding, *contact, command.entries(), receiving);
}

void Split(Deciding& deciding, const v1::SplitContact& command) {
  const v1::Contact* contact = deciding.OpenContactFor(command.contact_id());
  if (contact == nullptr) return;
  if (!EntriesExist(*contact, command.entries())) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "entries"}});
    return;
  }
  v1::Contact fresh;
  fresh.set_contact_id(deciding.NextRevision());
  deciding.decision.contact_id = fresh.contact_id();
  v1::ContactSplit& split = *deciding.Add().mutable_contact_split();
  split.set_contact_id(command.contact_id());
  *split.mutable_entries() = command.entries();
  // What was assessed keeps its tool; what begins anew begins with the active one.
  split.set_tool_hash(command.entries().empty() ? deciding.state.active_tool_hash : contact->tool_hash());
  *split.mutable_deadline() = DueNow(*contact, deciding.now_us());
  *split.mutable_new_deadline() = DueNow(fresh, deciding.now_us());
  RaiseRedWhereMoved(deciding, *contact, command.entries(), fresh);
}

v1::Deadline Earlier(const v1::Deadline& a, const v1::Deadline& b) {
  return b.at_us() < a.at_us() ? b : a;
}

void Merge(Deciding& deciding, const v1::MergeContacts& command) {
  if (command.from_contact_id() == command.into_contact_id()) {
    deciding.Refuse(v1::REASON_SAME_CONTACT);
    return;
  }
  const v1::Contact* into = deciding.OpenContactFor(command.into_contact_id());
  if (into == nullptr) return;
  deciding.expected_version = 0;  // it was the receiving contact's
  const v1::Contact* from = deciding.OpenContactFor(command.from_contact_id());
  if (from == nullptr) return;
  v1::ContactsMerged& merged = *deciding.Add().mutable_contacts_merged();
  merged.set_from_contact_id(command.from_contact_id());
  merged.set_into_contact_id(command.into_contact_id());
  *merged.mutable_deadline() =
      DueNow(*into, std::min(deciding.now_us(), Earlier(into->deadline(), from->deadline()).at_us()));
}

void Link(Deciding& deciding, const v1::LinkContacts& command) {
  if (command.contact_id() == command.other_contact_id()) {
    deciding.Refuse(v1::REASON_SAME_CONTACT);
    return;
  }
  if (deciding.ContactFor(command.contact_id()) == nullptr) return;
  if (deciding.state.FindContact(command.other_contact_id()) == nullptr) {
    deciding.Refuse(v1::REASON_UNKNOWN_CONTACT);
    return;
  }
  v1::ContactsLinked& linked = *deciding.Add().mutable_contacts_linked();
  linked.set_contact_id(command.contact_id());
  linked.set_other_contact_id(command.other_contact_id());
}

// When AMK took over or the doctor confirmed, where that was not when it was recorded.
void CorrectConfirmation(Deciding& deciding, const v1::Contact& contact, const v1::CorrectTime& command) {
  const v1::Red& red = contact.red();
  const std::int64_t before_us =
      command.field() == "amk_confirmed_us" ? red.amk_confirmed_us() : red.doctor_confirmed_us();
  if (before_us == 0) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "field"}});
    return;
  }
  if (command.at_us() < contact.opened_us() || command.at_us() > deciding.now_us()) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "at_us"}});
    return;
  }
  v1::TimeCorrected& corrected = *deciding.Add().mutable_time_corrected();
  corrected.set_contact_id(contact.contact_id());
  corrected.set_field(command.field());
  corrected.set_before_us(before_us);
  corrected.set_after_us(command.at_us());
}

void CorrectTime(Deciding& deciding, const v1::CorrectTime& command) {
  const v1::Contact* contact = deciding.ContactFor(command.contact_id());
  if (contact == nullptr) return;
  if (command.field() == "amk_confirmed_us" || command.field() == "doctor_confirmed_us") {
    CorrectConfirmation(deciding, *contact, command);
    return;
  }
  const bool opened = command.field() == "opened_us";
  const bool closed = command.field() == "closed_us" && contact->state() == v1::CONTACT_STATE_CLOSED;
  if (!opened && !closed) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "field"}});
    return;
  }
  // A time that has not come, or a closing before the opening, is a slip of the hand.
  const std::int64_t opened_us = opened ? command.at_us() : contact->opened_us();
  const std::int64_t closed_us = closed ? command.at_us() : contact->closed_us();
  if (command.at_us() <= 0 || command.at_us() > deciding.now_us() ||
      (closed_us != 0 && closed_us < opened_us)) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "at_us"}});
    return;
  }
  v1::TimeCorrected& corrected = *deciding.Add().mutable_time_corrected();
  corrected.set_contact_id(command.contact_id());
  corrected.set_field(command.field());
  corrected.set_before_us(opened ? contact->opened_us() : contact->closed_us());
  corrected.set_after_us(command.at_us());
}

}  // namespace

bool DecideCorrection(Deciding& deciding, const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kReopenContact:
      Reopen(deciding, command.reopen_contact());
      return true;
    case v1::Command::kUndoContact:
      Undo(deciding, command.undo_contact());
      return true;
    case v1::Command::kMarkWrongPatient:
      MarkWrongPatient(deciding, command.mark_wrong_patient());
      return true;
    case v1::Command::kSplitContact:
      Split(deciding, command.split_contact());
      return true;
    case v1::Command::kMergeContacts:
      Merge(deciding, command.merge_contacts());
      return true;
    case v1::Command::kLinkContacts:
      Link(deciding, command.link_contacts());
      return true;
    case v1::Command::kCorrectTime:
      CorrectTime(deciding, command.correct_time());
      return true;
    default:
      return false;
  }
}

}  // namespace legevakt::domain::internal
