#include "central/store/contact_extract.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "central/domain/tool_words.h"
#include "central/domain/words.h"
#include "central/store/event_items.h"
#include "central/store/export_values.h"
#include "central/store/history.h"
#include "central/store/reader.h"
#include "central/store/replay.h"

namespace legevakt::store {
namespace {

using google::protobuf::RepeatedPtrField;
using text::Get;

std::string NameIn(const v1::Region& region, const std::string& id) {
  for (const v1::Doctor& doctor : region.doctors()) {
    if (doctor.doctor_id() == id) return doctor.name();
  }
  for (const v1::Staff& staff : region.staff()) {
    if (staff.user_id() == id) return staff.name();
  }
  for (const v1::Station& station : region.stations()) {
    if (station.station_id() == id) return station.name();
  }
  for (const v1::Municipality& municipality : region.municipalities()) {
    if (municipality.number() == id) return municipality.name();
  }
  return {};
}

class Extracting {
 public:
  Extracting(const History& history, const v1::Contact& contact, text::Lang lang)
      : history_(history),
        contact_(contact),
        lang_(lang),
        clock_(history),
        tools_(history),
        items_(
            lang, [this](std::int64_t at_us) { return at_us == 0 ? std::string() : clock_.InWords(at_us); },
            [this](const std::string& id) { return NameIn(history_.region, id); }) {
    out_.set_format_version(1);
    out_.set_journal_id(history.journal_id);
    out_.set_revision(history.revision);
    out_.set_centre(history.region.centre_name());
    out_.set_lang(lang == text::Lang::kNb ? "nb" : "en");
    out_.set_contact_id(contact.contact_id());
    Follow(contact);
  }

  void See(const domain::State& before, const v1::Event& event) {
    out_.set_as_of(clock_.Iso(event.at_us()));
    if (!Concerns(event, ids_)) return;
    // What is only known by an id of its own, later on.
    if (event.has_help_requested()) ids_.insert(event.revision());
    v1::ExtractEntry& entry = *out_.add_log();
    Head(event.revision(), event.at_us(), event.actor(), EventItems::KindOf(event), entry);
    entry.set_what(items_.WordsOf(entry.kind()));
    const v1::Contact* old = nullptr;
    if (event.has_intake_recorded()) old = before.FindContact(event.intake_recorded().contact_id());
    if (event.has_contact_assessed()) old = before.FindContact(event.contact_assessed().contact_id());
    Put(items_.Of(event, old), entry);
  }

  v1::ContactExtract Take() {
    Facts();
    for (const std::int64_t id : calls_) AddCall(id);
    for (const v1::Assessment& assessment : contact_.assessments()) AddAssessment(assessment);
    for (const std::int64_t id : contact_.mission_ids()) AddMission(id);
    for (const v1::Note& note : contact_.notes()) AddNote(note);
    for (const v1::Consult& consult : contact_.consults()) AddConsult(consult);
    for (const v1::Correction& correction : contact_.corrections()) AddCorrection(correction);
    return std::move(out_);
  }

 private:
  // With those that were merged into it, and those that were merged into these.
  void Follow(const v1::Contact& contact) {
    if (!ids_.insert(contact.contact_id()).second) return;
    for (const std::int64_t id : contact.call_ids()) {
      ids_.insert(id);
      calls_.insert(id);
    }
    ids_.insert(contact.mission_ids().begin(), contact.mission_ids().end());
    for (const std::int64_t id : contact.merged_from()) {
      out_.add_merged_from(id);
      const auto from = history_.contacts.find(id);
      if (from != history_.contacts.end()) Follow(from->second);
    }
  }

  std::string Say(std::string_view key) const { return std::string(Get(lang_, key)); }

  void Head(std::int64_t revision, std::int64_t at_us, const v1::Actor& by, const std::string& kind,
            v1::ExtractEntry& entry) const {
    entry.set_revision(revision);
    entry.set_at(clock_.Iso(at_us));
    entry.set_user_id(by.user_id());
    entry.set_name(by.name());
    if (by.role() != v1::ROLE_UNSPECIFIED) entry.set_role(RoleWords(by.role()));
    entry.set_device(by.device());
    entry.set_kind(kind);
  }

