#include "tests/simulation/checker.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "base/time_units.h"
#include "central/domain/apply.h"
#include "central/domain/invariants.h"
#include "central/domain/snapshot.h"
#include "central/engine/field_limits.h"
#include "central/engine/reason_status.h"
#include "tests/simulation/lateness.h"

namespace legevakt::simulation {
namespace {

// The engine's timer sleeps a quarter of a second at most, and a commit may be slow.
constexpr std::int64_t kLateUs = kSecondUs;
constexpr std::int64_t kSlewDivisor = 1000;
// Sampling; the slew of less than a step.
constexpr std::int64_t kSlackUs = 2'000;

bool IsTime(const v1::Event& event) {
  return event.actor().user_id() == "system";
}

std::string At(std::int64_t revision) {
  return "revision " + std::to_string(revision);
}

}  // namespace

Checker::Checker(const Disk& disk, const domain::ToolSet& tools, const Loop& loop, Log& log)
    : disk_(disk), tools_(tools), loop_(loop), log_(log), orders_(tools) {}

void Checker::Fail(std::string what) {
  if (!failure_.empty()) return;
  log_.Step("checker", what);
  failure_ = std::move(what);
}

void Checker::Begin() {
  for (const v1::Event& event : disk_.events) Take(event);
  published_ = disk_.last_revision();
}

// --- requests

void Checker::OnAsked(const v1::Actor& actor, const v1::ExecuteRequest& request) {
  Asked& asked = asked_[request.request_id()];
  asked.actor = actor;
  asked.request = request;
  asked.published = published_;
}

void Checker::OnAnswered(const v1::Actor& actor, const v1::ExecuteRequest& request, const Answer& answer) {
  Advance();
  const Asked& asked = asked_.at(request.request_id());
  if (answer.ok()) {
    const std::string bytes = answer->SerializeAsString();
    log_.Mix(bytes);
    if (!asked.kept) return Fail("acknowledged and not on the disk: " + request.ShortDebugString());
    if (asked.response != bytes) return Fail("two answers to one request: " + request.ShortDebugString());
    if (answer->revision() > disk_.last_revision()) return Fail("acknowledged before it is on the disk");
    if (answer->revision() < asked.published) return Fail("an answer from before the request was made");
    return;
  }
  switch (answer.status().code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
      return;  // to be asked again
    case absl::StatusCode::kPermissionDenied:
      if (domain::Allowed(actor.role(), request.command().what_case())) Fail("a role may not do what it may");
      if (asked.kept) Fail("denied and done: " + request.ShortDebugString());
      return;
    default:
      return Fail(answer.status().ToString() + " for " + request.ShortDebugString());
  }
}

void Checker::OnReuseAnswered(const Answer& answer) {
  if (answer.ok()) return Fail("a request_id was taken again with other bytes or for another user");
  if (absl::IsUnavailable(answer.status()) || absl::IsResourceExhausted(answer.status())) return;
  if (engine::ReasonOf(answer.status()) != v1::REASON_REQUEST_ID_REUSED &&
      !absl::IsPermissionDenied(answer.status())) {
    Fail("a reused request_id was answered with " + answer.status().ToString());
  }
}

// --- what is on the disk

void Checker::Advance() {
  if (!failure_.empty()) return;
  if (disk_.last_revision() < model_.revision) {
    return Fail(At(model_.revision) + " was there, and the disk ends at " +
                std::to_string(disk_.last_revision()));
  }
  while (replies_taken_ < disk_.replies.size() && failure_.empty()) {
    TakeReply(disk_.replies[replies_taken_++]);
  }
  if (failure_.empty() && model_.revision < disk_.last_revision()) {
    TakeOthers(disk_.last_revision());
    if (failure_.empty() && model_.revision < disk_.last_revision()) {
      Fail(At(model_.revision + 1) + ": no kept reply accounts for what " +
           disk_.events[static_cast<std::size_t>(model_.revision)].ShortDebugString() + " did");
    }
  }
}

void Checker::TakeReply(const engine::StoredReply& reply) {
  const auto found = asked_.find(reply.request_id);
  if (found == asked_.end()) return Fail("a reply is kept to a request that nobody made");
  Asked& asked = found->second;
  if (asked.kept) return Fail("done twice: " + asked.request.ShortDebugString());
  if (asked.turned_away) return Fail("turned away and done: " + asked.request.ShortDebugString());
  v1::ExecuteResponse response;
  response.ParseFromString(reply.response);
  TakeOthers(response.revision());
  if (!failure_.empty()) return;
  domain::Decision decision;
  if (auto refusal = engine::CheckFields(asked.request.command()); refusal.has_value()) {
    decision.refusal = std::move(refusal);
  } else {
    decision = domain::Decide(model_, asked.request.command(), asked.request.expected_version(),
                              {.now_us = reply.at_us, .actor = asked.actor, .tools = &tools_});
  }
  v1::ExecuteResponse expected;
  expected.set_revision(model_.revision + static_cast<std::int64_t>(decision.events.size()));
  if (decision.refusal.has_value()) {
    *expected.mutable_refusal() = *std::move(decision.refusal);
  } else {
    expected.set_call_id(decision.call_id);
    expected.set_contact_id(decision.contact_id);
    expected.set_mission_id(decision.mission_id);
  }
  if (expected.SerializeAsString() != reply.response) {
    return Fail("the answer " + response.ShortDebugString() + " is not the one that follows, " +
                expected.ShortDebugString() + ", from " + asked.request.ShortDebugString());
  }
  if (!TakeAll(decision.events, asked.request.request_id())) return;
  asked.kept = true;
  asked.response = reply.response;
}

void Checker::TakeOthers(std::int64_t until_revision) {
  while (model_.revision < std::min(until_revision, disk_.last_revision()) && failure_.empty()) {
    const v1::Event& event = disk_.events[static_cast<std::size_t>(model_.revision)];
    if (event.has_invariant_repaired()) return Fail("an invariant was broken: " + event.ShortDebugString());
    if (orders_.IsOne(event)) {
      TakeOrder(event);
    } else if (!IsTime(event)) {
      return;
    } else if (event.has_notice_changed()) {
      TakeNotice(event);
    } else {
      TakeTime(event);
    }
  }
}

void Checker::TakeTime(const v1::Event& event) {
  const std::vector<v1::Event> expected = domain::DecideTime(model_, event.at_us());
  if (expected.empty()) return Fail("time did what is not due: " + event.ShortDebugString());
  TakeAll(expected, "time");
}

bool Checker::TakeAll(const std::vector<v1::Event>& expected, const std::string& whose) {
  if (expected.empty()) return true;
  const std::int64_t before = model_.revision;
  for (const v1::Event& event : expected) {
    if (model_.revision >= disk_.last_revision()) {
      Fail(At(event.revision()) + " of " + whose + " is not on the disk");
      return false;
    }
    const v1::Event& there = disk_.events[static_cast<std::size_t>(model_.revision)];
    if (!SameBytes(there, event)) {
      Fail("on the disk is " + there.ShortDebugString() + ", and what follows is " +
           event.ShortDebugString());
      return false;
    }
    if (!Take(there)) return false;
  }
  CheckInvariants(before);
  return failure_.empty();
}

bool Checker::SameBytes(const v1::Event& there, const v1::Event& expected) {
  bytes_.clear();
  there.AppendToString(&bytes_);
  expected_bytes_.clear();
  expected.AppendToString(&expected_bytes_);
  return bytes_ == expected_bytes_;
}

bool Checker::Take(const v1::Event& event) {
  if (event.at_us() < model_.at_us) {
    Fail(At(event.revision()) + " is from before the revision before it");
    return false;
  }
  if (engine_started_us_ > 0 && event.at_us() > EngineAtMostUs()) {
    Fail(At(event.revision()) + " is from the future: " + event.ShortDebugString());
    return false;
  }
  if (const absl::Status applied = domain::Apply(model_, event); !applied.ok()) {
    Fail(At(event.revision()) + " cannot be applied: " + applied.ToString());
    return false;
  }
  bytes_.clear();
  event.AppendToString(&bytes_);
  log_.Mix(bytes_);
  return true;
}

// Of what a command did as a whole.
void Checker::CheckInvariants(std::int64_t after_revision) {
  for (std::int64_t revision = after_revision; revision < model_.revision; ++revision) {
    const v1::Event& event = disk_.events[static_cast<std::size_t>(revision)];
    for (const domain::Violation& violation : domain::CheckTouched(model_, event)) {
      Fail("after " + At(event.revision()) + ": " + violation.what + ": " + event.ShortDebugString());
    }
  }
  // Central looks at what its events touch, so nothing else may have changed.
  if (after_revision == model_.revision || !failure_.empty()) return;
  for (const domain::Violation& violation : domain::CheckAll(model_)) {
    Fail("after " + At(model_.revision) + ", in no record that it touched: " + violation.what);
  }
}

// Only Take changes the model, and each event is a revision.
const std::string& Checker::ModelBytes() {
  if (std::exchange(model_bytes_of_, model_.revision) != model_.revision) {
    model_bytes_ = domain::SnapshotBytes(model_);
  }
  return model_bytes_;
}

// --- central

std::int64_t Checker::EngineAtLeastUs() const {
  const std::int64_t passed_us = loop_.now_us() - started_us_;
  return engine_started_us_ + passed_us - passed_us / kSlewDivisor - kSlackUs;
}

std::int64_t Checker::EngineAtMostUs() const {
  const std::int64_t passed_us = loop_.now_us() - started_us_;
  return engine_started_us_ + passed_us + passed_us / kSlewDivisor + kSlackUs;
}

// Where the machine has run on, so has time: no deadline is early over a restart, and none is put off.
void Checker::CheckStartTime(std::int64_t engine_us, std::int64_t wall_us, bool same_boot) {
  const std::int64_t last_us = disk_.events.empty() ? 0 : disk_.events.back().at_us();
  if (engine_us < last_us) Fail("engine time begins before the journal's last event");
  if (same_boot && (engine_us < EngineAtLeastUs() || engine_us > EngineAtMostUs())) {
    Fail("engine time did not go on over a restart: it is off by " +
         std::to_string(engine_us - engine_started_us_ - (loop_.now_us() - started_us_)) + " us");
  }
  if (!same_boot && engine_us != std::max(wall_us, last_us)) {
    Fail("engine time does not begin where it should");
  }
}

void Checker::OnStart(std::int64_t engine_us, std::int64_t wall_us, int boot) {
  CheckStartTime(engine_us, wall_us, boot == std::exchange(boot_, boot));
  started_us_ = loop_.now_us();
  engine_started_us_ = engine_us;
  untold_ = told_falsely_ = 0;
  if (disk_.last_revision() < published_) {
    Fail(At(published_) + " was published, and is not on the disk after a restart");
  }
  // What a commit of unknown outcome has left is there for all from now on.
  published_ = disk_.last_revision();
  durable_.emplace_back(loop_.now_us(), published_);
  Advance();
  started_revision_ = model_.revision;
}

void Checker::OnPublished(std::int64_t revision) {
  if (revision <= published_) Fail(At(revision) + " was published twice");
  if (revision > disk_.last_revision()) Fail(At(revision) + " was published before it is on the disk");
  published_ = revision;
  durable_.emplace_back(loop_.now_us(), revision);
  Advance();
}

void Checker::OnTick(std::int64_t engine_us, bool at_ease) {
  if (engine_us < EngineAtLeastUs() || engine_us > EngineAtMostUs()) {
    Fail("engine time is not the time that has passed, by " +
         std::to_string(engine_us - engine_started_us_ - (loop_.now_us() - started_us_)) + " us");
  }
  if (!at_ease) return;
  const std::int64_t late_us = EngineAtLeastUs() - domain::NextDeadline(model_);
  if (late_us > kLateUs) Fail("a deadline was lost: it is " + std::to_string(late_us) + " us late");
  if (const std::string late = WhatIsLate(model_, EngineAtLeastUs() - kLateUs); !late.empty()) {
    Fail("a deadline was lost: " + late);
  }
}

void Checker::OnState(std::int64_t revision, const std::string& bytes) {
  Advance();
  if (model_.revision != revision) return;
  if (ModelBytes() != bytes) Fail("central's state is not the one that follows from the journal");
}

void Checker::OnClocks(std::int64_t engine_us, std::int64_t wall_us, bool at_ease) {
  constexpr std::int64_t kStepUs = 2 * kSecondUs;
  // The engine looks once a second, and what it says must reach the disk.
  constexpr int kTicks = 4;
  const std::int64_t off_us = std::abs(engine_us - wall_us);
  Advance();
  const bool told = !model_.notice.clock_problem().empty();
  // Between two of these looks the engine may have seen another time than both show.
  untold_ = at_ease && !told && off_us > kStepUs + kSlackUs ? untold_ + 1 : 0;
  told_falsely_ = at_ease && told && off_us < kStepUs - kSlackUs ? told_falsely_ + 1 : 0;
  if (untold_ >= kTicks) Fail("the clocks differ, and nobody is told");
  if (told_falsely_ >= kTicks) Fail("the clocks agree, and it is told that they do not");
}

// --- those who watch

void Checker::OnApplied(std::string_view who, const domain::State& state) {
  if (state.revision > published_) {
    Fail(std::string(who) + " saw " + At(state.revision) + " before it was published");
  }
}

void Checker::OnUpToDate(std::string_view who, std::int64_t revision, std::int64_t moment_us) {
  // The moment is named in engine time, which runs a little faster or slower.
  const auto after =
      std::lower_bound(durable_.begin(), durable_.end(), std::pair(moment_us - kSlackUs, std::int64_t{0}));
  if (after == durable_.begin()) return;
  const std::int64_t durable = std::prev(after)->second;
  if (revision < durable) {
    Fail(std::string(who) + " is told that it is up to date at " + At(revision) + ", and " + At(durable) +
         " was durable " + std::to_string(loop_.now_us() - std::prev(after)->first) + " us before");
  }
}

void Checker::OnSame(std::string_view who, const domain::State& state) {
  Advance();
  if (state.revision != model_.revision) return;
  if (domain::SnapshotBytes(state) != ModelBytes()) {
    Fail(std::string(who) + " has another state at " + At(state.revision));
  }
}

void Checker::AtEnd() {
  Advance();
  if (!failure_.empty()) return;
  for (const domain::Violation& violation : domain::CheckAll(model_)) Fail("at the end: " + violation.what);
  if (model_.invariant_repairs != 0) Fail("an invariant was repaired");
  // A reader of the journal comes to the same state, and so does one of a snapshot.
  const absl::StatusOr<domain::State> restored = domain::FromSnapshotBytes(ModelBytes());
  if (!restored.ok() || domain::SnapshotBytes(*restored) != ModelBytes() ||
      restored->agenda != model_.agenda) {
    Fail("a snapshot does not hold the state");
  }
  log_.Mix(ModelBytes());
}

}  // namespace legevakt::simulation
