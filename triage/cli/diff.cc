#include "triage/diff.h"

#include <boost/json.hpp>
#include <vector>

#include "triage/cases.h"
#include "triage/cli/app.h"
#include "triage/expression.h"

namespace legevakt::triage::cli {
namespace {

struct Wanted {
  std::string before;
  std::string after;
  std::string cases;
};

std::optional<Draft> ReadDraft(App& app, const std::string& path) {
  const std::optional<std::string> bytes = ReadFile(app, path);
  if (!bytes) return std::nullopt;
  DraftResult result = LoadDraft(*bytes, path, app.lang);
  for (const Diagnostic& problem : result.problems) PrintError(ToString(problem));
  if (!result.draft) app.exit_code = kWrongUse;
  return std::move(result.draft);
}

// The cases that give another level, read once for each tool since questions may lie elsewhere in it. False
// where the file cannot be read for one of them.
bool AddCases(App& app, const Wanted& wanted, const Draft& before, const Draft& after,
              std::vector<Change>& changes) {
  const std::optional<std::string> yaml = ReadFile(app, wanted.cases);
  if (!yaml) return false;
  const auto old_tool = Compile(before);
  const auto new_tool = Compile(after);
  const CasesResult old_cases = LoadCases(*yaml, wanted.cases, *old_tool, app.lang);
  const CasesResult new_cases = LoadCases(*yaml, wanted.cases, *new_tool, app.lang);
  for (const CasesResult* cases : {&old_cases, &new_cases}) {
    for (const Diagnostic& problem : cases->problems) PrintError(ToString(problem));
    if (cases->problems.empty()) continue;
    app.exit_code = kWrongUse;
    return false;
  }
  for (std::size_t i = 0; i < old_cases.cases.size(); ++i) {
    const Case& old_case = old_cases.cases[i];
    const Case& new_case = new_cases.cases[i];
    const Level& was = before.levels[Evaluate(*old_tool, old_case.complaint, old_case.answers).level];
    const Level& is = after.levels[Evaluate(*new_tool, new_case.complaint, new_case.answers).level];
    if (was.rank == is.rank) continue;
    changes.push_back({is.rank > was.rank ? ChangeKind::kRaised : ChangeKind::kLowered,
                       text::Format(app.lang, "triage.diff_case",
                                    {{"place", wanted.cases + ":" + std::to_string(new_case.place.line)},
                                     {"because", new_case.because},
                                     {"from", In(was.name, app.lang)},
                                     {"to", In(is.name, app.lang)}})});
  }
  return true;
}

void RunDiff(App& app, const Wanted& wanted) {
  const std::optional<Draft> before = ReadDraft(app, wanted.before);
  const std::optional<Draft> after = before ? ReadDraft(app, wanted.after) : std::nullopt;
  if (!before || !after) return;
  std::vector<Change> changes = Diff(*before, *after, app.lang);
  if (!wanted.cases.empty() && !AddCases(app, wanted, *before, *after, changes)) return;
  app.exit_code = changes.empty() ? kYes : kNo;
  if (app.json) {
    boost::json::array out;
    for (const Change& change : changes) {
      out.push_back({{"kind", std::string(Name(change.kind))}, {"text", change.sentence}});
    }
    Print(boost::json::serialize(out));
    return;
  }
  for (const Change& change : changes) Print(change.sentence);
  if (changes.empty()) Print(text::Get(app.lang, "triage.diff_none"));
}

}  // namespace

void AddDiff(App& app) {
  CLI::App* command = AddCommand(app, "diff", "triage.cli.diff");
  const auto wanted = std::make_shared<Wanted>();
  command->add_option("OLD", wanted->before, Say("triage.cli.tool_file"))->required();
  command->add_option("NEW", wanted->after, Say("triage.cli.tool_file"))->required();
  command->add_option("--cases", wanted->cases, Say("triage.cli.diff_cases"))->type_name("FILE");
  command->callback([&app, wanted] { RunDiff(app, *wanted); });
}

}  // namespace legevakt::triage::cli
