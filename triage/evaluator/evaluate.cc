#include "triage/evaluator/evaluate.h"

#include <algorithm>
#include <span>

#include "triage/evaluator/program.h"
#include "triage/evaluator/satisfies.h"

namespace legevakt::triage {
namespace {

using internal::Clause;
using internal::CompiledTest;
using internal::Modifier;
using internal::MustAsk;
using internal::Part;
using internal::Program;
using internal::Score;
using internal::Span;
using internal::Steps;
using internal::Table;

// What is known of a test or a clause. "Completions" are all ways in which the open questions can be
// answered; a question is open where the complaint asks it and it has not been asked yet. Three bits, so that
// "and" and "or" are one step each.
class Truth {
 public:
  static constexpr Truth Settled(bool value) { return Truth(value ? kAll : 0U); }
  static constexpr Truth Open() { return Truth(kPossible); }
  // Missing and counted against the patient until it is answered.
  static constexpr Truth NowAndPossible() { return Truth(kNow | kPossible); }
  static constexpr Truth Of(bool now, bool always, bool possible) {
    return Truth((now ? kNow : 0U) | (always ? kAlways : 0U) | (possible ? kPossible : 0U));
  }

  // True by what is known; in every completion; in some completion.
  bool now() const { return (bits_ & kNow) != 0; }
  bool always() const { return (bits_ & kAlways) != 0; }
  bool possible() const { return (bits_ & kPossible) != 0; }

  friend Truth operator&(Truth a, Truth b) { return Truth(a.bits_ & b.bits_); }
  friend Truth operator|(Truth a, Truth b) { return Truth(a.bits_ | b.bits_); }

 private:
  static constexpr unsigned kNow = 1;
  static constexpr unsigned kAlways = 2;
  static constexpr unsigned kPossible = 4;
  static constexpr unsigned kAll = kNow | kAlways | kPossible;

  explicit constexpr Truth(unsigned bits) : bits_(bits) {}

  unsigned bits_;
};

struct Points {
  int sum;
  int single;
};

struct ScoreState {
  Points now;
  Points always;
  Points possible;
};

// The least of three levels, in the sense of most urgent, for what is now, always and possibly so.
struct Levels {
  Index now = kNone;
  Index always = kNone;
  Index possible = kNone;

  void Take(Truth truth, Index level) {
    if (truth.now()) now = std::min(now, level);
    if (truth.always()) always = std::min(always, level);
    if (truth.possible()) possible = std::min(possible, level);
  }
};

// How good a question is to ask: smaller is better.
struct Candidate {
  Index level = kNone;
  std::uint32_t open_tests = 0;
  Index order = kNone;
  Index question = kNone;

  bool BetterThan(const Candidate& other) const {
    if (level != other.level) return level < other.level;
    if (open_tests != other.open_tests) return open_tests < other.open_tests;
    return order < other.order;
  }
};

bool IsKnown(Value value) {
  return value.known != Known::kNotAsked && value.known != Known::kUnknown;
}

// Answered, and the answer is another. Not for scores.
bool KnownFalse(const CompiledTest& test, Value value) {
  return IsKnown(value) && !Satisfies(test.criterion, value);
}

bool Relevant(std::span<const CompiledTest> relevant_if, std::span<const Value> values) {
  for (const CompiledTest& test : relevant_if) {
    if (KnownFalse(test, values[test.what])) return false;
  }
  return true;
}

class Evaluation {
 public:
  Evaluation(const Tool& tool, const Program& program, Index complaint, const AnswerSet& answers,
             Result& result)
      : program_(program),
        values_(answers.values),
        order_(
            std::span(program.order).subspan(complaint * tool.questions().size(), tool.questions().size())),
        clauses_(Of(program.clauses, program.complaint_clauses[complaint])),
        complaint_(complaint),
        lowest_(static_cast<Index>(tool.levels().size() - 1)),
        result_(result) {
    std::fill_n(scores_.begin(), program.scores.size(), ScoreState{});
  }

