// The JSON API, apart from sockets. Thread: the web server's.
#pragma once

#include <absl/status/status.h>

#include <functional>
#include <memory>
#include <string>

#include "central/web/guard.h"
#include "central/web/message.h"
#include "legevakt/v1/common.pb.h"

namespace legevakt::web {

struct Core;

// Called once, on the server's thread; never where the server has stopped.
using Respond = std::function<void(Response)>;

class Api {
 public:
  // `core` owns this.
  Api(Core& core, const Guard& guard) : core_(core), guard_(guard) {}

  // Any path under /api/ but /api/live. `respond` may be called before Handle returns.
  void Handle(const Request& request, Respond respond);

  // A body in the words of a refused command.
  static Response Refuse(absl::StatusCode code, std::string detail = {});
  static Response Refuse(const absl::Status& status);

 private:
  void Text(const Request& request, const Respond& respond) const;
  void Users(const Request& request, Respond respond);
  void ReadSession(const Request& request, const Respond& respond) const;
  void OpenSession(const Request& request, Respond respond);
  void CloseSession(const Request& request, const Respond& respond);
  void Command(const Request& request, Respond respond);

  Core& core_;
  const Guard& guard_;
};

}  // namespace legevakt::web
