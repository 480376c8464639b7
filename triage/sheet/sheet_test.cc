#include "triage/sheet/sheet.h"

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <cstdlib>

#include "base/html.h"
#include "triage/reader/expression.h"
#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

// Not HasSubstr: a failure would print the whole page.
bool Has(const std::string& page, const std::string& text) {
  return page.find(text) != std::string::npos;
}

// A real parser reads the page: balanced, unique ids, every link leads somewhere, nothing from outside, and
// the policy names the stylesheet.
void ExpectStandsAlone(const std::string& page, const std::string& name) {
  const std::string path = ::testing::TempDir() + "sheet-" + name + ".html";
  std::ofstream(path, std::ios::binary) << page;
  const std::string command = LEGEVAKT_PYTHON " " LEGEVAKT_SHEET_CHECK " " + path;
  // NOLINTNEXTLINE(cert-env33-c): the command is ours.
  EXPECT_EQ(std::system(command.c_str()), 0) << name;
}

// Looks for texts as they must be written: escaped.
class Reader {
 public:
  Reader(std::string page, text::Lang lang) : page_(std::move(page)), lang_(lang) {}

  void Has(const std::string& text) {
    ++looked_;
    if (page_.find(html::Escape(text)) == std::string::npos) ADD_FAILURE() << "not on the page: " << text;
  }
  void Has(const Text& text) { Has(In(text, lang_)); }
  void Has(const Draft& draft, const std::vector<Test>& tests) {
    for (const Test& test : tests) Has(Describe(test, draft, lang_));
  }
  // A number of its own between tags.
  void HasLine(int line) {
    if (page_.find(">" + std::to_string(line) + "</span>") == std::string::npos)
      ADD_FAILURE() << "line " << line;
  }
  int looked() const { return looked_; }

 private:
  std::string page_;
  text::Lang lang_;
  int looked_ = 0;
};

void ReadQuestions(const Draft& draft, Reader& reader) {
  for (const DraftQuestion& question : draft.questions) {
    reader.Has(question.question.id);
    reader.Has(question.question.text.nb);
    reader.Has(question.question.text.en);
    reader.Has(question.question.help);
    for (const Translation& one : question.question.translations) reader.Has(one.text);
    reader.Has(question.finding);
    reader.Has(draft, question.relevant_if);
    for (const Choice& choice : question.question.choices) reader.Has(choice.text);
    for (const DraftQuestion::Best& best : question.best) reader.Has(draft, best.when);
  }
}

void ReadComplaints(const Draft& draft, Reader& reader) {
  for (const DraftComplaint& complaint : draft.complaints) {
    reader.Has(complaint.complaint.id);
    reader.Has(complaint.complaint.name);
    reader.Has(complaint.complaint.icpc2);
    for (const std::string& word : complaint.complaint.words) reader.Has(word);
    for (const DraftRule& rule : complaint.rules) {
      reader.Has(draft, rule.condition.tests);
      reader.HasLine(rule.place.line);
    }
    for (const DraftMeasures& measures : complaint.measures) reader.Has(measures.own_advice);
    reader.Has(complaint.own_advice);
    reader.Has(complaint.first_aid);
    reader.Has(complaint.advice.front().safety_net);
  }
}

void ReadAll(const Draft& draft, Reader& reader) {
  for (const std::string& one : {draft.id, draft.version, draft.meta.owner, draft.meta.author,
                                 draft.meta.valid_from, draft.hash.substr(0, 8), draft.hash.substr(56)}) {
    reader.Has(one);
  }
  reader.Has(draft.name);
  reader.Has(draft.disclaimer);
  reader.Has(draft.meta.intended_use);
  for (const std::string& source : draft.meta.sources) reader.Has(source);
  for (const Level& level : draft.levels) reader.Has(level.name);
  for (const Text& advice : draft.level_advice) reader.Has(advice);
  for (const DraftRule& rule : draft.rules) reader.Has(draft, rule.condition.tests);
  for (const DraftModifier& modifier : draft.modifiers) {
    reader.Has(draft, modifier.condition.tests);
    reader.Has(modifier.rule.reason);
  }
  for (const DraftScore& score : draft.scores) {
    reader.Has(score.info.name);
    reader.Has(score.info.credit);
    reader.Has(draft, score.except);
    for (const DraftPart& part : score.parts) {
      for (const PointTable& table : part.tables) reader.Has(draft, table.when);
    }
  }
  ReadQuestions(draft, reader);
  ReadComplaints(draft, reader);
}

std::string SheetOf(const Draft& draft, text::Lang lang, const CasesOutcome* cases = nullptr) {
  return Sheet(draft, LintDraft(draft, "x.yaml", lang), cases, lang);
}

class EverySheet : public ::testing::TestWithParam<const char*> {};

