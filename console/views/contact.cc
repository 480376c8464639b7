// The open contact: who, how urgent and why, whose it is, and the steps.
#include <algorithm>
#include <cmath>

#include "central/domain/documents.h"
#include "console/model/format.h"
#include "console/model/language.h"
#include "console/model/triage_form.h"
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

// "Haster · Brystsmerter · Alder 40 år eller mer", or that the operator chose it.
std::string UrgencyLine(App& app, const v1::Contact& contact) {
  const auto& ui = app.ui();
  const v1::Assessment* last = domain::LastAssessment(contact);
  if (last == nullptr && contact.hastegrad() == v1::HASTEGRAD_UNSPECIFIED)
    return std::string(ui.T("console.contact.not_assessed"));
  std::string line(EnumWord(ui, v1::Hastegrad_Name(contact.hastegrad())));
  if (const auto complaint = ComplaintName(app, contact); !complaint.empty()) line += " · " + complaint;
  domain::DocumentContext context;
  context.lang = ui.lang;
  context.tools = &app.store().tools();
  if (const auto why = domain::UrgencyReason(contact, context, 1); !why.empty()) line += " · " + why;
  if (last == nullptr) return line;
  const auto& lowered = last->lowering_reason();
  if (!lowered.empty()) line += " · " + text::Format(ui.lang, "console.contact.lowered", {{"why", lowered}});
  return line;
}

void DrawOwner(App& app, Rect row, const v1::Contact& contact) {
  auto& ui = app.ui();
  const auto& state = app.store().state();
  float x = row.min.x;
  const float y = row.middle().y;
  const auto chip = [&](std::string_view text, Role outline) {
    if (text.empty() || x > row.max.x - ui.Px(80)) return;
    x += ui::Chip(ui, {x, y}, text, outline, Role::kText) + ui.Px(8);
  };
  // What may hurt somebody comes first: where the row is narrow, the last ones give way.
  if (contact.intake().threat()) chip(ui.T("console.contact.threat"), Role::kHigh);
  if (contact.intake().has_safe_to_call_back() && !contact.intake().safe_to_call_back())
    chip(ui.T("console.contact.not_safe"), Role::kHigh);
  if (contact.intake().protected_address()) chip(ui.T("console.contact.protected"), Role::kHigh);
  if (contact.intake().care_plan()) chip(ui.T("console.contact.care_plan"), ui::Attention(ui));
  if (const v1::Consult* consult = OpenConsult(contact))
    chip(app.Words("chip.consult", contact.contact_id(),
                   [&] {
                     return text::Format(ui.lang, "console.contact.consult",
                                         {{"time", Roughly(ui.lang, app.now_us() - consult->at_us())}});
                   }),
         ui::Attention(ui));
  if (!contact.intake().interpreter().empty()) {
    chip(app.Words("chip.interpreter", contact.contact_id(),
                   [&] {
                     return text::Format(ui.lang, "console.contact.interpreter",
                                         {{"lang", LanguageName(ui.lang, contact.intake().interpreter())}});
                   }),
         Role::kBorder);
  }
  if (contact.intake().hearing_impaired()) chip(ui.T("console.contact.hearing"), Role::kBorder);
  if (contact.has_claim() && !app.Mine(contact)) {
    chip(app.Words("chip.other_has", contact.contact_id(),
                   [&] {
                     return text::Format(ui.lang, "console.contact.other_has",
                                         {{"who", contact.claim().by().name()}});
                   }),
         ui::Attention(ui));
  }
  for (const auto id : contact.call_ids()) {
    const v1::Call* call = state.FindCall(id);
    if (call == nullptr ||
        (call->state() != v1::CALL_STATE_ANSWERED && call->state() != v1::CALL_STATE_REACHED))
      continue;
    chip(app.Words("chip.on_line", id,
                   [&] {
                     return text::Format(ui.lang, "console.contact.on_line",
                                         {{"time", Timer(app.now_us() - TalkBegan(state, *call))}});
                   }),
         Role::kGood);
  }
  if (contact.call_ids_size() > 1) {
    chip(app.Words("chip.calls", contact.contact_id(),
                   [&] {
                     return text::Format(ui.lang, "console.contact.calls",
                                         {{"n", std::to_string(contact.call_ids_size())}});
                   }),
         ui::Attention(ui));
  }
  if (contact.promise().by_us() != 0 && domain::IsOpen(contact)) {
    chip(app.Words("chip.promised", contact.contact_id(),
                   [&] {
                     return text::Format(ui.lang, "console.contact.promised",
                                         {{"at", ClockHm(contact.promise().by_us())}});
                   }),
         contact.promise().slipped() ? ui::Attention(ui) : Role::kBorder);
  }
  if (contact.from_paper()) chip(ui.T("console.contact.from_paper"), Role::kBorder);
  for (const auto* other : app.MyContacts()) {
    if (x > row.max.x - ui.Px(80)) break;
    if (other->contact_id() == contact.contact_id() || !other->parked()) continue;
    chip(app.Words("chip.parked", other->contact_id(),
                   [&] {
                     return text::Format(ui.lang, "console.contact.parked",
                                         {{"who", PatientName(ui, *other)},
                                          {"time", Timer(app.now_us() - other->parked_us())}});
                   }),
         Role::kAccent);
  }
  chip(EnumWord(ui, v1::ContactState_Name(contact.state())), Role::kBorder);
}

