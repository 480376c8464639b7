// Top bar, stale banner, alarm strip, hint bar.
#include <algorithm>
#include <cmath>

#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/draw.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::MarkShape;
using ui::Rect;
using ui::Role;

namespace {

// 2 Hz for high, half a second on and off for medium; only the shape flashes, never the text.
bool Lit(const App& app, const Alarm& alarm) {
  if (alarm.seen || alarm.level == AlarmLevel::kLow) return true;
  const std::int64_t period_us = alarm.level == AlarmLevel::kHigh ? 500'000 : 2'000'000;
  return app.mono_us() % period_us < period_us / 2;
}

std::string AlarmText(App& app, const Alarm& alarm) {
  const auto& ui = app.ui();
  const auto& state = app.store().state();
  const v1::Contact* contact = state.FindContact(alarm.contact_id);
  const std::string who = contact == nullptr ? "" : PatientName(ui, *contact);
  const std::string age = Roughly(ui.lang, app.now_us() - alarm.since_us);
  std::string text;
  switch (alarm.kind) {
    case AlarmKind::kRedUnconfirmed: {
      const auto& red = contact->red();
      const auto word = [&](std::int64_t us) {
        return us != 0 ? ClockHm(us) : std::string(ui.T("console.red.not_confirmed"));
      };
      text = text::Format(ui.lang, "console.alarm.red",
                          {{"who", who},
                           {"amk", word(red.amk_confirmed_us())},
                           {"doctor", word(red.doctor_confirmed_us())},
                           {"time", Timer(app.now_us() - red.raised_us())}});
      break;
    }
    case AlarmKind::kNotHeard: {
      const v1::Mission* mission = state.FindMission(alarm.mission_id);
      const v1::Doctor* doctor = state.FindDoctor(mission->owner_id());
      text = text::Format(ui.lang, "console.alarm.not_heard",
                          {{"doctor", DoctorName(state, mission->owner_id())},
                           {"time", age},
                           {"phone", doctor == nullptr ? "" : PhoneText(doctor->phone())}});
      break;
    }
    case AlarmKind::kDeadlineMissed:
      text = text::Format(ui.lang,
                          contact->deadline().kind() == v1::DEADLINE_KIND_FIRST_ASSESSMENT
                              ? "console.alarm.unassessed"
                              : "console.alarm.deadline",
                          {{"who", who}, {"time", age}});
      break;
    case AlarmKind::kPromiseSlipped:
      text = text::Format(
          ui.lang, "console.alarm.promise",
          {{"who", who}, {"at", ClockHm(alarm.since_us)}, {"phone", PhoneText(contact->personal().phone())}});
      break;
    case AlarmKind::kCallbackMissed: {
      const v1::Call* call = state.FindCall(alarm.call_id);
      text = text::Format(ui.lang, "console.alarm.callback",
                          {{"phone", PhoneText(call->personal().phone())}, {"time", age}});
      break;
    }
  }
  if (alarm.more > 0) {
    text += "  ";
    text += text::Format(ui.lang, "console.alarm.more", {{"n", std::to_string(alarm.more)}});
  }
  return text;
}

void DrawConnection(App& app, Rect& rect) {
  auto& ui = app.ui();
  const auto freshness = app.store().freshness().At(app.mono_us());
  std::string text;
  Role role = Role::kTextDim;
  MarkShape shape = MarkShape::kRing;
  switch (freshness) {
    case Freshness::kConnecting:
      text = ui.T("console.top.connecting");
      break;
    case Freshness::kFresh:
      text = ui.T("console.top.fresh");
      role = Role::kGood;
      shape = MarkShape::kCircle;
      break;
    case Freshness::kStale:
      text = text::Format(ui.lang, "console.top.stale",
                          {{"time", Timer(app.store().freshness().AgeUs(app.mono_us()))}});
      role = Role::kHigh;
      shape = MarkShape::kTriangle;
      break;
  }
  Rect part = rect.CutRight(ui::TextWidth(ui, ui.fonts.small, text) + ui.Px(2));
  Label(ui, part, ui.fonts.small, freshness == Freshness::kStale ? Role::kText : Role::kTextDim, text);
  rect.CutRight(ui.Px(8));
  const Rect mark = rect.CutRight(ui.Px(12));
  ui::Shape(ui, mark.middle(), ui.Px(12), shape, ui.Colour(role));
}

// There is something new in the triage tool, and it has not been confirmed.
void DrawNewsMark(App& app, Rect& row) {
  auto& ui = app.ui();
  const auto text = ui.T("console.news.mark");
  const float cap = ui::KeyCapWidth(ui, "F10");
  const Rect whole =
      row.CutRight(cap + ui::TextWidth(ui, ui.fonts.small, text) + ui.Px(30)).Inset(0, ui.Px(9));
  row.CutRight(ui.Px(16));
  ui::Frame(ui, whole, Role::kAccent, ui.Px(1), ui.Px(3));
  Rect inner = whole.Inset(ui.Px(10), 0);
  Label(ui, inner.CutLeft(inner.width() - cap - ui.Px(8)), ui.fonts.small, Role::kText, text);
  ui::KeyCap(ui, {inner.max.x - cap, inner.middle().y}, "F10");
  ImGui::SetCursorScreenPos(whole.min);
  if (ImGui::InvisibleButton("news_mark", whole.size())) app.Open(Overlay::kNews);
}

}  // namespace

