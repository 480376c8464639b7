// Which alarm a key is about.
#pragma once

#include <vector>

#include "console/views/app.h"

namespace legevakt::console {

// Those that can be gone to, in the order in which the key comes to them: on from the one it went to last,
// else from the first that nobody has and that is not open already. An alarm that is about no contact and no
// card is not among them. Asked for in every frame, and good until it is asked for again.
const std::vector<const domain::Alarm*>& AlarmsToGoTo(App& app);
// Null where every alarm that stands is too grave for it.
const domain::Alarm* FirstThatCanBeShelved(const App& app);

}  // namespace legevakt::console
