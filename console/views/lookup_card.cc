// Looking for contacts that are no longer before everybody's eyes, and reading one. Both stand in the journal
// with the operator's name and reason, and the card says so before it is asked.
#include <algorithm>
#include <cmath>

#include "base/time_units.h"
#include "console/model/format.h"
#include "console/model/language.h"
#include "console/model/triage_form.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/record_text.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kRow = 54;
// A field with its caption; with what is wrong with it.
constexpr float kLine = 66;
constexpr float kFaultyLine = 84;
// After this long the operator is told why it may take time.
constexpr std::int64_t kLongUs = 4 * kSecondUs;

constexpr const char* kName = "overlay/first";
constexpr const char* kNumber = "overlay/number";
constexpr const char* kFrom = "overlay/from";
constexpr const char* kTo = "overlay/to";
constexpr const char* kReason = "overlay/reason";
constexpr const char* kList = "overlay/list";

std::string DayAndClock(std::int64_t us) {
  return DayMonthYear(us) + " " + ClockHm(us);
}

// Asks, or goes to the first field that must be mended. From then on what is missing is said.
void Search(App& app) {
  auto& input = app.view().card;
  auto& lookup = app.store().lookup();
  const LookupFaults faults = FaultsOf(lookup.form, app.now_us());
  input.page = faults.any() ? 1 : 0;
  const std::pair<std::string_view, const char*> order[] = {
      {faults.nothing, kName}, {faults.name, kName}, {faults.number, kNumber},
      {faults.from, kFrom},    {faults.to, kTo},     {faults.reason, kReason}};
  for (const auto& [fault, field] : order) {
    if (!fault.empty()) return app.ui().focus.Set(field);
  }
  if (!app.CanSend()) return;
  lookup.Search(app.mono_us(), app.now_us());
  input.at = 0;
  app.ui().focus.Set(kList);
}

void Field(App& app, Rect cell, const char* id, const char* caption, std::string& text, const char* hint,
           std::string_view fault) {
  auto& ui = app.ui();
  ui::Caption(ui, cell.CutTop(ui.Px(ui::kCaptionHeight)), ui.T(caption));
  ui::TextField(ui, id, cell.CutTop(ui.Px(ui::kFieldHeight)), text,
                {.hint = ui.T(hint), .error = fault.empty() ? std::string_view() : ui.T(fault)});
}

// Gives true where it shall be searched.
bool DrawForm(App& app, Rect& inner) {
  auto& ui = app.ui();
  auto& form = app.store().lookup().form;
  LookupFaults faults;
  // Only once something was asked for that cannot be.
  if (app.view().card.page == 1) faults = FaultsOf(form, app.now_us());
  const float line = ui.Px(faults.any() ? kFaultyLine : kLine);
  Rect row = inner.CutTop(line);
  const float gap = ui.Px(16);
  const float unit = (row.width() - 3 * gap) / 10;
  Rect name = row.CutLeft(std::round(3.4F * unit));
  row.CutLeft(gap);
  Rect number = row.CutLeft(std::round(2.6F * unit));
  row.CutLeft(gap);
  Field(app, name, kName, "console.lookup.name", form.name, "console.lookup.name_hint",
        faults.name.empty() ? faults.nothing : faults.name);
  Field(app, number, kNumber, "console.lookup.number", form.number, "console.lookup.number_hint",
        faults.number);
  Field(app, row.Column(0, 2, gap), kFrom, "console.lookup.from", form.from, "console.lookup.from_hint",
        faults.from);
  Field(app, row.Column(1, 2, gap), kTo, "console.lookup.to", form.to, "console.lookup.to_hint", faults.to);
  row = inner.CutTop(line);
  const auto label = ui.T("console.lookup.search");
  Rect button = row.CutRight(ui::TextWidth(ui, ui.fonts.bold, label) + ui.Px(134));
  row.CutRight(gap);
  Field(app, row, kReason, "console.lookup.reason", form.reason, "console.lookup.reason_hint", faults.reason);
  button.min.y += ui.Px(ui::kCaptionHeight);
  button.max.y = button.min.y + ui.Px(ui::kFieldHeight);
  const bool send = TakeSend(app, true);
  return ui::Button(ui, "overlay/send", button, label, ui::ButtonKind::kPrimary, app.CanSend(),
                    "Ctrl+Enter") ||
         send;
}

