// The engine's part in looking after the service: announced restarts, looking-up written to the journal, and
// what is held back so that the version before can be put back.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "central/domain/service.h"
#include "central/engine/engine_impl.h"
#include "central/engine/reason_status.h"

namespace legevakt::engine {

void EngineImpl::RecordLookup(v1::Actor actor, LookupNote note, Done done) {
  auto shared = std::make_shared<Done>(std::move(done));
  const auto not_serving = [] {
    return ReasonStatus(absl::StatusCode::kUnavailable, v1::REASON_NOT_SERVING);
  };
  const bool posted =
      runner_->Post([this, actor = std::move(actor), note = std::move(note), shared, not_serving] {
        if (!RunTime()) return (*shared)(not_serving());
        const domain::Context context = MakeContext(actor);
        domain::Decision decision =
            note.contact_id == 0 ? domain::NoteSearch(state_, note.what, note.reason, note.found, context)
                                 : domain::NoteReading(state_, note.contact_id, note.reason, context);
        HoldBack(decision);
        // Nobody reads what may not be written down.
        if (decision.refusal.has_value()) {
          return (*shared)(ReasonStatus(absl::StatusCode::kFailedPrecondition, decision.refusal->reason()));
        }
        if (!Accept(std::move(decision.events))) return (*shared)(not_serving());
        WhenDurable(std::move(*shared));
      });
  if (!posted) (*shared)(not_serving());
}

void EngineImpl::PlanRestart(v1::Actor by, std::int64_t at_us, bool even_with_red, RestartDone done) {
  auto shared = std::make_shared<RestartDone>(std::move(done));
  runner_->Post([this, by = std::move(by), at_us, even_with_red, shared] {
    if (!RunTime()) return;
    domain::Decision decision = domain::AnnounceRestart(state_, at_us, even_with_red, MakeContext(by));
    auto response = std::make_shared<v1::PlanRestartResponse>();
    if (decision.refusal.has_value()) {
      *response->mutable_refusal() = *std::move(decision.refusal);
    } else {
      if (!Accept(std::move(decision.events))) return;
      restart_even_with_red_ = even_with_red;
      restart_told_ = false;
    }
    response->set_revision(state_.revision);
    WhenDurable([shared, response](const absl::Status& status) {
      if (status.ok()) (*shared)(*response);
    });
  });
}

bool EngineImpl::RunRestart() {
  const std::int64_t at_us = state_.notice.restart_at_us();
  if (at_us == 0 || restart_told_ || TickUs() < at_us) return true;
  if (const int reds = domain::PendingReds(state_); reds > 0 && !restart_even_with_red_) {
    spdlog::warn("the announced restart is taken back: {} red contact(s) lack a confirmation", reds);
    return Accept(domain::AnnounceRestart(state_, 0, true, MakeContext(SystemActor())).events);
  }
  restart_told_ = true;
  spdlog::info("the announced restart is due");
  if (on_restart_due_) on_restart_due_();
  return true;
}

void EngineImpl::HoldBack(domain::Decision& decision) const {
  if (!readable_by_.has_value()) return;
  const auto newer = [this](const v1::Event& event) { return FirstIn(event) > *readable_by_; };
  // Where the patient is in the house only follows a doctor's step or request, and comes last: without it
  // they are what they were in that version.
  auto& events = decision.events;
  while (events.size() > 1 && events.back().has_visit_stepped() && newer(events.back()) &&
         !newer(events.front()))
    events.pop_back();
  if (std::none_of(events.begin(), events.end(), newer)) return;
  const std::string version = std::to_string((*readable_by_)[0]) + "." + std::to_string((*readable_by_)[1]) +
                              "." + std::to_string((*readable_by_)[2]);
  decision = domain::Decision();
  decision.refusal = MakeRefusal(v1::REASON_WRONG_STATE, "state",
                                 text::Format(text::Lang::kNb, "central.held_back", {{"version", version}}));
}

}  // namespace legevakt::engine
