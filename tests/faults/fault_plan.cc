#include "tests/faults/fault_plan.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>

namespace legevakt::faults {
namespace {

// No std::string here: it would allocate.
char watched[512] = "";
FaultPlan armed;
std::atomic<bool> active = false;
std::atomic<std::int64_t> counted = 0;
thread_local int exempt = 0;

sqlite3_mem_methods real_memory;

}  // namespace

void Arm(const FaultPlan& plan, const std::string& dir) {
  std::strncpy(watched, dir.c_str(), sizeof watched - 1);
  armed = plan;
  counted = 0;
  active = plan.target != Target::kNone;
}

void Disarm() {
  active = false;
}

std::int64_t Counted() {
  return counted;
}

NoFaults::NoFaults() {
  ++exempt;
}

NoFaults::~NoFaults() {
  --exempt;
}

bool Fails(Target target) {
  if (!active || exempt > 0 || armed.target != target) return false;
  const std::int64_t now = ++counted;
  return armed.n > 0 && (now == armed.n || (armed.for_good && now > armed.n));
}

std::size_t Room(std::size_t bytes) {
  if (!active || exempt > 0 || armed.target != Target::kBytes) return bytes;
  const std::int64_t before = counted.fetch_add(static_cast<std::int64_t>(bytes));
  if (armed.n == 0) return bytes;
  return static_cast<std::size_t>(
      std::clamp<std::int64_t>(armed.n - before, 0, static_cast<std::int64_t>(bytes)));
}

bool IsWatched(const char* path) {
  return active && path != nullptr && std::strncmp(path, watched, std::strlen(watched)) == 0;
}

void HookSqliteMemory() {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory);
  static sqlite3_mem_methods hooked = real_memory;
  hooked.xMalloc = [](int size) -> void* {
    return Fails(Target::kAllocation) ? nullptr : real_memory.xMalloc(size);
  };
  hooked.xRealloc = [](void* memory, int size) -> void* {
    return Fails(Target::kAllocation) ? nullptr : real_memory.xRealloc(memory, size);
  };
  sqlite3_config(SQLITE_CONFIG_MALLOC, &hooked);
}

}  // namespace legevakt::faults
