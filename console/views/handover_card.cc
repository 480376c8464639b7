// "Vaktskifte": what is open and whose it is, what has been promised, whom to call, what was put aside, what
// is not in the record, and notes for the next shift. Taken over one by one or all; both names are kept.
// Nobody leaves while owning something.
#include <algorithm>
#include <cmath>

#include "central/domain/alarms.h"
#include "central/domain/words.h"
#include "console/model/format.h"
#include "console/model/handover.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

// What is refused or said here has no contact.
constexpr Subject kHere{};

void TakeOver(App& app, const OwnerShare& from, bool all) {
  v1::Command command;
  command.mutable_take_over()->set_from_user_id(from.user_id);
  for (const auto id : from.contacts) {
    if (!all && app.view().card.picked.contains(id)) command.mutable_take_over()->add_contact_ids(id);
  }
  app.view().card.picked.clear();
  app.Send(std::move(command), kHere);
}

void DrawContact(App& app, Rect row, std::int64_t id, bool pick) {
  auto& ui = app.ui();
  const v1::Contact* contact = app.store().state().FindContact(id);
  if (contact == nullptr) return;
  auto& picked = app.view().card.picked;
  ui::RuleBelow(ui, row);
  Rect inner = row;
  if (pick) {
    bool on = picked.contains(id);
    Rect box = inner.CutLeft(ui.Px(32));
    box.CutLeft(ui.Px(4));
    // The ring of the focus touches nothing.
    inner.CutLeft(ui.Px(6));
    if (ui::Toggle(ui, ui::Id("overlay/pick", id), box, {}, on)) {
      if (on) picked.insert(id);
      if (!on) picked.erase(id);
    }
  }
  const Rect badge = inner.CutLeft(ui.Px(ui::kBadgeWidth + 10));
  ui::UrgencyBadge(ui, {badge.min.x, std::round(row.middle().y - ui.Px(ui::kBadgeHeight) / 2)},
                   contact->hastegrad());
  const std::string& deadline = app.Words(
      "row.deadline", id, [&] { return DeadlineText(ui.lang, contact->deadline().at_us(), app.now_us()); });
  // No wider than its words: what is planned needs the room.
  Label(ui, inner.CutRight(ui::TextWidth(ui, ui.fonts.small, deadline) + ui.Px(4)), ui.fonts.small,
        Role::kText, deadline, Align::kRight);
  inner.CutRight(ui.Px(8));
  const std::string& name = NameNow(app, *contact);
  Label(ui, inner.CutLeft(std::min(inner.width(), ui::TextWidth(ui, ui.fonts.bold, name) + ui.Px(12))),
        ui.fonts.bold, Role::kText, name);
  const std::string& plan = app.Words("handover.plan", id, [&] { return PlanLine(app, *contact); });
  Label(ui, inner, ui.fonts.small, Role::kTextDim, PlanToFit(ui, ui.fonts.small, plan, inner.width()));
}

void DrawShares(App& app, const Rect& rect) {
  auto& ui = app.ui();
  const auto& me = app.store().me().user_id();
  const auto& shares = app.Kept<std::vector<OwnerShare>>("handover.shares", 0, {},
                                                         [&] { return SharesOf(app.store().state(), me); });
  ui::Scroll flow(ui, "shares", {{rect.min.x - ui.Px(12), rect.min.y}, rect.max});
  // The first of the card is the first contact of a colleague when it is opened, and no other one later.
  if (ui.focus.Has("overlay/first")) {
    const auto theirs = std::find_if(shares.begin(), shares.end(), [&me](const OwnerShare& share) {
      return share.user_id != me && !share.contacts.empty();
    });
    ui.focus.Set(theirs == shares.end() ? ui::Id("overlay/note")
                                        : ui::Id("overlay/pick", theirs->contacts.front()));
  }
  if (shares.empty())
    Label(ui, flow.Next(ui.Px(30)), ui.fonts.body, Role::kTextDim, ui.T("console.handover.none_open"));
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const OwnerShare& share = shares[i];
    const auto place = static_cast<std::int64_t>(i);
    const bool mine = share.user_id == me;
    Rect head = flow.Next(ui.Px(ui::kButtonHeight + 6)).Inset(0, ui.Px(3));
    if (!mine) {
      const auto n = std::count_if(share.contacts.begin(), share.contacts.end(),
                                   [&app](std::int64_t id) { return app.view().card.picked.contains(id); });
      const std::string_view label =
          n == 0 ? ui.T("console.handover.take_all")
                 : std::string_view(app.Words("handover.take", place, n, [&] {
                     return text::Format(ui.lang, "console.handover.take", {{"n", std::to_string(n)}});
                   }));
      const Rect button = head.CutRight(ui::TextWidth(ui, ui.fonts.body, label) + ui.Px(28));
      head.CutRight(ui.Px(10));
      if (ui::Button(ui, ui::Id("overlay/take", share.user_id), button, label, ui::ButtonKind::kQuiet,
                     app.CanSend()))
        TakeOver(app, share, n == 0);
    }
    Label(ui, head, ui.fonts.bold, Role::kText, app.Words("handover.share", place, [&] {
      return text::Format(ui.lang, mine ? "console.handover.mine" : "console.handover.theirs",
                          {{"who", share.name}, {"n", std::to_string(share.contacts.size())}});
    }));
    for (const auto id : share.contacts) {
      DrawContact(app, flow.Next(ui.Px(34)), id, !mine);
    }
    flow.Gap(ui.Px(10));
  }
}

