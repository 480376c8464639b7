// How many decoded events a second Apply takes: a made week of a centre, applied from the beginning to a
// fresh state. The floor is the same events parsed from their bytes. One line of JSON.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "central/domain/apply.h"
#include "central/domain/bench/made_contact.h"
#include "central/domain/testing.h"

namespace legevakt::domain {
namespace {

using testing::Centre;

// Of this process: what else runs on the machine does not count.
std::int64_t CpuNs() {
  return static_cast<std::int64_t>(std::clock()) * (1'000'000'000 / CLOCKS_PER_SEC);
}

double PerSecond(std::size_t events, std::int64_t ns) {
  return static_cast<double>(events) * 1e9 / static_cast<double>(ns);
}

int Main(int contacts, int rounds) {
  Centre centre;
  for (int i = 0; i < contacts; ++i) bench::OneContact(centre, i);
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
