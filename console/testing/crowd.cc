#include "console/testing/crowd.h"

#include <array>
#include <string>

namespace legevakt::console::testing {

void FillCrowd(LocalCentral& central, int contacts) {
  constexpr std::array kPlaces = {"4602", "4645", "4646", "4647"};
  constexpr std::array kLevels = {"haster", "vanlig", "vanlig", "haster", "vanlig"};
  const auto kari = central.Operator();
  central.Telephony(true);
  for (const char* doctor : {"lege-nilsen", "lege-berg", "lege-dahl"}) central.OnDuty(doctor);
  for (int i = 0; i < contacts; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const std::string phone = std::to_string(41'000'000 + i);
    const auto call = central.Ring(phone, kPlaces.at(at % kPlaces.size()));
    v1::Command answer;
    answer.mutable_answer_call()->set_call_id(call);
    const auto id = central.Do(kari, answer);
    v1::Command intake;
    auto& record = *intake.mutable_record_intake();
    record.set_contact_id(id);
    record.mutable_personal()->set_name("Prøve Nummer " + std::to_string(i));
    record.mutable_personal()->set_phone(phone);
    record.mutable_intake()->set_age_months((i % 90 + 1) * 12);
    record.mutable_intake()->set_municipality(kPlaces.at(at % kPlaces.size()));
    central.Do(kari, intake);
    if (i % 7 != 0) {
      v1::Command assess;
      assess.mutable_assess_contact()->set_contact_id(id);
      assess.mutable_assess_contact()->set_complaint_id("diffuse");
      assess.mutable_assess_contact()->set_level_id(kLevels.at(at % kLevels.size()));
      assess.mutable_assess_contact()->set_lowering_reason("Kjent fra tidligere");
      central.Do(kari, assess);
    }
    v1::Command end;
    end.mutable_end_call()->set_call_id(call);
    central.Do(kari, end);
    v1::Command park;
    park.mutable_park_contact()->set_contact_id(id);
    central.Do(kari, park);
  }
}

}  // namespace legevakt::console::testing
