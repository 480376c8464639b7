// The AMK conference card: what to say, how long is left, and both confirmations.
#include <algorithm>
#include <cmath>

#include "central/domain/documents.h"
#include "central/domain/routing.h"
#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

// Where central has not said otherwise.
constexpr std::string_view kEmergency = "113";

// Null for none, and before central is heard.
const v1::Contact* OnCard(const App& app) {
  return app.store().has_state() ? app.store().state().FindContact(app.view().overlay_id) : nullptr;
}

// One line of the card: who confirms, when it was, or the button. On a low screen half a line: the button
// says what is missing. Whom AMK has given back is with nobody, and can be raised anew.
void DrawConfirmation(App& app, Rect row, const char* title, const v1::Red& red, const ui::Id& id,
                      const char* button, bool amk, bool low) {
  auto& ui = app.ui();
  const std::int64_t at_us = amk ? red.amk_confirmed_us() : red.doctor_confirmed_us();
  const v1::Actor& by = amk ? red.amk_confirmed_by() : red.doctor_confirmed_by();
  const std::int64_t back_us = amk ? red.given_back_us() : 0;
  const bool done = at_us != 0 && back_us == 0;
  const Rect mark = row.CutLeft(ui.Px(20));
  ui::Shape(ui, mark.middle(), ui.Px(16), done ? ui::MarkShape::kCircle : ui::MarkShape::kTriangle,
            ui.Colour(done ? Role::kGood : Role::kHigh));
  row.CutLeft(ui.Px(10));
  if (back_us != 0) {
    const auto label = ui.T("console.red.raise_anew");
    const Rect press = row.CutRight(ui::TextWidth(ui, ui.fonts.bold, label) + ui.Px(100)).Inset(0, ui.Px(2));
    const v1::Contact* contact = app.store().state().FindContact(app.view().overlay_id);
    const bool may = app.CanSend() && contact != nullptr && app.MayChange(*contact);
    if (ui::Button(ui, "overlay/first", press, label, ui::ButtonKind::kUrgent, may, ui.T("console.key.257")))
      app.RaiseRed(app.view().overlay_id);
    row.CutRight(ui.Px(12));
  } else if (!done) {
    const auto label = ui.T(button);
    const Rect press = row.CutRight(ui::TextWidth(ui, ui.fonts.bold, label) + ui.Px(32)).Inset(0, ui.Px(2));
    if (ui::Button(ui, id, press, label, ui::ButtonKind::kUrgent, app.CanSend())) app.ConfirmRed(amk);
    row.CutRight(ui.Px(12));
  }
  if (low) {
    if (at_us == 0) return Label(ui, row, ui.fonts.small, Role::kTextDim, ui.T("console.red.not_confirmed"));
    return Label(ui, row, ui.fonts.small, Role::kText,
                 app.Words(title, 1, ui::Inputs(at_us).Add(back_us).Add(by.name()), [&] {
                   if (back_us != 0) return AmkHadIt(ui, red, ClockHm(at_us));
                   return std::string(ui.T(title)) + " " + ClockHm(at_us) + " · " + by.name();
                 }));
  }
  Label(ui, row.CutLeft(ui.Px(back_us == 0 ? 210 : 160)), ui.fonts.bold, Role::kText, ui.T(title));
  Label(ui, row, ui.fonts.body, at_us != 0 ? Role::kText : Role::kTextDim,
        at_us != 0 ? std::string_view(app.Words(title, 0, ui::Inputs(at_us).Add(back_us).Add(by.name()),
                                                [&] {
                                                  if (back_us != 0) return AmkHadIt(ui, red, ClockHm(at_us));
                                                  return ClockHms(at_us) + " · " + by.name();
                                                }))
                   : ui.T("console.red.not_confirmed"));
}

v1::Isbar IsbarOf(const App& app, const v1::Contact& contact) {
  domain::DocumentContext context;
  context.lang = app.ui().lang;
  context.tools = &app.store().tools();
  context.utc_offset_minutes = UtcOffsetMinutes(app.now_us());
  return domain::MakeIsbar(app.store().state(), contact, context);
}

