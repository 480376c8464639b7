#include "central/web/web_server.h"

#include <absl/time/time.h>

#include <boost/asio/post.hpp>
#include <chrono>

#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"
#include "central/web/core.h"
#include "central/web/http_connection.h"

namespace legevakt::web {
namespace {

// After accept has failed, for lack of descriptors for instance.
constexpr std::chrono::milliseconds kAcceptPause{100};

// What the kernel may hold for a phone that does not read: some hundred views, then the newest one waits
// here.
constexpr int kSendBufferBytes = 64 * 1024;

void Accept(Core& core, const Guard& guard);

void OnAccepted(Core& core, const Guard& guard, const boost::system::error_code& error, tcp::socket socket) {
  if (!core.acceptor.is_open()) return;
  if (error) {
    core.accept_pause.expires_after(kAcceptPause);
    core.accept_pause.async_wait([&core, &guard](const boost::system::error_code& stopped) {
      if (!stopped) Accept(core, guard);
    });
    return;
  }
  if (core.slots->load() >= limits::kWebConnectionsMax) {
    // It fits in a new socket's buffer, so this never blocks; whether it arrives is no matter.
    constexpr std::string_view kFull =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(kFull), ignored);
  } else {
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(tcp::socket::send_buffer_size(kSendBufferBytes), ignored);
    core.slots->fetch_add(1);
    std::make_shared<HttpConnection>(core, guard, std::move(socket))->Read();
  }
  Accept(core, guard);
}

void Accept(Core& core, const Guard& guard) {
  core.acceptor.async_accept([&core, &guard](const boost::system::error_code& error, tcp::socket socket) {
    OnAccepted(core, guard, error, std::move(socket));
  });
}

absl::Status Listen(Core& core) {
  const auto refuse = [&core](const boost::system::error_code& error) {
    const std::string address = core.options.host + ":" + std::to_string(core.options.port);
    return MakeStatus(absl::StatusCode::kUnavailable,
                      text::Format(text::ProcessLang(), "central.cannot_listen",
                                   {{"address", address}, {"why", error.message()}}));
  };
  boost::system::error_code error;
  const auto address = asio::ip::make_address(core.options.host, error);
  if (error) return refuse(error);
  const tcp::endpoint endpoint(address, core.options.port);
  core.acceptor.open(endpoint.protocol(), error);
  if (error) return refuse(error);
  core.acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  core.acceptor.bind(endpoint, error);
  if (error) return refuse(error);
  core.acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return refuse(error);
  core.port = core.acceptor.local_endpoint(error).port();
  return error ? refuse(error) : absl::OkStatus();
}

}  // namespace

void Core::FromEngine(const std::weak_ptr<Core>& weak, std::function<void()> f) {
  if (const auto core = weak.lock()) asio::post(core->io, std::move(f));
}

int Core::UtcOffsetMinutes(std::int64_t at_us) const {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(options.time_zone, &zone)) return 60;
  return zone.At(absl::FromUnixMicros(at_us)).offset / 60;
}

WebServer::WebServer(Options options) : core_(std::make_shared<Core>(std::move(options))) {
  core_->api = std::make_unique<Api>(*core_, core_->guard);
  core_->work_list = std::make_unique<WorkList>(*core_);
  core_->hub = std::make_unique<LiveHub>(*core_);
}

WebServer::~WebServer() {
  Stop();
}

absl::Status WebServer::Bind() {
  return Listen(*core_);
}

absl::Status WebServer::Start() {
  if (!core_->acceptor.is_open()) LV_RETURN_IF_ERROR(Bind());
  Accept(*core_, core_->guard);
  core_->hub->Start();
  core_->thread = std::thread([core = core_.get()] { core->io.run(); });
  return absl::OkStatus();
}

int WebServer::port() const {
  return core_->port;
}

void WebServer::Drain() {
  asio::post(core_->io, [core = core_.get()] { core->draining = true; });
}

void WebServer::Stop() {
  if (!core_->thread.joinable()) return;
  core_->hub->Stop();
  // Behind the answers that wait there already: each is written as its turn comes.
  asio::post(core_->io, [core = core_.get()] { core->io.stop(); });
  core_->thread.join();
  boost::system::error_code ignored;
  core_->acceptor.close(ignored);
}

}  // namespace legevakt::web
