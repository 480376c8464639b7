// A triage tool before it is compiled: what the loader reads, the linter reasons about and Compile()
// flattens. Plain data; positions are indices into the lists beside them. Knows no YAML.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "triage/evaluator/tool.h"

namespace legevakt::triage {

inline constexpr std::size_t kTestsMax = 6;
inline constexpr std::size_t kChoicesMax = 30;
inline constexpr std::size_t kScoresMax = 8;

enum class TestKind : std::uint8_t {
  // A yes/no question is answered yes (or no, for context only).
  kYes,
  kNo,
  // A number lies in lo..hi.
  kRange,
  // The position of a choice is a bit of `mask`.
  kChoice,
  // A score has at least `lo` points; kSinglePart: one of its parts has.
  kScore,
  kSinglePart,
};

// The ends of a range that is open: what no plausible answer is below or above.
inline constexpr std::int32_t kLeast = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();

struct Test {
  TestKind kind = TestKind::kYes;
  // A question, or a score for kScore and kSinglePart.
  Index what = kNone;
  std::int32_t lo = 0;
  std::int32_t hi = 0;
  std::uint32_t mask = 0;
  friend bool operator==(const Test&, const Test&) = default;
};

// All of the tests, or any of them. At most kTestsMax, without negation.
struct Condition {
  bool all = true;
  std::vector<Test> tests;
};

struct FilePlace {
  int line = 0;
  int column = 0;
};

struct DraftRule {
  Rule rule;
  Condition condition;
  FilePlace place;
};

// Raises by `steps` levels, never above `at_most`.
struct DraftModifier {
  Rule rule;
  Condition condition;
  int steps = 1;
  Index at_most = 0;
  FilePlace place;
};

struct PointRange {
  std::int32_t lo = 0;
  std::int32_t hi = 0;
  std::int16_t points = 0;
};

// The points of one part. The first table whose `when` holds is used; the last has no `when`.
struct PointTable {
  std::vector<Test> when;
  std::vector<PointRange> ranges;
  FilePlace place;
};

struct DraftPart {
  Index question = kNone;
  std::vector<PointTable> tables;
};

struct DraftScore {
  ScoreInfo info;
  std::vector<DraftPart> parts;
  // The score does not exist where any of these is known to hold.
  std::vector<Test> except;
  FilePlace place;
};

struct DraftQuestion {
  Question question;
  // What a rule says of a yes: "kald og klam".
  Text finding;
  // Not asked where one of these is known to be false.
  std::vector<Test> relevant_if;
  // The best values of a number: it gets worse away from them. Not for context.
  struct Best {
    std::vector<Test> when;
    std::int32_t lo = 0;
    std::int32_t hi = 0;
  };
  std::vector<Best> best;
  FilePlace place;
};

struct DraftMeasures {
  Measures measures;
  // False: nobody said which modes are allowed, so all are.
  bool modes_given = false;
  // The complaint's own words at this level, in place of its `own_advice` or `first_aid`. Mostly empty.
  Text own_advice;
  // Of the complaint's own measures, else of the level's.
  FilePlace place;
};

struct DraftComplaint {
  Complaint complaint;
  std::vector<DraftRule> rules;
  // A laboratory or the police rings: nobody is asked what every patient is asked.
  bool short_form = false;
  // As the file has it: its own advice, and what to do where it is acute. `advice` is made of these.
  Text own_advice;
  Text first_aid;
  // One for each level, both.
  std::vector<Advice> advice;
  std::vector<DraftMeasures> measures;
  FilePlace place;
};

struct Draft {
  std::string id;
  std::string version;
  std::string hash;
  Text name;
  Text disclaimer;
  Meta meta;
  // Of the approver, or of `meta` where there is none.
  FilePlace approver_place;
  FilePlace meta_place;
  std::vector<Level> levels;
  std::vector<FilePlace> level_places;
  std::vector<DraftQuestion> questions;
  std::vector<DraftScore> scores;
  // Rules of every complaint.
  std::vector<DraftRule> rules;
  // Must be asked for every complaint that is no short form.
  std::vector<Index> asked_everywhere;
  // What the caller is told at each level, whatever the complaint.
  std::vector<Text> level_advice;
  // What is allowed at each level, and when the patient is assessed again, before a complaint's own.
  std::vector<DraftMeasures> level_measures;
  std::vector<DraftModifier> modifiers;
  std::vector<DraftComplaint> complaints;
  // Where any of these holds, somebody can measure, and the lowest level needs these questions answered.
  std::vector<Test> measured_when;
  std::vector<Index> measured;
  Index fallback_complaint = kNone;
  // The words for a level that no rule gave: must-ask questions are open, or no criterion holds.
  Text must_ask_reason;
  Text no_rule_reason;
};

// The draft must be well-formed: indices in range, levels most urgent first and at least two, at most
// kScoresMax scores. The loader sees to that.
std::shared_ptr<const Tool> Compile(const Draft& draft);

}  // namespace legevakt::triage
