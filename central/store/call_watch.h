// For tests: what the program itself, SQLite and the standard library write and sync, told before it is done;
// and how much room a disk is said to have. A test program that links call_watch.cc has these calls of its
// own; they do what they always do until somebody asks.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

namespace legevakt::store {

struct CallWatch {
  // With the file, or the directory.
  std::function<void(const std::filesystem::path&)> on_write, on_sync;
  // Bytes, in the place of what there is.
  std::optional<std::uint64_t> room;
};

// Of this program. Thread: one.
CallWatch& WatchCalls();

}  // namespace legevakt::store
