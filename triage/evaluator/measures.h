// What may be done for a patient at a level, and how soon the patient is assessed again, by place.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace legevakt::triage {

// How a contact may be handled, as legevakt.v1.Measure.
enum class Mode : std::uint8_t {
  kAdvice = 1,
  kDoctorPhone = 2,
  kVideo = 3,
  kStation = 4,
  kHomeVisit = 5,
  kSatellite = 6,
  kOwnTeam = 7,
  kHomeCare = 8,
  kOwnGp = 9,
  kAmk = 10,
  kReferred = 11,
};

// The ids in the file, in the order of the enumeration. The words for the screen are the texts
// "triage.mode.<id>".
inline constexpr std::array<std::string_view, 11> kModeIds{
    "advice",   "doctor_phone", "video",  "station", "home_visit", "satellite",
    "own_team", "home_care",    "own_gp", "amk",     "referred"};

constexpr std::string_view IdOf(Mode mode) {
  return kModeIds[static_cast<std::size_t>(mode) - 1];
}

class ModeSet {
 public:
  constexpr ModeSet() = default;
  static constexpr ModeSet All() {
    ModeSet all;
    for (std::size_t i = 1; i <= kModeIds.size(); ++i) all.Add(static_cast<Mode>(i));
    return all;
  }

  constexpr void Add(Mode mode) { bits_ = static_cast<std::uint16_t>(bits_ | Bit(mode)); }
  constexpr bool Has(Mode mode) const { return (bits_ & Bit(mode)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(ModeSet, ModeSet) = default;

 private:
  static constexpr std::uint16_t Bit(Mode mode) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(mode));
  }
  std::uint16_t bits_ = 0;
};

// Where the patient is: the choices of the fact `place`.
enum class Place : std::uint8_t { kUnknown, kHome, kPublic, kHomeCare, kNursingHome, kSatellite, kStation };
inline constexpr std::array<std::string_view, 6> kPlaceIds{"home",         "public",    "home_care",
                                                           "nursing_home", "satellite", "station"};
inline constexpr std::size_t kPlaces = kPlaceIds.size() + 1;

// kUnknown where it is none of them.
constexpr Place PlaceFromId(std::string_view id) {
  for (std::size_t i = 0; i < kPlaceIds.size(); ++i) {
    if (kPlaceIds[i] == id) return static_cast<Place>(i + 1);
  }
  return Place::kUnknown;
}

// For one complaint at one level.
struct Measures {
  ModeSet modes = ModeSet::All();
  // Minutes until the patient is assessed again, by place; [0] where the place is not known.
  std::array<int, kPlaces> reassess_minutes{};
};

}  // namespace legevakt::triage
