#include "console/net/central_link.h"

#include <chrono>
#include <utility>

#include "base/clock.h"
#include "base/status.h"
#include "central/domain/snapshot.h"
#include "console/net/inbox.h"
#include "proto/client/channel.h"
#include "proto/client/command_client.h"
#include "proto/client/lookup_client.h"
#include "proto/client/session.h"
#include "proto/client/watch_client.h"

namespace legevakt::console {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kCommandPatience{10'000};
// The first search after central's start reads the whole journal.
constexpr milliseconds kLookupPatience{30'000};

absl::StatusOr<std::shared_ptr<client::Channel>> ChannelTo(const std::string& target) {
  client::ChannelOptions options;
  options.target = target;
  return client::Channel::Create(options);
}

class CentralLink : public Link, public client::WatchListener {
 public:
  CentralLink(std::shared_ptr<client::Channel> channel, const client::Identity& identity,
              std::function<void()> wake)
      : wake_(std::move(wake)),
        session_(std::make_shared<client::Session>(std::move(channel), identity)),
        // In order: an intake reaches central before the assessment that builds on it.
        commands_(session_, {.in_order = true}),
        lookups_(session_) {
    StartWatch();
  }
  ~CentralLink() override { watch_->Stop(); }

  std::vector<Update> Take() override {
    Inbox::Taken taken = inbox_.Take();
    // The watch has stopped; the screen is back, and gets a new state.
    if (taken.dropped) Resync();
    return std::move(taken.updates);
  }

  void Send(v1::ExecuteRequest request) override {
    std::string id = request.request_id();
    commands_.Execute(std::move(request), kCommandPatience,
                      [this, id](absl::StatusOr<v1::ExecuteResponse> reply) {
                        Replied replied{id, reply.status(), {}};
                        if (reply.ok()) replied.response = *std::move(reply);
                        Put(std::move(replied));
                      });
  }

  void Search(std::int64_t ticket, v1::SearchRequest request) override {
    lookups_.Search(std::move(request), kLookupPatience,
                    [this, ticket](absl::StatusOr<v1::SearchResponse> answer) {
                      Put(Searched{ticket, std::move(answer)});
                    });
  }
  void Read(std::int64_t ticket, v1::ReadRequest request) override {
    lookups_.Read(
        std::move(request), kLookupPatience,
        [this, ticket](absl::StatusOr<v1::ReadResponse> answer) { Put(WasRead{ticket, std::move(answer)}); });
  }

  void Resync() override {
    watch_->Stop();
    StartWatch();
  }

  // --- on the channel's thread
  void OnSnapshot(v1::StateSnapshot snapshot, const std::string& journal_id) override {
    SignIn();
    // Parsed here, so that the screen never waits for it.
    auto state = std::make_shared<domain::State>(domain::FromSnapshot(std::move(snapshot)));
    Put(SnapshotTaken{std::move(state), journal_id});
  }
  absl::Status OnBatch(v1::EventBatch batch) override {
    Put(BatchTaken{std::move(batch)});
    return absl::OkStatus();
  }
  void OnBookmark(const v1::Bookmark& bookmark) override {
    SignIn();
    Put(BookmarkSeen{bookmark});
  }
  void OnDisconnected(const absl::Status& status) override {
    Put(LinkLost{Message(status)});
    // The next one is asked for after this.
    Put(StreamBegins{BootNowUs()});
  }

 private:
  void StartWatch() {
    watch_ = std::make_unique<client::WatchClient>(session_, this);
    Put(StreamBegins{BootNowUs()});
    watch_->Start();
  }

  // Who we are, once central has said so.
  void SignIn() {
    if (signed_in_) return;
    const auto info = session_->info();
    if (info.actor().user_id().empty()) return;
    signed_in_ = true;
    Put(SignedIn{info.actor()});
  }

  void Put(Update update) {
    // Until the screen takes something nothing more is asked for.
    if (!inbox_.Put(std::move(update))) watch_->StopSoon();
    wake_();
  }

  std::function<void()> wake_;
  Inbox inbox_;
  bool signed_in_ = false;  // the channel's thread
  std::shared_ptr<client::Session> session_;
  client::CommandClient commands_;
  client::LookupClient lookups_;
  std::unique_ptr<client::WatchClient> watch_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Link>> ConnectCentral(const CentralOptions& options,
                                                     std::function<void()> wake) {
  LV_ASSIGN_OR_RETURN(auto channel, ChannelTo(options.target));
  const client::Identity identity{options.user_id, options.role, options.device};
  return std::unique_ptr<Link>(std::make_unique<CentralLink>(std::move(channel), identity, std::move(wake)));
}

absl::StatusOr<v1::Actor> FindUser(const std::string& target, const std::string& name, v1::Role role,
                                   int patience_ms) {
  LV_ASSIGN_OR_RETURN(auto channel, ChannelTo(target));
  LV_ASSIGN_OR_RETURN(const auto users, channel->ListUsers(milliseconds(patience_ms)));
  std::string there;
  for (const auto& user : users) {
    if (user.role() == role && (name.empty() || user.user_id() == name || user.name() == name)) return user;
    there += (there.empty() ? "" : ", ") + user.user_id();
  }
  return MakeStatus(absl::StatusCode::kNotFound,
                    "nobody called \"" + name + "\" has this role; the region has: " + there);
}

}  // namespace legevakt::console
