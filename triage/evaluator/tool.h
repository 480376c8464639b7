// A compiled triage tool: what the loader makes from a YAML file, and what everything else asks.
//
// Immutable after loading and safe to read from any thread. The pointers and spans that it gives live as long
// as the tool. Indices are positions in the tool's own lists: only valid for the tool that gave them. Nothing
// here knows YAML, protobuf, clock or disk.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "triage/evaluator/measures.h"

namespace legevakt::triage {

struct Text {
  std::string nb;
  std::string en;
};

// A question in a further language, for the must-ask questions: the sheet and the operator can show it to a
// caller who speaks neither Norwegian nor English.
inline constexpr std::array<std::string_view, 4> kFurtherLanguages{"pl", "uk", "ar", "so"};
struct Translation {
  // A position in kFurtherLanguages.
  std::uint8_t language = 0;
  std::string text;
};

// Who stands behind the tool. Words of people: nothing here changes an urgency.
struct Meta {
  std::string owner;
  std::string author;
  // Empty, "Ikke godkjent" or "Not approved" until somebody other than the author has approved it.
  std::string approver;
  // "2026-01-01", or empty.
  std::string valid_from;
  Text intended_use;
  std::vector<std::string> sources;

  bool IsApproved() const;
};

// The common scale, as legevakt.v1.Hastegrad.
enum class Hastegrad : std::uint8_t { kUnassessed = 0, kAkutt = 1, kHaster = 2, kVanlig = 3 };
enum class Shape : std::uint8_t { kTriangle, kDiamond, kCircle, kSquare, kRing };

struct Level {
  std::string id;
  Text name;
  char letter = '?';
  Shape shape = Shape::kCircle;
  // 0xRRGGBB.
  std::uint32_t colour = 0;
  Hastegrad hastegrad = Hastegrad::kUnassessed;
  // 0-100, higher is more urgent.
  int rank = 0;
  // Minutes until a doctor or nurse should see the patient, and until the patient is assessed again.
  int target_minutes = 0;
  int reassess_minutes = 0;
};

enum class AnswerType : std::uint8_t { kYesNo, kChoice, kNumber };

// A fact that central knows by itself and nobody need ask.
enum class Fact : std::uint8_t {
  kNone,
  kAgeMonths,
  kSex,
  kCalls24h,
  kCalls72h,
  kCallerWithPatient,
  kChannel,
  kPlace
};

// After Fact, whose own kNone it would otherwise be shadowed by (-Wshadow).
using Index = std::uint16_t;
inline constexpr Index kNone = 0xFFFF;

struct Choice {
  std::string id;
  Text text;
};

struct Question {
  std::string id;
  Text text;
  // In the order of kFurtherLanguages; only where somebody has written them.
  std::vector<Translation> translations;
  Text help;
  AnswerType type = AnswerType::kYesNo;
  // Context (age band, pregnancy, place ...): has no order of worse and better.
  bool context = false;
  Fact fact = Fact::kNone;
  // A vital sign: shown with the measurements and not with the questions.
  bool vital = false;
  // For numbers. A value is a whole number of steps of 1 / `per_unit`: 36.8 with per_unit 10 is 368.
  std::string unit;
  int per_unit = 1;
  std::int32_t plausible_min = 0;
  std::int32_t plausible_max = 0;
  // For choices, in their order (best first where the question is no context).
  std::vector<Choice> choices;
};

struct Complaint {
  std::string id;
  Text name;
  // Words that find it in a search, both languages.
  std::vector<std::string> words;
  std::string icpc2;
  // In the order to ask. `must_ask` is a part of `questions`.
  std::vector<Index> questions;
  std::vector<Index> must_ask;
  // Positions in kFurtherLanguages: all of `must_ask` is there in each of them.
  std::vector<std::uint8_t> languages;
};

// A rule of a complaint, of the tool as a whole (every complaint), or a modifier.
struct Rule {
  std::string id;
  // Why, in words a person reads: "Brystsmerte med kald svette".
  Text reason;
  Index level = kNone;
};

struct ScoreInfo {
  std::string id;
  Text name;
  // The credit that must be shown with it.
  std::string credit;
};

struct Advice {
  Text text;
  // "Ta kontakt igjen hvis ..."
  Text safety_net;
};

struct AnswerSet;
struct Result;
enum class Want : std::uint8_t;

namespace internal {
struct Program;
}

class Tool {
 public:
  Tool();
  ~Tool();
  Tool(const Tool&) = delete;
  Tool& operator=(const Tool&) = delete;

  const std::string& id() const { return id_; }
  const std::string& version() const { return version_; }
  // Lower-case hex of BLAKE2b-256 over the file's bytes.
  const std::string& hash() const { return hash_; }
  const Text& name() const { return name_; }
  // "Demonstrasjon, ikke klinisk godkjent": shown wherever the tool is used.
  const Text& disclaimer() const { return disclaimer_; }
  const Meta& meta() const { return meta_; }

  // Most urgent first.
  std::span<const Level> levels() const { return levels_; }
  std::span<const Question> questions() const { return questions_; }
  std::span<const Complaint> complaints() const { return complaints_; }
  std::span<const Rule> rules() const { return rules_; }
  std::span<const ScoreInfo> scores() const { return scores_; }

  // kNone where there is none.
  Index FindLevel(std::string_view id) const;
  Index FindQuestion(std::string_view id) const;
  Index FindComplaint(std::string_view id) const;
  // The complaint for what fits nowhere else ("diffuse").
  Index fallback_complaint() const { return fallback_complaint_; }
  // What to tell the caller at this level for this complaint.
  const Advice& AdviceFor(Index complaint, Index level) const;
  // What may be done at this level for this complaint. Every mode where the tool does not say.
  ModeSet ModesFor(Index complaint, Index level) const;
  // Minutes until the patient is assessed again, where the patient is at `place`.
  int ReassessMinutes(Index complaint, Index level, Place place) const;

 private:
  friend class Builder;
  friend Result Evaluate(const Tool&, Index, const AnswerSet&, Want);
  friend bool IsRelevant(const Tool&, Index, const AnswerSet&);

  std::string id_;
  std::string version_;
  std::string hash_;
  Text name_;
  Text disclaimer_;
  Meta meta_;
  std::vector<Level> levels_;
  std::vector<Question> questions_;
  std::vector<Complaint> complaints_;
  std::vector<Rule> rules_;
  std::vector<ScoreInfo> scores_;
  // complaint * levels + level.
  std::vector<Measures> measures_;
  Index fallback_complaint_ = kNone;
  std::unique_ptr<internal::Program> program_;
};

// Where the patient is, by the answer to the tool's question with the fact `place`.
Place PlaceIn(const Tool& tool, const AnswerSet& answers);

}  // namespace legevakt::triage
