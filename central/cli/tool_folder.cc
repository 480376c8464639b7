#include "central/cli/tool_folder.h"

#include <spdlog/spdlog.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"
#include "central/engine/tool_intake.h"
#include "central/store/folder.h"
#include "triage/reader/loader.h"

namespace legevakt::cli {
namespace {

constexpr std::string_view kFirstTool = "legevakt-3";

absl::Status Say(absl::StatusCode code, std::string_view key, const std::string& name) {
  return MakeStatus(code, text::Format(text::ProcessLang(), key, {{"file", name}, {"dir", name}}));
}

absl::StatusOr<std::vector<std::filesystem::path>> ToolFiles(const std::string& dir) {
  auto files = store::ListFolder(dir);
  if (absl::IsNotFound(files.status())) return Say(absl::StatusCode::kNotFound, "central.no_tools", dir);
  if (!files.ok()) return files.status();
  std::erase_if(*files, [](const std::filesystem::path& file) {
    const std::string name = file.filename().native();
    return !name.ends_with(".yaml") || name.ends_with(".cases.yaml");
  });
  if (files->empty()) return Say(absl::StatusCode::kNotFound, "central.no_tools", dir);
  return files;
}

}  // namespace

absl::StatusOr<ToolFile> ChooseTool(const std::string& dir, const std::string& active_id) {
  const std::string_view wanted = active_id.empty() ? kFirstTool : std::string_view(active_id);
  LV_ASSIGN_OR_RETURN(const std::vector<std::filesystem::path> files, ToolFiles(dir));
  ToolFile chosen;
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file) return Say(absl::StatusCode::kNotFound, "central.cannot_read", path.native());
    const triage::LoadResult loaded = triage::LoadTool(bytes.str(), path.native());
    if (loaded.tool == nullptr) {
      const std::string problem =
          loaded.problems.empty() ? path.native() : triage::ToString(loaded.problems.front());
      if (path.stem() == wanted) return MakeStatus(absl::StatusCode::kInvalidArgument, problem);
      spdlog::warn("not a good triage tool, not used: {}", problem);
    } else if (loaded.tool->id() == wanted) {
      chosen = {path.native(), bytes.str()};
    }
  }
  if (chosen.yaml.empty() && active_id.empty())
    return Say(absl::StatusCode::kNotFound, "central.no_tools", dir);
  return chosen;
}

void CompareTool(const std::string& dir, const v1::ToolRecord& active, const std::string& data_dir) {
  const auto tell = [&active](std::string_view key, const std::string& what, const std::string& data) {
    spdlog::warn(
        "{}",
        text::Format(text::ProcessLang(), key,
                     {{"active", active.tool_id() + " " + active.version()}, {"what", what}, {"dir", data}}));
  };
  const auto file = ChooseTool(dir, active.tool_id());
  if (!file.ok()) return tell("central.tool_file_bad", Message(file.status()), "");
  if (file->yaml.empty() || file->yaml == active.yaml()) return;
  const engine::ToolIntake intake = engine::ToolReader().Read(file->yaml, file->name, text::ProcessLang());
  if (!intake.problems.empty()) return tell("central.tool_file_bad", intake.problems.front(), "");
  tell("central.tool_file_differs", file->name, data_dir);
}

}  // namespace legevakt::cli
