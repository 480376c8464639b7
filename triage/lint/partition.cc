#include "triage/lint/partition.h"

#include <algorithm>

namespace legevakt::triage {
namespace {

using Starts = std::vector<std::vector<std::int32_t>>;

void AddRange(std::vector<std::int32_t>& starts, std::int32_t lo, std::int32_t hi) {
  starts.push_back(lo);
  if (hi != kMost) starts.push_back(hi + 1);
}

void AddTests(const std::vector<Test>& tests, Starts& starts) {
  for (const Test& test : tests) {
    if (test.kind == TestKind::kRange) AddRange(starts[test.what], test.lo, test.hi);
  }
}

// 0 in the best range, else how far outside, with the sign of the side.
std::int64_t Outside(const DraftQuestion::Best& best, std::int32_t value) {
  if (value < best.lo) return static_cast<std::int64_t>(value) - best.lo;
  if (value > best.hi) return static_cast<std::int64_t>(value) - best.hi;
  return 0;
}

}  // namespace

Partition::Partition(const Draft& draft) : cells_(draft.questions.size()) {
  Starts starts(draft.questions.size());
  AddThresholds(draft, starts);
  for (std::size_t i = 0; i < draft.questions.size(); ++i) {
    const Question& question = draft.questions[i].question;
    if (question.type == AnswerType::kYesNo) cells_[i] = {Value::No(), Value::Yes()};
    for (std::size_t c = 0; c < question.choices.size(); ++c) {
      cells_[i].push_back(Value::Choice(static_cast<std::int32_t>(c)));
    }
    if (question.type != AnswerType::kNumber) continue;
    std::vector<std::int32_t>& list = starts[i];
    list.push_back(question.plausible_min);
    std::erase_if(
        list, [&](std::int32_t at) { return at < question.plausible_min || at > question.plausible_max; });
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    for (const std::int32_t at : list) cells_[i].push_back(Value::Number(at));
  }
}

void Partition::AddThresholds(const Draft& draft, Starts& starts) const {
  for (const DraftRule& rule : draft.rules) AddTests(rule.condition.tests, starts);
  for (const DraftModifier& modifier : draft.modifiers) AddTests(modifier.condition.tests, starts);
  for (const DraftComplaint& complaint : draft.complaints) {
    for (const DraftRule& rule : complaint.rules) AddTests(rule.condition.tests, starts);
  }
  AddTests(draft.measured_when, starts);
  for (std::size_t i = 0; i < draft.questions.size(); ++i) {
    AddTests(draft.questions[i].relevant_if, starts);
    for (const DraftQuestion::Best& best : draft.questions[i].best) {
      AddTests(best.when, starts);
      AddRange(starts[i], best.lo, best.hi);
    }
  }
  for (const DraftScore& score : draft.scores) {
    AddTests(score.except, starts);
    for (const DraftPart& part : score.parts) {
      for (const PointTable& table : part.tables) {
        AddTests(table.when, starts);
        for (const PointRange& range : table.ranges) AddRange(starts[part.question], range.lo, range.hi);
      }
    }
  }
}

bool AtLeastAsBad(const Question& question, const DraftQuestion::Best* best, Value a, Value b) {
  switch (question.type) {
    case AnswerType::kYesNo:
      return a.known == Known::kNo || b.known == Known::kYes;
    case AnswerType::kChoice:
      return a.value <= b.value;
    case AnswerType::kNumber:
      break;
  }
  if (best == nullptr) return false;
  const std::int64_t from = Outside(*best, a.value);
  const std::int64_t to = Outside(*best, b.value);
  if (from == 0) return true;
  return (from < 0) == (to < 0) && to != 0 && (from < 0 ? to <= from : to >= from);
}

}  // namespace legevakt::triage
