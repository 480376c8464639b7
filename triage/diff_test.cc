#include "triage/diff.h"

#include <gmock/gmock.h>

#include <string>

#include "triage/testing.h"

namespace legevakt::triage {
namespace {

using ::testing::IsEmpty;

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
    std::vector<std::string> out;
    if (!after.draft) return out;
    for (const Change& change : Diff(*before.draft, *after.draft, lang)) {
      out.push_back(std::string(Name(change.kind)) + ": " + change.sentence);
    }
    return out;
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

TEST_F(DiffTest, AnEditedLimitIsOneRuleLessAndOneMore) {
  Replace("- {all: [age < 1 months, fever]}", "- {all: [age < 2 months, fever]}");
  EXPECT_THAT(Run(), ::testing::ElementsAre(
                         "added: Feber hos barn: «Alder under 2 måneder og feber» gir nå Akutt.",
                         "removed: Feber hos barn: «Alder under én måned og feber» gir ikke lenger Akutt."));
}

TEST_F(DiffTest, ARuleThatMovesIsRaisedOrLowered) {
  Replace("        - black_stool\n        - fainted\n", "        - fainted\n");
  Replace("        - vomits_blood\n        - cold_sweat\n",
          "        - vomits_blood\n        - black_stool\n        - cold_sweat\n");
  EXPECT_THAT(Run(),
              ::testing::ElementsAre(
                  "raised: Magesmerter: «Svart eller blodig avføring» er hevet fra Haster til Akutt."));
  std::swap(yaml_, changed_);
  EXPECT_THAT(Run(text::Lang::kEn),
              ::testing::ElementsAre(
                  "lowered: Abdominal pain: \"Black or bloody stool\" is lowered from Immediate to "
                  "Urgent."));
}

TEST_F(DiffTest, TextsMustAskAndTimesAreTold) {
  Replace("Er pasienten gravid?", "Kan pasienten være gravid?");
  Replace("    target_minutes: 60\n", "    target_minutes: 45\n");
  Replace("must_ask: [blue_lips, short_of_breath, chest_pressure_now]",
          "must_ask: [blue_lips, short_of_breath]");
  Replace("    ask: [inhaler_no_help,", "    ask: [chest_pressure_now, inhaler_no_help,");
  EXPECT_THAT(Run(),
              ::testing::ElementsAre(
                  "changed: Haster: tid til vurdering 60 -> 45 minutter, ny vurdering 30 -> 30 minutter.",
                  "removed: Tungpust: «Er det trykk eller klem i brystet nå?» må ikke lenger besvares før "
                  "laveste nivå.",
                  "changed: Spørsmålet «Er pasienten gravid?» heter nå «Kan pasienten være gravid?»."));
}

}  // namespace
}  // namespace legevakt::triage
