// Every mistake in a tool file is told with its line and column and what to do. A problem never makes a tool.
#include "triage/reader/loader.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

using ::testing::HasSubstr;

// A tool that is right, one idea a line, so that a test can break one line of it.
const std::vector<std::string>& Good() {
  // Two lines are too long for one literal.
  // NOLINTBEGIN(bugprone-suspicious-missing-comma)
  static const std::vector<std::string> kLines{
      "meta:",                         // 1
      "  id: t",                       // 2
      "  version: '1'",                // 3
      "  name: {nb: T, en: T}",        // 4
      "  disclaimer: {nb: P, en: P}",  // 5
      "  owner: o",                    // 6
      "scale:",                        // 7
      "  - {id: red, name: {nb: r, en: r}, letter: A, shape: triangle, colour: '#FF0000', hastegrad: "
      "akutt, rank: "
      "100, target_minutes: 0, reassess_minutes: 5}",  // 8
      "  - {id: green, name: {nb: g, en: g}, letter: V, shape: ring, colour: '#00FF00', hastegrad: "
      "vanlig, rank: 10, "
      "target_minutes: 0, reassess_minutes: 5}",  // 9
      "dictionary:",                              // 10
      "  age: {text: {nb: a, en: a}, type: number, context: true, fact: age_months, min: 0, max: "
      "1440}",                                                      // 11
      "  wheeze: {text: {nb: w, en: w}, finding: {nb: w, en: w}}",  // 12
      "  level: {text: {nb: l, en: l}, type: choice, choices: {low: {nb: l, en: l}, high: {nb: h, "
      "en: h}}}",  // 13
      "  temp: {text: {nb: t, en: t}, type: number, per_unit: 10, min: 25.0, max: 45.0, best: {from: "
      "36.0, to: 38.0}}",
      "scores:",  // 15
      "  s: {name: {nb: S, en: S}, parts: [{question: temp, points: [{to: 38.0, points: 0}, {from: "
      "38.1, points: 2}]}]}",
      "measures:",                          // 17
      "  red: {advice: {nb: r, en: r}}",    // 18
      "  green: {advice: {nb: g, en: g}}",  // 19
      "complaints:",                        // 20
      "  x:",                               // 21
      "    name: {nb: x, en: x}",           // 22
      "    words: {nb: [x], en: [x]}",      // 23
      "    fallback: true",                 // 24
      "    must_ask: [wheeze]",             // 25
      "    rules: {red: [wheeze]}",         // 26
      "    advice: {nb: a, en: a}",         // 27
      "    safety_net: {nb: s, en: s}",     // 28
  };
  // NOLINTEND(bugprone-suspicious-missing-comma)
  return kLines;
}

// The good tool with one line (from 1) replaced; empty drops it.
std::string With(std::size_t line, const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < Good().size(); ++i) {
    const std::string& one = i + 1 == line ? text : Good()[i];
    if (i + 1 != line || !text.empty()) out += one + "\n";
  }
  return out;
}

std::string Problems(const std::string& yaml) {
  const LoadResult result = LoadTool(yaml, "t.yaml", text::Lang::kEn);
  std::string out;
  for (const Diagnostic& problem : result.problems) out += ToString(problem) + "\n";
  EXPECT_EQ(result.tool == nullptr, !result.problems.empty());
  return out;
}

TEST(Loader, ReadsTheGoodTool) {
  EXPECT_EQ(Problems(With(0, "")), "");
  const LoadResult result = LoadTool(With(0, ""), "t.yaml");
  EXPECT_EQ(result.tool->id(), "t");
  EXPECT_EQ(result.tool->hash().size(), 64u);
  EXPECT_NE(result.tool->hash(), LoadTool(With(0, "") + "#\n", "t.yaml").tool->hash());
  EXPECT_EQ(result.tool->FindComplaint("x"), 0);
  EXPECT_EQ(result.tool->FindComplaint("z"), kNone);
}

struct Case {
  const char* name;
  std::size_t line;
  const char* text;
  const char* expected;
};

class LoaderProblems : public ::testing::TestWithParam<Case> {};

