// Which alarm the key that goes to an alarm goes to.
#pragma once

#include "console/views/app.h"

namespace legevakt::console {

// The first that nobody has; where that is open already, the next of another contact. Null for none.
const domain::Alarm* NextAlarm(const App& app);

}  // namespace legevakt::console
