#include "central/store/schema.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"

namespace legevakt::store {
namespace {

// `event` is append-only and gapless: the triggers refuse anything else, whoever writes.
// `meta` has one row. `reply` keeps what was answered, so that a retry gets the same answer.
constexpr const char* kTables = R"sql(
CREATE TABLE meta(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  format_version INTEGER NOT NULL,
  journal_id TEXT NOT NULL,
  restored_from TEXT NOT NULL,
  head_rev INTEGER NOT NULL,
  head_hash BLOB NOT NULL CHECK(length(head_hash) = 32)
) STRICT;

CREATE TABLE event(
  rev INTEGER PRIMARY KEY,
  at_us INTEGER NOT NULL,
  payload BLOB NOT NULL,
  personal BLOB,
  prev_hash BLOB NOT NULL CHECK(length(prev_hash) = 32),
  hash BLOB NOT NULL CHECK(length(hash) = 32)
) STRICT;

CREATE TABLE reply(
  id INTEGER PRIMARY KEY,
  request_id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL,
  payload_hash TEXT NOT NULL,
  response BLOB NOT NULL,
  at_us INTEGER NOT NULL
) STRICT;

CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_never_goes BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_has_no_gap BEFORE INSERT ON event
WHEN NEW.rev <> coalesce((SELECT max(rev) FROM event), 0) + 1
BEGIN SELECT RAISE(ABORT, 'the journal has no gap'); END;
-- Within its day a request is answered once. The engine forgets it after 24 h, perhaps before we do: then the new
-- reply takes the old one's place.
CREATE TRIGGER reply_only_once BEFORE INSERT ON reply
WHEN EXISTS(SELECT 1 FROM reply WHERE request_id = NEW.request_id AND at_us > NEW.at_us - 86340000000)
BEGIN SELECT RAISE(ABORT, 'the request was answered before'); END;
)sql";

absl::Status NotOurs(std::string_view key) {
  return MakeStatus(absl::StatusCode::kDataLoss, text::Get(text::ProcessLang(), key));
}

constexpr std::array<std::string_view, 3> kOurTables = {"meta", "event", "reply"};

// What lies on our tables: name -> the kind and the SQL that made it.
absl::StatusOr<std::map<std::string, std::string>> OurObjects(Db& db) {
  LV_ASSIGN_OR_RETURN(Statement select,
                      db.Prepare("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema"));
  std::map<std::string, std::string> objects;
  while (true) {
    LV_ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return objects;
    if (std::find(kOurTables.begin(), kOurTables.end(), select.Text(2)) == kOurTables.end()) continue;
    objects.emplace(select.Text(1), std::string(select.Text(0)) + " " + std::string(select.Text(3)));
  }
}

absl::Status OtherSchema(std::string_view what_key, const std::string& name) {
  const text::Lang lang = text::ProcessLang();
  return MakeStatus(
      absl::StatusCode::kDataLoss,
      text::Format(lang, "store.broken_schema", {{"what", text::Format(lang, what_key, {{"name", name}})}}));
}

}  // namespace

std::filesystem::path JournalPath(const std::filesystem::path& dir) {
  return dir / "journal.db";
}

absl::StatusOr<bool> IsEmpty(Db& db) {
  LV_ASSIGN_OR_RETURN(const std::int64_t tables, db.QueryInt("SELECT count(*) FROM sqlite_schema"));
  return tables == 0;
}

absl::Status CreateSchema(Db& db, const std::string& journal_id) {
  const Hash zero{};
  LV_RETURN_IF_ERROR(db.Exec("BEGIN IMMEDIATE"));
  LV_RETURN_IF_ERROR(db.Exec("PRAGMA application_id=" + std::to_string(kApplicationId)));
  LV_RETURN_IF_ERROR(db.Exec(kTables));
  LV_ASSIGN_OR_RETURN(Statement insert, db.Prepare("INSERT INTO meta VALUES(1, ?, ?, '', 0, ?)"));
  LV_RETURN_IF_ERROR(
      insert.BindInt(1, kFormatVersion).BindText(2, journal_id).BindBlob(3, AsBytes(zero)).Run());
  return db.Exec("COMMIT");
}

absl::Status CheckSchema(Db& db) {
  LV_ASSIGN_OR_RETURN(Db fresh, Db::Open(":memory:", Db::Mode::kCreate));
  LV_RETURN_IF_ERROR(fresh.Exec(kTables));
  LV_ASSIGN_OR_RETURN(const auto wanted, OurObjects(fresh));
  LV_ASSIGN_OR_RETURN(const auto found, OurObjects(db));
  for (const auto& [name, made] : wanted) {
    const auto there = found.find(name);
    if (there == found.end()) return OtherSchema("store.schema_missing", name);
    if (there->second != made) return OtherSchema("store.schema_other", name);
  }
  for (const auto& [name, made] : found) {
    if (!wanted.contains(name)) return OtherSchema("store.schema_extra", name);
  }
  return absl::OkStatus();
}

absl::StatusOr<Meta> ReadMeta(Db& db) {
  LV_ASSIGN_OR_RETURN(const std::int64_t application, db.QueryInt("PRAGMA application_id"));
  if (application != kApplicationId) return NotOurs("store.not_a_journal");
  LV_ASSIGN_OR_RETURN(const std::int64_t version, db.QueryInt("SELECT format_version FROM meta"));
  if (version > kFormatVersion) {
    return MakeStatus(
        absl::StatusCode::kFailedPrecondition,
        text::Format(text::ProcessLang(), "store.newer_format",
                     {{"found", std::to_string(version)}, {"known", std::to_string(kFormatVersion)}}));
  }
  LV_ASSIGN_OR_RETURN(
      Statement select,
      db.Prepare(
          "SELECT format_version, journal_id, restored_from, head_rev, head_hash FROM meta WHERE id = 1"));
  LV_ASSIGN_OR_RETURN(const bool row, select.Step());
  if (!row || version < 1) return NotOurs("store.not_a_journal");
  Meta meta{.format_version = static_cast<int>(select.Int(0)),
            .journal_id = std::string(select.Text(1)),
            .restored_from = std::string(select.Text(2)),
            .head_revision = select.Int(3)};
  LV_ASSIGN_OR_RETURN(meta.head_hash, ToHash(select.Blob(4)));
  return meta;
}

absl::StatusOr<Hash> ToHash(std::string_view blob) {
  Hash hash;
  if (blob.size() != hash.size()) return NotOurs("store.not_a_journal");
  std::transform(blob.begin(), blob.end(), hash.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  return hash;
}

}  // namespace legevakt::store
