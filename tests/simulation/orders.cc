#include "tests/simulation/orders.h"

#include <algorithm>

#include "central/domain/service.h"
#include "central/domain/tools.h"
#include "tests/simulation/scene.h"

namespace legevakt::simulation {
namespace {

domain::Decision Effect(const Order& order, const domain::State& state, const domain::Context& context) {
  const v1::ToolRecord* active = state.FindTool(state.active_tool_hash);
  switch (order.kind) {
    case Order::Kind::kSearch:
      return domain::NoteSearch(state, order.note.what, order.note.reason, order.note.found, context);
    case Order::Kind::kRead:
      return domain::NoteReading(state, order.note.contact_id, order.note.reason, context);
    case Order::Kind::kRestart:
      return domain::AnnounceRestart(state, order.at_us, order.even_with_red, context);
    case Order::Kind::kReport:
      return {};
    case Order::Kind::kTool: {
      const engine::ToolIntake intake = TheToolReader()->Read(order.yaml, "tool.yaml", text::Lang::kNb);
      domain::ToolOrder wanted{
          .tool = intake.record, .news = {}, .at_us = order.at_us, .demonstration = true};
      if (active != nullptr) wanted.news = TheToolReader()->News(active->yaml(), order.yaml);
      wanted.news.against_hash = state.active_tool_hash;
      return domain::TakeToolIntoUse(state, wanted, context);
    }
    case Order::Kind::kRollBack: {
      domain::ToolNews news;
      if (const v1::ToolRecord* target = domain::RollBackTarget(state);
          target != nullptr && active != nullptr) {
        news = TheToolReader()->News(active->yaml(), target->yaml());
      }
      news.against_hash = state.active_tool_hash;
      return domain::RollBackTool(state, news, context);
    }
  }
  return {};
}

}  // namespace

void Orders::OnMade(const Order& order) {
  made_[order.by.device()].order = order;
}

std::vector<v1::Event> Orders::Take(const domain::State& state, const v1::Event& event) {
  Made& made = made_.at(event.actor().device());
  if (made.done || made.refused) return {};
  made.done = true;
  if (made.order.kind == Order::Kind::kRestart) even_with_red_ = made.order.even_with_red;
  return Effect(made.order, state, {.now_us = event.at_us(), .actor = made.order.by, .tools = &tools_})
      .events;
}

std::optional<v1::ServiceNotice> Orders::TakeReport(const v1::ServiceNotice& before,
                                                    const v1::ServiceNotice& now) {
  const auto found = std::find_if(made_.begin(), made_.end(), [&now](const auto& one) {
    return one.second.order.kind == Order::Kind::kReport &&
           one.second.order.report.backup_verified_us == now.backup_verified_us();
  });
  if (found == made_.end() || found->second.done) return std::nullopt;
  found->second.done = true;
  const engine::Engine::RecordReport& report = found->second.order.report;
  v1::ServiceNotice notice = before;
  notice.set_backup_verified_us(report.backup_verified_us);
  notice.set_backup_problem(report.backup_problem);
  notice.set_record_problem(report.record_problem.value_or(""));
  return notice;
}

std::string Orders::OnAnswered(const std::string& mark, bool changed) {
  Made& made = made_.at(mark);
  if (made.done == changed) {
    made.refused = !changed;
    return "";
  }
  return mark + (changed ? " was told that it is done, and it is not on the disk"
                         : " was told that nothing was done, and it is on the disk");
}

bool Orders::MayRestart(std::int64_t engine_us) const {
  return std::any_of(made_.begin(), made_.end(), [engine_us](const auto& one) {
    const Made& made = one.second;
    return made.order.kind == Order::Kind::kRestart && !made.refused && made.order.at_us > 0 &&
           made.order.at_us <= engine_us;
  });
}

}  // namespace legevakt::simulation
