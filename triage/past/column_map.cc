#include "triage/past/column_map.h"

#include <algorithm>
#include <span>

#include "base/status.h"
#include "base/yaml.h"
#include "base/yaml_reader.h"

namespace legevakt::past {
namespace {

constexpr std::int64_t kNumberMax = 1'000'000'000;
// As many as a tool's scale may have.
constexpr std::size_t kLevelsMax = 10;

class Loader {
 public:
  Loader(std::string_view file_name, text::Lang lang) : reader_(file_name, lang) { map_.file = file_name; }

  absl::StatusOr<ColumnMap> Load(const YamlNode& root) {
    ReadTop(root);
    if (const YamlNode* patient = root.Find("patient")) ReadPatient(*patient);
    if (const YamlNode* call = root.Find("call")) ReadCall(*call);
    if (const YamlNode* complaint = reader_.Required(root, "complaint")) ReadComplaint(*complaint);
    for (const YamlNode& answer : reader_.List(root, "answers", false)) ReadAnswer(answer);
    if (!reader_.ok()) return reader_.status();
    return std::move(map_);
  }

 private:
  void ReadTop(const YamlNode& root) {
    reader_.ExpectKeys(root, {"name", "delimiter", "reference", "patient", "call", "complaint", "answers",
                              "advice_percent", "not_known_on_arrival", "yardstick"});
    map_.name = reader_.String(root, "name");
    const std::string delimiter = reader_.String(root, "delimiter");
    if (delimiter.size() == 1 && delimiter != "\"" && delimiter != "\n") {
      map_.delimiter = delimiter.front();
    } else if (const YamlNode* node = root.Find("delimiter")) {
      reader_.Problem(*node, "past.map_delimiter", {});
    }
    map_.advice_percent = static_cast<int>(reader_.IntOr(root, "advice_percent", 0, 0, 100));
    forbidden_ = reader_.Strings(root, "not_known_on_arrival", false);
    if (const YamlNode* node = root.Find("reference")) ReadReference(*node);
    if (const YamlNode* node = root.Find("yardstick")) ReadYardstick(*node);
  }

  void ReadReference(const YamlNode& node) {
    reader_.ExpectKeys(node, {"column", "levels", "scales"});
    CodedColumn reference = Levels(node);
    map_.reference_levels = static_cast<int>(reference.codes.size());
    map_.reference = std::move(reference);
    const YamlNode* scales = node.Find("scales");
    if (scales == nullptr || !reader_.ExpectMap(*scales)) return;
    for (const auto& [levels, list] : scales->entries) ReadScale(levels, list);
  }

  // The reference and the yardstick are compared with, never given to the tool: they alone may name a column
  // that nobody knew on arrival.
  CodedColumn Levels(const YamlNode& node) {
    CodedColumn column;
    if (const YamlNode* found = reader_.Required(node, "column")) {
      column.column = reader_.String(*found);
      NotePlace(column.column, *found);
    }
    for (const YamlNode& item : reader_.List(node, "levels", true)) {
      const std::string code = reader_.String(item);
      const bool twice = std::any_of(column.codes.begin(), column.codes.end(),
                                     [&](const auto& other) { return other.first == code; });
      if (twice) reader_.Problem(item, "past.map_level_twice", {{"level", code}});
      column.codes.emplace_back(code, std::to_string(column.codes.size() + 1));
    }
    if (column.codes.size() < 2 || column.codes.size() > kLevelsMax) {
      reader_.Problem(node, "past.map_levels", {{"max", std::to_string(kLevelsMax)}});
    }
    return column;
  }

  // "3": [1, 1, 2, 3, 3]: for each level of the reference, most urgent first, its level among three.
  void ReadScale(const YamlNode& key, const YamlNode& list) {
    const auto levels = static_cast<int>(reader_.Int(key, 2, static_cast<std::int64_t>(kLevelsMax)));
    std::vector<int> scale;
    if (!reader_.ExpectSequence(list)) return;
    for (const YamlNode& item : list.items) {
      const int least = scale.empty() ? 1 : scale.back();
      scale.push_back(static_cast<int>(reader_.Int(item, least, levels)));
    }
    if (static_cast<int>(scale.size()) != map_.reference_levels) {
      reader_.Problem(
          list, "past.map_scale",
          {{"found", std::to_string(scale.size())}, {"levels", std::to_string(map_.reference_levels)}});
    }
    map_.reference_scales[levels] = std::move(scale);
  }

  void ReadYardstick(const YamlNode& node) {
    reader_.ExpectKeys(node, {"column", "levels", "name"});
    if (!map_.reference) {
      reader_.Problem(node, "past.map_yardstick", {});
      return;
    }
    Yardstick yardstick;
    if (node.Find("levels") != nullptr) {
      yardstick.levels = Levels(node);
    } else {
      yardstick.levels = *map_.reference;
      yardstick.levels.column = reader_.String(node, "column");
    }
    if (const YamlNode* name = reader_.Required(node, "name")) {
      reader_.ExpectKeys(*name, {"nb", "en"});
      yardstick.name_nb = reader_.String(*name, "nb");
      yardstick.name_en = reader_.String(*name, "en");
    }
    map_.yardstick = std::move(yardstick);
  }

