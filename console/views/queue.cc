// The list of contacts on the left: which list, the filter, and the cursor.
#include "console/views/queue.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/time_units.h"
#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/draw.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kQueueRow = 52;

// Everything that a filter may look for in a row.
std::string Searched(App& app, std::int64_t id) {
  const auto& ui = app.ui();
  const auto& state = app.store().state();
  const v1::Call* call = state.FindCall(id);
  if (call != nullptr) return call->personal().phone();
  const v1::Mission* mission = state.FindMission(id);
  const v1::Contact* contact = state.FindContact(mission == nullptr ? id : mission->contact_id());
  if (contact == nullptr) return {};
  std::string text = PatientName(ui, *contact) + ' ' + PatientLine(ui, state, *contact) + ' ' +
                     contact->personal().phone() + ' ' + ComplaintName(app, *contact) + ' ' +
                     PlanLine(app, *contact) + ' ' + contact->owner().name() + ' ';
  text += EnumWord(ui, v1::Hastegrad_Name(contact->hastegrad()));
  return text;
}

const std::vector<std::int64_t>& Rows(App& app) {
  auto& view = app.view();
  const auto& all = app.picture().Rows(view.list);
  if (view.filter.empty()) return all;
  auto& filtered = view.filtered;
  const std::int64_t changes = app.picture().changes();
  if (filtered.changes == changes && filtered.list == view.list && filtered.filter == view.filter)
    return filtered.rows;
  filtered = {changes, view.list, view.filter, all};
  std::erase_if(filtered.rows, [&](std::int64_t id) { return !Matches(view.filter, Searched(app, id)); });
  return filtered.rows;
}

void OpenListRow(App& app, std::int64_t id) {
  const auto& state = app.store().state();
  if (state.FindCall(id) != nullptr) return app.Open(Overlay::kCallback, id);
  const v1::Mission* mission = state.FindMission(id);
  if (mission == nullptr) return app.OpenRow(id);
  app.LookAt(mission->contact_id());
  app.SetTab(Tab::kMeasure);
}

// Moves the cursor of the list with the keys that lists have. Gives the row under the cursor.
int MoveCursor(App& app, const std::vector<std::int64_t>& rows, int page) {
  auto& ui = app.ui();
  auto& view = app.view();
  auto& cursor = view.cursor;
  const auto found = std::find(rows.begin(), rows.end(), cursor.row);
  int at = static_cast<int>(found - rows.begin());
  if (found == rows.end()) {
    const bool asked = cursor.row == 0 || cursor.list != view.list || cursor.filter != view.filter;
    at = asked ? 0 : cursor.at;
    // Who comes to the list now sees it as it is: nothing slipped under a hand.
    if (!asked && cursor.focused) cursor.slipped_us = app.mono_us();
  }
  const int last = static_cast<int>(rows.size()) - 1;
  if (ui.TakeKey(ui::Key::kDown)) ++at;
  if (ui.TakeKey(ui::Key::kUp)) --at;
  if (ui.TakeKey(ui::Key::kPageDown)) at += page;
  if (ui.TakeKey(ui::Key::kPageUp)) at -= page;
  if (ui.TakeKey(ui::Key::kHome)) at = 0;
  if (ui.TakeKey(ui::Key::kEnd)) at = last;
  at = std::clamp(at, 0, std::max(0, last));
  cursor.at = at;
  cursor.list = view.list;
  cursor.filter = view.filter;
  if (last >= 0) cursor.row = rows[static_cast<std::size_t>(at)];
  return at;
}

