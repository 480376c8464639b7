#include "triage/cli/past.h"

#include <algorithm>
#include <fstream>

#include "base/status.h"
#include "triage/past/csv.h"
#include "triage/past/fit.h"

namespace legevakt::triage::cli {
namespace {

constexpr int kRowsMax = 100'000;
// A scale has ten levels at most.
constexpr int kUrgentMax = 9;
// What the map names and the tool lacks: the first few say enough.
constexpr std::size_t kUnknownShown = 5;

}  // namespace

void AddPastOptions(CLI::App& command, PastArgs& args) {
  command.add_option("--cases", args.cases, Say("validate.cli_cases"))->required()->type_name("CSV");
  command.add_option("--map", args.map, Say("validate.cli_map"))->required()->type_name("MAP");
  command.add_option("--html", args.html, Say("validate.cli_html"))->type_name("FILE");
  command.add_option("--rows", args.rows, Say("validate.cli_rows"))
      ->type_name("N")
      ->check(CLI::Range(0, kRowsMax).description(""));
  command
      .add_option("--urgent-reference", args.urgent.urgent_reference, Say("validate.cli_urgent_reference"))
      ->type_name("N")
      ->check(CLI::Range(1, kUrgentMax).description(""));
  command.add_option("--urgent-tool", args.urgent.urgent_tool, Say("validate.cli_urgent_tool"))
      ->type_name("N")
      ->check(CLI::Range(1, kUrgentMax).description(""));
}

std::optional<PastFiles> ReadPast(App& app, const PastArgs& args, past::ReferenceUse use) {
  const auto refuse = [&](const std::string& sentence) {
    PrintError(sentence);
    app.exit_code = kWrongUse;
    return std::nullopt;
  };
  const std::optional<std::string> yaml = ReadFile(app, args.map);
  if (!yaml) return std::nullopt;
  auto map = past::LoadColumnMap(*yaml, args.map, app.lang);
  if (!map.ok()) return refuse(Message(map.status()));
  if (use == past::ReferenceUse::kRequired && !map->reference)
    return refuse(text::Format(app.lang, "validate.map_no_reference", {{"map", args.map}}));
  const std::optional<std::string> csv = ReadFile(app, args.cases);
  if (!csv) return std::nullopt;
  auto file = past::ReadCases(past::ReadCsv(*csv, map->delimiter), *map, app.lang, args.cases, use);
  if (!file.ok()) return refuse(Message(file.status()));
  if (file->cases.empty()) {
    if (file->refused.empty())
      return refuse(text::Format(app.lang, "validate.no_rows", {{"file", args.cases}}));
    const past::RefusedRow& first = file->refused.front();
    return refuse(text::Format(app.lang, "validate.no_readable_rows",
                               {{"file", args.cases},
                                {"rows", std::to_string(file->rows)},
                                {"line", std::to_string(first.line)},
                                {"why", first.reason}}));
  }
  return PastFiles{*std::move(map), *std::move(file)};
}

bool MapFits(App& app, const past::ColumnMap& map, const Tool& tool) {
  const std::vector<past::Unknown> unknown = past::UnknownToTool(map, tool, app.lang);
  for (std::size_t i = 0; i < unknown.size() && i < kUnknownShown; ++i) {
    const past::Unknown& item = unknown[i];
    PrintError(map.file + ":" + std::to_string(item.place.line) + ":" + std::to_string(item.place.column) +
               ": " + item.message);
  }
  if (unknown.size() > kUnknownShown) {
    PrintError(text::Format(app.lang, "validate.more_unknown",
                            {{"n", std::to_string(unknown.size() - kUnknownShown)}}));
  }
  if (!unknown.empty()) app.exit_code = kWrongUse;
  return unknown.empty();
}

void RefuseUrgent(App& app, const past::ColumnMap& map, std::initializer_list<const Tool*> tools) {
  std::size_t fewest = (*tools.begin())->levels().size();
  for (const Tool* tool : tools) fewest = std::min(fewest, tool->levels().size());
  PrintError(text::Format(
      app.lang, "validate.too_many_urgent",
      {{"reference", std::to_string(map.reference_levels - 1)}, {"tool", std::to_string(fewest - 1)}}));
  app.exit_code = kWrongUse;
}

bool WriteFile(App& app, const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file) return true;
  PrintError(text::Format(app.lang, "validate.cannot_write", {{"file", path}}));
  app.exit_code = kWrongUse;
  return false;
}

}  // namespace legevakt::triage::cli
