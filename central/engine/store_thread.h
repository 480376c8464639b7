// The one thread that makes batches durable. Holds one batch at a time.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "central/engine/event_store.h"

namespace legevakt::engine {

class StoreThread {
 public:
  // `store` must outlive this. `done` is called on the store thread with the batch given back.
  using Done = std::function<void(absl::Status, Batch)>;
  StoreThread(EventStore& store, Done done);
  // Waits for the batch in work.
  ~StoreThread();
  StoreThread(const StoreThread&) = delete;
  StoreThread& operator=(const StoreThread&) = delete;

  // Only when the batch before has been given back.
  void Submit(Batch batch);

 private:
  void Run();

  EventStore& store_;
  const Done done_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::optional<Batch> next_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace legevakt::engine
