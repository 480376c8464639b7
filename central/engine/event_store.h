// Where the journal lies, behind a seam: SQLite for the service, memory for tests and plans.
//
// The engine calls Append from one thread. Any error of Append ends the process' right to serve: nobody may
// assume that the batch is, or is not, on disk.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <functional>
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

class EventStore {
 public:
  virtual ~EventStore() = default;

  virtual const std::string& journal_id() const = 0;
  virtual std::int64_t last_revision() const = 0;

  // One durable transaction: all of it, or none. Refused replies come in batches without events.
  virtual absl::Status Append(const Batch& batch) = 0;

  // Events with revision > after, in order, at most `limit`. Any thread.
  virtual absl::StatusOr<std::vector<v1::Event>> Read(std::int64_t after, std::size_t limit) = 0;

  // Replies not older than `since_us`. At start.
  virtual absl::StatusOr<std::vector<StoredReply>> ReadReplies(std::int64_t since_us) = 0;
};

}  // namespace legevakt::engine
