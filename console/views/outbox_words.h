// What waits in the outbox in words: whom it is about, what was written, and what central has of the same.
#pragma once

#include <string>

#include "console/views/app.h"

namespace legevakt::console {

// It was made to alert somebody, and has not.
bool KeptRed(const App& app, const Kept& kept);
// "Vurdering · Berit Moe, 412 00 021 · 02:14".
std::string KeptHeading(App& app, const Kept& kept);
// All that the operator wrote, a line for each.
std::string KeptText(App& app, const Kept& kept);
// What central has of the same now; where it has another journal, that.
std::string CentralText(App& app, const Kept& kept);

}  // namespace legevakt::console
