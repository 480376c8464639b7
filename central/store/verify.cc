#include "central/store/verify.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/ids.h"
#include "base/text.h"
#include "central/domain/snapshot.h"
#include "central/store/journal_file.h"
#include "central/store/reader.h"
#include "central/store/replay.h"
#include "central/store/reply_check.h"
#include "central/store/row.h"
#include "central/store/snapshot_files.h"
#include "central/store/write_ahead_log.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

absl::Status CheckIntegrity(Db& db) {
  LV_ASSIGN_OR_RETURN(std::string answer, db.QueryText("PRAGMA integrity_check(1)"));
  if (answer == "ok") return absl::OkStatus();
  // "*** in database main ***", and the page on a line of its own.
  std::replace(answer.begin(), answer.end(), '\n', ' ');
  return MakeStatus(absl::StatusCode::kDataLoss,
                    text::Format(text::ProcessLang(), "store.no_integrity", {{"what", answer}}));
}

absl::Status CheckIds(const Meta& meta) {
  const bool good = IsUuid(meta.journal_id) && (meta.restored_from.empty() || IsUuid(meta.restored_from));
  return good ? absl::OkStatus()
              : MakeStatus(absl::StatusCode::kDataLoss, text::Get(text::ProcessLang(), "store.broken_ids"));
}

absl::Status BadSnapshot(std::string_view key, const fs::path& file, std::int64_t revision,
                         std::int64_t head = 0) {
  return Positioned(
      MakeStatus(absl::StatusCode::kDataLoss, text::Format(text::ProcessLang(), key,
                                                           {{"file", file.native()},
                                                            {"revision", std::to_string(revision)},
                                                            {"head", std::to_string(head)}})),
      revision);
}

// The snapshots beside a journal: read before the journal is, for a running central makes newer ones
// meanwhile.
class Snapshots {
 public:
  explicit Snapshots(const fs::path& journal) : files_(journal.parent_path()) {
    if (journal != JournalPath(journal.parent_path())) return;
    const auto revisions = files_.Revisions();
    Keep(revisions.status());
    for (const std::int64_t revision : revisions.value_or(std::vector<std::int64_t>())) {
      absl::StatusOr<SnapshotFile> file = files_.Read(revision);
      // A newer one has taken its place.
      std::error_code ignored;
      if (!file.ok() && !fs::exists(files_.PathOf(revision), ignored)) continue;
      ++count_;
      if (!file.ok()) {
        Keep(file.status());
        continue;
      }
      file->snapshot.state.clear();
      found_.emplace(revision, *std::move(file));
    }
  }

  // With each state that the replay comes to.
  void Compare(const domain::State& state) {
    const auto file = found_.find(state.revision);
    if (file == found_.end() || file->second.snapshot.maker != domain::StateMaker()) return;
    if (Blake2b(domain::SnapshotBytes(state)) == file->second.state_hash) return;
    Keep(BadSnapshot("store.other_snapshot", files_.PathOf(state.revision), state.revision));
  }

  // The first that is wrong, as far as the journal can be read.
  absl::Status Check(Reader& reader, std::int64_t head) {
    for (const auto& [revision, file] : found_) {
      if (revision > head) {
        Keep(BadSnapshot("store.snapshot_ahead", files_.PathOf(revision), revision, head));
        continue;
      }
      const absl::StatusOr<Hash> hash = reader.HashAt(revision);
      if (hash.ok() && *hash != file.chain_hash) {
        Keep(BadSnapshot("store.foreign_snapshot", files_.PathOf(revision), revision));
      }
    }
    return first_;
  }

  std::int64_t count() const { return count_; }

 private:
  void Keep(absl::Status status) {
    if (first_.ok()) first_ = std::move(status);
  }

  const SnapshotFiles files_;
  std::map<std::int64_t, SnapshotFile> found_;
  std::int64_t count_ = 0;
  absl::Status first_;
};

// Goes through the parts one by one; what is wrong with one keeps none of the others from being looked at.
class Looking {
 public:
  Looking(Verification& found, std::int64_t there) : found_(found), there_(there) {}

