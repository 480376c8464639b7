#include "triage/testing/reference.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace legevakt::triage::testing {
namespace {

// Whose view a question is answered in: of what is known now, of the best that can still come, of the worst.
enum class View { kNow, kBest, kWorst };

struct RuleAt {
  const DraftRule* rule = nullptr;
  std::size_t level = 0;
};

constexpr std::size_t kDecidersMax = 8;
constexpr std::size_t kMissingMax = 32;

// As a ShortList keeps it.
std::vector<std::string> Shortened(std::vector<std::string> list, std::size_t max) {
  if (list.size() <= max) return list;
  const std::string more = "and " + std::to_string(list.size() - max) + " more";
  list.resize(max);
  list.push_back(more);
  return list;
}

class Reference {
 public:
  Reference(const Draft& draft, Index complaint, const AnswerSet& answers)
      : draft_(draft), complaint_(draft.complaints[complaint].complaint), values_(answers.values) {
    for (const DraftRule& rule : draft.rules) rules_.push_back({&rule, rule.rule.level});
    for (const DraftRule& rule : draft.complaints[complaint].rules)
      rules_.push_back({&rule, rule.rule.level});
    std::stable_sort(rules_.begin(), rules_.end(),
                     [](const RuleAt& a, const RuleAt& b) { return a.level < b.level; });
  }

  Outcome Run() {
    Outcome outcome;
    for (const Index question : Missing()) outcome.missing.push_back(Name(question));
    outcome.missing = Shortened(std::move(outcome.missing), kMissingMax);
    outcome.level = draft_.levels[Raised(View::kNow)].id;
    outcome.least = draft_.levels[Raised(View::kBest)].id;
    outcome.most = draft_.levels[Raised(View::kWorst)].id;
    outcome.decided_by = Shortened(DecidedBy(), kDecidersMax);
    outcome.raised_by = Shortened(RaisedBy(), kDecidersMax);
    outcome.scores = Scores();
    outcome.next_question = Next();
    return outcome;
  }

 private:
  std::string Name(Index question) const { return draft_.questions[question].question.id; }

  // --- answers

  static bool IsKnown(Value value) {
    return value.known != Known::kNotAsked && value.known != Known::kUnknown;
  }

  static bool Fits(const Test& test, Value value) {
    if (test.kind == TestKind::kYes) return value.known == Known::kYes;
    if (test.kind == TestKind::kNo) return value.known == Known::kNo;
    if (value.known != Known::kValue) return false;
    if (test.kind == TestKind::kRange) return test.lo <= value.value && value.value <= test.hi;
    if (value.value < 0 || value.value > 31) return false;
    return (test.mask & (1U << static_cast<unsigned>(value.value))) != 0;
  }

  bool IsRelevant(Index question) const {
    for (const Test& test : draft_.questions[question].relevant_if) {
      if (IsKnown(values_[test.what]) && !Fits(test, values_[test.what])) return false;
    }
    return true;
  }

  // Somebody is there who can measure.
  bool CanMeasure() const {
    return std::any_of(draft_.measured_when.begin(), draft_.measured_when.end(),
                       [&](const Test& test) { return Fits(test, values_[test.what]); });
  }

  static bool Contains(const std::vector<Index>& list, Index item) {
    return std::find(list.begin(), list.end(), item) != list.end();
  }

  // Can still be asked.
  bool IsOpen(Index question) const {
    const bool here =
        Contains(complaint_.questions, question) || (CanMeasure() && Contains(draft_.measured, question));
    return here && values_[question].known == Known::kNotAsked && IsRelevant(question);
  }

  // --- tests and rules

  bool Holds(const Test& test, View view) const {
    if (test.kind == TestKind::kScore || test.kind == TestKind::kSinglePart) {
      const std::vector<int> points = PointsOf(draft_.scores[test.what], view);
      int sum = 0;
      int most = 0;
      for (const int one : points) sum += one;
      for (const int one : points) most = std::max(most, one);
      return (test.kind == TestKind::kScore ? sum : most) >= test.lo;
    }
    if (IsOpen(test.what)) return view == View::kWorst;
    return Fits(test, values_[test.what]);
  }

