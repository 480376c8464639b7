#include "triage/diff/diff.h"

#include <gmock/gmock.h>

#include <functional>
#include <set>
#include <string>

#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Told(const Draft& before, const Draft& after, text::Lang lang = text::Lang::kNb) {
  std::vector<std::string> out;
  for (const Change& change : Diff(before, after, lang)) {
    out.push_back(std::string(Name(change.kind)) + ": " + change.sentence);
  }
  return out;
}

// Edits of the file, as a clinician makes them.
class DiffTest : public ::testing::Test {
 protected:
  void SetUp() override { yaml_ = testing::ReadFile(testing::ToolPath("legevakt-3")); }

  void Replace(std::string_view from, std::string_view to) {
    const std::size_t at = changed_.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    changed_.replace(at, from.size(), to);
  }
  std::vector<std::string> Run(text::Lang lang = text::Lang::kNb) {
    const DraftResult before = LoadDraft(yaml_, "old");
    const DraftResult after = LoadDraft(changed_, "new");
    for (const Diagnostic& problem : after.problems) ADD_FAILURE() << ToString(problem);
    if (!after.draft) return {};
    return Told(*before.draft, *after.draft, lang);
  }

  std::string yaml_;
  std::string changed_ = testing::ReadFile(testing::ToolPath("legevakt-3"));
};

// The linter tells of it, and the difference still has to be read.
TEST_F(DiffTest, TheSameToolWithARuleAtTwoLevelsHasNone) {
  Draft draft = *LoadDraft(yaml_, "old").draft;
  DraftRule twice = draft.complaints[0].rules.front();
  twice.rule.level = twice.rule.level == 0 ? 1 : 0;
  draft.complaints[0].rules.push_back(twice);
  draft.modifiers.push_back(draft.modifiers.front());
  draft.modifiers.back().steps += 1;
  EXPECT_TRUE(Diff(draft, draft, text::Lang::kNb).empty());
}

TEST_F(DiffTest, TheSameToolHasNone) {
  EXPECT_THAT(Run(), IsEmpty());
}

TEST_F(DiffTest, AMovedLimitIsOneChangeForMoreOrForFewer) {
  Replace("- {all: [age < 1 months, fever]}", "- {all: [age < 2 months, fever]}");
  EXPECT_THAT(Run(),
              ElementsAre("raised: Feber hos barn: «Alder under én måned og feber» er nå «Alder under 2 "
                          "måneder og feber» (Akutt): gjelder flere."));
  std::swap(yaml_, changed_);
  EXPECT_THAT(Run(text::Lang::kEn),
              ElementsAre("lowered: Fever in a child: \"Age under 2 months and fever\" is now "
                          "\"Age under one month and fever\" (Immediate): applies to fewer."));
}

TEST_F(DiffTest, ARuleThatMovesIsRaisedOrLowered) {
  Replace("        - black_stool\n        - fainted\n", "        - fainted\n");
  Replace("        - vomits_blood\n        - cold_sweat\n",
          "        - vomits_blood\n        - black_stool\n        - cold_sweat\n");
  EXPECT_THAT(
      Run(),
      ElementsAre("raised: Magesmerter: «Svart eller blodig avføring» er hevet fra Haster til Akutt."));
  std::swap(yaml_, changed_);
  EXPECT_THAT(Run(text::Lang::kEn),
              ElementsAre("lowered: Abdominal pain: \"Black or bloody stool\" is lowered from Immediate to "
                          "Urgent."));
}

TEST_F(DiffTest, TextsMustAskAndTimesAreTold) {
  Replace("Er pasienten gravid?", "Kan pasienten være gravid?");
  Replace("    target_minutes: 60\n", "    target_minutes: 45\n");
  Replace("must_ask: [blue_lips, short_of_breath, chest_pressure_now]",
          "must_ask: [blue_lips, short_of_breath]");
  Replace("    ask: [inhaler_no_help,", "    ask: [chest_pressure_now, inhaler_no_help,");
  EXPECT_THAT(
      Run(),
      ElementsAre("changed: Haster: tid til vurdering 60 -> 45 minutter, ny vurdering 30 -> 30 minutter.",
                  "removed: Tungpust: «Er det trykk eller klem i brystet nå?» må ikke lenger besvares før "
                  "laveste nivå.",
                  "changed: Spørsmålet «Er pasienten gravid?» heter nå «Kan pasienten være gravid?»."));
}

