// What the journals of the benchmarks are made of.
#pragma once

#include "central/domain/testing.h"

namespace legevakt::domain::bench {

// One contact from ring to close, as most are, in two minutes; every second is seen by a doctor.
void OneContact(testing::Centre& centre, int number);

}  // namespace legevakt::domain::bench
