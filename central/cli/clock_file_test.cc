#include "central/cli/clock_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/ids.h"
#include "base/time_units.h"

namespace legevakt::cli {
namespace {

namespace fs = std::filesystem;

constexpr char kBoot[] = "0f3a7d52-9d0c-4a51-8c54-6d1c1e5b7a90";
constexpr ClockReading kReading{.boot_us = 7 * kHourUs, .engine_us = 1'780'160'520LL * kSecondUs};

class ClockFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(dir_);
    fs::create_directories(dir_);
  }
  void TearDown() override { fs::remove_all(dir_); }

  std::string Bytes() const {
    std::ostringstream bytes;
    bytes << std::ifstream(dir_ / "clock").rdbuf();
    return bytes.str();
  }
  void Write(const std::string& bytes) const { std::ofstream(dir_ / "clock", std::ios::trunc) << bytes; }

  const fs::path dir_ = fs::path(::testing::TempDir()) / ("legevakt-clock-file-" + NewUuid());
};

TEST_F(ClockFileTest, GivesOnTheSameBootWhatWasWritten) {
  ASSERT_TRUE(WriteClockFile(dir_, kBoot, kReading).ok());
  const auto read = ReadClockFile(dir_, kBoot);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->boot_us, kReading.boot_us);
  EXPECT_EQ(read->engine_us, kReading.engine_us);
  EXPECT_FALSE(fs::exists(dir_ / "clock.part"));
}

TEST_F(ClockFileTest, GivesNothingOnAnotherBootOrWhereThereIsNone) {
  EXPECT_FALSE(ReadClockFile(dir_, kBoot).has_value());
  ASSERT_TRUE(WriteClockFile(dir_, kBoot, kReading).ok());
  EXPECT_FALSE(ReadClockFile(dir_, "another").has_value());
  // Where the system does not tell its boot, two of them cannot be told apart.
  ASSERT_TRUE(WriteClockFile(dir_, "", kReading).ok());
  EXPECT_FALSE(ReadClockFile(dir_, "").has_value());
}

// A time from ahead would stay in the journal for ever.
TEST_F(ClockFileTest, GivesNothingWhereAByteHasChangedOrTheEndIsGone) {
  ASSERT_TRUE(WriteClockFile(dir_, kBoot, kReading).ok());
  const std::string whole = Bytes();
  for (std::size_t at = 0; at + 1 < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    Write(changed);
    EXPECT_FALSE(ReadClockFile(dir_, kBoot).has_value()) << changed;
    Write(whole.substr(0, at));
    EXPECT_FALSE(ReadClockFile(dir_, kBoot).has_value()) << whole.substr(0, at);
  }
}

TEST_F(ClockFileTest, IsWrittenEachMinuteAndTheOneBeforeStaysWhereItCannotBe) {
  ClockReading now = kReading;
  ClockFileChore chore(dir_, kBoot, [&now] { return now; });
  const auto engine_us = [this] { return ReadClockFile(dir_, kBoot).value_or(ClockReading()).engine_us; };
  chore.Do(now.engine_us, {});
  EXPECT_EQ(engine_us(), kReading.engine_us);
  const auto pass = [&](std::int64_t us) {
    now.boot_us += us;
    now.engine_us += us;
    return chore.Do(now.engine_us, {});
  };
  EXPECT_EQ(pass(59 * kSecondUs), kReading.engine_us + kMinuteUs) << "when it wants to be asked again";
  EXPECT_EQ(engine_us(), kReading.engine_us);
  pass(kSecondUs);
  EXPECT_EQ(engine_us(), kReading.engine_us + kMinuteUs);
  fs::create_directories(dir_ / "clock.part");
  pass(kMinuteUs);
  EXPECT_EQ(engine_us(), kReading.engine_us + kMinuteUs);
  fs::remove(dir_ / "clock.part");
  pass(kMinuteUs);
  EXPECT_EQ(engine_us(), kReading.engine_us + 3 * kMinuteUs);
}

TEST(BootId, IsTheSameAllTheTime) {
  EXPECT_EQ(BootId().size(), 36U);
  EXPECT_EQ(BootId(), BootId());
}

}  // namespace
}  // namespace legevakt::cli
