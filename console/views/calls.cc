// Ringing calls and call-backs.
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

constexpr float kCallRow = 36;
constexpr float kWaitColumn = 104;
constexpr int kCallRowsMax = 6;
// As the alarm of the answer time.
constexpr std::int64_t kAnswerWarnPercent = 80;

bool Heard(const App& app) {
  return app.store().state().telephony.connected();
}

// The region's own target is nearly used up; never where it has none.
bool NearlyLate(const App& app, std::int64_t wait_us) {
  const std::int64_t allowed_us = app.store().state().region.targets().answer_s() * kSecondUs;
  return allowed_us != 0 && wait_us >= allowed_us * kAnswerWarnPercent / 100;
}

std::string_view LaneWord(const ui::Ui& ui, v1::CallLane lane) {
  if (lane == v1::CALL_LANE_URGENT) return ui.T("console.lane.urgent");
  if (lane == v1::CALL_LANE_PROFESSIONAL) return ui.T("console.lane.professional");
  return ui.T("console.lane.normal");
}

std::string RingingWords(App& app, const v1::Call& call) {
  const auto& phone = call.personal().phone();
  std::string text = phone.empty() ? std::string(app.ui().T("console.call.hidden_number")) : PhoneText(phone);
  if (const auto place = MunicipalityName(app.store().state(), call.municipality()); !place.empty())
    text += " · " + place;
  return text;
}

std::string CallbackWords(const ui::Ui& ui, const v1::Call& call) {
  const bool escalated = call.state() == v1::CALL_STATE_ESCALATED;
  std::string text(ui.T(escalated ? "console.call.not_reached" : "console.call.callback"));
  text += " " + PhoneText(call.personal().phone());
  if (call.callback_tries() > 0)
    text +=
        " · " + text::Format(ui.lang, "console.call.tries", {{"n", std::to_string(call.callback_tries())}});
  return text;
}

// The link is down: nobody knows whether it rings still. As it was heard last, and no key takes it.
void DrawUnheard(App& app, Rect inner, const v1::Call& call) {
  auto& ui = app.ui();
  const std::int64_t heard_us = app.store().state().telephony.since_us();
  ui::Shape(ui, inner.CutLeft(ui.Px(20)).middle(), ui.Px(13), ui::MarkShape::kRing,
            ui.Colour(Role::kTextDim));
  inner.CutLeft(ui.Px(8));
  Label(ui, inner.CutLeft(ui.Px(kWaitColumn)), ui.fonts.body, Role::kTextDim,
        Timer(std::max<std::int64_t>(0, heard_us - call.ringing_us())));
  const std::string& heard = app.Words("calls.heard", 0, [&] {
    return text::Format(ui.lang, "console.calls.heard", {{"at", ClockHm(heard_us)}});
  });
  Label(ui, inner.CutRight(ui::TextWidth(ui, ui.fonts.small, heard) + ui.Px(4)), ui.fonts.small,
        Role::kTextDim, heard, Align::kRight);
  inner.CutRight(ui.Px(8));
  Label(ui, inner, ui.fonts.body, Role::kTextDim,
        app.Words("calls.ringing", call.call_id(), [&] { return RingingWords(app, call); }));
}

// `first` is what F2 takes; who has waited longest stands out, whoever that is.
void DrawRinging(App& app, Rect row, const v1::Call& call, bool first, bool longest) {
  auto& ui = app.ui();
  ui::RuleBelow(ui, row);
  Rect inner = row.Inset(ui.Px(12), 0);
  if (!Heard(app)) return DrawUnheard(app, inner, call);
  const std::int64_t wait_us = app.now_us() - call.ringing_us();
  const bool late = NearlyLate(app, wait_us);
  const Rect mark = inner.CutLeft(ui.Px(20));
  const bool urgent = call.lane() == v1::CALL_LANE_URGENT;
  ui::Shape(ui, mark.middle(), ui.Px(13),
            urgent ? ui::MarkShape::kTriangle : (late ? ui::MarkShape::kDiamond : ui::MarkShape::kCircle),
            ui.Colour(urgent ? Role::kHigh : (late ? ui::Attention(ui) : Role::kAccent)));
  inner.CutLeft(ui.Px(8));
  Label(ui, inner.CutLeft(ui.Px(kWaitColumn)), longest ? ui.fonts.clock : ui.fonts.bold, Role::kText,
        Timer(wait_us));
  // Where the key does nothing, nothing says that it does.
  if (first && app.CanSend()) {
    const Rect cap = inner.CutRight(ui::KeyCapWidth(ui, "F2"));
    ui::KeyCap(ui, {cap.min.x, row.middle().y}, "F2");
    inner.CutRight(ui.Px(12));
  }
  Rect lane = inner.CutRight(std::min(
      inner.width() * 0.4F, ui::TextWidth(ui, ui.fonts.small, LaneWord(ui, call.lane())) + ui.Px(4)));
  Label(ui, lane, ui.fonts.small, urgent ? Role::kText : Role::kTextDim, LaneWord(ui, call.lane()),
        Align::kRight);
  inner.CutRight(ui.Px(8));
  Label(ui, inner, ui.fonts.body, Role::kText,
        app.Words("calls.ringing", call.call_id(), [&] { return RingingWords(app, call); }));
}

