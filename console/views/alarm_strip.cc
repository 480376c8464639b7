// The alarm strip: what is wrong, since when, what follows from it, and the key that solves it. What somebody
// has acknowledged stays, without its colour: the eye goes to what nobody has.
#include <algorithm>
#include <cmath>

#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/alarm_words.h"
#include "console/views/draw.h"
#include "console/views/next_alarm.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kAlarmRow = 36;
// Lower than this there are two rows, and one where everything takes as little height as it can: what is
// being answered must be seen too.
constexpr float kTwoRows = 700;
constexpr std::size_t kRowsOfTheList = 8;
// Room for three stars: what follows begins at the same place on each row.
constexpr float kStars = 28;

// Where the focus is on them (Ctrl+F6) they have a row each.
std::size_t RowsOf(const App& app) {
  const auto& ui = app.ui();
  std::size_t rows = ui::IsLow(ui) ? 1 : (ImGui::GetIO().DisplaySize.y < ui.Px(kTwoRows) ? 2 : 3);
  if (ui.focus.InZone("alarm")) rows = kRowsOfTheList;
  return std::min(rows, app.alarms().size());
}

struct Colours {
  Role ground;
  Role on;
};

Colours ColoursOf(const AlarmRow& row) {
  if (row.quiet || row.alarm.priority == domain::AlarmPriority::kLow) return {Role::kPanel, Role::kText};
  if (row.alarm.priority == domain::AlarmPriority::kHigh) return {Role::kHigh, Role::kOnHigh};
  return {Role::kMedium, Role::kOnMedium};
}

// The shape keeps the colour of its priority on the plain ground of an acknowledged row.
Role MarkRole(const ui::Ui& ui, const AlarmRow& row, Role on) {
  if (!row.quiet) return on;
  if (row.alarm.priority == domain::AlarmPriority::kHigh) return Role::kHigh;
  if (row.alarm.priority == domain::AlarmPriority::kMedium) return ui::Attention(ui);
  return Role::kTextDim;
}

// F12 is about the contact that is read or open, and with none open about the first alarm; F9 is about the
// first call-back.
bool KeyIsOfAnother(const App& app, const domain::Alarm& alarm) {
  if (alarm.kind == v1::ALARM_KIND_RED_NOT_CONFIRMED) return app.RedAbout() != alarm.contact_id;
  if (alarm.kind != v1::ALARM_KIND_CALLBACK_MISSED) return false;
  const auto& callbacks = app.picture().callbacks();
  return callbacks.empty() || callbacks.front()->call_id() != alarm.call_id;
}

// The command that a key starts for this alarm, and how many presses of it come there.
struct KeyOfAlarm {
  const ui::Command* command = nullptr;
  int presses = 1;
};

bool IsOpenHere(const App& app, const domain::Alarm& alarm) {
  return alarm.contact_id != 0 && alarm.contact_id == app.view().contact_id;
}

KeyOfAlarm KeyFor(App& app, const domain::Alarm& alarm, const AlarmWords& words) {
  const ui::Command* command = app.registry().Find(words.command);
  if (KeyIsOfAnother(app, alarm)) command = app.registry().Find("alarm.go");
  if (command == nullptr || command->id != "alarm.go") return {command, 1};
  // The contact is open: what is left is to do what the alarm says.
  if (IsOpenHere(app, alarm)) {
    const bool promise = alarm.kind == v1::ALARM_KIND_PROMISE_SLIPPED;
    const ui::Command* kept = promise ? app.registry().Find("contact.promise_kept") : nullptr;
    return {kept != nullptr && kept->enabled() ? kept : nullptr, 1};
  }
  const auto& order = AlarmsToGoTo(app);
  const auto at = std::find_if(order.begin(), order.end(),
                               [&alarm](const domain::Alarm* each) { return each->id() == alarm.id(); });
  if (at == order.end()) return {};
  return {command, static_cast<int>(at - order.begin()) + 1};
}

// As a cap; gives what is left of the row.
void DrawKey(App& app, Rect& inner, const domain::Alarm& alarm, const AlarmWords& words, Role on) {
  auto& ui = app.ui();
  const auto [command, presses] = KeyFor(app, alarm, words);
  if (command == nullptr) {
    if (!IsOpenHere(app, alarm)) return;
    const auto here = ui.T("shell.alarm.open_here");
    Label(ui, inner.CutRight(ui::TextWidth(ui, ui.fonts.small, here) + ui.Px(2)), ui.fonts.small, on, here,
          Align::kRight);
    inner.CutRight(ui.Px(8));
    return;
  }
  // Where the key does nothing, nothing says that it does.
  if (command->id != "alarm.go" && !command->enabled()) return;
  const std::string key = ui::ChordText(command->chord, ui.lang);
  const Rect cap = inner.CutRight(ui::KeyCapWidth(ui, key));
  ui::KeyCap(ui, {cap.min.x, inner.middle().y}, key);
  inner.CutRight(ui.Px(8));
  if (presses == 1) return;
  // The same key comes to others first: how many times.
  const std::string times = std::to_string(presses) + " ×";
  Label(ui, inner.CutRight(ui::TextWidth(ui, ui.fonts.bold, times) + ui.Px(2)), ui.fonts.bold, on, times,
        Align::kRight);
  inner.CutRight(ui.Px(8));
}

