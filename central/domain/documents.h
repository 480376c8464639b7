// What people read of a contact: the journal note for the record system, and the case in ISBAR form.
#pragma once

#include <cstdint>
#include <string>

#include "base/text.h"
#include "central/domain/decide.h"
#include "central/domain/state.h"
#include "legevakt/v1/duty.pb.h"

namespace legevakt::domain {

struct DocumentContext {
  text::Lang lang = text::Lang::kNb;
  // For the words of complaints, rules and levels; may be null.
  const ToolSet* tools = nullptr;
  // Minutes east of UTC, so that times read as on the wall.
  int utc_offset_minutes = 60;
};

// One readable note: times, who, what was said, urgency and why, measure, advice, safety net.
std::string JournalNote(const State& state, const v1::Contact& contact, const DocumentContext& context);

inline constexpr int kAllReasons = 1000;

// Why the urgency is what it is: the reasons of the rules, at most so many, where the level is the tool's;
// else that the operator chose it, and what the tool said. A level that no rule gave never has a rule's
// reason. Empty where there is no urgency yet, or where the tool gave it without a rule.
std::string UrgencyReason(const v1::Contact& contact, const DocumentContext& context,
                          int at_most = kAllReasons);

v1::Isbar MakeIsbar(const State& state, const v1::Contact& contact, const DocumentContext& context);

// A doctor's whole screen. Empty names where the doctor is unknown.
v1::DutyView MakeDutyView(const State& state, const std::string& doctor_id, std::int64_t now_us,
                          const std::string& journal_id, const DocumentContext& context);

}  // namespace legevakt::domain
