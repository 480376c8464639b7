// What an operator or a doctor does next with a case: read off the watched state and nothing else. So whoever
// finds a step already done (after a restart, or by a colleague's hand) simply goes on with the next one.
// Thread: any; nothing here keeps anything.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "central/domain/state.h"
#include "legevakt/v1/command.pb.h"
#include "triage/evaluator/tool.h"
#include "triage/past/case_reader.h"
#include "triage/past/column_map.h"

namespace legevakt::sim {

namespace v1 = legevakt::v1;

// Begins the device of every session of ours, so that what a person at a console has taken is left to them.
inline constexpr std::string_view kDevice = "legevakt-sim";

// The calls about one problem of one patient, the first call first.
struct Dossier {
  std::vector<const past::Case*> rows;
};

using CallsByRef = std::map<std::string, std::int64_t, std::less<>>;

struct StepRules {
  const triage::Tool* tool = nullptr;
  const past::ColumnMap* map = nullptr;
  // Doctors who may be asked; empty means everybody on duty.
  std::set<std::string> doctors;
};

enum class StepKind {
  kAnswer,
  kCallBack,
  kTakeOver,
  kIntake,
  kAssess,
  kConfirmAmk,
  kMeasure,
  kRequest,
  kEndCall,
  kClose,
  // A doctor's.
  kConfirmRed,
  kAccept,
  kUnderWay,
  kWithPatient,
  kDone,
};

struct Step {
  StepKind kind;
  v1::Command command;
  // The row that the step is about; null for a doctor's.
  const past::Case* about = nullptr;
  std::int64_t mission_id = 0;
};

// Nothing where the operator `user_id` has nothing to do with it now.
std::optional<Step> NextOperatorStep(const domain::State& state, const Dossier& dossier,
                                     const CallsByRef& calls, const std::string& user_id,
                                     const StepRules& rules);

// Every step that this doctor can take now: reds to confirm first, then missions by age. `stands_in_for` are
// doctors whom nobody plays: their reds are confirmed too.
std::vector<Step> NextDoctorSteps(const domain::State& state, const std::string& doctor_id,
                                  const std::set<std::string>& stands_in_for);

enum class RowPhase { kNotRung, kRinging, kOpen, kClosed };

// Closed: nothing of it is open any more. A call that was lost, and that nobody can call back, is closed too.
RowPhase PhaseOf(const domain::State& state, const past::Case& row, const CallsByRef& calls);

// As the call goes to the telephony link.
v1::RingCall RingFor(const past::Case& row);

// The answers of a row that fit the tool; what lies outside of a question's plausible range becomes unknown.
// Where the caller denies the rest, the complaint's must-ask questions are answered no.
std::vector<v1::Answer> AnswersFor(const past::Case& row, const triage::Tool& tool);

}  // namespace legevakt::sim
