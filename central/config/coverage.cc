#include "central/config/coverage.h"

namespace legevakt::config {
namespace {

template <typename Counts>
std::vector<UtcInterval> GapsOf(const v1::Region& region, const Horizon& horizon, Counts counts) {
  std::vector<UtcInterval> shifts;
  for (const v1::Doctor& doctor : region.doctors()) {
    if (!counts(doctor)) continue;
    for (const v1::Shift& shift : doctor.shifts()) shifts.push_back({shift.from_us(), shift.to_us()});
  }
  return Gaps(std::move(shifts), {horizon.from_us(), horizon.to_us()});
}

}  // namespace

std::vector<UtcInterval> WithoutDoctor(const v1::Region& region, const Horizon& horizon) {
  return GapsOf(region, horizon, [](const v1::Doctor&) { return true; });
}

std::vector<UtcInterval> WithoutBackup(const v1::Region& region, const Horizon& horizon) {
  const auto nobody = WithoutDoctor(region, horizon);
  std::vector<UtcInterval> alone;
  for (const UtcInterval& gap :
       GapsOf(region, horizon, [](const v1::Doctor& d) { return d.may_stand_alone(); })) {
    for (const UtcInterval& part : Gaps(nobody, gap)) alone.push_back(part);
  }
  return alone;
}

}  // namespace legevakt::config
