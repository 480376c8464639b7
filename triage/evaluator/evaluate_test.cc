// The semantics of an evaluation, on a small tool that the test can see whole.
#include "triage/evaluator/evaluate.h"

#include <string>

#include "triage/testing/counting_new.h"
#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

using testing::Answers;

constexpr std::string_view kSmall = R"(
meta:
  id: small
  version: "1"
  name: {nb: Liten, en: Small}
  disclaimer: {nb: Prøve, en: Test}
  owner: test
scale:
  - {id: red, name: {nb: r, en: r}, letter: A, shape: triangle, colour: "#FF0000", hastegrad: akutt, rank: 100, target_minutes: 0, reassess_minutes: 5}
  - {id: orange, name: {nb: o, en: o}, letter: B, shape: square, colour: "#FF8800", hastegrad: haster, rank: 70, target_minutes: 10, reassess_minutes: 10}
  - {id: yellow, name: {nb: y, en: y}, letter: C, shape: diamond, colour: "#FFFF00", hastegrad: haster, rank: 40, target_minutes: 60, reassess_minutes: 30}
  - {id: green, name: {nb: g, en: g}, letter: D, shape: ring, colour: "#00FF00", hastegrad: vanlig, rank: 10, target_minutes: 240, reassess_minutes: 120}
dictionary:
  place: {text: {nb: p, en: p}, type: choice, context: true, fact: place, choices: {home: {nb: h, en: h}, station: {nb: s, en: s}}}
  female: {text: {nb: f, en: f}, finding: {nb: f, en: f}, context: true}
  pregnant: {text: {nb: f, en: f}, finding: {nb: f, en: f}, context: true, relevant_if: [female]}
  safe: {text: {nb: s, en: s}, finding: {nb: s, en: s}}
  a: {text: {nb: a, en: a}, finding: {nb: a, en: a}}
  b: {text: {nb: b, en: b}, finding: {nb: b, en: b}}
  c: {text: {nb: c, en: c}, finding: {nb: c, en: c}}
  worry: {text: {nb: w, en: w}, finding: {nb: w, en: w}}
  pulse: {text: {nb: P, en: P}, type: number, vital: true, min: 0, max: 300, best: {from: 50, to: 90}}
  temp: {text: {nb: T, en: T}, type: number, vital: true, per_unit: 10, min: 25.0, max: 45.0, best: {from: 36.0, to: 38.0}}
scores:
  s:
    name: {nb: S, en: S}
    except: [pregnant]
    parts:
      - {question: pulse, points: [{to: 49, points: 2}, {from: 50, to: 90, points: 0}, {from: 91, points: 1}]}
      - {question: temp, points: [{to: 38.0, points: 0}, {from: 38.1, points: 2}]}
every_complaint:
  must_ask: [safe]
  rules:
    red: [safe]
    orange: [s >= 3]
  measured: {when_any: [place = station], questions: [pulse]}
modifiers:
  - {id: m1, if: worry, raise: 1, at_most: orange}
  - {id: m2, if: c, raise: 2, at_most: yellow}
measures:
  red: {advice: {nb: R., en: R.}}
  orange: {advice: {nb: O., en: O.}}
  yellow: {advice: {nb: Y., en: Y.}}
  green: {advice: {nb: G., en: G.}}
complaints:
  x:
    name: {nb: x, en: x}
    words: {nb: [x], en: [x]}
    must_ask: [a, pregnant]
    ask: [b, c, worry]
    rules:
      red: [{all: [a, b]}]
      orange: [a]
      yellow: [{any: [b, pulse >= 120]}]
    advice: {nb: own, en: own}
    safety_net: {nb: net, en: net}
  y:
    name: {nb: y, en: y}
    fallback: true
    words: {nb: [y], en: [y]}
    rules: {yellow: [b]}
    advice: {nb: own, en: own}
    first_aid: {nb: aid, en: aid}
    safety_net: {nb: net, en: net}
)";

class EvaluateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    tool_ = testing::Load(kSmall);
    ASSERT_NE(tool_, nullptr);
  }
  Answers Blank() const { return Answers(*tool_); }
  // All must-ask questions of x answered with no.
  Answers Calm() const { return Blank().No("safe").No("a").No("female"); }
  std::string Id(Index level) const { return tool_->levels()[level].id; }
  std::string Rule(const Result& result) const { return tool_->rules()[result.decided_by.items[0]].id; }
  std::string Next(const Answers& answers) const {
    const Index question = answers.Evaluate("x").next_question;
    return question == kNone ? "-" : tool_->questions()[question].id;
  }

  std::shared_ptr<const Tool> tool_;
};

