// The parts of Decide. Only decide*.cc include this.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/time_units.h"
#include "central/domain/decide.h"

namespace legevakt::domain::internal {

// One command in the hands of Decide.
struct Deciding {
  const State& state;
  const Context& context;
  std::int64_t expected_version;
  Decision decision;

  std::int64_t now_us() const { return context.now_us; }
  const v1::Actor& actor() const { return context.actor; }
  const v1::Targets& targets() const { return state.region.targets(); }
  // The revision that the next event will have: the id of what it opens.
  std::int64_t NextRevision() const {
    return state.revision + 1 + static_cast<std::int64_t>(decision.events.size());
  }

  v1::Event& Add();

  using Args = std::initializer_list<std::pair<std::string_view, std::string>>;
  // Always false, so that `return Refuse(...)` ends a check.
  bool Refuse(v1::Reason reason, Args args = {});

  // Null, and refused, where the record is not there or has changed since the user saw it.
  const v1::Call* CallFor(std::int64_t id);
  const v1::Contact* ContactFor(std::int64_t id);
  // The same, and nobody else has it in hand.
  const v1::Contact* OpenContactFor(std::int64_t id);
  const v1::Mission* MissionFor(std::int64_t id);
};

// A patient who is with a doctor: somebody looks to it after this at the latest.
inline constexpr std::int64_t kBeingSeenUs = 2 * 3600 * kSecondUs;
// What is due at once becomes an alarm after this.
inline constexpr std::int64_t kAtOnceGraceUs = 120 * kSecondUs;

v1::Deadline DeadlineAt(v1::DeadlineKind kind, std::int64_t at_us);
// New information: due now, or earlier where it already was.
v1::Deadline DueNow(const v1::Contact& contact, std::int64_t now_us);
// To be assessed again by then, and never later than it was due. Whoever was only to be followed up, being
// seen, is not any more.
v1::Deadline ReassessmentBy(const v1::Contact& contact, std::int64_t by_us);
v1::Claim ClaimOf(const Deciding& deciding);
// Opens a contact in the actor's hands (no claim for others than staff); returns its id. `happened_us` is
// when it began, for one from paper; 0 for now.
std::int64_t OpenContact(Deciding& deciding, const std::string& municipality, std::int64_t happened_us = 0);
// The contact's next deadline, where a mission gives it back.
v1::Deadline DeadlineAfter(const v1::Contact& contact, v1::MissionState step, std::int64_t now_us,
                           const v1::Targets& targets);
bool TextFits(Deciding& deciding, std::string_view text, std::size_t bytes_max, std::string_view field);

// False where the command is another part's.
bool DecideCall(Deciding& deciding, const v1::Command& command);
bool DecideContact(Deciding& deciding, const v1::Command& command);
bool DecideCorrection(Deciding& deciding, const v1::Command& command);
bool DecideMission(Deciding& deciding, const v1::Command& command);
bool DecideTool(Deciding& deciding, const v1::Command& command);
bool DecideVisit(Deciding& deciding, const v1::Command& command);
bool DecideConsult(Deciding& deciding, const v1::Command& command);
bool DecideHelp(Deciding& deciding, const v1::Command& command);
bool DecideAlarm(Deciding& deciding, const v1::Command& command);
bool DecideShift(Deciding& deciding, const v1::Command& command);
bool DecideWarning(Deciding& deciding, const v1::Command& command);

// decide_alarm.cc: what was put aside comes back.
void EndShelf(Deciding& deciding, AlarmId id);
// decide_tool.cc: the planned tool's time has come.
void ActivatePlanned(Deciding& deciding);
// decide_assess.cc
void Assess(Deciding& deciding, const v1::AssessContact& command);
// Both alerts start at once: the AMK card on every console, and the doctor on duty.
void RaiseRed(Deciding& deciding, const v1::Contact& contact);

// decide_mission.cc. A doctor acts on missions of their own; refused else.
bool MayAct(Deciding& deciding, const v1::Mission& mission);
// When silence in this state becomes "not heard from"; 0 where silence is allowed.
std::int64_t NotHeardAt(const Deciding& deciding, v1::MissionState state);

// decide_visit.cc. After the mission took this step: the visit keeps in step with it.
void FollowMission(Deciding& deciding, const v1::Mission& mission, const v1::StepMission& step);
// The patient who is there, or on the way, is so for the new mission too, when the doctor of the one before
// could not.
void CarryVisitOver(Deciding& deciding, const v1::Contact& contact, const v1::RequestMission& request,
                    std::int64_t mission_id);
// decide_help.cc: nobody answered in time.
void PassHelpOn(Deciding& deciding, const v1::Help& help);

// The one who has the contact is on the line with its caller.
bool InConversation(const State& state, const v1::Contact& contact);
// Where a case comes from paper: its time is past, at most 48 h ago and not before `not_before_us`; 0 means
// now. Refused else, with the field's name.
bool PaperTimeFits(Deciding& deciding, std::int64_t at_us, std::int64_t not_before_us,
                   std::string_view field);

}  // namespace legevakt::domain::internal
