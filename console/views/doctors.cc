// Doctors on duty, what each does, and below them the map.
#include <algorithm>
#include <cmath>

#include "base/time_units.h"
#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/draw.h"
#include "console/views/map.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr const char* kList = "doctors/list";

std::string NamesOff(const domain::State& state) {
  std::string off;
  for (const auto& doctor : state.region.doctors()) {
    const v1::DoctorDuty* duty = state.FindDuty(doctor.doctor_id());
    if (duty == nullptr || !duty->on_duty()) off += (off.empty() ? "" : ", ") + doctor.name();
  }
  return off;
}

const std::string& OffWords(App& app) {
  return app.Words("doctors.off", 0, [&] {
    const std::string names = NamesOff(app.store().state());
    return names.empty() ? names : text::Format(app.ui().lang, "console.doctors.off", {{"names", names}});
  });
}

// Where the mission is, as far as anybody has said: the patient's municipality for one that goes out. Not
// where the doctor is.
std::string PlaceOf(const domain::State& state, const v1::Mission& mission, const v1::Contact* contact) {
  return GoesOut(mission.measure()) && contact != nullptr
             ? MunicipalityName(state, contact->intake().municipality())
             : std::string();
}

std::string MissionWords(App& app, const v1::Mission& mission) {
  const auto& state = app.store().state();
  std::string text = MissionNow(app, mission);
  const std::string place = PlaceOf(state, mission, state.FindContact(mission.contact_id()));
  if (!place.empty()) text += " · " + place;
  return text;
}

std::string WhomWords(App& app, const v1::Mission& mission) {
  const v1::Contact* contact = app.store().state().FindContact(mission.contact_id());
  std::string text = contact == nullptr ? std::string() : PatientName(app.ui(), *contact) + " · ";
  text += MeasureWord(app.ui(), mission.measure());
  return text;
}

// Two lines: how far it has come and where, then whom it is for. One would cut the name.
void DrawMission(App& app, ui::Scroll& flow, const v1::Mission& mission) {
  auto& ui = app.ui();
  const bool asked = mission.state() == v1::MISSION_STATE_REQUESTED;
  const bool marked = asked || mission.not_heard();
  Rect row = flow.Next(ui.Px(22));
  const std::int64_t since_us =
      std::max({mission.accepted_us(), mission.under_way_us(), mission.with_patient_us()});
  // What runs out is counted to the second; how long it has been is no time of day.
  const std::int64_t so_far_us = app.now_us() - since_us;
  const std::string running = asked ? Timer(mission.expires_us() - app.now_us()) : std::string();
  const std::string& been =
      app.Words("doctors.since", mission.mission_id(), asked ? -1 : so_far_us / kMinuteUs,
                [&] { return asked ? std::string() : Roughly(ui.lang, so_far_us); });
  const std::string& time = asked ? running : been;
  ImFont* const time_font = marked ? ui.fonts.small_bold : ui.fonts.small;
  Label(ui, row.CutRight(ui::TextWidth(ui, time_font, time) + ui.Px(2)), time_font,
        marked ? Role::kText : Role::kTextDim, time, Align::kRight);
  row.CutRight(ui.Px(6));
  if (asked) DrawDoctorMark(ui, {row.min.x + ui.Px(6), row.middle().y}, ui.Px(11), DoctorNow::kAsked);
  if (mission.not_heard())
    ui::Shape(ui, {row.min.x + ui.Px(6), row.middle().y}, ui.Px(11), ui::MarkShape::kDiamond,
              ui.Colour(ui::Attention(ui)));
  row.CutLeft(ui.Px(20));
  ImFont* const font = marked ? ui.fonts.small_bold : ui.fonts.small;
  const std::string& words =
      app.Words("doctors.mission", mission.mission_id(), [&] { return MissionWords(app, mission); });
  Label(ui, row, font, Role::kText, asked ? AskedToFit(ui, font, words, row.width()) : words);
  row = flow.Next(ui.Px(22));
  row.CutLeft(ui.Px(20));
  Label(ui, row, ui.fonts.small, Role::kTextDim,
        app.Words("doctors.whom", mission.mission_id(), [&] { return WhomWords(app, mission); }));
}

// Heading and names, as many lines as they need.
float OffHeight(const App& app, float width, const std::string& off) {
  const auto& ui = app.ui();
  return std::ceil(ui::TextWidth(ui, ui.fonts.small, off) * 1.1F / std::max(1.0F, width)) * ui.Px(20);
}

// What the doctors need of the zone, as DrawDoctors draws them.
float DoctorsHeight(App& app, float width) {
  auto& ui = app.ui();
  const auto& on = app.picture().on_duty();
  float height = ui.Px(12) + (on.empty() ? ui.Px(30) : 0);
  for (const OnDuty& each : on) {
    height += ui.Px(28) + ui.Px(9);
    if (each.missions.empty() || each.unanswered != nullptr) height += ui.Px(24);
    height += static_cast<float>(each.missions.size()) * 2 * ui.Px(22);
  }
  const std::string& off = OffWords(app);
  if (!off.empty()) height += ui.Px(4) + OffHeight(app, width - ui.Px(28), off);
  // And what a zone that scrolls keeps below its end.
  return height + ui.Px(8) + 4;
}

// Of a strip above the zone: what comes and goes there must not move the map.
constexpr float kRowAbove = 36;
constexpr int kRowsAboveMax = 3;

// In steps, so that one line more or less does not move it. No higher than a map of Norway's regions fills.
float MapHeight(const ui::Ui& ui, float room, float width) {
  const float step = ui.Px(12);
  return std::floor(std::min(room, width * 1.3F) / step) * step;
}

