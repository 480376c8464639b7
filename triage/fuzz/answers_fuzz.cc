// Any line as what a person types: an answer, a test of a rule, a number, a phrase. The first byte says
// which, and the second which question is answered.
#include "base/yaml_reader.h"
#include "triage/fuzz/fuzz.h"
#include "triage/past/case_reader.h"
#include "triage/past/csv.h"
#include "triage/past/words.h"
#include "triage/reader/answers.h"
#include "triage/reader/expression.h"

namespace legevakt::triage::fuzz {
namespace {

void CheckAnswer(const Question& question, const std::string& line, text::Lang lang) {
  Value value;
  std::string problem;
  if (!ParseAnswer(question, line, lang, value, problem)) return CheckSentence(problem);
  Value again;
  Check(ParseAnswer(question, AnswerText(question, value), lang, again, problem),
        "an answer written and read again");
  Check(again == value, "an answer that changes when it is written");
}

void CheckTest(const std::string& line, text::Lang lang) {
  Test test;
  std::string problem;
  if (!ParseTest(line, SmallDraft(), lang, test, problem)) return CheckSentence(problem);
  CheckSentence(Describe(test, SmallDraft(), lang));
}

void CheckNumber(const std::string& line) {
  for (const std::int64_t per_unit : {1, 10, 1000}) {
    std::int64_t steps = 0;
    if (!ParseSteps(line, per_unit, steps)) continue;
    const auto also = past::ParseDecimal(line, per_unit);
    Check(!also || *also == steps, "two readers of numbers disagree");
  }
  past::ParseDecimal(line, 10);
}

void CheckWords(const std::string& line) {
  const auto words = past::WordsOf(line);
  past::Fits(past::PhraseOf(line), words);
  Check(past::Fits(words, words), "a text does not fit itself");
  Check(past::WordsOf(line) == words, "the same words twice");
}

}  // namespace

void FuzzAnswers(std::string_view bytes) {
  Source source(bytes);
  const int what = source.Pick(0, 3);
  const std::size_t question = source.Byte() % SmallTool().questions().size();
  // A terminal may give bytes that are no text; what is said of them may hold them.
  const std::string line = past::ToUtf8(source.Rest());
  CheckUtf8(line);
  if (what == 0) CheckAnswer(SmallTool().questions()[question], line, LangOf(bytes));
  if (what == 1) CheckTest(line, LangOf(bytes));
  if (what == 2) CheckNumber(line);
  if (what == 3) CheckWords(line);
}

}  // namespace legevakt::triage::fuzz
