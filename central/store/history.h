// Every call, contact and mission that a journal tells of, with those that have left the live state; and the
// few facts that only the events know.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "central/domain/state.h"
#include "central/store/reader.h"

namespace legevakt::store {

struct ContactFacts {
  // How many times it was closed and not undone within the 30 s: 1 for a contact that was closed once.
  int times_closed = 0;
  // When the measure that it has now was decided.
  std::int64_t decided_us = 0;
  bool archived = false;
  // Decided, one after the other, without those that were taken back.
  std::vector<v1::Measure> measures;
};

struct History {
  std::string journal_id;
  std::int64_t revision = 0;
  std::string state_hash;
  v1::Region region;
  // Every one that was ever active, with its file: also those that the live state has let go.
  std::vector<v1::ToolRecord> tools;
  std::map<std::int64_t, v1::Call> calls;
  std::map<std::int64_t, v1::Contact> contacts;
  std::map<std::int64_t, v1::Mission> missions;
  std::map<std::int64_t, ContactFacts> facts;
};

// Replays the journal as it is when it begins. Errors as Replay.
absl::StatusOr<History> ReadHistory(Reader& reader);

}  // namespace legevakt::store
