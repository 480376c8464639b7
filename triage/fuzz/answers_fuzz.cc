// Any line as what a person types: an answer, a test of a rule, a number, a phrase.
#include "base/yaml_reader.h"
#include "triage/answers.h"
#include "triage/expression.h"
#include "triage/fuzz/fuzz.h"
#include "triage/past/case_reader.h"
#include "triage/past/csv.h"
#include "triage/past/words.h"

namespace legevakt::triage::fuzz {

void FuzzAnswers(std::string_view bytes) {
  const text::Lang lang = LangOf(bytes);
  const Tool& tool = SmallTool();
  // A terminal may give bytes that are no text; what is said of them may hold them.
  const std::string line = past::ToUtf8(bytes);
  CheckUtf8(line);
  for (const Question& question : tool.questions()) {
    Value value;
    std::string problem;
    if (!ParseAnswer(question, line, lang, value, problem)) {
      CheckSentence(problem);
      continue;
    }
    Value again;
    Check(ParseAnswer(question, AnswerText(question, value), lang, again, problem),
          "an answer written and read again");
    Check(again == value, "an answer that changes when it is written");
  }
  Test test;
  std::string problem;
  if (ParseTest(line, SmallDraft(), lang, test, problem)) {
    CheckSentence(Describe(test, SmallDraft(), lang));
  } else {
    CheckSentence(problem);
  }
  for (const std::int64_t per_unit : {1, 10, 1000}) {
    std::int64_t steps = 0;
    if (ParseSteps(line, per_unit, steps)) {
      const auto also = past::ParseDecimal(line, per_unit);
      Check(!also || *also == steps, "two readers of numbers disagree");
    }
  }
  const auto words = past::WordsOf(line);
  const auto phrase = past::PhraseOf(line);
  past::Fits(phrase, words);
  if (line.find('*') == std::string::npos) Check(past::Fits(words, words), "a text does not fit itself");
}

}  // namespace legevakt::triage::fuzz
