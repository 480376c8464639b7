// A telephony link is up as long as it watches. When its watch has been gone for a while, central itself
// records the link as down, so that no screen shows a ringing list or an answer time that nobody feeds.
// Thread: any; locks itself. Its timers run on the executor that it is given.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <mutex>

#include "central/engine/engine.h"

namespace legevakt::rpc {

class TelephonyGuard : public std::enable_shared_from_this<TelephonyGuard> {
 public:
  TelephonyGuard(engine::Engine& engine, boost::asio::any_io_executor executor,
                 std::chrono::milliseconds patience)
      : engine_(engine), timer_(executor), patience_(patience) {}

  // A link that was up when central stopped must come back.
  void Start();
  void LinkCame();
  void LinkWent(const v1::Actor& actor);
  // Reports nothing any more.
  void Stop();

 private:
  void Arm();
  void ReportDown();

  engine::Engine& engine_;
  std::mutex mutex_;
  boost::asio::steady_timer timer_;
  const std::chrono::milliseconds patience_;
  int links_ = 0;
  bool stopped_ = false;
  v1::Actor last_;
};

}  // namespace legevakt::rpc
