// A small evening at the centre, written to a journal: what the tests of verify, backup and export work on.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "base/ids.h"
#include "central/domain/testing.h"
#include "central/store/sqlite_store.h"

namespace legevakt::store {

// Appends what the centre has decided beyond what the store has, in batches of three.
inline void Write(const domain::testing::Centre& centre, SqliteStore& store) {
  const auto& journal = centre.journal();
  for (auto next = static_cast<std::size_t>(store.last_revision()); next < journal.size(); next += 3) {
    engine::Batch batch;
    const auto end = std::min(next + 3, journal.size());
    batch.events.assign(journal.begin() + static_cast<std::ptrdiff_t>(next),
                        journal.begin() + static_cast<std::ptrdiff_t>(end));
    const absl::Status status = store.Append(batch);
    ASSERT_TRUE(status.ok()) << status;
  }
}

// Two contacts: one seen at the station and closed, one still waiting.
inline std::unique_ptr<domain::testing::Centre> EveningIn(const std::filesystem::path& dir) {
  using namespace domain::testing;  // NOLINT: names of the test centre only
  auto centre = std::make_unique<Centre>();
  const std::int64_t seen = centre->Assessed("haster");
  const std::int64_t mission = centre->Requested(seen, Station(), v1::MEASURE_STATION);
  for (const v1::MissionState state :
       {v1::MISSION_STATE_ACCEPTED, v1::MISSION_STATE_WITH_PATIENT, v1::MISSION_STATE_DONE}) {
    centre->Pass(20 * kSecondUs);
    centre->Step(Station(), mission, state);
  }
  centre->Must(Kari(), CloseCommand(seen, v1::MEASURE_STATION, "Ta kontakt igjen hvis det blir verre"));
  centre->Assessed("vanlig", Ola());
  auto store = SqliteStore::Open({.dir = dir});
  EXPECT_TRUE(store.ok()) << store.status();
  if (store.ok()) Write(*centre, **store);
  return centre;
}

}  // namespace legevakt::store
