// What is done: the measure, the doctor with reasons, "contact us again if ...", the promise, and the
// missions.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "central/domain/measures.h"
#include "central/domain/routing.h"
#include "console/model/divert.h"
#include "console/model/format.h"
#include "console/model/triage_form.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/draw.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

// Something to mind before going on.
void Warn(App& app, Rect row, std::string_view text) {
  auto& ui = app.ui();
  const Rect mark = row.CutLeft(ui.Px(20));
  ui::Shape(ui, mark.middle(), ui.Px(14), ui::MarkShape::kDiamond, ui.Colour(ui::Attention(ui)));
  row.CutLeft(ui.Px(8));
  Label(ui, row, ui.fonts.bold, Role::kText, text);
}

constexpr std::array kMeasures = {v1::MEASURE_ADVICE,   v1::MEASURE_DOCTOR_PHONE, v1::MEASURE_VIDEO,
                                  v1::MEASURE_STATION,  v1::MEASURE_HOME_VISIT,   v1::MEASURE_SATELLITE,
                                  v1::MEASURE_OWN_TEAM, v1::MEASURE_HOME_CARE,    v1::MEASURE_OWN_GP,
                                  v1::MEASURE_AMK,      v1::MEASURE_REFERRED,     v1::MEASURE_NOT_MEDICAL};

// The tool's own advice, until the operator writes another.
void Prefill(App& app, const v1::Contact& contact, MeasureDraft& draft) {
  if (draft.safety_net_typed || !draft.safety_net.empty() || draft.not_relevant) return;
  const triage::Tool* tool = app.ToolOf(contact);
  if (tool == nullptr || contact.assessments_size() == 0) return;
  const triage::Index complaint = tool->FindComplaint(contact.complaint_id());
  const triage::Index level = tool->FindLevel(contact.level_id());
  if (complaint == triage::kNone || level == triage::kNone) return;
  draft.safety_net = In(app.ui().lang, tool->AdviceFor(complaint, level).safety_net);
}

// What the tool allows comes first; the rest stays possible, dimmed. A measure has the same digit wherever it
// stands: the hand knows it.
void DrawChoices(App& app, ui::Scroll& flow, const v1::Contact& contact, MeasureDraft& draft, bool enabled) {
  auto& ui = app.ui();
  Heading(app, flow.Next(ui.Px(28)), ui.T("console.measure.title"));
  const auto allowed = [tool = app.ToolOf(contact), &contact](v1::Measure measure) {
    return domain::ToolAllows(tool, contact, measure);
  };
  std::array<v1::Measure, kMeasures.size()> order = kMeasures;
  // In a second array, since the standard's stable partition takes memory for a buffer.
  const auto fits = [&allowed](v1::Measure measure) {
    return measure != v1::MEASURE_NOT_MEDICAL && allowed(measure);
  };
  const auto rest = std::copy_if(kMeasures.begin(), kMeasures.end(), order.begin(), fits);
  std::remove_copy_if(kMeasures.begin(), kMeasures.end(), rest, fits);
  const auto& options = app.Kept<std::vector<std::string>>("measure.options", contact.contact_id(), {}, [&] {
    std::vector<std::string> words;
    for (const auto measure : order) words.emplace_back(MeasureWord(ui, measure));
    return words;
  });
  std::array<int, kMeasures.size()> digits{};
  int chosen = -1;
  for (std::size_t i = 0; i < order.size(); ++i) {
    digits[i] = order[i] <= 9 ? static_cast<int>(order[i]) : 0;
    if (order[i] == draft.measure) chosen = static_cast<int>(i);
  }
  const bool some = rest != order.end() - 1;
  const int per_row = flow.width() > ui.Px(700) ? 4 : (flow.width() > ui.Px(380) ? 3 : 2);
  if (ui::Choose(ui, "measure/measure", flow.Next(ui::ChooseHeight(ui, options.size(), per_row)), options,
                 chosen, enabled, per_row,
                 {.digits = digits, .dim_from = some ? static_cast<int>(rest - order.begin()) : -1})) {
    draft.measure = chosen < 0 ? v1::MEASURE_UNSPECIFIED : order[static_cast<std::size_t>(chosen)];
    draft.touched = true;
    app.view().doctor = {};
  }
  if (!allowed(draft.measure)) {
    flow.Gap(ui.Px(4));
    Warn(app, flow.Next(ui.Px(30)), ui.T("console.measure.outside"));
  }
}

