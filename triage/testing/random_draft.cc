#include "triage/testing/random_draft.h"

#include <algorithm>
#include <string>

#include "triage/testing/random_answers.h"

namespace legevakt::triage::testing {
namespace {

constexpr int kQuestions = 14;
constexpr std::int32_t kNumberMax = 20;

class Maker {
 public:
  explicit Maker(std::mt19937& random) : random_(random) {}

  Draft Make() {
    draft_.id = "random";
    const int levels = Pick(2, 5);
    for (int i = 0; i < levels; ++i) draft_.levels.push_back({"level" + std::to_string(i), {}});
    for (int i = 0; i < kQuestions; ++i) draft_.questions.push_back(MakeQuestion(i));
    const int scores = Pick(0, 2);
    for (int i = 0; i < scores; ++i) draft_.scores.push_back(MakeScore(i));
    for (int i = Pick(0, 3); i > 0; --i) draft_.rules.push_back(MakeRule("every" + std::to_string(i)));
    for (int i = Pick(0, 3); i > 0; --i) draft_.modifiers.push_back(MakeModifier(i));
    for (int i = 0; i < 3; ++i) draft_.complaints.push_back(MakeComplaint(i));
    draft_.measured_when = Tests(0, 2);
    draft_.measured = Some(3);
    return std::move(draft_);
  }

 private:
  int Pick(int lo, int hi) { return RandomBetween(lo, hi, random_); }
  bool Chance(int one_in) { return Pick(1, one_in) == 1; }
  Index AnyQuestion() { return static_cast<Index>(Pick(0, kQuestions - 1)); }
  Index AnyLevel() { return static_cast<Index>(Pick(0, static_cast<int>(draft_.levels.size()) - 1)); }

  DraftQuestion MakeQuestion(int i) {
    DraftQuestion draft;
    Question& question = draft.question;
    question.id = "q" + std::to_string(i);
    question.type = static_cast<AnswerType>(Pick(0, 2));
    question.context = Chance(3);
    if (question.type == AnswerType::kNumber) question.plausible_max = kNumberMax;
    if (question.type == AnswerType::kChoice) {
      question.choices.resize(static_cast<std::size_t>(Pick(1, static_cast<int>(kChoicesMax))));
    }
    // Only of questions that are there already.
    for (int n = i > 0 && Chance(4) ? Pick(1, 2) : 0; n > 0; --n) {
      draft.relevant_if.push_back(
          TestOf(static_cast<Index>(Pick(0, i - 1)), i > 0 ? draft_.questions : none_));
    }
    return draft;
  }

  Test TestOf(Index index, const std::vector<DraftQuestion>& questions) {
    Test test;
    test.what = index;
    switch (questions[index].question.type) {
      case AnswerType::kYesNo:
        test.kind = Chance(4) ? TestKind::kNo : TestKind::kYes;
        break;
      case AnswerType::kChoice:
        test.kind = TestKind::kChoice;
        test.mask = static_cast<std::uint32_t>(random_());
        break;
      case AnswerType::kNumber:
        test.kind = TestKind::kRange;
        test.lo = Pick(0, kNumberMax);
        test.hi = Pick(test.lo, kNumberMax);
        break;
    }
    return test;
  }

  std::vector<Test> Tests(int least, int most) {
    std::vector<Test> tests;
    for (int i = Pick(least, most); i > 0; --i) tests.push_back(TestOf(AnyQuestion(), draft_.questions));
    return tests;
  }

  std::vector<Index> Some(int most) {
    std::vector<Index> some;
    for (int i = Pick(0, most); i > 0; --i) {
      const Index question = AnyQuestion();
      if (std::find(some.begin(), some.end(), question) == some.end()) some.push_back(question);
    }
    return some;
  }

  PointTable MakeTable(const std::vector<Test>& when) {
    PointTable table;
    table.when = when;
    for (std::int32_t lo = 0; lo <= kNumberMax;) {
      const std::int32_t hi = Pick(lo, kNumberMax);
      table.ranges.push_back({lo, hi, static_cast<std::int16_t>(Pick(0, 3))});
      lo = hi + 1;
    }
    // A mutant's limits may overlap: the first range counts.
    if (Chance(5)) table.ranges.front().hi += 1;
    return table;
  }

  DraftScore MakeScore(int i) {
    DraftScore score;
    score.info.id = "s" + std::to_string(i);
    for (const Index question : Some(4)) {
      DraftPart part;
      part.question = question;
      for (int n = Pick(0, 2); n > 0; --n) part.tables.push_back(MakeTable(Tests(1, 2)));
      part.tables.push_back(MakeTable({}));
      score.parts.push_back(part);
    }
    if (Chance(2)) score.except = Tests(1, 2);
    return score;
  }

  Condition MakeCondition() {
    Condition condition;
    condition.all = Chance(2);
    condition.tests = Tests(1, Chance(2) ? 1 : static_cast<int>(kTestsMax));
    if (!draft_.scores.empty() && Chance(4)) {
      Test test;
      test.kind = Chance(3) ? TestKind::kSinglePart : TestKind::kScore;
      test.what = static_cast<Index>(Pick(0, static_cast<int>(draft_.scores.size()) - 1));
      test.lo = Pick(1, 6);
      condition.tests.back() = test;
    }
    return condition;
  }

  DraftRule MakeRule(const std::string& id) {
    DraftRule rule;
    rule.rule.id = id;
    rule.rule.level = AnyLevel();
    rule.condition = MakeCondition();
    return rule;
  }

  DraftModifier MakeModifier(int i) {
    DraftModifier modifier;
    modifier.rule.id = "modifier" + std::to_string(i);
    modifier.condition = MakeCondition();
    modifier.steps = Pick(1, 3);
    modifier.at_most = AnyLevel();
    return modifier;
  }

  DraftComplaint MakeComplaint(int i) {
    DraftComplaint draft;
    Complaint& complaint = draft.complaint;
    complaint.id = "complaint" + std::to_string(i);
    complaint.questions = Some(kQuestions);
    for (const Index question : complaint.questions) {
      if (Chance(3)) complaint.must_ask.push_back(question);
    }
    for (int n = Pick(0, 8); n > 0; --n) {
      draft.rules.push_back(MakeRule(complaint.id + "." + std::to_string(n)));
    }
    draft.advice.resize(draft_.levels.size());
    return draft;
  }

  std::mt19937& random_;
  Draft draft_;
  std::vector<DraftQuestion> none_;
};

}  // namespace

Draft RandomDraft(std::mt19937& random) {
  return Maker(random).Make();
}

}  // namespace legevakt::triage::testing
