// What was read, what was refused and why, and what in the cells could not be read, in words.
#pragma once

#include <string>

#include "base/text.h"
#include "triage/past/case_reader.h"

namespace legevakt::report {

// Lines for the terminal: refused rows (the first ones), faults by column.
std::string ReadingText(const past::CaseFile& file, text::Lang lang);

// Empty, broken and out of range, as one phrase: "tomme: 3, uleselige: 2".
std::string FaultPhrase(const past::CellFaults& faults, text::Lang lang);

}  // namespace legevakt::report
