// Backups on a schedule, made and verified beside serving, and an alarm on every screen where there is no new
// one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "central/engine/chore.h"
#include "central/store/backup_folder.h"

namespace legevakt::store {

class BackupChore : public engine::Chore {
 public:
  struct Options {
    std::filesystem::path journal;
    BackupFolder folder;
    std::int64_t every_us = 0;
    std::size_t kept = 1;
    // What central has in memory now, and what is durable; nothing where it cannot be asked.
    std::function<std::optional<LiveState>()> live;
    // The newest verified backup, of that time and up to that revision.
    std::function<void(std::int64_t at_us, std::int64_t revision)> tell_made;
    // Why there is no new one, in one sentence that says what to do.
    std::function<void(std::string)> tell_problem;
  };
  explicit BackupChore(Options options) : options_(std::move(options)) {}

  // One is due `every_us` after the newest in the folder, whoever was running then. What could not be made is
  // told, and tried again after limits::kBackupRetryUs, or the interval where that is shorter.
  std::int64_t Do(std::int64_t now_us, const std::stop_token& stop) override;

 private:
  absl::Status Begin(std::int64_t now_us);
  void Failed(std::int64_t now_us, const absl::Status& why);
  void Make(std::int64_t now_us, const std::stop_token& stop);

  const Options options_;
  bool begun_ = false;
  std::int64_t next_us_ = 0;
};

}  // namespace legevakt::store
