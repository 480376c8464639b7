#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "base/limits.h"
#include "central/cli/answer.h"
#include "central/cli/app.h"
#include "central/cli/directory.h"
#include "central/cli/local_time.h"
#include "central/cli/tool.h"

namespace legevakt::cli {
namespace {

struct Wanted {
  std::string dir;
  std::string file;
  std::string at;
  std::string by;
  bool demonstration = false;
  bool json = false;
};

absl::StatusOr<std::string> ReadBytes(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  // One byte more than is allowed is enough for central to refuse it.
  std::string bytes(limits::kYamlBytesMax + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (file.gcount() == 0 || file.bad()) {
    return MakeStatus(absl::StatusCode::kNotFound,
                      text::Format(text::ProcessLang(), "central.cannot_read", {{"file", name}}));
  }
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

std::string Named(const v1::ToolUse& use) {
  return use.tool_id() + " " + use.version();
}

// Why not; empty where it was done. The linter's own sentences come first, each as an editor takes it.
std::string Problem(const v1::ToolResult& result) {
  for (const std::string& problem : result.problems()) std::fprintf(stderr, "%s\n", problem.c_str());
  if (!result.has_refusal() && result.problems().empty()) return {};
  const std::string why = result.has_refusal() ? RefusalWords(result.refusal()) : Say("cli.tool_not_taken");
  if (result.tool().tool_id().empty()) return why;
  return why + " " + text::Format(text::ProcessLang(), "cli.tool_still", {{"active", Named(result.tool())}});
}

int Tell(const Wanted& wanted, const v1::ToolResult& result, std::string_view key, const std::string& at) {
  const std::string problem = Problem(result);
  const bool ok = problem.empty();
  const v1::ToolUse& other = result.other();
  if (ok || wanted.json) {
    Answer(wanted.json,
           {{"ok", ok},
            {"changed", result.changed()},
            {"tool_id", store::TextOrEmpty(result.tool().tool_id())},
            {"version", store::TextOrEmpty(result.tool().version())},
            {"tool_hash", store::TextOrEmpty(result.tool().tool_hash())},
            {"other_version", store::TextOrEmpty(other.version())},
            {"other_open_contacts", std::int64_t{other.open_contacts()}},
            {"problem", store::TextOrEmpty(problem)}},
           key,
           {{"active", Named(result.tool())},
            {"other", Named(other)},
            {"n", std::to_string(other.open_contacts())},
            {"at", at},
            {"dir", wanted.dir}});
  }
  if (!ok) PrintError(problem);
  return ok ? kYes : kNo;
}

int Activate(const Wanted& wanted) {
  const auto bytes = ReadBytes(wanted.file);
  if (!bytes.ok()) return Fail(bytes.status());
  const auto central = RunningCentral(wanted.dir);
  if (!central.ok()) return Fail(central.status());
  const auto list = (*central)->ListTools();
  if (!list.ok()) return Fail(list.status());
  v1::ToolOrder order;
  order.set_by(wanted.by);
  order.set_demonstration(wanted.demonstration);
  order.set_file_name(wanted.file);
  order.set_lang(text::ProcessLang() == text::Lang::kEn ? "en" : "nb");
  if (!wanted.at.empty()) {
    const auto at_us = ParseLocalTime(wanted.at, list->time_zone());
    if (!at_us.ok()) return Fail(at_us.status());
    order.set_at_us(*at_us);
  }
  const auto result = (*central)->ActivateTool(order, *bytes);
  if (!result.ok()) return Fail(result.status());
  const bool planned = result->other().standing() == v1::TOOL_STANDING_PLANNED;
  const bool first = !result->has_other();
  const char* const key = !result->changed() ? "cli.tool_same"
                          : planned          ? "cli.tool_is_planned"
                          : first            ? "cli.tool_activated_first"
                                             : "cli.tool_activated";
  return Tell(wanted, *result, key, planned ? LocalTime(result->other().at_us(), list->time_zone()) : "");
}

int RollBack(const Wanted& wanted) {
  const auto central = RunningCentral(wanted.dir);
  if (!central.ok()) return Fail(central.status());
  const auto response = (*central)->RollBackTool(wanted.by);
  if (!response.ok()) return Fail(response.status());
  return Tell(wanted, response->result(),
              response->plan_cancelled() ? "cli.tool_plan_cancelled" : "cli.tool_rolled_back", "");
}

}  // namespace

void AddToolActivate(CLI::App& tool, int* exit_code) {
  CLI::App* activate = tool.add_subcommand("activate", Say("cli.tool_activate"));
  const auto wanted = std::make_shared<Wanted>();
  activate->add_option("DIR", wanted->dir, Say("cli.dir"))->required()->type_name("");
  activate->add_option("FILE", wanted->file, Say("cli.tool_file"))->required()->type_name("");
  activate->add_option("--by", wanted->by, Say("cli.tool_by"))->required()->type_name(Say("cli.name"));
  activate->add_option("--at", wanted->at, Say("cli.tool_at"))->type_name(Say("cli.time"));
  activate->add_flag("--demonstration", wanted->demonstration, Say("cli.tool_demonstration"));
  activate->add_flag("--json", wanted->json, Say("cli.json"));
  activate->callback([=] { *exit_code = Activate(*wanted); });
}

void AddToolRollback(CLI::App& tool, int* exit_code) {
  CLI::App* rollback = tool.add_subcommand("rollback", Say("cli.tool_rollback"));
  const auto wanted = std::make_shared<Wanted>();
  rollback->add_option("DIR", wanted->dir, Say("cli.dir"))->required()->type_name("");
  rollback->add_option("--by", wanted->by, Say("cli.tool_by"))->required()->type_name(Say("cli.name"));
  rollback->add_flag("--json", wanted->json, Say("cli.json"));
  rollback->callback([=] { *exit_code = RollBack(*wanted); });
}

}  // namespace legevakt::cli
