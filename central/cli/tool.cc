#include "central/cli/tool.h"

#include <memory>
#include <string>

#include "central/cli/answer.h"
#include "central/cli/app.h"
#include "central/cli/directory.h"
#include "central/cli/local_time.h"
#include "central/domain/tools.h"
#include "central/store/reader.h"
#include "central/store/replay.h"
#include "central/store/schema.h"

namespace legevakt::cli {
namespace {

// Of a hash, for a person; JSON has all of it.
constexpr std::size_t kHashShown = 12;

absl::StatusOr<v1::ListToolsResponse> ListOf(const std::string& dir) {
  LV_ASSIGN_OR_RETURN(const Directory directory, OpenDirectory(dir));
  if (directory.remote != nullptr) return directory.remote->ListTools();
  LV_ASSIGN_OR_RETURN(store::Reader reader, store::Reader::Open(store::JournalPath(dir)));
  LV_ASSIGN_OR_RETURN(const store::Meta meta, reader.ReadMeta());
  domain::State state;
  LV_RETURN_IF_ERROR(store::Replay(reader, meta.head_revision, state));
  v1::ListToolsResponse list;
  for (v1::ToolUse& use : domain::ToolUses(state)) *list.add_tools() = std::move(use);
  list.set_time_zone(state.region.time_zone());
  return list;
}

// For programs, and the key of the words for a person.
struct Standing {
  const char* word;
  const char* key;
};
Standing StandingOf(v1::ToolStanding standing) {
  switch (standing) {
    case v1::TOOL_STANDING_ACTIVE:
      return {"active", "cli.tool_active"};
    case v1::TOOL_STANDING_PREVIOUS:
      return {"previous", "cli.tool_previous"};
    case v1::TOOL_STANDING_PLANNED:
      return {"planned", "cli.tool_planned"};
    case v1::TOOL_STANDING_EARLIER:
      return {"earlier", "cli.tool_earlier"};
    default:
      return {"retired", "cli.tool_retired"};
  }
}

void Print(const v1::ToolUse& use, const std::string& time_zone, bool json) {
  const Standing standing = StandingOf(use.standing());
  Answer(json,
         {{"tool_id", use.tool_id()},
          {"version", use.version()},
          {"tool_hash", use.tool_hash()},
          {"active", use.standing() == v1::TOOL_STANDING_ACTIVE},
          {"standing", std::string(standing.word)},
          {"at", UtcTime(use.at_us())},
          {"by", store::TextOrEmpty(use.by())},
          {"author", store::TextOrEmpty(use.author())},
          {"approver", store::TextOrEmpty(use.approver())},
          {"open_contacts", std::int64_t{use.open_contacts()}}},
         "cli.tool_line",
         {{"id", use.tool_id()},
          {"version", use.version()},
          {"standing", Say(standing.key)},
          {"at", LocalTime(use.at_us(), time_zone)},
          {"by", use.by().empty() ? Say("cli.tool_by_start") : use.by()},
          {"approval", use.approver().empty() ? Say("cli.tool_not_approved")
                                              : text::Format(text::ProcessLang(), "cli.tool_approved",
                                                             {{"who", use.approver()}})},
          {"n", std::to_string(use.open_contacts())},
          {"hash", use.tool_hash().substr(0, kHashShown)}});
}

int List(const std::string& dir, bool json) {
  const auto list = ListOf(dir);
  if (!list.ok()) return Fail(list.status());
  // One line a tool, so that JSON can be read line by line too.
  for (const v1::ToolUse& use : list->tools()) Print(use, list->time_zone(), json);
  if (list->tools().empty() && !json) Answer(false, {}, "cli.tool_none", {});
  return list->tools().empty() ? kNo : kYes;
}

}  // namespace

void AddTool(CLI::App& app, int* exit_code) {
  CLI::App* tool = app.add_subcommand("tool", Say("cli.tool"));
  tool->require_subcommand(1);
  CLI::App* list = tool->add_subcommand("list", Say("cli.tool_list"));
  const auto dir = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false);
  list->add_option("DIR", *dir, Say("cli.dir"))->required()->type_name("");
  list->add_flag("--json", *json, Say("cli.json"));
  list->callback([=] { *exit_code = List(*dir, *json); });
  AddToolActivate(*tool, exit_code);
  AddToolRollback(*tool, exit_code);
}

}  // namespace legevakt::cli
