// The alarm strip: what, since when, and the key that solves it.
#include <algorithm>
#include <cmath>

#include "central/domain/words.h"
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
  if (alarm.seen || alarm.priority == AlarmLevel::kLow) return true;
  const std::int64_t period_us = alarm.priority == AlarmLevel::kHigh ? 500'000 : 2'000'000;
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
    case v1::ALARM_KIND_RED_NOT_CONFIRMED: {
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
    case v1::ALARM_KIND_NOT_HEARD_FROM: {
      const v1::Mission* mission = state.FindMission(alarm.mission_id);
      const v1::Doctor* doctor = state.FindDoctor(mission->owner_id());
      text = text::Format(ui.lang, "console.alarm.not_heard",
                          {{"doctor", DoctorName(state, mission->owner_id())},
                           {"time", age},
                           {"phone", doctor == nullptr ? "" : PhoneText(doctor->phone())}});
      break;
    }
    case v1::ALARM_KIND_DEADLINE_MISSED:
      text = text::Format(ui.lang,
                          contact->deadline().kind() == v1::DEADLINE_KIND_FIRST_ASSESSMENT
                              ? "console.alarm.unassessed"
                              : "console.alarm.deadline",
                          {{"who", who}, {"time", age}});
      break;
    case v1::ALARM_KIND_PROMISE_SLIPPED:
      text = text::Format(
          ui.lang, "console.alarm.promise",
          {{"who", who}, {"at", ClockHm(alarm.since_us)}, {"phone", PhoneText(contact->personal().phone())}});
      break;
    case v1::ALARM_KIND_CALLBACK_MISSED: {
      const v1::Call* call = state.FindCall(alarm.call_id);
      text = text::Format(ui.lang, "console.alarm.callback",
                          {{"phone", PhoneText(call->personal().phone())}, {"time", age}});
      break;
    }
    default:
      text = domain::Word(ui.lang, alarm.kind);
      if (!who.empty()) text += ": " + who;
      break;
  }
  if (alarm.more > 0) {
    text += "  ";
    text += text::Format(ui.lang, "console.alarm.more", {{"n", std::to_string(alarm.more)}});
  }
  return text;
}

}  // namespace

void DrawAlarms(App& app, Rect rect, int rows) {
  auto& ui = app.ui();
  const float each = std::round(rect.height() / static_cast<float>(rows));
  for (int i = 0; i < rows; ++i) {
    const Alarm& alarm = app.alarms()[static_cast<std::size_t>(i)];
    Rect row = rect.CutTop(each);
    const bool high = alarm.priority == AlarmLevel::kHigh;
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

}  // namespace legevakt::console
