// DIR/clock: the engine's time, so that a start on the same boot of the machine goes on from it, whatever the
// wall clock has done meanwhile (docs/adr/0019). Four lines: `boot=` with the kernel's id of that boot,
// `boottime_us=`, `engine_us=`, and `hash=` over the three. Written at the start and each minute; not synced,
// since after a power cut the boot is another. No part of a backup.
#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "central/engine/chore.h"

namespace legevakt::cli {

// Of this boot of the machine; empty where the system tells none.
std::string BootId();

// Atomic: a reader sees the whole file or none.
absl::Status WriteClockFile(const std::filesystem::path& dir, const std::string& boot_id,
                            const ClockReading& reading);
// Nothing where there is none, or it is of another boot, or not whole: then the machine's clock is taken.
std::optional<ClockReading> ReadClockFile(const std::filesystem::path& dir, const std::string& boot_id);

// Writes it again and again. Where it cannot be written the one before is still true, to what the engine's
// time was slewed since.
class ClockFileChore : public engine::Chore {
 public:
  ClockFileChore(std::filesystem::path dir, std::string boot_id, std::function<ClockReading()> read)
      : dir_(std::move(dir)), boot_id_(std::move(boot_id)), read_(std::move(read)) {}

  std::int64_t Do(std::int64_t now_us, const std::stop_token& stop) override;

 private:
  const std::filesystem::path dir_;
  const std::string boot_id_;
  const std::function<ClockReading()> read_;
  std::int64_t next_us_ = 0;
  // The last time it could not be written, and that was said.
  bool failed_ = false;
};

}  // namespace legevakt::cli
