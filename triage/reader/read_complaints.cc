#include <algorithm>

#include "triage/reader/tool_reader.h"

namespace legevakt::triage {
namespace {

constexpr std::size_t kComplaintsMax = 500;

bool Contains(const std::vector<Index>& list, Index item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

void ToolReader::ReadComplaints(const YamlNode& complaints) {
  if (!reader_.ExpectMap(complaints)) return;
  if (complaints.entries.size() > kComplaintsMax) {
    reader_.Problem(complaints, "triage.too_many_complaints", {{"max", std::to_string(kComplaintsMax)}});
    return;
  }
  for (const auto& [key, node] : complaints.entries) {
    CheckId(key);
    ReadComplaint(key, node);
  }
  if (draft_.complaints.empty()) reader_.Problem(complaints, "triage.no_complaints", {});
  if (reader_.ok() && draft_.fallback_complaint == kNone)
    reader_.Problem(complaints, "triage.no_fallback", {});
}

void ToolReader::ReadComplaint(const YamlNode& key, const YamlNode& node) {
  if (!reader_.ExpectKeys(node, {"name", "words", "icpc2", "fallback", "short_form", "must_ask", "ask",
                                 "rules", "advice", "first_aid", "safety_net", "measures", "languages"})) {
    return;
  }
  DraftComplaint draft;
  draft.place = PlaceOf(key);
  draft.complaint.id = key.scalar;
  draft.complaint.name = ReadText(node, "name");
  draft.complaint.icpc2 = reader_.StringOr(node, "icpc2", "");
  draft.short_form = reader_.BoolOr(node, "short_form", false);
  ReadWords(node, draft.complaint);
  ReadAsked(node, draft);
  ReadLanguages(node, draft.complaint);
  if (const YamlNode* rules = reader_.Required(node, "rules")) ReadRules(*rules, key.scalar, draft.rules);
  ReadAdvice(node, draft);
  if (reader_.BoolOr(node, "fallback", false)) {
    if (draft_.fallback_complaint != kNone)
      reader_.Problem(*node.Find("fallback"), "triage.two_fallbacks", {});
    draft_.fallback_complaint = static_cast<Index>(draft_.complaints.size());
  }
  draft_.complaints.push_back(std::move(draft));
}

void ToolReader::ReadWords(const YamlNode& node, Complaint& complaint) {
  const YamlNode* words = reader_.Required(node, "words");
  if (words == nullptr || !reader_.ExpectKeys(*words, {"nb", "en"})) return;
  for (const std::string_view lang : {"nb", "en"}) {
    std::vector<std::string> list = reader_.Strings(*words, lang, true);
    const YamlNode* at = words->Find(lang);
    if (list.empty() && at != nullptr) reader_.Problem(*at, "triage.no_words", {});
    for (std::string& word : list) complaint.words.push_back(std::move(word));
  }
}

// In the order to ask: what every complaint must ask, what this one must ask, and what it may ask.
void ToolReader::ReadAsked(const YamlNode& node, DraftComplaint& draft) {
  Complaint& complaint = draft.complaint;
  // A short form (a laboratory, the police) has no patient on the line.
  if (!draft.short_form) {
    complaint.questions = draft_.asked_everywhere;
    complaint.must_ask = draft_.asked_everywhere;
  }
  for (const std::string_view key : {"must_ask", "ask"}) {
    for (const YamlNode& item : reader_.List(node, key, false)) {
      const Index index = QuestionAt(item);
      if (index == kNone) continue;
      if (Contains(complaint.questions, index)) {
        reader_.Problem(item, "triage.asked_twice", {{"id", item.scalar}});
        continue;
      }
      const auto measured = [&](const Test& test) { return test.what == index; };
      if (std::any_of(draft_.measured_when.begin(), draft_.measured_when.end(), measured)) {
        reader_.Problem(item, "triage.asked_place", {{"id", item.scalar}});
      }
      complaint.questions.push_back(index);
      if (key == "must_ask") complaint.must_ask.push_back(index);
    }
  }
  constexpr std::size_t kMustAskMax = 32;
  if (complaint.must_ask.size() + draft_.measured.size() > kMustAskMax) {
    reader_.Problem(node, "triage.too_many_must_ask", {{"max", std::to_string(kMustAskMax)}});
  }
}

// The further languages in which all of `must_ask` can be asked. The linter sees that it is so.
void ToolReader::ReadLanguages(const YamlNode& node, Complaint& complaint) {
  for (const YamlNode& item : reader_.List(node, "languages", false)) {
    const auto language = static_cast<std::uint8_t>(reader_.OneOf(item, kFurtherLanguages));
    if (std::find(complaint.languages.begin(), complaint.languages.end(), language) ==
        complaint.languages.end()) {
      complaint.languages.push_back(language);
    }
  }
}

}  // namespace legevakt::triage