TEST_F(EvaluateTest, TheLowestLevelNeedsTheMustAskQuestionsAnsweredNo) {
  const Result blank = Blank().Evaluate("x");
  EXPECT_EQ(Id(blank.level), "yellow");
  EXPECT_EQ(Rule(blank), "must_ask");
  EXPECT_EQ(blank.missing.size, 3);
  EXPECT_EQ(Id(blank.least), "green");
  EXPECT_EQ(Id(blank.most), "red");
  const Result calm = Calm().Evaluate("x");
  EXPECT_EQ(Id(calm.level), "green");
  EXPECT_EQ(Rule(calm), "no_rule");
  EXPECT_TRUE(calm.missing.empty());
}

TEST_F(EvaluateTest, UnknownToAMustAskQuestionKeepsTheFloorAndIsNotAskedAgain) {
  const Result result = Calm().Unknown("a").Evaluate("x");
  EXPECT_EQ(Id(result.level), "yellow");
  EXPECT_EQ(Id(result.least), "yellow");
  EXPECT_TRUE(result.missing.empty());
  EXPECT_NE(result.next_question, tool_->FindQuestion("a"));
}

TEST_F(EvaluateTest, AQuestionThatIsNotRelevantIsNotMissing) {
  EXPECT_EQ(Blank().No("safe").No("a").Evaluate("x").missing.size, 1);
  EXPECT_EQ(Blank().No("safe").No("a").Yes("female").Evaluate("x").missing.size, 1);
  EXPECT_EQ(Blank().No("safe").No("a").No("female").Evaluate("x").missing.size, 0);
  // Context has no worse answer: a yes counts as answered.
  EXPECT_EQ(Blank().No("safe").No("a").Yes("female").Yes("pregnant").Level("x"), "green");
}

TEST_F(EvaluateTest, TheLevelIsTheMostUrgentOfTheFiredRules) {
  EXPECT_EQ(Calm().Yes("b").Level("x"), "yellow");
  EXPECT_EQ(Calm().Yes("a").Level("x"), "orange");
  const Result both = Calm().Yes("a").Yes("b").Evaluate("x");
  EXPECT_EQ(Id(both.level), "red");
  EXPECT_EQ(Rule(both), "x.a+b");
  EXPECT_EQ(both.next_question, kNone);
  EXPECT_EQ(Calm().Number("pulse", 119).Level("x"), "green");
  EXPECT_EQ(Calm().Number("pulse", 120).Level("x"), "yellow");
  EXPECT_EQ(Blank().Yes("safe").Level("y"), "red");
}

TEST_F(EvaluateTest, ModifiersRaiseByTheirStepsAndNeverAboveTheirCap) {
  EXPECT_EQ(Calm().Yes("worry").Level("x"), "yellow");
  EXPECT_EQ(Calm().Yes("b").Yes("worry").Level("x"), "orange");
  EXPECT_EQ(Calm().Yes("a").Yes("worry").Level("x"), "orange");
  EXPECT_EQ(Calm().Yes("c").Level("x"), "yellow");
  EXPECT_EQ(Calm().Yes("a").Yes("c").Level("x"), "orange");
  EXPECT_EQ(Calm().Unknown("worry").Level("x"), "green");
  const Result raised = Calm().Yes("b").Yes("worry").Evaluate("x");
  ASSERT_EQ(raised.raised_by.size, 1);
  EXPECT_EQ(tool_->rules()[raised.raised_by.items[0]].id, "m1");
  EXPECT_EQ(Rule(raised), "x.b|pulse");
  EXPECT_TRUE(Calm().Yes("a").Yes("worry").Evaluate("x").raised_by.empty());
}

TEST_F(EvaluateTest, AScoreWithMissingPartsOnlyRaises) {
  const Result result = Calm().Number("temp", 390).Evaluate("x");
  EXPECT_EQ(Id(result.level), "green");
  ASSERT_EQ(result.scores.size, 1);
  EXPECT_EQ(result.scores.items[0].points, 2);
  EXPECT_FALSE(result.scores.items[0].complete);
  EXPECT_EQ(Calm().Number("temp", 390).Number("pulse", 95).Level("x"), "orange");
  EXPECT_EQ(Calm().Yes("female").Yes("pregnant").Number("temp", 390).Number("pulse", 95).Level("x"), "green");
}