// A plan that binds is seen before anything is forced: the urgency stays, and what is done follows the plan.
void DrawPlan(App& app, ui::Scroll& flow, const v1::Contact& contact) {
  if (!contact.intake().care_plan()) return;
  Warn(app, flow.Next(app.ui().Px(32)), app.ui().T("console.measure.care_plan"));
}

void DrawDivert(App& app, ui::Scroll& flow, const v1::Contact& contact) {
  auto& ui = app.ui();
  const auto& missions = app.Kept<std::vector<const v1::Mission*>>(
      "measure.divert", contact.contact_id(), {}, [&] { return Divertible(app.store().state(), contact); });
  // Nobody is taken from anybody where a doctor comes already.
  if (missions.empty() || app.DivertNow() == nullptr) return;
  Heading(app, flow.Next(ui.Px(28)), ui.T("console.divert.title"));
  for (std::size_t i = 0; i < missions.size(); ++i) {
    const Rect row = flow.Next(ui.Px(ui::kButtonHeight + 6)).Inset(0, ui.Px(3));
    if (ui::Button(ui, ui::Id("measure/divert", missions[i]->mission_id()), row,
                   app.Words("measure.divert.line", missions[i]->mission_id(),
                             [&] { return DivertText(app, *missions[i]); }),
                   ui::ButtonKind::kQuiet, app.CanSend(), i == 0 ? "Ctrl+G" : ""))
      return app.AskDivert(*missions[i]);
  }
  flow.Gap(ui.Px(8));
}

std::string Reasons(const ui::Ui& ui, const domain::Candidate& candidate) {
  if (!candidate.excluded_by.empty()) return std::string(ui.T(candidate.excluded_by));
  std::string text;
  for (const auto& part : candidate.parts) {
    text += (text.empty() ? "" : " · ") + std::string(ui.T(part.key)) + " ";
    text += text::Format(ui.lang, "console.measure.part",
                         {{"n", (part.minutes > 0 ? "+" : "") + std::to_string(part.minutes)}});
  }
  return text.empty() ? std::string(ui.T("console.measure.free")) : text;
}

// `place` is its place in the list.
void DrawCandidate(App& app, const Rect& row, const domain::Candidate& candidate, std::int64_t place,
                   bool enabled) {
  auto& ui = app.ui();
  const auto& doctor = *candidate.doctor;
  const bool may = candidate.excluded_by.empty();
  const bool chosen = may && app.view().doctor.id == doctor.doctor_id();
  if (may && ui::SelectableRow(ui, ui::Id("measure/doctor", doctor.doctor_id()), row, chosen) && enabled) {
    app.view().doctor = {.id = doctor.doctor_id(), .picked = true, .lost = {}};
  }
  ui::RuleBelow(ui, row);
  Rect inner = row.Inset(ui.Px(10), 0);
  const Role text = chosen ? Role::kOnSelected : (may ? Role::kText : Role::kTextDim);
  const Role dim = chosen ? Role::kOnSelected : Role::kTextDim;
  const Rect mark = inner.CutLeft(ui.Px(16));
  if (may)
    ui::Shape(ui, mark.middle(), ui.Px(12), chosen ? ui::MarkShape::kCircle : ui::MarkShape::kRing,
              ui.Colour(chosen ? Role::kOnSelected : Role::kBorder));
  inner.CutLeft(ui.Px(8));
  Label(ui, inner.CutLeft(inner.width() * 0.24F), may ? ui.fonts.bold : ui.fonts.body, text, doctor.name());
  const v1::DoctorDuty* duty = app.store().state().FindDuty(doctor.doctor_id());
  const auto role = duty == nullptr || !duty->on_duty() ? std::string_view()
                                                        : EnumWord(ui, v1::DutyRole_Name(duty->duty_role()));
  Label(ui, inner.CutLeft(inner.width() * 0.22F), ui.fonts.small, dim, role);
  if (may) {
    Label(ui, inner.CutRight(ui.Px(64)), ui.fonts.body, text,
          app.Words("measure.cost", place, candidate.cost_minutes,
                    [&] {
                      return text::Format(ui.lang, "console.measure.part",
                                          {{"n", std::to_string(candidate.cost_minutes)}});
                    }),
          Align::kRight);
  }
  Label(ui, inner, ui.fonts.small, dim,
        app.Words("measure.reasons", place, doctor.doctor_id(), [&] { return Reasons(ui, candidate); }));
}

