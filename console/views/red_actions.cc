// What the operator does with a red: raises it, confirms it, gives it back, takes a doctor from somebody
// else.
#include <algorithm>

#include "central/domain/queue_order.h"
#include "console/model/divert.h"
#include "console/views/app.h"

namespace legevakt::console {

namespace {

// The patient of the row with the focus; 0 for none.
std::int64_t OfWaitingRow(const App& app) {
  for (const std::int64_t id : app.view().visit_rows.order.rows()) {
    const v1::Mission* mission = app.store().state().FindMission(id);
    if (mission == nullptr) continue;
    for (const char* button : {"overlay/next", "overlay/missed", "overlay/before"}) {
      if (app.ui().focus.Has(ui::Id(button, id))) return mission->contact_id();
    }
  }
  return 0;
}

std::int64_t OfHandoverRow(const App& app) {
  for (const auto& [id, contact] : app.store().state().contacts) {
    if (app.ui().focus.Has(ui::Id("overlay/pick", id)) || app.ui().focus.Has(ui::Id("overlay/unsent", id)))
      return id;
  }
  return 0;
}

// The contact of the conflict that the outbox's card shows; 0 where it has none here.
std::int64_t OfConflict(const App& app) {
  const auto& kept = app.store().outbox().kept();
  const auto first = std::find_if(kept.begin(), kept.end(),
                                  [](const Kept& each) { return each.state == KeptState::kConflict; });
  if (first == kept.end() || first->other_journal) return 0;
  const auto id = first->subject.contact_id;
  return app.store().state().FindContact(id) == nullptr ? 0 : id;
}

}  // namespace

std::int64_t App::RedAbout() const {
  if (!store_.has_state()) return 0;
  std::int64_t read = 0;
  switch (view_.overlay) {
    case Overlay::kRed:
      return view_.overlay_id;
    case Overlay::kDivert:
      return view_.divert_to;
    case Overlay::kCallback:
      return 0;
    case Overlay::kWaitingRoom:
      read = OfWaitingRow(*this);
      break;
    case Overlay::kHandover:
      read = OfHandoverRow(*this);
      break;
    case Overlay::kStep:
      if (const v1::Mission* mission = store_.state().FindMission(view_.overlay_id))
        read = mission->contact_id();
      break;
    case Overlay::kOutbox:
      read = OfConflict(*this);
      break;
    case Overlay::kNeedHelp:
      if (const auto help = store_.state().help.find(view_.overlay_id); help != store_.state().help.end())
        read = help->second.contact_id();
      break;
    case Overlay::kLookup:
      if (const PastContact* past = store_.lookup().past())
        return store_.state().FindContact(past->contact_id) == nullptr ? 0 : past->contact_id;
      break;
    default:
      break;
  }
  if (read != 0) return read;
  if (contact() != nullptr) return view_.contact_id;
  const bool any = !alarms().empty() && alarms().front().alarm.kind == v1::ALARM_KIND_RED_NOT_CONFIRMED;
  return any ? alarms().front().alarm.contact_id : 0;
}

void App::OpenRed() {
  std::int64_t call_id = 0;
  if (view_.overlay == Overlay::kCallback) call_id = view_.overlay_id;
  // The same key once more.
  if (view_.overlay == Overlay::kRed) call_id = view_.red_call;
  Open(Overlay::kRed, RedAbout());
  if (view_.overlay_id == 0) view_.red_call = call_id;
}

const v1::Mission* App::DivertNow() const {
  if (!store_.has_state()) return nullptr;
  const bool card = view_.overlay == Overlay::kRed;
  const v1::Contact* red = card ? store_.state().FindContact(view_.overlay_id) : contact();
  if (red == nullptr || red->red().doctor_confirmed_us() != 0) return nullptr;
  // One is on the way already, or asked to be.
  for (const std::int64_t id : red->mission_ids()) {
    const v1::Mission* mission = store_.state().FindMission(id);
    if (mission != nullptr && domain::IsOpen(*mission) && mission->measure() == v1::MEASURE_HOME_VISIT)
      return nullptr;
  }
  const auto asked = [red](const Diversion& one) { return one.red == red->contact_id(); };
  if (std::any_of(view_.diverting.begin(), view_.diverting.end(), asked)) return nullptr;
  const auto missions = Divertible(store_.state(), *red);
  return missions.empty() ? nullptr : missions.front();
}

void App::AskDivert(const v1::Mission& mission) {
  const std::int64_t red = view_.overlay == Overlay::kRed ? view_.overlay_id : view_.contact_id;
  const std::int64_t mission_id = mission.mission_id();
  Open(Overlay::kDivert, mission_id);
  view_.divert_to = red;
}

void App::Divert() {
  const v1::Mission* mission = store_.state().FindMission(view_.overlay_id);
  if (mission == nullptr) return;
  const std::int64_t red = view_.divert_to;
  const std::string doctor = mission->owner_id();
  v1::Command command;
  auto& step = *command.mutable_step_mission();
  step.set_mission_id(mission->mission_id());
  step.set_state(v1::MISSION_STATE_DIVERTED);
  step.set_diverted_to(red);
  // Refused: said at the red, where it was pressed.
  std::string request = Send(std::move(command), {.contact_id = red}, mission->version());
  CloseOverlay();
  if (!request.empty()) view_.diverting.push_back({std::move(request), red, doctor});
}

void App::BackFromAmk() {
  const std::int64_t id = view_.overlay_id;
  v1::Command command;
  command.mutable_add_note()->set_contact_id(id);
  command.mutable_add_note()->set_text(std::string(ui().T("console.red.given_back")));
  command.mutable_add_note()->set_new_information(true);
  Send(std::move(command), {.contact_id = id});
  v1::Command back;
  back.mutable_give_back_red()->set_contact_id(id);
  Send(std::move(back), {.contact_id = id});
  OpenRow(id);
  SetTab(Tab::kTriage);
}

void App::ConfirmRed(bool amk) {
  v1::Command command;
  command.mutable_confirm_red()->set_contact_id(view_.overlay_id);
  command.mutable_confirm_red()->set_amk(amk);
  Send(std::move(command), {.contact_id = view_.overlay_id});
}

// Red without questions: the operator says so, and upwards needs no reason. Without a complaint it is the
// tool's "diffuse".
void App::RaiseRed() {
  const v1::Contact* open = contact();
  const triage::Tool* tool = open == nullptr ? nullptr : ToolOf(*open);
  // The card for a new contact: its own says why, and whom to ring.
  if (open != nullptr && tool == nullptr) return Open(Overlay::kRed, open->contact_id());
  if (tool == nullptr || !MayChange(*open)) return;
  auto& draft = DraftOf(open->contact_id());
  if (draft.assessment.complaint_id.empty()) {
    draft.assessment.complaint_id = tool->complaints()[tool->fallback_complaint()].id;
  }
  draft.assessment.level_id = tool->levels().front().id;
  draft.assessment.touched = true;
  SaveAssessment();
}

void App::RaiseRed(std::int64_t contact_id) {
  if (contact_id != view_.contact_id) LookAt(contact_id);
  // What has been found so far goes along: drafts follow a contact only from the next frame on.
  if (const v1::Contact* open = contact(); open != nullptr)
    DraftOf(contact_id).Follow(*open, ToolOf(*open), ui().lang == text::Lang::kNb);
  RaiseRed();
}

void App::RaiseRedOnCallback(std::int64_t call_id) {
  if (!CanSend()) return;
  // Whose shift is ended calls nobody back, and still sets a red.
  if (shell_.shift_ended) return RaiseRedOnNew();
  if (std::string request = TriedCallback(call_id, true); !request.empty())
    view_.red_on_new.push_back(std::move(request));
}

void App::RaiseRedOnNew() {
  if (!CanSend()) return;
  std::string request = NewCall();
  CloseOverlay();
  if (!request.empty()) view_.red_on_new.push_back(std::move(request));
}

}  // namespace legevakt::console
