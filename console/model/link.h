// The console's only way to central: what arrives, and what is sent. net/ speaks gRPC behind it; tests put a
// whole domain behind it.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "central/domain/state.h"
#include "legevakt/v1/command.pb.h"
#include "legevakt/v1/lookup.pb.h"
#include "legevakt/v1/watch.pb.h"

namespace legevakt::console {

namespace v1 = legevakt::v1;

struct SignedIn {
  v1::Actor actor;
};
// Everything anew: the first state, or the state after a resync.
struct SnapshotTaken {
  std::shared_ptr<domain::State> state;
  std::string journal_id;
};
struct BatchTaken {
  v1::EventBatch batch;
};
struct BookmarkSeen {
  v1::Bookmark bookmark;
};
// The watch broke; the link tries again by itself. `why` is for the log, not for the screen.
struct LinkLost {
  std::string why;
};
// What comes from here on is of a stream that was asked for at `asked_us` (CLOCK_BOOTTIME), or after it.
struct StreamBegins {
  std::int64_t asked_us = 0;
};
// Answer to one Send. `status` other than OK: not taken at all.
struct Replied {
  std::string request_id;
  absl::Status status;
  v1::ExecuteResponse response;
};
// Answer to one Search or Read, by its ticket.
struct Searched {
  std::int64_t ticket = 0;
  absl::StatusOr<v1::SearchResponse> answer;
};
struct WasRead {
  std::int64_t ticket = 0;
  absl::StatusOr<v1::ReadResponse> answer;
};
using Update = std::variant<SignedIn, SnapshotTaken, BatchTaken, BookmarkSeen, LinkLost, StreamBegins,
                            Replied, Searched, WasRead>;

// Thread: every function is called from the UI thread and returns at once.
class Link {
 public:
  virtual ~Link() = default;
  // What arrived since the last call, in order.
  virtual std::vector<Update> Take() = 0;
  virtual void Send(v1::ExecuteRequest request) = 0;
  // Beside the watch and the commands, and never in their way. Tried once: whoever asks sees what came of it.
  virtual void Search(std::int64_t ticket, v1::SearchRequest request) = 0;
  virtual void Read(std::int64_t ticket, v1::ReadRequest request) = 0;
  // What we hold does not fit what arrives, or arrives late: drop it and start from a snapshot.
  virtual void Resync() = 0;
};

}  // namespace legevakt::console
