#include <algorithm>

#include "base/limits.h"
#include "central/domain/decide_internal.h"

namespace legevakt::domain::internal {
namespace {

v1::UndoPoint UndoOf(const Deciding& deciding, const v1::Contact& contact, v1::UndoKind kind) {
  v1::UndoPoint undo;
  undo.set_kind(kind);
  undo.set_until_us(deciding.now_us() + limits::kUndoUs);
  undo.set_state_before(contact.state());
  undo.set_measure_before(contact.measure());
  *undo.mutable_deadline_before() = contact.deadline();
  return undo;
}

void Open(Deciding& deciding, const v1::OpenContact& command) {
  if (command.call_id() != 0 && deciding.CallFor(command.call_id()) == nullptr) return;
  if (!PaperTimeFits(deciding, command.happened_us(), 0, "happened_us")) return;
  const std::int64_t contact_id = OpenContact(deciding, command.municipality(), command.happened_us());
  if (command.call_id() != 0) {
    v1::CallLinked& linked = *deciding.Add().mutable_call_linked();
    linked.set_call_id(command.call_id());
    linked.set_contact_id(contact_id);
  }
  deciding.decision.contact_id = contact_id;
}

void RecordIntake(Deciding& deciding, const v1::RecordIntake& command) {
  if (deciding.OpenContactFor(command.contact_id()) == nullptr) return;
  const v1::Intake& intake = command.intake();
  if (intake.has_age_months() && (intake.age_months() < 0 || intake.age_months() > 130 * 12)) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "age_months"}});
    return;
  }
  if (!intake.municipality().empty() && deciding.state.FindMunicipality(intake.municipality()) == nullptr &&
      intake.municipality().size() != 4) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "municipality"}});
    return;
  }
  for (const std::string& field : command.cleared()) {
    if (v1::Intake::descriptor()->FindFieldByName(field) != nullptr) continue;
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "cleared"}});
    return;
  }
  v1::Event& event = deciding.Add();
  *event.mutable_personal() = command.personal();
  event.mutable_intake_recorded()->set_contact_id(command.contact_id());
  *event.mutable_intake_recorded()->mutable_intake() = intake;
  *event.mutable_intake_recorded()->mutable_cleared() = command.cleared();
}

void Claim(Deciding& deciding, const v1::ClaimContact& command) {
  const v1::Contact* contact = deciding.ContactFor(command.contact_id());
  if (contact == nullptr) return;
  if (!IsOpen(*contact)) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", v1::ContactState_Name(contact->state())}});
    return;
  }
  if (contact->has_claim() && contact->claim().by().user_id() != deciding.actor().user_id() &&
      !command.take_over()) {
    deciding.Refuse(v1::REASON_CLAIMED_BY_OTHER, {{"who", contact->claim().by().name()}});
    return;
  }
  v1::ContactClaimed& claimed = *deciding.Add().mutable_contact_claimed();
  claimed.set_contact_id(command.contact_id());
  *claimed.mutable_claim() = ClaimOf(deciding);
}

void Park(Deciding& deciding, const v1::ParkContact& command) {
  if (deciding.OpenContactFor(command.contact_id()) == nullptr) return;
  v1::ClaimReleased& released = *deciding.Add().mutable_claim_released();
  released.set_contact_id(command.contact_id());
  released.set_parked(true);
}

void Measure(Deciding& deciding, const v1::DecideMeasure& command) {
  const v1::Contact* contact = deciding.OpenContactFor(command.contact_id());
  if (contact == nullptr) return;
  if (command.measure() == v1::MEASURE_UNSPECIFIED) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "measure"}});
    return;
  }
  if (contact->hastegrad() == v1::HASTEGRAD_UNSPECIFIED && command.measure() != v1::MEASURE_NOT_MEDICAL) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", "not_assessed"}});
    return;
  }
  v1::Event& event = deciding.Add();
  v1::MeasureDecided& decided = *event.mutable_measure_decided();
  decided.set_contact_id(command.contact_id());
  decided.set_measure(command.measure());
  if (command.has_safety_net()) {
    decided.mutable_safety_net()->set_not_relevant(command.safety_net().not_relevant());
    event.mutable_personal()->set_text(command.safety_net().text());
  }
  *decided.mutable_undo() = UndoOf(deciding, *contact, v1::UNDO_KIND_MEASURE);
}

void Promise(Deciding& deciding, const v1::MakePromise& command) {
  const v1::Contact* contact = deciding.OpenContactFor(command.contact_id());
  if (contact == nullptr) return;
  if (command.kept() && !contact->has_promise()) return;  // already recorded
  // What was promised while a console was cut off may be late when it arrives: then somebody must call now,
  // and it is not to be forgotten.
  if (!command.kept() && command.by_us() <= deciding.now_us() - limits::kPaperUs) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "by_us"}});
    return;
  }
  v1::PromiseMade& made = *deciding.Add().mutable_promise_made();
  made.set_contact_id(command.contact_id());
  made.mutable_promise()->set_by_us(command.kept() ? 0 : command.by_us());
  made.mutable_promise()->set_made_us(deciding.now_us());
}

