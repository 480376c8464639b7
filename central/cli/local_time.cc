#include "central/cli/local_time.h"

#include <absl/time/time.h>

#include "base/status.h"
#include "base/text.h"

namespace legevakt::cli {
namespace {

absl::TimeZone Zone(const std::string& name) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(name.empty() ? "Europe/Oslo" : name, &zone)) return absl::UTCTimeZone();
  return zone;
}

absl::Status Bad(std::string_view key, const std::string& text) {
  return MakeStatus(absl::StatusCode::kInvalidArgument,
                    text::Format(text::ProcessLang(), key, {{"time", text}}));
}

}  // namespace

absl::StatusOr<std::int64_t> ParseLocalTime(const std::string& text, const std::string& time_zone) {
  absl::Time time;
  std::string ignored;
  for (const char* form : {"%Y-%m-%d%ET%H:%M%Ez", "%Y-%m-%d%ET%H:%M:%E*S%Ez"}) {
    if (absl::ParseTime(form, text, &time, &ignored)) return absl::ToUnixMicros(time);
  }
  const absl::TimeZone zone = Zone(time_zone);
  for (const char* form : {"%Y-%m-%d %H:%M", "%Y-%m-%d%ET%H:%M"}) {
    // Read as UTC for its fields only.
    if (!absl::ParseTime(form, text, absl::UTCTimeZone(), &time, &ignored)) continue;
    const absl::TimeZone::TimeInfo info = zone.At(absl::ToCivilSecond(time, absl::UTCTimeZone()));
    if (info.kind != absl::TimeZone::TimeInfo::UNIQUE) return Bad("cli.time_not_unique", text);
    return absl::ToUnixMicros(info.pre);
  }
  return Bad("cli.bad_time", text);
}

std::string LocalTime(std::int64_t at_us, const std::string& time_zone) {
  return absl::FormatTime("%-d.%-m.%Y %H:%M", absl::FromUnixMicros(at_us), Zone(time_zone));
}

std::string UtcTime(std::int64_t at_us) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%SZ", absl::FromUnixMicros(at_us), absl::UTCTimeZone());
}

}  // namespace legevakt::cli
