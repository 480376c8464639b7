#include "central/cli/restore.h"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "central/cli/answer.h"
#include "central/cli/app.h"
#include "central/store/backup.h"
#include "central/store/salvage.h"

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

void Line(std::string_view key, text::Args args) {
  std::printf("%s\n", text::Format(text::ProcessLang(), key, args).c_str());
}

// What a person must know who has to enter the rest from paper.
void SayInWords(const store::Salvage& done, const std::string& dir, const std::string& damaged) {
  Line("cli.restore_done",
       {{"dir", dir}, {"revision", std::to_string(done.made.events)}, {"journal_id", done.made.journal_id}});
  if (done.events() == 0) {
    Line("cli.salvage_nothing", {{"damaged", damaged}});
  } else {
    Line("cli.salvage_done", {{"damaged", damaged},
                              {"events", std::to_string(done.events())},
                              {"first", std::to_string(done.backup_revision + 1)},
                              {"last", std::to_string(done.made.events)},
                              {"replies", std::to_string(done.replies)}});
  }
  if (done.stopped_at == 0) {
    Line("cli.salvage_all", {{"last", std::to_string(done.made.events)}});
  } else {
    Line("cli.salvage_stopped", {{"revision", std::to_string(done.stopped_at)}});
  }
  if (done.beyond > 0) {
    Line("cli.salvage_beyond", {{"events", std::to_string(done.beyond)},
                                {"first", std::to_string(done.beyond_first)},
                                {"last", std::to_string(done.beyond_last)}});
  }
}

int SalvageTo(const std::string& backup, const std::string& dir, const std::string& damaged, bool json) {
  const auto done = store::SalvageInto(
      dir, backup.empty() ? std::nullopt : std::optional<std::filesystem::path>(backup), damaged);
  if (!done.ok()) return Fail(done.status());
  if (!json) {
    SayInWords(*done, dir, damaged);
    return kYes;
  }
  Answer(true,
         {{"ok", true},
          {"dir", dir},
          {"revision", done->made.events},
          {"journal_id", done->made.journal_id},
          {"state_hash", done->made.state_hash},
          {"backup_revision", done->backup_revision},
          {"salvaged_events", done->events()},
          {"salvaged_replies", done->replies},
          {"stopped_at", store::NumberOrEmpty(done->stopped_at)},
          {"beyond_events", done->beyond},
          {"beyond_first", store::NumberOrEmpty(done->beyond_first)},
          {"beyond_last", store::NumberOrEmpty(done->beyond_last)}},
         "", {});
  return kYes;
}

struct Options {
  std::string in, dir, damaged;
  bool json = false;
};

int Run(const Options& options) {
  if (options.damaged.empty() && options.dir.empty()) {
    PrintError(text::Get(text::ProcessLang(), "cli.restore_needs_dir"));
    return kWrongUse;
  }
  if (options.damaged.empty()) return RestoreTo(options.in, options.dir, options.json);
  // Without a backup the one name is that of the new directory.
  return options.dir.empty() ? SalvageTo("", options.in, options.damaged, options.json)
                             : SalvageTo(options.in, options.dir, options.damaged, options.json);
}

}  // namespace

void AddRestore(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("restore", Say("cli.restore"));
  const auto options = std::make_shared<Options>();
  command->add_option("IN", options->in, Say("cli.restore_in"))->required()->type_name("");
  command->add_option("DIR", options->dir, Say("cli.restore_dir"))->type_name("");
  command->add_option("--salvage", options->damaged, Say("cli.restore_salvage"))
      ->type_name(Say("cli.directory"));
  command->add_flag("--json", options->json, Say("cli.json"));
  command->callback([=] { *exit_code = Run(*options); });
}

}  // namespace legevakt::cli