  bool Holds(const Condition& condition, View view) const {
    const auto holds = [&](const Test& test) { return Holds(test, view); };
    const auto& tests = condition.tests;
    return condition.all ? std::all_of(tests.begin(), tests.end(), holds)
                         : std::any_of(tests.begin(), tests.end(), holds);
  }

  bool AllHold(const std::vector<Test>& tests, View view) const { return Holds({true, tests}, view); }
  bool AnyHolds(const std::vector<Test>& tests, View view) const { return Holds({false, tests}, view); }

  // --- scores

  static int PointsIn(const PointTable& table, Value value) {
    const std::int32_t at = value.known == Known::kValue ? value.value : value.known == Known::kYes ? 1 : 0;
    for (const PointRange& range : table.ranges) {
      if (range.lo <= at && at <= range.hi) return range.points;
    }
    return 0;
  }

  // The least of the points that the part can have (at worst the most), in the table that is to be used or,
  // where that is open, in those that may be. What nobody will answer counts nothing.
  int PartPoints(const DraftPart& part, View view) const {
    const Value value = values_[part.question];
    std::vector<int> can;
    for (const PointTable& table : part.tables) {
      const bool holds_now = AllHold(table.when, View::kNow);
      const bool holds_at_worst = AllHold(table.when, View::kWorst);
      if (view == View::kNow ? !holds_now : !holds_at_worst) continue;
      if (IsKnown(value)) {
        can.push_back(PointsIn(table, value));
      } else if (IsOpen(part.question)) {
        for (const PointRange& range : table.ranges) can.push_back(range.points);
      } else {
        can.push_back(0);
      }
      if (view == View::kNow || AllHold(table.when, View::kBest)) break;
    }
    if (can.empty()) return 0;
    if (view == View::kWorst) return std::max(0, *std::max_element(can.begin(), can.end()));
    return std::max(0, *std::min_element(can.begin(), can.end()));
  }

  std::vector<int> PointsOf(const DraftScore& score, View view) const {
    if (AnyHolds(score.except, View::kNow)) return {};
    if (view == View::kBest && AnyHolds(score.except, View::kWorst)) return {};
    std::vector<int> points;
    for (const DraftPart& part : score.parts) points.push_back(PartPoints(part, view));
    return points;
  }

  std::vector<std::string> Scores() const {
    std::vector<std::string> out;
    for (const DraftScore& score : draft_.scores) {
      if (AnyHolds(score.except, View::kNow)) continue;
      const auto known = [&](const DraftPart& part) { return IsKnown(values_[part.question]); };
      if (std::none_of(score.parts.begin(), score.parts.end(), known)) continue;
      int sum = 0;
      for (const int one : PointsOf(score, View::kNow)) sum += one;
      const bool complete = std::all_of(score.parts.begin(), score.parts.end(), known);
      out.push_back(score.info.id + (complete ? " " : " at least ") + std::to_string(sum));
    }
    return out;
  }

  // --- the lowest level needs the must-ask questions

  std::vector<Index> MustAsk() const {
    std::vector<Index> must = complaint_.must_ask;
    if (!CanMeasure()) return must;
    for (const Index question : draft_.measured) {
      if (!Contains(must, question)) must.push_back(question);
    }
    return must;
  }

  std::vector<Index> Missing() const {
    std::vector<Index> missing;
    for (const Index question : MustAsk()) {
      if (values_[question].known == Known::kNotAsked && IsRelevant(question)) missing.push_back(question);
    }
    return missing;
  }

