#include "central/cli/verify.h"

#include <filesystem>
#include <memory>
#include <string>

#include "central/cli/answer.h"
#include "central/cli/app.h"
#include "central/cli/directory.h"
#include "central/store/schema.h"
#include "central/store/verify.h"

namespace legevakt::cli {
namespace {

absl::StatusOr<store::Verification> Ask(const std::filesystem::path& path) {
  std::error_code ignored;
  // A backup stands alone: nobody else has it.
  if (std::filesystem::is_regular_file(path, ignored)) return store::Verify(path);
  LV_ASSIGN_OR_RETURN(const Directory directory, OpenDirectory(path));
  if (directory.remote == nullptr) return store::Verify(store::JournalPath(path));
  LV_ASSIGN_OR_RETURN(const v1::VerifyResponse response, directory.remote->Verify());
  LV_ASSIGN_OR_RETURN(const v1::GetStatusResponse status, directory.remote->GetStatus());
  return store::Verification{.ok = response.ok(),
                             .events = response.events(),
                             .journal_id = status.journal_id(),
                             .state_hash = response.state_hash(),
                             .problem = response.problem()};
}

int VerifyPath(const std::string& path, bool json) {
  const auto found = Ask(path);
  if (!found.ok()) return Fail(found.status());
  Answer(json,
         {{"ok", found->ok},
          {"events", found->events},
          {"journal_id", found->journal_id},
          {"state_hash", store::TextOrEmpty(found->state_hash)},
          {"problem", store::TextOrEmpty(found->problem)},
          {"broken_revision", store::NumberOrEmpty(found->broken_revision)}},
         found->ok ? "cli.verify_yes" : "cli.verify_no",
         {{"events", std::to_string(found->events)},
          {"state_hash", found->state_hash},
          {"journal_id", found->journal_id},
          {"problem", found->problem}});
  if (!found->ok) PrintError(found->problem);
  return found->ok ? kYes : kNo;
}

}  // namespace

void AddVerify(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("verify", Say("cli.verify"));
  const auto path = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false);
  command->add_option("DIR", *path, Say("cli.dir_or_backup"))->required()->type_name("");
  command->add_flag("--json", *json, Say("cli.json"));
  command->callback([=] { *exit_code = VerifyPath(*path, *json); });
}

}  // namespace legevakt::cli
