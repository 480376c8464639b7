#include "central/rpc/acceptor.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <system_error>
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
  tcp::acceptor acceptor(result->io_);
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.non_blocking(true, error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
  if (error) return CannotListen(listen, error.message());
  const tcp::endpoint bound = acceptor.local_endpoint(error);
  const std::string host = bound.address().to_string();
  result->address_ = (bound.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(bound.port());
  result->loopback_ = bound.address().is_loopback();
  LV_RETURN_IF_ERROR(result->Take(acceptor.release()));
  return result;
}

absl::StatusOr<std::unique_ptr<Acceptor>> Acceptor::OpenLocal(const std::filesystem::path& file,
                                                              int connections_max) {
  const auto cannot = [&file](std::string_view why) {
    return MakeStatus(absl::StatusCode::kUnavailable, text::Format(text::ProcessLang(), "central.no_local",
                                                                   {{"file", file.native()}, {"why", why}}));
  };
  auto local = LocalPath::Open(file.parent_path(), file.filename());
  if (!local.ok()) return cannot(Message(local.status()));
  std::unique_ptr<Acceptor> result(new Acceptor(connections_max));
  const boost::asio::local::stream_protocol::endpoint name(local->path());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return cannot(std::generic_category().message(errno));
  local->Remove();
  // The rights go on to the file when it is made: at no moment is it anybody else's.
  const bool bound = fchmod(fd, S_IRUSR | S_IWUSR) == 0 &&
                     bind(fd, name.data(), static_cast<socklen_t>(name.size())) == 0 &&
                     listen(fd, SOMAXCONN) == 0;
  if (!bound) {
    const int why = errno;
    close(fd);
    return cannot(std::generic_category().message(why));
  }
  result->address_ = file.native();
  result->loopback_ = true;
  result->local_ = *std::move(local);
  LV_RETURN_IF_ERROR(result->Take(fd));
  return result;
}

absl::Status Acceptor::Take(int listening) {
  boost::system::error_code error;
  listener_.assign(listening, error);
  if (error) close(listening);
  if (!error) listener_.non_blocking(true, error);
  return error ? CannotListen(address_, error.message()) : absl::OkStatus();
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
  listener_.close(ignored);
  // Once: whoever listens there next has a file of its own.
  if (local_.has_value()) local_->Remove();
  local_.reset();
}

void Acceptor::Wait() {
  listener_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                       [this](const boost::system::error_code& error) {
                         if (!error) AcceptAll();
                       });
}

void Acceptor::AcceptAll() {
  while (true) {
    // gRPC hangs in a TLS handshake on a blocking socket; and no child process may inherit it.
    const int fd = accept4(listener_.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
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
  connection.listener_fd = listener_.native_handle();
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
