// What must hold for every tool and every answer, tried on many random ones from fixed seeds.
#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "triage/evaluator/draft.h"
#include "triage/evaluator/evaluate.h"
#include "triage/lint/partition.h"
#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

constexpr int kRounds = 4000;

class Properties : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    draft_ = testing::ShippedDraft(GetParam());
    tool_ = Compile(draft_);
  }
  Index RandomComplaint() {
    return static_cast<Index>(
        std::uniform_int_distribution<std::size_t>(0, tool_->complaints().size() - 1)(random_));
  }
  AnswerSet Random() {
    return RandomAnswers(*tool_, random_, std::uniform_int_distribution<int>(0, 100)(random_));
  }
  Index RandomQuestion() {
    return static_cast<Index>(
        std::uniform_int_distribution<std::size_t>(0, tool_->questions().size() - 1)(random_));
  }
  std::string Say(Index complaint, Index question) {
    return tool_->complaints()[complaint].id + " " + tool_->questions()[question].id;
  }

  Draft draft_;
  std::shared_ptr<const Tool> tool_;
  std::mt19937 random_{20260101};
};

// The values of a question from best to worst along one side, unknown somewhere between.
std::vector<Value> Worsening(const DraftQuestion& draft, const AnswerSet& answers, std::mt19937& random) {
  const Question& question = draft.question;
  switch (question.type) {
    case AnswerType::kYesNo:
      return {Value::No(), Value::Unknown(), Value::Yes()};
    case AnswerType::kChoice: {
      std::vector<Value> values;
      for (std::size_t i = 0; i < question.choices.size(); ++i) {
        values.push_back(Value::Choice(static_cast<std::int32_t>(i)));
      }
      return values;
    }
    case AnswerType::kNumber:
      break;
  }
  const auto holds = [&](const Test& test) { return Satisfies(test, answers.values[test.what]); };
  const auto best = std::find_if(draft.best.begin(), draft.best.end(), [&](const DraftQuestion::Best& one) {
    return std::all_of(one.when.begin(), one.when.end(), holds);
  });
  std::vector<std::int32_t> numbers{best->lo, best->hi};
  const bool up = random() % 2 == 0;
  for (int i = 0; i < 12; ++i) {
    numbers.push_back(
        up ? std::uniform_int_distribution<std::int32_t>(best->hi, question.plausible_max)(random)
           : std::uniform_int_distribution<std::int32_t>(question.plausible_min, best->lo)(random));
  }
  std::sort(numbers.begin(), numbers.end());
  if (!up) std::reverse(numbers.begin(), numbers.end());
  std::vector<Value> values;
  for (const std::int32_t number : numbers) values.push_back(Value::Number(number));
  return values;
}

TEST_P(Properties, AWorseAnswerNeverGivesALowerUrgency) {
  for (int round = 0; round < kRounds; ++round) {
    const Index complaint = RandomComplaint();
    AnswerSet answers = Random();
    const Index question = RandomQuestion();
    if (tool_->questions()[question].context) continue;
    Index before = kNone;
    for (const Value value : Worsening(draft_.questions[question], answers, random_)) {
      answers.values[question] = value;
      const Index level = Evaluate(*tool_, complaint, answers).level;
      ASSERT_LE(level, before) << Say(complaint, question) << " " << value.value;
      before = level;
    }
  }
}

TEST_P(Properties, UnknownNeverLowers) {
  for (int round = 0; round < kRounds; ++round) {
    const Index complaint = RandomComplaint();
    AnswerSet answers = Random();
    const Index question = RandomQuestion();
    if (tool_->questions()[question].context) continue;
    answers.values[question] = Worsening(draft_.questions[question], answers, random_).front();
    const Index best = Evaluate(*tool_, complaint, answers).level;
    answers.values[question] = Value::Unknown();
    const Index unknown = Evaluate(*tool_, complaint, answers).level;
    answers.values[question] = Value{};
    const Index absent = Evaluate(*tool_, complaint, answers).level;
    ASSERT_LE(unknown, best) << Say(complaint, question);
    ASSERT_LE(absent, best) << Say(complaint, question);
  }
}

