// What the chores find out about the record, told where people look: on every screen, by an event where it is
// news, and in the answer of GetStatus.
//
// Begins with what the journal says: damage that was found before a restart is told until a whole check has
// found nothing.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "central/engine/engine.h"

namespace legevakt::engine {

class RecordNews {
 public:
  // `engine` must outlive this. Waits for its strand.
  explicit RecordNews(Engine& engine);

  // One sentence with the position, that says what to do; empty where a whole check has found nothing. Any
  // thread, as the rest.
  void SetDamage(std::string sentence);
  // The last backup that was verified on its copy, of that time.
  void SetBackup(std::int64_t at_us, std::int64_t revision);
  // Why there is no new one, in one sentence that says what to do.
  void SetBackupProblem(std::string sentence);

  std::int64_t backup_us() const;
  // 0 where it is not known.
  std::int64_t backup_revision() const;

 private:
  template <typename Change>
  void Tell(Change change);

  Engine& engine_;
  mutable std::mutex mutex_;
  Engine::RecordReport report_;
  std::int64_t backup_revision_ = 0;
};

}  // namespace legevakt::engine
