#include "central/rpc/watch_snapshot.h"

#include <algorithm>
#include <utility>

#include "central/rpc/watch_message.h"

namespace legevakt::rpc {

WatchSnapshot::WatchSnapshot(v1::StateSnapshot snapshot, bool strip)
    : revision_(snapshot.revision()), strip_(strip), snapshot_(std::move(snapshot)) {}

const std::string& WatchSnapshot::Bytes() const {
  std::call_once(made_, [this] {
    v1::StateSnapshot snapshot;
    snapshot.Swap(&snapshot_);
    if (strip_) StripPersonal(snapshot);
    bytes_ = snapshot.SerializeAsString();
  });
  return bytes_;
}

// Half a window is left for whoever reads it slowly.
WatchSnapshots::WatchSnapshots(std::int64_t window) : reach_(std::min(kReachRevisions, window / 2)) {}

std::shared_ptr<const WatchSnapshot> WatchSnapshots::At(std::int64_t revision, std::int64_t now_us,
                                                        bool strip,
                                                        const std::function<v1::StateSnapshot()>& make) {
  const std::lock_guard lock(mutex_);
  const std::size_t kind = strip ? 1 : 0;
  std::weak_ptr<const WatchSnapshot>& newest = newest_[kind];
  const bool is_new = now_us - made_us_[kind] <= kReachUs;
  if (auto there = newest.lock(); is_new && there != nullptr && revision - there->revision() <= reach_)
    return there;
  made_us_[kind] = now_us;
  auto made = std::make_shared<const WatchSnapshot>(make(), strip);
  newest = made;
  ++made_;
  return made;
}

std::int64_t WatchSnapshots::made() const {
  const std::lock_guard lock(mutex_);
  return made_;
}

}  // namespace legevakt::rpc
