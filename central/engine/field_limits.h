// The limits of a command's fields (base/limits.h), checked before anything is decided.
#pragma once

#include <optional>

#include "legevakt/v1/command.pb.h"

namespace legevakt::engine {

// REASON_BAD_FIELD with args: field, for the first field that is too long, too many, an unknown enum value,
// or not known itself (then its number stands for its name). Free text (notes, reasons, the safety net,
// Personal.text) may be kTextBytesMax, other text kShortTextBytesMax.
std::optional<v1::Refusal> CheckFields(const v1::Command& command);

}  // namespace legevakt::engine
