// NEWS2 by the table of the Royal College of Physicians (2017), every boundary from both sides.
#include <array>
#include <string>

#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

using testing::Answers;

struct Row {
  const char* question;
  int value;
  int points;
};

class News2 : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { tool_ = testing::Shipped("legevakt-3"); }
  static void TearDownTestSuite() { tool_.reset(); }

  // A healthy adult with everything measured: 0 points.
  static Answers Healthy() {
    Answers answers(*tool_);
    answers.Number("age", 40 * 12).Number("respiratory_rate", 16).Number("spo2", 98).No("on_oxygen");
    answers.Number("systolic_bp", 130).Number("pulse", 70).Choose("consciousness", "alert");
    answers.Number("temperature", 370);
    return answers;
  }
  static ScoreValue Score(const Answers& answers) {
    const Result result = answers.Evaluate("diffuse");
    EXPECT_EQ(result.scores.size, 1);
    return result.scores.items[0];
  }

  static std::shared_ptr<const Tool> tool_;
};

std::shared_ptr<const Tool> News2::tool_;

TEST_F(News2, AHealthyAdultHasNone) {
  const ScoreValue score = Score(Healthy());
  EXPECT_EQ(score.points, 0);
  EXPECT_TRUE(score.complete);
}

TEST_F(News2, EveryBoundaryOfScaleOne) {
  constexpr std::array<Row, 52> kRows{{
      {"respiratory_rate", 0, 3},
      {"respiratory_rate", 8, 3},
      {"respiratory_rate", 9, 1},
      {"respiratory_rate", 11, 1},
      {"respiratory_rate", 12, 0},
      {"respiratory_rate", 20, 0},
      {"respiratory_rate", 21, 2},
      {"respiratory_rate", 24, 2},
      {"respiratory_rate", 25, 3},
      {"respiratory_rate", 80, 3},
      {"spo2", 40, 3},
      {"spo2", 91, 3},
      {"spo2", 92, 2},
      {"spo2", 93, 2},
      {"spo2", 94, 1},
      {"spo2", 95, 1},
      {"spo2", 96, 0},
      {"spo2", 100, 0},
      {"systolic_bp", 30, 3},
      {"systolic_bp", 90, 3},
      {"systolic_bp", 91, 2},
      {"systolic_bp", 100, 2},
      {"systolic_bp", 101, 1},
      {"systolic_bp", 110, 1},
      {"systolic_bp", 111, 0},
      {"systolic_bp", 219, 0},
      {"systolic_bp", 220, 3},
      {"systolic_bp", 300, 3},
      {"pulse", 0, 3},
      {"pulse", 40, 3},
      {"pulse", 41, 1},
      {"pulse", 50, 1},
      {"pulse", 51, 0},
      {"pulse", 90, 0},
      {"pulse", 91, 1},
      {"pulse", 110, 1},
      {"pulse", 111, 2},
      {"pulse", 130, 2},
      {"pulse", 131, 3},
      {"pulse", 300, 3},
      {"temperature", 250, 3},
      {"temperature", 350, 3},
      {"temperature", 351, 1},
      {"temperature", 360, 1},
      {"temperature", 361, 0},
      {"temperature", 380, 0},
      {"temperature", 381, 1},
      {"temperature", 390, 1},
      {"temperature", 391, 2},
      {"temperature", 440, 2},
      {"respiratory_rate", 16, 0},
      {"pulse", 70, 0},
  }};
  for (const Row& row : kRows) {
    const ScoreValue score = Score(Healthy().Number(row.question, row.value));
    EXPECT_EQ(score.points, row.points) << row.question << " " << row.value;
    EXPECT_TRUE(score.complete);
  }
}

TEST_F(News2, EveryBoundaryOfScaleTwo) {
  struct SpO2 {
    int value;
    int on_air;
    int on_oxygen;
  };
  constexpr std::array<SpO2, 14> kRows{{{40, 3, 3},
                                        {83, 3, 3},
                                        {84, 2, 2},
                                        {85, 2, 2},
                                        {86, 1, 1},
                                        {87, 1, 1},
                                        {88, 0, 0},
                                        {92, 0, 0},
                                        {93, 0, 1},
                                        {94, 0, 1},
                                        {95, 0, 2},
                                        {96, 0, 2},
                                        {97, 0, 3},
                                        {100, 0, 3}}};
  for (const SpO2& row : kRows) {
    Answers answers = Healthy().Choose("spo2_scale", "scale2").Number("spo2", row.value);
    EXPECT_EQ(Score(answers).points, row.on_air) << row.value << " on air";
    // Oxygen gives two of its own.
    EXPECT_EQ(Score(answers.Yes("on_oxygen")).points, row.on_oxygen + 2) << row.value << " on oxygen";
  }
}

TEST_F(News2, OxygenAndConsciousness) {
  EXPECT_EQ(Score(Healthy().Yes("on_oxygen")).points, 2);
  for (const char* choice : {"confusion", "voice", "pain", "unresponsive"}) {
    EXPECT_EQ(Score(Healthy().Choose("consciousness", choice)).points, 3) << choice;
  }
}

TEST_F(News2, TheWorstIsTwenty) {
  Answers answers = Healthy().Number("respiratory_rate", 30).Number("spo2", 85).Yes("on_oxygen");
  answers.Number("systolic_bp", 85)
      .Number("pulse", 140)
      .Choose("consciousness", "voice")
      .Number("temperature", 349);
  EXPECT_EQ(Score(answers).points, 20);
}

TEST_F(News2, MissingPartsSayAtLeast) {
  Answers answers(*tool_);
  answers.Number("age", 480).Number("respiratory_rate", 22).Unknown("spo2");
  const ScoreValue score = Score(answers);
  EXPECT_EQ(score.points, 2);
  EXPECT_FALSE(score.complete);
}

TEST_F(News2, NeverUnderSixteenNorInPregnancy) {
  EXPECT_TRUE(Healthy().Number("age", 16 * 12 - 1).Evaluate("diffuse").scores.empty());
  EXPECT_FALSE(Healthy().Number("age", 16 * 12).Evaluate("diffuse").scores.empty());
  EXPECT_TRUE(Healthy().Choose("sex", "female").Yes("pregnant").Evaluate("diffuse").scores.empty());
  EXPECT_FALSE(Healthy().Choose("sex", "female").No("pregnant").Evaluate("diffuse").scores.empty());
}

TEST_F(News2, TriggersRaise) {
  const auto level = [](Answers answers) { return answers.RestNo("diffuse").Level("diffuse"); };
  EXPECT_EQ(level(Healthy()), "vanlig");
  // 4 points, no single 3.
  EXPECT_EQ(level(Healthy().Number("respiratory_rate", 21).Number("temperature", 391)), "vanlig");
  // 5 points, no single 3.
  EXPECT_EQ(level(Healthy().Number("respiratory_rate", 21).Number("temperature", 391).Number("pulse", 91)),
            "haster");
  // One part gives 3.
  EXPECT_EQ(level(Healthy().Number("respiratory_rate", 25)), "haster");
  // 6 points, then 7.
  Answers six = Healthy().Number("respiratory_rate", 21).Number("temperature", 391).Number("pulse", 111);
  EXPECT_EQ(level(six), "haster");
  EXPECT_EQ(level(six.Number("spo2", 95)), "akutt");
}

}  // namespace
}  // namespace legevakt::triage
