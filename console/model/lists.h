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

// A row and the time from which on it is in the list; 0 for always.
struct ListRow {
  std::int64_t id = 0;
  std::int64_t from_us = 0;
};

// Every row that is in the list or will be as time passes, in order. Ids of contacts; in kRing of calls,
// contacts and missions (an id is the revision of the first event: no two are the same).
std::vector<ListRow> ListRows(const domain::State& state, ListView list, const std::string& user_id);
// Those that are in it at `now_us` go into `ids`. Gives the time at which the next one comes in; the greatest
// there is where none will.
std::int64_t InListAt(const std::vector<ListRow>& rows, std::int64_t now_us, std::vector<std::int64_t>& ids);
// Both in one.
std::vector<std::int64_t> RowsOf(const domain::State& state, ListView list, const std::string& user_id,
                                 std::int64_t now_us);

// This contact is mine: in my hands, parked by me, or I answer for it.
bool IsMine(const v1::Contact& contact, const std::string& user_id);

// Is every word of `filter` in `text`? Upper and lower case, æ and ae alike; an empty filter lets all
// through.
bool Matches(std::string_view filter, std::string_view text);

}  // namespace legevakt::console
