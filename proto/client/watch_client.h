// Follows central's journal for as long as it lives: connects, resumes, and starts over where it must.
//
// What the listener hears is one gapless story: a snapshot, or the batches right after what it already holds;
// then batch after batch, each beginning where the last one ended. A connection that breaks is resumed from
// (journal_id, last applied revision). On a resync, a gap, another journal, or a listener that could not
// apply, the position is dropped and a new snapshot comes. Each batch is acknowledged to central after
// OnBatch has returned.
#pragma once

#include <absl/status/status.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "legevakt/v1/event.pb.h"
#include "legevakt/v1/record.pb.h"
#include "legevakt/v1/watch.pb.h"
#include "proto/client/session.h"

namespace legevakt::client {

// All calls come on the channel's thread, one at a time.
class WatchListener {
 public:
  virtual ~WatchListener() = default;
  // Drop what you hold and take this. Comes first unless the watch was started from a position.
  virtual void OnSnapshot(v1::StateSnapshot snapshot, const std::string& journal_id) = 0;
  // The next revisions. An error says that they could not be applied: then a snapshot is asked for.
  virtual absl::Status OnBatch(v1::EventBatch batch) = 0;
  // About once a second: everything up to bookmark.revision() has been delivered.
  virtual void OnBookmark(const v1::Bookmark& bookmark) = 0;
  // The stream broke, or could not be opened; it is tried again by itself. Once for each time.
  virtual void OnDisconnected(const absl::Status& status) = 0;
};

struct WatchOptions {
  // Where to go on from; an empty journal_id asks for a snapshot.
  std::string journal_id;
  std::int64_t after_revision = 0;
  // A stream on which nothing came for so long is given up and opened anew (a bookmark is due each second).
  std::chrono::milliseconds silence_limit{10'000};
};

class WatchClient {
 public:
  // `listener` is not owned and must live until the watch has stopped.
  WatchClient(std::shared_ptr<Session> session, WatchListener* listener, WatchOptions options = {});
  // Stops.
  ~WatchClient();
  WatchClient(const WatchClient&) = delete;
  WatchClient& operator=(const WatchClient&) = delete;

  void Start();
  // No listener call runs or comes after this returns. Not from a listener call.
  void Stop();
  // From a listener call, and only there: it is the last one. Stop is still due.
  void StopSoon();

  // Delivered and returned from. Any thread.
  std::int64_t applied_revision() const;
  // Streams opened, snapshots delivered. Any thread.
  std::int64_t connects() const;
  std::int64_t snapshots() const;

 private:
  struct Core;
  class Stream;
  std::shared_ptr<Session> session_;
  std::shared_ptr<Core> core_;
};

}  // namespace legevakt::client
