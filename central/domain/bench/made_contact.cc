#include "central/domain/bench/made_contact.h"

#include <string>

#include "base/time_units.h"

namespace legevakt::domain::bench {

void OneContact(testing::Centre& centre, int number) {
  const v1::Actor actor = number % 2 == 0 ? testing::Kari() : testing::Ola();
  const std::int64_t call_id = centre.Ring("9" + std::to_string(1'000'000 + number % 999'983));
  centre.Pass(20 * kSecondUs);
  v1::Command command;
  command.mutable_answer_call()->set_call_id(call_id);
  const std::int64_t id = centre.Must(actor, command).contact_id;
  command.Clear();
  v1::RecordIntake& record = *command.mutable_record_intake();
  record.set_contact_id(id);
  record.mutable_intake()->set_age_months(12 * (number % 90));
  record.mutable_intake()->set_relation(v1::CALLER_RELATION_PARENT);
  record.mutable_personal()->set_name("Syntetisk Person " + std::to_string(number));
  record.mutable_personal()->set_address("Storgata " + std::to_string(number % 200));
  centre.Must(actor, command);
  centre.Must(actor, testing::AssessCommand(id, "diffuse", number % 3 == 0 ? "haster" : "vanlig", "kjent"));
  command.Clear();
  command.mutable_end_call()->set_call_id(call_id);
  centre.Must(actor, command);
  if (number % 2 == 0) {
    command.Clear();
    command.mutable_request_mission()->set_contact_id(id);
    command.mutable_request_mission()->set_measure(v1::MEASURE_STATION);
    command.mutable_request_mission()->set_doctor_id("lege-nilsen");
    const std::int64_t mission = centre.Must(actor, command).mission_id;
    centre.Step(testing::Station(), mission, v1::MISSION_STATE_ACCEPTED);
    centre.Step(testing::Station(), mission, v1::MISSION_STATE_WITH_PATIENT);
    centre.Step(testing::Station(), mission, v1::MISSION_STATE_DONE);
  }
  centre.Pass(100 * kSecondUs);
  centre.Must(actor, testing::CloseCommand(id, v1::MEASURE_ADVICE, "Ta kontakt igjen hvis det blir verre"));
}

}  // namespace legevakt::domain::bench
