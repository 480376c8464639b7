// The engine's part in taking triage tools into use: the slow work on the caller's thread, the decision on
// the strand.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>

#include "base/status.h"
#include "central/domain/tools.h"
#include "central/engine/engine_impl.h"
#include "central/engine/tool_intake.h"
#include "triage/reader/loader.h"

namespace legevakt::engine {
namespace {

// The active tool and the planned one, where they are.
struct Uses {
  v1::ToolUse active;
  std::optional<v1::ToolUse> planned;
};
Uses UsesOf(const domain::State& state) {
  Uses uses;
  for (v1::ToolUse& use : domain::ToolUses(state)) {
    if (use.standing() == v1::TOOL_STANDING_ACTIVE) uses.active = std::move(use);
    // The planned one comes last.
    else if (use.standing() == v1::TOOL_STANDING_PLANNED)
      uses.planned = std::move(use);
  }
  return uses;
}

// Beside the active tool: the one that it took the place of, or else the plan that is there or was.
void FillResult(const domain::State& state, Uses before, v1::ToolResult& result) {
  Uses now = UsesOf(state);
  if (now.active.tool_hash() != before.active.tool_hash()) {
    for (v1::ToolUse& use : domain::ToolUses(state)) {
      if (use.tool_hash() == before.active.tool_hash()) *result.mutable_other() = std::move(use);
    }
  } else if (now.planned.has_value()) {
    *result.mutable_other() = *std::move(now.planned);
  } else if (before.planned.has_value()) {
    *result.mutable_other() = *std::move(before.planned);
  }
  *result.mutable_tool() = std::move(now.active);
}

bool InUse(const domain::State& state, const std::string& tool_hash) {
  return tool_hash == state.active_tool_hash ||
         std::any_of(state.contacts.begin(), state.contacts.end(), [&tool_hash](const auto& entry) {
           return domain::IsOpen(entry.second) && entry.second.tool_hash() == tool_hash;
         });
}

}  // namespace

absl::Status EngineImpl::CompileTools() {
  std::vector<const v1::ToolRecord*> records;
  for (const v1::ToolRecord& record : state_.tools) records.push_back(&record);
  if (state_.planned_tool.has_value()) records.push_back(&state_.planned_tool->tool());
  for (const v1::ToolRecord* record : records) {
    if (record->yaml().empty() || tools_.Find(record->tool_hash()) != nullptr) continue;
    triage::LoadResult loaded =
        tool_reader_->Load(record->yaml(), record->tool_id() + ".yaml", text::ProcessLang());
    if (loaded.tool != nullptr) {
      tools_.Add(std::move(loaded.tool));
      continue;
    }
    const std::string why =
        text::Format(text::ProcessLang(), "tool.unreadable",
                     {{"tool", record->tool_id()},
                      {"version", record->version()},
                      {"what", loaded.problems.empty() ? "" : triage::ToString(loaded.problems.front())}});
    if (InUse(state_, record->tool_hash())) return MakeStatus(absl::StatusCode::kFailedPrecondition, why);
    spdlog::error("{}", why);
  }
  return absl::OkStatus();
}

std::optional<EngineImpl::ToolFiles> EngineImpl::ReadToolFiles() {
  auto files = std::make_shared<std::optional<ToolFiles>>();
  // Owned by the callback: where the engine ends, it is let go of, and the wait ends.
  auto seen = std::make_shared<std::promise<void>>();
  const std::future<void> done = seen->get_future();
  Read(
      [files](const domain::State& state, std::int64_t) {
        const v1::ToolRecord* active = state.FindTool(state.active_tool_hash);
        const v1::ToolRecord* target = domain::RollBackTarget(state);
        *files = ToolFiles{state.active_tool_hash, active == nullptr ? "" : active->yaml(),
                           target == nullptr ? "" : target->yaml()};
      },
      [seen = std::move(seen)] { seen->set_value(); });
  runner_->Await(done);
  return *files;
}

void EngineImpl::ActivateTool(ToolOrder order, ToolDone done) {
  ToolIntake intake = tool_reader_->Read(order.yaml, order.file_name, order.lang);
  const auto files = ReadToolFiles();
  if (!files.has_value()) return;
  domain::ToolOrder wanted;
  if (intake.tool != nullptr) {
    wanted.tool = std::move(intake.record);
    if (!files->active.empty()) wanted.news = tool_reader_->News(files->active, wanted.tool.yaml());
  }
  wanted.news.against_hash = files->active_hash;
  wanted.at_us = order.at_us;
  wanted.demonstration = order.demonstration;
  const auto problems = std::make_shared<const std::vector<std::string>>(std::move(intake.problems));
  ChangeTool(
      std::move(order.by),
      [this, problems, wanted = std::move(wanted),
       tool = std::move(intake.tool)](const domain::Context& context) mutable {
        if (!problems->empty()) return domain::Decision{};
        wanted.valid_from_us = ValidFromUs(tool->meta().valid_from, state_.region.time_zone());
        domain::Decision decision = domain::TakeToolIntoUse(state_, wanted, context);
        // Before the event is applied: whoever sees the event finds the tool.
        if (!decision.events.empty()) tools_.Add(tool);
        return decision;
      },
      [problems, done = std::move(done)](v1::ToolResult result) {
        for (const std::string& problem : *problems) result.add_problems(problem);
        done(std::move(result));
      });
}

void EngineImpl::RollBackTool(v1::Actor by, ToolDone done) {
  const auto files = ReadToolFiles();
  if (!files.has_value()) return;
  domain::ToolNews news;
  if (!files->target.empty()) news = tool_reader_->News(files->active, files->target);
  news.against_hash = files->active_hash;
  ChangeTool(
      std::move(by),
      [this, news = std::move(news)](const domain::Context& context) {
        return domain::RollBackTool(state_, news, context);
      },
      std::move(done));
}

void EngineImpl::ChangeTool(v1::Actor by, DecideTool decide, ToolDone done) {
  runner_->Post([this, by = std::move(by), decide = std::move(decide), done = std::move(done)]() mutable {
    if (failed_ || !RunTime()) return;
    v1::ToolResult result;
    Uses before = UsesOf(state_);
    domain::Decision decision = decide(MakeContext(by));
    if (decision.refusal.has_value()) *result.mutable_refusal() = *std::move(decision.refusal);
    result.set_changed(!decision.events.empty());
    if (!Accept(std::move(decision.events))) return;
    FillResult(state_, std::move(before), result);
    result.set_revision(state_.revision);
    WhenDurable([result = std::move(result), done = std::move(done)](const absl::Status& status) mutable {
      if (status.ok()) done(std::move(result));
    });
  });
}

}  // namespace legevakt::engine
