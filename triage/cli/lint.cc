#include "triage/lint/lint.h"

#include <boost/json.hpp>
#include <cstdint>

#include "triage/cli/app.h"

namespace legevakt::triage::cli {
namespace {

void PrintJson(const std::string& file, const LintResult& result, text::Lang lang) {
  boost::json::array problems;
  for (const Diagnostic& problem : result.problems) {
    problems.push_back({{"line", problem.line}, {"column", problem.column}, {"message", problem.message}});
  }
  boost::json::array proofs;
  for (const Proof& proof : result.proofs) {
    proofs.push_back({{"property", proof.key.substr(proof.key.find('_') + 1)},
                      {"text", std::string(text::Get(lang, proof.key))},
                      {"cases", proof.cases},
                      {"holds", proof.holds}});
  }
  const boost::json::object out{
      {"file", file}, {"ok", result.ok()}, {"problems", problems}, {"proofs", proofs}};
  Print(boost::json::serialize(out));
}

void PrintText(const std::string& file, const Draft* draft, const LintResult& result, text::Lang lang) {
  for (const Diagnostic& problem : result.problems) Print(ToString(problem));
  for (const Proof& proof : result.proofs) {
    Print(text::Format(lang, proof.holds ? "triage.cli.proven" : "triage.cli.not_proven",
                       {{"what", text::Get(lang, proof.key)}, {"n", std::to_string(proof.cases)}}));
  }
  if (!result.ok() || draft == nullptr) {
    Print(text::Format(lang, "triage.cli.lint_bad",
                       {{"file", file}, {"n", std::to_string(result.problems.size())}}));
    return;
  }
  std::size_t rules = draft->rules.size() + draft->modifiers.size();
  for (const DraftComplaint& complaint : draft->complaints) rules += complaint.rules.size();
  Print(text::Format(lang, "triage.cli.lint_ok",
                     {{"file", file},
                      {"complaints", std::to_string(draft->complaints.size())},
                      {"questions", std::to_string(draft->questions.size())},
                      {"rules", std::to_string(rules)}}));
}

void RunLint(App& app, const std::string& file) {
  const std::optional<std::string> bytes = ReadFile(app, file);
  if (!bytes) return;
  DraftResult draft = LoadDraft(*bytes, file, app.lang);
  const LintResult result =
      draft.draft ? LintDraft(*draft.draft, file, app.lang) : LintResult{std::move(draft.problems), {}};
  if (app.json) {
    PrintJson(file, result, app.lang);
  } else {
    PrintText(file, draft.draft ? &*draft.draft : nullptr, result, app.lang);
  }
  app.exit_code = result.ok() ? kYes : kNo;
}

}  // namespace

void AddLint(App& app) {
  CLI::App* command = AddCommand(app, "lint", "triage.cli.lint");
  const auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, Say("triage.cli.tool_file"))->required();
  command->callback([&app, file] { RunLint(app, *file); });
}

}  // namespace legevakt::triage::cli
