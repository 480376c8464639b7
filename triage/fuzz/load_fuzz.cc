// Any bytes as a tool file: read, compiled, linted where small, and evaluated with answers drawn from the
// bytes. Built and run by triage/fuzz/run; never a part of the normal build.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "triage/evaluate.h"
#include "triage/lint.h"
#include "triage/loader.h"

namespace {

using namespace legevakt::triage;

Value ValueFrom(const Question& question, std::uint8_t byte) {
  switch (byte % 4) {
    case 0:
      return {};
    case 1:
      return Value::Unknown();
    case 2:
      return question.type == AnswerType::kYesNo ? Value::No() : Value::Number(question.plausible_min);
    default:
      break;
  }
  if (question.type == AnswerType::kYesNo) return Value::Yes();
  if (question.type == AnswerType::kNumber) return Value::Number(question.plausible_max);
  return Value::Choice(static_cast<std::int32_t>(byte) % static_cast<std::int32_t>(question.choices.size()));
}

void Check(bool right) {
  if (!right) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const LoadResult result = LoadTool(bytes, "fuzz.yaml");
  Check((result.tool == nullptr) == !result.problems.empty());
  if (result.tool == nullptr) return 0;
  const Tool& tool = *result.tool;
  AnswerSet answers(tool);
  std::size_t at = size / 2;
  for (std::size_t i = 0; i < answers.values.size(); ++i) {
    answers.values[i] = ValueFrom(tool.questions()[i], data[at++ % size]);
  }
  for (std::size_t i = 0; i < tool.complaints().size(); ++i) {
    const Result one = Evaluate(tool, static_cast<Index>(i), answers);
    Check(one.level < tool.levels().size() && one.most <= one.level && one.level <= one.least);
    Check(!one.decided_by.empty());
  }
  constexpr std::size_t kLintBytesMax = 8192;
  if (size < kLintBytesMax) Lint(bytes, "fuzz.yaml");
  return 0;
}
