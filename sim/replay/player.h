// One user of the service that the simulator plays: a connection, a session and one command at a time.
//
// Do() does not come back before central has answered, however often central dies meanwhile: the same
// request_id is sent again and again. Only stopping ends it. Thread: each player has its own.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "legevakt/v1/command.pb.h"
#include "proto/client/command_client.h"
#include "sim/replay/mirror.h"

namespace legevakt::sim {

// What all players measure together. Locks itself.
class Meter {
 public:
  void Acknowledged(std::chrono::nanoseconds took);
  void Applied(std::chrono::nanoseconds took);
  void Refused(v1::Reason reason);
  void Failed(const std::string& error);

  struct Percentiles {
    std::size_t count = 0;
    std::int64_t p50_us = 0;
    std::int64_t p99_us = 0;
  };
  Percentiles acknowledged() const;
  Percentiles applied() const;
  std::map<std::string, int> refusals() const;
  std::map<std::string, int> failures() const;

  std::atomic<int> unacknowledged{0};
  std::atomic<std::int64_t> commands{0};
  std::atomic<std::int64_t> retries{0};

 private:
  mutable std::mutex mutex_;
  std::vector<std::int64_t> acknowledged_us_;
  std::vector<std::int64_t> applied_us_;
  std::map<std::string, int> refusals_;
  std::map<std::string, int> failures_;
};

// What the players share. Outlives them.
struct Stage {
  client::ChannelOptions channel;
  // The players' own view, from the telephony link's watch.
  Mirror* state = nullptr;
  // A second watcher, which plays no part: when did others see it?
  Mirror* witness = nullptr;
  Meter* meter = nullptr;
  const std::atomic<bool>* stop = nullptr;
  // Simulated seconds in a real one; 0 for no pauses at all.
  double speed = 0;
  // How far into the cases the replay begins: what would have rung before rings at once.
  int begin_s = 0;

  // Sleeps for so many simulated seconds, or until stopped.
  void Pause(double seconds) const;
};

class Player {
 public:
  // Connects when first needed.
  Player(const Stage& stage, const std::string& user_id, v1::Role role, const std::string& name);

  enum class Result { kDone, kRefused, kFailed, kStopped };
  // After kDone and kRefused the stage's state is at least as new as the reply.
  Result Do(const v1::Command& command);
  // The last reply.
  const v1::ExecuteResponse& reply() const { return reply_; }
  const std::string& user_id() const { return user_id_; }
  // At most so long, for the last word when stopping.
  void SayGoodbye(const v1::Command& command, std::chrono::milliseconds patience);

 protected:
  bool stopped() const { return stage_.stop->load(); }
  const Stage& stage_;

 private:
  Result Settle(SteadyTime sent);

  std::string user_id_;
  std::shared_ptr<client::Session> session_;
  std::unique_ptr<client::CommandClient> commands_;
  v1::ExecuteResponse reply_;
  std::int64_t retries_seen_ = 0;
};

}  // namespace legevakt::sim