// What still holds the contact open; empty for nothing.
std::string StillOpen(const State& state, const v1::Contact& contact) {
  for (const std::int64_t id : contact.mission_ids()) {
    const v1::Mission* mission = state.FindMission(id);
    if (mission == nullptr) continue;
    if (IsOpen(*mission)) return "mission";
    // The doctor is done, and the patient is still in the house.
    if (mission->visit().state() == v1::VISIT_STATE_OBSERVATION) return "observation";
  }
  if (contact.has_red() && contact.red().amk_confirmed_us() == 0) return "red_amk";
  if (contact.has_red() && contact.red().doctor_confirmed_us() == 0) return "red_doctor";
  return {};
}

// A case from paper was closed after all that is told of it.
bool ClosedTimeFits(Deciding& deciding, const v1::Contact& contact, const v1::CloseContact& command) {
  if (command.happened_us() == 0) return true;
  if (!contact.from_paper()) {
    return deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "happened_us"}});
  }
  std::int64_t not_before_us = contact.opened_us();
  for (const v1::Assessment& assessment : contact.assessments()) {
    not_before_us = std::max(not_before_us, assessment.at_us());
  }
  return PaperTimeFits(deciding, command.happened_us(), not_before_us, "happened_us");
}

void Close(Deciding& deciding, const v1::CloseContact& command) {
  const v1::Contact* contact = deciding.OpenContactFor(command.contact_id());
  if (contact == nullptr) return;
  const v1::Measure measure =
      command.measure() == v1::MEASURE_UNSPECIFIED ? contact->measure() : command.measure();
  if (measure == v1::MEASURE_UNSPECIFIED) {
    deciding.Refuse(v1::REASON_CLOSE_NEEDS_MEASURE);
    return;
  }
  const bool medical = measure != v1::MEASURE_NOT_MEDICAL;
  if (medical && contact->hastegrad() == v1::HASTEGRAD_UNSPECIFIED) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", "not_assessed"}});
    return;
  }
  const v1::SafetyNet& safety_net = command.has_safety_net() ? command.safety_net() : contact->safety_net();
  if (medical && safety_net.text().empty() && !safety_net.not_relevant()) {
    deciding.Refuse(v1::REASON_CLOSE_NEEDS_SAFETY_NET);
    return;
  }
  if (const std::string what = StillOpen(deciding.state, *contact); !what.empty()) {
    deciding.Refuse(v1::REASON_STILL_OPEN, {{"what", what}});
    return;
  }
  if (!ClosedTimeFits(deciding, *contact, command)) return;
  v1::Event& event = deciding.Add();
  event.mutable_personal()->set_text(safety_net.text());
  v1::ContactClosed& closed = *event.mutable_contact_closed();
  closed.set_contact_id(command.contact_id());
  closed.set_measure(measure);
  closed.mutable_safety_net()->set_not_relevant(safety_net.not_relevant());
  closed.set_responsible(command.responsible().empty() ? deciding.actor().user_id() : command.responsible());
  *closed.mutable_undo() = UndoOf(deciding, *contact, v1::UNDO_KIND_CLOSE);
  closed.set_happened_us(command.happened_us());
}

void AddNote(Deciding& deciding, const v1::AddNote& command) {
  const v1::Contact* contact = deciding.state.FindContact(command.contact_id());
  if (contact == nullptr) {
    deciding.Refuse(v1::REASON_UNKNOWN_CONTACT);
    return;
  }
  if (command.text().empty()) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "text"}});
    return;
  }
  if (command.happened_us() < 0 || command.happened_us() > deciding.now_us()) {
    deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", "happened_us"}});
    return;
  }
  v1::Event& event = deciding.Add();
  event.mutable_personal()->set_text(command.text());
  event.mutable_note_added()->set_contact_id(command.contact_id());
  event.mutable_note_added()->set_happened_us(command.happened_us());
  if (command.new_information() && IsOpen(*contact)) {
    v1::InformationArrived& arrived = *deciding.Add().mutable_information_arrived();
    arrived.set_contact_id(command.contact_id());
    *arrived.mutable_deadline() = DueNow(*contact, deciding.now_us());
  }
}

void EnterNote(Deciding& deciding, const v1::EnterNote& command) {
  const v1::Contact* contact = deciding.ContactFor(command.contact_id());
  if (contact == nullptr || contact->note_entered_us() != 0) return;
  deciding.Add().mutable_note_entered()->set_contact_id(command.contact_id());
}

