// Closing: what must be in place, the button, and the journal note. Then the history with notes.
#include "console/model/format.h"
#include "console/model/triage_form.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/draw.h"
#include "console/views/record_text.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

void Check(App& app, ui::Scroll& flow, bool done, const char* key, std::string_view value) {
  auto& ui = app.ui();
  Rect row = flow.Next(ui.Px(30));
  const Rect mark = row.CutLeft(ui.Px(20));
  ui::Shape(ui, mark.middle(), ui.Px(13), done ? ui::MarkShape::kCircle : ui::MarkShape::kDiamond,
            ui.Colour(done ? Role::kGood : ui::Attention(ui)));
  row.CutLeft(ui.Px(8));
  Label(ui, row.CutLeft(ui.Px(190)), ui.fonts.body, Role::kTextDim, ui.T(key));
  Label(ui, row, ui.fonts.body, Role::kText, done || !value.empty() ? value : ui.T("console.close.missing"));
}

// Typed, and not with central: closing would lose it.
void DrawUnsaved(App& app, ui::Scroll& flow, const Draft& draft) {
  auto& ui = app.ui();
  for (const DraftPart part : UnsavedBeside(draft)) {
    Check(app, flow, false, "console.close.unsaved", app.Words("close.unsaved", static_cast<int>(part), [&] {
      return text::Format(
          ui.lang, "console.close.unsaved_part",
          {{"part", ui.T(PartKey(part))}, {"key", ui::ChordText(app.PlaceOf(part)->chord, ui.lang)}});
    }));
  }
}

void DrawChecks(App& app, ui::Scroll& flow, const v1::Contact& contact, const MeasureDraft& draft) {
  auto& ui = app.ui();
  Heading(app, flow.Next(ui.Px(28)), ui.T("console.close.title"));
  const bool medical = draft.measure != v1::MEASURE_NOT_MEDICAL;
  const bool assessed = contact.hastegrad() != v1::HASTEGRAD_UNSPECIFIED;
  if (medical)
    Check(app, flow, assessed, "console.close.urgency",
          assessed ? EnumWord(ui, v1::Hastegrad_Name(contact.hastegrad())) : "");
  const bool measure = draft.measure != v1::MEASURE_UNSPECIFIED;
  Check(app, flow, measure, "console.close.measure", measure ? MeasureWord(ui, draft.measure) : "");
  if (medical) {
    const bool net = draft.not_relevant || !draft.safety_net.empty();
    Check(app, flow, net, "console.close.safety_net",
          draft.not_relevant ? ui.T("console.measure.not_relevant") : std::string_view(draft.safety_net));
  }
  if (contact.has_red()) {
    const auto& red = contact.red();
    Check(
        app, flow, red.amk_confirmed_us() != 0, "console.red.amk",
        red.amk_confirmed_us() == 0 ? std::string_view() : app.Words("close.amk", contact.contact_id(), [&] {
          return AmkHadIt(ui, red, ClockHm(red.amk_confirmed_us()));
        }));
    Check(app, flow, red.doctor_confirmed_us() != 0, "console.red.doctor",
          red.doctor_confirmed_us() != 0 ? ClockHm(red.doctor_confirmed_us()) : "");
  }
  for (const auto id : contact.mission_ids()) {
    const v1::Mission* mission = app.store().state().FindMission(id);
    if (mission == nullptr) continue;
    Check(app, flow, !domain::IsOpen(*mission), "console.close.mission", app.Words("close.mission", id, [&] {
      return std::string(MeasureWord(ui, mission->measure())) + ", " + MissionNow(app, *mission);
    }));
  }
}

void DrawNote(App& app, ui::Scroll& flow, const v1::Contact& contact) {
  auto& ui = app.ui();
  flow.Gap(ui.Px(16));
  Rect head = flow.Next(ui.Px(ui::kButtonHeight));
  const std::string& entered = app.Words("close.entered", contact.contact_id(), [&] {
    if (contact.note_entered_us() == 0) return std::string();
    return text::Format(
        ui.lang, "console.close.entered_at",
        {{"at", ClockHm(contact.note_entered_us())}, {"who", contact.note_entered_by().name()}});
  });
  if (contact.note_entered_us() == 0) {
    const auto label = ui.T("console.cmd.contact.entered");
    const Rect button = head.CutRight(ui::TextWidth(ui, ui.fonts.body, label) + ui.Px(92));
    if (ui::Button(ui, "close/entered", button, label, ui::ButtonKind::kQuiet,
                   app.registry().Find("contact.entered")->enabled(), "Ctrl+E"))
      app.MarkEntered();
    head.CutRight(ui.Px(8));
  }
  const auto copy = ui.T("console.cmd.contact.copy_note");
  const Rect button = head.CutRight(ui::TextWidth(ui, ui.fonts.body, copy) + ui.Px(92));
  if (ui::Button(ui, "close/copy", button, copy, ui::ButtonKind::kQuiet, true, "Ctrl+J")) app.CopyNote();
  head.CutRight(ui.Px(12));
  Heading(app, head, ui.T("console.close.note"));
  if (!entered.empty()) Label(ui, flow.Next(ui.Px(26)), ui.fonts.small, Role::kTextDim, entered);
  flow.Gap(ui.Px(8));
  DrawNotePaper(ui, flow, app.Words("close.note", contact.contact_id(), [&] { return app.NoteText(); }));
}

}  // namespace

