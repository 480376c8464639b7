// How many decoded events a second Apply takes: a made week of a centre, applied from the beginning to a
// fresh state. The floor is the same events parsed from their bytes. One line of JSON.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "base/time_units.h"
#include "central/domain/apply.h"
#include "central/domain/testing.h"

namespace legevakt::domain {
namespace {

using testing::Centre;

// One contact from ring to close, as most are; every second is seen by a doctor.
void OneContact(Centre& centre, int number) {
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

// Of this process: what else runs on the machine does not count.
std::int64_t CpuNs() {
  return static_cast<std::int64_t>(std::clock()) * (1'000'000'000 / CLOCKS_PER_SEC);
}

double PerSecond(std::size_t events, std::int64_t ns) {
  return static_cast<double>(events) * 1e9 / static_cast<double>(ns);
}

int Main(int contacts, int rounds) {
  Centre centre;
  for (int i = 0; i < contacts; ++i) OneContact(centre, i);
  const std::vector<v1::Event>& journal = centre.journal();
  std::vector<std::string> bytes;
  bytes.reserve(journal.size());
  for (const v1::Event& event : journal) bytes.push_back(event.SerializeAsString());
  double best = 0;
  double floor = 0;
  for (int round = 0; round < rounds; ++round) {
    {
      State state;
      const std::int64_t begin_ns = CpuNs();
      for (const v1::Event& event : journal) {
        if (!Apply(state, event).ok()) return EXIT_FAILURE;
      }
      best = std::max(best, PerSecond(journal.size(), CpuNs() - begin_ns));
    }
    const std::int64_t begin_ns = CpuNs();
    for (const std::string& each : bytes) {
      v1::Event event;
      if (!event.ParseFromString(each)) return EXIT_FAILURE;
    }
    floor = std::max(floor, PerSecond(bytes.size(), CpuNs() - begin_ns));
  }
  std::printf("{\"events\": %zu, \"apply_per_s\": %.0f, \"parse_per_s\": %.0f}\n", journal.size(), best,
              floor);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace legevakt::domain

int main(int argc, char** argv) {
  const int contacts = argc > 1 ? std::atoi(argv[1]) : 8000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 7;
  return legevakt::domain::Main(contacts, rounds);
}
