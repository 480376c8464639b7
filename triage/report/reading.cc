#include "triage/report/reading.h"

#include <algorithm>

#include "triage/report/wording.h"

namespace legevakt::report {
namespace {

constexpr std::size_t kRefusedShown = 10;

}  // namespace

std::string FaultPhrase(const past::CellFaults& faults, text::Lang lang) {
  std::string out;
  const auto add = [&](int n, std::string_view key) {
    if (n == 0) return;
    if (!out.empty()) out += ", ";
    out += text::Format(lang, key, {{"n", Count(n)}});
  };
  add(faults.empty, "validate.fault_empty");
  add(faults.broken, "validate.fault_broken");
  add(faults.out_of_range, "validate.fault_range");
  return out;
}

std::string ReadingText(const past::CaseFile& file, text::Lang lang) {
  std::string out;
  if (!file.refused.empty()) {
    out +=
        text::Format(lang, "validate.refused", {{"n", Count(static_cast<long>(file.refused.size()))}}) + "\n";
  }
  const std::size_t shown = std::min(kRefusedShown, file.refused.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const past::RefusedRow& row = file.refused[i];
    out += text::Format(
               lang, "validate.refused_row",
               {{"row", std::to_string(row.row)}, {"line", std::to_string(row.line)}, {"why", row.reason}}) +
           "\n";
  }
  if (!file.uneven_rows.empty()) {
    out += text::Format(lang, "validate.uneven", {{"n", Count(static_cast<long>(file.uneven_rows.size()))}}) +
           "\n";
  }
  if (!file.faults.empty()) out += std::string(text::Get(lang, "validate.faults")) + "\n";
  TextTable table;
  for (const auto& [column, faults] : file.faults) table.Add({column, FaultPhrase(faults, lang)});
  return out + table.ToString();
}

}  // namespace legevakt::report
