#include "central/engine/store_thread.h"

#include <utility>

namespace legevakt::engine {

StoreThread::StoreThread(EventStore& store, Done done)
    : store_(store), done_(std::move(done)), thread_([this] { Run(); }) {}

StoreThread::~StoreThread() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void StoreThread::Submit(Batch batch) {
  {
    const std::lock_guard lock(mutex_);
    next_ = std::move(batch);
  }
  wake_.notify_one();
}

void StoreThread::Run() {
  while (true) {
    Batch batch;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stop_ || next_.has_value(); });
      if (!next_.has_value()) return;
      batch = std::move(*next_);
      next_.reset();
    }
    absl::Status status = store_.Append(batch);
    done_(std::move(status), std::move(batch));
  }
}

}  // namespace legevakt::engine
