// Corrections: nothing is erased, everything can be corrected.
#include <algorithm>
#include <string>

#include "central/domain/apply_internal.h"

namespace legevakt::domain::internal {
namespace {

void AddCorrection(v1::Contact& contact, const v1::Event& event, const std::string& what,
                   const std::string& before, const std::string& after) {
  v1::Correction& correction = *contact.add_corrections();
  correction.set_revision(event.revision());
  correction.set_at_us(event.at_us());
  *correction.mutable_by() = event.actor();
  correction.set_what(what);
  correction.set_before(before);
  correction.set_after(after);
}

// By a repair: nobody asked for it.
void OpenAgain(v1::Contact& contact) {
  const bool assessed = contact.hastegrad() != v1::HASTEGRAD_UNSPECIFIED;
  contact.set_state(assessed ? v1::CONTACT_STATE_ASSESSED : v1::CONTACT_STATE_ASSESSING);
  contact.set_closed_us(0);
  contact.clear_closed_by();
  contact.clear_undo();
}

bool Contains(const google::protobuf::RepeatedField<std::int64_t>& ids, std::int64_t id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

template <typename Entry>
void SortByRevision(google::protobuf::RepeatedPtrField<Entry>* entries) {
  std::stable_sort(entries->begin(), entries->end(),
                   [](const Entry& a, const Entry& b) { return a.revision() < b.revision(); });
}

// Marks the named entries on the old contact, and gives the new one its own copy of them.
template <typename Entry>
void MoveEntries(google::protobuf::RepeatedPtrField<Entry>* from,
                 google::protobuf::RepeatedPtrField<Entry>* to,
                 const google::protobuf::RepeatedField<std::int64_t>& revisions) {
  for (Entry& entry : *from) {
    if (entry.wrong_patient() || !Contains(revisions, entry.revision())) continue;
    *to->Add() = entry;
    entry.set_wrong_patient(true);
  }
  SortByRevision(to);
}

void MarkWrongPatient(Applying& applying) {
  const v1::Event& event = applying.event;
  const v1::WrongPatientMarked& marked = event.wrong_patient_marked();
  v1::Contact moved;
  applying.EditContact(marked.contact_id(), [&](v1::Contact& contact) {
    moved.set_tool_hash(contact.tool_hash());
    MoveEntries(contact.mutable_assessments(), moved.mutable_assessments(), marked.entries());
    MoveEntries(contact.mutable_notes(), moved.mutable_notes(), marked.entries());
    TakeUrgencyFromAssessments(contact);
    *contact.mutable_deadline() = marked.deadline();
    contact.set_new_information(true);
    HasMoreToEnter(contact);
    if (contact.hastegrad() == v1::HASTEGRAD_UNSPECIFIED && contact.state() == v1::CONTACT_STATE_ASSESSED) {
      contact.set_state(v1::CONTACT_STATE_ASSESSING);
    }
    AddCorrection(contact, event, "wrong_patient", "", std::to_string(marked.moved_to()));
  });
  applying.EditContact(marked.moved_to(), [&](v1::Contact& contact) {
    contact.mutable_assessments()->MergeFrom(moved.assessments());
    contact.mutable_notes()->MergeFrom(moved.notes());
    SortByRevision(contact.mutable_assessments());
    SortByRevision(contact.mutable_notes());
    TakeUrgencyFromAssessments(contact);
    *contact.mutable_deadline() = marked.moved_deadline();
    contact.set_new_information(true);
    HasMoreToEnter(contact);
    if (contact.hastegrad() != v1::HASTEGRAD_UNSPECIFIED &&
        contact.state() == v1::CONTACT_STATE_QUICK_INTAKE) {
      contact.set_state(v1::CONTACT_STATE_ASSESSED);
    }
    AddCorrection(contact, event, "wrong_patient", std::to_string(marked.contact_id()), "");
  });
}

// The new contact is reached as the old one is; who the patient is, somebody must say.
void TakeCallersFacts(const v1::Contact& from, v1::Contact& into) {
  const v1::Intake& known = from.intake();
  v1::Intake& intake = *into.mutable_intake();
  if (known.has_municipality()) intake.set_municipality(known.municipality());
  if (known.has_relation()) intake.set_relation(known.relation());
  if (known.has_interpreter()) intake.set_interpreter(known.interpreter());
  if (known.has_hearing_impaired()) intake.set_hearing_impaired(known.hearing_impaired());
  if (known.has_threat()) intake.set_threat(known.threat());
  if (known.has_protected_address()) intake.set_protected_address(known.protected_address());
  if (known.has_safe_to_call_back()) intake.set_safe_to_call_back(known.safe_to_call_back());
  if (from.personal().has_phone()) into.mutable_personal()->set_phone(from.personal().phone());
  if (from.personal().has_caller_name()) {
    into.mutable_personal()->set_caller_name(from.personal().caller_name());
  }
}

void Split(Applying& applying) {
  State& state = applying.state;
  const v1::Event& event = applying.event;
  const v1::ContactSplit& split = event.contact_split();
  v1::Contact fresh;
  fresh.set_contact_id(event.revision());
  fresh.set_state(v1::CONTACT_STATE_QUICK_INTAKE);
  fresh.set_opened_us(event.at_us());
  *fresh.mutable_opened_by() = event.actor();
  fresh.set_tool_hash(split.tool_hash());
  *fresh.mutable_deadline() = split.new_deadline();
  fresh.set_new_information(true);
  fresh.set_last_information_us(event.at_us());
  fresh.set_split_from(split.contact_id());
  fresh.add_linked_ids(split.contact_id());
  applying.EditContact(split.contact_id(), [&](v1::Contact& contact) {
    MoveEntries(contact.mutable_assessments(), fresh.mutable_assessments(), split.entries());
    MoveEntries(contact.mutable_notes(), fresh.mutable_notes(), split.entries());
    TakeUrgencyFromAssessments(contact);
    *contact.mutable_deadline() = split.deadline();
    contact.set_new_information(true);
    if (contact.hastegrad() == v1::HASTEGRAD_UNSPECIFIED && contact.state() == v1::CONTACT_STATE_ASSESSED) {
      contact.set_state(v1::CONTACT_STATE_ASSESSING);
    }
    contact.add_linked_ids(event.revision());
    AddCorrection(contact, event, "split", "", std::to_string(event.revision()));
    *fresh.mutable_call_ids() = contact.call_ids();
    fresh.set_from_paper(contact.from_paper());
    TakeCallersFacts(contact, fresh);
  });
  TakeUrgencyFromAssessments(fresh);
  if (fresh.hastegrad() != v1::HASTEGRAD_UNSPECIFIED) fresh.set_state(v1::CONTACT_STATE_ASSESSED);
  AddCorrection(fresh, event, "split", std::to_string(split.contact_id()), "");
  Own(fresh, event.actor());
  for (const std::int64_t id : fresh.call_ids()) {
    if (state.FindCall(id) == nullptr) continue;
    applying.EditCall(id, [&](v1::Call& call) { call.add_contact_ids(event.revision()); });
  }
  v1::Contact& contact = state.contacts[event.revision()];
  contact = std::move(fresh);
  applying.Touch(contact);
  Schedule(state, contact);
}

// "Don't know" is worse than "no": it is nobody's word that the airway is free.
v1::Tri Worse(v1::Tri one, v1::Tri other) {
  for (const v1::Tri answer : {v1::TRI_YES, v1::TRI_UNKNOWN, v1::TRI_NO}) {
    if (one == answer || other == answer) return answer;
  }
  return v1::TRI_UNSPECIFIED;
}

// What both say counts as `into` has it; of what protects the patient or the one who goes out, the worse.
v1::Intake MergedIntake(const v1::Intake& from, const v1::Intake& into) {
  v1::Intake merged = from;
  merged.MergeFrom(into);
  const auto answer = [](v1::Tri tri, auto set) {
    if (tri != v1::TRI_UNSPECIFIED) set(tri);
  };
  answer(Worse(from.airway_threat(), into.airway_threat()),
         [&](v1::Tri tri) { merged.set_airway_threat(tri); });
  answer(Worse(from.breathing_trouble(), into.breathing_trouble()),
         [&](v1::Tri tri) { merged.set_breathing_trouble(tri); });
  answer(Worse(from.reduced_consciousness(), into.reduced_consciousness()),
         [&](v1::Tri tri) { merged.set_reduced_consciousness(tri); });
  if (from.hearing_impaired()) merged.set_hearing_impaired(true);
  if (from.threat()) merged.set_threat(true);
  if (from.protected_address()) merged.set_protected_address(true);
  if (from.care_plan()) merged.set_care_plan(true);
  if (from.has_safe_to_call_back() && !from.safe_to_call_back()) merged.set_safe_to_call_back(false);
  return merged;
}

// What either knows, and `into` before `from`. A field that was saved empty knows nothing.
v1::Personal MergedPersonal(const v1::Personal& from, v1::Personal into) {
  if (into.name().empty()) into.clear_name();
  if (into.national_id().empty()) into.clear_national_id();
  if (into.phone().empty()) into.clear_phone();
  if (into.address().empty()) into.clear_address();
  if (into.caller_name().empty()) into.clear_caller_name();
  if (into.text().empty()) into.clear_text();
  v1::Personal merged = from;
  MergePersonal(into, merged);
  return merged;
}

// A red that waits for its confirmations never disappears behind one that has them, nor one for which AMK is
// being called behind one that AMK has given back; and what AMK has given back since stays given back.
// Whether its patient was open again after it goes along.
void MergeRed(const v1::Contact& from, v1::Contact& into) {
  if (!from.has_red()) return;
  const v1::Red other = into.red();
  const bool waits = IsPending(from.red()) && !IsPending(other);
  const bool calls_amk =
      IsPending(from.red()) && from.red().amk_confirmed_us() == 0 && other.given_back_us() != 0;
  // Settled both, and only the one is of now: the other one's patient is open again since.
  const bool counts = IsAlerted(from) && !IsAlerted(into) && !IsPending(other);
  const bool takes = !into.has_red() || waits || calls_amk || counts;
  if (takes) {
    *into.mutable_red() = from.red();
    into.set_reopened_us(from.reopened_us());
  }
  const std::int64_t back_us = takes ? other.given_back_us() : from.red().given_back_us();
  if (IsWithAmk(into.red()) && back_us > into.red().amk_confirmed_us())
    into.mutable_red()->set_given_back_us(back_us);
}

void Adopt(Applying& applying, const v1::Contact& from, v1::Contact& into) {
  const v1::Event& event = applying.event;
  for (const std::int64_t id : from.call_ids()) {
    if (!Contains(into.call_ids(), id)) into.add_call_ids(id);
  }
  for (const std::int64_t id : from.mission_ids()) into.add_mission_ids(id);
  std::sort(into.mutable_mission_ids()->begin(), into.mutable_mission_ids()->end());
  into.add_merged_from(from.contact_id());
  into.mutable_assessments()->MergeFrom(from.assessments());
  into.mutable_notes()->MergeFrom(from.notes());
  SortByRevision(into.mutable_assessments());
  SortByRevision(into.mutable_notes());
  // A merge never lowers: the more urgent of the two counts until somebody assesses.
  if (from.rank() > into.rank()) {
    into.set_hastegrad(from.hastegrad());
    into.set_rank(from.rank());
    into.set_level_id(from.level_id());
    into.set_complaint_id(from.complaint_id());
  }
  MergeRed(from, into);
  into.mutable_consults()->MergeFrom(from.consults());
  std::stable_sort(
      into.mutable_consults()->begin(), into.mutable_consults()->end(),
      [](const v1::Consult& a, const v1::Consult& b) { return a.consult_id() < b.consult_id(); });
  for (const v1::Actor& owner : from.earlier_owners()) RememberOwner(into, owner);
  RememberOwner(into, from.owner());
  for (const std::int64_t id : from.linked_ids()) {
    if (id != into.contact_id() && !Contains(into.linked_ids(), id)) into.add_linked_ids(id);
  }
  if (from.has_promise() && (!into.has_promise() || from.promise().by_us() < into.promise().by_us())) {
    *into.mutable_promise() = from.promise();
  }
  *into.mutable_intake() = MergedIntake(from.intake(), into.intake());
  *into.mutable_personal() = MergedPersonal(from.personal(), into.personal());
  *into.mutable_deadline() = event.contacts_merged().deadline();
  into.set_new_information(true);
  HasMoreToEnter(into);
  if (into.hastegrad() != v1::HASTEGRAD_UNSPECIFIED && into.state() <= v1::CONTACT_STATE_ASSESSING) {
    into.set_state(v1::CONTACT_STATE_ASSESSED);
  }
  into.set_state(std::max(into.state(), from.state()));
}

void Merge(Applying& applying) {
  State& state = applying.state;
  const v1::ContactsMerged& merged = applying.event.contacts_merged();
  const v1::Contact from = state.contacts.at(merged.from_contact_id());
  for (const std::int64_t id : from.mission_ids()) {
    if (state.FindMission(id) == nullptr) continue;
    applying.EditMission(id, [&](v1::Mission& mission) { mission.set_contact_id(merged.into_contact_id()); });
  }
  for (const std::int64_t id : from.call_ids()) {
    if (state.FindCall(id) == nullptr) continue;
    applying.EditCall(id, [&](v1::Call& call) {
      auto* ids = call.mutable_contact_ids();
      ids->erase(std::remove(ids->begin(), ids->end(), merged.from_contact_id()), ids->end());
      if (!Contains(*ids, merged.into_contact_id())) ids->Add(merged.into_contact_id());
    });
  }
  applying.EditContact(merged.into_contact_id(), [&](v1::Contact& into) { Adopt(applying, from, into); });
  applying.EditContact(merged.from_contact_id(), [&](v1::Contact& contact) {
    contact.set_state(v1::CONTACT_STATE_MERGED);
    contact.set_merged_into(merged.into_contact_id());
    contact.set_closed_us(applying.event.at_us());
    contact.clear_claim();
    contact.clear_undo();
    contact.set_parked(false);
  });
}

void CorrectTime(v1::Contact& contact, const v1::Event& event) {
  const v1::TimeCorrected& corrected = event.time_corrected();
  if (corrected.field() == "opened_us") contact.set_opened_us(corrected.after_us());
  if (corrected.field() == "closed_us") contact.set_closed_us(corrected.after_us());
  if (corrected.field() == "amk_confirmed_us") {
    contact.mutable_red()->set_amk_confirmed_us(corrected.after_us());
  }
  if (corrected.field() == "doctor_confirmed_us") {
    contact.mutable_red()->set_doctor_confirmed_us(corrected.after_us());
  }
  AddCorrection(contact, event, corrected.field(), std::to_string(corrected.before_us()),
                std::to_string(corrected.after_us()));
}

}  // namespace

void ApplyCorrections(Applying& applying) {
  const v1::Event& event = applying.event;
  switch (event.what_case()) {
    case v1::Event::kWrongPatientMarked:
      MarkWrongPatient(applying);
      break;
    case v1::Event::kContactSplit:
      Split(applying);
      break;
    case v1::Event::kContactsMerged:
      Merge(applying);
      break;
    case v1::Event::kContactsLinked: {
      const std::int64_t one = event.contacts_linked().contact_id();
      const std::int64_t other = event.contacts_linked().other_contact_id();
      applying.EditContact(one, [&](v1::Contact& contact) {
        if (!Contains(contact.linked_ids(), other)) contact.add_linked_ids(other);
      });
      applying.EditContact(other, [&](v1::Contact& contact) {
        if (!Contains(contact.linked_ids(), one)) contact.add_linked_ids(one);
      });
      break;
    }
    case v1::Event::kTimeCorrected:
      applying.EditContact(event.time_corrected().contact_id(),
                           [&](v1::Contact& contact) { CorrectTime(contact, event); });
      break;
    case v1::Event::kInvariantRepaired: {
      ++applying.state.invariant_repairs;
      const v1::InvariantRepaired& repaired = event.invariant_repaired();
      if (repaired.contact_id() != 0) {
        applying.EditContact(repaired.contact_id(), [&](v1::Contact& contact) {
          if (repaired.has_deadline()) {
            *contact.mutable_deadline() = repaired.deadline();
            if (!IsOpen(contact)) OpenAgain(contact);
          }
          if (repaired.mission_id() == 0 && !repaired.owner_id().empty()) {
            contact.mutable_owner()->set_user_id(repaired.owner_id());
            const v1::Staff* staff = applying.state.FindStaff(repaired.owner_id());
            if (staff != nullptr) contact.mutable_owner()->set_name(staff->name());
          }
        });
      }
      if (repaired.mission_id() != 0) {
        applying.EditMission(repaired.mission_id(), [&](v1::Mission& mission) {
          if (!repaired.owner_id().empty()) mission.set_owner_id(repaired.owner_id());
          // Its contact is gone: there is nobody to go to, and nothing that could ever end it.
          if (repaired.contact_id() == 0) {
            mission.set_state(v1::MISSION_STATE_CANCELLED);
            mission.set_ended_us(event.at_us());
          }
        });
      }
      break;
    }
    default:
      break;  // the other parts'
  }
}

}  // namespace legevakt::domain::internal
