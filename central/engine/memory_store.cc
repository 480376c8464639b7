#include "central/engine/memory_store.h"

#include <algorithm>

#include "base/ids.h"
#include "base/limits.h"
#include "base/status.h"

namespace legevakt::engine {

MemoryStore::MemoryStore() : MemoryStore(NewUuid()) {}

std::int64_t MemoryStore::last_revision() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::int64_t>(events_.size());
}

absl::Status MemoryStore::Append(const Batch& batch) {
  std::unique_lock lock(mutex_);
  if (hold_) {
    held_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !hold_; });
    held_ = false;
  }
  if (!failure_.ok()) return failure_;
  for (const v1::Event& event : batch.events) {
    if (event.revision() != static_cast<std::int64_t>(events_.size()) + 1) {
      return MakeStatus(absl::StatusCode::kInternal, "the batch leaves a gap in the journal");
    }
    events_.push_back(event);
  }
  replies_.insert(replies_.end(), batch.replies.begin(), batch.replies.end());
  ++batches_;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Event>> MemoryStore::Read(std::int64_t after, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  const std::size_t first =
      std::min(static_cast<std::size_t>(std::max<std::int64_t>(after, 0)), events_.size());
  const std::size_t count = std::min(limit, events_.size() - first);
  const auto from = events_.begin() + static_cast<std::ptrdiff_t>(first);
  return std::vector<v1::Event>(from, from + static_cast<std::ptrdiff_t>(count));
}

absl::StatusOr<std::vector<StoredReply>> MemoryStore::ReadReplies(std::int64_t since_us) {
  const std::lock_guard lock(mutex_);
  std::vector<StoredReply> result;
  for (const StoredReply& reply : replies_) {
    if (reply.at_us >= since_us) result.push_back(reply);
  }
  return result;
}

absl::Status MemoryStore::WriteSnapshot(const StoredSnapshot& snapshot) {
  const std::lock_guard lock(mutex_);
  snapshots_.push_back(snapshot);
  while (snapshots_.size() > limits::kSnapshotsKept) snapshots_.pop_front();
  return absl::OkStatus();
}

absl::StatusOr<FoundSnapshot> MemoryStore::ReadSnapshot(std::int64_t at_most) {
  const std::lock_guard lock(mutex_);
  const auto found =
      std::find_if(snapshots_.rbegin(), snapshots_.rend(),
                   [at_most](const StoredSnapshot& snapshot) { return snapshot.revision <= at_most; });
  return found == snapshots_.rend() ? FoundSnapshot() : FoundSnapshot{*found, {}};
}

void MemoryStore::Hold() {
  const std::lock_guard lock(mutex_);
  hold_ = true;
}

void MemoryStore::Release() {
  {
    const std::lock_guard lock(mutex_);
    hold_ = false;
  }
  changed_.notify_all();
}

void MemoryStore::AwaitHeld() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return held_; });
}

void MemoryStore::FailWith(absl::Status status) {
  const std::lock_guard lock(mutex_);
  failure_ = std::move(status);
}

std::size_t MemoryStore::batches() const {
  const std::lock_guard lock(mutex_);
  return batches_;
}

std::vector<v1::Event> MemoryStore::events() const {
  const std::lock_guard lock(mutex_);
  return events_;
}

std::vector<StoredReply> MemoryStore::replies() const {
  const std::lock_guard lock(mutex_);
  return replies_;
}

std::vector<StoredSnapshot> MemoryStore::snapshots() const {
  const std::lock_guard lock(mutex_);
  return {snapshots_.begin(), snapshots_.end()};
}

}  // namespace legevakt::engine