void DrawListTabs(App& app, Rect rect) {
  auto& ui = app.ui();
  constexpr const char* kNames[kListViews] = {"console.list.open",        "console.list.mine",
                                              "console.list.assess",      "console.list.ring",
                                              "console.list.not_entered", "console.list.closed"};
  // Where somebody must do something, how many wait.
  const auto count = [&](ListView list) {
    const bool counts = list == ListView::kAssess || list == ListView::kRing;
    return counts ? app.picture().Rows(list).size() : 0;
  };
  Rect row = rect.Inset(ui.Px(12), 0);
  float wanted = 0;
  std::string_view words[kListViews];
  for (int i = 0; i < kListViews; ++i) {
    words[i] = app.Words("queue.tab", i, [&] {
      const auto n = count(static_cast<ListView>(i));
      return std::string(ui.T(kNames[i])) + (n > 0 ? " " + std::to_string(n) : "");
    });
    wanted += ui::TextWidth(ui, ui.fonts.bold, words[i]);
  }
  const float gap = std::clamp((row.width() - wanted) / (kListViews - 1), ui.Px(6), ui.Px(20));
  const bool small = wanted + gap * (kListViews - 1) > row.width();
  for (int i = 0; i < kListViews; ++i) {
    const bool chosen = static_cast<int>(app.view().list) == i;
    ImFont* font =
        chosen ? (small ? ui.fonts.small_bold : ui.fonts.bold) : (small ? ui.fonts.small : ui.fonts.body);
    const Rect tab = row.CutLeft(std::ceil(ui::TextWidth(ui, font, words[i])));
    Label(ui, tab, font, chosen ? Role::kText : Role::kTextDim, words[i]);
    if (chosen) ui::Fill(ui, {{tab.min.x, rect.max.y - ui.Px(3)}, {tab.max.x, rect.max.y}}, Role::kAccent);
    ImGui::SetCursorScreenPos({tab.min.x, rect.min.y});
    if (ImGui::InvisibleButton(kNames[i], {std::max(1.0F, tab.width()), rect.height()}))
      app.view().list = static_cast<ListView>(i);
    row.CutLeft(gap);
  }
}

// What a filter hides is said, always.
void DrawFilter(App& app, Rect& rect, std::size_t shown, std::size_t all) {
  auto& ui = app.ui();
  auto& view = app.view();
  if (!view.filtering && view.filter.empty()) return;
  Rect row = rect.CutTop(ui.Px(ui::kFieldHeight + 12)).Inset(ui.Px(12), ui.Px(6));
  ui::TextField(ui, "queue/filter", row, view.filter, {.hint = ui.T("console.queue.filter_hint")});
  if (shown == all) return;
  Rect notice = rect.CutTop(ui.Px(28)).Inset(ui.Px(12), 0);
  const Rect mark = notice.CutLeft(ui.Px(20));
  ui::Shape(ui, mark.middle(), ui.Px(12), ui::MarkShape::kDiamond, ui.Colour(ui::Attention(ui)));
  Label(ui, notice, ui.fonts.small, Role::kText,
        app.Words("queue.filtered", 0, static_cast<std::int64_t>(shown), [&] {
          return text::Format(ui.lang, "console.queue.filtered",
                              {{"n", std::to_string(shown)}, {"all", std::to_string(all)}});
        }));
}

void FollowRows(App& app, float top, const std::vector<std::int64_t>& rows, bool chosen) {
  auto& drawn = app.view().rows_drawn;
  if (drawn.top == top && drawn.rows == rows) return;
  // What the hand has seen is what lay there before the first of several moves.
  const bool settled = !app.JustSlipped(drawn.moved_us);
  if (settled) std::swap(drawn.before, drawn.rows);
  if (settled) drawn.top_before = drawn.top;
  drawn.rows = rows;
  drawn.top = top;
  // Another list is what the operator has asked for.
  if (chosen) drawn.before.clear();
  drawn.moved_us = app.mono_us();
}

