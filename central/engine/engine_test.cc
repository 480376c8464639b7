// What the engine promises about single commands: once only, within limits, by those who may.
#include "central/engine/engine.h"

#include <gmock/gmock.h>

#include "base/limits.h"
#include "central/engine/reason_status.h"
#include "central/engine/testing.h"

namespace legevakt::engine {
namespace {

using testing::EndUnknownCall;
using testing::Kari;
using testing::MakeActor;
using testing::Ola;
using testing::OpenContact;
using testing::SmallRegion;
using EngineTest = testing::EngineTest;

TEST_F(EngineTest, ARetryGetsTheSameReplyAndDoesNothingTwice) {
  const v1::ExecuteRequest request = OpenContact();
  const auto first = Run(Kari(), request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_GT(first->contact_id(), 0);
  ASSERT_TRUE(Run(Kari(), OpenContact()).ok());
  const std::size_t events = NewEvents();

  const auto again = Run(Kari(), request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(NewEvents(), events);
}

TEST_F(EngineTest, ARetryAfterARestartGetsTheSameReply) {
  const v1::ExecuteRequest request = OpenContact();
  const auto first = Run(Kari(), request);
  ASSERT_TRUE(first.ok()) << first.status();
  const std::size_t events = NewEvents();
  Restart();
  const auto again = Run(Kari(), request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(NewEvents(), events);
}

TEST_F(EngineTest, TheSameIdWithOtherBytesOrFromAnotherUserIsInvalid) {
  v1::ExecuteRequest request = OpenContact();
  ASSERT_TRUE(Run(Kari(), request).ok());
  const std::size_t events = NewEvents();

  const auto other_user = Run(Ola(), request);
  EXPECT_EQ(other_user.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(other_user.status()), v1::REASON_REQUEST_ID_REUSED);

  request.set_expected_version(7);
  const auto other_version = Run(Kari(), request);
  EXPECT_EQ(ReasonOf(other_version.status()), v1::REASON_REQUEST_ID_REUSED);

  request.set_expected_version(0);
  request.mutable_command()->mutable_open_contact()->set_municipality("");
  const auto other_bytes = Run(Kari(), request);
  EXPECT_EQ(ReasonOf(other_bytes.status()), v1::REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(NewEvents(), events);
}

TEST_F(EngineTest, TheSameIdWhileTheFirstIsOnItsWayIsAnsweredWithIt) {
  store_->Hold();
  const v1::ExecuteRequest request = OpenContact();
  auto first = Send(Kari(), request);
  store_->AwaitHeld();
  auto same = Send(Kari(), request);
  auto other_user = Send(Ola(), request);
  // Refused before the first is durable, for it does not depend on it.
  EXPECT_EQ(ReasonOf(Wait(std::move(other_user)).status()), v1::REASON_REQUEST_ID_REUSED);
  EXPECT_FALSE(Ready(same));
  store_->Release();
  const auto first_answer = Wait(std::move(first));
  const auto same_answer = Wait(std::move(same));
  ASSERT_TRUE(first_answer.ok()) << first_answer.status();
  ASSERT_TRUE(same_answer.ok()) << same_answer.status();
  EXPECT_EQ(same_answer->SerializeAsString(), first_answer->SerializeAsString());
  EXPECT_EQ(store_->replies().size(), 1U);
}

TEST_F(EngineTest, ARefusalIsKeptToo) {
  const v1::ExecuteRequest request = EndUnknownCall();
  const auto refused = Run(Kari(), request);
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ(refused->refusal().reason(), v1::REASON_UNKNOWN_CALL);
  EXPECT_EQ(store_->replies().size(), 1U);
  ASSERT_TRUE(Run(Kari(), OpenContact()).ok());
  const auto again = Run(Kari(), request);
  ASSERT_TRUE(again.ok()) << again.status();
  // The revision that the first refusal had seen, not the one of now.
  EXPECT_EQ(again->SerializeAsString(), refused->SerializeAsString());
  EXPECT_EQ(store_->replies().size(), 2U);
}

// Found by the simulation: the wall steps a day ahead, central restarts, and a client asks again for what it
// has no answer to yet.
TEST_F(EngineTest, AClockThatLeapsADayMakesNoRetryDoItTwice) {
  const v1::ExecuteRequest request = OpenContact();
  const auto first = Run(Kari(), request);
  ASSERT_TRUE(first.ok());
  for (int round = 0; round < 2; ++round) {
    clock_->Advance(limits::kReplyKeptUs + kSecondUs);
    Restart();
    ASSERT_TRUE(Run(Kari(), OpenContact()).ok());
    const auto again = Run(Kari(), request);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  }
}

TEST_F(EngineTest, RepliesOlderThanADayAreForgottenWhereThereAreMany) {
  const v1::ExecuteRequest request = OpenContact();
  const auto first = Run(Kari(), request);
  ASSERT_TRUE(first.ok());
  std::vector<std::future<Answer>> answers;
  for (std::size_t i = 0; i < limits::kRepliesKeptMin; ++i) {
    answers.push_back(Send(Kari(), EndUnknownCall()));
    // Fewer than the queue holds.
    if (i % 1000 == 0) {
      ASSERT_TRUE(Wait(std::move(answers.back())).ok());
    }
  }
  clock_->Advance(limits::kReplyKeptUs - kSecondUs);
  ASSERT_TRUE(Run(Kari(), OpenContact()).ok());
  EXPECT_EQ(Run(Kari(), request)->contact_id(), first->contact_id());
  clock_->Advance(2 * kSecondUs);
  ASSERT_TRUE(Run(Kari(), OpenContact()).ok());
  EXPECT_NE(Run(Kari(), request)->contact_id(), first->contact_id());
}

TEST_F(EngineTest, MalformedRequestsAreInvalid) {
  for (const char* id :
       {"", "1", "not-a-uuid-not-a-uuid-not-a-uuid-not", "F81D4FAE-7DEC-41D0-A765-00A0C91E6BF6"}) {
    v1::ExecuteRequest request = OpenContact();
    request.set_request_id(id);
    const auto answer = Run(Kari(), request);
    EXPECT_EQ(answer.status().code(), absl::StatusCode::kInvalidArgument) << id;
    EXPECT_EQ(ReasonOf(answer.status()), v1::REASON_REQUEST_ID_MALFORMED) << id;
  }
  v1::ExecuteRequest empty = OpenContact();
  empty.clear_command();
  EXPECT_EQ(ReasonOf(Run(Kari(), empty).status()), v1::REASON_BAD_FIELD);
  EXPECT_EQ(NewEvents(), 0U);
}

TEST_F(EngineTest, TheRoleDecides) {
  for (const v1::Role role :
       {v1::ROLE_DOCTOR, v1::ROLE_TELEPHONY, v1::ROLE_WALLBOARD, v1::ROLE_UNSPECIFIED}) {
    const auto answer = Run(MakeActor("x", role), OpenContact());
    EXPECT_EQ(answer.status().code(), absl::StatusCode::kPermissionDenied) << role;
    EXPECT_EQ(ReasonOf(answer.status()), v1::REASON_NOT_ALLOWED);
  }
  EXPECT_EQ(NewEvents(), 0U);
}

TEST_F(EngineTest, AFieldOverItsLimitIsRefusedAndChangesNothing) {
  v1::ExecuteRequest request = OpenContact();
  request.mutable_command()->mutable_open_contact()->set_municipality(
      std::string(limits::kShortTextBytesMax + 1, 'x'));
  const auto answer = Run(Kari(), request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->refusal().reason(), v1::REASON_BAD_FIELD);
  ASSERT_EQ(answer->refusal().args_size(), 1);
  EXPECT_EQ(answer->refusal().args(0).value(), "open_contact.municipality");
  EXPECT_EQ(NewEvents(), 0U);
}

TEST_F(EngineTest, AFullQueueIsSaidAndWhatWasTakenIsDone) {
  store_->Hold();
  auto first = Send(Kari(), OpenContact());
  store_->AwaitHeld();
  std::vector<std::future<Answer>> answers;
  const std::size_t count = limits::kCommandQueueMax + limits::kBatchCommandsMax + 100;
  for (std::size_t i = 0; i < count; ++i) answers.push_back(Send(Kari(), OpenContact()));
  store_->Release();
  std::size_t taken = Wait(std::move(first)).ok() ? 1 : 0;
  std::size_t full = 0;
  for (auto& future : answers) {
    const auto answer = Wait(std::move(future));
    if (answer.ok()) {
      ++taken;
    } else {
      EXPECT_EQ(answer.status().code(), absl::StatusCode::kResourceExhausted);
      EXPECT_EQ(ReasonOf(answer.status()), v1::REASON_QUEUE_FULL);
      ++full;
    }
  }
  EXPECT_GE(full, 100U);
  EXPECT_EQ(taken + full, count + 1);
  EXPECT_EQ(store_->replies().size(), taken);
}

TEST_F(EngineTest, ADeadlineFiresByItself) {
  ASSERT_TRUE(Load(SmallRegion(60)).ok());
  const auto opened = Run(Kari(), OpenContact());
  ASSERT_TRUE(opened.ok());
  const auto missed = [this] {
    for (const v1::Event& event : store_->events()) {
      if (event.has_deadline_missed()) return true;
    }
    return false;
  };
  clock_->Advance(59 * kSecondUs);
  ASSERT_TRUE(Run(Kari(), EndUnknownCall()).ok());
  EXPECT_FALSE(missed());
  clock_->Advance(2 * kSecondUs);
  EXPECT_TRUE(Eventually(missed));
}

TEST_F(EngineTest, ConfigurationTakesEffectOnlyWhereItDiffers) {
  ASSERT_TRUE(Load(SmallRegion(60)).ok());
  ASSERT_TRUE(Load(SmallRegion(60)).ok());
  EXPECT_EQ(NewEvents(), 1U);
  ASSERT_TRUE(Load(SmallRegion(61)).ok());
  EXPECT_EQ(NewEvents(), 2U);
  EXPECT_EQ(Ask<int>([](const domain::State& state) { return state.region.targets().unassessed_s(); }), 61);
}

TEST_F(EngineTest, TrainingIsToldToEveryone) {
  engine_.reset();
  OpenEngine(/*training=*/true);
  EXPECT_TRUE(Ask<bool>([](const domain::State& state) { return state.notice.training(); }));
  Restart();
  EXPECT_FALSE(Ask<bool>([](const domain::State& state) { return state.notice.training(); }));
  EXPECT_EQ(NewEvents(), 2U);
}

TEST_F(EngineTest, PublishedGivesWhatIsAskedForAndNothingElse) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(Run(Kari(), OpenContact()).ok());
  const std::int64_t last = engine_->durable_revision();
  ASSERT_GE(last, 5);
  for (const bool restarted : {false, true}) {
    if (restarted) Restart();
    const auto all = engine_->Published(0, 1000);
    ASSERT_TRUE(all.ok()) << all.status();
    ASSERT_EQ(static_cast<std::int64_t>(all->size()), last);
    for (std::int64_t i = 0; i < last; ++i) EXPECT_EQ((*all)[static_cast<std::size_t>(i)]->revision(), i + 1);
    EXPECT_EQ(engine_->Published(2, 2)->back()->revision(), 4);
    EXPECT_TRUE(engine_->Published(last, 10)->empty());
    EXPECT_EQ(engine_->Published(last + 1, 10).status().code(), absl::StatusCode::kOutOfRange);
    EXPECT_EQ(engine_->Published(-1, 10).status().code(), absl::StatusCode::kOutOfRange);
  }
}

// A store whose past can go bad while the engine serves.
class AgeingStore : public testing::BorrowedStore {
 public:
  AgeingStore(std::shared_ptr<MemoryStore> store, std::shared_ptr<std::atomic<bool>> bad)
      : BorrowedStore(std::move(store)), bad_(std::move(bad)) {}
  absl::StatusOr<std::vector<v1::Event>> Read(std::int64_t after, std::size_t limit) override {
    if (*bad_) return absl::DataLossError("Hendelse 1 er skadet.");
    return BorrowedStore::Read(after, limit);
  }

 private:
  std::shared_ptr<std::atomic<bool>> bad_;
};

TEST_F(EngineTest, APastThatCannotBeReadIsToldOnEveryScreenAndTheServiceGoesOn) {
  // More than is kept in memory.
  for (std::size_t i = 0; i < limits::kWatchRingEventsMax; ++i) {
    ASSERT_TRUE(Run(Kari(), OpenContact()).ok());
  }
  engine_.reset();
  const auto bad = std::make_shared<std::atomic<bool>>(false);
  Engine::Options options;
  options.clock = clock_;
  options.store = std::make_unique<AgeingStore>(store_, bad);
  engine_ = *Engine::Open(std::move(options));
  *bad = true;
  const auto problem = [](const domain::State& state) { return state.notice.record_problem(); };
  EXPECT_EQ(Ask<std::string>(problem), "");
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(absl::IsDataLoss(engine_->Published(0, 10).status()));
  EXPECT_NE(Ask<std::string>(problem).find("Hendelse 1 er skadet."), std::string::npos);
  const std::int64_t told = engine_->durable_revision();
  // Another report of the record does not take it away.
  ASSERT_TRUE(Run(Kari(), OpenContact()).ok());
  EXPECT_EQ(engine_->durable_revision(), told + 1);
  EXPECT_NE(Ask<std::string>(problem), "");
}

TEST_F(EngineTest, ABrokenJournalIsNotServed) {
  engine_.reset();
  Batch batch;
  v1::Event& event = batch.events.emplace_back();
  event.set_revision(1);
  event.mutable_contact_closed()->set_contact_id(77);
  auto store = std::make_unique<MemoryStore>();
  ASSERT_TRUE(store->Append(batch).ok());
  Engine::Options options;
  options.clock = clock_;
  options.store = std::move(store);
  const auto opened = Engine::Open(std::move(options));
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(std::string(opened.status().message()).find("revision 1"), std::string::npos) << opened.status();
}

}  // namespace
}  // namespace legevakt::engine