void DrawCandidates(App& app, ui::Scroll& flow, const v1::Contact& contact, const MeasureDraft& draft,
                    bool enabled) {
  auto& ui = app.ui();
  if (!domain::NeedsDoctor(draft.measure)) return;
  flow.Gap(ui.Px(12));
  Heading(app, flow.Next(ui.Px(28)), ui.T("console.measure.doctor"));
  const auto& candidates = app.Kept<std::vector<domain::Candidate>>(
      "measure.candidates", contact.contact_id(), static_cast<std::int64_t>(draft.measure),
      [&] { return domain::Candidates(app.store().state(), contact, draft.measure); });
  auto& view = app.view();
  auto& chosen = view.doctor.id;
  const bool valid =
      std::any_of(candidates.begin(), candidates.end(), [&chosen](const domain::Candidate& candidate) {
        return candidate.excluded_by.empty() && candidate.doctor->doctor_id() == chosen;
      });
  const bool some = !candidates.empty() && candidates.front().excluded_by.empty();
  // A doctor whom the operator has picked is not replaced by another under the key that asks.
  if (!valid && std::exchange(view.doctor.picked, false)) view.doctor.lost = std::exchange(chosen, {});
  // Where nobody can there is nobody to pick instead: the measure is saved without.
  if (!some) view.doctor.lost.clear();
  if (!view.doctor.lost.empty()) {
    chosen.clear();
    Warn(app, flow.Next(ui.Px(36)), app.Words("measure.lost", 0, view.doctor.lost, [&] {
      return text::Format(ui.lang, "console.measure.lost",
                          {{"doctor", DoctorName(app.store().state(), view.doctor.lost)}});
    }));
  } else if (!valid) {
    chosen = some ? candidates.front().doctor->doctor_id() : "";
  }
  if (chosen.empty() && view.doctor.lost.empty()) {
    Warn(app, flow.Next(ui.Px(36)), ui.T("console.measure.nobody"));
  }
  for (std::size_t i = 0; i < candidates.size(); ++i)
    DrawCandidate(app, flow.Next(ui.Px(36)), candidates[i], static_cast<std::int64_t>(i), enabled);
}

