#include "triage/cli/app.h"

#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include "triage/reader/loader.h"

namespace legevakt::triage::cli {

std::string Say(std::string_view key) {
  return std::string(text::Get(text::ProcessLang(), key));
}

void Print(std::string_view line) {
  std::printf("%.*s\n", static_cast<int>(line.size()), line.data());
}

void PrintError(std::string_view sentence) {
  std::fprintf(stderr, "legevakt-triage: %.*s\n", static_cast<int>(sentence.size()), sentence.data());
}

CLI::App* AddCommand(App& app, const std::string& name, std::string_view description_key) {
  static const std::map<std::string, text::Lang> kLangs{{"nb", text::Lang::kNb}, {"en", text::Lang::kEn}};
  CLI::App* command = app.cli.add_subcommand(name, Say(description_key));
  command->add_flag("--json", app.json, Say("triage.cli.json"));
  command->add_option("--lang", app.lang, Say("triage.cli.lang"))
      ->transform(CLI::CheckedTransformer(kLangs).description(""))
      ->type_name("nb|en");
  return command;
}

std::optional<std::string> ReadFile(App& app, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (file) bytes << file.rdbuf();
  if (file && !bytes.str().empty()) return bytes.str();
  // An empty file is read too: what it lacks is told by who asked for it.
  if (file.is_open() && bytes.str().empty() && file.peek() == std::ifstream::traits_type::eof() &&
      !file.bad()) {
    return std::string();
  }
  PrintError(text::Format(app.lang, "triage.cli.cannot_read", {{"file", path}}));
  app.exit_code = kWrongUse;
  return std::nullopt;
}

std::shared_ptr<const Tool> ReadTool(App& app, const std::string& path) {
  const std::optional<std::string> bytes = ReadFile(app, path);
  if (!bytes) return nullptr;
  LoadResult result = LoadTool(*bytes, path, app.lang);
  for (const Diagnostic& problem : result.problems) PrintError(ToString(problem));
  if (result.tool == nullptr) app.exit_code = kNo;
  return result.tool;
}

}  // namespace legevakt::triage::cli