// What a line says: on the left what it is, on the right until when.
struct LineWords {
  std::string left;
  std::string right;
};

void Line(App& app, ui::Scroll& flow, const LineWords& words) {
  auto& ui = app.ui();
  Rect row = flow.Next(ui.Px(28));
  ui::RuleBelow(ui, row);
  Label(ui, row.CutRight(ui::TextWidth(ui, ui.fonts.small, words.right) + ui.Px(2)), ui.fonts.small,
        Role::kTextDim, words.right, Align::kRight);
  row.CutRight(ui.Px(8));
  Label(ui, row, ui.fonts.body, Role::kText, words.left);
}

void Part(App& app, ui::Scroll& flow, const char* key, std::size_t n) {
  auto& ui = app.ui();
  flow.Gap(ui.Px(8));
  Label(ui, flow.Next(ui.Px(28)), ui.fonts.bold, n == 0 ? Role::kTextDim : Role::kText,
        app.Words(key, 0, static_cast<std::int64_t>(n),
                  [&] { return text::Format(ui.lang, key, {{"n", std::to_string(n)}}); }));
}

void DrawNotes(App& app, ui::Scroll& flow) {
  auto& ui = app.ui();
  const auto& notes = app.store().state().shift_notes;
  Part(app, flow, "console.handover.notes", notes.size());
  for (const auto& [id, note] : notes) {
    const std::string& text = app.Words("handover.note", id, [&, &each = note] {
      return ClockHm(each.at_us()) + " " + each.by().name() + ": " + each.personal().text();
    });
    const auto done = ui.T("console.handover.done");
    const float width = ui::TextWidth(ui, ui.fonts.body, done) + ui.Px(24);
    Rect row = flow.Next(
        std::max(ui.Px(ui::kButtonHeight + 4),
                 ui.fonts.body
                         ->CalcTextSizeA(ui.fonts.body->FontSize, FLT_MAX, flow.width() - width - ui.Px(12),
                                         text.data(), text.data() + text.size())
                         .y +
                     ui.Px(12)));
    ui::RuleBelow(ui, row);
    Rect button = row.CutRight(width).Inset(0, ui.Px(2));
    button.max.y = button.min.y + ui.Px(ui::kButtonHeight);
    if (ui::Button(ui, ui::Id("overlay/done", id), button, done, ui::ButtonKind::kQuiet, app.CanSend())) {
      v1::Command command;
      command.mutable_finish_shift_note()->set_note_id(id);
      app.Send(std::move(command), kHere);
    }
    ui::Paragraph(ui, row.Inset(0, ui.Px(6)), ui.fonts.body, Role::kText, text);
  }
}

std::vector<domain::Alarm> ShelvedNow(const App& app) {
  auto alarms = domain::AlarmsOf(app.store().state(), app.now_us());
  std::erase_if(alarms, [](const domain::Alarm& alarm) { return !alarm.shelved(); });
  return alarms;
}

std::size_t UnsentCount(const App& app) {
  return app.store().outbox().kept().size() + app.Unsent().size() + (app.shell().shift_note.empty() ? 0 : 1) +
         (Touched(app.shell().paper_case) ? 1 : 0);
}

// What only this console has, with the key that goes there: the next one to sit here cannot send it.
// To the step that shows what is typed.
void GoToDraft(App& app, const v1::Contact& contact) {
  app.LookAt(contact.contact_id());
  const DraftParts parts = UnsavedBeside(app.DraftOf(contact.contact_id()));
  if (parts.empty()) return;
  if (!domain::IsOpen(contact)) return app.SetTab(Tab::kHistory);
  app.registry().Run(app.PlaceOf(parts.front())->id);
}

