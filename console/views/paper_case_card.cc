// Entry of a case from paper, with its true times. Marked as such, for everybody who reads it later.
#include <algorithm>

#include "console/model/search.h"
#include "console/model/triage_form.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kLine = 66;

constexpr int kMeasuresInRow = 4;

const std::vector<std::string>& PaperMeasures(App& app) {
  return app.Kept<std::vector<std::string>>("paper.measures", 0, {}, [&] {
    std::vector<std::string> names;
    for (const auto measure : kPaperMeasures) names.emplace_back(MeasureWord(app.ui(), measure));
    return names;
  });
}

// What the page needs below what it always has.
float MoreHeight(App& app, const PaperCase& paper) {
  float height = IsRed(paper, app.store().ActiveTool()) ? kLine : 0;
  if (paper.done) {
    const auto& ui = app.ui();
    height += kLine + ui::kCaptionHeight + 10 +
              ui::ChooseHeight(ui, kPaperMeasures.size(), kMeasuresInRow) / ui.Px(1);
  }
  return height;
}

// A captioned field in column `index` of `count`.
Rect Cell(App& app, const Rect& row, int index, int count, const char* caption) {
  auto& ui = app.ui();
  Rect cell = row.Column(index, count, ui.Px(16));
  ui::Caption(ui, cell.CutTop(ui.Px(ui::kCaptionHeight)), ui.T(caption));
  return cell.CutTop(ui.Px(ui::kFieldHeight));
}

void DrawWho(App& app, Rect& inner, PaperCase& paper) {
  auto& ui = app.ui();
  Rect row = inner.CutTop(ui.Px(kLine));
  ui::TextField(ui, "overlay/first", Cell(app, row, 0, 4, "shell.case.answered"), paper.answered,
                {.hint = ui.T("shell.case.time_hint")});
  ui::TextField(ui, "overlay/ended", Cell(app, row, 1, 4, "shell.case.ended"), paper.ended,
                {.hint = ui.T("shell.case.time_hint")});
  ui::TextField(ui, "overlay/phone", Cell(app, row, 2, 4, "console.intake.phone"), paper.phone);
  ui::TextField(ui, "overlay/age", Cell(app, row, 3, 4, "console.intake.age"), paper.age);
  row = inner.CutTop(ui.Px(kLine));
  Rect name = row;
  name.max.x = row.Column(1, 2, ui.Px(16)).min.x - ui.Px(16);
  ui::TextField(ui, "overlay/name", Cell(app, name, 0, 1, "console.intake.name"), paper.name);
  const auto& sexes = SexOptions(app);
  const Rect right = row.Column(1, 2, ui.Px(16));
  ui::Choose(
      ui, "overlay/sex",
      Cell(app, {right.min, {right.min.x + right.width() * 0.3F, right.max.y}}, 0, 1, "console.intake.sex"),
      sexes, paper.sex);
  const auto& places = MunicipalityOptions(app);
  row = inner.CutTop(ui.Px(ui::kCaptionHeight) + ui::ChooseHeight(ui, places.size(), 6) + ui.Px(10));
  ui::Caption(ui, row.CutTop(ui.Px(ui::kCaptionHeight)), ui.T("console.intake.place"));
  ui::Choose(ui, "overlay/place", row, places, paper.municipality, true, 6);
  row = inner.CutTop(ui.Px(kLine));
  ui::TextField(ui, "overlay/situation", Cell(app, row, 0, 1, "console.intake.situation"), paper.situation);
}