TEST_P(Properties, ModifiersOnlyRaiseAndNeverAboveTheirCap) {
  Draft bare = draft_;
  bare.modifiers.clear();
  const auto without = Compile(bare);
  Index cap = static_cast<Index>(draft_.levels.size() - 1);
  for (const DraftModifier& modifier : draft_.modifiers) cap = std::min(cap, modifier.at_most);
  for (int round = 0; round < kRounds; ++round) {
    const Index complaint = RandomComplaint();
    const AnswerSet answers = Random();
    const Index base = Evaluate(*without, complaint, answers).level;
    const Result result = Evaluate(*tool_, complaint, answers);
    ASSERT_LE(result.level, base);
    ASSERT_GE(result.level, std::min(base, cap));
    ASSERT_EQ(result.raised_by.empty(), result.level == base);
  }
}

TEST_P(Properties, TheBoundsHoldEveryWayToAnswerTheRest) {
  for (int round = 0; round < kRounds; ++round) {
    const Index complaint = RandomComplaint();
    AnswerSet answers = Random();
    const Result before = Evaluate(*tool_, complaint, answers);
    ASSERT_LE(before.most, before.level);
    ASSERT_LE(before.level, before.least);
    if (before.next_question == kNone) {
      // Nothing more can change the level, whatever is answered.
      ASSERT_EQ(before.least, before.most) << tool_->complaints()[complaint].id;
    }
    for (const Index question : tool_->complaints()[complaint].questions) {
      Value& value = answers.values[question];
      if (value.known == Known::kNotAsked && IsRelevant(*tool_, question, answers))
        value = RandomValue(tool_->questions()[question], random_);
    }
    const Result after = Evaluate(*tool_, complaint, answers);
    ASSERT_LE(before.most, after.level) << tool_->complaints()[complaint].id;
    ASSERT_GE(before.least, after.level) << tool_->complaints()[complaint].id;
  }
}

TEST_P(Properties, TheLowestLevelNeedsTheMustAskQuestions) {
  const Index lowest = static_cast<Index>(tool_->levels().size() - 1);
  int seen = 0;
  for (int round = 0; round < kRounds; ++round) {
    const Index complaint = RandomComplaint();
    AnswerSet answers(*tool_);
    for (const Index question : tool_->complaints()[complaint].questions) {
      const DraftQuestion& draft = draft_.questions[question];
      if (draft.question.type == AnswerType::kYesNo) answers.values[question] = Value::No();
      if (draft.question.type == AnswerType::kChoice) answers.values[question] = Value::Choice(0);
      if (!draft.best.empty()) answers.values[question] = Value::Number(draft.best.back().lo);
      if (random_() % 40 == 0) answers.values[question] = Value{};
      if (random_() % 40 == 0) answers.values[question] = Value::Unknown();
    }
    const Result result = Evaluate(*tool_, complaint, answers);
    if (result.level != lowest) continue;
    ++seen;
    for (const Index question : tool_->complaints()[complaint].must_ask) {
      const Known known = answers.values[question].known;
      const bool context = tool_->questions()[question].context;
      ASSERT_TRUE(known == Known::kNo || known == Known::kValue || (context && known == Known::kYes))
          << Say(complaint, question);
    }
  }
  EXPECT_GT(seen, 100);
}

TEST_P(Properties, TheSameAnswersGiveTheSameResult) {
  const auto again = Compile(draft_);
  for (int round = 0; round < kRounds; ++round) {
    const Index complaint = RandomComplaint();
    const AnswerSet answers = Random();
    const Result one = Evaluate(*tool_, complaint, answers);
    const Result two = Evaluate(*again, complaint, AnswerSet(answers));
    ASSERT_EQ(one.level, two.level);
    ASSERT_EQ(one.least, two.least);
    ASSERT_EQ(one.most, two.most);
    ASSERT_EQ(one.next_question, two.next_question);
    ASSERT_TRUE(std::equal(one.decided_by.begin(), one.decided_by.end(), two.decided_by.begin(),
                           two.decided_by.end()));
    ASSERT_TRUE(std::equal(one.missing.begin(), one.missing.end(), two.missing.begin(), two.missing.end()));
  }
}

INSTANTIATE_TEST_SUITE_P(Shipped, Properties, ::testing::Values("legevakt-3", "legevakt-5", "news2", "tews"),
                         [](const auto& param) {
                           std::string name = param.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace legevakt::triage