// To read aloud, or to copy and send.
void DrawAdvice(App& app, ui::Scroll& flow, const v1::Contact& contact) {
  auto& ui = app.ui();
  const triage::Tool* tool = app.ToolOf(contact);
  const triage::Index complaint =
      tool == nullptr ? triage::kNone : tool->FindComplaint(contact.complaint_id());
  const triage::Index level = tool == nullptr ? triage::kNone : tool->FindLevel(contact.level_id());
  if (complaint == triage::kNone || level == triage::kNone) return;
  const std::string& advice = In(ui.lang, tool->AdviceFor(complaint, level).text);
  if (advice.empty()) return;
  flow.Gap(ui.Px(12));
  Rect head = flow.Next(ui.Px(ui::kButtonHeight));
  const auto copy = ui.T("console.cmd.contact.copy_advice");
  const Rect button = head.CutRight(ui::TextWidth(ui, ui.fonts.body, copy) + ui.Px(140));
  if (ui::Button(ui, "measure/copy_advice", button, copy, ui::ButtonKind::kQuiet, true, "Ctrl+Shift+J"))
    app.CopyAdvice();
  Heading(app, head, ui.T("console.measure.advice"));
  flow.Gap(ui.Px(4));
  const float pad = ui.Px(10);
  const float height = ui.fonts.body
                           ->CalcTextSizeA(ui.fonts.body->FontSize, FLT_MAX, flow.width() - 2 * pad,
                                           advice.data(), advice.data() + advice.size())
                           .y;
  const Rect paper = flow.Next(height + 2 * pad);
  ui::Fill(ui, paper, Role::kField, ui.Px(3));
  ui::Paragraph(ui, paper.Inset(pad), ui.fonts.body, Role::kText, advice);
}

void DrawSafetyNet(App& app, ui::Scroll& flow, MeasureDraft& draft, bool enabled) {
  auto& ui = app.ui();
  flow.Gap(ui.Px(12));
  Heading(app, flow.Next(ui.Px(28)), ui.T("console.measure.safety_net"));
  if (ui::TextField(ui, "measure/safety_net", flow.Next(ui.Px(92)), draft.safety_net,
                    {.hint = ui.T("console.measure.safety_net_hint"),
                     .multiline = true,
                     .read_only = !enabled || draft.not_relevant})) {
    draft.touched = true;
    draft.safety_net_typed = true;
  }
  flow.Gap(ui.Px(4));
  Rect row = flow.Next(ui.Px(ui::kFieldHeight));
  if (ui::Toggle(ui, "measure/not_relevant", row.CutLeft(row.width() * 0.45F),
                 ui.T("console.measure.not_relevant"), draft.not_relevant, enabled))
    draft.touched = true;
  const Rect field = row.CutRight(ui.Px(110));
  row.CutRight(ui.Px(10));
  // Beside the field, which is narrow, and with its frame.
  const bool bad = BadPromise(app, app.view().contact_id, draft);
  Label(ui, row, ui.fonts.small, bad ? Role::kHigh : Role::kTextDim,
        ui.T(bad ? "console.intake.promise_bad" : "console.intake.promise"), Align::kRight);
  ui::TextField(
      ui, "measure/promise", field, draft.promise,
      {.hint = ui.T("console.intake.promise_hint"), .error = bad ? " " : "", .read_only = !enabled});
}

// The steps that an operator may record on the doctor's behalf.
std::span<const v1::MissionState> NextSteps(v1::MissionState state) {
  static constexpr std::array kOfRequested = {v1::MISSION_STATE_ACCEPTED, v1::MISSION_STATE_REFUSED,
                                              v1::MISSION_STATE_CANCELLED};
  static constexpr std::array kOfAccepted = {v1::MISSION_STATE_UNDER_WAY, v1::MISSION_STATE_WITH_PATIENT,
                                             v1::MISSION_STATE_CANCELLED, v1::MISSION_STATE_NOT_TURNED_UP};
  static constexpr std::array kOfUnderWay = {v1::MISSION_STATE_WITH_PATIENT, v1::MISSION_STATE_CANCELLED};
  static constexpr std::array kOfWithPatient = {v1::MISSION_STATE_DONE};
  switch (state) {
    case v1::MISSION_STATE_REQUESTED:
      return kOfRequested;
    case v1::MISSION_STATE_ACCEPTED:
      return kOfAccepted;
    case v1::MISSION_STATE_UNDER_WAY:
      return kOfUnderWay;
    case v1::MISSION_STATE_WITH_PATIENT:
      return kOfWithPatient;
    default:
      return {};
  }
}

