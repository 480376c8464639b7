// What the client's parts share and what knows gRPC. Internal to the client.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "base/status.h"
#include "legevakt/v1/session.grpc.pb.h"
#include "proto/client/loop.h"
#include "proto/client/session.h"

namespace legevakt::client {

struct Channel::Impl {
  std::string target;
  std::chrono::milliseconds backoff_min;
  std::chrono::milliseconds backoff_max;
  std::shared_ptr<grpc::Channel> grpc_channel;
  std::shared_ptr<Loop> loop = std::make_shared<Loop>();
};

// Growing pauses with jitter. Loop thread.
class Backoff {
 public:
  explicit Backoff(const Channel::Impl& channel);
  std::chrono::milliseconds Next();
  void Reset() { next_ = min_; }

 private:
  std::chrono::milliseconds min_;
  std::chrono::milliseconds max_;
  std::chrono::milliseconds next_;
  std::minstd_rand random_;
};

absl::Status FromGrpc(const grpc::Status& status);
// May the same bytes be sent again?
bool IsRetryable(absl::StatusCode code);
// By the wall clock, which is what gRPC takes.
std::chrono::system_clock::time_point GrpcDeadline(std::chrono::milliseconds from_now);

// The end of a call: on gRPC's thread, to the loop. All that the callback holds goes with it, for the loop
// may have let go of everything else before gRPC has destroyed the callback; and the last reference to a
// channel must not go on the thread that works for it.
template <typename Core, typename Item, typename Take>
void HandOver(std::shared_ptr<Core> core, Item item, const grpc::Status& status, Take take) {
  const std::shared_ptr<Loop> loop = core->loop;
  loop->Post([core = std::move(core), item = std::move(item), result = FromGrpc(status), take] {
    take(*core, item, result);
  });
}

// Loop thread, except where a mutex says otherwise.
struct Session::Core : std::enable_shared_from_this<Session::Core> {
  // `token` is empty where the status is not OK.
  using TokenDone = std::function<void(const absl::Status& status, const std::string& token)>;

  Core(Channel::Impl& channel, Identity identity);

  // Calls back at once where a session is open; else opens one, one try, for all who wait.
  void WithToken(TokenDone done);
  // Central does not know this token (any more).
  void Forget(const std::string& refused_token);
  // Every waiting callback comes with CANCELLED; `done` when gRPC has let go.
  void Stop(std::function<void()> done);

  const Identity identity;
  const std::shared_ptr<Loop> loop;
  const std::unique_ptr<v1::SessionService::Stub> stub;
  std::string token;

  mutable std::mutex mutex;
  v1::OpenResponse info;  // guarded by mutex
  int times_opened = 0;   // guarded by mutex

 private:
  struct Opening {
    grpc::ClientContext context;
    v1::OpenRequest request;
    v1::OpenResponse response;
  };
  void StartOpening();
  void OnOpened(const std::shared_ptr<Opening>& opening, const absl::Status& status);

  std::shared_ptr<Opening> opening_;
  std::vector<TokenDone> waiting_;
  bool stopped_ = false;
  std::function<void()> when_stopped_;
};

}  // namespace legevakt::client