// A sentence about the search, with a mark where it is no good news.
struct Notice {
  std::string text;
  bool warns = false;
};

Notice NoAnswer(App& app, const absl::Status& status) {
  const auto& ui = app.ui();
  switch (status.code()) {
    case absl::StatusCode::kResourceExhausted:
      return {std::string(ui.T("refusal.shed")), true};
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return {StatusText(ui, status), true};
    case absl::StatusCode::kDeadlineExceeded:
      return {std::string(ui.T("console.lookup.late")), true};
    default:
      return {std::string(ui.T("console.lookup.unavailable")), true};
  }
}

Notice NoticeNow(App& app) {
  const auto& ui = app.ui();
  const auto& lookup = app.store().lookup();
  if (lookup.searching() || lookup.reading() != 0) {
    const std::int64_t since_us = app.mono_us() - lookup.asked_us();
    std::string text =
        text::Format(ui.lang, lookup.searching() ? "console.lookup.searching" : "console.lookup.reading",
                     {{"time", Timer(since_us)}});
    if (app.stale()) {
      text += " " + std::string(ui.T("console.lookup.stale_waits"));
    } else if (since_us > kLongUs) {
      text += " " + std::string(ui.T("console.lookup.long"));
    }
    return {std::move(text), app.stale()};
  }
  if (!lookup.status().ok()) return NoAnswer(app, lookup.status());
  if (lookup.refusal()) return {RefusalText(ui, *lookup.refusal()), true};
  if (app.stale()) return {std::string(ui.T("console.lookup.stale")), true};
  const v1::SearchResponse* found = lookup.found();
  if (found == nullptr) return {std::string(ui.T("console.lookup.logged"))};
  const std::string n = std::to_string(found->found_size());
  if (found->more()) return {text::Format(ui.lang, "console.lookup.more", {{"n", n}}), true};
  if (found->found_size() == 0) return {std::string(ui.T("console.lookup.none"))};
  return {text::Format(ui.lang, "console.lookup.found", {{"n", n}})};
}

void DrawNotice(App& app, Rect row) {
  auto& ui = app.ui();
  const auto& lookup = app.store().lookup();
  const bool waits = lookup.searching() || lookup.reading() != 0;
  const Notice& notice = app.Kept<Notice>(
      "lookup.notice", 0,
      ui::Inputs(lookup.news()).Add(app.stale() ? 1 : 0).Add(waits ? app.mono_us() / kSecondUs : -1),
      [&] { return NoticeNow(app); });
  if (notice.warns) {
    const Rect mark = row.CutLeft(ui.Px(20));
    ui::Shape(ui, {mark.min.x + ui.Px(7), row.min.y + ui.Px(12)}, ui.Px(13), ui::MarkShape::kDiamond,
              ui.Colour(ui::Attention(ui)));
  }
  row.min.y += ui.Px(2);
  ui::Paragraph(ui, row, ui.fonts.body, notice.warns ? Role::kText : Role::kTextDim, notice.text);
}

// "Lukket 22:40", with the day where it is another than that of the opening.
std::string StateText(const ui::Ui& ui, const v1::Found& found) {
  std::string text(EnumWord(ui, v1::ContactState_Name(found.state())));
  if (found.closed_us() == 0) return text;
  const bool same_day = DayMonthYear(found.closed_us()) == DayMonthYear(found.opened_us());
  return text + " " + (same_day ? ClockHm(found.closed_us()) : DayAndClock(found.closed_us()));
}

std::string ComplaintText(const App& app, const v1::Found& found) {
  const triage::Tool* tool = app.store().ActiveTool();
  const triage::Index index = tool == nullptr ? triage::kNone : tool->FindComplaint(found.complaint_id());
  return index == triage::kNone ? found.complaint_id() : In(app.ui().lang, tool->complaints()[index].name);
}

