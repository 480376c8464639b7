#include "central/store/sqlite_store.h"

#include <algorithm>
#include <chrono>

#include "base/limits.h"
#include "base/text.h"
#include "central/store/folder.h"

namespace legevakt::store {
namespace {

constexpr int kPruneAtOnce = 1024;
constexpr auto kRound = std::chrono::seconds(60);

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::Open(Options options) {
  LV_RETURN_IF_ERROR(MakeDirectoryDurable(options.dir, kDataDirectory));
  LV_ASSIGN_OR_RETURN(DirLock lock, DirLock::Acquire(options.dir, DirLock::Mode::kOwn));
  LV_RETURN_IF_ERROR(MayBeServed(JournalPath(options.dir)));
  LV_ASSIGN_OR_RETURN(std::unique_ptr<Writer> writer, Writer::Open(JournalPath(options.dir)));
  LV_ASSIGN_OR_RETURN(Reader reader, Reader::Open(JournalPath(options.dir)));
  // What the head says must be there; the rest of the chain is checked as it is read.
  LV_ASSIGN_OR_RETURN(const Hash last, reader.HashAt(writer->meta().head_revision));
  if (last != writer->meta().head_hash) {
    return BrokenAt(writer->meta().head_revision, text::Get(text::ProcessLang(), "store.broken_head"));
  }
  LV_RETURN_IF_ERROR(reader.CheckEnd());
  LV_RETURN_IF_ERROR(SnapshotFiles(options.dir).NoneAhead(writer->meta().head_revision));
  return std::unique_ptr<SqliteStore>(
      new SqliteStore(std::move(options), std::move(lock), std::move(writer), std::move(reader)));
}

SqliteStore::SqliteStore(Options options, DirLock lock, std::unique_ptr<Writer> writer, Reader reader)
    : options_(std::move(options)),
      lock_(std::move(lock)),
      journal_id_(writer->meta().journal_id),
      is_new_(writer->is_new()),
      last_revision_(writer->meta().head_revision),
      writer_(std::move(writer)),
      step_size_(options_.checkpoint_pages, options_.checkpoint_pages_max),
      reader_(std::move(reader)),
      snapshots_(options_.dir),
      maintenance_([this](const std::stop_token& stop) { MaintainLoop(stop); }) {}

SqliteStore::~SqliteStore() {
  maintenance_.request_stop();
  maintenance_.join();
  // An error here loses nothing: the log stays, and the next start reads it.
  if (!failed_) writer_->Finish().IgnoreError();
}

absl::Status SqliteStore::Failure() {
  if (!failed_.load(std::memory_order_acquire)) return absl::OkStatus();
  const std::lock_guard lock(failure_mutex_);
  return failure_;
}

absl::Status SqliteStore::Latch(absl::Status error) {
  const std::lock_guard lock(failure_mutex_);
  if (failure_.ok()) failure_ = error;
  failed_.store(true, std::memory_order_release);
  return error;
}

absl::Status SqliteStore::NotWritten(const absl::Status& error) const {
  return MakeStatus(error.code(),
                    text::Format(text::ProcessLang(), "store.not_written",
                                 {{"revision", std::to_string(last_revision())}, {"what", Message(error)}}));
}

absl::Status SqliteStore::Append(const engine::Batch& batch) {
  LV_RETURN_IF_ERROR(Failure());
  const std::lock_guard lock(writer_mutex_);
  if (absl::Status status = writer_->Append(batch); !status.ok()) {
    return Latch(NotWritten(status));
  }
  last_revision_.store(writer_->meta().head_revision, std::memory_order_release);
  if (!batch.events.empty()) newest_us_ = std::max(newest_us_, batch.events.back().at_us());
  if (!batch.replies.empty()) newest_us_ = std::max(newest_us_, batch.replies.back().at_us);
  ++commits_;
  if (writer_->pending_pages() >= options_.checkpoint_pages) writer_wakes_.notify_one();
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Event>> SqliteStore::Read(std::int64_t after, std::size_t limit) {
  LV_RETURN_IF_ERROR(Failure());
  const std::lock_guard lock(reader_mutex_);
  return ReadWith(reader_, after, limit);
}

absl::StatusOr<std::vector<v1::Event>> SqliteStore::ReadBeside(std::int64_t after, std::size_t limit) {
  LV_RETURN_IF_ERROR(Failure());
  const std::lock_guard lock(beside_mutex_);
  LV_ASSIGN_OR_RETURN(Reader * reader, Beside());
  return ReadWith(*reader, after, limit);
}

absl::StatusOr<Reader*> SqliteStore::Beside() {
  if (!beside_.has_value()) {
    LV_ASSIGN_OR_RETURN(beside_, Reader::Open(JournalPath(options_.dir)));
  }
  return &*beside_;
}

absl::StatusOr<std::vector<v1::Event>> SqliteStore::ReadWith(Reader& reader, std::int64_t after,
                                                             std::size_t limit) const {
  const std::int64_t last = last_revision();
  std::vector<v1::Event> events;
  if (after < 0 || after >= last) return events;
  limit = std::min(limit, static_cast<std::size_t>(last - after));
  events.reserve(limit);
  LV_ASSIGN_OR_RETURN(const std::size_t count, reader.Scan(after, limit, [&events](v1::Event&& event) {
    events.push_back(std::move(event));
    return absl::OkStatus();
  }));
  if (count < limit) {
    return BrokenAt(after + static_cast<std::int64_t>(count) + 1,
                    text::Get(text::ProcessLang(), "store.broken_missing"));
  }
  return events;
}

absl::StatusOr<std::vector<engine::StoredReply>> SqliteStore::ReadReplies(std::int64_t since_us) {
  LV_RETURN_IF_ERROR(Failure());
  const std::lock_guard lock(reader_mutex_);
  auto replies = reader_.ReadReplies(since_us);
  if (!replies.ok()) return Latch(replies.status());
  return replies;
}

absl::StatusOr<Hash> SqliteStore::HashAt(std::int64_t revision) {
  const std::lock_guard lock(beside_mutex_);
  LV_ASSIGN_OR_RETURN(Reader * reader, Beside());
  return reader->HashAt(revision);
}

absl::Status SqliteStore::WriteSnapshot(const engine::StoredSnapshot& snapshot) {
  LV_RETURN_IF_ERROR(Failure());
  LV_ASSIGN_OR_RETURN(const Hash chain_hash, HashAt(snapshot.revision));
  return snapshots_.Write(snapshot, chain_hash);
}

absl::StatusOr<engine::FoundSnapshot> SqliteStore::ReadSnapshot(std::int64_t at_most) {
  LV_RETURN_IF_ERROR(Failure());
  engine::FoundSnapshot found;
  LV_ASSIGN_OR_RETURN(const std::vector<std::int64_t> revisions, snapshots_.Revisions());
  for (const std::int64_t revision : revisions) {
    if (revision > at_most) continue;
    absl::StatusOr<SnapshotFile> file = snapshots_.Read(revision);
    if (!file.ok()) {
      found.passed_over.push_back(Message(file.status()));
      continue;
    }
    // Of another journal, or of one that went another way since.
    LV_ASSIGN_OR_RETURN(const Hash chain_hash, HashAt(revision));
    if (chain_hash != file->chain_hash) {
      found.passed_over.push_back(text::Format(text::ProcessLang(), "store.foreign_snapshot",
                                               {{"file", snapshots_.PathOf(revision).native()}}));
      continue;
    }
    found.snapshot = std::move(file->snapshot);
    break;
  }
  return found;
}

absl::Status SqliteStore::MaintainLocked() {
  LV_RETURN_IF_ERROR(Failure());
  if (newest_us_ > limits::kReplyKeptUs) {
    if (const auto status =
            writer_->PruneReplies(newest_us_ - limits::kReplyKeptUs, kPruneAtOnce, options_.replies_kept_min);
        !status.ok()) {
      return Latch(NotWritten(status));
    }
  }
  if (const auto status = writer_->Checkpoint(); !status.ok()) return Latch(NotWritten(status));
  return absl::OkStatus();
}

void SqliteStore::MaintainLoop(const std::stop_token& stop) {
  std::unique_lock lock(writer_mutex_);
  while (!stop.stop_requested()) {
    writer_wakes_.wait_for(lock, stop, kRound,
                           [this] { return writer_->pending_pages() >= options_.checkpoint_pages; });
    // Wait for a pause between commits, but not for ever.
    while (!stop.stop_requested() && writer_->pending_pages() < step_size_.pages()) {
      const std::uint64_t before = commits_;
      writer_wakes_.wait_for(lock, stop, std::chrono::microseconds(options_.quiet_us), [] { return false; });
      if (commits_ == before) break;
    }
    if (stop.stop_requested()) return;
    const int pages = writer_->pending_pages();
    const auto begin = std::chrono::steady_clock::now();
    if (!MaintainLocked().ok()) return;
    step_size_.Took(pages, std::chrono::duration_cast<std::chrono::microseconds>(
                               std::chrono::steady_clock::now() - begin));
    // Let go of the lock also where a reader held the step back and much is pending still: commits come
    // first.
    writer_wakes_.wait_for(lock, stop, std::chrono::microseconds(options_.quiet_us), [] { return false; });
  }
}

absl::Status SqliteStore::TEST_Maintain() {
  const std::lock_guard lock(writer_mutex_);
  return MaintainLocked();
}

absl::Status SqliteStore::TEST_ExecOnWriter(const std::string& sql) {
  const std::lock_guard lock(writer_mutex_);
  return writer_->TEST_Exec(sql);
}

}  // namespace legevakt::store
