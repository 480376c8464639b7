// The parts of Apply. Only apply*.cc include this.
#pragma once

#include <string>

#include "central/domain/agenda.h"
#include "central/domain/state.h"
#include "legevakt/v1/event.pb.h"

namespace legevakt::domain::internal {

// One event in the hands of Apply. The parts have been checked to exist: see ReferencesExist in apply.cc.
struct Applying {
  State& state;
  const v1::Event& event;

  // Change a record: its agenda items follow, and its version becomes the event's revision.
  template <typename Change>
  void EditCall(std::int64_t id, Change change) {
    v1::Call& call = state.calls.at(id);
    const AgendaItems before = ItemsOf(call);
    change(call);
    call.set_version(event.revision());
    Reschedule(state, before, ItemsOf(call));
  }
  template <typename Change>
  void EditContact(std::int64_t id, Change change) {
    v1::Contact& contact = state.contacts.at(id);
    const AgendaItems before = ItemsOf(contact);
    change(contact);
    Touch(contact);
    Reschedule(state, before, ItemsOf(contact));
  }
  template <typename Change>
  void EditMission(std::int64_t id, Change change) {
    v1::Mission& mission = state.missions.at(id);
    const AgendaItems before = ItemsOf(mission);
    change(mission);
    mission.set_version(event.revision());
    Reschedule(state, before, ItemsOf(mission));
  }
  // Who changed it last, and the list that is responsible for it now.
  void Touch(v1::Contact& contact);
};

// The list that follows from the records.
v1::ListKind ListOf(const State& state, const v1::Contact& contact);
// The urgency that counts: the last assessment that was made on this patient.
void TakeUrgencyFromAssessments(v1::Contact& contact);
void MergePersonal(const v1::Personal& from, v1::Personal& into);
// The note says more than what was entered in the EPJ.
void HasMoreToEnter(v1::Contact& contact);
// This operator answers for it from now on; who did before stays readable. Nobody else than staff answers for
// a contact.
void Own(v1::Contact& contact, const v1::Actor& actor);
void RememberOwner(v1::Contact& contact, const v1::Actor& owner);

void ApplyToCalls(Applying& applying);
void ApplyToContacts(Applying& applying);
void ApplyCorrections(Applying& applying);
void ApplyToMissions(Applying& applying);
void ApplyToTools(Applying& applying);
void ApplyToAlarms(Applying& applying);
void ApplyToShift(Applying& applying);

// apply_alarm.cc. What was said of an alarm does not outlive it.
void ForgetMark(State& state, AlarmId id);
void ForgetMarksOfPastAlarms(State& state);
// apply_shift.cc. Answered calls for help and records of hand-overs are kept for a while.
void ForgetWhatIsPast(State& state);

// apply_tool.cc. What the event says of triage tools fits the copies that the state has; else the sentence.
std::string ToolFault(const State& state, const v1::Event& event);

}  // namespace legevakt::domain::internal