void DrawIsbar(App& app, ui::Scroll& flow, const v1::Isbar& isbar, bool low) {
  auto& ui = app.ui();
  const std::pair<const char*, const std::string&> parts[] = {{"console.isbar.i", isbar.identity()},
                                                              {"console.isbar.s", isbar.situation()},
                                                              {"console.isbar.b", isbar.background()},
                                                              {"console.isbar.a", isbar.assessment()},
                                                              {"console.isbar.r", isbar.recommendation()}};
  // The page is what is seen of it.
  ui::ScrollByKeys(ui, ImGui::GetWindowHeight() * 0.8F);
  if (ui.probe != nullptr) {
    const ImVec2 from = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    ui.probe->Widget("isbar", from, {from.x + size.x, from.y + size.y}, true, false);
  }
  for (const auto& [key, text] : parts) {
    const float left = ui.Px(150);
    const std::string_view shown = text.empty() ? std::string_view("–") : std::string_view(text);
    const float height = ui.fonts.body
                             ->CalcTextSizeA(ui.fonts.body->FontSize, FLT_MAX, flow.width() - left,
                                             shown.data(), shown.data() + shown.size())
                             .y;
    Rect row = flow.Next(std::max(ui.Px(24), height) + ui.Px(low ? 2 : 10));
    if (ui.probe != nullptr) ui.probe->Widget(key, row.min, row.max, true, false);
    Rect head = row.CutLeft(left);
    Label(ui, {head.min, {head.max.x, head.min.y + ui.fonts.bold->FontSize}}, ui.fonts.bold, Role::kTextDim,
          ui.T(key));
    ui::Paragraph(ui, row, ui.fonts.body, Role::kText, shown);
  }
}

// Why nobody is alerted from here, and whom to ring: AMK, and the doctor whom central would have alerted.
std::string RingYourself(App& app, const char* why, const v1::Contact& contact) {
  const auto lang = app.ui().lang;
  const auto& state = app.store().state();
  const std::string& amk = state.region.amk_phone();
  const v1::Doctor* doctor = state.FindDoctor(domain::DoctorForRed(state, contact));
  return std::string(app.ui().T(why)) + " " +
         (doctor == nullptr
              ? text::Format(lang, "console.red.ring", {{"phone", amk}})
              : text::Format(
                    lang, "console.red.ring_doctor",
                    {{"phone", amk}, {"doctor", doctor->name()}, {"number", PhoneText(doctor->phone())}}));
}

// Why it cannot be raised from here, and whom to ring; empty where it can.
std::string CannotRaise(App& app, const v1::Contact& contact) {
  const bool waits = app.WaitsRed(contact.contact_id());
  if (!app.CanSend())
    return RingYourself(app, waits ? "console.red.waits" : "console.red.unreachable", contact);
  if (app.ToolOf(contact) == nullptr) return RingYourself(app, "console.red.no_tool", contact);
  return {};
}

// It is not this operator's to change: the danger has a contact of its own then.
std::string NotMine(App& app, const v1::Contact& contact) {
  const auto& ui = app.ui();
  // Whoever has it, nobody is alerted.
  if (app.WaitsRed(contact.contact_id())) return RingYourself(app, "console.red.refused", contact);
  if (!domain::IsOpen(contact)) return std::string(ui.T("console.red.raise_closed"));
  return text::Format(ui.lang, "console.red.raise_others", {{"who", contact.claim().by().name()}});
}

// Central has refused the red that was made here: nobody is alerted, although it can be raised again.
bool Refused(App& app, const v1::Contact& contact) {
  if (app.store().outbox().conflicts() == 0) return false;
  return app.Kept<bool>("red.refused", contact.contact_id(),
                        ui::Inputs(app.CanSend() ? 1 : 0).Add(app.store().outbox().changes()),
                        [&] { return app.WaitsRed(contact.contact_id()); });
}

// With what is typed and cannot be sent.
v1::Contact AsTyped(App& app, const v1::Contact& contact) {
  v1::Contact typed = contact;
  const Draft& draft = app.DraftOf(contact.contact_id());
  if (!draft.intake.touched) return typed;
  const v1::RecordIntake intake = draft.IntakeNow(contact.contact_id());
  domain::MergeIntake(intake.intake(), intake.cleared(), *typed.mutable_intake());
  typed.mutable_personal()->MergeFrom(intake.personal());
  return typed;
}

