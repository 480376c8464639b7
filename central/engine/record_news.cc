#include "central/engine/record_news.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/status.h"
#include "central/engine/read_and_wait.h"

namespace legevakt::engine {

RecordNews::RecordNews(Engine& engine, std::optional<Backups> backups)
    : engine_(engine), backups_(std::move(backups)) {
  const auto notice =
      ReadAndWait(engine_, [](const domain::State& state, std::int64_t) { return state.notice; });
  if (!notice.has_value()) return;
  report_.backup_verified_us = notice->backup_verified_us();
  report_.backup_problem = notice->backup_problem();
}

void RecordNews::ExpectBackups() {
  if (!backups_.has_value()) return;
  const std::int64_t first_us = engine_.NowUs() + std::min(backups_->every_us, limits::kBackupRetryUs);
  Tell([&] {
    report_.backup_old = backups_->old;
    report_.backup_old_at_us = std::max(first_us, report_.backup_verified_us + 2 * backups_->every_us);
  });
}

template <typename Change>
void RecordNews::Tell(Change change) {
  Engine::RecordReport report;
  {
    const std::lock_guard lock(mutex_);
    change();
    report = report_;
  }
  engine_.ReportRecord(std::move(report), [](const absl::Status& status) {
    if (!status.ok())
      spdlog::error("what was found of the record is not on the screens: {}", Message(status));
  });
}

void RecordNews::SetDamage(std::string sentence) {
  Tell([&] { report_.record_problem = std::move(sentence); });
}

void RecordNews::SetBackup(std::int64_t at_us, std::int64_t revision) {
  Tell([&] {
    report_.backup_verified_us = at_us;
    report_.backup_problem.clear();
    if (report_.backup_old_at_us > 0) {
      report_.backup_old_at_us = std::max(report_.backup_old_at_us, at_us + 2 * backups_->every_us);
    }
    backup_revision_ = revision;
  });
}

void RecordNews::SetBackupProblem(std::string sentence) {
  Tell([&] { report_.backup_problem = std::move(sentence); });
}

std::int64_t RecordNews::backup_us() const {
  const std::lock_guard lock(mutex_);
  return report_.backup_verified_us;
}

std::int64_t RecordNews::backup_revision() const {
  const std::lock_guard lock(mutex_);
  return backup_revision_;
}

}  // namespace legevakt::engine
