// The right side: doctors on duty and what each does; answer time and waiting.
#include <algorithm>
#include <cmath>

#include "base/time_units.h"
#include "central/domain/figures.h"
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

std::vector<const v1::Mission*> OpenMissions(const domain::State& state, const std::string& doctor_id) {
  std::vector<const v1::Mission*> missions;
  for (const auto& [id, mission] : state.missions) {
    if (mission.owner_id() == doctor_id && domain::IsOpen(mission)) missions.push_back(&mission);
  }
  std::stable_sort(missions.begin(), missions.end(), [](const v1::Mission* a, const v1::Mission* b) {
    return static_cast<int>(a->state()) > static_cast<int>(b->state());
  });
  return missions;
}

void DrawMissionLine(App& app, Rect row, const v1::Mission& mission) {
  auto& ui = app.ui();
  const v1::Contact* contact = app.store().state().FindContact(mission.contact_id());
  const bool asked = mission.state() == v1::MISSION_STATE_REQUESTED;
  Rect time = row.CutRight(ui.Px(64));
  const std::int64_t since_us =
      std::max({mission.accepted_us(), mission.under_way_us(), mission.with_patient_us()});
  Label(ui, time, asked || mission.not_heard() ? ui.fonts.small_bold : ui.fonts.small,
        asked || mission.not_heard() ? Role::kText : Role::kTextDim,
        asked ? Timer(mission.expires_us() - app.now_us()) : Timer(app.now_us() - since_us), Align::kRight);
  row.CutRight(ui.Px(6));
  if (mission.not_heard())
    ui::Shape(ui, {row.min.x + ui.Px(6), row.middle().y}, ui.Px(11), ui::MarkShape::kDiamond,
              ui.Colour(Role::kMedium));
  row.CutLeft(ui.Px(20));
  std::string text(MissionStateWord(ui, mission.state()));
  text += " · " + std::string(MeasureWord(ui, mission.measure()));
  if (contact != nullptr) text += " · " + PatientName(ui, *contact);
  Label(ui, row, ui.fonts.small, Role::kTextDim, text);
}

void DrawDoctor(App& app, ui::Scroll& flow, const v1::Doctor& doctor, const v1::DoctorDuty& duty) {
  auto& ui = app.ui();
  const auto missions = OpenMissions(app.store().state(), doctor.doctor_id());
  const bool busy =
      std::any_of(missions.begin(), missions.end(), [](const v1::Mission* m) { return domain::IsBegun(*m); });
  Rect row = flow.Next(ui.Px(28));
  const Rect mark = row.CutLeft(ui.Px(14));
  ui::Shape(ui, mark.middle(), ui.Px(12), busy ? ui::MarkShape::kCircle : ui::MarkShape::kRing,
            ui.Colour(busy ? Role::kAccent : Role::kGood));
  row.CutLeft(ui.Px(6));
  const auto role = EnumWord(ui, v1::DutyRole_Name(duty.duty_role()));
  Rect right = row.CutRight(std::min(row.width() * 0.5F, ui::TextWidth(ui, ui.fonts.small, role) + ui.Px(2)));
  Label(ui, right, ui.fonts.small, Role::kTextDim, role, Align::kRight);
  row.CutRight(ui.Px(8));
  Label(ui, row, ui.fonts.bold, Role::kText, doctor.name());
  if (missions.empty()) {
    Rect free = flow.Next(ui.Px(24));
    free.CutLeft(ui.Px(20));
    Label(ui, free, ui.fonts.small, Role::kTextDim,
          std::string(ui.T("console.doctors.free")) + " · " + PhoneText(doctor.phone()));
  }
  for (const auto* mission : missions) DrawMissionLine(app, flow.Next(ui.Px(24)), *mission);
  Rect rule = flow.Next(ui.Px(9));
  rule.max.y -= ui.Px(4);
  ui::RuleBelow(ui, rule);
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

void DrawDoctors(App& app, Rect rect) {
  auto& ui = app.ui();
  const auto& state = app.store().state();
  std::vector<std::pair<const v1::Doctor*, const v1::DoctorDuty*>> on;
  std::string off;
  for (const auto& doctor : state.region.doctors()) {
    const v1::DoctorDuty* duty = state.FindDuty(doctor.doctor_id());
    if (duty != nullptr && duty->on_duty()) {
      on.emplace_back(&doctor, duty);
    } else {
      off += (off.empty() ? "" : ", ") + doctor.name();
    }
  }
  std::stable_sort(on.begin(), on.end(), [](const auto& a, const auto& b) {
    return a.second->duty_role() < b.second->duty_role();
  });
  const Rect inner = Panel(app, rect, ui.T("console.doctors.title"), std::to_string(on.size()));
  ui::Scroll flow(ui, "doctors", inner);
  if (on.empty()) {
    const Rect row = flow.Next(ui.Px(30));
    ui::Shape(ui, {row.min.x + ui.Px(8), row.middle().y}, ui.Px(14), ui::MarkShape::kDiamond,
              ui.Colour(Role::kMedium));
    Label(ui, {{row.min.x + ui.Px(24), row.min.y}, row.max}, ui.fonts.bold, Role::kText,
          ui.T("console.doctors.none"));
  }
  for (const auto& [doctor, duty] : on) DrawDoctor(app, flow, *doctor, *duty);
  if (!off.empty()) {
    flow.Gap(ui.Px(4));
    ui::Caption(ui, flow.Next(ui.Px(22)), ui.T("console.doctors.off"));
    const Rect row = flow.Next(ui.Px(44));
    ui::Paragraph(ui, row, ui.fonts.small, Role::kTextDim, off);
  }
}

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
