// Paper mode: how old the list on the disk is, where it lies, and what stands on it.
#include <algorithm>

#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

void DrawLines(App& app, Rect rect) {
  auto& ui = app.ui();
  ui::Scroll flow(ui, "paper_lines", rect);
  ui::ScrollByKeys(ui, rect.height() * 0.8F);
  std::string_view text = app.shell().work_list;
  const float height = ui.Px(22);
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    Rect row = flow.Next(height);
    // Rules are drawn; the page's own are of letters.
    if (line.starts_with("==") || line.starts_with("--")) {
      ui::RuleBelow(ui, {row.min, {row.max.x, row.middle().y}});
      continue;
    }
    const auto indent = std::min(line.find_first_not_of(' '), line.size());
    row.CutLeft(ui.Px(8) * static_cast<float>(indent));
    Label(ui, row, indent == 0 ? ui.fonts.small_bold : ui.fonts.small, Role::kText, line.substr(indent));
  }
}

}  // namespace

ImVec2 PaperSize(App& app) {
  return {app.ui().Px(900), app.ui().Px(760)};
}

void DrawPaper(App& app, Rect card) {
  auto& ui = app.ui();
  const Shell& shell = app.shell();
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText, ui.T("shell.paper.heading"));
  if (shell.work_list.empty()) {
    ui::Paragraph(ui, inner.CutTop(ui.Px(56)), ui.fonts.body, Role::kText, ui.T("shell.paper.none"));
  } else if (shell.work_list_at_us == 0) {
    // From an earlier run: its own first line says when it was.
    const std::string_view title = std::string_view(shell.work_list).substr(0, shell.work_list.find('\n'));
    Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.bold, Role::kText, title);
    Label(ui, inner.CutTop(ui.Px(26)), ui.fonts.small, Role::kTextDim, shell.work_list_path);
  } else {
    Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.bold, Role::kText,
          app.Words("paper.as_of", 0, shell.work_list_at_us, [&] {
            return text::Format(ui.lang, "shell.paper.as_of",
                                {{"at", ClockHms(shell.work_list_at_us)},
                                 {"age", Roughly(ui.lang, app.now_us() - shell.work_list_at_us)}});
          }));
    Label(ui, inner.CutTop(ui.Px(26)), ui.fonts.small, Role::kTextDim, shell.work_list_path);
  }
  ui::Paragraph(ui, inner.CutTop(ui.Px(30)), ui.fonts.small, Role::kTextDim, ui.T("shell.paper.afterwards"));
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  if (ui::Button(ui, "overlay/first", foot.Column(0, 3, ui.Px(12)), ui.T("shell.paper.print"),
                 ui::ButtonKind::kPrimary, !shell.work_list_path.empty(), ui.T("console.key.257")))
    app.ShowWorkList();
  if (ui::Button(ui, "overlay/enter", foot.Column(1, 3, ui.Px(12)), ui.T("console.cmd.paper.enter"),
                 ui::ButtonKind::kQuiet, app.CanSend()))
    return app.Open(Overlay::kPaperCase);
  if (ui::Button(ui, "overlay/cancel", foot.Column(2, 3, ui.Px(12)), ui.T("shell.close"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    return app.CloseOverlay();
  inner.CutBottom(ui.Px(12));
  if (!shell.said.empty()) Label(ui, inner.CutBottom(ui.Px(26)), ui.fonts.small, Role::kText, shell.said);
  ui::Fill(ui, inner, Role::kField, ui.Px(3));
  DrawLines(app, inner);
}

}  // namespace legevakt::console
