#include <boost/json.hpp>
#include <filesystem>

#include "triage/cases/cases.h"
#include "triage/cli/app.h"

namespace legevakt::triage::cli {
namespace {

struct Wanted {
  std::string file;
  std::string cases;
  bool list = false;
};

struct Outcome {
  std::size_t cases = 0;
  std::vector<std::string> failures;
  Coverage coverage;
  MutationResult mutation;
};

std::string OfAll(std::int64_t part, std::int64_t all) {
  return std::to_string(part) + "/" + std::to_string(all);
}

void PrintText(const App& app, const Wanted& wanted, const Outcome& outcome) {
  for (const std::string& failure : outcome.failures) Print(failure);
  const Coverage& coverage = outcome.coverage;
  if (wanted.list) {
    for (const std::string& missed : coverage.missed) {
      Print(text::Format(app.lang, "triage.cli.test_missed", {{"what", missed}}));
    }
    for (const Mutant& mutant : outcome.mutation.survivors) {
      Print(text::Format(
          app.lang, "triage.cli.test_survivor",
          {{"place", wanted.file + ":" + std::to_string(mutant.place.line)}, {"what", mutant.what}}));
    }
  }
  Print(text::Format(
      app.lang, "triage.cli.test_cases",
      {{"n", std::to_string(outcome.cases)}, {"failed", std::to_string(outcome.failures.size())}}));
  Print(text::Format(app.lang, "triage.cli.test_coverage",
                     {{"rules", OfAll(coverage.rules_reached, coverage.rules)},
                      {"limits", OfAll(coverage.limits_reached, coverage.limits)}}));
  Print(text::Format(app.lang, "triage.cli.test_mutants",
                     {{"n", std::to_string(outcome.mutation.mutants)},
                      {"survivors", std::to_string(outcome.mutation.survivors.size())}}));
}

void PrintJson(const Outcome& outcome) {
  boost::json::array failures;
  for (const std::string& failure : outcome.failures) failures.push_back(boost::json::value(failure));
  boost::json::array survivors;
  for (const Mutant& mutant : outcome.mutation.survivors) {
    survivors.push_back({{"line", mutant.place.line}, {"what", mutant.what}});
  }
  boost::json::array missed;
  for (const std::string& one : outcome.coverage.missed) missed.push_back(boost::json::value(one));
  const boost::json::object out{{"cases", outcome.cases},
                                {"failures", failures},
                                {"rules", outcome.coverage.rules},
                                {"rules_reached", outcome.coverage.rules_reached},
                                {"limits", outcome.coverage.limits},
                                {"limits_reached", outcome.coverage.limits_reached},
                                {"missed", missed},
                                {"mutants", outcome.mutation.mutants},
                                {"survivors", survivors}};
  Print(boost::json::serialize(out));
}

void RunTest(App& app, Wanted wanted) {
  if (wanted.cases.empty())
    wanted.cases = std::filesystem::path(wanted.file).replace_extension(".cases.yaml").string();
  const std::optional<std::string> yaml = ReadFile(app, wanted.file);
  if (!yaml) return;
  const DraftResult draft = LoadDraft(*yaml, wanted.file, app.lang);
  for (const Diagnostic& problem : draft.problems) PrintError(ToString(problem));
  if (!draft.draft) {
    app.exit_code = kNo;
    return;
  }
  const std::optional<std::string> cases_yaml = ReadFile(app, wanted.cases);
  if (!cases_yaml) return;
  const auto tool = Compile(*draft.draft);
  const CasesResult cases = LoadCases(*cases_yaml, wanted.cases, *tool, app.lang);
  for (const Diagnostic& problem : cases.problems) PrintError(ToString(problem));
  app.exit_code = kNo;
  if (!cases.problems.empty()) return;
  Outcome outcome;
  outcome.cases = cases.cases.size();
  for (const Case& one : cases.cases) {
    const std::string failure = RunCase(*tool, one, app.lang);
    if (failure.empty()) continue;
    outcome.failures.push_back(ToString(Diagnostic{wanted.cases, one.place.line, one.place.column, failure}));
  }
  outcome.coverage = Measure(*draft.draft, *tool, cases.cases);
  outcome.mutation = Mutate(*draft.draft, cases.cases);
  if (app.json) {
    PrintJson(outcome);
  } else {
    PrintText(app, wanted, outcome);
  }
  if (outcome.failures.empty()) app.exit_code = kYes;
}

}  // namespace

void AddTest(App& app) {
  CLI::App* command = AddCommand(app, "test", "triage.cli.test");
  const auto wanted = std::make_shared<Wanted>();
  command->add_option("FILE", wanted->file, Say("triage.cli.tool_file"))->required();
  command->add_option("--cases", wanted->cases, Say("triage.cli.cases_file"))->type_name("FILE");
  command->add_flag("--list", wanted->list, Say("triage.cli.test_list"));
  command->callback([&app, wanted] { RunTest(app, *wanted); });
}

}  // namespace legevakt::triage::cli
