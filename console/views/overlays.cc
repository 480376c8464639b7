// Cards above the zones: the AMK conference card, call-back, help, and the palette.
#include <algorithm>
#include <array>
#include <cmath>

#include "central/domain/documents.h"
#include "console/model/format.h"
#include "console/model/search.h"
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

constexpr std::array kOutcomes = {v1::OUTCOME_FINISHED,     v1::OUTCOME_OWN_GP,    v1::OUTCOME_HOSPITAL,
                                  v1::OUTCOME_OBSERVATION,  v1::OUTCOME_HOME_CARE, v1::OUTCOME_DEATH,
                                  v1::OUTCOME_NOT_TURNED_UP};
constexpr std::array kCannotReasons = {v1::CANNOT_REASON_BUSY_WITH_PATIENT, v1::CANNOT_REASON_TOO_FAR,
                                       v1::CANNOT_REASON_NO_EQUIPMENT,      v1::CANNOT_REASON_NOT_COMPETENT,
                                       v1::CANNOT_REASON_OFF_DUTY,          v1::CANNOT_REASON_OTHER};

// One line of the card: who confirms, when it was, or the button.
void DrawConfirmation(App& app, Rect row, const char* title, std::int64_t at_us, const v1::Actor& by,
                      const ui::Id& id, const char* button, bool amk) {
  auto& ui = app.ui();
  const bool done = at_us != 0;
  const Rect mark = row.CutLeft(ui.Px(20));
  ui::Shape(ui, mark.middle(), ui.Px(16), done ? ui::MarkShape::kCircle : ui::MarkShape::kTriangle,
            ui.Colour(done ? Role::kGood : Role::kHigh));
  row.CutLeft(ui.Px(10));
  if (!done) {
    const auto label = ui.T(button);
    const Rect press = row.CutRight(ui::TextWidth(ui, ui.fonts.bold, label) + ui.Px(32)).Inset(0, ui.Px(2));
    if (ui::Button(ui, id, press, label, ui::ButtonKind::kUrgent, app.CanSend())) app.ConfirmRed(amk);
    row.CutRight(ui.Px(12));
  }
  Label(ui, row.CutLeft(ui.Px(210)), ui.fonts.bold, Role::kText, ui.T(title));
  Label(ui, row, ui.fonts.body, done ? Role::kText : Role::kTextDim,
        done ? ClockHms(at_us) + " · " + by.name() : std::string(ui.T("console.red.not_confirmed")));
}

void DrawIsbar(App& app, ui::Scroll& flow, const v1::Contact& contact) {
  auto& ui = app.ui();
  domain::DocumentContext context;
  context.lang = ui.lang;
  context.tools = &app.store().tools();
  context.utc_offset_minutes = UtcOffsetMinutes(app.now_us());
  const v1::Isbar isbar = domain::MakeIsbar(app.store().state(), contact, context);
  const std::pair<const char*, const std::string&> parts[] = {{"console.isbar.i", isbar.identity()},
                                                              {"console.isbar.s", isbar.situation()},
                                                              {"console.isbar.b", isbar.background()},
                                                              {"console.isbar.a", isbar.assessment()},
                                                              {"console.isbar.r", isbar.recommendation()}};
  for (const auto& [key, text] : parts) {
    const float left = ui.Px(150);
    const std::string shown = text.empty() ? "–" : text;
    const float height = ui.fonts.body
                             ->CalcTextSizeA(ui.fonts.body->FontSize, FLT_MAX, flow.width() - left,
                                             shown.data(), shown.data() + shown.size())
                             .y;
    Rect row = flow.Next(std::max(ui.Px(24), height) + ui.Px(10));
    Rect head = row.CutLeft(left);
    Label(ui, {head.min, {head.max.x, head.min.y + ui.fonts.bold->FontSize}}, ui.fonts.bold, Role::kTextDim,
          ui.T(key));
    ui::Paragraph(ui, row, ui.fonts.body, Role::kText, shown);
  }
}

