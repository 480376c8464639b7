// Connections: TLS, the number of them, addresses, and what is not there unless it is asked for.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "central/rpc/testing.h"

namespace legevakt::rpc {
namespace {

using engine::testing::OpenContact;
using testing::Client;
using RpcTest = testing::RpcTest;

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// An authority, a server and a client, made by openssl in a directory of their own.
class Certificates {
 public:
  Certificates() {
    std::string name = (std::filesystem::temp_directory_path() / "legevakt-tls-XXXXXX").native();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    dir_ = name;
    Run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test-ca "
        "-keyout ca.key -out ca.pem");
    for (const char* who : {"central", "client"}) {
      const std::string id = who;
      Run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=" + id +
          " -addext subjectAltName=DNS:" + id + " -keyout " + id + ".key -out " + id + ".csr");
      Run("openssl x509 -req -in " + id +
          ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out " + id + ".pem");
    }
  }
  ~Certificates() { std::filesystem::remove_all(dir_); }
  std::string Path(const std::string& file) const { return (dir_ / file).native(); }
  std::string Pem(const std::string& file) const { return ReadAll(dir_ / file); }

 private:
  void Run(const std::string& command) {
    const std::string line = "cd " + dir_.native() + " && " + command + " 2>openssl.log";
    ASSERT_EQ(std::system(line.c_str()), 0) << command << "\n" << Pem("openssl.log");
  }
  std::filesystem::path dir_;
};

std::shared_ptr<grpc::ChannelCredentials> Tls(const Certificates& files, bool with_certificate) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = files.Pem("ca.pem");
  if (with_certificate) {
    options.pem_cert_chain = files.Pem("client.pem");
    options.pem_private_key = files.Pem("client.key");
  }
  return grpc::SslCredentials(options);
}

grpc::Status OpenOnce(Client& client) {
  grpc::ClientContext context;
  testing::SetDeadline(context);
  v1::OpenRequest request;
  request.set_user_id("kari");
  v1::OpenResponse response;
  const grpc::Status status = client.sessions().Open(&context, request, &response);
  client.token = response.token();
  return status;
}