// True where it was clicked.
bool DrawFound(App& app, const Rect& row, const v1::Found& found, bool at) {
  auto& ui = app.ui();
  const ui::Id id("found", found.contact_id());
  ImGui::SetCursorScreenPos(row.min);
  const bool clicked = ImGui::InvisibleButton(id.c_str(), row.size());
  if (ui.probe != nullptr) ui.probe->Widget(id.name(), row.min, row.max, true, false);
  if (at) {
    ui::Fill(ui, row, Role::kSelected);
  } else if (ImGui::IsItemHovered()) {
    ImGui::GetWindowDrawList()->AddRectFilled(row.min, row.max, ui.Colour(Role::kSelected, 0.35F));
  }
  ui::RuleBelow(ui, row);
  const Role text = at ? Role::kOnSelected : Role::kText;
  const Role dim = at ? Role::kOnSelected : Role::kTextDim;
  Rect inner = row.Inset(ui.Px(8), ui.Px(5));
  const Rect badge = inner.CutLeft(ui.Px(ui::kBadgeWidth + 14));
  ui::UrgencyBadge(ui, {badge.min.x, std::round(badge.middle().y - ui.Px(ui::kBadgeHeight) / 2)},
                   found.hastegrad());
  const auto two = [&](Rect column, ImFont* font, std::string_view above, std::string_view below,
                       Align align = Align::kLeft) {
    Label(ui, column.CutTop(column.height() / 2), font, text, above, align);
    Label(ui, column, ui.fonts.small, dim, below, align);
  };
  // "21.11.2026" and "22:40" are so short that they take no memory.
  two(inner.CutLeft(ui.Px(112)), ui.fonts.body, DayMonthYear(found.opened_us()), ClockHm(found.opened_us()));
  Rect state = inner.CutRight(ui.Px(180));
  Label(ui, state, ui.fonts.small, text,
        app.Words("lookup.state", found.contact_id(), app.store().lookup().news(),
                  [&] { return StateText(ui, found); }),
        Align::kRight);
  inner.CutRight(ui.Px(12));
  Rect who = inner.CutLeft(std::round(inner.width() * 0.5F));
  inner.CutLeft(ui.Px(12));
  two(who, ui.fonts.bold,
      found.name().empty() ? ui.T("domain.unknown_patient") : std::string_view(found.name()),
      PhoneText(found.phone()));
  two(inner, ui.fonts.body,
      app.Words("lookup.complaint", found.contact_id(), app.store().lookup().news(),
                [&] { return ComplaintText(app, found); }),
      found.measure() == v1::MEASURE_UNSPECIFIED ? std::string_view() : MeasureWord(ui, found.measure()));
  return clicked;
}

// Moves the cursor with the keys that lists have; true where the row is opened.
bool MoveCursor(App& app, int count, int page) {
  auto& ui = app.ui();
  int& at = app.view().card.at;
  if (ui.TakeKey(ui::Key::kDown)) ++at;
  if (ui.TakeKey(ui::Key::kUp)) --at;
  if (ui.TakeKey(ui::Key::kPageDown)) at += page;
  if (ui.TakeKey(ui::Key::kPageUp)) at -= page;
  if (ui.TakeKey(ui::Key::kHome)) at = 0;
  if (ui.TakeKey(ui::Key::kEnd)) at = count - 1;
  at = std::clamp(at, 0, std::max(0, count - 1));
  return count > 0 && (ui.TakeKey(ui::Key::kEnter) || ui.TakeKey(ui::Key::kKeypadEnter));
}

void Open(App& app, const v1::Found& found) {
  if (!app.CanSend()) return;
  app.view().card.copied = false;
  app.store().lookup().Read(found.contact_id(), app.store().state().region, app.mono_us(), app.now_us());
  app.ui().focus.Set(kList);
}

