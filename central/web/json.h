// Messages as proto3 JSON: lowerCamelCase names, 64-bit numbers as strings, enums by name.
#pragma once

#include <absl/status/status.h>
#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "legevakt/v1/common.pb.h"

namespace legevakt::web {

std::string ToJson(const google::protobuf::Message& message);
// INVALID_ARGUMENT, which says no more than "body": not JSON, an unknown field, a value of another kind.
absl::Status FromJson(std::string_view json, google::protobuf::Message* message);

int HttpStatus(absl::StatusCode code);
// The reason that fits a status, for a body in the same words as a refused command.
v1::Reason ReasonFor(absl::StatusCode code);

}  // namespace legevakt::web
