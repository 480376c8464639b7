#include "triage/cli/app.h"
#include "triage/cli/past.h"
#include "triage/past/comparison.h"
#include "triage/report/comparison_report.h"

namespace legevakt::triage::cli {
namespace {

struct Wanted {
  std::string first;
  std::string second;
  PastArgs past;
};

void RunCompare(App& app, const Wanted& wanted) {
  const std::shared_ptr<const Tool> first = ReadTool(app, wanted.first);
  const std::shared_ptr<const Tool> second = first == nullptr ? nullptr : ReadTool(app, wanted.second);
  if (first == nullptr || second == nullptr) return;
  const auto files = ReadPast(app, wanted.past, past::ReferenceUse::kOptional);
  if (!files || !MapFits(app, files->map, *first) || !MapFits(app, files->map, *second)) return;
  const auto comparison = past::Compare(files->file, files->map, *first, *second, wanted.past.urgent);
  if (!comparison) {
    RefuseUrgent(app, files->map, {first.get(), second.get()});
    return;
  }
  const report::ComparisonInput input{
      *comparison, files->file,       files->map, *first,
      *second,     wanted.past.cases, app.lang,   static_cast<std::size_t>(wanted.past.rows)};
  if (!wanted.past.html.empty() && !WriteFile(app, wanted.past.html, report::ComparisonPage(input))) return;
  Print(app.json ? report::ComparisonJson(input) : report::ComparisonText(input));
}

}  // namespace

void AddCompare(App& app) {
  CLI::App* command = AddCommand(app, "compare", "validate.cli_compare");
  const auto wanted = std::make_shared<Wanted>();
  command->add_option("A", wanted->first, Say("validate.cli_first"))->required();
  command->add_option("B", wanted->second, Say("validate.cli_second"))->required();
  AddPastOptions(*command, wanted->past);
  command->callback([&app, wanted] { RunCompare(app, *wanted); });
}

}  // namespace legevakt::triage::cli