TEST_P(LoaderProblems, AreToldWithTheirPlace) {
  EXPECT_THAT(Problems(With(GetParam().line, GetParam().text)), HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    All, LoaderProblems,
    ::testing::Values(
        Case{"Yaml", 2, "  id: [t", "t.yaml:3:10: "},
        Case{"MissingKey", 6, "", "t.yaml:2:3: \"owner\" is missing here."},
        Case{"UnknownKey", 6, "  ownr: o", "t.yaml:6:3: Unknown key \"ownr\". Did you mean \"owner\"?"},
        Case{"OneLevel", 9, "", "t.yaml:8:3: The scale must have from 2"},
        Case{"SameLetter", 9,
             "  - {id: green, name: {nb: g, en: g}, letter: A, shape: ring, colour: '#00FF00', hastegrad: "
             "vanlig, rank: "
             "10, target_minutes: 0, reassess_minutes: 5}",
             "t.yaml:9:5: The levels \"red\" and \"green\" must each have"},
        Case{"ScaleOrder", 9,
             "  - {id: green, name: {nb: g, en: g}, letter: V, shape: ring, colour: '#00FF00', hastegrad: "
             "vanlig, rank: "
             "100, target_minutes: 0, reassess_minutes: 5}",
             "t.yaml:9:5: The scale must have the most urgent first"},
        Case{"Colour", 9,
             "  - {id: green, name: {nb: g, en: g}, letter: V, shape: ring, colour: green, hastegrad: "
             "vanlig, rank: 10, "
             "target_minutes: 0, reassess_minutes: 5}",
             "t.yaml:9:71: \"green\" is not a colour"},
        Case{"NoFinding", 12, "  wheeze: {text: {nb: w, en: w}}", "t.yaml:12:11: \"finding\" is missing"},
        Case{"NoEnglish", 12, "  wheeze: {text: {nb: w}, finding: {nb: w, en: w}}",
             "t.yaml:12:18: \"en\" is missing here."},
        Case{"Id", 12, "  Wheeze!: {text: {nb: w, en: w}, finding: {nb: w, en: w}}",
             "t.yaml:12:3: \"Wheeze!\" is not a valid name"},
        Case{"NoBest", 14, "  temp: {text: {nb: t, en: t}, type: number, per_unit: 10, min: 25.0, max: 45.0}",
             "t.yaml:14:9: \"best\" is missing"},
        Case{"FactType", 11,
             "  age: {text: {nb: a, en: a}, finding: {nb: a, en: a}, context: true, fact: age_months}",
             "has another type of answer"},
        Case{"Gap", 16,
             "  s: {name: {nb: S, en: S}, parts: [{question: temp, points: [{to: 38.0, points: 0}, {from: "
             "38.2, points: "
             "2}]}]}",
             "t.yaml:16:86: A gap in the ranges of \"temp\": after 38.0 comes 38.2, expected 38.1."},
        Case{"Overlap", 16,
             "  s: {name: {nb: S, en: S}, parts: [{question: temp, points: [{to: 38.0, points: 0}, {from: "
             "38.0, points: "
             "2}]}]}",
             "The ranges of \"temp\" overlap"},
        Case{"Ends", 16,
             "  s: {name: {nb: S, en: S}, parts: [{question: temp, points: [{to: 38.0, points: 0}]}]}",
             "t.yaml:16:62: The ranges of \"temp\" must cover all numbers"},
        Case{"NoLevelAdvice", 19, "", "t.yaml:18:3: \"green\" is missing here."},
        Case{"UnknownQuestion", 25, "    must_ask: [weeze]",
             "t.yaml:25:16: \"weeze\" is not in the dictionary. Did you mean \"wheeze\"?"},
        Case{"UnknownLevel", 26, "    rules: {rd: [wheeze]}",
             "t.yaml:26:13: The level \"rd\" is not in the scale. Did"},
        Case{"UnknownInRule", 26, "    rules: {red: [whezee]}", "Did you mean \"wheeze\"?"},
        Case{"UnknownChoice", 26, "    rules: {red: [level = hihg]}",
             "\"hihg\" is not an answer to \"level\". Did you"},
        Case{"Negation", 26, "    rules: {red: [wheeze = no]}",
             "t.yaml:26:19: \"wheeze = no\" is not allowed"},
        Case{"NotAStep", 26, "    rules: {red: [temp >= 38.05]}",
             "\"38.05\" does not fit \"temp\": expected a number"},
        Case{"NotPlausible", 26, "    rules: {red: [temp >= 50]}", "expected a number from 25.0 to 45.0"},
        Case{"NoSpaces", 26, "    rules: {red: ['temp>=38']}", "\"temp>=38\" is not in the dictionary"},
        Case{"BadNumber", 26, "    rules: {red: [temp = 38]}", "\"temp\" is a number. Write"},
        Case{"BadScore", 26, "    rules: {red: [s > 3]}", "\"s\" is a score. Write"},
        Case{"Seven", 26,
             "    rules: {red: [{any: [wheeze, wheeze, wheeze, wheeze, wheeze, wheeze, wheeze]}]}",
             "Too many tests here; at most 6"},
        Case{"AllAndAny", 26, "    rules: {red: [{any: [wheeze], all: [wheeze]}]}",
             "A rule has one of \"if\", \"all\""},
        Case{"TwoIds", 26, "    rules: {red: [{id: a, if: wheeze}, {id: a, if: temp >= 40}]}",
             "t.yaml:26:40: Two rules are called \"a\""},
        Case{"EmptyBest", 14,
             "  temp: {text: {nb: t, en: t}, type: number, per_unit: 10, min: 25.0, max: 45.0, best: []}",
             "\"best\" is empty"},
        Case{"EmptyTables", 16, "  s: {name: {nb: S, en: S}, parts: [{question: temp, tables: []}]}",
             "\"tables\" is empty"},
        Case{
            "ScoreInExcept", 16,
            "  s: {name: {nb: S, en: S}, parts: [{question: temp, points: [{points: 0}]}]}\n"
            "  u: {name: {nb: U, en: U}, except: [s >= 1], parts: [{question: temp, points: [{points: 0}]}]}",
            "t.yaml:17:38: \"s >= 1\" is a score"},
        Case{"PartTwice", 16,
             "  s: {name: {nb: S, en: S}, parts: [{question: temp, points: [{points: 0}]}, {question: temp, "
             "points: [{points: 0}]}]}",
             "t.yaml:16:89: \"temp\" is a part of the score already"},
        Case{"ScoreInWhen", 16,
             "  s: {name: {nb: S, en: S}, parts: [{question: temp, points: [{points: 0}]}]}\n"
             "  u: {name: {nb: U, en: U}, parts: [{question: temp, tables: [{when: [s single >= 1], points: "
             "[{points: 0}]}, {points: [{points: 0}]}]}]}",
             "\"s single >= 1\" is a score"},
        Case{
            "FactPerUnit", 11,
            "  age: {text: {nb: a, en: a}, type: number, context: true, fact: age_months, per_unit: 10, min: "
            "0, max: 1440}",
            "t.yaml:11:66: \"age_months\" is filled in as a whole number"},
        Case{"NoFallback", 24, "    icpc2: A01", "t.yaml:21:3: One complaint must have"},
        Case{"AskedTwice", 25, "    must_ask: [wheeze, wheeze]", "t.yaml:25:24: \"wheeze\" is there twice"}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(Loader, WantsADateThatTheCalendarHas) {
  EXPECT_EQ(Problems(With(6, "  owner: o\n  valid_from: '2026-02-28'")), "");
  for (const std::string_view date : {"2026-02-29", "28.02.2026", "2026-2-28", "2026-13-01", "tomorrow"}) {
    EXPECT_EQ(
        Problems(With(6, "  owner: o\n  valid_from: '" + std::string(date) + "'")),
        "t.yaml:7:15: \"" + std::string(date) + "\" is no date. Write it as \"2026-01-31\", in quotes.\n");
  }
}

TEST(Loader, TellsAllProblemsInOneRunInTheOrderOfTheFile) {
  std::string yaml = With(25, "    must_ask: [weeze]");
  yaml.replace(yaml.find("  owner: o"), 10, "  ownr: o");
  EXPECT_EQ(Problems(yaml),
            "t.yaml:2:3: \"owner\" is missing here.\n"
            "t.yaml:6:3: Unknown key \"ownr\". Did you mean \"owner\"? Allowed here: id, version, name, "
            "disclaimer, "
            "owner, author, approver, valid_from, intended_use, sources.\n"
            "t.yaml:25:16: \"weeze\" is not in the dictionary. Did you mean \"wheeze\"?\n");
}

TEST(Loader, SpeaksNorwegianByDefault) {
  const LoadResult result = LoadTool(With(25, "    must_ask: [weeze]"), "t.yaml");
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_EQ(ToString(result.problems[0]),
            "t.yaml:25:16: «weeze» finnes ikke i ordlisten (dictionary). Mente du «wheeze»?");
}

TEST(Loader, LetsOnlyBackgroundDecideWhatCounts) {
  const std::string wrong = "can only use questions with \"context: true\", and \"wheeze\" has not.";
  EXPECT_THAT(
      Problems(With(15, "every_complaint: {measured: {when_any: [wheeze], questions: [temp]}}\nscores:")),
      HasSubstr("t.yaml:15:40: \"when_any\" " + wrong));
  EXPECT_THAT(
      Problems(With(12, "  wheeze: {text: {nb: w, en: w}, finding: {nb: w, en: w}, relevant_if: [wheeze]}")),
      HasSubstr("\"relevant_if\" " + wrong));
}

TEST(Loader, KeepsWhoStandsBehindTheTool) {
  const auto tool = testing::Shipped("legevakt-3");
  EXPECT_EQ(tool->meta().owner, "Eksempelkommunen legevakt");
  EXPECT_EQ(tool->meta().valid_from, "2026-01-01");
  EXPECT_FALSE(tool->meta().IsApproved());
  EXPECT_EQ(tool->meta().sources.size(), 3u);
  EXPECT_NE(tool->meta().intended_use.nb, tool->meta().intended_use.en);
}

TEST(Loader, ReadsWhatIsAllowedAndWhenToAssessAgain) {
  const auto tool = testing::Load(
      With(18, "  red: {advice: {nb: r, en: r}, modes: [amk, station], reassess_minutes: {home: 3}}") +
      "    measures: {red: {modes: [amk], reassess_minutes: 2}, green: {advice: {nb: q, en: q}}}\n");
  ASSERT_NE(tool, nullptr);
  EXPECT_EQ(IdOf(Mode::kReferred), "referred");
  EXPECT_TRUE(tool->ModesFor(0, 0).Has(Mode::kAmk));
  EXPECT_FALSE(tool->ModesFor(0, 0).Has(Mode::kStation));
  EXPECT_EQ(tool->ModesFor(0, 1), ModeSet::All());
  EXPECT_EQ(tool->ReassessMinutes(0, 0, Place::kHome), 2);
  EXPECT_EQ(tool->ReassessMinutes(0, 1, Place::kHome), 5);
  EXPECT_EQ(tool->AdviceFor(0, 0).text.nb, "r");
  EXPECT_EQ(tool->AdviceFor(0, 1).text.nb, "g q");

  const auto shipped = testing::Shipped("legevakt-3");
  const Index cough = shipped->FindComplaint("cough");
  const Index chest = shipped->FindComplaint("chest_pain");
  const Index haster = shipped->FindLevel("haster");
  EXPECT_TRUE(shipped->ModesFor(cough, haster).Has(Mode::kVideo));
  EXPECT_FALSE(shipped->ModesFor(chest, haster).Has(Mode::kVideo));
  EXPECT_EQ(shipped->ReassessMinutes(cough, haster, Place::kUnknown), 30);
  EXPECT_EQ(shipped->ReassessMinutes(cough, haster, Place::kNursingHome), 60);
  EXPECT_EQ(shipped->ReassessMinutes(chest, haster, Place::kNursingHome), 15);
  for (const Complaint& complaint : shipped->complaints()) {
    const auto index = static_cast<Index>(&complaint - shipped->complaints().data());
    EXPECT_FALSE(shipped->ModesFor(index, 0).Has(Mode::kVideo)) << complaint.id;
  }
}

TEST(Loader, ReadsFurtherLanguages) {
  const auto tool = testing::Shipped("legevakt-3");
  const Question& question = tool->questions()[tool->FindQuestion("cold_sweat")];
  ASSERT_EQ(question.translations.size(), kFurtherLanguages.size());
  EXPECT_EQ(question.translations[0].text, "Czy pacjent jest zimny, ma lepki pot lub jest szaroblady?");
  const auto promised = [](const Complaint& one) { return one.languages.size() == kFurtherLanguages.size(); };
  EXPECT_GE(std::count_if(tool->complaints().begin(), tool->complaints().end(), promised), 10);
}

TEST(Loader, SurvivesEveryTruncationOfTheShippedTool) {
  const std::string yaml = testing::ReadFile(testing::ToolPath("legevakt-3"));
  for (std::size_t size = 0; size < yaml.size(); size += 997) {
    const LoadResult result = LoadTool(std::string_view(yaml).substr(0, size), "t.yaml");
    EXPECT_EQ(result.tool == nullptr, !result.problems.empty());
  }
}

// A list of `count` items over several lines, since a line has an end too.
std::string Many(std::size_t count, const std::string& item) {
  std::string out = "[";
  for (std::size_t i = 0; i < count; ++i) out += item + (i % 50 == 49 ? ",\n      " : ", ");
  return out + item + "]";
}

TEST(Loader, RefusesMoreThanAToolCanHold) {
  EXPECT_THAT(Problems(With(26, "    rules: {red: " + Many(5000, "wheeze") + "}")),
              HasSubstr("Too many rules in the tool; at most 5000"));
  EXPECT_EQ(Problems(With(26, "    rules: {red: " + Many(4000, "wheeze") + "}")), "");
  EXPECT_THAT(Problems(With(16, "  s: {name: {nb: S, en: S}, parts: " +
                                    Many(30, "{question: temp, points: [{points: 0}]}") + "}")),
              HasSubstr("Too many parts in the score; at most 30"));
  std::string complaints = Good()[27];
  for (int i = 0; i < 500; ++i) complaints += "\n  x" + std::to_string(i) + ": {}";
  EXPECT_THAT(Problems(With(28, complaints)), HasSubstr("Too many complaints; at most 500"));
}

// With a name for each that is searched from the beginning, this takes the square of their number.
TEST(Loader, NamesTheSameRuleOverAndOver) {
  const LoadResult result =
      LoadTool(With(26, "    rules: {red: " + Many(3, "wheeze") + "}"), "t.yaml", text::Lang::kEn);
  ASSERT_NE(result.tool, nullptr);
  EXPECT_EQ(result.tool->rules()[0].id, "x.wheeze");
  EXPECT_EQ(result.tool->rules()[1].id, "x.wheeze.2");
  EXPECT_EQ(result.tool->rules()[2].id, "x.wheeze.3");
  EXPECT_EQ(result.tool->rules()[3].id, "x.wheeze.4");
}

TEST(Loader, WordsReasonsFromTheFindings) {
  const LoadResult result = LoadTool(
      With(26,
           "    rules: {red: [{all: [wheeze, temp >= 38.5, age < 3 months]}, {any: [age >= 16 years, level "
           ">= high]}]}"),
      "t.yaml");
  ASSERT_NE(result.tool, nullptr);
  EXPECT_EQ(result.tool->rules()[0].reason.nb, "W, t 38,5 eller mer og alder under 3 måneder");
  EXPECT_EQ(result.tool->rules()[0].reason.en, "W, t 38.5 or more and age under 3 months");
  EXPECT_EQ(result.tool->rules()[0].id, "x.wheeze+temp+age");
  EXPECT_EQ(result.tool->rules()[1].reason.nb, "Alder 16 år eller mer eller l: h");
}

}  // namespace
}  // namespace legevakt::triage
