// What differs between two texts, line by line, for a person to read.
#pragma once

#include <string>
#include <string_view>

namespace legevakt::console::testing {

// Lines that went with "- ", that came with "+ ", and some around them with "  ". Empty where both are the
// same; at most some hundred lines, and how many are left out.
std::string LineDiff(std::string_view before, std::string_view after);

}  // namespace legevakt::console::testing
