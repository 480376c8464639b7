#include "sim/replay/mirror.h"

#include <utility>

#include "base/status.h"
#include "central/domain/apply.h"
#include "central/domain/snapshot.h"

namespace legevakt::sim {
namespace {

// How far back AppliedAt remembers; a power of two.
constexpr std::size_t kAppliedKept = 1U << 16U;

}  // namespace

Mirror::Mirror() : applied_(kAppliedKept) {}

void Mirror::OnSnapshot(v1::StateSnapshot snapshot, const std::string&) {
  domain::State state = domain::FromSnapshot(std::move(snapshot));
  {
    const std::lock_guard lock(mutex_);
    state_ = std::move(state);
    connected_ = true;
    ++changes_;
    OnChanged(state_, nullptr);
  }
  changed_.notify_all();
}

absl::Status Mirror::OnBatch(v1::EventBatch batch) {
  {
    const std::lock_guard lock(mutex_);
    for (const v1::Event& event : batch.events()) {
      LV_RETURN_IF_ERROR(domain::Apply(state_, event));
      applied_[static_cast<std::size_t>(event.revision()) % kAppliedKept] = {
          event.revision(), std::chrono::steady_clock::now()};
    }
    connected_ = true;
    ++changes_;
    OnChanged(state_, &batch);
  }
  changed_.notify_all();
  return absl::OkStatus();
}

void Mirror::OnBookmark(const v1::Bookmark&) {
  const std::lock_guard lock(mutex_);
  connected_ = true;
}

void Mirror::OnDisconnected(const absl::Status& status) {
  const std::lock_guard lock(mutex_);
  connected_ = false;
  ++disconnects_;
  last_error_ = Message(status);
}

void Mirror::OnChanged(const domain::State&, const v1::EventBatch*) {}

bool Mirror::WaitForRevision(std::int64_t revision, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return state_.revision >= revision; });
}

void Mirror::WaitForChange(std::uint64_t seen, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [&] { return changes_ != seen; });
}

std::uint64_t Mirror::changes() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}

void Mirror::Wake() {
  {
    const std::lock_guard lock(mutex_);
    ++changes_;
  }
  changed_.notify_all();
}

std::optional<SteadyTime> Mirror::AppliedAt(std::int64_t revision) const {
  const std::lock_guard lock(mutex_);
  const Applied& applied = applied_[static_cast<std::size_t>(revision) % kAppliedKept];
  if (applied.revision != revision) return std::nullopt;
  return applied.at;
}

bool Mirror::connected() const {
  const std::lock_guard lock(mutex_);
  return connected_;
}

int Mirror::disconnects() const {
  const std::lock_guard lock(mutex_);
  return disconnects_;
}

std::string Mirror::last_error() const {
  const std::lock_guard lock(mutex_);
  return last_error_;
}

}  // namespace legevakt::sim