  void Run(Want want) {
    measurable_ = program_.measured_when.count > 0 && CheckAny(program_.measured_when).now();
    ComputeScores();
    CheckMustAsk();
    const Levels base = FindBase();
    const Levels levels = ApplyModifiers(base);
    if (want == Want::kLevelAndNext) FindNext(base, levels);
  }

 private:
  template <typename T>
  static std::span<const T> Of(const std::vector<T>& list, Span span) {
    return {list.data() + span.first, span.count};
  }

  // The most urgent level that needs no must-ask question answered.
  Index Floor() const { return static_cast<Index>(lowest_ - 1); }

  // --- one test

  bool Relevant(Index question) const {
    const Span tests = program_.relevant_if[question];
    return tests.count == 0 || triage::Relevant(Of(program_.tests, tests), values_);
  }

  bool CanBeAsked(Index question) const {
    const bool asked_here = order_[question] != kNone || (measurable_ && program_.is_measured[question] != 0);
    return asked_here && Relevant(question);
  }

  bool Open(Index question) const {
    return values_[question].known == Known::kNotAsked && CanBeAsked(question);
  }

  Truth CheckScore(const CompiledTest& test) const {
    const ScoreState& state = scores_[test.what];
    const auto enough = [&](const Points& points) {
      return (test.kind == TestKind::kScore ? points.sum : points.single) >= test.criterion.lo;
    };
    return Truth::Of(enough(state.now), enough(state.always), enough(state.possible));
  }

  Truth Check(const CompiledTest& test) const {
    if (IsScore(test.kind)) return CheckScore(test);
    const Value value = values_[test.what];
    if (value.known == Known::kNotAsked) return CanBeAsked(test.what) ? Truth::Open() : Truth::Settled(false);
    return Truth::Settled(Satisfies(test.criterion, value));
  }

  Truth CheckAll(Span tests) const {
    Truth truth = Truth::Settled(true);
    for (const CompiledTest& test : Of(program_.tests, tests)) {
      truth = truth & Check(test);
      if (!truth.possible()) break;
    }
    return truth;
  }

  Truth CheckAny(Span tests) const {
    Truth truth = Truth::Settled(false);
    for (const CompiledTest& test : Of(program_.tests, tests)) truth = truth | Check(test);
    return truth;
  }

  Truth Check(const Clause& clause) const {
    return clause.all ? CheckAll(clause.tests) : CheckAny(clause.tests);
  }

  // --- scores

  // Without jumps, which nobody could foresee.
  int PointsOf(const Table& table, std::int32_t value) const {
    int points = 0;
    for (const Steps& steps : Of(program_.steps, table.steps)) {
      for (std::size_t i = 0; i < Steps::kCount; ++i) {
        points += steps.change[i] & -static_cast<int>(value >= steps.from[i]);
      }
    }
    return points;
  }

  static std::int32_t Number(Value value) {
    return value.known == Known::kValue ? value.value : value.known == Known::kYes ? 1 : 0;
  }

  // A part whose points hang on which of its tables holds: adds its points to each of the three sums.
  void AddPart(const Part& part, bool known, ScoreState& state) const {
    const std::int32_t value = Number(values_[part.question]);
    int now = 0;
    int least = -1;
    int most = 0;
    bool chosen = false;
    for (const Table& table : Of(program_.tables, part.tables)) {
      const Truth truth = CheckAll(table.when);
      if (!truth.possible()) continue;
      const int low = known ? PointsOf(table, value) : table.points_min;
      const int high = known ? low : table.points_max;
      if (truth.now() && !chosen) {
        now = low;
        chosen = true;
      }
      least = least < 0 ? low : std::min(least, low);
      most = std::max(most, high);
      if (truth.always()) break;
    }
    Add(state.now, now);
    Add(state.always, std::max(least, 0));
    Add(state.possible, most);
  }

  static void Add(Points& points, int more) {
    points.sum += more;
    points.single = std::max(points.single, more);
  }
  static Points Together(Points a, Points b) { return {a.sum + b.sum, std::max(a.single, b.single)}; }

