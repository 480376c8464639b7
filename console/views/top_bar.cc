// Top bar: centre, who is signed in, connection, clock, and what is put aside.
#include <algorithm>
#include <cmath>

#include "base/time_units.h"
#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/draw.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::MarkShape;
using ui::Rect;
using ui::Role;

namespace {

void DrawConnection(App& app, Rect& rect) {
  auto& ui = app.ui();
  const auto freshness = app.store().freshness().At(app.mono_us());
  const std::int64_t age_s = app.store().freshness().AgeUs(app.mono_us()) / kSecondUs;
  std::string_view text;
  Role role = Role::kTextDim;
  MarkShape shape = MarkShape::kRing;
  switch (freshness) {
    case Freshness::kConnecting:
      text = ui.T("console.top.connecting");
      break;
    case Freshness::kFresh:
      // Always the same digits wide: nothing beside it moves.
      text = app.Words("top.fresh", 0, age_s, [&] {
        return text::Format(ui.lang, "console.top.fresh", {{"s", std::to_string(age_s)}});
      });
      role = Role::kGood;
      shape = MarkShape::kCircle;
      break;
    case Freshness::kStale:
      text = app.Words("top.stale", 0, age_s, [&] {
        return text::Format(ui.lang, "console.top.stale", {{"time", Timer(age_s * kSecondUs)}});
      });
      role = Role::kHigh;
      shape = MarkShape::kTriangle;
      break;
  }
  Rect part = rect.CutRight(ui::TextWidth(ui, ui.fonts.small, text) + ui.Px(2));
  Label(ui, part, ui.fonts.small, freshness == Freshness::kStale ? Role::kText : Role::kTextDim, text);
  rect.CutRight(ui.Px(8));
  const Rect mark = rect.CutRight(ui.Px(12));
  ui::Shape(ui, mark.middle(), ui.Px(12), shape, ui.Colour(role));
}

// There is something new in the triage tool, and it has not been confirmed.
void DrawNewsMark(App& app, Rect& row) {
  auto& ui = app.ui();
  const auto text = ui.T("console.news.mark");
  const float cap = ui::KeyCapWidth(ui, "F10");
  // The frame is higher than the cap in it, also on the low bar.
  const float above = std::min(ui.Px(9), std::floor((row.height() - ui.Px(26)) / 2));
  const Rect whole = row.CutRight(cap + ui::TextWidth(ui, ui.fonts.small, text) + ui.Px(30)).Inset(0, above);
  row.CutRight(ui.Px(16));
  ui::Frame(ui, whole, Role::kAccent, ui.Px(1), ui.Px(3));
  Rect inner = whole.Inset(ui.Px(10), 0);
  Label(ui, inner.CutLeft(inner.width() - cap - ui.Px(8)), ui.fonts.small, Role::kText, text);
  ui::KeyCap(ui, {inner.max.x - cap, inner.middle().y}, "F10");
  ImGui::SetCursorScreenPos(whole.min);
  if (ImGui::InvisibleButton("news_mark", whole.size())) app.Open(Overlay::kNews);
}

// Alarms that are put aside stay countable; a screen that cannot be heard says so.
void DrawAside(App& app, Rect& row) {
  auto& ui = app.ui();
  const auto shelved = app.shell().alarms.shelved().size();
  const bool silent = app.shell().has_sound && !app.shell().settings.sound;
  // A talk that nobody has ended keeps every alarm quiet: said before it is forgotten.
  const v1::Call* talk = app.LongestTalk();
  const std::int64_t began_us = talk == nullptr ? 0 : TalkBegan(app.store().state(), *talk);
  const std::int64_t talked_us = began_us == 0 ? 0 : app.now_us() - began_us;
  const bool hushed = app.shell().has_sound && !silent && talked_us >= kMinuteUs;
  const std::string& text = app.Words(
      silent   ? "top.aside.silent"
      : hushed ? "top.aside.hushed"
               : "top.aside",
      0, [&] {
        std::string words;
        if (shelved > 0) words = text::Format(ui.lang, "shell.top.shelved", {{"n", std::to_string(shelved)}});
        if ((silent || hushed) && !words.empty()) words += " · ";
        if (silent) words += ui.T("shell.top.silent");
        if (hushed)
          words += text::Format(ui.lang, "shell.top.hushed", {{"time", Roughly(ui.lang, talked_us)}});
        return words;
      });
  if (text.empty()) return;
  Label(ui, row.CutRight(ui::TextWidth(ui, ui.fonts.small, text) + ui.Px(2)), ui.fonts.small, Role::kText,
        text, Align::kRight);
  row.CutRight(ui.Px(8));
  const Rect mark = row.CutRight(ui.Px(14));
  ui::Shape(ui, mark.middle(), ui.Px(12), MarkShape::kDiamond, ui.Colour(Role::kTextDim));
  row.CutRight(ui.Px(20));
}

}  // namespace

void DrawTopBar(App& app, const Rect& rect) {
  auto& ui = app.ui();
  ui::Fill(ui, rect, Role::kPanel);
  ui::RuleBelow(ui, rect);
  Rect row = rect.Inset(ui.Px(16), 0);
  const auto& store = app.store();
  Label(ui, row.CutLeft(ui::TextWidth(ui, ui.fonts.title, "Legevakt") + ui.Px(16)), ui.fonts.title,
        Role::kText, "Legevakt");
  if (!store.has_state()) return DrawConnection(app, row);

  const std::string& clock = app.Words("top.clock", 0, [&] { return ClockHms(app.now_us()); });
  // The clock's digits have equal widths: the place of the text before it never moves.
  Label(ui, row.CutRight(ui::TextWidth(ui, ui.fonts.clock, "00:00:00") + ui.Px(4)), ui.fonts.clock,
        Role::kText, clock, Align::kRight);
  row.CutRight(ui.Px(28));
  DrawConnection(app, row);
  row.CutRight(ui.Px(28));
  const std::string& user = app.Words("top.user", 0, [&] {
    std::string words = store.me().name();
    if (words.empty()) return words;
    words += " · ";
    words += ui.T("console.role." + std::to_string(static_cast<int>(store.me().role())));
    return words;
  });
  Label(ui, row.CutRight(std::min(row.width() * 0.5F, ui::TextWidth(ui, ui.fonts.body, user) + ui.Px(2))),
        ui.fonts.body, Role::kText, user, Align::kRight);
  row.CutRight(ui.Px(20));
  if (app.HasNews()) DrawNewsMark(app, row);
  DrawAside(app, row);
  if (store.state().notice.training()) {
    Rect banner = row.CutRight(ui.Px(110)).Inset(0, ui.Px(10));
    ui::Fill(ui, banner, Role::kMedium, ui.Px(3));
    Label(ui, banner, ui.fonts.bold, Role::kOnMedium, ui.T("console.top.training"), Align::kCentre);
    row.CutRight(ui.Px(12));
  }
  Label(ui, row, ui.fonts.body, Role::kTextDim, store.state().region.centre_name());
}

}  // namespace legevakt::console
