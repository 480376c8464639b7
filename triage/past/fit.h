// A past contact as the triage tool sees it: answers in the tool's own slots, with the facts that central
// would fill in by itself. Thread: any; pure functions.
#pragma once

#include <string>
#include <vector>

#include "triage/evaluator/evaluate.h"
#include "triage/evaluator/tool.h"
#include "triage/past/case_reader.h"
#include "triage/past/column_map.h"

namespace legevakt::past {

// Something that the map names and the tool does not have.
struct Unknown {
  // The id as the map has it.
  std::string what;
  Place place{};
  // One sentence.
  std::string message;
};

// Complaints, questions and choices that the map names and the tool does not have, in the map's order within
// each kind; each once.
std::vector<Unknown> UnknownToTool(const ColumnMap& map, const triage::Tool& tool, text::Lang lang);

// The answers of a row that fit the tool; what lies outside of a question's plausible range becomes unknown.
// Where the caller denies the rest, the complaint's must-ask questions are answered no. Then the facts: age,
// sex, how the contact came, whether the caller is with the patient, nursing home, and the calls about it
// that the file knows of.
triage::AnswerSet AnswersOf(const Case& row, const triage::Tool& tool);

// The row's complaint; the tool's fallback where the tool does not have it.
triage::Index ComplaintOf(const Case& row, const triage::Tool& tool);

}  // namespace legevakt::past
