#include "tests/faults/damage.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <utility>

#include "base/status.h"
#include "base/time_units.h"
#include "central/domain/snapshot.h"
#include "central/domain/testing.h"
#include "central/store/backup.h"
#include "central/store/reader.h"
#include "central/store/salvage.h"
#include "central/store/sqlite_store.h"
#include "central/store/testing.h"
#include "central/store/verify.h"
#include "legevakt/v1/command.pb.h"

namespace legevakt::faults {
namespace {

namespace fs = std::filesystem;
using store::JournalPath;
using store::ReadFile;
using store::SqliteStore;
using store::WriteFile;

constexpr int kNever = 1 << 30;
constexpr std::size_t kPage = 4096;
constexpr std::size_t kFrame = 24 + kPage;
constexpr std::size_t kLogHeader = 32;

// A row's bytes as SQLite keeps them one after the other, and the reply to it.
struct TrueRow {
  std::string bytes;
  std::string in_file;
  std::string response;
};

// What there was before the damage.
struct Truth {
  std::vector<TrueRow> rows;
  std::string state_hash;
  // The files of a central that ended (journal.db and a snapshot), and of one that was killed (journal.db and
  // its log).
  std::map<std::string, std::string> dead, killed;
  fs::path backup;
  std::int64_t backup_revision = 0;
  // Where the log's last transaction begins.
  std::size_t last_transaction = 0;
};

std::string BytesOf(const v1::Event& event) {
  return event.SerializeAsString();
}

// Some hours with everything in it that makes rows large and small.
std::unique_ptr<domain::testing::Centre> AnEvening() {
  using namespace domain::testing;  // NOLINT: names of the test centre only
  auto centre = std::make_unique<Centre>();
  for (int i = 0; i < 12; ++i) {
    const std::int64_t id = centre->Assessed(i % 3 == 0 ? "haster" : "vanlig", i % 2 == 0 ? Kari() : Ola());
    v1::Command note;
    note.mutable_add_note()->set_contact_id(id);
    // Some rows are longer than a page.
    note.mutable_add_note()->set_text(std::string(i % 4 == 3 ? 7000 : 80, static_cast<char>('a' + i)));
    centre->Must(i % 2 == 0 ? Kari() : Ola(), note);
    centre->Pass(kMinuteUs);
  }
  return centre;
}

engine::StoredReply ReplyTo(const v1::Event& event) {
  engine::StoredReply reply = store::SampleReply(event.revision());
  v1::ExecuteResponse response;
  response.set_revision(event.revision());
  if (event.has_call_answered() && event.call_answered().call_id() == 0)
    response.set_call_id(event.revision());
  reply.user_id = event.actor().user_id();
  reply.at_us = event.at_us();
  reply.response = response.SerializeAsString();
  return reply;
}

absl::Status Append(SqliteStore& store, const std::vector<v1::Event>& events, std::size_t until) {
  for (auto next = static_cast<std::size_t>(store.last_revision()); next < until; next += 2) {
    engine::Batch batch;
    for (std::size_t i = next; i < std::min(next + 2, until); ++i) {
      batch.events.push_back(events[i]);
      if (!events[i].actor().user_id().empty()) batch.replies.push_back(ReplyTo(events[i]));
    }
    LV_RETURN_IF_ERROR(store.Append(batch));
  }
  return absl::OkStatus();
}

// A log that has begun anew keeps old frames behind its end: its size says nothing.
std::size_t FirstFrameChanged(const std::string& before, const std::string& after) {
  const auto changed = std::mismatch(before.begin(), before.end(), after.begin(), after.end()).second;
  const auto at = static_cast<std::size_t>(changed - after.begin());
  if (at < kLogHeader) return kLogHeader;
  return kLogHeader + (at - kLogHeader) / kFrame * kFrame;
}

absl::StatusOr<Truth> MakeTruth(const fs::path& dir) {
  const auto centre = AnEvening();
  const std::vector<v1::Event>& events = centre->journal();
  Truth truth;
  truth.state_hash = domain::StateHash(centre->state());
  for (const v1::Event& event : events) {
    store::RowEncoder encoder;
    const store::Row row = encoder.Encode(event);
    TrueRow& one = truth.rows.emplace_back();
    one.bytes = BytesOf(event);
    one.in_file = std::string(row.payload) + std::string(row.personal.value_or(""));
    one.response = ReplyTo(event).response;
  }
  const fs::path data = dir / "truth";
  LV_ASSIGN_OR_RETURN(
      auto store,
      SqliteStore::Open({.dir = data, .checkpoint_pages = kNever, .checkpoint_pages_max = kNever}));
  LV_RETURN_IF_ERROR(Append(*store, events, events.size() / 3));
  truth.backup = dir / "backup.db";
  LV_ASSIGN_OR_RETURN(const store::Verification backup, store::Backup(JournalPath(data), truth.backup));
  truth.backup_revision = backup.events;
  LV_RETURN_IF_ERROR(Append(*store, events, events.size() * 2 / 3));
  LV_RETURN_IF_ERROR(store->TEST_Maintain());
  LV_RETURN_IF_ERROR(Append(*store, events, events.size() - 1));
  const fs::path log = JournalPath(data).native() + "-wal";
  const std::string before = ReadFile(log);
  LV_RETURN_IF_ERROR(Append(*store, events, events.size()));
  truth.killed = {{"journal.db", ReadFile(JournalPath(data))}, {"journal.db-wal", ReadFile(log)}};
  truth.last_transaction = FirstFrameChanged(before, truth.killed.at("journal.db-wal"));
  // As an end in good order leaves it: without it a file that was cut to nothing would be that of a first
  // start.
  LV_RETURN_IF_ERROR(store->WriteSnapshot(
      {centre->state().revision, std::string(domain::StateMaker()), domain::SnapshotBytes(centre->state())}));
  store.reset();
  truth.dead = store::FilesUnder(data);
  for (const char* name : {"lock", "journal.db-wal", "journal.db-shm"}) truth.dead.erase(name);
  return truth;
}

class Trying {
 public:
  Trying(const Truth& truth, fs::path dir, std::uint64_t seed, DamageReport& report)
      : truth_(truth), dir_(std::move(dir)), chance_(seed), report_(report) {}

