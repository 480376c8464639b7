// Any bytes as a file of past contacts: the first byte says the delimiter and whether our header stands
// above.
#include <algorithm>
#include <array>

#include "base/status.h"
#include "triage/fuzz/fuzz.h"
#include "triage/past/case_reader.h"
#include "triage/past/column_map.h"
#include "triage/past/csv.h"
#include "triage/past/fit.h"

namespace legevakt::triage::fuzz {
namespace {

using past::CsvRow;
using past::CsvTable;

constexpr std::array<char, 4> kDelimiters{';', ',', '\t', '|'};
constexpr std::string_view kHeader = "L;S;A;I;C;M;T;N;P;W;R;V;D;B;G;K\n";
constexpr std::string_view kMap = R"(name: t
delimiter: ";"
reference: {column: L, levels: ["1", "2", "3"]}
patient:
  sex: {column: S, codes: {"1": female, "2": male}}
  age: {column: A, unit: years}
  injury: {column: I, codes: {"1": "no", "2": "yes"}}
  municipality: W
call:
  arrival: {column: W, codes: {"1": phone, "2": walk_in, "3": unknown}}
  lane: {column: R, codes: {"1": normal, "2": urgent}}
  relation: {column: V, codes: {"1": self, "2": nursing_home}}
  denies_rest: {column: D, codes: {"1": "yes", "2": "no"}}
  at_s: B
  gives_up_s: G
  repeat_of: K
complaint:
  column: C
  otherwise: x
  otherwise_injury: lab
  words:
    - {complaint: x, any: ["chest pain", "ab*", "*cd", "*ef*"], age_under_years: 16}
    - {complaint: lab, any: [lab], age_from_years: 16, injury: "no"}
  says:
    - {question: faint, any: [syncop*, faint*]}
answers:
  - {question: level, column: M, codes: {"1": low, "2": high}}
  - {question: temp, column: T, per_unit: 10, min: 25, max: 45}
  - question: wheeze
    from:
      - {column: N, min: 0, max: 10, yes_from: 7}
      - {column: P, codes: {"0": "no", "1": unknown}}
)";

void CheckCell(std::string_view cell) {
  CheckUtf8(cell);
  Check(past::Trim(cell) == cell, "a cell with spaces at its ends");
  for (const char c : cell)
    Check(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "a control character in a cell");
}

std::string Written(const CsvTable& table, char delimiter) {
  // An empty line first, so that nothing in the first cell is taken for the mark of an encoding.
  std::string out = "\n";
  const auto write = [&](const CsvRow& row) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (i > 0) out += delimiter;
      out += past::CsvCell(row.cells[i], delimiter);
    }
    out += "\n";
  };
  write(table.header);
  for (const CsvRow& row : table.rows) write(row);
  return out;
}

void CheckTable(std::string_view bytes, const CsvTable& table, char delimiter) {
  int line = table.header.line;
  const auto lines = 1 + std::count(bytes.begin(), bytes.end(), '\n');
  for (const std::string& cell : table.header.cells) CheckCell(cell);
  for (const CsvRow& row : table.rows) {
    Check(row.line > line && row.line <= lines, "a row's line");
    line = row.line;
    Check(!row.cells.empty(), "a row without cells");
    for (const std::string& cell : row.cells) CheckCell(cell);
  }
  if (table.header.line == 0) return;
  const CsvTable again = past::ReadCsv(Written(table, delimiter), delimiter);
  Check(again.header.cells == table.header.cells && again.rows.size() == table.rows.size(),
        "written and read again");
  for (std::size_t i = 0; i < again.rows.size(); ++i) {
    Check(again.rows[i].cells == table.rows[i].cells, "a row written and read again");
  }
}

const past::ColumnMap& Map() {
  static const past::ColumnMap kRead = [] {
    auto map = past::LoadColumnMap(kMap, "m.yaml", text::Lang::kEn);
    Check(map.ok(), Message(map.status()));
    return *std::move(map);
  }();
  return kRead;
}

}  // namespace

std::string_view SmallMapText() {
  return kMap;
}
std::string_view SmallMapHeader() {
  return kHeader;
}

void FuzzCsv(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto mode = static_cast<unsigned char>(bytes[0]);
  const char delimiter = kDelimiters[mode % kDelimiters.size()];
  const bool headed = (mode & 4U) != 0;
  const std::string all = (headed ? std::string(kHeader) : "") + std::string(bytes.substr(1));
  const CsvTable table = past::ReadCsv(all, headed ? ';' : delimiter);
  CheckTable(all, table, headed ? ';' : delimiter);
  const auto file = past::ReadCases(table, Map(), LangOf(bytes));
  if (!file.ok()) return CheckSentence(Message(file.status()));
  Check(file->rows == static_cast<int>(table.rows.size()), "every row counts");
  Check(file->cases.size() + file->refused.size() == table.rows.size(), "a row is read or refused");
  for (const past::RefusedRow& row : file->refused) CheckSentence(row.reason);
  for (const past::Case& row : file->cases) {
    Check(row.reference >= 1 && row.reference <= 3, "a level of the map");
    CheckUtf8(row.complaint_text);
    const AnswerSet answers = past::AnswersOf(row, SmallTool());
    const Index complaint = past::ComplaintOf(row, SmallTool());
    Check(complaint < SmallTool().complaints().size(), "a complaint of the tool");
    Check(Evaluate(SmallTool(), complaint, answers).level < SmallTool().levels().size(),
          "a level of the tool");
  }
}

}  // namespace legevakt::triage::fuzz
