// `legevakt-central serve` from the outside: how it starts, how it ends, and what it survives.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "base/time_units.h"
#include "central/cli/address_file.h"
#include "central/cli/clock_file.h"
#include "central/rpc/testing.h"
#include "tests/integration/central_process.h"

namespace legevakt::tests {
namespace {

using rpc::testing::Client;
using rpc::testing::Follower;
using std::chrono::milliseconds;
using std::chrono::seconds;

// In the demonstration region.
constexpr char kOperator[] = "liv";

v1::ExecuteRequest OpenContact() {
  v1::ExecuteRequest request;
  request.set_request_id(NewUuid());
  request.mutable_command()->mutable_open_contact()->set_municipality("5037");
  return request;
}

std::unique_ptr<Client> SignIn(const CentralProcess& central) {
  auto client = std::make_unique<Client>(central.grpc());
  const grpc::Status status = client->Open(kOperator);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return client;
}

int Lines(const std::string& text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

// Starts a central that must not start; its only sentence on stderr.
std::string Refused(const std::vector<std::string>& arguments, int exit_code) {
  CentralProcess central(arguments);
  EXPECT_FALSE(central.AwaitReady());
  EXPECT_EQ(central.Wait(seconds(20)), exit_code) << central.ReadErrors();
  EXPECT_EQ(central.ReadOutput(), "");
  std::string errors = central.ReadErrors();
  // The log's own lines begin with a time.
  std::string sentences;
  std::istringstream lines(errors);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("20")) sentences += line + "\n";
  }
  EXPECT_EQ(Lines(sentences), 1) << errors;
  return sentences;
}

std::vector<std::string> With(std::vector<std::string> arguments, const std::string& option,
                              const std::string& value) {
  const auto found = std::find(arguments.begin(), arguments.end(), option);
  if (found == arguments.end()) {
    arguments.insert(arguments.end(), {option, value});
  } else {
    *(found + 1) = value;
  }
  return arguments;
}

TEST(Serve, SaysWhereItIsAndEndsInOrder) {
  const TempDir dir;
  CentralProcess central(CentralProcess::Arguments(dir.Path("data")));
  ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
  const auto addresses = cli::ReadAddresses(dir.Path("data"));
  ASSERT_TRUE(addresses.ok()) << addresses.status();
  EXPECT_EQ(addresses->grpc, central.grpc());
  EXPECT_EQ(addresses->web, central.web());

  const auto client = SignIn(central);
  const auto stream = client->Watch();
  Follower follower;
  const auto opened = client->Execute(OpenContact());
  ASSERT_TRUE(opened.status.ok()) << opened.status.error_message();
  follower.FollowTo(*stream, opened.response.revision());
  EXPECT_EQ(follower.state.active_tool_hash.size(), 64U) << "the shipped tool is in use";

  central.Signal(SIGTERM);
  while (const auto response = stream->Next()) follower.Take(*response, stream.get());
  EXPECT_TRUE(follower.draining);
  EXPECT_EQ(central.Wait(seconds(3)), 0) << "within three seconds\n" << central.ReadErrors();
  EXPECT_FALSE(cli::ReadAddresses(dir.Path("data")).ok());
}

TEST(Serve, ASecondStartBringsNothingNew) {
  const TempDir dir;
  std::string hash;
  std::int64_t revision = 0;
  for (const bool again : {false, true}) {
    CentralProcess central(CentralProcess::Arguments(dir.Path("data")));
    ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
    const v1::GetStatusResponse status = SignIn(central)->Status();
    if (again) {
      EXPECT_EQ(status.revision(), revision);
      EXPECT_EQ(status.state_hash(), hash);
    }
    revision = status.revision();
    hash = status.state_hash();
    central.Signal(SIGINT);
    EXPECT_EQ(central.Wait(seconds(3)), 0);
  }
}

TEST(Serve, WhatWasAcknowledgedSurvivesSigkill) {
  const TempDir dir;
  std::vector<v1::ExecuteRequest> sent;
  std::vector<v1::ExecuteResponse> replies;
  for (int round = 0; round < 3; ++round) {
    CentralProcess central(CentralProcess::Arguments(dir.Path("data")));
    ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
    const auto client = SignIn(central);
    // What was acknowledged before gives the same reply; the one in flight gets one now.
    for (std::size_t i = 0; i < sent.size(); ++i) {
      const auto again = client->Execute(sent[i]);
      ASSERT_TRUE(again.status.ok()) << again.status.error_message();
      if (i < replies.size()) {
        EXPECT_EQ(again.response.SerializeAsString(), replies[i].SerializeAsString());
      } else {
        replies.push_back(again.response);
      }
    }
    std::atomic<int> acknowledged = 0;
    std::thread killer([&] {
      while (acknowledged < 40) std::this_thread::sleep_for(milliseconds(1));
      central.Signal(SIGKILL);
    });
    while (true) {
      sent.push_back(OpenContact());
      const auto answer = client->Execute(sent.back());
      if (!answer.status.ok()) break;
      replies.push_back(answer.response);
      ++acknowledged;
    }
    killer.join();
    EXPECT_EQ(central.Wait(seconds(20)), -SIGKILL);
  }
  CentralProcess central(CentralProcess::Arguments(dir.Path("data")));
  ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
  const auto client = SignIn(central);
  ASSERT_TRUE(client->Execute(sent.back()).status.ok());
  EXPECT_EQ(client->Status().open_contacts(), static_cast<int>(sent.size())) << "each once, none lost";
}

TEST(Serve, WhatKeepsItFromStartingIsOneSentence) {
  const TempDir dir;
  const auto good = CentralProcess::Arguments(dir.Path("data"));
  {
    CentralProcess central(good);
    ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
    const auto client = SignIn(central);
    const std::string hash = client->Status().state_hash();
    EXPECT_NE(Refused(good, 3).find(dir.Path("data")), std::string::npos) << "the directory is in use";
    EXPECT_NE(Refused(With(CentralProcess::Arguments(dir.Path("other")), "--listen", central.grpc()), 3)
                  .find(central.grpc()),
              std::string::npos);
    EXPECT_EQ(client->Status().state_hash(), hash);
  }
  std::ofstream(dir.Path("bad.yaml")) << "region: [\n";
  EXPECT_NE(Refused(With(good, "--region", dir.Path("bad.yaml")), 3).find("bad.yaml:"), std::string::npos);
  EXPECT_NE(Refused(With(good, "--region", dir.Path("none.yaml")), 3).find("none.yaml"), std::string::npos);
  std::filesystem::create_directory(dir.Path("tools"));
  EXPECT_NE(Refused(With(CentralProcess::Arguments(dir.Path("new")), "--tools", dir.Path("tools")), 3)
                .find(dir.Path("tools")),
            std::string::npos);
  std::ofstream(dir.Path("tools/legevakt-3.yaml")) << "meta: 3\n";
  EXPECT_NE(Refused(With(CentralProcess::Arguments(dir.Path("new")), "--tools", dir.Path("tools")), 3)
                .find("legevakt-3.yaml:"),
            std::string::npos);
  Refused(With(good, "--listen", "0.0.0.0:0"), 3);
  Refused(With(good, "--listen", "here"), 3);
  Refused(With(good, "--tls-cert", dir.Path("none.pem")), 3);
  Refused(With(good, "--no-such-option", "x"), 2);
}

TEST(Serve, AJournalThatIsDamagedIsNotServed) {
  const TempDir dir;
  {
    CentralProcess central(CentralProcess::Arguments(dir.Path("data")));
    ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
    central.Signal(SIGTERM);
    ASSERT_EQ(central.Wait(seconds(3)), 0);
  }
  std::fstream file(dir.Path("data/journal.db"), std::ios::in | std::ios::out | std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::size_t at = bytes.find("Levanger");
  ASSERT_NE(at, std::string::npos);
  file.seekp(static_cast<std::streamoff>(at));
  file.put('l');
  file.close();
  // What lies behind a snapshot is read beside the service, and is an alarm (record_care). This is all to be
  // read.
  ASSERT_GT(std::filesystem::remove_all(dir.Path("data/snapshots")), 1u);
  const std::string sentence = Refused(CentralProcess::Arguments(dir.Path("data")), 3);
  EXPECT_NE(sentence.find("--salvage"), std::string::npos) << sentence;
}

int Connect(const std::string& address) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic{};
  std::memcpy(&generic, &to, sizeof to);
  EXPECT_GE(fd, 0);
  // Refused or not is what the flood is about.
  [[maybe_unused]] const int refused = connect(fd, &generic, sizeof generic);
  return fd;
}

// CVE-2023-4785: gRPC's own listener stays dead after this.
TEST(Serve, AFloodOfConnectionsLeavesTheListenerAlive) {
  const TempDir dir;
  CentralProcess central(CentralProcess::Arguments(dir.Path("data")), {{RLIMIT_NOFILE, 96}});
  ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
  const auto before = SignIn(central);
  std::vector<int> flood;
  for (int i = 0; i < 400; ++i) flood.push_back(Connect(central.grpc()));
  // Those who are in go on while the descriptors are used up.
  const auto during = before->Execute(OpenContact());
  EXPECT_TRUE(during.status.ok()) << during.status.error_message();
  const auto ran_out = [&] { return central.ReadErrors().find("cannot accept") != std::string::npos; };
  for (int i = 0; i < 2000 && !ran_out(); ++i) std::this_thread::sleep_for(milliseconds(5));
  EXPECT_TRUE(ran_out()) << "the flood must be one\n" << central.ReadErrors();
  for (const int fd : flood) close(fd);
  const auto after = SignIn(central);
  EXPECT_TRUE(after->Execute(OpenContact()).status.ok());
  central.Signal(SIGTERM);
  EXPECT_EQ(central.Wait(seconds(3)), 0);
}

TEST(Serve, AJournalThatCannotBeWrittenStopsItAndNothingIsAcknowledged) {
  const TempDir dir;
  std::int64_t acknowledged = 0;
  {
    // Room for the start and for some commands, but not for all: the disk is "full" in the middle.
    CentralProcess central(CentralProcess::Arguments(dir.Path("data")), {{RLIMIT_FSIZE, 700'000}});
    ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
    const auto client = SignIn(central);
    const auto contact = client->Execute(OpenContact());
    ASSERT_TRUE(contact.status.ok());
    acknowledged = contact.response.revision();
    grpc::Status status;
    for (int i = 0; i < 2000 && status.ok(); ++i) {
      const auto answer =
          client->Execute(rpc::testing::Note(contact.response.contact_id(), std::string(8000, 'x')));
      status = answer.status;
      if (status.ok()) acknowledged = answer.response.revision();
    }
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
    EXPECT_EQ(central.Wait(seconds(20)), 4) << central.ReadErrors();
    EXPECT_NE(central.ReadErrors().find("legevakt-central: "), std::string::npos);
  }
  CentralProcess central(CentralProcess::Arguments(dir.Path("data")));
  ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
  EXPECT_GE(SignIn(central)->Status().revision(), acknowledged);
}

// A central on a disk that hangs as soon as somebody wants it to.
class HangingDisk : public ::testing::Test {
 protected:
  void SetUp() override {
    setenv("LEGEVAKT_HANG", hang_.c_str(), 1);
    setenv("LD_PRELOAD", HANGING_DISK, 1);
    central_.emplace(CentralProcess::Arguments(dir_.Path("data")));
    unsetenv("LD_PRELOAD");
    ASSERT_TRUE(central_->AwaitReady()) << central_->ReadErrors();
    client_ = SignIn(*central_);
  }
  void TearDown() override { std::filesystem::remove(hang_); }

  // A command that meets it.
  std::thread Hang(grpc::Status& answer) {
    std::ofstream(hang_).close();
    return std::thread([this, &answer] { answer = client_->Execute(OpenContact()).status; });
  }
  grpc::Status StatusWithin(milliseconds patience) {
    const auto channel = grpc::CreateChannel(central_->grpc(), grpc::InsecureChannelCredentials());
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + patience);
    v1::GetStatusResponse response;
    return v1::AdminService::NewStub(channel)->GetStatus(&context, {}, &response);
  }

  const TempDir dir_;
  const std::string hang_ = dir_.Path("hang");
  std::optional<CentralProcess> central_;
  std::unique_ptr<Client> client_;
};

TEST_F(HangingDisk, IsToldByNoBookmarkRefusesReadsAndEndsTheProcessAfterTenSeconds) {
  const auto stream = client_->Watch();
  Follower follower;
  follower.FollowTo(*stream, client_->Status().revision());
  std::atomic<std::int64_t> last_bookmark_ms = 0;
  const auto began = std::chrono::steady_clock::now();
  const auto passed_ms = [began] {
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - began).count();
  };
  std::thread reader([&] {
    while (const auto message = stream->Next()) {
      if (message->has_bookmark()) last_bookmark_ms = passed_ms();
    }
  });
  grpc::Status answer;
  std::thread asks = Hang(answer);
  std::this_thread::sleep_for(milliseconds(3500));
  const grpc::Status status = StatusWithin(seconds(2));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
  EXPECT_EQ(central_->Wait(seconds(12)), 4) << central_->ReadErrors();
  EXPECT_GE(passed_ms(), 9'500) << "a disk that is only slow has its time";
  asks.join();
  reader.join();
  EXPECT_EQ(answer.error_code(), grpc::StatusCode::UNAVAILABLE) << "nothing is acknowledged";
  EXPECT_LE(last_bookmark_ms, 2'800) << "every screen says by itself that it is not up to date";
  const std::string errors = central_->ReadErrors();
  EXPECT_NE(errors.find("the disk has not taken a batch for"), std::string::npos) << errors;
  EXPECT_NE(errors.find("legevakt-central: "), std::string::npos) << errors;
}

TEST_F(HangingDisk, DoesNotKeepTheProcessFromEnding) {
  grpc::Status answer;
  std::thread asks = Hang(answer);
  std::this_thread::sleep_for(milliseconds(500));
  central_->Signal(SIGTERM);
  EXPECT_EQ(central_->Wait(milliseconds(3'500)), 4) << "what was decided is not on the disk";
  asks.join();
  EXPECT_FALSE(answer.ok());
  EXPECT_NE(central_->ReadErrors().find("legevakt-central: "), std::string::npos) << central_->ReadErrors();
}

TEST_F(HangingDisk, ThatComesBackInTimeCostsNothing) {
  grpc::Status answer(grpc::StatusCode::UNKNOWN, "");
  std::thread asks = Hang(answer);
  std::this_thread::sleep_for(milliseconds(3'500));
  std::filesystem::remove(hang_);
  asks.join();
  EXPECT_TRUE(answer.ok()) << answer.error_message();
  EXPECT_TRUE(StatusWithin(seconds(5)).ok());
  central_->Signal(SIGTERM);
  EXPECT_EQ(central_->Wait(seconds(3)), 0) << central_->ReadErrors();
}

// A central that is killed, and started again while the machine's wall clock is a day ahead.
class SteppedWall : public ::testing::Test {
 protected:
  void SetUp() override {
    CentralProcess central(CentralProcess::Arguments(data_));
    ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
    const auto client = SignIn(central);
    ASSERT_TRUE(client->Execute(OpenContact()).status.ok());
    before_us_ = client->Status().now_us();
    central.Signal(SIGKILL);
    ASSERT_EQ(central.Wait(seconds(20)), -SIGKILL);
  }
  std::unique_ptr<CentralProcess> StartADayAhead() {
    setenv("LEGEVAKT_WALL_STEP_S", "86400", 1);
    setenv("LD_PRELOAD", STEPPED_WALL, 1);
    auto central = std::make_unique<CentralProcess>(CentralProcess::Arguments(data_));
    unsetenv("LD_PRELOAD");
    EXPECT_TRUE(central->AwaitReady()) << central->ReadErrors();
    return central;
  }

  const TempDir dir_;
  const std::string data_ = dir_.Path("data");
  std::int64_t before_us_ = 0;
};

TEST_F(SteppedWall, MovesNoDeadlineOverAKillAndIsTold) {
  // The start that went on writes the file anew, for the next one.
  for (int start = 0; start < 2; ++start) {
    const auto central = StartADayAhead();
    const v1::GetStatusResponse status = SignIn(*central)->Status();
    EXPECT_GE(status.now_us(), before_us_);
    EXPECT_LT(status.now_us(), before_us_ + 2 * kMinuteUs);
    EXPECT_NE(status.clock_problem(), "");
    central->Signal(SIGKILL);
    ASSERT_EQ(central->Wait(seconds(20)), -SIGKILL);
  }
}

// After a power cut, or on another machine, nothing but the wall can say how long central was down.
TEST_F(SteppedWall, IsTakenAfterAnotherBootAndTheLogSaysHowLongNothingHappened) {
  ASSERT_TRUE(cli::WriteClockFile(data_, "another boot", {.boot_us = 1, .engine_us = before_us_}).ok());
  const auto central = StartADayAhead();
  const v1::GetStatusResponse status = SignIn(*central)->Status();
  EXPECT_GE(status.now_us(), before_us_ + kDayUs);
  EXPECT_EQ(status.clock_problem(), "");
  central->Signal(SIGTERM);
  ASSERT_EQ(central->Wait(seconds(20)), 0);
  EXPECT_NE(central->ReadErrors().find("24 timer før nå, og 1 henvendelser"), std::string::npos)
      << central->ReadErrors();
}

TEST(Serve, ADiskThatIsFullFromTheStartStopsItToo) {
  const TempDir dir;
  // Room for the tables, but not for the region and the tool.
  CentralProcess central(CentralProcess::Arguments(dir.Path("data")), {{RLIMIT_FSIZE, 90'000}});
  EXPECT_FALSE(central.AwaitReady());
  EXPECT_EQ(central.Wait(seconds(20)), 4) << central.ReadErrors();
  EXPECT_NE(central.ReadErrors().find("legevakt-central: "), std::string::npos) << central.ReadErrors();
}

TEST(Serve, TrainingIsSaidToEveryScreen) {
  const TempDir dir;
  auto arguments = CentralProcess::Arguments(dir.Path("data"));
  arguments.emplace_back("--training");
  CentralProcess central(arguments);
  ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
  const auto client = SignIn(central);
  const auto stream = client->Watch();
  Follower follower;
  follower.FollowTo(*stream, client->Status().revision());
  EXPECT_TRUE(follower.state.notice.training());
}

TEST(Serve, ReflectionIsThereWhenItIsAskedFor) {
  const TempDir dir;
  auto arguments = CentralProcess::Arguments(dir.Path("data"));
  arguments.emplace_back("--reflection");
  CentralProcess central(arguments);
  ASSERT_TRUE(central.AwaitReady()) << central.ReadErrors();
  EXPECT_NE(SignIn(central)
                ->CallBare("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", "")
                .first.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace legevakt::tests