// It is asked until central says otherwise: whole seconds that have begun count, and then words.
std::string AnswerWithin(const ui::Ui& ui, std::int64_t left_us) {
  if (left_us <= 0) return std::string(ui.T("console.measure.expires_now"));
  return text::Format(ui.lang, "console.measure.expires", {{"time", Timer(left_us + 999'999)}});
}

// When the patient is to be at the station: given here, followed in the waiting room.
void DrawAppointment(App& app, ui::Scroll& flow, const v1::Mission& mission) {
  const bool station = mission.measure() == v1::MEASURE_STATION || mission.measure() == v1::MEASURE_SATELLITE;
  if (!station || mission.visit().state() > v1::VISIT_STATE_EXPECTED) return;
  auto& ui = app.ui();
  auto& typed = app.view().appointment;
  Rect row = flow.Next(ui.Px(ui::kFieldHeight + 6));
  row.max.y -= ui.Px(6);
  Label(ui, row.CutLeft(ui.Px(110)), ui.fonts.small, Role::kTextDim, ui.T("console.visit.appointment"));
  const std::int64_t at_us = ParseClock(typed, app.now_us(), true);
  const Rect field = row.CutLeft(ui.Px(110));
  row.CutLeft(ui.Px(8));
  ui::TextField(ui, ui::Id("measure/appointment", mission.mission_id()), field, typed,
                {.hint = ui.T("console.time.hint")});
  const auto label = ui.T("console.visit.give_time");
  if (ui::Button(ui, ui::Id("measure/give_time", mission.mission_id()),
                 row.CutLeft(ui::TextWidth(ui, ui.fonts.body, label) + ui.Px(28)), label,
                 ui::ButtonKind::kQuiet, at_us != 0 && app.CanSend()))
    return app.GiveTime(mission, at_us);
  row.CutLeft(ui.Px(12));
  if (mission.visit().appointment_us() != 0)
    Label(ui, row, ui.fonts.body, Role::kText, app.Words("measure.given", mission.mission_id(), [&] {
      return text::Format(ui.lang, "console.visit.given",
                          {{"at", ClockHm(mission.visit().appointment_us())}});
    }));
}

// "Hjemmebesøk · Jon Berg · Kvittert 20:41".
std::string MissionText(const App& app, const v1::Mission& mission) {
  const auto& ui = app.ui();
  std::string text(MeasureWord(ui, mission.measure()));
  text += " · " + DoctorName(app.store().state(), mission.owner_id()) + " · ";
  text += MissionNow(app, mission);
  const std::int64_t at_us = std::max({mission.requested_us(), mission.accepted_us(), mission.under_way_us(),
                                       mission.with_patient_us(), mission.ended_us()});
  const bool asked = mission.state() == v1::MISSION_STATE_REQUESTED;
  // How long it has been asked stands there already.
  if (!asked) text += " " + ClockHm(at_us);
  if (mission.cannot_reason() != v1::CANNOT_REASON_UNSPECIFIED)
    text += " · " + std::string(EnumWord(ui, v1::CannotReason_Name(mission.cannot_reason())));
  if (mission.not_heard()) text += " · " + std::string(ui.T("console.measure.not_heard"));
  return text;
}

void DrawMission(App& app, ui::Scroll& flow, const v1::Mission& mission, bool enabled) {
  auto& ui = app.ui();
  Rect row = flow.Next(ui.Px(32));
  const bool open = domain::IsOpen(mission);
  const auto id = mission.mission_id();
  if (mission.state() == v1::MISSION_STATE_REQUESTED) {
    Label(ui, row.CutRight(ui.Px(150)), ui.fonts.bold, Role::kText,
          app.Words("measure.within", id,
                    [&] { return AnswerWithin(ui, mission.expires_us() - app.now_us()); }),
          Align::kRight);
  }
  const std::string& text = app.Words("measure.mission", id, [&] { return MissionText(app, mission); });
  Label(ui, row, open ? ui.fonts.bold : ui.fonts.body, open ? Role::kText : Role::kTextDim, text);
  if (!open) return;
  DrawAppointment(app, flow, mission);
  Rect buttons = flow.Next(ui.Px(ui::kButtonHeight + 4));
  Label(ui, buttons.CutLeft(ui.Px(110)), ui.fonts.small, Role::kTextDim, ui.T("console.measure.on_behalf"));
  const auto press = [&](const ui::Id& name, std::string_view label) {
    const Rect rect = buttons.CutLeft(ui::TextWidth(ui, ui.fonts.body, label) + ui.Px(24));
    buttons.CutLeft(ui.Px(6));
    return ui::Button(ui, name, {rect.min, {rect.max.x, rect.min.y + ui.Px(ui::kButtonHeight)}}, label,
                      ui::ButtonKind::kQuiet, enabled && app.CanSend());
  };
  for (const auto step : NextSteps(mission.state())) {
    // "measure/step7" is 13 letters: such a string takes no memory.
    const std::string name = "measure/step" + std::to_string(static_cast<int>(step));
    if (press(ui::Id(name, id), MissionStateWord(ui, step))) app.StepMission(mission, step);
  }
  if (domain::IsBegun(mission) && press(ui::Id("measure/heard", id), ui.T("console.measure.heard")))
    app.HearMission(mission);
}

}  // namespace

std::string DivertText(App& app, const v1::Mission& mission) {
  const auto& ui = app.ui();
  const auto& state = app.store().state();
  const v1::Contact* contact = state.FindContact(mission.contact_id());
  return text::Format(
      ui.lang, "console.divert.line",
      {{"doctor", DoctorName(state, mission.owner_id())},
       {"state", std::string(MissionStateWord(ui, mission.state()))},
       {"who", contact == nullptr ? "" : PatientName(ui, *contact)},
       {"level",
        contact == nullptr ? "" : std::string(EnumWord(ui, v1::Hastegrad_Name(contact->hastegrad())))}});
}

void DrawMeasure(App& app, const Rect& rect, const Rect& beside_tabs, const v1::Contact& contact) {
  auto& ui = app.ui();
  auto& draft = app.DraftOf(contact.contact_id()).measure;
  const bool enabled = app.MayChange(contact);
  Prefill(app, contact, draft);
  Rect body = rect;
  Rect bottom = PrimaryPlace(ui, body, beside_tabs);
  {
    ui::Scroll flow(ui, "measure", body.Inset(ui.Px(4), 0));
    if (contact.mission_ids_size() > 0) {
      Heading(app, flow.Next(ui.Px(28)), ui.T("console.measure.missions"));
      for (int i = contact.mission_ids_size() - 1; i >= 0; --i) {
        const v1::Mission* mission = app.store().state().FindMission(contact.mission_ids(i));
        if (mission != nullptr) DrawMission(app, flow, *mission, enabled || domain::IsOpen(contact));
      }
      flow.Gap(ui.Px(12));
    }
    DrawDivert(app, flow, contact);
    DrawPlan(app, flow, contact);
    DrawChoices(app, flow, contact, draft, enabled);
    DrawCandidates(app, flow, contact, draft, enabled);
    DrawAdvice(app, flow, contact);
    DrawSafetyNet(app, flow, draft, enabled);
  }
  const bool request = domain::NeedsDoctor(draft.measure) && !app.view().doctor.id.empty();
  const std::string_view label =
      request
          ? std::string_view(app.Words(
                "measure.request", 0, app.view().doctor.id,
                [&] {
                  return text::Format(ui.lang, "console.measure.request",
                                      {{"doctor", DoctorName(app.store().state(), app.view().doctor.id)}});
                }))
          : ui.T("console.measure.save");
  const bool lost = domain::NeedsDoctor(draft.measure) && !app.view().doctor.lost.empty();
  const bool ready = enabled && draft.measure != v1::MEASURE_UNSPECIFIED && !lost;
  if (PrimaryBar(app, bottom, "measure/primary", label, ready, {.contact_id = contact.contact_id()}))
    app.PrimaryAction();
}

}  // namespace legevakt::console
