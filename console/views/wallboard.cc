// The wallboard: read at two to five metres, by everybody in the room. Numbers, urgencies and times; no
// names, no addresses, no telephone numbers (central hides them from this role; nothing here asks for them
// either).
#include <algorithm>
#include <array>
#include <cmath>

#include "base/time_units.h"
#include "console/model/format.h"
#include "console/model/waiting_room.h"
#include "console/ui/marks.h"
#include "console/ui/plot.h"
#include "console/ui/widgets.h"
#include "console/views/alarm_words.h"
#include "console/views/draw.h"
#include "console/views/map.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::MarkShape;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kTop = 84;
constexpr float kAlarmRow = 60;
constexpr std::size_t kAlarmRowsMax = 3;
constexpr float kRow = 64;
constexpr float kTenLine = 36;
constexpr float kStation = 480;

Rect BoardPanel(App& app, Rect rect, std::string_view title) {
  auto& ui = app.ui();
  ui::Fill(ui, rect, Role::kPanel, ui.Px(4));
  Rect inner = rect.Inset(ui.Px(24), ui.Px(16));
  Label(ui, inner.CutTop(ui.Px(36)), ui.fonts.title, Role::kTextDim, title);
  return inner;
}

void DrawTop(App& app, const Rect& rect) {
  auto& ui = app.ui();
  ui::Fill(ui, rect, Role::kPanel);
  Rect row = rect.Inset(ui.Px(24), 0);
  Label(ui, row.CutRight(ui::TextWidth(ui, ui.fonts.board, "00:00:00") + ui.Px(4)), ui.fonts.board,
        Role::kText, ClockHms(app.now_us()), Align::kRight);
  row.CutRight(ui.Px(32));
  if (app.store().state().notice.training()) {
    const Rect banner = row.CutRight(ui.Px(190)).Inset(0, ui.Px(18));
    ui::Fill(ui, banner, Role::kMedium, ui.Px(3));
    Label(ui, banner, ui.fonts.clock, Role::kOnMedium, ui.T("console.top.training"), Align::kCentre);
    row.CutRight(ui.Px(24));
  }
  // That it is current is said too, not only when it no longer is: a screen that hangs looks like a calm one.
  if (!app.stale()) {
    const std::int64_t age_s = app.store().freshness().AgeUs(app.mono_us()) / kSecondUs;
    const std::string& age = app.Words("board.fresh", 0, age_s, [&] {
      return text::Format(ui.lang, "console.top.fresh", {{"s", std::to_string(age_s)}});
    });
    Label(ui, row.CutRight(ui::TextWidth(ui, ui.fonts.title, age) + ui.Px(4)), ui.fonts.title, Role::kTextDim,
          age, Align::kRight);
    row.CutRight(ui.Px(12));
    ui::Shape(ui, row.CutRight(ui.Px(20)).middle(), ui.Px(20), MarkShape::kCircle, ui.Colour(Role::kGood));
    row.CutRight(ui.Px(24));
  }
  Label(ui, row, ui.fonts.clock, Role::kText, app.store().state().region.centre_name());
}

void DrawBoardAlarms(App& app, Rect rect) {
  auto& ui = app.ui();
  const auto& alarms = app.alarms();
  const std::size_t rows = std::min(kAlarmRowsMax, alarms.size());
  for (std::size_t i = 0; i < rows; ++i) {
    const Rect row = rect.CutTop(ui.Px(kAlarmRow));
    const AlarmRow& entry = alarms[i];
    const bool high = entry.alarm.priority == domain::AlarmPriority::kHigh;
    const bool plain = entry.quiet || entry.alarm.priority == domain::AlarmPriority::kLow;
    const Role ground = plain ? Role::kPanel : (high ? Role::kHigh : Role::kMedium);
    const Role on = plain ? Role::kText : (high ? Role::kOnHigh : Role::kOnMedium);
    ui::Fill(ui, row, ground);
    ui::RuleBelow(ui, row);
    Rect inner = row.Inset(ui.Px(24), 0);
    const Rect mark = inner.CutLeft(ui.Px(36));
    ui::Shape(ui, mark.middle(), ui.Px(28), ShapeOf(entry.alarm.priority),
              ui.Colour(on, AlarmIsLit(entry, app.mono_us()) ? 1.0F : 0.3F));
    inner.CutLeft(ui.Px(10));
    Label(ui, inner.CutLeft(ui.Px(60)), ui.fonts.clock, on, StarsOf(entry.alarm.priority));
    inner.CutLeft(ui.Px(12));
    if (i + 1 == rows && alarms.size() > rows) {
      const std::string& hidden = HiddenAlarms(app, alarms.size() - rows);
      Label(ui, inner.CutRight(ui::TextWidth(ui, ui.fonts.clock, hidden) + ui.Px(4)), ui.fonts.clock, on,
            hidden, Align::kRight);
      inner.CutRight(ui.Px(24));
    }
    Label(ui, inner, ui.fonts.clock, on, CauseOf(app, entry));
  }
}

