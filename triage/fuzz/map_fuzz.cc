// Any bytes as a column map; what loads is used on a table that has its columns.
#include "base/status.h"
#include "triage/fuzz/fuzz.h"
#include "triage/past/case_reader.h"
#include "triage/past/column_map.h"
#include "triage/past/csv.h"
#include "triage/past/fit.h"

namespace legevakt::triage::fuzz {
namespace {

std::string CellOf(const past::ColumnMap& map, const std::string& column, Source& source) {
  const auto code = [&](const past::CodeList& codes) {
    return codes.empty() ? std::string() : codes[source.Byte() % codes.size()].first;
  };
  for (const auto* coded :
       {&map.reference, &map.sex, &map.injury, &map.arrival, &map.lane, &map.relation, &map.denies_rest}) {
    if (coded->has_value() && (*coded)->column == column) return code((*coded)->codes);
  }
  for (const past::AnswerMap& answer : map.answers) {
    for (const past::AnswerSource& one : answer.sources) {
      if (one.number.column == column && !one.codes.empty()) return code(one.codes);
    }
  }
  if (column == map.complaint && !map.words.empty() && !map.words[0].phrases.empty()) {
    return map.words[0].phrases[0][0];
  }
  return std::to_string(source.Pick(0, 2000));
}

void CheckMap(const past::ColumnMap& map, text::Lang lang, Source& source) {
  past::CsvTable table;
  table.header = {1, map.Columns()};
  for (int row = 0; row < 2; ++row) {
    table.rows.push_back({row + 2, {}});
    for (const std::string& column : table.header.cells)
      table.rows.back().cells.push_back(CellOf(map, column, source));
  }
  const auto file = past::ReadCases(table, map, lang);
  Check(file.ok(), "a table with the map's own columns");
  past::UnknownToTool(map, SmallTool(), lang);
  for (const past::Case& row : file->cases) {
    const Index complaint = past::ComplaintOf(row, SmallTool());
    Evaluate(SmallTool(), complaint, past::AnswersOf(row, SmallTool()));
  }
}

}  // namespace

void FuzzMap(std::string_view bytes) {
  const text::Lang lang = LangOf(bytes);
  const auto map = past::LoadColumnMap(bytes, "m.yaml", lang);
  if (!map.ok()) return CheckSentence(Message(map.status()));
  for (const std::string& column : map->Columns()) CheckUtf8(column);
  Source source(bytes.substr(bytes.size() / 2));
  CheckMap(*map, lang, source);
}

}  // namespace legevakt::triage::fuzz
