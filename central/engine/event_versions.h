// Which version of the program first wrote such an event, so that the version before can be put back on the
// same data (docs/adr/0008).
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "legevakt/v1/event.pb.h"

namespace legevakt::engine {

namespace v1 = legevakt::v1;

// Major, minor, patch; compares as versions do.
using Version = std::array<int, 3>;

// "0.1.0"; nothing where it is not of this form.
std::optional<Version> ParseVersion(std::string_view text);

// By its kind, and by those fields that change what it means: to a version that does not know them the event
// says something else. Fields that only add (the true times of paper) are not looked at.
Version FirstIn(const v1::Event& event);

}  // namespace legevakt::engine
