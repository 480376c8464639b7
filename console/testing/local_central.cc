#include "console/testing/local_central.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <utility>

#include "central/domain/apply.h"
#include "central/domain/decide.h"
#include "central/domain/tools.h"
#include "console/model/search.h"
#include "triage/reader/loader.h"

namespace legevakt::console::testing {
namespace {

// A Saturday in November at 19:02 in Norway.
constexpr std::int64_t kStartUs = 1'795'284'120LL * kSecondUs;

v1::Actor MakeActor(const std::string& id, const std::string& name, v1::Role role) {
  v1::Actor actor;
  actor.set_user_id(id);
  actor.set_name(name);
  actor.set_role(role);
  actor.set_device("test");
  return actor;
}

void AddDoctor(v1::Region& region, const char* id, const char* name, const char* phone, v1::DutyRole role,
               std::initializer_list<v1::Measure> measures) {
  v1::Doctor& doctor = *region.add_doctors();
  doctor.set_doctor_id(id);
  doctor.set_name(name);
  doctor.set_phone(phone);
  doctor.set_may_stand_alone(true);
  doctor.set_station_id("stasjon");
  for (const v1::Measure measure : measures) doctor.add_measures(measure);
  v1::Shift& shift = *doctor.add_shifts();
  shift.set_from_us(kStartUs - 4 * 60 * kMinuteUs);
  shift.set_to_us(kStartUs + 8 * 60 * kMinuteUs);
  shift.set_duty_role(role);
}

void SetTargets(v1::Targets& targets) {
  targets.set_answer_s(120);
  targets.set_answer_share_percent(80);
  targets.set_unassessed_s(300);
  targets.set_request_akutt_s(60);
  targets.set_request_haster_s(120);
  targets.set_request_vanlig_s(300);
  targets.set_callback_s(600);
  targets.set_callback_tries(3);
  targets.set_not_heard_s(2400);
  targets.set_claim_s(600);
  targets.set_red_confirm_s(120);
  targets.set_plan_s(600);
  targets.set_help_step_s(45);
  targets.set_visit_late_s(900);
}

void AddStaff(v1::Region& region, const v1::Actor& actor) {
  v1::Staff& staff = *region.add_staff();
  staff.set_user_id(actor.user_id());
  staff.set_name(actor.name());
  staff.set_role(actor.role());
}

void AddEntry(v1::Region& region, v1::DirectoryKind kind, const char* name, const char* phone,
              std::initializer_list<const char*> municipalities = {}, int from_h = 0, int to_h = 0,
              const char* note = "") {
  v1::DirectoryEntry& entry = *region.add_directory();
  entry.set_entry_id("t" + std::to_string(region.directory_size()));
  entry.set_kind(kind);
  entry.set_name(name);
  entry.set_phone(phone);
  entry.set_note(note);
  for (const char* number : municipalities) entry.add_municipalities(number);
  if (from_h == to_h) return;
  v1::Interval& open = *entry.add_open();
  open.set_from_us(kStartUs + from_h * 60 * kMinuteUs);
  open.set_to_us(kStartUs + to_h * 60 * kMinuteUs);
}

void AddStations(v1::Region& region) {
  v1::Station& main = *region.add_stations();
  main.set_station_id("stasjon");
  main.set_name("Sunnfjord legevakt");
  main.set_kind(v1::STATION_KIND_STATION);
  main.set_municipality("4647");
  v1::Station& satellite = *region.add_stations();
  satellite.set_station_id("floro");
  satellite.set_name("Florø satellitt");
  satellite.set_kind(v1::STATION_KIND_SATELLITE);
  satellite.set_municipality("4602");
  v1::Interval& tomorrow = *satellite.add_open();
  tomorrow.set_from_us(kStartUs + 14 * 60 * kMinuteUs);
  tomorrow.set_to_us(kStartUs + 20 * 60 * kMinuteUs);
}

void AddDirectory(v1::Region& region) {
  AddEntry(region, v1::DIRECTORY_KIND_AMK, "AMK Førde", "113");
  AddEntry(region, v1::DIRECTORY_KIND_POLICE, "Politiet, Vest", "112");
  AddEntry(region, v1::DIRECTORY_KIND_POISON_INFORMATION, "Giftinformasjonen", "22591300");
  AddEntry(region, v1::DIRECTORY_KIND_CRISIS_TEAM, "Kriseteam Kinn", "57000101", {"4602"}, -3, 5);
  AddEntry(region, v1::DIRECTORY_KIND_CRISIS_TEAM, "Kriseteam Sunnfjord", "57000102",
           {"4647", "4646", "4645"}, -3, 5);
  AddEntry(region, v1::DIRECTORY_KIND_ASSAULT_CENTRE, "Overgrepsmottak, Førde", "57000103");
  AddEntry(region, v1::DIRECTORY_KIND_CHILD_WELFARE, "Barnevernvakt", "57000104", {}, -4, 8);
  AddEntry(region, v1::DIRECTORY_KIND_INTERPRETER, "Tolketelefon", "57000105", {}, 0, 0,
           "hele døgnet, oppgi kode 4711");
  AddEntry(region, v1::DIRECTORY_KIND_HOME_CARE, "Hjemmetjenesten Sunnfjord", "57000106", {"4647"});
  AddEntry(region, v1::DIRECTORY_KIND_HOME_CARE, "Hjemmetjenesten Kinn", "57000107", {"4602"}, 12, 24);
  AddEntry(region, v1::DIRECTORY_KIND_OVERFLOW_CENTRE, "Bergen legevaktsentral", "57000108");
}

v1::Region MakeRegion() {
  v1::Region region;
  region.set_region_id("demo");
  region.set_name("Sunnfjord");
  region.set_centre_name("Sunnfjord legevaktsentral");
  region.set_centre_phone("116117");
  region.set_amk_phone("113");
  for (const auto& [number, name] : {std::pair("4602", "Kinn"), std::pair("4645", "Askvoll"),
                                     std::pair("4646", "Fjaler"), std::pair("4647", "Sunnfjord")}) {
    v1::Municipality& municipality = *region.add_municipalities();
    municipality.set_number(number);
    municipality.set_name(name);
  }
  AddDoctor(region, "lege-nilsen", "Anne Nilsen", "40000001", v1::DUTY_ROLE_STATION,
            {v1::MEASURE_STATION, v1::MEASURE_VIDEO, v1::MEASURE_DOCTOR_PHONE});
  AddDoctor(region, "lege-berg", "Jon Berg", "40000002", v1::DUTY_ROLE_DRIVING,
            {v1::MEASURE_HOME_VISIT, v1::MEASURE_DOCTOR_PHONE});
  AddDoctor(region, "lege-dahl", "Siri Dahl", "40000003", v1::DUTY_ROLE_BACKUP,
            {v1::MEASURE_STATION, v1::MEASURE_HOME_VISIT, v1::MEASURE_DOCTOR_PHONE});
  AddDoctor(region, "lege-moe", "Per Moe", "40000004", v1::DUTY_ROLE_VIDEO,
            {v1::MEASURE_VIDEO, v1::MEASURE_DOCTOR_PHONE});
  AddStaff(region, MakeActor("kari", "Kari Nes", v1::ROLE_OPERATOR));
  AddStaff(region, MakeActor("ola", "Ola Vik", v1::ROLE_OPERATOR));
  AddStations(region);
  AddDirectory(region);
  SetTargets(*region.mutable_targets());
  return region;
}

std::string ToolYaml() {
  std::ifstream file(LEGEVAKT_SOURCE_DIR "/triage/tools/legevakt-3.yaml", std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

constexpr int kFoundMax = 100;

v1::ReadResponse Whole(const domain::State& state, const v1::Contact& contact) {
  v1::ReadResponse response;
  *response.mutable_contact() = contact;
  for (const auto id : contact.call_ids()) {
    if (const v1::Call* call = state.FindCall(id)) *response.add_calls() = *call;
  }
  for (const auto id : contact.mission_ids()) {
    if (const v1::Mission* mission = state.FindMission(id)) *response.add_missions() = *mission;
  }
  return response;
}

bool Fits(const v1::ReadResponse& whole, const v1::SearchRequest& request) {
  const v1::Contact& contact = whole.contact();
  if (request.from_us() > 0 && contact.opened_us() < request.from_us()) return false;
  if (request.to_us() > 0 && contact.opened_us() > request.to_us()) return false;
  if (Fold(contact.personal().name()).find(Fold(request.name())) == std::string::npos) return false;
  if (contact.personal().phone().ends_with(request.number())) return true;
  return std::any_of(whole.calls().begin(), whole.calls().end(), [&request](const v1::Call& call) {
    return call.personal().phone().ends_with(request.number());
  });
}

v1::Found FoundOf(const v1::ReadResponse& whole) {
  const v1::Contact& contact = whole.contact();
  v1::Found found;
  found.set_contact_id(contact.contact_id());
  found.set_opened_us(contact.opened_us());
  found.set_closed_us(contact.closed_us());
  found.set_state(contact.state());
  found.set_hastegrad(contact.hastegrad());
  found.set_complaint_id(contact.complaint_id());
  found.set_name(contact.personal().name());
  found.set_phone(contact.personal().phone());
  if (found.phone().empty() && whole.calls_size() > 0) found.set_phone(whole.calls(0).personal().phone());
  found.set_measure(contact.measure());
  return found;
}

}  // namespace

LocalCentral::LocalCentral() : now_us_(kStartUs) {
  domain::Context context;
  context.now_us = now_us_;
  context.actor = MakeActor("system", "", v1::ROLE_SYSTEM);
  Publish({domain::LoadRegion(state_, MakeRegion(), context)});
  TakeTool(ToolYaml(), {}, context.actor);
  inbox_.clear();
  SignIn();
}

void LocalCentral::SignIn() {
  inbox_.push_back(SignedIn{Operator()});
  Resync();
  Bookmark();
}

void LocalCentral::NewTool(const std::string& version, const std::vector<v1::ToolChange>& changes) {
  std::string yaml = ToolYaml();
  for (const auto& [key, value] :
       {std::pair("\n  version: ", version), std::pair("\n  approver: ", std::string("Overlege Hansen"))}) {
    const std::size_t at = yaml.find(key);
    yaml.replace(at, yaml.find('\n', at + 1) - at, key + value);
  }
  TakeTool(yaml, changes, MakeActor("berit", "Berit Lund", v1::ROLE_ADMIN));
}

void LocalCentral::TakeTool(const std::string& yaml, const std::vector<v1::ToolChange>& changes,
                            const v1::Actor& by) {
  const auto loaded = triage::LoadTool(yaml, "legevakt-3.yaml");
  if (loaded.tool == nullptr) {
    for (const auto& problem : loaded.problems)
      std::fprintf(stderr, "%s\n", triage::ToString(problem).c_str());
    std::abort();
  }
  domain::ToolOrder order;
  order.tool.set_tool_hash(loaded.tool->hash());
  order.tool.set_tool_id(loaded.tool->id());
  order.tool.set_version(loaded.tool->version());
  order.tool.set_yaml(yaml);
  if (loaded.tool->meta().IsApproved()) order.tool.set_approver(loaded.tool->meta().approver);
  order.news = {.against_hash = state_.active_tool_hash, .changes = changes};
  order.demonstration = true;
  domain::Context context;
  context.now_us = now_us_;
  context.actor = by;
  Publish(domain::TakeToolIntoUse(state_, order, context).events);
}

v1::Actor LocalCentral::Operator() const {
  return MakeActor("kari", "Kari Nes", v1::ROLE_OPERATOR);
}
v1::Actor LocalCentral::Colleague() const {
  return MakeActor("ola", "Ola Vik", v1::ROLE_OPERATOR);
}
v1::Actor LocalCentral::Doctor(const std::string& doctor_id) const {
  const v1::Doctor* doctor = state_.FindDoctor(doctor_id);
  return MakeActor(doctor_id, doctor == nullptr ? doctor_id : doctor->name(), v1::ROLE_DOCTOR);
}

std::vector<Update> LocalCentral::Take() {
  return cut_ ? std::vector<Update>() : std::exchange(inbox_, {});
}

void LocalCentral::Send(v1::ExecuteRequest request) {
  if (cut_) {
    held_.push_back(std::move(request));
    return;
  }
  ++commands_;
  last_request_ = request.request_id();
  if (const auto found = answered_.find(last_request_); found != answered_.end()) {
    inbox_.push_back(Replied{last_request_, absl::OkStatus(), found->second});
    return;
  }
  domain::Context context;
  context.now_us = now_us_;
  context.actor = Operator();
  context.tools = &tools_;
  const auto decision = domain::Decide(state_, request.command(), request.expected_version(), context);
  Publish(decision.events);
  Replied replied{request.request_id(), absl::OkStatus(), {}};
  replied.response.set_revision(state_.revision);
  replied.response.set_call_id(decision.call_id);
  replied.response.set_contact_id(decision.contact_id);
  replied.response.set_mission_id(decision.mission_id);
  if (decision.refusal) *replied.response.mutable_refusal() = *decision.refusal;
  answered_[request.request_id()] = replied.response;
  if (lose_answers_) replied = {request.request_id(), absl::DeadlineExceededError("lost"), {}};
  inbox_.push_back(std::move(replied));
}

// As the real one, as far as the console sees it: the newest hundred of those that fit, each search and each
// reading written down first.
void LocalCentral::Search(std::int64_t ticket, v1::SearchRequest request) {
  v1::SearchResponse response;
  if (!lookup_status_.ok()) return Answer(Searched{ticket, lookup_status_});
  lookups_.push_back("search: " + request.reason());
  std::map<std::int64_t, v1::ReadResponse> all = archive_;
  for (const auto& [id, contact] : state_.contacts) all[id] = Whole(state_, contact);
  for (auto it = all.rbegin(); it != all.rend(); ++it) {
    if (!Fits(it->second, request)) continue;
    if (response.found_size() == kFoundMax) {
      response.set_more(true);
      break;
    }
    *response.add_found() = FoundOf(it->second);
  }
  Answer(Searched{ticket, std::move(response)});
}

void LocalCentral::Read(std::int64_t ticket, v1::ReadRequest request) {
  if (!lookup_status_.ok()) return Answer(WasRead{ticket, lookup_status_});
  lookups_.push_back("read: " + request.reason());
  v1::ReadResponse response;
  const auto archived = archive_.find(request.contact_id());
  if (const v1::Contact* contact = state_.FindContact(request.contact_id())) {
    response = Whole(state_, *contact);
  } else if (archived != archive_.end()) {
    response = archived->second;
  } else {
    response.mutable_refusal()->set_reason(v1::REASON_UNKNOWN_CONTACT);
  }
  Answer(WasRead{ticket, std::move(response)});
}

void LocalCentral::Answer(Update update) {
  (hold_lookups_ ? held_answers_ : inbox_).push_back(std::move(update));
}

void LocalCentral::HoldLookups(bool hold) {
  hold_lookups_ = hold;
  if (hold) return;
  for (auto& answer : std::exchange(held_answers_, {})) inbox_.push_back(std::move(answer));
}

void LocalCentral::Resync() {
  ++snapshots_;
  inbox_.push_back(StreamBegins{std::numeric_limits<std::int64_t>::max()});
  inbox_.push_back(
      SnapshotTaken{std::make_shared<domain::State>(state_), "journal-" + std::to_string(journal_)});
}

void LocalCentral::Publish(const std::vector<v1::Event>& events) {
  if (events.empty()) return;
  BatchTaken taken;
  taken.batch.set_first_revision(events.front().revision());
  taken.batch.set_last_revision(events.back().revision());
  for (const auto& event : events) {
    if (event.has_contact_archived()) {
      const auto id = event.contact_archived().contact_id();
      archive_[id] = Whole(state_, state_.contacts.at(id));
    }
    if (const auto status = domain::Apply(state_, event); !status.ok()) {
      std::fprintf(stderr, "%s\n", status.ToString().c_str());
      std::abort();
    }
    *taken.batch.add_events() = event;
  }
  tools_.Follow(state_);
  inbox_.push_back(std::move(taken));
}

void LocalCentral::Bookmark() {
  // Asked for at no time that it could be older than: it is made just now, whatever the screen's clock says.
  if (!one_stream_) inbox_.push_back(StreamBegins{std::numeric_limits<std::int64_t>::max()});
  v1::Bookmark bookmark;
  bookmark.set_revision(state_.revision);
  bookmark.set_at_us(now_us_);
  inbox_.push_back(BookmarkSeen{bookmark});
}

void LocalCentral::Pass(std::int64_t us) {
  const std::int64_t until_us = now_us_ + us;
  while (domain::NextDeadline(state_) <= until_us) {
    now_us_ = std::max(now_us_, domain::NextDeadline(state_));
    const auto events = domain::DecideTime(state_, now_us_);
    if (events.empty()) break;
    Publish(events);
  }
  now_us_ = until_us;
  if (!cut_) Bookmark();
}

void LocalCentral::Cut() {
  cut_ = true;
}

void LocalCentral::Mend() {
  cut_ = false;
  inbox_.insert(inbox_.begin(), LinkLost{"cut"});
  for (auto& request : std::exchange(held_, {})) Send(std::move(request));
  Bookmark();
}

void LocalCentral::Restore(domain::State state) {
  state_ = std::move(state);
  ++journal_;
  held_.clear();
  inbox_.clear();
  cut_ = false;
  inbox_.push_back(LinkLost{"restored"});
  Resync();
  Bookmark();
}

std::int64_t LocalCentral::Do(const v1::Actor& actor, const v1::Command& command) {
  domain::Context context;
  context.now_us = now_us_;
  context.actor = actor;
  context.tools = &tools_;
  const auto decision = domain::Decide(state_, command, 0, context);
  if (decision.refusal) {
    std::fprintf(stderr, "refused: %s %s\n", decision.refusal->ShortDebugString().c_str(),
                 command.ShortDebugString().c_str());
    std::abort();
  }
  Publish(decision.events);
  if (decision.mission_id != 0) return decision.mission_id;
  return decision.contact_id != 0 ? decision.contact_id : decision.call_id;
}

bool LocalCentral::Try(const v1::Actor& actor, const v1::Command& command) {
  domain::Context context;
  context.now_us = now_us_;
  context.actor = actor;
  context.tools = &tools_;
  const auto decision = domain::Decide(state_, command, 0, context);
  if (decision.refusal) return false;
  Publish(decision.events);
  return true;
}

void LocalCentral::Telephony(bool connected) {
  v1::Command command;
  command.mutable_set_telephony()->set_connected(connected);
  command.mutable_set_telephony()->set_source("test");
  Do(MakeActor("telefoni", "Telefoni", v1::ROLE_TELEPHONY), command);
}

void LocalCentral::AnnounceRestart(std::int64_t at_us) {
  domain::Context context;
  context.now_us = now_us_;
  context.actor = MakeActor("system", "", v1::ROLE_SYSTEM);
  v1::Event event;
  event.set_revision(state_.revision + 1);
  event.set_at_us(now_us_);
  *event.mutable_actor() = context.actor;
  event.mutable_notice_changed()->mutable_notice()->set_restart_at_us(at_us);
  Publish({event});
}

std::int64_t LocalCentral::Ring(const std::string& phone, const std::string& municipality,
                                v1::CallLane lane) {
  v1::Command command;
  auto& ring = *command.mutable_ring_call();
  ring.set_kind(v1::CALL_KIND_PHONE);
  ring.set_lane(lane);
  ring.set_municipality(municipality);
  if (!phone.empty()) ring.mutable_personal()->set_phone(phone);
  return Do(MakeActor("telefoni", "Telefoni", v1::ROLE_TELEPHONY), command);
}

void LocalCentral::OnDuty(const std::string& doctor_id, bool on_duty) {
  v1::Command command;
  command.mutable_set_duty()->set_doctor_id(doctor_id);
  command.mutable_set_duty()->set_on_duty(on_duty);
  Do(Doctor(doctor_id), command);
}

}  // namespace legevakt::console::testing
