#include "tests/simulation/stream.h"

#include <utility>

#include "base/time_units.h"
#include "central/engine/unanswered.h"
#include "tests/simulation/central.h"
#include "tests/simulation/client.h"

namespace legevakt::simulation {
namespace {

constexpr std::int64_t kSlowUs = 6 * kSecondUs;
// It lags for so long, and then does not take the message before the one that says so. Ticks, which come each
// second, begin and end each of the two.
constexpr std::int64_t kGoneMaxUs = 2 * (kSlowUs + 2 * kSecondUs);
// A bookmark says nothing of what was longer ago than this when it was sent: the second until the next moment
// is chosen, and one for a tick that is late.
constexpr std::int64_t kMomentAgeMaxUs = 2 * kSecondUs;

}  // namespace

Stream::Stream(World& world, Central& central, Client& client, Reader reader)
    : world_(world),
      central_(&central),
      client_(&client),
      reader_(reader),
      feed_(central.engine(), {.strip = false, .slow_us = kSlowUs, .encoded = central.encoded()},
            world.machine().BootUs()),
      window_(static_cast<std::size_t>(1 + world.random().Below(3))),
      reads_before_it_vanishes_(world.random().Below(12)) {}

void Stream::Hello(const v1::Hello& hello) {
  if (central_ == nullptr) return;
  if (!feed_.Hello(hello).ok()) return Close();
  rash_.Begins(hello.after_revision());
  if (feed_.wants_snapshot()) AskForSnapshot();
  Pump();
}

void Stream::AskForSnapshot() {
  auto snapshot = std::make_shared<std::shared_ptr<const rpc::WatchSnapshot>>();
  // The disk is late: the client asks again.
  auto unanswered = std::make_shared<engine::Unanswered>([self = shared_from_this()] {
    if (self->central_ == nullptr || !self->central_->alive()) return;
    InLife(self->world_.loop(), self->central_->life(), 10, [self] { self->Close(); });
  });
  central_->engine().Read(
      [this, self = shared_from_this(), snapshot, snapshots = central_->snapshots(),
       &engine = central_->engine()](const domain::State& state, std::int64_t) {
        *snapshot = snapshots->At(state.revision, engine.NowUs(), feed_.strips(),
                                  [&] { return MakeSnapshot(world_, state); });
      },
      [self = shared_from_this(), snapshot, unanswered] {
        unanswered->Answered();
        if (self->central_ == nullptr || !self->central_->alive()) return;
        InLife(self->world_.loop(), self->central_->life(), 10, [self, snapshot] {
          if (self->central_ == nullptr) return;
          self->feed_.TakeSnapshot(*snapshot);
          self->Pump();
        });
      });
}

void Stream::Wake() {
  if (central_ == nullptr || std::exchange(woken_, true)) return;
  InLife(world_.loop(), central_->life(), 10, [self = shared_from_this()] {
    self->woken_ = false;
    self->Pump();
  });
}

void Stream::Tick() {
  if (central_ == nullptr) return;
  const std::int64_t now_us = world_.machine().BootUs();
  if (gone_since_us_ > 0 && now_us - gone_since_us_ > kGoneMaxUs && world_.loop().now_us() > 0) {
    if (central_->life()->stopped_until_us + kGoneMaxUs < world_.loop().now_us()) {
      world_.checker().Fail(client_ == nullptr ? "one who left silently is still watched for"
                                               : client_->name() + " left silently and is still watched for");
    }
  }
  if (world_.options().broken == Broken::kBookmarkAlways) central_->OnBookmark();
  if (!feed_.Tick(now_us, write_began_us_).ok()) return Close();
  rash_.IsDue();
  Pump();
}

void Stream::Pump() {
  while (central_ != nullptr && write_began_us_ == 0) {
    Sent next;
    if (!Next(next)) {
      if (feed_.over()) Close();
      return;
    }
    if (next.message.has_bookmark()) {
      central_->OnBookmark();
      next.moment_us = MomentOf(next.message.bookmark());
    }
    sent_.push_back(std::move(next));
    if (sent_.size() > window_) write_began_us_ = world_.machine().BootUs();
    DeliverSoon();
  }
}

bool Stream::Next(Sent& sent) {
  const bool broken = world_.options().broken == Broken::kBookmarkWhileBehind;
  if (broken && !feed_.over() && rash_.Take(sent.message, central_->engine())) return true;
  if (!feed_.Next(sent.message, false)) return false;
  rash_.OnSent(sent.message);
  return true;
}

std::int64_t Stream::MomentOf(const v1::Bookmark& bookmark) {
  const std::int64_t age_us = central_->engine().NowUs() - bookmark.at_us();
  if (age_us < 0 || age_us > kMomentAgeMaxUs) {
    world_.checker().Fail("a bookmark names a moment that is " + std::to_string(age_us) + " us ago");
  }
  return world_.loop().now_us() - age_us;
}

std::int64_t Stream::ReadsAfterUs() {
  return reader_ == Reader::kSlow ? world_.random().Between(300'000, 4'000'000)
                                  : world_.random().Between(500, 30'000);
}

void Stream::DeliverSoon() {
  if (client_ == nullptr || sent_.empty() || delivering_ || gone_since_us_ > 0) return;
  delivering_ = true;
  world_.loop().After(ReadsAfterUs(), [self = shared_from_this()] { self->Deliver(); });
}

void Stream::Deliver() {
  delivering_ = false;
  if (client_ == nullptr || sent_.empty()) return;
  if (reader_ == Reader::kVanishes && reads_before_it_vanishes_-- <= 0 && !world_.chaos().calm()) {
    world_.chaos().Hit(Failpoint::kWatchVanishes);
    gone_since_us_ = world_.machine().BootUs();
    return;
  }
  const Sent next = std::move(sent_.front());
  sent_.pop_front();
  if (write_began_us_ > 0 && sent_.size() <= window_) {
    write_began_us_ = 0;
    Wake();
  }
  const std::int64_t before = client_->state().revision;
  client_->OnMessage(next.message);
  if (client_ == nullptr) return;
  if (next.message.has_bookmark()) {
    world_.checker().OnUpToDate(client_->name(), client_->state().revision, next.moment_us);
  }
  if (client_->state().revision != before) Ack(client_->state().revision);
  if (central_ == nullptr && sent_.empty()) {
    std::exchange(client_, nullptr)->OnClosed();
    return;
  }
  DeliverSoon();
}

void Stream::Ack(std::int64_t revision) {
  if (central_ == nullptr) return;
  InLife(world_.loop(), central_->life(), world_.random().Between(200, 20'000),
         [self = shared_from_this(), revision] {
           if (self->central_ == nullptr) return;
           if (!self->feed_.Ack(revision).ok()) {
             self->world_.checker().Fail("an ack of what was sent is refused");
           }
         });
}

void Stream::Close() {
  if (central_ == nullptr) return;
  const auto self = shared_from_this();
  std::exchange(central_, nullptr)->Remove(this);
  if (client_ == nullptr || gone_since_us_ > 0 || !sent_.empty()) return;
  std::exchange(client_, nullptr)->OnClosed();
}

void Stream::CentralEnds() {
  central_ = nullptr;
  // What was on its way may arrive yet, or be lost with the connection.
  if (client_ == nullptr || gone_since_us_ > 0) return;
  if (!sent_.empty() && world_.random().OneIn(2)) return;
  sent_.clear();
  std::exchange(client_, nullptr)->OnClosed();
}

void Stream::Leave() {
  client_ = nullptr;
  if (central_ == nullptr || gone_since_us_ > 0) return;
  InLife(world_.loop(), central_->life(), 20'000, [self = shared_from_this()] { self->Close(); });
}

}  // namespace legevakt::simulation
