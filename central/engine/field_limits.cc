#include "central/engine/field_limits.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/unknown_field_set.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "central/engine/reason_status.h"

namespace legevakt::engine {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::size_t TextLimit(const FieldDescriptor& field) {
  const std::string_view name = field.name();
  return name == "text" || name == "lowering_reason" ? limits::kTextBytesMax : limits::kShortTextBytesMax;
}

// Of a repeated field the index counts, of another it is -1.
bool TextFits(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  std::string scratch;
  const std::string& text = index < 0
                                ? reflection.GetStringReference(message, &field, &scratch)
                                : reflection.GetRepeatedStringReference(message, &field, index, &scratch);
  return text.size() <= TextLimit(field) && text.find('\0') == std::string::npos;
}

bool EnumKnown(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const int number = index < 0 ? reflection.GetEnumValue(message, &field)
                               : reflection.GetRepeatedEnumValue(message, &field, index);
  return field.enum_type()->FindValueByNumber(number) != nullptr;
}

std::string FirstBadField(const Message& message);

// Empty where the value is good; else the path of the field that is not.
std::string CheckValue(const Message& message, const FieldDescriptor& field, int index) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return TextFits(message, field, index) ? "" : field.name();
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumKnown(message, field, index) ? "" : field.name();
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Reflection& reflection = *message.GetReflection();
      const Message& part = index < 0 ? reflection.GetMessage(message, &field)
                                      : reflection.GetRepeatedMessage(message, &field, index);
      const std::string inner = FirstBadField(part);
      return inner.empty() ? "" : field.name() + "." + inner;
    }
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_BOOL:
      return "";
  }
  return "";
}

std::string FirstBadField(const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  // A field of a newer client would be stored unread, outside every limit and outside Personal.
  const google::protobuf::UnknownFieldSet& unknown = reflection.GetUnknownFields(message);
  if (!unknown.empty()) return std::to_string(unknown.field(0).number());
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (!field->is_repeated()) {
      if (std::string bad = CheckValue(message, *field, -1); !bad.empty()) return bad;
      continue;
    }
    const int size = reflection.FieldSize(message, field);
    if (size > limits::kAnswersMax) return field->name();
    for (int i = 0; i < size; ++i) {
      if (std::string bad = CheckValue(message, *field, i); !bad.empty()) return bad;
    }
  }
  return "";
}

}  // namespace

std::optional<v1::Refusal> CheckFields(const v1::Command& command) {
  const std::string bad = FirstBadField(command);
  if (bad.empty()) return std::nullopt;
  return MakeRefusal(v1::REASON_BAD_FIELD, "field", bad);
}

}  // namespace legevakt::engine
