// "Rett en feil": nothing is erased, everything can be corrected. Wrong patient, two contacts that are one,
// one contact that is two, and times.
#include <algorithm>
#include <array>

#include "base/time_units.h"
#include "console/model/format.h"
#include "console/model/triage_form.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/contact_picker.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

// The pages of the card; 0 asks what is wrong.
enum Page : std::uint8_t { kAsk, kWrongPatient, kMerge, kSplit, kTimes };
constexpr std::array kChoices = {"console.fix.wrong_patient", "console.fix.merge", "console.fix.split",
                                 "console.fix.times"};

struct Entry {
  std::int64_t revision = 0;
  std::string text;
};

// Assessments and notes that may be moved, oldest first.
std::vector<Entry> EntriesOf(App& app, const v1::Contact& contact) {
  const auto& ui = app.ui();
  const triage::Tool* tool = app.ToolOf(contact);
  std::vector<Entry> entries;
  for (const auto& assessment : contact.assessments()) {
    if (assessment.wrong_patient()) continue;
    std::string text = ClockHm(assessment.at_us()) + " " + assessment.by().name() + " · ";
    text += EnumWord(ui, v1::Hastegrad_Name(assessment.hastegrad()));
    const triage::Index complaint =
        tool == nullptr ? triage::kNone : tool->FindComplaint(assessment.complaint_id());
    if (complaint != triage::kNone) text += " · " + In(ui.lang, tool->complaints()[complaint].name);
    entries.push_back({assessment.revision(), std::move(text)});
  }
  for (const auto& note : contact.notes()) {
    if (note.wrong_patient()) continue;
    entries.push_back(
        {note.revision(), ClockHm(note.at_us()) + " " + note.by().name() + " · " + note.personal().text()});
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.revision < b.revision; });
  return entries;
}

void Go(App& app, const v1::Contact& contact, Page page) {
  auto& input = app.view().card;
  input = {};
  input.page = page;
  // Whoever opened the wrong patient has most often written everything there.
  if (page == kWrongPatient) {
    for (const auto& entry : EntriesOf(app, contact)) input.picked.insert(entry.revision);
  }
  app.ui().focus.Set("overlay/first");
}

void DrawAsk(App& app, Rect inner, const v1::Contact& contact) {
  auto& ui = app.ui();
  const int digit = ui.TakeDigit();
  for (int i = 0; i < static_cast<int>(kChoices.size()); ++i) {
    const Rect row = inner.CutTop(ui.Px(ui::kPrimaryHeight));
    inner.CutTop(ui.Px(8));
    const ui::Id id = i == 0 ? ui::Id("overlay/first") : ui::Id("overlay/choice", i);
    if (ui::Button(ui, id, row, ui.T(kChoices.at(static_cast<std::size_t>(i))), ui::ButtonKind::kQuiet, true,
                   std::to_string(i + 1)) ||
        digit == i + 1)
      return Go(app, contact, static_cast<Page>(i + 1));
  }
}

void DrawEntries(App& app, Rect& inner, const v1::Contact& contact, float height) {
  auto& ui = app.ui();
  auto& picked = app.view().card.picked;
  const auto& entries = app.Kept<std::vector<Entry>>("fix.entries", contact.contact_id(), {},
                                                     [&] { return EntriesOf(app, contact); });
  const Rect box = inner.CutTop(height);
  ui::Fill(ui, box, Role::kBackground, ui.Px(3));
  ui::Scroll flow(ui, "entries", box);
  if (entries.empty())
    Label(ui, flow.Next(ui.Px(30)), ui.fonts.body, Role::kTextDim, ui.T("console.fix.no_entries"));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    bool on = picked.contains(entries[i].revision);
    const ui::Id id = i == 0 ? ui::Id("overlay/first") : ui::Id("overlay/entry", entries[i].revision);
    if (!ui::Toggle(ui, id, flow.Next(ui.Px(32)), entries[i].text, on)) continue;
    if (on) picked.insert(entries[i].revision);
    if (!on) picked.erase(entries[i].revision);
  }
}

