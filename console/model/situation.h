// What the map tells, from the state alone: who waits where, who is bound where, what is open. Never where a
// doctor is: nobody has told.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "central/domain/state.h"

namespace legevakt::console {

// Open contacts of one municipality, as the queue has them.
struct PlaceLoad {
  // Empty: nobody has said where.
  std::string number;
  int open = 0;
  // Of the one to take first; unspecified where nobody has assessed it.
  v1::Hastegrad first = v1::HASTEGRAD_UNSPECIFIED;
  // The place of that one in the queue; -1 where nobody waits.
  int turn = -1;
};

// A doctor who has said yes to going out and has not told that it is over.
struct Trip {
  const v1::Mission* mission = nullptr;
  const v1::Doctor* doctor = nullptr;
  // Places among the region's municipalities; -1 where it is none of them, or nobody has said.
  int from = -1;
  int to = -1;
  // When the last step was told.
  std::int64_t told_us = 0;
};

struct StationNow {
  const v1::Station* station = nullptr;
  int place = -1;
  bool open = true;
  // When it opens or closes next; 0 where that is not known.
  std::int64_t changes_us = 0;
};

struct Situation {
  // As many as the region has municipalities, in its order.
  std::vector<PlaceLoad> places;
  // Others where somebody waits, the one to take first in front.
  std::vector<PlaceLoad> elsewhere;
  std::vector<Trip> trips;
  // Of the region's municipalities.
  std::vector<StationNow> stations;
};

// What it points at belongs to the state. Stations are as at `now_us`.
Situation SituationOf(const domain::State& state, std::int64_t now_us);
// Time alone has passed.
void FollowStations(Situation& situation, std::int64_t now_us);

// The patient is at home, and the doctor goes there.
bool GoesOut(v1::Measure measure);
// "JB" for Jon Berg; the last name where another doctor of the region has the same.
std::string ShortName(const v1::Region& region, const v1::Doctor& doctor);

}  // namespace legevakt::console
