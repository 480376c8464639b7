// Triage tools are taken into use, kept over restarts, and given back, by the engine.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/hash.h"
#include "central/domain/snapshot.h"
#include "central/domain/tools.h"
#include "central/engine/testing.h"

namespace legevakt::engine::testing {
namespace {

std::string Shipped() {
  std::ifstream file(LEGEVAKT_SOURCE_DIR "/triage/tools/legevakt-3.yaml", std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::string Replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

// The shipped tool as the next version, with a level that is assessed again sooner: something to tell.
std::string Next() {
  const std::string yaml = Shipped();
  const std::size_t at = yaml.find("  version: ");
  const std::string line = yaml.substr(at, yaml.find('\n', at) - at);
  return Replaced(Replaced(yaml, line, "  version: \"9.0.0\""), "reassess_minutes: 5", "reassess_minutes: 3");
}

class EngineToolsTest : public EngineTest {
 protected:
  v1::ToolResult Activate(const std::string& yaml, std::int64_t at_us = 0, bool demonstration = true) {
    Engine::ToolOrder order;
    order.yaml = yaml;
    order.file_name = "tool.yaml";
    order.by = MakeActor("berit", v1::ROLE_ADMIN);
    order.at_us = at_us;
    order.demonstration = demonstration;
    std::promise<v1::ToolResult> done;
    engine_->ActivateTool(std::move(order), [&done](v1::ToolResult result) { done.set_value(result); });
    return done.get_future().get();
  }
  v1::ToolResult RollBack() {
    std::promise<v1::ToolResult> done;
    engine_->RollBackTool(MakeActor("berit", v1::ROLE_ADMIN),
                          [&done](v1::ToolResult result) { done.set_value(result); });
    return done.get_future().get();
  }
  std::string StateHash() {
    return Ask<std::string>([](const domain::State& state) { return domain::StateHash(state); });
  }
  // The hash of the tool that this contact is assessed with.
  std::string Assess(std::int64_t id) {
    v1::ExecuteRequest request;
    request.set_request_id(NewUuid());
    v1::AssessContact& assess = *request.mutable_command()->mutable_assess_contact();
    assess.set_contact_id(id);
    assess.set_complaint_id("diffuse");
    assess.set_level_id("akutt");
    const auto assessed = Run(Kari(), request);
    EXPECT_TRUE(assessed.ok() && !assessed->has_refusal());
    return Ask<std::string>([id](const domain::State& state) {
      return state.contacts.at(id).assessments().rbegin()->tool_hash();
    });
  }
  std::string Active() {
    return Ask<std::string>([](const domain::State& state) {
      const v1::ToolRecord* tool = state.FindTool(state.active_tool_hash);
      return tool == nullptr ? "" : tool->version();
    });
  }
};

TEST_F(EngineToolsTest, WhatTheLinterRefusesChangesNothing) {
  ASSERT_TRUE(Activate(Shipped()).changed());
  const std::string hash = StateHash();
  v1::ToolResult result = Activate("tool: [");
  ASSERT_GE(result.problems_size(), 1);
  EXPECT_EQ(result.problems(0).rfind("tool.yaml:", 0), 0U) << result.problems(0);
  // It can be read, but asks what no rule wants to know.
  result = Activate(Replaced(Next(), "\ndictionary:\n",
                             "\ndictionary:\n  never_used:\n    text: {nb: Brukt, en: Used}\n"
                             "    finding: {nb: brukt, en: used}\n"));
  ASSERT_GE(result.problems_size(), 1);
  EXPECT_NE(result.problems(0).find("never_used"), std::string::npos) << result.problems(0);
  EXPECT_FALSE(result.changed());
  EXPECT_EQ(result.tool().tool_hash(), ToHex(Blake2b(Shipped())));
  EXPECT_EQ(StateHash(), hash);
}

TEST_F(EngineToolsTest, AToolIsNotTakenIntoUseBeforeItIsValid) {
  ASSERT_TRUE(Activate(Shipped()).changed());
  const std::string june = Replaced(Next(), "valid_from: \"2026-01-01\"", "valid_from: \"2026-06-01\"");
  // Midnight in Oslo, two hours before that in UTC.
  constexpr std::int64_t kJuneUs = 1'780'264'800'000'000;
  ASSERT_LT(kStartUs, kJuneUs);
  EXPECT_EQ(Activate(june).refusal().reason(), v1::REASON_TOOL_TIME);
  EXPECT_EQ(Activate(june, kJuneUs - 1).refusal().reason(), v1::REASON_TOOL_TIME);
  EXPECT_TRUE(Activate(june, kJuneUs).changed());
}

TEST_F(EngineToolsTest, WhatTheRulesRefuseChangesNothing) {
  ASSERT_TRUE(Activate(Shipped()).changed());
  const std::string hash = StateHash();
  EXPECT_EQ(Activate(Next(), 0, false).refusal().reason(), v1::REASON_TOOL_NOT_APPROVED);
  EXPECT_EQ(Activate(Shipped() + "#\n").refusal().reason(), v1::REASON_TOOL_VERSION_USED);
  EXPECT_EQ(RollBack().refusal().reason(), v1::REASON_NO_EARLIER_TOOL);
  EXPECT_EQ(StateHash(), hash);
}

TEST_F(EngineToolsTest, TheNewOneSaysWhatIsNewAndTheOldOneStaysWithItsContactsOverARestart) {
  ASSERT_TRUE(Activate(Shipped()).changed());
  const auto before = Run(Kari(), OpenContact());
  const v1::ToolResult result = Activate(Next());
  EXPECT_TRUE(result.changed()) << result.ShortDebugString();
  EXPECT_EQ(result.other().open_contacts(), 1);
  const auto after = Run(Kari(), OpenContact());
  const std::string hash = StateHash();
  Restart();
  EXPECT_EQ(StateHash(), hash);
  EXPECT_EQ(Active(), "9.0.0");
  EXPECT_GE(Ask<int>([](const domain::State& state) { return domain::ActiveTool(state)->changes_size(); }),
            1);
  EXPECT_EQ(Assess(before->contact_id()), ToHex(Blake2b(Shipped())));
  EXPECT_EQ(Assess(after->contact_id()), ToHex(Blake2b(Next())));
}

TEST_F(EngineToolsTest, RollbackGoesBackWithoutAFile) {
  ASSERT_TRUE(Activate(Shipped()).changed());
  const std::string first = Active();
  ASSERT_TRUE(Activate(Next()).changed());
  Restart();
  const v1::ToolResult back = RollBack();
  EXPECT_TRUE(back.changed());
  EXPECT_EQ(back.other().version(), "9.0.0");
  EXPECT_EQ(Active(), first);
  Restart();
  EXPECT_EQ(Active(), first);
}

TEST_F(EngineToolsTest, APlanSurvivesARestartAndTakesEffectAtItsTime) {
  ASSERT_TRUE(Activate(Shipped()).changed());
  const std::string first = Active();
  ASSERT_TRUE(Activate(Next(), kStartUs + 60 * kSecondUs).changed());
  EXPECT_EQ(Active(), first);
  Restart();
  clock_->Advance(61 * kSecondUs);
  EXPECT_TRUE(Eventually([this] { return Active() == "9.0.0"; }));
  EXPECT_NE(engine_->tools().Find(ToHex(Blake2b(Next()))), nullptr);
}

// The journal speaks of a tool, and what it holds is not that tool.
TEST_F(EngineToolsTest, AJournalWithAnotherCopyIsNotServed) {
  ASSERT_TRUE(Activate(Shipped()).changed());
  std::vector<v1::Event> events = store_->events();
  engine_.reset();
  auto damaged = std::make_shared<MemoryStore>();
  for (v1::Event& event : events) {
    if (event.has_tool_activated()) event.mutable_tool_activated()->mutable_tool()->set_yaml(Next());
  }
  Batch batch;
  batch.events = events;
  ASSERT_TRUE(damaged->Append(batch).ok());
  Engine::Options options;
  options.clock = clock_;
  options.store = std::make_unique<BorrowedStore>(damaged);
  const auto opened = Engine::Open(std::move(options));
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss) << opened.status();
  EXPECT_NE(std::string(opened.status().message()).find("legevakt-3"), std::string::npos);
}

// Whole, but nothing that this program can read.
TEST_F(EngineToolsTest, AToolThatCannotBeReadIsNotServedWhereItIsInUse) {
  engine_.reset();
  v1::Event event;
  event.set_revision(store_->last_revision() + 1);
  event.set_at_us(kStartUs);
  v1::ToolRecord& tool = *event.mutable_tool_activated()->mutable_tool();
  tool.set_yaml("meta: of tomorrow\n");
  tool.set_tool_hash(ToHex(Blake2b(tool.yaml())));
  tool.set_tool_id("tomorrow");
  Batch batch;
  batch.events = {event};
  ASSERT_TRUE(store_->Append(batch).ok());
  Engine::Options options;
  options.clock = clock_;
  options.store = std::make_unique<BorrowedStore>(store_);
  const auto opened = Engine::Open(std::move(options));
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kFailedPrecondition) << opened.status();
  EXPECT_NE(std::string(opened.status().message()).find("tomorrow"), std::string::npos);
}

}  // namespace
}  // namespace legevakt::engine::testing
