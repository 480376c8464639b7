#include "triage/evaluator/tool.h"

#include <algorithm>

#include "triage/evaluator/evaluate.h"
#include "triage/evaluator/program.h"

namespace legevakt::triage {
namespace {

template <typename T>
Index Find(const std::vector<T>& list, std::string_view id) {
  const auto it = std::find_if(list.begin(), list.end(), [&](const T& item) { return item.id == id; });
  return it == list.end() ? kNone : static_cast<Index>(it - list.begin());
}

}  // namespace

bool Meta::IsApproved() const {
  return !approver.empty() && approver != "Ikke godkjent" && approver != "Not approved";
}

Tool::Tool() : program_(std::make_unique<internal::Program>()) {}
Tool::~Tool() = default;

Index Tool::FindLevel(std::string_view id) const {
  return Find(levels_, id);
}
Index Tool::FindQuestion(std::string_view id) const {
  return Find(questions_, id);
}
Index Tool::FindComplaint(std::string_view id) const {
  return Find(complaints_, id);
}

const Advice& Tool::AdviceFor(Index complaint, Index level) const {
  static const Advice kNoAdvice;
  const std::size_t at = complaint * levels_.size() + level;
  const bool known = complaint < complaints_.size() && level < levels_.size();
  return known && at < program_->advice.size() ? program_->advice[at] : kNoAdvice;
}

ModeSet Tool::ModesFor(Index complaint, Index level) const {
  const std::size_t at = complaint * levels_.size() + level;
  const bool known = complaint < complaints_.size() && level < levels_.size();
  return known && at < measures_.size() ? measures_[at].modes : ModeSet::All();
}

int Tool::ReassessMinutes(Index complaint, Index level, Place place) const {
  if (level >= levels_.size()) return 0;
  const std::size_t at = complaint * levels_.size() + level;
  if (complaint >= complaints_.size() || at >= measures_.size()) return levels_[level].reassess_minutes;
  return measures_[at].reassess_minutes[static_cast<std::size_t>(place)];
}

Place PlaceIn(const Tool& tool, const AnswerSet& answers) {
  const auto questions = tool.questions();
  for (std::size_t i = 0; i < questions.size() && i < answers.values.size(); ++i) {
    const Value value = answers.values[i];
    if (questions[i].fact != Fact::kPlace || value.known != Known::kValue) continue;
    const auto choice = static_cast<std::size_t>(value.value);
    if (choice < questions[i].choices.size()) return PlaceFromId(questions[i].choices[choice].id);
  }
  return Place::kUnknown;
}

}  // namespace legevakt::triage
