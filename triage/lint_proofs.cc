#include <algorithm>
#include <set>

#include "triage/lint_internal.h"

namespace legevakt::triage::internal {
namespace {

// Calls `body` with each way to answer `questions`; at most the product of their cells. Context may also be
// unknown.
template <typename Body>
void ForEachAnswer(const Draft& draft, const Partition& partition, const std::vector<Index>& questions,
                   AnswerSet& answers, Body body, std::size_t at = 0) {
  if (at == questions.size()) return body();
  std::vector<Value> cells = partition.Cells(questions[at]);
  if (draft.questions[questions[at]].question.context) cells.push_back(Value{});
  for (const Value value : cells) {
    answers.values[questions[at]] = value;
    ForEachAnswer(draft, partition, questions, answers, body, at + 1);
  }
}

// More ways than this to answer the questions that one proof turns on: the tool is refused, not searched for
// hours.
constexpr std::size_t kWaysMax = 100'000;

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

bool Linter::Covered(const std::vector<Test>& tests, Index question, Value value,
                     const DraftComplaint* complaint, Index level) const {
  const auto covers = [&](const DraftRule& rule) {
    if (rule.rule.level > level) return false;
    const auto implied = [&](const Test& test) { return Implies(tests, test, question, value); };
    const auto& wanted = rule.condition.tests;
    return rule.condition.all ? std::all_of(wanted.begin(), wanted.end(), implied)
                              : std::any_of(wanted.begin(), wanted.end(), implied);
  };
  if (std::any_of(draft_.rules.begin(), draft_.rules.end(), covers)) return true;
  return complaint != nullptr && std::any_of(complaint->rules.begin(), complaint->rules.end(), covers);
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
  for (const Index question : complaint.questions) {
    const DraftQuestion& draft = draft_.questions[question];
    if (draft.question.context || answers.values[question].known != Known::kNotAsked) continue;
    const bool number = draft.question.type == AnswerType::kNumber;
    answers.values[question] =
        number ? Value::Number(draft.best.back().lo) : partition_.Cells(question).front();
  }
}

// Tries the pair with the evaluator: the rule's other tests hold, everything else is answered at its best.
bool Linter::Falls(const std::vector<Test>& tests, const DraftComplaint* complaint, const AnswerSet& context,
                   Index question, Value better, Value worse, std::string& levels) const {
  const DraftComplaint& shown = complaint != nullptr ? *complaint : draft_.complaints.front();
  const auto index = static_cast<Index>(&shown - draft_.complaints.data());
  AnswerSet answers = context;
  Witness(tests, answers);
  answers.values[question] = better;
  AnswerCalm(shown.complaint, answers);
  const Index before = Evaluate(*tool_, index, answers).level;
  answers.values[question] = worse;
  const Index after = Evaluate(*tool_, index, answers).level;
  levels = draft_.levels[before].id + " -> " + draft_.levels[after].id;
  return after > before;
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

// --- a worse answer never gives a lower urgency, within a context

// One question of one rule, the others as the rule wants them: where the test stops holding as the answer
// gets worse, another rule must take over.
void Linter::ProveTest(const std::vector<Test>& tests, Index question, const FilePlace& place,
                       const std::string& id, const DraftComplaint* complaint, Index level, Proof& proof) {
  const DraftQuestion& draft = draft_.questions[question];
  std::set<Index> context;
  for (const DraftQuestion::Best& best : draft.best) {
    for (const Test& test : best.when) context.insert(test.what);
  }
  const std::vector<Index> contexts(context.begin(), context.end());
  if (!Affordable(contexts, place, proof)) return;
  AnswerSet answers(*tool_);
  bool told = false;
  const auto holds = [&](Value cell) {
    return std::all_of(tests.begin(), tests.end(), [&](const Test& test) {
      return IsScore(test) || test.what != question || Satisfies(test, cell);
    });
  };
  const auto allowed = [&](const Test& test) {
    return IsScore(test) || !context.contains(test.what) || Satisfies(test, answers.values[test.what]);
  };
  ForEachAnswer(draft_, partition_, contexts, answers, [&] {
    if (!std::all_of(tests.begin(), tests.end(), allowed)) return;
    const DraftQuestion::Best* best = BestFor(draft, answers);
    for (const Value better : partition_.Cells(question)) {
      for (const Value worse : partition_.Cells(question)) {
        ++proof.cases;
        if (told || !holds(better) || holds(worse)) continue;
        if (!AtLeastAsBad(draft.question, best, better, worse)) continue;
        if (Covered(tests, question, worse, complaint, level)) continue;
        told = true;
        proof.holds = false;
        std::string levels;
        const bool falls = Falls(tests, complaint, answers, question, better, worse, levels);
        Problem(place, falls ? "triage.lint_not_monotone" : "triage.lint_not_proven",
                {{"rule", id},
                 {"better", Say(question, better)},
                 {"worse", Say(question, worse)},
                 {"levels", levels}});
      }
    }
  });
}

void Linter::ProveCondition(const Condition& condition, const FilePlace& place, const std::string& id,
                            const DraftComplaint* complaint, Index level, Proof& proof) {
  std::set<Index> done;
  for (const Test& test : condition.tests) {
    if (IsScore(test) || draft_.questions[test.what].question.context) continue;
    if (condition.all) {
      if (done.insert(test.what).second) {
        ProveTest(condition.tests, test.what, place, id, complaint, level, proof);
      }
    } else {
      ProveTest({test}, test.what, place, id, complaint, level, proof);
    }
  }
}

void Linter::ProveMonotone() {
  Proof proof{"triage.proof_monotone", 0, true};
  for (const DraftRule& rule : draft_.rules) {
    ProveCondition(rule.condition, rule.place, rule.rule.id, nullptr, rule.rule.level, proof);
  }
  for (const DraftComplaint& complaint : draft_.complaints) {
    for (const DraftRule& rule : complaint.rules) {
      ProveCondition(rule.condition, rule.place, rule.rule.id, &complaint, rule.rule.level, proof);
    }
  }
  for (const DraftModifier& modifier : draft_.modifiers) {
    // No rule can stand in for a modifier, so none may take over.
    ProveCondition(modifier.condition, modifier.place, modifier.rule.id, nullptr, 0, proof);
  }
  result_.proofs.push_back(proof);
}

// --- a score never falls as an answer gets worse

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
  const auto points = [&] {
    for (const PointTable& table : part.tables) {
      if (!HoldAll(table.when, answers)) continue;
      const Value value = answers.values[part.question];
      const std::int32_t at = value.known == Known::kValue ? value.value : value.known == Known::kYes ? 1 : 0;
      for (const PointRange& range : table.ranges) {
        if (at >= range.lo && at <= range.hi) return static_cast<int>(range.points);
      }
    }
    return 0;
  };
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
      for (const Value better : partition_.Cells(question)) {
        for (const Value worse : partition_.Cells(question)) {
          ++proof.cases;
          if (told || !AtLeastAsBad(draft_.questions[question].question, best, better, worse)) continue;
          answers.values[question] = better;
          const int before = points();
          answers.values[question] = worse;
          if (points() >= before) continue;
          told = true;
          proof.holds = false;
          Problem(
              part.tables.front().place, "triage.lint_score_falls",
              {{"score", score.info.id}, {"better", Say(question, better)}, {"worse", Say(question, worse)}});
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
    const auto& ranges = part.tables.back().ranges;
    const auto worst = std::max_element(ranges.begin(), ranges.end(),
                                        [](const auto& a, const auto& b) { return a.points < b.points; });
    for (const Value cell : partition_.Cells(part.question)) {
      const std::int32_t at = cell.known == Known::kValue ? cell.value : cell.known == Known::kYes ? 1 : 0;
      if (at >= worst->lo && at <= worst->hi) answers.values[part.question] = cell;
    }
  }
}

void Linter::ProveRedReachable() {
  Proof proof{"triage.proof_red", 0, true};
  for (std::size_t i = 0; i < draft_.complaints.size(); ++i) {
    const DraftComplaint& complaint = draft_.complaints[i];
    bool reached = false;
    const auto reaches = [&](const DraftRule& rule) {
      if (rule.rule.level != 0) return false;
      const auto asked = [&](const Test& test) {
        return IsScore(test) || CanBeAnswered(&complaint, test.what);
      };
      const auto& tests = rule.condition.tests;
      if (!std::all_of(tests.begin(), tests.end(), asked)) return false;
      AnswerSet answers(*tool_);
      for (const Test& test : tests) {
        if (IsScore(test)) AnswerWorst(complaint, draft_.scores[test.what], answers);
      }
      ++proof.cases;
      return Witness(tests, answers) && Evaluate(*tool_, static_cast<Index>(i), answers).level == 0;
    };
    reached = std::any_of(draft_.rules.begin(), draft_.rules.end(), reaches) ||
              std::any_of(complaint.rules.begin(), complaint.rules.end(), reaches);
    if (reached) continue;
    proof.holds = false;
    Problem(complaint.place, "triage.lint_no_red",
            {{"complaint", complaint.complaint.id}, {"level", draft_.levels.front().id}});
  }
  result_.proofs.push_back(proof);
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

// Each level is the answer of some rule; the lowest that of none, and the one above it that of the floor.
void Linter::CheckLevels(bool lowest_reached) {
  std::set<Index> reached{static_cast<Index>(draft_.levels.size() - 2)};
  if (lowest_reached) reached.insert(static_cast<Index>(draft_.levels.size() - 1));
  for (const DraftRule& rule : draft_.rules) reached.insert(rule.rule.level);
  for (const DraftComplaint& complaint : draft_.complaints) {
    for (const DraftRule& rule : complaint.rules) reached.insert(rule.rule.level);
  }
  for (std::size_t i = 0; i < draft_.levels.size(); ++i) {
    if (reached.contains(static_cast<Index>(i))) continue;
    Problem({1, 1}, "triage.lint_level", {{"level", draft_.levels[i].id}});
  }
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
