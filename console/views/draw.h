// The zones of the one screen. Each draws itself on its rectangle; none does I/O, none reads a clock.
#pragma once

#include <array>

#include "console/ui/plot.h"
#include "console/views/app.h"

namespace legevakt::console {

// Everything: lays out the zones and draws them.
void DrawConsole(App& app);

// Where the top bar and the strips under it end.
float StripsBottom(const App& app);

// The whole screen of a wallboard.
void DrawWallboard(App& app, ui::Rect screen);

// --- fixed zones
void DrawTopBar(App& app, const ui::Rect& rect);
// What the screen says about itself: stale, restart, outbox, what changed meanwhile. 0 where it has nothing
// to say.
float StripsHeight(const App& app);
void DrawStrips(App& app, ui::Rect rect);
float AlarmsHeight(const App& app);
void DrawAlarms(App& app, ui::Rect rect);
void DrawHintBar(App& app, const ui::Rect& rect);
// Ringing calls and call-backs: how high they want to be, and drawn.
float CallsHeight(const App& app);
void DrawCalls(App& app, ui::Rect rect);
// Who has rung longest, and how many ring, on one line. Where somebody rings.
void DrawCallsLine(App& app, ui::Rect rect);
void DrawQueue(App& app, ui::Rect rect);
void DrawContact(App& app, ui::Rect rect);
void DrawDoctors(App& app, ui::Rect rect);
void DrawFigures(App& app, ui::Rect rect);
// The share answered within two minutes, by the hour.
std::array<ui::HourBar, kHoursShown> HourBars(App& app);
// "Denne vakten (fra 23:00)", or shorter where `width` is less.
std::string_view ShiftWords(App& app, ImFont* font, float width);
// At most `room`; where that is too little for all, what is left out takes none.
float FiguresHeight(const App& app, float room);

// --- the steps of the open contact
// What is known about who rings; takes its rows from the top of `rect`.
void DrawKnown(App& app, ui::Rect& rect, const v1::Contact& contact);
// `beside_tabs` is what the tabs leave of their row: the primary button's place where there is none below.
void DrawIntake(App& app, const ui::Rect& rect, const ui::Rect& beside_tabs, const v1::Contact& contact);
void DrawTriage(App& app, const ui::Rect& rect, const ui::Rect& beside_tabs, const v1::Contact& contact);
void DrawMeasure(App& app, const ui::Rect& rect, const ui::Rect& beside_tabs, const v1::Contact& contact);
void DrawClose(App& app, const ui::Rect& rect, const ui::Rect& beside_tabs, const v1::Contact& contact);
void DrawHistory(App& app, const ui::Rect& rect, const ui::Rect& beside_tabs, const v1::Contact& contact);

// --- cards above the zones
void DrawOverlay(App& app, const ui::Rect& screen);

// --- shared parts
// A panel's ground and its heading; gives what is left below.
ui::Rect Panel(App& app, ui::Rect rect, std::string_view title, std::string_view right = {});
// A heading inside a panel.
void Heading(App& app, const ui::Rect& rect, std::string_view text);
// Where a step's primary button stands: at the bottom of its body, or beside the tabs on a low screen.
ui::Rect PrimaryPlace(const ui::Ui& ui, ui::Rect& body, const ui::Rect& beside_tabs);
// The primary button of a step, with Ctrl+Enter, and the message that belongs to it. False where nothing was
// pressed.
bool PrimaryBar(App& app, ui::Rect rect, const ui::Id& id, std::string_view label, bool enabled,
                Subject subject);

}  // namespace legevakt::console
