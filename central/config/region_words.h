// The words of the region file and what they mean.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "legevakt/v1/common.pb.h"
#include "legevakt/v1/region.pb.h"

namespace legevakt::config {

namespace v1 = legevakt::v1;

template <typename Value, std::size_t kSize>
struct Words {
  std::array<std::string_view, kSize> words;
  std::array<Value, kSize> values;
};

inline constexpr Words<v1::StationKind, 2> kStationKinds = {
    {"station", "satellite"}, {v1::STATION_KIND_STATION, v1::STATION_KIND_SATELLITE}};

inline constexpr Words<v1::DutyRole, 4> kDutyRoles = {
    {"station", "driving", "backup", "video"},
    {v1::DUTY_ROLE_STATION, v1::DUTY_ROLE_DRIVING, v1::DUTY_ROLE_BACKUP, v1::DUTY_ROLE_VIDEO}};

// What a doctor can do.
inline constexpr Words<v1::Measure, 6> kDoctorMeasures = {
    {"doctor_phone", "video", "station", "home_visit", "satellite", "own_team"},
    {v1::MEASURE_DOCTOR_PHONE, v1::MEASURE_VIDEO, v1::MEASURE_STATION, v1::MEASURE_HOME_VISIT,
     v1::MEASURE_SATELLITE, v1::MEASURE_OWN_TEAM}};

// Whom to call about what.
inline constexpr Words<v1::DirectoryKind, 12> kDirectoryKinds = {
    {"amk", "police", "poison_information", "crisis_team", "assault_centre", "child_welfare", "interpreter",
     "home_care", "overflow_centre", "neighbour_centre", "hospital", "other"},
    {v1::DIRECTORY_KIND_AMK, v1::DIRECTORY_KIND_POLICE, v1::DIRECTORY_KIND_POISON_INFORMATION,
     v1::DIRECTORY_KIND_CRISIS_TEAM, v1::DIRECTORY_KIND_ASSAULT_CENTRE, v1::DIRECTORY_KIND_CHILD_WELFARE,
     v1::DIRECTORY_KIND_INTERPRETER, v1::DIRECTORY_KIND_HOME_CARE, v1::DIRECTORY_KIND_OVERFLOW_CENTRE,
     v1::DIRECTORY_KIND_NEIGHBOUR_CENTRE, v1::DIRECTORY_KIND_HOSPITAL, v1::DIRECTORY_KIND_OTHER}};

// Doctors have a list of their own, and the system is nobody.
inline constexpr Words<v1::Role, 6> kStaffRoles = {
    {"operator", "shift_leader", "satellite_nurse", "telephony", "wallboard", "admin"},
    {v1::ROLE_OPERATOR, v1::ROLE_SHIFT_LEADER, v1::ROLE_SATELLITE_NURSE, v1::ROLE_TELEPHONY,
     v1::ROLE_WALLBOARD, v1::ROLE_ADMIN}};

// Seconds unless the name says otherwise. The defaults: answer_s and the share are law
// (akuttmedisinforskriften section 13); the rest are ours, to be set by the site.
struct Target {
  std::string_view key;
  void (v1::Targets::*set)(std::int32_t);
  std::int32_t fallback;
  std::int32_t min;
  std::int32_t max;
};
inline constexpr std::array<Target, 14> kTargets = {{
    {"answer_s", &v1::Targets::set_answer_s, 120, 1, 3600},
    {"answer_share_percent", &v1::Targets::set_answer_share_percent, 80, 1, 100},
    {"unassessed_s", &v1::Targets::set_unassessed_s, 300, 10, 7200},
    {"request_akutt_s", &v1::Targets::set_request_akutt_s, 60, 10, 7200},
    {"request_haster_s", &v1::Targets::set_request_haster_s, 180, 10, 7200},
    {"request_vanlig_s", &v1::Targets::set_request_vanlig_s, 600, 10, 14400},
    {"callback_s", &v1::Targets::set_callback_s, 600, 10, 14400},
    {"callback_tries", &v1::Targets::set_callback_tries, 3, 1, 20},
    {"not_heard_s", &v1::Targets::set_not_heard_s, 1800, 60, 14400},
    {"claim_s", &v1::Targets::set_claim_s, 600, 30, 7200},
    {"red_confirm_s", &v1::Targets::set_red_confirm_s, 60, 10, 3600},
    {"plan_s", &v1::Targets::set_plan_s, 600, 30, 14400},
    {"help_step_s", &v1::Targets::set_help_step_s, 60, 10, 3600},
    {"visit_late_s", &v1::Targets::set_visit_late_s, 1800, 60, 14400},
}};

}  // namespace legevakt::config