// Two keys from anywhere: F12, Enter.
void DrawRaise(App& app, Rect inner, const v1::Contact& contact) {
  auto& ui = app.ui();
  ui::Paragraph(ui, inner.CutTop(ui.Px(56)), ui.fonts.body, Role::kText, ui.T("console.red.raise_text"));
  const Rect row = inner.CutTop(ui.Px(ui::kPrimaryHeight));
  const bool may = app.MayChange(contact) && app.CanSend();
  if (ui::Button(ui, "overlay/first", row.Column(0, 2, ui.Px(12)), ui.T("console.red.raise"),
                 ui::ButtonKind::kUrgent, may, ui.T("console.key.257")))
    app.RaiseRed();
  if (ui::Button(ui, "overlay/cancel", row.Column(1, 2, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

void DrawRed(App& app, Rect card) {
  auto& ui = app.ui();
  const v1::Contact* contact = app.store().state().FindContact(app.view().overlay_id);
  if (contact == nullptr) return app.CloseOverlay();
  Rect head = card.CutTop(ui.Px(60));
  ui::Fill(ui, head, Role::kHigh);
  head = head.Inset(ui.Px(20), 0);
  const Rect mark = head.CutLeft(ui.Px(28));
  ui::Shape(ui, mark.middle(), ui.Px(24), ui::MarkShape::kTriangle, ui.Colour(Role::kOnHigh));
  head.CutLeft(ui.Px(12));
  const bool red = contact->has_red();
  if (red) {
    const std::int64_t left_us = contact->red().confirm_by_us() - app.now_us();
    const bool done = contact->red().amk_confirmed_us() != 0 && contact->red().doctor_confirmed_us() != 0;
    if (!done)
      Label(ui, head.CutRight(ui.Px(150)), ui.fonts.clock, Role::kOnHigh,
            left_us >= 0 ? Timer(left_us) : "+" + Timer(-left_us), Align::kRight);
  }
  Label(ui, head, ui.fonts.title, Role::kOnHigh,
        text::Format(ui.lang, "console.red.title", {{"phone", app.store().state().region.amk_phone()}}));
  Rect inner = card.Inset(ui.Px(20), ui.Px(16));
  Label(ui, inner.CutTop(ui.Px(34)), ui.fonts.title, Role::kText,
        PatientName(ui, *contact) + " · " + PatientLine(ui, app.store().state(), *contact));
  inner.CutTop(ui.Px(8));
  if (!red) return DrawRaise(app, inner, *contact);
  const auto& r = contact->red();
  DrawConfirmation(app, inner.CutTop(ui.Px(44)), "console.red.amk", r.amk_confirmed_us(),
                   r.amk_confirmed_by(), "overlay/first", "console.red.confirm_amk", true);
  DrawConfirmation(app, inner.CutTop(ui.Px(44)), "console.red.doctor", r.doctor_confirmed_us(),
                   r.doctor_confirmed_by(), "overlay/doctor", "console.red.confirm_doctor", false);
  const v1::Doctor* doctor = app.store().state().FindDoctor(r.doctor_id());
  Rect alerted = inner.CutTop(ui.Px(28));
  alerted.CutLeft(ui.Px(30));
  Label(ui, alerted, ui.fonts.small, Role::kTextDim,
        doctor == nullptr
            ? std::string(ui.T("console.red.no_doctor"))
            : text::Format(ui.lang, "console.red.alerted",
                           {{"doctor", doctor->name()}, {"phone", PhoneText(doctor->phone())}}));
  Rect bottom = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  if (ui::Button(ui, "overlay/cancel", bottom.CutRight(ui.Px(240)), ui.T("console.red.keep"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    return app.CloseOverlay();
  inner.CutTop(ui.Px(8));
  Heading(app, inner.CutTop(ui.Px(28)), ui.T("console.isbar.title"));
  ui::Scroll flow(
      ui, "isbar",
      {{inner.min.x - ui.Px(12), inner.min.y}, {inner.max.x + ui.Px(12), inner.max.y - ui.Px(8)}});
  DrawIsbar(app, flow, *contact);
}

void DrawCallbackCard(App& app, Rect card) {
  auto& ui = app.ui();
  const v1::Call* call = app.store().state().FindCall(app.view().overlay_id);
  if (call == nullptr || call->state() != v1::CALL_STATE_CALL_BACK_DUE) return app.CloseOverlay();
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.bold, Role::kTextDim, ui.T("console.callback.title"));
  Label(ui, inner.CutTop(ui.Px(52)), ui.fonts.clock, Role::kText, PhoneText(call->personal().phone()));
  Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.body, Role::kTextDim,
        text::Format(ui.lang, "console.callback.text",
                     {{"at", ClockHm(call->ringing_us())},
                      {"place", MunicipalityName(app.store().state(), call->municipality())},
                      {"n", std::to_string(call->callback_tries())}}));
  const Rect row = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  if (ui::Button(ui, "overlay/first", row.Column(0, 3, ui.Px(12)), ui.T("console.callback.reached"),
                 ui::ButtonKind::kPrimary, app.CanSend()))
    return app.TriedCallback(call->call_id(), true);
  if (ui::Button(ui, "overlay/not_reached", row.Column(1, 3, ui.Px(12)), ui.T("console.callback.not_reached"),
                 ui::ButtonKind::kQuiet, app.CanSend()))
    return app.TriedCallback(call->call_id(), false);
  if (ui::Button(ui, "overlay/cancel", row.Column(2, 3, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

// On the doctor's behalf: nothing is chosen beforehand, and nothing goes until something is.
void DrawStep(App& app, Rect card) {
  auto& ui = app.ui();
  auto& view = app.view();
  const v1::Mission* mission = app.store().state().FindMission(view.overlay_id);
  if (mission == nullptr || !domain::IsOpen(*mission)) return app.CloseOverlay();
  const bool done = view.step == v1::MISSION_STATE_DONE;
  std::vector<std::string> options;
  for (const auto outcome : kOutcomes) {
    if (done) options.emplace_back(EnumWord(ui, v1::Outcome_Name(outcome)));
  }
  for (const auto reason : kCannotReasons) {
    if (!done) options.emplace_back(EnumWord(ui, v1::CannotReason_Name(reason)));
  }
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.bold, Role::kTextDim, ui.T("console.measure.on_behalf"));
  Label(ui, inner.CutTop(ui.Px(44)), ui.fonts.title, Role::kText,
        text::Format(ui.lang, done ? "console.step.done" : "console.step.cannot",
                     {{"doctor", DoctorName(app.store().state(), mission->owner_id())}}));
  const Rect row = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  ui::Choose(ui, "overlay/first", inner.CutTop(ui::ChooseHeight(ui, options.size(), 2)), options,
             view.step_choice, true, 2);
  const bool chosen = view.step_choice >= 0;
  if (ui::Button(ui, "overlay/send", row.Column(0, 2, ui.Px(12)), ui.T("console.step.save"),
                 ui::ButtonKind::kPrimary, chosen && app.CanSend())) {
    v1::StepMission step;
    step.set_state(view.step);
    const auto at = static_cast<std::size_t>(view.step_choice);
    if (done) step.set_outcome(kOutcomes.at(at));
    if (!done) step.set_cannot_reason(kCannotReasons.at(at));
    app.StepMission(step, *mission);
    return app.CloseOverlay();
  }
  if (ui::Button(ui, "overlay/cancel", row.Column(1, 2, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

void DrawHelp(App& app, Rect card) {
  auto& ui = app.ui();
  Rect inner = card.Inset(ui.Px(24), ui.Px(16));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText, ui.T("console.help.title"));
  const Rect foot = inner.CutBottom(ui.Px(64));
  ui::Paragraph(ui, foot, ui.fonts.small, Role::kTextDim, ui.T("console.help.text"));
  std::string group;
  Rect columns[] = {inner.Column(0, 2, ui.Px(32)), inner.Column(1, 2, ui.Px(32))};
  const auto& commands = app.registry().commands();
  int column = 0;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const auto& command = commands[i];
    if (command.group != group) {
      group = command.group;
      if (column == 0 && i > commands.size() * 2 / 5) column = 1;
      columns[column].CutTop(ui.Px(6));
      Label(ui, columns[column].CutTop(ui.Px(26)), ui.fonts.bold, Role::kTextDim, ui.T(group));
    }
    Rect row = columns[column].CutTop(ui.Px(28));
    const std::string key = ui::ChordText(command.chord, ui.lang);
    ui::KeyCap(ui, {row.min.x, row.middle().y}, key);
    row.CutLeft(ui.Px(124));
    Label(ui, row, ui.fonts.body, Role::kText, ui.T(command.text_key()));
  }
  // Something must have the focus, so that it stays on the card.
  ui.focus.Register("overlay/first", false);
}

void DrawPalette(App& app, Rect card) {
  auto& ui = app.ui();
  auto& view = app.view();
  Rect inner = card.Inset(ui.Px(16), ui.Px(16));
  std::vector<const ui::Command*> found;
  const std::string typed = Fold(view.palette_query);
  for (const auto& command : app.registry().commands()) {
    if (command.id == "screen.palette" || command.id == "screen.back") continue;
    if (typed.empty() || Fold(ui.T(command.text_key())).find(typed) != std::string::npos)
      found.push_back(&command);
  }
  const int last = static_cast<int>(found.size()) - 1;
  if (ui.TakeKey(ui::Key::kDown)) ++view.palette_at;
  if (ui.TakeKey(ui::Key::kUp)) --view.palette_at;
  view.palette_at = std::clamp(view.palette_at, 0, std::max(0, last));
  if (ui.TakeKey(ui::Key::kEnter) && last >= 0) {
    const auto* command = found[static_cast<std::size_t>(view.palette_at)];
    app.CloseOverlay();
    if (command->enabled()) command->run();
    return;
  }
  if (ui::TextField(ui, "overlay/query", inner.CutTop(ui.Px(ui::kFieldHeight)), view.palette_query,
                    {.hint = ui.T("console.palette.hint")}))
    view.palette_at = 0;
  inner.CutTop(ui.Px(8));
  const int room = static_cast<int>(inner.height() / ui.Px(34));
  const int first = std::max(0, view.palette_at - room + 1);
  for (int i = first; i <= last && i < first + room; ++i) {
    const auto* command = found[static_cast<std::size_t>(i)];
    Rect row = inner.CutTop(ui.Px(34));
    const bool at = i == view.palette_at;
    if (at) ui::Fill(ui, row, Role::kSelected);
    const bool enabled = command->enabled();
    Rect text = row.Inset(ui.Px(10), 0);
    const std::string key = ui::ChordText(command->chord, ui.lang);
    const Rect cap = text.CutRight(ui::KeyCapWidth(ui, key));
    ui::KeyCap(ui, {cap.min.x, row.middle().y}, key);
    Label(ui, text, ui.fonts.body, at ? Role::kOnSelected : (enabled ? Role::kText : Role::kTextDim),
          ui.T(command->text_key()));
    ImGui::SetCursorScreenPos(row.min);
    if (ImGui::InvisibleButton(command->id.c_str(), row.size()) && enabled) {
      app.CloseOverlay();
      command->run();
      return;
    }
  }
}

}  // namespace

void DrawOverlay(App& app, const Rect& screen) {
  auto& ui = app.ui();
  ImVec2 size{ui.Px(760), ui.Px(620)};
  if (app.view().overlay == Overlay::kPalette) size = {ui.Px(640), ui.Px(460)};
  if (app.view().overlay == Overlay::kCallback) size = {ui.Px(620), ui.Px(220)};
  if (app.view().overlay == Overlay::kStep) size = {ui.Px(620), ui.Px(330)};
  if (app.view().overlay == Overlay::kNews) size.y = NewsHeight(app);
  if (app.view().overlay == Overlay::kHelp) size = {ui.Px(900), ui.Px(680)};
  if (app.view().overlay == Overlay::kRed) {
    const v1::Contact* contact = app.store().state().FindContact(app.view().overlay_id);
    if (contact != nullptr && !contact->has_red()) size.y = ui.Px(250);
  }
  size.x = std::min(size.x, screen.width() - ui.Px(32));
  size.y = std::min(size.y, screen.height() - ui.Px(96));
  const ImVec2 at{std::round((screen.width() - size.x) / 2),
                  std::round(std::max(ui.Px(56), (screen.height() - size.y) * 0.4F))};
  const Rect card{at, {at.x + size.x, at.y + size.y}};
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen.size());
  ImGui::SetNextWindowBgAlpha(0);
  ImGui::SetNextWindowFocus();
  ImGui::Begin("overlay", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoNav |
                   ImGuiWindowFlags_NoSavedSettings);
  ImGui::PushFont(ui.fonts.body);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  // What lies below is dimmed, but the top bar, the stale banner and the alarm strip are not.
  draw->AddRectFilled({0, StripsBottom(app)}, screen.max, ui.Colour(Role::kBackground, 0.6F));
  ui::Fill(ui, card, Role::kPanel, ui.Px(3));
  switch (app.view().overlay) {
    case Overlay::kNone:
      break;
    case Overlay::kHelp:
      DrawHelp(app, card);
      break;
    case Overlay::kPalette:
      DrawPalette(app, card);
      break;
    case Overlay::kRed:
      DrawRed(app, card);
      break;
    case Overlay::kCallback:
      DrawCallbackCard(app, card);
      break;
    case Overlay::kStep:
      DrawStep(app, card);
      break;
    case Overlay::kNews:
      DrawNews(app, card);
      break;
  }
  ui::Frame(ui, card, app.view().overlay == Overlay::kRed ? Role::kHigh : Role::kBorder, ui.Px(2), ui.Px(3));
  ImGui::PopFont();
  ImGui::End();
}

}  // namespace legevakt::console
