// Damage on the disk in the gate: a sample. Many: script/faults damage.
#include "tests/faults/damage.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace legevakt::faults {
namespace {

TEST(Damage, IsToldNeverServedAndWhatIsLeftIsSalvaged) {
  const DamageReport report = TryDamage({.seed = 20'261'130, .tries = 200});
  for (const std::string& fault : report.faults) ADD_FAILURE() << fault;
  EXPECT_GT(report.told_events, 20);
  EXPECT_GT(report.told_log, 10);
  EXPECT_GT(report.cut_to_nothing, 3);
  EXPECT_GT(report.harmless, 5);
  EXPECT_GT(report.salvaged_all, 10);
  EXPECT_GT(report.salvaged_part, 20);
  EXPECT_GT(report.events_beyond, 20);
  EXPECT_GT(report.replies, 20);
  std::printf(
      "damage: %ld tries, %ld told (%ld in events, %ld in the log), %ld harmless, %ld where the log's end is "
      "gone;"
      " salvaged %ld whole and %ld up to the damage, %ld events beyond it, %ld replies\n",
      report.tries, report.told, report.told_events, report.told_log, report.harmless, report.end_is_gone,
      report.salvaged_all, report.salvaged_part, report.events_beyond, report.replies);
}

}  // namespace
}  // namespace legevakt::faults