void DrawCallback(App& app, Rect row, const v1::Call& call, bool first) {
  auto& ui = app.ui();
  ui::RuleBelow(ui, row);
  if (ui::SelectableRow(ui, ui::Id("calls/callback", call.call_id()), row, false))
    app.Open(Overlay::kCallback, call.call_id());
  Rect inner = row.Inset(ui.Px(12), 0);
  const bool late = call.callback_due_us() < app.now_us();
  const Rect mark = inner.CutLeft(ui.Px(20));
  ui::Shape(ui, mark.middle(), ui.Px(13), late ? ui::MarkShape::kDiamond : ui::MarkShape::kRing,
            ui.Colour(late ? ui::Attention(ui) : Role::kAccent));
  inner.CutLeft(ui.Px(8));
  if (first && app.CanSend()) {
    const Rect cap = inner.CutRight(ui::KeyCapWidth(ui, "F9"));
    ui::KeyCap(ui, {cap.min.x, row.middle().y}, "F9");
    inner.CutRight(ui.Px(12));
  }
  Label(ui, inner.CutRight(ui.Px(110)), ui.fonts.small, late ? Role::kText : Role::kTextDim,
        app.Words("calls.callback.due", call.call_id(),
                  [&] { return DeadlineText(ui.lang, call.callback_due_us(), app.now_us()); }),
        Align::kRight);
  Label(ui, inner, ui.fonts.body, Role::kText,
        app.Words("calls.callback", call.call_id(), [&] { return CallbackWords(ui, call); }));
}

}  // namespace

float CallsHeight(const App& app) {
  const auto& ui = app.ui();
  const auto& store = app.store();
  if (!store.has_state()) return ui.Px(36);
  const auto rows = static_cast<int>(app.picture().ringing().size() + app.picture().callbacks().size());
  // The sentence about the link has a row of its own above them.
  const int shown = std::clamp(rows, 1, kCallRowsMax) + (rows > 0 && !Heard(app) ? 1 : 0);
  return ui.Px(36) + static_cast<float>(shown) * ui.Px(kCallRow) + ui.Px(4);
}

void DrawCallsLine(App& app, Rect rect) {
  auto& ui = app.ui();
  const auto& ringing = app.picture().ringing();
  ui::Fill(ui, rect, Role::kPanel, ui.Px(3));
  if (!Heard(app)) {
    Label(ui, rect.Inset(ui.Px(12), 0), ui.fonts.body, Role::kText, ui.T("console.calls.no_telephony"));
    return;
  }
  if (ringing.size() > 1) {
    const std::string& count = app.Words("calls.count", 0, [&] {
      return text::Format(ui.lang, "console.calls.count", {{"n", std::to_string(ringing.size())}});
    });
    const Rect all = rect.CutRight(ui::TextWidth(ui, ui.fonts.small, count) + ui.Px(14));
    Label(ui, all, ui.fonts.small, Role::kTextDim, count);
  }
  DrawRinging(app, rect, *ringing.front(), true, true);
}

void DrawCalls(App& app, Rect rect) {
  auto& ui = app.ui();
  const auto& ringing = app.picture().ringing();
  const auto& callbacks = app.picture().callbacks();
  const std::string& count = app.Words("calls.count", 0, [&] {
    return Heard(app) ? text::Format(ui.lang, "console.calls.count", {{"n", std::to_string(ringing.size())}})
                      : std::string();
  });
  Rect inner = Panel(app, rect, ui.T("console.calls.title"), count);
  if (ringing.empty() && callbacks.empty()) {
    Label(ui, inner.Inset(ui.Px(12), 0), ui.fonts.body, Role::kTextDim,
          ui.T(Heard(app) ? "console.calls.none" : "console.calls.no_telephony"));
    return;
  }
  if (!Heard(app))
    Label(ui, inner.CutTop(ui.Px(kCallRow)).Inset(ui.Px(12), 0), ui.fonts.body, Role::kText,
          ui.T("console.calls.no_telephony"));
  const auto longest = std::min_element(
      ringing.begin(), ringing.end(),
      [](const v1::Call* a, const v1::Call* b) { return a->ringing_us() < b->ringing_us(); });
  for (std::size_t i = 0; i < ringing.size() && inner.height() >= ui.Px(kCallRow); ++i) {
    DrawRinging(app, inner.CutTop(ui.Px(kCallRow)), *ringing[i], i == 0, ringing[i] == *longest);
  }
  for (std::size_t i = 0; i < callbacks.size() && inner.height() >= ui.Px(kCallRow); ++i) {
    DrawCallback(app, inner.CutTop(ui.Px(kCallRow)), *callbacks[i],
                 callbacks[i] == app.picture().next_callback());
  }
}

}  // namespace legevakt::console
