// Which column of a CSV is what: read from a YAML file that a person writes: triage/maps/ktas.yaml is the
// commented example.
//
// A map says how cells become facts of the intake, answers to the triage tool's questions and a complaint,
// and which columns may not be read because nobody knew them on arrival. Knows no tool: the one who uses it
// checks that questions, choices and complaints exist (see QuestionIds, ComplaintIds). Thread: any; immutable
// after loading.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "triage/past/words.h"

namespace legevakt::past {

// A cell as it stands -> what it means.
using CodeList = std::vector<std::pair<std::string, std::string>>;

// A column that is read by a list of codes.
struct CodedColumn {
  std::string column;
  CodeList codes;
};

// A column with numbers. A value is a whole number of steps of 1 / per_unit.
struct NumberColumn {
  std::string column;
  std::int64_t per_unit = 1;
  // Outside of these the cell is no measurement. In steps.
  std::int64_t min = 0;
  std::int64_t max = 0;
};

// What a second reader said: compared with, never given to the tool.
struct Yardstick {
  CodedColumn levels;
  std::string name_nb;
  std::string name_en;
};

// One way to an answer. Codes where there are any, else a number, else (with yes_from) yes or no from a
// number.
struct AnswerSource {
  NumberColumn number;
  CodeList codes;
  std::optional<std::int64_t> yes_from;
};

// The first source that can be read gives the answer.
struct AnswerMap {
  std::string question;
  std::vector<AnswerSource> sources;
  Place place{};
};

struct ColumnMap {
  // As it was given, for sentences about it; and where a column is named first.
  std::string file;
  std::map<std::string, Place> column_places;

  // Begins every external reference: "ktas-a" gives "ktas-a:17".
  std::string name;
  char delimiter = ',';

  // The level that people set, 1 the most urgent. Without one no row is refused for it.
  std::optional<CodedColumn> reference;
  int reference_levels = 0;
  // How the reference's levels lie on a scale with another number of levels: by that number, the level (from
  // 1) for each of the reference's. With it a tool of that many levels has agreement, kappa, over- and
  // under-triage.
  std::map<int, std::vector<int>> reference_scales;
  // Its levels too are most urgent first. Not among Columns(): a file may lack it.
  std::optional<Yardstick> yardstick;

  std::optional<CodedColumn> sex;       // female, male
  std::optional<NumberColumn> age;      // in months
  std::optional<CodedColumn> injury;    // yes, no
  std::optional<CodedColumn> arrival;   // phone, walk_in, message, amk
  std::optional<CodedColumn> lane;      // normal, professional, urgent
  std::optional<CodedColumn> relation;  // self, parent, next_of_kin, nursing_home, home_care, police, other
  // yes: asked about the rest, the caller says no. Without it nobody has asked.
  std::optional<CodedColumn> denies_rest;
  std::optional<NumberColumn> at_s;        // seconds after the file begins
  std::optional<NumberColumn> gives_up_s;  // the caller hangs up after this, where nobody has answered
  std::optional<NumberColumn> talk_s;
  // The row of the first call about the same problem.
  std::optional<NumberColumn> repeat_of;
  // Text as it stands; empty means that the map has no such column.
  std::string municipality;
  std::string person_name;
  std::string national_id;
  std::string phone;
  std::string address;

  std::string complaint;
  std::vector<WordRule> words;
  // Yes to a question because the text itself says so; every rule that fits counts. `complaint` names the
  // question.
  std::vector<WordRule> says;
  // For a text that no phrase fits; with an injury.
  std::string otherwise;
  std::string otherwise_injury;
  Place otherwise_place{};
  Place otherwise_injury_place{};

  std::vector<AnswerMap> answers;
  // Of a hundred of the least urgent, how many are helped by the operator's advice alone.
  int advice_percent = 0;

  // Every column that this map reads.
  std::vector<std::string> Columns() const;
  std::vector<std::string> ComplaintIds() const;
};

// INVALID_ARGUMENT with each problem as "file:line:column: sentence".
absl::StatusOr<ColumnMap> LoadColumnMap(std::string_view yaml, std::string_view file_name, text::Lang lang);

}  // namespace legevakt::past
