// What one watcher is told next, and when patience with it ends: the watch without its transport.
//
// It pulls: each message is read from the engine when the one before has gone, so a client that stops reading
// holds no queue. Time is passed in: microseconds of any clock that never goes back. Thread: one at a time,
// and not the engine's strand, for it may read the disk.
//
// A bookmark says: you have everything that was durable at the moment that it names. Each second such a
// moment is chosen; the bookmark goes when the client has acked what was durable then, and not at all where
// it has not by the next one. So one who is in step gets one each second also while events flow, and one who
// is behind gets none, and knows by that. Acks count, and not what was sent: much fits between the two ends
// of a slow line.
#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "central/engine/engine.h"
#include "central/rpc/encoded_events.h"
#include "central/rpc/watch_message.h"
#include "central/rpc/watch_patience.h"
#include "central/rpc/watch_snapshot.h"
#include "legevakt/v1/watch.pb.h"

namespace legevakt::rpc {

class WatchFeed {
 public:
  struct Options {
    // Personal data are left out.
    bool strip = false;
    // A watcher whose lag has not grown less for this long is told to resync, or cut (watch_patience.h).
    std::int64_t slow_us = 0;
    // Shared by all who watch the same engine, so that an event's bytes are made once; null for one of its
    // own.
    std::shared_ptr<EncodedEvents> encoded = nullptr;
  };
  // `engine` must outlive it.
  WatchFeed(engine::Engine& engine, Options options, std::int64_t now_us);

  // What the client says. An error ends the stream with that status.
  absl::Status Hello(const v1::Hello& hello);
  absl::Status Ack(std::int64_t applied_revision);

  // From Hello on, where the client needs the whole state: until it is given, nothing is sent.
  bool wants_snapshot() const { return stage_ == Stage::kAwaitsSnapshot; }
  // Of the kind that strips() says.
  void TakeSnapshot(const std::shared_ptr<const WatchSnapshot>& snapshot);
  bool strips() const { return options_.strip; }

  // A second has passed; a bookmark is due, and waits while the disk is late (Engine::disk_late).
  // `write_began_us`: since when a message has been on its way, 0 for none. DEADLINE_EXCEEDED: no Hello came.
  // CANCELLED: it does not even read, so cut it.
  absl::Status Tick(std::int64_t now_us, std::int64_t write_began_us);

  // What is published and not sent, one last bookmark, and then nothing more.
  void Finish();

  // Fills `out` with the next thing to send, the bytes of a WatchResponse; false where there is nothing. Not
  // while a message is on its way.
  bool Next(std::string& out, bool draining);
  // The same, for one who takes it in this process.
  bool Next(v1::WatchResponse& out, bool draining);
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

  // What was durable at an engine time.
  struct Moment {
    std::int64_t at_us = 0;
    std::int64_t revision = 0;
  };

  void NextChunk(std::string& out);
  bool NextEvents(std::string& out);
  void BookmarkIsDue();
  bool MayBookmark();
  void Bookmark(std::string& out, bool draining);
  void Resync(v1::ResyncReason reason);

  engine::Engine& engine_;
  const Options options_;
  WatchPatience patience_;
  Stage stage_ = Stage::kAwaitsHello;
  bool finishing_ = false;
  std::optional<Moment> bookmark_due_;
  // Unspecified for none that is due.
  v1::ResyncReason resync_due_ = v1::RESYNC_REASON_UNSPECIFIED;
  ChunkedBytes chunks_;
  bool chunks_are_snapshot_ = false;
  bool chunking_ = false;
  std::int64_t sent_ = 0;
  // Whoever has been sent the state counts as having it.
  std::int64_t acked_ = 0;
};

}  // namespace legevakt::rpc
