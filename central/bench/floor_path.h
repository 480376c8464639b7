// The path of a durable command with no engine in it: gRPC, one writer, a hash over the one before, one
// SQLite transaction (WAL, FULL) for all that wait, then the replies. What no central on this machine can be
// faster than.
#pragma once

#include <string>

namespace legevakt::bench {

// Serves CommandService until the process ends. Returns the exit code.
int ServePath(const std::string& file);

}  // namespace legevakt::bench
