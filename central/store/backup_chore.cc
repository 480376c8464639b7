#include "central/store/backup_chore.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "base/time_units.h"
#include "central/store/reader.h"

namespace legevakt::store {
namespace {

// What it was verified to hold when it was made; 0 where it cannot be read any more.
std::int64_t RevisionOf(const std::filesystem::path& backup) {
  auto reader = Reader::Open(backup);
  if (!reader.ok()) return 0;
  const auto meta = reader->ReadMeta();
  return meta.ok() ? meta->head_revision : 0;
}

std::string Say(std::string_view key, const std::filesystem::path& dir, std::string_view what = "") {
  return text::Format(text::ProcessLang(), key, {{"dir", dir.native()}, {"what", what}});
}

}  // namespace

absl::Status BackupChore::Begin(std::int64_t now_us) {
  LV_ASSIGN_OR_RETURN(const std::vector<KeptBackup> kept, options_.folder.List());
  begun_ = true;
  next_us_ = now_us;
  if (kept.empty()) return absl::OkStatus();
  const std::int64_t newest_us = kept.front().at_us;
  next_us_ = newest_us + options_.every_us;
  if (const std::int64_t revision = RevisionOf(kept.front().file); revision > 0) {
    options_.tell_made(newest_us, revision);
  }
  return absl::OkStatus();
}

std::int64_t BackupChore::Do(std::int64_t now_us, const std::stop_token& stop) {
  if (now_us < next_us_) return next_us_;
  if (!begun_) {
    if (const absl::Status begun = Begin(now_us); !begun.ok()) Failed(now_us, begun);
  }
  if (now_us >= next_us_) Make(now_us, stop);
  return next_us_;
}

void BackupChore::Failed(std::int64_t now_us, const absl::Status& why) {
  const std::string sentence = Say("store.backup_failed", options_.folder.dir(), Message(why));
  spdlog::error("{}", sentence);
  options_.tell_problem(sentence);
  next_us_ = now_us + std::min(limits::kBackupRetryUs, options_.every_us);
}

void BackupChore::Make(std::int64_t now_us, const std::stop_token& stop) {
  const Interruptible interruptible(stop);
  const std::optional<LiveState> live = options_.live();
  if (!live.has_value() || stop.stop_requested()) {
    // Central is about to end.
    next_us_ = now_us + kSecondUs;
    return;
  }
  const auto made = options_.folder.Make(options_.journal, now_us, *live);
  // Whatever it says then, it was not looked at to the end.
  if (stop.stop_requested() && !made.ok()) return;
  if (!made.ok()) {
    Failed(now_us, made.status());
    return;
  }
  spdlog::info("a backup is made and verified up to revision {}", made->events);
  if (const absl::Status kept = options_.folder.KeepNewest(options_.kept); !kept.ok()) {
    spdlog::warn("old backups are kept, the next time tries again: {}", Message(kept));
  }
  next_us_ = now_us + options_.every_us;
  options_.tell_made(now_us, made->events);
}

}  // namespace legevakt::store
