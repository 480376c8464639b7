// The cards above the zones: how large each wants to be, and drawn. overlay.cc knows which one is open.
#pragma once

#include "console/views/draw.h"

namespace legevakt::console {

// True once after Ctrl+Enter, where the open card's primary action can be done now: `may`. A card that never
// asks has none, and the hint bar does not name the key over it.
bool TakeSend(App& app, bool may);

ImVec2 HelpSize(App& app);
void DrawHelp(App& app, ui::Rect card);
ImVec2 PaletteSize(App& app);
void DrawPalette(App& app, ui::Rect card);
ImVec2 RedSize(App& app);
void DrawRed(App& app, ui::Rect card);
ImVec2 CallbackSize(App& app);
void DrawCallbackCard(App& app, ui::Rect card);
ImVec2 StepSize(App& app);
void DrawStep(App& app, ui::Rect card);
ImVec2 NotMedicalSize(App& app);
void DrawNotMedical(App& app, ui::Rect card);
ImVec2 FixSize(App& app);
void DrawFix(App& app, ui::Rect card);
ImVec2 ConsultSize(App& app);
void DrawConsult(App& app, ui::Rect card);
ImVec2 DirectorySize(App& app);
void DrawDirectory(App& app, ui::Rect card);
ImVec2 WaitingRoomSize(App& app);
void DrawWaitingRoom(App& app, ui::Rect card);
ImVec2 NeedHelpSize(App& app);
void DrawNeedHelp(App& app, ui::Rect card);
ImVec2 HandoverSize(App& app);
void DrawHandover(App& app, ui::Rect card);
ImVec2 WarningSize(App& app);
void DrawWarning(App& app, ui::Rect card);
ImVec2 LookupSize(App& app);
void DrawLookup(App& app, ui::Rect card);
// From a contact that was read to the list, and true; false where the list is there already.
bool LeaveExtract(App& app);
ImVec2 PaperSize(App& app);
void DrawPaper(App& app, ui::Rect card);
ImVec2 PaperCaseSize(App& app);
void DrawPaperCase(App& app, ui::Rect card);
ImVec2 OutboxSize(App& app);
void DrawOutbox(App& app, ui::Rect card);
ImVec2 MeanwhileSize(App& app);
void DrawMeanwhile(App& app, ui::Rect card);
ImVec2 ShelveSize(App& app);
void DrawShelve(App& app, ui::Rect card);
ImVec2 NewsSize(App& app);
void DrawNews(App& app, ui::Rect card);
ImVec2 DivertSize(App& app);
void DrawDivertCard(App& app, ui::Rect card);
// What a card was about is gone: somebody else was quicker. It stays until it is closed by hand, since what
// is typed on it must not go on into what lies beneath.
void DrawGoneCard(App& app, ui::Rect card);
ImVec2 ShiftEndedSize(App& app);
void DrawShiftEnded(App& app, ui::Rect card);
ImVec2 MapCardSize(App& app);
void DrawMapCard(App& app, ui::Rect card);

}  // namespace legevakt::console
