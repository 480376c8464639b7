// What an alarm says, on the strip and on the wallboard.
#pragma once

#include <string>

#include "console/model/alarm_book.h"

namespace legevakt::console {

class App;

struct AlarmWords {
  // What is wrong, since when, with the number to call where there is one.
  std::string cause;
  // What happens if nobody acts.
  std::string consequence;
  // The command that solves it: its key is shown. Empty where no key can.
  std::string command;
};
// Without names where this screen is a wallboard.
const AlarmWords& WordsOf(App& app, const domain::Alarm& alarm);

// 2 Hz for high, half a second on and off for medium, until it is acknowledged: only the shape flashes, never
// the text. Below three flashes a second.
bool AlarmIsLit(const AlarmRow& row, std::int64_t mono_us);

}  // namespace legevakt::console
