// The outbox: what waits to be sent, and what central refused. A conflict shows both sides: what was meant
// here, and what central has now. The operator decides; nothing is merged by itself.
#include <algorithm>

#include "base/ids.h"
#include "console/model/format.h"
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

constexpr float kRow = 34;

// "Vurdering", "Notat": the command in a word.
std::string_view CommandWord(const ui::Ui& ui, const v1::Command& command) {
  return ui.T("shell.outbox.command." + std::to_string(static_cast<int>(command.what_case())));
}

void Add(std::string& text, std::string_view part) {
  if (part.empty()) return;
  if (!text.empty()) text += "\n";
  text += part;
}

// Null where it is gone, or where central has not been heard yet.
const v1::Contact* ContactOf(const App& app, const Kept& kept) {
  return app.store().has_state() ? app.store().state().FindContact(kept.subject.contact_id) : nullptr;
}

// What the operator meant, in words.
std::string Mine(App& app, const Kept& kept) {
  const auto& ui = app.ui();
  const auto& command = kept.request.command();
  std::string text;
  switch (command.what_case()) {
    case v1::Command::kRecordIntake:
      Add(text, command.record_intake().personal().name());
      Add(text, PhoneText(command.record_intake().personal().phone()));
      Add(text, command.record_intake().personal().address());
      Add(text, command.record_intake().personal().text());
      break;
    case v1::Command::kAssessContact: {
      const v1::Contact* contact = ContactOf(app, kept);
      const triage::Tool* tool = contact == nullptr ? nullptr : app.ToolOf(*contact);
      const auto& assess = command.assess_contact();
      if (tool != nullptr) {
        const triage::Index complaint = tool->FindComplaint(assess.complaint_id());
        if (complaint != triage::kNone) Add(text, In(ui.lang, tool->complaints()[complaint].name));
        const triage::Index level = tool->FindLevel(assess.level_id());
        if (level != triage::kNone) Add(text, In(ui.lang, tool->levels()[level].name));
      }
      Add(text,
          text::Format(ui.lang, "shell.outbox.answers", {{"n", std::to_string(assess.answers_size())}}));
      Add(text, assess.lowering_reason());
      break;
    }
    case v1::Command::kDecideMeasure:
      Add(text, MeasureWord(ui, command.decide_measure().measure()));
      Add(text, command.decide_measure().safety_net().text());
      break;
    case v1::Command::kMakePromise:
      Add(text, ClockHm(command.make_promise().by_us()));
      break;
    case v1::Command::kAddNote:
      Add(text, command.add_note().text());
      break;
    case v1::Command::kCloseContact:
      Add(text, MeasureWord(ui, command.close_contact().measure()));
      Add(text, command.close_contact().safety_net().text());
      break;
    default:
      break;
  }
  return text;
}

// What central has of the same now.
std::string Theirs(App& app, const Kept& kept) {
  const auto& ui = app.ui();
  const v1::Contact* contact = ContactOf(app, kept);
  if (contact == nullptr) return std::string(ui.T("shell.outbox.gone"));
  std::string text;
  Add(text, std::string(EnumWord(ui, v1::ContactState_Name(contact->state()))));
  switch (kept.request.command().what_case()) {
    case v1::Command::kRecordIntake:
      Add(text, contact->personal().name());
      Add(text, PhoneText(contact->personal().phone()));
      Add(text, contact->personal().address());
      Add(text, contact->personal().text());
      break;
    default:
      Add(text, ComplaintName(app, *contact));
      Add(text, EnumWord(ui, v1::Hastegrad_Name(contact->hastegrad())));
      if (contact->measure() != v1::MEASURE_UNSPECIFIED) Add(text, MeasureWord(ui, contact->measure()));
      break;
  }
  Add(text, text::Format(ui.lang, "shell.outbox.changed_by",
                         {{"who", contact->changed_by().name()}, {"at", ClockHm(contact->changed_us())}}));
  return text;
}

void DrawSide(App& app, Rect rect, const char* title, const std::string& text) {
  auto& ui = app.ui();
  ui::Caption(ui, rect.CutTop(ui.Px(24)), ui.T(title));
  ui::Fill(ui, rect, Role::kField, ui.Px(3));
  ui::Frame(ui, rect, Role::kRule, 1, ui.Px(3));
  const Rect inner = rect.Inset(ui.Px(10), ui.Px(8));
  ImGui::PushClipRect(rect.min, rect.max, true);
  ui::Paragraph(ui, inner, ui.fonts.body, Role::kText, text);
  ImGui::PopClipRect();
}

std::string Heading(App& app, const Kept& kept) {
  const auto& ui = app.ui();
  const v1::Contact* contact = ContactOf(app, kept);
  std::string text(CommandWord(ui, kept.request.command()));
  if (contact != nullptr) text += " · " + PatientName(ui, *contact);
  text += " · " + ClockHm(kept.made_us);
  // It does nothing here: whoever reads this must phone.
  if (app.WaitsRed(kept))
    text += " · " +
            text::Format(ui.lang, "shell.outbox.red", {{"phone", app.store().state().region.amk_phone()}});
  return text;
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
                               const bool other_journal = kept.refusal.reason() == v1::REASON_UNSPECIFIED;
                               return KeptWords{Heading(app, kept),
                                                other_journal
                                                    ? std::string(app.ui().T("shell.outbox.not_known"))
                                                    : RefusalText(app.ui(), kept.refusal),
                                                Mine(app, kept), Theirs(app, kept), app.WaitsRed(kept)};
                             });
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
  const v1::Contact* contact = ContactOf(app, kept);
  auto& outbox = app.store().outbox();
  if (ui::Button(ui, "overlay/first", foot.Column(0, 3, ui.Px(12)), ui.T("shell.outbox.look"),
                 ui::ButtonKind::kPrimary, contact != nullptr)) {
    app.LookAt(kept.subject.contact_id);
    return true;
  }
  if (ui::Button(ui, "overlay/again", foot.Column(1, 3, ui.Px(12)), ui.T("shell.outbox.send_anyway"),
                 ui::ButtonKind::kQuiet, app.CanSend() && contact != nullptr)) {
    outbox.SendAnyway(std::string(kept.request.request_id()), contact->version(), NewUuid());
    return true;
  }
  if (ui::Button(ui, "overlay/drop", foot.Column(2, 3, ui.Px(12)), ui.T("shell.outbox.drop"),
                 ui::ButtonKind::kQuiet)) {
    outbox.Drop(std::string(kept.request.request_id()));
    return true;
  }
  return false;
}

}  // namespace

ImVec2 OutboxSize(App& app) {
  return {app.ui().Px(820), app.ui().Px(app.store().outbox().conflicts() > 0 ? 520 : 340)};
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
