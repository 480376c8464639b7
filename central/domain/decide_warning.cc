// Warnings about an address or a number: they end by themselves, so that nobody is marked for ever.
#include "base/limits.h"
#include "central/domain/decide_internal.h"
#include "central/domain/warnings.h"

namespace legevakt::domain::internal {
namespace {

void SetWarning(Deciding& deciding, const v1::SetWarning& command) {
  const v1::Personal& personal = command.personal();
  // One that can never match would be believed in and never shown.
  if (ComparablePhone(personal.phone()).empty() && ComparableAddress(personal.address()).empty()) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "address"}});
    return;
  }
  if (personal.text().empty()) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "text"}});
    return;
  }
  const std::int64_t last_us = deciding.now_us() + limits::kWarningUs;
  const std::int64_t until_us = command.until_us() == 0 ? last_us : command.until_us();
  if (until_us <= deciding.now_us() || until_us > last_us) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "until_us"}});
    return;
  }
  v1::Event& event = deciding.Add();
  *event.mutable_personal() = personal;
  event.mutable_warning_set()->set_until_us(until_us);
}

void ClearWarning(Deciding& deciding, const v1::ClearWarning& command) {
  if (!deciding.state.warnings.contains(command.warning_id())) {
    deciding.Refuse(v1::REASON_UNKNOWN_WARNING);
    return;
  }
  if (command.reason().empty()) {
    deciding.Refuse(v1::REASON_NEEDS_REASON);
    return;
  }
  v1::Event& event = deciding.Add();
  event.mutable_personal()->set_text(command.reason());
  event.mutable_warning_cleared()->set_warning_id(command.warning_id());
}

}  // namespace

bool DecideWarning(Deciding& deciding, const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kSetWarning:
      SetWarning(deciding, command.set_warning());
      return true;
    case v1::Command::kClearWarning:
      ClearWarning(deciding, command.clear_warning());
      return true;
    default:
      return false;
  }
}

}  // namespace legevakt::domain::internal
