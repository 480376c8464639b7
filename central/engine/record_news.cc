#include "central/engine/record_news.h"

#include <spdlog/spdlog.h>

#include <future>
#include <memory>
#include <utility>

#include "base/status.h"

namespace legevakt::engine {

RecordNews::RecordNews(Engine& engine) : engine_(engine) {
  // Owned by the callback: where the engine fails, it is let go of, and the wait ends.
  auto seen = std::make_shared<std::promise<void>>();
  auto notice = std::make_shared<v1::ServiceNotice>();
  const std::future<void> done = seen->get_future();
  engine_.Read([notice](const domain::State& state, std::int64_t) { *notice = state.notice; },
               [seen = std::move(seen)] { seen->set_value(); });
  done.wait();
  report_ = {.backup_verified_us = notice->backup_verified_us(),
             .backup_problem = notice->backup_problem(),
             .record_problem = notice->record_problem()};
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