void DrawList(App& app, const Rect& rect) {
  auto& ui = app.ui();
  // There also while it is empty: the focus waits here for the answer.
  const bool focused = ui.focus.Register(kList, false);
  if (ui.probe != nullptr) ui.probe->Widget(kList, rect.min, rect.max, true, focused);
  if (focused) ui::FocusRing(ui, rect.Inset(ui.Px(2)));
  const v1::SearchResponse* found = app.store().lookup().found();
  if (found == nullptr || app.store().lookup().reading() != 0) return;
  const float height = ui.Px(kRow);
  const int before = app.view().card.at;
  const bool opened =
      focused && MoveCursor(app, found->found_size(), static_cast<int>(rect.height() / height) - 1);
  const int at = app.view().card.at;
  const v1::Found* chosen = opened ? &found->found(at) : nullptr;
  {
    ui::Scroll flow(ui, "found", rect);
    if (at != before) {
      const float top = static_cast<float>(at) * height;
      const float bottom = top + height + 2 * ui.Px(12);
      if (top < ImGui::GetScrollY()) ImGui::SetScrollY(top);
      if (bottom > ImGui::GetScrollY() + rect.height()) ImGui::SetScrollY(bottom - rect.height());
    }
    for (int i = 0; i < found->found_size(); ++i) {
      if (!DrawFound(app, flow.Next(height), found->found(i), focused && i == at)) continue;
      app.view().card.at = i;
      chosen = &found->found(i);
    }
  }
  if (chosen != nullptr) Open(app, *chosen);
}

void DrawSearch(App& app, Rect card) {
  auto& ui = app.ui();
  Rect inner = card.Inset(ui.Px(24), ui.Px(16));
  Rect head = inner.CutTop(ui.Px(40));
  const auto close = ui.T("console.card.close");
  const Rect button = head.CutRight(ui::TextWidth(ui, ui.fonts.body, close) + ui.Px(80)).Inset(0, ui.Px(3));
  Label(ui, head, ui.fonts.title, Role::kText, ui.T("console.lookup.title"));
  inner.CutTop(ui.Px(8));
  if (DrawForm(app, inner)) Search(app);
  DrawNotice(app, inner.CutTop(ui.Px(50)));
  DrawList(app, inner);
  if (ui::Button(ui, "overlay/close", button, close, ui::ButtonKind::kQuiet, true, "Esc")) app.CloseOverlay();
}

// --- one contact

struct PastWords {
  std::string name;
  std::string line;
  std::string times;
  std::string interpreter;
  std::string read;
  std::string note;
  std::vector<HistoryLine> history;
};

std::string TimesText(const ui::Ui& ui, const v1::Contact& contact) {
  std::string times =
      text::Format(ui.lang, "console.lookup.opened",
                   {{"at", DayAndClock(contact.opened_us())}, {"who", contact.opened_by().name()}});
  times += " · ";
  if (contact.closed_us() == 0)
    return times + std::string(EnumWord(ui, v1::ContactState_Name(contact.state())));
  return times +
         text::Format(ui.lang, "console.lookup.closed",
                      {{"at", DayAndClock(contact.closed_us())}, {"who", contact.closed_by().name()}});
}

PastWords WordsOf(const App& app, const PastContact& past) {
  const auto& ui = app.ui();
  const v1::Contact& contact = past.contact();
  const triage::Tool* tool = app.store().tools().Find(contact.tool_hash());
  PastWords words;
  words.name = PatientName(ui, contact);
  words.line = PatientLine(ui, past.state, contact);
  words.times = TimesText(ui, contact);
  words.interpreter = text::Format(ui.lang, "console.contact.interpreter",
                                   {{"lang", LanguageName(ui.lang, contact.intake().interpreter())}});
  words.read = text::Format(ui.lang, "console.lookup.read",
                            {{"at", ClockHm(past.read_us)}, {"why", app.store().lookup().reason()}});
  words.note = app.NoteText(past);
  words.history = HistoryOf(ui, past.state, tool, contact);
  return words;
}

