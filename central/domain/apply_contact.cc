#include <algorithm>
#include <string>
#include <vector>

#include "central/domain/apply_internal.h"

namespace legevakt::domain::internal {
namespace {

void SetUndo(v1::Contact& contact, const v1::UndoPoint& undo, const v1::Event& event) {
  *contact.mutable_undo() = undo;
  contact.mutable_undo()->set_revision(event.revision());
}

void SetSafetyNet(v1::Contact& contact, const v1::SafetyNet& safety_net, const v1::Event& event) {
  contact.mutable_safety_net()->set_not_relevant(safety_net.not_relevant());
  contact.mutable_safety_net()->set_text(event.personal().text());
}

void Open(Applying& applying) {
  const v1::Event& event = applying.event;
  const v1::ContactOpened& opened = event.contact_opened();
  v1::Contact& contact = applying.state.contacts[event.revision()];
  contact.set_contact_id(event.revision());
  contact.set_state(v1::CONTACT_STATE_QUICK_INTAKE);
  contact.set_opened_us(opened.happened_us() != 0 ? opened.happened_us() : event.at_us());
  contact.set_from_paper(opened.happened_us() != 0);
  *contact.mutable_opened_by() = event.actor();
  contact.set_tool_hash(opened.tool_hash());
  *contact.mutable_deadline() = opened.deadline();
  if (opened.has_claim()) {
    *contact.mutable_claim() = opened.claim();
    Own(contact, opened.claim().by());
  }
  if (!opened.municipality().empty()) contact.mutable_intake()->set_municipality(opened.municipality());
  *contact.mutable_personal() = event.personal();
  contact.set_last_information_us(event.at_us());
  applying.Touch(contact);
  Schedule(applying.state, contact);
}

void RecordIntake(v1::Contact& contact, const v1::Event& event) {
  const v1::IntakeRecorded& recorded = event.intake_recorded();
  MergeIntake(recorded.intake(), recorded.cleared(), *contact.mutable_intake());
  if (event.personal().has_text() && event.personal().text() != contact.personal().text())
    HasMoreToEnter(contact);
  MergePersonal(event.personal(), *contact.mutable_personal());
  if (contact.state() == v1::CONTACT_STATE_QUICK_INTAKE) contact.set_state(v1::CONTACT_STATE_ASSESSING);
}

void MakePromise(v1::Contact& contact, const v1::Event& event) {
  *contact.mutable_promise() = event.promise_made().promise();
  if (event.promise_made().promise().by_us() == 0) contact.clear_promise();
}

void Assess(v1::Contact& contact, const v1::Event& event) {
  const v1::ContactAssessed& assessed = event.contact_assessed();
  v1::Assessment& assessment = *contact.add_assessments();
  assessment = assessed.assessment();
  assessment.set_revision(event.revision());
  if (assessment.at_us() == 0) assessment.set_at_us(event.at_us());
  if (assessment.at_us() != event.at_us()) assessment.set_recorded_us(event.at_us());
  *assessment.mutable_by() = event.actor();
  if (event.personal().has_text()) assessment.set_lowering_reason(event.personal().text());
  // A contact that began before there was a tool keeps the one that it was first assessed with.
  if (contact.tool_hash().empty()) contact.set_tool_hash(assessment.tool_hash());
  Own(contact, event.actor());
  TakeUrgencyFromAssessments(contact);
  HasMoreToEnter(contact);
  *contact.mutable_deadline() = assessed.deadline();
  contact.set_new_information(IsOlderThanNews(contact, assessment.at_us()));
  // What a console sends afterwards is as old as it is.
  contact.set_last_information_us(
      contact.from_paper() ? event.at_us() : std::max(contact.last_information_us(), assessment.at_us()));
  if (contact.state() == v1::CONTACT_STATE_QUICK_INTAKE || contact.state() == v1::CONTACT_STATE_ASSESSING) {
    contact.set_state(v1::CONTACT_STATE_ASSESSED);
  }
}

void Close(v1::Contact& contact, const v1::Event& event) {
  const v1::ContactClosed& closed = event.contact_closed();
  // Entered just before it is closed is entered, where the note says how it ends.
  if (closed.measure() != contact.measure() || event.personal().text() != contact.safety_net().text())
    HasMoreToEnter(contact);
  contact.set_state(v1::CONTACT_STATE_CLOSED);
  contact.set_measure(closed.measure());
  SetSafetyNet(contact, closed.safety_net(), event);
  contact.set_responsible(closed.responsible());
  contact.set_closed_us(closed.happened_us() != 0 ? closed.happened_us() : event.at_us());
  *contact.mutable_closed_by() = event.actor();
  contact.clear_claim();
  contact.set_parked(false);
  SetUndo(contact, closed.undo(), event);
}

void Reopen(v1::Contact& contact, const v1::Event& event) {
  const v1::ContactReopened& reopened = event.contact_reopened();
  contact.set_state(reopened.state());
  *contact.mutable_deadline() = reopened.deadline();
  contact.set_closed_us(0);
  contact.clear_closed_by();
  contact.clear_undo();
  if (reopened.undo_of() != 0) return;
  // What was promised then is past; what is owed now, somebody has to say.
  if (contact.promise().by_us() <= event.at_us()) contact.clear_promise();
  HasMoreToEnter(contact);
  contact.set_reopened_times(contact.reopened_times() + 1);
  contact.set_reopened_us(event.at_us());
  Own(contact, event.actor());
}

void AddNote(v1::Contact& contact, const v1::Event& event) {
  v1::Note& note = *contact.add_notes();
  note.set_revision(event.revision());
  note.set_at_us(event.at_us());
  *note.mutable_by() = event.actor();
  *note.mutable_personal() = event.personal();
  note.set_happened_us(event.note_added().happened_us());
  HasMoreToEnter(contact);
  contact.set_last_information_us(event.at_us());
}

void ConfirmRed(v1::Contact& contact, const v1::Event& event) {
  v1::Red& red = *contact.mutable_red();
  if (event.red_confirmed().amk()) {
    red.set_amk_confirmed_us(event.at_us());
    *red.mutable_amk_confirmed_by() = event.actor();
  } else {
    red.set_doctor_confirmed_us(event.at_us());
    *red.mutable_doctor_confirmed_by() = event.actor();
  }
}

void AnswerConsult(v1::Contact& contact, const v1::Event& event) {
  for (v1::Consult& consult : *contact.mutable_consults()) {
    if (consult.consult_id() != event.consult_answered().consult_id()) continue;
    consult.set_answered_us(event.at_us());
    *consult.mutable_answered_by() = event.actor();
    *consult.mutable_answer() = event.personal();
    HasMoreToEnter(contact);
  }
  contact.set_last_information_us(event.at_us());
}

// The contact leaves the live state, with its missions, and with the calls that have no contact left. It
// still lists the missions that went to another contact when they were merged: those are not its own.
void Archive(State& state, std::int64_t contact_id) {
  const auto left = state.contacts.extract(contact_id);
  const v1::Contact& contact = left.mapped();
  Unschedule(state, contact);
  for (const std::int64_t mission_id : contact.mission_ids()) {
    const auto mission = state.missions.find(mission_id);
    if (mission == state.missions.end() || mission->second.contact_id() != contact_id) continue;
    Unschedule(state, mission->second);
    state.missions.erase(mission);
  }
  for (const std::int64_t call_id : contact.call_ids()) {
    const auto call = state.calls.find(call_id);
    if (call == state.calls.end()) continue;
    const auto& ids = call->second.contact_ids();
    if (std::any_of(ids.begin(), ids.end(), [&](std::int64_t id) { return state.contacts.contains(id); }))
      continue;
    Unschedule(state, call->second);
    state.calls.erase(call);
  }
}

// Claims, alarms and "seen" do not make what a user has on the screen wrong.
bool ChangesContent(v1::Event::WhatCase what) {
  switch (what) {
    case v1::Event::kContactClaimed:
    case v1::Event::kClaimReleased:
    case v1::Event::kDeadlineMissed:
    case v1::Event::kPromiseSlipped:
    case v1::Event::kRedSeen:
    case v1::Event::kRedMissed:
    case v1::Event::kInvariantRepaired:
      return false;
    default:
      return true;
  }
}

// Asked for with every event: looked up once.
const std::string& NameOf(v1::Event::WhatCase what) {
  static const auto kNames = [] {
    std::vector<std::string> names;
    for (int i = 0; i < v1::Event::descriptor()->field_count(); ++i) {
      const auto* field = v1::Event::descriptor()->field(i);
      names.resize(std::max(names.size(), static_cast<std::size_t>(field->number()) + 1));
      names[static_cast<std::size_t>(field->number())] = field->name();
    }
    return names;
  }();
  return kNames.at(static_cast<std::size_t>(what));
}

// Mostly the same person goes on: comparing is cheaper than copying four texts.
bool SameActor(const v1::Actor& a, const v1::Actor& b) {
  return a.role() == b.role() && a.user_id() == b.user_id() && a.device() == b.device() &&
         a.name() == b.name();
}

// What happens to a red, from its alerts until both have confirmed.
void ApplyToRed(Applying& applying) {
  const v1::Event& event = applying.event;
  switch (event.what_case()) {
    case v1::Event::kRedRaised:
      applying.EditContact(event.red_raised().contact_id(), [&](v1::Contact& contact) {
        contact.clear_red();
        v1::Red& red = *contact.mutable_red();
        // From paper: when it was found, and not when that was entered.
        const v1::Assessment* found = contact.from_paper() ? LastAssessment(contact) : nullptr;
        red.set_raised_us(found == nullptr ? event.at_us() : found->at_us());
        red.set_confirm_by_us(event.red_raised().confirm_by_us());
        red.set_doctor_id(event.red_raised().doctor_id());
      });
      // It is another red: who silenced the one before has not heard of it.
      ForgetMark(applying.state, {v1::ALARM_KIND_RED_NOT_CONFIRMED, event.red_raised().contact_id()});
      // People's assessments raise it. What the service raises by itself is the repair of a red without
      // alert.
      if (event.actor().role() == v1::ROLE_SYSTEM) ++applying.state.invariant_repairs;
      break;
    case v1::Event::kRedConfirmed:
      applying.EditContact(event.red_confirmed().contact_id(),
                           [&](v1::Contact& contact) { ConfirmRed(contact, event); });
      break;
    case v1::Event::kRedGivenBack:
      applying.EditContact(event.red_given_back().contact_id(), [&](v1::Contact& contact) {
        contact.mutable_red()->set_given_back_us(event.at_us());
        contact.set_new_information(true);
        contact.set_last_information_us(event.at_us());
        *contact.mutable_deadline() = event.red_given_back().deadline();
      });
      for (const auto kind : {v1::ALARM_KIND_DEADLINE_MISSED, v1::ALARM_KIND_RED_NOT_CONFIRMED})
        ForgetMark(applying.state, {kind, event.red_given_back().contact_id()});
      break;
    case v1::Event::kRedSeen:
      applying.EditContact(event.red_seen().contact_id(), [&](v1::Contact& contact) {
        contact.mutable_red()->add_seen_by(event.actor().user_id());
      });
      break;
    case v1::Event::kRedMissed:
      applying.EditContact(event.red_missed().contact_id(),
                           [](v1::Contact& contact) { contact.mutable_red()->set_missed(true); });
      break;
    default:
      break;
  }
}

}  // namespace

void Applying::Touch(v1::Contact& contact) {
  contact.set_version(event.revision());
  contact.set_list(ListOf(state, contact));
  if (!ChangesContent(event.what_case())) return;
  contact.set_changed_revision(event.revision());
  if (!SameActor(contact.changed_by(), event.actor())) *contact.mutable_changed_by() = event.actor();
  contact.set_changed_us(event.at_us());
  contact.set_changed_what(NameOf(event.what_case()));
}

void RememberOwner(v1::Contact& contact, const v1::Actor& owner) {
  if (owner.user_id().empty()) return;
  const auto& known = contact.earlier_owners();
  const bool there = std::any_of(known.begin(), known.end(), [&](const v1::Actor& earlier) {
    return earlier.user_id() == owner.user_id();
  });
  if (!there) *contact.add_earlier_owners() = owner;
}

void Own(v1::Contact& contact, const v1::Actor& actor) {
  if (!IsStaff(actor.role()) || contact.owner().user_id() == actor.user_id()) return;
  RememberOwner(contact, contact.owner());
  *contact.mutable_owner() = actor;
}

v1::ListKind ListOf(const State& state, const v1::Contact& contact) {
  if (!IsOpen(contact)) return v1::LIST_KIND_UNSPECIFIED;
  bool requested = false;
  for (const std::int64_t mission_id : contact.mission_ids()) {
    const v1::Mission* mission = state.FindMission(mission_id);
    if (mission == nullptr) continue;
    if (IsBegun(*mission)) return v1::LIST_KIND_DOCTOR;
    requested = requested || IsOpen(*mission);
  }
  if (requested) return v1::LIST_KIND_REQUESTED;
  return contact.hastegrad() == v1::HASTEGRAD_UNSPECIFIED ? v1::LIST_KIND_UNASSESSED : v1::LIST_KIND_OPERATOR;
}

void HasMoreToEnter(v1::Contact& contact) {
  contact.set_note_entered_us(0);
  contact.clear_note_entered_by();
}

void TakeUrgencyFromAssessments(v1::Contact& contact) {
  contact.set_hastegrad(v1::HASTEGRAD_UNSPECIFIED);
  contact.set_rank(0);
  contact.clear_level_id();
  contact.clear_complaint_id();
  const v1::Assessment* last = LastAssessment(contact);
  if (last == nullptr) return;
  contact.set_hastegrad(last->hastegrad());
  contact.set_rank(last->rank());
  contact.set_level_id(last->level_id());
  contact.set_complaint_id(last->complaint_id());
}

void ApplyToContacts(Applying& applying) {
  const v1::Event& event = applying.event;
  switch (event.what_case()) {
    case v1::Event::kContactOpened:
      Open(applying);
      break;
    case v1::Event::kIntakeRecorded:
      applying.EditContact(event.intake_recorded().contact_id(),
                           [&](v1::Contact& contact) { RecordIntake(contact, event); });
      break;
    case v1::Event::kContactAssessed:
      applying.EditContact(event.contact_assessed().contact_id(),
                           [&](v1::Contact& contact) { Assess(contact, event); });
      break;
    case v1::Event::kContactClaimed:
      applying.EditContact(event.contact_claimed().contact_id(), [&](v1::Contact& contact) {
        *contact.mutable_claim() = event.contact_claimed().claim();
        // A claim that time prolongs takes nothing from whoever has taken it over meanwhile.
        if (event.actor().user_id() == contact.claim().by().user_id()) Own(contact, event.actor());
        contact.set_parked(false);
        contact.set_parked_us(0);
      });
      break;
    case v1::Event::kClaimReleased:
      applying.EditContact(event.claim_released().contact_id(), [&](v1::Contact& contact) {
        contact.clear_claim();
        contact.set_parked(event.claim_released().parked());
        contact.set_parked_us(event.claim_released().parked() ? event.at_us() : 0);
      });
      break;
    case v1::Event::kMeasureDecided:
      applying.EditContact(event.measure_decided().contact_id(), [&](v1::Contact& contact) {
        contact.set_measure(event.measure_decided().measure());
        HasMoreToEnter(contact);
        if (event.measure_decided().has_safety_net()) {
          SetSafetyNet(contact, event.measure_decided().safety_net(), event);
        }
        if (contact.state() == v1::CONTACT_STATE_ASSESSED || contact.state() == v1::CONTACT_STATE_SEEN) {
          contact.set_state(v1::CONTACT_STATE_DECIDED);
        }
        SetUndo(contact, event.measure_decided().undo(), event);
      });
      break;
    case v1::Event::kMeasureUndone:
      applying.EditContact(event.measure_undone().contact_id(), [&](v1::Contact& contact) {
        contact.set_measure(event.measure_undone().measure());
        contact.set_state(event.measure_undone().state());
        contact.clear_undo();
      });
      break;
    case v1::Event::kPromiseMade:
      applying.EditContact(event.promise_made().contact_id(),
                           [&](v1::Contact& contact) { MakePromise(contact, event); });
      break;
    case v1::Event::kPromiseSlipped:
      applying.EditContact(event.promise_slipped().contact_id(), [](v1::Contact& contact) {
        // Kept meanwhile, in a journal of before it could be.
        if (contact.has_promise()) contact.mutable_promise()->set_slipped(true);
      });
      break;
    case v1::Event::kContactClosed:
      applying.EditContact(event.contact_closed().contact_id(),
                           [&](v1::Contact& contact) { Close(contact, event); });
      break;
    case v1::Event::kContactReopened:
      applying.EditContact(event.contact_reopened().contact_id(),
                           [&](v1::Contact& contact) { Reopen(contact, event); });
      break;
    case v1::Event::kContactArchived:
      Archive(applying.state, event.contact_archived().contact_id());
      break;
    case v1::Event::kNoteAdded:
      applying.EditContact(event.note_added().contact_id(),
                           [&](v1::Contact& contact) { AddNote(contact, event); });
      break;
    case v1::Event::kNoteEntered:
      applying.EditContact(event.note_entered().contact_id(), [&](v1::Contact& contact) {
        contact.set_note_entered_us(event.at_us());
        *contact.mutable_note_entered_by() = event.actor();
      });
      break;
    case v1::Event::kInformationArrived:
      applying.EditContact(event.information_arrived().contact_id(), [&](v1::Contact& contact) {
        contact.set_new_information(true);
        contact.set_last_information_us(event.at_us());
        *contact.mutable_deadline() = event.information_arrived().deadline();
      });
      // Who silenced the alarm did not know this.
      ForgetMark(applying.state, {v1::ALARM_KIND_DEADLINE_MISSED, event.information_arrived().contact_id()});
      break;
    case v1::Event::kDeadlineMissed:
      applying.EditContact(event.deadline_missed().contact_id(),
                           [](v1::Contact& contact) { contact.mutable_deadline()->set_missed(true); });
      break;
    case v1::Event::kConsultRequested:
      applying.EditContact(event.consult_requested().contact_id(), [&](v1::Contact& contact) {
        v1::Consult& consult = *contact.add_consults();
        consult.set_consult_id(event.revision());
        consult.set_at_us(event.at_us());
        *consult.mutable_by() = event.actor();
        consult.set_with_id(event.consult_requested().with_id());
        *consult.mutable_question() = event.personal();
      });
      break;
    case v1::Event::kConsultAnswered:
      applying.EditContact(event.consult_answered().contact_id(),
                           [&](v1::Contact& contact) { AnswerConsult(contact, event); });
      break;
    case v1::Event::kRedRaised:
    case v1::Event::kRedConfirmed:
    case v1::Event::kRedSeen:
    case v1::Event::kRedMissed:
    case v1::Event::kRedGivenBack:
      ApplyToRed(applying);
      break;
    default:
      break;  // the other parts'
  }
}

}  // namespace legevakt::domain::internal
