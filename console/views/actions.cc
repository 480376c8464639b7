// What the operator does, as commands. Everything here is reached through the registry or a widget.
#include <algorithm>

#include "base/limits.h"
#include "base/time_units.h"
#include "central/domain/queue_order.h"
#include "central/domain/routing.h"
#include "console/model/format.h"
#include "console/model/triage_form.h"
#include "console/model/vitals.h"
#include "console/model/waiting_room.h"
#include "console/views/app.h"
#include "console/views/words.h"

namespace legevakt::console {

std::string App::Send(v1::Command command, Subject subject, std::int64_t expected_version,
                      std::string request_id) {
  if (!MayStillSend(command)) {
    Say(subject, std::string(ui().T("console.ended.refused")), true);
    return {};
  }
  // A key that does nothing would be believed to have done something.
  if (!CanSend() && !(CanSave() && Outbox::MayWait(command))) {
    Say(subject, std::string(ui().T("shell.outbox.must_not_wait")), true);
    return {};
  }
  screen_.Wake();
  // What waits must not be written over what others do meanwhile.
  if (expected_version == 0 && request_id.empty() && store_.Waits(command, subject, mono_us_))
    expected_version = VersionOf(command, subject.contact_id);
  return store_.Send(std::move(command), subject, expected_version, mono_us_, std::move(request_id));
}

std::int64_t App::VersionOf(const v1::Command& command, std::int64_t contact_id) const {
  const v1::Contact* contact = store_.state().FindContact(contact_id);
  // A red alerts somebody: rather twice than not at all.
  if (contact == nullptr || store_.MakesRed(command)) return 0;
  const auto found = drafts_.find(contact_id);
  const auto typed = [&](std::int64_t version) { return version != 0 ? version : contact->version(); };
  const Draft none;
  const Draft& draft = found == drafts_.end() ? none : found->second;
  switch (command.what_case()) {
    case v1::Command::kRecordIntake:
      return typed(draft.intake.version);
    case v1::Command::kAssessContact:
      return typed(draft.assessment.version);
    case v1::Command::kDecideMeasure:
    case v1::Command::kMakePromise:
    case v1::Command::kCloseContact:
      return typed(draft.measure.version);
    case v1::Command::kEnterNote:
      return contact->version();
    default:
      return 0;
  }
}

bool App::MayStillSend(const v1::Command& command) const {
  if (!shell_.shift_ended || command.has_confirm_red()) return true;
  const bool card = view_.overlay == Overlay::kRed;
  if (command.has_record_call()) return card;
  const triage::Tool* tool = store_.ActiveTool();
  return command.has_assess_contact() && tool != nullptr &&
         command.assess_contact().level_id() == tool->levels().front().id;
}

void App::TakeCall() {
  // One press takes one caller, also where the answer is not here yet.
  if (store_.IsPending({}, v1::Command::kAnswerCall) || store_.IsPending({}, v1::Command::kRecordCall))
    return;
  if (!store_.state().telephony.connected()) {
    NewCall();
    return;
  }
  v1::Command command;
  command.mutable_answer_call();
  PutDown();
  Send(std::move(command), {});
}

std::string App::NewCall(v1::CallKind kind) {
  v1::Command command;
  auto& record = *command.mutable_record_call();
  record.set_kind(kind);
  record.set_lane(kind == v1::CALL_KIND_AMK ? v1::CALL_LANE_URGENT : v1::CALL_LANE_NORMAL);
  PutDown();
  return Send(std::move(command), {});
}

void App::NewPatient() {
  const v1::Contact* open = contact();
  if (open == nullptr || open->call_ids_size() == 0) return;
  const v1::Call* live = LiveCall(*open);
  v1::Command command;
  command.mutable_open_contact()->set_call_id(live != nullptr ? live->call_id() : *open->call_ids().rbegin());
  command.mutable_open_contact()->set_municipality(open->intake().municipality());
  PutDown();
  Send(std::move(command), {});
}

void App::JoinTo(std::int64_t into) {
  const v1::Contact* open = contact();
  const v1::Contact* target = store_.state().FindContact(into);
  if (open == nullptr || target == nullptr || !MayChange(*open) || !CanSend()) return;
  if (RefuseBad(*open, Tab::kIntake)) return;
  const DraftParts clashes = ClashesOf(DraftOf(open->contact_id()), DraftOf(into));
  if (!clashes.empty()) {
    return Say(
        {.contact_id = open->contact_id()},
        text::Format(ui().lang, "console.join.clash",
                     {{"part", ui().T(PartKey(clashes.front()))}, {"who", PatientName(ui(), *target)}}),
        true);
  }
  // Central joins what both know, of the safety answers the worse: nothing is written over it afterwards.
  SendIntake(open->contact_id());
  v1::Command command;
  command.mutable_merge_contacts()->set_from_contact_id(open->contact_id());
  command.mutable_merge_contacts()->set_into_contact_id(into);
  Send(std::move(command), {.contact_id = open->contact_id()});
}

void App::CloseNotMedical(const std::string& note) {
  const v1::Contact* open = contact();
  if (open == nullptr || !MayChange(*open)) return;
  const auto id = open->contact_id();
  if (RefuseUnsaved(id)) return CloseOverlay();
  if (FirstBad(*open, Tab::kIntake)) {
    CloseOverlay();
    RefuseBad(*open, Tab::kIntake);
    return;
  }
  if (DraftOf(id).intake.touched) SaveIntake();
  v1::Command add;
  add.mutable_add_note()->set_contact_id(id);
  add.mutable_add_note()->set_text(note);
  Send(std::move(add), {.contact_id = id});
  EndCall();
  v1::Command close;
  close.mutable_close_contact()->set_contact_id(id);
  close.mutable_close_contact()->set_measure(v1::MEASURE_NOT_MEDICAL);
  CloseOverlay();
  Send(std::move(close), {.contact_id = id});
}

const std::vector<Known>& App::KnownNow() {
  auto& cache = view_.known;
  const v1::Contact* open = contact();
  if (open == nullptr) {
    cache.found.clear();
    cache.contact_id = 0;
    return cache.found;
  }
  const auto& draft = DraftOf(open->contact_id()).intake;
  const bool same = cache.contact_id == open->contact_id() && cache.changes == store_.changes() &&
                    cache.typed[0] == draft.phone && cache.typed[1] == draft.name &&
                    cache.typed[2] == draft.national_id && cache.typed[3] == draft.age;
  if (!same) {
    const std::int64_t first = cache.found.empty() ? 0 : cache.found.front().contact_id;
    KnownCache now{open->contact_id(),
                   store_.changes(),
                   {draft.phone, draft.name, draft.national_id, draft.age},
                   KnownContacts(store_.state(), *open, draft),
                   cache.slipped_us};
    const bool asked = cache.contact_id != now.contact_id || cache.typed != now.typed;
    if (!asked && !now.found.empty() && now.found.front().contact_id != first) now.slipped_us = mono_us_;
    cache = std::move(now);
  }
  return cache.found;
}

void App::JoinToKnown() {
  const auto& known = KnownNow();
  if (known.empty() || JustSlipped(view_.known.slipped_us)) return;
  JoinTo(known.front().contact_id);
}

void App::Copy(const std::string& text) const {
  if (surroundings_.copy) surroundings_.copy(text);
}

void App::Show(std::int64_t contact_id, Tab tab) {
  PutAllAside();
  view_.contact_id = contact_id;
  view_.searching = false;
  view_.complaint_query.clear();
  view_.doctor = {};
  view_.appointment.clear();
  view_.overlay = Overlay::kNone;
  ui().open_at_end = false;
  ui().focus.Trap(0);
  SetTab(tab);
}

void App::LookAt(std::int64_t contact_id) {
  const v1::Contact* row = store_.state().FindContact(contact_id);
  if (row == nullptr) return;
  Tab tab = Tab::kMeasure;
  if (row->state() == v1::CONTACT_STATE_QUICK_INTAKE) tab = Tab::kIntake;
  if (row->state() == v1::CONTACT_STATE_ASSESSING) tab = Tab::kTriage;
  if (row->state() == v1::CONTACT_STATE_SEEN || !domain::IsOpen(*row)) tab = Tab::kClose;
  if (row->new_information()) tab = Tab::kTriage;
  Show(contact_id, tab);
}

// Opening a row takes the contact into one's hands where nobody else has it.
void App::OpenRow(std::int64_t contact_id) {
  LookAt(contact_id);
  const v1::Contact* row = contact();
  if (row != nullptr && row->contact_id() == contact_id && domain::IsOpen(*row) && !row->has_claim())
    Claim(false);
}

void App::Claim(bool take_over) {
  const v1::Contact* open = contact();
  if (open == nullptr) return;
  v1::Command command;
  command.mutable_claim_contact()->set_contact_id(open->contact_id());
  command.mutable_claim_contact()->set_take_over(take_over);
  Send(std::move(command), {.contact_id = open->contact_id()});
}

void App::Park() {
  const v1::Contact* open = contact();
  if (open == nullptr || !Mine(*open) || RefuseBad(*open, Tab::kIntake)) return;
  PutDown();
}

void App::PutDown() {
  const v1::Contact* open = contact();
  if (open == nullptr || !Mine(*open)) return;
  SaveIntake();
  v1::Command command;
  command.mutable_park_contact()->set_contact_id(open->contact_id());
  Send(std::move(command), {.contact_id = open->contact_id()});
  view_.contact_id = 0;
  ui().focus.Clear();
}

const v1::Call* App::LiveCall(const v1::Contact& contact) const {
  for (int i = contact.call_ids_size() - 1; i >= 0; --i) {
    const v1::Call* call = store_.state().FindCall(contact.call_ids(i));
    if (call != nullptr &&
        (call->state() == v1::CALL_STATE_ANSWERED || call->state() == v1::CALL_STATE_REACHED)) {
      return call;
    }
  }
  return nullptr;
}

const v1::Call* App::CallToEnd() const {
  const v1::Contact* open = contact();
  const v1::Call* call = open == nullptr ? nullptr : LiveCall(*open);
  if (call == nullptr || store_.Ending(call->call_id())) return nullptr;
  // Mine is mine, also where the contact is closed or a colleague has it meanwhile.
  const bool mine = call->answered_by().user_id() == store_.me().user_id();
  return mine || MayChange(*open) ? call : nullptr;
}

void App::EndTalk() {
  if (CallToEnd() != nullptr) return EndCall();
  const v1::Call* talk = LongestTalk();
  if (talk != nullptr && talk->contact_ids_size() > 0) LookAt(*talk->contact_ids().rbegin());
}

void App::EndCall() {
  const v1::Contact* open = contact();
  const v1::Call* call = CallToEnd();
  if (call == nullptr) return;
  v1::Command command;
  command.mutable_end_call()->set_call_id(call->call_id());
  Send(std::move(command), {.contact_id = open->contact_id()});
}

void App::SendIntake(std::int64_t contact_id) {
  auto& draft = DraftOf(contact_id);
  if (!draft.intake.touched) return;
  v1::Command command;
  *command.mutable_record_intake() = draft.TakeIntake(contact_id);
  Send(std::move(command), {.contact_id = contact_id});
}

void App::SaveIntake() {
  const v1::Contact* open = contact();
  if (open == nullptr || !MayChange(*open)) return;
  const auto id = open->contact_id();
  auto& draft = DraftOf(id);
  SendIntake(id);
  if (const std::int64_t by_us = draft.measure.FixPromise(now_us_); by_us != 0) {
    v1::Command command;
    command.mutable_make_promise()->set_contact_id(id);
    command.mutable_make_promise()->set_by_us(by_us);
    Send(std::move(command), {.contact_id = id});
  }
}

void App::KeepPromise() {
  v1::Command command;
  command.mutable_make_promise()->set_contact_id(view_.contact_id);
  command.mutable_make_promise()->set_kept(true);
  Send(std::move(command), {.contact_id = view_.contact_id});
}

void App::SaveAssessment() {
  const v1::Contact* open = contact();
  if (open == nullptr || !MayChange(*open)) return;
  const auto id = open->contact_id();
  auto& draft = DraftOf(id);
  const triage::Tool* tool = ToolOf(*open);
  if (tool == nullptr || draft.assessment.complaint_id.empty()) return;
  // Central takes age, sex and the safety questions from the intake: it must have them first.
  if (draft.intake.touched) SaveIntake();
  // A complaint of another tool's, after a merge: central says so.
  triage::Index level = triage::kNone;
  if (tool->FindComplaint(draft.assessment.complaint_id) != triage::kNone) {
    const triage::Result now = EvaluateDraft(*tool, store_.state(), *open, draft, now_us_);
    // Also where the last answer and the key that saves came in one breath.
    DropOutdatedChoice(draft.assessment, *tool, now);
    level = now.level;
  }
  v1::Command command;
  auto& assess = *command.mutable_assess_contact();
  assess = ToCommand(id, draft.assessment, *tool);
  // Central follows the tool with the intake that it has: what is red here is red however the intake waits.
  // And where the answer is lost, what waits then says itself that it is a red.
  if (assess.level_id().empty() && level != triage::kNone &&
      tool->levels()[level].hastegrad == triage::Hastegrad::kAkutt)
    assess.set_level_id(tool->levels()[level].id);
  Send(std::move(command), {.contact_id = id});
}

void App::SaveMeasure() {
  const v1::Contact* open = contact();
  if (open == nullptr || !MayChange(*open)) return;
  const auto id = open->contact_id();
  auto& draft = DraftOf(id);
  if (draft.measure.touched && draft.measure.measure != v1::MEASURE_UNSPECIFIED) {
    v1::Command command;
    *command.mutable_decide_measure() = ToCommand(id, draft.measure);
    Send(std::move(command), {.contact_id = id});
  }
  if (!draft.measure.promise.empty()) SaveIntake();
}

void App::RequestDoctor(const std::string& doctor_id) {
  const v1::Contact* open = contact();
  if (open == nullptr || !MayChange(*open)) return;
  const auto id = open->contact_id();
  const auto measure = DraftOf(id).measure.measure;
  SaveMeasure();
  v1::Command command;
  auto& request = *command.mutable_request_mission();
  request.set_contact_id(id);
  request.set_measure(measure);
  if (domain::NeedsDoctor(measure)) {
    request.set_doctor_id(doctor_id);
    if (const v1::Doctor* doctor = store_.state().FindDoctor(doctor_id)) {
      request.set_station_id(doctor->station_id());
    }
  }
  // Asked: from now on it is no surprise that they are busy.
  if (!Send(std::move(command), {.contact_id = id}).empty()) view_.doctor.picked = false;
}

const ui::Command* App::PlaceOf(DraftPart part) const {
  switch (part) {
    case DraftPart::kAssessment:
      return registry_.Find("tab.triage");
    case DraftPart::kMeasure:
    case DraftPart::kPromise:
      return registry_.Find("tab.measure");
    case DraftPart::kNote:
      return registry_.Find("tab.history");
    case DraftPart::kQuestion:
    case DraftPart::kAdvised:
      return registry_.Find("contact.consult");
    case DraftPart::kWarning:
      return registry_.Find("contact.warning");
  }
  return nullptr;
}

bool App::RefuseUnsaved(std::int64_t contact_id) {
  const DraftParts unsaved = UnsavedBeside(DraftOf(contact_id));
  if (unsaved.empty()) return false;
  Say({.contact_id = contact_id},
      text::Format(ui().lang, "console.close.refused",
                   {{"part", ui().T(PartKey(unsaved.front()))},
                    {"key", ui::ChordText(PlaceOf(unsaved.front())->chord, ui().lang)}}),
      true);
  return true;
}

void App::DiscardAssessment() {
  if (contact() == nullptr) return;
  DraftOf(view_.contact_id).assessment = {};
  followed_ = {};
}

void App::DiscardDraft(std::int64_t contact_id) {
  drafts_.erase(contact_id);
  followed_ = {};
}

void App::CloseContact() {
  const v1::Contact* open = contact();
  if (open == nullptr || !MayChange(*open)) return;
  const auto id = open->contact_id();
  if (RefuseUnsaved(id)) return;
  const auto& draft = DraftOf(id).measure;
  if (DraftOf(id).intake.touched) SaveIntake();
  v1::Command command;
  auto& close = *command.mutable_close_contact();
  close.set_contact_id(id);
  if (draft.measure != v1::MEASURE_UNSPECIFIED) close.set_measure(draft.measure);
  const auto decided = ToCommand(id, draft);
  if (decided.has_safety_net()) *close.mutable_safety_net() = decided.safety_net();
  Send(std::move(command), {.contact_id = id});
}

const v1::Mission* App::VisitToTakeBack() const {
  const VisitTaken& taken = view_.visit;
  if (view_.overlay != Overlay::kWaitingRoom || !store_.has_state()) return nullptr;
  const v1::Mission* mission = store_.state().FindMission(taken.mission_id);
  const bool still = mission != nullptr && mission->visit().state() == taken.to;
  return still && mono_us_ - taken.at_us < limits::kUndoUs ? mission : nullptr;
}

void App::StepVisit(const v1::Mission& mission, v1::VisitState state) {
  view_.visit = {mission.mission_id(), mission.visit().state(), state, mono_us_};
  v1::Command command;
  command.mutable_step_visit()->set_mission_id(mission.mission_id());
  command.mutable_step_visit()->set_state(state);
  Send(std::move(command), {.contact_id = mission.contact_id()});
}

void App::Undo() {
  if (const v1::Mission* mission = VisitToTakeBack()) {
    StepVisit(*mission, TakenBackTo(view_.visit.from));
    view_.visit = {};
    // The button that was pressed is gone: to the step that this patient can take.
    return ui().focus.Set(ui::Id("overlay/next", mission->mission_id()));
  }
  const v1::Contact* open = contact();
  if (open == nullptr) return;
  v1::Command command;
  command.mutable_undo_contact()->set_contact_id(open->contact_id());
  Send(std::move(command), {.contact_id = open->contact_id()});
}

void App::Reopen() {
  const v1::Contact* open = contact();
  if (open == nullptr) return;
  v1::Command command;
  command.mutable_reopen_contact()->set_contact_id(open->contact_id());
  Send(std::move(command), {.contact_id = open->contact_id()}, open->version());
}

void App::CopyNote() {
  // The record that is read, and not what lies beneath it.
  if (view_.overlay == Overlay::kLookup) {
    const PastContact* past = store_.lookup().past();
    if (past == nullptr) return;
    Copy(NoteText(*past));
    view_.card.copied = true;
    return;
  }
  const v1::Contact* open = contact();
  if (open == nullptr) return;
  Copy(NoteText());
  Say({.contact_id = open->contact_id()}, std::string(ui().T("console.said.copied")), false);
}

std::string App::AdviceText() const {
  const v1::Contact* open = contact();
  const triage::Tool* tool = open == nullptr ? nullptr : ToolOf(*open);
  if (tool == nullptr) return {};
  const triage::Index complaint = tool->FindComplaint(open->complaint_id());
  const triage::Index level = tool->FindLevel(open->level_id());
  if (complaint == triage::kNone || level == triage::kNone) return {};
  const triage::Advice& advice = tool->AdviceFor(complaint, level);
  std::string text = In(ui().lang, advice.text);
  // What was told, where the operator has worded it; else what the tool says.
  const std::string& told = open->safety_net().text();
  const std::string& net = told.empty() ? In(ui().lang, advice.safety_net) : told;
  if (!text.empty() && !net.empty()) text += "\n\n";
  return text + net;
}

void App::CopyAdvice() {
  const v1::Contact* open = contact();
  if (open == nullptr) return;
  Copy(AdviceText());
  Say({.contact_id = open->contact_id()}, std::string(ui().T("console.said.advice_copied")), false);
}

void App::MarkEntered() {
  const v1::Contact* open = contact();
  if (open == nullptr) return;
  v1::Command command;
  command.mutable_enter_note()->set_contact_id(open->contact_id());
  Send(std::move(command), {.contact_id = open->contact_id()});
}

bool App::NoteIsUnderWay(std::int64_t contact_id, const std::string& text) const {
  const auto same = [&](const v1::Command& command) {
    return command.add_note().contact_id() == contact_id && command.add_note().text() == text;
  };
  const auto& sent = store_.pending();
  const auto& kept = store_.outbox().kept();
  return std::any_of(sent.begin(), sent.end(), [&](const Pending& one) { return same(one.command); }) ||
         std::any_of(kept.begin(), kept.end(), [&](const console::Kept& one) {
           return !one.other_journal && one.state != KeptState::kConflict && same(one.request.command());
         });
}

void App::AddNote() {
  const v1::Contact* open = contact();
  if (open == nullptr || DraftOf(open->contact_id()).note.empty()) return;
  // Once: it stays in its field until central has it.
  if (NoteIsUnderWay(open->contact_id(), DraftOf(open->contact_id()).note)) return;
  v1::Command command;
  auto& note = *command.mutable_add_note();
  note.set_contact_id(open->contact_id());
  note.set_text(DraftOf(open->contact_id()).note);
  note.set_happened_us(ParseClock(DraftOf(open->contact_id()).note_time, now_us_));
  note.set_new_information(domain::IsOpen(*open));
  Send(std::move(command), {.contact_id = open->contact_id()});
}

void App::StepMission(const v1::Mission& mission, v1::MissionState state) {
  if (state == v1::MISSION_STATE_DONE || state == v1::MISSION_STATE_REFUSED) {
    Open(Overlay::kStep, mission.mission_id());
    view_.step = state;
    view_.step_choice = -1;
    return;
  }
  v1::StepMission step;
  step.set_state(state);
  StepMission(step, mission);
}

void App::StepMission(const v1::StepMission& step, const v1::Mission& mission) {
  v1::Command command;
  *command.mutable_step_mission() = step;
  command.mutable_step_mission()->set_mission_id(mission.mission_id());
  Send(std::move(command), {.contact_id = mission.contact_id()}, mission.version());
}

void App::HearMission(const v1::Mission& mission) {
  v1::Command command;
  command.mutable_hear_mission()->set_mission_id(mission.mission_id());
  Send(std::move(command), {.contact_id = mission.contact_id()});
}

void App::GiveTime(const v1::Mission& mission, std::int64_t at_us) {
  v1::Command command;
  command.mutable_step_visit()->set_mission_id(mission.mission_id());
  command.mutable_step_visit()->set_state(v1::VISIT_STATE_GIVEN_TIME);
  command.mutable_step_visit()->set_appointment_us(at_us);
  view_.appointment.clear();
  Send(std::move(command), {.contact_id = mission.contact_id()});
}

// Among what is in my hands or put down by me; where there is none, among all that I answer for.
void App::NextMine() {
  std::vector<const v1::Contact*> mine = MyContacts();
  auto held = mine;
  std::erase_if(held, [](const v1::Contact* contact) { return !contact->has_claim() && !contact->parked(); });
  if (!held.empty()) mine = std::move(held);
  if (mine.empty()) return;
  const auto at = std::find_if(mine.begin(), mine.end(), [this](const v1::Contact* contact) {
    return contact->contact_id() == view_.contact_id;
  });
  OpenRow((at == mine.end() || at + 1 == mine.end() ? mine.front() : *(at + 1))->contact_id());
}

bool App::ChoosesComplaint() const {
  if (view_.searching) return true;
  const auto draft = drafts_.find(view_.contact_id);
  return draft == drafts_.end() || draft->second.assessment.complaint_id.empty();
}

// Ctrl+Enter: save, and on to the next step.
void App::PrimaryAction() {
  if (view_.overlay != Overlay::kNone) {
    view_.card.send = true;
    return;
  }
  const v1::Contact* open = contact();
  if (open == nullptr || RefuseBad(*open, view_.tab)) return;
  switch (view_.tab) {
    case Tab::kIntake:
      SaveIntake();
      return SetTab(Tab::kTriage);
    case Tab::kTriage:
      // What was chosen before is not what is being looked for.
      if (ChoosesComplaint()) return;
      SaveAssessment();
      return SetTab(Tab::kMeasure);
    case Tab::kMeasure: {
      const auto measure = DraftOf(open->contact_id()).measure.measure;
      if (measure == v1::MEASURE_UNSPECIFIED) return;
      if (domain::NeedsDoctor(measure) && !view_.doctor.lost.empty()) return;
      if (domain::NeedsDoctor(measure) && !view_.doctor.id.empty()) return RequestDoctor(view_.doctor.id);
      SaveMeasure();
      return SetTab(Tab::kClose);
    }
    case Tab::kClose:
      return domain::IsOpen(*open) ? CloseContact() : CopyNote();
    case Tab::kHistory:
      return AddNote();
  }
}

void App::SetTab(Tab tab) {
  view_.tab = tab;
  const v1::Contact* open = contact();
  switch (tab) {
    case Tab::kIntake:
      return ui().focus.Set("intake/airway");
    case Tab::kTriage: {
      const bool chosen = open != nullptr && !DraftOf(open->contact_id()).assessment.complaint_id.empty();
      view_.focus_next = chosen && !view_.searching;
      return ui().focus.Set("triage/search");
    }
    case Tab::kMeasure:
      return ui().focus.Set("measure/measure");
    case Tab::kClose:
      return ui().focus.Set("close/primary");
    case Tab::kHistory:
      return ui().focus.Set("history/note");
  }
}

void App::SeeNews() {
  if (!HasNews() || !CanSend()) return;
  v1::Command command;
  command.mutable_see_tool_news()->set_tool_hash(store_.state().active_tool_hash);
  Send(std::move(command), {});
}

}  // namespace legevakt::console
