#include "tests/simulation/world.h"

#include <algorithm>
#include <utility>

#include "base/time_units.h"
#include "tests/simulation/central.h"
#include "tests/simulation/client.h"
#include "tests/simulation/host.h"
#include "tests/simulation/scene.h"
#include "tests/simulation/work.h"

namespace legevakt::simulation {
namespace {

constexpr int kCommandsMin = 300;
constexpr int kFaultsMin = 10;
constexpr std::int64_t kDayUs = 24 * 3600 * kSecondUs;
// Something has gone very wrong where a night lasts longer.
constexpr std::int64_t kNightMaxUs = 48 * 3600 * kSecondUs;
// Longer than a machine sleeps.
constexpr std::int64_t kSettleMaxUs = 3600 * kSecondUs;

// A Saturday at 19:02 in Norway, and shortly before each change of summer time.
constexpr std::int64_t kSaturdayUs = 1'780'160'520LL * kSecondUs;
constexpr std::int64_t kSpringUs = 1'774'745'940LL * kSecondUs;
constexpr std::int64_t kAutumnUs = 1'792'889'940LL * kSecondUs;

std::int64_t StartOf(std::uint64_t seed) {
  Random random(seed ^ 0x5EED);
  if (random.OneIn(5)) return kSpringUs;
  return random.OneIn(4) ? kAutumnUs : kSaturdayUs;
}

}  // namespace

World::World(const Options& options)
    : options_(options),
      chaos_(options.seed, log_),
      machine_(loop_, StartOf(options.seed)),
      checker_(disk_, Tools(), loop_, log_) {
  log_.Mix(options.seed);
  disk_.events = FirstEvents(machine_.WallUs() - kSecondUs);
  checker_.Begin();
}

World::~World() {
  if (central_ != nullptr) central_->life()->alive = false;
  central_.reset();
}

void World::StartCentral() {
  if (central_ != nullptr) return;
  central_ = Central::Start(*this, [this] { OnCentralEnds(); });
  if (central_ == nullptr) loop_.After(random().Between(100'000, 2'000'000), [this] { StartCentral(); });
}

void World::OnCentralEnds() {
  log_.Step("central", "ends");
  loop_.After(0, [this] { central_.reset(); });
  loop_.After(random().Between(50'000, 3'000'000), [this] { StartCentral(); });
}

// Accidents that befall central from outside.
void World::Disturb() {
  if (chaos_.calm()) return;
  const bool sleeps = central_ != nullptr && central_->life()->stopped_until_us > loop_.now_us();
  loop_.After(
      sleeps ? central_->life()->stopped_until_us - loop_.now_us() : random().Between(300'000, 1'500'000),
      [this] { Disturb(); });
  if (quiet()) return;
  DisturbClocks();
  if (chaos_.Strikes(Failpoint::kQuiet, 150)) return BeQuiet();
  if (central_ == nullptr || !central_->alive() || sleeps) return;
  if (chaos_.Strikes(Failpoint::kCrashIdle, 150)) {
    central_->life()->End();
  } else if (chaos_.Strikes(Failpoint::kPowerCut, 150)) {
    machine_.Boot();
    central_->life()->End();
  } else if (chaos_.Strikes(Failpoint::kPlannedRestart, 150)) {
    central_->Stop();
  } else if (chaos_.Strikes(Failpoint::kProcessStopped, 100)) {
    central_->StopFor(random().Between(kSecondUs, 20 * kSecondUs));
  } else if (chaos_.Strikes(Failpoint::kMachineAsleep, 60)) {
    central_->StopFor(random().Between(60 * kSecondUs, 1800 * kSecondUs));
  }
}

// Nobody asks for anything and nothing breaks, so time alone must wake central; the wall may step back
// meanwhile.
void World::BeQuiet() {
  quiet_until_us_ = loop_.now_us() + random().Between(5 * kSecondUs, 40 * kSecondUs);
  if (random().OneIn(3)) return;
  loop_.After(random().Between(2 * kSecondUs, 5 * kSecondUs), [this] {
    if (chaos_.calm()) return;
    chaos_.Hit(Failpoint::kClockHourBack);
    machine_.StepWall(-3600 * kSecondUs);
  });
}

void World::DisturbClocks() {
  if (chaos_.Strikes(Failpoint::kClockHourForward, 120)) machine_.StepWall(3600 * kSecondUs);
  if (chaos_.Strikes(Failpoint::kClockHourBack, 120)) machine_.StepWall(-3600 * kSecondUs);
  if (chaos_.Strikes(Failpoint::kClockDayForward, 200)) machine_.StepWall(kDayUs);
  if (chaos_.Strikes(Failpoint::kClockDayBack, 200)) machine_.StepWall(-kDayUs);
  if (chaos_.Strikes(Failpoint::kClockDriftFast, 80)) machine_.Drift(random().Between(1, 600));
  if (chaos_.Strikes(Failpoint::kClockDriftSlow, 80)) machine_.Drift(-random().Between(1, 600));
}

template <typename Done>
bool World::RunUntil(std::int64_t within_us, Done done) {
  const std::int64_t end_us = loop_.now_us() + within_us;
  while (checker_.failure().empty() && loop_.now_us() < end_us) {
    if (done()) return true;
    if (!loop_.RunOne()) break;
  }
  return done();
}

// Calm: what is pending gets its answer, central serves, and everybody comes to the same state.
void World::Settle() {
  winding_down_ = true;
  chaos_.BecomeCalm();
  log_.Step("world", "becomes calm");
  const auto in_step = [this] {
    if (central_ == nullptr || !central_->alive()) return false;
    const std::int64_t last = disk_.last_revision();
    return std::all_of(clients_.begin(), clients_.end(), [last](const auto& client) {
      return client->knows_all() && client->state().revision == last;
    });
  };
  RunUntil(kSettleMaxUs, in_step);
  if (!checker_.failure().empty()) return;
  checker_.Advance();
  for (const auto& client : clients_) {
    if (!client->knows_all()) checker_.Fail(client->name() + " never got an answer");
    if (client->state().revision != disk_.last_revision()) {
      checker_.Fail(client->name() + " stays behind, at revision " +
                    std::to_string(client->state().revision) + " of " +
                    std::to_string(disk_.last_revision()));
    }
    checker_.OnSame(client->name(), client->state());
  }
  // Once more, so that a restart gives the same state.
  if (central_ != nullptr && central_->alive()) central_->Stop();
  RunUntil(kSettleMaxUs, [this] { return central_ != nullptr && central_->alive(); });
  RunUntil(kSecondUs, [] { return false; });
  checker_.AtEnd();
}

Result World::Run() {
  const std::int64_t start_us = StartOf(options_.seed);
  if (start_us == kSpringUs) chaos_.Hit(Failpoint::kClockNightOfSpring);
  if (start_us == kAutumnUs) chaos_.Hit(Failpoint::kClockNightOfAutumn);
  StartCentral();
  clients_.push_back(
      std::make_unique<Client>(*this, "kari", std::vector{MakeActor("kari", v1::ROLE_OPERATOR)}));
  clients_.push_back(
      std::make_unique<Client>(*this, "ola", std::vector{MakeActor("ola", v1::ROLE_SHIFT_LEADER)}));
  clients_.push_back(std::make_unique<Client>(
      *this, "leger",
      std::vector{MakeActor("lege-nilsen", v1::ROLE_DOCTOR), MakeActor("lege-berg", v1::ROLE_DOCTOR)}));
  clients_.push_back(
      std::make_unique<Client>(*this, "telefoni", std::vector{MakeActor("telefoni", v1::ROLE_TELEPHONY)}));
  host_ = std::make_unique<Host>(*this);
  Disturb();
  const bool night =
      RunUntil(kNightMaxUs, [this] { return commands_ >= kCommandsMin && chaos_.faults() >= kFaultsMin; });
  if (!night) checker_.Fail("the night does not end");
  if (checker_.failure().empty()) Settle();
  Result result;
  result.failure = checker_.failure();
  result.log_hash = log_.hash();
  result.commands = commands_;
  result.faults = chaos_.faults();
  result.revisions = disk_.last_revision();
  result.steps = loop_.steps();
  result.hits = chaos_.hits();
  return result;
}

Result Simulate(const Options& options) {
  return World(options).Run();
}

}  // namespace legevakt::simulation
