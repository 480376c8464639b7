#include "central/domain/testing.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "central/domain/apply.h"
#include "central/domain/invariants.h"
#include "central/domain/tools.h"
#include "triage/reader/loader.h"

namespace legevakt::domain::testing {
namespace {

v1::Actor MakeActor(const char* id, const char* name, v1::Role role) {
  v1::Actor actor;
  actor.set_user_id(id);
  actor.set_name(name);
  actor.set_role(role);
  actor.set_device("test");
  return actor;
}

void AddDoctor(v1::Region& region, const char* id, const char* name, bool alone,
               std::initializer_list<v1::Measure> measures) {
  v1::Doctor& doctor = *region.add_doctors();
  doctor.set_doctor_id(id);
  doctor.set_name(name);
  doctor.set_may_stand_alone(alone);
  for (const v1::Measure measure : measures) doctor.add_measures(measure);
}

void AddStaff(v1::Region& region, const v1::Actor& actor) {
  v1::Staff& staff = *region.add_staff();
  staff.set_user_id(actor.user_id());
  staff.set_name(actor.name());
  staff.set_role(actor.role());
}

}  // namespace

v1::Actor Siri() {
  return MakeActor("siri", "Siri Dal", v1::ROLE_SHIFT_LEADER);
}
v1::Actor Kari() {
  return MakeActor("kari", "Kari Nes", v1::ROLE_OPERATOR);
}
v1::Actor Ola() {
  return MakeActor("ola", "Ola Vik", v1::ROLE_OPERATOR);
}
v1::Actor Station() {
  return MakeActor("lege-nilsen", "Lege Nilsen", v1::ROLE_DOCTOR);
}
v1::Actor Driver() {
  return MakeActor("lege-berg", "Lege Berg", v1::ROLE_DOCTOR);
}
v1::Actor Berit() {
  return MakeActor("berit", "Berit Lund", v1::ROLE_ADMIN);
}
v1::Actor Telephony() {
  return MakeActor("telefoni", "Telefoni", v1::ROLE_TELEPHONY);
}

v1::Region SmallRegion() {
  v1::Region region;
  region.set_region_id("test");
  region.set_name("Test");
  region.set_centre_name("Legevaktsentralen");
  region.set_centre_phone("116117");
  v1::Municipality& municipality = *region.add_municipalities();
  municipality.set_number("4640");
  municipality.set_name("Sogndal");
  AddDoctor(region, "lege-nilsen", "Lege Nilsen", true,
            {v1::MEASURE_STATION, v1::MEASURE_VIDEO, v1::MEASURE_DOCTOR_PHONE});
  AddDoctor(region, "lege-berg", "Lege Berg", true, {v1::MEASURE_HOME_VISIT, v1::MEASURE_DOCTOR_PHONE});
  AddStaff(region, Siri());
  AddStaff(region, Kari());
  AddStaff(region, Ola());
  v1::DirectoryEntry& overflow = *region.add_directory();
  overflow.set_entry_id("nabosentralen");
  overflow.set_kind(v1::DIRECTORY_KIND_OVERFLOW_CENTRE);
  v1::Targets& targets = *region.mutable_targets();
  targets.set_answer_s(120);
  targets.set_answer_share_percent(80);
  targets.set_unassessed_s(300);
  targets.set_request_akutt_s(30);
  targets.set_request_haster_s(60);
  targets.set_request_vanlig_s(180);
  targets.set_callback_s(600);
  targets.set_callback_tries(3);
  targets.set_not_heard_s(1800);
  targets.set_claim_s(300);
  targets.set_red_confirm_s(60);
  targets.set_plan_s(600);
  targets.set_help_step_s(60);
  targets.set_visit_late_s(1800);
  return region;
}

std::string ShippedToolYaml() {
  std::ifstream file(LEGEVAKT_SOURCE_DIR "/triage/tools/legevakt-3.yaml", std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::string ToolWithVersion(const std::string& version) {
  std::string yaml = ShippedToolYaml();
  const std::size_t at = yaml.find("\n  version: ");
  EXPECT_NE(at, std::string::npos);
  return yaml.replace(at, yaml.find('\n', at + 1) - at, "\n  version: \"" + version + "\"");
}

struct Centre::Tools : ToolSet {
  std::map<std::string, std::shared_ptr<const triage::Tool>> tools;
  const triage::Tool* Find(const std::string& tool_hash) const override {
    const auto found = tools.find(tool_hash);
    return found == tools.end() ? nullptr : found->second.get();
  }
};

Centre::Centre() : tools_(std::make_unique<Tools>()) {
  Context context;
  context.now_us = now_us_;
  context.actor = MakeActor("system", "", v1::ROLE_SYSTEM);
  ApplyAll({LoadRegion(state_, SmallRegion(), context)});
  EXPECT_EQ(Take(ShippedToolYaml()), v1::REASON_UNSPECIFIED);
  for (const v1::Actor& doctor : {Station(), Driver()}) {
    v1::Command command;
    command.mutable_set_duty()->set_doctor_id(doctor.user_id());
    command.mutable_set_duty()->set_on_duty(true);
    Must(doctor, command);
  }
}

Centre::~Centre() = default;

const ToolSet& Centre::tools() const {
  return *tools_;
}

void Centre::ApplyAll(const std::vector<v1::Event>& events) {
  for (const v1::Event& event : events) {
    const absl::Status status = Apply(state_, event);
    ASSERT_TRUE(status.ok()) << status;
    journal_.push_back(event);
  }
  if (events.empty()) return;
  // What is decided together stands together.
  for (const v1::Event& event : events) {
    for (const Violation& violation : CheckTouched(state_, event)) {
      ADD_FAILURE() << violation.what << " after " << event.ShortDebugString();
    }
  }
  // What only this finds would be missed in production.
  for (const Violation& violation : CheckAll(state_)) {
    ADD_FAILURE() << violation.what << ", and no event told, the last " << events.back().ShortDebugString();
  }
}

Decision Centre::Run(const v1::Actor& actor, const v1::Command& command, std::int64_t expected_version) {
  Context context;
  context.now_us = now_us_;
  context.actor = actor;
  context.tools = tools_.get();
  Decision decision = Decide(state_, command, expected_version, context);
  ApplyAll(decision.events);
  return decision;
}

Decision Centre::Must(const v1::Actor& actor, const v1::Command& command, std::int64_t expected_version) {
  Decision decision = Run(actor, command, expected_version);
  if (decision.refusal) {
    ADD_FAILURE() << command.ShortDebugString() << " was refused: " << decision.refusal->ShortDebugString();
  }
  return decision;
}

v1::Reason Centre::Try(const v1::Actor& actor, const v1::Command& command, std::int64_t expected_version) {
  const Decision decision = Run(actor, command, expected_version);
  return decision.refusal ? decision.refusal->reason() : v1::REASON_UNSPECIFIED;
}

void Centre::Pass(std::int64_t us) {
  const std::int64_t until_us = now_us_ + us;
  while (NextDeadline(state_) <= until_us) {
    now_us_ = std::max(now_us_, NextDeadline(state_));
    const auto events = DecideTime(state_, now_us_);
    ASSERT_FALSE(events.empty()) << "time is due and does nothing";
    ApplyAll(events);
  }
  now_us_ = until_us;
}

std::int64_t Centre::Ring(const std::string& phone, v1::CallLane lane) {
  v1::Command command;
  command.mutable_ring_call()->set_kind(v1::CALL_KIND_PHONE);
  command.mutable_ring_call()->set_lane(lane);
  command.mutable_ring_call()->set_municipality("4640");
  command.mutable_ring_call()->mutable_personal()->set_phone(phone);
  return Must(Telephony(), command).call_id;
}

std::int64_t Centre::Answered(const v1::Actor& actor) {
  const std::int64_t call_id = Ring();
  v1::Command command;
  command.mutable_answer_call()->set_call_id(call_id);
  return Must(actor, command).contact_id;
}

std::int64_t Centre::Assessed(const std::string& level_id, const v1::Actor& actor) {
  const std::int64_t contact_id = Answered(actor);
  Must(actor, AssessCommand(contact_id, "diffuse", level_id, "known from before"));
  return contact_id;
}

std::int64_t Centre::Requested(std::int64_t contact_id, const v1::Actor& doctor, v1::Measure measure) {
  v1::Command command;
  command.mutable_request_mission()->set_contact_id(contact_id);
  command.mutable_request_mission()->set_measure(measure);
  command.mutable_request_mission()->set_doctor_id(doctor.user_id());
  return Must(Kari(), command).mission_id;
}

void Centre::Step(const v1::Actor& actor, std::int64_t mission_id, v1::MissionState state) {
  v1::Command command;
  command.mutable_step_mission()->set_mission_id(mission_id);
  command.mutable_step_mission()->set_state(state);
  if (state == v1::MISSION_STATE_REFUSED) {
    command.mutable_step_mission()->set_cannot_reason(v1::CANNOT_REASON_TOO_FAR);
  }
  if (state == v1::MISSION_STATE_DONE) command.mutable_step_mission()->set_outcome(v1::OUTCOME_FINISHED);
  Must(actor, command);
}

v1::Reason Centre::Take(const std::string& yaml, std::int64_t at_us, bool demonstration,
                        std::int64_t valid_from_us) {
  const triage::LoadResult loaded = triage::LoadTool(yaml, "tool.yaml");
  for (const auto& problem : loaded.problems) ADD_FAILURE() << triage::ToString(problem);
  tools_->tools.emplace(loaded.tool->hash(), loaded.tool);
  ToolOrder order;
  order.tool.set_tool_hash(loaded.tool->hash());
  order.tool.set_tool_id(loaded.tool->id());
  order.tool.set_version(loaded.tool->version());
  order.tool.set_yaml(yaml);
  if (loaded.tool->meta().IsApproved()) order.tool.set_approver(loaded.tool->meta().approver);
  order.news.against_hash = state_.active_tool_hash;
  order.news.changes.emplace_back().set_nb("Til " + loaded.tool->version());
  order.at_us = at_us;
  order.valid_from_us = valid_from_us;
  order.demonstration = demonstration;
  Context context;
  context.now_us = now_us_;
  context.actor = Berit();
  const Decision decision = TakeToolIntoUse(state_, order, context);
  ApplyAll(decision.events);
  return decision.refusal ? decision.refusal->reason() : v1::REASON_UNSPECIFIED;
}

v1::Reason Centre::RollBack() {
  Context context;
  context.now_us = now_us_;
  context.actor = Berit();
  context.tools = tools_.get();
  const Decision decision =
      RollBackTool(state_, {.against_hash = state_.active_tool_hash, .changes = {}}, context);
  ApplyAll(decision.events);
  return decision.refusal ? decision.refusal->reason() : v1::REASON_UNSPECIFIED;
}

v1::Command AssessCommand(std::int64_t contact_id, const std::string& complaint, const std::string& level_id,
                          const std::string& lowering_reason) {
  v1::Command command;
  v1::AssessContact& assess = *command.mutable_assess_contact();
  assess.set_contact_id(contact_id);
  assess.set_complaint_id(complaint);
  assess.set_level_id(level_id);
  assess.set_lowering_reason(lowering_reason);
  return command;
}

v1::Command CloseCommand(std::int64_t contact_id, v1::Measure measure, const std::string& safety_net) {
  v1::Command command;
  v1::CloseContact& close = *command.mutable_close_contact();
  close.set_contact_id(contact_id);
  close.set_measure(measure);
  if (!safety_net.empty()) close.mutable_safety_net()->set_text(safety_net);
  return command;
}

}  // namespace legevakt::domain::testing
