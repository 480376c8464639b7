#include "tests/simulation/central.h"

#include <utility>

#include "base/status.h"
#include "base/time_units.h"
#include "central/domain/snapshot.h"
#include "central/engine/commit_watch.h"
#include "tests/simulation/broken.h"
#include "tests/simulation/loop_runner.h"
#include "tests/simulation/scene.h"
#include "tests/simulation/stream.h"

namespace legevakt::simulation {
namespace {

// Small, so that readers meet the end of the memory and of the window.
constexpr std::size_t kRingEvents = 16;
constexpr std::int64_t kWindowRevisions = 250;
constexpr int kSnapshotEachTicks = 20;
constexpr int kClockEachTicks = 60;
// With a second for the tick before, and one for the timer.
constexpr int kWithheldAfterTicks = static_cast<int>(engine::kCommitLateUs / kSecondUs) + 1;
constexpr int kEndedAfterTicks = static_cast<int>(engine::kCommitHangsUs / kSecondUs) + 2;

}  // namespace

std::unique_ptr<Central> Central::Start(World& world, std::function<void()> on_end) {
  std::unique_ptr<Central> central(new Central(world));
  if (const absl::Status status = central->Open(); !status.ok()) {
    world.log().Step("central", "cannot start");
    world.log().Detail(Message(status));
    central->life_->alive = false;
    return nullptr;
  }
  central->life_->on_end = std::move(on_end);
  return central;
}

absl::Status Central::Open() {
  Machine& machine = world_.machine();
  const Disk& disk = world_.disk();
  const std::int64_t last_us = disk.events.empty() ? 0 : disk.events.back().at_us();
  std::unique_ptr<DiskStore> store = MakeStore(world_, life_);
  DiskStore& disk_store = *store;
  engine::Engine::Options options;
  options.clock = MakeClock(world_, last_us);
  options.store = std::move(store);
  options.on_fail_stop = [this](const absl::Status& status) {
    world_.log().Step("central", "fail-stop");
    world_.log().Detail(Message(status));
    life_->End();
  };
  options.tool_reader = TheToolReader();
  options.watch_ring_events = kRingEvents;
  options.watch_window = kWindowRevisions;
  options.command_queue = kCommandQueue;
  options.on_restart_due = [this] { RestartIsDue(); };
  auto runner = MakeRunner(world_, life_);
  runner_ = runner.get();
  options.runner = std::move(runner);
  LV_ASSIGN_OR_RETURN(engine_, engine::Engine::Open(std::move(options)));
  disk_store.Started();
  snapshots_ = std::make_shared<rpc::WatchSnapshots>(engine_->watch_window());
  engine_->AddSubscriber(this);
  world_.log().Step("central", "starts at", engine_->durable_revision());
  wakes_until_us_ = world_.loop().now_us() + kSecondUs;
  world_.checker().OnStart(engine_->NowUs(), machine.WallUs(), machine.boot());
  KeepClock();
  CheckState();
  InLife(world_.loop(), life_, kSecondUs, [this] { Tick(); });
  return absl::OkStatus();
}

Central::~Central() {
  for (const auto& stream : std::exchange(streams_, {})) stream->CentralEnds();
}

void Central::Execute(const v1::Actor& actor, const v1::ExecuteRequest& request, Reply reply) {
  engine_->Execute(actor, request,
                   [this, reply = std::move(reply)](absl::StatusOr<v1::ExecuteResponse> answer) {
                     if (!life_->alive) return;
                     reply(std::move(answer));
                     if (world_.chaos().Strikes(Failpoint::kCrashBetweenReplies, 700)) life_->End();
                   });
}

void Central::Add(std::shared_ptr<Stream> stream) {
  streams_.push_back(std::move(stream));
}

void Central::Remove(const Stream* stream) {
  std::erase_if(streams_, [stream](const auto& one) { return one.get() == stream; });
}

void Central::OnPublished(std::int64_t revision) {
  if (!life_->alive) return;
  world_.log().Step("central", "publishes", revision);
  world_.checker().OnPublished(revision);
  for (const auto& stream : streams_) stream->Wake();
  if (world_.chaos().Strikes(Failpoint::kCrashPublished, 500)) life_->End();
}

void Central::Tick() {
  const bool at_ease = world_.loop().now_us() >= wakes_until_us_ && !runner_->busy();
  world_.checker().OnTick(engine_->NowUs(), at_ease);
  world_.checker().OnClocks(engine_->NowUs(), world_.machine().WallUs(), at_ease);
  WatchDisk();
  if (world_.random().OneIn(kClockEachTicks)) KeepClock();
  if (world_.random().OneIn(kSnapshotEachTicks)) {
    world_.log().Step("central",
                      engine_->MakeSnapshot().ok() ? "keeps a snapshot" : "cannot keep a snapshot");
    if (!life_->alive) return;
  }
  // One may go while it is told.
  const std::vector<std::shared_ptr<Stream>> streams = streams_;
  for (const auto& stream : streams) stream->Tick();
  InLife(world_.loop(), life_, kSecondUs, [this] { Tick(); });
}

// A tick is a second in which central ran: what a stopped process missed says nothing of the disk.
void Central::WatchDisk() {
  const std::int64_t batch = runner_->on_its_way();
  batch_ticks_ = batch != 0 && batch == batch_ ? batch_ticks_ + 1 : 0;
  batch_ = batch;
  if (batch_ticks_ > kEndedAfterTicks) world_.checker().Fail("the disk hangs, and central goes on");
}

void Central::KeepClock() {
  const Machine& machine = world_.machine();
  world_.disk().clock = {.boot = machine.boot(),
                         .reading = {.boot_us = machine.BootUs(), .engine_us = engine_->NowUs()}};
}

void Central::OnBookmark() {
  if (batch_ticks_ > kWithheldAfterTicks && runner_->on_its_way() == batch_) {
    world_.checker().Fail("the disk hangs, and somebody is told that they are up to date");
  }
}

void Central::CheckState() {
  auto seen = std::make_shared<std::pair<std::int64_t, std::string>>();
  engine_->Read([seen](const domain::State& state,
                       std::int64_t) { *seen = {state.revision, domain::SnapshotBytes(state)}; },
                [this, seen] {
                  if (life_->alive) world_.checker().OnState(seen->first, seen->second);
                });
}

void Central::Stop() {
  world_.log().Step("central", "stops in good order");
  engine_->Stop();
  life_->End();
}

// Told on the strand, which may not wait for itself.
void Central::RestartIsDue() {
  if (world_.options().broken == Broken::kRestartForgotten) return;
  world_.chaos().Met(Failpoint::kRestartDue);
  world_.checker().OnRestartDue(engine_->NowUs());
  InLife(world_.loop(), life_, 0, [this] { Stop(); });
}

engine::PastContacts& Central::past() {
  if (past_ == nullptr) {
    past_ = std::make_unique<engine::PastContacts>(
        [this](std::int64_t after, std::size_t limit) { return engine_->History(after, limit); },
        [] { return false; });
  }
  return *past_;
}

void Central::StopFor(std::int64_t us) {
  life_->stopped_until_us = world_.loop().now_us() + us;
  wakes_until_us_ = life_->stopped_until_us + kSecondUs;
}

}  // namespace legevakt::simulation
