#include "central/web/live_connection.h"

#include <boost/beast/websocket.hpp>
#include <chrono>

#include "base/limits.h"
#include "central/engine/sessions.h"

namespace legevakt::web {

namespace websocket = beast::websocket;

namespace {
// The session ended; the page signs in anew. 4000-4999 are an application's own.
constexpr auto kSessionEnded = static_cast<websocket::close_code>(4401);
constexpr std::chrono::seconds kHandshakeTimeout{10};
// A phone that answers no ping for this long is gone. Pings go at half of it.
constexpr std::chrono::seconds kIdleTimeout{20};
}  // namespace

LiveConnection::LiveConnection(Core& core, beast::tcp_stream stream, Slots slots, Key key, std::string token)
    : core_(core),
      slots_(std::move(slots)),
      key_(std::move(key)),
      token_(std::move(token)),
      stream_(std::move(stream)) {}

LiveConnection::~LiveConnection() {
  slots_->fetch_sub(1);
}

void LiveConnection::Accept(const beast::http::request<beast::http::string_body>& request) {
  // The WebSocket has its own timeouts.
  beast::get_lowest_layer(stream_).expires_never();
  stream_.set_option(websocket::stream_base::timeout{kHandshakeTimeout, kIdleTimeout, true});
  // No permessage-deflate: a small message needs none, and it invites compression bombs.
  stream_.set_option(websocket::permessage_deflate{});
  stream_.read_message_max(limits::kWebSocketMessageBytesMax);
  stream_.async_accept(request, [self = shared_from_this()](const boost::system::error_code& error) {
    if (error) return;
    self->stream_.text(true);
    self->core_.hub->Join(self);
    self->Read();
  });
}

void LiveConnection::Read() {
  stream_.async_read(input_,
                     [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
                       if (error) {
                         self->closing_ = true;
                         return;
                       }
                       // The page has nothing to say here: commands go by POST.
                       self->input_.consume(self->input_.size());
                       self->Close(websocket::close_code::policy_error, "nothing is read here");
                     });
}

bool LiveConnection::CheckSession() {
  if (closing_) return false;
  if (core_.options.sessions->Find(token_)) return true;
  Close(kSessionEnded, "session ended");
  return false;
}

void LiveConnection::OfferView(Text view) {
  view_ = std::move(view);
  Send();
}

void LiveConnection::OfferBookmark(Text bookmark) {
  bookmark_ = std::move(bookmark);
  Send();
}

void LiveConnection::Send() {
  if (closing_ || sending_ || (!view_ && !bookmark_)) return;
  sending_ = std::move(view_ ? view_ : bookmark_);
  stream_.async_write(boost::asio::buffer(*sending_),
                      [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
                        self->sending_.reset();
                        if (!error) self->Send();
                      });
}

void LiveConnection::Close(websocket::close_code code, const char* why) {
  if (closing_) return;
  closing_ = true;
  stream_.async_close({code, why}, [self = shared_from_this()](const boost::system::error_code&) {});
}

}  // namespace legevakt::web
