// What is already known about who rings: contacts of the same number or the same patient within 72 h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "central/domain/state.h"
#include "console/model/draft.h"

namespace legevakt::console {

enum class KnownBy : std::uint8_t {
  // The same national id, or the same name at the same age.
  kPatient,
  // The same number.
  kNumber,
};

struct Known {
  std::int64_t contact_id = 0;
  KnownBy by = KnownBy::kNumber;
  bool open = false;
  friend bool operator==(const Known&, const Known&) = default;
};

// Of `contact`, with what is typed in `draft`. Open ones first, then the newest; the contact itself and what
// it was merged from are left out. The state holds closed contacts for 72 h.
std::vector<Known> KnownContacts(const domain::State& state, const v1::Contact& contact,
                                 const IntakeDraft& draft);

}  // namespace legevakt::console