// A number that is read across the room, with what it is below.
void DrawNumber(const ui::Ui& ui, Rect rect, const std::string& number, std::string_view words,
                bool attention) {
  const Rect big = rect.CutTop(ui.Px(116));
  Label(ui, big, ui.fonts.board_huge, Role::kText, number);
  if (attention) {
    const float x = big.min.x + ui::TextWidth(ui, ui.fonts.board_huge, number) + ui.Px(36);
    ui::Shape(ui, {x, big.middle().y}, ui.Px(40), MarkShape::kDiamond, ui.Colour(ui::Attention(ui)));
  }
  Label(ui, rect.CutTop(ui.Px(36)), ui.fonts.title, Role::kTextDim, words);
}

void DrawCallsNow(App& app, Rect rect) {
  auto& ui = app.ui();
  const auto& state = app.store().state();
  const Rect inner = BoardPanel(app, rect, ui.T("shell.board.calls"));
  if (!state.telephony.connected()) {
    ui::Paragraph(ui, inner, ui.fonts.title, Role::kText, ui.T("shell.board.no_telephony"));
    return;
  }
  const auto& ringing = app.picture().ringing();
  std::int64_t longest_us = 0;
  for (const auto* call : ringing) longest_us = std::max(longest_us, app.now_us() - call->ringing_us());
  const std::int64_t target_us = state.region.targets().answer_s() * 1'000'000LL;
  DrawNumber(ui, inner.Column(0, 2, ui.Px(24)), std::to_string(ringing.size()), ui.T("shell.board.ringing"),
             false);
  DrawNumber(ui, inner.Column(1, 2, ui.Px(24)), ringing.empty() ? "–" : Timer(longest_us),
             ui.T("shell.board.longest"), target_us > 0 && longest_us * 5 > target_us * 4);
}

// "98 % innen 10 min", whole also where the board is narrow.
void DrawTenMinutes(App& app, const Rect& rect, const domain::AnswerTime& time) {
  if (time.decided_10_min() == 0) return;
  const auto& ui = app.ui();
  const int percent = time.within_10_min_percent();
  const std::string& text = app.Words("board.within_10", percent, [&] {
    return text::Format(ui.lang, "console.figures.within_10", {{"n", std::to_string(percent) + " %"}});
  });
  ImFont* font = ui::TextWidth(ui, ui.fonts.title, text) <= rect.width() ? ui.fonts.title : ui.fonts.bold;
  Label(ui, rect, font, Role::kText, text);
}