void DrawUnsent(App& app, ui::Scroll& flow) {
  auto& ui = app.ui();
  const std::size_t n = UnsentCount(app);
  if (n == 0) return;
  Part(app, flow, "console.handover.unsent", n);
  const auto row = [&](const ui::Id& id, std::string_view text, std::string_view key) {
    Rect line = flow.Next(ui.Px(30));
    const bool opened = ui::SelectableRow(ui, id, line, false);
    ui::RuleBelow(ui, line);
    Label(ui, line.CutRight(ui.Px(100)), ui.fonts.small, Role::kTextDim, key, Align::kRight);
    line.CutLeft(ui.Px(8));
    Label(ui, line, ui.fonts.body, Role::kText, text);
    return opened;
  };
  if (const auto kept = app.store().outbox().kept().size();
      kept > 0 && row("overlay/unsent_outbox",
                      app.Words("handover.unsent_outbox", 0, static_cast<std::int64_t>(kept),
                                [&] {
                                  return text::Format(ui.lang, "console.handover.unsent_outbox",
                                                      {{"n", std::to_string(kept)}});
                                }),
                      "Shift+F3"))
    return app.Open(Overlay::kOutbox);
  if (Touched(app.shell().paper_case) &&
      row("overlay/unsent_paper", ui.T("console.handover.unsent_paper"), "Shift+F11"))
    return app.Open(Overlay::kPaperCase);
  if (!app.shell().shift_note.empty() &&
      row("overlay/unsent_note", ui.T("console.handover.unsent_note"), "Ctrl+Enter"))
    return ui.focus.Set("overlay/note");
  for (const auto id : app.Unsent()) {
    const v1::Contact* contact = app.store().state().FindContact(id);
    if (contact == nullptr) continue;
    if (row(ui::Id("overlay/unsent", id), NameNow(app, *contact), "Enter")) return GoToDraft(app, *contact);
    // Of a contact that is somebody else's by now there may be no other way to let it go.
    Rect line = flow.Next(ui.Px(ui::kButtonHeight));
    const auto label = ui.T("console.triage.discard");
    if (ui::Button(ui, ui::Id("overlay/discard", id),
                   line.CutLeft(ui::TextWidth(ui, ui.fonts.body, label) + ui.Px(32)), label,
                   ui::ButtonKind::kQuiet))
      return app.DiscardDraft(id);
  }
}

void DrawRest(App& app, const Rect& rect) {
  auto& ui = app.ui();
  const auto& state = app.store().state();
  const auto& lists = app.Kept<HandoverLists>("handover.lists", 0, {}, [&] { return ListsFor(state); });
  ui::Scroll flow(ui, "rest", rect);
  const auto line = [&](std::string_view name, std::int64_t id, auto make) {
    Line(app, flow, app.Kept<LineWords>(name, id, {}, make));
  };
  DrawUnsent(app, flow);
  DrawNotes(app, flow);
  Part(app, flow, "console.handover.promises", lists.promises.size());
  for (const auto id : lists.promises) {
    line("handover.promise", id, [&]() -> LineWords {
      const v1::Contact& contact = *state.FindContact(id);
      return {
          PatientName(ui, contact) + ", " + PhoneText(contact.personal().phone()),
          text::Format(ui.lang, "console.contact.promised", {{"at", ClockHm(contact.promise().by_us())}})};
    });
  }
  Part(app, flow, "console.handover.callbacks", lists.callbacks.size());
  for (const auto id : lists.callbacks) {
    line("handover.callback", id, [&]() -> LineWords {
      const v1::Call& call = *state.FindCall(id);
      return {PhoneText(call.personal().phone()),
              DeadlineText(ui.lang, call.callback_due_us(), app.now_us())};
    });
  }
  const auto& shelved =
      app.Kept<std::vector<domain::Alarm>>("handover.shelved", 0, {}, [&] { return ShelvedNow(app); });
  Part(app, flow, "console.handover.shelved", shelved.size());
  for (std::size_t i = 0; i < shelved.size(); ++i) {
    line("handover.shelved.line", static_cast<std::int64_t>(i), [&]() -> LineWords {
      const v1::Contact* contact = state.FindContact(shelved[i].contact_id);
      std::string text(domain::Word(ui.lang, shelved[i].kind));
      if (contact != nullptr) text += ": " + PatientName(ui, *contact);
      return {std::move(text), text::Format(ui.lang, "console.handover.until",
                                            {{"at", ClockHm(shelved[i].shelved_until_us)}})};
    });
  }
  Part(app, flow, "console.handover.not_entered", lists.not_entered.size());
  for (const auto id : lists.not_entered) {
    line("handover.not_entered", id, [&]() -> LineWords {
      const v1::Contact& contact = *state.FindContact(id);
      return {PatientName(ui, contact),
              text::Format(ui.lang, "console.queue.closed_at", {{"at", ClockHm(contact.closed_us())}}) +
                  " · " + contact.closed_by().name()};
    });
  }
}

