// One watch: one client's stream.
//
// At most one message is being written; what comes next is the feed's to say (watch_feed.h). One who does not
// ack (1024 events and more on their way) is sent no more until it does, and is not even woken: a screen that
// hangs costs the others nothing. Thread: gRPC's callbacks and the hub only post; everything happens on the
// watcher's own strand. Life: gRPC owns the stream until OnDone; the watcher holds itself until then.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <memory>
#include <optional>

#include "central/rpc/watch_feed.h"
#include "central/rpc/watch_hub.h"
#include "legevakt/v1/watch.pb.h"

namespace legevakt::rpc {

class Watcher : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
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
  template <typename Handler>
  void Post(Handler handler);

  void Read();
  void HandleRead(bool ok);
  void HandleRequest(const v1::WatchRequest& request);
  void HandleHello(const v1::Hello& hello);
  void HandleWritten(bool ok);
  void HandleTick();
  void AskForSnapshot();
  // Sends the next thing there is to send, if nothing is on its way.
  void Pump();
  bool AwaitsAck() const;
  // Ends the stream when what is being written has gone.
  void End(grpc::Status status);
  void FinishIfIdle();

  WatchHub& hub_;
  grpc::CallbackServerContext* const context_;
  const v1::Actor actor_;
  boost::asio::strand<boost::asio::thread_pool::executor_type> strand_;
  std::shared_ptr<Watcher> self_;
  // A Pump will come that sees what is published now: one is posted, or comes with the next ack.
  std::atomic<bool> woken_ = false;

  // The strand.
  WatchFeed feed_;
  // Bytes, because an event's are made once for all watchers.
  grpc::ByteBuffer in_;
  grpc::ByteBuffer out_;
  // 0 where nothing is being written.
  std::int64_t write_began_us_ = 0;
  bool finished_ = false;
  bool counted_as_link_ = false;
  std::optional<grpc::Status> end_;
};

}  // namespace legevakt::rpc
