#include <algorithm>
#include <array>

#include "triage/reader/tool_reader.h"

namespace legevakt::triage {
namespace {

constexpr std::size_t kQuestionsMax = 2000;
constexpr std::int64_t kValueMax = 1'000'000;

struct FactName {
  std::string_view name;
  Fact fact;
  AnswerType type;
};
constexpr std::array<FactName, 7> kFacts{{
    {"age_months", Fact::kAgeMonths, AnswerType::kNumber},
    {"sex", Fact::kSex, AnswerType::kChoice},
    {"calls_24h", Fact::kCalls24h, AnswerType::kNumber},
    {"calls_72h", Fact::kCalls72h, AnswerType::kNumber},
    {"caller_with_patient", Fact::kCallerWithPatient, AnswerType::kYesNo},
    {"channel", Fact::kChannel, AnswerType::kChoice},
    {"place", Fact::kPlace, AnswerType::kChoice},
}};

}  // namespace

void ToolReader::ReadDictionary(const YamlNode& dictionary) {
  if (!reader_.ExpectMap(dictionary)) return;
  if (dictionary.entries.size() > kQuestionsMax) {
    reader_.Problem(dictionary, "triage.too_many_questions", {{"max", std::to_string(kQuestionsMax)}});
    return;
  }
  for (const auto& [key, node] : dictionary.entries) ReadQuestion(key, node);
  // These speak of other questions, so all must be known first.
  if (draft_.questions.size() != dictionary.entries.size()) return;
  for (std::size_t i = 0; i < dictionary.entries.size(); ++i) {
    ReadRelations(dictionary.entries[i].second, draft_.questions[i]);
  }
}

void ToolReader::ReadQuestion(const YamlNode& key, const YamlNode& node) {
  CheckId(key);
  if (!reader_.ExpectKeys(node, {"text", "help", "finding", "type", "context", "fact", "vital", "unit",
                                 "per_unit", "min", "max", "best", "choices", "relevant_if"})) {
    return;
  }
  DraftQuestion draft;
  draft.place = PlaceOf(key);
  Question& question = draft.question;
  question.id = key.scalar;
  if (const YamlNode* text = reader_.Required(node, "text")) ReadQuestionText(*text, question);
  question.help = TextOr(node, "help", {});
  question.context = reader_.BoolOr(node, "context", false);
  question.vital = reader_.BoolOr(node, "vital", false);
  if (node.Find("type") != nullptr) {
    question.type = static_cast<AnswerType>(reader_.OneOf(node, "type", {"yes_no", "choice", "number"}));
  }
  switch (question.type) {
    case AnswerType::kYesNo:
      draft.finding = ReadText(node, "finding");
      break;
    case AnswerType::kChoice:
      ReadChoices(node, question);
      break;
    case AnswerType::kNumber:
      ReadNumber(node, question);
      break;
  }
  if (node.Find("fact") != nullptr) ReadFact(node, question);
  draft_.questions.push_back(std::move(draft));
}

// nb and en, which every text has, and what further languages somebody has written.
void ToolReader::ReadQuestionText(const YamlNode& node, Question& question) {
  std::vector<std::string_view> languages{"nb", "en"};
  languages.insert(languages.end(), kFurtherLanguages.begin(), kFurtherLanguages.end());
  if (!reader_.ExpectKeys(node, languages)) return;
  question.text = {reader_.String(node, "nb"), reader_.String(node, "en")};
  for (std::size_t i = 0; i < kFurtherLanguages.size(); ++i) {
    const YamlNode* text = node.Find(kFurtherLanguages[i]);
    if (text == nullptr) continue;
    question.translations.push_back({static_cast<std::uint8_t>(i), reader_.String(*text)});
  }
}

void ToolReader::ReadNumber(const YamlNode& node, Question& question) {
  question.unit = reader_.StringOr(node, "unit", "");
  const std::int64_t per_unit = reader_.IntOr(node, "per_unit", 1, 1, 1000);
  if (per_unit != 1 && per_unit != 10 && per_unit != 100 && per_unit != 1000) {
    reader_.Problem(*node.Find("per_unit"), "triage.per_unit", {});
  }
  question.per_unit = static_cast<int>(per_unit);
  question.plausible_min =
      static_cast<std::int32_t>(reader_.Steps(node, "min", per_unit, -kValueMax, kValueMax));
  question.plausible_max =
      static_cast<std::int32_t>(reader_.Steps(node, "max", per_unit, -kValueMax, kValueMax));
  if (question.plausible_max <= question.plausible_min) reader_.Problem(node, "triage.min_max", {});
}

void ToolReader::ReadChoices(const YamlNode& node, Question& question) {
  const YamlNode* choices = reader_.Required(node, "choices");
  if (choices == nullptr || !reader_.ExpectMap(*choices)) return;
  if (choices->entries.size() < 2 || choices->entries.size() > kChoicesMax) {
    reader_.Problem(*choices, "triage.choices_size", {{"max", std::to_string(kChoicesMax)}});
    return;
  }
  for (const auto& [key, text] : choices->entries) {
    CheckId(key);
    question.choices.push_back({key.scalar, ReadText(text)});
  }
}

void ToolReader::ReadFact(const YamlNode& node, Question& question) {
  std::array<std::string_view, kFacts.size()> names;
  std::transform(kFacts.begin(), kFacts.end(), names.begin(), [](const FactName& fact) { return fact.name; });
  const FactName& fact = kFacts[reader_.OneOf(*node.Find("fact"), names)];
  question.fact = fact.fact;
  if (question.type != fact.type)
    reader_.Problem(*node.Find("fact"), "triage.fact_type", {{"fact", fact.name}});
  // Central fills facts in as whole numbers.
  if (question.per_unit != 1)
    reader_.Problem(*node.Find("fact"), "triage.fact_per_unit", {{"fact", fact.name}});
}

void ToolReader::ReadRelations(const YamlNode& node, DraftQuestion& question) {
  question.relevant_if = ReadTests(node, "relevant_if");
  CheckContextOnly(node, "relevant_if", question.relevant_if);
  const bool ordered = question.question.type == AnswerType::kNumber && !question.question.context;
  if (ordered) {
    if (const YamlNode* best = reader_.Required(node, "best")) ReadBest(*best, question);
  } else if (const YamlNode* best = node.Find("best")) {
    reader_.Problem(*best, "triage.best_not_here", {{"id", question.question.id}});
  }
}

// `best: {from: 12, to: 20}`, or a list of these where the last has no `when`.
void ToolReader::ReadBest(const YamlNode& node, DraftQuestion& question) {
  const auto read = [&](const YamlNode& one) {
    if (!reader_.ExpectKeys(one, {"when", "from", "to"})) return;
    const Question& q = question.question;
    DraftQuestion::Best best;
    best.when = ReadTests(one, "when");
    CheckContextOnly(one, "when", best.when);
    best.lo =
        static_cast<std::int32_t>(reader_.Steps(one, "from", q.per_unit, q.plausible_min, q.plausible_max));
    best.hi = static_cast<std::int32_t>(reader_.Steps(one, "to", q.per_unit, best.lo, q.plausible_max));
    question.best.push_back(std::move(best));
  };
  if (node.kind == YamlNode::Kind::kSequence) {
    if (node.items.empty()) reader_.Problem(node, "yaml.empty_value", {{"key", "best"}});
    for (const YamlNode& one : node.items) read(one);
  } else {
    read(node);
  }
  for (std::size_t i = 0; i < question.best.size(); ++i) {
    if (question.best[i].when.empty() != (i + 1 == question.best.size())) {
      reader_.Problem(node, "triage.best_last", {});
      return;
    }
  }
}

}  // namespace legevakt::triage
