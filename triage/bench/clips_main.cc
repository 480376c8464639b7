// legevakt-bench-clips TOOL RULES COUNT: NEWS2 by the compiled tool and by CLIPS 6.30, the same
// patients, one process. Compares every answer (level and points) first, then times both, once for each
// number of questions answered: CLIPS has the more to do the more facts it gets, so that the mean of all
// would hide where it is least behind. All patients in one go, and the mean of one, since CLIPS needs no
// clock of a finer grain. Prints one line of JSON; exit code 1 where an answer differs.
#include <time.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

// CLIPS speaks C, and says nothing of C++.
extern "C" {
#include <clips/clips.h>
}

#include "triage/bench/inputs.h"
#include "triage/reader/loader.h"

namespace legevakt::triage::bench {
namespace {

// A question of the tool, and the template that carries its answer to CLIPS.
struct Slot {
  const char* question;
  const char* name;
};

constexpr Slot kSlots[] = {{"age", "age_months"},
                           {"pregnant", "pregnant"},
                           {"spo2_scale", "spo2_scale"},
                           {"respiratory_rate", "respiratory_rate"},
                           {"spo2", "spo2"},
                           {"on_oxygen", "on_oxygen"},
                           {"systolic_bp", "systolic_bp"},
                           {"pulse", "pulse"},
                           {"consciousness", "consciousness"},
                           {"temperature", "temperature"}};

class Clips {
 public:
  Clips(const Tool& tool, const std::string& rules) : environment_(CreateEnvironment()) {
    ok_ = environment_ != nullptr && EnvLoad(environment_, rules.c_str()) == 1;
    for (const Slot& slot : kSlots) {
      const Index question = tool.FindQuestion(slot.question);
      void* const found = ok_ ? EnvFindDeftemplate(environment_, slot.name) : nullptr;
      ok_ = ok_ && question != kNone && found != nullptr;
      if (ok_) slots_.push_back({question, found, &tool.questions()[question]});
    }
  }
  ~Clips() { DestroyEnvironment(environment_); }
  Clips(const Clips&) = delete;
  Clips& operator=(const Clips&) = delete;

  bool ok() const { return ok_; }

  void Evaluate(const AnswerSet& answers) {
    EnvReset(environment_);
    for (const Template& one : slots_) {
      const Value value = answers.values[one.question];
      if (value.known != Known::kNotAsked) Assert(one, value);
    }
    EnvRun(environment_, -1);
  }

  std::string Level() { return static_cast<symbolHashNode*>(Global("level").value)->contents; }
  long long Sum() { return static_cast<integerHashNode*>(Global("sum").value)->contents; }

 private:
  struct Template {
    Index question;
    void* deftemplate;
    const Question* asked;
  };

  dataObject Global(const char* name) {
    dataObject object{};
    EnvGetDefglobalValue(environment_, name, &object);
    return object;
  }

  void Assert(const Template& one, Value value) {
    dataObject object{};
    const bool scale = std::string_view(one.asked->id) == "spo2_scale";
    if (value.known == Known::kValue && (scale || one.asked->type == AnswerType::kNumber)) {
      object.type = INTEGER;
      object.value = EnvAddLong(environment_, scale ? value.value + 1 : value.value);
    } else {
      object.type = SYMBOL;
      object.value = EnvAddSymbol(environment_, Word(*one.asked, value));
    }
    fact* const asserted = EnvCreateFact(environment_, one.deftemplate);
    EnvPutFactSlot(environment_, asserted, "value", &object);
    EnvAssert(environment_, asserted);
  }

  static const char* Word(const Question& question, Value value) {
    if (value.known == Known::kYes) return "yes";
    if (value.known == Known::kNo) return "no";
    if (value.known == Known::kUnknown) return "unknown";
    return question.choices[static_cast<std::size_t>(value.value)].id.c_str();
  }