TEST_F(DiffTest, WhatIsAllowedAndWhenIsToldOnceWhereItIsForAll) {
  Replace("    modes: [amk, doctor_phone, station,", "    modes: [amk, station,");
  Replace("    reassess_minutes: {nursing_home: 10}", "    reassess_minutes: {nursing_home: 5}");
  const std::vector<std::string> told = Run();
  ASSERT_EQ(told.size(), 2U) << ::testing::PrintToString(told);
  EXPECT_THAT(told[0],
              ::testing::StartsWith("changed: Akutt: det som er tillatt er endret fra «Lege på telefon, "));
  EXPECT_EQ(told[1], "changed: Akutt: ny vurdering sykehjem etter 5 minutter (før 10).");
}

TEST_F(DiffTest, AScoreTellsOnlyTheRangesThatChanged) {
  Replace("          - {from: 91, to: 110, points: 1}\n          - {from: 111, to: 130, points: 2}",
          "          - {from: 91, to: 115, points: 1}\n          - {from: 116, to: 130, points: 2}");
  EXPECT_THAT(
      Run(),
      ElementsAre("changed: NEWS2, Puls: poengene er endret fra «91–110: 1, 111–130: 2» til «91–115: 1, "
                  "116–130: 2»."));
}

TEST_F(DiffTest, ATextOfTheOtherLanguageIsToldToo) {
  Replace("Is the patient pregnant?", "Could the patient be pregnant?");
  EXPECT_THAT(
      Run(),
      ElementsAre("changed: Spørsmålet «Er pasienten gravid?»: teksten er endret på engelsk, fra «Is the "
                  "patient pregnant?» til «Could the patient be pregnant?»."));
}

// Every field that a file can set, one at a time: each must be told, once or more, in both languages alike.
struct Edit {
  const char* what;
  std::function<void(Draft&)> make;
};

DraftComplaint& Chest(Draft& draft) {
  return draft.complaints[0];
}

DraftQuestion& Named(Draft& draft, std::string_view id) {
  for (DraftQuestion& question : draft.questions) {
    if (question.question.id == id) return question;
  }
  ADD_FAILURE() << id;
  return draft.questions[0];
}

std::vector<Edit> EditsOfMetaAndScale() {
  return {
      {"id", [](Draft& d) { d.id = "x"; }},
      {"version", [](Draft& d) { d.version = "9"; }},
      {"name", [](Draft& d) { d.name.en = "x"; }},
      {"disclaimer", [](Draft& d) { d.disclaimer.nb = "x"; }},
      {"owner", [](Draft& d) { d.meta.owner = "x"; }},
      {"author", [](Draft& d) { d.meta.author = "x"; }},
      {"approver", [](Draft& d) { d.meta.approver = "x"; }},
      {"valid from", [](Draft& d) { d.meta.valid_from = "2027-01-01"; }},
      {"intended use", [](Draft& d) { d.meta.intended_use.en = "x"; }},
      {"sources", [](Draft& d) { d.meta.sources.pop_back(); }},
      {"level's name", [](Draft& d) { d.levels[1].name.en = "x"; }},
      {"letter", [](Draft& d) { d.levels[1].letter = 'X'; }},
      {"shape", [](Draft& d) { d.levels[1].shape = Shape::kSquare; }},
      {"colour", [](Draft& d) { d.levels[1].colour ^= 1U; }},
      {"hastegrad", [](Draft& d) { d.levels[1].hastegrad = Hastegrad::kAkutt; }},
      {"rank", [](Draft& d) { d.levels[1].rank = 51; }},
      {"target", [](Draft& d) { d.levels[1].target_minutes = 61; }},
      {"reassess", [](Draft& d) { d.levels[1].reassess_minutes = 31; }},
      {"level's advice", [](Draft& d) { d.level_advice[1].en = "x"; }},
      {"level's modes", [](Draft& d) { d.level_measures[1].measures.modes = {}; }},
      {"level's times", [](Draft& d) { d.level_measures[1].measures.reassess_minutes[4] = 99; }},
  };
}

