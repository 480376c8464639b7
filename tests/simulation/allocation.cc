// Where the simulation's memory comes from: free pieces in lists by size, never given back.
//
// A night is a few hundred thousand small allocations, and a third of its time went to them. Only the program
// has this; the tests, also those with the sanitizers, allocate as everybody.
#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t kStep = 16;
constexpr std::size_t kLists = 128;
constexpr std::size_t kSlabBytes = std::size_t{1} << 20;

// Before each piece; as large as the strictest alignment.
struct alignas(kStep) Head {
  std::size_t list;
};
struct Free {
  Free* next;
};

thread_local std::array<Free*, kLists> free_pieces{};
thread_local std::byte* slab = nullptr;
thread_local std::size_t slab_left = 0;

void* From(std::byte* piece, std::size_t list) {
  return new (piece) Head{list} + 1;
}

void* Allocate(std::size_t bytes) {
  const std::size_t list = (bytes + kStep - 1) / kStep;
  const std::size_t size = sizeof(Head) + list * kStep;
  if (list >= kLists) {
    auto* const piece = static_cast<std::byte*>(std::malloc(size));
    if (piece == nullptr) throw std::bad_alloc();
    return From(piece, kLists);
  }
  if (Free* const piece = free_pieces[list]; piece != nullptr) {
    free_pieces[list] = piece->next;
    return piece;
  }
  if (slab_left < size) {
    slab = static_cast<std::byte*>(std::malloc(kSlabBytes));
    if (slab == nullptr) throw std::bad_alloc();
    slab_left = kSlabBytes;
  }
  std::byte* const piece = slab;
  slab += size;
  slab_left -= size;
  return From(piece, list);
}

void Release(void* memory) {
  if (memory == nullptr) return;
  Head* const head = static_cast<Head*>(memory) - 1;
  const std::size_t list = head->list;
  if (list == kLists) return std::free(head);
  free_pieces[list] = new (memory) Free{free_pieces[list]};
}

}  // namespace

void* operator new(std::size_t bytes) {
  return Allocate(bytes == 0 ? 1 : bytes);
}
void operator delete(void* memory) noexcept {
  Release(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  Release(memory);
}