TEST_F(RpcTest, TlsWorksAndPlaintextIsThenNothing) {
  const Certificates files;
  auto options = Quick();
  options.tls = {files.Path("central.pem"), files.Path("central.key"), ""};
  Serve(std::move(options));
  Client client(server_->address(), Tls(files, false), "central");
  const grpc::Status status = OpenOnce(client);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(client.Execute(OpenContact()).status.ok());
  const auto stream = client.Watch();
  testing::Follower follower;
  follower.FollowTo(*stream, engine_->durable_revision());

  Client plaintext(server_->address());
  EXPECT_EQ(OpenOnce(plaintext).error_code(), grpc::StatusCode::UNAVAILABLE);
  Client other_name(server_->address(), Tls(files, false), "somebody-else");
  EXPECT_EQ(OpenOnce(other_name).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(RpcTest, WithAnAuthorityEveryClientNeedsACertificate) {
  const Certificates files;
  auto options = Quick();
  options.tls = {files.Path("central.pem"), files.Path("central.key"), files.Path("ca.pem")};
  Serve(std::move(options));
  Client with(server_->address(), Tls(files, true), "central");
  const grpc::Status status = OpenOnce(with);
  EXPECT_TRUE(status.ok()) << status.error_message();
  Client without(server_->address(), Tls(files, false), "central");
  EXPECT_EQ(OpenOnce(without).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(RpcTest, WhatCannotBeServedIsSaid) {
  const auto start = [this](const std::string& listen, TlsFiles tls) {
    auto options = Quick();
    options.listen = listen;
    options.tls = std::move(tls);
    return RpcServer::Start(*engine_, sessions_, std::move(options)).status();
  };
  EXPECT_EQ(start(server_->address(), {}).code(), absl::StatusCode::kUnavailable) << "in use";
  EXPECT_EQ(start("0.0.0.0:0", {}).code(), absl::StatusCode::kInvalidArgument)
      << "plaintext beyond the machine";
  EXPECT_EQ(start("127.0.0.1:0", {"/no/such/file", "/no/such/file", ""}).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(start("127.0.0.1:0", {"/no/such/file", "", ""}).code(), absl::StatusCode::kInvalidArgument);
  for (const char* bad :
       {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "no.such.name:1"}) {
    EXPECT_EQ(start(bad, {}).code(), absl::StatusCode::kInvalidArgument) << bad;
  }
}

int Connect(const std::string& address) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic{};
  static_assert(sizeof generic == sizeof to);
  std::memcpy(&generic, &to, sizeof to);
  EXPECT_EQ(connect(fd, &generic, sizeof generic), 0);
  return fd;
}

TEST_F(RpcTest, TheNumberOfConnectionsIsBoundedAndComesBack) {
  auto options = Quick();
  options.connections_max = 5;
  Serve(std::move(options));
  std::vector<int> idle;
  for (int i = 0; i < 20; ++i) idle.push_back(Connect(server_->address()));
  // Those over the bound were closed: an end of file, while the others are left open.
  int closed = 0;
  EXPECT_TRUE(Eventually([&] {
    closed = 0;
    for (const int fd : idle) {
      char byte = 0;
      closed += recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 0 ? 1 : 0;
    }
    return closed >= 15;
  })) << closed;
  for (const int fd : idle) close(fd);
  Client client(server_->address());
  const grpc::Status status = client.Open("kari");
  EXPECT_TRUE(status.ok()) << status.error_message();
}

// The end of a connection that says nothing, within `patience`.
bool EndsWithin(int fd, std::chrono::seconds patience) {
  const timeval wait{.tv_sec = patience.count(), .tv_usec = 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  char bytes[512];
  ssize_t got = 0;
  while ((got = recv(fd, bytes, sizeof bytes, 0)) > 0) {
  }
  const bool reset = got < 0 && errno == ECONNRESET;
  close(fd);
  return got == 0 || reset;
}

TEST_F(RpcTest, AHandshakeThatDoesNotComeIsNotWaitedForLong) {
  const Certificates files;
  auto options = Quick();
  options.tls = {files.Path("central.pem"), files.Path("central.key"), ""};
  Serve(std::move(options));
  EXPECT_TRUE(EndsWithin(Connect(server_->address()), std::chrono::seconds(20)));
}

TEST_F(RpcTest, MetadataOverItsLimitIsRefused) {
  const auto client = As("kari");
  grpc::ClientContext context;
  client->Authorize(context);
  context.AddMetadata("x-much", std::string(16UL * 1024, 'x'));
  v1::GetStatusResponse response;
  EXPECT_EQ(client->admin().GetStatus(&context, {}, &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  // gRPC 1.51 answers such a call twice at times, and the connection ends: the client is served on the next
  // one.
  bool served = false;
  for (int i = 0; i < 5 && !served; ++i) {
    grpc::ClientContext again;
    client->Authorize(again);
    again.set_wait_for_ready(true);
    served = client->admin().GetStatus(&again, {}, &response).ok();
  }
  EXPECT_TRUE(served);
}

// HealthCheckResponse{status = SERVING} and NOT_SERVING.
constexpr char kServing[] = "\x08\x01";
constexpr char kNotServing[] = "\x08\x02";

TEST_F(RpcTest, HealthSaysWhetherCentralServes) {
  Client client(server_->address());
  const std::string check = "/grpc.health.v1.Health/Check";
  const std::string one_service = "\x0a\x1alegevakt.v1.CommandService";
  EXPECT_EQ(client.CallBare(check, "").second, kServing);
  EXPECT_EQ(client.CallBare(check, one_service).second, kServing);
  server_->Announce();
  EXPECT_EQ(client.CallBare(check, "").second, kNotServing);
  EXPECT_EQ(client.CallBare(check, one_service).second, kNotServing);
}

TEST_F(RpcTest, ReflectionIsNotThereUnlessItIsAskedFor) {
  Client client(server_->address());
  EXPECT_EQ(client.CallBare("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", "")
                .first.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace legevakt::rpc
