// A triage tool is taken into use while central runs, contacts keep theirs, and one command goes back: real
// processes, and the files on disk come and go.
#include <gtest/gtest.h>

#include <csignal>
#include <ctime>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/hash.h"
#include "central/rpc/testing.h"
#include "tests/integration/central_process.h"

namespace legevakt::tests {
namespace {

using rpc::testing::Client;
using rpc::testing::Follower;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr char kOperator[] = "liv";
constexpr int kYes = 0;
constexpr int kNo = 1;
constexpr int kWrongUse = 2;
constexpr int kCannotStart = 3;

std::string ReadAll(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::string Shipped() {
  return ReadAll(LEGEVAKT_SOURCE_DIR "/triage/tools/legevakt-3.yaml");
}

std::string Replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

// The shipped tool as another version, with something to tell about it.
std::string Version(const std::string& version) {
  const std::string yaml = Shipped();
  const std::size_t at = yaml.find("  version: ");
  const std::string line = yaml.substr(at, yaml.find('\n', at) - at);
  return Replaced(Replaced(yaml, line, "  version: \"" + version + "\""), "reassess_minutes: 5",
                  "reassess_minutes: 3");
}

std::string HashOf(const std::string& yaml) {
  return ToHex(Blake2b(yaml));
}

struct Said {
  int code = -1;
  std::string out;
  std::string err;
};

// legevakt-central as a person runs it.
Said Command(const std::vector<std::string>& arguments) {
  CentralProcess process(arguments);
  Said said;
  said.code = process.Wait(seconds(60)).value_or(-1);
  said.out = process.ReadOutput();
  said.err = process.ReadErrors();
  return said;
}

// A folder of tools, a data directory, and what is done with them.
class Tools : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(dir_.Path("tools"));
    Write("tools/legevakt-3.yaml", Shipped());
  }
  void Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(dir_.Path(name), std::ios::binary | std::ios::trunc) << bytes;
  }
  std::vector<std::string> Arguments(const std::string& data = "data") const {
    auto arguments = CentralProcess::Arguments(dir_.Path(data));
    *(std::find(arguments.begin(), arguments.end(), "--tools") + 1) = dir_.Path("tools");
    return arguments;
  }
  void Start(const std::string& data = "data") {
    central_.emplace(Arguments(data));
    ASSERT_TRUE(central_->AwaitReady()) << central_->ReadErrors();
    client_ = std::make_unique<Client>(central_->grpc());
    ASSERT_TRUE(client_->Open(kOperator).ok());
  }
  // Gives what was on stderr.
  std::string End(int signal = SIGTERM) {
    central_->Signal(signal);
    EXPECT_TRUE(central_->Wait(seconds(20)).has_value());
    return central_->ReadErrors();
  }
  Said Activate(const std::string& yaml, const std::vector<std::string>& more = {}) const {
    Write("new.yaml", yaml);
    std::vector<std::string> arguments = {"tool", "activate",  dir_.Path("data"), dir_.Path("new.yaml"),
                                          "--by", "Berit Lund"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Command(arguments);
  }
  Said RollBack() const { return Command({"tool", "rollback", dir_.Path("data"), "--by", "Berit Lund"}); }
  // Central's time so many seconds ahead, as one writes it.
  std::string In(std::int64_t seconds_ahead) {
    const std::time_t at = client_->Status().now_us() / 1'000'000 + seconds_ahead;
    std::tm fields{};
    gmtime_r(&at, &fields);
    char text[40];
    EXPECT_GT(std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S+00:00", &fields), 0U);
    return text;
  }
  std::int64_t Open() {
    v1::ExecuteRequest request;
    request.set_request_id(NewUuid());
    request.mutable_command()->mutable_open_contact()->set_municipality("5037");
    const auto answer = client_->Execute(request);
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    return answer.response.contact_id();
  }
  // Assesses, and gives the hash of the tool that central did it with.
  std::string Assess(std::int64_t contact_id) {
    v1::ExecuteRequest request;
    request.set_request_id(NewUuid());
    request.mutable_command()->mutable_assess_contact()->set_contact_id(contact_id);
    request.mutable_command()->mutable_assess_contact()->set_complaint_id("diffuse");
    request.mutable_command()->mutable_assess_contact()->set_level_id("akutt");
    const auto answer = client_->Execute(request);
    EXPECT_TRUE(answer.status.ok() && !answer.response.has_refusal()) << answer.response.ShortDebugString();
    return See().contacts.at(contact_id).assessments().rbegin()->tool_hash();
  }
  // The state as a screen has it by the watch.
  domain::State See() {
    Follower follower;
    follower.FollowTo(*client_->Watch(), client_->Status().revision());
    return std::move(follower.state);
  }

  const TempDir dir_;
  std::optional<CentralProcess> central_;
  std::unique_ptr<Client> client_;
};

TEST_F(Tools, AContactKeepsItsVersionWhateverBecomesOfTheFiles) {
  Start();
  const std::int64_t old_contact = Open();
  const auto screen = client_->Watch();
  Follower follower;
  follower.FollowTo(*screen, client_->Status().revision());
  const Said said = Activate(Version("9.0.0"));
  EXPECT_EQ(said.code, kYes) << said.err;
  EXPECT_NE(said.out.find("9.0.0"), std::string::npos) << said.out;
  // Every screen learns of it.
  follower.FollowTo(*screen, client_->Status().revision());
  EXPECT_EQ(follower.state.active_tool_hash, HashOf(Version("9.0.0")));
  EXPECT_EQ(follower.state.activations.back().by().name(), "Berit Lund");
  EXPECT_GE(follower.state.activations.back().changes_size(), 1);
  EXPECT_EQ(domain::StateHash(follower.state), client_->Status().state_hash());
  const std::int64_t new_contact = Open();
  EXPECT_EQ(Assess(old_contact), HashOf(Shipped()));
  EXPECT_EQ(Assess(new_contact), HashOf(Version("9.0.0")));

  // The files go, central is killed: the journal has its own copies.
  std::filesystem::remove(dir_.Path("new.yaml"));
  std::filesystem::remove(dir_.Path("tools/legevakt-3.yaml"));
  End(SIGKILL);
  Start();
  EXPECT_EQ(client_->Status().active_tool_hash(), HashOf(Version("9.0.0")));
  EXPECT_EQ(Assess(old_contact), HashOf(Shipped()));
  EXPECT_EQ(Assess(new_contact), HashOf(Version("9.0.0")));

  // So has a backup.
  ASSERT_EQ(Command({"backup", dir_.Path("data"), dir_.Path("copy.db")}).code, kYes);
  const Said live = Command({"tool", "list", dir_.Path("data")});
  const std::string live_json = Command({"tool", "list", dir_.Path("data"), "--json"}).out;
  End();
  EXPECT_EQ(Command({"tool", "list", dir_.Path("data")}).out, live.out) << "live and dead say the same";
  EXPECT_NE(live_json.find("\"standing\":\"previous\""), std::string::npos) << live_json;
  EXPECT_NE(live_json.find("\"open_contacts\":1"), std::string::npos) << live_json;
  ASSERT_EQ(Command({"restore", dir_.Path("copy.db"), dir_.Path("restored")}).code, kYes);
  Start("restored");
  EXPECT_EQ(Assess(old_contact), HashOf(Shipped()));
  EXPECT_EQ(Assess(new_contact), HashOf(Version("9.0.0")));
}

TEST_F(Tools, RollbackIsOneCommandAndNeedsNoFile) {
  Start();
  ASSERT_EQ(Activate(Version("9.0.0")).code, kYes);
  const std::int64_t contact = Open();
  std::filesystem::remove(dir_.Path("new.yaml"));
  const Said back = RollBack();
  EXPECT_EQ(back.code, kYes) << back.err;
  EXPECT_EQ(client_->Status().active_tool_hash(), HashOf(Shipped()));
  EXPECT_EQ(Assess(contact), HashOf(Version("9.0.0"))) << "it keeps what it began with";
  EXPECT_EQ(Assess(Open()), HashOf(Shipped()));
  const Said again = RollBack();
  EXPECT_EQ(again.code, kNo);
  EXPECT_EQ(again.err.rfind("legevakt-central: ", 0), 0U) << again.err;
}

TEST_F(Tools, WhatFailsIsNotTakenIntoUseAndNothingChanges) {
  Start();
  const std::string hash = client_->Status().state_hash();
  const std::string unused = Replaced(Version("9.0.0"), "\ndictionary:\n",
                                      "\ndictionary:\n  never_used:\n    text: {nb: Brukt, en: Used}\n"
                                      "    finding: {nb: brukt, en: used}\n");
  const Said linted = Activate(unused);
  EXPECT_EQ(linted.code, kNo);
  EXPECT_NE(linted.err.find(dir_.Path("new.yaml") + ":"), std::string::npos) << linted.err;
  EXPECT_NE(linted.err.find("never_used"), std::string::npos) << "the linter's own sentence";
  EXPECT_EQ(Activate("meta: [").code, kNo);
  EXPECT_EQ(Activate(std::string(2'000'000, '#')).code, kNo) << "too large";
  EXPECT_EQ(Activate(Shipped() + "#\n").code, kNo) << "the same version with other content";
  const std::string own = Replaced(Replaced(Version("9.0.0"), "approver: Ikke godkjent", "approver: Per Moe"),
                                   "author: Demonstrasjon", "author: Per Moe");
  EXPECT_EQ(Activate(own).code, kNo) << "nobody approves his own";
  EXPECT_EQ(Activate(Version("9.0.0"), {"--at", "2001-01-01 07:00"}).code, kNo) << "a time that has passed";
  EXPECT_EQ(Activate(Version("9.0.0"), {"--at", "i morgen"}).code, kWrongUse);
  EXPECT_EQ(Command({"tool", "activate", dir_.Path("data"), dir_.Path("none.yaml"), "--by", "Berit"}).code,
            kWrongUse);
  EXPECT_EQ(Command({"tool", "activate", dir_.Path("data"), dir_.Path("new.yaml")}).code, kWrongUse)
      << "by whom";
  EXPECT_NE(Command({"tool", "rollback", dir_.Path("data"), "--by", " "}).code, kYes) << "a name is one";
  EXPECT_EQ(client_->Status().state_hash(), hash);
  End();
  EXPECT_EQ(Activate(Version("9.0.0")).code, kCannotStart) << "no central runs";
}

TEST_F(Tools, WhatNobodyHasApprovedIsForDemonstrationOnly) {
  const std::string region = LEGEVAKT_SOURCE_DIR "/central/demo/region.yaml";
  Write("region.yaml", Replaced(ReadAll(region), "\ndemonstration: true\n", "\n"));
  auto arguments = Arguments();
  *(std::find(arguments.begin(), arguments.end(), "--region") + 1) = dir_.Path("region.yaml");
  {
    CentralProcess refused(arguments);
    EXPECT_FALSE(refused.AwaitReady());
    EXPECT_EQ(refused.Wait(seconds(20)), kCannotStart) << refused.ReadErrors();
  }
  Write("tools/legevakt-3.yaml",
        Replaced(Version("8.0.0"), "approver: Ikke godkjent", "approver: Overlege Hansen"));
  central_.emplace(arguments);
  ASSERT_TRUE(central_->AwaitReady()) << central_->ReadErrors();
  EXPECT_EQ(Activate(Version("9.0.0")).code, kNo);
  EXPECT_EQ(Activate(Version("9.0.0"), {"--demonstration"}).code, kYes);
}

TEST_F(Tools, ARestartNeverChangesTheTool) {
  Start();
  const std::string active = client_->Status().active_tool_hash();
  Write("tools/legevakt-3.yaml", "meta: 3\n");
  End();
  Start();
  EXPECT_EQ(client_->Status().active_tool_hash(), active);
  std::string errors = End();
  EXPECT_NE(errors.find(dir_.Path("tools/legevakt-3.yaml") + ":"), std::string::npos) << errors;
  // A good one that nobody has taken into use: said, with the command that does it.
  Write("tools/legevakt-3.yaml", Version("9.0.0"));
  Start();
  EXPECT_EQ(client_->Status().active_tool_hash(), active);
  const std::string hash = client_->Status().state_hash();
  errors = End();
  EXPECT_NE(errors.find("tool activate " + dir_.Path("data")), std::string::npos) << errors;
  Start();
  EXPECT_EQ(client_->Status().state_hash(), hash);
}

// One transaction holds the copy and the event: there is nothing between them.
TEST_F(Tools, ASigkillAtAnyMomentLeavesTheOldOneOrTheNew) {
  Start();
  std::string old_hash = client_->Status().active_tool_hash();
  for (int round = 0; round < 6; ++round) {
    const std::string yaml = Version(std::to_string(20 + round) + ".0.0");
    Write("new.yaml", yaml);
    CentralProcess command({"tool", "activate", dir_.Path("data"), dir_.Path("new.yaml"), "--by", "Berit"});
    std::this_thread::sleep_for(milliseconds(40 * round));
    End(SIGKILL);
    const int code = command.Wait(seconds(60)).value_or(-1);
    const Said verified = Command({"verify", dir_.Path("data")});
    EXPECT_EQ(verified.code, kYes) << verified.err;
    Start();
    const std::string now = client_->Status().active_tool_hash();
    EXPECT_TRUE(code != kYes || now == HashOf(yaml)) << "it was acknowledged";
    EXPECT_TRUE(now == old_hash || now == HashOf(yaml));
    EXPECT_EQ(Assess(Open()), now);
    old_hash = now;
  }
}

TEST_F(Tools, APlanTakesEffectByItselfAndIsTakenBackByRollback) {
  Start();
  const std::string first = client_->Status().active_tool_hash();
  constexpr std::int64_t kMonthS = 30LL * 24 * 3600;
  const Said planned = Activate(Version("9.0.0"), {"--at", In(kMonthS)});
  ASSERT_EQ(planned.code, kYes) << planned.err;
  EXPECT_EQ(client_->Status().active_tool_hash(), first);
  End(SIGKILL);
  Start();
  EXPECT_TRUE(See().planned_tool.has_value());
  ASSERT_EQ(RollBack().code, kYes);
  EXPECT_FALSE(See().planned_tool.has_value());
  EXPECT_EQ(client_->Status().active_tool_hash(), first);

  const std::int64_t before_us = client_->Status().now_us();
  ASSERT_EQ(Activate(Version("9.0.0"), {"--at", In(3)}).code, kYes);
  for (int i = 0; i < 2000 && client_->Status().active_tool_hash() == first; ++i) {
    std::this_thread::sleep_for(milliseconds(10));
  }
  EXPECT_EQ(client_->Status().active_tool_hash(), HashOf(Version("9.0.0")));
  EXPECT_GE(See().activations.back().at_us(), before_us + 2'000'000) << "not before its time";
  ASSERT_EQ(RollBack().code, kYes);
  EXPECT_EQ(client_->Status().active_tool_hash(), first);
}

// Who may: as every other call of AdminService. Here the machine itself, but not without a name.
TEST_F(Tools, NobodyChangesItWithoutAName) {
  Start();
  const std::string hash = client_->Status().state_hash();
  grpc::ClientContext context;
  rpc::testing::SetDeadline(context);
  v1::RollBackToolResponse response;
  const grpc::Status status = client_->admin().RollBackTool(&context, {}, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  grpc::ClientContext upload_context;
  rpc::testing::SetDeadline(upload_context);
  v1::ActivateToolResponse activated;
  const auto upload = client_->admin().ActivateTool(&upload_context, &activated);
  upload->WritesDone();
  EXPECT_EQ(upload->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT) << "no order at all";
  EXPECT_EQ(client_->Status().state_hash(), hash);
}

// A file that was cut off can still be a tool, with fewer criteria.
TEST_F(Tools, HalfAFileIsNoTool) {
  Start();
  const std::string hash = client_->Status().state_hash();
  grpc::ClientContext context;
  rpc::testing::SetDeadline(context);
  v1::ActivateToolResponse response;
  const auto upload = client_->admin().ActivateTool(&context, &response);
  v1::ActivateToolRequest request;
  request.mutable_order()->set_by("Berit Lund");
  upload->Write(request);
  const std::string yaml = Version("9.0.0");
  for (std::size_t at = 0; at < yaml.size(); at += 65536) {
    request.set_data(yaml.substr(at, 65536));
    upload->Write(request);
  }
  upload->WritesDone();
  EXPECT_EQ(upload->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(client_->Status().state_hash(), hash);
}

}  // namespace
}  // namespace legevakt::tests
