#include "central/engine/state_load.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "central/domain/apply.h"
#include "central/domain/snapshot.h"

namespace legevakt::engine {
namespace {

// Small enough that a watcher that needs the store beside us does not wait long.
constexpr std::int64_t kReplayChunk = 512;

// The state of the newest snapshot that can be used; an empty one where there is none.
absl::StatusOr<LoadedState> FromNewestSnapshot(EventStore& store, std::int64_t at_most) {
  LoadedState loaded;
  while (at_most > 0) {
    LV_ASSIGN_OR_RETURN(FoundSnapshot found, store.ReadSnapshot(at_most));
    loaded.passed_over.insert(loaded.passed_over.end(), found.passed_over.begin(), found.passed_over.end());
    if (!found.snapshot.has_value()) break;
    const StoredSnapshot& snapshot = *found.snapshot;
    if (snapshot.maker == domain::StateMaker()) {
      auto state = domain::FromSnapshotBytes(snapshot.state);
      if (state.ok() && state->revision == snapshot.revision) {
        loaded.state = *std::move(state);
        loaded.snapshot_revision = snapshot.revision;
        break;
      }
      loaded.passed_over.push_back("the snapshot of revision " + std::to_string(snapshot.revision) +
                                   " is not the state of that revision");
    }
    at_most = snapshot.revision - 1;
  }
  return loaded;
}

using ReadEvents = absl::StatusOr<std::vector<v1::Event>> (EventStore::*)(std::int64_t, std::size_t);

absl::StatusOr<LoadedState> Load(EventStore& store, ReadEvents read, std::int64_t revision,
                                 const SeeReplayed& see, const std::stop_token& stop) {
  LV_ASSIGN_OR_RETURN(LoadedState loaded, FromNewestSnapshot(store, revision));
  domain::State& state = loaded.state;
  while (state.revision < revision) {
    if (stop.stop_requested()) return absl::CancelledError();
    const auto limit = static_cast<std::size_t>(std::min(kReplayChunk, revision - state.revision));
    LV_ASSIGN_OR_RETURN(std::vector<v1::Event> events, (store.*read)(state.revision, limit));
    if (events.empty()) {
      return MakeStatus(absl::StatusCode::kDataLoss, "the journal ends at revision " +
                                                         std::to_string(state.revision) +
                                                         " and should end at " + std::to_string(revision));
    }
    for (v1::Event& event : events) {
      if (const absl::Status applied = domain::Apply(state, event); !applied.ok()) {
        return MakeStatus(absl::StatusCode::kDataLoss,
                          "revision " + std::to_string(event.revision()) + ": " + Message(applied));
      }
      if (see) see(std::move(event));
    }
  }
  return loaded;
}

}  // namespace

absl::StatusOr<LoadedState> LoadState(EventStore& store, std::int64_t revision, const SeeReplayed& see) {
  return Load(store, &EventStore::Read, revision, see, {});
}

absl::StatusOr<std::int64_t> KeepSnapshot(EventStore& store, const std::stop_token& stop) {
  const std::int64_t revision = store.last_revision();
  LV_ASSIGN_OR_RETURN(LoadedState loaded, Load(store, &EventStore::ReadBeside, revision, nullptr, stop));
  if (loaded.snapshot_revision == revision) return revision;
  StoredSnapshot snapshot{.revision = revision,
                          .maker = std::string(domain::StateMaker()),
                          .state = domain::SnapshotBytes(loaded.state)};
  // The state is as large as its bytes: let it go before they are written.
  loaded = LoadedState();
  LV_RETURN_IF_ERROR(store.WriteSnapshot(snapshot));
  return revision;
}

}  // namespace legevakt::engine
