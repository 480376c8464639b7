// legevakt-bench-open HOST:PORT RATE SECONDS RAW_FILE [--floor]: commands at a rate, whether or not the ones
// before have been answered, over 20 plaintext connections. They arrive as a Poisson process, and a command's
// time counts from when it should have been sent: a central that stands still is not waited for. The first
// tenth is not counted.
//
// Prints one JSON object: the times, how many were refused or failed, how many were on their way on average
// in the first and in the last third (a queue that grows shows there), and how much of a processor this
// program took. With --floor the server is legevakt-bench-floor. The same seed: central and floor see the
// same arrivals.
#include <grpcpp/grpcpp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/bench/samples.h"
#include "central/bench/requests.h"
#include "central/bench/session.h"
#include "legevakt/v1/command.grpc.pb.h"

namespace legevakt::bench {
namespace {

constexpr int kConnections = 20;
constexpr int kContacts = 200;
constexpr std::int64_t kSecondNs = 1'000'000'000;
constexpr unsigned kSeed = 116117;

void SleepUntil(std::int64_t at_ns) {
  timespec until{};
  until.tv_sec = static_cast<time_t>(at_ns / kSecondNs);
  until.tv_nsec = static_cast<long>(at_ns % kSecondNs);
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) != 0) {
  }
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Options {
  std::string target;
  double rate = 0;
  double seconds = 0;
  std::string raw_file;
  bool floor = false;
};

class Load {
 public:
  explicit Load(Options options) : options_(std::move(options)) {}
  int Run();

 private:
  struct Call {
    grpc::ClientContext context;
    v1::ExecuteRequest request;
    v1::ExecuteResponse response;
  };
  bool Connect();
  bool OpenContacts();
  void Send(std::size_t index, std::int64_t at_ns);
  int Report(double cpu_s, double took_s) const;

  const Options options_;
  std::vector<std::unique_ptr<v1::CommandService::Stub>> stubs_;
  std::string token_;
  std::vector<std::int64_t> contacts_;
  // By command: how long it took (0: not answered), and how many were on their way when it was sent.
  std::vector<std::int64_t> took_ns_;
  std::vector<std::int64_t> on_their_way_;
  std::atomic<std::int64_t> sent_ = 0;
  std::atomic<std::int64_t> answered_ = 0;
  std::atomic<std::int64_t> failed_ = 0;
  std::atomic<std::int64_t> refused_ = 0;
};

bool Load::Connect() {
  for (int i = 0; i < kConnections; ++i) {
    const auto channel = bench::Connect(options_.target);
    if (i == 0) token_ = options_.floor ? std::string(32, '0') : SignIn(channel);
    if (token_.empty()) return false;
    stubs_.push_back(v1::CommandService::NewStub(channel));
    // Connected before the first command is due.
    if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10))) return false;
  }
  return true;
}

bool Load::OpenContacts() {
  for (int contact = 0; contact < kContacts; ++contact) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token_);
    v1::ExecuteResponse response;
    const grpc::Status status = stubs_[0]->Execute(&context, RequestOf(contact, 0, 0, ""), &response);
    if (!status.ok() || response.contact_id() == 0) {
      std::fprintf(stderr, "a contact was not opened: %s %s\n", status.error_message().c_str(),
                   response.ShortDebugString().c_str());
      return false;
    }
    contacts_.push_back(response.contact_id());
  }
  return true;
}

void Load::Send(std::size_t index, std::int64_t at_ns) {
  auto call = std::make_shared<Call>();
  const auto contact = static_cast<int>(index % static_cast<std::size_t>(kContacts));
  // The intake of a contact that is open: an event with a few sentences, and a state that does not grow.
  call->request = RequestOf(contact, 1, contacts_[static_cast<std::size_t>(contact)], "");
  call->context.AddMetadata("authorization", "Bearer " + token_);
  on_their_way_[index] = sent_.fetch_add(1) - answered_.load();
  auto& stub = *stubs_[index % kConnections];
  stub.async()->Execute(&call->context, &call->request, &call->response,
                        [this, call, index, at_ns](const grpc::Status& status) {
                          took_ns_[index] = MonotonicNs() - at_ns;
                          if (!status.ok()) failed_.fetch_add(1);
                          if (call->response.has_refusal()) refused_.fetch_add(1);
                          answered_.fetch_add(1);
                        });
}

int Load::Run() {
  if (!Connect() || !OpenContacts()) return 3;
  prctl(PR_SET_TIMERSLACK, 1);
  std::mt19937_64 random(kSeed);
  std::exponential_distribution<double> gap(options_.rate);
  std::vector<std::int64_t> arrivals;
  for (double at = gap(random); at < options_.seconds; at += gap(random)) {
    arrivals.push_back(static_cast<std::int64_t>(at * static_cast<double>(kSecondNs)));
  }
  took_ns_.assign(arrivals.size(), 0);
  on_their_way_.assign(arrivals.size(), 0);
  const double cpu_before = CpuSeconds();
  const std::int64_t start = MonotonicNs();
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    SleepUntil(start + arrivals[i]);
    Send(i, start + arrivals[i]);
  }
  const std::int64_t give_up = MonotonicNs() + 30 * kSecondNs;
  while (answered_ < sent_ && MonotonicNs() < give_up) SleepUntil(MonotonicNs() + kSecondNs / 100);
  const double took_s = static_cast<double>(MonotonicNs() - start) / 1e9;
  return Report(CpuSeconds() - cpu_before, took_s);
}

int Load::Report(double cpu_s, double took_s) const {
  Samples samples;
  const std::size_t warm = took_ns_.size() / 10;
  samples.Reserve(took_ns_.size());
  for (std::size_t i = warm; i < took_ns_.size(); ++i) {
    if (took_ns_[i] > 0) samples.Add(took_ns_[i]);
  }
  const auto mean = [this](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += static_cast<double>(on_their_way_[i]);
    return end > begin ? sum / static_cast<double>(end - begin) : 0;
  };
  const std::size_t third = took_ns_.size() / 3;
  std::printf(
      "{\"times\": %s, \"sent\": %ld, \"unanswered\": %ld, \"failed\": %ld, \"refused\": %ld, "
      "\"on_their_way_first\": %.2f, \"on_their_way_last\": %.2f, \"generator_cpu\": %.3f}\n",
      samples.Json().c_str(), sent_.load(), sent_ - answered_, failed_.load(), refused_.load(),
      mean(0, third), mean(2 * third, took_ns_.size()), cpu_s / took_s);
  std::fflush(stdout);
  const bool good = samples.Keep(options_.raw_file) && sent_ == answered_ && failed_ == 0 && refused_ == 0;
  // What is unanswered still points into this object.
  std::_Exit(good ? 0 : 1);
}

}  // namespace
}  // namespace legevakt::bench

int main(int argc, char** argv) {
  legevakt::bench::Options options;
  if (argc < 5) {
    std::fprintf(stderr, "use: legevakt-bench-open HOST:PORT RATE SECONDS RAW_FILE [--floor]\n");
    return 2;
  }
  options.target = argv[1];
  options.rate = std::strtod(argv[2], nullptr);
  options.seconds = std::strtod(argv[3], nullptr);
  options.raw_file = argv[4];
  options.floor = argc > 5 && std::string(argv[5]) == "--floor";
  if (!(options.rate > 0) || !(options.seconds > 0)) return 2;
  return legevakt::bench::Load(options).Run();
}
