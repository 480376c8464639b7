// Where the journal lies, behind a seam: SQLite for the service, memory for tests and plans.
//
// The engine calls Append from one thread. Any error of Append ends the process' right to serve: nobody may
// assume that the batch is, or is not, on disk.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "legevakt/v1/event.pb.h"

namespace legevakt::engine {

// A reply that is kept with its events for 24 h, so that a retry gets the same.
struct StoredReply {
  std::string request_id;
  std::string user_id;
  // BLAKE2b-256 over the request's bytes, hex.
  std::string payload_hash;
  // Serialised ExecuteResponse.
  std::string response;
  std::int64_t at_us = 0;
};

struct Batch {
  std::vector<v1::Event> events;
  std::vector<StoredReply> replies;
};

// The state at a durable revision, so that a start need not replay what came before it. Derived: the journal
// alone is the truth, and without any snapshot the state is the same.
struct StoredSnapshot {
  std::int64_t revision = 0;
  // Which code made it, in 64 characters: domain::StateMaker.
  std::string maker;
  // domain::SnapshotBytes.
  std::string state;
};

struct FoundSnapshot {
  // Nothing where there is none.
  std::optional<StoredSnapshot> snapshot;
  // Newer ones that are damaged and were passed over: one sentence each.
  std::vector<std::string> passed_over;
};

class EventStore {
 public:
  virtual ~EventStore() = default;

  virtual const std::string& journal_id() const = 0;
  virtual std::int64_t last_revision() const = 0;

  // One durable transaction: all of it, or none. Refused replies come in batches without events.
  virtual absl::Status Append(const Batch& batch) = 0;

  // Events with revision > after, in order, at most `limit`. Any thread. An error of it is no fail-stop: at a
  // start there is no state without it, and later the state does not depend on it. Who asks tells it.
  virtual absl::StatusOr<std::vector<v1::Event>> Read(std::int64_t after, std::size_t limit) = 0;

  // The same for whoever goes through the journal beside the service: it holds neither Append nor Read up,
  // however slow its thread is. Any thread, one at a time.
  virtual absl::StatusOr<std::vector<v1::Event>> ReadBeside(std::int64_t after, std::size_t limit) {
    return Read(after, limit);
  }

  // Replies not older than `since_us`, in the order of being kept. At start.
  virtual absl::StatusOr<std::vector<StoredReply>> ReadReplies(std::int64_t since_us) = 0;

  // Keeps a snapshot, and lets all but the newest few go. An error is no fail-stop: what was kept before is
  // still there, and the next start replays more. Any thread, one at a time; never holds Append up.
  virtual absl::Status WriteSnapshot(const StoredSnapshot& snapshot) = 0;

  // The newest snapshot with revision <= `at_most` that is as it was written and belongs to this journal. At
  // start, and beside Append.
  virtual absl::StatusOr<FoundSnapshot> ReadSnapshot(std::int64_t at_most) = 0;
};

}  // namespace legevakt::engine
