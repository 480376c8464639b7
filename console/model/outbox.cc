#include "console/model/outbox.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/time_units.h"

namespace legevakt::console {
namespace {

// So old before it says when it was made: what waited for less was made now.
constexpr std::int64_t kWaitedUs = kMinuteUs;

// When it was made goes along, unless the operator has said when it happened. Not where central would refuse
// it: before what was assessed last, or longer ago than it takes.
void Date(Kept& kept, std::int64_t now_us, const domain::State& state) {
  if (now_us - kept.made_us < kWaitedUs || now_us - kept.made_us >= limits::kPaperUs - kMinuteUs) return;
  v1::Command& command = *kept.request.mutable_command();
  const v1::Contact* contact = state.FindContact(kept.subject.contact_id);
  if (contact == nullptr || kept.made_us < contact->opened_us()) return;
  if (command.has_add_note() && command.add_note().happened_us() == 0)
    command.mutable_add_note()->set_happened_us(kept.made_us);
  if (!command.has_assess_contact() || command.assess_contact().happened_us() != 0) return;
  for (const v1::Assessment& earlier : contact->assessments()) {
    if (earlier.at_us() > kept.made_us) return;
  }
  command.mutable_assess_contact()->set_happened_us(kept.made_us);
}

// A note is one more, but for one that goes on with what was written.
bool SaysAnew(const v1::Command& command, const v1::Command& before) {
  if (!command.has_add_note()) return true;
  return command.add_note().text().starts_with(before.add_note().text()) &&
         command.add_note().happened_us() == before.add_note().happened_us();
}

}  // namespace

bool Outbox::MayWait(const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kRecordIntake:
    case v1::Command::kAssessContact:
    case v1::Command::kDecideMeasure:
    case v1::Command::kMakePromise:
    case v1::Command::kAddNote:
    case v1::Command::kEndCall:
    case v1::Command::kCloseContact:
    case v1::Command::kEnterNote:
      return true;
    default:
      return false;
  }
}

Kept& Outbox::Keep(v1::ExecuteRequest request, const Subject& subject, std::int64_t made_us) {
  ++changes_;
  const auto what = request.command().what_case();
  const auto same = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    return kept.subject == subject && kept.request.command().what_case() == what &&
           kept.state == KeptState::kWaiting && !kept.sent_before &&
           SaysAnew(request.command(), kept.request.command());
  });
  if (same != kept_.end()) {
    same->request = std::move(request);
    same->made_us = made_us;
    same->red = false;
    return *same;
  }
  Kept& kept = kept_.emplace_back();
  kept.request = std::move(request);
  kept.subject = subject;
  kept.made_us = made_us;
  return kept;
}

Kept& Outbox::KeepSent(v1::ExecuteRequest request, const Subject& subject, std::int64_t made_us) {
  Kept kept;
  kept.request = std::move(request);
  kept.subject = subject;
  kept.made_us = made_us;
  kept.sent_before = true;
  const auto later = std::find_if(kept_.begin(), kept_.end(),
                                  [made_us](const Kept& other) { return other.made_us > made_us; });
  ++changes_;
  return *kept_.insert(later, std::move(kept));
}

Kept* Outbox::Next(std::int64_t now_us, const domain::State* state) {
  const auto on_its_way = [](const Kept& kept) { return kept.state == KeptState::kSent; };
  if (std::any_of(kept_.begin(), kept_.end(), on_its_way)) return nullptr;
  const bool stopped = !kept_.empty() && kept_.front().state == KeptState::kConflict;
  for (Kept& kept : kept_) {
    if (kept.state == KeptState::kConflict || (stopped && !kept.red)) continue;
    kept.state = KeptState::kSent;
    if (!kept.sent_before && state != nullptr) Date(kept, now_us, *state);
    // Before it goes: after a crash in between its bytes must be the same.
    if (!std::exchange(kept.sent_before, true)) ++changes_;
    return &kept;
  }
  return nullptr;
}

void Outbox::DropAssessments(std::int64_t contact_id) {
  changes_ += static_cast<std::int64_t>(std::erase_if(kept_, [contact_id](const Kept& kept) {
    return kept.subject.contact_id == contact_id && !kept.other_journal &&
           kept.request.command().has_assess_contact() && kept.state != KeptState::kSent;
  }));
}

void Outbox::Carry(std::int64_t contact_id, std::int64_t before, std::int64_t revision) {
  for (Kept& kept : kept_) {
    const std::int64_t version = kept.request.expected_version();
    const bool ours =
        kept.subject.contact_id == contact_id && !kept.other_journal && !kept.sent_before && version != 0;
    if (!ours || version < before || version >= revision) continue;
    kept.request.set_expected_version(revision);
    ++changes_;
  }
}

std::vector<Kept>::iterator Outbox::Find(std::string_view request_id) {
  return std::find_if(kept_.begin(), kept_.end(),
                      [request_id](const Kept& kept) { return kept.request.request_id() == request_id; });
}

bool Outbox::Done(std::string_view request_id, std::int64_t revision) {
  const auto found = Find(request_id);
  if (found == kept_.end()) return false;
  const std::int64_t version = found->request.expected_version();
  const std::int64_t contact_id = found->subject.contact_id;
  kept_.erase(found);
  for (auto& kept : kept_) {
    if (kept.subject.contact_id == contact_id && !kept.sent_before &&
        kept.request.expected_version() == version && version != 0 && version < revision)
      kept.request.set_expected_version(revision);
  }
  ++changes_;
  return true;
}

bool Outbox::Refused(std::string_view request_id, const v1::Refusal& refusal) {
  const auto found = Find(request_id);
  if (found == kept_.end()) return false;
  found->state = KeptState::kConflict;
  found->refusal = refusal;
  ++changes_;
  return true;
}

bool Outbox::Failed(std::string_view request_id) {
  const auto found = Find(request_id);
  if (found == kept_.end()) return false;
  found->state = KeptState::kWaiting;
  return true;
}

void Outbox::Drop(std::string_view request_id) {
  const auto found = Find(request_id);
  if (found == kept_.end()) return;
  kept_.erase(found);
  ++changes_;
}

void Outbox::SendAnyway(std::string_view request_id, std::int64_t version, std::string new_request_id) {
  const auto found = Find(request_id);
  if (found == kept_.end() || found->other_journal) return;
  found->request.set_request_id(std::move(new_request_id));
  found->request.set_expected_version(version);
  // Dated anew when it goes: somebody may have assessed since.
  v1::Command& command = *found->request.mutable_command();
  if (command.has_assess_contact() && command.assess_contact().happened_us() == found->made_us)
    command.mutable_assess_contact()->clear_happened_us();
  found->sent_before = false;
  found->state = KeptState::kWaiting;
  found->refusal.Clear();
  ++changes_;
}

bool Outbox::Holds(std::int64_t contact_id) const {
  return std::any_of(kept_.begin(), kept_.end(), [contact_id](const Kept& kept) {
    return kept.subject.contact_id == contact_id && !kept.other_journal;
  });
}

std::size_t Outbox::conflicts() const {
  return static_cast<std::size_t>(std::count_if(
      kept_.begin(), kept_.end(), [](const Kept& kept) { return kept.state == KeptState::kConflict; }));
}

}  // namespace legevakt::console