// The two buttons at the bottom. True where the first one was pressed.
bool Foot(App& app, Rect row, std::string_view label, bool enabled) {
  auto& ui = app.ui();
  const bool send = TakeSend(app, enabled && app.CanSend());
  if (ui::Button(ui, "overlay/send", row.Column(0, 2, ui.Px(12)), label, ui::ButtonKind::kPrimary,
                 enabled && app.CanSend(), "Ctrl+Enter") ||
      send)
    return true;
  if (ui::Button(ui, "overlay/cancel", row.Column(1, 2, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
  return false;
}

void DrawWrongPatient(App& app, Rect inner, const v1::Contact& contact) {
  auto& ui = app.ui();
  auto& input = app.view().card;
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  inner.CutBottom(ui.Px(12));
  Rect picker = inner.CutBottom(PickerHeight(ui));
  ui::Caption(ui, inner.CutBottom(ui.Px(ui::kCaptionHeight)), ui.T("console.fix.move_to"));
  ui::Caption(ui, inner.CutTop(ui.Px(ui::kCaptionHeight)), ui.T("console.fix.which"));
  DrawEntries(app, inner, contact, inner.height() - ui.Px(8));
  DrawPicker(app, picker, "overlay/query", contact.contact_id(), ui.T("console.fix.new_contact"),
             input.target);
  const v1::Contact* target = app.store().state().FindContact(input.target);
  const auto picked = static_cast<std::int64_t>(input.picked.size());
  const std::string& label = app.Words("fix.move", input.target, picked, [&] {
    const std::string n = std::to_string(picked);
    if (target == nullptr) return text::Format(ui.lang, "console.fix.move_new", {{"n", n}});
    return text::Format(ui.lang, "console.fix.move", {{"n", n}, {"who", PatientName(ui, *target)}});
  });
  if (!Foot(app, foot, label, !input.picked.empty())) return;
  v1::Command command;
  auto& wrong = *command.mutable_mark_wrong_patient();
  wrong.set_contact_id(contact.contact_id());
  wrong.set_other_contact_id(input.target);
  for (const auto revision : input.picked) wrong.add_entries(revision);
  app.CloseOverlay();
  app.Send(std::move(command), {.contact_id = contact.contact_id()});
}

void DrawMerge(App& app, Rect inner, const v1::Contact& contact) {
  auto& ui = app.ui();
  auto& input = app.view().card;
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  ui::Paragraph(ui, inner.CutTop(ui.Px(56)), ui.fonts.body, Role::kTextDim, ui.T("console.fix.merge_text"));
  DrawPicker(app, inner, "overlay/first", contact.contact_id(), {}, input.target);
  const v1::Contact* target = app.store().state().FindContact(input.target);
  const std::string& label = app.Words("fix.merge", input.target, [&] {
    if (target == nullptr) return std::string(ui.T("console.fix.merge"));
    return text::Format(ui.lang, "console.fix.merge_into", {{"who", PatientName(ui, *target)}});
  });
  if (!Foot(app, foot, label, target != nullptr)) return;
  const auto into = input.target;
  app.CloseOverlay();
  app.JoinTo(into);
}

void DrawSplit(App& app, Rect inner, const v1::Contact& contact) {
  auto& ui = app.ui();
  auto& input = app.view().card;
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  ui::Paragraph(ui, inner.CutTop(ui.Px(56)), ui.fonts.body, Role::kTextDim, ui.T("console.fix.split_text"));
  DrawEntries(app, inner, contact, inner.height() - ui.Px(12));
  if (!Foot(app, foot, ui.T("console.fix.split_now"), true)) return;
  v1::Command command;
  command.mutable_split_contact()->set_contact_id(contact.contact_id());
  for (const auto revision : input.picked) command.mutable_split_contact()->add_entries(revision);
  app.CloseOverlay();
  app.Send(std::move(command), {.contact_id = contact.contact_id()});
}

void DrawTimes(App& app, Rect inner, const v1::Contact& contact) {
  auto& ui = app.ui();
  auto& input = app.view().card;
  const bool closed = contact.state() == v1::CONTACT_STATE_CLOSED;
  const auto& fields = app.Kept<std::vector<std::string>>("fix.times", contact.contact_id(), {}, [&] {
    std::vector<std::string> words = {
        text::Format(ui.lang, "console.fix.opened_at", {{"at", ClockHm(contact.opened_us())}})};
    if (closed)
      words.push_back(text::Format(ui.lang, "console.fix.closed_at", {{"at", ClockHm(contact.closed_us())}}));
    return words;
  });
  input.choice = std::clamp(input.choice, 0, static_cast<int>(fields.size()) - 1);
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  ui::Paragraph(ui, inner.CutTop(ui.Px(40)), ui.fonts.body, Role::kTextDim, ui.T("console.fix.times_text"));
  ui::Choose(ui, "overlay/which", inner.CutTop(ui.Px(ui::kFieldHeight)), fields, input.choice);
  inner.CutTop(ui.Px(10));
  ui::Caption(ui, inner.CutTop(ui.Px(ui::kCaptionHeight)), ui.T("console.fix.right_time"));
  const std::int64_t at_us = ParseClock(input.text, app.now_us());
  const bool bad = !input.text.empty() && at_us == 0;
  Rect field = inner.CutTop(ui.Px(ui::kFieldHeight));
  ui::TextField(ui, "overlay/first", field.CutLeft(ui.Px(160)), input.text,
                {.hint = ui.T("console.time.hint"), .error = bad ? ui.T("console.time.bad") : ""});
  if (!Foot(app, foot, ui.T("console.fix.correct"), at_us != 0)) return;
  v1::Command command;
  auto& correct = *command.mutable_correct_time();
  correct.set_contact_id(contact.contact_id());
  correct.set_field(input.choice == 0 ? "opened_us" : "closed_us");
  correct.set_at_us(at_us);
  app.CloseOverlay();
  app.Send(std::move(command), {.contact_id = contact.contact_id()});
}

}  // namespace

ImVec2 FixSize(App& app) {
  const auto& ui = app.ui();
  switch (app.view().card.page) {
    case kWrongPatient:
      return {ui.Px(720), ui.Px(640)};
    case kMerge:
      return {ui.Px(720), ui.Px(430)};
    case kSplit:
      return {ui.Px(720), ui.Px(440)};
    case kTimes:
      return {ui.Px(620), ui.Px(310)};
    default:
      return {ui.Px(620), ui.Px(290)};
  }
}

void DrawFix(App& app, Rect card) {
  auto& ui = app.ui();
  const v1::Contact* contact = app.contact();
  if (contact == nullptr) return DrawGoneCard(app, card);
  const int page = app.view().card.page;
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText,
        page == kAsk ? ui.T("console.fix.title") : ui.T(kChoices.at(static_cast<std::size_t>(page - 1))));
  inner.CutTop(ui.Px(8));
  switch (page) {
    case kWrongPatient:
      return DrawWrongPatient(app, inner, *contact);
    case kMerge:
      return DrawMerge(app, inner, *contact);
    case kSplit:
      return DrawSplit(app, inner, *contact);
    case kTimes:
      return DrawTimes(app, inner, *contact);
    default:
      return DrawAsk(app, inner, *contact);
  }
}

}  // namespace legevakt::console
