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
  store::Verification found{.ok = response.ok(),
                            .events = response.events(),
                            .replies = response.replies(),
                            .snapshots = response.snapshots(),
                            .journal_id = status.journal_id(),
                            .state_hash = response.state_hash(),
                            .damages = {}};
  for (const v1::RecordDamage& damage : response.damages()) {
    found.damages.push_back({.part = static_cast<store::Part>(static_cast<int>(damage.part()) - 1),
                             .revision = damage.revision(),
                             .sentence = damage.sentence()});
  }
  // It could not be asked at all.
  if (!found.ok && found.damages.empty()) {
    return MakeStatus(absl::StatusCode::kInternal, response.problem());
  }
  return found;
}

int VerifyPath(const std::string& path, bool json) {
  const auto found = Ask(path);
  if (!found.ok()) return Fail(found.status());
  Answer(json,
         {{"ok", found->ok},
          {"events", found->events},
          {"replies", found->replies},
          {"snapshots", found->snapshots},
          {"journal_id", found->journal_id},
          {"state_hash", store::TextOrEmpty(found->state_hash)},
          {"problem", store::TextOrEmpty(found->problem())},
          {"part", found->ok ? store::Cell() : store::Cell(std::string(NameOf(found->damages.front().part)))},
          {"broken_revision", store::NumberOrEmpty(found->broken_revision())},
          {"damages", static_cast<std::int64_t>(found->damages.size())}},
         found->ok ? "cli.verify_yes" : "cli.verify_no",
         {{"events", std::to_string(found->events)},
          {"replies", std::to_string(found->replies)},
          {"snapshots", std::to_string(found->snapshots)},
          {"state_hash", found->state_hash}});
  for (const store::Damage& damage : found->damages) PrintError(damage.sentence);
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
