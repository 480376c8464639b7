// Signing in, as every program of the benchmark does.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

namespace legevakt::bench {

// A connection of its own, also to an address that the process has another one to.
std::shared_ptr<grpc::Channel> Connect(const std::string& target);

// Signs in as the first operator that central names. Empty, with a sentence on stderr, where that fails.
std::string SignIn(const std::shared_ptr<grpc::Channel>& channel);

}  // namespace legevakt::bench
