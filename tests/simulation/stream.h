// One watch between central and a client: the real feed, a transport that keeps the order and holds a few
// messages, and a reader who may be slow, stop reading, or be gone without a word.
#pragma once

#include <deque>
#include <functional>
#include <memory>

#include "central/rpc/watch_feed.h"
#include "tests/simulation/broken.h"
#include "tests/simulation/world.h"

namespace legevakt::simulation {

class Client;

class Stream : public std::enable_shared_from_this<Stream> {
 public:
  enum class Reader { kBrisk, kSlow, kVanishes };

  Stream(World& world, Central& central, Client& client, Reader reader);

  // --- central's end
  void Hello(const v1::Hello& hello);
  // Something was published.
  void Wake();
  // A second has passed.
  void Tick();
  // Central is gone, in good order or not.
  void CentralEnds();

  // --- the client's end
  void Leave();

 private:
  // What is on its way to the client.
  struct Sent {
    v1::WatchResponse message;
    // Of a bookmark: the moment that it names, in the loop's time.
    std::int64_t moment_us = 0;
  };

  void Pump();
  bool Next(Sent& sent);
  // Of a bookmark: how old is what it says, and is it so?
  std::int64_t MomentOf(const v1::Bookmark& bookmark);
  void Deliver();
  void DeliverSoon();
  void Ack(std::int64_t revision);
  void AskForSnapshot();
  // Central has no more to do with it; the client hears of it where it still listens.
  void Close();
  std::int64_t ReadsAfterUs();

  World& world_;
  Central* central_;
  Client* client_;
  Reader reader_;
  rpc::WatchFeed feed_;
  std::deque<Sent> sent_;
  std::size_t window_;
  std::int64_t write_began_us_ = 0;
  // Where central is broken in this.
  RashBookmarks rash_;
  bool woken_ = false;
  bool delivering_ = false;
  std::int64_t gone_since_us_ = 0;
  int reads_before_it_vanishes_ = 0;
};

}  // namespace legevakt::simulation
