// One row of the list: how urgent, who, what is planned, when it is due, whose it is, and how old what we
// know is.
#include <algorithm>
#include <cmath>

#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/queue.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

// The ground of a row, chosen or not, with the ring of the cursor. True where it was clicked.
bool Ground(App& app, const Rect& rect, std::int64_t row_id, bool selected, bool cursor) {
  auto& ui = app.ui();
  const ui::Id id("queue/row", row_id);
  ImGui::SetCursorScreenPos(rect.min);
  const bool clicked = ImGui::InvisibleButton(id.c_str(), rect.size());
  const bool hovered = ImGui::IsItemHovered();
  if (ui.probe != nullptr) ui.probe->Widget(id.name(), rect.min, rect.max, true, cursor);
  if (selected) {
    ui::Fill(ui, rect, Role::kSelected);
  } else {
    if (hovered)
      ImGui::GetWindowDrawList()->AddRectFilled(rect.min, rect.max, ui.Colour(Role::kSelected, 0.35F));
    ui::RuleBelow(ui, rect);
  }
  if (cursor) ui::Frame(ui, rect, Role::kFocus, ui.Px(2));
  return clicked;
}

// "Kari": the row is narrow, and everybody at the centre knows who that is.
std::string_view FirstName(std::string_view name) {
  return name.substr(0, name.find(' '));
}

// "åpen hos Kari · info 3 min": presence, else the owner, and the age of what we know.
std::string OwnerWords(const ui::Ui& ui, const v1::Contact& contact, std::int64_t now_us) {
  std::string line;
  if (contact.has_claim()) {
    line = text::Format(ui.lang, "console.queue.open_with",
                        {{"who", std::string(FirstName(contact.claim().by().name()))}});
  } else if (!contact.owner().name().empty()) {
    line = FirstName(contact.owner().name());
  }
  const std::int64_t told_us = std::max(contact.last_information_us(), contact.opened_us());
  return line + (line.empty() ? "" : " · ") +
         text::Format(ui.lang, "console.queue.information", {{"time", Roughly(ui.lang, now_us - told_us)}});
}

const std::string& OwnerLine(App& app, const v1::Contact& contact) {
  return app.Words("row.owner", contact.contact_id(),
                   [&] { return OwnerWords(app.ui(), contact, app.now_us()); });
}

// The deadline above, whose it is below; right-aligned, so that digits stand under digits. Each takes from
// its line what it needs and no more: the name beside it is not cut for the other's sake.
void DrawTimes(App& app, Rect& top, Rect& below, const v1::Contact& contact, Role text) {
  auto& ui = app.ui();
  const auto right = [&ui](Rect& line, ImFont* font, Role role, std::string_view words, float more = 0) {
    const float width = ui::TextWidth(ui, font, words) + ui.Px(2);
    Label(ui, line.CutRight(std::min(width, line.width() * 0.6F)), font, role, words, Align::kRight);
    line.CutRight(ui.Px(10) + more);
  };
  const Role dim = text == Role::kText ? Role::kTextDim : text;
  if (!domain::IsOpen(contact)) {
    right(top, ui.fonts.body, text, app.Words("row.closed", contact.contact_id(), [&] {
      return text::Format(ui.lang, "console.queue.closed_at", {{"at", ClockHm(contact.closed_us())}});
    }));
    const bool entered = contact.note_entered_us() != 0;
    return right(below, ui.fonts.small, dim,
                 ui.T(entered ? "console.queue.entered" : "console.queue.not_entered"));
  }
  const bool late = contact.deadline().at_us() < app.now_us();
  right(top, late ? ui.fonts.bold : ui.fonts.body, text,
        app.Words("row.deadline", contact.contact_id(),
                  [&] { return DeadlineText(ui.lang, contact.deadline().at_us(), app.now_us()); }),
        late ? ui.Px(10) : 0);
  if (late)
    ui::Shape(ui, {top.max.x + ui.Px(10), top.middle().y}, ui.Px(11), ui::MarkShape::kDiamond,
              ui.Colour(ui::Attention(ui)));
  right(below, ui.fonts.small, dim, OwnerLine(app, contact));
}

bool HasOpenMission(const domain::State& state, const v1::Contact& contact) {
  return std::any_of(contact.mission_ids().begin(), contact.mission_ids().end(), [&state](std::int64_t id) {
    const v1::Mission* mission = state.FindMission(id);
    return mission != nullptr && domain::IsOpen(*mission);
  });
}

std::string WhatWords(App& app, const v1::Contact& contact, bool draft) {
  const auto& ui = app.ui();
  std::string line;
  const auto add = [&line](const std::string_view part) {
    if (part.empty()) return;
    if (!line.empty()) line += " · ";
    line += part;
  };
  if (contact.new_information()) add(ui.T("console.queue.new_information"));
  if (draft) add(ui.T("console.queue.draft"));
  // The plan first: where the row is narrow, the complaint gives way.
  const bool only_open = contact.has_claim() && !HasOpenMission(app.store().state(), contact) &&
                         UnansweredOf(app, contact) == nullptr;
  // Who has it open stands to the right already.
  if (only_open) add(EnumWord(ui, v1::ContactState_Name(contact.state())));
  if (!only_open) add(PlanLine(app, contact));
  add(ComplaintName(app, contact));
  return line;
}

