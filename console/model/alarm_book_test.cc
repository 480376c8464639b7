#include "console/model/alarm_book.h"

#include <gtest/gtest.h>

#include "base/time_units.h"
#include "console/testing/local_central.h"

namespace legevakt::console {
namespace {

using testing::LocalCentral;

constexpr std::int64_t kMono = 1'000 * kSecondUs;

// Answers a call and leaves the contact to itself: after five minutes its first assessment is late.
std::int64_t Neglect(LocalCentral& central) {
  central.Ring("41200001", "4602");
  v1::Command answer;
  answer.mutable_answer_call();
  return central.Do(central.Operator(), answer);
}

TEST(AlarmBook, AMissedDeadlineIsNeverSilentAndIsHeldBackForThreeSeconds) {
  LocalCentral central;
  central.Telephony(true);
  Neglect(central);
  AlarmBook book;
  book.Follow(central.state(), "kari", central.now_us(), kMono);
  EXPECT_TRUE(book.rows().empty());
  central.Pass(5 * kMinuteUs + kSecondUs);
  book.Follow(central.state(), "kari", central.now_us(), kMono);
  EXPECT_TRUE(book.rows().empty()) << "what solves itself in three seconds was no alarm";
  central.Pass(3 * kSecondUs);
  book.Follow(central.state(), "kari", central.now_us(), kMono + 3 * kSecondUs);
  ASSERT_EQ(book.rows().size(), 1U);
  EXPECT_EQ(book.rows()[0].alarm.kind, v1::ALARM_KIND_DEADLINE_MISSED);
  EXPECT_FALSE(book.rows()[0].quiet);
  EXPECT_EQ(book.Pattern(), SoundPattern::kMedium);
}

TEST(AlarmBook, MoreThanThreeOfOneCauseAreOneRowAndEachCountsInTheLoad) {
  LocalCentral central;
  central.Telephony(true);
  for (int i = 0; i < 3; ++i) Neglect(central);
  central.Pass(6 * kMinuteUs);
  AlarmBook book;
  book.Follow(central.state(), "kari", central.now_us(), kMono);
  EXPECT_EQ(book.rows().size(), 3U);
  Neglect(central);
  central.Pass(6 * kMinuteUs);
  book.Follow(central.state(), "kari", central.now_us(), kMono + 6 * kMinuteUs);
  ASSERT_EQ(book.rows().size(), 1U);
  EXPECT_EQ(book.rows()[0].more, 3);
  const AlarmLoad load = book.LoadAt(kMono + 6 * kMinuteUs);
  EXPECT_EQ(load.last_ten_minutes, 4);
  EXPECT_EQ(load.Percent(load.medium), 100);
  EXPECT_FALSE(load.Flood());
  EXPECT_EQ(book.LoadAt(kMono + 11 * kMinuteUs).last_ten_minutes, 1);
}

TEST(AlarmBook, AcknowledgedIsQuietAndStaysShelvedIsAsideAndComesBack) {
  LocalCentral central;
  central.Telephony(true);
  const auto id = Neglect(central);
  central.Pass(6 * kMinuteUs);
  v1::Command acknowledge;
  auto& alarm = *acknowledge.mutable_acknowledge_alarm()->mutable_alarm();
  alarm.set_kind(v1::ALARM_KIND_DEADLINE_MISSED);
  alarm.set_subject_id(id);
  central.Do(central.Operator(), acknowledge);
  AlarmBook book;
  book.Follow(central.state(), "kari", central.now_us(), kMono);
  ASSERT_EQ(book.rows().size(), 1U);
  EXPECT_TRUE(book.rows()[0].quiet);
  EXPECT_EQ(book.FirstLoud(), nullptr);
  EXPECT_EQ(book.Pattern(), SoundPattern::kNone);
  v1::Command shelve;
  *shelve.mutable_shelve_alarm()->mutable_alarm() = alarm;
  shelve.mutable_shelve_alarm()->set_until_us(central.now_us() + 5 * kMinuteUs);
  shelve.mutable_shelve_alarm()->set_reason("Legen er på tråden");
  central.Do(central.Operator(), shelve);
  book.Follow(central.state(), "kari", central.now_us(), kMono + kSecondUs);
  EXPECT_TRUE(book.rows().empty());
  ASSERT_EQ(book.shelved().size(), 1U);
  central.Pass(5 * kMinuteUs + kSecondUs);
  book.Follow(central.state(), "kari", central.now_us(), kMono + 6 * kMinuteUs);
  EXPECT_EQ(book.rows().size(), 1U);
  EXPECT_TRUE(book.shelved().empty());
}

// A hand on its way to the key cannot have read what came above meanwhile.
TEST(AlarmBook, TheKeyIsForAMomentStillForTheAlarmThatWasRead) {
  LocalCentral central;
  central.Telephony(true);
  Neglect(central);
  central.Pass(6 * kMinuteUs);
  AlarmBook book;
  book.Follow(central.state(), "kari", central.now_us(), kMono);
  ASSERT_NE(book.FirstRead(kMono), nullptr) << "nothing stood before it";
  const auto read = book.FirstRead(kMono)->id();
  const std::int64_t red = Neglect(central);
  v1::Command assess;
  assess.mutable_assess_contact()->set_contact_id(red);
  assess.mutable_assess_contact()->set_complaint_id("diffuse");
  assess.mutable_assess_contact()->set_level_id("akutt");
  central.Do(central.Operator(), assess);
  const std::int64_t came = kMono + kSecondUs;
  book.Follow(central.state(), "kari", central.now_us(), came);
  ASSERT_EQ(book.FirstLoud()->kind, v1::ALARM_KIND_RED_NOT_CONFIRMED);
  EXPECT_EQ(book.FirstRead(came + 100'000)->id(), read);
  EXPECT_EQ(book.FirstRead(came + 500'000)->kind, v1::ALARM_KIND_RED_NOT_CONFIRMED);
}

TEST(AlarmSound, HighSoundsEachTenSecondsAndDoesNotWaitForALesserOnesInterval) {
  AlarmSound sound;
  std::int64_t now = kMono;
  EXPECT_EQ(sound.At({SoundPattern::kMedium, false, false}, now), SoundPattern::kMedium);
  EXPECT_EQ(sound.At({SoundPattern::kMedium, false, false}, now + 24 * kSecondUs), SoundPattern::kNone);
  now += 24 * kSecondUs;
  EXPECT_EQ(sound.At({SoundPattern::kHigh, false, false}, now), SoundPattern::kHigh);
  EXPECT_EQ(sound.At({SoundPattern::kHigh, false, false}, now + 9 * kSecondUs), SoundPattern::kNone);
  EXPECT_EQ(sound.At({SoundPattern::kHigh, false, false}, now + 10 * kSecondUs), SoundPattern::kHigh);
}

TEST(AlarmSound, NothingSoundsIntoAnOpenMicrophoneAndWhatStandsIsHeardAtOnceAfterwards) {
  AlarmSound sound;
  for (int second = 0; second < 120; ++second)
    EXPECT_EQ(sound.At({SoundPattern::kHigh, true, false}, kMono + second * kSecondUs), SoundPattern::kNone);
  EXPECT_EQ(sound.At({SoundPattern::kHigh, false, false}, kMono + 120 * kSecondUs), SoundPattern::kHigh);
  EXPECT_EQ(sound.At({SoundPattern::kHigh, false, true}, kMono + 200 * kSecondUs), SoundPattern::kNone)
      << "muted";
}

}  // namespace
}  // namespace legevakt::console
