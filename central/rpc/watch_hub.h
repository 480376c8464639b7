// All watchers of one central: a small pool of threads that they run on, the second's tick, and the end.
//
// The hub hears of each published revision and wakes the watchers; each reads the events itself, at its own
// pace. Thread: any.
#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "central/engine/engine.h"
#include "central/rpc/encoded_events.h"
#include "central/rpc/telephony_guard.h"
#include "central/rpc/watch_snapshot.h"

namespace legevakt::rpc {

class Watcher;

class WatchHub : public engine::Subscriber {
 public:
  struct Options {
    // A watcher whose lag has not grown less for this long is told to resync, or cut (watch_patience.h).
    std::chrono::milliseconds slow;
    std::chrono::milliseconds bookmark;
    std::chrono::milliseconds telephony_patience;
  };
  WatchHub(engine::Engine& engine, Options options);
  // After Stop.
  ~WatchHub() override;

  void OnPublished(std::int64_t revision) override;

  // False where there are too many.
  bool Add(const std::shared_ptr<Watcher>& watcher);
  void Remove(const std::shared_ptr<Watcher>& watcher);
  int count() const;

  // Every watcher is told at once that central is about to stop.
  void Announce();
  // Sends what is published and not sent, one last bookmark, and ends the streams. Waits for at most
  // `patience`.
  void Finish(std::chrono::milliseconds patience);
  // No callbacks after it. Every stream must have ended.
  void Stop();

  engine::Engine& engine() { return engine_; }
  const std::shared_ptr<EncodedEvents>& encoded() { return encoded_; }
  const std::shared_ptr<WatchSnapshots>& snapshots() { return snapshots_; }
  TelephonyGuard& telephony() { return *telephony_; }
  const Options& options() const { return options_; }
  boost::asio::thread_pool& pool() { return pool_; }
  bool draining() const { return draining_; }

 private:
  std::vector<std::shared_ptr<Watcher>> All() const;
  void Tick();

  engine::Engine& engine_;
  const Options options_;
  std::atomic<bool> draining_ = false;
  const std::shared_ptr<EncodedEvents> encoded_ = std::make_shared<EncodedEvents>();
  const std::shared_ptr<WatchSnapshots> snapshots_;
  boost::asio::thread_pool pool_{2};
  boost::asio::steady_timer ticker_{pool_};
  std::shared_ptr<TelephonyGuard> telephony_;
  mutable std::mutex mutex_;
  std::unordered_set<std::shared_ptr<Watcher>> watchers_;
  bool stopped_ = false;
};

}  // namespace legevakt::rpc
