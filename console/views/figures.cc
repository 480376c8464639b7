// Answer time by the national definition, and who waits, by urgency.
#include "central/domain/figures.h"

#include <algorithm>
#include <cmath>

#include "base/time_units.h"
#include "console/model/format.h"
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

// Where the roster says nothing, "this shift" is the last eight hours.
constexpr std::int64_t kShiftUs = 8 * kHourUs;

// Since the earliest start of the doctors' shifts that run now.
std::int64_t ShiftStart(const domain::State& state, std::int64_t now_us) {
  std::int64_t start_us = 0;
  for (const auto& doctor : state.region.doctors()) {
    for (const auto& shift : doctor.shifts()) {
      if (shift.from_us() > now_us || now_us >= shift.to_us()) continue;
      start_us = start_us == 0 ? shift.from_us() : std::min(start_us, shift.from_us());
    }
  }
  return start_us == 0 ? now_us - kShiftUs : std::max(start_us, now_us - 2 * kShiftUs);
}

// "92 %" large, with what it is of below. Without a telephony link nothing is claimed.
void DrawAnswerTime(App& app, Rect rect, const char* title, std::int64_t from_us) {
  auto& ui = app.ui();
  const auto figure = domain::AnswerTimeOf(app.store().state(), from_us, app.now_us() + 1);
  ui::Caption(ui, rect.CutTop(ui.Px(22)), ui.T(title));
  if (figure.calls == 0) {
    Label(ui, rect.CutTop(ui.Px(40)), ui.fonts.body, Role::kTextDim, ui.T("console.figures.no_calls"));
    return;
  }
  const int goal = app.store().state().region.targets().answer_share_percent();
  const int percent = figure.within_2_min_percent();
  Rect big = rect.CutTop(ui.Px(40));
  const std::string text = std::to_string(percent) + " %";
  Label(ui, big, ui.fonts.clock, Role::kText, text);
  if (goal > 0 && percent < goal) {
    ui::Shape(ui, {big.min.x + ui::TextWidth(ui, ui.fonts.clock, text) + ui.Px(16), big.middle().y},
              ui.Px(14), ui::MarkShape::kDiamond, ui.Colour(Role::kMedium));
  }
  const Rect bar = rect.CutTop(ui.Px(8));
  ui::Fill(ui, bar, Role::kField);
  ui::Fill(ui, {bar.min, {bar.min.x + bar.width() * static_cast<float>(percent) / 100.0F, bar.max.y}},
           Role::kAccent);
  const float x = std::round(bar.min.x + bar.width() * static_cast<float>(goal) / 100.0F);
  ui::Fill(ui, {{x - 1, bar.min.y - ui.Px(3)}, {x + 1, bar.max.y + ui.Px(3)}}, Role::kText);
  rect.CutTop(ui.Px(4));
  Label(ui, rect.CutTop(ui.Px(22)), ui.fonts.small, Role::kTextDim,
        text::Format(ui.lang, "console.figures.answered",
                     {{"n", std::to_string(figure.within_2_min)}, {"of", std::to_string(figure.calls)}}));
  Label(ui, rect.CutTop(ui.Px(22)), ui.fonts.small, Role::kTextDim,
        text::Format(ui.lang, "console.figures.median",
                     {{"time", Timer(figure.median_us)}, {"n", std::to_string(figure.unanswered)}}));
}

void DrawWaitingTable(App& app, Rect rect) {
  auto& ui = app.ui();
  Rect head = rect.CutTop(ui.Px(24));
  const auto columns = [&](Rect row, std::string_view a, std::string_view b, std::string_view c, ImFont* font,
                           Role role) {
    row.CutLeft(ui.Px(56));
    Label(ui, row.Column(0, 3, 0), font, role, a, Align::kRight);
    Label(ui, row.Column(1, 3, 0), font, role, b, Align::kRight);
    Label(ui, row.Column(2, 3, 0), font, role, c, Align::kRight);
  };
  columns(head, ui.T("console.figures.open"), ui.T("console.figures.overdue"),
          ui.T("console.figures.longest"), ui.fonts.small, Role::kTextDim);
  for (const auto hastegrad :
       {v1::HASTEGRAD_AKUTT, v1::HASTEGRAD_UNSPECIFIED, v1::HASTEGRAD_HASTER, v1::HASTEGRAD_VANLIG}) {
    const auto waiting = domain::WaitingOf(app.store().state(), hastegrad, app.now_us());
    const Rect row = rect.CutTop(ui.Px(32));
    ui::UrgencyBadge(ui, {row.min.x, row.min.y + ui.Px(3)}, hastegrad);
    columns(row, std::to_string(waiting.count), std::to_string(waiting.overdue),
            waiting.count == 0 ? "–" : Roughly(ui.lang, waiting.longest_us), ui.fonts.body,
            waiting.count == 0 ? Role::kTextDim : Role::kText);
  }
}

}  // namespace

float FiguresHeight(const App& app) {
  const auto& ui = app.ui();
  return ui.Px(36 + 12 + 22 + 40 + 12 + 44 + 16 + 24 + 4 * 32 + 8);
}

void DrawFigures(App& app, Rect rect) {
  auto& ui = app.ui();
  // Large text on a small screen: who waits comes before how it went.
  const bool all = rect.height() + 1 >= FiguresHeight(app);
  Rect inner = Panel(app, rect, ui.T("console.figures.title")).Inset(ui.Px(12), ui.Px(8));
  if (!all) return DrawWaitingTable(app, inner);
  Rect top = inner.CutTop(ui.Px(22 + 40 + 12 + 44 + 4));
  if (!app.store().state().telephony.connected()) {
    ui::Caption(ui, top.CutTop(ui.Px(22)), ui.T("console.figures.answer_time"));
    ui::Paragraph(ui, top, ui.fonts.body, Role::kText, ui.T("console.figures.not_measured"));
  } else {
    DrawAnswerTime(app, top.Column(0, 2, ui.Px(16)), "console.figures.hour", app.now_us() - kHourUs);
    DrawAnswerTime(app, top.Column(1, 2, ui.Px(16)), "console.figures.shift",
                   ShiftStart(app.store().state(), app.now_us()));
  }
  inner.CutTop(ui.Px(12));
  DrawWaitingTable(app, inner);
}

}  // namespace legevakt::console
