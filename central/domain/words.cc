#include "central/domain/words.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace legevakt::domain {
namespace {

std::string Lower(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return name;
}

// The catalogue's key of an enum value: "domain.measure_home_visit" for MEASURE_HOME_VISIT.
std::string_view Named(text::Lang lang, const std::string& name) {
  return text::Get(lang, "domain." + Lower(name));
}

// States and what still holds a contact open come as codes; people read words.
std::string ArgInWords(text::Lang lang, const v1::RefusalArg& arg) {
  if (arg.key() != "state" && arg.key() != "what") return arg.value();
  const std::string key = "domain." + Lower(arg.value());
  return text::Has(text::Lang::kNb, key) ? std::string(text::Get(lang, key)) : arg.value();
}

}  // namespace

std::string_view Letter(v1::Hastegrad hastegrad) {
  switch (hastegrad) {
    case v1::HASTEGRAD_AKUTT:
      return "A";
    case v1::HASTEGRAD_HASTER:
      return "H";
    case v1::HASTEGRAD_VANLIG:
      return "V";
    default:
      return "?";
  }
}

std::string_view Word(text::Lang lang, v1::Hastegrad value) {
  return Named(lang, v1::Hastegrad_Name(value));
}
std::string_view Word(text::Lang lang, v1::Measure value) {
  return Named(lang, v1::Measure_Name(value));
}
std::string_view Word(text::Lang lang, v1::MissionState value) {
  return Named(lang, v1::MissionState_Name(value));
}
std::string_view Word(text::Lang lang, v1::ContactState value) {
  return Named(lang, v1::ContactState_Name(value));
}
std::string_view Word(text::Lang lang, v1::Outcome value) {
  return Named(lang, v1::Outcome_Name(value));
}
std::string_view Word(text::Lang lang, v1::CannotReason value) {
  return Named(lang, v1::CannotReason_Name(value));
}
std::string_view Word(text::Lang lang, v1::CallerRelation value) {
  return Named(lang, v1::CallerRelation_Name(value));
}
std::string_view Word(text::Lang lang, v1::DutyRole value) {
  return Named(lang, v1::DutyRole_Name(value));
}
std::string_view Word(text::Lang lang, v1::Sex value) {
  return Named(lang, v1::Sex_Name(value));
}
std::string_view Word(text::Lang lang, v1::DeadlineKind value) {
  return Named(lang, v1::DeadlineKind_Name(value));
}
std::string_view Word(text::Lang lang, v1::CallKind value) {
  return Named(lang, v1::CallKind_Name(value));
}
std::string_view Word(text::Lang lang, v1::AlarmKind value) {
  return Named(lang, v1::AlarmKind_Name(value));
}
std::string_view Word(text::Lang lang, v1::VisitState value) {
  return Named(lang, v1::VisitState_Name(value));
}
std::string_view Word(text::Lang lang, v1::HelpStep value) {
  return Named(lang, v1::HelpStep_Name(value));
}
std::string_view Word(text::Lang lang, v1::DirectoryKind value) {
  return Named(lang, v1::DirectoryKind_Name(value));
}

std::string Sentence(text::Lang lang, const v1::Refusal& refusal) {
  // "REASON_STALE_VERSION" -> "refusal.stale_version"
  const std::string key = "refusal." + Lower(v1::Reason_Name(refusal.reason())).substr(sizeof("reason_") - 1);
  std::vector<std::string> words;
  for (const v1::RefusalArg& arg : refusal.args()) words.push_back(ArgInWords(lang, arg));
  std::vector<text::Arg> args;
  for (int i = 0; i < refusal.args_size(); ++i) {
    args.emplace_back(refusal.args(i).key(), words[static_cast<std::size_t>(i)]);
  }
  return text::Format(lang, key, args);
}

std::string AgeWords(text::Lang lang, const v1::Intake& intake) {
  if (!intake.has_age_months()) return {};
  const bool months = intake.age_months() < 24;
  return text::Format(lang, months ? "domain.age_months" : "domain.age_years",
                      {{"n", std::to_string(months ? intake.age_months() : intake.age_months() / 12)}});
}

}  // namespace legevakt::domain
