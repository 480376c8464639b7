// One night from one seed: central with its disk and its machine, the network, the clients, the accidents,
// and the checker beside it all. One thread; no clock, chance or thread of the machine that it runs on.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "central/domain/decide.h"
#include "tests/simulation/chaos.h"
#include "tests/simulation/checker.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/log.h"
#include "tests/simulation/loop.h"
#include "tests/simulation/machine.h"

namespace legevakt::simulation {

class Central;
class Client;
class Host;

// What central is broken in on purpose, to see that the checker bites.
enum class Broken : std::uint8_t {
  kNothing,
  // A commit is reported before it is on the disk.
  kReplyBeforeCommit,
  // One commit in fifty is.
  kReplyBeforeCommitAtTimes,
  // A reply is written in a transaction of its own, after its events.
  kReplyApart,
  // Who catches up from the disk does not get the first revision.
  kRevisionSkipped,
  // The engine's clock follows the wall when that steps back.
  kDeadlineDropped,
  // A start takes the wall for the time, also where the machine has run on.
  kStartTakesTheWall,
  // The strand's timer waits for the wall, which may step back.
  kTimerOnTheWall,
  // What was looked up is shown, and that somebody looked is not written.
  kLookupUnwritten,
  // Who is turned away in a flood is taken all the same.
  kTurnedAwayAndDone,
  // A restart that was announced is forgotten.
  kRestartForgotten,
  // A snapshot for a watcher lacks the last event that it claims to have.
  kSnapshotShort,
  // So does the one that the next start begins with.
  kKeptSnapshotShort,
  // Those who watch are told each second that they are up to date, whatever the disk does.
  kBookmarkAlways,
  // They are told so however much they have not been sent yet.
  kBookmarkWhileBehind,
};

struct Options {
  std::uint64_t seed = 1;
  // Prints each step.
  bool trace = false;
  Broken broken = Broken::kNothing;
};

struct Result {
  // Empty where everything held.
  std::string failure;
  std::uint64_t log_hash = 0;
  int commands = 0;
  int faults = 0;
  std::int64_t revisions = 0;
  std::uint64_t steps = 0;
  Chaos::Hits hits{};
};

Result Simulate(const Options& options);

class World {
 public:
  explicit World(const Options& options);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Result Run();

  const Options& options() const { return options_; }
  Loop& loop() { return loop_; }
  Log& log() { return log_; }
  Chaos& chaos() { return chaos_; }
  Random& random() { return chaos_.random(); }
  Machine& machine() { return machine_; }
  Disk& disk() { return disk_; }
  Checker& checker() { return checker_; }
  // Null while there is none.
  Central* central() { return central_.get(); }

  // Another command was made.
  void CountCommand() { ++commands_; }
  // People stop to begin new things.
  bool winding_down() const { return winding_down_; }
  // Nobody asks for anything for a while: then only time does.
  bool quiet() const { return loop_.now_us() < quiet_until_us_; }

 private:
  void StartCentral();
  void OnCentralEnds();
  void Disturb();
  void DisturbClocks();
  void BeQuiet();
  // Until `done`, for at most this long; false where it did not come.
  template <typename Done>
  bool RunUntil(std::int64_t within_us, Done done);
  void Settle();

  const Options options_;
  Loop loop_;
  Log log_{loop_, options_.trace};
  Chaos chaos_{options_.seed, log_};
  Machine machine_;
  Disk disk_;
  Checker checker_;
  std::unique_ptr<Central> central_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::unique_ptr<Host> host_;
  std::int64_t quiet_until_us_ = 0;
  int commands_ = 0;
  bool winding_down_ = false;
};

}  // namespace legevakt::simulation
