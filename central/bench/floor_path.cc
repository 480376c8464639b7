#include "central/bench/floor_path.h"

#include <grpcpp/grpcpp.h>
#include <sqlite3.h>

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "legevakt/v1/command.grpc.pb.h"

namespace legevakt::bench {
namespace {

struct Waiting {
  std::string bytes;
  v1::ExecuteResponse* response;
  grpc::ServerUnaryReactor* reactor;
};

[[noreturn]] void Die(sqlite3* db) {
  std::fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(db));
  std::_Exit(1);
}

void Do(sqlite3* db, const char* sql) {
  if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) Die(db);
}

class OneWriter {
 public:
  explicit OneWriter(const std::string& file) {
    if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK) Die(db_);
    // No checkpoint in anybody's way: central makes its own beside the commits.
    Do(db_, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;");
    Do(db_, "CREATE TABLE event (rev INTEGER PRIMARY KEY, bytes BLOB, hash BLOB)");
    const char* const sql = "INSERT INTO event VALUES (?1, ?2, ?3)";
    if (sqlite3_prepare_v2(db_, sql, -1, &insert_, nullptr) != SQLITE_OK) Die(db_);
    thread_ = std::thread([this] { Run(); });
  }

  void Add(Waiting waiting) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(waiting));
    }
    wake_.notify_one();
  }

 private:
  [[noreturn]] void Run() {
    while (true) {
      std::vector<Waiting> all;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return !waiting_.empty(); });
        all.swap(waiting_);
      }
      Commit(all);
      for (const Waiting& one : all) one.reactor->Finish(grpc::Status::OK);
    }
  }

  void Commit(const std::vector<Waiting>& all) {
    Do(db_, "BEGIN IMMEDIATE");
    for (const Waiting& one : all) {
      hash_ = Blake2b(AsBytes(hash_), one.bytes);
      const std::string_view hash = AsBytes(hash_);
      sqlite3_bind_int64(insert_, 1, ++revision_);
      sqlite3_bind_blob(insert_, 2, one.bytes.data(), static_cast<int>(one.bytes.size()), SQLITE_STATIC);
      sqlite3_bind_blob(insert_, 3, hash.data(), static_cast<int>(hash.size()), SQLITE_STATIC);
      if (sqlite3_step(insert_) != SQLITE_DONE) Die(db_);
      sqlite3_reset(insert_);
      one.response->set_revision(revision_);
      one.response->set_contact_id(revision_);
    }
    Do(db_, "COMMIT");
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  Hash hash_{};
  std::int64_t revision_ = 0;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Waiting> waiting_;
  std::thread thread_;
};

class Path : public v1::CommandService::CallbackService {
 public:
  explicit Path(const std::string& file) : writer_(file) {}

  grpc::ServerUnaryReactor* Execute(grpc::CallbackServerContext* context, const v1::ExecuteRequest* request,
                                    v1::ExecuteResponse* response) override {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    writer_.Add({request->SerializeAsString(), response, reactor});
    return reactor;
  }

 private:
  OneWriter writer_;
};

}  // namespace

int ServePath(const std::string& file) {
  // Both end with the process.
  auto* const path = new Path(file);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(path);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 3;
  std::printf("ready grpc=127.0.0.1:%d\n", port);
  std::fflush(stdout);
  server->Wait();
  return 0;
}

}  // namespace legevakt::bench