std::vector<Edit> EditsOfRules() {
  return {
      {"common rule gone", [](Draft& d) { d.rules.pop_back(); }},
      {"common rule's level", [](Draft& d) { d.rules[0].rule.level = 1; }},
      {"asked everywhere", [](Draft& d) { d.asked_everywhere.pop_back(); }},
      {"measured", [](Draft& d) { d.measured.pop_back(); }},
      {"measured when", [](Draft& d) { d.measured_when.pop_back(); }},
      {"modifier gone", [](Draft& d) { d.modifiers.erase(d.modifiers.begin()); }},
      {"modifier's steps", [](Draft& d) { d.modifiers[0].steps = 2; }},
      {"modifier's cap", [](Draft& d) { d.modifiers[0].at_most = 0; }},
      {"modifier's reason", [](Draft& d) { d.modifiers[0].rule.reason.en = "x"; }},
      {"modifier's limit", [](Draft& d) { d.modifiers[0].condition.tests[0].lo += 1; }},
      {"rule gone", [](Draft& d) { Chest(d).rules.pop_back(); }},
      {"rule's level", [](Draft& d) { Chest(d).rules[0].rule.level = 1; }},
      {"rule's reason", [](Draft& d) { Chest(d).rules[0].rule.reason.en = "x"; }},
      {"all or any",
       [](Draft& d) {
         for (DraftRule& rule : Chest(d).rules) rule.condition.all = !rule.condition.all;
       }},
      {"score's name", [](Draft& d) { d.scores[0].info.name.en = "x"; }},
      {"credit", [](Draft& d) { d.scores[0].info.credit = "x"; }},
      {"except", [](Draft& d) { d.scores[0].except.pop_back(); }},
      {"part gone", [](Draft& d) { d.scores[0].parts.pop_back(); }},
      {"table gone",
       [](Draft& d) { d.scores[0].parts[1].tables.erase(d.scores[0].parts[1].tables.begin()); }},
      {"points", [](Draft& d) { d.scores[0].parts[2].tables[0].ranges[1].points = 1; }},
      {"another score", [](Draft& d) { d.scores[0].info.id = "another"; }},
  };
}

std::vector<Edit> EditsOfComplaints() {
  return {
      {"complaint gone", [](Draft& d) { d.complaints.pop_back(); }},
      {"complaint's name", [](Draft& d) { Chest(d).complaint.name.en = "x"; }},
      {"words", [](Draft& d) { Chest(d).complaint.words.pop_back(); }},
      {"icpc2", [](Draft& d) { Chest(d).complaint.icpc2 = "X99"; }},
      {"languages", [](Draft& d) { Chest(d).complaint.languages.pop_back(); }},
      {"short form", [](Draft& d) { Chest(d).short_form = true; }},
      {"fallback", [](Draft& d) { d.fallback_complaint = 0; }},
      {"must ask", [](Draft& d) { Chest(d).complaint.must_ask.pop_back(); }},
      {"asked", [](Draft& d) { Chest(d).complaint.questions.pop_back(); }},
      {"order",
       [](Draft& d) {
         std::swap(Chest(d).complaint.questions.back(), *(Chest(d).complaint.questions.end() - 2));
       }},
      {"advice", [](Draft& d) { Chest(d).own_advice.en = "x"; }},
      {"first aid", [](Draft& d) { Chest(d).first_aid.nb = "x"; }},
      {"safety net",
       [](Draft& d) {
         for (Advice& advice : Chest(d).advice) advice.safety_net.en = "x";
       }},
      {"own modes", [](Draft& d) { Chest(d).measures[2].measures.modes = {}; }},
      {"own times", [](Draft& d) { Chest(d).measures[2].measures.reassess_minutes[0] = 7; }},
      {"own advice", [](Draft& d) { Chest(d).measures[2].own_advice.en = "x"; }},
  };
}