// Where it is narrow, the name has a line of its own: who it is, is never cut.
bool IsNarrow(const ui::Ui& ui, const Rect& rect) {
  return rect.width() < ui.Px(532);
}

float HeaderHeight(const ui::Ui& ui, const Rect& rect) {
  if (ui::IsLow(ui)) return ui.Px(IsNarrow(ui, rect) ? 102 : 76);
  return ui.Px(IsNarrow(ui, rect) ? 142 : 116);
}

void DrawHeader(App& app, Rect rect, const v1::Contact& contact) {
  auto& ui = app.ui();
  ui::RuleBelow(ui, rect);
  Rect inner = rect.Inset(ui.Px(16), ui.Px(ui::IsLow(ui) ? 6 : 10));
  Rect top = inner.CutTop(ui.Px(32));
  const Rect badge = top.CutLeft(ui.Px(ui::kBadgeWidth));
  ui::UrgencyBadge(ui, {badge.min.x, std::round(badge.middle().y - ui.Px(ui::kBadgeHeight) / 2)},
                   contact.hastegrad());
  top.CutLeft(ui.Px(12));
  const bool narrow = IsNarrow(ui, rect);
  Rect second = top;
  if (narrow) {
    inner.CutTop(ui.Px(2));
    second = inner.CutTop(ui.Px(24));
  }
  if (domain::IsOpen(contact)) {
    const bool late = contact.deadline().at_us() < app.now_us();
    ImFont* font = late ? ui.fonts.bold : ui.fonts.body;
    // There the time comes before what kind of deadline it is.
    const std::string& due =
        app.Words(narrow ? "row.deadline" : "contact.deadline", contact.contact_id(), [&] {
          const std::string in = DeadlineText(ui.lang, contact.deadline().at_us(), app.now_us());
          if (narrow) return in;
          return std::string(EnumWord(ui, v1::DeadlineKind_Name(contact.deadline().kind()))) + " " + in;
        });
    const float width = narrow ? ui::TextWidth(ui, font, due) + ui.Px(2) : ui.Px(190);
    Label(ui, second.CutRight(width), font, Role::kText, due, Align::kRight);
    second.CutRight(ui.Px(12));
    if (!narrow) top = second;
  }
  const std::string& name = NameNow(app, contact);
  const float width =
      std::min(narrow ? top.width() : top.width() * 0.7F, ui::TextWidth(ui, ui.fonts.title, name) + ui.Px(2));
  Label(ui, top.CutLeft(width), ui.fonts.title, Role::kText, name);
  if (!narrow) {
    top.CutLeft(ui.Px(12));
    second = top;
  }
  Label(ui, second, ui.fonts.body, Role::kTextDim, LineNow(app, contact));
  // On a low screen the badge says it, and the history why.
  if (!ui::IsLow(ui)) {
    inner.CutTop(ui.Px(2));
    Label(ui, inner.CutTop(ui.Px(26)), ui.fonts.body, Role::kText,
          app.Words("contact.urgency", contact.contact_id(), [&] { return UrgencyLine(app, contact); }));
  }
  inner.CutTop(ui.Px(4));
  DrawOwner(app, inner.CutTop(ui.Px(28)), contact);
}

