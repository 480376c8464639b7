// Is the journal whole? SQLite's own integrity, the hash chain from the first row to the head, every event
// applied again, and the hash of the state that comes out: the same as a running central gives for that
// revision. Reads only; works beside a running central.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/status.h"

namespace legevakt::store {

struct Verification {
  bool ok = false;
  std::int64_t events = 0;
  std::string journal_id;
  // Empty where it is not whole.
  std::string state_hash;
  // One sentence with the position; empty where it is whole.
  std::string problem;
  // The first revision that cannot be trusted; 0 where it is not known.
  std::int64_t broken_revision = 0;
};

// An error (NOT_FOUND, FAILED_PRECONDITION for a newer format) where the question could not be asked at all;
// damage is an answer.
absl::StatusOr<Verification> Verify(const std::filesystem::path& file);

}  // namespace legevakt::store