  void* environment_;
  std::vector<Template> slots_;
  bool ok_ = false;
};

// How many patients get another level or other points.
std::size_t Differences(const Tool& tool, Clips& clips, const std::vector<Input>& inputs) {
  std::size_t different = 0;
  for (const Input& input : inputs) {
    const Result ours = triage::Evaluate(tool, input.complaint, input.answers);
    clips.Evaluate(input.answers);
    const std::string& level = tool.levels()[ours.level].id;
    const int points = ours.scores.empty() ? 0 : ours.scores.items[0].points;
    const std::string theirs = clips.Level();
    if (theirs == level && clips.Sum() == points) continue;
    if (++different <= 3) {
      std::fprintf(stderr, "we say %s %d, CLIPS says %s %lld\n", level.c_str(), points, theirs.c_str(),
                   clips.Sum());
    }
  }
  return different;
}

// Of this thread, so that what else the machine does is not counted.
std::int64_t ThreadNs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

template <typename Body>
double MeanNs(const std::vector<Input>& inputs, std::size_t rounds, Body body) {
  const std::int64_t before = ThreadNs();
  for (std::size_t round = 0; round < rounds; ++round) {
    for (const Input& input : inputs) body(input);
  }
  return static_cast<double>(ThreadNs() - before) / static_cast<double>(rounds * inputs.size());
}

struct Times {
  double ours_ns;
  double clips_ns;
};

// One after the other, several times, and the median of each: a processor that is shared is not always as
// fast.
Times Compare(const Tool& tool, Clips& clips, const std::vector<Input>& inputs, std::uint64_t& check) {
  constexpr std::size_t kRepeats = 5;
  constexpr std::size_t kOurRounds = 20;
  std::array<double, kRepeats> ours{};
  std::array<double, kRepeats> theirs{};
  for (std::size_t i = 0; i < kRepeats; ++i) {
    ours[i] = MeanNs(inputs, kOurRounds, [&](const Input& input) {
      check += triage::Evaluate(tool, input.complaint, input.answers, Want::kLevel).level;
    });
    theirs[i] = MeanNs(inputs, 1, [&](const Input& input) { clips.Evaluate(input.answers); });
  }
  std::sort(ours.begin(), ours.end());
  std::sort(theirs.begin(), theirs.end());
  return {ours[kRepeats / 2], theirs[kRepeats / 2]};
}

int Run(const std::string& file, const std::string& rules, std::size_t count) {
  const DraftResult draft = LoadDraft(ReadFile(file), file);
  if (!draft.draft) return 3;
  const auto tool = Compile(*draft.draft);
  Clips clips(*tool, rules);
  if (!clips.ok()) return 3;
  const int all = static_cast<int>(tool->questions().size());
  std::size_t compared = 0;
  std::size_t different = 0;
  // So that nothing is optimised away.
  std::uint64_t check = 0;
  std::string groups;
  for (int answered = 1; answered <= all; ++answered) {
    const std::vector<Input> inputs = MakeInputs(*draft.draft, *tool, count, answered, answered);
    compared += inputs.size();
    different += Differences(*tool, clips, inputs);
    const Times times = Compare(*tool, clips, inputs, check);
    std::array<char, 96> group{};
    std::snprintf(group.data(), group.size(), "%s{\"answered\": %d, \"ours_ns\": %.1f, \"clips_ns\": %.1f}",
                  groups.empty() ? "" : ", ", answered, times.ours_ns, times.clips_ns);
    groups += group.data();
  }
  std::printf("{\"groups\": [%s], \"compared\": %zu, \"different\": %zu, \"check\": %llu}\n", groups.c_str(),
              compared, different, static_cast<unsigned long long>(check));
  return different == 0 ? 0 : 1;
}

}  // namespace
}  // namespace legevakt::triage::bench

int main(int argc, char** argv) {
  const std::size_t count = argc == 4 ? std::strtoul(argv[3], nullptr, 10) : 0;
  if (count >= 2) return legevakt::triage::bench::Run(argv[1], argv[2], count);
  std::fprintf(stderr, "use: legevakt-bench-clips TOOL RULES COUNT\n");
  return 2;
}
