#include "console/net/inbox.h"

#include <utility>

namespace legevakt::console {
namespace {

template <typename Kind>
bool Is(const Update& update) {
  return std::holds_alternative<Kind>(update);
}

// What says how things are at central.
bool IsNews(const Update& update) {
  return Is<SnapshotTaken>(update) || Is<BatchTaken>(update) || Is<BookmarkSeen>(update);
}

bool IsOfLine(const Update& update) {
  return Is<LinkLost>(update) || Is<StreamBegins>(update);
}

// With nothing between the two, `last` says nothing any more.
bool Outdates(const Update& update, const Update& last) {
  if (Is<LinkLost>(update)) return IsOfLine(last);
  return (Is<BookmarkSeen>(update) && Is<BookmarkSeen>(last)) ||
         (Is<StreamBegins>(update) && Is<StreamBegins>(last));
}

}  // namespace

bool Inbox::Put(Update update) {
  const std::lock_guard lock(mutex_);
  if (dropped_ && IsNews(update)) return false;
  // Everything before it is in it.
  if (Is<SnapshotTaken>(update)) DropNews();
  while (!updates_.empty() && Outdates(update, updates_.back())) updates_.pop_back();
  if (const auto* taken = std::get_if<BatchTaken>(&update)) batch_bytes_ += taken->batch.ByteSizeLong();
  if (IsNews(update) && (batch_bytes_ > kBatchBytesMax || updates_.size() >= kUpdatesMax)) {
    DropNews();
    std::erase_if(updates_, IsOfLine);
    updates_.push_back(LinkLost{"the screen has not taken what arrived"});
    dropped_ = true;
    return false;
  }
  updates_.push_back(std::move(update));
  return true;
}

Inbox::Taken Inbox::Take() {
  const std::lock_guard lock(mutex_);
  batch_bytes_ = 0;
  return {std::exchange(updates_, {}), std::exchange(dropped_, false)};
}

void Inbox::DropNews() {
  std::erase_if(updates_, IsNews);
  batch_bytes_ = 0;
}

}  // namespace legevakt::console
