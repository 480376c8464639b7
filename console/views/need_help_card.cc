// "Trenger hjelp": one key asks the doctor on duty, then a second person, then the agreed overflow centre,
// until one answers. The one who asked sees in a strip who is asked and who comes next; everybody else gets
// an alarm.
#include <algorithm>

#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/need_help.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

// How long the answer stays before the one who asked.
constexpr std::int64_t kAnsweredUs = 180'000'000;

struct Asked {
  // "Vaktlegen: Anne Nilsen".
  std::string who;
  std::string phone;
};

// Whom it is asked of now.
Asked AskedOf(App& app, const v1::Help& help) {
  const auto& ui = app.ui();
  const auto& state = app.store().state();
  std::string name;
  std::string phone;
  if (const v1::Doctor* doctor = state.FindDoctor(help.asked_id())) {
    name = doctor->name();
    phone = doctor->phone();
  } else if (const v1::Staff* staff = state.FindStaff(help.asked_id())) {
    name = staff->name();
  }
  for (const auto& entry : state.region.directory()) {
    if (entry.entry_id() != help.asked_id()) continue;
    name = entry.name();
    phone = entry.phone();
  }
  std::string text(EnumWord(ui, v1::HelpStep_Name(help.step())));
  if (name.empty()) return {text + ": " + std::string(ui.T("console.help_wanted.nobody")), {}};
  return {text + ": " + name, phone.empty() ? std::string() : PhoneText(phone)};
}

std::string AskedText(App& app, const v1::Help& help) {
  const Asked asked = AskedOf(app, help);
  return asked.phone.empty() ? asked.who : asked.who + ", " + asked.phone;
}

std::string NextText(App& app, const v1::Help& help) {
  const auto& ui = app.ui();
  if (help.next_us() == 0) return std::string(ui.T("console.help_wanted.last"));
  return text::Format(ui.lang, "console.help_wanted.next", {{"time", Timer(help.next_us() - app.now_us())}});
}

void Send(App& app, v1::Command command, const v1::Help& help) {
  app.Send(std::move(command), {.contact_id = help.contact_id()});
}

}  // namespace

const v1::Help* MyHelp(App& app) {
  if (!app.store().has_state()) return nullptr;
  const v1::Help* mine = nullptr;
  for (const auto& [id, help] : app.store().state().help) {
    if (help.by().user_id() != app.store().me().user_id()) continue;
    if (help.answered_us() == 0 || app.now_us() - help.answered_us() < kAnsweredUs) mine = &help;
  }
  return mine;
}

void WantHelp(App& app) {
  const v1::Help* mine = MyHelp(app);
  if (mine != nullptr && mine->answered_us() == 0) return app.Open(Overlay::kNeedHelp, mine->help_id());
  if (app.store().IsPending({.contact_id = app.view().contact_id}, v1::Command::kRequestHelp)) return;
  const v1::Contact* contact = app.contact();
  v1::Command command;
  command.mutable_request_help();
  if (contact != nullptr && domain::IsOpen(*contact))
    command.mutable_request_help()->set_contact_id(contact->contact_id());
  app.Send(std::move(command), {.contact_id = app.view().contact_id});
}

void DrawHelpStrip(App& app, Rect& rect) {
  const v1::Help* help = MyHelp(app);
  if (help == nullptr) return;
  auto& ui = app.ui();
  const bool answered = help->answered_us() != 0;
  const Rect strip = rect.CutTop(ui.Px(40));
  rect.CutTop(ui.Px(8));
  ui::Fill(ui, strip, Role::kPanel, ui.Px(3));
  ui::Frame(ui, strip, answered ? Role::kGood : Role::kHigh, ui.Px(2), ui.Px(3));
  Rect inner = strip.Inset(ui.Px(16), 0);
  const Rect mark = inner.CutLeft(ui.Px(18));
  ui::Shape(ui, mark.middle(), ui.Px(15), answered ? ui::MarkShape::kCircle : ui::MarkShape::kTriangle,
            ui.Colour(answered ? Role::kGood : Role::kHigh));
  inner.CutLeft(ui.Px(10));
  if (answered) {
    Label(ui, inner, ui.fonts.bold, Role::kText, app.Words("help.answered", help->help_id(), [&] {
      return text::Format(ui.lang, "console.help_wanted.answered",
                          {{"who", help->answered_by().name()}, {"at", ClockHm(help->answered_us())}});
    }));
    return;
  }
  const Rect cap = inner.CutRight(ui::KeyCapWidth(ui, "Ctrl+H"));
  ui::KeyCap(ui, {cap.min.x, strip.middle().y}, "Ctrl+H");
  inner.CutRight(ui.Px(12));
  const std::string& next = app.Words("help.next", help->help_id(), [&] { return NextText(app, *help); });
  Label(ui, inner.CutRight(ui::TextWidth(ui, ui.fonts.body, next) + ui.Px(2)), ui.fonts.body, Role::kText,
        next, Align::kRight);
  inner.CutRight(ui.Px(12));
  // The number to ring is never cut.
  const std::string& phone =
      app.Words("help.phone", help->help_id(), [&] { return AskedOf(app, *help).phone; });
  if (!phone.empty()) {
    Label(ui, inner.CutRight(ui::TextWidth(ui, ui.fonts.bold, phone) + ui.Px(2)), ui.fonts.bold, Role::kText,
          phone, Align::kRight);
    inner.CutRight(ui.Px(12));
  }
  Label(ui, inner, ui.fonts.bold, Role::kText, app.Words("help.asked", help->help_id(), [&] {
    return text::Format(ui.lang, "console.help_wanted.asked",
                        {{"at", ClockHm(help->since_us())}, {"who", AskedOf(app, *help).who}});
  }));
}

