// The list of contacts: the queue, mine, not entered, closed.
#include <algorithm>
#include <cmath>

#include "central/domain/queue_order.h"
#include "console/model/format.h"
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

constexpr float kQueueRow = 52;
constexpr std::int64_t kStillUs = 1'000'000;

std::vector<std::int64_t> Wanted(const App& app, const domain::State& state, ListView list,
                                 const std::string& me) {
  std::vector<std::int64_t> ids;
  if (list == ListView::kOpen) {
    for (const auto* contact : domain::Queue(state)) ids.push_back(contact->contact_id());
    return ids;
  }
  if (list == ListView::kMine) {
    for (const auto* contact : app.MyContacts()) ids.push_back(contact->contact_id());
    return ids;
  }
  for (const auto& [id, contact] : state.contacts) {
    if (contact.state() != v1::CONTACT_STATE_CLOSED) continue;
    if (list == ListView::kNotEntered && contact.note_entered_us() != 0) continue;
    ids.push_back(id);
  }
  // The latest closed first.
  std::sort(ids.begin(), ids.end(), [&state](std::int64_t a, std::int64_t b) {
    return state.FindContact(a)->closed_us() > state.FindContact(b)->closed_us();
  });
  static_cast<void>(me);
  return ids;
}

// Deadline on top, waiting time below, right-aligned so that digits stand under digits.
void DrawTimes(App& app, Rect rect, const v1::Contact& contact, Role text) {
  auto& ui = app.ui();
  Rect top = rect.CutTop(rect.height() / 2);
  if (!domain::IsOpen(contact)) {
    Label(ui, top, ui.fonts.body, text,
          text::Format(ui.lang, "console.queue.closed_at", {{"at", ClockHm(contact.closed_us())}}),
          Align::kRight);
    const bool entered = contact.note_entered_us() != 0;
    Label(ui, rect, ui.fonts.small, text,
          ui.T(entered ? "console.queue.entered" : "console.queue.not_entered"), Align::kRight);
    return;
  }
  const bool late = contact.deadline().at_us() < app.now_us();
  const std::string deadline = DeadlineText(ui.lang, contact.deadline().at_us(), app.now_us());
  if (late) {
    const float width = ui::TextWidth(ui, ui.fonts.bold, deadline);
    ui::Shape(ui, {top.max.x - width - ui.Px(12), top.middle().y}, ui.Px(11), ui::MarkShape::kDiamond,
              ui.Colour(Role::kMedium));
  }
  Label(ui, top, late ? ui.fonts.bold : ui.fonts.body, text, deadline, Align::kRight);
  Label(ui, rect, ui.fonts.small, text == Role::kText ? Role::kTextDim : text,
        text::Format(ui.lang, "console.queue.waited",
                     {{"time", Roughly(ui.lang, app.now_us() - contact.opened_us())}}),
        Align::kRight);
}

void DrawContactRow(App& app, const Rect& rect, const v1::Contact& contact, bool cursor) {
  auto& ui = app.ui();
  const bool selected = contact.contact_id() == app.view().contact_id;
  const ui::Id id("queue/row", contact.contact_id());
  ImGui::SetCursorScreenPos(rect.min);
  const bool clicked = ImGui::InvisibleButton(id.c_str(), rect.size());
  const bool hovered = ImGui::IsItemHovered();
  if (ui.probe != nullptr) ui.probe->Widget(id.name(), rect.min, rect.max, true, cursor);
  if (selected) {
    ui::Fill(ui, rect, Role::kSelected);
  } else if (hovered) {
    ImGui::GetWindowDrawList()->AddRectFilled(rect.min, rect.max, ui.Colour(Role::kSelected, 0.35F));
  }
  if (!selected) ui::RuleBelow(ui, rect);
  const Role text = selected ? Role::kOnSelected : Role::kText;
  const Role dim = selected ? Role::kOnSelected : Role::kTextDim;
  Rect inner = rect.Inset(ui.Px(12), ui.Px(5));
  const Rect badge = inner.CutLeft(ui.Px(ui::kBadgeWidth));
  ui::UrgencyBadge(ui, {badge.min.x, std::round(badge.middle().y - ui.Px(ui::kBadgeHeight) / 2)},
                   contact.hastegrad());
  inner.CutLeft(ui.Px(12));
  DrawTimes(app, inner.CutRight(ui.Px(118)), contact, text);
  inner.CutRight(ui.Px(8));
  Rect top = inner.CutTop(inner.height() / 2);
  const std::string name = PatientName(ui, contact);
  const float name_width = std::min(top.width() * 0.62F, ui::TextWidth(ui, ui.fonts.bold, name) + ui.Px(2));
  Label(ui, top.CutLeft(name_width), ui.fonts.bold, text, name);
  top.CutLeft(ui.Px(10));
  if (app.store().IsPending({.contact_id = contact.contact_id()})) {
    Label(ui, top, ui.fonts.small, dim, ui.T("console.send.pending"));
  } else {
    Label(ui, top, ui.fonts.small, dim, PatientLine(ui, app.store().state(), contact));
  }
  std::string line = ComplaintName(app, contact);
  if (contact.new_information()) {
    line = std::string(ui.T("console.queue.new_information")) + (line.empty() ? "" : " · " + line);
  }
  if (!line.empty()) line += " · ";
  line += PlanLine(app, contact);
  if (app.HasDraft(contact.contact_id())) line += " · " + std::string(ui.T("console.queue.draft"));
  Label(ui, inner, ui.fonts.small, dim, line);
  if (cursor) ui::Frame(ui, rect, Role::kFocus, ui.Px(2));
  if (clicked) {
    ui.focus.Set("queue/list");
    app.OpenRow(contact.contact_id());
  }
}

