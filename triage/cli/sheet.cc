#include "triage/sheet/sheet.h"

#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "triage/cli/app.h"

namespace legevakt::triage::cli {
namespace {

struct Wanted {
  std::string file;
  std::string cases;
  std::string out;
};

// False, with the sentence told, where it cannot be written.
bool Write(App& app, const std::string& path, const std::string& page) {
  if (path.empty()) return std::fwrite(page.data(), 1, page.size(), stdout) == page.size();
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << page;
  file.close();
  if (file) return true;
  PrintError(text::Format(app.lang, "sheet.cli_cannot_write", {{"file", path}}));
  app.exit_code = kWrongUse;
  return false;
}

// Null where there is no file of cases and none was named; the exit code tells where one cannot be used.
std::optional<CasesOutcome> Outcome(App& app, const Wanted& wanted, const Draft& draft) {
  std::string path = wanted.cases;
  if (path.empty()) {
    path = std::filesystem::path(wanted.file).replace_extension(".cases.yaml").string();
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return std::nullopt;
  }
  const std::optional<std::string> yaml = ReadFile(app, path);
  if (!yaml) return std::nullopt;
  const CasesResult cases = LoadCases(*yaml, path, *Compile(draft), app.lang);
  for (const Diagnostic& problem : cases.problems) PrintError(ToString(problem));
  if (!cases.problems.empty()) {
    app.exit_code = kNo;
    return std::nullopt;
  }
  return RunCases(draft, cases.cases, app.lang);
}

// For a program that keeps signed sheets: which file it is of, and whether it can be signed.
void PrintJson(const Draft& draft, const Wanted& wanted, bool ready) {
  const boost::json::object out{{"tool", draft.id},
                                {"version", draft.version},
                                {"hash", draft.hash},
                                {"ready", ready},
                                {"out", wanted.out}};
  Print(boost::json::serialize(out));
}

void RunSheet(App& app, const Wanted& wanted) {
  if (app.json && wanted.out.empty()) {
    PrintError(text::Get(app.lang, "sheet.cli_json_out"));
    app.exit_code = kWrongUse;
    return;
  }
  const std::optional<std::string> yaml = ReadFile(app, wanted.file);
  if (!yaml) return;
  const DraftResult draft = LoadDraft(*yaml, wanted.file, app.lang);
  for (const Diagnostic& problem : draft.problems) PrintError(ToString(problem));
  if (!draft.draft) {
    app.exit_code = kNo;
    return;
  }
  const LintResult lint = LintDraft(*draft.draft, wanted.file, app.lang);
  const std::optional<CasesOutcome> cases = Outcome(app, wanted, *draft.draft);
  if (app.exit_code != kYes) return;
  if (!Write(app, wanted.out, Sheet(*draft.draft, lint, cases ? &*cases : nullptr, app.lang))) return;
  if (!lint.ok()) {
    PrintError(text::Format(app.lang, "sheet.cli_not_ready",
                            {{"file", wanted.file}, {"n", std::to_string(lint.problems.size())}}));
    app.exit_code = kNo;
  } else if (cases && !cases->failures.empty()) {
    PrintError(text::Format(app.lang, "sheet.cli_failing",
                            {{"file", wanted.file}, {"n", std::to_string(cases->failures.size())}}));
    app.exit_code = kNo;
  }
  if (app.json) PrintJson(*draft.draft, wanted, app.exit_code == kYes);
}

}  // namespace

void AddSheet(App& app) {
  CLI::App* command = AddCommand(app, "sheet", "sheet.cli");
  const auto wanted = std::make_shared<Wanted>();
  command->add_option("FILE", wanted->file, Say("triage.cli.tool_file"))->required();
  command->add_option("--cases", wanted->cases, Say("sheet.cli_cases"))->type_name("FILE");
  command->add_option("--out", wanted->out, Say("sheet.cli_out"))->type_name("FILE");
  command->callback([&app, wanted] { RunSheet(app, *wanted); });
}

}  // namespace legevakt::triage::cli
