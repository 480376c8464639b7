#include "console/model/paper_case.h"

#include <functional>

#include "base/time_units.h"
#include "console/model/format.h"
#include "console/model/search.h"

namespace legevakt::console {
namespace {

triage::Index ComplaintOf(const PaperCase& paper, const triage::Tool* tool) {
  if (tool == nullptr || paper.complaint.empty()) return triage::kNone;
  const auto found = SearchComplaints(*tool, paper.complaint);
  return found.empty() ? triage::kNone : found.front();
}

// Where nothing was typed, `otherwise`.
std::int64_t TimeOr(const std::string& typed, std::int64_t otherwise, std::int64_t now_us) {
  return TimeBefore(typed, now_us).value_or(otherwise);
}

// Tells one command from another, and holds nothing of what it says.
std::string MarkOf(const v1::Command& command) {
  return std::to_string(std::hash<std::string>()(command.SerializeAsString()));
}

}  // namespace

std::optional<std::int64_t> TimeBefore(std::string_view typed, std::int64_t now_us) {
  int digits = 0;
  int value = 0;
  for (const char c : typed) {
    if (c == ':' || c == '.' || c == ' ') continue;
    if (c < '0' || c > '9' || ++digits > 4) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (digits < 3) return std::nullopt;
  const int hour = value / 100;
  const int minute = value % 100;
  if (hour > 23 || minute > 59) return std::nullopt;
  const std::int64_t offset_us = UtcOffsetMinutes(now_us) * kMinuteUs;
  const std::int64_t midnight_us = (now_us + offset_us) / kDayUs * kDayUs - offset_us;
  std::int64_t at_us = midnight_us + hour * kHourUs + minute * kMinuteUs;
  if (at_us > now_us) at_us -= kDayUs;
  return at_us;
}

std::string_view ProblemOf(const PaperCase& paper, const triage::Tool* tool, std::int64_t now_us) {
  const auto answered = TimeBefore(paper.answered, now_us);
  if (!answered) return "shell.case.problem.answered";
  for (const std::string* typed : {&paper.ended, &paper.assessed, &paper.closed}) {
    if (typed->empty()) continue;
    const auto at = TimeBefore(*typed, now_us);
    if (!at) return "shell.case.problem.time";
    if (*at < *answered) return "shell.case.problem.order";
  }
  if (paper.level >= 0 && ComplaintOf(paper, tool) == triage::kNone) return "shell.case.problem.complaint";
  if (paper.done && paper.level < 0) return "shell.case.problem.level";
  if (paper.done && paper.safety_net.empty()) return "shell.case.problem.safety_net";
  return {};
}

v1::Command CallOf(const PaperCase& paper, const std::string& municipality, std::int64_t now_us) {
  v1::Command command;
  auto& call = *command.mutable_record_call();
  call.set_kind(v1::CALL_KIND_PHONE);
  call.set_lane(v1::CALL_LANE_NORMAL);
  call.set_municipality(municipality);
  if (!paper.phone.empty()) call.mutable_personal()->set_phone(paper.phone);
  const std::int64_t answered_us = TimeOr(paper.answered, now_us, now_us);
  call.set_answered_us(answered_us);
  call.set_ended_us(TimeOr(paper.ended, answered_us + kMinuteUs, now_us));
  return command;
}

std::vector<v1::Command> RestOf(const PaperCase& paper, const triage::Tool* tool,
                                const std::string& municipality, std::int64_t contact_id,
                                std::int64_t now_us) {
  std::vector<v1::Command> commands;
  auto& intake = *commands.emplace_back().mutable_record_intake();
  intake.set_contact_id(contact_id);
  if (!paper.phone.empty()) intake.mutable_personal()->set_phone(paper.phone);
  if (!paper.name.empty()) intake.mutable_personal()->set_name(paper.name);
  if (!paper.situation.empty()) intake.mutable_personal()->set_text(paper.situation);
  if (const int months = ParseAgeMonths(paper.age); months >= 0)
    intake.mutable_intake()->set_age_months(months);
  if (paper.sex >= 0) intake.mutable_intake()->set_sex(paper.sex == 0 ? v1::SEX_FEMALE : v1::SEX_MALE);
  intake.mutable_intake()->set_municipality(municipality);
  const std::int64_t ended_us =
      TimeOr(paper.ended, TimeOr(paper.answered, now_us, now_us) + kMinuteUs, now_us);
  const triage::Index complaint = ComplaintOf(paper, tool);
  if (paper.level >= 0 && complaint != triage::kNone) {
    auto& assess = *commands.emplace_back().mutable_assess_contact();
    assess.set_contact_id(contact_id);
    assess.set_complaint_id(tool->complaints()[complaint].id);
    assess.set_level_id(tool->levels()[static_cast<std::size_t>(paper.level)].id);
    // The tool was not there to ask: what was decided on paper is said to be that.
    assess.set_lowering_reason(paper.situation.empty() ? paper.complaint : paper.situation);
    assess.set_happened_us(TimeOr(paper.assessed, ended_us, now_us));
  }
  if (paper.done) {
    auto& close = *commands.emplace_back().mutable_close_contact();
    close.set_contact_id(contact_id);
    close.set_measure(v1::MEASURE_ADVICE);
    close.mutable_safety_net()->set_text(paper.safety_net);
    close.set_happened_us(TimeOr(paper.closed, ended_us, now_us));
  }
  return commands;
}

std::string_view PartOf(const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kRecordCall:
      return "call";
    case v1::Command::kRecordIntake:
      return "intake";
    case v1::Command::kAssessContact:
      return "assessment";
    default:
      return "closing";
  }
}

std::optional<v1::Command> NextOf(const PaperCase& paper, const triage::Tool* tool,
                                  const std::string& municipality, std::int64_t now_us) {
  if (paper.contact_id == 0) return CallOf(paper, municipality, now_us);
  for (auto& command : RestOf(paper, tool, municipality, paper.contact_id, now_us)) {
    const auto accepted = paper.accepted.find(std::string(PartOf(command)));
    if (accepted == paper.accepted.end() || accepted->second != MarkOf(command)) return command;
  }
  return std::nullopt;
}

void Accept(PaperCase& paper, const v1::Command& command, std::int64_t contact_id) {
  if (command.has_record_call()) paper.contact_id = contact_id;
  paper.accepted[std::string(PartOf(command))] = MarkOf(command);
}

}  // namespace legevakt::console
