// The linter's verdict beside brute force: small random tools whose every answer set can be tried.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "triage/evaluator/evaluate.h"
#include "triage/lint/lint.h"
#include "triage/lint/partition.h"

namespace legevakt::triage {
namespace {

constexpr int kTools = 3000;
constexpr std::int32_t kNumberMax = 5;

class RandomTool {
 public:
  explicit RandomTool(std::mt19937& random) : random_(random) {}

  Draft Make() {
    draft_.id = "t";
    for (const char* id : {"red", "yellow", "green"}) {
      Level level;
      level.id = id;
      level.rank = 100 - 30 * static_cast<int>(draft_.levels.size());
      level.hastegrad = static_cast<Hastegrad>(draft_.levels.size() + 1);
      draft_.levels.push_back(level);
    }
    const int questions = Pick(3, 4);
    for (int i = 0; i < questions; ++i) AddQuestion(i);
    if (Pick(0, 2) == 0) AddScore();
    DraftComplaint complaint;
    complaint.complaint.id = "x";
    complaint.advice.resize(3);
    const auto count = static_cast<Index>(draft_.questions.size());
    for (Index i = 0; i < count; ++i) {
      complaint.complaint.questions.push_back(i);
      if (Pick(0, 2) == 0) complaint.complaint.must_ask.push_back(i);
    }
    const int rules = Pick(2, 6);
    for (int i = 0; i < rules; ++i) {
      auto& list = Pick(0, 3) == 0 ? draft_.rules : complaint.rules;
      DraftRule rule;
      rule.rule = {"r" + std::to_string(i), {"r", "r"}, static_cast<Index>(Pick(0, 1))};
      rule.condition = RandomCondition();
      list.push_back(rule);
    }
    draft_.complaints.push_back(complaint);
    draft_.fallback_complaint = 0;
    if (Pick(0, 3) == 0) {
      DraftModifier modifier;
      modifier.rule = {"m", {"m", "m"}, 0};
      modifier.condition = RandomCondition();
      modifier.at_most = static_cast<Index>(Pick(0, 1));
      draft_.modifiers.push_back(modifier);
    }
    return draft_;
  }

 private:
  int Pick(int lo, int hi) { return std::uniform_int_distribution<int>(lo, hi)(random_); }

  void AddQuestion(int i) {
    DraftQuestion draft;
    draft.question.id = "q" + std::to_string(i);
    draft.question.context = Pick(0, 3) == 0;
    draft.question.type = static_cast<AnswerType>(Pick(0, 2));
    if (draft.question.type == AnswerType::kChoice) {
      for (const char* id : {"good", "poor", "bad"}) draft.question.choices.push_back({id, {}});
    }
    if (draft.question.type == AnswerType::kNumber) {
      draft.question.plausible_max = kNumberMax;
      const int lo = Pick(0, 3);
      if (!draft.question.context) draft.best.push_back({{}, lo, Pick(lo, kNumberMax)});
    }
    draft_.questions.push_back(draft);
  }

  // Points that never fall as the answer gets worse: the score itself is sound.
  void AddScore() {
    DraftScore score;
    score.info.id = "s";
    const auto count = static_cast<Index>(draft_.questions.size());
    for (Index i = 0; i < count; ++i) {
      const DraftQuestion& question = draft_.questions[i];
      if (question.question.context) {
        if (Pick(0, 1) == 0) score.except.push_back(RandomTest(i));
        continue;
      }
      PointTable table;
      const auto step = static_cast<std::int16_t>(Pick(1, 2));
      const std::int32_t most = question.question.type == AnswerType::kNumber   ? kNumberMax
                                : question.question.type == AnswerType::kChoice ? 2
                                                                                : 1;
      for (std::int32_t value = 0; value <= most; ++value) {
        std::int32_t away = value;
        if (!question.best.empty()) {
          away = std::max({question.best[0].lo - value, value - question.best[0].hi, 0});
        }
        table.ranges.push_back({value, value, static_cast<std::int16_t>(away * step)});
      }
      score.parts.push_back({i, {table}});
    }
    if (!score.parts.empty()) draft_.scores.push_back(score);
  }