void DrawFoot(App& app, Rect rect) {
  auto& ui = app.ui();
  std::string& note = app.shell().shift_note;
  const auto end = ui.T("console.handover.end");
  const Rect button = rect.CutRight(ui::TextWidth(ui, ui.fonts.bold, end) + ui.Px(32));
  rect.CutRight(ui.Px(12));
  // In the middle of the primary's height.
  rect.min.y += std::round((ui.Px(ui::kPrimaryHeight) - ui.Px(ui::kFieldHeight)) / 2);
  const auto add = ui.T("console.handover.add_note");
  const Rect add_button = rect.CutRight(ui::TextWidth(ui, ui.fonts.body, add) + ui.Px(120));
  rect.CutRight(ui.Px(8));
  ui::TextField(ui, "overlay/note", {rect.min, {rect.max.x, rect.min.y + ui.Px(ui::kFieldHeight)}}, note,
                {.hint = ui.T("console.handover.note_hint")});
  // Once, and kept until central has it.
  const bool may =
      !note.empty() && app.CanSend() && !app.store().IsPending(kHere, v1::Command::kAddShiftNote);
  if (ui::Button(ui, "overlay/add",
                 {add_button.min, {add_button.max.x, add_button.min.y + ui.Px(ui::kFieldHeight)}}, add,
                 ui::ButtonKind::kQuiet, may, "Ctrl+Enter") ||
      TakeSend(app, may)) {
    v1::Command command;
    command.mutable_add_shift_note()->mutable_personal()->set_text(note);
    app.Send(std::move(command), kHere);
  }
  if (ui::Button(ui, "overlay/end", button, end, ui::ButtonKind::kPrimary, app.CanSend())) {
    // What only this console has, nobody else can send.
    if (UnsentCount(app) > 0) return app.Say(kHere, std::string(ui.T("console.handover.unsent_first")), true);
    v1::Command command;
    command.mutable_end_shift();
    app.Send(std::move(command), kHere);
  }
}

}  // namespace

ImVec2 HandoverSize(App& app) {
  return {app.ui().Px(1240), app.ui().Px(760)};
}

void DrawHandover(App& app, Rect card) {
  auto& ui = app.ui();
  Rect inner = card.Inset(ui.Px(24), ui.Px(16));
  Rect head = inner.CutTop(ui.Px(40));
  const auto close = ui.T("console.card.close");
  const Rect button = head.CutRight(ui::TextWidth(ui, ui.fonts.body, close) + ui.Px(80)).Inset(0, ui.Px(3));
  Label(ui, head, ui.fonts.title, Role::kText, ui.T("console.handover.title"));
  if (const Message* message = app.MessageFor(kHere); message != nullptr && !message->refusal) {
    Rect row = inner.CutTop(ui.Px(36));
    const Rect mark = row.CutLeft(ui.Px(20));
    ui::Shape(ui, mark.middle(), ui.Px(14), ui::MarkShape::kCircle, ui.Colour(Role::kGood));
    row.CutLeft(ui.Px(8));
    Label(ui, row, ui.fonts.bold, Role::kText, message->text);
  }
  inner.CutTop(ui.Px(8));
  const Rect foot = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  inner.CutBottom(ui.Px(12));
  // The names are on the left: where there is little room they have most of it.
  const float share = inner.width() < ui.Px(900) ? 0.62F : 0.5F;
  Rect left = inner;
  const Rect right = left.CutRight(std::round(inner.width() * (1 - share) - ui.Px(12)));
  left.CutRight(ui.Px(24));
  ui::Fill(ui, {{right.min.x - ui.Px(12), inner.min.y}, {right.min.x - ui.Px(11), inner.max.y}}, Role::kRule);
  DrawShares(app, left);
  DrawRest(app, right);
  DrawFoot(app, foot);
  if (ui::Button(ui, "overlay/close", button, close, ui::ButtonKind::kQuiet, true, "Esc")) app.CloseOverlay();
}

}  // namespace legevakt::console