void DrawAnswer(App& app, Rect rect) {
  auto& ui = app.ui();
  const auto& state = app.store().state();
  Rect inner = BoardPanel(app, rect, ui.T("shell.board.answer"));
  const auto& figures = app.shell().figures.At(state, app.now_us());
  if (!figures.shift.measured) {
    ui::Paragraph(ui, inner, ui.fonts.title, Role::kText, ui.T("console.figures.not_measured"));
    return;
  }
  const int goal = state.region.targets().answer_share_percent();
  const auto number = [&](const Rect& where, const domain::AnswerTime& time, std::string_view words) {
    const int percent = time.within_2_min_percent();
    DrawNumber(ui, where, time.calls == 0 ? "–" : std::to_string(percent) + " %", words,
               time.calls != 0 && percent < goal);
  };
  const Rect numbers = inner.CutTop(ui.Px(160));
  number(numbers.Column(0, 2, ui.Px(24)), figures.last_hour, ui.T("console.figures.hour"));
  const Rect shift = numbers.Column(1, 2, ui.Px(24));
  number(shift, figures.shift, ShiftWords(app, ui.fonts.title, shift.width()));
  // Under three alarms on a small board the two minutes stand alone.
  if (inner.height() >= ui.Px(kTenLine)) {
    const Rect tens = inner.CutTop(ui.Px(kTenLine));
    DrawTenMinutes(app, tens.Column(0, 2, ui.Px(24)), figures.last_hour);
    DrawTenMinutes(app, tens.Column(1, 2, ui.Px(24)), figures.shift);
  }
  inner.CutTop(ui.Px(12));
  const auto bars = HourBars(app);
  ui::HourPlot(ui, inner, bars, goal, ui.fonts.title);
}

void DrawUrgencies(App& app, Rect rect) {
  auto& ui = app.ui();
  Rect inner = BoardPanel(app, rect, ui.T("shell.board.open"));
  const auto& figures = app.shell().figures.At(app.store().state(), app.now_us());
  const float each = std::floor(inner.height() / static_cast<float>(kUrgencies.size()));
  for (std::size_t i = 0; i < kUrgencies.size(); ++i) {
    const auto& waiting = figures.waiting[i];
    Rect row = inner.CutTop(each);
    if (i + 1 < kUrgencies.size()) ui::RuleBelow(ui, row);
    const Rect badge = row.CutLeft(ui.Px(112));
    const float half = ui.Px(32);
    ui::UrgencyBadge(ui, {{badge.min.x, badge.middle().y - half}, {badge.max.x, badge.middle().y + half}},
                     kUrgencies[i], ui.fonts.clock, waiting.count == 0);
    row.CutLeft(ui.Px(32));
    Label(ui, row.CutLeft(ui.Px(130)), ui.fonts.board, waiting.count == 0 ? Role::kTextDim : Role::kText,
          std::to_string(waiting.count));
    if (waiting.count == 0) continue;
    Rect top = row.CutTop(row.height() / 2);
    top.CutTop(ui.Px(6));
    row.CutBottom(ui.Px(6));
    Label(ui, top, ui.fonts.title, Role::kText, app.Words("board.longest", static_cast<std::int64_t>(i), [&] {
      return text::Format(ui.lang, "shell.board.longest_wait",
                          {{"time", Roughly(ui.lang, waiting.longest_us)}});
    }));
    if (waiting.overdue == 0) {
      Label(ui, row, ui.fonts.title, Role::kTextDim, ui.T("shell.board.none_overdue"));
      continue;
    }
    const Rect mark = row.CutLeft(ui.Px(32));
    ui::Shape(ui, {mark.min.x + ui.Px(11), mark.middle().y}, ui.Px(22), MarkShape::kDiamond,
              ui.Colour(ui::Attention(ui)));
    Label(ui, row, ui.fonts.title, Role::kText, app.Words("board.overdue", waiting.overdue, [&] {
      return text::Format(ui.lang, "shell.board.overdue", {{"n", std::to_string(waiting.overdue)}});
    }));
  }
}

// Somebody has been asked for it, and has not answered.
bool IsAsked(const App& app, const v1::Contact& contact) {
  if (contact.mission_ids().empty()) return false;
  const v1::Mission* last = app.store().state().FindMission(*contact.mission_ids().rbegin());
  return (last != nullptr && last->state() == v1::MISSION_STATE_REQUESTED) ||
         UnansweredOf(app, contact) != nullptr;
}

