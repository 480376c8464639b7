// What the tests of triage/ share: the shipped tools, and answers by name.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <string_view>

#include "triage/evaluate.h"
#include "triage/loader.h"

namespace legevakt::triage::testing {

inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

inline std::string ToolPath(std::string_view name) {
  return std::string(LEGEVAKT_TOOLS_DIR) + "/" + std::string(name) + ".yaml";
}

inline std::shared_ptr<const Tool> Load(std::string_view yaml, std::string_view name = "test.yaml") {
  LoadResult result = LoadTool(yaml, name, text::Lang::kEn);
  for (const Diagnostic& problem : result.problems) ADD_FAILURE() << ToString(problem);
  return result.tool;
}

inline std::shared_ptr<const Tool> Shipped(std::string_view name) {
  return Load(ReadFile(ToolPath(name)), std::string(name) + ".yaml");
}

inline Draft ShippedDraft(std::string_view name) {
  DraftResult result = LoadDraft(ReadFile(ToolPath(name)), name, text::Lang::kEn);
  for (const Diagnostic& problem : result.problems) ADD_FAILURE() << ToString(problem);
  return result.draft.value_or(Draft{});
}

// Answers by the question's id.
class Answers {
 public:
  explicit Answers(const Tool& tool) : tool_(tool), set_(tool) {}

  Answers& Set(std::string_view id, Value value) {
    const Index question = tool_.FindQuestion(id);
    EXPECT_NE(question, kNone) << id;
    if (question != kNone) set_.values[question] = value;
    return *this;
  }
  Answers& Yes(std::string_view id) { return Set(id, Value::Yes()); }
  Answers& No(std::string_view id) { return Set(id, Value::No()); }
  Answers& Unknown(std::string_view id) { return Set(id, Value::Unknown()); }
  Answers& Number(std::string_view id, int steps) { return Set(id, Value::Number(steps)); }
  Answers& Choose(std::string_view id, std::string_view choice) {
    const auto& choices = tool_.questions()[tool_.FindQuestion(id)].choices;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      if (choices[i].id == choice) return Set(id, Value::Choice(static_cast<std::int32_t>(i)));
    }
    ADD_FAILURE() << "no choice " << choice;
    return *this;
  }
  // No to every yes/no question that the complaint asks and that has no answer yet.
  Answers& RestNo(std::string_view complaint) {
    for (const Index question : tool_.complaints()[tool_.FindComplaint(complaint)].questions) {
      const bool open = set_.values[question].known == Known::kNotAsked;
      if (open && tool_.questions()[question].type == AnswerType::kYesNo) set_.values[question] = Value::No();
    }
    return *this;
  }

  const AnswerSet& set() const { return set_; }
  Result Evaluate(std::string_view complaint) const {
    return triage::Evaluate(tool_, tool_.FindComplaint(complaint), set_);
  }
  std::string Level(std::string_view complaint) const { return tool_.levels()[Evaluate(complaint).level].id; }

 private:
  const Tool& tool_;
  AnswerSet set_;
};

inline Value RandomValue(const Question& question, std::mt19937& random) {
  const auto pick = [&](std::int32_t lo, std::int32_t hi) {
    return std::uniform_int_distribution<std::int32_t>(lo, hi)(random);
  };
  if (pick(0, 7) == 0) return Value::Unknown();
  switch (question.type) {
    case AnswerType::kYesNo:
      return pick(0, 3) == 0 ? Value::Yes() : Value::No();
    case AnswerType::kChoice:
      return Value::Choice(pick(0, static_cast<std::int32_t>(question.choices.size()) - 1));
    case AnswerType::kNumber:
      return Value::Number(pick(question.plausible_min, question.plausible_max));
  }
  return {};
}

// Each question is answered with a chance of `percent`.
inline AnswerSet RandomAnswers(const Tool& tool, std::mt19937& random, int percent) {
  AnswerSet answers(tool);
  for (std::size_t i = 0; i < answers.values.size(); ++i) {
    if (std::uniform_int_distribution<int>(0, 99)(random) < percent) {
      answers.values[i] = RandomValue(tool.questions()[i], random);
    }
  }
  return answers;
}

}  // namespace legevakt::triage::testing
