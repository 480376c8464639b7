// The check of all that lies in the journal, in small parts, while central serves from a snapshot and the end
// alone: every row's chain and hash, that its bytes are the canonical ones of the event that they hold, the
// head, and the structure of the file as far as that is affordable.
//
// Reads with a connection of its own: it holds nobody up but the one that moves the log into the file, and
// that for the milliseconds of one part. Thread: one, save what says otherwise.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/limits.h"
#include "base/status.h"
#include "central/engine/chore.h"
#include "central/store/reader.h"
#include "central/store/row.h"

namespace legevakt::store {

// One pass through the journal up to the head that it has when the pass begins.
class ScrubPass {
 public:
  static absl::StatusOr<ScrubPass> Begin(const std::filesystem::path& journal);

  // Checks the next rows, at most limits::kScrubPartRows, and gives the bytes that they have. 0 at the end,
  // when all of it is whole. DATA_LOSS with the position (or none, where SQLite finds it) otherwise.
  absl::StatusOr<std::int64_t> Part();

  // Everything up to here is whole.
  std::int64_t revision() const { return revision_; }
  std::int64_t last() const { return last_; }

 private:
  ScrubPass(Reader reader, std::int64_t last, bool affordable)
      : reader_(std::move(reader)), last_(last), affordable_(affordable) {}
  absl::Status End();

  Reader reader_;
  RowEncoder encoder_;
  std::int64_t last_;
  bool affordable_;
  std::int64_t revision_ = 0;
};

class ScrubChore : public engine::Chore {
 public:
  struct Options {
    std::filesystem::path journal;
    // Is there so much to do that the check shall wait? It then goes on at a tenth of its pace.
    std::function<bool()> busy;
    std::int64_t bytes_per_second = limits::kScrubBytesPerSecond;
    // At the end of each pass: the damage in one sentence that says what to do; empty for none.
    std::function<void(std::string)> tell;
  };
  explicit ScrubChore(Options options) : options_(std::move(options)) {}

  // A pass at once, and then one every limits::kScrubEveryUs. Damage ends the pass and is told; a later pass
  // without any takes that back.
  std::int64_t Do(std::int64_t now_us, const std::stop_token& stop) override;

  struct Progress {
    // How far this pass, or the last one, has come.
    std::int64_t revision = 0;
    // The last pass that found all whole: up to where, and when it ended. 0 for none since the start.
    std::int64_t whole_revision = 0;
    std::int64_t whole_us = 0;
  };
  // Any thread.
  Progress progress() const;

 private:
  absl::StatusOr<std::int64_t> NextPart();
  void Ended(std::int64_t now_us);
  void Damaged(const absl::Status& what);

  const Options options_;
  std::optional<ScrubPass> pass_;
  std::int64_t next_us_ = 0;
  mutable std::mutex mutex_;
  Progress progress_;
};

}  // namespace legevakt::store
