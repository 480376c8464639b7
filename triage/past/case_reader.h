// From rows to cases: what an operator would know when the patient arrives, and nothing else.
//
// A cell that is empty, broken or out of range becomes "unknown" and is counted by column. A row is refused
// only where the map names a reference level, the row's cannot be read and the caller needs it. Thread: any.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "triage/past/column_map.h"
#include "triage/past/csv.h"

namespace legevakt::past {

struct CaseAnswer {
  enum class Kind { kUnknown, kYes, kNo, kChoice, kNumber };
  std::string question;
  Kind kind = Kind::kUnknown;
  std::string choice;
  // In the question's steps.
  std::int64_t number = 0;
};

struct Case {
  // From 1, as the rows of the file come; and the line it begins on.
  int row = 0;
  int line = 0;
  // "ktas-a:17".
  std::string external_ref;
  // 1 is the most urgent; 0 where the map has none or the cell says none.
  int reference = 0;
  // What the second reader said; 0 where the file or the cell has none.
  int yardstick = 0;

  // Words of the map, "" where unknown.
  std::string sex;
  std::string arrival;
  std::string lane;
  std::string relation;
  std::optional<int> age_months;
  std::optional<bool> injury;
  std::string municipality;
  std::string person_name;
  std::string national_id;
  std::string phone;
  std::string address;

  std::string complaint_text;
  std::string complaint_id;
  // A phrase of the word list fitted.
  bool mapped = false;
  std::vector<CaseAnswer> answers;

  // Asked whatever else the tool must know, the caller says no.
  bool denies_rest = false;

  std::int64_t at_s = 0;
  std::optional<std::int64_t> gives_up_s;
  std::optional<std::int64_t> talk_s;
  // The row of an earlier call about the same problem; 0 for none.
  int repeat_of = 0;
};

struct CellFaults {
  int empty = 0;
  int broken = 0;
  int out_of_range = 0;
};

struct RefusedRow {
  int row = 0;
  int line = 0;
  // One sentence.
  std::string reason;
};

struct CaseFile {
  int rows = 0;
  std::vector<Case> cases;
  std::vector<RefusedRow> refused;
  std::map<std::string, CellFaults> faults;
  // Rows with fewer or more cells than the header.
  std::vector<int> uneven_rows;
  // Texts that no phrase fitted, and how often.
  std::map<std::string, int> unmapped;
  // The map has a reference (a yardstick), and the file its column.
  bool has_reference = false;
  bool has_yardstick = false;
};

enum class ReferenceUse {
  // A row without a readable level is refused.
  kRequired,
  // It is read all the same, and the file may lack the column.
  kOptional,
};

// INVALID_ARGUMENT with "file:line:column: sentence" where the file has no header, is divided by another
// delimiter than the map says, or lacks a column that the map reads; `file_name` is for the sentence only.
absl::StatusOr<CaseFile> ReadCases(const CsvTable& table, const ColumnMap& map, text::Lang lang,
                                   std::string_view file_name = {},
                                   ReferenceUse use = ReferenceUse::kRequired);

// "36,85" with 10 gives 369: a decimal point or comma, rounded to the step, half away from zero. Nothing
// where it is no number.
std::optional<std::int64_t> ParseDecimal(std::string_view text, std::int64_t per_unit);

}  // namespace legevakt::past
