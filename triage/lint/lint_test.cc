// The linter finds each fault that it promises to find, and the shipped tools have none.
#include "triage/lint/lint.h"

#include <gmock/gmock.h>

#include <string>

#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kGood =
    R"(meta: {id: t, version: '1', name: {nb: T, en: T}, disclaimer: {nb: Prøve, en: Trial}, owner: o}
scale:
  - {id: red, name: {nb: r, en: r}, letter: A, shape: triangle, colour: '#FF0000', hastegrad: akutt, rank: 100, target_minutes: 0, reassess_minutes: 5}
  - {id: yellow, name: {nb: y, en: y}, letter: H, shape: diamond, colour: '#FFFF00', hastegrad: haster, rank: 50, target_minutes: 60, reassess_minutes: 5}
  - {id: green, name: {nb: g, en: g}, letter: V, shape: ring, colour: '#00FF00', hastegrad: vanlig, rank: 10, target_minutes: 0, reassess_minutes: 5}
dictionary:
  scale2: {text: {nb: s, en: s}, finding: {nb: s, en: s}, context: true}
  oxygen: {text: {nb: o, en: o}, finding: {nb: o, en: o}, vital: true}
  a: {text: {nb: a, en: a}, finding: {nb: a, en: a}}
  b: {text: {nb: b, en: b}, finding: {nb: b, en: b}}
  mind: {text: {nb: m, en: m}, type: choice, vital: true, choices: {well: {nb: w, en: w}, poor: {nb: p, en: p}, bad: {nb: b, en: b}}}
  temp: {text: {nb: t, en: t}, type: number, vital: true, per_unit: 10, min: 25.0, max: 45.0, best: {from: 36.0, to: 37.9}}
  spo2: {text: {nb: s, en: s}, type: number, vital: true, min: 40, max: 100, best: [{when: [scale2], from: 88, to: 92}, {from: 96, to: 100}]}
scores:
  s:
    name: {nb: S, en: S}
    parts:
      - question: spo2
        tables:
          - {when: [scale2, oxygen], points: [{to: 87, points: 1}, {from: 88, to: 92, points: 0}, {from: 93, points: 1}]}
          - {when: [scale2], points: [{to: 87, points: 1}, {from: 88, points: 0}]}
          - {points: [{to: 95, points: 1}, {from: 96, points: 0}]}
      - {question: oxygen, points: {no: 0, yes: 2}}
every_complaint:
  rules:
    red: [s >= 3]
modifiers:
  - {id: m, if: mind >= poor, raise: 1, at_most: yellow}
measures: {red: {advice: {nb: r, en: r}}, yellow: {advice: {nb: y, en: y}}, green: {advice: {nb: g, en: g}}}
complaints:
  x:
    name: {nb: x, en: x}
    words: {nb: [x], en: [x]}
    fallback: true
    must_ask: [a]
    ask: [b]
    rules:
      red: [a, temp >= 40.0]
      yellow: [b, 'temp in 38.0..39.9']
    advice: {nb: a, en: a}
    safety_net: {nb: Ta kontakt igjen hvis, en: Contact us again if}
)";

std::string Problems(std::string_view yaml) {
  std::string out;
  for (const Diagnostic& problem : Lint(yaml, "t.yaml", text::Lang::kEn).problems)
    out += ToString(problem) + "\n";
  return out;
}

// The good tool with the first `from` replaced.
std::string With(std::string_view from, std::string_view to) {
  std::string yaml(kGood);
  const std::size_t at = yaml.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return yaml.replace(at, from.size(), to);
}

TEST(Lint, TheGoodToolIsGoodAndEverythingIsProven) {
  EXPECT_EQ(Problems(kGood), "");
  const LintResult result = Lint(kGood, "t.yaml");
  ASSERT_EQ(result.proofs.size(), 5u);
  for (const Proof& proof : result.proofs) {
    EXPECT_TRUE(proof.holds) << proof.key;
    EXPECT_GT(proof.cases, 0) << proof.key;
  }
}

