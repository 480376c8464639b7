#include "central/domain/routing.h"

#include <algorithm>

namespace legevakt::domain {
namespace {

bool Can(const v1::Doctor& doctor, v1::Measure measure) {
  return std::find(doctor.measures().begin(), doctor.measures().end(), measure) != doctor.measures().end();
}

bool Covers(const v1::Doctor& doctor, const std::string& municipality) {
  if (doctor.areas().empty() || municipality.empty()) return true;
  return std::find(doctor.areas().begin(), doctor.areas().end(), municipality) != doctor.areas().end();
}

bool OnDuty(const State& state, const v1::Doctor& doctor) {
  const v1::DoctorDuty* duty = state.FindDuty(doctor.doctor_id());
  return duty != nullptr && duty->on_duty();
}

// A doctor who may not stand alone needs a back-up who may, on duty.
bool HasBackup(const State& state, const v1::Doctor& doctor) {
  if (doctor.may_stand_alone()) return true;
  return std::any_of(
      state.region.doctors().begin(), state.region.doctors().end(), [&](const v1::Doctor& other) {
        return other.may_stand_alone() && other.doctor_id() != doctor.doctor_id() && OnDuty(state, other);
      });
}

std::string FirstFailedRule(const State& state, const v1::Contact& contact, const v1::Doctor& doctor,
                            v1::Measure measure) {
  if (!OnDuty(state, doctor)) return "routing.off_duty";
  if (!Can(doctor, measure)) return "routing.cannot_measure";
  if (!HasBackup(state, doctor)) return "routing.no_backup";
  if (measure == v1::MEASURE_HOME_VISIT && !Covers(doctor, contact.intake().municipality())) {
    return "routing.out_of_area";
  }
  // Video is for light cases.
  if (measure == v1::MEASURE_VIDEO && contact.hastegrad() == v1::HASTEGRAD_AKUTT)
    return "routing.video_too_urgent";
  for (const std::int64_t id : contact.mission_ids()) {
    const v1::Mission* mission = state.FindMission(id);
    if (mission == nullptr || mission->owner_id() != doctor.doctor_id() || mission->measure() != measure)
      continue;
    if (IsOpen(*mission)) return "routing.has_it";
  }
  return {};
}

// Minutes of work that the doctor has before this, by what is usual (domain.md 3.5).
int MinutesOf(v1::Measure measure) {
  switch (measure) {
    case v1::MEASURE_HOME_VISIT:
      return 60;
    case v1::MEASURE_STATION:
      return 18;
    case v1::MEASURE_VIDEO:
    case v1::MEASURE_SATELLITE:
      return 11;
    default:
      return 5;
  }
}

void AddCost(const State& state, const v1::Contact& contact, Candidate& candidate) {
  const auto add = [&](const char* key, int minutes) {
    if (minutes == 0) return;
    candidate.parts.push_back({key, minutes});
    candidate.cost_minutes += minutes;
  };
  int busy = 0;
  // Costs the same: the doctor may say yes. But it is not a mission yet.
  int asked = 0;
  int cannot = 0;
  bool continuity = false;
  for (const auto& [id, mission] : state.missions) {
    if (mission.owner_id() != candidate.doctor->doctor_id()) continue;
    const bool unanswered = mission.state() == v1::MISSION_STATE_REQUESTED;
    if (IsOpen(mission)) (unanswered ? asked : busy) += MinutesOf(mission.measure());
    if (mission.contact_id() != contact.contact_id()) continue;
    if (mission.state() == v1::MISSION_STATE_DONE) continuity = true;
    if (mission.state() == v1::MISSION_STATE_REFUSED || mission.state() == v1::MISSION_STATE_NO_ANSWER)
      cannot += 15;
  }
  add("routing.part_busy", busy);
  add("routing.part_asked", asked);
  add("routing.part_said_no", cannot);
  const v1::DoctorDuty* duty = state.FindDuty(candidate.doctor->doctor_id());
  add("routing.part_backup", duty != nullptr && duty->duty_role() == v1::DUTY_ROLE_BACKUP ? 30 : 0);
  if (continuity) add("routing.part_continuity", -10);
}

}  // namespace

std::vector<Candidate> Candidates(const State& state, const v1::Contact& contact, v1::Measure measure) {
  std::vector<Candidate> candidates;
  for (const v1::Doctor& doctor : state.region.doctors()) {
    Candidate candidate;
    candidate.doctor = &doctor;
    candidate.excluded_by = FirstFailedRule(state, contact, doctor, measure);
    if (candidate.excluded_by.empty()) AddCost(state, contact, candidate);
    candidates.push_back(std::move(candidate));
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tuple(!a.excluded_by.empty(), a.cost_minutes) <
           std::tuple(!b.excluded_by.empty(), b.cost_minutes);
  });
  return candidates;
}

std::string DoctorForRed(const State& state, const v1::Contact&) {
  const auto order = [](v1::DutyRole role) {
    switch (role) {
      case v1::DUTY_ROLE_STATION:
        return 0;
      case v1::DUTY_ROLE_DRIVING:
        return 1;
      case v1::DUTY_ROLE_BACKUP:
        return 2;
      default:
        return 3;
    }
  };
  const v1::DoctorDuty* best = nullptr;
  for (const auto& [id, duty] : state.duties) {
    if (!duty.on_duty()) continue;
    if (best == nullptr || order(duty.duty_role()) < order(best->duty_role())) best = &duty;
  }
  return best == nullptr ? std::string() : best->doctor_id();
}

bool NeedsDoctor(v1::Measure measure) {
  switch (measure) {
    case v1::MEASURE_DOCTOR_PHONE:
    case v1::MEASURE_VIDEO:
    case v1::MEASURE_STATION:
    case v1::MEASURE_HOME_VISIT:
    case v1::MEASURE_SATELLITE:
    case v1::MEASURE_OWN_TEAM:
      return true;
    default:
      return false;
  }
}

}  // namespace legevakt::domain
