#include "central/web/live_hub.h"

#include <algorithm>
#include <chrono>

#include "base/limits.h"
#include "central/domain/documents.h"
#include "central/engine/unanswered.h"
#include "central/web/core.h"
#include "central/web/json.h"

namespace legevakt::web {

LiveHub::LiveHub(Core& core) : core_(core), timer_(core.io) {}

void LiveHub::Start() {
  core_.options.engine->AddSubscriber(this);
  Tick();
}

void LiveHub::Stop() {
  core_.options.engine->RemoveSubscriber(this);
}

void LiveHub::Join(const std::shared_ptr<LiveClient>& client) {
  watchers_.push_back({client, false});
  bookmark_due_ = true;
  Refresh();
}

void LiveHub::OnPublished(std::int64_t) {
  // Many revisions, one wake-up.
  if (wake_posted_.exchange(true)) return;
  Core::FromEngine(core_.weak_from_this(), [this] {
    wake_posted_ = false;
    Refresh();
  });
}

void LiveHub::Tick() {
  timer_.expires_after(std::chrono::microseconds(limits::kBookmarkUs));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    bookmark_due_ = true;
    Refresh();
    Tick();
  });
}

void LiveHub::Refresh() {
  again_ = true;
  if (!reading_) Read();
}

void LiveHub::Read() {
  std::erase_if(watchers_, [](const Watcher& watcher) {
    const auto client = watcher.client.lock();
    return !client || !client->CheckSession();
  });
  again_ = false;
  std::map<LiveClient::Key, std::int64_t> wanted;
  for (const Watcher& watcher : watchers_) {
    const auto client = watcher.client.lock();
    if (!client) continue;
    const auto found = shown_.find(client->key());
    wanted[client->key()] = found == shown_.end() ? -1 : found->second.revision;
  }
  std::erase_if(shown_, [&wanted](const auto& entry) { return !wanted.contains(entry.first); });
  if (wanted.empty()) return;

  reading_ = true;
  auto result = std::make_shared<Result>();
  engine::Engine* engine = core_.options.engine;
  // Nobody is told anything then: a page says by itself that it is not up to date, and the next second asks
  // again.
  auto unanswered = std::make_shared<engine::Unanswered>(
      [weak = core_.weak_from_this(), this] { Core::FromEngine(weak, [this] { reading_ = false; }); });
  domain::DocumentContext context;
  context.tools = &engine->tools();
  context.utc_offset_minutes = core_.UtcOffsetMinutes(engine->NowUs());
  engine->Read(
      [result, wanted, context, journal_id = engine->journal_id()](const domain::State& state,
                                                                   std::int64_t now_us) {
        result->revision = state.revision;
        result->now_us = now_us;
        domain::DocumentContext own = context;
        for (const auto& [key, revision] : wanted) {
          if (revision == state.revision) continue;
          own.lang = key.lang;
          result->views[key] = domain::MakeDutyView(state, key.doctor_id, now_us, journal_id, own);
        }
      },
      [weak = core_.weak_from_this(), this, result, unanswered] {
        unanswered->Answered();
        Core::FromEngine(weak, [this, result] { Deliver(*result); });
      });
}

void LiveHub::Deliver(const Result& result) {
  reading_ = false;
  DeliverViews(result);
  if (bookmark_due_) {
    bookmark_due_ = false;
    v1::DutyPush push;
    push.mutable_bookmark()->set_revision(result.revision);
    push.mutable_bookmark()->set_now_us(result.now_us);
    push.mutable_bookmark()->set_journal_id(core_.options.engine->journal_id());
    push.mutable_bookmark()->set_draining(core_.draining);
    const auto text = std::make_shared<const std::string>(ToJson(push));
    for (const Watcher& watcher : watchers_) {
      // Without a view there is nothing that a bookmark could call up to date.
      if (const auto client = watcher.client.lock(); client && watcher.has_view) client->OfferBookmark(text);
    }
  }
  if (again_) Read();
}

void LiveHub::DeliverViews(const Result& result) {
  for (const auto& [key, view] : result.views) {
    v1::DutyView timeless = view;
    timeless.clear_now_us();
    timeless.clear_revision();
    std::string bytes = timeless.SerializeAsString();
    Shown& shown = shown_[key];
    shown.revision = result.revision;
    if (shown.json && shown.bytes == bytes) continue;
    shown.bytes = std::move(bytes);
    v1::DutyPush push;
    *push.mutable_view() = view;
    shown.json = std::make_shared<const std::string>(ToJson(push));
    for (Watcher& watcher : watchers_) {
      const auto client = watcher.client.lock();
      if (!client || client->key() != key) continue;
      client->OfferView(shown.json);
      watcher.has_view = true;
    }
  }
  // Who came after a view was made has it from the shelf.
  for (Watcher& watcher : watchers_) {
    const auto client = watcher.client.lock();
    if (!client || watcher.has_view) continue;
    const auto found = shown_.find(client->key());
    if (found == shown_.end() || !found->second.json) continue;
    client->OfferView(found->second.json);
    watcher.has_view = true;
  }
}

}  // namespace legevakt::web