// All that AsTyped takes from a draft.
ui::Inputs TypedOf(const IntakeDraft& draft) {
  ui::Inputs inputs(draft.touched ? 1 : 0);
  for (const auto* text : {&draft.phone, &draft.name, &draft.caller_name, &draft.national_id, &draft.address,
                           &draft.age, &draft.situation, &draft.interpreter, &draft.municipality})
    inputs.Add(*text);
  for (const int choice :
       {static_cast<int>(draft.sex), static_cast<int>(draft.relation), static_cast<int>(draft.with_patient),
        static_cast<int>(draft.airway), static_cast<int>(draft.breathing),
        static_cast<int>(draft.consciousness), static_cast<int>(draft.safe_to_call_back)})
    inputs.Add(choice);
  for (const bool flag : {draft.care_plan, draft.threat, draft.hearing_impaired, draft.protected_address})
    inputs.Add(flag ? 1 : 0);
  return inputs;
}

// At the left of the row: true where it was pressed.
bool GivesBack(App& app, Rect& row) {
  auto& ui = app.ui();
  const auto back = ui.T("console.red.give_back");
  const Rect button = row.CutLeft(ui::TextWidth(ui, ui.fonts.body, back) + ui.Px(40));
  return ui::Button(ui, "overlay/give_back", button, back, ui::ButtonKind::kQuiet, app.CanSend());
}

