// The state of the service: plain records, ordered, and one derived index. Made of the journal's events by
// Apply and of nothing else; the same code runs in central, in the console, in the simulator and in replay.
//
// The records are the messages of legevakt/v1/record.proto (docs/adr/0002). Everybody but Apply reads only.
// Thread: one at a time; a State has no locks.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "legevakt/v1/record.pb.h"

namespace legevakt::domain {

namespace v1 = legevakt::v1;

// What time itself must do next, soonest first. An entry is derived from its record (see agenda.cc).
enum class Due : std::uint8_t {
  kContactDeadline,
  kClaimReturns,
  kPromiseSlips,
  kRedUnconfirmed,
  kMissionExpires,
  kMissionNotHeard,
  kCallbackDue,
  kArchive,
  kToolPlanned,
  kAlarmShelfEnds,
  kHelpPassesOn,
  kVisitLate,
  kWarningExpires,
};

struct AgendaItem {
  std::int64_t at_us;
  Due due;
  std::int64_t id;
  // Which one, where there may be several of the kind for one id: the kind of an alarm.
  int part = 0;
  friend auto operator<=>(const AgendaItem&, const AgendaItem&) = default;
};

// An alarm: its kind, and the record that it is about (see AlarmRef).
using AlarmId = std::pair<v1::AlarmKind, std::int64_t>;

struct State {
  // The last event's.
  std::int64_t revision = 0;
  std::int64_t at_us = 0;

  v1::Region region;
  // Every tool that was ever active, in the order in which it first was; retired ones without their file.
  std::vector<v1::ToolRecord> tools;
  std::string active_tool_hash;
  // The last is the active tool's; a rollback goes to the one before. A tool stands here once.
  std::vector<v1::ToolActivation> activations;
  std::optional<v1::PlannedTool> planned_tool;
  v1::Telephony telephony;
  v1::ServiceNotice notice;
  std::map<std::int64_t, v1::Call> calls;
  std::map<std::int64_t, v1::Contact> contacts;
  std::map<std::int64_t, v1::Mission> missions;
  std::map<std::string, v1::DoctorDuty> duties;
  // Unanswered, and those answered within the last hour.
  std::map<std::int64_t, v1::Help> help;
  // Of alarms that stand.
  std::map<AlarmId, v1::AlarmMark> alarm_marks;
  // Unfinished.
  std::map<std::int64_t, v1::ShiftNote> shift_notes;
  // Of the last 24 h, oldest first.
  std::vector<v1::Handover> handovers;
  std::map<std::int64_t, v1::Warning> warnings;
  std::int64_t invariant_repairs = 0;

  // Derived; not part of the snapshot.
  std::set<AgendaItem> agenda;

  // Null where there is none.
  const v1::Call* FindCall(std::int64_t id) const;
  const v1::Contact* FindContact(std::int64_t id) const;
  const v1::Mission* FindMission(std::int64_t id) const;
  const v1::DoctorDuty* FindDuty(const std::string& doctor_id) const;
  const v1::Staff* FindStaff(const std::string& user_id) const;
  const v1::Doctor* FindDoctor(const std::string& doctor_id) const;
  const v1::Municipality* FindMunicipality(const std::string& number) const;
  const v1::ToolRecord* FindTool(const std::string& tool_hash) const;
};

// What is said anew, and what is unknown again, by the names of its fields.
void MergeIntake(const v1::Intake& said, const google::protobuf::RepeatedPtrField<std::string>& cleared,
                 v1::Intake& into);
bool IsOpen(const v1::Contact& contact);
// A confirmation is lacking.
bool IsPending(const v1::Red& red);
// AMK has taken over, and has not given the patient back.
bool IsWithAmk(const v1::Red& red);
// AMK and a doctor know of it as a red, or are being asked. Whom AMK has given back, and who is open again
// after that red was settled, is to be alerted anew.
bool IsAlerted(const v1::Contact& contact);
// News came after `at_us`, and nobody has assessed them: an assessment of that time answers none of it.
bool IsOlderThanNews(const v1::Contact& contact, std::int64_t at_us);
// The one that counts: the last that was made on this patient. Null where there is none.
const v1::Assessment* LastAssessment(const v1::Contact& contact);
// Requested, accepted, under way or with the patient.
bool IsOpen(const v1::Mission& mission);
// Accepted, under way or with the patient: somebody has begun, so it never returns by itself.
bool IsBegun(const v1::Mission& mission);

// The patient comes to a station or a satellite: the mission has a visit.
bool IsAtStation(v1::Measure measure);
// The patient is awaited, or is there.
bool IsUnderWay(const v1::Visit& visit);
// Where the patient is, of all that was planned at a station. Null where nothing was.
const v1::Mission* LastAtStation(const State& state, const v1::Contact& contact);
// Answers for contacts.
bool IsStaff(v1::Role role);

}  // namespace legevakt::domain
