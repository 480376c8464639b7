#include "central/web/guard.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace legevakt::web {
namespace {

// A shift and a hand-over; after that one signs in again.
constexpr std::string_view kCookieAge = "57600";

// Without a port and without the brackets of an IPv6 address.
std::string_view HostName(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    return end == std::string_view::npos ? std::string_view() : host.substr(1, end - 1);
  }
  return host.substr(0, host.find(':'));
}

bool IsOwnName(std::string_view host) {
  const std::string_view name = HostName(host);
  if (name == "localhost") return true;
  boost::system::error_code error;
  boost::asio::ip::make_address(std::string(name), error);
  return !error;
}

std::string_view AfterScheme(std::string_view origin) {
  const std::size_t at = origin.find("://");
  return at == std::string_view::npos ? std::string_view() : origin.substr(at + 3);
}

}  // namespace

Guard::Guard(std::vector<std::string> public_origins) : public_origins_(std::move(public_origins)) {
  secure_ = std::any_of(public_origins_.begin(), public_origins_.end(),
                        [](const std::string& origin) { return origin.starts_with("https://"); });
  headers_ = {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
       "manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
       "require-trusted-types-for 'script'; trusted-types 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
  };
  if (secure_) headers_.emplace_back("Strict-Transport-Security", "max-age=31536000");
}

bool Guard::HostAllowed(std::string_view host) const {
  if (IsOwnName(host)) return true;
  return std::any_of(public_origins_.begin(), public_origins_.end(),
                     [host](const std::string& origin) { return AfterScheme(origin) == host; });
}

bool Guard::OriginAllowed(std::string_view origin, std::string_view host) const {
  if (origin.starts_with("http://") && AfterScheme(origin) == host && IsOwnName(host)) return true;
  return std::find(public_origins_.begin(), public_origins_.end(), origin) != public_origins_.end();
}

bool Guard::MayChange(const Request& request) const {
  if (!request.origin.empty() && !OriginAllowed(request.origin, request.host)) return false;
  return request.fetch_site.empty() || request.fetch_site == "same-origin" || request.fetch_site == "none";
}

std::string Guard::SetCookie(std::string_view token) const {
  std::string cookie(cookie_name());
  cookie.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=").append(kCookieAge);
  if (secure_) cookie.append("; Secure");
  return cookie;
}

std::string Guard::ClearCookie() const {
  std::string cookie(cookie_name());
  cookie.append("=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
  if (secure_) cookie.append("; Secure");
  return cookie;
}

std::string Guard::TokenFrom(std::string_view cookie_header) const {
  while (!cookie_header.empty()) {
    const std::size_t end = cookie_header.find(';');
    std::string_view pair = cookie_header.substr(0, end);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == cookie_name()) {
      return std::string(pair.substr(equals + 1));
    }
    if (end == std::string_view::npos) break;
    cookie_header.remove_prefix(end + 1);
  }
  return {};
}

}  // namespace legevakt::web
