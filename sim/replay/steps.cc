#include "sim/replay/steps.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "central/domain/routing.h"

namespace legevakt::sim {
namespace {

using domain::State;

bool ByUs(const v1::Actor& actor) {
  return actor.device().compare(0, kDevice.size(), kDevice) == 0;
}

const v1::Call* CallOf(const State& state, const past::Case& row, const CallsByRef& calls) {
  const auto it = calls.find(row.external_ref);
  return it == calls.end() ? nullptr : state.FindCall(it->second);
}

v1::CallerRelation RelationOf(const std::string& word) {
  static const std::map<std::string, v1::CallerRelation> kWords = {
      {"self", v1::CALLER_RELATION_SELF},
      {"parent", v1::CALLER_RELATION_PARENT},
      {"next_of_kin", v1::CALLER_RELATION_NEXT_OF_KIN},
      {"nursing_home", v1::CALLER_RELATION_NURSING_HOME},
      {"home_care", v1::CALLER_RELATION_HOME_CARE},
      {"police", v1::CALLER_RELATION_POLICE},
      {"other", v1::CALLER_RELATION_OTHER}};
  const auto it = kWords.find(word);
  return it == kWords.end() ? v1::CALLER_RELATION_UNSPECIFIED : it->second;
}

void SetIfAny(const std::string& value, std::string* (v1::Personal::*field)(), v1::Personal& into) {
  if (!value.empty()) *(into.*field)() = value;
}

v1::RecordIntake IntakeFor(const past::Case& row, std::int64_t contact_id) {
  v1::RecordIntake command;
  command.set_contact_id(contact_id);
  v1::Intake& intake = *command.mutable_intake();
  if (row.sex == "female") intake.set_sex(v1::SEX_FEMALE);
  if (row.sex == "male") intake.set_sex(v1::SEX_MALE);
  if (row.age_months) intake.set_age_months(*row.age_months);
  if (row.municipality.size() == 4) intake.set_municipality(row.municipality);
  const v1::CallerRelation relation = RelationOf(row.relation);
  if (relation != v1::CALLER_RELATION_UNSPECIFIED) intake.set_relation(relation);
  // Who comes in person, calls about oneself or about one's own child is with the patient.
  if (row.arrival == "walk_in" || relation == v1::CALLER_RELATION_SELF ||
      relation == v1::CALLER_RELATION_PARENT) {
    intake.set_with_patient(true);
  }
  v1::Personal& personal = *command.mutable_personal();
  SetIfAny(row.person_name, &v1::Personal::mutable_name, personal);
  SetIfAny(row.national_id, &v1::Personal::mutable_national_id, personal);
  SetIfAny(row.phone, &v1::Personal::mutable_phone, personal);
  SetIfAny(row.address, &v1::Personal::mutable_address, personal);
  // Never empty: it shows that the intake was made.
  personal.set_text(row.complaint_text.empty() ? "-" : row.complaint_text);
  return command;
}

// As often as sites do: mostly the station, some driving, some video.
v1::Measure MeasureFor(const past::Case& row, v1::Hastegrad hastegrad, const past::ColumnMap& map) {
  const int draw = (row.row * 37 + row.line * 11) % 100;
  switch (hastegrad) {
    case v1::HASTEGRAD_AKUTT:
      return draw < 75 ? v1::MEASURE_STATION : v1::MEASURE_HOME_VISIT;
    case v1::HASTEGRAD_HASTER:
      return draw < 80 ? v1::MEASURE_STATION : draw < 90 ? v1::MEASURE_HOME_VISIT : v1::MEASURE_VIDEO;
    default:
      if (draw < map.advice_percent) return v1::MEASURE_ADVICE;
      return draw % 10 < 6   ? v1::MEASURE_STATION
             : draw % 10 < 9 ? v1::MEASURE_DOCTOR_PHONE
                             : v1::MEASURE_VIDEO;
  }
}

v1::SafetyNet SafetyNetFor(const v1::Contact& contact, const triage::Tool& tool) {
  v1::SafetyNet net;
  const triage::Index complaint = tool.FindComplaint(contact.complaint_id());
  const triage::Index level = tool.FindLevel(contact.level_id());
  if (complaint != triage::kNone && level != triage::kNone) {
    net.set_text(tool.AdviceFor(complaint, level).safety_net.nb);
  }
  net.set_not_relevant(net.text().empty());
  return net;
}

// The best candidate for the measure; empty where there is none.
std::string DoctorFor(const State& state, const v1::Contact& contact, v1::Measure measure,
                      const StepRules& rules) {
  for (const domain::Candidate& candidate : domain::Candidates(state, contact, measure)) {
    if (!candidate.excluded_by.empty()) break;
    const std::string& id = candidate.doctor->doctor_id();
    if (rules.doctors.empty() || rules.doctors.contains(id)) return id;
  }
  return {};
}

std::string StationFor(const State& state, const v1::Contact& contact, v1::Measure measure) {
  if (measure != v1::MEASURE_STATION && measure != v1::MEASURE_SATELLITE) return {};
  const v1::Municipality* municipality = state.FindMunicipality(contact.intake().municipality());
  for (const v1::Station& station : state.region.stations()) {
    if (station.kind() != v1::STATION_KIND_STATION) continue;
    if (municipality == nullptr || municipality->station_id() == station.station_id())
      return station.station_id();
  }
  return state.region.stations().empty() ? "" : state.region.stations(0).station_id();
}

bool HasOpenMission(const State& state, const v1::Contact& contact) {
  return std::any_of(contact.mission_ids().begin(), contact.mission_ids().end(), [&](std::int64_t id) {
    const v1::Mission* mission = state.FindMission(id);
    return mission != nullptr && domain::IsOpen(*mission);
  });
}

bool WasSeen(const State& state, const v1::Contact& contact) {
  return std::any_of(contact.mission_ids().begin(), contact.mission_ids().end(), [&](std::int64_t id) {
    const v1::Mission* mission = state.FindMission(id);
    return mission != nullptr && mission->state() == v1::MISSION_STATE_DONE;
  });
}

Step MakeStep(StepKind kind, const past::Case& about) {
  Step step;
  step.kind = kind;
  step.about = &about;
  return step;
}

std::optional<Step> RequestStep(const State& state, const v1::Contact& contact, const past::Case& about,
                                const StepRules& rules) {
  v1::Measure measure = contact.measure();
  std::string doctor = DoctorFor(state, contact, measure, rules);
  // Nobody for this: what everybody at the station can do.
  for (const v1::Measure other : {v1::MEASURE_STATION, v1::MEASURE_DOCTOR_PHONE}) {
    if (!doctor.empty()) break;
    measure = other;
    doctor = DoctorFor(state, contact, measure, rules);
  }
  if (doctor.empty()) return std::nullopt;
  Step step = MakeStep(StepKind::kRequest, about);
  v1::RequestMission& request = *step.command.mutable_request_mission();
  request.set_contact_id(contact.contact_id());
  request.set_measure(measure);
  request.set_doctor_id(doctor);
  request.set_station_id(StationFor(state, contact, measure));
  return step;
}

std::optional<Step> AssessStep(const v1::Contact& contact, const past::Case& about, const StepRules& rules) {
  if (!contact.personal().has_text()) {
    Step step = MakeStep(StepKind::kIntake, about);
    *step.command.mutable_record_intake() = IntakeFor(about, contact.contact_id());
    return step;
  }
  if (contact.hastegrad() != v1::HASTEGRAD_UNSPECIFIED && !contact.new_information()) return std::nullopt;
  Step step = MakeStep(StepKind::kAssess, about);
  v1::AssessContact& assess = *step.command.mutable_assess_contact();
  assess.set_contact_id(contact.contact_id());
  assess.set_complaint_id(about.complaint_id);
  for (v1::Answer& answer : AnswersFor(about, *rules.tool)) *assess.add_answers() = std::move(answer);
  // Somebody may have set a higher urgency meanwhile, for which this row knows no reason.
  if (!contact.assessments().empty()) {
    assess.set_lowering_reason(std::string(text::Get(text::Lang::kNb, "sim.lowering_reason")));
  }
  return step;
}

// The steps of an open contact, in the order in which they are due.
std::optional<Step> ContactStep(const State& state, const v1::Contact& contact, const past::Case& about,
                                const std::string& user_id, const StepRules& rules) {
  if (contact.has_claim() && contact.claim().by().user_id() != user_id) {
    if (!ByUs(contact.claim().by())) return std::nullopt;
    Step step = MakeStep(StepKind::kTakeOver, about);
    step.command.mutable_claim_contact()->set_contact_id(contact.contact_id());
    step.command.mutable_claim_contact()->set_take_over(true);
    return step;
  }
  if (auto step = AssessStep(contact, about, rules)) return step;
  if (contact.has_red() && contact.red().amk_confirmed_us() == 0) {
    Step step = MakeStep(StepKind::kConfirmAmk, about);
    step.command.mutable_confirm_red()->set_contact_id(contact.contact_id());
    step.command.mutable_confirm_red()->set_amk(true);
    return step;
  }
  if (contact.measure() == v1::MEASURE_UNSPECIFIED) {
    Step step = MakeStep(StepKind::kMeasure, about);
    v1::DecideMeasure& decide = *step.command.mutable_decide_measure();
    decide.set_contact_id(contact.contact_id());
    decide.set_measure(MeasureFor(about, contact.hastegrad(), *rules.map));
    *decide.mutable_safety_net() = SafetyNetFor(contact, *rules.tool);
    return step;
  }
  if (domain::NeedsDoctor(contact.measure()) && !HasOpenMission(state, contact) && !WasSeen(state, contact)) {
    return RequestStep(state, contact, about, rules);
  }
  return std::nullopt;
}

// Everything is done that closing asks for.
bool MayClose(const State& state, const v1::Contact& contact) {
  if (contact.measure() == v1::MEASURE_UNSPECIFIED || HasOpenMission(state, contact)) return false;
  if (domain::NeedsDoctor(contact.measure()) && !WasSeen(state, contact)) return false;
  return !contact.has_red() ||
         (contact.red().amk_confirmed_us() != 0 && contact.red().doctor_confirmed_us() != 0);
}

std::optional<Step> CallStep(const State& state, const v1::Call& call, const Dossier& dossier,
                             const past::Case& row, const CallsByRef& calls) {
  if (call.state() == v1::CALL_STATE_CALL_BACK_DUE) {
    Step step = MakeStep(StepKind::kCallBack, row);
    step.command.mutable_try_callback()->set_call_id(call.call_id());
    step.command.mutable_try_callback()->set_reached(true);
    return step;
  }
  if (call.state() != v1::CALL_STATE_RINGING) return std::nullopt;
  Step step = MakeStep(StepKind::kAnswer, row);
  step.command.mutable_answer_call()->set_call_id(call.call_id());
  // A further call about what is already open goes to it.
  for (const past::Case* other : dossier.rows) {
    const v1::Call* earlier = other == &row ? nullptr : CallOf(state, *other, calls);
    if (earlier == nullptr) continue;
    for (const std::int64_t id : earlier->contact_ids()) {
      const v1::Contact* contact = state.FindContact(id);
      if (contact != nullptr && domain::IsOpen(*contact))
        step.command.mutable_answer_call()->set_contact_id(id);
    }
  }
  return step;
}

bool InProgress(const v1::Call& call) {
  return call.state() == v1::CALL_STATE_ANSWERED || call.state() == v1::CALL_STATE_REACHED;
}

void DenyRest(const past::Case& row, const triage::Tool& tool, std::vector<v1::Answer>& answers) {
  const triage::Index complaint = tool.FindComplaint(row.complaint_id);
  if (complaint == triage::kNone) return;
  for (const triage::Index index : tool.complaints()[complaint].must_ask) {
    const triage::Question& question = tool.questions()[index];
    const bool answered = std::any_of(answers.begin(), answers.end(), [&](const v1::Answer& answer) {
      return answer.question_id() == question.id;
    });
    if (answered || question.type != triage::AnswerType::kYesNo) continue;
    v1::Answer& answer = answers.emplace_back();
    answer.set_question_id(question.id);
    answer.set_tri(v1::TRI_NO);
  }
}

}  // namespace

std::optional<Step> NextOperatorStep(const State& state, const Dossier& dossier, const CallsByRef& calls,
                                     const std::string& user_id, const StepRules& rules) {
  // The newest call first: what is said now matters most.
  for (auto row = dossier.rows.rbegin(); row != dossier.rows.rend(); ++row) {
    const v1::Call* call = CallOf(state, **row, calls);
    if (call == nullptr) continue;
    if (auto step = CallStep(state, *call, dossier, **row, calls)) return step;
    if (!ByUs(call->answered_by())) continue;
    for (const std::int64_t id : call->contact_ids()) {
      const v1::Contact* contact = state.FindContact(id);
      if (contact == nullptr || !domain::IsOpen(*contact)) continue;
      if (auto step = ContactStep(state, *contact, **row, user_id, rules)) return step;
      if (InProgress(*call)) continue;
      if (!MayClose(state, *contact) || (contact->has_claim() && !ByUs(contact->claim().by()))) continue;
      Step step = MakeStep(StepKind::kClose, **row);
      step.command.mutable_close_contact()->set_contact_id(id);
      *step.command.mutable_close_contact()->mutable_safety_net() = SafetyNetFor(*contact, *rules.tool);
      return step;
    }
    if (InProgress(*call)) {
      Step step = MakeStep(StepKind::kEndCall, **row);
      step.command.mutable_end_call()->set_call_id(call->call_id());
      return step;
    }
  }
  return std::nullopt;
}

std::vector<Step> NextDoctorSteps(const State& state, const std::string& doctor_id,
                                  const std::set<std::string>& stands_in_for) {
  std::vector<Step> steps;
  for (const auto& [id, contact] : state.contacts) {
    if (!contact.has_red() || contact.red().doctor_confirmed_us() != 0 || !domain::IsOpen(contact)) continue;
    if (contact.red().doctor_id() != doctor_id && !stands_in_for.contains(contact.red().doctor_id()))
      continue;
    Step step;
    step.kind = StepKind::kConfirmRed;
    step.command.mutable_confirm_red()->set_contact_id(id);
    steps.push_back(std::move(step));
  }
  for (const auto& [id, mission] : state.missions) {
    if (mission.owner_id() != doctor_id || !domain::IsOpen(mission)) continue;
    Step step;
    step.mission_id = id;
    v1::StepMission& next = *step.command.mutable_step_mission();
    next.set_mission_id(id);
    if (mission.state() == v1::MISSION_STATE_REQUESTED) {
      step.kind = StepKind::kAccept;
      next.set_state(v1::MISSION_STATE_ACCEPTED);
    } else if (mission.state() == v1::MISSION_STATE_ACCEPTED && mission.measure() == v1::MEASURE_HOME_VISIT) {
      step.kind = StepKind::kUnderWay;
      next.set_state(v1::MISSION_STATE_UNDER_WAY);
    } else if (mission.state() != v1::MISSION_STATE_WITH_PATIENT) {
      step.kind = StepKind::kWithPatient;
      next.set_state(v1::MISSION_STATE_WITH_PATIENT);
    } else {
      step.kind = StepKind::kDone;
      next.set_state(v1::MISSION_STATE_DONE);
      next.set_outcome(id % 5 == 0   ? v1::OUTCOME_HOSPITAL
                       : id % 5 == 1 ? v1::OUTCOME_OWN_GP
                                     : v1::OUTCOME_FINISHED);
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

RowPhase PhaseOf(const State& state, const past::Case& row, const CallsByRef& calls) {
  const v1::Call* call = CallOf(state, row, calls);
  if (call == nullptr) return RowPhase::kNotRung;
  if (call->state() == v1::CALL_STATE_RINGING) return RowPhase::kRinging;
  if (call->state() != v1::CALL_STATE_ENDED) return RowPhase::kOpen;
  for (const std::int64_t id : call->contact_ids()) {
    const v1::Contact* contact = state.FindContact(id);
    if (contact != nullptr && domain::IsOpen(*contact)) return RowPhase::kOpen;
  }
  return RowPhase::kClosed;
}

v1::RingCall RingFor(const past::Case& row) {
  v1::RingCall ring;
  ring.set_external_ref(row.external_ref);
  ring.set_kind(row.arrival == "walk_in"   ? v1::CALL_KIND_WALK_IN
                : row.arrival == "message" ? v1::CALL_KIND_MESSAGE
                : row.arrival == "amk"     ? v1::CALL_KIND_AMK
                                           : v1::CALL_KIND_PHONE);
  ring.set_lane(row.lane == "urgent"                                 ? v1::CALL_LANE_URGENT
                : row.lane == "professional" || row.arrival == "amk" ? v1::CALL_LANE_PROFESSIONAL
                                                                     : v1::CALL_LANE_NORMAL);
  if (row.municipality.size() == 4) ring.set_municipality(row.municipality);
  if (!row.phone.empty()) ring.mutable_personal()->set_phone(row.phone);
  return ring;
}

std::vector<v1::Answer> AnswersFor(const past::Case& row, const triage::Tool& tool) {
  std::vector<v1::Answer> answers;
  for (const past::CaseAnswer& from : row.answers) {
    const triage::Index index = tool.FindQuestion(from.question);
    if (index == triage::kNone) continue;
    const triage::Question& question = tool.questions()[index];
    v1::Answer& answer = answers.emplace_back();
    answer.set_question_id(from.question);
    answer.set_tri(v1::TRI_UNKNOWN);
    switch (from.kind) {
      case past::CaseAnswer::Kind::kUnknown:
        break;
      case past::CaseAnswer::Kind::kYes:
        answer.set_tri(v1::TRI_YES);
        break;
      case past::CaseAnswer::Kind::kNo:
        answer.set_tri(v1::TRI_NO);
        break;
      case past::CaseAnswer::Kind::kChoice:
        answer.set_choice(from.choice);
        break;
      case past::CaseAnswer::Kind::kNumber:
        if (from.number >= question.plausible_min && from.number <= question.plausible_max) {
          answer.set_scaled(from.number);
        }
        break;
    }
  }
  if (row.denies_rest) DenyRest(row, tool, answers);
  return answers;
}

}  // namespace legevakt::sim