  void ComputeScore(Index index) {
    const Score& score = program_.scores[index];
    const Truth excluded = CheckAny(score.except);
    if (excluded.now()) return;
    // Of the parts whose points hang on other answers, of what is known, and the least and the most of what
    // is open. What nobody knows gives none.
    ScoreState state{};
    Points settled{};
    Points open_min{};
    Points open_max{};
    std::uint32_t known_parts = 0;
    for (const Part& part : Of(program_.parts, score.parts)) {
      const Value value = values_[part.question];
      if (value.known == Known::kUnknown) continue;
      const bool known = value.known != Known::kNotAsked;
      known_parts += known ? 1 : 0;
      if (known && part.tables.count == 1) {
        Add(settled, PointsOf(program_.tables[part.tables.first], Number(value)));
      } else if (known) {
        AddPart(part, true, state);
      } else if (!CanBeAsked(part.question)) {
        continue;
      } else if (part.agree) {
        Add(open_min, part.open_min);
        Add(open_max, part.open_max);
      } else {
        AddPart(part, false, state);
      }
    }
    const Points least = Together(settled, open_min);
    ScoreState& result = scores_[index];
    result.now = Together(state.now, least);
    if (!excluded.possible()) result.always = Together(state.always, least);
    result.possible = Together(state.possible, Together(settled, open_max));
    if (known_parts == 0) return;
    const bool complete = known_parts == score.parts.count;
    result_.scores.Add({index, static_cast<std::int16_t>(result.now.sum), complete});
  }

  void ComputeScores() {
    for (std::size_t i = 0; i < program_.scores.size(); ++i) ComputeScore(static_cast<Index>(i));
  }

  // --- the floor: the lowest level needs the must-ask questions answered

  void CheckMustAsk(Span questions) {
    for (const MustAsk& must : Of(program_.must_ask, questions)) {
      const Known known = values_[must.question].known;
      const bool barred = (known == Known::kUnknown) | ((known == Known::kYes) & must.must_be_no);
      floor_ = floor_ | Truth::Settled(barred);
      if (known != Known::kNotAsked || !Relevant(must.question)) continue;
      result_.missing.Add(must.question);
      floor_ = floor_ | Truth::NowAndPossible();
    }
  }

  void CheckMustAsk() {
    CheckMustAsk(program_.complaint_must_ask[complaint_]);
    if (measurable_) CheckMustAsk(program_.complaint_must_measure[complaint_]);
  }

  // --- the level

  Levels FindBase() {
    Levels base{lowest_, lowest_, lowest_};
    for (const Clause& clause : clauses_) {
      // Sorted by urgency: what follows can change nothing.
      if (clause.level > base.always) break;
      const Truth truth = Check(clause);
      if (truth.now() && clause.level <= base.now) result_.decided_by.Add(clause.rule);
      base.Take(truth, clause.level);
    }
    const bool floored = floor_.now() && Floor() < base.now;
    if (floored) result_.decided_by = {};
    if (floored) result_.decided_by.Add(program_.rule_must_ask);
    base.Take(floor_, Floor());
    if (result_.decided_by.empty()) result_.decided_by.Add(program_.rule_none);
    return base;
  }

  static Index Raised(const Modifier& modifier, Index base) {
    const Index up = base > modifier.steps ? static_cast<Index>(base - modifier.steps) : Index{0};
    return std::min(base, std::max(up, modifier.at_most));
  }

  // What the modifiers make of the level that the rules gave.
  Levels ApplyModifiers(Levels base) {
    Levels levels = base;
    for (const Modifier& modifier : program_.modifiers) {
      const Truth truth = Check(modifier.clause);
      if (!truth.possible()) continue;
      const Index now = Raised(modifier, base.now);
      if (truth.now() && now < base.now && now <= levels.now) {
        if (now < levels.now) result_.raised_by = {};
        result_.raised_by.Add(modifier.clause.rule);
        levels.now = now;
      }
      if (truth.always()) levels.always = std::min(levels.always, Raised(modifier, base.always));
      levels.possible = std::min(levels.possible, Raised(modifier, base.possible));
    }
    result_.level = levels.now;
    result_.least = levels.always;
    result_.most = levels.possible;
    return levels;
  }

  // --- the next question

