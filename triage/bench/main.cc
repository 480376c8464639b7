// legevakt-bench-triage: what script/bench measures of the triage tool. One line of JSON on stdout.
//   evaluate TOOL COUNT RAW   evaluations with 30 answers, each timed; the floor is the same answers read
//   once
//                             and an empty result written; the clock's own cost beside them
//   load TOOL TIMES           reading and compiling the file; the floor is yaml-cpp's events of the same
//   bytes,
//                             thrown away
//   lint TOOL TIMES           the linter with all proofs; the floor is reading and compiling the file
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

#include "base/bench/samples.h"
#include "triage/bench/inputs.h"
#include "triage/lint/lint.h"
#include "triage/reader/loader.h"

namespace legevakt::triage::bench {
namespace {

using legevakt::bench::MonotonicNs;
using legevakt::bench::Samples;

constexpr int kAnswers = 30;
// More than the processor's second-level cache remembers of their branches.
constexpr std::size_t kInputs = 4000;

// Keeps the compiler from leaving out what nobody reads.
template <typename T>
void Use(const T& value) {
  asm volatile("" : : "r"(&value) : "memory");
}

template <typename Body>
void Time(Samples& samples, Body body) {
  const std::int64_t before = MonotonicNs();
  body();
  samples.Add(MonotonicNs() - before);
}

Result ReadOnly(const AnswerSet& answers) {
  std::uint32_t sum = 0;
  for (const Value value : answers.values) {
    sum += static_cast<std::uint32_t>(value.value) + static_cast<std::uint32_t>(value.known);
  }
  Result result;
  result.level = static_cast<Index>(sum);
  return result;
}

// One timing after the other over the same inputs. Before each, the answers are written where the caller
// keeps them, as every caller has just done; the tool lies in the memory as the last complaint left it.
template <typename Body>
Samples TimeAll(const std::vector<Input>& inputs, std::size_t count, Body body) {
  Samples samples;
  samples.Reserve(count);
  AnswerSet answers = inputs.front().answers;
  for (std::size_t i = 0; i < count; ++i) {
    const Input& input = inputs[i % inputs.size()];
    std::copy(input.answers.values.begin(), input.answers.values.end(), answers.values.begin());
    Use(answers);
    Time(samples, [&] { Use(body(input.complaint, answers)); });
  }
  return samples;
}

// Those that are not finished: something can still change the level.
std::vector<Input> Unfinished(const Tool& tool, std::vector<Input> inputs) {
  std::erase_if(inputs, [&](const Input& input) {
    return Evaluate(tool, input.complaint, input.answers).next_question == kNone;
  });
  return inputs;
}

int EvaluateMode(const std::string& file, std::size_t count, const std::string& raw) {
  const DraftResult draft = LoadDraft(ReadFile(file), file);
  if (!draft.draft) return 3;
  const auto tool = Compile(*draft.draft);
  const auto level_of = [&](Index complaint, const AnswerSet& answers) {
    return Evaluate(*tool, complaint, answers, Want::kLevel);
  };
  const auto next_of = [&](Index complaint, const AnswerSet& answers) {
    return Evaluate(*tool, complaint, answers, Want::kLevelAndNext);
  };
  const std::vector<Input> inputs = MakeInputs(*draft.draft, *tool, kInputs, kAnswers, kAnswers);
  const std::vector<Input> open = Unfinished(*tool, MakeInputs(*draft.draft, *tool, kInputs, 0, kAnswers));
  if (open.empty()) return 3;
  const Samples clock = TimeAll(inputs, count, [](Index complaint, const AnswerSet&) { return complaint; });
  const Samples floor =
      TimeAll(inputs, count, [](Index, const AnswerSet& answers) { return ReadOnly(answers); });
  const Samples level = TimeAll(inputs, count, level_of);
  const Samples next = TimeAll(open, count, next_of);
  std::printf(
      "{\"evaluate\": %s, \"next\": %s, \"floor\": %s, \"clock\": %s, \"unfinished\": %zu, \"levels\": [",
      level.Json().c_str(), next.Json().c_str(), floor.Json().c_str(), clock.Json().c_str(), open.size());
  // How the inputs are spread over the levels, most urgent first.
  std::vector<std::size_t> levels(tool->levels().size());
  for (const Input& input : inputs) ++levels[level_of(input.complaint, input.answers).level];
  for (std::size_t i = 0; i < levels.size(); ++i) std::printf("%s%zu", i == 0 ? "" : ", ", levels[i]);
  std::printf("]}\n");
  return level.Keep(raw) && next.Keep(raw.empty() ? raw : raw + ".next") ? 0 : 1;
}

class NoEvents : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
  }
  void OnMapEnd() override {}
};

int LoadMode(const std::string& file, std::size_t times) {
  const std::string bytes = ReadFile(file);
  Samples load;
  Samples events;
  for (std::size_t i = 0; i < times; ++i) {
    Time(events, [&] {
      std::istringstream stream(bytes);
      YAML::Parser parser(stream);
      NoEvents nothing;
      parser.HandleNextDocument(nothing);
    });
    bool loaded = false;
    Time(load, [&] { loaded = LoadTool(bytes, file).tool != nullptr; });
    if (!loaded) return 3;
  }
  std::printf("{\"load\": %s, \"floor\": %s}\n", load.Json().c_str(), events.Json().c_str());
  return 0;
}

int LintMode(const std::string& file, std::size_t times) {
  const std::string bytes = ReadFile(file);
  Samples lint;
  Samples load;
  std::int64_t cases = 0;
  for (std::size_t i = 0; i < times; ++i) {
    Time(load, [&] { Use(LoadTool(bytes, file)); });
    LintResult result;
    Time(lint, [&] { result = Lint(bytes, file); });
    if (!result.ok()) return 3;
    cases = 0;
    for (const Proof& proof : result.proofs) cases += proof.cases;
  }
  std::printf("{\"lint\": %s, \"floor\": %s, \"cases\": %lld}\n", lint.Json().c_str(), load.Json().c_str(),
              static_cast<long long>(cases));
  return 0;
}

}  // namespace
}  // namespace legevakt::triage::bench

int main(int argc, char** argv) {
  namespace bench = legevakt::triage::bench;
  const std::string mode = argc > 1 ? argv[1] : "";
  const std::size_t times = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 0;
  if (times > 0 && mode == "evaluate") return bench::EvaluateMode(argv[2], times, argc > 4 ? argv[4] : "");
  if (times > 0 && mode == "load") return bench::LoadMode(argv[2], times);
  if (times > 0 && mode == "lint") return bench::LintMode(argv[2], times);
  std::fprintf(stderr,
               "use: legevakt-bench-triage evaluate TOOL COUNT [RAW] | load TOOL TIMES | lint TOOL TIMES\n");
  return 2;
}