std::vector<Edit> EditsOfQuestions() {
  return {
      {"another question", [](Draft& d) { d.questions.back().question.id = "another"; }},
      {"text", [](Draft& d) { Named(d, "fever").question.text.en = "x"; }},
      {"translation", [](Draft& d) { Named(d, "airway_threat").question.translations[2].text = "x"; }},
      {"help", [](Draft& d) { Named(d, "spo2_scale").question.help.en = "x"; }},
      {"finding", [](Draft& d) { Named(d, "fever").finding.en = "x"; }},
      {"type", [](Draft& d) { Named(d, "fever").question.type = AnswerType::kChoice; }},
      {"context", [](Draft& d) { Named(d, "fever").question.context = true; }},
      {"vital", [](Draft& d) { Named(d, "fever").question.vital = true; }},
      {"fact", [](Draft& d) { Named(d, "sex").question.fact = Fact::kNone; }},
      {"unit", [](Draft& d) { Named(d, "pulse").question.unit = "x"; }},
      {"step", [](Draft& d) { Named(d, "age").question.per_unit = 10; }},
      {"least", [](Draft& d) { Named(d, "pulse").question.plausible_min = 1; }},
      {"most", [](Draft& d) { Named(d, "pulse").question.plausible_max = 299; }},
      {"choice gone", [](Draft& d) { Named(d, "channel").question.choices.pop_back(); }},
      {"choice's text", [](Draft& d) { Named(d, "channel").question.choices[0].text.en = "x"; }},
      {"choices' order",
       [](Draft& d) {
         auto& choices = Named(d, "consciousness").question.choices;
         std::swap(choices[2], choices[3]);
       }},
      {"relevant", [](Draft& d) { Named(d, "pregnant").relevant_if.pop_back(); }},
      {"best", [](Draft& d) { Named(d, "pulse").best[0].hi += 1; }},
      {"best when", [](Draft& d) { Named(d, "spo2").best[0].when.pop_back(); }},
  };
}

TEST(Diff, EveryFieldIsToldInBothLanguagesAlike) {
  const Draft before = testing::ShippedDraft("legevakt-3");
  int edits = 0;
  for (const std::vector<Edit>& list :
       {EditsOfMetaAndScale(), EditsOfRules(), EditsOfComplaints(), EditsOfQuestions()}) {
    for (const Edit& edit : list) {
      Draft after = before;
      edit.make(after);
      const std::vector<Change> nb = Diff(before, after, text::Lang::kNb);
      const std::vector<Change> en = Diff(before, after, text::Lang::kEn);
      EXPECT_FALSE(nb.empty()) << edit.what;
      ASSERT_EQ(nb.size(), en.size()) << edit.what;
      for (std::size_t i = 0; i < nb.size(); ++i) {
        EXPECT_EQ(nb[i].kind, en[i].kind) << edit.what;
        EXPECT_EQ(nb[i].area, en[i].area) << edit.what;
        EXPECT_EQ(nb[i].complaint, en[i].complaint) << edit.what;
        EXPECT_EQ(nb[i].sentence.find('{'), std::string::npos) << nb[i].sentence;
      }
      // And back: what was taken away is added again.
      EXPECT_FALSE(Diff(after, before, text::Lang::kNb).empty()) << edit.what;
      ++edits;
    }
  }
  EXPECT_GT(edits, 70);
}

TEST(Diff, OnlyWhoStandsBehindTheToolIsNoNewsForOperators) {
  const Draft before = testing::ShippedDraft("news2");
  Draft after = before;
  after.version = "2";
  after.levels[0].target_minutes = 1;
  const std::vector<Change> changes = Diff(before, after, text::Lang::kNb);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_TRUE(ConcernsOperators(changes[0]));
  EXPECT_FALSE(ConcernsOperators(changes[1]));
  EXPECT_EQ(Name(changes[1].area), "meta");
}

TEST(Diff, TwoDifferentToolsAreToldWithoutTrouble) {
  const std::vector<Change> changes =
      Diff(testing::ShippedDraft("legevakt-3"), testing::ShippedDraft("news2"), text::Lang::kEn);
  EXPECT_GT(changes.size(), 100U);
  for (const Change& change : changes) EXPECT_FALSE(change.sentence.empty());
}

}  // namespace
}  // namespace legevakt::triage
