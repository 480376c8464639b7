// What is new in the triage tool: who approved it, since when, and what it does otherwise than the one
// before. Lies before each operator until it is confirmed.
#include <algorithm>
#include <vector>

#include "central/domain/tools.h"
#include "console/model/format.h"
#include "console/model/triage_form.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

// What weighs most first: an urgency that goes up or down.
int Weight(v1::ToolChangeKind kind) {
  switch (kind) {
    case v1::TOOL_CHANGE_KIND_RAISED:
      return 0;
    case v1::TOOL_CHANGE_KIND_LOWERED:
      return 1;
    case v1::TOOL_CHANGE_KIND_ADDED:
      return 2;
    case v1::TOOL_CHANGE_KIND_REMOVED:
      return 3;
    default:
      return 4;
  }
}

const char* KindKey(v1::ToolChangeKind kind) {
  switch (kind) {
    case v1::TOOL_CHANGE_KIND_RAISED:
      return "console.news.raised";
    case v1::TOOL_CHANGE_KIND_LOWERED:
      return "console.news.lowered";
    case v1::TOOL_CHANGE_KIND_ADDED:
      return "console.news.added";
    case v1::TOOL_CHANGE_KIND_REMOVED:
      return "console.news.removed";
    default:
      return "console.news.changed";
  }
}

float TextHeight(const ui::Ui& ui, const std::string& text, float width) {
  return ui.fonts.body
      ->CalcTextSizeA(ui.fonts.body->FontSize, FLT_MAX, width, text.data(), text.data() + text.size())
      .y;
}

void DrawChange(const ui::Ui& ui, ui::Scroll& flow, const v1::ToolChange& change) {
  const float left = ui.Px(92);
  const std::string& text = ui.lang == text::Lang::kEn && !change.en().empty() ? change.en() : change.nb();
  Rect row = flow.Next(std::max(ui.Px(24), TextHeight(ui, text, flow.width() - left)) + ui.Px(10));
  const bool urgency = Weight(change.kind()) < 2;
  ui::Chip(ui, {row.min.x, row.min.y + ui.Px(9)}, ui.T(KindKey(change.kind())),
           urgency ? Role::kAccent : Role::kBorder, Role::kText);
  row.CutLeft(left);
  ui::Paragraph(ui, row, ui.fonts.body, Role::kText, text);
}

void DrawChanges(App& app, const Rect& rect, const v1::ToolActivation& activation) {
  auto& ui = app.ui();
  const auto& changes = app.Kept<std::vector<const v1::ToolChange*>>("news.changes", 0, {}, [&] {
    std::vector<const v1::ToolChange*> all;
    for (const v1::ToolChange& change : activation.changes()) all.push_back(&change);
    std::stable_sort(all.begin(), all.end(),
                     [](const auto* a, const auto* b) { return Weight(a->kind()) < Weight(b->kind()); });
    return all;
  });
  ui::Fill(ui, rect, Role::kBackground, ui.Px(3));
  ui::Scroll flow(ui, "news", rect);
  ui::ScrollByKeys(ui, rect.height() * 0.8F);
  if (changes.empty())
    Label(ui, flow.Next(ui.Px(28)), ui.fonts.body, Role::kTextDim, ui.T("console.news.nothing"));
  for (const auto* change : changes) DrawChange(ui, flow, *change);
  if (activation.changes_left_out() > 0) {
    Label(ui, flow.Next(ui.Px(28)), ui.fonts.small, Role::kTextDim, app.Words("news.more", 0, [&] {
      return text::Format(ui.lang, "console.news.more",
                          {{"n", std::to_string(activation.changes_left_out())}});
    }));
  }
}

}  // namespace

// Few changes make a low card, many scroll.
ImVec2 NewsSize(App& app) {
  const v1::ToolActivation* activation = domain::ActiveTool(app.store().state());
  const int changes = activation == nullptr ? 0 : activation->changes_size();
  return {app.ui().Px(760), app.ui().Px(290 + 40 * static_cast<float>(std::clamp(changes, 2, 9)))};
}

void DrawNews(App& app, Rect card) {
  auto& ui = app.ui();
  const auto& state = app.store().state();
  const v1::ToolActivation* activation = domain::ActiveTool(state);
  const v1::ToolRecord* record = activation == nullptr ? nullptr : state.FindTool(activation->tool_hash());
  if (record == nullptr) return app.CloseOverlay();
  const triage::Tool* tool = app.store().ActiveTool();
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText,
        ui.T(activation->rolled_back() ? "console.news.title_back" : "console.news.title"));
  Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.bold, Role::kText, app.Words("news.version", 0, [&] {
    return text::Format(ui.lang, "console.news.version",
                        {{"tool", tool == nullptr ? record->tool_id() : In(ui.lang, tool->name())},
                         {"version", record->version()},
                         {"before", activation->before_version()}});
  }));
  const std::string& approval = app.Words("news.approval", 0, [&] {
    if (record->approver().empty()) return std::string(ui.T("console.news.not_approved"));
    return text::Format(ui.lang, "console.news.approved", {{"who", record->approver()}});
  });
  Label(ui, inner.CutTop(ui.Px(26)), ui.fonts.body, record->approver().empty() ? Role::kText : Role::kTextDim,
        approval);
  Label(ui, inner.CutTop(ui.Px(26)), ui.fonts.body, Role::kTextDim, app.Words("news.since", 0, [&] {
    return text::Format(ui.lang, "console.news.since",
                        {{"at", DayMonth(activation->at_us()) + " " + ClockHm(activation->at_us())},
                         {"who", activation->by().name()}});
  }));
  inner.CutTop(ui.Px(12));
  Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  inner.CutBottom(ui.Px(14));
  ui::Paragraph(ui, inner.CutBottom(ui.Px(24)), ui.fonts.small, Role::kTextDim, ui.T("console.news.kept"));
  inner.CutBottom(ui.Px(8));
  DrawChanges(app, inner, *activation);
  const bool pending = app.store().IsPending({}, v1::Command::kSeeToolNews);
  if (ui::Button(ui, "overlay/first", foot.Column(0, 2, ui.Px(12)), ui.T("console.news.confirm"),
                 ui::ButtonKind::kPrimary, app.CanSend() && !pending, ui.T("console.key.257")))
    app.SeeNews();
  if (ui::Button(ui, "overlay/cancel", foot.Column(1, 2, ui.Px(12)), ui.T("console.news.later"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    return app.CloseOverlay();
}

}  // namespace legevakt::console
