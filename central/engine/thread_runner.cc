#include "central/engine/thread_runner.h"

#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

namespace legevakt::engine {

ThreadRunner::~ThreadRunner() {
  End();
}

void ThreadRunner::Start(EventStore& store, Committed committed) {
  auto shared = std::make_shared<const Committed>(std::move(committed));
  store_thread_ = std::make_unique<StoreThread>(store, [this, shared](absl::Status status, Batch batch) {
    Post([shared, status = std::move(status), batch = std::move(batch)]() mutable {
      (*shared)(std::move(status), std::move(batch));
    });
  });
  strand_thread_ = std::thread([this] { io_.run(); });
}

bool ThreadRunner::Post(Task task) {
  const std::lock_guard lock(mutex_);
  if (ended_) return false;
  boost::asio::post(io_, std::move(task));
  return true;
}

void ThreadRunner::WakeAfter(std::int64_t wait_us, Task task) {
  timer_.expires_after(std::chrono::microseconds(wait_us));
  timer_.async_wait([task = std::move(task)](const boost::system::error_code& error) {
    if (!error) task();
  });
}

void ThreadRunner::CancelWake() {
  timer_.cancel();
}

void ThreadRunner::Commit(Batch batch) {
  store_thread_->Submit(std::move(batch));
}

void ThreadRunner::Await(const std::future<void>& done) {
  done.wait();
}

void ThreadRunner::End() {
  if (!strand_thread_.joinable()) return;
  work_.reset();
  io_.stop();
  strand_thread_.join();
  store_thread_.reset();
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  io_.restart();
  io_.poll();
}

}  // namespace legevakt::engine
