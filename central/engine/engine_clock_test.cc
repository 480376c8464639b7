// The real engine on the real clock of base/, over a machine whose wall clock is set, drifts, or sleeps: no
// deadline is lost, none fires early by more than a second, and the order is the revisions'.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <optional>

#include "base/time_units.h"
#include "central/domain/alarms.h"
#include "central/engine/testing.h"

namespace legevakt::engine::testing {
namespace {

constexpr int kUnassessedS = 60;

// The machine: its wall clock, and the one that only runs.
struct Machine {
  std::atomic<std::int64_t> wall_us;
  std::atomic<std::int64_t> boot_us;

  // Time passes; the wall runs so many millionths faster (or slower) than it does.
  void Pass(std::int64_t us, std::int64_t wall_ppm = 0) {
    boot_us += us;
    wall_us += us + us * wall_ppm / 1'000'000;
  }
};

class EngineClockTest : public EngineTest {
 protected:
  void SetUp() override { Begin(kStartUs); }

  void Begin(std::int64_t wall_us) {
    engine_.reset();
    store_ = std::make_shared<MemoryStore>();
    machine_->wall_us = wall_us;
    machine_->boot_us = 4711 * kSecondUs;
    Open(0);
    ASSERT_TRUE(Load(SmallRegion(kUnassessedS)).ok());
  }
  void Open(std::int64_t last_journal_us, const std::optional<ClockReading>& on_this_boot = std::nullopt) {
    engine_.reset();
    clock_ = std::make_shared<EngineClock>(
        last_journal_us, [machine = machine_] { return machine->wall_us.load(); },
        [machine = machine_] { return machine->boot_us.load(); }, on_this_boot);
    Engine::Options options;
    options.clock = clock_;
    options.store = std::make_unique<BorrowedStore>(store_);
    auto opened = Engine::Open(std::move(options));
    ASSERT_TRUE(opened.ok()) << opened.status();
    engine_ = *std::move(opened);
  }
  // Opens a contact; its deadline is kUnassessedS from now.
  std::int64_t OpenOne() {
    const auto opened = Run(Kari(), OpenContact());
    EXPECT_TRUE(opened.ok()) << opened.status();
    return opened.ok() ? opened->contact_id() : 0;
  }
  // What time has done up to now: a command goes through the strand, and time goes first.
  bool Missed(std::int64_t contact_id) {
    EXPECT_TRUE(Run(Kari(), EndUnknownCall()).ok());
    return Ask<bool>([contact_id](const domain::State& state) {
      return state.contacts.at(contact_id).deadline().missed();
    });
  }
  // Passes in steps of a second, as a night does, and says after how many it fired.
  int SecondsUntilMissed(std::int64_t contact_id, std::int64_t wall_ppm = 0) {
    for (int second = 1; second <= 3 * kUnassessedS; ++second) {
      machine_->Pass(kSecondUs, wall_ppm);
      if (Missed(contact_id)) return second;
    }
    return -1;
  }
  // What every screen says of the clocks, a second later.
  std::string Problem() {
    machine_->Pass(kSecondUs + kSecondUs / 10);
    return Ask<std::string>([](const domain::State& state) { return state.notice.clock_problem(); });
  }
  void ExpectOrder() {
    std::int64_t at_us = 0;
    std::int64_t revision = 0;
    for (const v1::Event& event : store_->events()) {
      EXPECT_EQ(event.revision(), ++revision);
      EXPECT_GE(event.at_us(), at_us) << "time never goes back in the journal";
      at_us = event.at_us();
    }
  }

