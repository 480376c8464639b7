// The waiting room: each patient at the station where they are on their way, and the step that comes next.
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/limits.h"
#include "base/time_units.h"
#include "console/model/format.h"
#include "console/model/waiting_room.h"
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

// As in the queue: nobody has touched anything for so long.
constexpr std::int64_t kStillUs = 1'000'000;

std::string When(App& app, const VisitLine& line) {
  const auto& ui = app.ui();
  const auto& visit = line.mission->visit();
  if (line.state <= v1::VISIT_STATE_EXPECTED) {
    if (visit.appointment_us() == 0)
      return line.state == v1::VISIT_STATE_UNSPECIFIED ? std::string()
                                                       : std::string(ui.T("console.visit.no_time"));
    return text::Format(ui.lang, visit.late() ? "console.visit.late" : "console.visit.at",
                        {{"at", ClockHm(visit.appointment_us())}});
  }
  return text::Format(ui.lang, "console.visit.since",
                      {{"time", Roughly(ui.lang, app.now_us() - visit.since_us())}});
}

// The complaint, the doctor, and when it is assessed again.
std::string Below(App& app, const VisitLine& line) {
  const auto& ui = app.ui();
  std::string below = ComplaintName(app, *line.contact);
  const std::string doctor = DoctorName(app.store().state(), line.mission->owner_id());
  // Who is asked no more has nobody.
  const bool asked = domain::IsOpen(*line.mission) || line.state == v1::VISIT_STATE_OBSERVATION;
  if (!doctor.empty())
    below += (below.empty() ? "" : " · ") + doctor + (asked ? "" : ": " + MissionNow(app, *line.mission));
  const auto& deadline = line.contact->deadline();
  if (deadline.kind() == v1::DEADLINE_KIND_REASSESSMENT) {
    below += " · ";
    below += ui.T("console.visit.assess_again");
    below += " " + DeadlineText(ui.lang, deadline.at_us(), app.now_us());
  }
  return below;
}

// True where a step was taken: what follows lies elsewhere now.
bool DrawLine(App& app, Rect row, const VisitLine& line) {
  auto& ui = app.ui();
  ui::RuleBelow(ui, row);
  Rect inner = row.Inset(0, ui.Px(5));
  const Rect badge = inner.CutLeft(ui.Px(ui::kBadgeWidth + 12));
  ui::UrgencyBadge(ui, {badge.min.x, std::round(badge.middle().y - ui.Px(ui::kBadgeHeight) / 2)},
                   line.contact->hastegrad());
  const bool can = app.CanSend() && !app.store().IsPending({.contact_id = line.contact->contact_id()});
  const auto next = NextVisit(*line.mission);
  const auto missed = MissedVisit(*line.mission);
  const auto width = [&](v1::VisitState state) {
    return ui::TextWidth(ui, ui.fonts.body, EnumWord(ui, v1::VisitState_Name(state))) + ui.Px(28);
  };
  // Large type on a small screen: the name needs the room.
  const bool tight = row.width() < ui.Px(760);
  Rect buttons = inner.CutRight(ui.Px(tight ? 268 : 384));
  const auto id = line.mission->mission_id();
  bool stepped = false;
  const bool goes_on = next != v1::VISIT_STATE_UNSPECIFIED;
  const Rect next_rect = goes_on ? buttons.CutLeft(width(next)) : Rect{};
  // By patient, never by place: what has the focus is the same patient wherever their row goes.
  if (goes_on && ui::Button(ui, ui::Id("overlay/next", id), next_rect,
                            EnumWord(ui, v1::VisitState_Name(next)), ui::ButtonKind::kQuiet, can)) {
    app.StepVisit(*line.mission, next);
    stepped = true;
  }
  buttons.CutLeft(ui.Px(8));
  if (missed != v1::VISIT_STATE_UNSPECIFIED &&
      ui::Button(ui, ui::Id("overlay/missed", id), buttons.CutLeft(width(missed)),
                 EnumWord(ui, v1::VisitState_Name(missed)), ui::ButtonKind::kQuiet, can)) {
    app.StepVisit(*line.mission, missed);
    stepped = true;
  }
  // Apart from the others, at the edge: it is rarely meant.
  const auto before = VisitBefore(*line.mission);
  const auto back = ui.T("console.visit.back");
  const Rect back_rect = buttons.CutRight(ui::TextWidth(ui, ui.fonts.body, back) + ui.Px(28));
  if (before != v1::VISIT_STATE_UNSPECIFIED &&
      ui::Button(ui, ui::Id("overlay/before", id), back_rect, back, ui::ButtonKind::kQuiet, can)) {
    app.StepVisit(*line.mission, before);
    stepped = true;
  }
  inner.CutRight(ui.Px(12));
  Rect when = inner.CutRight(ui.Px(tight ? 90 : 170));
  if (line.mission->visit().late()) {
    ui::Shape(ui, {when.min.x, when.middle().y}, ui.Px(12), ui::MarkShape::kDiamond,
              ui.Colour(ui::Attention(ui)));
  }
  Label(ui, when, line.mission->visit().late() ? ui.fonts.small_bold : ui.fonts.small, Role::kText,
        app.Words("visit.when", id, [&] { return When(app, line); }), Align::kRight);
  inner.CutRight(ui.Px(12));
  Rect top = inner.CutTop(inner.height() / 2);
  Label(ui, top, ui.fonts.bold, Role::kText, NameNow(app, *line.contact));
  Label(ui, inner, ui.fonts.small, Role::kTextDim,
        app.Words("visit.below", id, [&] { return Below(app, line); }));
  return stepped;
}

