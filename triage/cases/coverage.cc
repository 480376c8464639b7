#include <algorithm>
#include <set>

#include "triage/cases/cases.h"
#include "triage/lint/partition.h"
#include "triage/reader/expression.h"

namespace legevakt::triage {
namespace {

class Meter {
 public:
  Meter(const Draft& draft, const Tool& tool, const std::vector<Case>& cases)
      : draft_(draft), tool_(tool), cases_(cases) {
    for (const Case& one : cases) results_.push_back(Evaluate(tool, one.complaint, one.answers));
  }

  Coverage Run() {
    CountRules();
    for (const DraftRule& rule : draft_.rules) CountTests(rule.condition, kNone, rule.rule.id);
    for (const DraftModifier& modifier : draft_.modifiers)
      CountTests(modifier.condition, kNone, modifier.rule.id);
    for (std::size_t i = 0; i < draft_.complaints.size(); ++i) {
      for (const DraftRule& rule : draft_.complaints[i].rules) {
        CountTests(rule.condition, static_cast<Index>(i), rule.rule.id);
      }
    }
    for (const DraftScore& score : draft_.scores) CountScore(score);
    return std::move(coverage_);
  }

 private:
  void CountRules() {
    std::set<Index> reached;
    for (const Result& result : results_) {
      reached.insert(result.decided_by.begin(), result.decided_by.end());
      reached.insert(result.raised_by.begin(), result.raised_by.end());
    }
    for (std::size_t i = 0; i < tool_.rules().size(); ++i) {
      ++coverage_.rules;
      if (reached.contains(static_cast<Index>(i))) {
        ++coverage_.rules_reached;
      } else {
        coverage_.missed.push_back(tool_.rules()[i].id);
      }
    }
  }

  void Count(bool reached, const std::string& what) {
    ++coverage_.limits;
    if (reached) {
      ++coverage_.limits_reached;
    } else {
      coverage_.missed.push_back(what);
    }
  }

  bool Answered(Index question, std::int32_t value, Index complaint) const {
    return std::any_of(cases_.begin(), cases_.end(), [&](const Case& one) {
      return (complaint == kNone || one.complaint == complaint) &&
             one.answers.values[question] == Value::Number(value);
    });
  }

  bool Scored(const Test& test, int points) const {
    return std::any_of(results_.begin(), results_.end(), [&](const Result& result) {
      return std::any_of(result.scores.begin(), result.scores.end(), [&](const ScoreValue& score) {
        return score.score == test.what && (test.kind == TestKind::kSinglePart || score.points == points);
      });
    });
  }

  void CountBoth(Index question, std::int32_t below, Index complaint, const std::string& owner) {
    const Question& q = draft_.questions[question].question;
    for (const std::int32_t value : {below, below + 1}) {
      Count(Answered(question, value, complaint), owner + ": " + q.id + " " + NumberText(q, value));
    }
  }

  void CountTests(const Condition& condition, Index complaint, const std::string& owner) {
    for (const Test& test : condition.tests) {
      if (IsScore(test)) {
        for (const int points : {test.lo - 1, test.lo}) {
          Count(Scored(test, points),
                owner + ": " + draft_.scores[test.what].info.id + " " + std::to_string(points));
        }
      } else if (test.kind == TestKind::kRange) {
        if (test.lo != kLeast) CountBoth(test.what, test.lo - 1, complaint, owner);
        if (test.hi != kMost) CountBoth(test.what, test.hi, complaint, owner);
      }
    }
  }

  void CountScore(const DraftScore& score) {
    for (const DraftPart& part : score.parts) {
      for (const PointTable& table : part.tables) {
        if (draft_.questions[part.question].question.type != AnswerType::kNumber) continue;
        for (std::size_t i = 0; i + 1 < table.ranges.size(); ++i) {
          CountBoth(part.question, table.ranges[i].hi, kNone, score.info.id);
        }
      }
    }
  }

  const Draft& draft_;
  const Tool& tool_;
  const std::vector<Case>& cases_;
  std::vector<Result> results_;
  Coverage coverage_;
};

}  // namespace

Coverage Measure(const Draft& draft, const Tool& tool, const std::vector<Case>& cases) {
  return Meter(draft, tool, cases).Run();
}

}  // namespace legevakt::triage
