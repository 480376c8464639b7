// Who may talk to us from where: hosts, origins, cookies, and the headers that every answer carries.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "central/web/message.h"

namespace legevakt::web {

class Guard {
 public:
  explicit Guard(std::vector<std::string> public_origins);

  // The Host header names us: an IP address or localhost (a foreign name could have been pointed at us by
  // somebody else's DNS), or one of the public origins.
  bool HostAllowed(std::string_view host) const;
  // The page that asks is ours.
  bool OriginAllowed(std::string_view origin, std::string_view host) const;
  // A request that changes something comes from our own page, or from a program that is no browser.
  bool MayChange(const Request& request) const;

  // True where the public address is https: Secure cookie, HSTS.
  bool secure() const { return secure_; }
  std::string_view cookie_name() const { return secure_ ? "__Host-legevakt" : "legevakt"; }
  std::string SetCookie(std::string_view token) const;
  std::string ClearCookie() const;
  // The token in a Cookie header.
  std::string TokenFrom(std::string_view cookie_header) const;

  const std::vector<std::pair<std::string, std::string>>& headers() const { return headers_; }

 private:
  std::vector<std::string> public_origins_;
  bool secure_ = false;
  std::vector<std::pair<std::string, std::string>> headers_;
};

}  // namespace legevakt::web
