#include "triage/past/case_reader.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "base/limits.h"
#include "base/status.h"
#include "base/yaml_reader.h"

namespace legevakt::past {
namespace {

class RowReader {
 public:
  RowReader(const CsvTable& table, const ColumnMap& map, ReferenceUse use, CaseFile& out)
      : table_(table), map_(map), use_(use), out_(out) {}

  void Read(const CsvRow& row, int number, text::Lang lang) {
    row_ = &row;
    if (row.cells.size() != table_.header.cells.size()) out_.uneven_rows.push_back(number);
    Case item;
    item.row = number;
    item.line = row.line;
    item.external_ref = map_.name + ":" + std::to_string(number);
    if (out_.has_reference) item.reference = LevelIn(*map_.reference);
    if (out_.has_yardstick) item.yardstick = LevelIn(map_.yardstick->levels);
    if (out_.has_reference && item.reference == 0 && use_ == ReferenceUse::kRequired) {
      const std::string cell(Cell(map_.reference->column));
      out_.refused.push_back(
          {number, row.line,
           text::Format(lang, "past.row_refused", {{"column", map_.reference->column}, {"cell", cell}})});
      return;
    }
    ReadFacts(item);
    ReadCall(item);
    ReadComplaint(item);
    for (const AnswerMap& answer : map_.answers) item.answers.push_back(ReadAnswer(answer));
    AddWhatTheTextSays(item);
    out_.cases.push_back(std::move(item));
  }

 private:
  std::string_view Cell(const std::string& column) const {
    const int at = table_.Find(column);
    if (at < 0 || static_cast<std::size_t>(at) >= row_->cells.size()) return {};
    return row_->cells[static_cast<std::size_t>(at)];
  }

  void Fault(const std::string& column, int CellFaults::* kind) { ++(out_.faults[column].*kind); }

  // 0 where the cell is none of the levels; counted.
  int LevelIn(const CodedColumn& levels) {
    const std::string_view cell = Cell(levels.column);
    for (const auto& [code, level] : levels.codes) {
      if (code == cell) return std::stoi(level);
    }
    Fault(levels.column, cell.empty() ? &CellFaults::empty : &CellFaults::broken);
    return 0;
  }

  std::string Coded(const std::string& column, const CodeList& codes) {
    const std::string_view cell = Cell(column);
    for (const auto& [code, meaning] : codes) {
      if (code == cell) return meaning == "unknown" ? "" : meaning;
    }
    Fault(column, cell.empty() ? &CellFaults::empty : &CellFaults::broken);
    return "";
  }

  std::string Coded(const std::optional<CodedColumn>& coded) {
    return coded ? Coded(coded->column, coded->codes) : "";
  }

  std::optional<std::int64_t> Number(const NumberColumn& column) {
    const std::string_view cell = Cell(column.column);
    const auto value = ParseDecimal(cell, column.per_unit);
    if (!value) {
      Fault(column.column, cell.empty() ? &CellFaults::empty : &CellFaults::broken);
    } else if (*value < column.min || *value > column.max) {
      Fault(column.column, &CellFaults::out_of_range);
      return std::nullopt;
    }
    return value;
  }

  // As Number, but an empty cell is as it should be.
  std::optional<std::int64_t> MayBeEmpty(const std::optional<NumberColumn>& column) {
    if (!column || Cell(column->column).empty()) return std::nullopt;
    return Number(*column);
  }

  // Free text of a bounded length, cut at a whole character.
  std::string Text(const std::string& column) const {
    std::string text(column.empty() ? std::string_view() : Cell(column));
    if (text.size() > limits::kShortTextBytesMax) {
      std::size_t end = limits::kShortTextBytesMax;
      while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
      text.resize(end);
    }
    return text;
  }

  void ReadFacts(Case& item) {
    item.sex = Coded(map_.sex);
    if (map_.age) {
      if (const auto months = Number(*map_.age)) item.age_months = static_cast<int>(*months);
    }
    const std::string injury = Coded(map_.injury);
    if (!injury.empty()) item.injury = injury == "yes";
    item.municipality = Text(map_.municipality);
    item.person_name = Text(map_.person_name);
    item.national_id = Text(map_.national_id);
    item.phone = Text(map_.phone);
    item.address = Text(map_.address);
  }

  void ReadCall(Case& item) {
    item.arrival = Coded(map_.arrival);
    item.lane = Coded(map_.lane);
    item.relation = Coded(map_.relation);
    item.denies_rest = Coded(map_.denies_rest) == "yes";
    item.at_s = map_.at_s ? Number(*map_.at_s).value_or(0) : 0;
    item.gives_up_s = MayBeEmpty(map_.gives_up_s);
    item.talk_s = MayBeEmpty(map_.talk_s);
    item.repeat_of = static_cast<int>(MayBeEmpty(map_.repeat_of).value_or(0));
  }

  void ReadComplaint(Case& item) {
    item.complaint_text = Text(map_.complaint);
    const WordRule* rule = FindRule(map_.words, item.complaint_text, {item.age_months, item.injury});
    item.mapped = rule != nullptr;
    if (rule != nullptr) {
      item.complaint_id = rule->complaint;
      return;
    }
    item.complaint_id = item.injury.value_or(false) ? map_.otherwise_injury : map_.otherwise;
    ++out_.unmapped[item.complaint_text];
  }

