// One page's WebSocket. At most one message is being sent; what waits behind it is the newest view and the
// newest bookmark, in that order, so that a slow phone never has a queue.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <memory>
#include <string>

#include "central/web/core.h"

namespace legevakt::web {

namespace beast = boost::beast;

class LiveConnection final : public LiveClient, public std::enable_shared_from_this<LiveConnection> {
 public:
  LiveConnection(Core& core, beast::tcp_stream stream, Slots slots, Key key, std::string token);
  ~LiveConnection() override;

  // The request has been checked: session, origin, doctor.
  void Accept(const beast::http::request<beast::http::string_body>& request);

  const Key& key() const override { return key_; }
  bool CheckSession() override;
  void OfferView(Text view) override;
  void OfferBookmark(Text bookmark) override;

 private:
  void Read();
  void Send();
  void Close(beast::websocket::close_code code, const char* why);

  Core& core_;
  const Slots slots_;
  const Key key_;
  const std::string token_;
  beast::websocket::stream<beast::tcp_stream> stream_;
  beast::flat_buffer input_;
  Text view_;
  Text bookmark_;
  Text sending_;
  bool closing_ = false;
};

}  // namespace legevakt::web
