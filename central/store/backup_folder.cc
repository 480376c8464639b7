#include "central/store/backup_folder.h"

#include <absl/time/time.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/time_units.h"
#include "central/store/folder.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".db";
// In the order of time when they are sorted by name. E4: %Y takes every digit that comes.
constexpr const char* kTimeFormat = "%E4Y%m%dT%H%M%SZ";
// Enough to tell journals apart in one folder.
constexpr std::size_t kIdChars = 8;

std::string TimeText(std::int64_t at_us) {
  return absl::FormatTime(kTimeFormat, absl::FromUnixMicros(at_us), absl::UTCTimeZone());
}

std::optional<std::int64_t> TimeOf(std::string_view text) {
  absl::Time time;
  std::string ignored;
  if (!absl::ParseTime(kTimeFormat, std::string(text), absl::UTCTimeZone(), &time, &ignored)) {
    return std::nullopt;
  }
  return absl::ToUnixMicros(time);
}

}  // namespace

BackupFolder::BackupFolder(fs::path dir, std::string_view journal_id)
    : dir_(std::move(dir)), prefix_("legevakt-" + std::string(journal_id.substr(0, kIdChars)) + "-") {}

absl::StatusOr<std::vector<KeptBackup>> BackupFolder::List() const {
  std::vector<KeptBackup> kept;
  const auto entries = ListFolder(dir_);
  if (absl::IsNotFound(entries.status())) return kept;
  if (!entries.ok()) return entries.status();
  for (const fs::path& entry : *entries) {
    const std::string name = entry.filename().native();
    if (!name.starts_with(prefix_) || !name.ends_with(kSuffix)) continue;
    const std::size_t size = name.size() - prefix_.size() - kSuffix.size();
    const auto at_us = TimeOf(std::string_view(name).substr(prefix_.size(), size));
    if (at_us.has_value()) kept.push_back({.file = entry, .at_us = *at_us});
  }
  std::sort(kept.begin(), kept.end(),
            [](const KeptBackup& a, const KeptBackup& b) { return a.at_us > b.at_us; });
  return kept;
}

// Of a process that was killed while it copied.
absl::Status BackupFolder::RemoveLeftovers() const {
  LV_ASSIGN_OR_RETURN(const std::vector<fs::path> entries, ListFolder(dir_));
  std::error_code ignored;
  for (const fs::path& entry : entries) {
    const std::string name = entry.filename().native();
    if (name.starts_with(prefix_) && name.find(".partial") != std::string::npos) fs::remove(entry, ignored);
  }
  return absl::OkStatus();
}

absl::StatusOr<Verification> BackupFolder::Make(const fs::path& journal, std::int64_t at_us,
                                                const LiveState& live) const {
  constexpr mode_t kOwnersAlone = 0700;
  LV_RETURN_IF_ERROR(MakeDirectoryDurable(dir_, kOwnersAlone));
  LV_RETURN_IF_ERROR(RemoveLeftovers());
  return Backup(journal, dir_ / (prefix_ + TimeText(at_us) + std::string(kSuffix)), live);
}

absl::Status BackupFolder::KeepNewest(std::size_t count) const {
  LV_ASSIGN_OR_RETURN(const std::vector<KeptBackup> kept, List());
  std::error_code ignored;
  // One that does not go costs room and nothing else: the next time will try again.
  for (std::size_t i = count; i < kept.size(); ++i) fs::remove(kept[i].file, ignored);
  return absl::OkStatus();
}

}  // namespace legevakt::store
