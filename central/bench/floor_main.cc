// legevakt-bench-floor: what no service of this kind can go below on this machine.
//   echo                     a bare gRPC server that answers at once; prints `ready grpc=H:P`
//   commit FILE CONTACTS [RAW_FILE]   the same bytes, each in a SQLite transaction of its own (WAL, FULL)
//   path FILE                the path of a command with no engine (floor_path.h); prints `ready grpc=H:P`
//   stream                   a bare stream to each watcher (floor_stream.h); prints `ready grpc=H:P`
#include <grpcpp/grpcpp.h>
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/bench/samples.h"
#include "central/bench/floor_path.h"
#include "central/bench/floor_stream.h"
#include "central/bench/requests.h"
#include "legevakt/v1/command.grpc.pb.h"

namespace legevakt::bench {
namespace {

class Echo : public v1::CommandService::CallbackService {
  grpc::ServerUnaryReactor* Execute(grpc::CallbackServerContext* context, const v1::ExecuteRequest* request,
                                    v1::ExecuteResponse* response) override {
    response->set_revision(1'000'000);
    response->set_contact_id(static_cast<std::int64_t>(1'000'000 + request->ByteSizeLong()));
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

int ServeEcho() {
  Echo echo;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&echo);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 3;
  std::printf("ready grpc=127.0.0.1:%d\n", port);
  std::fflush(stdout);
  server->Wait();
  return 0;
}

bool Do(sqlite3* db, const char* sql) {
  return sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

// One transaction for each request of the load.
bool CommitAll(sqlite3* db, sqlite3_stmt* insert, int contacts, Samples& samples) {
  for (int contact = 0; contact < contacts; ++contact) {
    for (int step = 0; step < kStepsPerContact; ++step) {
      const std::string bytes = RequestOf(contact, step, 1'000'000 + contact, "").SerializeAsString();
      const std::int64_t before = MonotonicNs();
      if (!Do(db, "BEGIN IMMEDIATE")) return false;
      sqlite3_bind_blob(insert, 1, bytes.data(), static_cast<int>(bytes.size()), nullptr);
      if (sqlite3_step(insert) != SQLITE_DONE) return false;
      sqlite3_reset(insert);
      if (!Do(db, "COMMIT")) return false;
      samples.Add(MonotonicNs() - before);
    }
  }
  return true;
}

int Commit(const std::string& file, int contacts, const std::string& raw_file) {
  sqlite3* db = nullptr;
  sqlite3_stmt* insert = nullptr;
  Samples samples;
  const bool done =
      sqlite3_open(file.c_str(), &db) == SQLITE_OK && Do(db, "PRAGMA journal_mode = WAL") &&
      Do(db, "PRAGMA synchronous = FULL") &&
      Do(db, "CREATE TABLE line (id INTEGER PRIMARY KEY, bytes BLOB)") &&
      sqlite3_prepare_v2(db, "INSERT INTO line (bytes) VALUES (?1)", -1, &insert, nullptr) == SQLITE_OK &&
      CommitAll(db, insert, contacts, samples);
  if (!done) std::fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(db));
  sqlite3_finalize(insert);
  sqlite3_close(db);
  return done && samples.Report(raw_file) ? 0 : 1;
}

}  // namespace
}  // namespace legevakt::bench

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "echo") return legevakt::bench::ServeEcho();
  if (mode == "commit" && argc >= 4) {
    const int contacts = static_cast<int>(std::strtol(argv[3], nullptr, 10));
    return legevakt::bench::Commit(argv[2], contacts, argc > 4 ? argv[4] : "");
  }
  if (mode == "path" && argc == 3) return legevakt::bench::ServePath(argv[2]);
  if (mode == "stream" && argc == 2) return legevakt::bench::ServeStream();
  std::fprintf(stderr,
               "use: legevakt-bench-floor echo | commit FILE CONTACTS [RAW_FILE] | path FILE | stream\n");
  return 2;
}
