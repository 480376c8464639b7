// The outbox: what waits to be sent, and what central refused. A conflict shows both sides: what was meant
// here, and what central has now. The operator decides; nothing is merged by itself.
#include <algorithm>

#include "base/ids.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/outbox_words.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr float kRow = 34;

// A side that is longer than its place is scrolled: by the wheel, and both by the keys.
void DrawSide(App& app, Rect rect, const char* title, const std::string& text) {
  auto& ui = app.ui();
  ui::Caption(ui, rect.CutTop(ui.Px(24)), ui.T(title));
  ui::Fill(ui, rect, Role::kField, ui.Px(3));
  ui::Frame(ui, rect, Role::kRule, 1, ui.Px(3));
  const Rect inner = rect.Inset(ui.Px(2), ui.Px(2));
  ui::Scroll flow(ui, title, inner);
  ui::ScrollByKeys(ui, inner.height() * 0.8F);
  const float pad = ui.Px(10);
  const float height = ui.fonts.body
                           ->CalcTextSizeA(ui.fonts.body->FontSize, FLT_MAX, flow.width() - 2 * pad,
                                           text.data(), text.data() + text.size())
                           .y;
  ui::Paragraph(ui, flow.Next(height + 2 * pad).Inset(pad, pad), ui.fonts.body, Role::kText, text);
}

// What the card says of a command, made once for each.
struct KeptWords {
  std::string heading;
  std::string refusal;
  std::string mine;
  std::string theirs;
  bool red = false;
};

const KeptWords& WordsOf(App& app, const Kept& kept) {
  return app.Kept<KeptWords>("outbox.kept", kept.made_us,
                             ui::Inputs(kept.request.request_id()).Add(app.store().outbox().changes()), [&] {
                               const bool unknown = kept.refusal.reason() == v1::REASON_UNSPECIFIED;
                               return KeptWords{KeptHeading(app, kept),
                                                unknown ? std::string(app.ui().T("shell.outbox.not_known"))
                                                        : RefusalText(app.ui(), kept.refusal),
                                                KeptText(app, kept), CentralText(app, kept),
                                                KeptRed(app, kept)};
                             });
}

// What can be done. With the contact's number in another journal nothing is: it is somebody else there. True
// where the list changed.
bool DrawChoices(App& app, Rect foot, const Kept& kept, const KeptWords& words) {
  auto& ui = app.ui();
  auto& outbox = app.store().outbox();
  const std::string& id = kept.request.request_id();
  const bool known = !kept.other_journal && app.store().has_state();
  const v1::Contact* contact = known ? app.store().state().FindContact(kept.subject.contact_id) : nullptr;
  const int count = kept.other_journal ? 2 : 4;
  int at = 0;
  const auto place = [&] { return foot.Column(at++, count, ui.Px(12)); };
  if (!kept.other_journal) {
    if (ui::Button(ui, "overlay/first", place(), ui.T("shell.outbox.look"), ui::ButtonKind::kPrimary,
                   contact != nullptr)) {
      app.LookAt(kept.subject.contact_id);
      return true;
    }
    if (ui::Button(ui, "overlay/again", place(), ui.T("shell.outbox.send_anyway"), ui::ButtonKind::kQuiet,
                   app.CanSend() && contact != nullptr)) {
      outbox.SendAnyway(std::string(id), contact->version(), NewUuid());
      return true;
    }
  }
  const bool copied = app.view().card.query == id;
  if (ui::Button(ui, kept.other_journal ? "overlay/first" : "overlay/copy", place(),
                 ui.T(copied ? "shell.outbox.copied" : "shell.outbox.copy"),
                 kept.other_journal ? ui::ButtonKind::kPrimary : ui::ButtonKind::kQuiet)) {
    app.Copy(words.heading + "\n" + words.mine);
    app.view().card.query = id;
  }
  if (ui::Button(ui, "overlay/drop", place(), ui.T("shell.outbox.drop"), ui::ButtonKind::kQuiet)) {
    app.DiscardKept(kept);
    return true;
  }
  return false;
}

// The first conflict, both sides, and what can be done. True where the list changed.
bool DrawConflict(App& app, Rect inner, const Kept& kept) {
  auto& ui = app.ui();
  const KeptWords& words = WordsOf(app, kept);
  Label(ui, inner.CutTop(ui.Px(30)), ui.fonts.bold, Role::kText, words.heading);
  ui::Paragraph(ui, inner.CutTop(ui.Px(48)), ui.fonts.body, Role::kText, words.refusal);
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  inner.CutBottom(ui.Px(12));
  DrawSide(app, inner.Column(0, 2, ui.Px(16)), "shell.outbox.mine", words.mine);
  DrawSide(app, inner.Column(1, 2, ui.Px(16)), "shell.outbox.theirs", words.theirs);
  return DrawChoices(app, foot, kept, words);
}

}  // namespace

ImVec2 OutboxSize(App& app) {
  return {app.ui().Px(900), app.ui().Px(app.store().outbox().conflicts() > 0 ? 600 : 340)};
}

void DrawOutbox(App& app, Rect card) {
  auto& ui = app.ui();
  const auto& kept = app.store().outbox().kept();
  if (kept.empty()) return app.CloseOverlay();
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText, ui.T("shell.outbox.title"));
  const auto conflict = std::find_if(kept.begin(), kept.end(),
                                     [](const Kept& one) { return one.state == KeptState::kConflict; });
  if (conflict != kept.end()) {
    DrawConflict(app, inner, *conflict);
    return;
  }
  ui::Paragraph(ui, inner.CutTop(ui.Px(48)), ui.fonts.body, Role::kText, ui.T("shell.outbox.text"));
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  if (ui::Button(ui, "overlay/first", foot.Column(1, 2, ui.Px(12)), ui.T("shell.close"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    return app.CloseOverlay();
  // The rows that there is room for, and how many more there are: what is kept is kept in full view.
  const auto room = static_cast<std::size_t>(std::max(1.0F, inner.height() / ui.Px(kRow)));
  const std::size_t shown = kept.size() <= room ? kept.size() : room - 1;
  if (shown < kept.size()) {
    const std::size_t more = kept.size() - shown;
    Rect last = inner;
    last.min.y += static_cast<float>(shown) * ui.Px(kRow);
    Label(ui, last.CutTop(ui.Px(kRow)), ui.fonts.bold, Role::kText,
          app.Words("outbox.more", 0, static_cast<std::int64_t>(more), [&] {
            return text::Format(ui.lang, "shell.outbox.more", {{"n", std::to_string(more)}});
          }));
  }
  for (const Kept& one : kept) {
    if (&one == kept.data() + shown) break;
    const Rect row = inner.CutTop(ui.Px(kRow));
    const KeptWords& said = WordsOf(app, one);
    const bool red = said.red;
    Rect words = row;
    if (red) {
      ui::Shape(ui, words.CutLeft(ui.Px(20)).middle(), ui.Px(14), ui::MarkShape::kTriangle,
                ui.Colour(Role::kHigh));
      words.CutLeft(ui.Px(8));
    }
    Label(ui, words, red ? ui.fonts.bold : ui.fonts.body, Role::kText, said.heading);
    ui::RuleBelow(ui, row);
  }
}

}  // namespace legevakt::console
