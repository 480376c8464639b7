// Many open contacts, for what must be fast with all of them.
#pragma once

#include "console/testing/local_central.h"

namespace legevakt::console::testing {

// So many open contacts of every urgency, assessed and put down, with a call in progress for none.
void FillCrowd(LocalCentral& central, int contacts);

}  // namespace legevakt::console::testing
