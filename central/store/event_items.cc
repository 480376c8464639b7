#include "central/store/event_items.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <cctype>

#include "central/domain/words.h"

namespace legevakt::store {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What a reader of the record has no use for: how it is taken back, and what only a program compares.
const std::set<std::string>& Silent() {
  static const std::set<std::string> names = {"undo", "tool_hash", "version"};
  return names;
}

// Ids of people and places, beside which the name stands.
bool HasAName(const std::string& field) {
  static const std::set<std::string> names = {"doctor_id",   "owner_id",     "asked_id",    "with_id",
                                              "responsible", "from_user_id", "station_id",  "readers",
                                              "seen_by",     "user_id",      "municipality"};
  return names.contains(field);
}

// Ids of calls, contacts, missions, and what hangs on them.
bool NamesASubject(const std::string& field) {
  static const std::set<std::string> names = {
      "contact_id", "contact_ids", "from_contact_id", "into_contact_id", "other_contact_id", "moved_to",
      "call_id",    "mission_id",  "diverted_to",     "help_id",         "consult_id",       "subject_id"};
  return names.contains(field);
}

std::string Lower(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

std::string EnumWords(text::Lang lang, const std::string& name) {
  for (const char* area : {"domain.", "extract."}) {
    const std::string key = area + Lower(name);
    if (text::Has(lang, key)) return std::string(text::Get(lang, key));
  }
  return Lower(name);
}

// "Kari Nordmann (kari)".
std::string PersonWords(const v1::Actor& actor) {
  return actor.name().empty() ? actor.user_id() : actor.name() + " (" + actor.user_id() + ")";
}

// "34 år (413 md)": as people say it, and as it was written.
std::string AgeInWords(text::Lang lang, std::int32_t months) {
  v1::Intake intake;
  intake.set_age_months(months);
  const std::string words = domain::AgeWords(lang, intake);
  const std::string exact = text::Format(lang, "domain.age_months", {{"n", std::to_string(months)}});
  return words == exact ? words : words + " (" + exact + ")";
}

bool Names(const Message& message, const std::set<std::int64_t>& ids) {
  const auto* type = message.GetDescriptor();
  const auto* reflect = message.GetReflection();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated() && reflect->HasField(message, field) &&
          Names(reflect->GetMessage(message, field), ids)) {
        return true;
      }
      continue;
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_INT64 || !NamesASubject(field->name())) continue;
    if (!field->is_repeated()) {
      if (ids.contains(reflect->GetInt64(message, field))) return true;
      continue;
    }
    for (int at = 0; at < reflect->FieldSize(message, field); ++at) {
      if (ids.contains(reflect->GetRepeatedInt64(message, field, at))) return true;
    }
  }
  return false;
}

const Message* What(const v1::Event& event) {
  const auto* field =
      event.GetReflection()->GetOneofFieldDescriptor(event, v1::Event::descriptor()->FindOneofByName("what"));
  return field == nullptr ? nullptr : &event.GetReflection()->GetMessage(event, field);
}

}  // namespace

std::string FieldWords(text::Lang lang, const std::string& field, const std::string& within) {
  const std::string own = "extract." + ("field_" + within + "_" + field);
  if (!within.empty() && text::Has(lang, own)) return std::string(text::Get(lang, own));
  const std::string key = "extract." + ("field_" + field);
  return text::Has(lang, key) ? std::string(text::Get(lang, key)) : field;
}

bool Concerns(const v1::Event& event, const std::set<std::int64_t>& ids) {
  if (ids.contains(event.revision())) return true;
  const Message* what = What(event);
  return what != nullptr && Names(*what, ids);
}

std::string EventItems::KindOf(const v1::Event& event) {
  const auto* field =
      event.GetReflection()->GetOneofFieldDescriptor(event, v1::Event::descriptor()->FindOneofByName("what"));
  if (event.has_promise_made() && event.promise_made().promise().by_us() == 0) return "promise_kept";
  return field == nullptr ? std::string() : field->name();
}

std::string EventItems::WordsOf(const std::string& kind) const {
  const std::string key = "extract." + kind;
  return text::Has(lang_, key) ? std::string(text::Get(lang_, key)) : kind;
}

std::string EventItems::Value(const Message& message, const FieldDescriptor& field, int index) const {
  const auto* reflect = message.GetReflection();
  const bool repeated = index >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text =
          repeated ? reflect->GetRepeatedString(message, &field, index) : reflect->GetString(message, &field);
      // A corrected time says which one by the field's name.
      if (field.name() == "field") return FieldWords(lang_, text);
      const std::string name = HasAName(field.name()) ? name_(text) : std::string();
      return name.empty() ? text : name + " (" + text + ")";
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      const std::int64_t number =
          repeated ? reflect->GetRepeatedInt64(message, &field, index) : reflect->GetInt64(message, &field);
      return field.name().ends_with("_us") ? time_(number) : std::to_string(number);
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      const std::int32_t number =
          repeated ? reflect->GetRepeatedInt32(message, &field, index) : reflect->GetInt32(message, &field);
      return field.name() == "age_months" ? AgeInWords(lang_, number) : std::to_string(number);
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return std::string(
          text::Get(lang_, reflect->GetBool(message, &field) ? "domain.answer_yes" : "domain.answer_no"));
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value =
          repeated ? reflect->GetRepeatedEnum(message, &field, index) : reflect->GetEnum(message, &field);
      return EnumWords(lang_, value->name());
    }
    default:
      return {};
  }
}

