#include "central/engine/reason_status.h"

#include <cctype>

#include "base/status.h"
#include "base/text.h"

namespace legevakt::engine {

absl::Status ReasonStatus(absl::StatusCode code, v1::Reason reason) {
  return ReasonStatus(code, reason, "");
}

absl::Status ReasonStatus(absl::StatusCode code, v1::Reason reason, std::string_view what) {
  const std::string message =
      text::Format(text::Lang::kNb, TextKey(reason), {{"field", what}, {"what", what}});
  absl::Status status = MakeStatus(code, message);
  status.SetPayload(kReasonKey, absl::Cord(v1::Reason_Name(reason)));
  return status;
}

v1::Reason ReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kReasonKey);
  v1::Reason reason = v1::REASON_UNSPECIFIED;
  if (payload.has_value()) v1::Reason_Parse(std::string(*payload), &reason);
  return reason;
}

v1::Refusal MakeRefusal(v1::Reason reason, std::string_view key, std::string_view value) {
  v1::Refusal refusal;
  refusal.set_reason(reason);
  v1::RefusalArg& arg = *refusal.add_args();
  arg.set_key(std::string(key));
  arg.set_value(std::string(value));
  return refusal;
}

std::string TextKey(v1::Reason reason) {
  constexpr std::string_view kPrefix = "REASON_";
  std::string key = "refusal.";
  for (const char letter : v1::Reason_Name(reason).substr(kPrefix.size())) {
    key.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(letter))));
  }
  return key;
}

}  // namespace legevakt::engine
