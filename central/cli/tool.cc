#include "central/cli/tool.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "central/cli/answer.h"
#include "central/cli/app.h"
#include "central/cli/directory.h"
#include "central/store/reader.h"
#include "central/store/replay.h"
#include "central/store/schema.h"

namespace legevakt::cli {
namespace {

struct Listed {
  std::string tool_id;
  std::string version;
  std::string tool_hash;
  bool active = false;
};

absl::StatusOr<std::vector<Listed>> ListOf(const std::string& dir) {
  LV_ASSIGN_OR_RETURN(const Directory directory, OpenDirectory(dir));
  if (directory.remote != nullptr) {
    // A running central tells of the one that it uses.
    LV_ASSIGN_OR_RETURN(const v1::GetStatusResponse status, directory.remote->GetStatus());
    if (status.active_tool_hash().empty()) return std::vector<Listed>();
    return std::vector<Listed>{{.tool_id = status.active_tool_id(),
                                .version = "",
                                .tool_hash = status.active_tool_hash(),
                                .active = true}};
  }
  LV_ASSIGN_OR_RETURN(store::Reader reader, store::Reader::Open(store::JournalPath(dir)));
  LV_ASSIGN_OR_RETURN(const store::Meta meta, reader.ReadMeta());
  domain::State state;
  LV_RETURN_IF_ERROR(store::Replay(reader, meta.head_revision, state));
  std::vector<Listed> tools;
  for (const v1::ToolRecord& tool : state.tools) {
    tools.push_back({.tool_id = tool.tool_id(),
                     .version = tool.version(),
                     .tool_hash = tool.tool_hash(),
                     .active = tool.tool_hash() == state.active_tool_hash});
  }
  return tools;
}

int List(const std::string& dir, bool json) {
  const auto tools = ListOf(dir);
  if (!tools.ok()) return Fail(tools.status());
  // One line a tool, so that JSON can be read line by line too.
  for (const Listed& tool : *tools) {
    Answer(json,
           {{"tool_id", tool.tool_id},
            {"version", store::TextOrEmpty(tool.version)},
            {"tool_hash", tool.tool_hash},
            {"active", tool.active}},
           tool.active ? "cli.tool_active" : "cli.tool_kept",
           {{"id", tool.tool_id}, {"version", tool.version}, {"hash", tool.tool_hash}});
  }
  if (tools->empty() && !json) Answer(false, {}, "cli.tool_none", {});
  return tools->empty() ? kNo : kYes;
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
}

}  // namespace legevakt::cli
