// One life of central as others see it: the real engine on the loop, with the real feeds of those who watch.
#pragma once

#include <memory>
#include <vector>

#include "central/engine/engine.h"
#include "central/engine/past_contacts.h"
#include "central/rpc/encoded_events.h"
#include "central/rpc/watch_snapshot.h"
#include "tests/simulation/life.h"
#include "tests/simulation/world.h"

namespace legevakt::simulation {

class LoopRunner;
class Stream;

class Central : public engine::Subscriber {
 public:
  // Null where it cannot start. `on_end`: its life is over; destroy it from the loop.
  static std::unique_ptr<Central> Start(World& world, std::function<void()> on_end);
  ~Central() override;

  using Reply = std::function<void(absl::StatusOr<v1::ExecuteResponse>)>;
  void Execute(const v1::Actor& actor, const v1::ExecuteRequest& request, Reply reply);

  // Somebody begins to watch.
  void Add(std::shared_ptr<Stream> stream);
  void Remove(const Stream* stream);

  // Ends in good order: what waits is finished first.
  void Stop();
  // Runs nothing for this long; the machine's clocks go on.
  void StopFor(std::int64_t us);
  bool alive() const { return life_->alive; }
  const std::shared_ptr<Life>& life() const { return life_; }
  engine::Engine& engine() { return *engine_; }
  // Where contacts are looked up, as in the service: it follows the journal beside the engine.
  engine::PastContacts& past();
  // Somebody is told that they are up to date.
  void OnBookmark();
  // How many commands may wait.
  static constexpr std::size_t kCommandQueue = 64;
  // Shared by all who watch, as in the service.
  const std::shared_ptr<rpc::EncodedEvents>& encoded() const { return encoded_; }
  const std::shared_ptr<rpc::WatchSnapshots>& snapshots() const { return snapshots_; }

  void OnPublished(std::int64_t revision) override;

 private:
  explicit Central(World& world) : world_(world) {}
  absl::Status Open();
  void Tick();
  void WatchDisk();
  // For the next start on this boot.
  void KeepClock();
  void RestartIsDue();
  // That its state is the one that the journal gives.
  void CheckState();

  World& world_;
  const std::shared_ptr<Life> life_ = std::make_shared<Life>();
  std::unique_ptr<engine::Engine> engine_;
  const std::shared_ptr<rpc::EncodedEvents> encoded_ = std::make_shared<rpc::EncodedEvents>();
  std::shared_ptr<rpc::WatchSnapshots> snapshots_;
  std::unique_ptr<engine::PastContacts> past_;
  std::vector<std::shared_ptr<Stream>> streams_;
  LoopRunner* runner_ = nullptr;
  // The batch that was on its way at the last tick, and at how many before it.
  std::int64_t batch_ = 0;
  int batch_ticks_ = 0;
  // Until then it may be behind with what is due.
  std::int64_t wakes_until_us_ = 0;
};

}  // namespace legevakt::simulation
