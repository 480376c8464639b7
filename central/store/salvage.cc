#include "central/store/salvage.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/text.h"
#include "central/domain/apply.h"
#include "central/store/dir_lock.h"
#include "central/store/loose_rows.h"
#include "central/store/new_journal.h"
#include "central/store/reader.h"
#include "central/store/replay.h"
#include "central/store/reply_check.h"
#include "central/store/schema.h"
#include "legevakt/v1/command.pb.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

absl::Status Refused(absl::StatusCode code, std::string_view key, const fs::path& file) {
  return MakeStatus(code, text::Format(text::ProcessLang(), key, {{"file", file.native()}}));
}

// The new journal while it grows: raw rows behind its head, in one transaction.
class Growing {
 public:
  // `file` holds a journal already.
  static absl::StatusOr<Growing> Open(const fs::path& file) {
    LV_ASSIGN_OR_RETURN(Db db, Db::Open(file, Db::Mode::kReadWrite));
    LV_ASSIGN_OR_RETURN(const Meta meta, ReadMeta(db));
    LV_RETURN_IF_ERROR(db.Exec("BEGIN IMMEDIATE"));
    LV_ASSIGN_OR_RETURN(Statement event, db.Prepare("INSERT INTO event VALUES(?, ?, ?, ?, ?, ?)"));
    LV_ASSIGN_OR_RETURN(
        Statement reply,
        db.Prepare("INSERT OR IGNORE INTO reply(request_id, user_id, payload_hash, response, at_us)"
                   " VALUES(?, ?, ?, ?, ?)"));
    return Growing(std::move(db), meta, std::move(event), std::move(reply));
  }

  std::int64_t revision() const { return meta_.head_revision; }
  const Hash& hash() const { return meta_.head_hash; }

  absl::Status Add(const LooseRow& row) {
    event_.BindInt(1, row.rev).BindInt(2, row.at_us).BindBlob(3, row.payload);
    if (row.personal.has_value()) {
      event_.BindBlob(4, *row.personal);
    } else {
      event_.BindNull(4);
    }
    LV_RETURN_IF_ERROR(event_.BindBlob(5, AsBytes(row.prev_hash)).BindBlob(6, AsBytes(row.hash)).Run());
    meta_.head_revision = row.rev;
    meta_.head_hash = row.hash;
    return absl::OkStatus();
  }

  absl::Status Add(const engine::StoredReply& reply) {
    return reply_.BindText(1, reply.request_id)
        .BindText(2, reply.user_id)
        .BindText(3, reply.payload_hash)
        .BindBlob(4, reply.response)
        .BindInt(5, reply.at_us)
        .Run();
  }

  absl::Status Commit() {
    LV_ASSIGN_OR_RETURN(Statement head,
                        db_.Prepare("UPDATE meta SET head_rev = ?, head_hash = ? WHERE id = 1"));
    LV_RETURN_IF_ERROR(head.BindInt(1, meta_.head_revision).BindBlob(2, AsBytes(meta_.head_hash)).Run());
    return db_.Exec("COMMIT");
  }

 private:
  Growing(Db db, const Meta& meta, Statement event, Statement reply)
      : db_(std::move(db)), meta_(meta), event_(std::move(event)), reply_(std::move(reply)) {}

  Db db_;
  Meta meta_;
  Statement event_;
  Statement reply_;
};

// Who brought which event, and when: by that a reply is known to belong to it.
struct Source {
  std::int64_t at_us = 0;
  std::string user_id;
  v1::Event::WhatCase what = v1::Event::WHAT_NOT_SET;

  bool BeginsCall() const { return what == v1::Event::kCallRang || what == v1::Event::kCallAnswered; }
  bool BeginsMission() const { return what == v1::Event::kMissionRequested; }
};
using Sources = std::map<std::int64_t, Source>;

// Replies have no hash: one is brought over where it names an event that was, by the same user in the same
// microsecond, and nothing that this command did not make. Without it a client that asks again would do its
// command twice. Refusals stay behind: to ask again changes nothing.
bool Fits(const engine::StoredReply& reply, const Sources& sources, std::int64_t head) {
  if (!WhatIsWrong(reply, head).empty()) return false;
  v1::ExecuteResponse response;
  if (!response.ParseFromString(reply.response) || response.has_refusal()) return false;
  v1::ExecuteResponse known;
  known.set_revision(response.revision());
  known.set_call_id(response.call_id());
  known.set_contact_id(response.contact_id());
  known.set_mission_id(response.mission_id());
  if (known.SerializeAsString() != reply.response) return false;
  // The event at `revision`, where this command made it.
  const auto made = [&](std::int64_t revision) -> const Source* {
    const auto source = sources.find(revision);
    const bool its_own = source != sources.end() && source->second.at_us == reply.at_us &&
                         source->second.user_id == reply.user_id;
    return its_own ? &source->second : nullptr;
  };
  const Source* const call = made(known.call_id());
  const Source* const mission = made(known.mission_id());
  return made(known.revision()) != nullptr &&
         (known.call_id() == 0 || (call != nullptr && call->BeginsCall())) &&
         (known.contact_id() == 0 || made(known.contact_id()) != nullptr) &&
         (known.mission_id() == 0 || (mission != nullptr && mission->BeginsMission()));
}

// The journal that the damaged one goes on from, copied; or an empty one.
absl::Status Begin(NewJournal& made, const std::optional<fs::path>& backup, const LooseRows& rows) {
  if (backup.has_value()) {
    LV_RETURN_IF_ERROR(CopyJournal(*backup, made.file()));
    return made.Rename();
  }
  LV_ASSIGN_OR_RETURN(Db db, Db::Open(made.file(), Db::Mode::kReadWrite));
  LV_RETURN_IF_ERROR(db.Exec("PRAGMA page_size=4096"));
  LV_RETURN_IF_ERROR(CreateSchema(db, rows.heads().empty() ? NewUuid() : rows.heads().front().journal_id));
  return made.Rename();
}

