// The engine's threads in the service: one for the strand, one for the store.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <mutex>
#include <thread>

#include "central/engine/runner.h"
#include "central/engine/store_thread.h"

namespace legevakt::engine {

class ThreadRunner : public Runner {
 public:
  ThreadRunner() = default;
  ~ThreadRunner() override;

  void Start(EventStore& store, Committed committed) override;
  bool Post(Task task) override;
  void WakeAfter(std::int64_t wait_us, Task task) override;
  void CancelWake() override;
  void Commit(Batch batch) override;
  void Await(const std::future<void>& done) override;
  void End() override;

 private:
  std::mutex mutex_;
  bool ended_ = false;
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
  boost::asio::steady_timer timer_{io_};
  std::unique_ptr<StoreThread> store_thread_;
  std::thread strand_thread_;
};

}  // namespace legevakt::engine
