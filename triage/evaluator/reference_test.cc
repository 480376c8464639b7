// Evaluate() against the reference: the shipped tools and many random ones, with many answers each.
#include "triage/testing/reference.h"

#include "triage/testing/random_draft.h"
#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

using testing::Outcome;

// One outcome of each, the same; and then how many there were of each kind, so that nothing is left untried.
struct Seen {
  int lower = 0;
  int raised = 0;
  int scored = 0;
  int incomplete = 0;
  int missing = 0;
  int asked = 0;
  int settled = 0;

  void Add(const Result& result, const Tool& tool) {
    lower += result.level + 1U == tool.levels().size() ? 1 : 0;
    raised += result.raised_by.empty() ? 0 : 1;
    scored += !result.scores.empty() && result.scores.items[0].complete ? 1 : 0;
    incomplete += !result.scores.empty() && !result.scores.items[0].complete ? 1 : 0;
    missing += result.missing.empty() ? 0 : 1;
    asked += result.next_question != kNone ? 1 : 0;
    settled += result.least == result.most ? 1 : 0;
  }
  void ExpectAll() const {
    for (const int count : {lower, raised, scored, incomplete, missing, asked, settled}) EXPECT_GT(count, 20);
  }
};

bool Agree(const Draft& draft, const Tool& tool, std::mt19937& random, int rounds, Seen& seen) {
  for (int round = 0; round < rounds; ++round) {
    const auto last = static_cast<std::int32_t>(tool.complaints().size() - 1);
    const auto complaint = static_cast<Index>(RandomBetween(0, last, random));
    const AnswerSet answers = RandomAnswers(tool, random, RandomBetween(0, 100, random));
    const Result result = Evaluate(tool, complaint, answers);
    const Outcome is = testing::OutcomeOf(tool, result);
    const Outcome should = testing::ReferenceEvaluate(draft, complaint, answers);
    seen.Add(result, tool);
    // Where the level can still change there is a question that can change it.
    EXPECT_EQ(result.next_question == kNone, result.least == result.most) << testing::ToString(is);
    if (is == should) continue;
    ADD_FAILURE() << tool.complaints()[complaint].id << "\nis " << testing::ToString(is) << "\nshould be "
                  << testing::ToString(should);
    return false;
  }
  return true;
}

class Shipped : public ::testing::TestWithParam<const char*> {};

TEST_P(Shipped, EvaluatesAsTheReference) {
  const Draft draft = testing::ShippedDraft(GetParam());
  std::mt19937 random(3);
  Seen seen;
  EXPECT_TRUE(Agree(draft, *Compile(draft), random, 4000, seen));
}

INSTANTIATE_TEST_SUITE_P(Reference, Shipped, ::testing::Values("legevakt-3", "legevakt-5", "news2", "tews"),
                         [](const auto& param) { return std::to_string(param.index); });

TEST(Reference, RandomToolsAreEvaluatedAsByTheReference) {
  std::mt19937 random(4);
  Seen seen;
  for (int tool = 0; tool < 400; ++tool) {
    const Draft draft = testing::RandomDraft(random);
    ASSERT_TRUE(Agree(draft, *Compile(draft), random, 60, seen)) << "tool " << tool;
  }
  seen.ExpectAll();
}

}  // namespace
}  // namespace legevakt::triage
