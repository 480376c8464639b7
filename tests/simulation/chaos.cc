#include "tests/simulation/chaos.h"

namespace legevakt::simulation {

std::string_view NameOf(Failpoint point) {
  static constexpr std::array<std::string_view, kFailpoints> kNames = {
      "crash.decided",
      "crash.before_commit",
      "crash.in_commit_kept",
      "crash.in_commit_lost",
      "crash.committed",
      "crash.published",
      "crash.between_replies",
      "crash.idle",
      "disk.error_before_commit",
      "disk.error_in_commit_kept",
      "disk.error_in_commit_lost",
      "disk.slow",
      "disk.read_error_at_start",
      "disk.read_error_in_catch_up",
      "snapshot.kept",
      "snapshot.write_error",
      "snapshot.damaged",
      "crash.in_snapshot",
      "net.request_lost",
      "net.request_repeated",
      "net.request_late",
      "net.reply_lost",
      "net.reply_late",
      "client.id_reused_with_other_bytes",
      "client.id_reused_by_another",
      "client.stale_version",
      "client.forgets_its_state",
      "watch.cut",
      "watch.slow",
      "watch.vanishes",
      "watch.from_old_revision",
      "watch.other_journal",
      "watch.future_revision",
      "watch.from_first_revision",
      "clock.hour_forward",
      "clock.hour_back",
      "clock.day_forward",
      "clock.day_back",
      "clock.drift_fast",
      "clock.drift_slow",
      "clock.night_of_spring",
      "clock.night_of_autumn",
      "process.stopped",
      "machine.asleep",
      "restart.planned",
  };
  return kNames[static_cast<std::size_t>(point)];
}

}  // namespace legevakt::simulation
