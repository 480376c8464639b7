// Looks for contacts and reads them, whether open, closed or archived. Central writes each to the journal
// with who and why, so a reason is required.
//
// Tried once, and once more after the session was opened anew: whoever searches sees what came of it and asks
// again. RESOURCE_EXHAUSTED says that central is too busy for reading now. A refusal is an answer, with
// status OK.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <functional>
#include <memory>

#include "legevakt/v1/lookup.pb.h"
#include "proto/client/session.h"

namespace legevakt::client {

class LookupClient {
 public:
  explicit LookupClient(std::shared_ptr<Session> session);
  // Calls back all that waits with CANCELLED, then waits for gRPC to let go.
  ~LookupClient();
  LookupClient(const LookupClient&) = delete;
  LookupClient& operator=(const LookupClient&) = delete;

  // The callback comes exactly once, on the channel's thread. The first search after central's start may take
  // some seconds: it reads the whole journal. Any thread.
  using SearchDone = std::function<void(absl::StatusOr<v1::SearchResponse>)>;
  void Search(v1::SearchRequest request, std::chrono::milliseconds patience, SearchDone done);
  using ReadDone = std::function<void(absl::StatusOr<v1::ReadResponse>)>;
  void Read(v1::ReadRequest request, std::chrono::milliseconds patience, ReadDone done);

 private:
  struct Core;
  std::shared_ptr<Session> session_;
  std::shared_ptr<Core> core_;
};

}  // namespace legevakt::client