// Gives what it leaves of its row.
Rect DrawTabs(App& app, Rect rect) {
  auto& ui = app.ui();
  ui::RuleBelow(ui, rect);
  constexpr const char* kNames[] = {"console.tab.intake", "console.tab.triage", "console.tab.measure",
                                    "console.tab.close", "console.tab.history"};
  Rect row = rect.Inset(ui.Px(16), 0);
  const bool wide = rect.width() > ui.Px(760) && !ui::IsLow(ui);
  for (int i = 0; i < 5; ++i) {
    const auto text = ui.T(kNames[i]);
    const std::string key = wide ? "Ctrl+" + std::to_string(i + 1) : std::string();
    const bool chosen = static_cast<int>(app.view().tab) == i;
    ImFont* font = chosen ? ui.fonts.bold : ui.fonts.body;
    const float key_width = wide ? ui::KeyCapWidth(ui, key) + ui.Px(8) : 0;
    const Rect tab = row.CutLeft(std::ceil(ui::TextWidth(ui, font, text)) + key_width);
    if (wide) ui::KeyCap(ui, {tab.min.x, rect.middle().y}, key);
    Label(ui, {{tab.min.x + key_width, tab.min.y}, tab.max}, font, chosen ? Role::kText : Role::kTextDim,
          text);
    if (chosen) ui::Fill(ui, {{tab.min.x, rect.max.y - ui.Px(3)}, {tab.max.x, rect.max.y}}, Role::kAccent);
    const ui::Id id("tabs", i + 1);
    ImGui::SetCursorScreenPos({tab.min.x, rect.min.y});
    if (ImGui::InvisibleButton(id.c_str(), {std::max(1.0F, tab.width()), rect.height()}))
      app.SetTab(static_cast<Tab>(i));
    if (ui.probe != nullptr) ui.probe->Widget(id.name(), tab.min, tab.max, true, false);
    row.CutLeft(ui.Px(22));
  }
  return {{row.min.x, row.min.y + ui.Px(2)}, {row.max.x, row.max.y - ui.Px(4)}};
}

// "Feil pasient 22:30: noe som sto her, er flyttet (Kari Nes)", for an hour; empty where nothing was.
std::string MovedAway(App& app, const v1::Contact& contact) {
  const auto& ui = app.ui();
  for (int i = contact.corrections_size() - 1; i >= 0; --i) {
    const auto& correction = contact.corrections(i);
    if (correction.what() != "wrong_patient" || correction.after().empty()) continue;
    if (app.now_us() - correction.at_us() > 3600'000'000LL) return {};
    return text::Format(ui.lang, "console.contact.moved_away",
                        {{"at", ClockHm(correction.at_us())}, {"who", correction.by().name()}});
  }
  return {};
}

// What was said of it, else who has it or that something was moved away; then for how long it can be undone.
std::string MessageText(App& app, const v1::Contact& contact, const Message* message) {
  const auto& ui = app.ui();
  std::string text;
  if (message != nullptr) {
    text = message->text;
  } else if (domain::IsOpen(contact) && contact.has_claim() && !app.Mine(contact)) {
    text = text::Format(ui.lang, "console.contact.read_only", {{"who", contact.claim().by().name()}});
  }
  // Whoever opens it after something was moved away must know that it said more before.
  if (text.empty()) text = MovedAway(app, contact);
  const auto& undo = contact.undo();
  if ((message == nullptr || !message->refusal) && undo.kind() != v1::UNDO_KIND_UNSPECIFIED &&
      app.now_us() < undo.until_us()) {
    const std::string left = std::to_string((undo.until_us() - app.now_us()) / 1'000'000 + 1);
    const std::string hint = text::Format(ui.lang, "console.contact.undo", {{"s", left}});
    text += text.empty() ? hint : " " + hint;
  }
  return text;
}