  std::string RoleWords(v1::Role role) const {
    std::string key = "extract." + v1::Role_Name(role);
    std::transform(key.begin(), key.end(), key.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text::Has(lang_, key) ? Say(key) : v1::Role_Name(role);
  }

  void Item(const std::string& id, const std::string& label, const std::string& value,
            v1::ExtractEntry& entry) const {
    if (value.empty()) return;
    v1::ExtractItem& item = *entry.add_items();
    item.set_id(id);
    item.set_label(label);
    item.set_value(value);
  }

  static void Put(std::vector<v1::ExtractItem> items, v1::ExtractEntry& entry) {
    for (v1::ExtractItem& item : items) *entry.add_items() = std::move(item);
  }

  void Facts() {
    std::vector<v1::ExtractItem> items;
    // What has a section of its own, and what only a running central needs.
    static const std::set<std::string> kElsewhere = {
        "contact_id", "call_ids", "mission_ids",      "merged_from", "claim",        "deadline",
        "rank",       "list",     "changed_revision", "changed_by",  "changed_us",   "changed_what",
        "parked",     "level_id", "new_information",  "parked_us",   "complaint_id", "last_information_us"};
    items_.Append(contact_, nullptr, kElsewhere, items);
    for (v1::ExtractItem& item : items) *out_.add_facts() = std::move(item);
    const auto add = [this](const std::string& id, const std::string& value) {
      if (value.empty()) return;
      v1::ExtractItem& item = *out_.add_facts();
      item.set_id(id);
      item.set_label(FieldWords(lang_, id));
      item.set_value(value);
    };
    const triage::Tool* tool = tools_.Find(contact_.tool_hash());
    add("complaint_id", domain::ComplaintWords(lang_, tool, contact_.complaint_id()));
    add("level_id", LevelWords(tool, contact_.level_id()));
    add("tool_hash", ToolWords(contact_.tool_hash()));
  }

  std::string ToolWords(const std::string& hash) const {
    for (const v1::ToolRecord& record : history_.tools) {
      if (record.tool_hash() == hash) return record.tool_id() + " " + record.version() + " (" + hash + ")";
    }
    return hash;
  }

  std::string LevelWords(const triage::Tool* tool, const std::string& level_id) const {
    if (tool == nullptr) return level_id;
    for (const triage::Level& level : tool->levels()) {
      if (level.id == level_id) return domain::In(lang_, level.name);
    }
    return level_id;
  }

  void AddCall(std::int64_t id) {
    const auto found = history_.calls.find(id);
    if (found == history_.calls.end()) return;
    const v1::Call& call = found->second;
    v1::ExtractEntry& entry = *out_.add_calls();
    const std::int64_t begun_us = call.ringing_us() != 0 ? call.ringing_us() : call.answered_us();
    Head(id, begun_us, call.answered_by(), "call", entry);
    entry.set_what(std::string(domain::Word(lang_, call.kind())));
    std::vector<v1::ExtractItem> items;
    items_.Append(call, nullptr, {"call_id", "kind", "answered_by"}, items);
    Put(std::move(items), entry);
  }

  void AddMission(std::int64_t id) {
    const auto found = history_.missions.find(id);
    if (found == history_.missions.end()) return;
    const v1::Mission& mission = found->second;
    v1::ExtractEntry& entry = *out_.add_missions();
    const std::int64_t begun_us = mission.requested_us() != 0 ? mission.requested_us() : mission.planned_us();
    Head(id, begun_us, mission.requested_by(), "mission", entry);
    entry.set_what(std::string(domain::Word(lang_, mission.measure())));
    std::vector<v1::ExtractItem> items;
    items_.Append(mission, nullptr, {"mission_id", "contact_id", "measure", "requested_by"}, items);
    Put(std::move(items), entry);
  }

  void AddAssessment(const v1::Assessment& assessment) {
    v1::ExtractEntry& entry = *out_.add_assessments();
    Head(assessment.revision(), assessment.at_us(), assessment.by(), "assessment", entry);
    const triage::Tool* tool = tools_.Find(assessment.tool_hash());
    entry.set_what(std::string(domain::Word(lang_, assessment.hastegrad())) + ", " +
                   domain::ComplaintWords(lang_, tool, assessment.complaint_id()));
    entry.set_wrong_patient(assessment.wrong_patient());
    Item("level_id", Say("extract.field_level_id"), LevelWords(tool, assessment.level_id()), entry);
    const v1::Suggestion& suggestion = assessment.suggestion();
    Item("suggestion", Say("extract.field_suggestion"), LevelWords(tool, suggestion.level_id()), entry);
    std::string why;
    for (const auto* rules : {&suggestion.decided_by(), &suggestion.raised_by()}) {
      for (const std::string& rule : *rules) {
        why += (why.empty() ? "" : "; ") + domain::RuleWords(lang_, tool, rule);
      }
    }
    Item("decided_by", Say("extract.field_decided_by"), why, entry);
    Item("lowering_reason", Say("extract.field_lowering_reason"), assessment.lowering_reason(), entry);
    for (const v1::Score& score : suggestion.scores()) {
      Item(score.score_id(), ScoreWords(tool, score.score_id()),
           (score.complete() ? "" : Say("extract.at_least") + " ") + std::to_string(score.points()), entry);
    }
    for (const v1::Answer& answer : assessment.answers()) AddAnswer(tool, answer, entry);
    std::string missing;
    for (const std::string& question : suggestion.missing()) {
      missing += (missing.empty() ? "" : "; ") + QuestionWords(tool, question);
    }
    Item("missing", Say("extract.field_missing"), missing, entry);
    Item("tool_hash", Say("extract.field_tool_hash"), ToolWords(assessment.tool_hash()), entry);
  }

  std::string ScoreWords(const triage::Tool* tool, const std::string& id) const {
    if (tool != nullptr) {
      for (const triage::ScoreInfo& score : tool->scores()) {
        if (score.id == id) return domain::In(lang_, score.name);
      }
    }
    return id;
  }

  std::string QuestionWords(const triage::Tool* tool, const std::string& id) const {
    const triage::Index index = tool == nullptr ? triage::kNone : tool->FindQuestion(id);
    return index == triage::kNone ? id : domain::In(lang_, tool->questions()[index].text);
  }

  // Where the tool is not to be had, the answer stands as it was given.
  void AddAnswer(const triage::Tool* tool, const v1::Answer& answer, v1::ExtractEntry& entry) const {
    const triage::Index index = tool == nullptr ? triage::kNone : tool->FindQuestion(answer.question_id());
    static const triage::Question kUnknown;
    const triage::Question& question = index == triage::kNone ? kUnknown : tool->questions()[index];
    Item(answer.question_id(), QuestionWords(tool, answer.question_id()),
         domain::ValueWords(lang_, question, answer), entry);
  }

  void AddNote(const v1::Note& note) {
    v1::ExtractEntry& entry = *out_.add_notes();
    Head(note.revision(), note.at_us(), note.by(), "note", entry);
    entry.set_what(Say("extract.note_added"));
    entry.set_wrong_patient(note.wrong_patient());
    std::vector<v1::ExtractItem> items;
    items_.Append(note, nullptr, {"revision", "at_us", "by", "wrong_patient"}, items);
    Put(std::move(items), entry);
  }

  void AddConsult(const v1::Consult& consult) {
    v1::ExtractEntry& entry = *out_.add_consults();
    Head(consult.consult_id(), consult.at_us(), consult.by(), "consult", entry);
    entry.set_what(Say("extract.consult_requested"));
    const std::string with = NameIn(history_.region, consult.with_id());
    Item("with_id", Say("extract.field_with_id"), with.empty() ? consult.with_id() : with, entry);
    Item("question", Say("extract.field_question"), consult.question().text(), entry);
    Item("answer", Say("extract.field_answer"), consult.answer().text(), entry);
    Item("answered_by", Say("extract.field_answered_by"), consult.answered_by().name(), entry);
    Item("answered_us", Say("extract.field_answered_us"),
         consult.answered_us() == 0 ? std::string() : clock_.InWords(consult.answered_us()), entry);
  }

  void AddCorrection(const v1::Correction& correction) {
    v1::ExtractEntry& entry = *out_.add_corrections();
    Head(correction.revision(), correction.at_us(), correction.by(), "correction", entry);
    const bool is_time = correction.what().ends_with("_us");
    entry.set_what(is_time ? Say("extract.time_corrected")
                           : items_.WordsOf("correction_" + correction.what()));
    const auto words = [&](const std::string& value) {
      std::int64_t at_us = 0;
      for (const char digit : is_time ? value : std::string()) at_us = at_us * 10 + (digit - '0');
      return is_time && at_us > 0 ? clock_.InWords(at_us) : value;
    };
    v1::ExtractItem& item = *entry.add_items();
    item.set_id(correction.what());
    item.set_label(FieldWords(lang_, is_time ? correction.what() : "contact_id"));
    item.set_value(words(correction.after()));
    item.set_before(words(correction.before()));
  }

  const History& history_;
  const v1::Contact& contact_;
  const text::Lang lang_;
  const ExportClock clock_;
  const ExportTools tools_;
  const EventItems items_;
  std::set<std::int64_t> ids_, calls_;
  v1::ContactExtract out_;
};

}  // namespace

absl::StatusOr<v1::ContactExtract> ExtractContact(const std::filesystem::path& journal,
                                                  std::int64_t contact_id, text::Lang lang) {
  LV_ASSIGN_OR_RETURN(Reader reader, Reader::Open(journal));
  LV_ASSIGN_OR_RETURN(const History history, ReadHistory(reader));
  const auto contact = history.contacts.find(contact_id);
  if (contact == history.contacts.end()) {
    return MakeStatus(absl::StatusCode::kNotFound, text::Format(text::ProcessLang(), "store.no_contact",
                                                                {{"id", std::to_string(contact_id)}}));
  }
  Extracting extracting(history, contact->second, lang);
  domain::State state;
  LV_RETURN_IF_ERROR(
      Replay(reader, history.revision, state,
             [&](const domain::State& before, const v1::Event& event) { extracting.See(before, event); }));
  return extracting.Take();
}

std::string ExtractAsJson(const v1::ContactExtract& extract) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string json;
  // It fails for `Any` alone, which is not in it.
  static_cast<void>(google::protobuf::util::MessageToJsonString(extract, &json, options));
  return json;
}

}  // namespace legevakt::store