  std::shared_ptr<Machine> machine_ = std::make_shared<Machine>();
  std::shared_ptr<EngineClock> clock_;
};

TEST_F(EngineClockTest, AStepOfTheWallMovesNoDeadline) {
  for (const std::int64_t step_us :
       {kHourUs, -kHourUs, 24 * kHourUs, -24 * kHourUs, 3 * kSecondUs, -3 * kSecondUs}) {
    Begin(kStartUs);
    const std::int64_t contact = OpenOne();
    machine_->Pass(20 * kSecondUs);
    EXPECT_FALSE(Missed(contact));
    machine_->wall_us += step_us;
    EXPECT_FALSE(Missed(contact)) << "not early, after a step of " << step_us;
    const int more = SecondsUntilMissed(contact);
    EXPECT_GE(more, kUnassessedS - 20 - 1) << step_us;
    EXPECT_LE(more, kUnassessedS - 20 + 1) << step_us;
    ExpectOrder();
  }
}

TEST_F(EngineClockTest, SeveralStepsToAndFroMoveNoDeadline) {
  const std::int64_t contact = OpenOne();
  for (const std::int64_t step_us : {kHourUs, -2 * kHourUs, kHourUs, 24 * kHourUs, -24 * kHourUs}) {
    machine_->wall_us += step_us;
    machine_->Pass(kSecondUs);
    EXPECT_FALSE(Missed(contact));
  }
  const int more = SecondsUntilMissed(contact);
  EXPECT_GE(more, kUnassessedS - 5 - 1);
  EXPECT_LE(more, kUnassessedS - 5 + 1);
  ExpectOrder();
}

TEST_F(EngineClockTest, SummerAndWinterTimeMoveNothing) {
  // The hour that is skipped, and the one that comes twice, in Norway in 2026: 29 March and 25 October, 01:00
  // UTC.
  ASSERT_EQ(setenv("TZ", "Europe/Oslo", 1), 0);
  tzset();
  for (const std::int64_t change_s : {1'774'746'000LL, 1'792'890'000LL}) {
    Begin(change_s * kSecondUs - 30 * kSecondUs);
    const std::int64_t contact = OpenOne();
    const int seconds = SecondsUntilMissed(contact);
    EXPECT_GE(seconds, kUnassessedS - 1);
    EXPECT_LE(seconds, kUnassessedS + 1);
    ExpectOrder();
  }
  unsetenv("TZ");
  tzset();
}

TEST_F(EngineClockTest, AWallThatDriftsIsFollowedSlowly) {
  for (const std::int64_t ppm : {500, -500}) {
    Begin(kStartUs);
    // Long enough for the drift to show.
    for (int minute = 0; minute < 60; ++minute) {
      machine_->Pass(60 * kSecondUs, ppm);
      engine_->NowUs();
    }
    EXPECT_LT(std::abs(engine_->NowUs() - machine_->wall_us), kSecondUs) << ppm;
    const std::int64_t contact = OpenOne();
    const int seconds = SecondsUntilMissed(contact, ppm);
    EXPECT_GE(seconds, kUnassessedS - 1) << ppm;
    EXPECT_LE(seconds, kUnassessedS + 1) << ppm;
    ExpectOrder();
  }
}

TEST_F(EngineClockTest, ABusyEngineFollowsADriftToo) {
  // Asked thousands of times a second, each time so little has passed that a thousandth of it is nothing.
  for (int i = 0; i < 1'000'000; ++i) {
    machine_->Pass(200, i % 10 == 0 ? 5000 : 0);
    engine_->NowUs();
  }
  const std::int64_t behind_us = machine_->wall_us - engine_->NowUs();
  EXPECT_GT(machine_->wall_us - kStartUs, 200 * kSecondUs) << "the wall has gained 100 ms";
  EXPECT_LT(std::abs(behind_us), 2'000) << "and the engine with it";
}

TEST_F(EngineClockTest, WhatFellDueWhileTheMachineSleptFiresWhenItWakes) {
  const std::int64_t contact = OpenOne();
  const std::int64_t later = OpenOne();
  machine_->Pass(2 * kHourUs);
  EXPECT_TRUE(Missed(contact));
  EXPECT_TRUE(Missed(later));
  ExpectOrder();
}

// The process ends, the machine does not: what central kept of its time says how long that was.
TEST_F(EngineClockTest, ARestartOnTheSameBootMovesNoDeadlineWhateverTheWallDoes) {
  for (const std::int64_t step_us : {kHourUs, -kHourUs, 24 * kHourUs, -24 * kHourUs}) {
    Begin(kStartUs);
    const std::int64_t contact = OpenOne();
    const ClockReading kept = clock_->Reading();
    machine_->Pass(20 * kSecondUs);
    EXPECT_FALSE(Missed(contact));
    machine_->wall_us += step_us;
    // It is down for ten seconds.
    machine_->Pass(10 * kSecondUs);
    Open(store_->events().back().at_us(), kept);
    EXPECT_FALSE(Missed(contact)) << "not early, after a step of " << step_us;
    EXPECT_NE(Problem(), "") << "the step is told as to a central that ran";
    const int more = SecondsUntilMissed(contact);
    // A second has passed in Problem.
    EXPECT_GE(more, kUnassessedS - 31 - 1) << step_us;
    EXPECT_LE(more, kUnassessedS - 31 + 1) << step_us;
    ExpectOrder();
  }
}

TEST_F(EngineClockTest, ARestartAfterAPowerCutTakesTheWall) {
  const std::int64_t contact = OpenOne();
  // Ten minutes without power.
  machine_->wall_us += 600 * kSecondUs;
  machine_->boot_us = 3 * kSecondUs;
  Open(store_->events().back().at_us());
  EXPECT_TRUE(Missed(contact)) << "it fell due meanwhile";
  EXPECT_EQ(Problem(), "");
  ExpectOrder();
}

TEST_F(EngineClockTest, ARestartWithAWallThatWentBackGoesOnFromTheJournal) {
  const std::int64_t contact = OpenOne();
  machine_->Pass(20 * kSecondUs);
  EXPECT_FALSE(Missed(contact));
  const std::int64_t last_us = store_->events().back().at_us();
  machine_->wall_us -= 24 * kHourUs;
  Open(last_us);
  EXPECT_FALSE(Missed(contact));
  // Its time counts on from the journal's last: what passed since that is waited for again, and never
  // skipped.
  const int more = SecondsUntilMissed(contact);
  EXPECT_GE(more, 1);
  EXPECT_LE(more, kUnassessedS + 1);
  ExpectOrder();
}

TEST_F(EngineClockTest, AWallThatStepsIsAnAlarmUntilItIsRight) {
  for (const std::int64_t step_us : {3 * kSecondUs, -3 * kSecondUs, kHourUs, -kHourUs}) {
    Begin(kStartUs);
    EXPECT_EQ(Problem(), "");
    machine_->wall_us += step_us / 3;
    if (std::abs(step_us) / 3 <= 2 * kSecondUs) {
      EXPECT_EQ(Problem(), "") << "what it is slewed to";
    }
    machine_->wall_us += step_us - step_us / 3;
    const std::string problem = Problem();
    EXPECT_NE(problem, "") << step_us;
    EXPECT_EQ(problem.find("foran") != std::string::npos, step_us < 0) << problem;
    const std::int64_t told = engine_->durable_revision();
    for (int i = 0; i < 20; ++i) EXPECT_EQ(Problem(), problem) << "said once";
    EXPECT_EQ(engine_->durable_revision(), told);
    machine_->wall_us -= step_us;
    EXPECT_EQ(Problem(), "") << "it was set right";
    ExpectOrder();
  }
}

TEST_F(EngineClockTest, AnotherStepIsAnotherAlarm) {
  machine_->wall_us += kHourUs;
  const std::string first = Problem();
  v1::ExecuteRequest seen;
  seen.set_request_id(NewUuid());
  v1::AlarmRef& about = *seen.mutable_command()->mutable_acknowledge_alarm()->mutable_alarm();
  about.set_kind(v1::ALARM_KIND_RECORD_PROBLEM);
  about.set_subject_id(domain::kAlarmOfClock);
  ASSERT_TRUE(Run(Kari(), seen).ok());
  const auto marks = [this] {
    return Ask<std::size_t>([](const domain::State& state) { return state.alarm_marks.size(); });
  };
  EXPECT_EQ(marks(), 1U);
  machine_->wall_us += kHourUs;
  EXPECT_NE(Problem(), first);
  EXPECT_EQ(marks(), 0U);
}

// Started while the wall was a day ahead, and again when it had been set right: the journal goes on from
// there, at true pace, and every screen says by how much its times are off.
TEST_F(EngineClockTest, AJournalFromATimeAheadIsSaidAtTheStartAndItsDeadlinesRunAtTruePace) {
  Begin(kStartUs + 24 * kHourUs);
  const std::int64_t contact = OpenOne();
  const std::int64_t last_us = store_->events().back().at_us();
  machine_->wall_us = kStartUs;
  Open(last_us);
  const std::string problem =
      Ask<std::string>([](const domain::State& state) { return state.notice.clock_problem(); });
  EXPECT_NE(problem.find("24 t"), std::string::npos) << problem;
  EXPECT_FALSE(Missed(contact));
  const int seconds = SecondsUntilMissed(contact);
  EXPECT_GE(seconds, kUnassessedS - 1);
  EXPECT_LE(seconds, kUnassessedS + 1);
  ExpectOrder();
}

TEST_F(EngineClockTest, WhatTheVersionBeforeCannotReadIsNotWritten) {
  engine_.reset();
  Engine::Options options;
  options.clock = std::make_shared<EngineClock>(
      kStartUs + kHourUs, [machine = machine_] { return machine->wall_us.load(); },
      [machine = machine_] { return machine->boot_us.load(); });
  options.store = std::make_unique<BorrowedStore>(store_);
  options.readable_by = Version{0, 1, 0};
  engine_ = *Engine::Open(std::move(options));
  EXPECT_EQ(Problem(), "");
}

}  // namespace
}  // namespace legevakt::engine::testing
