// Drafts as JSON. Field names are the file's format.
#include <google/protobuf/generated_enum_reflection.h>

#include <boost/json.hpp>
#include <limits>

#include "console/model/draft.h"

namespace legevakt::console {
namespace {

namespace json = boost::json;

// One list of fields for both ways.
template <typename Visitor>
void Visit(IntakeDraft& draft, Visitor&& visit) {
  visit("touched", draft.touched);
  visit("version", draft.version);
  visit("phone", draft.phone);
  visit("name", draft.name);
  visit("caller_name", draft.caller_name);
  visit("national_id", draft.national_id);
  visit("address", draft.address);
  visit("age", draft.age);
  visit("situation", draft.situation);
  visit("interpreter", draft.interpreter);
  visit("municipality", draft.municipality);
  visit("sex", draft.sex);
  visit("relation", draft.relation);
  visit("with_patient", draft.with_patient);
  visit("airway", draft.airway);
  visit("breathing", draft.breathing);
  visit("consciousness", draft.consciousness);
  visit("safe_to_call_back", draft.safe_to_call_back);
  visit("care_plan", draft.care_plan);
  visit("threat", draft.threat);
  visit("hearing_impaired", draft.hearing_impaired);
  visit("protected_address", draft.protected_address);
}

template <typename Visitor>
void Visit(AssessmentDraft& draft, Visitor&& visit) {
  visit("touched", draft.touched);
  visit("version", draft.version);
  visit("complaint_id", draft.complaint_id);
  visit("answers", draft.answers);
  visit("typed", draft.typed);
  visit("level_id", draft.level_id);
  visit("lowering_reason", draft.lowering_reason);
  visit("chosen_against", draft.chosen_against);
}

template <typename Visitor>
void Visit(MeasureDraft& draft, Visitor&& visit) {
  visit("touched", draft.touched);
  visit("version", draft.version);
  visit("measure", draft.measure);
  visit("safety_net", draft.safety_net);
  visit("safety_net_typed", draft.safety_net_typed);
  visit("not_relevant", draft.not_relevant);
  visit("promise", draft.promise);
  visit("promise_of", draft.promise_of);
  visit("promise_by_us", draft.promise_by_us);
}

template <typename Visitor>
void Visit(PaperCase& paper, Visitor&& visit) {
  visit("answered", paper.answered);
  visit("ended", paper.ended);
  visit("phone", paper.phone);
  visit("name", paper.name);
  visit("age", paper.age);
  visit("sex", paper.sex);
  visit("municipality", paper.municipality);
  visit("situation", paper.situation);
  visit("complaint", paper.complaint);
  visit("level", paper.level);
  visit("assessed", paper.assessed);
  visit("amk", paper.amk);
  visit("doctor", paper.doctor);
  visit("done", paper.done);
  visit("measure", paper.measure);
  visit("closed", paper.closed);
  visit("safety_net", paper.safety_net);
  visit("contact_id", paper.contact_id);
  visit("accepted", paper.accepted);
  visit("asked", paper.asked);
  visit("asked_id", paper.asked_id);
  visit("called_as", paper.called_as);
}

struct Writer {
  json::object& out;
  void operator()(const char* key, const std::string& value) { out[key] = value; }
  void operator()(const char* key, bool value) { out[key] = value; }
  void operator()(const char* key, int value) { out[key] = value; }
  void operator()(const char* key, std::int64_t value) { out[key] = value; }
  void operator()(const char* key, const std::map<std::string, std::string>& map) {
    json::object object;
    for (const auto& [id, text] : map) object[id] = text;
    out[key] = std::move(object);
  }
  void operator()(const char* key, const std::map<std::string, v1::Answer>& map) {
    json::object object;
    for (const auto& [id, answer] : map) {
      if (answer.has_tri()) object[id] = {{"tri", static_cast<int>(answer.tri())}};
      if (answer.has_choice()) object[id] = {{"choice", answer.choice()}};
      if (answer.has_scaled()) object[id] = {{"scaled", answer.scaled()}};
    }
    out[key] = std::move(object);
  }
  template <typename Enum>
    requires std::is_enum_v<Enum>
  void operator()(const char* key, Enum value) {
    out[key] = static_cast<int>(value);
  }
};

// 0, which is "unspecified" in every enum, where the number has no name: an older or a damaged file.
template <typename Enum>
Enum Known(std::int64_t number) {
  const auto* names = google::protobuf::GetEnumDescriptor<Enum>();
  const bool fits = number >= 0 && number <= std::numeric_limits<int>::max();
  if (!fits || names->FindValueByNumber(static_cast<int>(number)) == nullptr) return static_cast<Enum>(0);
  return static_cast<Enum>(number);
}

// Throws where a field is not what Writer writes. A field that is not there keeps its first value: the file
// of an older console must not cost anybody a draft.
struct Reader {
  const json::object& in;
  void operator()(const char* key, std::string& value) {
    if (const auto* found = in.if_contains(key)) value = std::string(found->as_string());
  }
  void operator()(const char* key, bool& value) {
    if (const auto* found = in.if_contains(key)) value = found->as_bool();
  }
  void operator()(const char* key, int& value) {
    if (const auto* found = in.if_contains(key)) value = found->to_number<int>();
  }
  void operator()(const char* key, std::int64_t& value) {
    if (const auto* found = in.if_contains(key)) value = found->as_int64();
  }
  void operator()(const char* key, std::map<std::string, std::string>& map) {
    const auto* found = in.if_contains(key);
    if (found == nullptr) return;
    for (const auto& [id, text] : found->as_object()) map[std::string(id)] = std::string(text.as_string());
  }
  void operator()(const char* key, std::map<std::string, v1::Answer>& map) {
    const auto* found = in.if_contains(key);
    if (found == nullptr) return;
    for (const auto& [id, value] : found->as_object()) {
      v1::Answer answer;
      answer.set_question_id(std::string(id));
      const auto& object = value.as_object();
      if (const auto* tri = object.if_contains("tri")) answer.set_tri(Known<v1::Tri>(tri->as_int64()));
      if (const auto* choice = object.if_contains("choice")) {
        answer.set_choice(std::string(choice->as_string()));
      }
      if (const auto* scaled = object.if_contains("scaled")) answer.set_scaled(scaled->as_int64());
      map[std::string(id)] = std::move(answer);
    }
  }
  template <typename Enum>
    requires std::is_enum_v<Enum>
  void operator()(const char* key, Enum& value) {
    if (const auto* found = in.if_contains(key)) value = Known<Enum>(found->as_int64());
  }
};

// What stands beside the sections.
template <typename Visitor>
void VisitRest(Draft& draft, Visitor&& visit) {
  visit("note", draft.note);
  visit("note_time", draft.note_time);
  visit("question", draft.question);
  visit("advised", draft.advised);
  visit("warning", draft.warning);
}

template <typename Section>
json::object Write(Section section) {
  json::object object;
  Visit(section, Writer{object});
  return object;
}

}  // namespace

std::string ToJson(const std::map<std::int64_t, Draft>& drafts, std::string_view journal_id,
                   const LooseDrafts& loose) {
  json::array list;
  for (const auto& [contact_id, draft] : drafts) {
    if (!draft.touched()) continue;
    json::object item = {{"contact_id", contact_id},
                         {"intake", Write(draft.intake)},
                         {"assessment", Write(draft.assessment)},
                         {"measure", Write(draft.measure)}};
    if (draft.written) item["written"] = Write(*draft.written);
    Draft rest = draft;
    VisitRest(rest, Writer{item});
    list.push_back(std::move(item));
  }
  json::object done;
  for (const auto& [call_id, text] : loose.callback_done) {
    if (!text.empty()) done[std::to_string(call_id)] = text;
  }
  const json::object file = {{"journal_id", json::string_view(journal_id.data(), journal_id.size())},
                             {"drafts", std::move(list)},
                             {"paper_case", Write(loose.paper_case)},
                             {"shift_note", loose.shift_note},
                             {"callback_done", std::move(done)}};
  return json::serialize(file);
}

std::map<std::int64_t, Draft> FromJson(std::string_view text, std::string_view journal_id) {
  std::map<std::int64_t, Draft> drafts;
  try {
    const json::value file = json::parse({text.data(), text.size()});
    const auto& id = file.at("journal_id").as_string();
    if (std::string_view(id.data(), id.size()) != journal_id) return {};
    for (const auto& item : file.at("drafts").as_array()) {
      Draft draft;
      Visit(draft.intake, Reader{item.at("intake").as_object()});
      if (const auto* written = item.as_object().if_contains("written"))
        Visit(draft.written.emplace(), Reader{written->as_object()});
      Visit(draft.assessment, Reader{item.at("assessment").as_object()});
      Visit(draft.measure, Reader{item.at("measure").as_object()});
      VisitRest(draft, Reader{item.as_object()});
      drafts[item.at("contact_id").as_int64()] = std::move(draft);
    }
  } catch (const std::exception&) {
    return {};
  }
  return drafts;
}

std::string JournalOf(std::string_view text) {
  try {
    const json::value file = json::parse({text.data(), text.size()});
    return std::string(file.at("journal_id").as_string());
  } catch (const std::exception&) {
    return {};
  }
}

LooseDrafts LooseFromJson(std::string_view text, std::string_view journal_id) {
  LooseDrafts loose;
  try {
    const json::value file = json::parse({text.data(), text.size()});
    const auto& object = file.as_object();
    if (const auto* paper = object.if_contains("paper_case"))
      Visit(loose.paper_case, Reader{paper->as_object()});
    Reader{object}("shift_note", loose.shift_note);
    const auto& id = object.at("journal_id").as_string();
    if (std::string_view(id.data(), id.size()) == journal_id) {
      if (const auto* done = object.if_contains("callback_done")) {
        for (const auto& [call_id, typed] : done->as_object())
          loose.callback_done[std::stoll(std::string(call_id))] = typed.as_string();
      }
      return loose;
    }
    loose.paper_case.contact_id = 0;
    loose.paper_case.accepted.clear();
    Answered(loose.paper_case);
    return loose;
  } catch (const std::exception&) {
    return {};
  }
}

}  // namespace legevakt::console
