// Answer time by the national definition, now, this shift and by the hour; and who waits, by urgency.
// Readable at two metres.
#include <algorithm>
#include <cmath>

#include "base/time_units.h"
#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/plot.h"
#include "console/ui/widgets.h"
#include "console/views/draw.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kPlotHeight = 100;
// With the gap below it.
constexpr float kHoursHeight = kPlotHeight + 10;
constexpr float kWaitingRow = 30;
constexpr float kWaitingHeight = 24 + 4 * kWaitingRow;
constexpr float kHealthRow = 26;
constexpr float kAnswerLine = 20;
// Below the share: answered, within ten minutes, how long, lost.
constexpr int kAnswerLines = 4;
constexpr float kShareLine = 46;
constexpr float kAnswerHeight = 22 + kShareLine + kAnswerLines * kAnswerLine;
// The mark of a goal that is missed, and the gap before it.
constexpr float kShareMark = 26;

// "92 %" large, with what it is of below, as far as `lines` go: the ten minutes give way first, then what was
// lost.
void DrawAnswerTime(App& app, Rect rect, const char* title, std::string_view caption,
                    const domain::AnswerTime& figure, int lines) {
  auto& ui = app.ui();
  ui::Caption(ui, rect.CutTop(ui.Px(22)), caption);
  if (figure.calls == 0) {
    Label(ui, rect.CutTop(ui.Px(40)), ui.fonts.body, Role::kTextDim, ui.T("console.figures.no_calls"));
    return;
  }
  const int goal = app.store().state().region.targets().answer_share_percent();
  const int percent = figure.within_2_min_percent();
  const bool missed = goal > 0 && percent < goal;
  const Rect big = rect.CutTop(ui.Px(kShareLine));
  const std::string text = std::to_string(percent) + " %";
  // As large as there is room for.
  const float needs = ui::TextWidth(ui, ui.fonts.figure, text) + ui.Px(missed ? kShareMark : 0);
  ImFont* const large = needs <= rect.width() ? ui.fonts.figure : ui.fonts.clock;
  Label(ui, big, large, Role::kText, text);
  if (missed) {
    ui::Shape(ui, {big.min.x + ui::TextWidth(ui, large, text) + ui.Px(16), big.middle().y}, ui.Px(16),
              ui::MarkShape::kDiamond, ui.Colour(ui::Attention(ui)));
  }
  const auto line = [&](int place, ImFont* font, Role role, const char* key, const auto& value) {
    Label(ui, rect.CutTop(ui.Px(kAnswerLine)), font, role, app.Words(title, place, [&] {
      return text::Format(ui.lang, key, {{"n", value()}, {"of", std::to_string(figure.calls)}});
    }));
  };
  if (lines >= 2) {
    line(1, ui.fonts.small, Role::kTextDim, "console.figures.answered",
         [&] { return std::to_string(figure.within_2_min); });
  }
  if (lines >= 4) {
    line(4, ui.fonts.small, Role::kTextDim, "console.figures.within_10",
         [&] { return std::to_string(figure.within_10_min); });
  }
  // Who rings still, and has rung too long already, is worth more than how it went for the others.
  if (lines < 1) return;
  if (figure.ringing_late > 0) {
    line(2, ui.fonts.small_bold, Role::kText, "console.figures.ringing_late",
         [&] { return std::to_string(figure.ringing_late); });
  } else {
    line(2, ui.fonts.small, Role::kTextDim, "console.figures.median",
         [&] { return Timer(figure.median_us); });
  }
  if (lines < 3) return;
  line(3, ui.fonts.small, Role::kTextDim, "console.figures.lost",
       [&] { return std::to_string(figure.unanswered); });
}

