#include "central/domain/documents.h"

#include <algorithm>

#include "base/time_units.h"
#include "central/domain/queue_order.h"
#include "central/domain/tool_words.h"
#include "central/domain/words.h"

namespace legevakt::domain {
namespace {

using text::Format;
using text::Get;
using text::Lang;

constexpr std::int64_t kDayMinutes = 24 * 60;

std::string TwoDigits(std::int64_t value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

// "19:04" as on the wall. The date is in the record system's own heading.
std::string ClockTime(std::int64_t at_us, const DocumentContext& context) {
  const std::int64_t minutes = at_us / kMinuteUs + context.utc_offset_minutes;
  const std::int64_t of_day = ((minutes % kDayMinutes) + kDayMinutes) % kDayMinutes;
  return TwoDigits(of_day / 60) + ":" + TwoDigits(of_day % 60);
}

void Append(std::string& text, std::string_view separator, const std::string& part) {
  if (part.empty()) return;
  if (!text.empty()) text += separator;
  text += part;
}

const triage::Tool* ToolOf(const DocumentContext& context, const std::string& hash) {
  return context.tools == nullptr ? nullptr : context.tools->Find(hash);
}

std::string ComplaintWords(const DocumentContext& context, const v1::Assessment& assessment) {
  return domain::ComplaintWords(context.lang, ToolOf(context, assessment.tool_hash()),
                                assessment.complaint_id());
}

// "Puls 112 /min, smerter i brystet: ja". Vital signs only, or questions only.
std::string AnswerWords(const DocumentContext& context, const v1::Assessment& assessment, bool vital) {
  const triage::Tool* tool = ToolOf(context, assessment.tool_hash());
  if (tool == nullptr) return {};
  std::string words;
  for (const v1::Answer& answer : assessment.answers()) {
    const triage::Index index = tool->FindQuestion(answer.question_id());
    if (index == triage::kNone || tool->questions()[index].vital != vital) continue;
    const triage::Question& question = tool->questions()[index];
    if (!words.empty()) words += "; ";
    const std::string& asked = In(context.lang, question.text);
    words +=
        asked + (vital || asked.ends_with('?') ? " " : ": ") + ValueWords(context.lang, question, answer);
  }
  return words;
}

// The answers as they are stored, where the tool that could word them is no longer here: "severe_pain ja".
std::string StoredAnswers(const DocumentContext& context, const v1::Assessment& assessment) {
  if (ToolOf(context, assessment.tool_hash()) != nullptr) return {};
  std::string words;
  for (const v1::Answer& answer : assessment.answers()) {
    Append(words, "; ", answer.question_id() + " " + ValueWords(context.lang, {}, answer));
  }
  return words;
}

// By the name that the screens use; the id of somebody whom neither the record nor the region names.
std::string PersonName(const State& state, const v1::Contact& contact, const std::string& user_id) {
  if (contact.closed_by().user_id() == user_id && !contact.closed_by().name().empty())
    return contact.closed_by().name();
  if (const v1::Staff* staff = state.FindStaff(user_id)) return staff->name();
  if (const v1::Doctor* doctor = state.FindDoctor(user_id)) return doctor->name();
  return user_id;
}

// What the doctor must know of the answers: the yes, the unknown and the choices in words, the no only
// counted. The journal note has them all.
std::string FindingWords(const DocumentContext& context, const v1::Assessment& assessment) {
  const triage::Tool* tool = ToolOf(context, assessment.tool_hash());
  if (tool == nullptr) return {};
  v1::Assessment telling = assessment;
  auto* answers = telling.mutable_answers();
  const auto is_no = [](const v1::Answer& answer) {
    return answer.value_case() == v1::Answer::kTri && answer.tri() == v1::TRI_NO;
  };
  const auto kept = std::remove_if(answers->begin(), answers->end(), is_no);
  const int denied = static_cast<int>(answers->end() - kept);
  answers->erase(kept, answers->end());
  std::string words = AnswerWords(context, telling, false);
  if (denied > 0) {
    if (!words.empty()) words += ". ";
    words += Format(context.lang, "domain.answers_no", {{"n", std::to_string(denied)}});
  }
  return words;
}

// What the tool says of itself. A rule that raised it gave the level that stands, so it comes first.
std::string RulesOf(const DocumentContext& context, const v1::Assessment& assessment, int at_most) {
  const v1::Suggestion& suggestion = assessment.suggestion();
  const triage::Tool* tool = ToolOf(context, assessment.tool_hash());
  std::string words;
  for (const auto* rules : {&suggestion.raised_by(), &suggestion.decided_by()}) {
    for (const std::string& rule : *rules) {
      if (at_most-- > 0) Append(words, ", ", RuleWords(context.lang, tool, rule));
    }
  }
  return words;
}

// A level that is not the tool's is the operator's: no rule is its reason, whatever the rules said.
std::string WhyThisLevel(const DocumentContext& context, const v1::Assessment& assessment,
                         const std::string& level_id, int at_most) {
  const v1::Suggestion& suggestion = assessment.suggestion();
  std::string rules = RulesOf(context, assessment, at_most);
  if (suggestion.level_id() == level_id) return rules;
  if (suggestion.level_id().empty()) return std::string(Get(context.lang, "domain.operators_choice"));
  std::string tool(Word(context.lang, suggestion.hastegrad()));
  Append(tool, ", ", rules);
  return Format(context.lang, "domain.operators_choice_not", {{"tool", tool}});
}

std::string MunicipalityName(const State& state, const v1::Contact& contact) {
  const v1::Municipality* municipality = state.FindMunicipality(contact.intake().municipality());
  return municipality == nullptr ? std::string() : municipality->name();
}

std::string PatientLine(const State& state, const v1::Contact& contact, Lang lang) {
  const v1::Personal& personal = contact.personal();
  std::string line =
      personal.name().empty() ? std::string(Get(lang, "domain.unknown_patient")) : personal.name();
  Append(line, ", ", AgeWords(lang, contact.intake()));
  if (contact.intake().sex() != v1::SEX_UNSPECIFIED) {
    Append(line, ", ", std::string(Word(lang, contact.intake().sex())));
  }
  Append(line, ", ", personal.national_id());
  if (!contact.intake().protected_address()) Append(line, ", ", personal.address());
  Append(line, ", ", MunicipalityName(state, contact));
  return line;
}

class NoteWriter {
 public:
  explicit NoteWriter(const DocumentContext& context) : context_(context) {}

  void Line(const std::string& line) { note_ += line + "\n"; }
  void Item(std::string_view key, const std::string& value) {
    if (!value.empty()) Line(std::string(Get(context_.lang, key)) + ": " + value);
  }
  void Timed(std::int64_t at_us, const std::string& what) {
    if (at_us > 0) Line(ClockTime(at_us, context_) + "  " + what);
  }
  std::string Take() { return std::move(note_); }

 private:
  const DocumentContext& context_;
  std::string note_;
};

std::string AssessmentLine(const DocumentContext& context, const v1::Assessment& assessment) {
  const Lang lang = context.lang;
  std::string line = std::string(Letter(assessment.hastegrad())) + " " +
                     std::string(Word(lang, assessment.hastegrad())) + ", " +
                     ComplaintWords(context, assessment);
  const std::string why = WhyThisLevel(context, assessment, assessment.level_id(), kAllReasons);
  if (!why.empty()) line += " (" + why + ")";
  if (!assessment.lowering_reason().empty()) {
    line += ". " + Format(lang, "domain.lowered_because", {{"reason", assessment.lowering_reason()}});
  }
  if (assessment.wrong_patient()) line += " [" + std::string(Get(lang, "domain.wrong_patient")) + "]";
  return line + " – " + assessment.by().name();
}

void WriteCalls(const State& state, const v1::Contact& contact, const DocumentContext& context,
                NoteWriter& note) {
  for (const std::int64_t id : contact.call_ids()) {
    const v1::Call* call = state.FindCall(id);
    if (call == nullptr) continue;
    note.Timed(std::max(call->ringing_us(), call->answered_us()),
               std::string(Word(context.lang, call->kind())) +
                   (call->personal().phone().empty() ? "" : " " + call->personal().phone()) +
                   (call->answered_by().name().empty() ? "" : " – " + call->answered_by().name()));
  }
}

void WriteMissions(const State& state, const v1::Contact& contact, const DocumentContext& context,
                   NoteWriter& note) {
  const Lang lang = context.lang;
  for (const std::int64_t id : contact.mission_ids()) {
    const v1::Mission* mission = state.FindMission(id);
    if (mission == nullptr) continue;
    const v1::Doctor* doctor = state.FindDoctor(mission->owner_id());
    const std::string what = std::string(Word(lang, mission->measure())) + ", " +
                             (doctor != nullptr ? doctor->name() : mission->owner_id());
    const auto step = [&](std::int64_t at_us, v1::MissionState state_of_step) {
      note.Timed(at_us, what + ": " + std::string(Word(lang, state_of_step)));
    };
    step(mission->requested_us(), v1::MISSION_STATE_REQUESTED);
    step(mission->accepted_us(), v1::MISSION_STATE_ACCEPTED);
    step(mission->under_way_us(), v1::MISSION_STATE_UNDER_WAY);
    if (mission->visit().arrived_us() != 0) {
      note.Timed(mission->visit().arrived_us(), std::string(Word(lang, v1::VISIT_STATE_ARRIVED)));
    }
    step(mission->with_patient_us(), v1::MISSION_STATE_WITH_PATIENT);
    if (mission->ended_us() == 0) continue;
    std::string end = what + ": " + std::string(Word(lang, mission->state()));
    if (mission->outcome() != v1::OUTCOME_UNSPECIFIED)
      Append(end, ", ", std::string(Word(lang, mission->outcome())));
    if (mission->cannot_reason() != v1::CANNOT_REASON_UNSPECIFIED) {
      Append(end, ", ", std::string(Word(lang, mission->cannot_reason())));
    }
    if (mission->visit().state() == v1::VISIT_STATE_LEFT_BEFORE_SEEN) {
      Append(end, ", ", std::string(Word(lang, mission->visit().state())));
    }
    Append(end, ", ", mission->personal().text());
    note.Timed(mission->ended_us(), end);
  }
}

void WriteConsults(const State& state, const v1::Contact& contact, const DocumentContext& context,
                   NoteWriter& note) {
  for (const v1::Consult& consult : contact.consults()) {
    const v1::Doctor* doctor = state.FindDoctor(consult.with_id());
    const v1::Staff* staff = state.FindStaff(consult.with_id());
    const std::string with = doctor != nullptr ? doctor->name() : staff != nullptr ? staff->name() : "";
    note.Timed(consult.at_us(),
               Format(context.lang, with.empty() ? "domain.consult_asked" : "domain.consult_asked_of",
                      {{"with", with}, {"question", consult.question().text()}}) +
                   " – " + consult.by().name());
    note.Timed(consult.answered_us(),
               Format(context.lang, "domain.consult_answered", {{"answer", consult.answer().text()}}) +
                   " – " + consult.answered_by().name());
  }
}

// That it was cut from, or into, another: whoever reads the one finds the other.
void WriteKin(const v1::Contact& contact, const DocumentContext& context, NoteWriter& note) {
  for (const v1::Correction& correction : contact.corrections()) {
    if (correction.what() != "split") continue;
    const bool from = correction.after().empty();
    note.Timed(
        correction.at_us(),
        Format(context.lang, from ? "domain.note_split_from" : "domain.note_split_into",
               {{"id", from ? correction.before() : correction.after()}, {"who", correction.by().name()}}));
  }
}

// An alert that was laid to somebody is not yet one that reached them: who answered has a line of its own.
void WriteRed(const State& state, const v1::Contact& contact, const DocumentContext& context,
              NoteWriter& note) {
  if (!contact.has_red()) return;
  const v1::Red& red = contact.red();
  const v1::Doctor* doctor = state.FindDoctor(red.doctor_id());
  note.Timed(red.raised_us(), doctor == nullptr
                                  ? std::string(Get(context.lang, "domain.red_raised_no_doctor"))
                                  : Format(context.lang, "domain.red_raised", {{"doctor", doctor->name()}}));
  note.Timed(red.amk_confirmed_us(),
             Format(context.lang, "domain.red_amk_confirmed", {{"who", red.amk_confirmed_by().name()}}));
  note.Timed(red.doctor_confirmed_us(), Format(context.lang, "domain.red_doctor_confirmed",
                                               {{"who", red.doctor_confirmed_by().name()}}));
}

}  // namespace

std::string JournalNote(const State& state, const v1::Contact& contact, const DocumentContext& context) {
  const Lang lang = context.lang;
  NoteWriter note(context);
  note.Line(Format(lang, "domain.note_title",
                   {{"centre", state.region.centre_name()}, {"id", std::to_string(contact.contact_id())}}));
  if (contact.from_paper()) note.Line(std::string(Get(lang, "domain.note_from_paper")));
  note.Item("domain.note_patient", PatientLine(state, contact, lang));
  note.Item("domain.note_caller", contact.personal().caller_name().empty() &&
                                          contact.intake().relation() == v1::CALLER_RELATION_UNSPECIFIED
                                      ? std::string()
                                      : contact.personal().caller_name() + " (" +
                                            std::string(Word(lang, contact.intake().relation())) + ")");
  note.Item("domain.note_phone", contact.personal().phone());
  note.Item("domain.note_interpreter", contact.intake().interpreter());
  note.Item("domain.note_situation", contact.personal().text());
  WriteCalls(state, contact, context, note);
  for (const v1::Assessment& assessment : contact.assessments()) {
    note.Timed(assessment.at_us(), AssessmentLine(context, assessment));
    note.Item("domain.note_answers", AnswerWords(context, assessment, false));
    note.Item("domain.note_vitals", AnswerWords(context, assessment, true));
    note.Item("domain.note_stored_answers", StoredAnswers(context, assessment));
  }
  WriteRed(state, contact, context, note);
  WriteConsults(state, contact, context, note);
  WriteKin(contact, context, note);
  for (const v1::Note& entry : contact.notes()) {
    note.Timed(
        entry.happened_us() > 0 ? entry.happened_us() : entry.at_us(),
        entry.personal().text() + " – " + entry.by().name() +
            (entry.wrong_patient() ? " [" + std::string(Get(lang, "domain.wrong_patient")) + "]" : ""));
  }
  WriteMissions(state, contact, context, note);
  if (contact.measure() != v1::MEASURE_UNSPECIFIED) {
    note.Item("domain.note_measure", std::string(Word(lang, contact.measure())));
  }
  if (contact.has_promise()) note.Item("domain.note_promise", ClockTime(contact.promise().by_us(), context));
  note.Item("domain.note_safety_net", contact.safety_net().not_relevant()
                                          ? std::string(Get(lang, "domain.not_relevant"))
                                          : contact.safety_net().text());
  if (contact.closed_us() > 0) {
    note.Timed(contact.closed_us(),
               Format(lang, "domain.note_closed",
                      {{"who", contact.closed_by().name()},
                       {"responsible", PersonName(state, contact, contact.responsible())}}));
  }
  return note.Take();
}

std::string UrgencyReason(const v1::Contact& contact, const DocumentContext& context, int at_most) {
  if (contact.hastegrad() == v1::HASTEGRAD_UNSPECIFIED) return {};
  const v1::Assessment* last = LastAssessment(contact);
  if (last == nullptr) return std::string(Get(context.lang, "domain.operators_choice"));
  return WhyThisLevel(context, *last, contact.level_id(), at_most);
}

v1::Isbar MakeIsbar(const State& state, const v1::Contact& contact, const DocumentContext& context) {
  const Lang lang = context.lang;
  v1::Isbar isbar;
  isbar.set_identity(PatientLine(state, contact, lang));
  const v1::Assessment* assessment = LastAssessment(contact);
  std::string situation = assessment == nullptr ? std::string() : ComplaintWords(context, *assessment);
  Append(situation, ". ", contact.personal().text());
  isbar.set_situation(situation);

  std::string background;
  if (contact.intake().care_plan()) background = Get(lang, "domain.care_plan");
  if (contact.intake().has_with_patient()) {
    Append(background, ". ",
           std::string(Get(lang, contact.intake().with_patient() ? "domain.caller_with_patient"
                                                                 : "domain.caller_not_with_patient")));
  }
  if (contact.call_ids_size() > 1) {
    Append(background, ". ",
           Format(lang, "domain.calls_so_far", {{"n", std::to_string(contact.call_ids_size())}}));
  }
  for (const v1::Note& note : contact.notes()) {
    if (!note.wrong_patient()) Append(background, ". ", note.personal().text());
  }
  isbar.set_background(background);

  std::string words;
  if (assessment != nullptr || contact.hastegrad() != v1::HASTEGRAD_UNSPECIFIED) {
    words = Word(lang, contact.hastegrad());
    Append(words, ": ", UrgencyReason(contact, context));
  }
  if (assessment != nullptr) {
    Append(words, ". ", AnswerWords(context, *assessment, true));
    Append(words, ". ", FindingWords(context, *assessment));
  }
  isbar.set_assessment(words);
  std::string recommendation;
  // Whoever is rung about a red is asked for something before any measure is chosen.
  if (contact.hastegrad() == v1::HASTEGRAD_AKUTT) recommendation = Get(lang, "domain.isbar_ask_amk");
  if (contact.measure() != v1::MEASURE_UNSPECIFIED)
    Append(recommendation, ". ", std::string(Word(lang, contact.measure())));
  if (contact.has_promise()) {
    Append(recommendation, ". ",
           Format(lang, "domain.promised_by", {{"time", ClockTime(contact.promise().by_us(), context)}}));
  }
  isbar.set_recommendation(recommendation);
  return isbar;
}

namespace {

void AddSteps(const v1::Mission& mission, v1::MissionCard& card) {
  switch (mission.state()) {
    case v1::MISSION_STATE_REQUESTED:
      card.add_next_steps(v1::MISSION_STATE_ACCEPTED);
      card.add_next_steps(v1::MISSION_STATE_REFUSED);
      break;
    case v1::MISSION_STATE_ACCEPTED:
      if (mission.measure() == v1::MEASURE_HOME_VISIT || mission.measure() == v1::MEASURE_OWN_TEAM) {
        card.add_next_steps(v1::MISSION_STATE_UNDER_WAY);
      }
      card.add_next_steps(v1::MISSION_STATE_WITH_PATIENT);
      if (mission.measure() == v1::MEASURE_STATION) card.add_next_steps(v1::MISSION_STATE_NOT_TURNED_UP);
      break;
    case v1::MISSION_STATE_UNDER_WAY:
      card.add_next_steps(v1::MISSION_STATE_WITH_PATIENT);
      break;
    case v1::MISSION_STATE_WITH_PATIENT:
      card.add_next_steps(v1::MISSION_STATE_DONE);
      break;
    default:
      break;
  }
}

void FillCard(const State& state, const v1::Mission& mission, const DocumentContext& context,
              v1::MissionCard& card) {
  card.set_mission_id(mission.mission_id());
  card.set_mission_version(mission.version());
  card.set_contact_id(mission.contact_id());
  card.set_measure(mission.measure());
  card.set_state(mission.state());
  card.set_requested_us(mission.requested_us());
  card.set_expires_us(mission.expires_us());
  card.set_accepted_us(mission.accepted_us());
  card.set_under_way_us(mission.under_way_us());
  card.set_with_patient_us(mission.with_patient_us());
  card.set_not_heard(mission.not_heard());
  for (const v1::Station& station : state.region.stations()) {
    if (station.station_id() == mission.station_id()) card.set_station_name(station.name());
  }
  AddSteps(mission, card);
  const v1::Contact* contact = state.FindContact(mission.contact_id());
  if (contact == nullptr) return;
  card.set_hastegrad(contact->hastegrad());
  *card.mutable_isbar() = MakeIsbar(state, *contact, context);
  card.set_care_plan(contact->intake().care_plan());
  card.set_threat(contact->intake().threat());
  card.set_interpreter(contact->intake().interpreter());
  card.set_callback_phone(contact->personal().phone());
  card.set_promised_by_us(contact->promise().by_us());
}

void CountOpen(const State& state, v1::DutyView& view) {
  for (const auto& [id, contact] : state.contacts) {
    if (!IsOpen(contact)) continue;
    switch (contact.hastegrad()) {
      case v1::HASTEGRAD_AKUTT:
        view.set_open_akutt(view.open_akutt() + 1);
        break;
      case v1::HASTEGRAD_HASTER:
        view.set_open_haster(view.open_haster() + 1);
        break;
      case v1::HASTEGRAD_VANLIG:
        view.set_open_vanlig(view.open_vanlig() + 1);
        break;
      default:
        view.set_open_unassessed(view.open_unassessed() + 1);
        break;
    }
  }
}

// Alerts to this doctor that nobody has confirmed.
void AddAlerts(const State& state, const DocumentContext& context, v1::DutyView& view) {
  for (const v1::Contact* contact : Queue(state)) {
    if (!contact->has_red() || contact->red().doctor_id() != view.doctor_id()) continue;
    if (contact->red().doctor_confirmed_us() != 0) continue;
    v1::RedAlert& alert = *view.add_red_alerts();
    alert.set_contact_id(contact->contact_id());
    alert.set_contact_version(contact->version());
    alert.set_raised_us(contact->red().raised_us());
    alert.set_confirm_by_us(contact->red().confirm_by_us());
    alert.set_amk_confirmed(IsWithAmk(contact->red()));
    *alert.mutable_isbar() = MakeIsbar(state, *contact, context);
  }
}

// Whoever was asked first stays asked when it is passed on; by then everybody is.
void AddHelp(const State& state, const DocumentContext& context, v1::DutyView& view) {
  for (const auto& [id, help] : state.help) {
    if (help.answered_us() != 0) continue;
    const bool asked =
        help.step() == v1::HELP_STEP_DOCTOR ? help.asked_id() == view.doctor_id() : view.on_duty();
    if (!asked) continue;
    v1::HelpAlert& alert = *view.add_help();
    alert.set_help_id(id);
    alert.set_by_name(help.by().name());
    alert.set_since_us(help.since_us());
    if (const v1::Contact* contact = state.FindContact(help.contact_id())) {
      *alert.mutable_isbar() = MakeIsbar(state, *contact, context);
    }
  }
}

void AddConsults(const State& state, const DocumentContext& context, v1::DutyView& view) {
  for (const v1::Contact* contact : Queue(state)) {
    for (const v1::Consult& consult : contact->consults()) {
      if (consult.answered_us() != 0) continue;
      const bool asked = consult.with_id().empty() ? view.on_duty() : consult.with_id() == view.doctor_id();
      if (!asked) continue;
      v1::ConsultCard& card = *view.add_consults();
      card.set_consult_id(consult.consult_id());
      card.set_contact_id(contact->contact_id());
      card.set_by_name(consult.by().name());
      card.set_at_us(consult.at_us());
      card.set_question(consult.question().text());
      card.set_hastegrad(contact->hastegrad());
      *card.mutable_isbar() = MakeIsbar(state, *contact, context);
    }
  }
}

}  // namespace

v1::DutyView MakeDutyView(const State& state, const std::string& doctor_id, std::int64_t now_us,
                          const std::string& journal_id, const DocumentContext& context) {
  v1::DutyView view;
  view.set_revision(state.revision);
  view.set_now_us(now_us);
  view.set_journal_id(journal_id);
  view.set_doctor_id(doctor_id);
  view.set_centre_name(state.region.centre_name());
  view.set_centre_phone(state.region.centre_phone());
  view.set_training(state.notice.training());
  if (const v1::Doctor* doctor = state.FindDoctor(doctor_id)) view.set_doctor_name(doctor->name());
  if (const v1::DoctorDuty* duty = state.FindDuty(doctor_id)) {
    view.set_on_duty(duty->on_duty());
    view.set_duty_role(duty->duty_role());
    view.set_duty_version(duty->version());
  }
  AddAlerts(state, context, view);
  AddHelp(state, context, view);
  AddConsults(state, context, view);
  std::vector<const v1::Mission*> own;
  for (const auto& [id, mission] : state.missions) {
    if (mission.owner_id() == doctor_id && IsOpen(mission)) own.push_back(&mission);
  }
  const auto key = [&](const v1::Mission* mission) {
    const v1::Contact* contact = state.FindContact(mission->contact_id());
    return std::tuple(IsBegun(*mission), contact == nullptr ? QueueKey{100, 0, 0} : KeyOf(*contact));
  };
  std::sort(own.begin(), own.end(),
            [&](const v1::Mission* a, const v1::Mission* b) { return key(a) < key(b); });
  for (const v1::Mission* mission : own) FillCard(state, *mission, context, *view.add_missions());
  CountOpen(state, view);
  return view;
}

}  // namespace legevakt::domain