  bool LowestIsBarred(View view) const {
    if (view != View::kBest && !Missing().empty()) return true;
    for (const Index question : MustAsk()) {
      const Known known = values_[question].known;
      if (known == Known::kUnknown) return true;
      const bool must_be_no =
          Contains(complaint_.must_ask, question) && !draft_.questions[question].question.context;
      if (known == Known::kYes && must_be_no) return true;
    }
    return false;
  }

  // --- the level

  std::size_t Lowest() const { return draft_.levels.size() - 1; }

  std::size_t ByRules(View view) const {
    for (const RuleAt& at : rules_) {
      if (Holds(at.rule->condition, view)) return at.level;
    }
    return Lowest();
  }

  std::size_t Base(View view) const {
    const std::size_t level = ByRules(view);
    return LowestIsBarred(view) ? std::min(level, Lowest() - 1) : level;
  }

  static std::size_t RaisedBy(const DraftModifier& modifier, std::size_t base) {
    const auto steps = static_cast<std::size_t>(modifier.steps);
    const std::size_t up = base > steps ? base - steps : 0;
    // Never above its cap, and never lower than it was.
    return std::min(base, std::max<std::size_t>(up, modifier.at_most));
  }

  std::size_t Raised(View view) const {
    const std::size_t base = Base(view);
    std::size_t level = base;
    for (const DraftModifier& modifier : draft_.modifiers) {
      if (Holds(modifier.condition, view)) level = std::min(level, RaisedBy(modifier, base));
    }
    return level;
  }

  std::vector<std::string> DecidedBy() const {
    const std::size_t level = ByRules(View::kNow);
    if (Base(View::kNow) < level) return {"must_ask"};
    std::vector<std::string> ids;
    for (const RuleAt& at : rules_) {
      if (at.level == level && Holds(at.rule->condition, View::kNow)) ids.push_back(at.rule->rule.id);
    }
    return ids.empty() ? std::vector<std::string>{"no_rule"} : ids;
  }

  std::vector<std::string> RaisedBy() const {
    const std::size_t base = Base(View::kNow);
    const std::size_t level = Raised(View::kNow);
    std::vector<std::string> ids;
    for (const DraftModifier& modifier : draft_.modifiers) {
      const bool raises = level < base && RaisedBy(modifier, base) == level;
      if (raises && Holds(modifier.condition, View::kNow)) ids.push_back(modifier.rule.id);
    }
    return ids;
  }

  // --- the next question

  // What makes a question worth asking: the level that it can lead to, how many answers that takes, and its
  // place in the complaint's order. Smaller is better; of equals the first.
  struct Candidate {
    std::size_t level = 0;
    std::size_t answers = 0;
    std::size_t place = 0;
    Index question = kNone;
  };

  std::size_t PlaceOf(Index question) const {
    const auto& asked = complaint_.questions;
    const auto at = std::find(asked.begin(), asked.end(), question);
    return at == asked.end() ? kNone : static_cast<std::size_t>(at - asked.begin());
  }

  static bool IsOfScore(const Test& test) {
    return test.kind == TestKind::kScore || test.kind == TestKind::kSinglePart;
  }

  // The open questions that a test depends on.
  std::vector<Index> OpenFor(const Test& test) const {
    std::vector<Index> questions;
    if (IsOfScore(test)) {
      const DraftScore& score = draft_.scores[test.what];
      for (const DraftPart& part : score.parts) {
        questions.push_back(part.question);
        for (const PointTable& table : part.tables) {
          for (const Test& when : table.when) questions.push_back(when.what);
        }
      }
      for (const Test& except : score.except) questions.push_back(except.what);
    } else {
      questions.push_back(test.what);
    }
    std::erase_if(questions, [&](Index question) { return !IsOpen(question); });
    return questions;
  }

  std::size_t AnswersNeeded(const Condition& condition) const {
    if (!condition.all) return 1;
    std::size_t needed = 0;
    for (const Test& test : condition.tests) {
      if (!IsOfScore(test)) {
        needed += IsOpen(test.what) ? 1 : 0;
        continue;
      }
      for (const DraftPart& part : draft_.scores[test.what].parts) needed += IsOpen(part.question) ? 1 : 0;
    }
    return needed;
  }

