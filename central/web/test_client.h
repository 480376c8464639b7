// A browser's side of the wire, for tests: blocking, one request at a time.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace legevakt::web {

namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

class TestClient {
 public:
  using Reply = http::response<http::string_body>;
  using Headers = std::map<std::string, std::string>;

  explicit TestClient(int port) : port_(port), host_("127.0.0.1:" + std::to_string(port)) { Connect(); }

  Reply Send(const std::string& method, const std::string& target, const std::string& body = {},
             const Headers& headers = {}) {
    http::request<http::string_body> request;
    request.method_string(method);
    request.target(target);
    request.version(11);
    request.set(http::field::host, host_);
    if (method == "POST") request.set(http::field::content_type, "application/json");
    if (!cookie_.empty()) request.set(http::field::cookie, cookie_);
    for (const auto& [name, value] : headers) request.set(name, value);
    request.body() = body;
    request.prepare_payload();
    boost::system::error_code ignored;
    http::write(socket_, request, ignored);
    http::response_parser<http::string_body> parser;
    parser.skip(method == "HEAD");
    http::read(socket_, buffer_, parser);
    Reply reply = parser.release();
    if (const auto set = reply.find(http::field::set_cookie); set != reply.end()) {
      cookie_ = std::string(set->value()).substr(0, set->value().find(';'));
    }
    if (!reply.keep_alive()) Connect();
    return reply;
  }

  Reply SignIn(const std::string& user) {
    return Send("POST", "/api/session", R"({"userId":")" + user + R"("})");
  }

  const std::string& cookie() const { return cookie_; }
  const std::string& host() const { return host_; }
  boost::asio::io_context& io() { return io_; }
  int port() const { return port_; }

 private:
  void Connect() {
    socket_ = boost::asio::ip::tcp::socket(io_);
    buffer_.clear();
    socket_.connect({boost::asio::ip::make_address("127.0.0.1"), static_cast<std::uint16_t>(port_)});
  }

  int port_;
  std::string host_;
  std::string cookie_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_{io_};
  boost::beast::flat_buffer buffer_;
};

// The page's WebSocket.
class TestLive {
 public:
  // The handshake's error, if it was refused, with the HTTP status in `status`.
  boost::system::error_code Open(TestClient& client, const std::string& origin,
                                 const std::string& query = {}) {
    if (!socket_.next_layer().is_open()) socket_.next_layer().open(boost::asio::ip::tcp::v4());
    socket_.next_layer().connect(
        {boost::asio::ip::make_address("127.0.0.1"), static_cast<std::uint16_t>(client.port())});
    socket_.set_option(websocket::stream_base::decorator([&](websocket::request_type& request) {
      request.set(http::field::cookie, client.cookie());
      if (!origin.empty()) request.set(http::field::origin, origin);
    }));
    boost::system::error_code error;
    websocket::response_type response;
    socket_.handshake(response, client.host(), "/api/live" + query, error);
    status = static_cast<int>(response.result_int());
    return error;
  }

  // A phone with a small window. Before Open.
  void ReadSlowly() {
    socket_.next_layer().open(boost::asio::ip::tcp::v4());
    socket_.next_layer().set_option(boost::asio::socket_base::receive_buffer_size(4096));
  }

  // The next message, or nothing where the connection ended.
  std::optional<std::string> Read() {
    boost::beast::flat_buffer buffer;
    boost::system::error_code error;
    socket_.read(buffer, error);
    if (error) return std::nullopt;
    return boost::beast::buffers_to_string(buffer.data());
  }

  // The next message that contains `part`, within the next `most` messages.
  std::optional<std::string> ReadUntil(const std::string& part, int most = 20) {
    for (int i = 0; i < most; ++i) {
      const auto message = Read();
      if (!message || message->find(part) != std::string::npos) return message;
    }
    return std::nullopt;
  }

  void Write(const std::string& text) { socket_.write(boost::asio::buffer(text)); }
  int close_code() const { return socket_.reason().code; }

  int status = 0;

 private:
  boost::asio::io_context io_;
  websocket::stream<boost::asio::ip::tcp::socket> socket_{io_};
};

}  // namespace legevakt::web
