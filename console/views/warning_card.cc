// Warnings about the address or the number of the open contact: those that hold, and a new one.
#include <algorithm>

#include "base/time_units.h"
#include "central/domain/warnings.h"
#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

// How long a warning may hold, by its place among the choices: a day, a month, a year (which central takes
// for 0).
constexpr std::int64_t kHoldsUs[] = {24 * kHourUs, 30 * 24 * kHourUs, 0};

void DrawStanding(App& app, Rect& inner, const v1::Contact& contact, const WarningNow& now) {
  auto& ui = app.ui();
  Rect row = inner.CutTop(ui.Px(ui::kButtonHeight + 6)).Inset(0, ui.Px(3));
  const Rect mark = row.CutLeft(ui.Px(20));
  ui::Shape(ui, mark.middle(), ui.Px(14), ui::MarkShape::kTriangle, ui.Colour(Role::kHigh));
  row.CutLeft(ui.Px(6));
  const auto label = ui.T("console.warning.clear");
  const Rect button = row.CutRight(ui::TextWidth(ui, ui.fonts.body, label) + ui.Px(28));
  row.CutRight(ui.Px(10));
  Label(ui, row, ui.fonts.body, Role::kText, now.words);
  if (!ui::Button(ui, ui::Id("overlay/clear", now.warning->warning_id()), button, label,
                  ui::ButtonKind::kQuiet, app.CanSend()))
    return;
  v1::Command command;
  command.mutable_clear_warning()->set_warning_id(now.warning->warning_id());
  command.mutable_clear_warning()->set_reason(std::string(ui.T("console.warning.no_longer")));
  app.Send(std::move(command), {.contact_id = contact.contact_id()});
}

std::string WordsOf(const ui::Ui& ui, const v1::Warning& warning) {
  return text::Format(ui.lang, "console.warning.line",
                      {{"text", warning.personal().text()},
                       {"until", DayMonth(warning.until_us())},
                       {"by", warning.by().name()}});
}

std::vector<WarningNow> FindWarnings(App& app, const v1::Contact& contact, const IntakeDraft& draft) {
  v1::Personal typed;
  typed.set_phone(draft.phone);
  typed.set_address(draft.address);
  auto found = domain::WarningsFor(app.store().state(), contact);
  for (const auto* warning : domain::WarningsFor(app.store().state(), typed)) {
    if (std::find(found.begin(), found.end(), warning) == found.end()) found.push_back(warning);
  }
  std::vector<WarningNow> now;
  for (const auto* warning : found) now.push_back({warning, WordsOf(app.ui(), *warning)});
  return now;
}

// What a new warning can be about: the number and the address that are typed.
std::vector<std::string> AboutOf(const ui::Ui& ui, const IntakeDraft& draft) {
  std::vector<std::string> about;
  if (!draft.phone.empty())
    about.push_back(text::Format(ui.lang, "console.warning.phone", {{"phone", PhoneText(draft.phone)}}));
  if (!draft.address.empty())
    about.push_back(text::Format(ui.lang, "console.warning.address", {{"address", draft.address}}));
  return about;
}

}  // namespace

const std::vector<WarningNow>& WarningsNow(App& app, const v1::Contact& contact) {
  const auto& draft = app.DraftOf(contact.contact_id()).intake;
  return app.Kept<std::vector<WarningNow>>("warnings", contact.contact_id(),
                                           ui::Inputs(draft.phone).Add(draft.address),
                                           [&] { return FindWarnings(app, contact, draft); });
}

ImVec2 WarningSize(App& app) {
  return {app.ui().Px(680), app.ui().Px(440)};
}

void DrawWarning(App& app, Rect card) {
  auto& ui = app.ui();
  auto& input = app.view().card;
  const v1::Contact* contact = app.contact();
  if (contact == nullptr) return DrawGoneCard(app, card);
  const auto& draft = app.DraftOf(contact->contact_id()).intake;
  // Kept with what else is typed of this contact, until central has it.
  std::string& text = app.DraftOf(contact->contact_id()).warning;
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText, ui.T("console.warning.title"));
  for (const auto& warning : WarningsNow(app, *contact)) DrawStanding(app, inner, *contact, warning);
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  inner.CutBottom(ui.Px(12));
  const auto& about = app.Kept<std::vector<std::string>>(
      "warning.about", 0, ui::Inputs(draft.phone).Add(draft.address), [&] { return AboutOf(ui, draft); });
  if (about.empty()) {
    ui::Paragraph(ui, inner, ui.fonts.body, Role::kText, ui.T("console.warning.nothing"));
    if (ui::Button(ui, "overlay/first", foot.Column(1, 2, ui.Px(12)), ui.T("console.card.close"),
                   ui::ButtonKind::kQuiet, true, "Esc"))
      app.CloseOverlay();
    return;
  }
  // The page is how long it holds: a field of its own would say no more.
  if (input.choice < 0) {
    input.choice = 0;
    input.page = 1;
  }
  ui::Caption(ui, inner.CutTop(ui.Px(ui::kCaptionHeight)), ui.T("console.warning.what"));
  ui::TextField(ui, "overlay/first", inner.CutTop(ui.Px(ui::kFieldHeight)), text,
                {.hint = ui.T("console.warning.hint")});
  inner.CutTop(ui.Px(8));
  ui::Caption(ui, inner.CutTop(ui.Px(ui::kCaptionHeight)), ui.T("console.warning.about"));
  ui::Choose(ui, "overlay/about", inner.CutTop(ui.Px(ui::kFieldHeight)), about, input.choice);
  inner.CutTop(ui.Px(8));
  const auto& holds = app.Kept<std::vector<std::string>>("warning.holds", 0, {}, [&] {
    return std::vector{std::string(ui.T("console.warning.day")), std::string(ui.T("console.warning.month")),
                       std::string(ui.T("console.warning.year"))};
  });
  ui::Caption(ui, inner.CutTop(ui.Px(ui::kCaptionHeight)), ui.T("console.warning.holds"));
  ui::Choose(ui, "overlay/holds", inner.CutTop(ui.Px(ui::kFieldHeight)), holds, input.page);
  const bool may = !text.empty() && input.choice >= 0 && input.page >= 0 && app.CanSend();
  const bool send = TakeSend(app, may);
  if (ui::Button(ui, "overlay/send", foot.Column(0, 2, ui.Px(12)), ui.T("console.warning.save"),
                 ui::ButtonKind::kPrimary, may, "Ctrl+Enter") ||
      send) {
    v1::Command command;
    auto& set = *command.mutable_set_warning();
    set.mutable_personal()->set_text(text);
    const bool phone = !draft.phone.empty() && input.choice == 0;
    if (phone) set.mutable_personal()->set_phone(draft.phone);
    if (!phone) set.mutable_personal()->set_address(draft.address);
    const std::int64_t holds_us = kHoldsUs[input.page];
    if (holds_us != 0) set.set_until_us(app.now_us() + holds_us);
    app.CloseOverlay();
    app.Send(std::move(command), {.contact_id = contact->contact_id()});
    return;
  }
  if (ui::Button(ui, "overlay/cancel", foot.Column(1, 2, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace legevakt::console