// In the order of the way, but no row moves under the hand. Good until it is asked for again.
const std::vector<VisitLine>& InHeldOrder(App& app, const std::vector<VisitLine>& lines) {
  auto& rows = app.view().visit_rows;
  rows.wanted.clear();
  for (const VisitLine& line : lines) rows.wanted.push_back(line.mission->mission_id());
  // A card that is opened comes in its own order at once.
  const int frame = ImGui::GetFrameCount();
  const bool opened = std::exchange(rows.drawn, frame) != frame - 1;
  const bool settle = opened || app.mono_us() - app.view().last_input_us >= kStillUs;
  rows.order.Update(rows.wanted, settle);
  rows.held.clear();
  for (const std::int64_t id : rows.order.rows()) {
    const auto line = std::find_if(lines.begin(), lines.end(),
                                   [id](const VisitLine& each) { return each.mission->mission_id() == id; });
    if (line == lines.end()) continue;
    rows.held.push_back(*line);
    const auto [under, added] = rows.under.try_emplace(id, line->state);
    if (settle) under->second = line->state;
  }
  if (rows.under.size() > rows.held.size())
    std::erase_if(rows.under, [&rows](const auto& each) {
      return std::find(rows.wanted.begin(), rows.wanted.end(), each.first) == rows.wanted.end();
    });
  return rows.held;
}

// Who was moved, whereto, and the way back while there is one.
void DrawTakeBack(App& app, Rect& head) {
  auto& ui = app.ui();
  const v1::Mission* mission = app.VisitToTakeBack();
  if (mission == nullptr) return;
  const v1::Contact* contact = app.store().state().FindContact(mission->contact_id());
  const std::int64_t left_us = limits::kUndoUs - (app.mono_us() - app.view().visit.at_us);
  const std::int64_t left_s = left_us / kSecondUs + 1;
  const std::string& label = app.Words("visit.take_back", mission->mission_id(), left_s, [&] {
    return text::Format(ui.lang, "console.visit.take_back",
                        {{"who", contact == nullptr ? std::string() : PatientName(ui, *contact)},
                         {"state", EnumWord(ui, v1::VisitState_Name(mission->visit().state()))},
                         {"s", std::to_string(left_s)}});
  });
  const float width = std::min(head.width() * 0.72F, ui::TextWidth(ui, ui.fonts.body, label) + ui.Px(100));
  const Rect button = head.CutRight(width).Inset(0, ui.Px(3));
  head.CutRight(ui.Px(12));
  if (ui::Button(ui, "overlay/take_back", button, label, ui::ButtonKind::kQuiet, app.CanSend(), "Ctrl+Z"))
    app.Undo();
}

}  // namespace

ImVec2 WaitingRoomSize(App& app) {
  return {app.ui().Px(1040), app.ui().Px(660)};
}

void DrawWaitingRoom(App& app, Rect card) {
  auto& ui = app.ui();
  Rect inner = card.Inset(ui.Px(24), ui.Px(16));
  Rect head = inner.CutTop(ui.Px(40));
  const auto close = ui.T("console.card.close");
  const Rect button = head.CutRight(ui::TextWidth(ui, ui.fonts.body, close) + ui.Px(80)).Inset(0, ui.Px(3));
  head.CutRight(ui.Px(12));
  DrawTakeBack(app, head);
  const auto& lines = InHeldOrder(app, app.Kept<std::vector<VisitLine>>("visit.lines", 0, {}, [&] {
    return WaitingRoom(app.store().state());
  }));
  // The first of the card is the first patient when it is opened, and no other one later.
  if (ui.focus.Has("overlay/first")) {
    const auto first = std::find_if(lines.begin(), lines.end(), [](const VisitLine& line) {
      return NextVisit(*line.mission) != v1::VISIT_STATE_UNSPECIFIED;
    });
    ui.focus.Set(first == lines.end() ? ui::Id("overlay/close")
                                      : ui::Id("overlay/next", first->mission->mission_id()));
  }
  Label(ui, head, ui.fonts.title, Role::kText, app.Words("visit.title", 0, [&] {
    return text::Format(ui.lang, "console.visit.title", {{"n", std::to_string(lines.size())}});
  }));
  inner.CutTop(ui.Px(8));
  {
    ui::Scroll flow(ui, "waiting_room",
                    {{inner.min.x - ui.Px(12), inner.min.y}, {inner.max.x + ui.Px(16), inner.max.y}});
    if (lines.empty())
      Label(ui, flow.Next(ui.Px(32)), ui.fonts.body, Role::kTextDim, ui.T("console.visit.empty"));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto under = [&](std::size_t at) {
        return app.view().visit_rows.under.at(lines[at].mission->mission_id());
      };
      if (i == 0 || under(i) != under(i - 1)) {
        flow.Gap(ui.Px(8));
        Label(ui, flow.Next(ui.Px(28)), ui.fonts.bold, Role::kTextDim,
              EnumWord(ui, v1::VisitState_Name(under(i))));
      }
      if (DrawLine(app, flow.Next(ui.Px(54)), lines[i])) break;
    }
  }
  if (ui::Button(ui, "overlay/close", button, close, ui::ButtonKind::kQuiet, true, "Esc")) app.CloseOverlay();
}

}  // namespace legevakt::console
