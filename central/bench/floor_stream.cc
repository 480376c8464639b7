#include "central/bench/floor_stream.h"

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdio>
#include <deque>
#include <memory>
#include <mutex>
#include <unordered_set>

#include "base/bench/samples.h"
#include "legevakt/v1/command.grpc.pb.h"
#include "legevakt/v1/watch.grpc.pb.h"

namespace legevakt::bench {
namespace {

class Push;

class Pushes {
 public:
  void Add(Push* push) {
    const std::lock_guard lock(mutex_);
    all_.insert(push);
  }
  void Remove(Push* push) {
    const std::lock_guard lock(mutex_);
    all_.erase(push);
  }
  void Send(const v1::WatchResponse& response);

 private:
  std::mutex mutex_;
  std::unordered_set<Push*> all_;
};

// One watcher. The load sends far less than a stream carries, so nothing piles up.
class Push : public grpc::ServerBidiReactor<v1::WatchRequest, v1::WatchResponse> {
 public:
  explicit Push(Pushes& pushes) : pushes_(pushes) {
    pushes_.Add(this);
    StartRead(&in_);
  }
  void Send(const v1::WatchResponse& response) {
    const std::lock_guard lock(mutex_);
    queue_.push_back(response);
    if (queue_.size() == 1) StartWrite(&queue_.front());
  }
  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    queue_.pop_front();
    if (ok && !queue_.empty()) StartWrite(&queue_.front());
  }
  void OnReadDone(bool ok) override {
    if (ok) return StartRead(&in_);
    pushes_.Remove(this);
    Finish(grpc::Status::OK);
  }
  void OnDone() override { delete this; }

 private:
  Pushes& pushes_;
  std::mutex mutex_;
  std::deque<v1::WatchResponse> queue_;
  v1::WatchRequest in_;
};

void Pushes::Send(const v1::WatchResponse& response) {
  const std::lock_guard lock(mutex_);
  for (Push* const push : all_) push->Send(response);
}

class Commands : public v1::CommandService::CallbackService {
 public:
  explicit Commands(Pushes& pushes) : pushes_(pushes) {}
  grpc::ServerUnaryReactor* Execute(grpc::CallbackServerContext* context, const v1::ExecuteRequest* request,
                                    v1::ExecuteResponse* response) override {
    v1::WatchResponse out;
    v1::EventBatch& batch = *out.mutable_batch();
    v1::Event& event = *batch.add_events();
    const std::int64_t revision = ++revision_;
    event.set_revision(revision);
    // When it was "committed": here it is sent at once.
    event.set_at_us(MonotonicNs());
    *event.mutable_personal() = request->command().record_intake().personal();
    batch.set_first_revision(revision);
    batch.set_last_revision(revision);
    pushes_.Send(out);
    response->set_revision(revision);
    response->set_contact_id(revision);
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  Pushes& pushes_;
  std::atomic<std::int64_t> revision_ = 0;
};

class Watches : public v1::WatchService::CallbackService {
 public:
  explicit Watches(Pushes& pushes) : pushes_(pushes) {}
  grpc::ServerBidiReactor<v1::WatchRequest, v1::WatchResponse>* Watch(grpc::CallbackServerContext*) override {
    return new Push(pushes_);
  }

 private:
  Pushes& pushes_;
};

}  // namespace

int ServeStream() {
  Pushes pushes;
  Commands commands(pushes);
  Watches watches(pushes);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&commands);
  builder.RegisterService(&watches);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 3;
  std::printf("ready grpc=127.0.0.1:%d\n", port);
  std::fflush(stdout);
  server->Wait();
  return 0;
}

}  // namespace legevakt::bench
