#include "triage/bench/inputs.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <random>
#include <sstream>

#include "triage/testing/random_answers.h"

namespace legevakt::triage::bench {
namespace {

// The answer of somebody who is well and has not called before. Other context is drawn from all that there
// is.
Value WellValue(const DraftQuestion& draft, std::mt19937& random) {
  const Question& question = draft.question;
  if (question.fact == Fact::kCalls24h || question.fact == Fact::kCalls72h) return Value::Number(0);
  if (question.context) return RandomValue(question, random);
  switch (question.type) {
    case AnswerType::kYesNo:
      return Value::No();
    case AnswerType::kChoice:
      return Value::Choice(0);
    case AnswerType::kNumber:
      break;
  }
  const DraftQuestion::Best& best = draft.best.back();
  return Value::Number(RandomBetween(best.lo, best.hi, random));
}

// The questions in the order in which they are answered.
std::vector<Index> OrderOf(const Draft& draft, const Complaint& complaint, std::mt19937& random) {
  std::vector<Index> order;
  const auto add = [&](Index question) {
    if (std::find(order.begin(), order.end(), question) == order.end()) order.push_back(question);
  };
  for (std::size_t i = 0; i < draft.questions.size(); ++i) {
    if (draft.questions[i].question.fact != Fact::kNone) add(static_cast<Index>(i));
  }
  for (const Index question : complaint.questions) add(question);
  for (const Index question : draft.measured) add(question);
  std::vector<Index> others(draft.questions.size());
  for (std::size_t i = 0; i < others.size(); ++i) others[i] = static_cast<Index>(i);
  std::shuffle(others.begin(), others.end(), random);
  for (const Index question : others) add(question);
  return order;
}

}  // namespace

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::vector<Input> MakeInputs(const Draft& draft, const Tool& tool, std::size_t count, int least_answers,
                              int most_answers) {
  constexpr std::array<int, 5> kPercentIll{0, 2, 5, 10, 25};
  std::mt19937 random(20260101);
  std::vector<Input> inputs;
  inputs.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto last = static_cast<std::int32_t>(tool.complaints().size() - 1);
    Input input{static_cast<Index>(RandomBetween(0, last, random)), AnswerSet(tool)};
    const int percent_ill = kPercentIll[i % kPercentIll.size()];
    std::vector<Index> order = OrderOf(draft, tool.complaints()[input.complaint], random);
    const int answered = RandomBetween(least_answers, most_answers, random);
    order.resize(std::min(order.size(), static_cast<std::size_t>(answered)));
    for (const Index question : order) {
      const bool ill = RandomBetween(0, 99, random) < percent_ill;
      const DraftQuestion& asked = draft.questions[question];
      input.answers.values[question] = ill ? RandomValue(asked.question, random) : WellValue(asked, random);
      if (ill && asked.question.type == AnswerType::kYesNo) input.answers.values[question] = Value::Yes();
    }
    inputs.push_back(std::move(input));
  }
  return inputs;
}

}  // namespace legevakt::triage::bench
