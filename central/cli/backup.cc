#include "central/cli/backup.h"

#include <filesystem>
#include <memory>
#include <string>

#include "base/text.h"
#include "central/cli/answer.h"
#include "central/cli/app.h"
#include "central/cli/directory.h"
#include "central/store/backup.h"
#include "central/store/schema.h"

namespace legevakt::cli {
namespace {

// The revision that the copy goes to.
absl::StatusOr<std::int64_t> Make(const std::filesystem::path& dir, const std::filesystem::path& out) {
  LV_ASSIGN_OR_RETURN(const Directory directory, OpenDirectory(dir));
  if (directory.remote == nullptr) {
    LV_ASSIGN_OR_RETURN(const store::Verification made, store::Backup(store::JournalPath(dir), out));
    return made.events;
  }
  if (out.empty()) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, text::Get(text::ProcessLang(), "store.no_name"));
  }
  // Central has a working directory of its own.
  LV_ASSIGN_OR_RETURN(const v1::BackupResponse response,
                      directory.remote->Backup(std::filesystem::absolute(out)));
  if (!response.ok()) return MakeStatus(absl::StatusCode::kDataLoss, response.problem());
  return response.revision();
}

int BackupDir(const std::string& dir, const std::string& out, bool json) {
  const auto revision = Make(dir, out);
  if (!revision.ok()) return Fail(revision.status());
  Answer(json, {{"ok", true}, {"file", out}, {"revision", *revision}}, "cli.backup_done",
         {{"file", out}, {"revision", std::to_string(*revision)}});
  return kYes;
}

}  // namespace

void AddBackup(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("backup", Say("cli.backup"));
  const auto dir = std::make_shared<std::string>();
  const auto out = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false);
  command->add_option("DIR", *dir, Say("cli.dir"))->required()->type_name("");
  command->add_option("OUT", *out, Say("cli.backup_out"))->required()->type_name("");
  command->add_flag("--json", *json, Say("cli.json"));
  command->callback([=] { *exit_code = BackupDir(*dir, *out, *json); });
}

}  // namespace legevakt::cli
