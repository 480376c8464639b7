#include "central/cli/record_care.h"

#include <future>
#include <utility>
#include <vector>

#include "base/time_units.h"
#include "central/domain/snapshot.h"
#include "central/store/schema.h"

namespace legevakt::cli {
namespace {

// What the strand has, and is durable.
std::optional<store::LiveState> LiveStateOf(engine::Engine& engine) {
  // Owned by the callback: where the engine fails, it is let go of, and the wait ends.
  auto seen = std::make_shared<std::promise<void>>();
  auto live = std::make_shared<std::optional<store::LiveState>>();
  const std::future<void> done = seen->get_future();
  engine.Read(
      [live](const domain::State& state, std::int64_t) {
        *live = {.revision = state.revision, .state_hash = domain::StateHash(state)};
      },
      [seen = std::move(seen)] { seen->set_value(); });
  done.wait();
  return engine.serving() ? *live : std::nullopt;
}

}  // namespace

RecordCare::RecordCare(engine::Engine& engine, const std::string& data_dir, const Options& options)
    : engine_(engine),
      news_(engine),
      snapshots_(engine, options.snapshot_every),
      scrub_({.journal = store::JournalPath(data_dir),
              .busy = [&engine] { return engine.queue_depth() > 0; },
              .tell = [this](std::string damage) { news_.SetDamage(std::move(damage)); }}) {
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
  std::vector<engine::Chore*> chores{&snapshots_, &scrub_};
  if (backups_.has_value()) {
    chores.push_back(&*backups_);
  } else {
    // An alarm about backups that nobody wants any more would stand for ever.
    news_.SetBackupProblem("");
  }
  keeper_ = std::make_unique<engine::Keeper>(std::move(chores), [this] { return engine_.NowUs(); });
}

void RecordCare::Stop() {
  keeper_.reset();
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
