#include "central/domain/figures.h"

#include <gtest/gtest.h>

#include "central/domain/testing.h"

namespace legevakt::domain::testing {
namespace {

void Link(Centre& centre, bool up) {
  v1::Command command;
  command.mutable_set_telephony()->set_connected(up);
  command.mutable_set_telephony()->set_source("test");
  centre.Must(Telephony(), command);
}

TEST(AnswerTime, UnansweredCallsAreInTheDenominator) {
  Centre centre;
  Link(centre, true);
  const std::int64_t from_us = centre.now_us();
  const std::int64_t waits_s[] = {10, 120, 121, 700};
  for (const std::int64_t wait_s : waits_s) {
    const std::int64_t call = centre.Ring();
    centre.Pass(wait_s * kSecondUs);
    v1::Command answer;
    answer.mutable_answer_call()->set_call_id(call);
    centre.Must(Kari(), answer);
  }
  v1::Command lose;
  lose.mutable_lose_call()->set_call_id(centre.Ring());
  centre.Must(Telephony(), lose);
  centre.Ring();  // still ringing: neither answered nor unanswered yet

  const AnswerTime figure = AnswerTimeOf(centre.state(), from_us, centre.now_us() + 1, centre.now_us());
  EXPECT_TRUE(figure.measured);
  EXPECT_EQ(figure.calls, 5);
  EXPECT_EQ(figure.unanswered, 1);
  EXPECT_EQ(figure.within_2_min, 2);
  EXPECT_EQ(figure.within_10_min, 3);
  EXPECT_EQ(figure.within_2_min_percent(), 40);
  EXPECT_EQ(figure.within_10_min_percent(), 60);
}

TEST(AnswerTime, ACallThatStillRingsIsLateOnceItsTwoMinutesAreOver) {
  Centre centre;
  Link(centre, true);
  centre.Ring();
  const auto figure = [&centre] {
    return AnswerTimeOf(centre.state(), 0, centre.now_us() + 1, centre.now_us());
  };
  centre.Pass(120 * kSecondUs);
  EXPECT_EQ(figure().calls, 0);
  centre.Pass(kSecondUs);
  EXPECT_EQ(figure().calls, 1);
  EXPECT_EQ(figure().ringing_late, 1);
  EXPECT_EQ(figure().unanswered, 0);
  EXPECT_EQ(figure().within_2_min_percent(), 0);
}

TEST(AnswerTime, ACallThatRingsForThreeMinutesMayStillBeAnsweredWithinTen) {
  Centre centre;
  Link(centre, true);
  v1::Command answer;
  answer.mutable_answer_call()->set_call_id(centre.Ring());
  centre.Must(Kari(), answer);
  centre.Ring();
  const auto figure = [&centre] {
    return AnswerTimeOf(centre.state(), 0, centre.now_us() + 1, centre.now_us());
  };
  centre.Pass(180 * kSecondUs);
  EXPECT_EQ(figure().within_2_min_percent(), 50);
  EXPECT_EQ(figure().within_10_min_percent(), 100);
  centre.Pass(421 * kSecondUs);
  EXPECT_EQ(figure().within_10_min_percent(), 50);
}

TEST(AnswerTime, IsNotMeasuredWithoutATelephonyLink) {
  Centre centre;
  EXPECT_FALSE(AnswerTimeOf(centre.state(), 0, centre.now_us(), centre.now_us()).measured);
  Link(centre, true);
  EXPECT_TRUE(AnswerTimeOf(centre.state(), 0, centre.now_us(), centre.now_us()).measured);
  Link(centre, false);
  EXPECT_FALSE(AnswerTimeOf(centre.state(), 0, centre.now_us(), centre.now_us()).measured);
}

}  // namespace
}  // namespace legevakt::domain::testing