  void Try() {
    killed_ = chance_() % 2 == 0;
    whole_ = killed_ ? truth_.killed : truth_.dead;
    files_ = whole_;
    what_.clear();
    in_log_ = killed_ && chance_() % 2 == 0;
    cuts_ = false;
    salvaged_ = false;
    Damage(in_log_ ? "journal.db-wal" : "journal.db");
    fs::remove_all(dir_);
    fs::create_directories(dir_ / "damaged" / "snapshots");
    for (const auto& [name, bytes] : files_) WriteFile(dir_ / "damaged" / name, bytes);
    ++report_.tries;
    const auto before = store::FilesUnder(dir_ / "damaged");
    // In any order: neither takes anything from the other.
    const bool salvage_first = chance_() % 2 == 0;
    bool said_yes = salvage_first || Verify();
    const bool with_backup = chance_() % 4 != 0;
    Salvage(with_backup ? std::optional(truth_.backup) : std::nullopt);
    if (salvage_first) said_yes = Verify();
    if (store::FilesUnder(dir_ / "damaged") != before)
      Found("looking at it has changed the damaged directory");
    Serve(said_yes);
  }

 private:
  void Damage(const std::string& name) {
    std::string& file = files_[name];
    const std::size_t at = chance_() % file.size();
    const auto flip = [&](std::size_t byte) {
      file[byte] = static_cast<char>(file[byte] ^ (1 << (chance_() % 8)));
    };
    switch (chance_() % 6) {
      case 0:
        what_ = "one bit at " + std::to_string(at);
        flip(at);
        break;
      case 1:
        what_ = "eight bits from " + std::to_string(at);
        for (int i = 0; i < 8; ++i) flip(std::min(file.size() - 1, at + chance_() % 600));
        break;
      case 2:
        what_ = "bits in the first bytes";
        flip(chance_() % std::min<std::size_t>(file.size(), 120));
        break;
      case 3: {
        const std::size_t page = at / kPage * kPage;
        what_ = "a page of zeros at " + std::to_string(page);
        std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(page), std::min(kPage, file.size() - page),
                    '\0');
        break;
      }
      case 4:
        what_ = "chance from " + std::to_string(at);
        for (std::size_t i = at; i < std::min(file.size(), at + 512); ++i)
          file[i] = static_cast<char>(chance_());
        break;
      default: {
        // Chance alone hardly ever takes the sizes that mean something else to SQLite.
        const std::size_t sizes[] = {0, 1, kPage, at, at, at};
        const std::size_t size = std::min(file.size(), sizes[chance_() % std::size(sizes)]);
        what_ = "cut at " + std::to_string(size);
        cuts_ = true;
        if (size <= 1) ++report_.cut_to_nothing;
        file.resize(size);
        break;
      }
    }
    what_ = name + (killed_ ? " of a killed central: " : ": ") + what_;
  }

