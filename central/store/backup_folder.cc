#include "central/store/backup_folder.h"

#include <absl/time/time.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/time_units.h"
#include "central/store/partial_file.h"

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

std::vector<KeptBackup> BackupFolder::List() const {
  std::vector<KeptBackup> kept;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(dir_, error)) {
    const std::string name = entry.path().filename().native();
    if (!name.starts_with(prefix_) || !name.ends_with(kSuffix)) continue;
    const std::size_t size = name.size() - prefix_.size() - kSuffix.size();
    const auto at_us = TimeOf(std::string_view(name).substr(prefix_.size(), size));
    if (at_us.has_value()) kept.push_back({.file = entry.path(), .at_us = *at_us});
  }
  std::sort(kept.begin(), kept.end(),
            [](const KeptBackup& a, const KeptBackup& b) { return a.at_us > b.at_us; });
  return kept;
}

// Of a process that was killed while it copied.
void BackupFolder::RemoveLeftovers() const {
  std::error_code error;
  std::vector<fs::path> left;
  for (const auto& entry : fs::directory_iterator(dir_, error)) {
    const std::string name = entry.path().filename().native();
    if (name.starts_with(prefix_) && name.find(".partial") != std::string::npos) left.push_back(entry.path());
  }
  for (const fs::path& file : left) fs::remove(file, error);
}

absl::StatusOr<Verification> BackupFolder::Make(const fs::path& journal, std::int64_t at_us,
                                                const LiveState& live) const {
  std::error_code error;
  if (!fs::is_directory(dir_, error)) {
    fs::create_directories(dir_, error);
    if (error) return FileError("store.cannot_write", dir_, error.value());
    fs::permissions(dir_, fs::perms::owner_all, error);
  }
  RemoveLeftovers();
  return Backup(journal, dir_ / (prefix_ + TimeText(at_us) + std::string(kSuffix)), live);
}

void BackupFolder::KeepNewest(std::size_t count) const {
  const std::vector<KeptBackup> kept = List();
  std::error_code error;
  // One that does not go costs room and nothing else: the next time will try again.
  for (std::size_t i = count; i < kept.size(); ++i) fs::remove(kept[i].file, error);
}

}  // namespace legevakt::store
