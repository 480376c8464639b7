// Help (F1), made from the registry: every command with its key, each heading once.
#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kHeading = 34;
constexpr float kRow = 28;
// A key and the longest words beside it.
constexpr float kKey = 132;
constexpr float kColumn = 380;
constexpr int kColumnsMax = 3;

struct Group {
  std::string_view name;
  std::vector<const ui::Command*> commands;
  float height() const { return kHeading + kRow * static_cast<float>(commands.size()); }
};

// In the order in which the first of each was added.
std::vector<Group> GroupsOf(const ui::Registry& registry) {
  std::vector<Group> groups;
  for (const auto& command : registry.commands()) {
    auto found = std::find_if(groups.begin(), groups.end(),
                              [&command](const Group& group) { return group.name == command.group; });
    if (found == groups.end()) found = groups.insert(groups.end(), Group{command.group, {}});
    found->commands.push_back(&command);
  }
  return groups;
}

// The column of each group: none is much longer than the others, and a group is never torn.
std::vector<int> ColumnsOf(const std::vector<Group>& groups, int columns) {
  float whole = 0;
  for (const auto& group : groups) whole += group.height();
  std::vector<int> of;
  float done = 0;
  for (const auto& group : groups) {
    // Where its middle falls.
    const float middle = done + group.height() / 2;
    of.push_back(std::min(columns - 1, static_cast<int>(middle / whole * static_cast<float>(columns))));
    done += group.height();
  }
  return of;
}

float Highest(const std::vector<Group>& groups, const std::vector<int>& columns) {
  float heights[kColumnsMax] = {};
  for (std::size_t i = 0; i < groups.size(); ++i) heights[columns[i]] += groups[i].height();
  return *std::max_element(std::begin(heights), std::end(heights));
}

int ColumnsIn(const ui::Ui& ui, float width) {
  return std::clamp(static_cast<int>(width / ui.Px(kColumn)), 1, kColumnsMax);
}

const std::vector<Group>& Groups(App& app) {
  return app.Kept<std::vector<Group>>("help.groups", 0, {}, [&] { return GroupsOf(app.registry()); });
}

const std::vector<int>& Columns(App& app, int columns) {
  return app.Kept<std::vector<int>>("help.columns", columns, {},
                                    [&] { return ColumnsOf(Groups(app), columns); });
}

}  // namespace

ImVec2 HelpSize(App& app) {
  auto& ui = app.ui();
  const float width = ui.Px(3 * kColumn + 72);
  const float highest = Highest(Groups(app), Columns(app, kColumnsMax));
  return {width, ui.Px(highest + 40 + 64 + 56)};
}

void DrawHelp(App& app, Rect card) {
  auto& ui = app.ui();
  Rect inner = card.Inset(ui.Px(24), ui.Px(16));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText, ui.T("console.help.title"));
  const Rect foot = inner.CutBottom(ui.Px(60));
  ui::Paragraph(ui, foot.Inset(0, ui.Px(8)), ui.fonts.small, Role::kTextDim, ui.T("console.help.text"));
  const auto& groups = Groups(app);
  const int columns = ColumnsIn(ui, inner.width());
  const auto& column_of = Columns(app, columns);
  {
    // Where the screen is too small for all, it scrolls.
    ui::Scroll flow(ui, "help",
                    {{inner.min.x - ui.Px(12), inner.min.y}, {inner.max.x + ui.Px(12), inner.max.y}});
    ui::ScrollByKeys(ui, inner.height() * 0.8F);
    const Rect page = flow.Next(ui.Px(Highest(groups, column_of)));
    std::array<Rect, kColumnsMax> places;
    for (int i = 0; i < columns; ++i)
      places.at(static_cast<std::size_t>(i)) = page.Column(i, columns, ui.Px(24));
    for (std::size_t i = 0; i < groups.size(); ++i) {
      Rect& place = places.at(static_cast<std::size_t>(column_of[i]));
      Label(ui, place.CutTop(ui.Px(kHeading)), ui.fonts.bold, Role::kTextDim, ui.T(groups[i].name));
      for (const ui::Command* command : groups[i].commands) {
        Rect row = place.CutTop(ui.Px(kRow));
        const std::string key = ui::ChordText(command->chord, ui.lang);
        if (!key.empty()) ui::KeyCap(ui, {row.min.x, row.middle().y}, key);
        row.CutLeft(ui.Px(kKey));
        Label(ui, row, ui.fonts.body, Role::kText, ui.T(command->text_key()));
      }
    }
  }
  // Something must have the focus, so that it stays on the card.
  ui.focus.Register("overlay/first", false);
}

}  // namespace legevakt::console
