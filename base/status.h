// Errors are values: absl::Status. Debian's absl::string_view is not std::string_view, so statuses are built
// here.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <utility>

namespace legevakt {

inline absl::Status MakeStatus(absl::StatusCode code, std::string_view message) {
  return absl::Status(code, absl::string_view(message.data(), message.size()));
}

// The message of a status as a std::string.
inline std::string Message(const absl::Status& status) {
  return std::string(status.message().data(), status.message().size());
}

}  // namespace legevakt

// Returns the status of `expr` from the enclosing function where it is not OK.
#define LV_RETURN_IF_ERROR(expr)                                            \
  do {                                                                      \
    if (absl::Status lv_status = (expr); !lv_status.ok()) return lv_status; \
  } while (false)

#define LV_CONCAT_INNER(a, b) a##b
#define LV_CONCAT(a, b) LV_CONCAT_INNER(a, b)
// LV_ASSIGN_OR_RETURN(auto value, StatusOrCall());
// NOLINTBEGIN(bugprone-macro-parentheses): `lhs` may declare a variable.
#define LV_ASSIGN_OR_RETURN(lhs, expr)                                                            \
  auto LV_CONCAT(lv_statusor_, __LINE__) = (expr);                                                \
  if (!LV_CONCAT(lv_statusor_, __LINE__).ok()) return LV_CONCAT(lv_statusor_, __LINE__).status(); \
  lhs = std::move(LV_CONCAT(lv_statusor_, __LINE__)).value()
// NOLINTEND(bugprone-macro-parentheses)
