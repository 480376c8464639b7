// legevakt-bench-watch: many watchers, as processes of their own beside central.
//   applied HOST:PORT WATCHERS CONTACTS_PER_HOUR SECONDS RAW_FILE [STAMPS PID]
//     plays contacts at that rate and follows the journal in WATCHERS streams, each with a state of its own
//     that it applies to. Prints how long it took from an event's commit to applied. STAMPS is the file in
//     which legevakt-bench-central, whose process is PID, notes when each revision was on the disk; without
//     it the server is the bare stream of legevakt-bench-floor, and the time is one-way gRPC.
//   stopped HOST:PORT WATCHERS [first]
//     opens the streams, reads until each has its snapshot, or with `first` the first part of it, prints
//     `stopped`, and reads nothing more until its stdin closes: what a screen that hangs looks like to
//     central.
#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <sys/types.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/bench/samples.h"
#include "central/bench/requests.h"
#include "central/bench/session.h"
#include "central/domain/apply.h"
#include "central/domain/snapshot.h"
#include "legevakt/v1/command.grpc.pb.h"
#include "legevakt/v1/watch.grpc.pb.h"

namespace legevakt::bench {
namespace {

using Applied = std::vector<std::pair<std::int64_t, std::int64_t>>;

// One watcher: a thread that reads, applies and acknowledges.
class Follower {
 public:
  Follower(const std::string& target, const std::string& token)
      : channel_(Connect(target)), stub_(v1::WatchService::NewStub(channel_)) {
    context_.AddMetadata("authorization", "Bearer " + token);
    stream_ = stub_->Watch(&context_);
    v1::WatchRequest hello;
    hello.mutable_hello();
    stream_->Write(hello);
  }

  // False where the stream ended.
  bool ReadFirstPart() {
    v1::WatchResponse response;
    return stream_->Read(&response) && response.has_snapshot();
  }
  bool ReadSnapshot() {
    v1::WatchResponse response;
    std::string bytes;
    while (stream_->Read(&response)) {
      if (!response.has_snapshot()) continue;
      bytes += response.snapshot().data();
      if (!response.snapshot().last()) continue;
      v1::StateSnapshot snapshot;
      if (!snapshot.ParseFromString(bytes)) return false;
      state_ = domain::FromSnapshot(std::move(snapshot));
      return true;
    }
    return false;
  }

  // Until Stop. With `bare` the events are not central's: their times are noted and they are not applied.
  void Follow(bool bare) {
    v1::WatchResponse response;
    while (stream_->Read(&response)) {
      for (const v1::Event& event : response.batch().events()) {
        if (bare) {
          applied_.emplace_back(event.revision(), MonotonicNs() - event.at_us());
        } else {
          if (!domain::Apply(state_, event).ok()) std::abort();
          applied_.emplace_back(event.revision(), MonotonicNs());
        }
      }
      if (!response.has_batch() || bare) continue;
      v1::WatchRequest ack;
      ack.mutable_ack()->set_applied_revision(response.batch().last_revision());
      stream_->Write(ack);
    }
  }
  void Stop() { context_.TryCancel(); }

