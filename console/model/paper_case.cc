#include "console/model/paper_case.h"

#include <absl/strings/escaping.h>

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/ids.h"
#include "base/time_units.h"
#include "console/model/format.h"
#include "console/model/search.h"

namespace legevakt::console {
namespace {

constexpr const char* kOpenedField = "opened_us";
constexpr std::string_view kOpenedPart = "opened_time";
constexpr const char* kAmkField = "amk_confirmed_us";
constexpr const char* kDoctorField = "doctor_confirmed_us";

triage::Index ComplaintOf(const PaperCase& paper, const triage::Tool* tool) {
  if (tool == nullptr || paper.complaint.empty()) return triage::kNone;
  // Chosen by nobody's eye: only where all that was typed is found.
  return SureComplaint(*tool, paper.complaint);
}

v1::Measure MeasureOf(const PaperCase& paper) {
  const auto place = static_cast<std::size_t>(std::max(paper.measure, 0));
  return place < kPaperMeasures.size() ? kPaperMeasures[place] : v1::MEASURE_ADVICE;
}

// That it was confirmed, and then when.
void AddConfirmation(std::vector<v1::Command>& commands, std::int64_t contact_id, const std::string& typed,
                     bool amk, std::int64_t now_us) {
  const auto at_us = TimeBefore(typed, now_us);
  if (!at_us) return;
  auto& confirm = *commands.emplace_back().mutable_confirm_red();
  confirm.set_contact_id(contact_id);
  confirm.set_amk(amk);
  auto& correct = *commands.emplace_back().mutable_correct_time();
  correct.set_contact_id(contact_id);
  correct.set_field(amk ? kAmkField : kDoctorField);
  correct.set_at_us(*at_us);
}

// Where nothing was typed, `otherwise`.
std::int64_t TimeOr(const std::string& typed, std::int64_t otherwise, std::int64_t now_us) {
  return TimeBefore(typed, now_us).value_or(otherwise);
}

// Tells one command from another, and holds nothing of what it says.
std::string MarkOf(const v1::Command& command) {
  return ToHex(Blake2b(command.SerializeAsString()));
}

// What was sent and has no answer yet, as it was then.
std::optional<v1::Command> AskedOf(const PaperCase& paper) {
  v1::Command command;
  std::string bytes;
  const bool readable = !paper.asked.empty() && absl::Base64Unescape(paper.asked, &bytes) &&
                        command.ParseFromString(bytes) && command.what_case() != v1::Command::WHAT_NOT_SET;
  if (!readable) return std::nullopt;
  return command;
}

bool IsAccepted(const PaperCase& paper, const v1::Command& command) {
  const auto accepted = paper.accepted.find(std::string(PartOf(command)));
  return accepted != paper.accepted.end() && accepted->second == MarkOf(command);
}

}  // namespace

std::optional<std::int64_t> TimeBefore(std::string_view typed, std::int64_t now_us) {
  const std::int64_t at_us = ParseClock(typed, now_us);
  if (at_us == 0) return std::nullopt;
  return at_us;
}

bool Touched(const PaperCase& paper) {
  return paper.contact_id != 0 || !paper.answered.empty() || !paper.phone.empty() || !paper.name.empty() ||
         !paper.situation.empty() || !paper.complaint.empty();
}

bool IsRed(const PaperCase& paper, const triage::Tool* tool) {
  const auto level = static_cast<std::size_t>(std::max(paper.level, 0));
  return tool != nullptr && paper.level >= 0 && level < tool->levels().size() &&
         tool->levels()[level].hastegrad == triage::Hastegrad::kAkutt;
}

std::string_view ProblemOf(const PaperCase& paper, const triage::Tool* tool, std::int64_t now_us) {
  const auto answered = TimeBefore(paper.answered, now_us);
  if (!answered) return "shell.case.problem.answered";
  static const std::string kNone;
  const bool red = IsRed(paper, tool);
  for (const std::string* typed : {&paper.ended, &paper.assessed, red ? &paper.amk : &kNone,
                                   red ? &paper.doctor : &kNone, paper.done ? &paper.closed : &kNone}) {
    if (typed->empty()) continue;
    const auto at = TimeBefore(*typed, now_us);
    if (!at) return "shell.case.problem.time";
    if (*at < *answered) return "shell.case.problem.order";
  }
  if (!paper.age.empty() && ParseAgeMonths(paper.age) < 0) return "shell.case.problem.age";
  if (paper.level < 0 && !paper.complaint.empty()) return "shell.case.problem.only_complaint";
  if (paper.level >= 0 && ComplaintOf(paper, tool) == triage::kNone) return "shell.case.problem.complaint";
  if (paper.done && paper.level < 0) return "shell.case.problem.level";
  // Central closes no red that somebody has not confirmed.
  if (paper.done && red && (paper.amk.empty() || paper.doctor.empty())) return "shell.case.problem.red";
  if (paper.done && MeasureOf(paper) == v1::MEASURE_ADVICE && paper.safety_net.empty())
    return "shell.case.problem.safety_net";
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
  const auto answered_us = TimeBefore(paper.answered, now_us);
  const bool corrected =
      paper.answered != paper.called_as || paper.accepted.contains(std::string(kOpenedPart));
  if (answered_us && corrected) {
    auto& correct = *commands.emplace_back().mutable_correct_time();
    correct.set_contact_id(contact_id);
    correct.set_field(kOpenedField);
    correct.set_at_us(*answered_us);
  }
  auto& intake = *commands.emplace_back().mutable_record_intake();
  intake.set_contact_id(contact_id);
  if (!paper.phone.empty()) intake.mutable_personal()->set_phone(paper.phone);
  if (!paper.name.empty()) intake.mutable_personal()->set_name(paper.name);
  if (!paper.situation.empty()) intake.mutable_personal()->set_text(paper.situation);
  if (const int months = ParseAgeMonths(paper.age); months >= 0)
    intake.mutable_intake()->set_age_months(months);
  if (paper.sex >= 0) intake.mutable_intake()->set_sex(paper.sex == 0 ? v1::SEX_FEMALE : v1::SEX_MALE);
  intake.mutable_intake()->set_municipality(municipality);
  const std::int64_t ended_us = TimeOr(paper.ended, answered_us.value_or(now_us) + kMinuteUs, now_us);
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
  if (IsRed(paper, tool)) {
    AddConfirmation(commands, contact_id, paper.amk, true, now_us);
    AddConfirmation(commands, contact_id, paper.doctor, false, now_us);
  }
  if (paper.done) {
    auto& close = *commands.emplace_back().mutable_close_contact();
    close.set_contact_id(contact_id);
    close.set_measure(MeasureOf(paper));
    close.mutable_safety_net()->set_text(paper.safety_net);
    close.mutable_safety_net()->set_not_relevant(paper.safety_net.empty());
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
    case v1::Command::kConfirmRed:
      return command.confirm_red().amk() ? "amk" : "doctor";
    case v1::Command::kCorrectTime:
      if (command.correct_time().field() == kOpenedField) return kOpenedPart;
      return command.correct_time().field() == kAmkField ? "amk_time" : "doctor_time";
    default:
      return "closing";
  }
}

std::optional<v1::Command> NextOf(const PaperCase& paper, const triage::Tool* tool,
                                  const std::string& municipality, std::int64_t now_us) {
  if (auto asked = AskedOf(paper)) return asked;
  if (paper.contact_id == 0) return CallOf(paper, municipality, now_us);
  for (auto& command : RestOf(paper, tool, municipality, paper.contact_id, now_us)) {
    if (!IsAccepted(paper, command)) return command;
  }
  return std::nullopt;
}

std::string AskedId(PaperCase& paper, const v1::Command& command) {
  std::string bytes = absl::Base64Escape(command.SerializeAsString());
  if (!paper.asked_id.empty() && paper.asked == bytes) return paper.asked_id;
  paper.asked_id = NewUuid();
  paper.asked = std::move(bytes);
  if (command.has_record_call()) paper.called_as = paper.answered;
  return paper.asked_id;
}

void Answered(PaperCase& paper) {
  paper.asked.clear();
  paper.asked_id.clear();
}

void Accept(PaperCase& paper, const v1::Command& command, std::int64_t contact_id) {
  if (command.has_record_call()) paper.contact_id = contact_id;
  paper.accepted[std::string(PartOf(command))] = MarkOf(command);
}

}  // namespace legevakt::console
