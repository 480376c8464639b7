#include "triage/lint/lint.h"

#include <algorithm>
#include <set>

#include "triage/lint/internal.h"
#include "triage/lint/monotone.h"

namespace legevakt::triage {
namespace internal {
namespace {

// What fits on the operator's screen, in characters.
constexpr std::size_t kQuestionMax = 110;
constexpr std::size_t kFindingMax = 70;
constexpr std::size_t kComplaintMax = 34;
constexpr std::size_t kLevelMax = 16;
constexpr std::size_t kReasonMax = 170;
constexpr std::size_t kAdviceMax = 320;
constexpr std::size_t kSafetyNetMax = 280;
// The same words in both languages: short ones may be names, long ones are not translated.
constexpr std::size_t kSameMax = 20;

std::size_t Characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// The beginning of a long text, never half a letter.
std::string FirstOf(const std::string& text) {
  constexpr std::size_t kShown = 40;
  if (text.size() <= kShown) return text;
  std::size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

void Use(const std::vector<Test>& tests, const Draft& draft, std::set<Index>& used) {
  for (const Test& test : tests) {
    if (!IsScore(test)) {
      used.insert(test.what);
      continue;
    }
    for (const DraftPart& part : draft.scores[test.what].parts) {
      used.insert(part.question);
      for (const PointTable& table : part.tables) Use(table.when, draft, used);
    }
    Use(draft.scores[test.what].except, draft, used);
  }
}

}  // namespace

void Linter::Problem(const FilePlace& place, std::string_view key, text::Args args) {
  result_.problems.push_back({file_, place.line, place.column, text::Format(lang_, key, args)});
}

std::string Linter::Say(Index question, Value value) const {
  const Question& q = draft_.questions[question].question;
  std::string answer = value.known == Known::kUnknown ? "unknown" : "no";
  if (value.known == Known::kYes) answer = "yes";
  if (value.known == Known::kValue && q.type == AnswerType::kChoice) {
    answer = q.choices[static_cast<std::size_t>(value.value)].id;
  } else if (value.known == Known::kValue) {
    answer = NumberText(q, value.value);
  }
  return q.id + " = " + answer;
}

// Every question is read by some rule, score, modifier or condition; every score by some rule.
void Linter::CheckUse() {
  std::set<Index> used;
  std::set<Index> scores;
  const auto take = [&](const Condition& condition) {
    Use(condition.tests, draft_, used);
    for (const Test& test : condition.tests) {
      if (IsScore(test)) scores.insert(test.what);
    }
  };
  for (const DraftRule& rule : draft_.rules) take(rule.condition);
  for (const DraftModifier& modifier : draft_.modifiers) take(modifier.condition);
  for (const DraftComplaint& complaint : draft_.complaints) {
    for (const DraftRule& rule : complaint.rules) take(rule.condition);
  }
  Use(draft_.measured_when, draft_, used);
  for (const DraftQuestion& question : draft_.questions) {
    Use(question.relevant_if, draft_, used);
    for (const DraftQuestion::Best& best : question.best) Use(best.when, draft_, used);
  }
  for (std::size_t i = 0; i < draft_.questions.size(); ++i) {
    const DraftQuestion& question = draft_.questions[i];
    // Facts come by themselves and may be there for a later rule.
    if (used.contains(static_cast<Index>(i)) || question.question.fact != Fact::kNone) continue;
    Problem(question.place, "triage.lint_unused", {{"id", question.question.id}});
  }
  for (std::size_t i = 0; i < draft_.scores.size(); ++i) {
    if (scores.contains(static_cast<Index>(i))) continue;
    Problem(draft_.scores[i].place, "triage.lint_unused_score", {{"id", draft_.scores[i].info.id}});
  }
}

// What is asked has a rule that reads the answer. (A must-ask question counts by itself: it holds the floor.)
void Linter::CheckAsked(const DraftComplaint& complaint) {
  std::set<Index> used;
  for (const DraftRule& rule : draft_.rules) Use(rule.condition.tests, draft_, used);
  for (const DraftRule& rule : complaint.rules) Use(rule.condition.tests, draft_, used);
  for (const DraftModifier& modifier : draft_.modifiers) Use(modifier.condition.tests, draft_, used);
  const auto& must = complaint.complaint.must_ask;
  for (const Index question : complaint.complaint.questions) {
    if (used.contains(question) || std::find(must.begin(), must.end(), question) != must.end()) continue;
    Problem(complaint.place, "triage.lint_asked_unread",
            {{"complaint", complaint.complaint.id}, {"id", Name(question)}});
  }
}

bool Linter::CanBeAnswered(const DraftComplaint* complaint, Index question) const {
  const Question& q = draft_.questions[question].question;
  if (q.fact != Fact::kNone || q.vital) return true;
  const auto asks = [&](const DraftComplaint& one) {
    const auto& list = one.complaint.questions;
    return std::find(list.begin(), list.end(), question) != list.end();
  };
  return complaint != nullptr ? asks(*complaint)
                              : std::any_of(draft_.complaints.begin(), draft_.complaints.end(), asks);
}

// Each rule can come true, and says something that no other rule says already.
void Linter::CheckRules(const DraftComplaint* complaint, const std::vector<DraftRule>& rules) {
  const auto covers = [&](const DraftRule& rule, const DraftRule& other, const std::vector<Test>& one) {
    if (&other == &rule || other.rule.level > rule.rule.level) return false;
    const auto implied = [&](const Test& test) { return Implies(one, test, kNone, {}); };
    const auto& tests = other.condition.tests;
    return other.condition.all ? std::all_of(tests.begin(), tests.end(), implied)
                               : std::any_of(tests.begin(), tests.end(), implied);
  };
  for (const DraftRule& rule : rules) {
    for (const Test& test : rule.condition.tests) {
      if (IsScore(test) || CanBeAnswered(complaint, test.what)) continue;
      Problem(rule.place, "triage.lint_not_asked", {{"rule", rule.rule.id}, {"id", Name(test.what)}});
    }
    std::vector<std::vector<Test>> ways;
    if (rule.condition.all) ways.push_back(rule.condition.tests);
    if (!rule.condition.all) {
      for (const Test& test : rule.condition.tests) ways.push_back({test});
    }
    for (const std::vector<Test>& way : ways) {
      AnswerSet answers(*tool_);
      // A question that is not asked of this patient cannot be answered.
      std::vector<Test> relevant = way;
      for (const Test& test : way) {
        if (IsScore(test)) continue;
        const std::vector<Test>& needed = draft_.questions[test.what].relevant_if;
        relevant.insert(relevant.end(), needed.begin(), needed.end());
      }
      if (!Witness(relevant, answers)) {
        Problem(rule.place, "triage.lint_never", {{"rule", rule.rule.id}});
        break;
      }
      const DraftRule* other = nullptr;
      for (const DraftRule& one : draft_.rules) {
        if (other == nullptr && covers(rule, one, way)) other = &one;
      }
      for (const DraftRule& one : rules) {
        if (other == nullptr && covers(rule, one, way)) other = &one;
      }
      if (other == nullptr) continue;
      Problem(rule.place, "triage.lint_covered", {{"rule", rule.rule.id}, {"other", other->rule.id}});
      break;
    }
  }
}

void Linter::CheckLength(const FilePlace& place, const std::string& text, std::size_t max,
                         std::string_view what) {
  const std::size_t n = Characters(text);
  if (n > max) {
    Problem(
        place, "triage.lint_long",
        {{"what", what}, {"n", std::to_string(n)}, {"max", std::to_string(max)}, {"text", FirstOf(text)}});
  }
  const bool blank = text.find_first_not_of(' ') == std::string::npos;
  if (blank) Problem(place, "triage.lint_blank", {{"what", what}});
}

void Linter::CheckText(const FilePlace& place, const Text& text, std::size_t max, std::string_view what) {
  CheckLength(place, text.nb, max, what);
  CheckLength(place, text.en, max, what);
  if (text.nb == text.en && Characters(text.nb) > kSameMax) {
    Problem(place, "triage.lint_untranslated", {{"what", what}, {"text", FirstOf(text.nb)}});
  }
}

// Whoever wrote the tool does not approve it.
void Linter::CheckApprover() {
  if (!draft_.meta.IsApproved()) return;
  const auto plain = [](const std::string& name) {
    std::string out;
    for (const char c : name) {
      if (c != ' ' && c != '.') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
  };
  if (plain(draft_.meta.approver) != plain(draft_.meta.author)) return;
  Problem(draft_.approver_place, "triage.lint_approver", {{"name", draft_.meta.approver}});
}

void Linter::CheckTexts() {
  CheckText(draft_.meta_place, draft_.disclaimer, kAdviceMax, "meta.disclaimer");
  for (std::size_t i = 0; i < draft_.levels.size(); ++i) {
    CheckText(LevelPlace(i), draft_.levels[i].name, kLevelMax, "scale." + draft_.levels[i].id);
  }
  for (const DraftQuestion& question : draft_.questions) {
    CheckText(question.place, question.question.text, kQuestionMax, question.question.id);
    if (question.question.type == AnswerType::kYesNo) {
      CheckText(question.place, question.finding, kFindingMax, question.question.id + ".finding");
    }
  }
  for (const DraftRule& rule : draft_.rules)
    CheckText(rule.place, rule.rule.reason, kReasonMax, rule.rule.id);
  for (const DraftModifier& modifier : draft_.modifiers) {
    CheckText(modifier.place, modifier.rule.reason, kReasonMax, modifier.rule.id);
  }
  for (const DraftComplaint& complaint : draft_.complaints) {
    const std::string& id = complaint.complaint.id;
    CheckText(complaint.place, complaint.complaint.name, kComplaintMax, id);
    for (const DraftRule& rule : complaint.rules)
      CheckText(rule.place, rule.rule.reason, kReasonMax, rule.rule.id);
    for (const Advice& advice : complaint.advice) {
      CheckText(complaint.place, advice.text, kAdviceMax, id + ".advice");
    }
    // The same for every level.
    CheckText(complaint.place, complaint.advice.front().safety_net, kSafetyNetMax, id + ".safety_net");
  }
}

LintResult Linter::Run() {
  CheckApprover();
  CheckUse();
  CheckFound();
  CheckAnswers();
  CheckRules(nullptr, draft_.rules);
  for (const DraftComplaint& complaint : draft_.complaints) {
    CheckAsked(complaint);
    CheckRules(&complaint, complaint.rules);
  }
  CheckTexts();
  CheckMeasures();
  CheckLanguages();
  result_.proofs.push_back(Monotone(*this).Run());
  ProveScores();
  ProveRedReachable();
  ProveMustAsk();
  ProveModifiers();
  std::stable_sort(result_.problems.begin(), result_.problems.end(),
                   [](const Diagnostic& a, const Diagnostic& b) {
                     return std::pair(a.line, a.column) < std::pair(b.line, b.column);
                   });
  return std::move(result_);
}

}  // namespace internal

LintResult LintDraft(const Draft& draft, std::string_view file_name, text::Lang lang) {
  return internal::Linter(draft, file_name, lang).Run();
}

LintResult Lint(std::string_view yaml, std::string_view file_name, text::Lang lang) {
  DraftResult draft = LoadDraft(yaml, file_name, lang);
  if (draft.draft) return LintDraft(*draft.draft, file_name, lang);
  return {std::move(draft.problems), {}};
}

}  // namespace legevakt::triage
