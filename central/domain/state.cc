#include "central/domain/state.h"

#include <algorithm>

namespace legevakt::domain {
namespace {

template <typename Map, typename Key>
auto FindIn(const Map& map, const Key& key) -> const typename Map::mapped_type* {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

const v1::Call* State::FindCall(std::int64_t id) const {
  return FindIn(calls, id);
}
const v1::Contact* State::FindContact(std::int64_t id) const {
  return FindIn(contacts, id);
}
const v1::Mission* State::FindMission(std::int64_t id) const {
  return FindIn(missions, id);
}
const v1::DoctorDuty* State::FindDuty(const std::string& doctor_id) const {
  return FindIn(duties, doctor_id);
}

const v1::Doctor* State::FindDoctor(const std::string& doctor_id) const {
  for (const v1::Doctor& doctor : region.doctors()) {
    if (doctor.doctor_id() == doctor_id) return &doctor;
  }
  return nullptr;
}

const v1::Staff* State::FindStaff(const std::string& user_id) const {
  for (const v1::Staff& staff : region.staff()) {
    if (staff.user_id() == user_id) return &staff;
  }
  return nullptr;
}

const v1::Municipality* State::FindMunicipality(const std::string& number) const {
  for (const v1::Municipality& municipality : region.municipalities()) {
    if (municipality.number() == number) return &municipality;
  }
  return nullptr;
}

const v1::ToolRecord* State::FindTool(const std::string& tool_hash) const {
  for (const v1::ToolRecord& tool : tools) {
    if (tool.tool_hash() == tool_hash) return &tool;
  }
  return nullptr;
}

void MergeIntake(const v1::Intake& said, const google::protobuf::RepeatedPtrField<std::string>& cleared,
                 v1::Intake& into) {
  into.MergeFrom(said);
  for (const std::string& name : cleared) {
    const auto* field = v1::Intake::descriptor()->FindFieldByName(name);
    if (field != nullptr && !into.GetReflection()->HasField(said, field))
      into.GetReflection()->ClearField(&into, field);
  }
}

bool IsOpen(const v1::Contact& contact) {
  return contact.state() != v1::CONTACT_STATE_CLOSED && contact.state() != v1::CONTACT_STATE_MERGED;
}

bool IsPending(const v1::Red& red) {
  return red.raised_us() != 0 && (red.amk_confirmed_us() == 0 || red.doctor_confirmed_us() == 0);
}

bool IsWithAmk(const v1::Red& red) {
  return red.amk_confirmed_us() != 0 && red.given_back_us() == 0;
}

bool IsAlerted(const v1::Contact& contact) {
  const v1::Red& red = contact.red();
  if (!contact.has_red() || red.given_back_us() != 0) return false;
  return IsPending(red) ||
         (contact.hastegrad() == v1::HASTEGRAD_AKUTT && contact.reopened_us() <= red.raised_us());
}

bool IsOlderThanNews(const v1::Contact& contact, std::int64_t at_us) {
  return !contact.from_paper() && contact.new_information() && contact.last_information_us() > at_us;
}

const v1::Assessment* LastAssessment(const v1::Contact& contact) {
  const auto& all = contact.assessments();
  const auto last =
      std::find_if(all.rbegin(), all.rend(), [](const auto& each) { return !each.wrong_patient(); });
  return last == all.rend() ? nullptr : &*last;
}

const v1::Mission* LastAtStation(const State& state, const v1::Contact& contact) {
  const auto& ids = contact.mission_ids();
  for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
    const v1::Mission* mission = state.FindMission(*id);
    if (mission != nullptr && IsAtStation(mission->measure())) return mission;
  }
  return nullptr;
}

bool IsBegun(const v1::Mission& mission) {
  return mission.state() == v1::MISSION_STATE_ACCEPTED || mission.state() == v1::MISSION_STATE_UNDER_WAY ||
         mission.state() == v1::MISSION_STATE_WITH_PATIENT;
}

bool IsOpen(const v1::Mission& mission) {
  return mission.state() == v1::MISSION_STATE_PLANNED || mission.state() == v1::MISSION_STATE_REQUESTED ||
         IsBegun(mission);
}

bool IsAtStation(v1::Measure measure) {
  return measure == v1::MEASURE_STATION || measure == v1::MEASURE_SATELLITE;
}

bool IsUnderWay(const v1::Visit& visit) {
  switch (visit.state()) {
    case v1::VISIT_STATE_UNSPECIFIED:
    case v1::VISIT_STATE_DONE:
    case v1::VISIT_STATE_NOT_TURNED_UP:
    case v1::VISIT_STATE_LEFT_BEFORE_SEEN:
      return false;
    default:
      return true;
  }
}

bool IsStaff(v1::Role role) {
  return role == v1::ROLE_OPERATOR || role == v1::ROLE_SHIFT_LEADER || role == v1::ROLE_SATELLITE_NURSE;
}

}  // namespace legevakt::domain
