#include "triage/cases/diff_cases.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "triage/cases/cases.h"
#include "triage/evaluator/evaluate.h"
#include "triage/reader/answers.h"
#include "triage/reader/expression.h"

namespace legevakt::triage {
namespace {

class Comparer {
 public:
  Comparer(const Draft& before, const Draft& after, text::Lang lang)
      : before_(before), after_(after), lang_(lang), old_tool_(Compile(before)), new_tool_(Compile(after)) {}

  void Read(const CasesFile& file) {
    const CasesResult old_cases = LoadCases(file.yaml, file.name, *old_tool_, lang_);
    const CasesResult new_cases = LoadCases(file.yaml, file.name, *new_tool_, lang_);
    if (AddProblems(old_cases.problems, new_cases.problems)) return;
    // The same case stands in the same place for both.
    const auto place = [](const Case& one) { return std::pair(one.place.line, one.place.column); };
    std::map<std::pair<int, int>, const Case*> by_place;
    for (const Case& one : old_cases.cases) by_place[place(one)] = &one;
    std::set<std::pair<int, int>> met;
    for (const Case& one : new_cases.cases) {
      met.insert(place(one));
      if (const auto old = by_place.find(place(one)); old != by_place.end()) {
        Compare(file.name, *old->second, one);
      } else {
        ++out_.skipped;
      }
    }
    for (const auto& [at, one] : by_place) out_.skipped += met.contains(at) ? 0 : 1;
  }

  CasesComparison Take() {
    std::stable_sort(out_.changes.begin(), out_.changes.end(),
                     [](const CaseChange& a, const CaseChange& b) { return a.up && !b.up; });
    return std::move(out_);
  }

 private:
  // What one version alone does not know is no fault of the case. True where both stumble at one place.
  bool AddProblems(const std::vector<Diagnostic>& old_problems, const std::vector<Diagnostic>& new_problems) {
    bool any = false;
    for (const Diagnostic& problem : new_problems) {
      const bool both = std::any_of(old_problems.begin(), old_problems.end(), [&](const Diagnostic& other) {
        return other.line == problem.line && other.column == problem.column;
      });
      if (!both) continue;
      out_.problems.push_back(problem);
      any = true;
    }
    return any;
  }

  void Compare(const std::string& file, const Case& old_case, const Case& new_case) {
    if (!seen_.insert(KeyOf(old_case, new_case)).second) return;
    ++out_.compared;
    const Result was = Evaluate(*old_tool_, old_case.complaint, old_case.answers);
    const Result is = Evaluate(*new_tool_, new_case.complaint, new_case.answers);
    const int old_rank = before_.levels[was.level].rank;
    const int new_rank = after_.levels[is.level].rank;
    // A level whose rank alone was changed is told with the scale.
    if (before_.levels[was.level].id == after_.levels[is.level].id || old_rank == new_rank) return;
    const bool up = new_rank > old_rank;
    (up ? out_.up : out_.down) += 1;
    out_.changes.push_back({file, new_case.place.line, new_tool_->complaints()[new_case.complaint].id,
                            was.level, is.level, up, Why(is), new_case.because});
  }

  std::string Why(const Result& result) const {
    std::string why;
    for (const Index rule : result.decided_by) {
      why += (why.empty() ? "" : "; ") + In(new_tool_->rules()[rule].reason, lang_);
    }
    for (const Index rule : result.raised_by) why += " + " + In(new_tool_->rules()[rule].reason, lang_);
    return why;
  }

  // The answers of both: a case in two files is one case.
  std::string KeyOf(const Case& old_case, const Case& new_case) const {
    return AnswersOf(*old_tool_, old_case) + "\n" + AnswersOf(*new_tool_, new_case);
  }
  static std::string AnswersOf(const Tool& tool, const Case& one) {
    std::string key = tool.complaints()[one.complaint].id;
    for (std::size_t i = 0; i < one.answers.values.size(); ++i) {
      if (one.answers.values[i].known == Known::kNotAsked) continue;
      const Question& question = tool.questions()[i];
      key += " " + question.id + "=" + AnswerText(question, one.answers.values[i]);
    }
    return key;
  }

  const Draft& before_;
  const Draft& after_;
  text::Lang lang_;
  std::shared_ptr<const Tool> old_tool_;
  std::shared_ptr<const Tool> new_tool_;
  std::set<std::string> seen_;
  CasesComparison out_;
};

}  // namespace

CasesComparison CompareCases(const Draft& before, const Draft& after, std::span<const CasesFile> files,
                             text::Lang lang) {
  Comparer comparer(before, after, lang);
  for (const CasesFile& file : files) comparer.Read(file);
  return comparer.Take();
}

}  // namespace legevakt::triage
