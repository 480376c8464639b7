// What an alarm says, on the strip and on the wallboard.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "console/model/alarm_book.h"
#include "console/ui/marks.h"

namespace legevakt::console {

class App;

struct AlarmWords {
  // What is wrong, since when, with the number to call where there is one.
  std::string cause;
  // What happens if nobody acts.
  std::string consequence;
  // The command that solves it, or shows what to do and whom to phone: its key is shown.
  std::string command;
};
std::string_view CommandFor(const domain::Alarm& alarm);
// Its number among all alarms, for what is kept of it: subjects are revisions and kinds a few, so no two have
// the same.
std::int64_t NumberOf(const domain::Alarm& alarm);
// Without names where this screen is a wallboard.
const AlarmWords& WordsOf(App& app, const domain::Alarm& alarm);

// What is wrong, with how many more there are of the same.
const std::string& CauseOf(App& app, const AlarmRow& row);

// "(2 alarmer til)": how many have no row.
const std::string& HiddenAlarms(App& app, std::size_t count);

// Triangle, diamond, circle; and beside it three, two, one star.
ui::MarkShape ShapeOf(domain::AlarmPriority priority);
std::string_view StarsOf(domain::AlarmPriority priority);

// 2 Hz for high, half a second on and off for medium, until it is acknowledged: only the shape flashes, never
// the text. Below three flashes a second.
bool AlarmIsLit(const AlarmRow& row, std::int64_t mono_us);

}  // namespace legevakt::console
