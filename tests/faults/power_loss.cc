#include "tests/faults/power_loss.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_set>

#include "base/status.h"

namespace legevakt::faults {
namespace {

using store::SqliteStore;

// Places lie in blocks, so that those beside each other, whose images are often the same, are in one share.
constexpr std::int64_t kBlock = 64;
// Images of each place where an image has its power cut a second time.
constexpr int kMixedAgain = 1;

// Marks: batch n has begun; the first n batches were acknowledged, or shown after a start.
std::int64_t Begun(std::size_t n) {
  return static_cast<std::int64_t>(2 * n);
}
std::int64_t Seen(std::size_t n) {
  return static_cast<std::int64_t>(2 * n + 1);
}

// What must and what may be there, by the marks until now.
struct Bounds {
  std::size_t lowest = 0;
  std::size_t highest = 0;

  void Take(std::int64_t mark) {
    const auto n = static_cast<std::size_t>(mark / 2);
    if (mark % 2 == 0) {
      highest = std::max(highest, n + 1);
    } else {
      lowest = std::max(lowest, n);
      highest = std::max(highest, n);
    }
  }
};

absl::StatusOr<std::unique_ptr<SqliteStore>> Open(const std::filesystem::path& dir) {
  // The store's own thread does nothing by itself: the record must not depend on time.
  constexpr int kNever = 1 << 30;
  return SqliteStore::Open({.dir = dir, .checkpoint_pages = kNever, .checkpoint_pages_max = kNever});
}

// --- the run

class Run {
 public:
  Run(const ScriptedJournal& script, const PowerLossOptions& options, MemoryDisk& disk,
      const std::filesystem::path& dir)
      : script_(script), options_(options), disk_(disk), dir_(dir), chance_(options.seed) {}

  absl::Status Do() {
    if (options_.variant == Variant::kLyingDisk) disk_.IgnoreSyncs();
    LV_RETURN_IF_ERROR(Start());
    while (done_ < script_.size()) {
      LV_RETURN_IF_ERROR(Disturb());
      if (absl::Status status = Append(); !status.ok()) {
        if (!disturbed_) return status;
        LV_RETURN_IF_ERROR(Restart());
        continue;
      }
      disk_.Mark(Seen(++done_));
      if (done_ % 25 == 0 && !Maintain().ok()) LV_RETURN_IF_ERROR(Restart());
      if (done_ % 200 == 0) LV_RETURN_IF_ERROR(Restart());
      // The disturbance may lie ahead still.
      if (std::exchange(disturbed_, false)) disk_.Heal();
    }
    store_.reset();
    return absl::OkStatus();
  }

  std::int64_t restarts() const { return restarts_; }

 private:
  absl::Status Start() {
    LV_ASSIGN_OR_RETURN(store_, Open(dir_));
    if (options_.variant == Variant::kSynchronousNormal) {
      return store_->TEST_ExecOnWriter("PRAGMA synchronous=NORMAL");
    }
    if (options_.variant == Variant::kSynchronousOff)
      return store_->TEST_ExecOnWriter("PRAGMA synchronous=OFF");
    return absl::OkStatus();
  }

  // As after an end of the process, in good order or not: the disk's cache is as it was.
  absl::Status Restart() {
    ++restarts_;
    store_.reset();
    disk_.Heal();
    disturbed_ = false;
    LV_RETURN_IF_ERROR(Start());
    LV_ASSIGN_OR_RETURN(done_, script_.Held(*store_, done_, done_ + 1));
    // Screens see it now, and whoever asks again gets its reply.
    disk_.Mark(Seen(done_));
    return absl::OkStatus();
  }

  // Before some of the batches, the disk is set to fail in what comes.
  absl::Status Disturb() {
    if (options_.variant != Variant::kNone || done_ % 10 != 5 || done_ == disturbed_at_)
      return absl::OkStatus();
    disturbed_at_ = done_;
    disturbed_ = true;
    const auto at = static_cast<std::int64_t>(1 + chance_() % 16);
    switch (chance_() % 4) {
      case 0:
        disk_.FailAtChange(at, false);
        break;
      case 1:
        disk_.FailAtChange(at, true);
        break;
      default:
        disk_.DieAtChange(at);
    }
    return absl::OkStatus();
  }

  absl::Status Maintain() { return store_->TEST_Maintain(); }

  absl::Status Append() {
    const engine::Batch& batch = script_.batch(done_);
    disk_.Mark(Begun(done_));
    if (options_.variant == Variant::kAcknowledgesBeforeCommit) disk_.Mark(Seen(done_ + 1));
    if (options_.variant != Variant::kRepliesApart) return store_->Append(batch);
    LV_RETURN_IF_ERROR(store_->Append({.events = batch.events, .replies = {}}));
    return store_->Append({.events = {}, .replies = batch.replies});
  }

  const ScriptedJournal& script_;
  const PowerLossOptions& options_;
  MemoryDisk& disk_;
  const std::filesystem::path dir_;
  std::mt19937_64 chance_;
  std::unique_ptr<SqliteStore> store_;
  std::size_t done_ = 0;
  std::int64_t restarts_ = 0;
  bool disturbed_ = false;
  // So that the same batch is not disturbed again and again.
  std::size_t disturbed_at_ = 0;
};

// --- the images

class Images {
 public:
  Images(const ScriptedJournal& script, const PowerLossOptions& options, PowerLossReport& report)
      : script_(script), options_(options), report_(report) {}