// A refusal or a notice beside what it concerns, and who else has the contact.
void DrawMessage(App& app, Rect& rect, const v1::Contact& contact) {
  auto& ui = app.ui();
  const Message* message = app.MessageFor({.contact_id = contact.contact_id()});
  const bool refusal = message != nullptr && message->refusal;
  const std::string& text =
      app.Words("contact.message", contact.contact_id(),
                message == nullptr ? ui::Inputs() : ui::Inputs(message->text).Add(refusal ? 1 : 0),
                [&] { return MessageText(app, contact, message); });
  if (text.empty()) return;
  Rect row = rect.CutTop(ui.Px(40));
  ui::RuleBelow(ui, row);
  Rect inner = row.Inset(ui.Px(16), 0);
  const Rect mark = inner.CutLeft(ui.Px(16));
  ui::Shape(ui, mark.middle(), ui.Px(14), refusal ? ui::MarkShape::kTriangle : ui::MarkShape::kCircle,
            ui.Colour(refusal ? Role::kHigh : Role::kAccent));
  inner.CutLeft(ui.Px(10));
  Label(ui, inner, refusal ? ui.fonts.bold : ui.fonts.body, Role::kText, text);
}

void DrawEmpty(App& app, Rect rect) {
  auto& ui = app.ui();
  ui::Fill(ui, rect, Role::kPanel, ui.Px(3));
  Rect text = rect.Inset(ui.Px(32), 0);
  text.min.y = std::round(rect.min.y + rect.height() * 0.3F);
  const auto title = ui.T("console.contact.none_title");
  ImFont* font = ui::TextWidth(ui, ui.fonts.title, title) <= text.width() ? ui.fonts.title : ui.fonts.bold;
  Label(ui, text.CutTop(ui.Px(40)), font, Role::kText, title, Align::kCentre);
  text.CutTop(ui.Px(8));
  // What was said without a contact of its own. A refusal stands at the top, whatever is open.
  if (const Message* message = app.MessageFor({}); message != nullptr && !message->refusal) {
    Label(ui, text.CutTop(ui.Px(32)), ui.fonts.bold, Role::kText, message->text, Align::kCentre);
    text.CutTop(ui.Px(8));
  }
  constexpr std::pair<const char*, const char*> kHints[] = {{"calls.take", nullptr},
                                                            {"contact.next", nullptr},
                                                            {"focus.zone", nullptr},
                                                            {"screen.palette", nullptr},
                                                            {"screen.help", nullptr}};
  const float column = std::min(ui.Px(360), rect.width() - ui.Px(8));
  for (const auto& [id, unused] : kHints) {
    const auto* command = app.registry().Find(id);
    if (command == nullptr || !command->enabled()) continue;
    Rect row = text.CutTop(ui.Px(34));
    row.min.x = std::round(row.middle().x - column / 2);
    const std::string key = ui::ChordText(command->chord, ui.lang);
    ui::KeyCap(ui, {row.min.x + ui.Px(88) - ui::KeyCapWidth(ui, key), row.middle().y}, key);
    row.min.x += ui.Px(104);
    Label(ui, row, ui.fonts.body, Role::kTextDim, ui.T(command->text_key()));
  }
}

}  // namespace

void DrawContact(App& app, Rect rect) {
  auto& ui = app.ui();
  const v1::Contact* contact = app.contact();
  if (contact == nullptr) return DrawEmpty(app, rect);
  ui::Fill(ui, rect, Role::kPanel, ui.Px(3));
  DrawHeader(app, rect.CutTop(HeaderHeight(ui, rect)), *contact);
  const Rect beside_tabs = DrawTabs(app, rect.CutTop(ui.Px(ui::IsLow(ui) ? 38 : 44)));
  DrawMessage(app, rect, *contact);
  switch (app.view().tab) {
    case Tab::kIntake:
      return DrawIntake(app, rect, beside_tabs, *contact);
    case Tab::kTriage:
      return DrawTriage(app, rect, beside_tabs, *contact);
    case Tab::kMeasure:
      return DrawMeasure(app, rect, beside_tabs, *contact);
    case Tab::kClose:
      return DrawClose(app, rect, beside_tabs, *contact);
    case Tab::kHistory:
      return DrawHistory(app, rect, beside_tabs, *contact);
  }
}

}  // namespace legevakt::console
