#include "tests/faults/bit_flips.h"

#include <random>

#include "base/status.h"
#include "central/store/sqlite_store.h"
#include "central/store/testing.h"
#include "tests/faults/memory_disk.h"
#include "tests/faults/scripted_journal.h"

namespace legevakt::faults {
namespace {

using store::SqliteStore;

constexpr std::size_t kBatches = 40;
constexpr std::int64_t kLogHeaderBits = (32 + 24) * 8;
constexpr int kNever = 1 << 30;

// What a central that was killed leaves: half of it in the file, all of the rest in the log.
absl::StatusOr<Files> Left(const ScriptedJournal& script) {
  const store::TempDir dir;
  MemoryDisk disk(dir.path());
  LV_ASSIGN_OR_RETURN(
      const auto store,
      SqliteStore::Open({.dir = dir.path(), .checkpoint_pages = kNever, .checkpoint_pages_max = kNever}));
  for (std::size_t i = 0; i < script.size(); ++i) {
    LV_RETURN_IF_ERROR(store->Append(script.batch(i)));
    if (i == script.size() / 2) LV_RETURN_IF_ERROR(store->TEST_Maintain());
  }
  return disk.Current();
}

// Of the first `batches`.
bool AreAll(const std::vector<v1::Event>& events, const ScriptedJournal& script, std::size_t batches) {
  auto event = events.begin();
  for (std::size_t i = 0; i < batches; ++i) {
    for (const v1::Event& expected : script.batch(i).events) {
      if (event == events.end() || event->SerializeAsString() != expected.SerializeAsString()) return false;
      ++event;
    }
  }
  return event == events.end();
}

}  // namespace

BitFlipReport TryBitFlips(const BitFlipOptions& options) {
  BitFlipReport report;
  const ScriptedJournal script(options.seed, kBatches);
  const absl::StatusOr<Files> left = Left(script);
  if (!left.ok()) {
    report.faults.push_back("the run itself: " + Message(left.status()));
    return report;
  }
  const store::TempDir dir;
  std::mt19937_64 chance(options.seed);
  while (report.flips < options.flips && report.faults.size() < options.faults_max) {
    Files files = *left;
    auto file = files.begin();
    std::size_t byte = 0;
    auto bit = static_cast<int>(report.flips % 8);
    if (report.flips < kLogHeaderBits) {
      // Each of the log's and its first frame's: what is read there says how all the rest is read.
      ++file;
      byte = static_cast<std::size_t>(report.flips / 8);
    } else {
      if (report.flips % 2 == 0) ++file;
      // Every twentieth in the first bytes, which say what the file is.
      byte = chance() % (report.flips % 20 < 2 ? 32 : file->second.size());
      bit = static_cast<int>(chance() % 8);
    }
    ++report.flips;
    file->second[byte] = static_cast<char>(file->second[byte] ^ (1 << bit));
    const std::string place = file->first + ", byte " + std::to_string(byte) + ", bit " + std::to_string(bit);
    const MemoryDisk disk(dir.path(), std::move(files));
    const auto store =
        SqliteStore::Open({.dir = dir.path(), .checkpoint_pages = kNever, .checkpoint_pages_max = kNever});
    if (!store.ok()) {
      ++report.refused;
      continue;
    }
    const auto events = (*store)->Read(0, 100'000);
    if (!events.ok()) {
      ++report.refused;
    } else if (AreAll(*events, script, kBatches)) {
      ++report.whole;
    } else if (AreAll(*events, script, kBatches - 1)) {
      ++report.last_transaction_lost;
    } else {
      report.faults.push_back(place + ": " + std::to_string(events->size()) +
                              " events are given out, and they are not what was written");
    }
  }
  return report;
}

}  // namespace legevakt::faults
