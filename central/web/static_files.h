// The files of doctor/, embedded in the binary.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "central/web/message.h"

namespace legevakt::web {

class StaticFiles {
 public:
  StaticFiles();
  // 200, 304 or 404. Only the exact paths of embedded files exist; "/" is index.html.
  Response Get(const Request& request) const;

 private:
  struct Entry {
    std::string_view data;
    std::string_view type;
    std::string etag;
  };
  std::map<std::string, Entry, std::less<>> files_;
};

}  // namespace legevakt::web
