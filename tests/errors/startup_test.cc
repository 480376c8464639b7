// A file that people write is broken, and a journal is there: what is in the journal stays.
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include "tests/errors/caller.h"
#include "tests/integration/central_process.h"

namespace legevakt::testing {
namespace {

using tests::CentralProcess;

constexpr std::chrono::seconds kPatience(60);
constexpr int kCannotStart = 3;

// Puts `value` in the place of the option's value, or adds both.
std::vector<std::string> With(std::vector<std::string> arguments, const std::string& option,
                              const std::string& value) {
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
    if (arguments[i] != option) continue;
    arguments[i + 1] = value;
    return arguments;
  }
  arguments.push_back(option);
  arguments.push_back(value);
  return arguments;
}

struct Served {
  Standing standing;
  std::string errors;
};

// Serves, looks at the state, and ends in order.
Served ServeOnce(const std::vector<std::string>& arguments) {
  Served served;
  CentralProcess central(arguments);
  EXPECT_TRUE(central.AwaitReady()) << central.ReadErrors();
  served.standing = Caller(central.grpc()).Now();
  central.Signal(SIGTERM);
  EXPECT_EQ(central.Wait(kPatience), 0);
  served.errors = central.ReadErrors();
  return served;
}

TEST(BrokenFile, ARegionFileIsToldWithItsPlaceAndTheJournalStays) {
  const tests::TempDir folder;
  const auto good = CentralProcess::Arguments(folder.Path("data"));
  const Standing before = ServeOnce(good).standing;
  const std::string region = folder.Path("region.yaml");
  std::ofstream(region) << "region: demo\nname: [unclosed\n";
  CentralProcess central(With(good, "--region", region));
  EXPECT_FALSE(central.AwaitReady());
  EXPECT_EQ(central.Wait(kPatience), kCannotStart);
  // File, line and column, as an editor takes them.
  EXPECT_NE(central.ReadErrors().find(region + ":"), std::string::npos);
  EXPECT_EQ(ServeOnce(good).standing, before);
}

// A service that runs with a good tool does not end because a file beside it is broken.
TEST(BrokenFile, ATriageToolIsToldWithItsPlaceAndTheActiveOneStays) {
  const tests::TempDir folder;
  const auto good = CentralProcess::Arguments(folder.Path("data"));
  const Standing before = ServeOnce(good).standing;
  std::filesystem::create_directory(folder.Path("tools"));
  const std::string tool = folder.Path("tools/tool.yaml");
  std::ofstream(tool) << "meta:\n  id: x\n  id: y\n";
  const Served served = ServeOnce(With(good, "--tools", folder.Path("tools")));
  EXPECT_EQ(served.standing, before);
  EXPECT_NE(served.errors.find(tool + ":3:3"), std::string::npos) << served.errors;
}

}  // namespace
}  // namespace legevakt::testing
