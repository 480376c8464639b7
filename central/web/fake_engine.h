// An engine for the tests of web/: the real domain without a strand, a store or time of its own. Every call
// is answered before it returns, unless the test holds the answers back.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "central/domain/apply.h"
#include "central/domain/decide.h"
#include "central/engine/engine.h"

namespace legevakt::web {

class FakeEngine final : public engine::Engine {
 public:
  explicit FakeEngine(const v1::Region& region) {
    domain::Context context{.now_us = WallNowUs(), .actor = {}, .tools = &tools_};
    Take({domain::LoadRegion(state_, region, context)});
  }

  void Execute(v1::Actor actor, v1::ExecuteRequest request, Reply reply) override {
    absl::StatusOr<v1::ExecuteResponse> answer = absl::UnavailableError("held");
    {
      const std::scoped_lock lock(mutex_);
      ++executed_;
      if (!status_.ok()) {
        answer = status_;
      } else if (const auto kept = replies_.find(request.request_id()); kept != replies_.end()) {
        answer = kept->second;
      } else {
        answer = replies_[request.request_id()] = Decide(std::move(actor), request);
      }
    }
    Publish();
    Answer([reply = std::move(reply), answer = std::move(answer)] { reply(answer); });
  }

  void Read(ReadFn read, std::function<void()> done) override {
    {
      const std::scoped_lock lock(mutex_);
      read(state_, WallNowUs());
    }
    Answer(std::move(done));
  }

  void AddSubscriber(engine::Subscriber* subscriber) override {
    const std::scoped_lock lock(mutex_);
    subscribers_.push_back(subscriber);
  }
  void RemoveSubscriber(engine::Subscriber* subscriber) override {
    const std::scoped_lock lock(mutex_);
    std::erase(subscribers_, subscriber);
  }

  void RecordLookup(v1::Actor, LookupNote, Done done) override { done(absl::OkStatus()); }
  void PlanRestart(v1::Actor, std::int64_t, bool, RestartDone done) override { done({}); }
  bool Shed() override { return shed_now_; }
  bool Full() override { return full_now_; }
  std::int64_t queue_depth() const override { return 0; }
  std::int64_t shed() const override { return 0; }
  absl::StatusOr<std::vector<v1::Event>> History(std::int64_t, std::size_t) override {
    return std::vector<v1::Event>();
  }
  void LoadRegion(v1::Region, Done done) override { done(absl::OkStatus()); }
  void ReportRecord(RecordReport, Done done) override { done(absl::OkStatus()); }
  void ActivateTool(ToolOrder, ToolDone done) override { done({}); }
  void RollBackTool(v1::Actor, ToolDone done) override { done({}); }
  std::int64_t durable_revision() const override {
    const std::scoped_lock lock(mutex_);
    return state_.revision;
  }
  std::int64_t NowUs() const override { return WallNowUs(); }
  const std::string& journal_id() const override { return journal_id_; }
  absl::StatusOr<std::vector<std::shared_ptr<const v1::Event>>> Published(std::int64_t,
                                                                          std::size_t) override {
    return std::vector<std::shared_ptr<const v1::Event>>();
  }
  std::int64_t watch_window() const override { return 100'000; }
  const domain::ToolSet& tools() const override { return tools_; }
  std::int64_t invariant_checks() const override { return 0; }
  bool serving() const override { return true; }
  bool disk_late() const override { return false; }
  absl::Status MakeSnapshot(const std::stop_token&) override { return absl::OkStatus(); }
  std::int64_t snapshot_revision() const override { return 0; }
  void Stop() override {}

  // --- for tests ---
  // Every command is answered with this from now on.
  void FailWith(absl::Status status) {
    const std::scoped_lock lock(mutex_);
    status_ = std::move(status);
  }
  // Answers wait from now on.
  void Hold() {
    const std::scoped_lock lock(mutex_);
    hold_ = true;
  }
  void Release() {
    std::deque<std::function<void()>> held;
    {
      const std::scoped_lock lock(mutex_);
      hold_ = false;
      held.swap(held_);
    }
    for (const auto& answer : held) answer();
  }
  // Reading is turned away from now on.
  void ShedReading() { shed_now_ = true; }
  // Not even signing in is taken from now on.
  void FillReads() { full_now_ = true; }
  int executed() const {
    const std::scoped_lock lock(mutex_);
    return executed_;
  }

 private:
  struct NoTools final : domain::ToolSet {
    const triage::Tool* Find(const std::string&) const override { return nullptr; }
  };

  void Take(const std::vector<v1::Event>& events) {
    for (const v1::Event& event : events) {
      if (!domain::Apply(state_, event).ok()) std::abort();
    }
  }

  v1::ExecuteResponse Decide(v1::Actor actor, const v1::ExecuteRequest& request) {
    const domain::Context context{
        .now_us = std::max(WallNowUs(), state_.at_us), .actor = std::move(actor), .tools = &tools_};
    domain::Decision decision =
        domain::Decide(state_, request.command(), request.expected_version(), context);
    v1::ExecuteResponse response;
    Take(decision.events);
    response.set_revision(state_.revision);
    response.set_call_id(decision.call_id);
    response.set_contact_id(decision.contact_id);
    response.set_mission_id(decision.mission_id);
    if (decision.refusal) *response.mutable_refusal() = *std::move(decision.refusal);
    return response;
  }

  void Publish() {
    std::vector<engine::Subscriber*> subscribers;
    std::int64_t revision = 0;
    {
      const std::scoped_lock lock(mutex_);
      subscribers = subscribers_;
      revision = state_.revision;
    }
    for (engine::Subscriber* subscriber : subscribers) subscriber->OnPublished(revision);
  }

  void Answer(std::function<void()> answer) {
    {
      const std::scoped_lock lock(mutex_);
      if (hold_) {
        held_.push_back(std::move(answer));
        return;
      }
    }
    answer();
  }

  mutable std::mutex mutex_;
  NoTools tools_;
  domain::State state_;
  const std::string journal_id_ = "fake";
  std::vector<engine::Subscriber*> subscribers_;
  std::map<std::string, v1::ExecuteResponse> replies_;
  std::deque<std::function<void()>> held_;
  absl::Status status_;
  bool hold_ = false;
  std::atomic<bool> shed_now_ = false;
  std::atomic<bool> full_now_ = false;
  int executed_ = 0;
};

}  // namespace legevakt::web
