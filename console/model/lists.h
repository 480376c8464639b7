// What the list on the left can show, and in which order. From the state alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "central/domain/state.h"

namespace legevakt::console {

enum class ListView : std::uint8_t {
  // Every open contact, in the order to take them.
  kOpen,
  // What I have in my hands, have put down, or answer for.
  kMine,
  // To be assessed, first or again, within a quarter of an hour.
  kAssess,
  // Whom to phone: lost calls, promises, doctors who are not heard from.
  kRing,
  kNotEntered,
  kClosed,
};
inline constexpr int kListViews = 6;

// Ids of contacts; in kRing of calls, contacts and missions (an id is the revision of the first event: no two
// are the same).
std::vector<std::int64_t> RowsOf(const domain::State& state, ListView list, const std::string& user_id,
                                 std::int64_t now_us);

// This contact is mine: in my hands, parked by me, or I answer for it.
bool IsMine(const v1::Contact& contact, const std::string& user_id);

// Is every word of `filter` in `text`? Upper and lower case, æ and ae alike; an empty filter lets all
// through.
bool Matches(std::string_view filter, std::string_view text);

}  // namespace legevakt::console
