// A journal in memory: for tests and for plans. Not durable.
// Thread: any; locks itself.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "central/engine/event_store.h"

namespace legevakt::engine {

class MemoryStore : public EventStore {
 public:
  MemoryStore();
  explicit MemoryStore(std::string journal_id) : journal_id_(std::move(journal_id)) {}

  const std::string& journal_id() const override { return journal_id_; }
  std::int64_t last_revision() const override;
  absl::Status Append(const Batch& batch) override;
  absl::StatusOr<std::vector<v1::Event>> Read(std::int64_t after, std::size_t limit) override;
  absl::StatusOr<std::vector<StoredReply>> ReadReplies(std::int64_t since_us) override;
  absl::Status WriteSnapshot(const StoredSnapshot& snapshot) override;
  absl::StatusOr<FoundSnapshot> ReadSnapshot(std::int64_t at_most) override;

  // --- for tests ---
  // Append waits from now on, until Release.
  void Hold();
  void Release();
  // Waits until an Append is held.
  void AwaitHeld();
  // The next Append, and every one after it, fails with this.
  void FailWith(absl::Status status);
  // Batches appended.
  std::size_t batches() const;
  std::vector<v1::Event> events() const;
  std::vector<StoredReply> replies() const;
  // Oldest first.
  std::vector<StoredSnapshot> snapshots() const;

 private:
  const std::string journal_id_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool hold_ = false;
  bool held_ = false;
  absl::Status failure_;
  std::size_t batches_ = 0;
  std::vector<v1::Event> events_;
  std::vector<StoredReply> replies_;
  std::deque<StoredSnapshot> snapshots_;
};

}  // namespace legevakt::engine