  // A text that does not speak of something says nothing about it: only yes, never no.
  void AddWhatTheTextSays(Case& item) const {
    const std::vector<std::string> words = WordsOf(item.complaint_text);
    for (const WordRule& rule : map_.says) {
      if (!RuleFits(rule, words, {item.age_months, item.injury})) continue;
      const bool answered =
          std::any_of(item.answers.begin(), item.answers.end(),
                      [&](const CaseAnswer& answer) { return answer.question == rule.complaint; });
      if (!answered) item.answers.push_back({rule.complaint, CaseAnswer::Kind::kYes, "", 0});
    }
  }

  CaseAnswer ReadAnswer(const AnswerMap& map) {
    CaseAnswer answer;
    answer.question = map.question;
    for (const AnswerSource& source : map.sources) {
      if (ReadFrom(source, answer)) break;
    }
    return answer;
  }

  bool ReadFrom(const AnswerSource& source, CaseAnswer& answer) {
    if (!source.codes.empty()) {
      const std::string meaning = Coded(source.number.column, source.codes);
      if (meaning.empty()) return false;
      answer.kind = meaning == "yes"  ? CaseAnswer::Kind::kYes
                    : meaning == "no" ? CaseAnswer::Kind::kNo
                                      : CaseAnswer::Kind::kChoice;
      if (answer.kind == CaseAnswer::Kind::kChoice) answer.choice = meaning;
      return true;
    }
    const auto value = Number(source.number);
    if (!value) return false;
    if (source.yes_from) {
      answer.kind = *value >= *source.yes_from ? CaseAnswer::Kind::kYes : CaseAnswer::Kind::kNo;
    } else {
      answer.kind = CaseAnswer::Kind::kNumber;
      answer.number = *value;
    }
    return true;
  }

  const CsvTable& table_;
  const ColumnMap& map_;
  const ReferenceUse use_;
  CaseFile& out_;
  const CsvRow* row_ = nullptr;
};

// ';' as it is, a tab by its name.
std::string Shown(char delimiter) {
  return delimiter == '\t' ? "\\t" : std::string(1, delimiter);
}

// The delimiter that the header seems to have, where it is another than the map's.
std::optional<char> OtherDelimiter(const CsvTable& table, const ColumnMap& map) {
  if (table.header.cells.size() != 1) return std::nullopt;
  for (const char other : {';', ',', '|'}) {
    if (other != map.delimiter && table.header.cells.front().find(other) != std::string::npos) return other;
  }
  return std::nullopt;
}

absl::Status CheckHeader(const CsvTable& table, const ColumnMap& map, text::Lang lang,
                         std::string_view file_name, ReferenceUse use) {
  const auto refuse = [&](std::string_view key, text::Args args) {
    const int line = std::max(1, table.header.line);
    const std::string place =
        file_name.empty() ? "" : std::string(file_name) + ":" + std::to_string(line) + ":1: ";
    return MakeStatus(absl::StatusCode::kInvalidArgument, place + text::Format(lang, key, args));
  };
  if (table.header.cells.empty()) return refuse("past.empty", {});
  if (const auto other = OtherDelimiter(table, map)) {
    return refuse("past.delimiter",
                  {{"found", Shown(*other)}, {"expected", Shown(map.delimiter)}, {"map", map.file}});
  }
  for (const std::string& column : map.Columns()) {
    if (table.Find(column) >= 0) continue;
    if (use == ReferenceUse::kOptional && map.reference && map.reference->column == column) continue;
    const std::vector<std::string_view> known(table.header.cells.begin(), table.header.cells.end());
    const auto at = map.column_places.find(column);
    std::string place = map.file;
    if (at != map.column_places.end())
      place += ":" + std::to_string(at->second.line) + ":" + std::to_string(at->second.column);
    return refuse("past.no_column",
                  {{"column", column}, {"place", place}, {"suggestion", DidYouMean(lang, column, known)}});
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<std::int64_t> ParseDecimal(std::string_view text, std::int64_t per_unit) {
  constexpr std::size_t kDigitsMax = 12;
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  std::int64_t digits = 0;
  std::int64_t scale = 1;
  bool fraction = false;
  std::size_t count = 0;
  for (const char c : text) {
    if ((c == '.' || c == ',') && !fraction && count > 0) {
      fraction = true;
    } else if (c >= '0' && c <= '9' && ++count <= kDigitsMax) {
      digits = digits * 10 + (c - '0');
      if (fraction) scale *= 10;
    } else {
      return std::nullopt;
    }
  }
  if (count == 0) return std::nullopt;
  const std::int64_t steps = (digits * per_unit + scale / 2) / scale;
  return negative ? -steps : steps;
}

absl::StatusOr<CaseFile> ReadCases(const CsvTable& table, const ColumnMap& map, text::Lang lang,
                                   std::string_view file_name, ReferenceUse use) {
  LV_RETURN_IF_ERROR(CheckHeader(table, map, lang, file_name, use));
  CaseFile out;
  out.has_reference = map.reference && table.Find(map.reference->column) >= 0;
  out.has_yardstick = map.yardstick && table.Find(map.yardstick->levels.column) >= 0;
  RowReader reader(table, map, use, out);
  for (const CsvRow& row : table.rows) reader.Read(row, ++out.rows, lang);
  return out;
}

}  // namespace legevakt::past
