// A status with the stable reason code of command.proto beside it: what clients match instead of words.
//
// The reason lies in the status' payload under kReasonKey; rpc sends it as trailing metadata of the same
// name, web as a field of its answer. The message is the catalogue's sentence in bokmål.
#pragma once

#include <absl/status/status.h>

#include <string>
#include <string_view>

#include "legevakt/v1/common.pb.h"

namespace legevakt::engine {

inline constexpr char kReasonKey[] = "legevakt-reason";

absl::Status ReasonStatus(absl::StatusCode code, v1::Reason reason);
// With the catalogue's named place {field} or {what} filled in.
absl::Status ReasonStatus(absl::StatusCode code, v1::Reason reason, std::string_view what);

// REASON_UNSPECIFIED where the status has none.
v1::Reason ReasonOf(const absl::Status& status);

v1::Refusal MakeRefusal(v1::Reason reason, std::string_view key, std::string_view value);

// "refusal.queue_full" for REASON_QUEUE_FULL.
std::string TextKey(v1::Reason reason);

}  // namespace legevakt::engine
