// The doctors' page and its JSON API over HTTP/1.1 and WebSocket.
//
//   GET  /                     the page (files of doctor/, embedded)
//   GET  /api/text?lang=nb|en  the texts that the page shows
//   GET  /api/users            who may sign in: ListUsersResponse with the region's doctors; ?all=1 adds the
//   staff POST /api/session          OpenRequest {userId} -> OpenResponse; the token is a cookie and never in
//   the body GET  /api/session          OpenResponse of the session that the cookie names DELETE /api/session
//   closes it POST /api/command          ExecuteRequest -> ExecuteResponse GET  /api/live WebSocket:
//   DutyPush; ?lang=, and for operators ?doctor=
//
// All bodies are proto3 JSON. What is not taken is answered with a Refusal and the HTTP status that fits the
// gRPC code of command.proto (400, 401, 403, 429, 503); a refused command is 200 with `refusal` inside.
//
// Thread: Start and Stop from one thread; everything else runs on the server's own thread. The engine and the
// session registry are not owned and must outlive Stop.
#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace legevakt::engine {
class Engine;
class SessionRegistry;
}  // namespace legevakt::engine

namespace legevakt::web {

struct Core;

class WebServer {
 public:
  struct Options {
    engine::Engine* engine = nullptr;
    engine::SessionRegistry* sessions = nullptr;
    // An address, not a name. Port 0 picks one.
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
    // Origins under which a TLS proxy shows this server, as "https://legevakt.example.no". Where one is
    // https, the cookie is Secure. A page opened by IP address or as localhost is always its own origin.
    std::vector<std::string> public_origins;
    // For the times in what the doctor reads.
    std::string time_zone = "Europe/Oslo";
    std::string server_version;
  };

  explicit WebServer(Options options);
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  // Takes the address and lets nobody in yet. UNAVAILABLE where it cannot be used, with a sentence that says
  // so.
  absl::Status Bind();
  // Lets clients in; binds first where that has not been done.
  absl::Status Start();
  // After Bind.
  int port() const;
  // Tells every page, with its next bookmark, that central is about to stop.
  void Drain();
  // Sends what the engine has answered, then ends every connection. Idempotent. After the engine has stopped
  // and before it is destroyed; never from the engine's strand.
  void Stop();

 private:
  std::shared_ptr<Core> core_;
};

}  // namespace legevakt::web