// Where the damaged journal has the backup's last revision, whole and another one, it has gone another way;
// where it names another journal, and nothing goes on from the backup, it is another.
bool IsAnother(const LooseRows& rows, const Meta& backup) {
  const std::vector<LooseRow> same = rows.Events(backup.head_revision);
  const std::vector<LooseRow> next = rows.Events(backup.head_revision + 1);
  const auto is_head = [&](const LooseRow& row) { return row.hash == backup.head_hash; };
  const auto goes_on = [&](const LooseRow& row) { return row.prev_hash == backup.head_hash; };
  if (std::any_of(same.begin(), same.end(), is_head) || std::any_of(next.begin(), next.end(), goes_on)) {
    return false;
  }
  if (!same.empty() || !next.empty()) return true;
  const auto of_this = [&](const LooseRows::Head& head) {
    return head.journal_id == backup.journal_id || head.restored_from == backup.journal_id;
  };
  return !rows.heads().empty() && std::none_of(rows.heads().begin(), rows.heads().end(), of_this);
}

absl::Status BringEvents(const LooseRows& rows, domain::State& state, Growing& journal, Sources& sources) {
  while (true) {
    const std::vector<LooseRow> next = rows.Events(journal.revision() + 1);
    const auto row = std::find_if(next.begin(), next.end(),
                                  [&](const LooseRow& one) { return one.prev_hash == journal.hash(); });
    if (row == next.end()) return absl::OkStatus();
    absl::StatusOr<v1::Event> event = Decode(row->View());
    if (!event.ok() || !domain::Apply(state, *event).ok()) return absl::OkStatus();
    LV_RETURN_IF_ERROR(journal.Add(*row));
    sources[row->rev] = {
        .at_us = row->at_us, .user_id = event->actor().user_id(), .what = event->what_case()};
  }
}

// Where the story ends, and what lies behind it.
void SayWhatIsMissing(const LooseRows& rows, Salvage& done) {
  std::int64_t last_known = 0;
  for (const std::int64_t revision : rows.RevisionsAfter(done.made.events)) {
    if (rows.Events(revision).empty()) continue;
    if (done.beyond++ == 0) done.beyond_first = revision;
    done.beyond_last = last_known = revision;
  }
  // A copy of the head that was changed may say anything; so much more than there is room for is not said.
  constexpr std::int64_t kPlausible = 1'000'000;
  for (const LooseRows::Head& head : rows.heads()) {
    if (head.revision <= std::max(done.made.events, last_known) + kPlausible) {
      last_known = std::max(last_known, head.revision);
    }
  }
  const bool a_row_is_there = !rows.RevisionsAfter(done.made.events).empty();
  done.stopped_at = last_known > done.made.events || a_row_is_there ? done.made.events + 1 : 0;
}

}  // namespace

absl::StatusOr<Salvage> SalvageInto(const fs::path& dir, const std::optional<fs::path>& backup,
                                    const fs::path& damaged) {
  std::error_code error;
  Meta before;
  if (backup.has_value()) {
    LV_RETURN_IF_ERROR(MustBeBackup(*backup));
    LV_ASSIGN_OR_RETURN(Reader reader, Reader::Open(*backup));
    LV_ASSIGN_OR_RETURN(before, reader.ReadMeta());
  }
  const bool is_directory = fs::is_directory(damaged, error);
  std::optional<DirLock> lock;
  if (is_directory) {
    LV_ASSIGN_OR_RETURN(lock, DirLock::Acquire(damaged, DirLock::Mode::kRead));
  }
  LV_ASSIGN_OR_RETURN(LoosePages pages, LoosePages::Open(is_directory ? JournalPath(damaged) : damaged));
  const LooseRows rows(std::move(pages));
  if (backup.has_value() && IsAnother(rows, before)) {
    return Refused(absl::StatusCode::kInvalidArgument, "store.another_journal", damaged);
  }
  if (!backup.has_value() && rows.Events(1).empty()) {
    return Refused(absl::StatusCode::kDataLoss, "store.nothing_to_salvage", damaged);
  }

  LV_ASSIGN_OR_RETURN(NewJournal made, NewJournal::In(dir));
  LV_RETURN_IF_ERROR(Begin(made, backup, rows));
  Salvage done{.made = {}, .backup_revision = before.head_revision};
  domain::State state;
  {
    LV_ASSIGN_OR_RETURN(Reader reader, Reader::Open(made.file()));
    LV_RETURN_IF_ERROR(Replay(reader, before.head_revision, state));
  }
  LV_ASSIGN_OR_RETURN(Growing journal, Growing::Open(made.file()));
  Sources sources;
  LV_RETURN_IF_ERROR(BringEvents(rows, state, journal, sources));
  std::map<std::string, engine::StoredReply> replies;
  for (engine::StoredReply& reply : rows.Replies()) {
    if (Fits(reply, sources, journal.revision())) replies.emplace(reply.request_id, std::move(reply));
  }
  for (const auto& [request_id, reply] : replies) LV_RETURN_IF_ERROR(journal.Add(reply));
  done.replies = static_cast<std::int64_t>(replies.size());
  LV_RETURN_IF_ERROR(journal.Commit());
  LV_ASSIGN_OR_RETURN(done.made, made.Finish());
  SayWhatIsMissing(rows, done);
  return done;
}

}  // namespace legevakt::store
