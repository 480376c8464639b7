#include "central/web/http_connection.h"

#include <algorithm>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "base/limits.h"
#include "central/engine/sessions.h"
#include "central/web/live_connection.h"

namespace legevakt::web {

namespace http = beast::http;

namespace {

constexpr std::chrono::seconds kIdle{30};
// Longer than a page waits before it tries the same request_id again.
constexpr std::chrono::seconds kEngineAnswer{15};
constexpr std::uint32_t kHeaderBytesMax = 8 * 1024;
// Requests of one connection: a burst, then so many a second. A page in a hurry sends two.
constexpr double kBurst = 200;
constexpr double kPerSecond = 100;

std::string Take(const beast::string_view& text) {
  return {text.data(), text.size()};
}

Request RequestOf(const http::request<http::string_body>& in, const Guard& guard) {
  Request request;
  request.method = Take(in.method_string());
  const std::string target = Take(in.target());
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string::npos) request.query = target.substr(mark + 1);
  request.body = in.body();
  request.host = Take(in[http::field::host]);
  request.origin = Take(in[http::field::origin]);
  request.content_type = Take(in[http::field::content_type]);
  request.fetch_site = Take(in["Sec-Fetch-Site"]);
  request.if_none_match = Take(in[http::field::if_none_match]);
  request.token = guard.TokenFrom(Take(in[http::field::cookie]));
  return request;
}

}  // namespace

HttpConnection::HttpConnection(Core& core, const Guard& guard, tcp::socket socket)
    : core_(core),
      guard_(guard),
      slots_(core.slots),
      stream_(std::move(socket)),
      deadline_(core.io),
      tokens_(kBurst),
      tokens_at_(std::chrono::steady_clock::now()) {}

HttpConnection::~HttpConnection() {
  // Null where a WebSocket has taken the slot over.
  if (slots_) slots_->fetch_sub(1);
}

void HttpConnection::Read() {
  parser_.emplace();
  parser_->header_limit(kHeaderBytesMax);
  parser_->body_limit(limits::kHttpBodyBytesMax);
  stream_.expires_after(kIdle);
  http::async_read(stream_, input_, *parser_,
                   [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
                     self->OnRead(error);
                   });
}

void HttpConnection::OnRead(const boost::system::error_code& error) {
  if (error == http::error::body_limit || error == http::error::header_limit) {
    Response response = Api::Refuse(absl::StatusCode::kInvalidArgument, "size");
    response.status = error == http::error::body_limit ? 413 : 431;
    parser_->get().keep_alive(false);
    ++serial_;
    answered_ = false;
    return Send(std::move(response));
  }
  if (error) return Close();
  ++serial_;
  answered_ = false;
  Answer();
}

void HttpConnection::Answer() {
  const Request request = RequestOf(parser_->get(), guard_);
  if (!TakeToken()) return Send(Api::Refuse(absl::StatusCode::kResourceExhausted));
  if (!guard_.HostAllowed(request.host)) {
    Response response = Api::Refuse(absl::StatusCode::kInvalidArgument, "host");
    response.status = 421;
    return Send(std::move(response));
  }
  if (request.path == "/api/live") {
    Upgrade(request);
    return;
  }
  const Respond respond = [weak = weak_from_this(), serial = serial_](Response response) {
    const auto self = weak.lock();
    if (self && self->serial_ == serial) self->Send(std::move(response));
  };
  if (request.path.starts_with("/api/")) {
    WaitForEngine();
    return core_.api->Handle(request, respond);
  }
  if (request.path == "/worklist") {
    WaitForEngine();
    return core_.work_list->Handle(request, respond);
  }
  if (request.method != "GET" && request.method != "HEAD") {
    Response response = Api::Refuse(absl::StatusCode::kInvalidArgument, request.method);
    response.status = 405;
    response.allow = "GET, HEAD";
    return Send(std::move(response));
  }
  Send(core_.files.Get(request));
}

bool HttpConnection::Upgrade(const Request& request) {
  const auto refuse = [this](int status, absl::StatusCode code, const char* what) {
    Response response = Api::Refuse(code, what);
    response.status = status;
    Send(std::move(response));
    return false;
  };
  if (!beast::websocket::is_upgrade(parser_->get())) {
    return refuse(426, absl::StatusCode::kInvalidArgument, "upgrade");
  }
  // A browser always says where a page came from; somebody else's page may not listen with our cookie.
  if (!guard_.OriginAllowed(request.origin, request.host)) {
    return refuse(403, absl::StatusCode::kPermissionDenied, "origin");
  }
  const auto actor = core_.options.sessions->Find(request.token);
  if (!actor) return refuse(401, absl::StatusCode::kUnauthenticated, "session");
  LiveClient::Key key;
  key.doctor_id = actor->user_id();
  key.lang = QueryValue(request.query, "lang") == "en" ? text::Lang::kEn : text::Lang::kNb;
  if (actor->role() == v1::ROLE_OPERATOR || actor->role() == v1::ROLE_SHIFT_LEADER) {
    key.doctor_id = QueryValue(request.query, "doctor");
  } else if (actor->role() != v1::ROLE_DOCTOR) {
    return refuse(403, absl::StatusCode::kPermissionDenied, "role");
  }
  answered_ = true;
  const auto live = std::make_shared<LiveConnection>(
      core_, std::move(stream_), std::exchange(slots_, nullptr), std::move(key), request.token);
  live->Accept(parser_->get());
  return true;
}

void HttpConnection::WaitForEngine() {
  // This handler is also what keeps the connection alive meanwhile: the engine holds weak pointers only.
  deadline_.expires_after(kEngineAnswer);
  deadline_.async_wait([self = shared_from_this(), serial = serial_](const boost::system::error_code&) {
    if (self->serial_ == serial && !self->answered_) {
      self->Send(Api::Refuse(absl::StatusCode::kUnavailable));
    }
  });
}

void HttpConnection::Send(Response response) {
  if (answered_) return;
  answered_ = true;
  deadline_.cancel();
  const auto& in = parser_->get();
  auto out = std::make_shared<http::response<http::string_body>>(
      http::int_to_status(static_cast<unsigned>(response.status)), in.version());
  for (const auto& [name, value] : guard_.headers()) out->insert(name, value);
  // The page itself is asked for again each time and costs a 304; what the API says is kept nowhere.
  out->set(http::field::cache_control, response.etag.empty() ? "no-store" : "no-cache");
  if (!response.etag.empty()) out->set(http::field::etag, response.etag);
  if (!response.allow.empty()) out->set(http::field::allow, response.allow);
  if (!response.set_cookie.empty()) out->set(http::field::set_cookie, response.set_cookie);
  out->keep_alive(in.keep_alive());
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) out->set(http::field::content_type, response.content_type);
  const std::size_t size = response.body.size();
  if (in.method() != http::verb::head && !bodiless) out->body() = std::move(response.body);
  if (!bodiless) out->content_length(size);
  stream_.expires_after(kIdle);
  http::async_write(stream_, *out,
                    [self = shared_from_this(), out](const boost::system::error_code& error, std::size_t) {
                      if (error || !out->keep_alive()) return self->Close();
                      self->Read();
                    });
}

bool HttpConnection::TakeToken() {
  const auto now = std::chrono::steady_clock::now();
  tokens_ = std::min(kBurst, tokens_ + kPerSecond * std::chrono::duration<double>(now - tokens_at_).count());
  tokens_at_ = now;
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

void HttpConnection::Close() {
  boost::system::error_code ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

}  // namespace legevakt::web
