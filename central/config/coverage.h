// Is there a doctor at every hour, and a vaktkompetent one wherever the other may not stand alone
// (akuttmedisinforskriften section 7)?
#pragma once

#include <vector>

#include "central/config/calendar.h"
#include "legevakt/v1/region.pb.h"

namespace legevakt::config {

// Where nobody is on duty.
std::vector<UtcInterval> WithoutDoctor(const v1::Region& region, const Horizon& horizon);
// Where somebody is, and nobody who may stand alone.
std::vector<UtcInterval> WithoutBackup(const v1::Region& region, const Horizon& horizon);

}  // namespace legevakt::config
