#include "central/store/row.h"

#include <absl/strings/cord.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <array>

#include "base/text.h"

namespace legevakt::store {
namespace {

constexpr const char* kPositionUrl = "legevakt.store/revision";

void Serialize(const google::protobuf::MessageLite& message, std::string& out) {
  out.clear();
  google::protobuf::io::StringOutputStream stream(&out);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&coded);
}

}  // namespace

void PutNumber(std::string& out, std::int64_t value) {
  auto bits = static_cast<std::uint64_t>(value);
  std::array<char, 8> bytes;
  for (char& byte : bytes) {
    byte = static_cast<char>(bits & 0xff);
    bits >>= 8;
  }
  out.append(bytes.data(), bytes.size());
}

std::int64_t TakeNumber(std::string_view eight_bytes) {
  std::uint64_t bits = 0;
  for (std::size_t i = 8; i-- > 0;) bits = bits << 8 | static_cast<std::uint8_t>(eight_bytes[i]);
  return static_cast<std::int64_t>(bits);
}

Hash HashOf(const Hash& prev_hash, const Row& row) {
  std::string rest;
  rest.reserve(4 * sizeof(std::int64_t) + row.payload.size() + (row.personal ? row.personal->size() : 0));
  PutNumber(rest, row.rev);
  PutNumber(rest, row.at_us);
  PutNumber(rest, static_cast<std::int64_t>(row.payload.size()));
  rest.append(row.payload);
  PutNumber(rest, row.personal ? static_cast<std::int64_t>(row.personal->size()) : -1);
  if (row.personal) rest.append(*row.personal);
  return Blake2b(AsBytes(prev_hash), rest);
}

Row RowEncoder::Encode(const v1::Event& event) {
  bare_.CopyFrom(event);
  bare_.clear_personal();
  bare_.ByteSizeLong();
  Serialize(bare_, payload_);
  Row row{.rev = event.revision(), .at_us = event.at_us(), .payload = payload_, .personal = std::nullopt};
  if (event.has_personal()) {
    event.personal().ByteSizeLong();
    Serialize(event.personal(), personal_);
    row.personal = personal_;
  }
  return row;
}

absl::Status DecodeInto(v1::Event& event, const Row& row) {
  if (!event.ParseFromArray(row.payload.data(), static_cast<int>(row.payload.size())) ||
      event.has_personal() ||
      (row.personal && !event.mutable_personal()->ParseFromArray(row.personal->data(),
                                                                 static_cast<int>(row.personal->size())))) {
    return BrokenAt(row.rev, text::Get(text::ProcessLang(), "store.broken_bytes"));
  }
  if (event.revision() != row.rev || event.at_us() != row.at_us) {
    return BrokenAt(row.rev, text::Get(text::ProcessLang(), "store.broken_columns"));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Event> Decode(const Row& row) {
  v1::Event event;
  LV_RETURN_IF_ERROR(DecodeInto(event, row));
  return event;
}

absl::Status BrokenAt(std::int64_t revision, std::string_view what) {
  return Positioned(MakeStatus(absl::StatusCode::kDataLoss,
                               text::Format(text::ProcessLang(), "store.broken_at",
                                            {{"revision", std::to_string(revision)}, {"what", what}})),
                    revision);
}

absl::Status Positioned(absl::Status status, std::int64_t revision) {
  const std::string position = std::to_string(revision);
  status.SetPayload(kPositionUrl, absl::Cord(absl::string_view(position.data(), position.size())));
  return status;
}

std::int64_t PositionOf(const absl::Status& status) {
  const auto position = status.GetPayload(kPositionUrl);
  return position ? std::stoll(std::string(*position)) : 0;
}

}  // namespace legevakt::store
