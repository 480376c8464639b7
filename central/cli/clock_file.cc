#include "central/cli/clock_file.h"

#include <spdlog/spdlog.h>

#include <charconv>
#include <fstream>
#include <string_view>
#include <utility>

#include "base/hash.h"
#include "base/status.h"
#include "base/time_units.h"
#include "central/cli/small_file.h"

namespace legevakt::cli {
namespace {

std::filesystem::path FileOf(const std::filesystem::path& dir) {
  return dir / "clock";
}

// The three lines that the hash is over.
std::string Lines(const std::string& boot_id, std::string_view boottime_us, std::string_view engine_us) {
  std::string lines = "boot=" + boot_id + "\nboottime_us=";
  lines += boottime_us;
  lines += "\nengine_us=";
  lines += engine_us;
  return lines + '\n';
}

// The line's value; nothing where it begins otherwise.
std::optional<std::string> ValueOf(std::ifstream& file, std::string_view name) {
  std::string line;
  if (!std::getline(file, line) || !line.starts_with(name)) return std::nullopt;
  return line.substr(name.size());
}

std::optional<std::int64_t> Number(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

}  // namespace

std::string BootId() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

absl::Status WriteClockFile(const std::filesystem::path& dir, const std::string& boot_id,
                            const ClockReading& reading) {
  const std::string lines =
      Lines(boot_id, std::to_string(reading.boot_us), std::to_string(reading.engine_us));
  return WriteSmallFile(FileOf(dir), lines + "hash=" + ToHex(Blake2b(lines)) + "\n");
}

std::optional<ClockReading> ReadClockFile(const std::filesystem::path& dir, const std::string& boot_id) {
  std::ifstream file(FileOf(dir));
  const auto boot = ValueOf(file, "boot=");
  const auto boottime_us = ValueOf(file, "boottime_us=");
  const auto engine_us = ValueOf(file, "engine_us=");
  const auto hash = ValueOf(file, "hash=");
  if (!boot || !boottime_us || !engine_us || !hash) return std::nullopt;
  if (boot_id.empty() || *boot != boot_id) return std::nullopt;
  if (*hash != ToHex(Blake2b(Lines(*boot, *boottime_us, *engine_us)))) return std::nullopt;
  const auto boot_number = Number(*boottime_us);
  const auto engine_number = Number(*engine_us);
  if (!boot_number || !engine_number) return std::nullopt;
  return ClockReading{.boot_us = *boot_number, .engine_us = *engine_number};
}

std::int64_t ClockFileChore::Do(std::int64_t now_us, const std::stop_token&) {
  if (boot_id_.empty() || now_us < next_us_) return next_us_;
  next_us_ = now_us + kMinuteUs;
  const absl::Status written = WriteClockFile(dir_, boot_id_, read_());
  if (!written.ok() && !failed_) spdlog::error("{}", Message(written));
  failed_ = !written.ok();
  return next_us_;
}

}  // namespace legevakt::cli