  void Consider(Index question, Index level, std::uint32_t open_tests) {
    const Candidate candidate{level, open_tests, order_[question], question};
    if (candidate.BetterThan(best_)) best_ = candidate;
  }

  std::uint32_t OpenParts(Index score) const {
    std::uint32_t open = 0;
    for (const Part& part : Of(program_.parts, program_.scores[score].parts))
      open += Open(part.question) ? 1 : 0;
    return open;
  }

  // How many answers it takes to settle the clause: all that are open, or the shortest way for "any".
  std::uint32_t OpenTests(const Clause& clause) const {
    if (!clause.all) return 1;
    std::uint32_t open = 0;
    for (const CompiledTest& test : Of(program_.tests, clause.tests)) {
      if (IsScore(test.kind)) {
        open += OpenParts(test.what);
      } else {
        open += Open(test.what) ? 1 : 0;
      }
    }
    return open;
  }

  void ConsiderScore(Index score, Index level, std::uint32_t open_tests) {
    for (const Part& part : Of(program_.parts, program_.scores[score].parts)) {
      if (Open(part.question)) Consider(part.question, level, open_tests);
      for (const Table& table : Of(program_.tables, part.tables)) {
        for (const CompiledTest& test : Of(program_.tests, table.when)) {
          if (Open(test.what)) Consider(test.what, level, open_tests);
        }
      }
    }
    for (const CompiledTest& test : Of(program_.tests, program_.scores[score].except)) {
      if (Open(test.what)) Consider(test.what, level, open_tests);
    }
  }

  // A clause that may still come true, and would give `level`.
  void Consider(const Clause& clause, Index level) {
    const Truth truth = Check(clause);
    if (!truth.possible() || truth.always()) return;
    const std::uint32_t open_tests = OpenTests(clause);
    for (const CompiledTest& test : Of(program_.tests, clause.tests)) {
      if (IsScore(test.kind)) {
        ConsiderScore(test.what, level, open_tests);
      } else if (Open(test.what)) {
        Consider(test.what, level, open_tests);
      }
    }
  }

  // All that could make the level more urgent than `than`, where the rules have given `base`.
  void ConsiderRaising(Index than, Index base) {
    for (const Clause& clause : clauses_) {
      if (clause.level >= than || clause.level > best_.level) break;
      Consider(clause, clause.level);
    }
    for (const Modifier& modifier : program_.modifiers) {
      const Index level = Raised(modifier, base);
      if (level < than) Consider(modifier.clause, level);
    }
  }

  void FindNext(const Levels& base, const Levels& levels) {
    if (levels.always == levels.possible) return;
    ConsiderRaising(levels.now, base.now);
    if (best_.question == kNone) {
      for (const Index question : result_.missing) {
        const Candidate candidate{Floor(), 1, order_[question], question};
        if (best_.question == kNone || candidate.BetterThan(best_)) best_ = candidate;
      }
    }
    if (best_.question == kNone) ConsiderRaising(levels.always, base.now);
    // A rule that only together with a modifier gives more than the level that there is.
    if (best_.question == kNone) ConsiderRaising(base.always, base.now);
    result_.next_question = best_.question;
  }

  const Program& program_;
  std::span<const Value> values_;
  std::span<const Index> order_;
  std::span<const Clause> clauses_;
  Index complaint_;
  Index lowest_;
  // As many as the tool has scores.
  std::array<ScoreState, kScoresMax> scores_;
  // Somebody is there who can measure.
  bool measurable_ = false;
  Truth floor_ = Truth::Settled(false);
  Candidate best_;
  Result& result_;
};

}  // namespace

bool IsRelevant(const Tool& tool, Index question, const AnswerSet& answers) {
  const internal::Program& program = *tool.program_;
  const Span span = program.relevant_if[question];
  return Relevant(std::span(program.tests).subspan(span.first, span.count), answers.values);
}

Result Evaluate(const Tool& tool, Index complaint, const AnswerSet& answers, Want want) {
  Result result;
  Evaluation(tool, *tool.program_, complaint, answers, result).Run(want);
  return result;
}

}  // namespace legevakt::triage
