// A short life of a centre in one process without gRPC: the real store, the engine and the domain, with a
// triage tool that is taken into use, commands, time that passes, snapshots, a backup, a restart that lists
// and reads what there is, and commands again. One thread alone, so that the n-th call is the same one each
// time.
//
// Whoever runs it in a process of its own learns what was acknowledged, and asks afterwards whether it is
// there.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/status.h"
#include "legevakt/v1/command.pb.h"

namespace legevakt::faults {

struct Acknowledged {
  std::string request;   // ExecuteRequest, serialised
  std::string response;  // ExecuteResponse, serialised
};

// How a run ended; exit codes of legevakt-central where it has them.
enum class Ending {
  kThrough = 0,
  kCannotStart = 3,
  kFailStop = 4,
  // Never right:
  kAcknowledgedAfterFailure = 20,
  kSilent = 21,  // it goes on and does not answer
};

// Runs it on `dir`; `told` hears of each acknowledgement before the next command goes out. With
// `acknowledges_early` the store says yes before it has written, to show that it is caught.
Ending RunHosted(const std::filesystem::path& dir, const std::function<void(const Acknowledged&)>& told,
                 bool acknowledges_early = false);

// After the run, with nothing failing: the journal is whole, opens, answers each acknowledged request with
// the same bytes, and takes a new command. Else what is wrong.
absl::Status CheckAfter(const std::filesystem::path& dir, const std::vector<Acknowledged>& acknowledged);

}  // namespace legevakt::faults
