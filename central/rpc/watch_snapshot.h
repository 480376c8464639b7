// The state as it goes to those who begin anew, made once for all who ask at about the same time.
//
// After a restart or a restored backup everybody begins anew, and a whole state for each of them would be
// many times what central itself holds.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "legevakt/v1/record.pb.h"

namespace legevakt::rpc {

// One state as bytes. It lives as long as somebody is being sent it. Thread: any; locks itself.
class WatchSnapshot {
 public:
  // With `strip`, without personal data.
  WatchSnapshot(v1::StateSnapshot snapshot, bool strip);

  std::int64_t revision() const { return revision_; }
  // Made by the first who asks: this takes a while, so not on the engine's strand.
  const std::string& Bytes() const;

 private:
  const std::int64_t revision_;
  const bool strip_;
  mutable std::once_flag made_;
  // Empty once the bytes are made.
  mutable v1::StateSnapshot snapshot_;
  mutable std::string bytes_;
};

// Of one engine. Thread: any; locks itself.
class WatchSnapshots {
 public:
  // `window`: the engine's, how far back events can be had.
  explicit WatchSnapshots(std::int64_t window);

  // On the engine's strand, where the state is at `revision` at the engine's time `now_us`: what another is
  // being sent already and is hardly older, for the events after it come anyway; else what `make` gives.
  std::shared_ptr<const WatchSnapshot> At(std::int64_t revision, std::int64_t now_us, bool strip,
                                          const std::function<v1::StateSnapshot()>& make);

  // How many have been made.
  std::int64_t made() const;

  // So many revisions are hardly older: one refill. And so long: a screen calls what it begins with new.
  static constexpr std::int64_t kReachRevisions = 512;
  static constexpr std::int64_t kReachUs = 2'000'000;

 private:
  const std::int64_t reach_;
  mutable std::mutex mutex_;
  // With personal data, and without.
  std::array<std::weak_ptr<const WatchSnapshot>, 2> newest_;
  std::array<std::int64_t, 2> made_us_{};
  std::int64_t made_ = 0;
};

}  // namespace legevakt::rpc