  void ReadPatient(const YamlNode& node) {
    reader_.ExpectKeys(node, {"sex", "age", "injury", "municipality", "name", "national_id"});
    map_.sex = Coded(node, "sex", {"female", "male"});
    map_.injury = Coded(node, "injury", {"yes", "no"});
    map_.municipality = Text(node, "municipality");
    map_.person_name = Text(node, "name");
    map_.national_id = Text(node, "national_id");
    const YamlNode* age = node.Find("age");
    if (age == nullptr) return;
    reader_.ExpectKeys(*age, {"column", "unit"});
    NumberColumn column;
    column.column = ColumnOf(*age);
    const bool years = reader_.OneOf(*age, "unit", {"years", "months"}) == 0;
    column.per_unit = years ? 12 : 1;
    column.max = 120 * 12;
    map_.age = column;
  }

  void ReadCall(const YamlNode& node) {
    reader_.ExpectKeys(node, {"at_s", "gives_up_s", "talk_s", "repeat_of", "arrival", "lane", "relation",
                              "phone", "address", "denies_rest"});
    map_.at_s = Whole(node, "at_s");
    map_.gives_up_s = Whole(node, "gives_up_s");
    map_.talk_s = Whole(node, "talk_s");
    map_.repeat_of = Whole(node, "repeat_of");
    map_.arrival = Coded(node, "arrival", {"phone", "walk_in", "message", "amk"});
    map_.lane = Coded(node, "lane", {"normal", "professional", "urgent"});
    map_.relation = Coded(node, "relation",
                          {"self", "parent", "next_of_kin", "nursing_home", "home_care", "police", "other"});
    map_.denies_rest = Coded(node, "denies_rest", {"yes", "no"});
    map_.phone = Text(node, "phone");
    map_.address = Text(node, "address");
  }

  void ReadComplaint(const YamlNode& node) {
    reader_.ExpectKeys(node, {"column", "otherwise", "otherwise_injury", "words", "says"});
    map_.complaint = ColumnOf(node);
    map_.otherwise = reader_.String(node, "otherwise");
    map_.otherwise_injury = reader_.StringOr(node, "otherwise_injury", map_.otherwise);
    map_.otherwise_place = PlaceOf(node, "otherwise");
    map_.otherwise_injury_place = PlaceOf(node, "otherwise_injury");
    for (const YamlNode& item : reader_.List(node, "words", true)) {
      reader_.ExpectKeys(item, {"complaint", "any", "age_under_years", "age_from_years", "injury"});
      map_.words.push_back(WordRuleOf(item, "complaint"));
    }
    for (const YamlNode& item : reader_.List(node, "says", false)) {
      reader_.ExpectKeys(item, {"question", "any", "age_under_years", "age_from_years", "injury"});
      map_.says.push_back(WordRuleOf(item, "question"));
    }
  }

  WordRule WordRuleOf(const YamlNode& node, std::string_view key) {
    WordRule rule;
    rule.complaint = reader_.String(node, key);
    rule.place = PlaceOf(node, key);
    for (const YamlNode& item : reader_.List(node, "any", true)) {
      const std::string phrase = reader_.String(item);
      auto words = PhraseOf(phrase);
      const bool says_something = std::all_of(words.begin(), words.end(), [](const std::string& word) {
        return word.find_first_not_of('*') != std::string::npos;
      });
      if (words.empty() || !says_something) {
        reader_.Problem(item, "past.map_phrase", {{"phrase", phrase}});
      } else {
        rule.phrases.push_back(std::move(words));
      }
    }
    if (node.Find("age_under_years") != nullptr) {
      rule.age_under_months = static_cast<int>(reader_.Int(node, "age_under_years", 0, 120)) * 12;
    }
    if (node.Find("age_from_years") != nullptr) {
      rule.age_from_months = static_cast<int>(reader_.Int(node, "age_from_years", 0, 120)) * 12;
    }
    if (node.Find("injury") != nullptr) rule.injury = reader_.OneOf(node, "injury", {"no", "yes"}) == 1;
    return rule;
  }

  void ReadAnswer(const YamlNode& node) {
    AnswerMap answer;
    answer.question = reader_.String(node, "question");
    answer.place = PlaceOf(node, "question");
    if (node.Find("from") == nullptr) {
      answer.sources.push_back(Source(node, true));
    } else {
      reader_.ExpectKeys(node, {"question", "from"});
      for (const YamlNode& item : reader_.List(node, "from", true))
        answer.sources.push_back(Source(item, false));
    }
    map_.answers.push_back(std::move(answer));
  }