// Two keys from anywhere: F12, Enter.
void DrawRaise(App& app, Rect inner, const v1::Contact& contact) {
  auto& ui = app.ui();
  // Open again, and AMK had them last.
  if (contact.hastegrad() == v1::HASTEGRAD_AKUTT && domain::IsOpen(contact) &&
      domain::IsWithAmk(contact.red())) {
    Rect foot = inner.CutBottom(ui.Px(ui::kButtonHeight));
    if (GivesBack(app, foot)) return app.BackFromAmk();
  }
  const std::string& cannot = app.Words("red.cannot", contact.contact_id(),
                                        ui::Inputs(app.CanSend() ? 1 : 0).Add(app.store().outbox().changes()),
                                        [&] { return CannotRaise(app, contact); });
  const bool refused = Refused(app, contact);
  const bool on_new = cannot.empty() && !app.MayChange(contact);
  std::string_view text = cannot.empty() ? ui.T("console.red.raise_text") : std::string_view(cannot);
  if (cannot.empty() && refused)
    text = app.Words("red.raise_again", contact.contact_id(), app.store().outbox().changes(),
                     [&] { return RingYourself(app, "console.red.refused", contact); });
  if (on_new)
    text = app.Words("red.not_mine", contact.contact_id(), app.store().outbox().changes(),
                     [&] { return NotMine(app, contact); });
  ui::Paragraph(ui, inner.CutTop(ui.Px(56)), ui.fonts.body, Role::kText, text);
  const Rect row = inner.CutTop(ui.Px(ui::kPrimaryHeight));
  if (ui::Button(ui, "overlay/first", row.Column(0, 2, ui.Px(12)),
                 ui.T(on_new ? "console.red.raise_new" : "console.red.raise"), ui::ButtonKind::kUrgent,
                 cannot.empty(), ui.T("console.key.257")))
    return on_new ? app.RaiseRedOnNew() : app.RaiseRed(contact.contact_id());
  if (ui::Button(ui, "overlay/cancel", row.Column(1, 2, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    return app.CloseOverlay();
  if (cannot.empty() && !refused && !on_new) return;
  // What to say does not wait for central.
  inner.CutTop(ui.Px(14));
  Heading(app, inner.CutTop(ui.Px(28)), ui.T("console.isbar.title"));
  ui::Scroll flow(ui, "isbar",
                  {{inner.min.x - ui.Px(12), inner.min.y}, {inner.max.x + ui.Px(12), inner.max.y}});
  const auto id = contact.contact_id();
  DrawIsbar(app, flow,
            app.Kept<v1::Isbar>("red.isbar.typed", id, TypedOf(app.DraftOf(id).intake),
                                [&] {
                                  v1::Isbar isbar = IsbarOf(app, AsTyped(app, contact));
                                  // It is to be red, although central does not have it yet.
                                  if (isbar.recommendation().empty())
                                    isbar.set_recommendation(std::string(ui.T("domain.isbar_ask_amk")));
                                  return isbar;
                                }),
            ui::IsLow(ui));
}

// With nothing open: a contact of its own first, and only once it is asked for.
void DrawRaiseNew(App& app, Rect inner) {
  auto& ui = app.ui();
  const bool heard = app.store().has_state();
  const bool can = heard && app.CanSend() && app.store().ActiveTool() != nullptr;
  const v1::Call* call = heard ? app.store().state().FindCall(app.view().red_call) : nullptr;
  Label(ui, inner.CutTop(ui.Px(34)), ui.fonts.title, Role::kText,
        call == nullptr ? ui.T(heard ? "console.red.new_title" : "console.connecting.gone")
                        : std::string_view(app.Words("red.callback", call->call_id(), [&] {
                            return text::Format(ui.lang, "console.red.callback_title",
                                                {{"phone", PhoneText(call->personal().phone())}});
                          })));
  inner.CutTop(ui.Px(8));
  ui::Paragraph(ui, inner.CutTop(ui.Px(56)), ui.fonts.body, Role::kText,
                !heard ? ui.T("console.red.not_started")
                : can  ? ui.T(call == nullptr ? "console.red.raise_new_text" : "console.red.reached_text")
                       : std::string_view(app.Words("red.cannot_reach", 0, app.CanSend() ? 1 : 0, [&] {
                          return RingYourself(
                              app, app.CanSend() ? "console.red.no_tool" : "console.red.unreachable",
                              v1::Contact());
                        })));
  const Rect row = inner.CutTop(ui.Px(ui::kPrimaryHeight));
  if (ui::Button(ui, "overlay/first", row.Column(0, 2, ui.Px(12)),
                 ui.T(call == nullptr ? "console.red.raise_new" : "console.red.reached"),
                 ui::ButtonKind::kUrgent, can, ui.T("console.key.257")))
    return call == nullptr ? app.RaiseRedOnNew() : app.RaiseRedOnCallback(call->call_id());
  if (ui::Button(ui, "overlay/cancel", row.Column(1, 2, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

// A red that was settled, and is none any more, says nothing: what is asked is whether it is one again.
bool ShowsRed(const v1::Contact& contact) {
  return domain::IsOpen(contact) && contact.has_red() &&
         (contact.red().given_back_us() != 0 || domain::IsAlerted(contact));
}

}  // namespace

ImVec2 RedSize(App& app) {
  const v1::Contact* contact = OnCard(app);
  const bool short_card =
      contact == nullptr || (!ShowsRed(*contact) && app.CanSend() && domain::IsOpen(*contact) &&
                             app.MayChange(*contact) && !Refused(app, *contact));
  return {app.ui().Px(760), app.ui().Px(short_card ? 250 : 620)};
}

void DrawRed(App& app, Rect card) {
  auto& ui = app.ui();
  const v1::Contact* contact = OnCard(app);
  if (contact == nullptr && app.view().overlay_id != 0) return DrawGoneCard(app, card);
  const bool red = contact != nullptr && ShowsRed(*contact);
  // Where the card has little height the room goes to what is to be said.
  constexpr float kLow = 540;
  const bool low = ui::IsLow(ui) || (red && card.height() < ui.Px(kLow));
  Rect head = card.CutTop(ui.Px(low ? 44 : 60));
  ui::Fill(ui, head, Role::kHigh);
  head = head.Inset(ui.Px(20), 0);
  const Rect mark = head.CutLeft(ui.Px(28));
  ui::Shape(ui, mark.middle(), ui.Px(24), ui::MarkShape::kTriangle, ui.Colour(Role::kOnHigh));
  head.CutLeft(ui.Px(12));
  if (red) {
    const std::int64_t left_us = contact->red().confirm_by_us() - app.now_us();
    const bool done = contact->red().amk_confirmed_us() != 0 && contact->red().doctor_confirmed_us() != 0;
    if (!done)
      Label(ui, head.CutRight(ui.Px(150)), ui.fonts.clock, Role::kOnHigh,
            left_us >= 0 ? Timer(left_us) : "+" + Timer(-left_us), Align::kRight);
  }
  Label(ui, head, ui.fonts.title, Role::kOnHigh, app.Words("red.title", 0, [&] {
    return text::Format(
        ui.lang, "console.red.title",
        {{"phone",
          app.store().has_state() ? std::string_view(app.store().state().region.amk_phone()) : kEmergency}});
  }));
  Rect inner = card.Inset(ui.Px(20), ui.Px(low ? 6 : 16));
  if (contact == nullptr) return DrawRaiseNew(app, inner);
  // What is to be said begins with who it is: on a low screen once is enough.
  if (!low || !red)
    Label(ui, inner.CutTop(ui.Px(34)), ui.fonts.title, Role::kText,
          app.Words("red.who", contact->contact_id(), [&] {
            return PatientName(ui, *contact) + " · " + PatientLine(ui, app.store().state(), *contact);
          }));
  if (!low) inner.CutTop(ui.Px(8));
  if (!red) return DrawRaise(app, inner, *contact);
  const auto& r = contact->red();
  // None of these has the focus by itself: one Enter too many confirms nothing.
  const Rect first = inner.CutTop(ui.Px(low ? 38 : 44));
  const Rect second = low ? first.Column(1, 2, ui.Px(16)) : inner.CutTop(ui.Px(44));
  DrawConfirmation(app, low ? first.Column(0, 2, ui.Px(16)) : first, "console.red.amk", r, "overlay/amk",
                   "console.red.confirm_amk", true, low);
  DrawConfirmation(app, second, "console.red.doctor", r, "overlay/doctor", "console.red.confirm_doctor",
                   false, low);
  const v1::Doctor* doctor = app.store().state().FindDoctor(r.doctor_id());
  Rect alerted = inner.CutTop(ui.Px(low ? 22 : 28));
  alerted.CutLeft(ui.Px(30));
  const bool unanswered = r.doctor_confirmed_us() == 0;
  Label(ui, alerted, ui.fonts.small, unanswered ? Role::kText : Role::kTextDim,
        app.Words("red.alerted", contact->contact_id(), [&] {
          if (doctor == nullptr) return std::string(ui.T("console.red.no_doctor"));
          // Nothing says that it has reached anybody before somebody answers it.
          return text::Format(
              ui.lang, r.doctor_confirmed_us() == 0 ? "console.red.alert_sent" : "console.red.alert_answered",
              {{"doctor", doctor->name()},
               {"at", ClockHm(r.raised_us())},
               {"phone", PhoneText(doctor->phone())}});
        }));
  Rect bottom = inner.CutBottom(ui.Px(low ? 32 : ui::kPrimaryHeight));
  // Only where it is a doctor on the road who could come instead.
  if (const v1::Mission* mission = app.DivertNow(); mission != nullptr) {
    inner.CutTop(ui.Px(4));
    const Rect divert = inner.CutTop(ui.Px(ui::kButtonHeight));
    if (ui::Button(ui, "overlay/divert", divert,
                   app.Words("red.divert", mission->mission_id(),
                             [&] {
                               return text::Format(ui.lang, "console.divert.button",
                                                   {{"line", DivertText(app, *mission)}});
                             }),
                   ui::ButtonKind::kQuiet, app.CanSend(), "Ctrl+G"))
      return app.AskDivert(*mission);
  }
  if (domain::IsWithAmk(r) && GivesBack(app, bottom)) return app.BackFromAmk();
  if (ui::Button(ui, "overlay/cancel", bottom.CutRight(ui.Px(240)), ui.T("console.red.keep"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    return app.CloseOverlay();
  if (!low) {
    inner.CutTop(ui.Px(8));
    Heading(app, inner.CutTop(ui.Px(28)), ui.T("console.isbar.title"));
  }
  ui::Scroll flow(
      ui, "isbar",
      {{inner.min.x - ui.Px(12), inner.min.y}, {inner.max.x + ui.Px(12), inner.max.y - ui.Px(8)}});
  DrawIsbar(
      app, flow,
      app.Kept<v1::Isbar>("red.isbar", contact->contact_id(), {}, [&] { return IsbarOf(app, *contact); }),
      low);
}

}  // namespace legevakt::console
