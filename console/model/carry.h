// What is typed for a contact and would be lost with it: where the contact is closed, and where it becomes
// part of another.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "console/model/draft.h"

namespace legevakt::console {

enum class DraftPart : std::uint8_t {
  kAssessment,
  kMeasure,
  kPromise,
  kNote,
  kQuestion,
  kAdvised,
  kWarning,
};
// Its word in the catalogue, as "console.part.note".
const char* PartKey(DraftPart part);

// In the order of the steps. On the stack: it is asked for in every frame.
class DraftParts {
 public:
  void Add(DraftPart part) { parts_.at(size_++) = part; }
  bool empty() const { return size_ == 0; }
  DraftPart front() const { return parts_.front(); }
  const DraftPart* begin() const { return parts_.data(); }
  const DraftPart* end() const { return parts_.data() + size_; }

 private:
  std::array<DraftPart, 7> parts_{};
  std::size_t size_ = 0;
};

// What closing does not save and nobody has sent, first to last.
DraftParts UnsavedBeside(const Draft& draft);

// What both have typed: one of them would be lost where they become one. Safety questions and intake are not
// among them: the newer ones go along, whatever the older ones say.
DraftParts ClashesOf(const Draft& from, const Draft& into);

// The typed parts of `from` go into `into`; of what clashes, nothing.
void Carry(const Draft& from, Draft& into);

}  // namespace legevakt::console