  Test RandomTest(Index what) {
    const Question& question = draft_.questions[what].question;
    switch (question.type) {
      case AnswerType::kYesNo:
        return {question.context && Pick(0, 1) == 0 ? TestKind::kNo : TestKind::kYes, what, 0, 0, 0};
      case AnswerType::kChoice: {
        const std::uint32_t masks[] = {0b110U, 0b100U, 0b010U, 0b110U, 0b100U, 0b011U, 0b111U};
        return {TestKind::kChoice, what, 0, 0, masks[Pick(0, 6)]};
      }
      case AnswerType::kNumber:
        break;
    }
    const int lo = Pick(0, kNumberMax);
    if (Pick(0, 2) == 0) return {TestKind::kRange, what, lo, Pick(lo, kNumberMax), 0};
    return Pick(0, 1) == 0 ? Test{TestKind::kRange, what, lo, kNumberMax, 0}
                           : Test{TestKind::kRange, what, 0, lo, 0};
  }

  Condition RandomCondition() {
    Condition condition;
    condition.all = Pick(0, 3) != 0;
    const int tests = Pick(1, 3);
    for (int i = 0; i < tests; ++i) {
      if (!draft_.scores.empty() && Pick(0, 4) == 0) {
        condition.tests.push_back(
            {Pick(0, 1) == 0 ? TestKind::kScore : TestKind::kSinglePart, 0, Pick(1, 5), 0, 0});
      } else {
        condition.tests.push_back(
            RandomTest(static_cast<Index>(Pick(0, static_cast<int>(draft_.questions.size()) - 1))));
      }
    }
    return condition;
  }

  std::mt19937& random_;
  Draft draft_;
};

// Every answer set of a small tool and its level.
class BruteForce {
 public:
  explicit BruteForce(const Draft& draft) : draft_(draft), tool_(Compile(draft)), answers_(*tool_) {
    for (const DraftQuestion& one : draft_.questions) values_.push_back(Values(one.question));
    Visit(0, [&] { levels_.push_back(Evaluate(*tool_, 0, answers_).level); });
  }

  // Whether within a context a worse answer ever gives a lower urgency.
  bool IsMonotone() {
    bool monotone = true;
    std::size_t at = 0;
    std::vector<std::size_t> chosen(values_.size());
    Visit(0, [&] {
      std::size_t stride = 1;
      for (std::size_t q = values_.size(); q-- > 0; stride *= values_[q].size()) {
        if (draft_.questions[q].question.context) continue;
        const std::size_t here = at / stride % values_[q].size();
        for (std::size_t there = 0; there < values_[q].size(); ++there) {
          const bool worse = Worse(draft_.questions[q], values_[q][here], values_[q][there]);
          const Index level = levels_[at + there * stride - here * stride];
          monotone = monotone && (!worse || level <= levels_[at]);
        }
      }
      ++at;
    });
    return monotone;
  }

  // Whether the lowest level is ever given with a must-ask question open.
  bool MustAskHolds() {
    bool holds = true;
    std::size_t at = 0;
    Visit(0, [&] {
      for (const Index question : draft_.complaints[0].complaint.must_ask) {
        const Known known = answers_.values[question].known;
        const bool open = known == Known::kNotAsked || known == Known::kUnknown;
        holds = holds && (!open || levels_[at] != 2);
      }
      ++at;
    });
    return holds;
  }

  bool Reaches(Index level) const {
    return std::find(levels_.begin(), levels_.end(), level) != levels_.end();
  }

 private:
  static std::vector<Value> Values(const Question& question) {
    std::vector<Value> values{Value{}, Value::Unknown()};
    switch (question.type) {
      case AnswerType::kYesNo:
        values.push_back(Value::No());
        values.push_back(Value::Yes());
        break;
      case AnswerType::kChoice:
        for (std::int32_t i = 0; i < 3; ++i) values.push_back(Value::Choice(i));
        break;
      case AnswerType::kNumber:
        for (std::int32_t i = 0; i <= kNumberMax; ++i) values.push_back(Value::Number(i));
        break;
    }
    return values;
  }

