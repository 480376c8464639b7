// Random answers for tests and benchmarks, the same ones from the same seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>

#include "triage/evaluator/evaluate.h"

namespace legevakt::triage {

inline std::int32_t RandomBetween(std::int32_t lo, std::int32_t hi, std::mt19937& random) {
  return std::uniform_int_distribution<std::int32_t>(lo, hi)(random);
}

// One in eight is unknown; of the yes/no questions one in four is yes.
inline Value RandomValue(const Question& question, std::mt19937& random) {
  if (RandomBetween(0, 7, random) == 0) return Value::Unknown();
  switch (question.type) {
    case AnswerType::kYesNo:
      return RandomBetween(0, 3, random) == 0 ? Value::Yes() : Value::No();
    case AnswerType::kChoice:
      return Value::Choice(RandomBetween(0, static_cast<std::int32_t>(question.choices.size()) - 1, random));
    case AnswerType::kNumber:
      return Value::Number(RandomBetween(question.plausible_min, question.plausible_max, random));
  }
  return {};
}

// Each question is answered with a chance of `percent`.
inline AnswerSet RandomAnswers(const Tool& tool, std::mt19937& random, int percent) {
  AnswerSet answers(tool);
  for (std::size_t i = 0; i < answers.values.size(); ++i) {
    if (RandomBetween(0, 99, random) < percent) answers.values[i] = RandomValue(tool.questions()[i], random);
  }
  return answers;
}

}  // namespace legevakt::triage
