#include "central/domain/invariants.h"

#include <algorithm>

#include "base/time_units.h"
#include "central/domain/apply_internal.h"
#include "central/domain/routing.h"

namespace legevakt::domain {
namespace {

void CheckContact(const State& state, const v1::Contact& contact, std::vector<Violation>& violations) {
  const auto violate = [&](const char* what) {
    violations.push_back({.contact_id = contact.contact_id(), .mission_id = 0, .what = what});
  };
  if (!IsOpen(contact)) {
    for (const std::int64_t id : contact.mission_ids()) {
      const v1::Mission* mission = state.FindMission(id);
      if (mission != nullptr && mission->contact_id() == contact.contact_id() && IsOpen(*mission)) {
        violate("a closed contact has an open mission");
      }
    }
    return;
  }
  if (contact.list() == v1::LIST_KIND_UNSPECIFIED) violate("no list is responsible");
  if (contact.list() != internal::ListOf(state, contact)) violate("the list is not the one that follows");
  if (contact.deadline().at_us() <= 0 || contact.deadline().kind() == v1::DEADLINE_KIND_UNSPECIFIED) {
    violate("no next deadline");
  }
  if (contact.owner().user_id().empty()) violate("nobody answers for it");
  // Rule 5: whoever waits is assessed again, and not only followed up, as one is whom an earlier mission has
  // seen.
  if (contact.state() == v1::CONTACT_STATE_WAITING && contact.mission_ids().size() == 1 &&
      contact.deadline().kind() == v1::DEADLINE_KIND_FOLLOW_UP) {
    violate("it waits, and nobody is to assess it again");
  }
  // Rule 2: a red has been alerted to both, and there is a time by which they confirm.
  const bool alerted = contact.red().raised_us() != 0;
  if ((contact.hastegrad() == v1::HASTEGRAD_AKUTT && !alerted) ||
      (IsPending(contact.red()) && contact.red().confirm_by_us() == 0)) {
    violations.push_back({.contact_id = contact.contact_id(),
                          .mission_id = 0,
                          .what = "a red without its alert",
                          .red_without_alert = true});
  }
}

void CheckMission(const State& state, const v1::Mission& mission, std::vector<Violation>& violations) {
  if (!IsOpen(mission)) return;
  const auto violate = [&](const char* what) {
    violations.push_back({.contact_id = 0, .mission_id = mission.mission_id(), .what = what});
  };
  if (mission.owner_id().empty()) violate("no owner");
  if (!state.contacts.contains(mission.contact_id())) violate("no contact");
}

// Whoever has it, assessed it last, or opened it: somebody must be asked.
std::string LastInHand(const v1::Contact& contact) {
  if (contact.has_claim()) return contact.claim().by().user_id();
  if (!contact.assessments().empty()) return contact.assessments().rbegin()->by().user_id();
  return contact.opened_by().user_id().empty() ? "system" : contact.opened_by().user_id();
}

// The ids that an event may have touched: everything the event names.
void TouchedBy(const State& state, const v1::Event& event, std::vector<const v1::Contact*>& contacts,
               std::vector<const v1::Mission*>& missions) {
  // A record's version is the revision of its last event, so what was touched last is found by what names it.
  const auto contact = [&](std::int64_t id) {
    if (const v1::Contact* found = state.FindContact(id)) contacts.push_back(found);
  };
  const auto mission = [&](std::int64_t id) {
    const v1::Mission* found = state.FindMission(id);
    if (found == nullptr) return;
    missions.push_back(found);
    contact(found->contact_id());
  };
  const auto* body = event.GetDescriptor()->FindFieldByNumber(event.what_case());
  if (body == nullptr) return;
  contact(event.revision());
  mission(event.revision());
  const auto& message = event.GetReflection()->GetMessage(event, body);
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const auto* field = message.GetDescriptor()->field(i);
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_INT64) continue;
    const auto& reflection = *message.GetReflection();
    if (field->is_repeated()) {
      const bool contacts_of = field->name().ends_with("contact_ids");
      const bool missions_of = field->name().ends_with("mission_ids");
      if (!contacts_of && !missions_of) continue;
      for (int at = 0; at < reflection.FieldSize(message, field); ++at) {
        const std::int64_t id = reflection.GetRepeatedInt64(message, field, at);
        if (contacts_of) contact(id);
        if (missions_of) mission(id);
      }
      continue;
    }
    const std::int64_t id = reflection.GetInt64(message, field);
    if (field->name() == "mission_id") mission(id);
    if (field->name().ends_with("contact_id") || field->name() == "moved_to") contact(id);
  }
}

}  // namespace

std::vector<Violation> CheckTouched(const State& state, const v1::Event& event) {
  std::vector<const v1::Contact*> contacts;
  std::vector<const v1::Mission*> missions;
  TouchedBy(state, event, contacts, missions);
  std::vector<Violation> violations;
  for (const v1::Contact* contact : contacts) CheckContact(state, *contact, violations);
  for (const v1::Mission* mission : missions) CheckMission(state, *mission, violations);
  return violations;
}

std::vector<Violation> CheckAll(const State& state) {
  std::vector<Violation> violations;
  for (const auto& [id, contact] : state.contacts) CheckContact(state, contact, violations);
  for (const auto& [id, mission] : state.missions) CheckMission(state, mission, violations);
  return violations;
}

v1::Event Repair(const State& state, const Violation& violation, std::int64_t now_us) {
  v1::Event event;
  event.set_revision(state.revision + 1);
  event.set_at_us(now_us);
  event.mutable_actor()->set_user_id("system");
  event.mutable_actor()->set_role(v1::ROLE_SYSTEM);
  if (const v1::Contact* red = state.FindContact(violation.contact_id);
      red != nullptr && violation.red_without_alert) {
    v1::RedRaised& raised = *event.mutable_red_raised();
    raised.set_contact_id(red->contact_id());
    raised.set_confirm_by_us(now_us + state.region.targets().red_confirm_s() * kSecondUs);
    raised.set_doctor_id(DoctorForRed(state, *red));
    return event;
  }
  v1::InvariantRepaired& repaired = *event.mutable_invariant_repaired();
  repaired.set_contact_id(violation.contact_id);
  repaired.set_mission_id(violation.mission_id);
  repaired.set_what(violation.what);
  if (const v1::Mission* mission = state.FindMission(violation.mission_id)) {
    if (mission->owner_id().empty()) repaired.set_owner_id(mission->requested_by().user_id());
    repaired.set_contact_id(mission->contact_id());
  }
  const v1::Contact* contact = state.FindContact(repaired.contact_id());
  if (contact == nullptr) {
    repaired.clear_contact_id();
    return event;
  }
  if (violation.mission_id == 0 && IsOpen(*contact) && contact->owner().user_id().empty()) {
    repaired.set_owner_id(LastInHand(*contact));
  }
  // Whatever was wrong with it, somebody must look: it is due now, and an alarm until it is assessed. A
  // closed one whose mission is still open is open again.
  if (contact->state() != v1::CONTACT_STATE_MERGED) {
    repaired.mutable_deadline()->set_kind(v1::DEADLINE_KIND_REASSESSMENT);
    repaired.mutable_deadline()->set_at_us(now_us);
  }
  return event;
}

}  // namespace legevakt::domain