void DrawTopBar(App& app, const Rect& rect) {
  auto& ui = app.ui();
  ui::Fill(ui, rect, Role::kPanel);
  ui::RuleBelow(ui, rect);
  Rect row = rect.Inset(ui.Px(16), 0);
  const auto& store = app.store();
  Label(ui, row.CutLeft(ui::TextWidth(ui, ui.fonts.title, "Legevakt") + ui.Px(16)), ui.fonts.title,
        Role::kText, "Legevakt");
  if (!store.has_state()) return DrawConnection(app, row);

  const std::string clock = ClockHms(app.now_us());
  // The clock's digits have equal widths: the place of the text before it never moves.
  Label(ui, row.CutRight(ui::TextWidth(ui, ui.fonts.clock, "00:00:00") + ui.Px(4)), ui.fonts.clock,
        Role::kText, clock, Align::kRight);
  row.CutRight(ui.Px(28));
  DrawConnection(app, row);
  row.CutRight(ui.Px(28));
  std::string user = store.me().name();
  if (!user.empty()) {
    user += " · ";
    user += ui.T("console.role." + std::to_string(static_cast<int>(store.me().role())));
  }
  Label(ui, row.CutRight(std::min(row.width() * 0.5F, ui::TextWidth(ui, ui.fonts.body, user) + ui.Px(2))),
        ui.fonts.body, Role::kText, user, Align::kRight);
  row.CutRight(ui.Px(20));
  if (app.HasNews()) DrawNewsMark(app, row);
  if (store.state().notice.training()) {
    Rect banner = row.CutRight(ui.Px(110)).Inset(0, ui.Px(10));
    ui::Fill(ui, banner, Role::kMedium, ui.Px(3));
    Label(ui, banner, ui.fonts.bold, Role::kOnMedium, ui.T("console.top.training"), Align::kCentre);
    row.CutRight(ui.Px(12));
  }
  Label(ui, row, ui.fonts.body, Role::kTextDim, store.state().region.centre_name());
}

void DrawStaleBanner(App& app, const Rect& rect) {
  auto& ui = app.ui();
  ui::Fill(ui, rect, Role::kHigh);
  Rect row = rect.Inset(ui.Px(16), 0);
  const Rect mark = row.CutLeft(ui.Px(24));
  ui::Shape(ui, mark.middle(), ui.Px(18), MarkShape::kTriangle, ui.Colour(Role::kOnHigh));
  row.CutLeft(ui.Px(8));
  const std::string age = Timer(app.store().freshness().AgeUs(app.mono_us()));
  Label(ui, row.CutRight(ui::TextWidth(ui, ui.fonts.title, age) + ui.Px(4)), ui.fonts.title, Role::kOnHigh,
        age, Align::kRight);
  row.CutRight(ui.Px(16));
  const bool draining = app.store().freshness().draining();
  Label(ui, row, ui.fonts.bold, Role::kOnHigh,
        ui.T(draining ? "console.stale.draining" : "console.stale.text"));
}

