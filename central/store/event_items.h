// What an event says, field by field, in words: for people who read the journal and not its format.
//
// Works by the messages' own descriptions, so that no field is left out: each has a label
// `extract.field_<name>`. Answers and triage tools are not among them; an assessment has a section of its
// own.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "central/domain/state.h"
#include "legevakt/v1/event.pb.h"
#include "legevakt/v1/extract.pb.h"

namespace legevakt::store {

namespace v1 = legevakt::v1;

// The label of a field: `extract.field_<within>_<name>` where the field that it lies in gives it a meaning of
// its own, else `extract.field_<name>`, else the name.
std::string FieldWords(text::Lang lang, const std::string& field, const std::string& within = {});

class EventItems {
 public:
  // How a time reads; and the name behind the id of a person or place, empty where it is not known.
  using TimeWords = std::function<std::string(std::int64_t at_us)>;
  using NameOf = std::function<std::string(const std::string& id)>;
  EventItems(text::Lang lang, TimeWords time, NameOf name)
      : lang_(lang), time_(std::move(time)), name_(std::move(name)) {}

  // The event's own fields, and its personal data. Where `before` is the contact that it changes, each item
  // says what was there until then, where that was another.
  std::vector<v1::ExtractItem> Of(const v1::Event& event, const v1::Contact* before) const;
  // Of a record or a part of one: every field that is set, and not in `skip`.
  void Append(const google::protobuf::Message& message, const google::protobuf::Message* before,
              const std::set<std::string>& skip, std::vector<v1::ExtractItem>& items,
              const std::string& within = {}) const;

  // "contact_assessed", and what people call it.
  static std::string KindOf(const v1::Event& event);
  std::string WordsOf(const std::string& kind) const;

 private:
  void AppendCleared(const v1::IntakeRecorded& recorded, const v1::Contact* before,
                     std::vector<v1::ExtractItem>& items) const;
  std::string Value(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                    int index) const;
  v1::ExtractItem Labelled(const std::string& field, const std::string& value,
                           const std::string& within) const;

  const text::Lang lang_;
  const TimeWords time_;
  const NameOf name_;
};

// Whether the event is about one of these calls, contacts or missions: named by an id anywhere in it, or
// begun by it.
bool Concerns(const v1::Event& event, const std::set<std::int64_t>& ids);

}  // namespace legevakt::store
