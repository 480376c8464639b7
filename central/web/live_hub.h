// Keeps every doctor's page in step: reads the engine when something was published and each second, makes
// each doctor's view once, and offers it to whoever watches that doctor.
//
// A bookmark goes out only when a read has gone through the engine and its revision is durable. Where central
// stands still, the bookmarks stand still too, and the pages say so.
// Thread: the web server's, save OnPublished (the engine's strand).
#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "central/engine/engine.h"
#include "legevakt/v1/duty.pb.h"

namespace legevakt::web {

struct Core;

// One connected page.
class LiveClient {
 public:
  using Text = std::shared_ptr<const std::string>;
  // Whose view, in which language.
  struct Key {
    std::string doctor_id;
    text::Lang lang = text::Lang::kNb;
    friend auto operator<=>(const Key&, const Key&) = default;
  };

  virtual ~LiveClient() = default;
  virtual const Key& key() const = 0;
  // False where the session has ended; the client then closes itself.
  virtual bool CheckSession() = 0;
  // The newest view replaces one that has not been sent yet; so does a bookmark.
  virtual void OfferView(Text view) = 0;
  virtual void OfferBookmark(Text bookmark) = 0;
};

class LiveHub final : public engine::Subscriber {
 public:
  // `core` owns this.
  explicit LiveHub(Core& core);

  void Start();
  void Stop();
  void Join(const std::shared_ptr<LiveClient>& client);
  // Reads the engine soon, whatever is under way.
  void Refresh();

  void OnPublished(std::int64_t revision) override;

 private:
  struct Result {
    std::int64_t revision = 0;
    std::int64_t now_us = 0;
    std::map<LiveClient::Key, v1::DutyView> views;
  };
  struct Watcher {
    std::weak_ptr<LiveClient> client;
    bool has_view = false;
  };
  struct Shown {
    // Of the view without its time and revision: only a change of what is seen is sent.
    std::string bytes;
    LiveClient::Text json;
    std::int64_t revision = -1;
  };

  void Tick();
  void Read();
  void Deliver(const Result& result);
  void DeliverViews(const Result& result);

  Core& core_;
  boost::asio::steady_timer timer_;
  std::atomic<bool> wake_posted_ = false;
  bool reading_ = false;
  bool again_ = false;
  bool bookmark_due_ = false;
  std::vector<Watcher> watchers_;
  std::map<LiveClient::Key, Shown> shown_;
};

}  // namespace legevakt::web
