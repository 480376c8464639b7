// What must hold, whatever goes wrong: a plain model beside central.
//
// The model is one State and the requests that were made. It takes each event and each kept reply from the
// disk in the order of their revisions, and does everything again, one thing after another: time's events
// must be what DecideTime gives there, a reply must be what Decide gives there, and every event must belong
// to one of the two. So what central did all at once is the same as one after another (linearizable, for each
// contact and for all), nothing is done twice, a refusal changes nothing, and no deadline fires early.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "central/domain/decide.h"
#include "central/domain/state.h"
#include "legevakt/v1/command.pb.h"
#include "legevakt/v1/lookup.pb.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/log.h"
#include "tests/simulation/machine.h"
#include "tests/simulation/orders.h"

namespace legevakt::simulation {

class Checker {
 public:
  using Answer = absl::StatusOr<v1::ExecuteResponse>;

  Checker(const Disk& disk, const domain::ToolSet& tools, const Loop& loop, Log& log);

  // The first thing that does not hold; empty for none.
  const std::string& failure() const { return failure_; }
  void Fail(std::string what);

  // What the journal begins with is taken as it is.
  void Begin();

  // --- requests
  // Before it is sent for the first time.
  void OnAsked(const v1::Actor& actor, const v1::ExecuteRequest& request);
  // Central says it, at this moment.
  void OnAnswered(const v1::Actor& actor, const v1::ExecuteRequest& request, const Answer& answer);
  // The same id with other bytes, or from another user.
  void OnReuseAnswered(const Answer& answer);

  // --- central
  // `boot`: which one of the machine's it is.
  void OnStart(std::int64_t engine_us, std::int64_t wall_us, int boot);
  void OnPublished(std::int64_t revision);
  // Engine time now, and whether central has had the time to do what is due.
  void OnTick(std::int64_t engine_us, bool at_ease);
  // That a difference of the clocks is told, and nothing where there is none.
  void OnClocks(std::int64_t engine_us, std::int64_t wall_us, bool at_ease);
  // The state that central has, as SnapshotBytes, at a revision that is durable.
  void OnState(std::int64_t revision, const std::string& bytes);

  // --- what is asked beside the commands (checker_orders.cc)
  // Before central hears of it.
  void OnOrdered(const Order& order) { orders_.OnMade(order); }
  // Central says that it was done, or that nothing was.
  void OnOrderAnswered(const std::string& mark, bool changed, std::int64_t revision);
  void OnLookupAnswered(const std::string& mark, const absl::Status& written);
  // What a look-up found, when everything up to the revision was durable.
  void OnFound(std::int64_t revision, const v1::SearchRequest& request, const v1::SearchResponse& response);
  void OnRead(std::int64_t revision, const v1::ReadResponse& response);
  void OnRestartDue(std::int64_t engine_us);
  // So many waited when it came. Asked once, and given up.
  void OnTurnedAway(const v1::ExecuteRequest& request, std::int64_t waiting, std::size_t queue);

  // --- those who watch
  void OnApplied(std::string_view who, const domain::State& state);
  // Who has applied everything up to `revision` is told that this is all that was durable at `moment_us`, in
  // the loop's time.
  void OnUpToDate(std::string_view who, std::int64_t revision, std::int64_t moment_us);
  // Must be the same to the last byte as the model at the same revision.
  void OnSame(std::string_view who, const domain::State& state);

  // Takes in what is on the disk.
  void Advance();
  // At the end: everybody has what is there, and everything was answered.
  void AtEnd();

  const domain::State& model() const { return model_; }
  std::int64_t published() const { return published_; }

 private:
  struct Asked {
    v1::Actor actor;
    v1::ExecuteRequest request;
    std::int64_t published = 0;
    bool turned_away = false;
    // The kept reply.
    bool kept = false;
    std::string response;
  };
  void TakeReply(const engine::StoredReply& reply);
  // What time and orders did before this revision; stops at a command's event.
  void TakeOthers(std::int64_t until_revision);
  void TakeTime(const v1::Event& event);
  void TakeOrder(const v1::Event& event);
  // What central says of itself.
  void TakeNotice(const v1::Event& event);
  bool MayTakeRestartBack(const v1::Event& event) const;
  bool Take(const v1::Event& event);
  bool SameBytes(const v1::Event& there, const v1::Event& expected);
  bool TakeAll(const std::vector<v1::Event>& expected, const std::string& whose);
  void CheckInvariants(std::int64_t after_revision);
  // The model's, made once for each revision.
  const std::string& ModelBytes();
  void CheckStartTime(std::int64_t engine_us, std::int64_t wall_us, bool same_boot);
  std::int64_t EngineAtLeastUs() const;
  std::int64_t EngineAtMostUs() const;

  const Disk& disk_;
  const domain::ToolSet& tools_;
  const Loop& loop_;
  Log& log_;
  std::string failure_;
  std::unordered_map<std::string, Asked> asked_;
  Orders orders_;
  domain::State model_;
  std::size_t replies_taken_ = 0;
  std::int64_t published_ = 0;
  // When what was published, in the loop's time.
  std::vector<std::pair<std::int64_t, std::int64_t>> durable_;
  std::int64_t started_us_ = 0;
  std::int64_t started_revision_ = 0;
  std::int64_t engine_started_us_ = 0;
  // The boot of the last start; 0 for none yet.
  int boot_ = 0;
  // For how many ticks the clocks have differed and nobody was told, and agreed and it was told otherwise.
  int untold_ = 0;
  int told_falsely_ = 0;
  // Kept for their room.
  std::string bytes_;
  std::string expected_bytes_;
  std::string model_bytes_;
  std::int64_t model_bytes_of_ = -1;
};

}  // namespace legevakt::simulation