// Moves the cursor of the list with the keys that lists have. Gives the row under the cursor.
int MoveCursor(App& app, const std::vector<std::int64_t>& rows, int page) {
  auto& ui = app.ui();
  auto& cursor = app.view().cursor;
  const auto found = std::find(rows.begin(), rows.end(), cursor);
  int at = found == rows.end() ? 0 : static_cast<int>(found - rows.begin());
  const int last = static_cast<int>(rows.size()) - 1;
  if (ui.TakeKey(ui::Key::kDown)) ++at;
  if (ui.TakeKey(ui::Key::kUp)) --at;
  if (ui.TakeKey(ui::Key::kPageDown)) at += page;
  if (ui.TakeKey(ui::Key::kPageUp)) at -= page;
  if (ui.TakeKey(ui::Key::kHome)) at = 0;
  if (ui.TakeKey(ui::Key::kEnd)) at = last;
  at = std::clamp(at, 0, std::max(0, last));
  if (last >= 0) cursor = rows[static_cast<std::size_t>(at)];
  return at;
}

void DrawListTabs(App& app, Rect rect) {
  auto& ui = app.ui();
  constexpr const char* kNames[] = {"console.list.open", "console.list.mine", "console.list.not_entered",
                                    "console.list.closed"};
  Rect row = rect.Inset(ui.Px(12), 0);
  for (int i = 0; i < 4; ++i) {
    const auto text = ui.T(kNames[i]);
    const bool chosen = static_cast<int>(app.view().list) == i;
    ImFont* font = chosen ? ui.fonts.bold : ui.fonts.body;
    const Rect tab = row.CutLeft(std::ceil(ui::TextWidth(ui, font, text)));
    Label(ui, tab, font, chosen ? Role::kText : Role::kTextDim, text);
    if (chosen) ui::Fill(ui, {{tab.min.x, rect.max.y - ui.Px(3)}, {tab.max.x, rect.max.y}}, Role::kAccent);
    ImGui::SetCursorScreenPos({tab.min.x, rect.min.y});
    if (ImGui::InvisibleButton(kNames[i], {std::max(1.0F, tab.width()), rect.height()}))
      app.view().list = static_cast<ListView>(i);
    row.CutLeft(ui.Px(20));
  }
}

}  // namespace

void DrawQueue(App& app, Rect rect) {
  auto& ui = app.ui();
  auto& view = app.view();
  const auto& state = app.store().state();
  ui::Fill(ui, rect, Role::kPanel, ui.Px(3));
  const Rect head = rect.CutTop(ui.Px(40));
  ui::RuleBelow(ui, head);
  DrawListTabs(app, head);

  const auto wanted = Wanted(app, state, view.list, app.store().me().user_id());
  const bool still =
      view.list != ListView::kOpen || view.sort_now || app.mono_us() - view.last_input_us >= kStillUs;
  view.order.Update(wanted, still);
  view.sort_now = false;
  const auto& rows = view.order.rows();
  if (view.order.out_of_place() > 0) {
    const Rect notice = rect.CutTop(ui.Px(28));
    Label(ui, notice.Inset(ui.Px(12), 0), ui.fonts.small, Role::kText,
          text::Format(ui.lang, "console.queue.moved", {{"n", std::to_string(view.order.out_of_place())}}));
  }
  if (rows.empty()) {
    Rect text = rect.Inset(ui.Px(12));
    Label(ui, text.CutTop(ui.Px(28)), ui.fonts.body, Role::kTextDim,
          ui.T("console.queue.empty." + std::to_string(static_cast<int>(view.list))));
    return;
  }
  const bool focused = ui.focus.Register("queue/list", false);
  if (ui.probe != nullptr) ui.probe->Widget("queue/list", rect.min, rect.max, true, focused);
  const float row_height = ui.Px(kQueueRow);
  const int page = std::max(1, static_cast<int>(rect.height() / row_height) - 1);
  int at = -1;
  if (focused) {
    at = MoveCursor(app, rows, page);
    if (ui.TakeKey(ui::Key::kEnter) || ui.TakeKey(ui::Key::kKeypadEnter)) app.OpenRow(view.cursor);
  }
  ImGui::SetCursorScreenPos(rect.min);
  ImGui::BeginChild("queue", rect.size(), false, ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBackground);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  if (at >= 0) {
    const float top = static_cast<float>(at) * row_height;
    if (top < ImGui::GetScrollY()) ImGui::SetScrollY(top);
    if (top + row_height > ImGui::GetScrollY() + rect.height())
      ImGui::SetScrollY(top + row_height - rect.height());
  }
  const int first = std::max(0, static_cast<int>(ImGui::GetScrollY() / row_height));
  const int last = std::min(static_cast<int>(rows.size()), first + page + 3);
  for (int i = first; i < last; ++i) {
    const v1::Contact* contact = state.FindContact(rows[static_cast<std::size_t>(i)]);
    if (contact == nullptr) continue;
    const float y = origin.y + static_cast<float>(i) * row_height;
    DrawContactRow(app, {{rect.min.x, y}, {rect.max.x, y + row_height}}, *contact, i == at);
  }
  ImGui::SetCursorScreenPos({origin.x, origin.y + static_cast<float>(rows.size()) * row_height - 1});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
}

}  // namespace legevakt::console
