// Every operator new of the program, so that the n-th can fail. In a file of its own, so that the compiler
// does not see both halves at once and warn of a mismatch.
#include <cstdlib>
#include <new>

#include "tests/faults/fault_plan.h"

namespace {
// Before main, and so before SQLite is used.
[[maybe_unused]] const bool kHooked = (legevakt::faults::HookSqliteMemory(), true);
}  // namespace

void* operator new(std::size_t size) {
  void* memory = legevakt::faults::Fails(legevakt::faults::Target::kAllocation)
                     ? nullptr
                     : std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
