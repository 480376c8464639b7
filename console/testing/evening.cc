// A busy moment of a Saturday evening, for pictures and for tests that want a full screen. All people are
// invented.
#include <tuple>

#include "console/testing/local_central.h"

namespace legevakt::console::testing {
namespace {

struct Patient {
  const char* name;
  int age_months;
  v1::Sex sex;
  const char* municipality;
  const char* phone;
  const char* situation;
};

std::int64_t Take(LocalCentral& central, const v1::Actor& actor, const Patient& patient) {
  const std::int64_t call = central.Ring(patient.phone, patient.municipality);
  central.Pass(25 * kSecondUs);
  v1::Command answer;
  answer.mutable_answer_call()->set_call_id(call);
  const std::int64_t id = central.Do(actor, answer);
  v1::Command intake;
  auto& record = *intake.mutable_record_intake();
  record.set_contact_id(id);
  record.mutable_personal()->set_name(patient.name);
  record.mutable_personal()->set_phone(patient.phone);
  record.mutable_personal()->set_text(patient.situation);
  if (patient.age_months > 0) record.mutable_intake()->set_age_months(patient.age_months);
  record.mutable_intake()->set_sex(patient.sex);
  record.mutable_intake()->set_municipality(patient.municipality);
  record.mutable_intake()->set_with_patient(true);
  central.Do(actor, intake);
  return id;
}

void Assess(LocalCentral& central, const v1::Actor& actor, std::int64_t id, const char* complaint,
            const char* level) {
  v1::Command command;
  auto& assess = *command.mutable_assess_contact();
  assess.set_contact_id(id);
  assess.set_complaint_id(complaint);
  assess.set_level_id(level);
  assess.set_lowering_reason("Kjent fra tidligere");
  central.Do(actor, command);
}

std::int64_t Request(LocalCentral& central, const v1::Actor& actor, std::int64_t id, v1::Measure measure,
                     const char* doctor) {
  v1::Command command;
  auto& request = *command.mutable_request_mission();
  request.set_contact_id(id);
  request.set_measure(measure);
  request.set_doctor_id(doctor);
  return central.Do(actor, command);
}

void Step(LocalCentral& central, const char* doctor, std::int64_t mission, v1::MissionState state) {
  v1::Command command;
  command.mutable_step_mission()->set_mission_id(mission);
  command.mutable_step_mission()->set_state(state);
  if (state == v1::MISSION_STATE_DONE) command.mutable_step_mission()->set_outcome(v1::OUTCOME_FINISHED);
  central.Do(central.Doctor(doctor), command);
}

void Park(LocalCentral& central, const v1::Actor& actor, std::int64_t id) {
  v1::Command command;
  command.mutable_park_contact()->set_contact_id(id);
  central.Do(actor, command);
}

void End(LocalCentral& central, const v1::Actor& actor, std::int64_t contact_id) {
  v1::Command command;
  command.mutable_end_call()->set_call_id(central.state().contacts.at(contact_id).call_ids(0));
  central.Do(actor, command);
}

void Close(LocalCentral& central, const v1::Actor& actor, std::int64_t id, v1::Measure measure,
           const char* safety_net) {
  End(central, actor, id);
  v1::Command command;
  auto& close = *command.mutable_close_contact();
  close.set_contact_id(id);
  close.set_measure(measure);
  close.mutable_safety_net()->set_text(safety_net);
  central.Do(actor, command);
}

}  // namespace

void FillPast(LocalCentral& central) {
  central.Telephony(true);
  const auto kari = central.Operator();
  const auto ola = central.Colleague();
  for (const auto& [patient, complaint, actor] :
       {std::tuple(
            Patient{"Bjørg Ødegård", 77 * 12, v1::SEX_FEMALE, "4645", "41200015", "Svimmel etter frokost"},
            "dizziness", ola),
        std::tuple(Patient{"Nora Vik", 4 * 12, v1::SEX_FEMALE, "4647", "41200031", "Hoster om natten"},
                   "breathing", kari),
        std::tuple(Patient{"Bjørg Ødegård", 77 * 12, v1::SEX_FEMALE, "4645", "41200015", "Fortsatt svimmel"},
                   "dizziness", kari)}) {
    const auto id = Take(central, actor, patient);
    Assess(central, actor, id, complaint, "vanlig");
    central.Pass(6 * kMinuteUs);
    Close(central, actor, id, v1::MEASURE_ADVICE,
          "Ta kontakt igjen hvis du besvimer eller får vondt i brystet");
    central.Pass(9 * kMinuteUs);
  }
}

void FillEvening(LocalCentral& central) {
  const auto kari = central.Operator();
  const auto ola = central.Colleague();
  central.Telephony(true);
  for (const char* doctor : {"lege-nilsen", "lege-berg", "lege-dahl"}) central.OnDuty(doctor);

  const auto fall =
      Take(central, kari, {"Olav Haugen", 84 * 12, v1::SEX_MALE, "4646", "41200011", "Falt i trappen"});
  Assess(central, kari, fall, "diffuse", "haster");
  Step(central, "lege-berg", Request(central, kari, fall, v1::MEASURE_HOME_VISIT, "lege-berg"),
       v1::MISSION_STATE_ACCEPTED);
  central.Pass(4 * kMinuteUs);
  const auto child =
      Take(central, ola, {"Emma Lunde", 14, v1::SEX_FEMALE, "4647", "41200012", "Feber i to døgn"});
  Assess(central, ola, child, "diffuse", "haster");
  const auto seen = Request(central, ola, child, v1::MEASURE_STATION, "lege-nilsen");
  Step(central, "lege-nilsen", seen, v1::MISSION_STATE_ACCEPTED);
  Step(central, "lege-nilsen", seen, v1::MISSION_STATE_WITH_PATIENT);
  central.Pass(3 * kMinuteUs);
  for (const Patient& patient :
       {Patient{"Ingrid Sætre", 33 * 12, v1::SEX_FEMALE, "4602", "41200013", "Vondt ved vannlating"},
        Patient{"Mohammed Ali", 41 * 12, v1::SEX_MALE, "4647", "41200014", "Kutt i hånden"},
        Patient{"Bjørg Ødegård", 77 * 12, v1::SEX_FEMALE, "4645", "41200015", "Svimmel siden i går"}}) {
    const auto id = Take(central, ola, patient);
    Assess(central, ola, id, "diffuse", "vanlig");
    End(central, ola, id);
    Park(central, ola, id);
    central.Pass(2 * kMinuteUs);
  }
  const auto stomach = Take(
      central, ola, {"Katarzyna Nowak", 29 * 12, v1::SEX_FEMALE, "4602", "41200016", "Sterke magesmerter"});
  Assess(central, ola, stomach, "diffuse", "haster");
  Request(central, ola, stomach, v1::MEASURE_STATION, "lege-dahl");
  const auto unknown = Take(central, ola, {"", 0, v1::SEX_UNSPECIFIED, "4645", "41200017", ""});
  Park(central, ola, unknown);
  central.Ring("41200021", "4647");
  central.Pass(50 * kSecondUs);
  central.Ring("", "4602");
  central.Ring("57610000", "4646", v1::CALL_LANE_PROFESSIONAL);
  central.Pass(20 * kSecondUs);
}

}  // namespace legevakt::console::testing