// Another patient's row lay where this one lies now.
bool HasJustMoved(const App& app, std::int64_t id, float row_height) {
  const auto& drawn = app.view().rows_drawn;
  if (app.JustSlipped(drawn.scrolled_us)) return true;
  if (!app.JustSlipped(drawn.moved_us) || drawn.before.empty()) return false;
  const auto found = std::find(drawn.rows.begin(), drawn.rows.end(), id);
  const float y = drawn.top + static_cast<float>(found - drawn.rows.begin()) * row_height;
  const float before = std::floor((y + row_height / 2 - drawn.top_before) / row_height);
  if (before >= static_cast<float>(drawn.before.size())) return false;
  if (before < 0) return true;
  return drawn.before[static_cast<std::size_t>(before)] != id;
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

  const auto& wanted = Rows(app);
  const std::size_t all = app.picture().Rows(view.list).size();
  DrawFilter(app, rect, wanted.size(), all);
  const bool chosen = view.list != view.listed;
  const bool still = chosen || view.sort_now || app.HandRests();
  view.order.Update(wanted, still);
  view.sort_now = false;
  view.listed = view.list;
  const auto& rows = view.order.rows();
  if (view.order.out_of_place() > 0) {
    // Below: above it would move the rows itself.
    const Rect notice = rect.CutBottom(ui.Px(28));
    Label(ui, notice.Inset(ui.Px(12), 0), ui.fonts.small, Role::kText,
          app.Words("queue.moved", 0, view.order.out_of_place(), [&] {
            return text::Format(ui.lang, "console.queue.moved",
                                {{"n", std::to_string(view.order.out_of_place())}});
          }));
  }
  if (rows.empty()) {
    Rect text = rect.Inset(ui.Px(12));
    const bool filtered = all > 0;
    ui::Paragraph(ui, text, ui.fonts.body, Role::kTextDim,
                  filtered ? ui.T("console.queue.filter_none")
                           : std::string_view(app.Words("queue.empty", static_cast<int>(view.list), [&] {
                               return std::string(ui.T("console.queue.empty." +
                                                       std::to_string(static_cast<int>(view.list))));
                             })));
    return;
  }
  FollowRows(app, rect.min.y, rows, chosen);
  const bool focused = ui.focus.Register("queue/list", false);
  if (ui.probe != nullptr) ui.probe->Widget("queue/list", rect.min, rect.max, true, focused);
  const float row_height = ui.Px(kQueueRow);
  const int page = std::max(1, static_cast<int>(rect.height() / row_height) - 1);
  int at = -1;
  if (!focused) view.cursor.focused = false;
  if (focused) {
    at = MoveCursor(app, rows, page);
    view.cursor.focused = true;
    const bool enter = ui.TakeKey(ui::Key::kEnter) || ui.TakeKey(ui::Key::kKeypadEnter);
    if (enter && !app.JustSlipped(view.cursor.slipped_us)) return OpenListRow(app, view.cursor.row);
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
  // Alarms take room from below: the row of the open contact is not to be lost by that.
  auto& drawn = app.view().rows_drawn;
  const float height = std::exchange(drawn.height, rect.height());
  if (rect.height() < height && at < 0) {
    const auto open = std::find(rows.begin(), rows.end(), view.contact_id);
    const float bottom = static_cast<float>(open - rows.begin() + 1) * row_height;
    const float seen = bottom - ImGui::GetScrollY();
    if (open != rows.end() && seen <= height && seen > rect.height()) {
      ImGui::SetScrollY(bottom - rect.height());
      drawn.scrolled_us = app.mono_us();
    }
  }
  const int first = std::max(0, static_cast<int>(ImGui::GetScrollY() / row_height));
  const int last = std::min(static_cast<int>(rows.size()), first + page + 3);
  std::int64_t opened = 0;
  for (int i = first; i < last; ++i) {
    const auto id = rows[static_cast<std::size_t>(i)];
    const v1::Contact* contact = state.FindContact(id);
    const float y = origin.y + static_cast<float>(i) * row_height;
    const Rect row{{rect.min.x, y}, {rect.max.x, y + row_height}};
    const bool ring = view.list == ListView::kRing;
    if (!ring && contact == nullptr) continue;
    const bool clicked =
        ring ? DrawRingRow(app, row, id, i == at) : DrawContactRow(app, row, *contact, i == at);
    if (clicked) opened = id;
  }
  ImGui::SetCursorScreenPos({origin.x, origin.y + static_cast<float>(rows.size()) * row_height - 1});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
  if (opened == 0 || HasJustMoved(app, opened, row_height)) return;
  ui.focus.Set("queue/list");
  view.cursor.row = opened;
  OpenListRow(app, opened);
}

}  // namespace legevakt::console
