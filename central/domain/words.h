// The domain's values in words, from the text catalogue (area "domain").
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"
#include "legevakt/v1/record.pb.h"

namespace legevakt::domain {

namespace v1 = legevakt::v1;

// "A", "H", "V"; "?" for a contact nobody has assessed.
std::string_view Letter(v1::Hastegrad hastegrad);
std::string_view Word(text::Lang lang, v1::Hastegrad hastegrad);
std::string_view Word(text::Lang lang, v1::Measure measure);
std::string_view Word(text::Lang lang, v1::MissionState state);
std::string_view Word(text::Lang lang, v1::ContactState state);
std::string_view Word(text::Lang lang, v1::Outcome outcome);
std::string_view Word(text::Lang lang, v1::CannotReason reason);
std::string_view Word(text::Lang lang, v1::CallerRelation relation);
std::string_view Word(text::Lang lang, v1::DutyRole role);
std::string_view Word(text::Lang lang, v1::Sex sex);
std::string_view Word(text::Lang lang, v1::DeadlineKind kind);
std::string_view Word(text::Lang lang, v1::CallKind kind);
std::string_view Word(text::Lang lang, v1::AlarmKind kind);
std::string_view Word(text::Lang lang, v1::VisitState state);
std::string_view Word(text::Lang lang, v1::HelpStep step);
std::string_view Word(text::Lang lang, v1::DirectoryKind kind);

// A refusal in one sentence: refusal.<reason> with its arguments; a state argument is put in words.
std::string Sentence(text::Lang lang, const v1::Refusal& refusal);

// "7 md", "34 år"; empty where unknown.
std::string AgeWords(text::Lang lang, const v1::Intake& intake);

}  // namespace legevakt::domain
