#include "central/rpc/watch_feed.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "central/engine/reason_status.h"

namespace legevakt::rpc {
namespace {

constexpr std::int64_t kHelloWithinUs = 5'000'000;
// A moment is chosen each second. Where central stood still between, it is too old to be told.
constexpr std::int64_t kMomentAgeMaxUs = 2'000'000;

absl::Status BadField(std::string_view field) {
  return engine::ReasonStatus(absl::StatusCode::kInvalidArgument, v1::REASON_BAD_FIELD, field);
}

WatchFeed::Options WithEncoded(WatchFeed::Options options) {
  if (options.encoded == nullptr) options.encoded = std::make_shared<EncodedEvents>();
  return options;
}

}  // namespace

WatchFeed::WatchFeed(engine::Engine& engine, Options options, std::int64_t now_us)
    : engine_(engine), options_(WithEncoded(std::move(options))), patience_(options_.slow_us, now_us) {}

absl::Status WatchFeed::Hello(const v1::Hello& hello) {
  if (stage_ != Stage::kAwaitsHello) return BadField("hello");
  const std::int64_t after = hello.after_revision();
  const std::int64_t durable = engine_.durable_revision();
  if (hello.journal_id().empty() && after == 0) {
    stage_ = Stage::kAwaitsSnapshot;
  } else if (hello.journal_id() != engine_.journal_id()) {
    Resync(v1::RESYNC_REASON_OTHER_JOURNAL);
  } else if (after > durable || after < 0) {
    Resync(v1::RESYNC_REASON_FUTURE_REVISION);
  } else if (after < durable - engine_.watch_window()) {
    Resync(v1::RESYNC_REASON_COMPACTED);
  } else {
    stage_ = Stage::kSends;
    sent_ = acked_ = after;
    BookmarkIsDue();
  }
  return absl::OkStatus();
}

absl::Status WatchFeed::Ack(std::int64_t applied_revision) {
  if (applied_revision > sent_) return BadField("applied_revision");
  acked_ = std::max(acked_, applied_revision);
  return absl::OkStatus();
}

void WatchFeed::TakeSnapshot(const std::shared_ptr<const WatchSnapshot>& snapshot) {
  if (stage_ != Stage::kAwaitsSnapshot) return;
  sent_ = acked_ = snapshot->revision();
  chunks_ = ChunkedBytes({snapshot, &snapshot->Bytes()}, snapshot->revision());
  chunking_ = true;
  chunks_are_snapshot_ = true;
  stage_ = Stage::kSends;
  BookmarkIsDue();
}

absl::Status WatchFeed::Tick(std::int64_t now_us, std::int64_t write_began_us) {
  patience_.Tick(now_us);
  if (stage_ == Stage::kAwaitsHello && patience_.waited_us() > kHelloWithinUs) {
    return engine::ReasonStatus(absl::StatusCode::kDeadlineExceeded, v1::REASON_BAD_FIELD, "hello");
  }
  if (patience_.Unread(write_began_us)) {
    return engine::ReasonStatus(absl::StatusCode::kCancelled, v1::REASON_NOT_SERVING);
  }
  if (stage_ != Stage::kSends) return absl::OkStatus();
  BookmarkIsDue();
  const bool too_slow =
      chunking_ ? patience_.TooSlowWithParts() : patience_.TooSlow(acked_, engine_.durable_revision());
  if (too_slow) Resync(v1::RESYNC_REASON_TOO_SLOW);
  return absl::OkStatus();
}

void WatchFeed::Finish() {
  finishing_ = true;
  BookmarkIsDue();
}

void WatchFeed::BookmarkIsDue() {
  // The time first: what becomes durable between the two is in it, and is not missed.
  const std::int64_t at_us = engine_.NowUs();
  bookmark_due_ = {at_us, engine_.durable_revision()};
}

bool WatchFeed::MayBookmark() {
  // While the disk is late nobody knows what else has happened.
  if (!bookmark_due_.has_value() || engine_.disk_late()) return false;
  // Who is sent the last one has no time to answer.
  if (finishing_) return sent_ >= bookmark_due_->revision;
  if (acked_ < bookmark_due_->revision) return false;
  if (engine_.NowUs() - bookmark_due_->at_us > kMomentAgeMaxUs) bookmark_due_.reset();
  return bookmark_due_.has_value();
}

bool WatchFeed::Next(std::string& out, bool draining) {
  if (stage_ == Stage::kSends) {
    if (chunking_) {
      NextChunk(out);
      return true;
    }
    // Before the last bookmark comes all there is.
    if (finishing_ && NextEvents(out)) return true;
    if (stage_ == Stage::kSends && MayBookmark()) {
      Bookmark(out, draining);
      return true;
    }
    if (stage_ == Stage::kSends && NextEvents(out)) return true;
  }
  if (resync_due_ == v1::RESYNC_REASON_UNSPECIFIED) return false;
  v1::WatchResponse response;
  response.mutable_resync()->set_reason(std::exchange(resync_due_, v1::RESYNC_REASON_UNSPECIFIED));
  response.mutable_resync()->set_oldest_revision(
      std::max<std::int64_t>(0, engine_.durable_revision() - engine_.watch_window()));
  out = response.SerializeAsString();
  return true;
}

bool WatchFeed::Next(v1::WatchResponse& out, bool draining) {
  std::string bytes;
  return Next(bytes, draining) && out.ParseFromString(bytes);
}

void WatchFeed::NextChunk(std::string& out) {
  v1::WatchResponse response;
  v1::Chunk& chunk = chunks_are_snapshot_ ? *response.mutable_snapshot() : *response.mutable_batch_part();
  chunk = chunks_.Next(engine_.journal_id());
  if (chunks_.done()) {
    chunking_ = false;
    sent_ = chunks_.revision();
  }
  out = response.SerializeAsString();
}

bool WatchFeed::NextEvents(std::string& out) {
  if (engine_.durable_revision() <= sent_) return false;
  auto events = engine_.Published(sent_, limits::kWatchRefillEvents);
  if (!events.ok()) {
    // It fell out of the window while it read, or what it lacks cannot be read (the engine tells that): it
    // begins anew from the state.
    Resync(v1::RESYNC_REASON_COMPACTED);
    return false;
  }
  if (events->empty()) return false;
  BatchMessage batch;
  for (const auto& event : *events) {
    auto encoded = options_.encoded->Of(*event, options_.strip);
    if (batch.Add(*event, encoded)) continue;
    if (!batch.empty()) break;
    chunks_ =
        ChunkedBytes(std::make_shared<const std::string>(BatchOfOne(*event, *encoded)), event->revision());
    chunking_ = true;
    chunks_are_snapshot_ = false;
    NextChunk(out);
    return true;
  }
  sent_ = batch.last_revision();
  out = batch.ToBytes();
  return true;
}

void WatchFeed::Bookmark(std::string& out, bool draining) {
  v1::WatchResponse response;
  v1::Bookmark& bookmark = *response.mutable_bookmark();
  bookmark.set_revision(sent_);
  bookmark.set_at_us(bookmark_due_->at_us);
  bookmark_due_.reset();
  bookmark.set_journal_id(engine_.journal_id());
  bookmark.set_draining(draining);
  out = response.SerializeAsString();
}

void WatchFeed::Resync(v1::ResyncReason reason) {
  stage_ = Stage::kEnds;
  chunking_ = false;
  chunks_ = ChunkedBytes();
  resync_due_ = reason;
}

}  // namespace legevakt::rpc