  void Found(const std::string& fault) { report_.faults.push_back(what_ + ": " + fault); }

  bool IsPrefix(const std::vector<v1::Event>& events) const {
    if (events.size() > truth_.rows.size()) return false;
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (BytesOf(events[i]) != truth_.rows[i].bytes) return false;
    }
    return true;
  }

  // Whether all that was lost is of the log's end: of its last transaction, or of a log that was cut or never
  // begun.
  bool MayBeUnseen(std::size_t events) const {
    if (!killed_ || !in_log_) return false;
    const std::string& log = files_.at("journal.db-wal");
    const std::string& was = whole_.at("journal.db-wal");
    const auto changed = std::mismatch(log.begin(), log.end(), was.begin(), was.end()).first - log.begin();
    const bool last_only = static_cast<std::size_t>(changed) >= truth_.last_transaction;
    return cuts_ || (last_only && events + 2 >= truth_.rows.size());
  }

  bool Verify() {
    const auto found = store::Verify(JournalPath(dir_ / "damaged"));
    if (!found.ok()) {
      // A changed number may look like a newer format; it is not served either.
      ++report_.told;
      return false;
    }
    if (!found->ok) {
      ++report_.told;
      for (const store::Damage& damage : found->damages) {
        if (damage.sentence.empty()) Found("verify names nothing");
        if (damage.part == store::Part::kLog) ++report_.told_log;
        if (damage.part != store::Part::kEvents) continue;
        ++report_.told_events;
        // What verify trusts, the salvage has brought over.
        if (salvaged_ && damage.revision > 0 && salvaged_events_ < damage.revision - 1) {
          Found("verify trusts all before revision " + std::to_string(damage.revision) + ", and " +
                std::to_string(salvaged_events_) + " were salvaged");
        }
      }
      return false;
    }
    const bool all = found->events == static_cast<std::int64_t>(truth_.rows.size());
    if (all && found->state_hash != truth_.state_hash) Found("verify says yes to another state");
    if (!all && !MayBeUnseen(static_cast<std::size_t>(found->events))) {
      Found("verify says yes to " + std::to_string(found->events) + " events");
    }
    ++(all ? report_.harmless : report_.end_is_gone);
    return true;
  }

  void Serve(bool verify_said_yes) {
    const auto store = SqliteStore::Open(
        {.dir = dir_ / "damaged", .checkpoint_pages = kNever, .checkpoint_pages_max = kNever});
    if (!store.ok()) {
      if (verify_said_yes) Found("verify says yes, and it is not served: " + Message(store.status()));
      return;
    }
    const auto events = (*store)->Read(0, 1'000'000);
    if (!events.ok()) return;
    if (!IsPrefix(*events)) {
      Found("events are served that are not what was written");
    } else if (events->size() < truth_.rows.size() && !MayBeUnseen(events->size())) {
      Found("only " + std::to_string(events->size()) + " events are served, as if that were all");
    }
  }

