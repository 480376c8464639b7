#include "central/bench/requests.h"

#include "base/ids.h"

namespace legevakt::bench {
namespace {

// A few sentences, as an operator writes them.
constexpr char kSituation[] =
    "Feber siden i gaar kveld, hoster, drikker litt, har tatt paracetamol kl. 18. Ingen utslett. "
    "Mor er urolig og ringer for andre gang. Bor 25 minutter fra legevakten og har bil.";

void RecordCall(int contact, const std::string& municipality, v1::Command& command) {
  v1::RecordCall& call = *command.mutable_record_call();
  call.set_kind(v1::CALL_KIND_PHONE);
  call.set_lane(v1::CALL_LANE_NORMAL);
  call.set_municipality(municipality);
  call.mutable_personal()->set_phone(std::to_string(40000000 + contact));
}

void RecordIntake(int contact, std::int64_t contact_id, v1::Command& command) {
  v1::RecordIntake& intake = *command.mutable_record_intake();
  intake.set_contact_id(contact_id);
  intake.mutable_intake()->set_age_months(12 * (contact % 90));
  intake.mutable_intake()->set_sex(contact % 2 == 0 ? v1::SEX_FEMALE : v1::SEX_MALE);
  intake.mutable_intake()->set_relation(v1::CALLER_RELATION_PARENT);
  intake.mutable_intake()->set_airway_threat(v1::TRI_NO);
  intake.mutable_intake()->set_breathing_trouble(v1::TRI_NO);
  intake.mutable_intake()->set_reduced_consciousness(v1::TRI_NO);
  intake.mutable_personal()->set_name("Testperson " + std::to_string(contact));
  intake.mutable_personal()->set_text(kSituation);
}

}  // namespace

v1::ExecuteRequest RequestOf(int contact, int step, std::int64_t contact_id,
                             const std::string& municipality) {
  v1::ExecuteRequest request;
  request.set_request_id(NewUuid());
  v1::Command& command = *request.mutable_command();
  switch (step) {
    case 0:
      RecordCall(contact, municipality, command);
      break;
    case 1:
      RecordIntake(contact, contact_id, command);
      break;
    case 2:
      command.mutable_assess_contact()->set_contact_id(contact_id);
      command.mutable_assess_contact()->set_complaint_id("diffuse");
      break;
    default:
      command.mutable_park_contact()->set_contact_id(contact_id);
      break;
  }
  return request;
}

}  // namespace legevakt::bench
