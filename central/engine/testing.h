// For tests: an engine over a store that a test can hold, fail and open again, and calls that wait for their
// answer.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/time_units.h"
#include "central/engine/engine.h"
#include "central/engine/memory_store.h"

namespace legevakt::engine::testing {

inline constexpr std::int64_t kStartUs = 1'780'160'520LL * kSecondUs;
// No test waits longer for what must come.
inline constexpr std::chrono::seconds kPatience(20);

// Moved by a test while the engine reads it.
class SharedClock : public Clock {
 public:
  std::int64_t NowUs() override { return now_us_; }
  void Advance(std::int64_t by_us) { now_us_ += by_us; }

 private:
  std::atomic<std::int64_t> now_us_ = kStartUs;
};

// The engine owns its store; the test keeps what lies behind it.
class BorrowedStore : public EventStore {
 public:
  explicit BorrowedStore(std::shared_ptr<MemoryStore> store) : store_(std::move(store)) {}
  const std::string& journal_id() const override { return store_->journal_id(); }
  std::int64_t last_revision() const override { return store_->last_revision(); }
  absl::Status Append(const Batch& batch) override { return store_->Append(batch); }
  absl::StatusOr<std::vector<v1::Event>> Read(std::int64_t after, std::size_t limit) override {
    return store_->Read(after, limit);
  }
  absl::StatusOr<std::vector<StoredReply>> ReadReplies(std::int64_t since_us) override {
    return store_->ReadReplies(since_us);
  }
  absl::Status WriteSnapshot(const StoredSnapshot& snapshot) override {
    return store_->WriteSnapshot(snapshot);
  }
  absl::StatusOr<FoundSnapshot> ReadSnapshot(std::int64_t at_most) override {
    return store_->ReadSnapshot(at_most);
  }

 private:
  std::shared_ptr<MemoryStore> store_;
};

inline v1::Actor MakeActor(const std::string& user_id, v1::Role role) {
  v1::Actor actor;
  actor.set_user_id(user_id);
  actor.set_name(user_id);
  actor.set_role(role);
  actor.set_device("test");
  return actor;
}
inline v1::Actor Kari() {
  return MakeActor("kari", v1::ROLE_OPERATOR);
}
inline v1::Actor Ola() {
  return MakeActor("ola", v1::ROLE_OPERATOR);
}

// A command that is always taken: it opens a contact.
inline v1::ExecuteRequest OpenContact() {
  v1::ExecuteRequest request;
  request.set_request_id(NewUuid());
  request.mutable_command()->mutable_open_contact()->set_municipality("4640");
  return request;
}
// A command that is always refused: there is no such call.
inline v1::ExecuteRequest EndUnknownCall() {
  v1::ExecuteRequest request;
  request.set_request_id(NewUuid());
  request.mutable_command()->mutable_end_call()->set_call_id(999'999);
  return request;
}

inline v1::Region SmallRegion(int unassessed_s = 300) {
  v1::Region region;
  region.set_region_id("test");
  region.set_content_hash("test-" + std::to_string(unassessed_s));
  v1::Municipality& municipality = *region.add_municipalities();
  municipality.set_number("4640");
  municipality.set_name("Sogndal");
  v1::Staff& staff = *region.add_staff();
  staff.set_user_id("kari");
  staff.set_role(v1::ROLE_OPERATOR);
  region.mutable_targets()->set_unassessed_s(unassessed_s);
  region.mutable_targets()->set_claim_s(300);
  return region;
}

class EngineTest : public ::testing::Test {
 protected:
  using Answer = absl::StatusOr<v1::ExecuteResponse>;

  // With a region, for without targets every deadline is due at once. It is revision 1.
  void SetUp() override {
    OpenEngine();
    ASSERT_TRUE(Load(SmallRegion()).ok());
  }
  std::size_t NewEvents() const { return store_->events().size() - 1; }

  void OpenEngine(bool training = false) {
    Engine::Options options;
    options.clock = clock_;
    options.store = std::make_unique<BorrowedStore>(store_);
    options.training = training;
    options.on_fail_stop = [this](const absl::Status& status) {
      ++fail_stops_;
      fail_status_.set_value(status);
    };
    auto opened = Engine::Open(std::move(options));
    ASSERT_TRUE(opened.ok()) << opened.status();
    engine_ = *std::move(opened);
  }
  void Restart() {
    engine_.reset();
    OpenEngine();
  }

  std::future<Answer> Send(const v1::Actor& actor, const v1::ExecuteRequest& request) {
    auto promise = std::make_shared<std::promise<Answer>>();
    engine_->Execute(actor, request, [promise](Answer answer) { promise->set_value(std::move(answer)); });
    return promise->get_future();
  }
  static Answer Wait(std::future<Answer> future) {
    if (future.wait_for(kPatience) != std::future_status::ready) {
      ADD_FAILURE() << "no answer came";
      return absl::DeadlineExceededError("no answer came");
    }
    return future.get();
  }
  Answer Run(const v1::Actor& actor, const v1::ExecuteRequest& request) { return Wait(Send(actor, request)); }
  static bool Ready(const std::future<Answer>& future) {
    return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }

  // What `read` says of the state, when that is durable.
  template <typename Result>
  Result Ask(std::function<Result(const domain::State&)> read) {
    auto result = std::make_shared<Result>();
    auto done = std::make_shared<std::promise<void>>();
    engine_->Read([result, read](const domain::State& state, std::int64_t) { *result = read(state); },
                  [done] { done->set_value(); });
    EXPECT_EQ(done->get_future().wait_for(kPatience), std::future_status::ready);
    return *result;
  }

  absl::Status Load(const v1::Region& region) {
    std::promise<absl::Status> done;
    engine_->LoadRegion(region, [&done](absl::Status status) { done.set_value(std::move(status)); });
    return done.get_future().get();
  }

  // Waits until `condition` holds, whatever the time it takes.
  static bool Eventually(const std::function<bool()>& condition) {
    for (const auto end = std::chrono::steady_clock::now() + kPatience;
         std::chrono::steady_clock::now() < end;) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
  }

  std::shared_ptr<MemoryStore> store_ = std::make_shared<MemoryStore>();
  std::shared_ptr<SharedClock> clock_ = std::make_shared<SharedClock>();
  std::atomic<int> fail_stops_ = 0;
  std::promise<absl::Status> fail_status_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace legevakt::engine::testing
