#include <algorithm>
#include <set>

#include "triage/lint/internal.h"

namespace legevakt::triage::internal {

bool HoldAll(const std::vector<Test>& tests, const AnswerSet& answers) {
  return std::all_of(tests.begin(), tests.end(),
                     [&](const Test& test) { return Satisfies(test, answers.values[test.what]); });
}

const DraftQuestion::Best* BestFor(const DraftQuestion& question, const AnswerSet& answers) {
  for (const DraftQuestion::Best& best : question.best) {
    if (HoldAll(best.when, answers)) return &best;
  }
  return nullptr;
}

bool IsBest(const DraftQuestion& question, const DraftQuestion::Best* best, const std::vector<Value>& cells,
            Value value) {
  return std::all_of(cells.begin(), cells.end(),
                     [&](Value other) { return AtLeastAsBad(question.question, best, value, other); });
}

int PointsOf(const DraftPart& part, const AnswerSet& answers) {
  const Value value = answers.values[part.question];
  if (value.known == Known::kNotAsked || value.known == Known::kUnknown) return 0;
  const std::int32_t at = value.known == Known::kValue ? value.value : value.known == Known::kYes ? 1 : 0;
  for (const PointTable& table : part.tables) {
    if (!HoldAll(table.when, answers)) continue;
    for (const PointRange& range : table.ranges) {
      if (at >= range.lo && at <= range.hi) return range.points;
    }
    return 0;
  }
  return 0;
}

namespace {

// Calls `body` with each way to answer `questions`; at most the product of their cells. Context may also be
// unknown.
template <typename Body>
void ForEachAnswer(const Draft& draft, const Partition& partition, const std::vector<Index>& questions,
                   AnswerSet& answers, Body body) {
  std::vector<std::vector<Value>> cells;
  for (const Index question : questions) {
    cells.push_back(partition.Cells(question));
    if (draft.questions[question].question.context) cells.back().push_back(Value{});
  }
  ForEachCell(questions, cells, answers, body);
}

}  // namespace

// Whether all answers that satisfy `tests` (with `question` answered `value`) satisfy `wanted`.
bool Linter::Implies(const std::vector<Test>& tests, const Test& wanted, Index question, Value value) const {
  if (IsScore(wanted)) {
    return std::any_of(tests.begin(), tests.end(), [&](const Test& test) {
      return test.kind == wanted.kind && test.what == wanted.what && test.lo >= wanted.lo;
    });
  }
  if (wanted.what == question) return Satisfies(wanted, value);
  bool constrained = false;
  for (const Value cell : partition_.Cells(wanted.what)) {
    bool possible = true;
    for (const Test& test : tests) {
      if (IsScore(test) || test.what != wanted.what) continue;
      constrained = true;
      possible = possible && Satisfies(test, cell);
    }
    if (possible && !Satisfies(wanted, cell)) return false;
  }
  return constrained;
}

bool Linter::Witness(const std::vector<Test>& tests, AnswerSet& answers) const {
  for (const Test& test : tests) {
    if (IsScore(test)) continue;
    const auto fits = [&](Value cell) {
      return std::all_of(tests.begin(), tests.end(), [&](const Test& other) {
        return IsScore(other) || other.what != test.what || Satisfies(other, cell);
      });
    };
    const auto& cells = partition_.Cells(test.what);
    const auto cell = std::find_if(cells.begin(), cells.end(), fits);
    if (cell == cells.end()) return false;
    answers.values[test.what] = *cell;
  }
  return true;
}

// The best answer to everything that the complaint asks and that has an order.
void Linter::AnswerCalm(const Complaint& complaint, AnswerSet& answers) const {
  std::vector<Index> questions = complaint.questions;
  questions.insert(questions.end(), draft_.measured.begin(), draft_.measured.end());
  for (const Index question : questions) {
    const DraftQuestion& draft = draft_.questions[question];
    if (draft.question.context || answers.values[question].known != Known::kNotAsked) continue;
    const bool number = draft.question.type == AnswerType::kNumber;
    answers.values[question] =
        number ? Value::Number(draft.best.back().lo) : partition_.Cells(question).front();
  }
}

// Whether ForEachAnswer over `questions` comes to an end in good time; a problem where not.
bool Linter::Affordable(const std::vector<Index>& questions, const FilePlace& place, Proof& proof) {
  std::size_t ways = 1;
  for (const Index question : questions) {
    ways *= partition_.Cells(question).size() + 1;
    if (ways <= kWaysMax) continue;
    proof.holds = false;
    Problem(place, "triage.lint_too_many", {{"n", std::to_string(questions.size())}});
    return false;
  }
  return true;
}

// --- a score never falls as an answer gets worse

// " (and scale = scale2, ...)": what else the pair turns on.
std::string Linter::SayOthers(const std::vector<Index>& questions, const AnswerSet& answers) const {
  std::string out;
  for (const Index question : questions) {
    if (answers.values[question].known == Known::kNotAsked) continue;
    out += (out.empty() ? " (" : ", ") + Say(question, answers.values[question]);
  }
  return out.empty() ? out : out + ")";
}

void Linter::ProvePart(const DraftScore& score, const DraftPart& part, Proof& proof) {
  const DraftQuestion& own = draft_.questions[part.question];
  std::set<Index> others;
  for (const PointTable& table : part.tables) {
    for (const Test& test : table.when) others.insert(test.what);
  }
  for (const DraftQuestion::Best& best : own.best) {
    for (const Test& test : best.when) others.insert(test.what);
  }
  for (const Test& test : score.except) others.insert(test.what);
  others.erase(part.question);
  AnswerSet answers(*tool_);
  const auto points = [&] { return PointsOf(part, answers); };
  bool told = false;
  std::vector<Index> moved{part.question};
  for (const Index other : others) {
    if (!draft_.questions[other].question.context) moved.push_back(other);
  }
  for (const Index question : moved) {
    std::vector<Index> fixed(others.begin(), others.end());
    fixed.push_back(part.question);
    std::erase(fixed, question);
    if (!Affordable(fixed, score.place, proof)) return;
    ForEachAnswer(draft_, partition_, fixed, answers, [&] {
      const bool excluded = std::any_of(score.except.begin(), score.except.end(), [&](const Test& test) {
        return Satisfies(test, answers.values[test.what]);
      });
      if (excluded || told) return;
      const DraftQuestion::Best* best = BestFor(draft_.questions[question], answers);
      const std::vector<Value>& cells = partition_.Cells(question);
      std::vector<Value> worse_answers = cells;
      worse_answers.push_back(Value::Unknown());
      for (const Value better : cells) {
        for (const Value worse : worse_answers) {
          ++proof.cases;
          const DraftQuestion& one = draft_.questions[question];
          const bool follows = worse.known == Known::kUnknown
                                   ? IsBest(one, best, cells, better)
                                   : AtLeastAsBad(one.question, best, better, worse);
          if (told || !follows) continue;
          answers.values[question] = better;
          const int before = points();
          answers.values[question] = worse;
          if (points() >= before) continue;
          told = true;
          proof.holds = false;
          Problem(part.tables.front().place, "triage.lint_score_falls",
                  {{"score", score.info.id},
                   {"better", Say(question, better)},
                   {"worse", Say(question, worse)},
                   {"also", SayOthers(fixed, answers)}});
        }
      }
    });
  }
}

void Linter::ProveScores() {
  Proof proof{"triage.proof_scores", 0, true};
  for (const DraftScore& score : draft_.scores) {
    for (const Test& test : score.except) {
      if (draft_.questions[test.what].question.context) continue;
      proof.holds = false;
      Problem(score.place, "triage.lint_except", {{"score", score.info.id}, {"id", Name(test.what)}});
    }
    for (const DraftPart& part : score.parts) ProvePart(score, part, proof);
  }
  result_.proofs.push_back(proof);
}

// --- the most urgent level can be reached from every complaint, by an answer that somebody can give

// The answers that give a score the most points by its general tables, as far as somebody can give them.
void Linter::AnswerWorst(const DraftComplaint& complaint, const DraftScore& score, AnswerSet& answers) const {
  for (const DraftPart& part : score.parts) {
    if (!CanBeAnswered(&complaint, part.question)) continue;
    if (answers.values[part.question].known != Known::kNotAsked) continue;
    const auto& ranges = part.tables.back().ranges;
    const auto worst = std::max_element(ranges.begin(), ranges.end(),
                                        [](const auto& a, const auto& b) { return a.points < b.points; });
    for (const Value cell : partition_.Cells(part.question)) {
      const std::int32_t at = cell.known == Known::kValue ? cell.value : cell.known == Known::kYes ? 1 : 0;
      if (at >= worst->lo && at <= worst->hi) answers.values[part.question] = cell;
    }
  }
}

// --- the lowest level needs every must-ask question, and some complaint can reach each level

void Linter::ProveMustAsk() {
  Proof proof{"triage.proof_must_ask", 0, true};
  const auto lowest = static_cast<Index>(draft_.levels.size() - 1);
  bool reached = false;
  for (std::size_t i = 0; i < draft_.complaints.size(); ++i) {
    const Complaint& complaint = draft_.complaints[i].complaint;
    AnswerSet answers(*tool_);
    AnswerCalm(complaint, answers);
    std::vector<Index> contexts;
    for (const Index question : complaint.must_ask) {
      if (draft_.questions[question].question.context) contexts.push_back(question);
    }
    if (!Affordable(contexts, draft_.complaints[i].place, proof)) continue;
    ForEachAnswer(draft_, partition_, contexts, answers, [&] {
      reached = reached || Evaluate(*tool_, static_cast<Index>(i), answers).level == lowest;
      for (const Index question : complaint.must_ask) {
        // What this one depends on is left open, so that it stays relevant.
        AnswerSet open = answers;
        for (const Test& test : draft_.questions[question].relevant_if) open.values[test.what] = Value{};
        for (const Value value : {Value{}, Value::Unknown()}) {
          open.values[question] = value;
          ++proof.cases;
          if (Evaluate(*tool_, static_cast<Index>(i), open).level != lowest) continue;
          proof.holds = false;
          Problem(draft_.complaints[i].place, "triage.lint_must_ask",
                  {{"complaint", complaint.id}, {"id", Name(question)}});
        }
      }
    });
  }
  result_.proofs.push_back(proof);
  CheckLevels(reached);
}

// --- modifiers only raise: by their shape (steps up, with a cap), and by trying each on every level

void Linter::ProveModifiers() {
  Proof proof{"triage.proof_modifiers", 0, true};
  for (const DraftModifier& modifier : draft_.modifiers) {
    for (std::size_t base = 0; base < draft_.levels.size(); ++base) {
      ++proof.cases;
      const int up = static_cast<int>(base) - modifier.steps;
      const int raised = std::min(static_cast<int>(base), std::max(up, static_cast<int>(modifier.at_most)));
      if (modifier.steps >= 1 && raised <= static_cast<int>(base)) continue;
      proof.holds = false;
      Problem(modifier.place, "triage.lint_modifier", {{"rule", modifier.rule.id}});
    }
    if (modifier.at_most + 1U < draft_.levels.size()) continue;
    proof.holds = false;
    Problem(modifier.place, "triage.lint_modifier", {{"rule", modifier.rule.id}});
  }
  result_.proofs.push_back(proof);
}

}  // namespace legevakt::triage::internal
