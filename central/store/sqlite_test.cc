#include "central/store/sqlite.h"

#include <gtest/gtest.h>

#include <thread>

#include "central/store/testing.h"

namespace legevakt::store {
namespace {

// Goes on for minutes where nobody ends it.
constexpr const char* kLong =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT max(i) FROM "
    "n";

TEST(Interruptible, WhatRunsEndsAndSoDoesWhatIsBegunAfterwards) {
  const TempDir dir;
  std::stop_source stop;
  absl::StatusOr<Db> db = absl::UnknownError("not opened");
  {
    const Interruptible interruptible(stop.get_token());
    db = Db::Open(dir.path() / "x.db", Db::Mode::kCreate);
  }
  ASSERT_TRUE(db.ok()) << db.status();
  EXPECT_TRUE(db->Exec("CREATE TABLE t(x)").ok()) << "nobody has asked for an end";
  std::jthread asks([&stop] { stop.request_stop(); });
  EXPECT_TRUE(absl::IsCancelled(db->QueryInt(kLong).status()));
  asks.join();
  EXPECT_TRUE(absl::IsCancelled(db->QueryInt(kLong).status()));
}

TEST(Interruptible, HoldsForConnectionsThatAreOpenedUnderItAlone) {
  const TempDir dir;
  std::stop_source stop;
  stop.request_stop();
  {
    const Interruptible interruptible(stop.get_token());
    EXPECT_TRUE(Interruptible::StopRequested());
  }
  EXPECT_FALSE(Interruptible::StopRequested());
  auto db = Db::Open(dir.path() / "x.db", Db::Mode::kCreate);
  ASSERT_TRUE(db.ok()) << db.status();
  EXPECT_EQ(*db->QueryInt("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                          " SELECT max(i) FROM n"),
            100000);
}

}  // namespace
}  // namespace legevakt::store
