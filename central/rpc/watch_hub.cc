#include "central/rpc/watch_hub.h"

#include <thread>
#include <utility>

#include "base/limits.h"
#include "central/rpc/watcher.h"

namespace legevakt::rpc {

WatchHub::WatchHub(engine::Engine& engine, Options options)
    : engine_(engine),
      options_(options),
      snapshots_(std::make_shared<WatchSnapshots>(engine.watch_window())),
      telephony_(std::make_shared<TelephonyGuard>(engine, pool_.get_executor(), options.telephony_patience)) {
  engine_.AddSubscriber(this);
  telephony_->Start();
  boost::asio::post(pool_, [this] { Tick(); });
}

WatchHub::~WatchHub() {
  Stop();
}

void WatchHub::OnPublished(std::int64_t) {
  for (const auto& watcher : All()) watcher->Wake();
}

bool WatchHub::Add(const std::shared_ptr<Watcher>& watcher) {
  const std::lock_guard lock(mutex_);
  if (stopped_ || watchers_.size() >= static_cast<std::size_t>(limits::kWatchersMax)) return false;
  watchers_.insert(watcher);
  return true;
}

void WatchHub::Remove(const std::shared_ptr<Watcher>& watcher) {
  const std::lock_guard lock(mutex_);
  watchers_.erase(watcher);
}

int WatchHub::count() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(watchers_.size());
}

std::vector<std::shared_ptr<Watcher>> WatchHub::All() const {
  const std::lock_guard lock(mutex_);
  return {watchers_.begin(), watchers_.end()};
}

void WatchHub::Tick() {
  for (const auto& watcher : All()) watcher->Tick();
  const std::lock_guard lock(mutex_);
  if (stopped_) return;
  ticker_.expires_after(options_.bookmark);
  ticker_.async_wait([this](const boost::system::error_code& error) {
    if (!error) Tick();
  });
}

void WatchHub::Announce() {
  draining_ = true;
  telephony_->Stop();
  for (const auto& watcher : All()) watcher->Tick();
}

void WatchHub::Finish(std::chrono::milliseconds patience) {
  draining_ = true;
  for (const auto& watcher : All()) watcher->EndWhenSent();
  constexpr std::chrono::milliseconds kStep(5);
  for (auto waited = kStep; count() > 0 && waited < patience; waited += kStep)
    std::this_thread::sleep_for(kStep);
}

void WatchHub::Stop() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopped_, true)) return;
    ticker_.cancel();
  }
  engine_.RemoveSubscriber(this);
  telephony_->Stop();
  pool_.join();
}

}  // namespace legevakt::rpc
