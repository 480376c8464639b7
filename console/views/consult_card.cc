// "Konferer": a second opinion. What is asked and of whom; and what was advised, where one has been asked.
#include <algorithm>

#include "console/model/format.h"
#include "console/ui/widgets.h"
#include "console/views/cards.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

struct Person {
  std::string id;
  std::string name;
};

// Whoever is free, the doctors on duty, and the other operators.
std::vector<Person> Askable(App& app) {
  const auto& state = app.store().state();
  std::vector<Person> people{{"", std::string(app.ui().T("console.consult.anybody"))}};
  for (const auto& doctor : state.region.doctors()) {
    const v1::DoctorDuty* duty = state.FindDuty(doctor.doctor_id());
    if (duty != nullptr && duty->on_duty()) people.push_back({doctor.doctor_id(), doctor.name()});
  }
  for (const auto& staff : state.region.staff()) {
    if (staff.role() != v1::ROLE_OPERATOR && staff.role() != v1::ROLE_SHIFT_LEADER) continue;
    if (staff.user_id() != app.store().me().user_id()) people.push_back({staff.user_id(), staff.name()});
  }
  constexpr std::size_t kMost = 9;  // a digit each
  if (people.size() > kMost) people.resize(kMost);
  return people;
}

void Ask(App& app, const v1::Contact& contact, const std::string& with_id) {
  v1::Command command;
  auto& request = *command.mutable_request_consult();
  request.set_contact_id(contact.contact_id());
  request.set_with_id(with_id);
  request.mutable_personal()->set_text(app.DraftOf(contact.contact_id()).question);
  app.CloseOverlay();
  app.Send(std::move(command), {.contact_id = contact.contact_id()});
}

void Answer(App& app, const v1::Contact& contact, const v1::Consult& consult) {
  v1::Command command;
  auto& answer = *command.mutable_answer_consult();
  answer.set_contact_id(contact.contact_id());
  answer.set_consult_id(consult.consult_id());
  answer.mutable_personal()->set_text(app.DraftOf(contact.contact_id()).advised);
  app.CloseOverlay();
  app.Send(std::move(command), {.contact_id = contact.contact_id()});
}

// One has been asked: the question, and a field for what was advised.
void DrawAsked(App& app, Rect inner, const v1::Contact& contact, const v1::Consult& consult) {
  auto& ui = app.ui();
  auto& advised = app.DraftOf(contact.contact_id()).advised;
  Label(ui, inner.CutTop(ui.Px(28)), ui.fonts.body, Role::kTextDim,
        app.Words("consult.line", contact.contact_id(), [&] { return ConsultLine(app, consult); }));
  const float height = ui::Paragraph(ui, inner, ui.fonts.body, Role::kText, consult.question().text());
  inner.CutTop(height + ui.Px(12));
  const Rect row = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  inner.CutBottom(ui.Px(12));
  ui::Caption(ui, inner.CutTop(ui.Px(ui::kCaptionHeight)), ui.T("console.consult.advised"));
  ui::TextField(ui, "overlay/first", inner, advised,
                {.hint = ui.T("console.consult.advised_hint"), .multiline = true});
  const bool may = !advised.empty() && app.CanSend();
  if (ui::Button(ui, "overlay/send", row.Column(0, 2, ui.Px(12)), ui.T("console.consult.save"),
                 ui::ButtonKind::kPrimary, may, "Ctrl+Enter") ||
      TakeSend(app, may))
    return Answer(app, contact, consult);
  if (ui::Button(ui, "overlay/cancel", row.Column(1, 2, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

void DrawAsk(App& app, Rect inner, const v1::Contact& contact) {
  auto& ui = app.ui();
  auto& input = app.view().card;
  const auto& people = app.Kept<std::vector<Person>>("consult.people", 0, {}, [&] { return Askable(app); });
  const auto& names = app.Kept<std::vector<std::string>>("consult.names", 0, {}, [&] {
    std::vector<std::string> all;
    for (const auto& person : people) all.push_back(person.name);
    return all;
  });
  if (input.choice < 0 || input.choice >= static_cast<int>(people.size())) input.choice = 0;
  const Rect row = inner.CutBottom(ui.Px(ui::kPrimaryHeight));
  inner.CutBottom(ui.Px(12));
  const Rect who = inner.CutBottom(ui::ChooseHeight(ui, names.size(), 3));
  ui::Caption(ui, inner.CutBottom(ui.Px(ui::kCaptionHeight)), ui.T("console.consult.who"));
  inner.CutBottom(ui.Px(4));
  ui::Caption(ui, inner.CutTop(ui.Px(ui::kCaptionHeight)), ui.T("console.consult.question"));
  ui::TextField(ui, "overlay/first", inner, app.DraftOf(contact.contact_id()).question,
                {.hint = ui.T("console.consult.question_hint"), .multiline = true});
  ui::Choose(ui, "overlay/who", who, names, input.choice, true, 3);
  const bool may = app.CanSend() && !app.DraftOf(contact.contact_id()).question.empty();
  if (ui::Button(ui, "overlay/send", row.Column(0, 2, ui.Px(12)), ui.T("console.consult.ask"),
                 ui::ButtonKind::kPrimary, may, "Ctrl+Enter") ||
      TakeSend(app, may))
    return Ask(app, contact, people[static_cast<std::size_t>(std::max(0, input.choice))].id);
  if (ui::Button(ui, "overlay/cancel", row.Column(1, 2, ui.Px(12)), ui.T("console.red.cancel"),
                 ui::ButtonKind::kQuiet, true, "Esc"))
    app.CloseOverlay();
}

}  // namespace

const v1::Consult* OpenConsult(const v1::Contact& contact) {
  for (int i = contact.consults_size() - 1; i >= 0; --i) {
    if (contact.consults(i).answered_us() == 0) return &contact.consults(i);
  }
  return nullptr;
}

std::string ConsultLine(App& app, const v1::Consult& consult) {
  const auto& ui = app.ui();
  const auto& state = app.store().state();
  std::string who(ui.T("console.consult.anybody"));
  if (state.FindDoctor(consult.with_id()) != nullptr) who = DoctorName(state, consult.with_id());
  for (const auto& staff : state.region.staff()) {
    if (staff.user_id() == consult.with_id()) who = staff.name();
  }
  return text::Format(ui.lang, "console.consult.asked",
                      {{"by", consult.by().name()},
                       {"who", who},
                       {"time", Roughly(ui.lang, app.now_us() - consult.at_us())}});
}

ImVec2 ConsultSize(App& app) {
  return {app.ui().Px(680), app.ui().Px(440)};
}

void DrawConsult(App& app, Rect card) {
  auto& ui = app.ui();
  const v1::Contact* contact = app.contact();
  if (contact == nullptr) return DrawGoneCard(app, card);
  Rect inner = card.Inset(ui.Px(24), ui.Px(20));
  Label(ui, inner.CutTop(ui.Px(36)), ui.fonts.title, Role::kText,
        app.Words("consult.title", contact->contact_id(), [&] {
          return text::Format(ui.lang, "console.consult.title", {{"who", PatientName(ui, *contact)}});
        }));
  inner.CutTop(ui.Px(4));
  if (const v1::Consult* asked = OpenConsult(*contact)) return DrawAsked(app, inner, *contact, *asked);
  DrawAsk(app, inner, *contact);
}

}  // namespace legevakt::console
