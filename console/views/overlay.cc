// The card that lies above the zones: where it lies, and which one it is.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "console/views/cards.h"

namespace legevakt::console {

using ui::Rect;
using ui::Role;

namespace {

struct Card {
  Overlay overlay;
  ImVec2 (*size)(App&);
  void (*draw)(App&, Rect);
};

// A new card is a line here, a value of Overlay, and a file of its own.
constexpr Card kCards[] = {
    {Overlay::kHelp, HelpSize, DrawHelp},
    {Overlay::kPalette, PaletteSize, DrawPalette},
    {Overlay::kRed, RedSize, DrawRed},
    {Overlay::kCallback, CallbackSize, DrawCallbackCard},
    {Overlay::kStep, StepSize, DrawStep},
    {Overlay::kNews, NewsSize, DrawNews},
    {Overlay::kNotMedical, NotMedicalSize, DrawNotMedical},
    {Overlay::kFix, FixSize, DrawFix},
    {Overlay::kConsult, ConsultSize, DrawConsult},
    {Overlay::kDirectory, DirectorySize, DrawDirectory},
    {Overlay::kWaitingRoom, WaitingRoomSize, DrawWaitingRoom},
    {Overlay::kNeedHelp, NeedHelpSize, DrawNeedHelp},
    {Overlay::kHandover, HandoverSize, DrawHandover},
    {Overlay::kWarning, WarningSize, DrawWarning},
    {Overlay::kLookup, LookupSize, DrawLookup},
    {Overlay::kPaper, PaperSize, DrawPaper},
    {Overlay::kPaperCase, PaperCaseSize, DrawPaperCase},
    {Overlay::kOutbox, OutboxSize, DrawOutbox},
    {Overlay::kMeanwhile, MeanwhileSize, DrawMeanwhile},
    {Overlay::kShelve, ShelveSize, DrawShelve},
    {Overlay::kMap, MapCardSize, DrawMapCard},
    {Overlay::kDivert, DivertSize, DrawDivertCard},
    {Overlay::kShiftEnded, ShiftEndedSize, DrawShiftEnded},
};

}  // namespace

bool TakeSend(App& app, bool may) {
  app.view().card.can_send = app.view().card.can_send || may;
  return std::exchange(app.view().card.send, false) && may;
}

void DrawOverlay(App& app, const Rect& screen) {
  auto& ui = app.ui();
  const Card* const found = std::find_if(std::begin(kCards), std::end(kCards), [&app](const Card& candidate) {
    return candidate.overlay == app.view().overlay;
  });
  if (found == std::end(kCards)) return;
  ImVec2 size = found->size(app);
  size.x = std::min(size.x, screen.width() - ui.Px(32));
  // The alarms above are never covered.
  const float top = StripsBottom(app) + ui.Px(8);
  size.y = std::min(size.y, screen.height() - top - ui.Px(44));
  const ImVec2 at{std::round((screen.width() - size.x) / 2),
                  std::round(std::max(top, (screen.height() - size.y) * 0.4F))};
  const Rect card{at, {at.x + size.x, at.y + size.y}};
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen.size());
  ImGui::SetNextWindowBgAlpha(0);
  ImGui::SetNextWindowFocus();
  ImGui::Begin("overlay", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoNav |
                   ImGuiWindowFlags_NoSavedSettings);
  ImGui::PushFont(ui.fonts.body);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  // What lies below is dimmed, but the top bar, the stale banner and the alarm strip are not.
  draw->AddRectFilled({0, StripsBottom(app)}, screen.max, ui.Colour(Role::kBackground, 0.6F));
  ui::Fill(ui, card, Role::kPanel, ui.Px(3));
  app.view().card.can_send = false;
  found->draw(app, card);
  app.view().card.send = false;
  ui::Frame(ui, card, app.view().overlay == Overlay::kRed ? Role::kHigh : Role::kBorder, ui.Px(2), ui.Px(3));
  ImGui::PopFont();
  ImGui::End();
}

}  // namespace legevakt::console
