// A console, a doctors' page or a telephony link: it watches, applies, gives commands from what it sees, and
// asks again with the same request_id until it knows.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "central/domain/state.h"
#include "legevakt/v1/watch.pb.h"
#include "tests/simulation/world.h"

namespace legevakt::simulation {

class Stream;

class Client {
 public:
  // Acts as one of `actors`. Begins by itself.
  Client(World& world, std::string name, std::vector<v1::Actor> actors);
  ~Client();

  // --- from the stream
  void OnMessage(const v1::WatchResponse& message);
  void OnClosed();

  const std::string& name() const { return name_; }
  const domain::State& state() const { return state_; }
  // Knows the outcome of all that it asked for.
  bool knows_all() const { return pending_.empty(); }

 private:
  // Shared by all that is on its way.
  struct Asked {
    v1::Actor actor;
    v1::ExecuteRequest request;
  };
  struct Pending {
    std::shared_ptr<const Asked> asked;
    std::int64_t wait_us;
  };

  void Think();
  void Ask();
  void Send(const std::string& id);
  void Reuse();
  void OnAnswer(const std::string& id, const absl::StatusOr<v1::ExecuteResponse>& answer);

  void Watch();
  void WatchSoon(std::int64_t wait_us);
  v1::Hello MakeHello();
  void Take(const v1::EventBatch& batch);
  void TakeSnapshot(const std::string& bytes, const std::string& journal_id);
  void Patience();

  World& world_;
  const std::string name_;
  const std::vector<v1::Actor> actors_;
  int asked_ = 0;
  std::map<std::string, Pending> pending_;
  std::shared_ptr<const Asked> last_done_;

  domain::State state_;
  std::string journal_id_;
  // An older state that it kept, to go on from there.
  std::optional<domain::State> kept_;
  std::shared_ptr<Stream> stream_;
  std::string chunks_;
  std::int64_t heard_us_ = 0;
  // Before it tries again; longer each time that nothing is heard.
  std::int64_t again_us_ = 0;
};

}  // namespace legevakt::simulation