void DrawNext(App& app, Rect rect) {
  auto& ui = app.ui();
  const auto& state = app.store().state();
  Rect inner = BoardPanel(app, rect, ui.T("shell.board.next"));
  const auto& queue = app.picture().Rows(ListView::kOpen);
  if (queue.empty())
    Label(ui, inner.CutTop(ui.Px(kRow)), ui.fonts.title, Role::kTextDim, ui.T("shell.board.empty"));
  for (const auto id : queue) {
    const v1::Contact* contact = state.FindContact(id);
    if (inner.height() < ui.Px(kRow)) break;
    if (contact == nullptr) continue;
    Rect row = inner.CutTop(ui.Px(kRow));
    ui::RuleBelow(ui, row);
    const Rect badge = row.CutLeft(ui.Px(76));
    const float half = ui.Px(20);
    ui::UrgencyBadge(ui, {{badge.min.x, badge.middle().y - half}, {badge.max.x, badge.middle().y + half}},
                     contact->hastegrad(), ui.fonts.title);
    row.CutLeft(ui.Px(20));
    const bool late = contact->deadline().at_us() < app.now_us();
    const std::string& deadline = app.Words(
        "row.deadline", id, [&] { return DeadlineText(ui.lang, contact->deadline().at_us(), app.now_us()); });
    const Rect time = row.CutRight(ui::TextWidth(ui, ui.fonts.clock, deadline) + ui.Px(4));
    Label(ui, time, late ? ui.fonts.clock : ui.fonts.title, Role::kText, deadline, Align::kRight);
    if (late) {
      const Rect mark = row.CutRight(ui.Px(36));
      ui::Shape(ui, mark.middle(), ui.Px(24), MarkShape::kDiamond, ui.Colour(ui::Attention(ui)));
    }
    row.CutRight(ui.Px(16));
    std::string_view plan =
        PlanToFit(ui, ui.fonts.title,
                  app.Words("board.plan", id, [&] { return PlanLine(app, *contact, false); }), row.width());
    if (IsAsked(app, *contact)) plan = AskedToFit(ui, ui.fonts.title, plan, row.width());
    Label(ui, row, ui.fonts.title, Role::kText, plan);
  }
}

void DrawStation(App& app, Rect rect) {
  auto& ui = app.ui();
  Rect inner = BoardPanel(app, rect, ui.T("shell.board.waiting_room"));
  // The first are those who have no appointment yet: with them it adds up to what the card says.
  constexpr std::array kStates = {v1::VISIT_STATE_UNSPECIFIED,  v1::VISIT_STATE_EXPECTED,
                                  v1::VISIT_STATE_ARRIVED,      v1::VISIT_STATE_WAITING_ROOM,
                                  v1::VISIT_STATE_WITH_DOCTOR,  v1::VISIT_STATE_OBSERVATION,
                                  v1::VISIT_STATE_NOT_TURNED_UP};
  std::array<int, kStates.size()> counts{};
  for (const auto& [id, mission] : app.store().state().missions) {
    const auto& state = app.store().state();
    const bool missed =
        mission.visit().state() == v1::VISIT_STATE_NOT_TURNED_UP && IsLastAtStation(state, mission);
    if (!missed && !InWaitingRoom(state, mission)) continue;
    auto visit = mission.visit().state();
    // The finer states belong to the ones that the room knows.
    if (visit == v1::VISIT_STATE_GIVEN_TIME) visit = v1::VISIT_STATE_EXPECTED;
    if (visit == v1::VISIT_STATE_ASSESSED_ON_ARRIVAL) visit = v1::VISIT_STATE_WAITING_ROOM;
    const auto found = std::find(kStates.begin(), kStates.end(), visit);
    if (found != kStates.end()) ++counts[static_cast<std::size_t>(found - kStates.begin())];
  }
  const float each = std::min(ui.Px(72), std::floor(inner.height() / static_cast<float>(kStates.size())));
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    Rect row = inner.CutTop(each);
    if (i + 1 < kStates.size()) ui::RuleBelow(ui, row);
    Label(ui, row.CutRight(ui.Px(110)), ui.fonts.board, counts[i] == 0 ? Role::kTextDim : Role::kText,
          std::to_string(counts[i]), Align::kRight);
    Label(ui, row, ui.fonts.title, counts[i] == 0 ? Role::kTextDim : Role::kText,
          app.Words("board.visit", static_cast<std::int64_t>(i), [&] {
            return std::string(ui.T("shell.board.visit." + std::to_string(static_cast<int>(kStates[i]))));
          }));
  }
}

