#include "triage/cli/app.h"
#include "triage/cli/past.h"
#include "triage/past/validation.h"
#include "triage/report/validation_report.h"

namespace legevakt::triage::cli {
namespace {

struct Wanted {
  std::string tool;
  PastArgs past;
};

void RunValidate(App& app, const Wanted& wanted) {
  const std::shared_ptr<const Tool> tool = ReadTool(app, wanted.tool);
  if (tool == nullptr) return;
  const auto files = ReadPast(app, wanted.past, past::ReferenceUse::kRequired);
  if (!files || !MapFits(app, files->map, *tool)) return;
  const auto validation = past::Validate(files->file, files->map, *tool, wanted.past.urgent);
  if (!validation) {
    RefuseUrgent(app, files->map, {tool.get()});
    return;
  }
  const report::ValidationInput input{*validation,
                                      files->file,
                                      files->map,
                                      *tool,
                                      wanted.past.cases,
                                      app.lang,
                                      static_cast<std::size_t>(wanted.past.rows)};
  if (!wanted.past.html.empty() && !WriteFile(app, wanted.past.html, report::ValidationPage(input))) return;
  Print(app.json ? report::ValidationJson(input) : report::ValidationText(input));
}

}  // namespace

void AddValidate(App& app) {
  CLI::App* command = AddCommand(app, "validate", "validate.cli");
  const auto wanted = std::make_shared<Wanted>();
  command->add_option("TOOL", wanted->tool, Say("triage.cli.tool_file"))->required();
  AddPastOptions(*command, wanted->past);
  command->callback([&app, wanted] { RunValidate(app, *wanted); });
}

}  // namespace legevakt::triage::cli
