// For tests: a whole centre in memory. Decide, Apply and time, with the shipped tool and a small region.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/time_units.h"
#include "central/domain/decide.h"
#include "central/domain/state.h"

namespace legevakt::domain::testing {

// A Saturday at 19:02 in Norway.
inline constexpr std::int64_t kStartUs = 1'780'160'520LL * kSecondUs;

v1::Actor Siri();     // shift leader
v1::Actor Kari();     // operator
v1::Actor Ola();      // operator
v1::Actor Station();  // doctor at the station, lege-nilsen
v1::Actor Driver();   // doctor who drives, lege-berg
v1::Actor Telephony();

v1::Region SmallRegion();
// The file of the shipped tool.
std::string ShippedToolYaml();
// The same with another version in its file.
std::string ToolWithVersion(const std::string& version);
v1::Actor Berit();  // takes tools into use

class Centre {
 public:
  // With region, tool, and both doctors on duty.
  Centre();
  ~Centre();

  // Decides and applies. Every event is checked for broken invariants, which fail the test.
  Decision Run(const v1::Actor& actor, const v1::Command& command, std::int64_t expected_version = 0);
  // The same, and fails the test where it is refused.
  Decision Must(const v1::Actor& actor, const v1::Command& command, std::int64_t expected_version = 0);
  // The reason of a refusal; REASON_UNSPECIFIED where it was taken.
  v1::Reason Try(const v1::Actor& actor, const v1::Command& command, std::int64_t expected_version = 0);
  // Lets time pass, with all that it does on the way.
  void Pass(std::int64_t us);

  const State& state() const { return state_; }
  std::int64_t now_us() const { return now_us_; }
  const std::vector<v1::Event>& journal() const { return journal_; }
  const ToolSet& tools() const;
  const v1::Contact& contact(std::int64_t id) const { return state_.contacts.at(id); }
  const v1::Mission& mission(std::int64_t id) const { return state_.missions.at(id); }
  const v1::Call& call(std::int64_t id) const { return state_.calls.at(id); }

  // Short ways to common states.
  std::int64_t Ring(const std::string& phone = "90000000", v1::CallLane lane = v1::CALL_LANE_NORMAL);
  std::int64_t Answered(const v1::Actor& actor = Kari());
  // Answered and assessed at the level ("akutt", "haster", "vanlig").
  std::int64_t Assessed(const std::string& level_id, const v1::Actor& actor = Kari());
  std::int64_t Requested(std::int64_t contact_id, const v1::Actor& doctor, v1::Measure measure);
  void Step(const v1::Actor& actor, std::int64_t mission_id, v1::MissionState state);

  // As a host does it: reads the file, and takes it into use by the administrator Berit. The reason of a
  // refusal.
  v1::Reason Take(const std::string& yaml, std::int64_t at_us = 0, bool demonstration = true,
                  std::int64_t valid_from_us = 0);
  v1::Reason RollBack();

 private:
  void ApplyAll(const std::vector<v1::Event>& events);

  State state_;
  std::int64_t now_us_ = kStartUs;
  std::vector<v1::Event> journal_;
  struct Tools;
  std::unique_ptr<Tools> tools_;
};

// Commands, with what they need.
v1::Command AssessCommand(std::int64_t contact_id, const std::string& complaint, const std::string& level_id,
                          const std::string& lowering_reason = "");
v1::Command CloseCommand(std::int64_t contact_id, v1::Measure measure, const std::string& safety_net);

}  // namespace legevakt::domain::testing
