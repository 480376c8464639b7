// What the tests of triage/ share: the shipped tools, and answers by name.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

#include "triage/evaluator/evaluate.h"
#include "triage/reader/loader.h"
#include "triage/testing/random_answers.h"

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

}  // namespace legevakt::triage::testing
