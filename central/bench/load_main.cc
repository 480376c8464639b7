// legevakt-bench-load HOST:PORT CONTACTS [RAW_FILE]: one operator, one command after the other, over
// plaintext gRPC; prints how long each took from sent to answered. With `--floor` the server is
// legevakt-bench-floor.
#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "base/bench/samples.h"
#include "central/bench/requests.h"
#include "central/bench/session.h"
#include "legevakt/v1/command.grpc.pb.h"

namespace legevakt::bench {
namespace {

// Sends one command and adds its time. False, with a sentence on stderr, where it was not done.
bool Execute(v1::CommandService::Stub& stub, const std::string& token, const v1::ExecuteRequest& request,
             v1::ExecuteResponse& response, Samples& samples) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + token);
  const std::int64_t before = MonotonicNs();
  const grpc::Status status = stub.Execute(&context, request, &response);
  samples.Add(MonotonicNs() - before);
  if (!status.ok()) {
    std::fprintf(stderr, "Execute: %s\n", status.error_message().c_str());
    return false;
  }
  if (response.has_refusal()) {
    std::fprintf(stderr, "refused: %s\n", response.ShortDebugString().c_str());
    return false;
  }
  return true;
}

int Run(const std::string& target, int contacts, const std::string& raw_file, bool floor) {
  const auto channel = Connect(target);
  const std::string token = floor ? std::string(32, '0') : SignIn(channel);
  if (token.empty()) return 3;
  const auto stub = v1::CommandService::NewStub(channel);
  Samples samples;
  for (int contact = 0; contact < contacts; ++contact) {
    std::int64_t contact_id = 0;
    for (int step = 0; step < kStepsPerContact; ++step) {
      v1::ExecuteResponse response;
      if (!Execute(*stub, token, RequestOf(contact, step, contact_id, ""), response, samples)) return 1;
      if (step == 0) contact_id = response.contact_id();
    }
  }
  return samples.Report(raw_file) ? 0 : 1;
}

}  // namespace
}  // namespace legevakt::bench

int main(int argc, char** argv) {
  const bool floor = argc > 1 && std::string(argv[1]) == "--floor";
  const int first = floor ? 2 : 1;
  if (argc < first + 2) {
    std::fprintf(stderr, "use: legevakt-bench-load [--floor] HOST:PORT CONTACTS [RAW_FILE]\n");
    return 2;
  }
  const std::string raw_file = argc > first + 2 ? argv[first + 2] : "";
  const int contacts = static_cast<int>(std::strtol(argv[first + 1], nullptr, 10));
  return legevakt::bench::Run(argv[first], contacts, raw_file, floor);
}
