#include "tests/simulation/disk.h"

#include <algorithm>

#include "base/status.h"

namespace legevakt::simulation {
namespace {

// One commit in this many meets each of the disk's and the process' accidents.
constexpr int kAccidentOneIn = 700;
constexpr int kSnapshotAccidentOneIn = 4;
constexpr std::size_t kSnapshotsKept = 2;
constexpr int kReadErrorAtStartOneIn = 20;
constexpr int kReadErrorInCatchUpOneIn = 6;

}  // namespace

absl::Status DiskStore::Append(const engine::Batch& batch) {
  LV_RETURN_IF_ERROR(failed_);
  const auto strikes = [this](Failpoint point) { return chaos_.Strikes(point, kAccidentOneIn); };
  const auto error = [this](const char* what) {
    return failed_ = MakeStatus(absl::StatusCode::kUnavailable, what);
  };
  if (strikes(Failpoint::kCrashBeforeCommit) || strikes(Failpoint::kCrashInCommitLost)) {
    life_->End();
    return error("ended");
  }
  if (strikes(Failpoint::kDiskErrorBeforeCommit)) return error("the disk is full");
  if (strikes(Failpoint::kDiskErrorInCommitLost)) return error("an I/O error in the commit");
  Write(batch);
  if (strikes(Failpoint::kDiskErrorInCommitKept)) return error("an I/O error in the commit");
  if (strikes(Failpoint::kCrashInCommitKept) || strikes(Failpoint::kCrashCommitted)) life_->End();
  return absl::OkStatus();
}

void DiskStore::Write(const engine::Batch& batch) {
  disk_.events.insert(disk_.events.end(), batch.events.begin(), batch.events.end());
  disk_.replies.insert(disk_.replies.end(), batch.replies.begin(), batch.replies.end());
}

absl::StatusOr<std::vector<v1::Event>> DiskStore::Read(std::int64_t after, std::size_t limit) {
  LV_RETURN_IF_ERROR(failed_);
  if (started_ ? chaos_.Strikes(Failpoint::kDiskReadErrorInCatchUp, kReadErrorInCatchUpOneIn)
               : chaos_.Strikes(Failpoint::kDiskReadErrorAtStart, kReadErrorAtStartOneIn)) {
    return MakeStatus(absl::StatusCode::kUnavailable, "an I/O error in a read");
  }
  const auto first = static_cast<std::size_t>(std::clamp<std::int64_t>(after, 0, disk_.last_revision()));
  const std::size_t count = std::min(limit, disk_.events.size() - first);
  const auto from = disk_.events.begin() + static_cast<std::ptrdiff_t>(first);
  return std::vector<v1::Event>(from, from + static_cast<std::ptrdiff_t>(count));
}

absl::StatusOr<std::vector<engine::StoredReply>> DiskStore::ReadReplies(std::int64_t since_us) {
  LV_RETURN_IF_ERROR(failed_);
  std::vector<engine::StoredReply> replies;
  for (const engine::StoredReply& reply : disk_.replies) {
    if (reply.at_us >= since_us) replies.push_back(reply);
  }
  return replies;
}

absl::Status DiskStore::WriteSnapshot(const engine::StoredSnapshot& snapshot) {
  LV_RETURN_IF_ERROR(failed_);
  if (chaos_.Strikes(Failpoint::kSnapshotWriteError, kSnapshotAccidentOneIn)) {
    return MakeStatus(absl::StatusCode::kUnavailable, "an I/O error in a snapshot");
  }
  if (chaos_.Strikes(Failpoint::kCrashInSnapshot, kSnapshotAccidentOneIn)) {
    life_->End();
    return MakeStatus(absl::StatusCode::kUnavailable, "ended");
  }
  if (!chaos_.calm()) chaos_.Hit(Failpoint::kSnapshotKept);
  std::erase_if(disk_.snapshots, [&](const auto& one) { return one.kept.revision == snapshot.revision; });
  const bool damaged = chaos_.Strikes(Failpoint::kSnapshotDamaged, kSnapshotAccidentOneIn);
  disk_.snapshots.push_back({snapshot, damaged});
  if (disk_.snapshots.size() > kSnapshotsKept) disk_.snapshots.erase(disk_.snapshots.begin());
  return absl::OkStatus();
}

absl::StatusOr<engine::FoundSnapshot> DiskStore::ReadSnapshot(std::int64_t at_most) {
  LV_RETURN_IF_ERROR(failed_);
  engine::FoundSnapshot found;
  for (auto one = disk_.snapshots.rbegin(); one != disk_.snapshots.rend(); ++one) {
    if (one->kept.revision > at_most) continue;
    if (!one->damaged) {
      found.snapshot = one->kept;
      break;
    }
    found.passed_over.emplace_back("damaged");
  }
  return found;
}

}  // namespace legevakt::simulation
