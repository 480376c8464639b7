// What the connections of one web server share. Internal to central/web.
//
// Everything here is used on the server's one thread, save `FromEngine`. What the engine keeps (replies,
// reads) holds weak pointers only, so that a stopped server takes its connections and its io_context with it.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <thread>

#include "central/web/api.h"
#include "central/web/guard.h"
#include "central/web/live_hub.h"
#include "central/web/static_files.h"
#include "central/web/web_server.h"
#include "central/web/worklist.h"

namespace legevakt::web {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

// How many connections there are. Outlives the io_context through its holders.
using Slots = std::shared_ptr<std::atomic<int>>;

struct Core : std::enable_shared_from_this<Core> {
  explicit Core(WebServer::Options o)
      : options(std::move(o)), guard(options.public_origins), accept_pause(io), acceptor(io) {}

  // Any thread: runs `f` on the server's thread, or never where the server is gone.
  static void FromEngine(const std::weak_ptr<Core>& weak, std::function<void()> f);
  // Minutes east of UTC at that time.
  int UtcOffsetMinutes(std::int64_t at_us) const;

  const WebServer::Options options;
  const Slots slots = std::make_shared<std::atomic<int>>(0);
  const Guard guard;
  const StaticFiles files;
  bool draining = false;
  int port = 0;

  asio::io_context io{1};
  asio::steady_timer accept_pause;
  tcp::acceptor acceptor;
  std::unique_ptr<Api> api;
  std::unique_ptr<WorkList> work_list;
  std::unique_ptr<LiveHub> hub;
  std::thread thread;
};

}  // namespace legevakt::web