void DrawDuty(App& app, Rect rect) {
  auto& ui = app.ui();
  Rect inner = BoardPanel(app, rect, ui.T("console.doctors.title"));
  const auto& all_on = app.picture().on_duty();
  const bool any = !all_on.empty();
  for (std::size_t i = 0; i < all_on.size(); ++i) {
    const OnDuty& on = all_on[i];
    const v1::DoctorDuty* duty = on.duty;
    if (inner.height() < ui.Px(44)) continue;
    Rect row = inner.CutTop(ui.Px(44));
    const DoctorNow now = DoctorNowOf(on);
    DrawDoctorMark(ui, row.CutLeft(ui.Px(28)).middle(), ui.Px(20), now);
    row.CutLeft(ui.Px(8));
    const std::string& word = app.Words("board.doctor", static_cast<std::int64_t>(i), [&] {
      if (now == DoctorNow::kAsked)
        return MissionNow(app, on.unanswered != nullptr ? *on.unanswered : *on.missions.front());
      return std::string(ui.T(now == DoctorNow::kBusy ? "shell.board.busy" : "console.doctors.free"));
    });
    Label(ui, row.CutRight(ui::TextWidth(ui, ui.fonts.title, word) + ui.Px(4)), ui.fonts.title,
          now == DoctorNow::kFree ? Role::kTextDim : Role::kText, word, Align::kRight);
    Label(ui, row, ui.fonts.title, Role::kText, EnumWord(ui, v1::DutyRole_Name(duty->duty_role())));
  }
  if (!any) Label(ui, inner.CutTop(ui.Px(44)), ui.fonts.title, Role::kText, ui.T("console.doctors.none"));
  inner.CutTop(ui.Px(8));
  DrawMap(app, MapPlace::kBoard, inner, BoardMapType(ui));
}

// Nothing on the wall may look current when it is not.
void DrawBoardStale(App& app, Rect& screen) {
  auto& ui = app.ui();
  const bool calm = app.RestartNow() == Restart::kRunning;
  const Rect banner = screen.CutTop(ui.Px(96));
  ui::Fill(ui, banner, calm ? Role::kSelected : Role::kHigh);
  const Role on = calm ? Role::kOnSelected : Role::kOnHigh;
  Rect row = banner.Inset(ui.Px(24), 0);
  Label(ui, row.CutRight(ui.Px(260)), ui.fonts.board, on, Timer(app.store().freshness().AgeUs(app.mono_us())),
        Align::kRight);
  Label(ui, row, ui.fonts.clock, on, ui.T(calm ? "shell.board.restart" : "shell.board.stale"));
}

}  // namespace

void DrawWallboard(App& app, Rect screen) {
  auto& ui = app.ui();
  ui::Fill(ui, screen, Role::kBackground);
  if (!app.store().has_state()) {
    Label(ui, screen, ui.fonts.board, Role::kText, ui.T("console.connecting.title"), Align::kCentre);
    return;
  }
  DrawTop(app, screen.CutTop(ui.Px(kTop)));
  if (app.stale()) DrawBoardStale(app, screen);
  const std::size_t alarms = std::min(kAlarmRowsMax, app.alarms().size());
  DrawBoardAlarms(app, screen.CutTop(ui.Px(kAlarmRow) * static_cast<float>(alarms)));
  const Rect data = screen;
  const float gap = ui.Px(16);
  const Rect body = screen.Inset(gap);
  Rect left = body.Column(0, 3, gap);
  Rect middle = body.Column(1, 3, gap);
  Rect right = body.Column(2, 3, gap);
  DrawCallsNow(app, left.CutTop(ui.Px(232)));
  left.CutTop(gap);
  DrawAnswer(app, left);
  DrawUrgencies(app, middle.CutTop(std::round(middle.height() * 0.5F)));
  middle.CutTop(gap);
  DrawNext(app, middle);
  // Its seven numbers need no more; what is left is the map's.
  DrawStation(app, right.CutTop(std::max(ui.Px(kStation), std::round(right.height() * 0.46F))));
  right.CutTop(gap);
  DrawDuty(app, right);
  if (app.stale()) ui::Hatch(ui, data);
}

}  // namespace legevakt::console
