#include "tests/simulation/client.h"

#include <algorithm>
#include <utility>

#include "base/time_units.h"
#include "central/domain/apply.h"
#include "central/domain/snapshot.h"
#include "tests/simulation/central.h"
#include "tests/simulation/stream.h"
#include "tests/simulation/work.h"

namespace legevakt::simulation {
namespace {

constexpr std::size_t kPendingMax = 3;
constexpr std::int64_t kFirstWaitUs = 2 * kSecondUs;
constexpr std::int64_t kWaitMaxUs = 60 * kSecondUs;
constexpr std::int64_t kPatienceUs = 5 * kSecondUs;
constexpr std::int64_t kAgainMaxUs = 60 * kSecondUs;
constexpr int kUnluckyOneIn = 25;

}  // namespace

Client::Client(World& world, std::string name, std::vector<v1::Actor> actors)
    : world_(world), name_(std::move(name)), actors_(std::move(actors)) {
  WatchSoon(world_.random().Between(0, kSecondUs));
  world_.loop().After(kSecondUs, [this] { Think(); });
}

Client::~Client() = default;

// --- commands

void Client::Think() {
  if (world_.winding_down()) return;
  Random& random = world_.random();
  world_.loop().After(random.Between(50'000, 1'500'000), [this] { Think(); });
  if (world_.quiet() || pending_.size() >= kPendingMax || state_.revision == 0) return;
  // Sometimes two at once.
  Ask();
  if (random.OneIn(8)) Ask();
  if (last_done_ != nullptr && random.OneIn(40)) Reuse();
}

void Client::Ask() {
  Random& random = world_.random();
  const v1::Actor& actor = actors_[static_cast<std::size_t>(random.Below(static_cast<int>(actors_.size())))];
  const std::string id = IdOf(world_.options().seed, name_, ++asked_);
  v1::ExecuteRequest request = NextRequest(random, state_, actor, id);
  if (request.command().what_case() == v1::Command::WHAT_NOT_SET) return;
  if (random.OneIn(4)) {
    // What somebody saw who looked a while ago, or just now.
    const bool stale = world_.chaos().Strikes(Failpoint::kStaleVersion, 6);
    request.set_expected_version(stale ? std::max<std::int64_t>(1, state_.revision / 2) : state_.revision);
  }
  world_.CountCommand();
  world_.checker().OnAsked(actor, request);
  world_.log().Step(name_, "asks", asked_);
  if (world_.log().prints()) world_.log().Detail(request.ShortDebugString());
  auto asked = std::make_shared<const Asked>(Asked{actor, std::move(request)});
  pending_.emplace(id, Pending{std::move(asked), kFirstWaitUs});
  Send(id);
}

void Client::Send(const std::string& id) {
  const auto found = pending_.find(id);
  if (found == pending_.end()) return;
  Pending& pending = found->second;
  Chaos& chaos = world_.chaos();
  Random& random = world_.random();
  const auto arrive = [this, asked = pending.asked] {
    Central* const central = world_.central();
    if (central == nullptr || !central->alive()) return;
    InLife(world_.loop(), central->life(), 0, [this, central, asked] {
      central->Execute(
          asked->actor, asked->request, [this, asked](const absl::StatusOr<v1::ExecuteResponse>& answer) {
            world_.checker().OnAnswered(asked->actor, asked->request, answer);
            if (world_.chaos().Strikes(Failpoint::kReplyLost, kUnluckyOneIn)) return;
            const bool late = world_.chaos().Strikes(Failpoint::kReplyLate, kUnluckyOneIn);
            world_.loop().After(world_.random().Between(500, late ? 8'000'000 : 40'000),
                                [this, id = asked->request.request_id(), answer] { OnAnswer(id, answer); });
          });
    });
  };
  if (!chaos.Strikes(Failpoint::kRequestLost, kUnluckyOneIn)) {
    const bool late = chaos.Strikes(Failpoint::kRequestLate, kUnluckyOneIn);
    world_.loop().After(random.Between(500, late ? 8'000'000 : 40'000), arrive);
    if (chaos.Strikes(Failpoint::kRequestRepeated, kUnluckyOneIn)) {
      world_.loop().After(random.Between(500, 5'000'000), arrive);
    }
  }
  const std::int64_t wait_us = pending.wait_us;
  pending.wait_us = std::min(2 * wait_us, kWaitMaxUs);
  world_.loop().After(wait_us, [this, id] { Send(id); });
}

void Client::OnAnswer(const std::string& id, const absl::StatusOr<v1::ExecuteResponse>& answer) {
  if (absl::IsUnavailable(answer.status()) || absl::IsResourceExhausted(answer.status())) return;
  const auto found = pending_.find(id);
  if (found == pending_.end()) return;
  world_.log().Step(name_, "knows", answer.ok() ? answer->revision() : -1);
  if (world_.log().prints()) {
    world_.log().Detail(id + " " + (answer.ok() ? answer->ShortDebugString() : answer.status().ToString()));
  }
  if (answer.ok()) last_done_ = found->second.asked;
  pending_.erase(found);
}

// An id that was answered, with other bytes or from somebody else.
void Client::Reuse() {
  v1::ExecuteRequest request = last_done_->request;
  v1::Actor actor = last_done_->actor;
  if (world_.random().OneIn(2)) {
    world_.chaos().Hit(Failpoint::kIdReusedWithOtherBytes);
    request.set_expected_version(request.expected_version() + 1);
  } else {
    world_.chaos().Hit(Failpoint::kIdReusedByAnother);
    actor.set_user_id("en-annen");
  }
  Central* const central = world_.central();
  if (central == nullptr || !central->alive()) return;
  InLife(world_.loop(), central->life(), 1000, [this, central, actor, request] {
    central->Execute(actor, request, [this](const absl::StatusOr<v1::ExecuteResponse>& answer) {
      world_.checker().OnReuseAnswered(answer);
    });
  });
}

// --- the watch

void Client::WatchSoon(std::int64_t wait_us) {
  world_.loop().After(wait_us, [this] { Watch(); });
}

void Client::Watch() {
  if (stream_ != nullptr) return;
  Central* const central = world_.central();
  if (central == nullptr || !central->alive()) return WatchSoon(world_.random().Between(300'000, 1'500'000));
  Chaos& chaos = world_.chaos();
  Stream::Reader reader = Stream::Reader::kBrisk;
  if (!chaos.calm() && chaos.random().OneIn(8))
    reader = Stream::Reader::kVanishes;
  else if (chaos.Strikes(Failpoint::kWatchSlow, 12))
    reader = Stream::Reader::kSlow;
  stream_ = std::make_shared<Stream>(world_, *central, *this, reader);
  central->Add(stream_);
  chunks_.clear();
  heard_us_ = world_.loop().now_us();
  const v1::Hello hello = MakeHello();
  world_.log().Step(name_, "watches from", hello.after_revision());
  InLife(world_.loop(), central->life(), 1000, [stream = stream_, hello] { stream->Hello(hello); });
  world_.loop().After(kPatienceUs, [this, stream = std::weak_ptr(stream_)] {
    if (stream.lock() == stream_ && stream_ != nullptr) Patience();
  });
}

v1::Hello Client::MakeHello() {
  Chaos& chaos = world_.chaos();
  v1::Hello hello;
  if (chaos.Strikes(Failpoint::kClientForgetsItsState, 25)) {
    state_ = domain::State();
    journal_id_.clear();
  } else if (kept_.has_value() && chaos.Strikes(Failpoint::kWatchFromOldRevision, 3)) {
    state_ = *kept_;
  } else if (!journal_id_.empty() && chaos.Strikes(Failpoint::kWatchFromFirstRevision, 25)) {
    state_ = domain::State();
  }
  if (journal_id_.empty()) return hello;
  hello.set_journal_id(journal_id_);
  hello.set_after_revision(state_.revision);
  if (chaos.Strikes(Failpoint::kWatchOtherJournal, 30)) {
    hello.set_journal_id("7d444840-9dc0-41d1-b245-5ffdce74fad2");
  } else if (chaos.Strikes(Failpoint::kWatchFutureRevision, 30)) {
    hello.set_after_revision(state_.revision + 1'000);
  }
  return hello;
}

// Nothing heard for so long: the connection is not to be trusted.
void Client::Patience() {
  const std::int64_t silent_us = world_.loop().now_us() - heard_us_;
  if (silent_us < kPatienceUs && !world_.chaos().Strikes(Failpoint::kWatchCut, 12)) {
    world_.loop().After(kPatienceUs - silent_us, [this, stream = std::weak_ptr(stream_)] {
      if (stream.lock() == stream_ && stream_ != nullptr) Patience();
    });
    return;
  }
  world_.log().Step(name_, "leaves its watch");
  std::exchange(stream_, nullptr)->Leave();
  again_us_ = std::min(2 * again_us_ + world_.random().Between(100'000, 2'000'000), kAgainMaxUs);
  WatchSoon(again_us_);
}

void Client::OnClosed() {
  world_.log().Step(name_, "lost its watch");
  stream_ = nullptr;
  WatchSoon(world_.random().Between(100'000, 1'000'000));
}

void Client::OnMessage(const v1::WatchResponse& message) {
  heard_us_ = world_.loop().now_us();
  again_us_ = 0;
  switch (message.what_case()) {
    case v1::WatchResponse::kSnapshot:
      chunks_ += message.snapshot().data();
      if (message.snapshot().last()) {
        TakeSnapshot(std::exchange(chunks_, {}), message.snapshot().journal_id());
      }
      break;
    case v1::WatchResponse::kBatch:
      Take(message.batch());
      break;
    case v1::WatchResponse::kBatchPart:
      chunks_ += message.batch_part().data();
      if (message.batch_part().last()) {
        v1::EventBatch batch;
        batch.ParseFromString(std::exchange(chunks_, {}));
        Take(batch);
      }
      break;
    case v1::WatchResponse::kBookmark:
      if (message.bookmark().revision() != state_.revision) {
        world_.checker().Fail(name_ + " is told of a revision that it was not sent");
      }
      journal_id_ = message.bookmark().journal_id();
      break;
    case v1::WatchResponse::kResync:
      world_.log().Step(name_, "must begin anew", message.resync().reason());
      journal_id_.clear();
      state_ = domain::State();
      kept_.reset();
      break;
    case v1::WatchResponse::WHAT_NOT_SET:
      world_.checker().Fail(name_ + " is told nothing");
      break;
  }
}

void Client::Take(const v1::EventBatch& batch) {
  if (batch.events_size() == 0 || batch.first_revision() != batch.events(0).revision() ||
      batch.last_revision() != batch.events(batch.events_size() - 1).revision()) {
    return world_.checker().Fail(name_ + " is sent a batch that is not what it says");
  }
  for (const v1::Event& event : batch.events()) {
    if (const absl::Status applied = domain::Apply(state_, event); !applied.ok()) {
      return world_.checker().Fail(name_ + " cannot apply revision " + std::to_string(event.revision()) +
                                   ": " + applied.ToString());
    }
  }
  world_.checker().OnApplied(name_, state_);
  if (world_.random().OneIn(60)) kept_ = state_;
  if (world_.random().OneIn(60)) world_.checker().OnSame(name_, state_);
}

void Client::TakeSnapshot(const std::string& bytes, const std::string& journal_id) {
  v1::StateSnapshot snapshot;
  if (!snapshot.ParseFromString(bytes)) return world_.checker().Fail(name_ + " is sent no snapshot");
  state_ = domain::FromSnapshot(std::move(snapshot));
  journal_id_ = journal_id;
  world_.log().Step(name_, "has a snapshot of", state_.revision);
  world_.checker().OnApplied(name_, state_);
  world_.checker().OnSame(name_, state_);
}

}  // namespace legevakt::simulation