  void Take(Part part, const absl::Status& status) {
    if (status.ok()) return;
    found_.damages.push_back({.part = part, .revision = PositionOf(status), .sentence = Message(status)});
  }

  absl::Status Look(const fs::path& file) {
    Snapshots snapshots(file);
    absl::StatusOr<Reader> reader = Reader::Open(file);
    if (!reader.ok()) return Unopened(file, reader.status());
    const absl::StatusOr<Meta> read = reader->ReadMeta();
    if (!read.ok()) return Unopened(file, read.status());
    const Meta& meta = *read;
    found_.journal_id = meta.journal_id;
    found_.snapshots = snapshots.count();
    LookAtEvents(*reader, meta, snapshots);
    absl::Status schema = CheckSchema(reader->db());
    if (schema.ok()) schema = CheckIds(meta);
    Take(Part::kSchema, schema);
    const absl::StatusOr<std::int64_t> replies = CheckReplies(reader->db());
    Take(Part::kReplies, replies.status());
    found_.replies = replies.value_or(0);
    Take(Part::kSnapshot, snapshots.Check(*reader, meta.head_revision));
    Take(Part::kLog, CheckLog(reader->db()));
    // Last, because it knows no revisions.
    Take(Part::kFile, CheckIntegrity(reader->db()));
    return absl::OkStatus();
  }

 private:
  void LookAtEvents(Reader& reader, const Meta& meta, Snapshots& snapshots) {
    domain::State state;
    absl::Status status =
        Replay(reader, meta.head_revision, state,
               [&](const domain::State& before, const v1::Event&) { See(before, snapshots); });
    if (status.ok()) {
      const absl::StatusOr<Hash> head = reader.HashAt(meta.head_revision);
      status = head.status();
      if (head.ok() && *head != meta.head_hash) {
        status = BrokenAt(meta.head_revision, text::Get(text::ProcessLang(), "store.broken_head"));
      }
    }
    Take(Part::kEvents, status);
    if (!status.ok()) return;
    See(state, snapshots);
    found_.events = meta.head_revision;
    found_.state_hash = domain::StateHash(state);
  }

  // Each state that the replay comes to.
  void See(const domain::State& state, Snapshots& snapshots) {
    snapshots.Compare(state);
    if (there_ > 0 && state.revision == there_) found_.hash_there = domain::StateHash(state);
  }

  // A table that is missing or another says more than that it could not be read.
  absl::Status Unopened(const fs::path& file, const absl::Status& status) {
    if (absl::IsNotFound(status) || absl::IsPermissionDenied(status) || absl::IsFailedPrecondition(status))
      return status;
    absl::StatusOr<JournalFile> opened = OpenToRead(file);
    if (!opened.ok()) {
      Take(Part::kFile, status);
      return absl::OkStatus();
    }
    const absl::StatusOr<std::int64_t> application = opened->db.QueryInt("PRAGMA application_id");
    absl::Status schema = application.status();
    if (schema.ok() && *application == kApplicationId) schema = CheckSchema(opened->db);
    if (schema.ok() || absl::IsInternal(schema)) {
      Take(Part::kFile, status);
    } else {
      Take(Part::kSchema, schema);
    }
    return absl::OkStatus();
  }

  Verification& found_;
  const std::int64_t there_;
};

}  // namespace

std::string_view NameOf(Part part) {
  switch (part) {
    case Part::kEvents:
      return "events";
    case Part::kSchema:
      return "schema";
    case Part::kReplies:
      return "replies";
    case Part::kSnapshot:
      return "snapshot";
    case Part::kLog:
      return "log";
    case Part::kFile:
      return "file";
  }
  return "file";
}

absl::StatusOr<Verification> Verify(const fs::path& file, std::int64_t there) {
  Verification found;
  LV_RETURN_IF_ERROR(Looking(found, there).Look(file));
  found.ok = found.damages.empty();
  if (!found.ok) found.state_hash.clear();
  return found;
}

}  // namespace legevakt::store
