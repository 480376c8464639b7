#include "sim/replay/player.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "base/ids.h"
#include "base/status.h"
#include "sim/replay/steps.h"

namespace legevakt::sim {
namespace {

using std::chrono::milliseconds;

// How long one call of the client lasts before we look whether we are to stop.
constexpr milliseconds kLook{100};
constexpr milliseconds kPatience{600'000};
constexpr milliseconds kSettle{200};

// Filled in by the client's callback, which may come after the player has gone.
struct Waiting {
  std::mutex mutex;
  std::condition_variable come;
  std::optional<absl::StatusOr<v1::ExecuteResponse>> answer;
};

Meter::Percentiles Of(std::vector<std::int64_t> values) {
  Meter::Percentiles out;
  out.count = values.size();
  if (values.empty()) return out;
  std::sort(values.begin(), values.end());
  out.p50_us = values[(values.size() - 1) * 50 / 100];
  out.p99_us = values[(values.size() - 1) * 99 / 100];
  return out;
}

std::int64_t ToUs(std::chrono::nanoseconds took) {
  return std::chrono::duration_cast<std::chrono::microseconds>(took).count();
}

}  // namespace

void Meter::Acknowledged(std::chrono::nanoseconds took) {
  const std::lock_guard lock(mutex_);
  acknowledged_us_.push_back(ToUs(took));
}

void Meter::Applied(std::chrono::nanoseconds took) {
  const std::lock_guard lock(mutex_);
  applied_us_.push_back(ToUs(took));
}

void Meter::Refused(v1::Reason reason) {
  const std::lock_guard lock(mutex_);
  ++refusals_[v1::Reason_Name(reason)];
}

void Meter::Failed(const std::string& error) {
  const std::lock_guard lock(mutex_);
  ++failures_[error];
}

Meter::Percentiles Meter::acknowledged() const {
  const std::lock_guard lock(mutex_);
  return Of(acknowledged_us_);
}

Meter::Percentiles Meter::applied() const {
  const std::lock_guard lock(mutex_);
  return Of(applied_us_);
}

std::map<std::string, int> Meter::refusals() const {
  const std::lock_guard lock(mutex_);
  return refusals_;
}

std::map<std::string, int> Meter::failures() const {
  const std::lock_guard lock(mutex_);
  return failures_;
}

void Stage::Pause(double seconds) const {
  if (speed <= 0) return;
  const auto length = std::chrono::duration<double>(seconds / speed);
  const SteadyTime until =
      std::chrono::steady_clock::now() + std::chrono::duration_cast<milliseconds>(length);
  while (!stop->load() && std::chrono::steady_clock::now() < until) {
    const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
    std::this_thread::sleep_for(std::min(left, kLook));
  }
}

Player::Player(const Stage& stage, const std::string& user_id, v1::Role role, const std::string& name)
    : stage_(stage), user_id_(user_id) {
  client::Identity identity{user_id, role, std::string(kDevice) + " " + name};
  // Plaintext needs no files, so this cannot fail here.
  auto channel = client::Channel::Create(stage.channel);
  session_ = std::make_shared<client::Session>(*std::move(channel), std::move(identity));
  commands_ = std::make_unique<client::CommandClient>(session_);
}

Player::Result Player::Do(const v1::Command& command) {
  v1::ExecuteRequest request;
  request.set_request_id(NewUuid());
  *request.mutable_command() = command;
  const SteadyTime sent = std::chrono::steady_clock::now();
  stage_.meter->commands.fetch_add(1);
  for (;;) {
    const auto waiting = std::make_shared<Waiting>();
    stage_.meter->unacknowledged.fetch_add(1);
    commands_->Execute(request, kPatience, [waiting](absl::StatusOr<v1::ExecuteResponse> answer) {
      {
        const std::lock_guard lock(waiting->mutex);
        waiting->answer = std::move(answer);
      }
      waiting->come.notify_all();
    });
    std::unique_lock lock(waiting->mutex);
    while (!stopped() && !waiting->answer) waiting->come.wait_for(lock, kLook);
    stage_.meter->unacknowledged.fetch_sub(1);
    if (!waiting->answer) return Result::kStopped;
    const absl::StatusOr<v1::ExecuteResponse> answer = *std::move(waiting->answer);
    lock.unlock();
    if (answer.ok()) {
      reply_ = *answer;
      return Settle(sent);
    }
    // Nobody knows whether it was carried out: ask again with the same id.
    if (answer.status().code() == absl::StatusCode::kDeadlineExceeded) continue;
    if (stopped()) return Result::kStopped;
    stage_.meter->Failed(answer.status().ToString());
    return Result::kFailed;
  }
}

Player::Result Player::Settle(SteadyTime sent) {
  stage_.meter->Acknowledged(std::chrono::steady_clock::now() - sent);
  stage_.meter->retries.fetch_add(commands_->retries() - std::exchange(retries_seen_, commands_->retries()));
  const std::int64_t revision = reply_.revision();
  while (!stopped() && !stage_.state->WaitForRevision(revision, kSettle)) {
  }
  if (reply_.has_refusal()) {
    stage_.meter->Refused(reply_.refusal().reason());
    return Result::kRefused;
  }
  while (!stopped() && !stage_.witness->WaitForRevision(revision, kSettle)) {
  }
  if (const auto at = stage_.witness->AppliedAt(revision); at && *at >= sent)
    stage_.meter->Applied(*at - sent);
  return stopped() ? Result::kStopped : Result::kDone;
}

void Player::SayGoodbye(const v1::Command& command, std::chrono::milliseconds patience) {
  v1::ExecuteRequest request;
  *request.mutable_command() = command;
  // Whether it was heard does not change that we go.
  (void)commands_->ExecuteBlocking(request, patience);
}

}  // namespace legevakt::sim
