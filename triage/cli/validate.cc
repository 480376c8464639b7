#include "triage/cli/app.h"
#include "triage/cli/past.h"
#include "triage/past/validation.h"
#include "triage/report/validation_report.h"

namespace legevakt::triage::cli {
namespace {

struct Wanted {
  std::string tool;
  PastArgs past;
  past::ValidateOptions options;
};

void RunValidate(App& app, const Wanted& wanted) {
  const std::shared_ptr<const Tool> tool = ReadTool(app, wanted.tool);
  if (tool == nullptr) return;
  const auto files = ReadPast(app, wanted.past, past::ReferenceUse::kRequired);
  if (!files || !MapFits(app, files->map, *tool)) return;
  const auto validation = past::Validate(files->file, files->map, *tool, wanted.options);
  if (!validation) {
    PrintError(text::Format(app.lang, "validate.too_many_urgent",
                            {{"reference", std::to_string(files->map.reference_levels - 1)},
                             {"tool", std::to_string(tool->levels().size() - 1)}}));
    app.exit_code = kWrongUse;
    return;
  }
  const report::ValidationInput input{*validation,
                                      files->file,
                                      files->map,
                                      *tool,
                                      wanted.past.cases,
                                      app.lang,
                                      static_cast<std::size_t>(wanted.past.rows)};
  Print(app.json ? report::ValidationJson(input) : report::ValidationText(input));
}

}  // namespace

void AddValidate(App& app) {
  CLI::App* command = AddCommand(app, "validate", "validate.cli");
  const auto wanted = std::make_shared<Wanted>();
  command->add_option("TOOL", wanted->tool, Say("triage.cli.tool_file"))->required();
  AddPastOptions(*command, wanted->past);
  command
      ->add_option("--urgent-reference", wanted->options.urgent_reference,
                   Say("validate.cli_urgent_reference"))
      ->type_name("N")
      ->check(CLI::Range(1, 9).description(""));
  command->add_option("--urgent-tool", wanted->options.urgent_tool, Say("validate.cli_urgent_tool"))
      ->type_name("N")
      ->check(CLI::Range(1, 9).description(""));
  command->callback([&app, wanted] { RunValidate(app, *wanted); });
}

}  // namespace legevakt::triage::cli