  void OfRun(const std::vector<Operation>& operations) {
    PowerCut power;
    Bounds bounds;
    std::int64_t number = 0;
    for (const Operation& operation : operations) {
      power.Begin(operation);
      if (operation.kind == Operation::Kind::kMark) {
        bounds.Take(operation.offset);
        continue;
      }
      if (!IsPlace(operation, ++number)) continue;
      ++report_.places;
      AtPlace(power, bounds, number, options_.mixed, true);
      if (report_.faults.size() >= options_.faults_max) return;
    }
    // After the last: everything is done.
    AtPlace(power, bounds, ++number, options_.mixed, true);
  }

 private:
  bool IsPlace(const Operation& operation, std::int64_t number) const {
    if (number / kBlock % options_.shares != options_.share) return false;
    const bool often = operation.kind == Operation::Kind::kWrite || operation.kind == Operation::Kind::kSync;
    return !often || number % options_.every == 0;
  }

  void AtPlace(const PowerCut& power, const Bounds& bounds, std::int64_t number, int mixed,
               bool may_go_again) {
    std::mt19937_64 chance(options_.seed * 1'000'003 + static_cast<std::uint64_t>(number));
    using Kind = PowerCut::Kind;
    Try(power.Image(Kind::kLost, chance), bounds, number, "lost", may_go_again);
    if (!power.anything_open()) return;
    Try(power.Image(Kind::kKept, chance), bounds, number, "kept", may_go_again);
    Try(power.Image(Kind::kTorn, chance), bounds, number, "torn", may_go_again);
    Try(power.Image(Kind::kOneLost, chance), bounds, number, "one lost", may_go_again);
    for (int i = 0; i < mixed; ++i) {
      Try(power.Image(Kind::kMixed, chance), bounds, number, "mixed " + std::to_string(i), may_go_again);
    }
  }

  void Try(Files image, const Bounds& bounds, std::int64_t number, const std::string& kind,
           bool may_go_again) {
    ++report_.images;
    const std::uint64_t digest = Digest(image) * 31 + bounds.lowest * 7 + bounds.highest;
    if (!opened_.insert(digest).second) return;
    ++report_.opened;
    const bool again = may_go_again && options_.again_every > 0 && report_.opened % options_.again_every == 0;
    std::vector<Operation> operations;
    const absl::Status status = Check(image, bounds, again ? &operations : nullptr);
    if (!status.ok()) {
      report_.faults.push_back("operation " + std::to_string(number) + ", " + kind +
                               (may_go_again ? "" : ", again") + ", " + std::to_string(bounds.lowest) +
                               " batches acknowledged: " + Message(status));
    } else if (again) {
      Again(std::move(image), bounds, operations, number);
    }
  }

  // Opens it, and goes on with the next batch; then it opens once more.
  absl::Status Check(const Files& image, const Bounds& bounds, std::vector<Operation>* operations) {
    MemoryDisk disk(dir_.path(), image);
    LV_ASSIGN_OR_RETURN(auto store, Open(dir_.path()));
    LV_ASSIGN_OR_RETURN(std::size_t held, script_.Held(*store, bounds.lowest, bounds.highest));
    disk.Mark(Seen(held));
    if (held < script_.size()) {
      disk.Mark(Begun(held));
      LV_RETURN_IF_ERROR(store->Append(script_.batch(held)));
      disk.Mark(Seen(++held));
    }
    LV_RETURN_IF_ERROR(store->TEST_Maintain());
    store.reset();
    LV_ASSIGN_OR_RETURN(store, Open(dir_.path()));
    LV_RETURN_IF_ERROR(script_.Held(*store, held, held).status());
    store.reset();
    if (operations != nullptr) *operations = disk.operations();
    return absl::OkStatus();
  }

  void Again(Files image, Bounds bounds, const std::vector<Operation>& operations, std::int64_t number) {
    PowerCut power(std::move(image));
    for (const Operation& operation : operations) {
      power.Begin(operation);
      if (operation.kind == Operation::Kind::kMark) {
        bounds.Take(operation.offset);
        continue;
      }
      ++report_.again;
      AtPlace(power, bounds, number, kMixedAgain, false);
      if (report_.faults.size() >= options_.faults_max) return;
    }
  }

  const ScriptedJournal& script_;
  const PowerLossOptions& options_;
  PowerLossReport& report_;
  const store::TempDir dir_;
  std::unordered_set<std::uint64_t> opened_;
};

}  // namespace

PowerLossReport TryPowerLoss(const PowerLossOptions& options) {
  PowerLossReport report;
  const ScriptedJournal script(options.seed, options.transactions);
  const store::TempDir dir;
  MemoryDisk disk(dir.path());
  Run run(script, options, disk, dir.path());
  if (const absl::Status status = run.Do(); !status.ok()) {
    report.faults.push_back("the run itself: " + Message(status));
    return report;
  }
  report.restarts = run.restarts();
  for (const Operation& operation : disk.operations()) {
    const bool mark = operation.kind == Operation::Kind::kMark;
    report.operations += mark ? 0 : 1;
    report.acknowledged += mark && operation.offset % 2 == 1 ? 1 : 0;
  }
  Images(script, options, report).OfRun(disk.operations());
  return report;
}

}  // namespace legevakt::faults
