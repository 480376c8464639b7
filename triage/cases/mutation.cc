#include <algorithm>

#include "triage/cases/cases.h"
#include "triage/lint/partition.h"
#include "triage/reader/expression.h"

namespace legevakt::triage {
namespace {

// Changes a working copy in place, runs the cases, and puts it back.
class Mutator {
 public:
  Mutator(const Draft& draft, const std::vector<Case>& cases) : draft_(draft), cases_(cases) {}

  MutationResult Run() {
    MutateRules(draft_.rules, kNone);
    for (std::size_t i = 0; i < draft_.complaints.size(); ++i) {
      MutateRules(draft_.complaints[i].rules, static_cast<Index>(i));
    }
    for (std::size_t i = 0; i < draft_.modifiers.size(); ++i) MutateModifier(i);
    for (DraftScore& score : draft_.scores) MutateScore(score);
    return std::move(result_);
  }

 private:
  // A mutant of one complaint can only be noticed by that complaint's cases.
  void Try(const std::string& what, const FilePlace& place, Index complaint) {
    ++result_.mutants;
    const auto tool = Compile(draft_);
    const auto notices = [&](const Case& one) {
      return (complaint == kNone || one.complaint == complaint) && !Passes(*tool, one);
    };
    if (std::any_of(cases_.begin(), cases_.end(), notices)) return;
    result_.survivors.push_back({what, place});
  }

  template <typename T>
  void TryWith(T& field, T value, const std::string& what, const FilePlace& place, Index complaint) {
    const T before = field;
    field = value;
    Try(what, place, complaint);
    field = before;
  }

  void DropTests(Condition& condition, const std::string& id, const FilePlace& place, Index complaint) {
    for (std::size_t i = 0; i < condition.tests.size(); ++i) {
      const auto at = condition.tests.begin() + static_cast<std::ptrdiff_t>(i);
      const Test dropped = *at;
      condition.tests.erase(at);
      Try(id + ": - " + NameOf(dropped), place, complaint);
      condition.tests.insert(condition.tests.begin() + static_cast<std::ptrdiff_t>(i), dropped);
    }
  }

  const std::string& NameOf(const Test& test) const {
    return IsScore(test) ? draft_.scores[test.what].info.id : draft_.questions[test.what].question.id;
  }

  void MutateCondition(Condition& condition, const std::string& id, const FilePlace& place, Index complaint) {
    if (condition.tests.size() > 1) {
      TryWith(condition.all, !condition.all, id + ": all/any", place, complaint);
      DropTests(condition, id, place, complaint);
    }
    for (Test& test : condition.tests) {
      const bool score = IsScore(test);
      if (!score && test.kind != TestKind::kRange) continue;
      const std::string name = id + ": " + NameOf(test) + " ";
      for (const int step : {-1, 1}) {
        const std::string by = step < 0 ? " - 1" : " + 1";
        if (test.lo != kLeast) {
          TryWith(test.lo, test.lo + step, name + ">= " + std::to_string(test.lo) + by, place, complaint);
        }
        if (!score && test.hi != kMost) {
          TryWith(test.hi, test.hi + step, name + "<= " + std::to_string(test.hi) + by, place, complaint);
        }
      }
    }
  }

  void MutateRules(std::vector<DraftRule>& rules, Index complaint) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      DraftRule removed = std::move(rules[i]);
      rules.erase(rules.begin() + static_cast<std::ptrdiff_t>(i));
      Try(removed.rule.id + ": -", removed.place, complaint);
      rules.insert(rules.begin() + static_cast<std::ptrdiff_t>(i), std::move(removed));

      DraftRule& rule = rules[i];
      const Index level = rule.rule.level;
      if (level > 0) {
        TryWith<Index>(rule.rule.level, level - 1, rule.rule.id + ": level up", rule.place, complaint);
      }
      if (level + 1U < draft_.levels.size()) {
        TryWith<Index>(rule.rule.level, level + 1, rule.rule.id + ": level down", rule.place, complaint);
      }
      MutateCondition(rule.condition, rule.rule.id, rule.place, complaint);
    }
  }

  void MutateModifier(std::size_t i) {
    DraftModifier removed = std::move(draft_.modifiers[i]);
    draft_.modifiers.erase(draft_.modifiers.begin() + static_cast<std::ptrdiff_t>(i));
    Try(removed.rule.id + ": -", removed.place, kNone);
    draft_.modifiers.insert(draft_.modifiers.begin() + static_cast<std::ptrdiff_t>(i), std::move(removed));

    DraftModifier& modifier = draft_.modifiers[i];
    if (modifier.at_most > 0) {
      TryWith<Index>(modifier.at_most, modifier.at_most - 1, modifier.rule.id + ": cap up", modifier.place,
                     kNone);
    }
    MutateCondition(modifier.condition, modifier.rule.id, modifier.place, kNone);
  }

  void MutateTable(PointTable& table, const DraftScore& score, const Question& question) {
    const std::string name = score.info.id + " " + question.id + " ";
    for (std::size_t i = 0; i < table.ranges.size(); ++i) {
      PointRange& range = table.ranges[i];
      for (const int step : {-1, 1}) {
        const std::string by = step < 0 ? " - 1" : " + 1";
        if (range.points + step >= 0) {
          TryWith<std::int16_t>(range.points, static_cast<std::int16_t>(range.points + step),
                                name + "#" + std::to_string(i + 1) + " " + std::to_string(range.points) + by,
                                table.place, kNone);
        }
        if (question.type != AnswerType::kNumber || i + 1 == table.ranges.size()) continue;
        PointRange& next = table.ranges[i + 1];
        range.hi += step;
        next.lo += step;
        Try(name + NumberText(question, range.hi - step) + by, table.place, kNone);
        range.hi -= step;
        next.lo -= step;
      }
    }
    for (std::size_t i = 0; i < table.when.size(); ++i) {
      const std::vector<Test> before = table.when;
      table.when.erase(table.when.begin() + static_cast<std::ptrdiff_t>(i));
      Try(name + "when #" + std::to_string(i + 1), table.place, kNone);
      table.when = before;
    }
  }

  void MutateScore(DraftScore& score) {
    for (DraftPart& part : score.parts) {
      for (PointTable& table : part.tables)
        MutateTable(table, score, draft_.questions[part.question].question);
    }
    for (std::size_t i = 0; i < score.except.size(); ++i) {
      const std::vector<Test> before = score.except;
      score.except.erase(score.except.begin() + static_cast<std::ptrdiff_t>(i));
      Try(score.info.id + ": except #" + std::to_string(i + 1), score.place, kNone);
      score.except = before;
    }
  }

  Draft draft_;
  const std::vector<Case>& cases_;
  MutationResult result_;
};

}  // namespace

MutationResult Mutate(const Draft& draft, const std::vector<Case>& cases) {
  return Mutator(draft, cases).Run();
}

}  // namespace legevakt::triage
