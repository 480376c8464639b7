// A whole replay: cases through a running central, played by everyone at once.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/replay/player.h"
#include "triage/past/case_reader.h"

namespace legevakt::sim {

struct ReplayOptions {
  std::string central;
  // Simulated seconds in a real one; 0 for as fast as it goes.
  double speed = 0;
  // Begins so many simulated seconds into the cases: what would have rung before rings at once.
  int begin_s = 0;
  int operators = 8;
  int doctors = 3;
  // Users to play; empty means the region's operators, and its doctors, those on the roster now first.
  std::vector<std::string> operator_users;
  std::vector<std::string> doctor_users;
  // Every n-th call rings for a person, so many real seconds, before an operator of ours takes it; 0 for
  // none.
  int leave_open = 0;
  int leave_open_s = 60;
  // A line of JSON on stderr each so many milliseconds; 0 for none.
  int progress_ms = 0;
  // Given up when nothing has moved for so long while central was there.
  std::chrono::seconds stall{120};
};

struct ReplayResult {
  // Rows whose every contact is closed.
  int closed = 0;
  // Stopped by a signal before everything was closed.
  bool stopped = false;
  // Given up; then references of rows that are not closed.
  std::vector<std::string> stuck;
  // Levels of the tool, most urgent first, and rows: reference level (from 1; index 0 for none) to counts by
  // level.
  std::vector<std::string> levels;
  std::vector<std::vector<int>> matrix;
  Meter::Percentiles acknowledged;
  Meter::Percentiles applied;
  std::int64_t commands = 0;
  std::int64_t retries = 0;
  int disconnects = 0;
  std::map<std::string, int> refusals;
  std::map<std::string, int> failures;
  // Both watchers have the same state at the same revision.
  bool watchers_agree = false;
  double seconds = 0;
};

// Blocks. INVALID_ARGUMENT where the map and central's tool do not fit, UNAVAILABLE where central is not
// there.
absl::StatusOr<ReplayResult> Replay(const past::CaseFile& file, const past::ColumnMap& map,
                                    const ReplayOptions& options, const std::atomic<bool>& stop);

}  // namespace legevakt::sim
