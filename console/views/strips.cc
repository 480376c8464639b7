// Strips under the top bar about the screen itself: stale, a restart, what changed meanwhile, what the outbox
// holds.
#include <algorithm>
#include <array>

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

constexpr float kBannerHeight = 44;
constexpr float kStripHeight = 34;

enum class Strip : std::uint8_t {
  kStale,
  kRestartRuns,
  kRestartComes,
  kRefused,
  kConflicts,
  kOutbox,
  kMeanwhile,
  kOtherJournal,
  kShiftEnded,
  kNotKept,
  kSecondWindow,
  kLeftBehind,
};

// At most one of each.
class Strips {
 public:
  void push_back(Strip strip) { strips_.at(count_++) = strip; }
  const Strip* begin() const { return strips_.data(); }
  const Strip* end() const { return strips_.data() + count_; }

 private:
  std::array<Strip, 12> strips_{};
  std::size_t count_ = 0;
};

Strips StripsNow(const App& app) {
  Strips strips;
  if (!app.store().has_state()) return strips;
  const Restart restart = app.RestartNow();
  if (restart == Restart::kRunning) strips.push_back(Strip::kRestartRuns);
  if (restart == Restart::kAnnounced) strips.push_back(Strip::kRestartComes);
  if (app.stale() && restart != Restart::kRunning) strips.push_back(Strip::kStale);
  if (app.shell().NotKept()) strips.push_back(Strip::kNotKept);
  if (app.shell().shift_ended) strips.push_back(Strip::kShiftEnded);
  if (app.RefusalElsewhere() != nullptr) strips.push_back(Strip::kRefused);
  const auto& outbox = app.store().outbox();
  if (outbox.conflicts() > 0) {
    strips.push_back(Strip::kConflicts);
  } else if (!outbox.kept().empty()) {
    strips.push_back(Strip::kOutbox);
  }
  // Says itself what is gone.
  if (!app.stale() && app.shell().other_journal) {
    strips.push_back(Strip::kOtherJournal);
  } else if (!app.stale() && app.shell().meanwhile.has_report())
    strips.push_back(Strip::kMeanwhile);
  if (app.shell().left_behind) strips.push_back(Strip::kLeftBehind);
  if (app.shell().window > 1) strips.push_back(Strip::kSecondWindow);
  return strips;
}

float HeightOf(const ui::Ui& ui, Strip strip) {
  const bool banner = strip == Strip::kStale || strip == Strip::kRestartRuns || strip == Strip::kOtherJournal;
  return ui.Px(banner ? kBannerHeight : kStripHeight);
}

