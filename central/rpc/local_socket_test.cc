// The socket in the data directory: for its owner, with and without TLS, wherever the directory lies.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <cstdlib>
#include <filesystem>

#include "central/rpc/local_path.h"
#include "central/rpc/testing.h"

namespace legevakt::rpc {
namespace {

using testing::Client;

class LocalSocketTest : public testing::RpcTest {
 protected:
  LocalSocketTest() {
    std::string name = (std::filesystem::temp_directory_path() / "legevakt-local-XXXXXX").native();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    dir_ = name;
  }
  ~LocalSocketTest() override { std::filesystem::remove_all(dir_); }

  void ServeIn(const std::filesystem::path& dir) {
    auto options = Quick();
    options.local = dir / "control.sock";
    Serve(std::move(options));
  }
  static grpc::StatusCode StatusAt(const std::filesystem::path& dir) {
    const auto path = LocalPath::Open(dir, "control.sock");
    EXPECT_TRUE(path.ok()) << path.status();
    Client client("unix:" + path->path());
    grpc::ClientContext context;
    testing::SetDeadline(context);
    v1::GetStatusResponse response;
    // Nobody is signed in: it is enough to be the owner.
    return client.admin().GetStatus(&context, {}, &response).error_code();
  }
  std::filesystem::path dir_;
};

TEST_F(LocalSocketTest, LetsInItsOwnerOnlyAndGoesAtTheEnd) {
  ServeIn(dir_);
  ASSERT_TRUE(server_->has_local());
  struct stat info{};
  ASSERT_EQ(stat((dir_ / "control.sock").c_str(), &info), 0);
  EXPECT_TRUE(S_ISSOCK(info.st_mode));
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  EXPECT_EQ(StatusAt(dir_), grpc::StatusCode::OK);
  StopServing();
  EXPECT_FALSE(std::filesystem::exists(dir_ / "control.sock"));
}

TEST_F(LocalSocketTest, WorksInADirectoryThatLiesDeep) {
  std::filesystem::path deep = dir_;
  for (int i = 0; i < 5; ++i) deep /= std::string(60, 'd');
  std::filesystem::create_directories(deep);
  ServeIn(deep);
  ASSERT_TRUE(server_->has_local());
  EXPECT_EQ(StatusAt(deep), grpc::StatusCode::OK);
}

TEST_F(LocalSocketTest, OneThatWasLeftBehindGivesWay) {
  const int left = socket(AF_UNIX, SOCK_STREAM, 0);
  const boost::asio::local::stream_protocol::endpoint name((dir_ / "control.sock").native());
  ASSERT_EQ(bind(left, name.data(), static_cast<socklen_t>(name.size())), 0);
  close(left);
  ASSERT_TRUE(std::filesystem::exists(dir_ / "control.sock"));
  ServeIn(dir_);
  ASSERT_TRUE(server_->has_local());
  EXPECT_EQ(StatusAt(dir_), grpc::StatusCode::OK);
}

TEST_F(LocalSocketTest, WhereNoneCanBeMadeCentralServesAllTheSame) {
  ServeIn(dir_ / "missing");
  EXPECT_FALSE(server_->has_local());
  Client client(server_->address());
  EXPECT_TRUE(client.Open("kari").ok());
}

}  // namespace
}  // namespace legevakt::rpc