// What is typed is not of the state.
const std::string& WhatLine(App& app, const v1::Contact& contact) {
  const bool draft = app.HasDraft(contact.contact_id());
  return app.Words(draft ? "row.what.draft" : "row.what", contact.contact_id(),
                   [&] { return WhatWords(app, contact, draft); });
}

}  // namespace

bool DrawContactRow(App& app, const Rect& rect, const v1::Contact& contact, bool cursor) {
  auto& ui = app.ui();
  const bool selected = contact.contact_id() == app.view().contact_id;
  const bool clicked = Ground(app, rect, contact.contact_id(), selected, cursor);
  const Role text = selected ? Role::kOnSelected : Role::kText;
  const Role dim = selected ? Role::kOnSelected : Role::kTextDim;
  Rect inner = rect.Inset(ui.Px(12), ui.Px(5));
  const Rect badge = inner.CutLeft(ui.Px(ui::kBadgeWidth));
  ui::UrgencyBadge(ui, {badge.min.x, std::round(badge.middle().y - ui.Px(ui::kBadgeHeight) / 2)},
                   contact.hastegrad());
  inner.CutLeft(ui.Px(12));
  Rect top = inner.CutTop(inner.height() / 2);
  DrawTimes(app, top, inner, contact, text);
  const std::string& name = NameNow(app, contact);
  const float name_width = std::min(top.width(), ui::TextWidth(ui, ui.fonts.bold, name) + ui.Px(2));
  Label(ui, top.CutLeft(name_width), ui.fonts.bold, text, name);
  top.CutLeft(ui.Px(10));
  Label(ui, top, ui.fonts.small, dim,
        app.store().IsPending({.contact_id = contact.contact_id()})
            ? ui.T("console.send.pending")
            : std::string_view(app.Words("row.line", contact.contact_id(),
                                         [&] { return PatientLine(ui, app.store().state(), contact); })));
  Label(ui, inner, ui.fonts.small, dim, WhatLine(app, contact));
  return clicked;
}

namespace {

// Whom to phone, why, and by when.
struct RingWords {
  std::int64_t due_us = 0;
  std::string due;
  std::string phone;
  std::string why;
};

RingWords RingWordsOf(const App& app, std::int64_t row_id) {
  const auto& ui = app.ui();
  const auto& state = app.store().state();
  const v1::Call* call = state.FindCall(row_id);
  const v1::Mission* mission = state.FindMission(row_id);
  const v1::Contact* contact = state.FindContact(mission == nullptr ? row_id : mission->contact_id());
  RingWords words;
  if (call != nullptr) {
    words.due_us = call->callback_due_us();
    words.phone = call->personal().phone();
    words.why = call->state() == v1::CALL_STATE_ESCALATED
                    ? std::string(ui.T("console.ring.escalated"))
                    : text::Format(ui.lang, "console.ring.lost",
                                   {{"at", ClockHm(call->ringing_us())},
                                    {"n", std::to_string(call->callback_tries())}});
  } else if (mission != nullptr) {
    const v1::Doctor* doctor = state.FindDoctor(mission->owner_id());
    words.due_us = mission->not_heard_at_us();
    words.phone = doctor == nullptr ? "" : doctor->phone();
    words.why =
        text::Format(ui.lang, "console.ring.not_heard", {{"doctor", DoctorName(state, mission->owner_id())}});
  } else if (contact != nullptr) {
    words.due_us = contact->promise().by_us();
    words.phone = contact->personal().phone();
    words.why = text::Format(ui.lang, "console.ring.promise",
                             {{"who", PatientName(ui, *contact)}, {"at", ClockHm(words.due_us)}});
  }
  words.phone =
      words.phone.empty() ? std::string(ui.T("console.call.hidden_number")) : PhoneText(words.phone);
  words.due = DeadlineText(ui.lang, words.due_us, app.now_us());
  return words;
}

}  // namespace

bool DrawRingRow(App& app, const Rect& rect, std::int64_t row_id, bool cursor) {
  auto& ui = app.ui();
  const bool clicked = Ground(app, rect, row_id, false, cursor);
  const RingWords& words =
      app.Kept<RingWords>("ring.row", row_id, {}, [&] { return RingWordsOf(app, row_id); });
  Rect inner = rect.Inset(ui.Px(12), ui.Px(5));
  const bool late = words.due_us < app.now_us();
  const Rect mark = inner.CutLeft(ui.Px(ui::kBadgeWidth));
  ui::Shape(ui, mark.middle(), ui.Px(15), late ? ui::MarkShape::kDiamond : ui::MarkShape::kRing,
            ui.Colour(late ? ui::Attention(ui) : Role::kAccent));
  inner.CutLeft(ui.Px(12));
  Label(ui, inner.CutRight(ui.Px(118)), late ? ui.fonts.bold : ui.fonts.body, Role::kText, words.due,
        Align::kRight);
  inner.CutRight(ui.Px(10));
  Label(ui, inner.CutTop(inner.height() / 2), ui.fonts.bold, Role::kText, words.phone);
  Label(ui, inner, ui.fonts.small, Role::kTextDim, words.why);
  return clicked;
}

}  // namespace legevakt::console
