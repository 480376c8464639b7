// The clocks of the machine that central runs on. Boot time is true time; the wall is what people and NTP
// make of it: it steps, and it drifts.
#pragma once

#include <cstdint>

#include "tests/simulation/loop.h"

namespace legevakt::simulation {

class Machine {
 public:
  Machine(const Loop& loop, std::int64_t start_us) : loop_(loop), offset_us_(start_us) {}

  std::int64_t BootUs() const { return loop_.now_us() - booted_us_; }
  std::int64_t WallUs() const { return loop_.now_us() + offset_us_ + Drifted(); }

  // Which boot it is.
  int boot() const { return boot_; }
  // The power comes back after a cut.
  void Boot() {
    ++boot_;
    booted_us_ = loop_.now_us();
  }

  void StepWall(std::int64_t by_us) { offset_us_ += by_us; }
  // Microseconds a second; positive runs fast.
  void Drift(std::int64_t ppm) {
    offset_us_ += Drifted();
    drift_since_us_ = loop_.now_us();
    drift_ppm_ = ppm;
  }

 private:
  static constexpr std::int64_t kUpForUs = 86'400'000'000;
  std::int64_t Drifted() const { return (loop_.now_us() - drift_since_us_) / 1'000'000 * drift_ppm_; }

  const Loop& loop_;
  int boot_ = 1;
  std::int64_t booted_us_ = -kUpForUs;
  std::int64_t offset_us_;
  std::int64_t drift_since_us_ = 0;
  std::int64_t drift_ppm_ = 0;
};

}  // namespace legevakt::simulation