Rect MapPaper(const ui::Ui& ui, const Rect& below) {
  return below.Inset(ui.Px(8), ui.Px(4));
}

// How many rows of alarms and strips can come without moving the map: as many as leave room for one, three at
// most. `room` is what it would have under none.
int RowsKeptFree(App& app, float room, float width) {
  const auto& ui = app.ui();
  auto& kept = app.maps().reserve;
  const int municipalities = app.store().state().region.municipalities_size();
  if (kept.room == room && kept.width == width && kept.scale == ui.scale &&
      kept.municipalities == municipalities)
    return kept.rows;
  kept = {width, room, ui.scale, municipalities, 0};
  for (int rows = kRowsAboveMax; rows > 0 && kept.rows == 0; --rows) {
    const float height = MapHeight(ui, room - ui.Px(kRowAbove) * static_cast<float>(rows), width);
    const Rect paper = MapPaper(ui, {{0, 0}, {width, std::max(0.0F, height)}});
    if (height > 0 && MapFits(app, MapPlace::kZone, paper.size(), ZoneMapType(ui))) kept.rows = rows;
  }
  return kept.rows;
}

// The map has what the doctors and the rows that may come above leave of the zone.
void DrawMapBelow(App& app, Rect& zone) {
  auto& ui = app.ui();
  const float above = StripsHeight(app) + AlarmsHeight(app);
  const float most = zone.height() + above - DoctorsHeight(app, zone.width());
  const auto rows = static_cast<float>(RowsKeptFree(app, most, zone.width()));
  const float room = most - std::max(above, ui.Px(kRowAbove) * rows);
  Rect below = zone;
  below = below.CutBottom(std::max(0.0F, MapHeight(ui, room, zone.width())));
  if (!DrawMap(app, MapPlace::kZone, MapPaper(ui, below), ZoneMapType(ui))) return;
  zone.max.y = below.min.y;
}

void DrawDoctor(App& app, ui::Scroll& flow, const OnDuty& on, std::int64_t place) {
  auto& ui = app.ui();
  const auto& missions = on.missions;
  Rect row = flow.Next(ui.Px(28));
  DrawDoctorMark(ui, row.CutLeft(ui.Px(14)).middle(), ui.Px(12), DoctorNowOf(on));
  row.CutLeft(ui.Px(6));
  const auto role = EnumWord(ui, v1::DutyRole_Name(on.duty->duty_role()));
  Rect right = row.CutRight(std::min(row.width() * 0.5F, ui::TextWidth(ui, ui.fonts.small, role) + ui.Px(2)));
  Label(ui, right, ui.fonts.small, Role::kTextDim, role, Align::kRight);
  row.CutRight(ui.Px(8));
  Label(ui, row, ui.fonts.bold, Role::kText, on.doctor->name());
  if (on.unanswered != nullptr) {
    Rect asked = flow.Next(ui.Px(24));
    asked.CutLeft(ui.Px(20));
    Label(ui, asked, ui.fonts.small_bold, Role::kText, app.Words("doctors.unanswered", place, [&] {
      return MissionNow(app, *on.unanswered) + " · " + PhoneText(on.doctor->phone());
    }));
  } else if (missions.empty()) {
    Rect free = flow.Next(ui.Px(24));
    free.CutLeft(ui.Px(20));
    Label(ui, free, ui.fonts.small, Role::kTextDim, app.Words("doctors.free", place, [&] {
      return std::string(ui.T("console.doctors.free")) + " · " + PhoneText(on.doctor->phone());
    }));
  }
  for (const auto* mission : missions) DrawMission(app, flow, *mission);
  Rect rule = flow.Next(ui.Px(9));
  rule.max.y -= ui.Px(4);
  ui::RuleBelow(ui, rule);
}

}  // namespace

void DrawDoctors(App& app, Rect rect) {
  auto& ui = app.ui();
  const auto& on = app.picture().on_duty();
  Rect inner = Panel(app, rect, ui.T("console.doctors.title"), std::to_string(on.size()));
  DrawMapBelow(app, inner);
  ui::Scroll flow(ui, "doctors", {inner.min, {inner.max.x + ui.Px(4), inner.max.y}});
  // A stop for the focus (F6) where not all of them are seen: the arrows then bring the rest.
  const bool focused = ui.focus.Has(kList);
  if (focused || ImGui::GetScrollMaxY() > 0) {
    ui.focus.Register(kList, false);
    if (focused) ui::ScrollByKeys(ui, inner.height() * 0.8F);
    if (focused) ui::FocusRing(ui, inner.Inset(ui.Px(3)));
    if (ui.probe != nullptr) ui.probe->Widget(kList, inner.min, inner.max, true, focused);
  }
  if (on.empty()) {
    const Rect row = flow.Next(ui.Px(30));
    ui::Shape(ui, {row.min.x + ui.Px(8), row.middle().y}, ui.Px(14), ui::MarkShape::kDiamond,
              ui.Colour(ui::Attention(ui)));
    Label(ui, {{row.min.x + ui.Px(24), row.min.y}, row.max}, ui.fonts.bold, Role::kText,
          ui.T("console.doctors.none"));
  }
  for (std::size_t i = 0; i < on.size(); ++i) DrawDoctor(app, flow, on[i], static_cast<std::int64_t>(i));
  const std::string& off = OffWords(app);
  if (!off.empty()) {
    flow.Gap(ui.Px(4));
    const Rect row = flow.Next(OffHeight(app, flow.width(), off));
    ui::Paragraph(ui, row, ui.fonts.small, Role::kTextDim, off);
  }
}

}  // namespace legevakt::console
