// What can be reached: a complaint by its words, a level by some complaint, an answer by some rule, and the
// most urgent level from everywhere.
#include <algorithm>
#include <set>
#include <utility>

#include "triage/lint/internal.h"

namespace legevakt::triage::internal {
namespace {

std::string Small(const std::string& text) {
  std::string out = text;
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// What a search finds the complaint by.
std::set<std::string> SearchWords(const Complaint& complaint) {
  std::set<std::string> words{Small(complaint.name.nb), Small(complaint.name.en)};
  for (const std::string& word : complaint.words) words.insert(Small(word));
  return words;
}

// The ways in which a condition can hold.
std::vector<std::vector<Test>> Ways(const Condition& condition) {
  if (condition.all) return {condition.tests};
  std::vector<std::vector<Test>> ways;
  for (const Test& test : condition.tests) ways.push_back({test});
  return ways;
}

}  // namespace

// A complaint that has no word of its own is never what a search offers first.
void Linter::CheckFound() {
  for (std::size_t i = 0; i < draft_.complaints.size(); ++i) {
    const std::set<std::string> words = SearchWords(draft_.complaints[i].complaint);
    for (std::size_t j = 0; j < draft_.complaints.size(); ++j) {
      if (i == j) continue;
      const std::set<std::string> others = SearchWords(draft_.complaints[j].complaint);
      if (!std::includes(others.begin(), others.end(), words.begin(), words.end())) continue;
      Problem(
          draft_.complaints[i].place, "triage.lint_not_found",
          {{"complaint", draft_.complaints[i].complaint.id}, {"other", draft_.complaints[j].complaint.id}});
      break;
    }
  }
}

// Each answer that is worse than the best is read by some rule, score or condition.
void Linter::CheckAnswers() {
  std::set<std::pair<Index, std::size_t>> read;
  std::set<Index> used;
  const auto take = [&](const std::vector<Test>& tests) {
    for (const Test& test : tests) {
      if (IsScore(test)) continue;
      used.insert(test.what);
      for (std::size_t choice = 0; choice < kChoicesMax; ++choice) {
        if (((test.mask >> choice) & 1U) != 0) read.emplace(test.what, choice);
      }
    }
  };
  const auto take_part = [&](const DraftPart& part) {
    used.insert(part.question);
    for (const PointTable& table : part.tables) {
      take(table.when);
      for (const PointRange& range : table.ranges) {
        if (range.points > 0 && range.lo >= 0)
          read.emplace(part.question, static_cast<std::size_t>(range.lo));
      }
    }
  };
  for (const DraftRule& rule : draft_.rules) take(rule.condition.tests);
  for (const DraftModifier& modifier : draft_.modifiers) take(modifier.condition.tests);
  for (const DraftComplaint& complaint : draft_.complaints) {
    for (const DraftRule& rule : complaint.rules) take(rule.condition.tests);
  }
  for (const DraftScore& score : draft_.scores) {
    for (const DraftPart& part : score.parts) take_part(part);
  }
  for (const Index question : used) {
    const Question& one = draft_.questions[question].question;
    if (one.type != AnswerType::kChoice || one.context) continue;
    for (std::size_t choice = 1; choice < one.choices.size(); ++choice) {
      if (read.contains({question, choice})) continue;
      Problem(draft_.questions[question].place, "triage.lint_answer",
              {{"id", one.id}, {"choice", one.choices[choice].id}});
    }
  }
}

// Whether these tests can hold together, with what somebody can answer, and the tool then gives the most
// urgent level.
bool Linter::GivesRed(const DraftComplaint& complaint, const std::vector<Test>& tests) const {
  const auto asked = [&](const Test& test) { return IsScore(test) || CanBeAnswered(&complaint, test.what); };
  if (!std::all_of(tests.begin(), tests.end(), asked)) return false;
  AnswerSet answers(*tool_);
  if (!Witness(tests, answers)) return false;
  for (const Test& test : tests) {
    if (IsScore(test)) AnswerWorst(complaint, draft_.scores[test.what], answers);
  }
  const auto index = static_cast<Index>(&complaint - draft_.complaints.data());
  return Evaluate(*tool_, index, answers).level == 0;
}

bool Linter::ReachesRed(const DraftComplaint& complaint, Proof& proof) const {
  std::vector<const DraftRule*> rules;
  for (const DraftRule& rule : draft_.rules) rules.push_back(&rule);
  for (const DraftRule& rule : complaint.rules) rules.push_back(&rule);
  for (const DraftRule* rule : rules) {
    if (rule->rule.level != 0) continue;
    for (const std::vector<Test>& way : Ways(rule->condition)) {
      ++proof.cases;
      if (GivesRed(complaint, way)) return true;
    }
  }
  // By a modifier that raises what a rule, or nothing but an open question, gives.
  for (const DraftModifier& modifier : draft_.modifiers) {
    for (const std::vector<Test>& raise : Ways(modifier.condition)) {
      if (modifier.at_most != 0) continue;
      ++proof.cases;
      if (GivesRed(complaint, raise)) return true;
      for (const DraftRule* rule : rules) {
        for (std::vector<Test> way : Ways(rule->condition)) {
          ++proof.cases;
          way.insert(way.end(), raise.begin(), raise.end());
          if (GivesRed(complaint, way)) return true;
        }
      }
    }
  }
  return false;
}

void Linter::ProveRedReachable() {
  Proof proof{"triage.proof_red", 0, true};
  for (const DraftComplaint& complaint : draft_.complaints) {
    if (ReachesRed(complaint, proof)) continue;
    proof.holds = false;
    Problem(complaint.place, "triage.lint_no_red",
            {{"complaint", complaint.complaint.id}, {"level", draft_.levels.front().id}});
  }
  result_.proofs.push_back(proof);
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
    Problem(LevelPlace(i), "triage.lint_level", {{"level", draft_.levels[i].id}});
  }
}

FilePlace Linter::LevelPlace(std::size_t level) const {
  return level < draft_.level_places.size() ? draft_.level_places[level] : FilePlace{1, 1};
}

}  // namespace legevakt::triage::internal
