#include "central/cli/wrong_use.h"

#include <optional>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace legevakt::cli {
namespace {

using Pair = std::pair<std::string, std::string>;

// What stands before and after `mark`; nothing where it is not there. CLI11 keeps no more than its sentence.
std::optional<Pair> Around(std::string_view text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  return Pair(text.substr(0, at), text.substr(at + mark.size()));
}

std::string Put(std::string_view key, text::Args args) {
  return text::Format(text::ProcessLang(), key, args);
}

// "--in: Value 0 not in range 1 to 1440", "--format: xml not in {csv,json,html}"
std::optional<std::string> WrongValue(std::string_view what) {
  const auto named = Around(what, ": ");
  if (!named.has_value()) return std::nullopt;
  const auto& [option, why] = *named;
  if (const auto range = Around(why, " not in range "); range.has_value()) {
    const std::string value = range->first.substr(range->first.starts_with("Value ") ? 6 : 0);
    const auto bounds = Around(range->second, " to ");
    // A bound with decimals is CLI11's own for "positive".
    if (!bounds.has_value() || bounds->second.find('.') != std::string::npos) {
      return Put("cli.wrong_positive", {{"option", option}, {"value", value}});
    }
    return Put("cli.wrong_range",
               {{"option", option}, {"value", value}, {"from", bounds->first}, {"to", bounds->second}});
  }
  if (const auto set = Around(why, " not in {"); set.has_value()) {
    const std::string values = set->second.substr(0, set->second.rfind('}'));
    return Put("cli.wrong_choice", {{"option", option}, {"value", set->first}, {"values", values}});
  }
  return std::nullopt;
}

std::optional<std::string> Words(CLI::ExitCodes kind, std::string_view what) {
  if (kind == CLI::ExitCodes::ValidationError) return WrongValue(what);
  if (kind == CLI::ExitCodes::ExtrasError) {
    const auto extra = Around(what, " not expected: ");
    if (extra.has_value()) return Put("cli.wrong_extra", {{"what", extra->second}});
  }
  if (kind == CLI::ExitCodes::RequiredError) {
    const auto missing = Around(what, " is required");
    if (!missing.has_value()) return std::nullopt;
    if (missing->first == "A subcommand")
      return std::string(text::Get(text::ProcessLang(), "cli.wrong_no_command"));
    return Put("cli.wrong_missing", {{"option", missing->first}});
  }
  if (kind == CLI::ExitCodes::ArgumentMismatch) {
    const auto named = Around(what, ": ");
    if (named.has_value()) return Put("cli.wrong_no_value", {{"option", named->first}});
  }
  if (kind == CLI::ExitCodes::ConversionError) {
    const auto named = Around(what, "Could not convert: ");
    const auto value = named.has_value() ? Around(named->second, " = ") : std::nullopt;
    if (value.has_value())
      return Put("cli.wrong_number", {{"option", value->first}, {"value", value->second}});
  }
  if (kind == CLI::ExitCodes::ExcludesError) {
    const auto pair = Around(what, " excludes ");
    if (pair.has_value()) return Put("cli.wrong_both", {{"one", pair->first}, {"other", pair->second}});
  }
  if (kind == CLI::ExitCodes::RequiresError) {
    const auto pair = Around(what, " requires ");
    if (pair.has_value()) return Put("cli.wrong_alone", {{"one", pair->first}, {"other", pair->second}});
  }
  return std::nullopt;
}

}  // namespace

std::string WrongUseWords(const CLI::ParseError& error) {
  // Its name is the command's at times; the code is always the kind's.
  return Words(static_cast<CLI::ExitCodes>(error.get_exit_code()), error.what()).value_or(error.what());
}

void NameHelp(CLI::App& app) {
  const auto formatter = app.get_formatter();
  for (const auto& [label, key] :
       {std::pair("Usage", "cli.help_usage"), std::pair("OPTIONS", "cli.help_options"),
        std::pair("SUBCOMMAND", "cli.help_command"), std::pair("SUBCOMMANDS", "cli.help_command"),
        std::pair("Positionals", "cli.help_positionals"), std::pair("REQUIRED", "cli.help_required"),
        std::pair("Needs", "cli.help_needs"), std::pair("Excludes", "cli.help_excludes")}) {
    formatter->label(label, std::string(text::Get(text::ProcessLang(), key)));
  }
}

}  // namespace legevakt::cli
