// One-way gRPC, bare: what is sent as a command is pushed at once to every watcher, with nothing between.
// What a published event cannot be faster than.
#pragma once

namespace legevakt::bench {

// Serves CommandService and WatchService until the process ends. Returns the exit code.
int ServeStream();

}  // namespace legevakt::bench