ImVec2 NeedHelpSize(App& app) {
  return {app.ui().Px(660), app.ui().Px(300)};
}

void DrawNeedHelp(App& app, Rect card) {
  auto& ui = app.ui();
  const auto& all = app.store().state().help;
  const auto found = all.find(app.view().overlay_id);
  if (found == all.end() || found->second.answered_us() != 0) return DrawGoneCard(app, card);
  const v1::Help& help = found->second;
  const bool mine = help.by().user_id() == app.store().me().user_id();
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(40)), ui.fonts.title, Role::kText,
        app.Words("help.title", help.help_id(), [&] {
          if (mine) return std::string(ui.T("console.help_wanted.title_mine"));
          return text::Format(ui.lang, "console.help_wanted.title", {{"who", help.by().name()}});
        }));
  const v1::Contact* contact = app.store().state().FindContact(help.contact_id());
  Label(ui, inner.CutTop(ui.Px(30)), ui.fonts.body, Role::kText, app.Words("help.with", help.help_id(), [&] {
    if (contact == nullptr) return std::string(ui.T("console.help_wanted.with_all"));
    return text::Format(ui.lang, "console.help_wanted.with", {{"who", PatientName(ui, *contact)}});
  }));
  Label(ui, inner.CutTop(ui.Px(30)), ui.fonts.body, Role::kText, app.Words("help.since", help.help_id(), [&] {
    return text::Format(ui.lang, "console.help_wanted.since",
                        {{"at", ClockHm(help.since_us())}, {"who", AskedText(app, help)}});
  }));
  Label(ui, inner.CutTop(ui.Px(30)), ui.fonts.body, Role::kTextDim,
        app.Words("help.next", help.help_id(), [&] { return NextText(app, help); }));
  const Rect row = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  // The other centre has no screen here: whoever called it writes down that it answers.
  if (mine && help.step() == v1::HELP_STEP_OVERFLOW_CENTRE) {
    const Rect line = inner.CutBottom(ui.Px(ui::kButtonHeight + 10));
    if (ui::Button(ui, "overlay/centre", {line.min, {line.max.x, line.max.y - ui.Px(10)}},
                   ui.T("console.help_wanted.centre_answered"), ui::ButtonKind::kPrimary, app.CanSend())) {
      v1::Command command;
      command.mutable_answer_help()->set_help_id(help.help_id());
      app.CloseOverlay();
      return Send(app, std::move(command), help);
    }
  }
  const auto label = ui.T(mine ? "console.help_wanted.cancel" : "console.help_wanted.take");
  // Enter answers somebody else's; one's own is not taken back by one key too many.
  if (ui::Button(ui, mine ? "overlay/withdraw" : "overlay/first", row.Column(0, 2, ui.Px(12)), label,
                 mine ? ui::ButtonKind::kQuiet : ui::ButtonKind::kPrimary, app.CanSend(),
                 mine ? std::string_view() : ui.T("console.key.257"))) {
    v1::Command command;
    if (mine) command.mutable_cancel_help()->set_help_id(help.help_id());
    if (!mine) command.mutable_answer_help()->set_help_id(help.help_id());
    app.CloseOverlay();
    Send(app, std::move(command), help);
    if (!mine && contact != nullptr) app.LookAt(help.contact_id());
    return;
  }
  if (ui::Button(ui, mine ? "overlay/first" : "overlay/cancel", row.Column(1, 2, ui.Px(12)),
                 ui.T("console.card.close"), ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace legevakt::console