TEST_P(EverySheet, HasEveryTextOfTheToolAndStandsAlone) {
  for (const text::Lang lang : {text::Lang::kNb, text::Lang::kEn}) {
    const Draft draft = testing::ShippedDraft(GetParam());
    const std::string page = SheetOf(draft, lang);
    Reader reader(page, lang);
    ReadAll(draft, reader);
    EXPECT_GT(reader.looked(), 60);
    ExpectStandsAlone(page, std::string(GetParam()) + (lang == text::Lang::kEn ? ".en" : ".nb"));
    EXPECT_TRUE(page == SheetOf(testing::ShippedDraft(GetParam()), lang)) << "not deterministic";
  }
}

INSTANTIATE_TEST_SUITE_P(Shipped, EverySheet, ::testing::Values("legevakt-3", "news2", "tews"),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::erase(name, '-');
                           return name;
                         });

// The same text in every place that a file can put one.
TEST(Sheet, NothingInATextIsMarkup) {
  const std::string evil = "</style><script>alert('x')</script>\"&";
  const Text text{evil, evil};
  Draft draft = testing::ShippedDraft("news2");
  draft.id = draft.version = draft.hash = evil;
  draft.name = draft.disclaimer = draft.meta.intended_use = text;
  draft.meta.owner = draft.meta.author = draft.meta.approver = draft.meta.valid_from = evil;
  draft.meta.sources = {evil};
  for (Level& level : draft.levels) level.name = text;
  for (Text& advice : draft.level_advice) advice = text;
  for (DraftQuestion& question : draft.questions) {
    question.question.text = question.question.help = question.finding = text;
    question.question.unit = evil;
    question.question.translations = {{2, evil}};
    for (Choice& choice : question.question.choices) choice.text = text;
  }
  for (DraftScore& score : draft.scores) {
    score.info.name = text;
    score.info.credit = evil;
  }
  for (DraftComplaint& complaint : draft.complaints) {
    complaint.complaint.name = complaint.own_advice = complaint.first_aid = text;
    complaint.complaint.icpc2 = evil;
    complaint.complaint.words = {evil};
    for (DraftRule& rule : complaint.rules) rule.rule.reason = text;
    for (Advice& advice : complaint.advice) advice = {text, text};
  }
  CasesOutcome cases;
  cases.by_complaint.resize(draft.complaints.size(), 0);
  cases.failures = {evil};
  cases.coverage.missed = {evil};
  cases.mutation.survivors = {{evil, {}}};
  LintResult lint{{{evil, 1, 1, evil}}, {}};
  const std::string page = Sheet(draft, lint, &cases, text::Lang::kNb);
  EXPECT_FALSE(Has(page, "<script"));
  EXPECT_TRUE(Has(page, "&lt;script&gt;"));
  ExpectStandsAlone(page, "evil");
}

TEST(Sheet, AToolWithErrorsCannotBeSigned) {
  Draft draft = testing::ShippedDraft("news2");
  draft.levels.back().name.en.clear();
  const std::string page = SheetOf(draft, text::Lang::kEn);
  EXPECT_TRUE(Has(page, "Not ready to be signed"));
  EXPECT_FALSE(Has(page, "In use from"));
  EXPECT_TRUE(Has(SheetOf(testing::ShippedDraft("news2"), text::Lang::kEn), "In use from"));
}

TEST(Sheet, TheApproverIsNamedOnlyWhereThereIsOne) {
  Draft draft = testing::ShippedDraft("news2");
  EXPECT_TRUE(Has(SheetOf(draft, text::Lang::kNb), "<dd>Ikke godkjent</dd>"));
  draft.meta.approver = "Lege Ås";
  EXPECT_TRUE(Has(SheetOf(draft, text::Lang::kNb), "<dd>Lege Ås</dd>"));
}

TEST(Sheet, TheResultOfTheCasesIsTold) {
  const Draft draft = testing::ShippedDraft("news2");
  const auto outcome = [&](const std::string& level) {
    const CasesResult cases = LoadCases(
        "tool: news2\ncases: [{complaint: news2, when: {pulse: 131}, level: " + level + ", because: told}]\n",
        "x", *Compile(draft), text::Lang::kEn);
    return RunCases(draft, cases.cases, text::Lang::kEn);
  };
  const CasesOutcome good = outcome("medium");
  const std::string page = SheetOf(draft, text::Lang::kEn, &good);
  EXPECT_TRUE(Has(page, "1 of 1"));
  EXPECT_TRUE(Has(page, "cases: 1"));
  EXPECT_TRUE(Has(page, "Not covered by any case"));
  EXPECT_TRUE(Has(page, "Changes that no case noticed"));
  const CasesOutcome wrong = outcome("zero");
  EXPECT_TRUE(Has(SheetOf(draft, text::Lang::kEn, &wrong), "Expected because: told"));
  EXPECT_TRUE(Has(SheetOf(draft, text::Lang::kEn), "No cases were run."));
}

}  // namespace
}  // namespace legevakt::triage
