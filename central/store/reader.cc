#include "central/store/reader.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "central/store/row.h"

namespace legevakt::store {
namespace {

constexpr std::size_t kRowsInOneRead = 1024;

std::string_view Say(std::string_view key) {
  return text::Get(text::ProcessLang(), key);
}

// A page that cannot be read, with the revision that was to be read from it. Other errors have no position.
absl::Status AtRevision(absl::Status error, std::int64_t revision) {
  return absl::IsDataLoss(error) && PositionOf(error) == 0
             ? BrokenAt(revision, Say("store.broken_unreadable"))
             : error;
}

}  // namespace

absl::StatusOr<Reader> Reader::Open(const std::filesystem::path& file) {
  LV_ASSIGN_OR_RETURN(JournalFile opened, OpenToRead(file));
  Db& db = opened.db;
  LV_RETURN_IF_ERROR(store::ReadMeta(db).status());
  LV_ASSIGN_OR_RETURN(Statement rows,
                      db.Prepare("SELECT rev, at_us, payload, personal, prev_hash, hash FROM event"
                                 " WHERE rev > ? ORDER BY rev LIMIT ?"));
  LV_ASSIGN_OR_RETURN(Statement hash, db.Prepare("SELECT hash FROM event WHERE rev = ?"));
  return Reader(std::move(opened), std::move(rows), std::move(hash));
}

absl::StatusOr<Meta> Reader::ReadMeta() {
  return store::ReadMeta(file_.db);
}

absl::StatusOr<Hash> Reader::HashAt(std::int64_t revision) {
  if (revision == 0) return Hash{};
  const absl::StatusOr<bool> row = hash_.BindInt(1, revision).Step();
  if (!row.ok()) return AtRevision(row.status(), revision);
  if (!*row) return BrokenAt(revision, Say("store.broken_missing"));
  auto hash = ToHash(hash_.Blob(0));
  hash_.Reset();
  return hash;
}

absl::StatusOr<std::size_t> Reader::Scan(std::int64_t after, std::size_t limit, const Each& each) {
  LV_ASSIGN_OR_RETURN(Hash chain, HashAt(after));
  rows_.BindInt(1, after).BindInt(2, static_cast<std::int64_t>(limit));
  // However this ends, the read must end too: an open one holds the write-ahead log back.
  const auto reset = [](Statement* rows) { rows->Reset(); };
  const std::unique_ptr<Statement, decltype(reset)> ending(&rows_, reset);

  std::size_t count = 0;
  // One for all rows: whoever looks only leaves its memory here.
  v1::Event event;
  while (true) {
    const std::int64_t expected = after + static_cast<std::int64_t>(count) + 1;
    const absl::StatusOr<bool> more = rows_.Step();
    if (!more.ok()) return AtRevision(more.status(), expected);
    if (!*more) return count;
    Row row{.rev = rows_.Int(0), .at_us = rows_.Int(1), .payload = rows_.Blob(2), .personal = std::nullopt};
    if (!rows_.IsNull(3)) row.personal = rows_.Blob(3);
    if (row.rev != expected) return BrokenAt(expected, Say("store.broken_missing"));
    if (rows_.Blob(4) != AsBytes(chain)) return BrokenAt(expected, Say("store.broken_link"));
    chain = HashOf(chain, row);
    if (rows_.Blob(5) != AsBytes(chain)) return BrokenAt(expected, Say("store.broken_hash"));
    LV_RETURN_IF_ERROR(DecodeInto(event, row));
    LV_RETURN_IF_ERROR(each(std::move(event)));
    ++count;
  }
}

absl::Status Reader::ScanAll(std::int64_t last, const Each& each) {
  std::int64_t after = 0;
  while (after < last) {
    const auto limit = std::min(kRowsInOneRead, static_cast<std::size_t>(last - after));
    LV_ASSIGN_OR_RETURN(const std::size_t count, Scan(after, limit, each));
    if (count == 0) return BrokenAt(after + 1, Say("store.broken_missing"));
    after += static_cast<std::int64_t>(count);
  }
  return absl::OkStatus();
}

absl::Status Reader::CheckEnd() {
  // One statement: a writer beside us moves the head with its rows.
  LV_ASSIGN_OR_RETURN(
      const std::int64_t behind,
      file_.db.QueryInt("SELECT coalesce((SELECT min(rev) FROM event WHERE rev > head_rev), 0) FROM meta"));
  return behind == 0 ? absl::OkStatus() : BrokenAt(behind, Say("store.broken_behind"));
}

absl::StatusOr<std::vector<engine::StoredReply>> Reader::ReadReplies(std::int64_t since_us) {
  LV_ASSIGN_OR_RETURN(Statement select,
                      file_.db.Prepare("SELECT request_id, user_id, payload_hash, response, at_us"
                                       " FROM reply WHERE at_us >= ? ORDER BY id"));
  select.BindInt(1, since_us);
  std::vector<engine::StoredReply> replies;
  while (true) {
    LV_ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return replies;
    replies.push_back({.request_id = std::string(select.Text(0)),
                       .user_id = std::string(select.Text(1)),
                       .payload_hash = std::string(select.Text(2)),
                       .response = std::string(select.Blob(3)),
                       .at_us = select.Int(4)});
  }
}

}  // namespace legevakt::store