void DrawAssessed(App& app, Rect& inner, PaperCase& paper) {
  auto& ui = app.ui();
  const triage::Tool* tool = app.store().ActiveTool();
  if (tool == nullptr) return;
  Rect row = inner.CutTop(ui.Px(kLine));
  ui::TextField(ui, "overlay/complaint", Cell(app, row, 0, 2, "shell.case.complaint"), paper.complaint);
  const auto& found = app.Kept<std::vector<triage::Index>>(
      "paper.found", 0, ui::Inputs(tool->hash()).Add(paper.complaint), [&] {
        const triage::Index sure = SureComplaint(*tool, paper.complaint);
        return sure == triage::kNone ? std::vector<triage::Index>{} : std::vector<triage::Index>{sure};
      });
  // Said beside the field, since the nearest one is what will be entered.
  Rect hit = row.Column(1, 2, ui.Px(16));
  hit.CutTop(ui.Px(ui::kCaptionHeight));
  if (!paper.complaint.empty())
    Label(ui, hit.CutTop(ui.Px(ui::kFieldHeight)), ui.fonts.bold, Role::kText,
          found.empty() ? ui.T("shell.case.no_complaint")
                        : std::string_view(In(ui.lang, tool->complaints()[found.front()].name)));
  const auto& levels = app.Kept<std::vector<std::string>>("paper.levels", 0, tool->hash(), [&] {
    std::vector<std::string> names;
    for (const auto& each : tool->levels()) names.push_back(In(ui.lang, each.name));
    return names;
  });
  row = inner.CutTop(ui.Px(kLine));
  Rect level = row;
  level.max.x = row.Column(2, 3, ui.Px(16)).min.x - ui.Px(16);
  ui::Choose(ui, "overlay/level", Cell(app, level, 0, 1, "shell.case.level"), levels, paper.level);
  ui::TextField(ui, "overlay/assessed", Cell(app, row, 2, 3, "shell.case.assessed"), paper.assessed,
                {.hint = ui.T("shell.case.time_hint")});
  if (IsRed(paper, tool)) {
    row = inner.CutTop(ui.Px(kLine));
    ui::TextField(ui, "overlay/amk", Cell(app, row, 0, 3, "shell.case.amk"), paper.amk,
                  {.hint = ui.T("shell.case.time_hint")});
    ui::TextField(ui, "overlay/doctor", Cell(app, row, 1, 3, "shell.case.doctor"), paper.doctor,
                  {.hint = ui.T("shell.case.time_hint")});
  }
  ui::Toggle(ui, "overlay/done", inner.CutTop(ui.Px(34)), ui.T("shell.case.done"), paper.done);
  if (!paper.done) return;
  const auto& measures = PaperMeasures(app);
  row = inner.CutTop(ui.Px(ui::kCaptionHeight) + ui::ChooseHeight(ui, measures.size(), kMeasuresInRow) +
                     ui.Px(10));
  ui::Caption(ui, row.CutTop(ui.Px(ui::kCaptionHeight)), ui.T("shell.case.measure"));
  ui::Choose(ui, "overlay/measure", row, measures, paper.measure, true, kMeasuresInRow);
  row = inner.CutTop(ui.Px(kLine));
  Rect net = row;
  net.max.x = row.Column(2, 3, ui.Px(16)).min.x - ui.Px(16);
  ui::TextField(ui, "overlay/net", Cell(app, net, 0, 1, "shell.case.safety_net"), paper.safety_net);
  ui::TextField(ui, "overlay/closed", Cell(app, row, 2, 3, "shell.case.closed"), paper.closed,
                {.hint = ui.T("shell.case.time_hint")});
}

}  // namespace

ImVec2 PaperCaseSize(App& app) {
  return {app.ui().Px(860), app.ui().Px(590 + MoreHeight(app, app.shell().paper_case))};
}

void DrawPaperCase(App& app, Rect card) {
  auto& ui = app.ui();
  PaperCase& paper = app.shell().paper_case;
  Rect inner = card.Inset(ui.Px(24), ui.Px(16));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText, ui.T("shell.case.title"));
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  inner.CutBottom(ui.Px(8));
  const Rect said = inner.CutBottom(ui.Px(26));
  {
    ui::Scroll flow(
        ui, "case",
        {{inner.min.x - ui.Px(12), inner.min.y - ui.Px(12)}, {inner.max.x + ui.Px(12), inner.max.y}});
    Rect page = flow.Next(ui.Px(424 + MoreHeight(app, paper)));
    DrawWho(app, page, paper);
    DrawAssessed(app, page, paper);
  }
  const auto problem = ProblemOf(paper, app.store().ActiveTool(), app.now_us());
  const bool pending = app.PaperPending();
  const std::string_view rest = paper.contact_id == 0 ? std::string_view() : ui.T("shell.case.rest");
  std::string_view line = app.shell().said.empty() ? rest : std::string_view(app.shell().said);
  // Also after a crash, where nobody has said so.
  if (app.shell().said.empty() && !paper.asked_id.empty()) line = ui.T("shell.case.unconfirmed_last");
  if (!problem.empty() && !paper.answered.empty()) line = ui.T(problem);
  if (line.empty() && paper.ended.empty() && !paper.answered.empty()) line = ui.T("shell.case.no_end");
  if (pending) line = ui.T("shell.case.sending");
  Label(ui, said, ui.fonts.small, Role::kText, line);
  if (ui::Button(ui, "overlay/send", foot.Column(0, 3, ui.Px(12)), ui.T("shell.case.send"),
                 ui::ButtonKind::kPrimary, problem.empty() && app.CanSend() && !pending))
    app.EnterPaperCase();
  if (ui::Button(ui, "overlay/clear", foot.Column(1, 3, ui.Px(12)), ui.T("shell.case.clear"),
                 ui::ButtonKind::kQuiet, !pending))
    app.ClearPaperCase();
  if (ui::Button(ui, "overlay/cancel", foot.Column(2, 3, ui.Px(12)), ui.T("shell.close"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace legevakt::console
