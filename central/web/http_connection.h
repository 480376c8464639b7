// One HTTP/1.1 connection: reads a request, has it answered, writes, and reads the next. One request at a
// time.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <memory>
#include <optional>

#include "central/web/core.h"

namespace legevakt::web {

namespace beast = boost::beast;

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  // Takes one of the slots that the listener counted.
  HttpConnection(Core& core, const Guard& guard, tcp::socket socket);
  ~HttpConnection();
  void Read();

 private:
  using Parser = beast::http::request_parser<beast::http::string_body>;

  void OnRead(const boost::system::error_code& error);
  void Answer();
  // True where the connection has become a WebSocket.
  bool Upgrade(const Request& request);
  void Send(Response response);
  void WaitForEngine();
  bool TakeToken();
  void Close();

  Core& core_;
  const Guard& guard_;
  Slots slots_;
  beast::tcp_stream stream_;
  asio::steady_timer deadline_;
  beast::flat_buffer input_;
  std::optional<Parser> parser_;
  // Counts the requests: an answer that comes after its deadline is not the next one's.
  std::uint64_t serial_ = 0;
  bool answered_ = true;
  double tokens_;
  std::chrono::steady_clock::time_point tokens_at_;
};

}  // namespace legevakt::web
