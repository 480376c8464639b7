// A request and a response as the API sees them: no socket, no parser.
#pragma once

#include <string>
#include <string_view>

namespace legevakt::web {

struct Request {
  std::string method;
  // Without the query.
  std::string path;
  std::string query;
  std::string body;
  std::string host;
  std::string origin;
  std::string content_type;
  std::string fetch_site;
  std::string if_none_match;
  // The session's token from the cookie; empty where there is none.
  std::string token;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  // The whole value of Set-Cookie; empty for none.
  std::string set_cookie;
  std::string etag;
  std::string allow;
};

// The value of `name` in "a=b&c=d"; empty where it is not there. No percent decoding: no value of ours needs
// it.
std::string QueryValue(std::string_view query, std::string_view name);

}  // namespace legevakt::web