void DrawAlarms(App& app, Rect rect, int rows) {
  auto& ui = app.ui();
  const float each = std::round(rect.height() / static_cast<float>(rows));
  for (int i = 0; i < rows; ++i) {
    const Alarm& alarm = app.alarms()[static_cast<std::size_t>(i)];
    Rect row = rect.CutTop(each);
    const bool high = alarm.level == AlarmLevel::kHigh;
    const Role fill = high ? Role::kHigh : Role::kMedium;
    const Role on = high ? Role::kOnHigh : Role::kOnMedium;
    const bool pressed = ui::SelectableRow(ui, ui::Id("alarm", i), row, false);
    ui::Fill(ui, row, fill);
    ui::RuleBelow(ui, row);
    Rect inner = row.Inset(ui.Px(16), 0);
    const Rect mark = inner.CutLeft(ui.Px(24));
    if (Lit(app, alarm)) {
      ui::Shape(ui, mark.middle(), ui.Px(16), high ? MarkShape::kTriangle : MarkShape::kDiamond,
                ui.Colour(on));
    }
    inner.CutLeft(ui.Px(8));
    if (i == 0) {
      const Rect cap = inner.CutRight(ui::KeyCapWidth(ui, "F8"));
      ui::KeyCap(ui, {cap.min.x, row.middle().y}, "F8");
      inner.CutRight(ui.Px(12));
    }
    std::string text = AlarmText(app, alarm);
    const int hidden = static_cast<int>(app.alarms().size()) - rows;
    if (i == rows - 1 && hidden > 0)
      text += "  " + text::Format(ui.lang, "console.alarm.hidden", {{"n", std::to_string(hidden)}});
    Label(ui, inner, ui.fonts.bold, on, text);
    if (app.ui().focus.Has(ui::Id("alarm", i))) ui::FocusRing(ui, row.Inset(ui.Px(3)));
    if (pressed) app.GoToAlarm(alarm);
  }
}

// The keys that act now, most useful first, as many as there is room for.
void DrawHintBar(App& app, const Rect& rect) {
  auto& ui = app.ui();
  ui::Fill(ui, rect, Role::kPanel);
  ui::Fill(ui, {rect.min, {rect.max.x, rect.min.y + 1}}, Role::kRule);
  std::vector<const ui::Command*> commands;
  for (const auto& command : app.registry().commands()) {
    if (command.hint > 0 && command.enabled() && !(command.yields_to_text && ui.focus.on_text())) {
      commands.push_back(&command);
    }
  }
  std::stable_sort(commands.begin(), commands.end(),
                   [](const ui::Command* a, const ui::Command* b) { return a->hint > b->hint; });
  Rect row = rect.Inset(ui.Px(16), 0);
  const float y = rect.middle().y;
  for (const auto* command : commands) {
    const std::string key = ui::ChordText(command->chord, ui.lang);
    const auto text = ui.T(command->text_key());
    const float width = ui::KeyCapWidth(ui, key) + ui.Px(6) + ui::TextWidth(ui, ui.fonts.small, text);
    if (row.width() < width) continue;
    Rect part = row.CutLeft(std::ceil(width));
    const Rect whole{{part.min.x, rect.min.y + ui.Px(3)}, {part.max.x, rect.max.y - ui.Px(3)}};
    part.CutLeft(ui::KeyCap(ui, {part.min.x, y}, key) + ui.Px(6));
    Label(ui, part, ui.fonts.small, Role::kTextDim, text);
    ImGui::SetCursorScreenPos(whole.min);
    if (ImGui::InvisibleButton(command->id.c_str(), whole.size())) command->run();
    row.CutLeft(ui.Px(20));
  }
}

}  // namespace legevakt::console
