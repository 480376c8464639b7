#include "central/cli/record_care.h"

#include <spdlog/spdlog.h>

#include <utility>
#include <vector>

#include "base/text.h"
#include "base/time_units.h"
#include "central/domain/snapshot.h"
#include "central/engine/read_and_wait.h"
#include "central/store/schema.h"
#include "central/store/staged_copy.h"

namespace legevakt::cli {
namespace {

// What the strand has, and is durable.
std::optional<store::LiveState> LiveStateOf(engine::Engine& engine) {
  return engine::ReadAndWait(engine, [](const domain::State& state, std::int64_t) {
    return store::LiveState{.revision = state.revision, .state_hash = domain::StateHash(state)};
  });
}

std::optional<engine::RecordNews::Backups> Wanted(const RecordCare::Options& options) {
  if (options.backup_dir.empty()) return std::nullopt;
  return engine::RecordNews::Backups{
      .every_us = options.backup_every_minutes * kMinuteUs,
      .old = text::Format(text::ProcessLang(), "store.backup_old", {{"dir", options.backup_dir}})};
}

}  // namespace

RecordCare::RecordCare(engine::Engine& engine, const std::string& data_dir, const Options& options)
    : engine_(engine),
      news_(engine, Wanted(options)),
      snapshots_(engine, options.snapshot_every),
      scrub_({.journal = store::JournalPath(data_dir),
              .busy = [&engine] { return engine.queue_depth() > 0; },
              .tell = [this](std::string damage) { news_.SetDamage(std::move(damage)); }}) {
  // Before anybody has one made.
  store::RemoveStagedCopies(data_dir);
  if (options.backup_dir.empty()) return;
  backups_.emplace(store::BackupChore::Options{
      .journal = store::JournalPath(data_dir),
      .folder = store::BackupFolder(options.backup_dir, engine.journal_id()),
      .every_us = options.backup_every_minutes * kMinuteUs,
      .kept = static_cast<std::size_t>(options.backups_kept),
      .live = [&engine] { return LiveStateOf(engine); },
      .tell_made = [this](std::int64_t at_us, std::int64_t revision) { news_.SetBackup(at_us, revision); },
      .tell_problem = [this](std::string why) { news_.SetBackupProblem(std::move(why)); }});
}

void RecordCare::Start() {
  const auto now_us = [this] { return engine_.NowUs(); };
  keeper_ = std::make_unique<engine::Keeper>(std::vector<engine::Chore*>{&snapshots_, &scrub_}, now_us);
  if (backups_.has_value()) {
    news_.ExpectBackups();
    backup_keeper_ = std::make_unique<engine::Keeper>(std::vector<engine::Chore*>{&*backups_}, now_us);
  } else {
    // An alarm about backups that nobody wants any more would stand for ever.
    news_.SetBackupProblem("");
    spdlog::warn("{}", text::Get(text::ProcessLang(), "store.no_backup_dir"));
  }
}

void RecordCare::RequestStop() {
  for (const auto& keeper : {keeper_.get(), backup_keeper_.get()}) {
    if (keeper != nullptr) keeper->RequestStop();
  }
}

void RecordCare::Stop() {
  RequestStop();
  keeper_.reset();
  backup_keeper_.reset();
}

void RecordCare::FillStatus(v1::GetStatusResponse& response) const {
  response.set_snapshot_revision(engine_.snapshot_revision());
  response.set_snapshot_problem(snapshots_.problem());
  const store::ScrubChore::Progress scrubbed = scrub_.progress();
  response.set_scrubbed_revision(scrubbed.revision);
  response.set_scrubbed_whole_revision(scrubbed.whole_revision);
  response.set_scrubbed_whole_us(scrubbed.whole_us);
  response.set_backup_revision(news_.backup_revision());
}

}  // namespace legevakt::cli
