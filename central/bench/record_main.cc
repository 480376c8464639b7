// What script/bench asks of a large record, one line of JSON for each:
//   make DIR EVENTS TAIL  a journal of made contacts that ends now, and a snapshot TAIL events before that
//   replay DIR            how long a verified replay takes; floor: the same rows, bare
//   first                 waits for HOST:PORT on stdin, and prints when a command was answered there
//   hold CONTACTS         how long the strand is held for the hash of a state of so many contacts
#include <grpcpp/grpcpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>

#include "base/bench/samples.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/time_units.h"
#include "central/bench/requests.h"
#include "central/bench/session.h"
#include "central/domain/bench/made_contact.h"
#include "central/domain/snapshot.h"
#include "central/engine/state_load.h"
#include "central/store/replay.h"
#include "central/store/row.h"
#include "central/store/sqlite_store.h"
#include "legevakt/v1/command.grpc.pb.h"

namespace legevakt::bench {
namespace {

using domain::testing::Centre;

// A contact of bench::OneContact takes so long.
constexpr std::int64_t kContactUs = 2 * kMinuteUs;
constexpr std::size_t kBatchEvents = 10'000;
// As many as central is asked to keep in a busy day: they are read at a start.
constexpr std::int64_t kReplies = 8'000;

engine::StoredReply ReplyAt(std::int64_t at_us) {
  v1::ExecuteResponse response;
  response.set_revision(1);
  return {.request_id = NewUuid(),
          .user_id = "kari",
          .payload_hash = std::string(64, 'a'),
          .response = response.SerializeAsString(),
          .at_us = at_us};
}

absl::Status Write(store::SqliteStore& store, const std::vector<v1::Event>& journal, std::size_t end) {
  for (auto next = static_cast<std::size_t>(store.last_revision()); next < end;) {
    const std::size_t last = std::min(next + kBatchEvents, end);
    engine::Batch batch;
    batch.events.assign(journal.begin() + static_cast<std::ptrdiff_t>(next),
                        journal.begin() + static_cast<std::ptrdiff_t>(last));
    LV_RETURN_IF_ERROR(store.Append(batch));
    next = last;
  }
  return absl::OkStatus();
}

absl::Status Make(const std::string& dir, std::size_t events, std::size_t tail) {
  // How many events a contact gives, its archiving included, from some that are old enough.
  constexpr int kTried = 3000;
  std::size_t in_trial = 0;
  {
    Centre trial;
    for (int i = 0; i < kTried; ++i) domain::bench::OneContact(trial, i);
    in_trial = trial.journal().size();
  }
  const auto contacts = static_cast<std::int64_t>(events) * kTried / static_cast<std::int64_t>(in_trial);
  Centre centre;
  centre.Pass(std::max<std::int64_t>(WallNowUs() - contacts * kContactUs - centre.now_us(), 0));
  for (int i = 0; centre.journal().size() < events; ++i) domain::bench::OneContact(centre, i);
  LV_ASSIGN_OR_RETURN(const auto store, store::SqliteStore::Open({.dir = dir}));
  LV_RETURN_IF_ERROR(Write(*store, centre.journal(), events - tail));
  LV_RETURN_IF_ERROR(engine::KeepSnapshot(*store).status());
  LV_RETURN_IF_ERROR(Write(*store, centre.journal(), events));
  engine::Batch replies;
  const std::int64_t end_us = centre.journal()[events - 1].at_us();
  for (std::int64_t i = kReplies; i-- > 0;)
    replies.replies.push_back(ReplyAt(end_us - i * kDayUs / kReplies));
  LV_RETURN_IF_ERROR(store->Append(replies));
  std::printf("{\"events\": %lld, \"contacts_in_state\": %zu}\n",
              static_cast<long long>(store->last_revision()), centre.state().contacts.size());
  return absl::OkStatus();
}

// Of this process: what else runs on the machine does not count.
double CpuSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

absl::StatusOr<double> VerifiedReplay(const std::filesystem::path& journal) {
  const double begin = CpuSeconds();
  LV_ASSIGN_OR_RETURN(store::Reader reader, store::Reader::Open(journal));
  LV_ASSIGN_OR_RETURN(const store::Meta meta, reader.ReadMeta());
  domain::State state;
  LV_RETURN_IF_ERROR(store::Replay(reader, meta.head_revision, state));
  if (domain::StateHash(state).empty()) return absl::InternalError("no hash");
  return CpuSeconds() - begin;
}

// The least that any check must do: every row read, its bytes hashed onto the hash before it, and parsed.
absl::StatusOr<double> BareScan(const std::filesystem::path& journal) {
  const double begin = CpuSeconds();
  sqlite3* db = nullptr;
  if (sqlite3_open_v2(journal.c_str(), &db, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) {
    return absl::InternalError("cannot open");
  }
  sqlite3_stmt* rows = nullptr;
  if (sqlite3_prepare_v2(db, "SELECT payload, personal, hash FROM event ORDER BY rev", -1, &rows, nullptr) !=
      SQLITE_OK) {
    return absl::InternalError("cannot read");
  }
  const auto bytes_of = [rows](int column) {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(rows, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(rows, column));
    return data == nullptr ? std::string_view() : std::string_view(data, size);
  };
  Hash chain{};
  std::string joined;
  while (sqlite3_step(rows) == SQLITE_ROW) {
    joined.assign(AsBytes(chain)).append(bytes_of(0)).append(bytes_of(1));
    chain = Blake2b(joined);
    v1::Event event;
    if (!event.ParseFromArray(bytes_of(0).data(), static_cast<int>(bytes_of(0).size())) ||
        (!bytes_of(1).empty() && !event.mutable_personal()->ParseFromArray(
                                     bytes_of(1).data(), static_cast<int>(bytes_of(1).size())))) {
      return absl::InternalError("cannot parse");
    }
  }
  sqlite3_finalize(rows);
  sqlite3_close(db);
  return CpuSeconds() - begin;
}

absl::Status TimeReplay(const std::string& dir) {
  const std::filesystem::path journal = store::JournalPath(dir);
  // Once unmeasured, so that neither pays for the disk.
  LV_RETURN_IF_ERROR(BareScan(journal).status());
  LV_ASSIGN_OR_RETURN(const double floor, BareScan(journal));
  LV_ASSIGN_OR_RETURN(const double replay, VerifiedReplay(journal));
  std::printf("{\"replay_s\": %.3f, \"floor_s\": %.3f}\n", replay, floor);
  return absl::OkStatus();
}

absl::Status FirstCommand() {
  std::string target;
  std::getline(std::cin, target);
  const auto channel = Connect(target);
  const std::string token = SignIn(channel);
  const auto stub = v1::CommandService::NewStub(channel);
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + token);
  v1::ExecuteResponse response;
  const grpc::Status status = stub->Execute(&context, RequestOf(1, 0, 0, ""), &response);
  if (!status.ok() || response.has_refusal() || response.contact_id() == 0) {
    return absl::InternalError("the command was not done");
  }
  std::printf("{\"at_ns\": %lld, \"revision\": %lld}\n", static_cast<long long>(MonotonicNs()),
              static_cast<long long>(response.revision()));
  return absl::OkStatus();
}

absl::Status TimeHold(int contacts) {
  Centre centre;
  for (int i = 0; i < contacts; ++i) centre.Assessed("vanlig");
  std::vector<double> ms;
  for (int i = 0; i < 11; ++i) {
    const double begin = CpuSeconds();
    if (domain::StateHash(centre.state()).empty()) return absl::InternalError("no hash");
    ms.push_back((CpuSeconds() - begin) * 1000);
  }
  std::sort(ms.begin(), ms.end());
  std::printf("{\"contacts\": %zu, \"bytes\": %zu, \"hash_ms\": %.2f}\n", centre.state().contacts.size(),
              domain::SnapshotBytes(centre.state()).size(), ms[ms.size() / 2]);
  return absl::OkStatus();
}

absl::Status Main(const std::vector<std::string>& arguments) {
  const auto number = [&](std::size_t i) { return static_cast<std::size_t>(std::stoll(arguments[i])); };
  const std::string what = arguments.empty() ? "" : arguments[0];
  if (what == "make" && arguments.size() == 4) return Make(arguments[1], number(2), number(3));
  if (what == "replay" && arguments.size() == 2) return TimeReplay(arguments[1]);
  if (what == "first" && arguments.size() == 1) return FirstCommand();
  if (what == "hold" && arguments.size() == 2) return TimeHold(static_cast<int>(number(1)));
  return absl::InvalidArgumentError("use: make DIR EVENTS TAIL | replay DIR | first | hold CONTACTS");
}

}  // namespace
}  // namespace legevakt::bench

int main(int argc, char** argv) {
  const absl::Status status = legevakt::bench::Main(std::vector<std::string>(argv + 1, argv + argc));
  if (!status.ok()) std::fprintf(stderr, "%s\n", legevakt::Message(status).c_str());
  return status.ok() ? 0 : 1;
}