// What the linter promises to refuse, each with the place in the file and what to do about it.
struct Finding {
  const char* name;
  std::string_view from;
  std::string_view to;
  // The beginning of the message, and the advice in it.
  std::string_view told;
  std::string_view advice;
};

class Findings : public ::testing::TestWithParam<Finding> {};

TEST_P(Findings, AreToldWithPlaceAndAdvice) {
  const std::string yaml = With(GetParam().from, GetParam().to);
  const std::string english = Problems(yaml);
  EXPECT_THAT(english, HasSubstr(GetParam().told));
  EXPECT_THAT(english, HasSubstr(GetParam().advice));
  const LintResult norwegian = Lint(yaml, "t.yaml");
  ASSERT_FALSE(norwegian.ok());
  for (const Diagnostic& problem : norwegian.problems) {
    EXPECT_GT(problem.line, 0) << problem.message;
    EXPECT_GT(problem.column, 0) << problem.message;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Findings,
    ::testing::Values(
        Finding{"SchemaError", "owner: o}", "ownr: o}", "t.yaml:1:87: Unknown key \"ownr\".",
                "Did you mean \"owner\"?"},
        Finding{"UndefinedId", "ask: [b]", "ask: [bb]", "t.yaml:36:11: \"bb\" is not in the dictionary.",
                "Did you mean \"b\"?"},
        Finding{"UndefinedLevel", "      red: [a, temp", "      rod: [a, temp",
                "t.yaml:38:7: The level \"rod\" is not in the scale.", "Did you mean \"red\"?"},
        Finding{"UnusedId", "yellow: [b, ", "yellow: [", "t.yaml:10:3: The question \"b\" is not used",
                "Use it, or delete it."},
        Finding{"UnusedScore", "red: [s >= 3]", "red: [spo2 <= 50]",
                "t.yaml:15:3: The score \"s\" is not used", "Use it, or delete it."},
        Finding{"Gap", "{to: 95, points: 1}", "{to: 94, points: 1}",
                "t.yaml:22:44: A gap in the ranges of \"spo2\"", "expected 95"},
        Finding{"Overlap", "{to: 95, points: 1}", "{to: 97, points: 1}",
                "t.yaml:22:44: The ranges of \"spo2\" overlap", "expected 98"},
        Finding{"UnreachableAnswer", "mind >= poor", "mind = poor",
                "t.yaml:11:3: The answer \"bad\" to \"mind\" is read by no rule or score.",
                "Make a rule, or delete the answer."},
        Finding{"UnreachableRule", "red: [a,", "red: [{all: [a, temp >= 41, temp <= 30]},",
                "t.yaml:38:13: The rule \"x.a+temp+temp\" can never fire",
                "Change a test, or delete the rule."},
        Finding{"NotAsked", "    ask: [b]\n", "", "The rule \"x.b\" uses \"b\", which is not asked here.",
                "Put the question in \"ask\" or \"must_ask\"."},
        Finding{"Contradiction", "yellow: [b,", "yellow: [b, a,",
                "t.yaml:39:19: The rule \"x.a.2\" has no effect: \"x.a\" always fires with it",
                "Delete one of them."},
        Finding{"NoSafetyNet", "    safety_net: {nb: Ta kontakt igjen hvis, en: Contact us again if}\n", "",
                "t.yaml:32:5: \"safety_net\" is missing here.", "Write \"Contact us again if ...\""},
        Finding{"NoTranslation", "nb: Ta kontakt igjen hvis, en: Contact us again if",
                "nb: Ta kontakt igjen hvis", "t.yaml:41:17: \"en\" is missing here.", ""},
        Finding{"SameInBothLanguages", "en: Contact us again if", "en: Ta kontakt igjen hvis",
                "t.yaml:31:3: The text of x.safety_net is the same", "Translate it."},
        Finding{"TooLong", "disclaimer: {nb: Pr\u00f8ve",
                "disclaimer: {nb: 'Pr\u00f8ve                                                                "
                "                                                                                            "
                "                                                                                            "
                "                                                                              '",
                "t.yaml:1:7: The text of meta.disclaimer has 331 characters", "Shorten it: "},
        Finding{"ColourAlone", "letter: H, shape: diamond", "letter: A, shape: triangle",
                "t.yaml:4:5: The levels \"red\" and \"yellow\" must each have", "colour alone is not enough"},
        Finding{"NoWords", "words: {nb: [x]", "words: {nb: []", "t.yaml:33:17: The words that find",
                "Write at least one."}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(Lint, FindsAComplaintThatASearchCannotFind) {
  const std::string twin(kGood.substr(kGood.find("  x:\n")));
  std::string yaml = std::string(kGood) + twin;
  yaml.replace(yaml.rfind("  x:\n"), 5, "  y:\n");
  yaml.replace(yaml.rfind("    fallback: true\n"), 19, "");
  EXPECT_THAT(Problems(yaml), HasSubstr("t.yaml:42:3: \"y\" cannot be found: all its words and its name also "
                                        "stand at \"x\". Give it a word of its own."));
  yaml.replace(yaml.rfind("words: {nb: [x]"), 15, "words: {nb: [z]");
  yaml.replace(yaml.rfind("name: {nb: x, en: x}"), 20, "name: {nb: y, en: y}");
  yaml.replace(yaml.rfind("en: [x]"), 7, "en: [z]");
  EXPECT_EQ(Problems(yaml), "");
}

TEST(Lint, FindsARuleForWhomNobodyAsks) {
  std::string yaml =
      With("  a: {text: {nb: a, en: a}", "  a: {relevant_if: [scale2 = no], text: {nb: a, en: a}");
  yaml.replace(yaml.find("red: [a, temp"), 8, "red: [{all: [a, scale2]},");
  yaml.replace(yaml.find("ask: [b]"), 8, "ask: [b, scale2]");
  EXPECT_THAT(Problems(yaml), HasSubstr("The rule \"x.a+scale2\" can never fire"));
}

class ShippedTools : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedTools, PassTheLinter) {
  const LintResult result = Lint(testing::ReadFile(testing::ToolPath(GetParam())), GetParam());
  for (const Diagnostic& problem : result.problems) ADD_FAILURE() << ToString(problem);
  ASSERT_FALSE(result.proofs.empty());
  for (const Proof& proof : result.proofs) EXPECT_TRUE(proof.holds) << proof.key;
}

INSTANTIATE_TEST_SUITE_P(All, ShippedTools, ::testing::Values("legevakt-3", "news2"));

TEST(Lint, WhatCannotBeReadIsTold) {
  EXPECT_THAT(Problems("a: [b"), HasSubstr("t.yaml:1:"));
}

TEST(Lint, FindsWhatIsNotUsed) {
  EXPECT_THAT(
      Problems(With("  a: {text", "  c: {text: {nb: c, en: c}, finding: {nb: c, en: c}}\n  a: {text")),
      HasSubstr("t.yaml:9:3: The question \"c\" is not used"));
  EXPECT_THAT(Problems(With("red: [s >= 3]", "red: [spo2 <= 50]")), HasSubstr("The score \"s\" is not used"));
  EXPECT_THAT(Problems(With("yellow: [b, ", "yellow: [")), HasSubstr("\"x\" asks \"b\", but no rule cares"));
}

TEST(Lint, FindsRulesThatNeverFireOrSayNothingNew) {
  EXPECT_THAT(Problems(With("    ask: [b]\n", "")),
              HasSubstr("The rule \"x.b\" uses \"b\", which is not asked here"));
  EXPECT_THAT(Problems(With("red: [a,", "red: [{all: [a, temp >= 41, temp <= 30]},")),
              HasSubstr("can never fire"));
  EXPECT_THAT(Problems(With("yellow: [b,", "yellow: [b, {all: [b, temp >= 38.5]},")),
              HasSubstr("The rule \"x.b+temp\" has no effect: \"x.b\" always fires with it"));
  EXPECT_THAT(Problems(With("yellow: [b,", "yellow: [b, temp >= 41.0,")),
              HasSubstr("The rule \"x.temp.2\" has no effect: \"x.temp\""));
}

TEST(Lint, ShowsThePairWhereAWorseAnswerLowers) {
  // 39.9 is yellow, 40.0 falls through.
  EXPECT_THAT(
      Problems(With("red: [a, temp >= 40.0]", "red: [a, temp >= 40.1]")),
      HasSubstr(
          "The rule \"x.temp.2\": a worse answer gives a lower urgency. With temp = 38.0 and then temp = "
          "40.0: yellow -> green (x; a = no, the rest is not asked)."));
  // Bad goes through to the modifier, which gives the same.
  EXPECT_EQ(Problems(With("yellow: [b,", "yellow: [b, mind = poor,")), "");
  // However the modifier is written.
  std::string bare = With("yellow: [b,", "yellow: [b, mind = poor,");
  bare.replace(bare.find("if: mind >= poor"), 16, "if: mind = bad  ");
  EXPECT_EQ(Problems(bare), "");
  bare.replace(bare.find("raise: 1, at_most: yellow"), 25, "raise: 1, at_most: red   ");
  EXPECT_EQ(Problems(bare), "");
  // The limit divides the best values.
  EXPECT_THAT(Problems(With("temp >= 40.0", "temp >= 37.0")), HasSubstr("temp = 37.0 and then temp = 25.0"));
  // On scale 2 a higher value is worse.
  EXPECT_THAT(Problems(With("yellow: [b,", "yellow: [b, spo2 <= 91,")), HasSubstr("The rule \"x.spo2\""));
  EXPECT_EQ(Problems(With("yellow: [b,", "yellow: [b, spo2 <= 87,")), "");
}

TEST(Lint, ProvesAcrossRulesThatTakeOverTogether) {
  // Each stretch is taken over by the next.
  std::string two =
      With("yellow: [b, 'temp in 38.0..39.9']",
           "yellow: [b, {all: [scale2, 'temp in 38.0..39.0']}, {all: [scale2, 'temp in 39.1..39.4']}, "
           "temp >= 39.5]");
  two.replace(two.find("ask: [b]"), 8, "ask: [b, scale2]");
  EXPECT_THAT(Problems(two), Not(HasSubstr("lower urgency")));
  // The points of the temperature itself, whatever the other answers are.
  std::string score =
      With("      - {question: oxygen, points: {no: 0, yes: 2}}\n",
           "      - {question: oxygen, points: {no: 0, yes: 2}}\n"
           "      - {question: temp, points: [{to: 39.9, points: 0}, {from: 40.0, points: 3}]}\n");
  score.replace(score.find("red: [a, temp >= 40.0]"), 22, "red: [a]");
  EXPECT_EQ(Problems(score), "");
}

TEST(Lint, NotToKnowNeverLowers) {
  // Known, every temperature is yellow; not known, it would be green.
  EXPECT_THAT(Problems(With("yellow: [b,", "yellow: [b, temp >= 25.0,")),
              HasSubstr("With temp = 36.0 and then temp = unknown: yellow -> green"));
  EXPECT_THAT(Problems(With("points: {no: 0, yes: 2}", "points: {no: 1, yes: 2}")),
              HasSubstr("fewer points. With oxygen = no and then oxygen = unknown."));
}

TEST(Lint, ShowsWhereAScoreFalls) {
  EXPECT_THAT(
      Problems(With("{to: 95, points: 1}", "{to: 60, points: 0}, {from: 61, to: 95, points: 1}")),
      HasSubstr("The score \"s\": a worse answer gives fewer points. With spo2 = 61 and then spo2 = 40"));
  EXPECT_THAT(Problems(With("{when: [scale2], points: [{to: 87, points: 1}, {from: 88, points: 0}]}",
                            "{when: [scale2], points: [{to: 87, points: 2}, {from: 88, points: 0}]}")),
              HasSubstr("With oxygen = no and then oxygen = yes"));
  EXPECT_THAT(Problems(With("    parts:", "    except: [a]\n    parts:")), HasSubstr("falls away at \"a\""));
}

TEST(Lint, WantsEveryLevelInReach) {
  std::string no_red = With("    red: [s >= 3]", "    yellow: [s >= 3]");
  no_red.replace(no_red.find("      red: [a, temp >= 40.0]\n"), 29, "");
  EXPECT_THAT(Problems(no_red), HasSubstr("\"x\" cannot give red"));
  std::string four =
      With("  - {id: yellow,",
           "  - {id: orange, name: {nb: o, en: o}, letter: O, shape: square, colour: '#FF8000', hastegrad: "
           "haster, rank: 70, target_minutes: 10, reassess_minutes: 5}\n  - {id: yellow,");
  four.replace(four.find("yellow: {advice"), 0, "orange: {advice: {nb: o, en: o}}, ");
  EXPECT_THAT(Problems(four), HasSubstr("The level \"orange\" cannot be reached from any complaint."));
}

TEST(Lint, DoesNotSearchForHours) {
  std::string questions;
  std::string asked = "must_ask: [a";
  for (int i = 0; i < 20; ++i) {
    const std::string id = "c" + std::to_string(i);
    questions += "  " + id + ": {text: {nb: c, en: c}, finding: {nb: c, en: c}, context: true}\n";
    asked += ", " + id;
  }
  std::string yaml = With("    must_ask: [a", "    " + asked);
  yaml.insert(yaml.find("  scale2:"), questions);
  EXPECT_THAT(Problems(yaml), HasSubstr("A proof turns on 20 questions at once here"));
}

TEST(Lint, WantsAnApproverWhoIsNotTheAuthor) {
  EXPECT_THAT(Problems(With("owner: o}", "owner: o, author: Kari Nordmann, approver: kari nordmann}")),
              HasSubstr("t.yaml:1:130: \"kari nordmann\" is both the author and the approver."));
  EXPECT_EQ(Problems(With("owner: o}", "owner: o, author: Kari Nordmann, approver: Ola Nordmann}")), "");
  EXPECT_EQ(Problems(With("owner: o}", "owner: o, author: Ikke godkjent, approver: Ikke godkjent}")), "");
}

TEST(Lint, WantsMeasuresThatFitTheLevel) {
  const auto measures = [](std::string_view red, std::string_view yellow, std::string_view green) {
    std::string yaml =
        With("red: {advice: {nb: r, en: r}}", "red: {advice: {nb: r, en: r}, " + std::string(red) + "}");
    yaml.replace(yaml.find("yellow: {advice: {nb: y, en: y}}"), 32,
                 "yellow: {advice: {nb: y, en: y}, " + std::string(yellow) + "}");
    yaml.replace(yaml.find("green: {advice: {nb: g, en: g}}"), 31,
                 "green: {advice: {nb: g, en: g}, " + std::string(green) + "}");
    return Problems(yaml);
  };
  EXPECT_EQ(measures("modes: [amk]", "modes: [video]", "modes: [advice]"), "");
  EXPECT_EQ(
      measures("modes: [amk, video]", "modes: [video]", "modes: [advice]"),
      "t.yaml:29:12: The level \"red\" is immediate and cannot allow \"video\". Take it out of \"modes\".\n");
  EXPECT_THAT(measures("modes: [station]", "modes: [video]", "modes: [advice]"),
              HasSubstr("must allow \"amk\""));
  EXPECT_THAT(measures("modes: [amk]", "modes: [video]", "reassess_minutes: 9"),
              HasSubstr("The level \"green\" does not say what is allowed (modes)"));
  EXPECT_THAT(
      measures("reassess_minutes: {home: 9}", "reassess_minutes: 8", "reassess_minutes: 90"),
      HasSubstr("t.yaml:29:12: \"x\": at the level \"red\" the patient is assessed again after 9 minutes, "
                "later than at \"yellow\" (8 minutes, place: home). Write at most 8."));
  EXPECT_EQ(
      measures("modes: []", "modes: [vido]", "modes: [advice, advice]"),
      "t.yaml:29:49: \"modes\" is empty. Write at least one, or take the line away: then all are allowed.\n"
      "t.yaml:29:95: Expected one of advice, doctor_phone, video, station, home_visit, satellite, own_team, "
      "home_care, own_gp, amk, referred, found \"vido\". Did you mean \"video\"?\n"
      "t.yaml:29:151: \"advice\" is there twice. Remove one.\n");
}

TEST(Lint, WantsEveryMustAskQuestionInAPromisedLanguage) {
  const auto lint = [](std::string_view text, std::string_view languages) {
    std::string yaml = With("a: {text: {nb: a, en: a}", "a: {text: {nb: a, en: a" + std::string(text) + "}");
    return Problems(yaml.replace(yaml.find("    must_ask: [a]"), 0, std::string(languages)));
  };
  EXPECT_EQ(lint(", pl: 'Czy?', uk: 'Чи?', ar: هل, so: 'Ma?'", "    languages: [pl, uk, ar, so]\n"), "");
  EXPECT_THAT(lint(", pl: 'Czy?'", "    languages: [pl, so]\n"),
              HasSubstr("\"x\" is to be asked in so (languages), but \"a\" is missing in so."));
  EXPECT_THAT(lint(", pl: 'Czy?'", ""), HasSubstr("t.yaml:9:3: \"a\" has a text in pl, but no complaint"));
  EXPECT_THAT(lint(", uk: 'Czy?'", "    languages: [uk]\n"), HasSubstr("has the wrong alphabet or hidden"));
  EXPECT_THAT(lint(", so: هل", "    languages: [so]\n"), HasSubstr("has the wrong alphabet or hidden"));
  EXPECT_THAT(lint(", so: \"Ma\xE2\x80\xAE?\"", "    languages: [so]\n"),
              HasSubstr("has the wrong alphabet or hidden"));
  EXPECT_THAT(lint(", so: a", "    languages: [so]\n"), HasSubstr("is the same in Norwegian and English"));
  EXPECT_THAT(lint(", so: " + std::string(161, 'q'), "    languages: [so]\n"),
              HasSubstr("The text of a.so has 161 characters"));
  EXPECT_THAT(lint(", sv: Har", ""), HasSubstr("Unknown key \"sv\""));
  EXPECT_THAT(lint("", "    languages: [sv]\n"), HasSubstr("\"sv\""));
}

TEST(Lint, WantsTheTextsToFitAndToBeTranslated) {
  const std::string words(200, 'x');
  EXPECT_THAT(Problems(With("a: {text: {nb: a, en: a}", "a: {text: {nb: " + words + ", en: a}")),
              HasSubstr("The text of a has 200 characters and does not fit; at most 110"));
  EXPECT_THAT(Problems(With("safety_net: {nb: Ta kontakt igjen hvis", "safety_net: {nb: ' '")),
              HasSubstr("The text of x.safety_net is empty"));
  EXPECT_THAT(Problems(With("en: Contact us again if", "en: Ta kontakt igjen hvis")),
              HasSubstr("is the same in Norwegian and English"));
}

}  // namespace
}  // namespace legevakt::triage
