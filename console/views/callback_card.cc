// A lost call that must be called back: the number, and whether it was reached. Where the tries are used up:
// who can look to the caller instead, and what was done.
#include <algorithm>
#include <vector>

#include "console/model/directory.h"
#include "console/model/format.h"
#include "console/ui/widgets.h"
#include "console/views/callback.h"
#include "console/views/cards.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr std::size_t kWhomMax = 4;

// Who can look to somebody at home, or find them.
bool CanLookTo(v1::DirectoryKind kind) {
  return kind == v1::DIRECTORY_KIND_HOME_CARE || kind == v1::DIRECTORY_KIND_AMK ||
         kind == v1::DIRECTORY_KIND_POLICE || kind == v1::DIRECTORY_KIND_CRISIS_TEAM;
}

struct Whom {
  std::string name;
  std::string phone;
};

// For the municipality that the call came from; what is open now.
std::vector<Whom> WhomOf(const App& app, const v1::Call& call) {
  std::vector<Whom> whom;
  for (const auto& line : DirectoryAt(app.store().state().region, call.municipality(), app.now_us())) {
    const auto& entry = *line.entry;
    const bool elsewhere = !call.municipality().empty() && !line.here;
    if (!line.open || elsewhere || !CanLookTo(entry.kind()) || whom.size() == kWhomMax) continue;
    whom.push_back({entry.name(), PhoneText(entry.phone())});
  }
  return whom;
}

void DrawHead(App& app, Rect& inner, const v1::Call& call, const char* title) {
  auto& ui = app.ui();
  Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.bold, Role::kTextDim, ui.T(title));
  Label(ui, inner.CutTop(ui.Px(52)), ui.fonts.clock, Role::kText, PhoneText(call.personal().phone()));
  Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.body, Role::kTextDim,
        app.Words("callback.text", call.call_id(), [&] {
          return text::Format(ui.lang, "console.callback.text",
                              {{"at", ClockHm(call.ringing_us())},
                               {"place", MunicipalityName(app.store().state(), call.municipality())},
                               {"n", std::to_string(call.callback_tries())}});
        }));
}

// It ends by being reached, or by somebody who says what was done instead; never by itself.
void DrawEscalated(App& app, Rect inner, const v1::Call& call) {
  auto& ui = app.ui();
  DrawHead(app, inner, call, "console.callback.escalated");
  inner.CutTop(ui.Px(10));
  ui::Caption(ui, inner.CutTop(ui.Px(24)), ui.T("console.callback.whom"));
  const auto& whom =
      app.Kept<std::vector<Whom>>("callback.whom", call.call_id(), {}, [&] { return WhomOf(app, call); });
  if (whom.empty())
    Label(ui, inner.CutTop(ui.Px(30)), ui.fonts.body, Role::kText, ui.T("console.directory.none"));
  for (const Whom& each : whom) {
    Rect row = inner.CutTop(ui.Px(30));
    ui::RuleBelow(ui, row);
    Label(ui, row.CutRight(ui.Px(130)), ui.fonts.bold, Role::kText, each.phone, Align::kRight);
    Label(ui, row, ui.fonts.body, Role::kText, each.name);
  }
  const Rect end = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  inner.CutBottom(ui.Px(12));
  const Rect row = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  inner.CutBottom(ui.Px(12));
  const Rect field = inner.CutBottom(ui.Px(ui::kFieldHeight));
  ui::Caption(ui, inner.CutBottom(ui.Px(24)), ui.T("console.callback.done"));
  // One Enter too many reaches nobody: the keys begin where something is written.
  auto& done = app.shell().callback_done[call.call_id()];
  ui::TextField(ui, "overlay/first", field, done, {.hint = ui.T("console.callback.done_hint")});
  if (ui::Button(ui, "overlay/reached", row.Column(0, 2, ui.Px(12)),
                 ui.T("console.callback.reached_after_all"), ui::ButtonKind::kQuiet, app.CanSend()))
    return static_cast<void>(app.TriedCallback(call.call_id(), true));
  if (ui::Button(ui, "overlay/not_reached", row.Column(1, 2, ui.Px(12)), ui.T("console.callback.again"),
                 ui::ButtonKind::kQuiet, app.CanSend()))
    return static_cast<void>(app.TriedCallback(call.call_id(), false));
  const bool can_end = app.CanSend() && !done.empty() && !app.IsFollowedUp(call.call_id());
  const bool pressed = TakeSend(app, can_end);
  if (ui::Button(ui, "overlay/end", end.Column(0, 2, ui.Px(12)), ui.T("console.callback.end"),
                 ui::ButtonKind::kPrimary, can_end, "Ctrl+Enter") ||
      pressed)
    return app.FollowUpCallback(call, std::string(done));
  if (ui::Button(ui, "overlay/cancel", end.Column(1, 2, ui.Px(12)), ui.T("console.card.close"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace

ImVec2 CallbackSize(App& app) {
  const bool escalated = IsEscalated(app.store().state().FindCall(app.view().overlay_id));
  return {app.ui().Px(escalated ? 700 : 620), app.ui().Px(escalated ? 500 : 220)};
}

void DrawCallbackCard(App& app, Rect card) {
  auto& ui = app.ui();
  const v1::Call* call = app.store().state().FindCall(app.view().overlay_id);
  if (!IsUnreached(call)) {
    auto typed = app.shell().callback_done.extract(app.view().overlay_id);
    if (!typed.empty()) app.view().card.text = std::move(typed.mapped());
    return DrawGoneCard(app, card);
  }
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  if (IsEscalated(call)) return DrawEscalated(app, inner, *call);
  DrawHead(app, inner, *call, "console.callback.title");
  const Rect row = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  if (ui::Button(ui, "overlay/first", row.Column(0, 3, ui.Px(12)), ui.T("console.callback.reached"),
                 ui::ButtonKind::kPrimary, app.CanSend()))
    return static_cast<void>(app.TriedCallback(call->call_id(), true));
  if (ui::Button(ui, "overlay/not_reached", row.Column(1, 3, ui.Px(12)), ui.T("console.callback.not_reached"),
                 ui::ButtonKind::kQuiet, app.CanSend()))
    return static_cast<void>(app.TriedCallback(call->call_id(), false));
  if (ui::Button(ui, "overlay/cancel", row.Column(2, 3, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace legevakt::console
