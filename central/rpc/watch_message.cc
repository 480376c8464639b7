#include "central/rpc/watch_message.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>

#include "base/limits.h"

namespace legevakt::rpc {
namespace {

// Room for the tags and lengths around an event in a batch.
constexpr std::size_t kEventOverheadBytes = 16;

void Add(v1::EventBatch& batch, const v1::Event& event, bool strip) {
  v1::Event& added = *batch.add_events();
  added = event;
  if (strip) StripPersonal(added);
  if (batch.events_size() == 1) batch.set_first_revision(event.revision());
  batch.set_last_revision(event.revision());
}

}  // namespace

void StripPersonal(google::protobuf::Message& message) {
  using google::protobuf::FieldDescriptor;
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (field->message_type() == v1::Personal::descriptor()) {
      reflection.ClearField(&message, field);
    } else if (field->is_repeated()) {
      const int size = reflection.FieldSize(message, field);
      for (int i = 0; i < size; ++i) StripPersonal(*reflection.MutableRepeatedMessage(&message, field, i));
    } else {
      StripPersonal(*reflection.MutableMessage(&message, field));
    }
  }
}

v1::EventBatch MakeBatch(const std::vector<EventPtr>& events, bool strip) {
  v1::EventBatch batch;
  std::size_t bytes = 0;
  for (const EventPtr& event : events) {
    bytes += event->ByteSizeLong() + kEventOverheadBytes;
    if (bytes > limits::kChunkBytes) break;
    Add(batch, *event, strip);
  }
  return batch;
}

v1::EventBatch MakeBatchOfOne(const v1::Event& event, bool strip) {
  v1::EventBatch batch;
  Add(batch, event, strip);
  return batch;
}

v1::Chunk ChunkedBytes::Next(const std::string& journal_id) {
  v1::Chunk chunk;
  const std::size_t size = std::min(bytes_.size() - sent_, limits::kChunkBytes);
  chunk.set_data(bytes_.substr(sent_, size));
  sent_ += size;
  done_ = sent_ == bytes_.size();
  chunk.set_last(done_);
  chunk.set_revision(revision_);
  chunk.set_journal_id(journal_id);
  if (done_) bytes_ = std::string();
  return chunk;
}

}  // namespace legevakt::rpc