std::string_view NameOf(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

// What happened, how much is gone, and in which files it stands.
std::string OtherJournal(const App& app) {
  const auto& ui = app.ui();
  const auto& meanwhile = app.shell().meanwhile;
  std::string text = meanwhile.has_report() ? text::Format(ui.lang, "shell.journal.gone",
                                                           {{"n", std::to_string(meanwhile.gone())}})
                                            : std::string(ui.T("shell.journal.unknown"));
  std::string files;
  for (const auto& path : app.shell().put_aside) {
    if (!files.empty()) files += ", ";
    files += NameOf(path);
  }
  if (!files.empty()) text += " " + text::Format(ui.lang, "shell.journal.files", {{"files", files}});
  return text;
}

// "2 nye · 1 endret hastegrad"; empty where nothing changed.
std::string Summary(const App& app) {
  std::array<int, kChangeKinds> counts{};
  for (const auto& change : app.shell().meanwhile.changes()) ++counts[static_cast<std::size_t>(change.kind)];
  std::string text;
  for (std::size_t place = 0; place < counts.size(); ++place) {
    // What is gone comes first.
    const std::size_t kind = (place + counts.size() - 1) % counts.size();
    if (counts[kind] == 0) continue;
    if (!text.empty()) text += " · ";
    std::string key = "shell.meanwhile.count." + std::to_string(kind);
    if (counts[kind] == 1 && text::Has(app.ui().lang, key + "_one")) key += "_one";
    text += text::Format(app.ui().lang, key, {{"n", std::to_string(counts[kind])}});
  }
  return text;
}

// The words of a strip, with its key and what the key opens.
struct Words {
  std::string text;
  const char* command = nullptr;
};

Words WordsOf(const App& app, Strip strip) {
  const auto& ui = app.ui();
  switch (strip) {
    case Strip::kStale:
      return {std::string(ui.T("console.stale.text")), "paper.open"};
    case Strip::kRestartRuns:
      return {std::string(ui.T(app.stale() ? "console.stale.draining" : "shell.restart.begins"))};
    case Strip::kRestartComes: {
      const std::int64_t at_us = app.store().state().notice.restart_at_us();
      return {text::Format(ui.lang, "shell.restart.comes",
                           {{"at", ClockHm(at_us)}, {"time", Timer(at_us - app.now_us())}})};
    }
    case Strip::kRefused: {
      const Message* message = app.RefusalElsewhere();
      if (message == nullptr) return {};
      const v1::Contact* contact = app.store().state().FindContact(message->subject.contact_id);
      if (contact == nullptr) return {message->text};
      return {text::Format(ui.lang, "shell.refused.about",
                           {{"who", PatientName(ui, *contact)}, {"text", message->text}})};
    }
    case Strip::kConflicts:
      return {text::Format(ui.lang, "shell.outbox.conflicts",
                           {{"n", std::to_string(app.store().outbox().conflicts())}}),
              "outbox.open"};
    case Strip::kOutbox:
      return {text::Format(ui.lang, "shell.outbox.waiting",
                           {{"n", std::to_string(app.store().outbox().kept().size())}}),
              "outbox.open"};
    case Strip::kShiftEnded:
      return {text::Format(ui.lang, "console.ended.strip", {{"who", app.store().me().name()}}),
              "page.handover"};
    case Strip::kNotKept:
      // No disk is full: there are no files for a window more.
      if (app.shell().window == 0)
        return {text::Format(ui.lang, "shell.window.too_many", {{"who", app.store().me().name()}})};
      return {std::string(ui.T("shell.disk.text"))};
    case Strip::kSecondWindow:
      return {text::Format(ui.lang, "shell.window.second",
                           {{"n", std::to_string(app.shell().window)}, {"who", app.store().me().name()}})};
    case Strip::kLeftBehind:
      return {text::Format(ui.lang, "shell.window.left_behind", {{"who", app.store().me().name()}})};
    case Strip::kOtherJournal:
      return {OtherJournal(app), "meanwhile.open"};
    case Strip::kMeanwhile: {
      const auto& meanwhile = app.shell().meanwhile;
      const std::string what = Summary(app);
      return {text::Format(ui.lang, what.empty() ? "shell.meanwhile.nothing" : "shell.meanwhile.changed",
                           {{"time", Timer(meanwhile.away_us())}, {"what", what}}),
              "meanwhile.open"};
    }
  }
  return {};
}

// What the strips are made of beside the state and the second.
ui::Inputs InputsOf(const App& app) {
  const Message* refused = app.RefusalElsewhere();
  ui::Inputs inputs;
  if (refused != nullptr) inputs.Add(refused->text).Add(refused->subject.contact_id);
  return inputs.Add(app.store().outbox().changes())
      .Add(app.shell().meanwhile.away_us())
      .Add(static_cast<std::int64_t>(app.shell().put_aside.size()))
      .Add(app.stale() ? 1 : 0);
}

void DrawStrip(App& app, const Rect& rect, Strip strip) {
  auto& ui = app.ui();
  const bool high = strip == Strip::kStale || strip == Strip::kOtherJournal;
  const bool loud = high || strip == Strip::kShiftEnded || strip == Strip::kConflicts ||
                    strip == Strip::kRefused || strip == Strip::kNotKept || strip == Strip::kLeftBehind;
  const Role ground = high ? Role::kHigh : (loud ? Role::kMedium : Role::kSelected);
  const Role on = high ? Role::kOnHigh : (loud ? Role::kOnMedium : Role::kOnSelected);
  ui::Fill(ui, rect, ground);
  Rect row = rect.Inset(ui.Px(16), 0);
  const Rect mark = row.CutLeft(ui.Px(24));
  const MarkShape shape = high ? MarkShape::kTriangle : (loud ? MarkShape::kDiamond : MarkShape::kRing);
  ui::Shape(ui, mark.middle(), ui.Px(high ? 18 : 14), shape, ui.Colour(on));
  row.CutLeft(ui.Px(8));
  if (app.stale() && (strip == Strip::kStale || strip == Strip::kRestartRuns)) {
    const std::string age = Timer(app.store().freshness().AgeUs(app.mono_us()));
    Label(ui, row.CutRight(ui::TextWidth(ui, ui.fonts.title, age) + ui.Px(4)), ui.fonts.title, on, age,
          Align::kRight);
    row.CutRight(ui.Px(16));
  }
  const Words& words =
      app.Kept<Words>("strip", static_cast<int>(strip), InputsOf(app), [&] { return WordsOf(app, strip); });
  const ui::Command* command = words.command == nullptr ? nullptr : app.registry().Find(words.command);
  if (command != nullptr) {
    const std::string key = ui::ChordText(command->chord, ui.lang);
    const auto label = ui.T(command->text_key());
    const float width = ui::KeyCapWidth(ui, key) + ui.Px(8) + ui::TextWidth(ui, ui.fonts.small, label);
    Rect part = row.CutRight(width);
    const Rect whole{{part.min.x - ui.Px(6), rect.min.y}, {part.max.x, rect.max.y}};
    part.CutLeft(ui::KeyCap(ui, {part.min.x, part.middle().y}, key) + ui.Px(8));
    Label(ui, part, ui.fonts.small, on, label);
    ImGui::SetCursorScreenPos(whole.min);
    if (ImGui::InvisibleButton(words.command, whole.size()) && command->enabled()) command->run();
    if (ui.probe != nullptr)
      ui.probe->Widget(std::string("strip/") + words.command, whole.min, whole.max, true, false);
    row.CutRight(ui.Px(16));
  }
  ImFont* font = loud ? ui.fonts.bold : ui.fonts.body;
  std::string_view text = words.text;
  // Large type on a narrow screen: fewer words, all of them.
  if (strip == Strip::kStale && ui::TextWidth(ui, font, text) > row.width())
    text = ui.T("console.stale.short");
  if (strip == Strip::kOtherJournal && ui::TextWidth(ui, font, text) > row.width())
    text = ui.T("shell.journal.short");
  if (strip == Strip::kNotKept && ui::TextWidth(ui, font, text) > row.width())
    text = ui.T("shell.disk.short");
  Label(ui, row, font, on, text);
}

}  // namespace

float StripsHeight(const App& app) {
  float height = 0;
  for (const Strip strip : StripsNow(app)) height += HeightOf(app.ui(), strip);
  return height;
}

void DrawStrips(App& app, Rect rect) {
  for (const Strip strip : StripsNow(app)) {
    const Rect row = rect.CutTop(HeightOf(app.ui(), strip));
    DrawStrip(app, row, strip);
    ui::RuleBelow(app.ui(), row);
  }
}

}  // namespace legevakt::console
