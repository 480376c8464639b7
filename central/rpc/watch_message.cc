#include "central/rpc/watch_message.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>

#include "base/limits.h"

namespace legevakt::rpc {
namespace {

using google::protobuf::internal::WireFormatLite;
using Coded = google::protobuf::io::CodedOutputStream;

std::uint8_t* Begin(std::string& bytes, std::size_t at) {
  return reinterpret_cast<std::uint8_t*>(bytes.data()) + at;
}

void PutVarint(std::string& bytes, std::uint64_t value) {
  constexpr std::size_t kVarintBytesMax = 10;
  const std::size_t at = bytes.size();
  bytes.resize(at + kVarintBytesMax);
  const std::uint8_t* const end = Coded::WriteVarint64ToArray(value, Begin(bytes, at));
  bytes.resize(static_cast<std::size_t>(end - Begin(bytes, 0)));
}

void PutTag(std::string& bytes, int field, WireFormatLite::WireType type) {
  PutVarint(bytes, WireFormatLite::MakeTag(field, type));
}

// What stands before the events of a batch.
std::string BatchHead(std::int64_t first, std::int64_t last) {
  std::string head;
  PutTag(head, v1::EventBatch::kFirstRevisionFieldNumber, WireFormatLite::WIRETYPE_VARINT);
  PutVarint(head, static_cast<std::uint64_t>(first));
  PutTag(head, v1::EventBatch::kLastRevisionFieldNumber, WireFormatLite::WIRETYPE_VARINT);
  PutVarint(head, static_cast<std::uint64_t>(last));
  return head;
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

std::string EncodeForBatch(const v1::Event& event, bool strip) {
  v1::Event stripped;
  if (strip) {
    stripped = event;
    StripPersonal(stripped);
  }
  const v1::Event& sent = strip ? stripped : event;
  std::string bytes;
  PutTag(bytes, v1::EventBatch::kEventsFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  PutVarint(bytes, sent.ByteSizeLong());
  sent.AppendToString(&bytes);
  return bytes;
}

bool BatchMessage::Add(const v1::Event& event, std::shared_ptr<const std::string> encoded) {
  if (bytes_ + encoded->size() > limits::kChunkBytes) return false;
  bytes_ += encoded->size();
  if (parts_.empty()) first_ = event.revision();
  last_ = event.revision();
  parts_.push_back(std::move(encoded));
  return true;
}

std::string BatchMessage::ToBytes() const {
  const std::string head = BatchHead(first_, last_);
  std::string bytes;
  bytes.reserve(bytes_ + head.size() + 16);
  PutTag(bytes, v1::WatchResponse::kBatchFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  PutVarint(bytes, head.size() + bytes_);
  bytes += head;
  for (const auto& part : parts_) bytes += *part;
  return bytes;
}

std::string BatchOfOne(const v1::Event& event, const std::string& encoded) {
  return BatchHead(event.revision(), event.revision()) + encoded;
}

v1::Chunk ChunkedBytes::Next(const std::string& journal_id) {
  v1::Chunk chunk;
  const std::size_t size = std::min(bytes_->size() - sent_, limits::kChunkBytes);
  chunk.set_data(bytes_->substr(sent_, size));
  sent_ += size;
  done_ = sent_ == bytes_->size();
  chunk.set_last(done_);
  chunk.set_revision(revision_);
  chunk.set_journal_id(journal_id);
  if (done_) bytes_ = nullptr;
  return chunk;
}

}  // namespace legevakt::rpc