void DrawWaitingTable(App& app, Rect rect) {
  auto& ui = app.ui();
  const Rect head = rect.CutTop(ui.Px(24));
  const auto columns = [&](Rect row, std::string_view a, std::string_view b, std::string_view c, ImFont* font,
                           Role role) {
    row.CutLeft(ui.Px(52));
    // The longest wait has the longest words.
    const float third = row.width() * 0.42F;
    Label(ui, row.CutRight(third), font, role, c, Align::kRight);
    Label(ui, row.CutLeft(row.width() * 0.4F), font, role, a, Align::kRight);
    Label(ui, row, font, role, b, Align::kRight);
  };
  columns(head, ui.T("console.figures.open"), ui.T("console.figures.overdue"),
          ui.T("console.figures.longest"), ui.fonts.small, Role::kTextDim);
  const auto& figures = app.shell().figures.At(app.store().state(), app.now_us());
  for (std::size_t i = 0; i < kUrgencies.size(); ++i) {
    const auto& waiting = figures.waiting[i];
    const Rect row = rect.CutTop(ui.Px(kWaitingRow));
    const bool none = waiting.count == 0;
    const ImVec2 at{row.min.x, row.min.y + ui.Px(2)};
    ui::UrgencyBadge(ui, {at, {at.x + ui.Px(ui::kBadgeWidth), at.y + ui.Px(ui::kBadgeHeight)}}, kUrgencies[i],
                     ui.fonts.bold, none);
    columns(row, std::to_string(waiting.count), std::to_string(waiting.overdue),
            app.Words("figures.longest", static_cast<std::int64_t>(i),
                      [&] { return none ? std::string("–") : Roughly(ui.lang, waiting.longest_us); }),
            none ? ui.fonts.body : ui.fonts.bold, none ? Role::kTextDim : Role::kText);
  }
}

// Fewer hours where it is narrow: each label needs its room.
void DrawHours(App& app, const Rect& rect) {
  const auto& ui = app.ui();
  const auto bars = HourBars(app);
  const auto fit = static_cast<std::size_t>(std::max(3.0F, (rect.width() - ui.Px(44)) / ui.Px(34)));
  const std::size_t shown = std::min(bars.size(), fit);
  ui::HourPlot(ui, rect, std::span(bars).last(shown),
               app.store().state().region.targets().answer_share_percent(), ui.fonts.title);
}

// To the shift leader: is the alarm system itself in health?
void DrawAlarmLoad(App& app, Rect rect) {
  auto& ui = app.ui();
  const AlarmLoad load = app.shell().alarms.LoadAt(app.mono_us());
  const Rect mark = rect.CutLeft(ui.Px(20));
  if (load.Flood())
    ui::Shape(ui, {mark.min.x + ui.Px(7), mark.middle().y}, ui.Px(13), ui::MarkShape::kDiamond,
              ui.Colour(ui::Attention(ui)));
  Label(ui, rect, ui.fonts.small, load.Flood() ? Role::kText : Role::kTextDim,
        app.Words("figures.load", 0, [&] {
          return text::Format(ui.lang, load.Flood() ? "shell.load.flood" : "shell.load.steady",
                              {{"n", std::to_string(load.last_ten_minutes)},
                               {"high", std::to_string(load.Percent(load.high))},
                               {"medium", std::to_string(load.Percent(load.medium))},
                               {"low", std::to_string(load.Percent(load.low))}});
        }));
}

// When there is one; that there is none in time is an alarm.
void DrawLastBackup(App& app, Rect rect) {
  const auto& ui = app.ui();
  rect.CutLeft(ui.Px(20));
  Label(ui, rect, ui.fonts.small, Role::kTextDim, app.Words("figures.backup", 0, [&] {
    const std::int64_t at_us = app.store().state().notice.backup_verified_us();
    return text::Format(ui.lang, "shell.load.backup", {{"at", DayMonth(at_us) + " " + ClockHm(at_us)}});
  }));
}

bool HasBackup(const App& app) {
  return app.store().state().notice.backup_verified_us() != 0;
}

bool IsLeader(const App& app) {
  return app.store().me().role() == v1::ROLE_SHIFT_LEADER;
}

float LoadHeight(const App& app) {
  const float load = IsLeader(app) ? kHealthRow : 0;
  return load + (IsLeader(app) && HasBackup(app) ? kHealthRow : 0);
}