// "kvittert 21:04 Kari Nes".
const std::string& Acknowledged(App& app, const domain::Alarm& alarm) {
  return app.Words("alarm.acknowledged", NumberOf(alarm), [&] {
    return text::Format(app.ui().lang, "shell.alarm.acknowledged",
                        {{"who", alarm.acknowledged_by}, {"at", ClockHm(alarm.acknowledged_us)}});
  });
}

// How many have no row, and the key that gives them one: never cut.
void DrawHidden(App& app, Rect& inner, std::size_t hidden, Role on) {
  auto& ui = app.ui();
  const ui::Command* list = app.registry().Find("alarm.list");
  if (list != nullptr) {
    const std::string key = ui::ChordText(list->chord, ui.lang);
    const Rect cap = inner.CutRight(ui::KeyCapWidth(ui, key));
    ui::KeyCap(ui, {cap.min.x, inner.middle().y}, key);
    inner.CutRight(ui.Px(8));
  }
  const std::string& words = HiddenAlarms(app, hidden);
  Label(ui, inner.CutRight(ui::TextWidth(ui, ui.fonts.small_bold, words) + ui.Px(2)), ui.fonts.small_bold, on,
        words, Align::kRight);
  inner.CutRight(ui.Px(16));
}

void DrawAlarm(App& app, const Rect& row, const AlarmRow& entry, std::size_t hidden) {
  auto& ui = app.ui();
  const domain::Alarm& alarm = entry.alarm;
  const Colours colours = ColoursOf(entry);
  ui::Fill(ui, row, colours.ground);
  ui::RuleBelow(ui, row);
  Rect inner = row.Inset(ui.Px(16), 0);
  const Rect mark = inner.CutLeft(ui.Px(24));
  // Never gone: dimmed and full by turns.
  ui::Shape(ui, mark.middle(), ui.Px(16), ShapeOf(alarm.priority),
            ui.Colour(MarkRole(ui, entry, colours.on), AlarmIsLit(entry, app.mono_us()) ? 1.0F : 0.3F));
  // Steady, however the shape flashes: what is read stands still.
  inner.CutLeft(ui.Px(4));
  Label(ui, inner.CutLeft(ui.Px(kStars)), ui.fonts.bold, colours.on, StarsOf(alarm.priority));
  inner.CutLeft(ui.Px(8));
  const AlarmWords& words = WordsOf(app, alarm);
  DrawKey(app, inner, alarm, words, colours.on);
  if (hidden > 0) DrawHidden(app, inner, hidden, colours.on);
  if (alarm.acknowledged()) {
    const std::string& note = Acknowledged(app, alarm);
    const float width = std::min(inner.width() * 0.35F, ui::TextWidth(ui, ui.fonts.small, note) + ui.Px(2));
    Label(ui, inner.CutRight(width), ui.fonts.small, colours.on, note, Align::kRight);
    inner.CutRight(ui.Px(16));
  }
  const std::string& cause = CauseOf(app, entry);
  ImFont* font = entry.quiet ? ui.fonts.body : ui.fonts.bold;
  const float width = std::min(inner.width(), std::ceil(ui::TextWidth(ui, font, cause)) + ui.Px(2));
  Label(ui, inner.CutLeft(width), font, colours.on, cause);
  inner.CutLeft(ui.Px(16));
  // What follows from it, where there is room for all of it: half a sentence says nothing.
  if (inner.width() >= ui::TextWidth(ui, ui.fonts.small, words.consequence))
    Label(ui, inner, ui.fonts.small, colours.on, words.consequence);
}

}  // namespace

float AlarmsHeight(const App& app) {
  return app.ui().Px(kAlarmRow) * static_cast<float>(RowsOf(app));
}

void DrawAlarms(App& app, Rect rect) {
  auto& ui = app.ui();
  const auto& alarms = app.alarms();
  const std::size_t rows = RowsOf(app);
  for (std::size_t i = 0; i < rows; ++i) {
    const Rect row = rect.CutTop(ui.Px(kAlarmRow));
    const ui::Id id("alarm", static_cast<std::int64_t>(i));
    const bool pressed = ui::SelectableRow(ui, id, row, false);
    DrawAlarm(app, row, alarms[i], i + 1 == rows ? alarms.size() - rows : 0);
    if (ui.focus.Has(id)) ui::FocusRing(ui, row.Inset(ui.Px(3), ui.Px(3)));
    if (pressed) return app.GoToAlarm(alarms[i].alarm);
  }
}

}  // namespace legevakt::console
