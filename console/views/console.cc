// The layout: top bar, alarm strip, calls and queue, the open contact, doctors and figures, hint bar.
#include <algorithm>
#include <cmath>

#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/draw.h"
#include "console/views/need_help.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kHintBar = 36;
// Narrower than this, three columns have no room beside each other.
constexpr float kNarrow = 1200;
// Narrower than this on a low screen, two have none either.
constexpr float kOnePane = 960;

float TopBarHeight(const ui::Ui& ui) {
  return ui.Px(ui::IsLow(ui) ? 36 : 48);
}

void DrawWaiting(App& app, const Rect& rect) {
  auto& ui = app.ui();
  const bool gone = app.Unanswered();
  Rect text = rect;
  text.min.y = std::round(rect.middle().y - ui.Px(gone ? 140 : 40));
  Label(ui, text.CutTop(ui.Px(36)), ui.fonts.title, Role::kText,
        ui.T(gone ? "console.connecting.gone" : "console.connecting.title"), Align::kCentre);
  Label(ui, text.CutTop(ui.Px(28)), ui.fonts.body, Role::kTextDim,
        ui.T(gone ? "console.connecting.again" : "console.connecting.text"), Align::kCentre);
  if (!gone) return;
  Label(ui, text.CutTop(ui.Px(26)), ui.fonts.small, Role::kTextDim, app.store().trouble(), Align::kCentre);
  if (const auto n = app.store().outbox().kept().size(); n > 0)
    Label(
        ui, text.CutTop(ui.Px(28)), ui.fonts.bold, Role::kText,
        app.Words("waiting.outbox", 0, static_cast<std::int64_t>(n),
                  [&] { return text::Format(ui.lang, "shell.outbox.waiting", {{"n", std::to_string(n)}}); }),
        Align::kCentre);
  if (app.shell().work_list.empty())
    Label(ui, text.CutTop(ui.Px(28)), ui.fonts.body, Role::kText, ui.T("shell.paper.none"), Align::kCentre);
  text.CutTop(ui.Px(12));
  // What can be done all the same, each with its key.
  Rect column = text.Inset(std::max(0.0F, (text.width() - ui.Px(460)) / 2), 0);
  for (const char* id : {"paper.open", "red.card", "outbox.open"}) {
    const ui::Command* command = app.registry().Find(id);
    if (command == nullptr || !command->enabled()) continue;
    const Rect button = column.CutTop(ui.Px(ui::kPrimaryHeight));
    column.CutTop(ui.Px(8));
    if (ui::Button(ui, ui::Id(std::string("waiting/") + id), button, ui.T(command->text_key()),
                   ui::ButtonKind::kQuiet, true, ui::ChordText(command->chord, ui.lang)))
      command->run();
  }
}

void DrawLists(App& app, Rect rect) {
  const Rect calls = rect.CutTop(std::min(CallsHeight(app), rect.height() * 0.45F));
  rect.CutTop(app.ui().Px(8));
  DrawCalls(app, calls);
  DrawQueue(app, rect);
}

void DrawState(App& app, Rect rect) {
  const Rect figures = rect.CutBottom(FiguresHeight(app, rect.height() * 0.6F));
  rect.CutBottom(app.ui().Px(8));
  DrawDoctors(app, rect);
  DrawFigures(app, figures);
}

// The largest type on the smallest screen: the open contact and the lists take turns, where the focus is
// (F6). Who rings stands above the contact.
void DrawOnePane(App& app, Rect body) {
  auto& ui = app.ui();
  DrawHelpStrip(app, body);
  if (app.contact() == nullptr) {
    const Rect state = body.CutRight(ui.Px(256));
    body.CutRight(ui.Px(8));
    DrawLists(app, body);
    return DrawState(app, state);
  }
  // What is not shown is drawn beside the screen, so that the keys find it.
  const float away = 2 * body.max.x;
  const Rect hidden{{body.min.x + away, body.min.y}, {body.max.x + away, body.max.y}};
  const bool lists = ui.focus.InZone("queue") || ui.focus.InZone("calls");
  DrawLists(app, lists ? body : hidden);
  if (!lists && !app.picture().ringing().empty()) {
    DrawCallsLine(app, body.CutTop(ui.Px(36)));
    body.CutTop(ui.Px(8));
  }
  DrawContact(app, lists ? hidden : body);
}

