// What must hold for every tool and every answer (design: evaluation).
#include <algorithm>

#include "triage/fuzz/fuzz.h"
#include "triage/lint/partition.h"
#include "triage/reader/answers.h"

namespace legevakt::triage::fuzz {
namespace {

bool Same(const Result& a, const Result& b) {
  const auto list = [](const auto& one, const auto& two) {
    return one.dropped == two.dropped && std::equal(one.begin(), one.end(), two.begin(), two.end());
  };
  return a.level == b.level && a.least == b.least && a.most == b.most && a.next_question == b.next_question &&
         list(a.decided_by, b.decided_by) && list(a.raised_by, b.raised_by) && list(a.missing, b.missing) &&
         a.scores.size == b.scores.size;
}

class Checker {
 public:
  Checker(const Draft& draft, const Tool& tool, bool proven, Source& source)
      : draft_(draft), tool_(tool), proven_(proven), source_(source), partition_(draft) {
    Draft bare = draft;
    bare.modifiers.clear();
    bare_ = Compile(bare);
    again_ = Compile(draft);
  }

  void Run() {
    constexpr int kRounds = 4;
    for (std::size_t i = 0; i < tool_.complaints().size() && i < kRounds; ++i) {
      complaint_ = static_cast<Index>(i);
      for (int round = 0; round < kRounds; ++round) {
        const AnswerSet answers = Some();
        CheckOne(answers);
        CheckWorse(answers);
        CheckRest(answers);
      }
      Walk();
    }
  }

 private:
  const Complaint& Asked() const { return tool_.complaints()[complaint_]; }
  Result Of(const AnswerSet& answers) const { return Evaluate(tool_, complaint_, answers); }

  AnswerSet Some() {
    AnswerSet answers(tool_);
    for (std::size_t i = 0; i < answers.values.size(); ++i) {
      if (source_.Chance(2)) answers.values[i] = AnyValue(tool_.questions()[i], source_);
    }
    return answers;
  }

  std::string Said(const AnswerSet& answers) const {
    std::string out;
    for (std::size_t i = 0; i < answers.values.size(); ++i) {
      const Question& question = tool_.questions()[i];
      if (answers.values[i].known != Known::kNotAsked)
        out += " " + question.id + "=" + AnswerText(question, answers.values[i]);
    }
    return out;
  }

  void CheckOne(const AnswerSet& answers) const {
    const Result result = Of(answers);
    const auto levels = tool_.levels().size();
    Check(result.level < levels && result.least < levels && result.most < levels, "a level of the tool");
    Check(result.most <= result.level && result.level <= result.least, "least and most hold the level");
    Check(!result.decided_by.empty(), "something decides");
    for (const Index rule : result.decided_by) Check(rule < tool_.rules().size(), "a rule of the tool");
    Check(Same(result, Evaluate(*again_, complaint_, answers)), "the same answers give the same result");
    const Index bare = Evaluate(*bare_, complaint_, answers).level;
    Check(result.level <= bare, "a modifier only raises");
    Check(result.raised_by.empty() == (result.level == bare), "who raised is told");
    if (result.next_question == kNone) {
      Check(result.least == result.most, "no question only where nothing can change");
    } else {
      CheckNext(answers, result.next_question);
    }
    for (const Index question : result.missing) {
      Check(answers.values[question].known == Known::kNotAsked, "missing and answered");
      Check(IsRelevant(tool_, question, answers), "missing and of no concern");
    }
    const bool lowest = result.level + 1U == levels;
    if (lowest && result.missing.dropped == 0)
      Check(result.missing.empty(), "the lowest level with open must-asks");
    for (const Index question : Asked().must_ask) {
      Check(!lowest || answers.values[question].known != Known::kUnknown,
            "the lowest level with an unknown must-ask");
    }
    const Advice& advice = tool_.AdviceFor(complaint_, result.level);
    Check(!advice.safety_net.nb.empty() || !draft_.complaints.empty(), "advice for every level");
  }

