// What is told of the record, and when: a backup that never comes back among it.
#include "central/engine/record_news.h"

#include "central/domain/alarms.h"
#include "central/engine/keeper.h"
#include "central/engine/record_problems.h"
#include "central/engine/testing.h"

namespace legevakt::engine::testing {
namespace {

constexpr std::int64_t kEveryUs = kHourUs;
const char* const kOld = "For gammel.";

// A directory on a machine that is gone: the call does not come back, whoever wants it to.
class Hanging : public Chore {
 public:
  std::int64_t Do(std::int64_t now_us, const std::stop_token&) override {
    begun_.set_value();
    back_.get_future().wait();
    return now_us + kEveryUs;
  }
  void AwaitBegun() { begun_.get_future().wait(); }
  void ComeBack() { back_.set_value(); }

 private:
  std::promise<void> begun_;
  std::promise<void> back_;
};

class RecordNewsTest : public EngineTest {
 protected:
  v1::ServiceNotice Notice() {
    return Ask<v1::ServiceNotice>([](const domain::State& state) { return state.notice; });
  }
  std::string BackupProblem() { return Notice().backup_problem(); }
};

TEST_F(RecordNewsTest, ABackupThatHangsIsToldWhenTheLastIsOlderThanTwiceTheInterval) {
  RecordNews news(*engine_, RecordNews::Backups{.every_us = kEveryUs, .old = kOld});
  news.ExpectBackups();
  news.SetBackup(engine_->NowUs(), 1);
  Hanging hanging;
  {
    const Keeper keeper({&hanging}, [this] { return engine_->NowUs(); });
    hanging.AwaitBegun();
    clock_->Advance(2 * kEveryUs);
    EXPECT_EQ(BackupProblem(), "");
    clock_->Advance(1);
    EXPECT_EQ(BackupProblem(), kOld);
    // What else is found of the record does not take it away.
    news.SetDamage("");
    EXPECT_EQ(BackupProblem(), kOld);
    // It came back after all.
    news.SetBackup(engine_->NowUs(), 2);
    EXPECT_EQ(BackupProblem(), "");
    clock_->Advance(2 * kEveryUs + 1);
    EXPECT_EQ(BackupProblem(), kOld) << "and is expected again";
    hanging.ComeBack();
  }
}

TEST_F(RecordNewsTest, AStartAfterALongTimeGivesTheFirstBackupTime) {
  RecordNews(*engine_).SetBackup(engine_->NowUs(), 1);
  clock_->Advance(100 * kEveryUs);
  RecordNews news(*engine_, RecordNews::Backups{.every_us = kEveryUs, .old = kOld});
  news.ExpectBackups();
  clock_->Advance(kMinuteUs);
  EXPECT_EQ(BackupProblem(), "");
  clock_->Advance(kEveryUs);
  EXPECT_EQ(BackupProblem(), kOld);
}

TEST_F(RecordNewsTest, WhoWantsNoBackupsIsToldOfNone) {
  RecordNews news(*engine_);
  news.SetBackup(engine_->NowUs(), 1);
  clock_->Advance(100 * kEveryUs);
  EXPECT_EQ(BackupProblem(), "");
}

// Until the check of the whole journal has found nothing, what was known before a restart is told.
TEST_F(RecordNewsTest, ARestartTakesNoDamageAway) {
  RecordNews(*engine_).SetDamage("Skade ved revisjon 7.");
  EXPECT_EQ(Notice().record_problem(), "Skade ved revisjon 7.");
  Restart();
  RecordNews news(*engine_);
  news.SetBackupProblem("");
  EXPECT_EQ(Notice().record_problem(), "Skade ved revisjon 7.");
  news.SetDamage("");
  EXPECT_EQ(Notice().record_problem(), "");
}

TEST_F(RecordNewsTest, DamageThatIsFoundAfterTheFirstWasAcknowledgedIsAnAlarmAgain) {
  RecordNews news(*engine_);
  news.SetDamage("Skade ved revisjon 7.");
  v1::ExecuteRequest seen;
  seen.set_request_id(NewUuid());
  v1::AlarmRef& about = *seen.mutable_command()->mutable_acknowledge_alarm()->mutable_alarm();
  about.set_kind(v1::ALARM_KIND_RECORD_PROBLEM);
  about.set_subject_id(domain::kAlarmOfDamage);
  const auto answer = Run(Kari(), seen);
  ASSERT_TRUE(answer.ok());
  ASSERT_FALSE(answer->has_refusal()) << answer->ShortDebugString();
  const auto acknowledged = [this] {
    return Ask<bool>([](const domain::State& state) {
      const auto alarm =
          domain::FindAlarm(state, {v1::ALARM_KIND_RECORD_PROBLEM, domain::kAlarmOfDamage}, state.at_us);
      return alarm.has_value() && alarm->acknowledged();
    });
  };
  EXPECT_TRUE(acknowledged());
  news.SetBackup(engine_->NowUs(), 1);
  EXPECT_TRUE(acknowledged()) << "nothing new is wrong";
  news.SetDamage("Skade ved revisjon 9.");
  EXPECT_FALSE(acknowledged());
}

TEST(RecordProblems, TheNewestIsNamedAndHowManyThereAre) {
  RecordProblems problems;
  EXPECT_EQ(problems.Text(), "");
  EXPECT_TRUE(problems.Found("Første."));
  EXPECT_EQ(problems.Text(), "Første.");
  EXPECT_FALSE(problems.Found("Første.")) << "no news";
  EXPECT_TRUE(problems.Found("Andre."));
  EXPECT_EQ(problems.Text().find("Andre."), 0U);
  EXPECT_NE(problems.Text().find('2'), std::string::npos) << problems.Text();
  problems.Reported("Skade.");
  EXPECT_EQ(problems.Text().find("Skade."), 0U);
  EXPECT_NE(problems.Text().find('3'), std::string::npos) << problems.Text();
  problems.Reported("Skade.");
  EXPECT_TRUE(problems.Found("Fjerde."));
  EXPECT_EQ(problems.Text().find("Fjerde."), 0U);
  problems.Reported("");
  EXPECT_EQ(problems.Text().find("Fjerde."), 0U) << "a whole check does not undo what was mended";
  EXPECT_NE(problems.Text().find('3'), std::string::npos) << problems.Text();
}

TEST(RecordProblems, ThereAreNeverMoreThanAnybodyReads) {
  RecordProblems problems;
  int news = 0;
  for (int i = 0; i < 1000; ++i) news += problems.Found(std::to_string(i)) ? 1 : 0;
  EXPECT_EQ(news, 100);
}

}  // namespace
}  // namespace legevakt::engine::testing
