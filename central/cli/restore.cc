#include "central/cli/restore.h"

#include <memory>
#include <string>

#include "central/cli/answer.h"
#include "central/cli/app.h"
#include "central/store/backup.h"

namespace legevakt::cli {
namespace {

int RestoreTo(const std::string& in, const std::string& dir, bool json) {
  const auto made = store::Restore(in, dir);
  if (!made.ok()) return Fail(made.status());
  Answer(json,
         {{"ok", true},
          {"dir", dir},
          {"revision", made->events},
          {"journal_id", made->journal_id},
          {"state_hash", made->state_hash}},
         "cli.restore_done",
         {{"dir", dir}, {"revision", std::to_string(made->events)}, {"journal_id", made->journal_id}});
  return kYes;
}

}  // namespace

void AddRestore(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("restore", Say("cli.restore"));
  const auto in = std::make_shared<std::string>();
  const auto dir = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false);
  command->add_option("IN", *in, Say("cli.restore_in"))->required()->type_name("");
  command->add_option("DIR", *dir, Say("cli.restore_dir"))->required()->type_name("");
  command->add_flag("--json", *json, Say("cli.json"));
  command->callback([=] { *exit_code = RestoreTo(*in, *dir, *json); });
}

}  // namespace legevakt::cli