void DrawBody(App& app, Rect body) {
  auto& ui = app.ui();
  const float gap = ui.Px(8);
  const float width = body.width();
  if (ui::IsLow(ui) && width < ui.Px(kOnePane)) return DrawOnePane(app, body);
  DrawLists(app, body.CutLeft(std::clamp(std::round(width * 0.335F), ui.Px(330), ui.Px(680))));
  body.CutLeft(gap);
  // Large type on a small screen: beside an open contact there is no room for more than the queue. Doctors
  // stand in its measures, and every alarm above.
  Rect state;
  const bool has_state = width >= ui.Px(kNarrow) || app.contact() == nullptr;
  if (has_state) {
    state = body.CutRight(std::clamp(std::round(width * 0.19F), ui.Px(256), ui.Px(380)));
    body.CutRight(gap);
  }
  DrawHelpStrip(app, body);
  DrawContact(app, body);
  if (has_state) DrawState(app, state);
}

void DrawZones(App& app, Rect screen) {
  auto& ui = app.ui();
  DrawTopBar(app, screen.CutTop(TopBarHeight(ui)));
  DrawHintBar(app, screen.CutBottom(ui.Px(kHintBar)));
  if (!app.store().has_state()) return DrawWaiting(app, screen);
  DrawStrips(app, screen.CutTop(StripsHeight(app)));
  DrawAlarms(app, screen.CutTop(AlarmsHeight(app)));
  const Rect data = screen;
  DrawBody(app, screen.Inset(ui.Px(8)));
  if (app.stale()) ui::Hatch(ui, data);
}

}  // namespace

float StripsBottom(const App& app) {
  return TopBarHeight(app.ui()) + StripsHeight(app) + AlarmsHeight(app);
}

void DrawConsole(App& app) {
  auto& ui = app.ui();
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const Rect screen{{0, 0}, size};
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  constexpr ImGuiWindowFlags kPlain = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                      ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoSavedSettings |
                                      ImGuiWindowFlags_NoBringToFrontOnFocus;
  ImGui::Begin("console", nullptr, kPlain);
  ImGui::PushFont(ui.fonts.body);
  if (ui.board) {
    DrawWallboard(app, screen);
  } else {
    DrawZones(app, screen);
  }
  ImGui::PopFont();
  ImGui::End();
  if (app.view().overlay != Overlay::kNone) DrawOverlay(app, screen);
}

Rect Panel(App& app, Rect rect, std::string_view title, std::string_view right) {
  auto& ui = app.ui();
  ui::Fill(ui, rect, Role::kPanel, ui.Px(3));
  Rect head = rect.CutTop(ui.Px(36));
  ui::RuleBelow(ui, head);
  Rect inner = head.Inset(ui.Px(12), 0);
  if (!right.empty()) {
    Rect part = inner.CutRight(ui::TextWidth(ui, ui.fonts.small, right) + ui.Px(2));
    Label(ui, part, ui.fonts.small, Role::kTextDim, right, Align::kRight);
    inner.CutRight(ui.Px(12));
  }
  Label(ui, inner, ui.fonts.bold, Role::kText, title);
  return rect;
}

void Heading(App& app, const Rect& rect, std::string_view text) {
  Label(app.ui(), rect, app.ui().fonts.bold, Role::kText, text);
}

Rect PrimaryPlace(const ui::Ui& ui, Rect& body, const Rect& beside_tabs) {
  if (ui::IsLow(ui)) return beside_tabs;
  return body.CutBottom(ui.Px(64)).Inset(ui.Px(16), ui.Px(12));
}

bool PrimaryBar(App& app, Rect rect, const ui::Id& id, std::string_view label, bool enabled,
                Subject subject) {
  auto& ui = app.ui();
  // Where it is narrow, the words are worth more than the key's cap.
  const float whole = ui::TextWidth(ui, ui.fonts.bold, label) + ui.Px(130);
  const float width = std::min(rect.width(), whole);
  const Rect button = rect.CutRight(width);
  const bool pending = app.store().IsPending(subject);
  const bool pressed = ui::Button(ui, id, button, label, ui::ButtonKind::kPrimary, enabled && app.CanSave(),
                                  width < whole ? "" : "Ctrl+Enter");
  rect.CutRight(ui.Px(12));
  if (pending) {
    Label(ui, rect, ui.fonts.small, Role::kTextDim, ui.T("console.send.pending"), Align::kRight);
  } else if (app.store().outbox().Holds(subject.contact_id)) {
    // Behind a conflict it waits for the operator, and not for central.
    const auto& outbox = app.store().outbox();
    Label(ui, rect, ui.fonts.small, Role::kTextDim,
          ui.T(outbox.conflicts() > 0 ? "shell.outbox.undecided"
               : app.stale()          ? "shell.outbox.held"
                                      : "console.send.pending"),
          Align::kRight);
  } else if (app.stale()) {
    Label(ui, rect, ui.fonts.small, Role::kTextDim, ui.T("console.send.off"), Align::kRight);
  }
  return pressed;
}

}  // namespace legevakt::console