v1::ExtractItem EventItems::Labelled(const std::string& field, const std::string& value,
                                     const std::string& within) const {
  v1::ExtractItem item;
  item.set_id(field);
  item.set_label(FieldWords(lang_, field, within));
  item.set_value(value);
  return item;
}

void EventItems::Append(const Message& message, const Message* before, const std::set<std::string>& skip,
                        std::vector<v1::ExtractItem>& items, const std::string& within) const {
  const auto* type = message.GetDescriptor();
  const auto* reflect = message.GetReflection();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor& field = *type->field(i);
    if (Silent().contains(field.name()) || skip.contains(field.name())) continue;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (field.is_repeated() || !reflect->HasField(message, &field)) continue;
      if (field.message_type() == v1::Actor::descriptor()) {
        const auto& actor = static_cast<const v1::Actor&>(reflect->GetMessage(message, &field));
        items.push_back(Labelled(field.name(), PersonWords(actor), within));
        continue;
      }
      const bool pair = before != nullptr && before->GetDescriptor() == type &&
                        before->GetReflection()->HasField(*before, &field);
      Append(reflect->GetMessage(message, &field),
             pair ? &before->GetReflection()->GetMessage(*before, &field) : nullptr, skip, items,
             field.name());
      continue;
    }
    std::string value;
    if (field.is_repeated()) {
      for (int at = 0; at < reflect->FieldSize(message, &field); ++at) {
        value += (value.empty() ? "" : ", ") + Value(message, field, at);
      }
      if (value.empty()) continue;
    } else {
      if (!reflect->HasField(message, &field)) continue;
      value = Value(message, field, -1);
    }
    v1::ExtractItem item = Labelled(field.name(), value, within);
    if (before != nullptr && before->GetDescriptor() == type && !field.is_repeated() &&
        before->GetReflection()->HasField(*before, &field)) {
      const std::string was = Value(*before, field, -1);
      if (was != value) item.set_before(was);
    }
    items.push_back(std::move(item));
  }
}

// What was known, and is no more.
void EventItems::AppendCleared(const v1::IntakeRecorded& recorded, const v1::Contact* before,
                               std::vector<v1::ExtractItem>& items) const {
  for (const std::string& name : recorded.cleared()) {
    const auto* field = v1::Intake::descriptor()->FindFieldByName(name);
    if (field == nullptr) continue;
    v1::ExtractItem& item = items.emplace_back();
    item.set_id(name);
    item.set_label(FieldWords(lang_, name));
    item.set_value(std::string(text::Get(lang_, "extract.field_cleared")));
    const bool known =
        before != nullptr && before->intake().GetReflection()->HasField(before->intake(), field);
    if (known) item.set_before(Value(before->intake(), *field, -1));
  }
}

std::vector<v1::ExtractItem> EventItems::Of(const v1::Event& event, const v1::Contact* before) const {
  std::vector<v1::ExtractItem> items;
  // Urgency has before and after too, though the event carries only the result.
  if (event.has_contact_assessed()) {
    const v1::Assessment& assessment = event.contact_assessed().assessment();
    v1::ExtractItem& item = items.emplace_back();
    item.set_id("hastegrad");
    item.set_label(std::string(text::Get(lang_, "extract.field_hastegrad")));
    item.set_value(EnumWords(lang_, v1::Hastegrad_Name(assessment.hastegrad())));
    if (before != nullptr && before->hastegrad() != assessment.hastegrad()) {
      item.set_before(EnumWords(lang_, v1::Hastegrad_Name(before->hastegrad())));
    }
  }
  const std::set<std::string> skip = {"assessment", "state_before", "measure_before", "deadline_before"};
  if (event.has_intake_recorded()) {
    Append(event.intake_recorded().intake(), before == nullptr ? nullptr : &before->intake(), skip, items);
    AppendCleared(event.intake_recorded(), before, items);
  } else if (const Message* what = What(event); what != nullptr) {
    Append(*what, nullptr, skip, items);
  }
  // Only these two change what the contact itself says of the patient; the rest are texts of their own.
  const bool changes = event.has_intake_recorded() || event.has_contact_opened();
  if (event.has_personal()) {
    Append(event.personal(), changes && before != nullptr ? &before->personal() : nullptr, skip, items);
  }
  return items;
}

}  // namespace legevakt::store
