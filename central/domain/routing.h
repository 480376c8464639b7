// Which doctor: hard rules with reasons, then a cost. First slice of design section 7.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "central/domain/state.h"

namespace legevakt::domain {

struct Candidate {
  const v1::Doctor* doctor = nullptr;
  // The first hard rule that failed, as a key of the text catalogue ("routing.off_duty"); empty: may be
  // asked.
  std::string excluded_by;
  // Smaller is better; parts are keys of the catalogue with their cost in minutes.
  struct Part {
    std::string key;
    int minutes;
  };
  std::vector<Part> parts;
  int cost_minutes = 0;
};

// Every doctor of the region: first those who may be asked, best first; then the excluded ones.
std::vector<Candidate> Candidates(const State& state, const v1::Contact& contact, v1::Measure measure);
// The doctor to alert for a red: on duty at the station first, then driving, then back-up. Empty for none.
std::string DoctorForRed(const State& state, const v1::Contact& contact);
// Does this measure need a doctor's mission?
bool NeedsDoctor(v1::Measure measure);

}  // namespace legevakt::domain
