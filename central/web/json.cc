#include "central/web/json.h"

#include <google/protobuf/util/json_util.h>

#include "base/status.h"

namespace legevakt::web {

std::string ToJson(const google::protobuf::Message& message) {
  std::string json;
  // Fails only for invalid UTF-8 in an Any, of which there is none here.
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) return "{}";
  return json;
}

absl::Status FromJson(std::string_view json, google::protobuf::Message* message) {
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), message);
  if (status.ok()) return absl::OkStatus();
  // Not the parser's words: they quote what was sent.
  return MakeStatus(absl::StatusCode::kInvalidArgument, "body");
}

int HttpStatus(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kCancelled:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    default:
      return 500;  // absl asks for a default: codes may be added
  }
}

v1::Reason ReasonFor(absl::StatusCode code) {
  switch (HttpStatus(code)) {
    case 401:
      return v1::REASON_NOT_SIGNED_IN;
    case 403:
      return v1::REASON_NOT_ALLOWED;
    case 429:
      return v1::REASON_QUEUE_FULL;
    case 400:
    case 404:
      return v1::REASON_BAD_FIELD;
    default:
      return v1::REASON_NOT_SERVING;
  }
}

}  // namespace legevakt::web
