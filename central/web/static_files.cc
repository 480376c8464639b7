#include "central/web/static_files.h"

#include "base/hash.h"
#include "lv_doctor_files.h"
#include "lv_web_pages.h"

namespace legevakt::web {
namespace {

std::string_view TypeOf(std::string_view path) {
  if (path.ends_with(".html")) return "text/html; charset=utf-8";
  if (path.ends_with(".css")) return "text/css; charset=utf-8";
  if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (path.ends_with(".svg")) return "image/svg+xml";
  if (path.ends_with(".png")) return "image/png";
  if (path.ends_with(".webmanifest")) return "application/manifest+json";
  return "application/octet-stream";
}

}  // namespace

StaticFiles::StaticFiles() {
  const auto add = [this](const auto& file, std::string path) {
    files_[std::move(path)] = {file.data, TypeOf(file.path),
                               '"' + ToHex(Blake2b(file.data)).substr(0, 20) + '"'};
  };
  for (const auto& file : embedded::doctor::Files()) {
    add(file, file.path == "index.html" ? "/" : "/" + std::string(file.path));
  }
  constexpr std::string_view kFolder = "pages/";
  for (const auto& file : embedded::pages::Files())
    add(file, "/" + std::string(file.path.substr(kFolder.size())));
}

Response StaticFiles::Get(const Request& request) const {
  Response response;
  const auto found = files_.find(request.path);
  if (found == files_.end()) {
    response.status = 404;
    response.content_type = "text/plain; charset=utf-8";
    response.body = "404\n";
    return response;
  }
  response.content_type = found->second.type;
  response.etag = found->second.etag;
  if (request.if_none_match == response.etag) {
    response.status = 304;
    return response;
  }
  response.body = found->second.data;
  return response;
}

}  // namespace legevakt::web
