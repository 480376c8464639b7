// One watch: one client's stream.
//
// It pulls: at most one message is being written, and the next is read from the engine when that one has
// gone. So a client that stops reading holds no queue and slows nobody. Thread: gRPC's callbacks and the hub
// only post; everything happens on the watcher's own strand. Life: gRPC owns the stream until OnDone; the
// watcher holds itself until then.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <memory>
#include <optional>

#include "central/domain/state.h"
#include "central/rpc/watch_hub.h"
#include "central/rpc/watch_message.h"
#include "legevakt/v1/watch.pb.h"

namespace legevakt::rpc {

class Watcher : public grpc::ServerBidiReactor<v1::WatchRequest, v1::WatchResponse>,
                public std::enable_shared_from_this<Watcher> {
 public:
  // Begins to read; to be given to gRPC.
  static Watcher* Start(WatchHub& hub, grpc::CallbackServerContext* context, v1::Actor actor);
  Watcher(WatchHub& hub, grpc::CallbackServerContext* context, v1::Actor actor);

  // Something was published.
  void Wake();
  // A second has passed.
  void Tick();
  // Sends what is published and not sent, a bookmark, and ends.
  void EndWhenSent();

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  enum class Stage {
    kAwaitsHello,
    kAwaitsSnapshot,
    kSends,
    // Something was said that ends the stream once it has gone.
    kEnds,
  };

  template <typename Handler>
  void Post(Handler handler);

  void Read();
  void HandleRead(bool ok);
  void HandleHello(const v1::Hello& hello);
  void HandleAck(std::int64_t applied_revision);
  void HandleWritten(bool ok);
  void HandleTick();
  void AskForSnapshot();
  void BeginSnapshot(v1::StateSnapshot snapshot);
  // Sends the next thing there is to send, if nothing is on its way.
  void Pump();
  bool MakeNext();
  bool MakeEvents();
  void MakeBookmark();
  void MakeResync(v1::ResyncReason reason);
  bool Behind() const { return acked_ < sent_; }
  // Ends the stream when what is being written has gone.
  void End(grpc::Status status);
  void FinishIfIdle();

  WatchHub& hub_;
  grpc::CallbackServerContext* const context_;
  const v1::Actor actor_;
  const bool strip_;
  boost::asio::strand<boost::asio::thread_pool::executor_type> strand_;
  std::shared_ptr<Watcher> self_;
  std::atomic<bool> woken_ = false;

  // The strand.
  Stage stage_ = Stage::kAwaitsHello;
  v1::WatchRequest in_;
  v1::WatchResponse out_;
  bool writing_ = false;
  bool finished_ = false;
  bool counted_as_link_ = false;
  bool end_when_sent_ = false;
  bool bookmark_due_ = false;
  bool resync_due_ = false;
  std::optional<grpc::Status> end_;
  ChunkedBytes chunks_;
  bool chunks_are_snapshot_ = false;
  bool chunking_ = false;
  std::int64_t sent_ = 0;
  std::int64_t acked_ = 0;
  const SteadyTime began_;
  SteadyTime write_began_;
  // Since when the client owes us an ack; only while Behind().
  SteadyTime owes_since_;
};

}  // namespace legevakt::rpc