  void Salvage(const std::optional<fs::path>& backup) {
    const auto done = store::SalvageInto(dir_ / "new", backup, dir_ / "damaged");
    salvaged_ = done.ok();
    if (!done.ok()) {
      // Without a backup there may be nothing to begin with.
      if (backup.has_value() || IsReadable(0)) Found("no salvage: " + Message(done.status()));
      return;
    }
    salvaged_events_ = done->made.events;
    auto store = SqliteStore::Open({.dir = dir_ / "new"});
    const auto events = store.ok() ? (*store)->Read(0, 1'000'000) : store.status();
    if (!events.ok()) return Found("the salvaged journal is not served: " + Message(events.status()));
    if (!IsPrefix(*events)) return Found("a salvage with events that were not there");
    if (static_cast<std::int64_t>(events->size()) != salvaged_events_ ||
        done->backup_revision != (backup.has_value() ? truth_.backup_revision : 0) || done->events() < 0) {
      return Found("the salvage says another revision than it has");
    }
    if (events->size() < truth_.rows.size() && IsReadable(events->size())) {
      return Found("revision " + std::to_string(events->size() + 1) +
                   " can be read, and was not brought over");
    }
    report_.events_beyond += done->beyond;
    ++(events->size() == truth_.rows.size() ? report_.salvaged_all : report_.salvaged_part);
    CheckReplies(**store, done->replies);
  }

  void CheckReplies(SqliteStore& store, std::int64_t brought) {
    const auto replies = store.ReadReplies(0);
    if (!replies.ok()) return Found("the salvaged replies cannot be read: " + Message(replies.status()));
    report_.replies += brought;
    for (const engine::StoredReply& reply : *replies) {
      v1::ExecuteResponse response;
      const bool parses = response.ParseFromString(reply.response);
      const auto revision = static_cast<std::size_t>(response.revision());
      if (!parses || revision < 1 || revision > truth_.rows.size() ||
          truth_.rows[revision - 1].response != reply.response) {
        Found("a salvaged reply that was not given");
      }
    }
  }

  // Whether the row with this index lies, whole, on a page that the damage has left as it was.
  bool IsReadable(std::size_t index) const {
    const std::string& row = truth_.rows[index].in_file;
    for (const auto& [name, was] : whole_) {
      if (!name.starts_with("journal.db")) continue;
      const bool log = name.ends_with("-wal");
      const std::size_t begin = log ? kLogHeader : 0;
      const std::size_t step = log ? kFrame : kPage;
      const std::string& is = files_.at(name);
      for (std::size_t at = was.find(row); at != std::string::npos; at = was.find(row, at + 1)) {
        const std::size_t page = begin + (at - begin) / step * step;
        // Longer than a page: of no use to this question.
        if (at + row.size() > page + step) continue;
        // Of the last transaction it cannot be told whether it was finished.
        if (log && (page + step > truth_.last_transaction || is.size() < truth_.last_transaction + kFrame))
          continue;
        if (log && cuts_) continue;
        if (page + step <= is.size() && is.compare(page, step, was, page, step) == 0) return true;
      }
    }
    return false;
  }

  const Truth& truth_;
  const fs::path dir_;
  std::mt19937_64 chance_;
  DamageReport& report_;
  bool killed_ = false;
  bool in_log_ = false;
  bool cuts_ = false;
  std::map<std::string, std::string> whole_, files_;
  std::string what_;
  bool salvaged_ = false;
  std::int64_t salvaged_events_ = 0;
};

}  // namespace

DamageReport TryDamage(const DamageOptions& options) {
  DamageReport report;
  const store::TempDir dir;
  const absl::StatusOr<Truth> truth = MakeTruth(dir.path());
  if (!truth.ok()) {
    report.faults.push_back("the run itself: " + Message(truth.status()));
    return report;
  }
  Trying trying(*truth, dir.path() / "try", options.seed, report);
  while (report.tries < options.tries && report.faults.size() < options.faults_max) trying.Try();
  return report;
}

}  // namespace legevakt::faults