  void Consider(const Condition& condition, std::size_t level, std::vector<Candidate>& out) const {
    if (!Holds(condition, View::kWorst) || Holds(condition, View::kBest)) return;
    for (const Test& test : condition.tests) {
      for (const Index question : OpenFor(test)) {
        out.push_back({level, AnswersNeeded(condition), PlaceOf(question), question});
      }
    }
  }

  // All that could make the level more urgent than `than`.
  std::vector<Candidate> Raising(std::size_t than) const {
    std::vector<Candidate> out;
    for (const RuleAt& at : rules_) {
      if (at.level < than) Consider(at.rule->condition, at.level, out);
    }
    for (const DraftModifier& modifier : draft_.modifiers) {
      const std::size_t level = RaisedBy(modifier, Base(View::kNow));
      if (level < than) Consider(modifier.condition, level, out);
    }
    return out;
  }

  std::string Next() const {
    if (Raised(View::kBest) == Raised(View::kWorst)) return {};
    std::vector<Candidate> candidates = Raising(Raised(View::kNow));
    if (candidates.empty()) {
      for (const Index question : Missing()) candidates.push_back({0, 1, PlaceOf(question), question});
    }
    if (candidates.empty()) candidates = Raising(Raised(View::kBest));
    if (candidates.empty()) candidates = Raising(Base(View::kBest));
    if (candidates.empty()) return {};
    const auto better = [](const Candidate& a, const Candidate& b) {
      return std::tie(a.level, a.answers, a.place) < std::tie(b.level, b.answers, b.place);
    };
    return Name(std::min_element(candidates.begin(), candidates.end(), better)->question);
  }

  const Draft& draft_;
  const Complaint& complaint_;
  const std::vector<Value>& values_;
  std::vector<RuleAt> rules_;
};

}  // namespace

Outcome ReferenceEvaluate(const Draft& draft, Index complaint, const AnswerSet& answers) {
  return Reference(draft, complaint, answers).Run();
}

Outcome OutcomeOf(const Tool& tool, const Result& result) {
  Outcome outcome;
  const auto rules = [&](const auto& list) {
    std::vector<std::string> ids;
    for (const Index rule : list) ids.push_back(tool.rules()[rule].id);
    if (list.dropped > 0) ids.push_back("and " + std::to_string(list.dropped) + " more");
    return ids;
  };
  const auto level = [&](Index index) { return tool.levels()[index].id; };
  outcome.level = level(result.level);
  outcome.least = level(result.least);
  outcome.most = level(result.most);
  outcome.decided_by = rules(result.decided_by);
  outcome.raised_by = rules(result.raised_by);
  for (const Index question : result.missing) outcome.missing.push_back(tool.questions()[question].id);
  if (result.missing.dropped > 0) {
    outcome.missing.push_back("and " + std::to_string(result.missing.dropped) + " more");
  }
  if (result.next_question != kNone) outcome.next_question = tool.questions()[result.next_question].id;
  for (const ScoreValue& score : result.scores) {
    outcome.scores.push_back(tool.scores()[score.score].id + (score.complete ? " " : " at least ") +
                             std::to_string(score.points));
  }
  return outcome;
}

std::string ToString(const Outcome& outcome) {
  std::string out = "level " + outcome.level + " least " + outcome.least + " most " + outcome.most;
  const auto add = [&](const char* what, const std::vector<std::string>& list) {
    out += std::string("\n  ") + what;
    for (const std::string& item : list) out += " [" + item + "]";
  };
  add("decided by", outcome.decided_by);
  add("raised by", outcome.raised_by);
  add("missing", outcome.missing);
  add("scores", outcome.scores);
  return out + "\n  next " + outcome.next_question;
}

}  // namespace legevakt::triage::testing