  AnswerSource Source(const YamlNode& node, bool with_question) {
    if (with_question) {
      reader_.ExpectKeys(node, {"question", "column", "codes", "per_unit", "min", "max", "yes_from"});
    } else {
      reader_.ExpectKeys(node, {"column", "codes", "per_unit", "min", "max", "yes_from"});
    }
    AnswerSource source;
    source.number.column = ColumnOf(node);
    if (node.Find("codes") != nullptr) {
      source.codes = Codes(node, {});
      return source;
    }
    source.number.per_unit = reader_.IntOr(node, "per_unit", 1, 1, 1000);
    const std::int64_t per_unit = source.number.per_unit;
    source.number.min = reader_.Steps(node, "min", per_unit, -kNumberMax, kNumberMax);
    source.number.max = reader_.Steps(node, "max", per_unit, source.number.min, kNumberMax);
    if (node.Find("yes_from") != nullptr) {
      source.yes_from = reader_.Steps(node, "yes_from", per_unit, -kNumberMax, kNumberMax);
    }
    return source;
  }

  std::optional<CodedColumn> Coded(const YamlNode& node, std::string_view key,
                                   std::initializer_list<std::string_view> meanings) {
    const YamlNode* found = node.Find(key);
    if (found == nullptr) return std::nullopt;
    reader_.ExpectKeys(*found, {"column", "codes"});
    CodedColumn column;
    column.column = ColumnOf(*found);
    column.codes = Codes(*found, std::span(meanings.begin(), meanings.size()));
    return column;
  }

  // `meanings` empty: any word will do.
  CodeList Codes(const YamlNode& node, std::span<const std::string_view> meanings) {
    CodeList codes;
    const YamlNode* list = reader_.Required(node, "codes");
    if (list == nullptr || !reader_.ExpectMap(*list)) return codes;
    for (const auto& [code, meaning] : list->entries) {
      std::string word = reader_.String(meaning);
      if (!meanings.empty() && word != "unknown")
        word = std::string(meanings[reader_.OneOf(meaning, meanings)]);
      codes.emplace_back(code.scalar, word);
    }
    return codes;
  }

  std::optional<NumberColumn> Whole(const YamlNode& node, std::string_view key) {
    NumberColumn column;
    column.column = Text(node, key);
    column.max = kNumberMax;
    if (column.column.empty()) return std::nullopt;
    return column;
  }

  std::string Text(const YamlNode& node, std::string_view key) {
    const YamlNode* found = node.Find(key);
    return found == nullptr ? "" : Checked(*found);
  }

  std::string ColumnOf(const YamlNode& node) {
    const YamlNode* found = reader_.Required(node, "column");
    return found == nullptr ? "" : Checked(*found);
  }

  static Place PlaceOf(const YamlNode& node, std::string_view key) {
    const YamlNode* found = node.Find(key);
    return found == nullptr ? Place{node.line, node.column} : Place{found->line, found->column};
  }

  void NotePlace(const std::string& column, const YamlNode& node) {
    map_.column_places.emplace(column, Place{node.line, node.column});
  }

  std::string Checked(const YamlNode& node) {
    std::string column = reader_.String(node);
    NotePlace(column, node);
    if (std::find(forbidden_.begin(), forbidden_.end(), column) != forbidden_.end()) {
      reader_.Problem(node, "past.map_forbidden", {{"column", column}});
    }
    return column;
  }

  YamlReader reader_;
  ColumnMap map_;
  std::vector<std::string> forbidden_;
};

}  // namespace

std::vector<std::string> ColumnMap::Columns() const {
  std::vector<std::string> columns;
  for (const auto* coded : {&reference, &sex, &injury, &arrival, &lane, &relation, &denies_rest}) {
    if (coded->has_value()) columns.push_back((*coded)->column);
  }
  for (const auto* number : {&age, &at_s, &gives_up_s, &talk_s, &repeat_of}) {
    if (number->has_value()) columns.push_back((*number)->column);
  }
  for (const auto* text : {&municipality, &person_name, &national_id, &phone, &address, &complaint}) {
    if (!text->empty()) columns.push_back(*text);
  }
  for (const AnswerMap& answer : answers) {
    for (const AnswerSource& source : answer.sources) columns.push_back(source.number.column);
  }
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return columns;
}

std::vector<std::string> ColumnMap::ComplaintIds() const {
  std::vector<std::string> ids = {otherwise, otherwise_injury};
  for (const WordRule& rule : words) ids.push_back(rule.complaint);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

absl::StatusOr<ColumnMap> LoadColumnMap(std::string_view yaml, std::string_view file_name, text::Lang lang) {
  LV_ASSIGN_OR_RETURN(const YamlNode root, ParseYaml(yaml, file_name, lang));
  return Loader(file_name, lang).Load(root);
}

}  // namespace legevakt::past
