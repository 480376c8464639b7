#include "central/rpc/acceptor.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <utility>

#include "base/status.h"
#include "base/text.h"

namespace legevakt::rpc {
namespace {

using boost::asio::ip::tcp;

constexpr std::chrono::milliseconds kPause(50);

absl::Status CannotListen(const std::string& listen, std::string_view why) {
  return MakeStatus(absl::StatusCode::kUnavailable, text::Format(text::ProcessLang(), "central.cannot_listen",
                                                                 {{"address", listen}, {"why", why}}));
}

absl::StatusOr<tcp::endpoint> ParseEndpoint(const std::string& listen) {
  const auto bad = [&] {
    return MakeStatus(absl::StatusCode::kInvalidArgument,
                      text::Format(text::ProcessLang(), "central.bad_address", {{"address", listen}}));
  };
  const std::size_t colon = listen.rfind(':');
  if (colon == std::string::npos) return bad();
  std::string host = listen.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  std::uint16_t port = 0;
  const char* const end = listen.data() + listen.size();
  const auto parsed = std::from_chars(listen.data() + colon + 1, end, port);
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  if (error || parsed.ec != std::errc() || parsed.ptr != end) return bad();
  return tcp::endpoint(address, port);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Acceptor>> Acceptor::Open(const std::string& listen, int connections_max) {
  LV_ASSIGN_OR_RETURN(const tcp::endpoint endpoint, ParseEndpoint(listen));
  std::unique_ptr<Acceptor> result(new Acceptor(connections_max));
  tcp::acceptor& acceptor = result->acceptor_;
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.non_blocking(true, error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
  if (error) return CannotListen(listen, error.message());
  return result;
}

Acceptor::~Acceptor() {
  Stop();
}

void Acceptor::Start(grpc::experimental::ExternalConnectionAcceptor* sink) {
  sink_ = sink;
  Wait();
  thread_ = std::thread([this] { io_.run(); });
}

void Acceptor::Stop() {
  io_.stop();
  if (thread_.joinable()) thread_.join();
  boost::system::error_code ignored;
  acceptor_.close(ignored);
}

std::string Acceptor::address() const {
  boost::system::error_code ignored;
  const tcp::endpoint endpoint = acceptor_.local_endpoint(ignored);
  const std::string host = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(endpoint.port());
}

bool Acceptor::loopback() const {
  boost::system::error_code ignored;
  return acceptor_.local_endpoint(ignored).address().is_loopback();
}

void Acceptor::Wait() {
  acceptor_.async_wait(tcp::acceptor::wait_read, [this](const boost::system::error_code& error) {
    if (!error) AcceptAll();
  });
}

void Acceptor::AcceptAll() {
  while (true) {
    // gRPC hangs in a TLS handshake on a blocking socket; and no child process may inherit it.
    const int fd = accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      HandOver(fd);
      continue;
    }
    switch (errno) {
      case EAGAIN:
        warned_ = false;
        return Wait();
      case EINTR:
      case ECONNABORTED:
        continue;
      default:
        // No descriptor or no memory: others may give theirs back.
        if (!std::exchange(warned_, true)) spdlog::error("cannot accept connections: errno {}", errno);
        return Pause();
    }
  }
}

void Acceptor::Pause() {
  pause_.expires_after(kPause);
  pause_.async_wait([this](const boost::system::error_code& error) {
    if (!error) AcceptAll();
  });
}

void Acceptor::HandOver(int fd) {
  struct stat socket{};
  if (!HasRoom() || fstat(fd, &socket) != 0) {
    close(fd);
    return;
  }
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  handed_over_[fd] = socket.st_ino;
  grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters connection;
  connection.listener_fd = acceptor_.native_handle();
  connection.fd = fd;
  sink_->HandleNewConnection(&connection);
}

bool Acceptor::HasRoom() {
  if (handed_over_.size() < connections_max_) return true;
  std::erase_if(handed_over_, [](const auto& entry) {
    struct stat now{};
    return fstat(entry.first, &now) != 0 || now.st_ino != entry.second;
  });
  if (handed_over_.size() < connections_max_) return true;
  if (!std::exchange(warned_, true)) spdlog::error("connection refused: {} are open", handed_over_.size());
  return false;
}

}  // namespace legevakt::rpc