  const Applied& applied() const { return applied_; }

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::WatchService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::WatchRequest, v1::WatchResponse>> stream_;
  domain::State state_;
  Applied applied_;
};

// Contacts at that rate, each step of each a command. False where one failed.
bool Play(const std::string& target, const std::string& token, double contacts_per_hour, double seconds) {
  const auto channel = Connect(target);
  const auto stub = v1::CommandService::NewStub(channel);
  std::mt19937_64 random(116117);
  std::exponential_distribution<double> gap(contacts_per_hour * kStepsPerContact / 3600.0);
  const auto start = std::chrono::steady_clock::now();
  std::int64_t contact_id = 0;
  int sent = 0;
  for (double at = gap(random); at < seconds; at += gap(random), ++sent) {
    std::this_thread::sleep_until(start + std::chrono::duration<double>(at));
    const int step = sent % kStepsPerContact;
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    v1::ExecuteResponse response;
    const grpc::Status status =
        stub->Execute(&context, RequestOf(sent / kStepsPerContact, step, contact_id, ""), &response);
    if (!status.ok() || response.has_refusal()) {
      std::fprintf(stderr, "a command failed: %s %s\n", status.error_message().c_str(),
                   response.ShortDebugString().c_str());
      return false;
    }
    if (step == 0) contact_id = response.contact_id();
  }
  return true;
}

// When each revision was on the disk.
std::unordered_map<std::int64_t, std::int64_t> ReadStamps(const std::string& file) {
  std::unordered_map<std::int64_t, std::int64_t> stamps;
  std::ifstream in(file);
  std::int64_t revision = 0;
  std::int64_t at_ns = 0;
  while (in >> revision >> at_ns) stamps[revision] = at_ns;
  return stamps;
}

// Has central write its notes, and waits for them.
bool AskForStamps(pid_t central, const std::string& file) {
  std::remove(file.c_str());
  if (kill(central, SIGUSR1) != 0) return false;
  for (int tries = 0; tries < 500; ++tries) {
    if (std::ifstream(file).good()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

int MeasureApplied(int argc, char** argv) {
  if (argc < 7) return 2;
  const std::string target = argv[2];
  const auto watchers = std::strtoul(argv[3], nullptr, 10);
  const double rate = std::strtod(argv[4], nullptr);
  const double seconds = std::strtod(argv[5], nullptr);
  const bool bare = argc < 9;
  const std::string token = bare ? std::string(32, '0') : SignIn(Connect(target));
  if (token.empty()) return 3;
  std::vector<std::unique_ptr<Follower>> followers;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < watchers; ++i) {
    followers.push_back(std::make_unique<Follower>(target, token));
    if (!bare && !followers.back()->ReadSnapshot()) return 3;
  }
  for (const auto& follower : followers) threads.emplace_back([&follower, bare] { follower->Follow(bare); });
  // Warm: connections, caches, the first allocations.
  bool good = Play(target, token, 3600, 3);
  const std::int64_t begin = MonotonicNs();
  good = good && Play(target, token, rate, seconds);
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  for (const auto& follower : followers) follower->Stop();
  for (std::thread& thread : threads) thread.join();
  if (!bare && !AskForStamps(static_cast<pid_t>(std::strtol(argv[8], nullptr, 10)), argv[7])) return 1;
  const auto stamps = bare ? std::unordered_map<std::int64_t, std::int64_t>() : ReadStamps(argv[7]);
  Samples samples;
  for (const auto& follower : followers) {
    for (const auto& [revision, at_ns] : follower->applied()) {
      if (bare) {
        samples.Add(at_ns);
      } else if (const auto found = stamps.find(revision); found != stamps.end() && found->second >= begin) {
        samples.Add(at_ns - found->second);
      }
    }
  }
  return samples.Report(argv[6]) && good ? 0 : 1;
}

int Stopped(int argc, char** argv) {
  if (argc != 4 && argc != 5) return 2;
  const bool first = argc == 5;
  const std::string target = argv[2];
  const auto watchers = std::strtoul(argv[3], nullptr, 10);
  const std::string token = SignIn(Connect(target));
  if (token.empty()) return 3;
  std::vector<std::unique_ptr<Follower>> followers;
  for (std::size_t i = 0; i < watchers; ++i) {
    followers.push_back(std::make_unique<Follower>(target, token));
    Follower& follower = *followers.back();
    if (!(first ? follower.ReadFirstPart() : follower.ReadSnapshot())) return 3;
  }
  std::puts("stopped");
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  std::_Exit(0);
}

}  // namespace
}  // namespace legevakt::bench

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  int code = 2;
  if (mode == "applied") code = legevakt::bench::MeasureApplied(argc, argv);
  if (mode == "stopped") code = legevakt::bench::Stopped(argc, argv);
  if (code == 2) {
    std::fprintf(
        stderr,
        "use: legevakt-bench-watch applied HOST:PORT WATCHERS CONTACTS_PER_HOUR SECONDS RAW_FILE [STAMPS PID]"
        " | stopped HOST:PORT WATCHERS [first]\n");
  }
  return code;
}
