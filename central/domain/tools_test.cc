// Triage tools come and go, and contacts keep theirs.
#include "central/domain/tools.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/limits.h"
#include "central/domain/apply.h"
#include "central/domain/snapshot.h"
#include "central/domain/testing.h"

namespace legevakt::domain {
namespace {

using testing::AssessCommand;
using testing::Berit;
using testing::Centre;
using testing::Kari;
using testing::ToolWithVersion;

std::string ActiveVersion(const Centre& centre) {
  return centre.state().FindTool(centre.state().active_tool_hash)->version();
}

v1::ToolUse UseOf(const Centre& centre, const std::string& version) {
  for (const v1::ToolUse& use : ToolUses(centre.state())) {
    if (use.version() == version) return use;
  }
  return {};
}

// What replay makes of the journal, and what a snapshot brings, is the state that there is.
void ExpectReplayIsTheSame(const Centre& centre) {
  State replayed;
  for (const v1::Event& event : centre.journal()) ASSERT_TRUE(Apply(replayed, event).ok());
  EXPECT_EQ(StateHash(replayed), StateHash(centre.state()));
  const State copied = FromSnapshot(ToSnapshot(centre.state()));
  EXPECT_EQ(StateHash(copied), StateHash(centre.state()));
  EXPECT_EQ(copied.agenda, centre.state().agenda);
}

TEST(Tools, TheActiveOneSaysWhoTookItIntoUseAndWhatItReplaced) {
  Centre centre;
  centre.Pass(5 * kMinuteUs);
  ASSERT_EQ(centre.Take(ToolWithVersion("9.0.0")), v1::REASON_UNSPECIFIED);
  const v1::ToolActivation& active = *ActiveTool(centre.state());
  EXPECT_EQ(active.by().name(), Berit().name());
  EXPECT_EQ(active.at_us(), centre.now_us());
  EXPECT_FALSE(active.before_hash().empty());
  EXPECT_EQ(active.changes(0).nb(), "Til 9.0.0");
  EXPECT_EQ(centre.state().FindTool(active.tool_hash())->activated_by(), Berit().name());
  ExpectReplayIsTheSame(centre);
}

TEST(Tools, TheSameAgainChangesNothing) {
  Centre centre;
  ASSERT_EQ(centre.Take(ToolWithVersion("9.0.0")), v1::REASON_UNSPECIFIED);
  const std::size_t events = centre.journal().size();
  EXPECT_EQ(centre.Take(ToolWithVersion("9.0.0")), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(centre.journal().size(), events);
}

TEST(Tools, OneVersionHasOneContent) {
  Centre centre;
  const std::string hash = StateHash(centre.state());
  const std::string shipped = testing::ShippedToolYaml();
  EXPECT_EQ(centre.Take(shipped + "# x\n"), v1::REASON_TOOL_VERSION_USED);
  EXPECT_EQ(StateHash(centre.state()), hash);
  ASSERT_EQ(centre.Take(ToolWithVersion("9.0.0"), centre.now_us() + kMinuteUs), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(centre.Take(ToolWithVersion("9.0.0") + "# x\n"), v1::REASON_TOOL_VERSION_USED) << "planned";
}

TEST(Tools, WhatNobodyHasApprovedIsForDemonstrationOnly) {
  Centre centre;
  EXPECT_EQ(centre.Take(ToolWithVersion("9.0.0"), 0, false), v1::REASON_TOOL_NOT_APPROVED);
  std::string approved = ToolWithVersion("9.0.0");
  const std::string nobody = "approver: Ikke godkjent";
  approved.replace(approved.find(nobody), nobody.size(), "approver: Overlege Hansen");
  EXPECT_EQ(centre.Take(approved, 0, false), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(centre.state().FindTool(centre.state().active_tool_hash)->approver(), "Overlege Hansen");
}

TEST(Tools, RollbackGoesOneStepBackEachTimeAndNeverForward) {
  Centre centre;
  const std::string first = ActiveVersion(centre);
  for (const char* version : {"8.0.0", "9.0.0"}) ASSERT_EQ(centre.Take(ToolWithVersion(version)), 0);
  const std::int64_t kept = centre.Answered();
  EXPECT_EQ(UseOf(centre, "8.0.0").standing(), v1::TOOL_STANDING_PREVIOUS);
  EXPECT_EQ(centre.RollBack(), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(ActiveVersion(centre), "8.0.0");
  EXPECT_TRUE(ActiveTool(centre.state())->rolled_back());
  EXPECT_EQ(ActiveTool(centre.state())->before_version(), "9.0.0");
  EXPECT_EQ(centre.RollBack(), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(ActiveVersion(centre), first);
  EXPECT_EQ(centre.RollBack(), v1::REASON_NO_EARLIER_TOOL);
  EXPECT_EQ(UseOf(centre, "9.0.0").open_contacts(), 1);
  centre.Must(Kari(), AssessCommand(kept, "diffuse", "haster"));
  EXPECT_EQ(centre.contact(kept).assessments(0).tool_hash(), UseOf(centre, "9.0.0").tool_hash());
  ExpectReplayIsTheSame(centre);
  ASSERT_EQ(centre.Take(ToolWithVersion("9.0.0")), v1::REASON_UNSPECIFIED)
      << "the same file again is allowed";
  EXPECT_EQ(centre.RollBack(), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(ActiveVersion(centre), first);
}

TEST(Tools, APlanTakesEffectAtItsTimeAndNotBefore) {
  Centre centre;
  const std::string first = ActiveVersion(centre);
  const std::int64_t at_us = centre.now_us() + 10 * kMinuteUs;
  ASSERT_EQ(centre.Take(ToolWithVersion("9.0.0"), at_us), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(UseOf(centre, "9.0.0").standing(), v1::TOOL_STANDING_PLANNED);
  ExpectReplayIsTheSame(centre);
  centre.Pass(10 * kMinuteUs - 1);
  EXPECT_EQ(ActiveVersion(centre), first);
  const std::int64_t before = centre.Answered();
  centre.Pass(1);
  EXPECT_EQ(ActiveVersion(centre), "9.0.0");
  EXPECT_EQ(ActiveTool(centre.state())->at_us(), at_us);
  EXPECT_EQ(ActiveTool(centre.state())->by().name(), Berit().name());
  EXPECT_FALSE(centre.state().planned_tool.has_value());
  EXPECT_EQ(centre.state().FindTool(centre.contact(before).tool_hash())->version(), first);
  EXPECT_EQ(centre.RollBack(), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(ActiveVersion(centre), first);
  ExpectReplayIsTheSame(centre);
}

TEST(Tools, RollbackTakesBackAPlanFirst) {
  Centre centre;
  ASSERT_EQ(centre.Take(ToolWithVersion("8.0.0")), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(centre.Take(ToolWithVersion("9.0.0"), centre.now_us() + kMinuteUs), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(centre.RollBack(), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(ActiveVersion(centre), "8.0.0");
  centre.Pass(2 * kMinuteUs);
  EXPECT_EQ(ActiveVersion(centre), "8.0.0");
  ExpectReplayIsTheSame(centre);
}

TEST(Tools, AnActivationTakesThePlaceOfAPlan) {
  Centre centre;
  ASSERT_EQ(centre.Take(ToolWithVersion("8.0.0"), centre.now_us() + kMinuteUs), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(centre.Take(ToolWithVersion("9.0.0"), centre.now_us() + 2 * kMinuteUs), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(centre.state().planned_tool->tool().version(), "9.0.0");
  ASSERT_EQ(centre.Take(ToolWithVersion("7.0.0")), v1::REASON_UNSPECIFIED);
  EXPECT_FALSE(centre.state().planned_tool.has_value());
  centre.Pass(3 * kMinuteUs);
  EXPECT_EQ(ActiveVersion(centre), "7.0.0");
}

TEST(Tools, APlanLiesAheadAndNotTooFar) {
  Centre centre;
  EXPECT_EQ(centre.Take(ToolWithVersion("9.0.0"), centre.now_us()), v1::REASON_TOOL_TIME);
  EXPECT_EQ(centre.Take(ToolWithVersion("9.0.0"), centre.now_us() + limits::kToolPlanUs + 1),
            v1::REASON_TOOL_TIME);
  EXPECT_EQ(centre.Take(ToolWithVersion("9.0.0"), centre.now_us() + limits::kToolPlanUs),
            v1::REASON_UNSPECIFIED);
}

TEST(Tools, NoneIsTakenIntoUseBeforeTheDayItIsValidFrom) {
  Centre centre;
  const std::int64_t valid_from_us = centre.now_us() + 60 * kMinuteUs;
  const auto take = [&](std::int64_t at_us) {
    return centre.Take(ToolWithVersion("9.0.0"), at_us, true, valid_from_us);
  };
  EXPECT_EQ(take(0), v1::REASON_TOOL_TIME);
  EXPECT_EQ(take(valid_from_us - 1), v1::REASON_TOOL_TIME);
  ASSERT_EQ(take(valid_from_us), v1::REASON_UNSPECIFIED);
  centre.Pass(60 * kMinuteUs);
  EXPECT_EQ(ActiveVersion(centre), "9.0.0");
  ExpectReplayIsTheSame(centre);
}

TEST(Tools, TheFirstBringsNoNewsAndEachReaderConfirmsOnce) {
  Centre centre;
  EXPECT_FALSE(HasToolNews(centre.state(), "kari"));
  ASSERT_EQ(centre.Take(ToolWithVersion("9.0.0")), v1::REASON_UNSPECIFIED);
  v1::Command see;
  see.mutable_see_tool_news()->set_tool_hash("another");
  EXPECT_EQ(centre.Try(Kari(), see), v1::REASON_TOOL_NOT_ACTIVE);
  see.mutable_see_tool_news()->set_tool_hash(centre.state().active_tool_hash);
  EXPECT_EQ(centre.Try(testing::Station(), see), v1::REASON_NOT_ALLOWED);
  EXPECT_EQ(centre.Must(Kari(), see).events.size(), 1U);
  EXPECT_EQ(centre.Must(Kari(), see).events.size(), 0U);
  EXPECT_FALSE(HasToolNews(centre.state(), "kari"));
  EXPECT_TRUE(HasToolNews(centre.state(), "ola"));
  ASSERT_EQ(centre.RollBack(), v1::REASON_UNSPECIFIED);
  EXPECT_TRUE(HasToolNews(centre.state(), "kari")) << "going back is news too";
  ExpectReplayIsTheSame(centre);
}

// The state does not grow with every version of a tool; a contact's own stays.
TEST(Tools, WhatNobodyUsesLeavesTheStateAndWhatAContactHasStays) {
  Centre centre;
  const std::string first = ActiveVersion(centre);
  const std::int64_t kept = centre.Answered();
  for (int version = 2; version <= 20; ++version) {
    ASSERT_EQ(centre.Take(ToolWithVersion(std::to_string(version) + ".0.0")), v1::REASON_UNSPECIFIED);
  }
  EXPECT_EQ(UseOf(centre, "2.0.0").standing(), v1::TOOL_STANDING_RETIRED);
  EXPECT_EQ(UseOf(centre, "19.0.0").standing(), v1::TOOL_STANDING_PREVIOUS);
  EXPECT_EQ(UseOf(centre, first).open_contacts(), 1);
  const auto with_file = [&centre] {
    return std::count_if(centre.state().tools.begin(), centre.state().tools.end(),
                         [](const v1::ToolRecord& tool) { return !tool.yaml().empty(); });
  };
  EXPECT_EQ(with_file(), static_cast<std::ptrdiff_t>(limits::kToolsKeptMax) + 1);
  centre.Must(Kari(), AssessCommand(kept, "diffuse", "haster"));
  EXPECT_EQ(centre.Take(ToolWithVersion("2.0.0") + "# x\n"), v1::REASON_TOOL_VERSION_USED)
      << "a version stays taken when its file has left";
  ExpectReplayIsTheSame(centre);
}

TEST(Tools, AWrongOrMissingCopyIsNeverTakenForTheTool) {
  Centre centre;
  State state = centre.state();
  v1::Event event;
  event.set_revision(state.revision + 1);
  v1::ToolRecord& tool = *event.mutable_tool_activated()->mutable_tool();
  tool.set_tool_id("x");
  tool.set_tool_hash(ToHex(Blake2b("meta")));
  absl::Status status = Apply(state, event);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << "no copy";
  tool.set_yaml("metb");
  status = Apply(state, event);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << "another content";
  tool.set_yaml("meta");
  EXPECT_TRUE(Apply(state, event).ok());

  event.Clear();
  event.set_revision(state.revision + 1);
  event.mutable_contact_opened()->set_tool_hash(ToHex(Blake2b("unknown")));
  EXPECT_EQ(Apply(state, event).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace legevakt::domain
