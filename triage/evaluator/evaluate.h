// From answers to an urgency: total, deterministic, three-valued. No clock, no I/O, no allocation.
//
// The level is the most urgent of the fired rules; modifiers only raise. Unknown never lowers. A score with
// missing parts only raises and says "at least". The lowest level needs the complaint's must-ask questions
// answered no (or, for numbers and choices, answered at all).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "triage/evaluator/tool.h"

namespace legevakt::triage {

enum class Known : std::uint8_t {
  kNotAsked,
  // Asked, and nobody knows.
  kUnknown,
  kYes,
  kNo,
  // A number or a choice; see `value`.
  kValue,
};

struct Value {
  Known known = Known::kNotAsked;
  // A number in the question's steps, or the position of a choice.
  std::int32_t value = 0;

  static Value Yes() { return {Known::kYes, 0}; }
  static Value No() { return {Known::kNo, 0}; }
  static Value Unknown() { return {Known::kUnknown, 0}; }
  static Value Number(std::int32_t steps) { return {Known::kValue, steps}; }
  static Value Choice(std::int32_t position) { return {Known::kValue, position}; }
  friend bool operator==(const Value&, const Value&) = default;
};

// One slot for each question of one tool.
struct AnswerSet {
  explicit AnswerSet(const Tool& tool) : values(tool.questions().size()) {}
  std::vector<Value> values;
};

// A list of at most N, without allocation. What does not fit is counted, not kept.
template <typename T, std::size_t N>
struct ShortList {
  // Only the first `size` are there: to clear the others took a sixth of an evaluation.
  std::array<T, N> items;
  std::uint16_t size = 0;
  std::uint16_t dropped = 0;

  ShortList() {}                                        // NOLINT(cppcoreguidelines-pro-type-member-init)
  ShortList(const ShortList& other) { *this = other; }  // NOLINT(cppcoreguidelines-pro-type-member-init)
  ShortList& operator=(const ShortList& other) {
    std::copy(other.begin(), other.end(), items.begin());
    size = other.size;
    dropped = other.dropped;
    return *this;
  }
  ~ShortList() = default;

  void Add(T item) {
    if (size < N) {
      items[size++] = item;
    } else {
      ++dropped;
    }
  }
  const T* begin() const { return items.data(); }
  const T* end() const { return items.data() + size; }
  bool empty() const { return size == 0; }
};

struct ScoreValue {
  Index score = kNone;
  std::int16_t points = 0;
  // False: parts are missing, and the points are "at least".
  bool complete = false;
};

struct Result {
  Index level = kNone;
  // Indices into Tool::rules().
  ShortList<Index, 8> decided_by;
  ShortList<Index, 8> raised_by;
  // The least and the most urgent level that the answers still missing can give.
  Index least = kNone;
  Index most = kNone;
  // Must-ask questions that lack an answer.
  ShortList<Index, 32> missing;
  // The most useful question to ask next; kNone where nothing can change the level.
  Index next_question = kNone;
  ShortList<ScoreValue, 4> scores;
};

// False where it is known that the question does not concern this patient (pregnancy, and the patient is a
// man).
bool IsRelevant(const Tool& tool, Index question, const AnswerSet& answers);

// The next question costs about as much as all the rest; without it `next_question` stays kNone.
enum class Want : std::uint8_t { kLevel, kLevelAndNext };

// `complaint` is a position in tool.complaints(), `answers` made for the same tool.
Result Evaluate(const Tool& tool, Index complaint, const AnswerSet& answers, Want want = Want::kLevelAndNext);

}  // namespace legevakt::triage
