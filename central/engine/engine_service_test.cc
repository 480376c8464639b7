// Announced restarts, what is turned away first under overload, and what is held back for the version before.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/limits.h"
#include "central/engine/engine_impl.h"
#include "central/engine/event_ring.h"
#include "central/engine/reason_status.h"
#include "central/engine/shedding.h"
#include "central/engine/testing.h"

namespace legevakt::engine {
namespace {

using testing::EndUnknownCall;
using testing::Kari;
using testing::kPatience;
using testing::kStartUs;
using testing::MakeActor;
using testing::OpenContact;
using testing::SmallRegion;

class EngineServiceTest : public testing::EngineTest {
 protected:
  v1::PlanRestartResponse Plan(std::int64_t at_us, bool even_with_red = false) {
    auto promise = std::make_shared<std::promise<v1::PlanRestartResponse>>();
    engine_->PlanRestart(
        MakeActor("drift", v1::ROLE_ADMIN), at_us, even_with_red,
        [promise](v1::PlanRestartResponse response) { promise->set_value(std::move(response)); });
    auto future = promise->get_future();
    EXPECT_EQ(future.wait_for(kPatience), std::future_status::ready);
    return future.get();
  }
  void OpenReadableBy(std::string_view version) {
    engine_.reset();
    Engine::Options options;
    options.clock = clock_;
    options.store = std::make_unique<testing::BorrowedStore>(store_);
    options.readable_by = ParseVersion(version);
    auto opened = Engine::Open(std::move(options));
    ASSERT_TRUE(opened.ok()) << opened.status();
    engine_ = *std::move(opened);
  }
  std::int64_t Announced() {
    return Ask<std::int64_t>([](const domain::State& state) { return state.notice.restart_at_us(); });
  }
  void TakeTool() {
    std::ifstream file(LEGEVAKT_SOURCE_DIR "/triage/tools/legevakt-3.yaml", std::ios::binary);
    std::ostringstream yaml;
    yaml << file.rdbuf();
    Engine::ToolOrder order;
    order.yaml = yaml.str();
    order.by = MakeActor("drift", v1::ROLE_ADMIN);
    order.demonstration = true;
    std::promise<v1::ToolResult> done;
    engine_->ActivateTool(std::move(order), [&done](v1::ToolResult result) { done.set_value(result); });
    ASSERT_TRUE(done.get_future().get().changed());
  }
  // A contact with a red that nobody has confirmed.
  void OpenRed() {
    const auto opened = Run(Kari(), OpenContact());
    ASSERT_TRUE(opened.ok());
    v1::ExecuteRequest request;
    request.set_request_id(NewUuid());
    v1::AssessContact& assess = *request.mutable_command()->mutable_assess_contact();
    assess.set_contact_id(opened->contact_id());
    assess.set_complaint_id("diffuse");
    assess.set_level_id("akutt");
    const auto assessed = Run(Kari(), request);
    ASSERT_TRUE(assessed.ok());
    ASSERT_FALSE(assessed->has_refusal()) << assessed->ShortDebugString();
  }
};

TEST_F(EngineServiceTest, ARestartIsAnnouncedAndComesWhenItIsDue) {
  std::atomic<int> due = 0;
  engine_.reset();
  Engine::Options options;
  options.clock = clock_;
  options.store = std::make_unique<testing::BorrowedStore>(store_);
  options.on_restart_due = [&due] { ++due; };
  auto opened = Engine::Open(std::move(options));
  ASSERT_TRUE(opened.ok()) << opened.status();
  engine_ = *std::move(opened);

  const std::int64_t at_us = engine_->NowUs() + 60 * kSecondUs;
  EXPECT_FALSE(Plan(at_us).has_refusal());
  EXPECT_EQ(Announced(), at_us);
  clock_->Advance(59 * kSecondUs);
  ASSERT_TRUE(Run(Kari(), OpenContact()).ok()) << "work goes on until then";
  EXPECT_EQ(due, 0);
  clock_->Advance(2 * kSecondUs);
  EXPECT_TRUE(Eventually([&due] { return due > 0; }));
  ASSERT_TRUE(Run(Kari(), OpenContact()).ok()) << "and until the host stops it";
  EXPECT_EQ(due, 1);

  // Whoever starts next is the restart.
  Restart();
  EXPECT_EQ(Announced(), 0);
  Restart();
  EXPECT_EQ(store_->events().back().notice_changed().notice().restart_at_us(), 0);
}

TEST_F(EngineServiceTest, ARestartCanBeTakenBackAndMovedAndSaysNothingTwice) {
  const std::int64_t at_us = engine_->NowUs() + 60 * kSecondUs;
  EXPECT_FALSE(Plan(at_us).has_refusal());
  const std::size_t events = store_->events().size();
  EXPECT_FALSE(Plan(at_us).has_refusal());
  EXPECT_EQ(store_->events().size(), events);
  EXPECT_FALSE(Plan(at_us + kSecondUs).has_refusal());
  EXPECT_EQ(Announced(), at_us + kSecondUs);
  EXPECT_FALSE(Plan(0).has_refusal());
  EXPECT_EQ(Announced(), 0);
}

TEST_F(EngineServiceTest, ATimeThatIsNotAheadIsRefused) {
  for (const std::int64_t at_us : {engine_->NowUs() - kSecondUs, engine_->NowUs() + kDayUs + kSecondUs}) {
    EXPECT_EQ(Plan(at_us).refusal().reason(), v1::REASON_BAD_FIELD);
  }
  EXPECT_EQ(NewEvents(), 0U);
}

TEST_F(EngineServiceTest, ARedThatLacksAConfirmationIsAskedAboutFirst) {
  TakeTool();
  OpenRed();
  const std::int64_t at_us = engine_->NowUs() + 60 * kSecondUs;
  const auto refused = Plan(at_us);
  EXPECT_EQ(refused.refusal().reason(), v1::REASON_RED_IS_OPEN);
  ASSERT_EQ(refused.refusal().args_size(), 1);
  EXPECT_EQ(refused.refusal().args(0).value(), "1");
  EXPECT_EQ(Announced(), 0);
  EXPECT_FALSE(Plan(at_us, /*even_with_red=*/true).has_refusal());
  EXPECT_EQ(Announced(), at_us);
}

TEST_F(EngineServiceTest, ARedThatComesAfterwardsTakesTheAnnouncementBack) {
  TakeTool();
  const std::int64_t at_us = engine_->NowUs() + 60 * kSecondUs;
  EXPECT_FALSE(Plan(at_us).has_refusal());
  OpenRed();
  clock_->Advance(61 * kSecondUs);
  EXPECT_TRUE(Eventually([this] { return Announced() == 0; }));
  EXPECT_TRUE(engine_->serving());
}

TEST_F(EngineServiceTest, WhatMustNotBeTurnedAwayHasTheLastPlacesInTheQueue) {
  v1::ExecuteRequest note;
  const auto opened = Run(Kari(), OpenContact());
  ASSERT_TRUE(opened.ok());
  note.mutable_command()->mutable_add_note()->set_contact_id(opened->contact_id());
  note.mutable_command()->mutable_add_note()->set_text("notat");

  store_->Hold();
  auto first = Send(Kari(), OpenContact());
  store_->AwaitHeld();
  EXPECT_FALSE(engine_->Shed());
  // The batch that is being decided takes its share; then the queue fills with what can wait.
  std::vector<std::future<Answer>> notes;
  const std::size_t room = limits::kCommandQueueMax - limits::kCommandQueueReserve;
  while (engine_->queue_depth() < static_cast<std::int64_t>(room) &&
         notes.size() < 2 * limits::kCommandQueueMax) {
    note.set_request_id(NewUuid());
    notes.push_back(Send(Kari(), note));
  }
  ASSERT_EQ(engine_->queue_depth(), static_cast<std::int64_t>(room));
  // Reading is turned away long before.
  EXPECT_TRUE(engine_->Shed());
  std::vector<std::future<Answer>> more;
  for (int i = 0; i < 20; ++i) {
    note.set_request_id(NewUuid());
    more.push_back(Send(Kari(), note));
  }
  std::vector<std::future<Answer>> contacts;
  for (std::size_t i = 0; i < limits::kCommandQueueReserve - 1; ++i)
    contacts.push_back(Send(Kari(), OpenContact()));
  store_->Release();
  std::size_t turned_away = 0;
  for (auto* const answers : {&notes, &more}) {
    for (auto& answer : *answers) {
      const auto is = Wait(std::move(answer));
      if (is.ok()) continue;
      EXPECT_EQ(ReasonOf(is.status()), v1::REASON_QUEUE_FULL);
      ++turned_away;
    }
  }
  EXPECT_GE(turned_away, more.size());
  for (auto& contact : contacts) EXPECT_TRUE(Wait(std::move(contact)).ok());
  EXPECT_TRUE(Wait(std::move(first)).ok());
  EXPECT_EQ(engine_->shed(), static_cast<std::int64_t>(turned_away) + 1) << "counted, the read with them";
  EXPECT_TRUE(Eventually([this] { return engine_->queue_depth() == 0; }));
  EXPECT_FALSE(engine_->Shed());
}

TEST_F(EngineServiceTest, OfTheCallsThatWaitForOneRequestTheOldestAreLetGo) {
  store_->Hold();
  const v1::ExecuteRequest request = OpenContact();
  std::vector<std::future<Answer>> calls;
  calls.push_back(Send(Kari(), request));
  store_->AwaitHeld();
  const std::size_t retries = 100;
  for (std::size_t i = 0; i < retries; ++i) calls.push_back(Send(Kari(), request));
  // They are let go while the disk still hangs.
  const std::size_t let_go = calls.size() - limits::kRetriesHeldMax;
  for (std::size_t i = 0; i < let_go; ++i) {
    EXPECT_EQ(ReasonOf(Wait(std::move(calls[i])).status()), v1::REASON_QUEUE_FULL) << i;
  }
  EXPECT_EQ(engine_->shed(), static_cast<std::int64_t>(let_go));
  for (std::size_t i = let_go; i < calls.size(); ++i) EXPECT_FALSE(Ready(calls[i])) << i;
  store_->Release();
  for (std::size_t i = let_go; i < calls.size(); ++i) EXPECT_TRUE(Wait(std::move(calls[i])).ok()) << i;
  EXPECT_TRUE(Run(Kari(), request).ok()) << "it was done, and says so again";
  EXPECT_EQ(NewEvents(), 1U);
}

TEST_F(EngineServiceTest, RetriesTakePlacesLikeEveryOtherCommandThatIsNotAnswered) {
  engine_.reset();
  Engine::Options options;
  options.clock = clock_;
  options.store = std::make_unique<testing::BorrowedStore>(store_);
  options.command_queue = 8;
  auto opened = Engine::Open(std::move(options));
  ASSERT_TRUE(opened.ok()) << opened.status();
  engine_ = *std::move(opened);

  store_->Hold();
  std::atomic<std::size_t> full = 0;
  std::atomic<std::size_t> sent = 0;
  const auto send = [&](const v1::ExecuteRequest& request) {
    ++sent;
    engine_->Execute(Kari(), request, [&full](const Answer& answer) { full += answer.ok() ? 0 : 1; });
    EXPECT_TRUE(Eventually([this] { return engine_->queue_depth() == 0; }));
  };
  std::vector<v1::ExecuteRequest> requests;
  for (std::size_t i = 0; i < limits::kBatchCommandsMax; ++i) {
    send(requests.emplace_back(OpenContact()));
    if (i == 0) store_->AwaitHeld();
  }
  for (std::size_t turn = 1; turn < limits::kRetriesHeldMax; ++turn) {
    for (const v1::ExecuteRequest& request : requests) send(request);
  }
  const std::size_t places = 8 + 2 * limits::kBatchCommandsMax;
  EXPECT_TRUE(Eventually([&] { return full == sent - places; })) << full << " of " << sent;
  store_->Release();
  EXPECT_TRUE(Eventually([this] { return Run(Kari(), OpenContact()).ok(); })) << "the places are given back";
  EXPECT_EQ(full, sent - places);
}

TEST_F(EngineServiceTest, ReadsThatWaitForTheDiskAreCountedAndHaveABound) {
  store_->Hold();
  auto first = Send(Kari(), OpenContact());
  store_->AwaitHeld();
  std::atomic<std::size_t> done = 0;
  std::atomic<std::size_t> seen = 0;
  const auto read_until = [&](std::size_t count) {
    for (std::size_t i = seen; i < count; ++i) {
      engine_->Read([&seen](const domain::State&, std::int64_t) { ++seen; }, [&done] { ++done; });
    }
    EXPECT_TRUE(Eventually([&] { return seen == count; }));
  };
  read_until(limits::kReadsWaitingMax - 1);
  EXPECT_FALSE(engine_->Shed());
  read_until(limits::kReadsWaitingMax);
  EXPECT_TRUE(engine_->Shed()) << "they have left the strand, and wait for the disk";
  EXPECT_FALSE(engine_->Full());
  read_until(limits::kReadsHeldMax);
  EXPECT_TRUE(engine_->Full());
  EXPECT_EQ(engine_->shed(), 2) << "counted";
  EXPECT_EQ(done, 0U);
  store_->Release();
  EXPECT_TRUE(Wait(std::move(first)).ok());
  EXPECT_TRUE(Eventually([&] { return done == limits::kReadsHeldMax; }));
  EXPECT_TRUE(Eventually([this] { return !engine_->Full() && !engine_->Shed(); }));
}

TEST(Shedding, WhatIsVitalAndWhatCanWait) {
  using C = v1::Command;
  for (const auto vital : {C::kRingCall, C::kOpenContact, C::kRecordIntake, C::kAssessContact, C::kConfirmRed,
                           C::kRequestMission, C::kStepMission, C::kRequestHelp, C::kAcknowledgeAlarm}) {
    EXPECT_EQ(QueueFor(vital), limits::kCommandQueueMax) << vital;
  }
  for (const auto other :
       {C::kAddNote, C::kEnterNote, C::kMergeContacts, C::kAddShiftNote, C::kSeeToolNews}) {
    EXPECT_LT(QueueFor(other), limits::kCommandQueueMax) << other;
  }
  // A smaller queue keeps the shares.
  EXPECT_EQ(QueueFor(C::kRingCall, 64), 64U);
  EXPECT_EQ(QueueFor(C::kAddNote, 64), 48U);
  EXPECT_EQ(ShedReadsFrom(64), 8U);
}

TEST_F(EngineServiceTest, LookingUpIsWrittenToTheJournalWithWhoAndWhy) {
  Engine::LookupNote note;
  note.what = "name=nordmann";
  note.reason = "klage";
  note.found = 3;
  auto done = std::make_shared<std::promise<absl::Status>>();
  engine_->RecordLookup(Kari(), note, [done](absl::Status status) { done->set_value(std::move(status)); });
  ASSERT_TRUE(done->get_future().get().ok());
  const v1::Event written = store_->events().back();
  EXPECT_EQ(written.record_searched().found(), 3);
  EXPECT_EQ(written.actor().user_id(), "kari");
  EXPECT_EQ(written.personal().text(), "name=nordmann: klage");
  EXPECT_EQ(written.revision(), engine_->durable_revision());
}

TEST_F(EngineServiceTest, WhatTheVersionBeforeCannotReadIsNotWritten) {
  OpenReadableBy("0.1.0");
  const auto contact = Run(Kari(), OpenContact());
  ASSERT_TRUE(contact.ok());
  EXPECT_FALSE(contact->has_refusal()) << "what it knows is taken";

  Engine::LookupNote note;
  note.what = "name=nordmann";
  note.reason = "klage";
  auto done = std::make_shared<std::promise<absl::Status>>();
  engine_->RecordLookup(Kari(), note, [done](absl::Status status) { done->set_value(std::move(status)); });
  EXPECT_EQ(done->get_future().get().code(), absl::StatusCode::kFailedPrecondition);
  for (const v1::Event& written : store_->events()) EXPECT_LE(FirstIn(written), (Version{0, 1, 0}));
}

TEST_F(EngineServiceTest, AFieldThatTheVersionBeforeWouldReadAsSomethingElseIsNotWrittenEither) {
  OpenReadableBy("0.1.0");
  const auto opened = Run(Kari(), OpenContact());
  ASSERT_TRUE(opened.ok());
  const auto is_refused = [&](auto edit) {
    v1::ExecuteRequest request;
    request.set_request_id(NewUuid());
    edit(*request.mutable_command());
    const auto reply = Run(Kari(), request);
    EXPECT_TRUE(reply.ok());
    return reply->has_refusal();
  };
  const std::int64_t id = opened->contact_id();
  EXPECT_FALSE(is_refused([id](v1::Command& command) {
    command.mutable_record_intake()->set_contact_id(id);
    command.mutable_record_intake()->mutable_intake()->set_age_months(12);
  }));
  EXPECT_TRUE(is_refused([id](v1::Command& command) {
    command.mutable_record_intake()->set_contact_id(id);
    command.mutable_record_intake()->add_cleared("age_months");
  }));
  EXPECT_FALSE(is_refused([id](v1::Command& command) {
    command.mutable_make_promise()->set_contact_id(id);
    command.mutable_make_promise()->set_by_us(kStartUs + 3'600'000'000);
  }));
  EXPECT_TRUE(is_refused([id](v1::Command& command) {
    command.mutable_make_promise()->set_contact_id(id);
    command.mutable_make_promise()->set_kept(true);
  }));
  const auto contact = Ask<v1::Contact>([id](const domain::State& state) { return state.contacts.at(id); });
  EXPECT_EQ(contact.intake().age_months(), 12);
  EXPECT_TRUE(contact.has_promise());
}

TEST_F(EngineServiceTest, ABrokenRuleIsMendedByAnEventCountedAndOnEveryScreen) {
  engine_.reset();
  // A contact without a deadline, as no version of the rules would make it.
  Batch batch;
  v1::Event& event = batch.events.emplace_back();
  event.set_revision(store_->last_revision() + 1);
  event.set_at_us(kStartUs);
  event.mutable_contact_opened();
  ASSERT_TRUE(store_->Append(batch).ok());
  OpenEngine();
  const auto problem = [this] {
    return Ask<std::string>([](const domain::State& state) { return state.notice.record_problem(); });
  };
  EXPECT_NE(problem(), "");
  EXPECT_GE(Ask<std::int64_t>([](const domain::State& state) { return state.invariant_repairs; }), 1);
  const auto events = store_->events();
  EXPECT_TRUE(std::any_of(events.begin(), events.end(),
                          [](const v1::Event& is) { return is.has_invariant_repaired(); }));
  // The record's own checks find nothing wrong in the journal, and do not take the alarm away.
  const auto report = [this] {
    std::promise<absl::Status> done;
    Engine::RecordReport whole;
    whole.record_problem = "";
    engine_->ReportRecord(std::move(whole),
                          [&done](absl::Status status) { done.set_value(std::move(status)); });
    EXPECT_TRUE(done.get_future().get().ok());
  };
  report();
  EXPECT_NE(problem(), "");
  // After the next start, in which all rules hold, it is over when the journal has been checked.
  Restart();
  EXPECT_NE(problem(), "");
  report();
  EXPECT_EQ(problem(), "");
}

TEST(Versions, AreReadAndCompared) {
  EXPECT_EQ(ParseVersion("0.1.0"), (Version{0, 1, 0}));
  EXPECT_EQ(ParseVersion("12.34.5"), (Version{12, 34, 5}));
  for (const char* const bad : {"", "0", "0.1", "0.1.0.0", "0.1.x", "0.-1.0", "0.1.0 ", "..", "v0.1.0"}) {
    EXPECT_FALSE(ParseVersion(bad).has_value()) << bad;
  }
  EXPECT_LT((Version{0, 9, 9}), (Version{0, 10, 0}));
  v1::Event event;
  event.mutable_contact_opened();
  EXPECT_EQ(FirstIn(event), (Version{0, 1, 0}));
  event.mutable_contact_split();
  EXPECT_EQ(FirstIn(event), (Version{0, 2, 0}));
}

TEST(EventRing, HasABoundInEventsAndInBytes) {
  EventRing ring(/*size_max=*/100, /*bytes_max=*/10'000);
  const auto append = [&ring](std::int64_t revision, std::size_t bytes) {
    auto event = std::make_shared<v1::Event>();
    event->set_revision(revision);
    event->mutable_personal()->set_text(std::string(bytes, 'x'));
    ring.Append({event});
  };
  for (std::int64_t revision = 1; revision <= 200; ++revision) append(revision, 10);
  EXPECT_FALSE(ring.ReadAfter(99, 1000).has_value());
  EXPECT_EQ(ring.ReadAfter(100, 1000)->size(), 100U);
  for (std::int64_t revision = 201; revision <= 210; ++revision) append(revision, 3000);
  EXPECT_FALSE(ring.ReadAfter(206, 1000).has_value());
  EXPECT_EQ(ring.ReadAfter(207, 1000)->size(), 3U);
  append(211, 50'000);
  EXPECT_EQ(ring.ReadAfter(210, 1000)->size(), 1U) << "the last one always";
}

}  // namespace
}  // namespace legevakt::engine
