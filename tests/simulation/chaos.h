// Where things go wrong: the failpoints by name, when each strikes, and how often it has.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/simulation/log.h"
#include "tests/simulation/random.h"

namespace legevakt::simulation {

enum class Failpoint : std::uint8_t {
  // Central ends between two steps of a command's way.
  kCrashDecided,
  kCrashBeforeCommit,
  kCrashInCommitKept,
  kCrashInCommitLost,
  kCrashCommitted,
  kCrashPublished,
  kCrashBetweenReplies,
  kCrashIdle,
  // The disk.
  kDiskErrorBeforeCommit,
  kDiskErrorInCommitKept,
  kDiskErrorInCommitLost,
  kDiskSlow,
  kDiskHangs,
  kDiskReadErrorAtStart,
  kDiskReadErrorInCatchUp,
  // The snapshots that a start begins with.
  kSnapshotKept,
  kSnapshotWriteError,
  kSnapshotDamaged,
  kCrashInSnapshot,
  // The network of commands.
  kRequestLost,
  kRequestRepeated,
  kRequestLate,
  kReplyLost,
  kReplyLate,
  // Clients.
  kIdReusedWithOtherBytes,
  kIdReusedByAnother,
  kStaleVersion,
  kClientForgetsItsState,
  // Those who watch.
  kWatchCut,
  kWatchSlow,
  kWatchVanishes,
  kWatchFromOldRevision,
  kWatchOtherJournal,
  kWatchFutureRevision,
  kWatchFromFirstRevision,
  // Clocks.
  kClockHourForward,
  kClockHourBack,
  kClockDayForward,
  kClockDayBack,
  kClockDriftFast,
  kClockDriftSlow,
  kClockNightOfSpring,
  kClockNightOfAutumn,
  kProcessStopped,
  kMachineAsleep,
  kPowerCut,
  kPlannedRestart,
  // What is asked beside the commands.
  kQuiet,
  kRestartAnnounced,
  kRestartTakenBack,
  kRestartDue,
  kRecordReported,
  kLookupSearch,
  kLookupReadOpen,
  kLookupReadClosed,
  kToolActivated,
  kToolPlanned,
  kToolRolledBack,
  kFlood,
  kCommandTurnedAway,
  kReadTurnedAway,
  kCount,
};
inline constexpr auto kFailpoints = static_cast<std::size_t>(Failpoint::kCount);

std::string_view NameOf(Failpoint point);

class Chaos {
 public:
  using Hits = std::array<std::uint32_t, kFailpoints>;

  Chaos(std::uint64_t seed, Log& log) : random_(seed), log_(log) {}

  // Strikes once in `one_in`, as long as there is no calm.
  bool Strikes(Failpoint point, int one_in) {
    if (calm_ || !random_.OneIn(one_in)) return false;
    Hit(point);
    return true;
  }
  void Hit(Failpoint point) {
    ++hits_[static_cast<std::size_t>(point)];
    ++faults_;
    log_.Step("fault", NameOf(point));
  }
  // Something has come up that is no fault.
  void Met(Failpoint point) {
    ++hits_[static_cast<std::size_t>(point)];
    log_.Step("meets", NameOf(point));
  }
  // Nothing goes wrong any more.
  void BecomeCalm() { calm_ = true; }
  bool calm() const { return calm_; }
  Random& random() { return random_; }
  const Hits& hits() const { return hits_; }
  int faults() const { return faults_; }

 private:
  Random random_;
  Log& log_;
  bool calm_ = false;
  int faults_ = 0;
  Hits hits_{};
};

}  // namespace legevakt::simulation
