// Invented people. Nobody can have their identity numbers: the month has 80 added.
#pragma once

#include <string>
#include <string_view>

namespace legevakt::sim {

struct Birth {
  int year = 0;
  int month = 0;
  int day = 0;
};

// A synthetic identity number with right control digits, for a birth between 1940 and 2039. `draw` picks one
// of those that the day has; any number will do.
std::string SyntheticId(const Birth& birth, bool female, unsigned draw);

// Eleven digits, both control digits right, month over 80.
bool IsSyntheticId(std::string_view id);

}  // namespace legevakt::sim