void DrawClose(App& app, const Rect& rect, const Rect& beside_tabs, const v1::Contact& contact) {
  auto& ui = app.ui();
  const auto& draft = app.DraftOf(contact.contact_id()).measure;
  const bool open = domain::IsOpen(contact);
  Rect body = rect;
  Rect bottom = PrimaryPlace(ui, body, beside_tabs);
  {
    ui::Scroll flow(ui, "close", body.Inset(ui.Px(4), 0));
    if (open) {
      DrawChecks(app, flow, contact, draft);
      DrawUnsaved(app, flow, app.DraftOf(contact.contact_id()));
    } else {
      Heading(app, flow.Next(ui.Px(30)), app.Words("close.closed_by", contact.contact_id(), [&] {
        return text::Format(ui.lang, "console.close.closed_by",
                            {{"at", ClockHm(contact.closed_us())}, {"who", contact.closed_by().name()}});
      }));
    }
    DrawNote(app, flow, contact);
  }
  if (open) {
    if (PrimaryBar(app, bottom, "close/primary", ui.T("console.close.button"),
                   app.MayChange(contact) && UnsavedBeside(app.DraftOf(contact.contact_id())).empty(),
                   {.contact_id = contact.contact_id()}))
      app.PrimaryAction();
    return;
  }
  const auto label = ui.T("console.cmd.contact.reopen");
  const Rect button = bottom.CutRight(ui::TextWidth(ui, ui.fonts.body, label) + ui.Px(100));
  if (ui::Button(ui, "close/reopen", button, label, ui::ButtonKind::kQuiet, app.CanSend(), "Ctrl+R"))
    app.Reopen();
}

void DrawHistory(App& app, const Rect& rect, const Rect& beside_tabs, const v1::Contact& contact) {
  auto& ui = app.ui();
  Rect body = rect;
  Rect bottom = PrimaryPlace(ui, body, beside_tabs);
  {
    ui::Scroll flow(ui, "history", body.Inset(ui.Px(4), 0));
    Heading(app, flow.Next(ui.Px(28)), ui.T("console.history.note"));
    auto& draft = app.DraftOf(contact.contact_id());
    ui::TextField(ui, "history/note", flow.Next(ui.Px(76)), draft.note,
                  {.hint = ui.T("console.history.note_hint"), .multiline = true});
    flow.Gap(ui.Px(6));
    Rect when = flow.Next(ui.Px(ui::kFieldHeight));
    Label(ui, when.CutLeft(ui.Px(190)), ui.fonts.small, Role::kTextDim, ui.T("console.history.happened"));
    const bool bad = !draft.note_time.empty() && ParseClock(draft.note_time, app.now_us()) == 0;
    ui::TextField(ui, "history/time", when.CutLeft(ui.Px(110)), draft.note_time,
                  {.hint = ui.T("console.history.now"), .error = bad ? ui.T("console.time.bad") : ""});
    if (bad) flow.Gap(ui.Px(22));
    flow.Gap(ui.Px(16));
    Heading(app, flow.Next(ui.Px(28)), ui.T("console.history.title"));
    DrawHistoryLines(ui, flow,
                     app.Kept<std::vector<HistoryLine>>(
                         "history.lines", contact.contact_id(), {},
                         [&] { return HistoryOf(ui, app.store().state(), app.ToolOf(contact), contact); }),
                     app.now_us());
  }
  const auto& written = app.DraftOf(contact.contact_id());
  const bool ready = !written.note.empty() &&
                     (written.note_time.empty() || ParseClock(written.note_time, app.now_us()) != 0);
  if (PrimaryBar(app, bottom, "history/primary", ui.T("console.history.add"), ready,
                 {.contact_id = contact.contact_id()}))
    app.AddNote();
}

}  // namespace legevakt::console