  void CheckNext(const AnswerSet& answers, Index question) const {
    Check(question < tool_.questions().size(), "a question of the tool");
    Check(answers.values[question].known == Known::kNotAsked, "asked what is answered");
    Check(IsRelevant(tool_, question, answers), "asked what does not concern this patient");
    const auto has = [&](const std::vector<Index>& list) {
      return std::find(list.begin(), list.end(), question) != list.end();
    };
    Check(has(Asked().questions) || has(draft_.measured), "asked what the complaint does not ask");
  }

  // Unknown and not asked never lower; where the linter has proven it, neither does a worse answer.
  void CheckWorse(AnswerSet answers) {
    const Index question = static_cast<Index>(source_.Byte() % tool_.questions().size());
    const DraftQuestion& draft = draft_.questions[question];
    if (!proven_ || draft.question.context) return;
    const DraftQuestion::Best* best = nullptr;
    for (const DraftQuestion::Best& one : draft.best) {
      const auto holds = [&](const Test& test) { return Satisfies(test, answers.values[test.what]); };
      if (best == nullptr && std::all_of(one.when.begin(), one.when.end(), holds)) best = &one;
    }
    const auto level = [&](Value value) {
      answers.values[question] = value;
      return Of(answers).level;
    };
    const auto& cells = partition_.Cells(question);
    for (const Value better : cells) {
      const Index before = level(better);
      for (const Value worse : cells) {
        if (!AtLeastAsBad(draft.question, best, better, worse)) continue;
        Check(level(worse) <= before, "a worse answer lowers: " + draft.question.id);
      }
    }
    Value calm = cells.front();
    if (best != nullptr) calm = Value::Number(best->lo);
    const Index least = level(calm);
    Check(level(Value::Unknown()) <= least, "unknown lowers: " + draft.question.id);
    Check(level(Value{}) <= least, "not asked lowers: " + draft.question.id);
  }

  // Whatever the rest is answered, the level stays within the bounds that were told before.
  void CheckRest(AnswerSet answers) {
    const Result before = Of(answers);
    for (const Index question : Asked().questions) {
      Value& value = answers.values[question];
      if (value.known != Known::kNotAsked || !IsRelevant(tool_, question, answers)) continue;
      value = AnyValue(tool_.questions()[question], source_);
    }
    const Result after = Of(answers);
    Check(before.most <= after.level, "more urgent than the most");
    Check(after.level <= before.least, "less urgent than the least");
  }

  // From nothing, the question that is told next, until there is none.
  void Walk() {
    AnswerSet answers(tool_);
    for (std::size_t step = 0;; ++step) {
      Check(step <= tool_.questions().size(), "the questions come to an end");
      const Result result = Of(answers);
      if (result.next_question == kNone) {
        const bool settled = result.least == result.level && result.most == result.level;
        Check(settled, "not settled at the end: " + Asked().id + Said(answers) + ", level " +
                           std::to_string(result.level) + ", least " + std::to_string(result.least) +
                           ", most " + std::to_string(result.most));
        return;
      }
      CheckNext(answers, result.next_question);
      answers.values[result.next_question] = AnyValue(tool_.questions()[result.next_question], source_);
    }
  }

  const Draft& draft_;
  const Tool& tool_;
  bool proven_;
  Source& source_;
  Partition partition_;
  std::shared_ptr<const Tool> bare_;
  std::shared_ptr<const Tool> again_;
  Index complaint_ = 0;
};

}  // namespace

Value AnyValue(const Question& question, Source& source) {
  if (source.Chance(8)) return Value::Unknown();
  switch (question.type) {
    case AnswerType::kYesNo:
      return source.Chance(3) ? Value::Yes() : Value::No();
    case AnswerType::kChoice:
      return Value::Choice(source.Pick(0, static_cast<int>(question.choices.size()) - 1));
    case AnswerType::kNumber:
      return Value::Number(source.Pick(question.plausible_min, question.plausible_max));
  }
  return {};
}

void CheckEvaluation(const Draft& draft, const Tool& tool, bool proven, Source& source) {
  if (tool.questions().empty()) return;
  Checker(draft, tool, proven, source).Run();
}

}  // namespace legevakt::triage::fuzz