void DrawWho(App& app, Rect& inner, const PastContact& past, const PastWords& words) {
  auto& ui = app.ui();
  const v1::Contact& contact = past.contact();
  Rect head = inner.CutTop(ui.Px(36));
  const Rect badge = head.CutLeft(ui.Px(ui::kBadgeWidth + 12));
  ui::UrgencyBadge(ui, {badge.min.x, std::round(badge.middle().y - ui.Px(ui::kBadgeHeight) / 2)},
                   contact.hastegrad());
  Label(ui,
        head.CutLeft(std::min(head.width() * 0.7F, ui::TextWidth(ui, ui.fonts.title, words.name) + ui.Px(2))),
        ui.fonts.title, Role::kText, words.name);
  head.CutLeft(ui.Px(12));
  Label(ui, head, ui.fonts.body, Role::kTextDim, words.line);
  Label(ui, inner.CutTop(ui.Px(26)), ui.fonts.body, Role::kText, words.times);
  const Rect row = inner.CutTop(ui.Px(34));
  float x = row.min.x;
  const auto chip = [&](std::string_view text, Role outline) {
    x += ui::Chip(ui, {x, row.middle().y}, text, outline, Role::kText) + ui.Px(8);
  };
  const v1::Intake& intake = contact.intake();
  if (intake.threat()) chip(ui.T("console.contact.threat"), Role::kHigh);
  if (intake.has_safe_to_call_back() && !intake.safe_to_call_back())
    chip(ui.T("console.contact.not_safe"), Role::kHigh);
  if (intake.protected_address()) chip(ui.T("console.contact.protected"), Role::kHigh);
  if (intake.care_plan()) chip(ui.T("console.contact.care_plan"), ui::Attention(ui));
  if (!intake.interpreter().empty()) chip(words.interpreter, Role::kBorder);
  if (intake.hearing_impaired()) chip(ui.T("console.contact.hearing"), Role::kBorder);
  if (contact.from_paper()) chip(ui.T("console.contact.from_paper"), Role::kBorder);
  chip(EnumWord(ui, v1::ContactState_Name(contact.state())), Role::kBorder);
}

void DrawExtract(App& app, Rect card, const PastContact& past) {
  auto& ui = app.ui();
  const v1::Contact& contact = past.contact();
  Rect inner = card.Inset(ui.Px(24), ui.Px(16));
  const PastWords& words = app.Kept<PastWords>("lookup.past", past.contact_id, app.store().lookup().news(),
                                               [&] { return WordsOf(app, past); });
  DrawWho(app, inner, past, words);
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  inner.CutBottom(ui.Px(8));
  const bool copied = app.view().card.copied;
  Label(ui, inner.CutBottom(ui.Px(26)), ui.fonts.small, copied ? Role::kText : Role::kTextDim,
        copied ? ui.T("console.said.copied") : std::string_view(words.read));
  const triage::Tool* tool = app.store().tools().Find(contact.tool_hash());
  {
    ui::Scroll flow(ui, "extract", inner);
    ui::ScrollByKeys(ui, inner.height() * 0.8F);
    if (tool == nullptr && contact.assessments_size() > 0) {
      ui::Paragraph(ui, flow.Next(ui.Px(48)), ui.fonts.body, Role::kText, ui.T("console.lookup.no_tool"));
    }
    DrawNotePaper(ui, flow, words.note);
    flow.Gap(ui.Px(16));
    Heading(app, flow.Next(ui.Px(28)), ui.T("console.history.title"));
    DrawHistoryLines(ui, flow, words.history, app.now_us());
  }
  // What is still in the state can be gone to: reopened, added to, corrected there.
  const bool there = app.store().state().FindContact(contact.contact_id()) != nullptr;
  const bool go = TakeSend(app, there);
  if (ui::Button(ui, "overlay/copy", foot.Column(1, 3, ui.Px(12)), ui.T("console.cmd.contact.copy_note"),
                 ui::ButtonKind::kQuiet, true, "Ctrl+J"))
    app.CopyNote();
  if (there && (ui::Button(ui, "overlay/go", foot.Column(2, 3, ui.Px(12)), ui.T("console.lookup.go"),
                           ui::ButtonKind::kQuiet, true, "Ctrl+Enter") ||
                go))
    return app.LookAt(contact.contact_id());
  if (ui::Button(ui, "overlay/back", foot.Column(0, 3, ui.Px(12)), ui.T("console.lookup.back"),
                 ui::ButtonKind::kPrimary, true, "Esc"))
    LeaveExtract(app);
}

}  // namespace

bool LeaveExtract(App& app) {
  auto& lookup = app.store().lookup();
  if (lookup.past() == nullptr && lookup.reading() == 0) return false;
  lookup.Back();
  app.ui().focus.Set(kList);
  return true;
}

ImVec2 LookupSize(App& app) {
  return {app.ui().Px(1080), app.ui().Px(760)};
}

void DrawLookup(App& app, Rect card) {
  const PastContact* past = app.store().lookup().past();
  if (past != nullptr) return DrawExtract(app, card, *past);
  DrawSearch(app, card);
}

}  // namespace legevakt::console
