// The commands that a benchmark sends: one contact from its call to parked, as an operator works.
// Deterministic: the same contact gives the same bytes, in central as in the floor.
#pragma once

#include <cstdint>
#include <string>

#include "legevakt/v1/command.pb.h"

namespace legevakt::bench {

inline constexpr int kStepsPerContact = 4;

// Step 0 records the call and opens the contact; `contact_id` is what its reply said, for the later steps.
v1::ExecuteRequest RequestOf(int contact, int step, std::int64_t contact_id, const std::string& municipality);

}  // namespace legevakt::bench