  // No better than `from`: as the linter has it for known answers; and not known after the best.
  static bool Worse(const DraftQuestion& draft, Value from, Value to) {
    const auto open = [](Value value) {
      return value.known == Known::kNotAsked || value.known == Known::kUnknown;
    };
    const DraftQuestion::Best* best = draft.best.empty() ? nullptr : draft.best.data();
    if (open(from)) return draft.question.type == AnswerType::kYesNo && to.known == Known::kYes;
    if (!open(to)) return AtLeastAsBad(draft.question, best, from, to);
    switch (draft.question.type) {
      case AnswerType::kYesNo:
        return from.known == Known::kNo;
      case AnswerType::kChoice:
        return from.value == 0;
      case AnswerType::kNumber:
        return from.value >= best->lo && from.value <= best->hi;
    }
    return false;
  }

  template <typename Body>
  void Visit(std::size_t question, const Body& body) {
    if (question == values_.size()) return body();
    for (const Value value : values_[question]) {
      answers_.values[question] = value;
      Visit(question + 1, body);
    }
  }

  const Draft& draft_;
  std::shared_ptr<const Tool> tool_;
  AnswerSet answers_;
  std::vector<std::vector<Value>> values_;
  std::vector<Index> levels_;
};

bool Says(const LintResult& result, std::string_view words) {
  return std::any_of(result.problems.begin(), result.problems.end(),
                     [&](const Diagnostic& one) { return one.message.find(words) != std::string::npos; });
}

bool Proven(const LintResult& result, std::string_view key) {
  const auto it = std::find_if(result.proofs.begin(), result.proofs.end(),
                               [&](const Proof& proof) { return proof.key == key; });
  return it != result.proofs.end() && it->holds;
}

TEST(LintProperty, TheVerdictIsThatOfBruteForce) {
  std::mt19937 random{20261122};
  int monotone = 0;
  int unproven_though_true = 0;
  int without_a_pair = 0;
  int reached = 0;
  int red_not_seen = 0;
  for (int i = 0; i < kTools; ++i) {
    const Draft draft = RandomTool(random).Make();
    const LintResult result = LintDraft(draft, "t.yaml", text::Lang::kEn);
    BruteForce brute(draft);
    const bool truth = brute.IsMonotone();
    const bool proven = Proven(result, "triage.proof_monotone");
    const bool shown = Says(result, "a worse answer gives a lower urgency");
    ASSERT_FALSE(proven && !truth) << "proven, though false: tool " << i;
    ASSERT_FALSE(shown && truth) << "a pair is shown where there is none: tool " << i;
    ASSERT_EQ(proven, !shown && !Says(result, "it is not proven"));
    monotone += truth ? 1 : 0;
    unproven_though_true += truth && !proven ? 1 : 0;
    without_a_pair += !truth && !shown ? 1 : 0;

    ASSERT_EQ(Proven(result, "triage.proof_must_ask"), brute.MustAskHolds()) << "tool " << i;
    ASSERT_TRUE(Proven(result, "triage.proof_modifiers") || !draft.modifiers.empty());
    const bool red = Proven(result, "triage.proof_red");
    ASSERT_FALSE(red && !brute.Reaches(0)) << "tool " << i;
    reached += brute.Reaches(0) ? 1 : 0;
    red_not_seen += brute.Reaches(0) && !red ? 1 : 0;
  }
  std::printf("monotone: %d of %d tools; not proven though true: %d; false without a pair: %d of %d\n",
              monotone, kTools, unproven_though_true, without_a_pair, kTools - monotone);
  std::printf("red reached: %d; not seen by the proof: %d\n", reached, red_not_seen);
  EXPECT_GT(monotone, kTools / 20);
  // Tools are never proven in error. That a sound one is refused for want of a proof happens to few, although
  // these tools are stranger than any that a person would write.
  EXPECT_LE(unproven_though_true * 33, monotone);
  EXPECT_LE(without_a_pair * 50, kTools - monotone);
}

}  // namespace
}  // namespace legevakt::triage
