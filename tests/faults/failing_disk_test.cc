// A real central on a disk whose syncs begin to fail while it serves.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>

#include "base/ids.h"
#include "central/rpc/testing.h"
#include "tests/integration/central_process.h"

namespace legevakt::tests {
namespace {

using rpc::testing::Client;

v1::ExecuteRequest OpenContact() {
  v1::ExecuteRequest request;
  request.set_request_id(NewUuid());
  request.mutable_command()->mutable_open_contact()->set_municipality("5037");
  return request;
}

std::unique_ptr<Client> SignIn(const CentralProcess& central) {
  auto client = std::make_unique<Client>(central.grpc());
  const grpc::Status status = client->Open("liv");
  EXPECT_TRUE(status.ok()) << status.error_message();
  return client;
}

TEST(FailingDisk, ASyncThatFailsStopsCentralWithThePlaceAndNothingFalseIsAcknowledged) {
  const TempDir dir;
  std::filesystem::create_directory(dir.Path("data"));
  std::int64_t acknowledged = 0;
  const v1::ExecuteRequest last = OpenContact();
  {
    setenv("LD_PRELOAD", LEGEVAKT_FAILING_DISK, 1);
    setenv("LEGEVAKT_FAULT_DIR", dir.Path("data").c_str(), 1);
    CentralProcess central(CentralProcess::Arguments(dir.Path("data")));
    unsetenv("LD_PRELOAD");
    unsetenv("LEGEVAKT_FAULT_DIR");
    ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
    const auto client = SignIn(central);
    for (int i = 0; i < 5; ++i) {
      const auto answer = client->Execute(OpenContact());
      ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
      acknowledged = answer.response.revision();
    }
    std::ofstream(dir.Path("data/fail-syncs")) << "now";
    EXPECT_EQ(client->Execute(last).status.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(central.Wait(std::chrono::seconds(60)), 4) << central.ReadErrors();
    const std::string errors = central.ReadErrors();
    std::smatch last_written;
    ASSERT_TRUE(std::regex_search(errors, last_written, std::regex("revis(?:ion|jon) ([0-9]+)"))) << errors;
    EXPECT_GE(std::stoll(last_written[1]), acknowledged) << errors;
    EXPECT_NE(errors.find(dir.Path("data")), std::string::npos) << errors;
  }
  std::filesystem::remove(dir.Path("data/fail-syncs"));
  CentralProcess central(CentralProcess::Arguments(dir.Path("data")));
  ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
  const auto client = SignIn(central);
  EXPECT_GE(client->Status().revision(), acknowledged);
  // Whether the last one was written or not: asked again, it is there once.
  ASSERT_TRUE(client->Execute(last).status.ok());
  EXPECT_EQ(client->Status().open_contacts(), 6);
}

}  // namespace
}  // namespace legevakt::tests
