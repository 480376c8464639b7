// What the chores find out about the record, told where people look: on every screen, by an event where it is
// news, and in the answer of GetStatus.
//
// Begins with what the journal says: damage that was found before a restart is told until a whole check has
// found nothing.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "central/engine/engine.h"

namespace legevakt::engine {

class RecordNews {
 public:
  // Backups that somebody wants: one in each interval, so that none for twice as long is told, with this
  // sentence.
  struct Backups {
    std::int64_t every_us = 0;
    std::string old;
  };
  // `engine` must outlive this. Waits for its strand. Without `backups` an old one is no news.
  explicit RecordNews(Engine& engine, std::optional<Backups> backups = std::nullopt);

  // From here on a backup that does not come is told; there is time for the first.
  void ExpectBackups();

  // One sentence with the position, that says what to do; empty where a whole check has found nothing. Any
  // thread, as the rest.
  void SetDamage(std::string sentence);
  // The last backup that was verified on its copy, of that time.
  void SetBackup(std::int64_t at_us, std::int64_t revision);
  // Why there is no new one, in one sentence that says what to do. That the last has become too old is told
  // without it, by the engine's own time: whoever makes backups may hang.
  void SetBackupProblem(std::string sentence);

  std::int64_t backup_us() const;
  // 0 where it is not known.
  std::int64_t backup_revision() const;

 private:
  template <typename Change>
  void Tell(Change change);

  Engine& engine_;
  const std::optional<Backups> backups_;
  mutable std::mutex mutex_;
  Engine::RecordReport report_;
  std::int64_t backup_revision_ = 0;
};

}  // namespace legevakt::engine