TEST_F(EvaluateTest, WhereSomebodyCanMeasureTheLowestLevelNeedsTheMeasurement) {
  const Result result = Calm().Choose("place", "station").Evaluate("x");
  EXPECT_EQ(Id(result.level), "yellow");
  ASSERT_EQ(result.missing.size, 1);
  EXPECT_EQ(tool_->questions()[result.missing.items[0]].id, "pulse");
  EXPECT_EQ(Calm().Choose("place", "station").Number("pulse", 60).Level("x"), "green");
  EXPECT_EQ(Calm().Choose("place", "station").Unknown("pulse").Level("x"), "yellow");
  EXPECT_EQ(Calm().Choose("place", "home").Level("x"), "green");
}

TEST_F(EvaluateTest, AsksWhatCanGiveTheMostUrgentLevelFirst) {
  EXPECT_EQ(Next(Blank()), "safe");
  // a and b together are red: a comes first in the order to ask.
  EXPECT_EQ(Next(Blank().No("safe")), "a");
  EXPECT_EQ(Next(Blank().No("safe").Yes("a")), "b");
  // Nothing can give more than yellow now but worry, which raises.
  EXPECT_EQ(Next(Blank().No("safe").No("a").No("b")), "worry");
  EXPECT_EQ(Next(Blank().No("safe").No("a").No("b").No("c").No("worry")), "pregnant");
  EXPECT_EQ(Next(Calm().No("b").No("c").No("worry")), "-");
  EXPECT_EQ(Next(Blank().Yes("safe")), "-");
}

TEST_F(EvaluateTest, AskingTheNextQuestionComesToAnEnd) {
  for (const bool unknown : {false, true}) {
    AnswerSet answers(*tool_);
    int asked = 0;
    for (Result result = Evaluate(*tool_, 0, answers); result.next_question != kNone;
         result = Evaluate(*tool_, 0, answers)) {
      ASSERT_EQ(answers.values[result.next_question].known, Known::kNotAsked);
      answers.values[result.next_question] = unknown ? Value::Unknown() : Value::No();
      ASSERT_LT(++asked, 20);
    }
    const Result result = Evaluate(*tool_, 0, answers);
    EXPECT_EQ(result.least, result.most);
    EXPECT_EQ(Id(result.level), unknown ? "yellow" : "green");
  }
}

TEST_F(EvaluateTest, WithoutTheNextQuestionTheRestIsTheSame) {
  const AnswerSet answers = Blank().No("safe").set();
  const Result both = Evaluate(*tool_, 0, answers);
  const Result level = Evaluate(*tool_, 0, answers, Want::kLevel);
  EXPECT_NE(both.next_question, kNone);
  EXPECT_EQ(level.next_question, kNone);
  EXPECT_EQ(level.level, both.level);
  EXPECT_EQ(level.least, both.least);
  EXPECT_EQ(level.most, both.most);
  EXPECT_EQ(level.missing.size, both.missing.size);
}

TEST_F(EvaluateTest, GivesAdviceByLevelAndComplaint) {
  EXPECT_EQ(tool_->AdviceFor(0, 3).text.nb, "G. own");
  EXPECT_EQ(tool_->AdviceFor(0, 0).text.nb, "R.");
  EXPECT_EQ(tool_->AdviceFor(1, 0).text.nb, "R. aid");
  EXPECT_EQ(tool_->AdviceFor(1, 2).safety_net.en, "net");
  EXPECT_EQ(tool_->AdviceFor(kNone, kNone).text.nb, "");
  EXPECT_EQ(tool_->fallback_complaint(), 1);
}

TEST_F(EvaluateTest, NeverAllocates) {
  const auto shipped = testing::Shipped("legevakt-3");
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    const AnswerSet answers = RandomAnswers(*shipped, random, i % 100);
    const auto complaint = static_cast<Index>(static_cast<std::size_t>(i) % shipped->complaints().size());
    const long before = Allocations();
    const Result result = Evaluate(*shipped, complaint, answers);
    EXPECT_EQ(Allocations(), before);
    EXPECT_NE(result.level, kNone);
  }
  const long before = Allocations();
  const AnswerSet allocates(*shipped);
  EXPECT_GT(Allocations(), before) << "the counter does not count";
}

}  // namespace
}  // namespace legevakt::triage
