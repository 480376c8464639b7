// What one watcher is told next, and when patience with it ends: the watch without its transport.
//
// It pulls: each message is read from the engine when the one before has gone, so a client that stops reading
// holds no queue. Time is passed in: microseconds of any clock that never goes back. Thread: one at a time,
// and not the engine's strand, for it may read the disk.
#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <memory>
#include <string>

#include "central/engine/engine.h"
#include "central/rpc/encoded_events.h"
#include "central/rpc/watch_message.h"
#include "legevakt/v1/watch.pb.h"

namespace legevakt::rpc {

class WatchFeed {
 public:
  struct Options {
    // Personal data are left out.
    bool strip = false;
    // A watcher that has not applied what it was sent for this long is told to resync, or cut.
    std::int64_t slow_us = 0;
    // Shared by all who watch the same engine, so that an event's bytes are made once; null for one of its
    // own.
    std::shared_ptr<EncodedEvents> encoded = nullptr;
  };
  // `engine` must outlive it.
  WatchFeed(engine::Engine& engine, Options options, std::int64_t now_us);

  // What the client says. An error ends the stream with that status.
  absl::Status Hello(const v1::Hello& hello);
  absl::Status Ack(std::int64_t applied_revision, std::int64_t now_us);

  // From Hello on, where the client needs the whole state: until it is given, nothing is sent.
  bool wants_snapshot() const { return stage_ == Stage::kAwaitsSnapshot; }
  void TakeSnapshot(v1::StateSnapshot snapshot);

  // A second has passed; a bookmark is due, and waits while the disk is late (Engine::disk_late).
  // `write_began_us`: since when a message has been on its way, 0 for none. DEADLINE_EXCEEDED: no Hello came.
  // CANCELLED: it does not even read, so cut it.
  absl::Status Tick(std::int64_t now_us, std::int64_t write_began_us);

  // What is published and not sent, one last bookmark, and then nothing more.
  void Finish();

  // Fills `out` with the next thing to send, the bytes of a WatchResponse; false where there is nothing. Not
  // while a message is on its way.
  bool Next(std::string& out, std::int64_t now_us, bool draining);
  // The same, for one who takes it in this process.
  bool Next(v1::WatchResponse& out, std::int64_t now_us, bool draining);
  // Where Next gives nothing: nothing more will come.
  bool over() const { return finishing_ || stage_ == Stage::kEnds; }
  bool finishing() const { return finishing_; }

  // Sent, and not applied yet.
  std::int64_t lag() const { return sent_ - acked_; }

 private:
  enum class Stage {
    kAwaitsHello,
    kAwaitsSnapshot,
    kSends,
    // Something was said that ends the stream once it has gone.
    kEnds,
  };

  void NextChunk(std::string& out);
  bool NextEvents(std::string& out, std::int64_t now_us);
  void Bookmark(std::string& out, bool draining);
  void Resync(v1::ResyncReason reason);
  bool Behind() const { return acked_ < sent_; }

  engine::Engine& engine_;
  const Options options_;
  const std::int64_t began_us_;
  Stage stage_ = Stage::kAwaitsHello;
  bool finishing_ = false;
  bool bookmark_due_ = false;
  // Unspecified for none that is due.
  v1::ResyncReason resync_due_ = v1::RESYNC_REASON_UNSPECIFIED;
  ChunkedBytes chunks_;
  bool chunks_are_snapshot_ = false;
  bool chunking_ = false;
  std::int64_t sent_ = 0;
  std::int64_t acked_ = 0;
  // Since when the client owes us an ack; only while Behind().
  std::int64_t owes_since_us_ = 0;
};

}  // namespace legevakt::rpc
