// Alarms put aside: one more, with a reason and a time; and those that are, with a way back. High ones cannot
// be.
#include <algorithm>
#include <array>

#include "base/time_units.h"
#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/alarm_words.h"
#include "console/views/cards.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr std::array kMinutes = {5, 10, 15};
constexpr float kRow = 40;

// With the marks of its priority, as on the strip.
void DrawCause(App& app, Rect row, const domain::Alarm& alarm, ImFont* font) {
  auto& ui = app.ui();
  const Rect mark = row.CutLeft(ui.Px(20));
  ui::Shape(ui, {mark.min.x + ui.Px(7), mark.middle().y}, ui.Px(14), ShapeOf(alarm.priority),
            ui.Colour(Role::kTextDim));
  Label(ui, row.CutLeft(ui.Px(28)), font, Role::kText, StarsOf(alarm.priority));
  Label(ui, row, font, Role::kText, WordsOf(app, alarm).cause);
}

// "overlay/back12": such a short string takes no memory.
std::string BackName(v1::AlarmKind kind) {
  return "overlay/back" + std::to_string(static_cast<int>(kind));
}

void DrawShelved(App& app, Rect& inner) {
  auto& ui = app.ui();
  const auto& shelved = app.shell().alarms.shelved();
  if (shelved.empty()) return;
  ui::Caption(ui, inner.CutTop(ui.Px(26)), ui.T("shell.shelve.aside"));
  for (const auto& alarm : shelved) {
    if (inner.height() < ui.Px(kRow)) return;
    Rect row = inner.CutTop(ui.Px(kRow));
    ui::RuleBelow(ui, row);
    const Rect back = row.CutRight(ui.Px(150)).Inset(0, ui.Px(3));
    row.CutRight(ui.Px(12));
    const std::string& until = app.Words("shelve.until", NumberOf(alarm), [&] {
      return text::Format(ui.lang, "shell.shelve.until", {{"at", ClockHm(alarm.shelved_until_us)}});
    });
    Label(ui, row.CutRight(ui::TextWidth(ui, ui.fonts.small, until) + ui.Px(8)), ui.fonts.small,
          Role::kTextDim, until, ui::Align::kRight);
    DrawCause(app, row, alarm, ui.fonts.body);
    if (ui::Button(ui, ui::Id(BackName(alarm.kind), alarm.subject_id), back, ui.T("shell.shelve.back"),
                   ui::ButtonKind::kQuiet, app.CanSend()))
      app.UnshelveAlarm(alarm.id());
  }
}

// It stands still, nobody has put it aside meanwhile, and it has not become high.
bool CanBeShelved(App& app, domain::AlarmId id) {
  return app.Kept<bool>("shelve.stands", id.second * 64 + static_cast<int>(id.first), {}, [&] {
    const auto now = domain::FindAlarm(app.store().state(), id, app.now_us());
    return now && !now->shelved() && now->priority != domain::AlarmPriority::kHigh;
  });
}

// Never another alarm in its place: what was typed is about the one above.
void DrawGone(App& app, Rect& inner) {
  auto& ui = app.ui();
  inner.CutTop(ui.Px(8));
  ui::Paragraph(ui, inner.CutTop(ui.Px(64)), ui.fonts.body, Role::kText, ui.T("shell.shelve.gone"));
  const Rect foot = inner.CutTop(ui.Px(ui::kPrimaryHeight));
  if (ui::Button(ui, "overlay/cancel", foot.Column(1, 2, ui.Px(12)), ui.T("console.card.close"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace

ImVec2 ShelveSize(App& app) {
  const auto shelved = static_cast<float>(std::min<std::size_t>(5, app.shell().alarms.shelved().size()));
  const float one = app.shell().shelve.alarm.kind == v1::ALARM_KIND_UNSPECIFIED ? 60 : 250;
  return {app.ui().Px(760), app.ui().Px(90 + one + (shelved > 0 ? 30 : 0) + kRow * shelved)};
}

void DrawShelve(App& app, Rect card) {
  auto& ui = app.ui();
  Shell& shell = app.shell();
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText, ui.T("shell.shelve.title"));
  auto& input = shell.shelve;
  if (input.alarm.kind == v1::ALARM_KIND_UNSPECIFIED) {
    if (shell.alarms.shelved().empty()) return app.CloseOverlay();
    ui.focus.Register("overlay/first", false);
    return DrawShelved(app, inner);
  }
  DrawCause(app, inner.CutTop(ui.Px(32)), input.alarm, ui.fonts.bold);
  if (!CanBeShelved(app, input.alarm.id())) {
    DrawGone(app, inner);
    inner.CutTop(ui.Px(16));
    return DrawShelved(app, inner);
  }
  ui::Caption(ui, inner.CutTop(ui.Px(ui::kCaptionHeight)), ui.T("shell.shelve.reason"));
  ui::TextField(ui, "overlay/first", inner.CutTop(ui.Px(ui::kFieldHeight)), input.reason,
                {.hint = ui.T("shell.shelve.reason_hint")});
  inner.CutTop(ui.Px(8));
  const auto& options = app.Kept<std::vector<std::string>>("shelve.minutes", 0, {}, [&] {
    std::vector<std::string> words;
    for (const int minutes : kMinutes)
      words.push_back(text::Format(ui.lang, "console.time.minutes", {{"n", std::to_string(minutes)}}));
    return words;
  });
  ui::Choose(ui, "overlay/minutes", inner.CutTop(ui.Px(ui::kFieldHeight)), options, input.choice);
  inner.CutTop(ui.Px(12));
  const Rect foot = inner.CutTop(ui.Px(ui::kPrimaryHeight));
  const bool ready = !input.reason.empty() && input.choice >= 0 && app.CanSend();
  if (ui::Button(ui, "overlay/send", foot.Column(0, 2, ui.Px(12)), ui.T("shell.shelve.send"),
                 ui::ButtonKind::kPrimary, ready)) {
    const int minutes = kMinutes.at(static_cast<std::size_t>(input.choice));
    app.ShelveAlarm(input.alarm.id(), app.now_us() + minutes * kMinuteUs - kSecondUs, input.reason);
    return app.CloseOverlay();
  }
  if (ui::Button(ui, "overlay/cancel", foot.Column(1, 2, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    return app.CloseOverlay();
  inner.CutTop(ui.Px(16));
  DrawShelved(app, inner);
}

}  // namespace legevakt::console
