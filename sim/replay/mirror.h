// Central's state as one watcher has it, and when it got each revision.
//
// Made by the domain's own Apply from what the watch delivers. Locks itself; readers get the state under the
// lock and must not keep references. Thread: listener calls on the channel's thread, everything else on any.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "central/domain/state.h"
#include "proto/client/watch_client.h"

namespace legevakt::sim {

using SteadyTime = std::chrono::steady_clock::time_point;

class Mirror : public client::WatchListener {
 public:
  Mirror();

  void OnSnapshot(v1::StateSnapshot snapshot, const std::string& journal_id) override;
  absl::Status OnBatch(v1::EventBatch batch) override;
  void OnBookmark(const v1::Bookmark& bookmark) override;
  void OnDisconnected(const absl::Status& status) override;

  template <typename Fn>
  auto Read(Fn fn) const {
    const std::lock_guard lock(mutex_);
    return fn(state_);
  }

  // False where that did not come within `patience`.
  bool WaitForRevision(std::int64_t revision, std::chrono::milliseconds patience);
  // Until something has come since `seen` (a value of changes()), or `patience` is over.
  void WaitForChange(std::uint64_t seen, std::chrono::milliseconds patience);
  std::uint64_t changes() const;
  // Lets those who wait look again.
  void Wake();

  // When a revision was applied here; nothing where it came in a snapshot or long ago.
  std::optional<SteadyTime> AppliedAt(std::int64_t revision) const;
  bool connected() const;
  int disconnects() const;
  std::string last_error() const;

 protected:
  // Under the lock, after the state has changed. `events` is null for a snapshot.
  virtual void OnChanged(const domain::State& state, const v1::EventBatch* events);

  // With the lock held.
  const domain::State& state_locked() const { return state_; }
  std::uint64_t changes_locked() const { return changes_; }

  mutable std::mutex mutex_;

 private:
  struct Applied {
    std::int64_t revision = 0;
    SteadyTime at;
  };

  std::condition_variable changed_;
  domain::State state_;
  std::vector<Applied> applied_;
  std::uint64_t changes_ = 0;
  bool connected_ = false;
  int disconnects_ = 0;
  std::string last_error_;
};

}  // namespace legevakt::sim
