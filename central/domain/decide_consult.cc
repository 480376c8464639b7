// "Konferer": a second opinion. It lowers and raises nothing by itself; an alarm says that it waits.
#include <algorithm>

#include "central/domain/decide_internal.h"

namespace legevakt::domain::internal {
namespace {

void AskConsult(Deciding& deciding, const v1::RequestConsult& command) {
  const v1::Contact* contact = deciding.OpenContactFor(command.contact_id());
  if (contact == nullptr) return;
  if (command.personal().text().empty()) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "text"}});
    return;
  }
  const std::string& with = command.with_id();
  if (with == deciding.actor().user_id()) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "with_id"}});
    return;
  }
  if (!with.empty() && deciding.state.FindStaff(with) == nullptr &&
      deciding.state.FindDoctor(with) == nullptr) {
    deciding.Refuse(v1::REASON_UNKNOWN_USER, {{"field", "with_id"}});
    return;
  }
  v1::Event& event = deciding.Add();
  *event.mutable_personal() = command.personal();
  event.mutable_consult_requested()->set_contact_id(command.contact_id());
  event.mutable_consult_requested()->set_with_id(with);
}

// The one who asked may write down what was said on the telephone.
void AnswerTheConsult(Deciding& deciding, const v1::AnswerConsult& command) {
  const v1::Contact* contact = deciding.ContactFor(command.contact_id());
  if (contact == nullptr) return;
  const auto waits = [&](const v1::Consult& consult) {
    return consult.consult_id() == command.consult_id() && consult.answered_us() == 0;
  };
  if (std::none_of(contact->consults().begin(), contact->consults().end(), waits)) {
    deciding.Refuse(v1::REASON_UNKNOWN_CONSULT);
    return;
  }
  if (command.personal().text().empty()) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "text"}});
    return;
  }
  v1::Event& event = deciding.Add();
  *event.mutable_personal() = command.personal();
  event.mutable_consult_answered()->set_contact_id(command.contact_id());
  event.mutable_consult_answered()->set_consult_id(command.consult_id());
}

}  // namespace

bool DecideConsult(Deciding& deciding, const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kRequestConsult:
      AskConsult(deciding, command.request_consult());
      return true;
    case v1::Command::kAnswerConsult:
      AnswerTheConsult(deciding, command.answer_consult());
      return true;
    default:
      return false;
  }
}

}  // namespace legevakt::domain::internal
