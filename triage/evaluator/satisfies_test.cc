// The evaluator and the proofs decide a test of a rule by the same function; here by hand, and by what the
// evaluator makes of it.
#include "triage/evaluator/satisfies.h"

#include <algorithm>

#include "triage/lint/partition.h"
#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

TEST(Satisfies, WhatIsNotKnownSatisfiesNothing) {
  for (const TestKind kind : {TestKind::kYes, TestKind::kNo, TestKind::kRange, TestKind::kChoice}) {
    const triage::Test test{kind, 0, kLeast, kMost, 0xFFFFFFFF};
    EXPECT_FALSE(Satisfies(test, Value{}));
    EXPECT_FALSE(Satisfies(test, Value::Unknown()));
  }
}

TEST(Satisfies, YesAndNo) {
  const triage::Test yes{TestKind::kYes, 0};
  const triage::Test no{TestKind::kNo, 0};
  EXPECT_TRUE(Satisfies(yes, Value::Yes()));
  EXPECT_FALSE(Satisfies(yes, Value::No()));
  EXPECT_FALSE(Satisfies(yes, Value::Number(1)));
  EXPECT_TRUE(Satisfies(no, Value::No()));
  EXPECT_FALSE(Satisfies(no, Value::Yes()));
  EXPECT_FALSE(Satisfies(no, Value::Number(0)));
}

TEST(Satisfies, ARangeIncludesBothItsEnds) {
  const triage::Test range{TestKind::kRange, 0, -3, 5};
  EXPECT_FALSE(Satisfies(range, Value::Number(-4)));
  EXPECT_TRUE(Satisfies(range, Value::Number(-3)));
  EXPECT_TRUE(Satisfies(range, Value::Number(5)));
  EXPECT_FALSE(Satisfies(range, Value::Number(6)));
  EXPECT_FALSE(Satisfies(range, Value::Yes()));
}

TEST(Satisfies, AChoiceThatThereIsNotSatisfiesNothing) {
  const triage::Test choice{TestKind::kChoice, 0, 0, 0, 0xFFFFFFFF};
  EXPECT_TRUE(Satisfies(choice, Value::Choice(0)));
  EXPECT_TRUE(Satisfies(choice, Value::Choice(31)));
  for (const std::int32_t none : {-1, -32, 32, 33, 64, kLeast, kMost}) {
    EXPECT_FALSE(Satisfies(choice, Value::Choice(none))) << none;
  }
  EXPECT_FALSE(Satisfies(triage::Test{TestKind::kChoice, 0, 0, 0, 0b101}, Value::Choice(1)));
}

TEST(Satisfies, AnAnswerSatisfiesNoTestOfAScore) {
  EXPECT_FALSE(Satisfies(triage::Test{TestKind::kScore, 0}, Value::Number(100)));
  EXPECT_FALSE(Satisfies(triage::Test{TestKind::kSinglePart, 0}, Value::Yes()));
}

// Each rule with one test, alone: every cell of the partition, and answers that no form can give.
TEST(Satisfies, TheEvaluatorDecidesLikeTheProofs) {
  const Draft draft = testing::ShippedDraft("legevakt-3");
  const auto tool = Compile(draft);
  const Partition partition(draft);
  int satisfied = 0;
  for (std::size_t i = 0; i < draft.complaints.size(); ++i) {
    for (const DraftRule& rule : draft.complaints[i].rules) {
      const triage::Test& test = rule.condition.tests.front();
      if (rule.condition.tests.size() != 1 || IsScore(test)) continue;
      std::vector<Value> values = partition.Cells(test.what);
      for (const std::int32_t odd : {kLeast, -1, 32, 64, kMost}) values.push_back(Value::Number(odd));
      for (const Value value : values) {
        AnswerSet answers(*tool);
        answers.values[test.what] = value;
        const Result result = Evaluate(*tool, static_cast<Index>(i), answers);
        const bool named =
            std::any_of(result.decided_by.begin(), result.decided_by.end(),
                        [&](Index decider) { return tool->rules()[decider].id == rule.rule.id; });
        const bool outranked = result.level < rule.rule.level;
        EXPECT_EQ(Satisfies(test, value) && !outranked, named) << rule.rule.id << " " << value.value;
        satisfied += named ? 1 : 0;
      }
    }
  }
  EXPECT_GT(satisfied, 50);
}

}  // namespace
}  // namespace legevakt::triage