float WholeHeight(const App& app) {
  return app.ui().Px(36 + 12 + kAnswerHeight + 8 + kHoursHeight + kWaitingHeight + LoadHeight(app) + 12);
}

}  // namespace

std::array<ui::HourBar, kHoursShown> HourBars(App& app) {
  const auto& figures = app.shell().figures.At(app.store().state(), app.now_us());
  std::array<ui::HourBar, kHoursShown> bars;
  for (std::size_t i = 0; i < figures.hours.size(); ++i) {
    const auto& hour = figures.hours[i];
    const std::int64_t from_us = figures.first_hour_us + static_cast<std::int64_t>(i) * kHourUs;
    bars.at(i) = {app.Words("figures.hour", static_cast<std::int64_t>(i),
                            [&] { return ClockHm(from_us).substr(0, 2); }),
                  hour.calls == 0 ? -1 : hour.within_2_min_percent()};
  }
  return bars;
}

std::string_view ShiftWords(App& app, ImFont* font, float width) {
  const auto& ui = app.ui();
  const std::int64_t from_us = app.shell().figures.At(app.store().state(), app.now_us()).shift_from_us;
  const auto words = [&](const char* key) -> const std::string& {
    return app.Words(key, 0, from_us / kMinuteUs,
                     [&] { return text::Format(ui.lang, key, {{"at", ClockHm(from_us)}}); });
  };
  const std::string& whole = words("console.figures.shift");
  return ui::TextWidth(ui, font, whole) <= width ? whole : words("console.figures.shift_short");
}

float FiguresHeight(const App& app, float room) {
  const float whole = WholeHeight(app);
  if (whole <= room) return whole;
  return std::min(room, whole - app.ui().Px(kHoursHeight + LoadHeight(app)));
}

void DrawFigures(App& app, Rect rect) {
  auto& ui = app.ui();
  // Large text or many alarms on a small screen: who waits comes before how it went. The hours go first, then
  // line by line what stands below the shares, and the shares last.
  const float room = rect.height() + 1 - WholeHeight(app);
  const bool hours = room >= 0;
  const float short_of = -(room + ui.Px(hours ? 0 : kHoursHeight + LoadHeight(app)));
  const int lines = kAnswerLines - std::max(0, static_cast<int>(std::ceil(short_of / ui.Px(kAnswerLine))));
  Rect inner = Panel(app, rect, ui.T("console.figures.title")).Inset(ui.Px(12), ui.Px(8));
  if (lines < 0) return DrawWaitingTable(app, inner);
  const auto& figures = app.shell().figures.At(app.store().state(), app.now_us());
  const auto gone = static_cast<float>(kAnswerLines - lines);
  Rect top = inner.CutTop(ui.Px(kAnswerHeight - gone * kAnswerLine));
  if (!app.store().state().telephony.connected()) {
    ui::Caption(ui, top.CutTop(ui.Px(22)), ui.T("console.figures.answer_time"));
    ui::Paragraph(ui, top, ui.fonts.body, Role::kText, ui.T("console.figures.not_measured"));
  } else {
    DrawAnswerTime(app, top.Column(0, 2, ui.Px(16)), "console.figures.hour", ui.T("console.figures.hour"),
                   figures.last_hour, lines);
    const Rect shift = top.Column(1, 2, ui.Px(16));
    DrawAnswerTime(app, shift, "console.figures.shift", ShiftWords(app, ui.fonts.small, shift.width()),
                   figures.shift, lines);
  }
  inner.CutTop(ui.Px(8));
  if (hours) {
    DrawHours(app, inner.CutTop(ui.Px(kPlotHeight)));
    inner.CutTop(ui.Px(kHoursHeight - kPlotHeight));
  }
  DrawWaitingTable(app, inner.CutTop(ui.Px(kWaitingHeight)));
  if (!IsLeader(app) || !hours) return;
  DrawAlarmLoad(app, inner.CutTop(ui.Px(kHealthRow)));
  if (HasBackup(app)) DrawLastBackup(app, inner.CutTop(ui.Px(kHealthRow)));
}

}  // namespace legevakt::console