void ConfirmRed(Deciding& deciding, const v1::ConfirmRed& command) {
  const v1::Contact* contact = deciding.ContactFor(command.contact_id());
  if (contact == nullptr) return;
  if (!contact->has_red()) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", "not_red"}});
    return;
  }
  if (command.amk() && deciding.actor().role() == v1::ROLE_DOCTOR) {
    deciding.Refuse(v1::REASON_NOT_ALLOWED);
    return;
  }
  const v1::Red& red = contact->red();
  if ((command.amk() ? red.amk_confirmed_us() : red.doctor_confirmed_us()) != 0) return;  // already recorded
  v1::RedConfirmed& confirmed = *deciding.Add().mutable_red_confirmed();
  confirmed.set_contact_id(command.contact_id());
  confirmed.set_amk(command.amk());
}

void SeeRed(Deciding& deciding, const v1::SeeRed& command) {
  const v1::Contact* contact = deciding.ContactFor(command.contact_id());
  if (contact == nullptr) return;
  if (!contact->has_red()) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", "not_red"}});
    return;
  }
  for (const std::string& user_id : contact->red().seen_by()) {
    if (user_id == deciding.actor().user_id()) return;
  }
  deciding.Add().mutable_red_seen()->set_contact_id(command.contact_id());
}

void GiveBackRed(Deciding& deciding, const v1::GiveBackRed& command) {
  // Whoever AMK rings records it, as whoever heard a confirmation does: also where a colleague has the
  // contact.
  const v1::Contact* contact = deciding.ContactFor(command.contact_id());
  if (contact == nullptr) return;
  if (!IsOpen(*contact)) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", v1::ContactState_Name(contact->state())}});
    return;
  }
  if (contact->red().amk_confirmed_us() == 0) {
    deciding.Refuse(v1::REASON_WRONG_STATE, {{"state", contact->has_red() ? "not_with_amk" : "not_red"}});
    return;
  }
  if (contact->red().given_back_us() != 0) return;  // already recorded
  v1::RedGivenBack& given_back = *deciding.Add().mutable_red_given_back();
  given_back.set_contact_id(command.contact_id());
  *given_back.mutable_deadline() = DueNow(*contact, deciding.now_us());
}

}  // namespace

v1::Claim ClaimOf(const Deciding& deciding) {
  v1::Claim claim;
  *claim.mutable_by() = deciding.actor();
  claim.set_since_us(deciding.now_us());
  claim.set_until_us(deciding.now_us() + deciding.targets().claim_s() * kSecondUs);
  return claim;
}

bool PaperTimeFits(Deciding& deciding, std::int64_t at_us, std::int64_t not_before_us,
                   std::string_view field) {
  if (at_us == 0) return true;
  const std::int64_t earliest_us = std::max(not_before_us, deciding.now_us() - limits::kPaperUs);
  if (earliest_us <= at_us && at_us <= deciding.now_us()) return true;
  return deciding.Refuse(v1::REASON_BAD_FIELD, {{"field", std::string(field)}});
}

std::int64_t OpenContact(Deciding& deciding, const std::string& municipality, std::int64_t happened_us) {
  const std::int64_t contact_id = deciding.NextRevision();
  v1::ContactOpened& opened = *deciding.Add().mutable_contact_opened();
  opened.set_happened_us(happened_us);
  opened.set_tool_hash(deciding.state.active_tool_hash);
  *opened.mutable_deadline() = DeadlineAt(v1::DEADLINE_KIND_FIRST_ASSESSMENT,
                                          deciding.now_us() + deciding.targets().unassessed_s() * kSecondUs);
  if (IsStaff(deciding.actor().role())) *opened.mutable_claim() = ClaimOf(deciding);
  opened.set_municipality(municipality);
  return contact_id;
}

bool DecideContact(Deciding& deciding, const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kOpenContact:
      Open(deciding, command.open_contact());
      return true;
    case v1::Command::kRecordIntake:
      RecordIntake(deciding, command.record_intake());
      return true;
    case v1::Command::kAssessContact:
      Assess(deciding, command.assess_contact());
      return true;
    case v1::Command::kClaimContact:
      Claim(deciding, command.claim_contact());
      return true;
    case v1::Command::kParkContact:
      Park(deciding, command.park_contact());
      return true;
    case v1::Command::kDecideMeasure:
      Measure(deciding, command.decide_measure());
      return true;
    case v1::Command::kMakePromise:
      Promise(deciding, command.make_promise());
      return true;
    case v1::Command::kCloseContact:
      Close(deciding, command.close_contact());
      return true;
    case v1::Command::kAddNote:
      AddNote(deciding, command.add_note());
      return true;
    case v1::Command::kEnterNote:
      EnterNote(deciding, command.enter_note());
      return true;
    case v1::Command::kConfirmRed:
      ConfirmRed(deciding, command.confirm_red());
      return true;
    case v1::Command::kGiveBackRed:
      GiveBackRed(deciding, command.give_back_red());
      return true;
    case v1::Command::kSeeRed:
      SeeRed(deciding, command.see_red());
      return true;
    default:
      return false;
  }
}

}  // namespace legevakt::domain::internal
