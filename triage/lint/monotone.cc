#include "triage/lint/monotone.h"

#include <algorithm>
#include <set>

namespace legevakt::triage::internal {
namespace {

// The ways to answer the questions that scores turn on, beyond which a rule's score is not used in a proof.
constexpr std::size_t kScoreWaysMax = 20'000;
// How many backgrounds are tried to show a pair.
constexpr std::size_t kTriesMax = 5'000;

Index Raised(const DraftModifier& modifier, Index base) {
  const Index up = base > modifier.steps ? static_cast<Index>(base - modifier.steps) : Index{0};
  return std::min(base, std::max(up, modifier.at_most));
}

}  // namespace

Proof Monotone::Run() {
  const auto rule = [&](const DraftRule& one, const DraftComplaint* complaint) {
    ProveCondition(one.condition, {{}, complaint, nullptr, one.rule.level, one.rule.id, one.place});
  };
  for (const DraftRule& one : draft_.rules) rule(one, nullptr);
  for (const DraftComplaint& complaint : draft_.complaints) {
    for (const DraftRule& one : complaint.rules) rule(one, &complaint);
  }
  for (const DraftModifier& one : draft_.modifiers) {
    ProveCondition(one.condition, {{}, nullptr, &one, one.at_most, one.rule.id, one.place});
  }
  return proof_;
}

void Monotone::ProveCondition(const Condition& condition, Way way) {
  std::vector<std::vector<Test>> branches;
  if (condition.all) branches.push_back(condition.tests);
  if (!condition.all) {
    for (const Test& test : condition.tests) branches.push_back({test});
  }
  for (const std::vector<Test>& branch : branches) {
    way.tests = branch;
    std::set<Index> done;
    for (const Test& test : branch) {
      if (IsScore(test) || draft_.questions[test.what].question.context) continue;
      if (done.insert(test.what).second) Prove(way, test.what);
    }
  }
}

// The cells that all of the way's tests of this question allow, or, where it has none, all and none known.
std::vector<Value> Monotone::FittingCells(const Way& way, Index question) const {
  std::vector<Value> cells = linter_.partition_.Cells(question);
  bool tested = false;
  for (const Test& test : way.tests) {
    if (IsScore(test) || test.what != question) continue;
    tested = true;
    std::erase_if(cells, [&](Value cell) { return !Satisfies(test, cell); });
  }
  if (!tested) cells.push_back(Value{});
  return cells;
}

bool Monotone::AffordableWays(const Way& way, const std::vector<Index>& fixed) {
  std::size_t ways = 1;
  for (const Index question : fixed) {
    ways *= std::max<std::size_t>(1, FittingCells(way, question).size());
    if (ways <= kWaysMax) continue;
    proof_.holds = false;
    linter_.Problem(way.place, "triage.lint_too_many", {{"n", std::to_string(fixed.size())}});
    return false;
  }
  return true;
}

// One question of one way, the others as the way wants them.
void Monotone::Prove(const Way& way, Index question) {
  std::set<Index> others;
  for (const Test& test : way.tests) {
    if (!IsScore(test)) others.insert(test.what);
  }
  for (const DraftQuestion::Best& best : draft_.questions[question].best) {
    for (const Test& test : best.when) others.insert(test.what);
  }
  others.erase(question);
  const std::vector<Index> fixed(others.begin(), others.end());
  if (!AffordableWays(way, fixed)) return;
  std::vector<std::vector<Value>> cells;
  for (const Index other : fixed) cells.push_back(FittingCells(way, other));
  AnswerSet answers(tool_);
  told_ = false;
  ForEachCell(fixed, cells, answers, [&] {
    if (!told_) ProveCells(way, question, answers);
  });
}

void Monotone::ProveCells(const Way& way, Index question, AnswerSet& answers) {
  const DraftQuestion& draft = draft_.questions[question];
  const DraftQuestion::Best* best = BestFor(draft, answers);
  const std::vector<Value>& cells = linter_.partition_.Cells(question);
  const auto holds = [&](Value cell) {
    return std::all_of(way.tests.begin(), way.tests.end(), [&](const Test& test) {
      return IsScore(test) || test.what != question || Satisfies(test, cell);
    });
  };
  std::vector<Value> worse_answers = cells;
  // Not to know is never better than the best answer.
  worse_answers.push_back(Value::Unknown());
  for (const Value worse : worse_answers) {
    ++proof_.cases;
    if (holds(worse)) continue;
    const bool unknown = worse.known == Known::kUnknown;
    const auto falls_from = [&](Value cell) {
      return holds(cell) &&
             (unknown ? IsBest(draft, best, cells, cell) : AtLeastAsBad(draft.question, best, cell, worse));
    };
    const auto better = std::find_if(cells.begin(), cells.end(), falls_from);
    if (better == cells.end()) continue;
    question_ = question;
    better_ = *better;
    AnswerSet shown = answers;
    shown.values[question] = worse;
    const DraftComplaint* complaint = Uncovered(way, shown);
    if (complaint == nullptr) continue;
    told_ = true;
    proof_.holds = false;
    Tell(way, shown, {complaint, question, *better, worse});
    return;
  }
}

// --- what takes over

const DraftComplaint* Monotone::Uncovered(const Way& way, AnswerSet& answers) {
  if (way.complaint != nullptr) return CoveredIn(way, *way.complaint, answers) ? nullptr : way.complaint;
  for (const DraftComplaint& complaint : draft_.complaints) {
    if (!CoveredIn(way, complaint, answers)) return &complaint;
  }
  return nullptr;
}

bool Monotone::CoveredIn(const Way& way, const DraftComplaint& complaint, AnswerSet& answers) {
  const auto covered = [&](const AnswerSet& tried, bool points) {
    return RulesCover(way, complaint, tried, points) || FloorCovers(way, complaint, tried) ||
           ModifierCovers(way, tried);
  };
  if (covered(answers, false)) return true;
  // With the points of the answers at hand, for every answer that the tables of the scores turn on; and where
  // the floor gives the way's level, for every answer that takes the floor away.
  std::vector<Index> turned_on = ScoreQuestions(way, complaint, answers);
  AddFloorQuestions(way, complaint, answers, turned_on);
  std::vector<std::vector<Value>> cells;
  std::size_t ways = 1;
  for (const Index question : turned_on) {
    cells.push_back(OpenCells(way, complaint, question));
    ways *= cells.back().size();
    if (ways > kScoreWaysMax) return false;
  }
  bool all = true;
  AnswerSet tried = answers;
  ForEachCell(turned_on, cells, tried, [&] {
    if (!all) return;
    // Where the way's own score does not exist, the way does not hold.
    const auto gone = [&](const Test& test) { return IsScore(test) && Excluded(test.what, tried); };
    if (std::any_of(way.tests.begin(), way.tests.end(), gone) || covered(tried, true)) return;
    all = false;
    answers = tried;
  });
  return all;
}

// Must-ask questions whose answers may make a rule hold while they take the floor away.
void Monotone::AddFloorQuestions(const Way& way, const DraftComplaint& complaint, const AnswerSet& answers,
                                 std::vector<Index>& questions) const {
  if (way.level + 2U < draft_.levels.size()) return;
  for (const Index question : complaint.complaint.must_ask) {
    const Question& one = draft_.questions[question].question;
    const bool only_no = one.type == AnswerType::kYesNo && !one.context;
    const bool there = std::find(questions.begin(), questions.end(), question) != questions.end();
    if (only_no || there || answers.values[question].known != Known::kNotAsked) continue;
    questions.push_back(question);
  }
}

// The ways to answer a question, and none, unless to leave it open would hold the floor at the way's level.
std::vector<Value> Monotone::OpenCells(const Way& way, const DraftComplaint& complaint,
                                       Index question) const {
  std::vector<Value> cells;
  const auto& must = complaint.complaint.must_ask;
  const bool floor = way.level + 2U >= draft_.levels.size() &&
                     std::find(must.begin(), must.end(), question) != must.end() &&
                     draft_.questions[question].relevant_if.empty();
  if (!floor) cells.push_back(Value{});
  for (const Value cell : linter_.partition_.Cells(question)) cells.push_back(cell);
  return cells;
}

bool Monotone::RulesCover(const Way& way, const DraftComplaint& complaint, const AnswerSet& answers,
                          bool points) const {
  const auto covers = [&](const DraftRule& rule) {
    return rule.rule.level <= way.level && Holds(rule.condition, way, answers, points);
  };
  return std::any_of(draft_.rules.begin(), draft_.rules.end(), covers) ||
         std::any_of(complaint.rules.begin(), complaint.rules.end(), covers);
}

// A must-ask question that is answered yes, or that nobody can answer, holds the floor by itself.
bool Monotone::FloorCovers(const Way& way, const DraftComplaint& complaint, const AnswerSet& answers) const {
  if (way.level + 2U < draft_.levels.size()) return false;
  const auto& must = complaint.complaint.must_ask;
  return std::any_of(must.begin(), must.end(), [&](Index question) {
    const Known known = answers.values[question].known;
    const bool yes = known == Known::kYes && !draft_.questions[question].question.context;
    return yes || known == Known::kUnknown;
  });
}

// Whether a condition may have held before the answer got worse.
bool Monotone::MayHaveHeld(const Condition& condition, const AnswerSet& answers) const {
  const auto may = [&](const Test& test) {
    if (IsScore(test)) return true;
    const Value value = test.what == question_ ? better_ : answers.values[test.what];
    return value.known == Known::kNotAsked || Satisfies(test, value);
  };
  const auto& tests = condition.tests;
  return condition.all ? std::all_of(tests.begin(), tests.end(), may)
                       : std::any_of(tests.begin(), tests.end(), may);
}

// Another modifier that raises at least as far; for a rule, one that lifts even the lowest level as far as
// any modifier could have lifted the rule's.
bool Monotone::ModifierCovers(const Way& way, const AnswerSet& answers) const {
  const auto lowest = static_cast<Index>(draft_.levels.size() - 1);
  Index highest = way.level;
  for (const DraftModifier& one : draft_.modifiers) {
    if (MayHaveHeld(one.condition, answers)) highest = std::min(highest, Raised(one, way.level));
  }
  return std::any_of(draft_.modifiers.begin(), draft_.modifiers.end(), [&](const DraftModifier& one) {
    if (!Holds(one.condition, way, answers, false)) return false;
    if (way.modifier == nullptr) return Raised(one, lowest) <= highest;
    return one.steps >= way.modifier->steps && one.at_most <= way.modifier->at_most;
  });
}

bool Monotone::Holds(const Condition& condition, const Way& way, const AnswerSet& answers,
                     bool points) const {
  const auto holds = [&](const Test& test) {
    return IsScore(test) ? HoldsScore(test, way, answers, points)
                         : Satisfies(test, answers.values[test.what]);
  };
  const auto& tests = condition.tests;
  return condition.all ? std::all_of(tests.begin(), tests.end(), holds)
                       : std::any_of(tests.begin(), tests.end(), holds);
}

// The way's own scores hold still (a score never falls as an answer gets worse: ProveScores); with `points`,
// those of the answers at hand count too.
bool Monotone::HoldsScore(const Test& test, const Way& way, const AnswerSet& answers, bool points) const {
  const auto implies = [&](const Test& own) {
    return own.kind == test.kind && own.what == test.what && own.lo >= test.lo;
  };
  if (std::any_of(way.tests.begin(), way.tests.end(), implies)) return true;
  if (!points || Excluded(test.what, answers)) return false;
  int sum = 0;
  int single = 0;
  for (const DraftPart& part : draft_.scores[test.what].parts) {
    const int part_points = PointsOf(part, answers);
    sum += part_points;
    single = std::max(single, part_points);
  }
  return (test.kind == TestKind::kScore ? sum : single) >= test.lo;
}

bool Monotone::Excluded(Index score, const AnswerSet& answers) const {
  const auto& except = draft_.scores[score].except;
  return std::any_of(except.begin(), except.end(),
                     [&](const Test& test) { return Satisfies(test, answers.values[test.what]); });
}

// What decides which table a score uses, of the rules that could take over by a score.
std::vector<Index> Monotone::ScoreQuestions(const Way& way, const DraftComplaint& complaint,
                                            const AnswerSet& answers) const {
  std::set<Index> questions;
  const auto take = [&](const std::vector<Test>& tests) {
    for (const Test& test : tests) questions.insert(test.what);
  };
  const auto take_rule = [&](const DraftRule& rule) {
    if (rule.rule.level > way.level) return;
    for (const Test& test : rule.condition.tests) {
      if (!IsScore(test)) continue;
      take(draft_.scores[test.what].except);
      for (const DraftPart& part : draft_.scores[test.what].parts) {
        // An open part gives no points, whatever its table.
        if (answers.values[part.question].known == Known::kNotAsked) continue;
        for (const PointTable& table : part.tables) take(table.when);
      }
    }
  };
  for (const DraftRule& rule : draft_.rules) take_rule(rule);
  for (const DraftRule& rule : complaint.rules) take_rule(rule);
  std::vector<Index> open;
  for (const Index question : questions) {
    if (answers.values[question].known == Known::kNotAsked) open.push_back(question);
  }
  return open;
}

// --- the pair that shows it

void Monotone::Tell(const Way& way, const AnswerSet& answers, const Fall& fall) {
  std::string levels;
  AnswerSet shown = answers;
  AnswerSet plain(tool_);
  bool falls = false;
  // Nothing else; then no and normal to what must be asked; then to all that is asked.
  for (const Rest rest : {Rest::kOpen, Rest::kMustAsk, Rest::kCalm}) {
    if (falls) break;
    shown = answers;
    plain = AnswerSet(tool_);
    Fill(rest, *fall.complaint, plain);
    falls = Show(way, shown, fall, plain, levels);
  }
  std::string also;
  for (std::size_t i = 0; falls && i < shown.values.size(); ++i) {
    const Value value = shown.values[i];
    if (i == fall.question || value == plain.values[i]) continue;
    also += (also.empty() ? "" : ", ") + linter_.Say(static_cast<Index>(i), value);
  }
  const bool open = plain.values == AnswerSet(tool_).values;
  const std::string rest{text::Get(linter_.lang_, open ? "triage.lint_rest_open" : "triage.lint_rest_calm")};
  linter_.Problem(way.place, falls ? "triage.lint_not_monotone" : "triage.lint_not_proven",
                  {{"rule", way.id},
                   {"better", linter_.Say(fall.question, fall.better)},
                   {"worse", linter_.Say(fall.question, fall.worse)},
                   {"complaint", fall.complaint->complaint.id},
                   {"levels", levels},
                   {"rest", also.empty() ? rest : also + ", " + rest}});
}

void Monotone::Fill(Rest rest, const DraftComplaint& complaint, AnswerSet& answers) const {
  if (rest == Rest::kOpen) return;
  Complaint asked = complaint.complaint;
  if (rest == Rest::kMustAsk) asked.questions = asked.must_ask;
  linter_.AnswerCalm(asked, answers);
}

bool Monotone::Falls(const Fall& fall, AnswerSet& answers, std::string& levels) const {
  const auto index = static_cast<Index>(fall.complaint - draft_.complaints.data());
  answers.values[fall.question] = fall.better;
  const Index before = Evaluate(tool_, index, answers).level;
  answers.values[fall.question] = fall.worse;
  const Index after = Evaluate(tool_, index, answers).level;
  levels = draft_.levels[before].id + " -> " + draft_.levels[after].id;
  return after > before;
}

bool Monotone::Show(const Way& way, AnswerSet& answers, const Fall& fall, const AnswerSet& plain,
                    std::string& levels) const {
  for (const Test& test : way.tests) {
    if (IsScore(test)) linter_.AnswerWorst(*fall.complaint, draft_.scores[test.what], answers);
  }
  for (std::size_t i = 0; i < answers.values.size(); ++i) {
    if (answers.values[i].known == Known::kNotAsked) answers.values[i] = plain.values[i];
  }
  // Background that must be known before the lowest level: any will do.
  std::vector<Index> contexts;
  std::vector<std::vector<Value>> cells;
  std::size_t ways = 1;
  for (const Index question : fall.complaint->complaint.must_ask) {
    if (answers.values[question].known != Known::kNotAsked) continue;
    ways *= linter_.partition_.Cells(question).size() + 1;
    if (ways > kTriesMax) break;
    contexts.push_back(question);
    cells.push_back({Value{}});
    for (const Value cell : linter_.partition_.Cells(question)) cells.back().push_back(cell);
  }
  bool found = false;
  AnswerSet tried = answers;
  ForEachCell(contexts, cells, tried, [&] {
    if (found || !Falls(fall, tried, levels)) return;
    found = true;
    answers = tried;
  });
  if (found) Shrink(fall, answers, plain);
  return found && Falls(fall, answers, levels);
}

// Takes back every answer that the pair falls without.
void Monotone::Shrink(const Fall& fall, AnswerSet& answers, const AnswerSet& plain) const {
  std::string levels;
  for (std::size_t i = 0; i < answers.values.size(); ++i) {
    if (i == fall.question || answers.values[i] == plain.values[i]) continue;
    const Value kept = answers.values[i];
    answers.values[i] = plain.values[i];
    if (!Falls(fall, answers, levels)) answers.values[i] = kept;
  }
}

}  // namespace legevakt::triage::internal
