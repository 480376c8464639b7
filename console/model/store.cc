#include "console/model/store.h"

#include <algorithm>
#include <utility>

#include "base/ids.h"
#include "central/domain/apply.h"

namespace legevakt::console {

bool Store::Pump(std::int64_t mono_us) {
  auto updates = link_.Take();
  for (auto& update : updates) {
    if (auto* signed_in = std::get_if<SignedIn>(&update)) Take(std::move(*signed_in));
    if (auto* snapshot = std::get_if<SnapshotTaken>(&update)) Take(std::move(*snapshot), mono_us);
    if (auto* batch = std::get_if<BatchTaken>(&update)) Take(*batch);
    if (auto* bookmark = std::get_if<BookmarkSeen>(&update)) Take(*bookmark, mono_us);
    if (auto* begins = std::get_if<StreamBegins>(&update)) freshness_.NewStream(begins->asked_us);
    if (auto* gone = std::get_if<LinkLost>(&update)) trouble_ = std::move(gone->why);
    if (auto* replied = std::get_if<Replied>(&update)) Take(std::move(*replied));
    if (auto* searched = std::get_if<Searched>(&update)) lookup_.Take(std::move(*searched));
    if (auto* read = std::get_if<WasRead>(&update)) lookup_.Take(std::move(*read));
  }
  if (!updates.empty()) Settle();
  EmptyOutbox(mono_us);
  return !updates.empty();
}

void Store::StartFrom(std::string_view outbox) {
  if (state_ != nullptr || !outbox_.kept().empty()) return;
  journal_id_ = outbox.substr(0, outbox.find('\n'));
  outbox_.FromText(outbox, journal_id_);
}

void Store::Take(SignedIn update) {
  me_ = std::move(update.actor);
  ++changes_;
}

void Store::Take(SnapshotTaken update, std::int64_t mono_us) {
  if (!journal_id_.empty() && journal_id_ != update.journal_id) {
    PutAsidePending();
    former_ = std::move(state_);
  }
  state_ = std::move(update.state);
  ++changes_;
  // What waits was meant for the journal before: the operator decides.
  if (!journal_id_.empty() && journal_id_ != update.journal_id)
    outbox_.FromText(outbox_.ToText(journal_id_), update.journal_id);
  journal_id_ = std::move(update.journal_id);
  tools_.Follow(*state_);
  freshness_.HeardState(mono_us, state_->at_us);
}

// What was on its way was for a journal that is no more: its numbers mean others in this one.
void Store::PutAsidePending() {
  for (Pending& sent : std::exchange(pending_, {})) {
    if (!Outbox::MayWait(sent.command)) {
      outcomes_.push_back({sent.request_id,
                           sent.subject,
                           std::move(sent.command),
                           {},
                           absl::UnavailableError("another journal")});
      continue;
    }
    if (outbox_.Failed(sent.request_id)) continue;
    v1::ExecuteRequest request;
    request.set_request_id(sent.request_id);
    request.set_expected_version(sent.expected_version);
    *request.mutable_command() = std::move(sent.command);
    Label(outbox_.KeepSent(std::move(request), sent.subject, sent.made_us));
  }
}

void Store::Take(const BatchTaken& update) {
  if (state_ == nullptr) return;
  ++changes_;
  for (const auto& event : update.batch.events()) {
    // A batch may come again after a reconnect; what we have is skipped, a gap is not.
    if (event.revision() <= state_->revision) continue;
    // Only what this user has done, which is seldom: the last change of each contact until then.
    const bool own = !me_.user_id().empty() && event.actor().user_id() == me_.user_id();
    std::vector<std::pair<std::int64_t, std::int64_t>> before;
    if (own) {
      before.reserve(state_->contacts.size());
      for (const auto& [id, contact] : state_->contacts) before.emplace_back(id, contact.changed_revision());
    }
    if (!domain::Apply(*state_, event).ok()) {
      link_.Resync();
      return;
    }
    if (own) NoteOwnChanges(event.revision(), before);
    if (event.has_tool_activated() || event.has_tool_planned()) tools_.Follow(*state_);
  }
}

void Store::NoteOwnChanges(std::int64_t revision,
                           const std::vector<std::pair<std::int64_t, std::int64_t>>& before) {
  for (const auto& [id, changed] : before) {
    const v1::Contact* contact = state_->FindContact(id);
    if (contact == nullptr || contact->changed_revision() != revision) continue;
    own_changes_.push_back({id, changed, revision});
    outbox_.Carry(id, changed, revision);
  }
}

std::vector<OwnChange> Store::TakeOwnChanges() {
  return std::exchange(own_changes_, {});
}

void Store::Take(const BookmarkSeen& update, std::int64_t mono_us) {
  if (state_ == nullptr) return;
  freshness_.Heard(mono_us, update.bookmark.at_us(), update.bookmark.draining());
  AskAnewWhereLate(mono_us);
  trouble_.clear();
}

// Bookmarks come, and are late: the way here is slow, or central's clock is really behind. A new stream tells
// which. Where the way is slow it is late too, and a whole state more each time: seldom, then.
void Store::AskAnewWhereLate(std::int64_t mono_us) {
  if (CanSend(mono_us)) {
    late_since_us_.reset();
    if (!in_time_since_us_) in_time_since_us_ = mono_us;
    if (mono_us - *in_time_since_us_ >= kInTimeAgainUs) late_patience_us_ = kLatePatienceUs;
    return;
  }
  in_time_since_us_.reset();
  if (!late_since_us_) late_since_us_ = mono_us;
  if (mono_us - *late_since_us_ < late_patience_us_) return;
  late_since_us_.reset();
  late_patience_us_ = std::min(2 * late_patience_us_, kLatePatienceMaxUs);
  link_.Resync();
}

void Store::Take(Replied update) {
  const auto found = std::find_if(pending_.begin(), pending_.end(), [&update](const Pending& pending) {
    return pending.request_id == update.request_id;
  });
  if (found == pending_.end()) return;
  if (update.status.ok() && !update.response.has_refusal()) {
    found->response = std::move(update.response);
    return;
  }
  // Nobody knows whether it arrived: kept, and sent again with the same id, which does nothing twice.
  const bool lost = absl::IsUnavailable(update.status) || absl::IsDeadlineExceeded(update.status);
  if (lost && Outbox::MayWait(found->command)) {
    if (!outbox_.Failed(found->request_id)) {
      v1::ExecuteRequest request;
      request.set_request_id(found->request_id);
      request.set_expected_version(found->expected_version);
      *request.mutable_command() = std::move(found->command);
      Label(outbox_.KeepSent(std::move(request), found->subject, found->made_us));
    }
    pending_.erase(found);
    return;
  }
  outbox_.Refused(found->request_id, update.response.refusal());
  outcomes_.push_back({found->request_id, found->subject, std::move(found->command),
                       std::move(update.response), update.status});
  pending_.erase(found);
}

// Done is what the state has reached: an acknowledged command stays pending until its event is here.
void Store::Settle() {
  if (state_ == nullptr) return;
  for (auto it = pending_.begin(); it != pending_.end();) {
    if (!it->response || it->response->revision() > state_->revision) {
      ++it;
      continue;
    }
    // What it has done elsewhere is no version of the contact.
    const v1::Contact* contact = state_->FindContact(it->subject.contact_id);
    const std::int64_t version = contact == nullptr ? it->response->revision() : contact->version();
    outbox_.Done(it->request_id, std::min<std::int64_t>(it->response->revision(), version));
    outcomes_.push_back(
        {it->request_id, it->subject, std::move(it->command), std::move(*it->response), absl::OkStatus()});
    it = pending_.erase(it);
  }
}

const triage::Tool* Store::ActiveTool() const {
  return state_ == nullptr ? nullptr : tools_.Find(state_->active_tool_hash);
}

bool Store::CanSend(std::int64_t mono_us) const {
  return freshness_.At(mono_us) == Freshness::kFresh;
}

std::string Store::Send(v1::Command command, Subject subject, std::int64_t expected_version,
                        std::int64_t mono_us, std::string request_id) {
  v1::ExecuteRequest request;
  request.set_request_id(request_id.empty() ? NewUuid() : std::move(request_id));
  request.set_expected_version(expected_version);
  *request.mutable_command() = std::move(command);
  std::string id = request.request_id();
  if (Waits(request.command(), subject, mono_us)) {
    Label(outbox_.Keep(std::move(request), subject, freshness_.CentralNowUs(mono_us)));
  } else {
    if (MakesRed(request.command())) outbox_.DropAssessments(subject.contact_id);
    SendNow(std::move(request), subject, mono_us);
  }
  return id;
}

void Store::Label(Kept& kept) const {
  kept.red = MakesRed(kept.request.command());
  kept.journal_id = journal_id_;
  const v1::Contact* contact = state_ == nullptr ? nullptr : state_->FindContact(kept.subject.contact_id);
  if (contact == nullptr) return;
  // What is typed and waits is newer.
  const v1::Personal& typed = kept.request.command().record_intake().personal();
  kept.name = typed.name().empty() ? contact->personal().name() : typed.name();
  kept.phone = typed.phone().empty() ? contact->personal().phone() : typed.phone();
}

bool Store::MakesRed(const v1::Command& command) const {
  if (state_ == nullptr || !command.has_assess_contact()) return false;
  const v1::Contact* contact = state_->FindContact(command.assess_contact().contact_id());
  if (contact == nullptr) return false;
  const triage::Tool* tool =
      tools_.Find(contact->tool_hash().empty() ? state_->active_tool_hash : contact->tool_hash());
  const triage::Index level =
      tool == nullptr ? triage::kNone : tool->FindLevel(command.assess_contact().level_id());
  return level != triage::kNone && tool->levels()[level].hastegrad == triage::Hastegrad::kAkutt;
}

bool Store::Waits(const v1::Command& command, const Subject& subject, std::int64_t mono_us) const {
  if (!Outbox::MayWait(command)) return false;
  return !CanSend(mono_us) || (outbox_.Holds(subject.contact_id) && !MakesRed(command));
}

void Store::SendNow(v1::ExecuteRequest request, const Subject& subject, std::int64_t mono_us) {
  pending_.push_back({request.request_id(), subject, request.command(), mono_us, request.expected_version(),
                      freshness_.CentralNowUs(mono_us), std::nullopt});
  link_.Send(std::move(request));
}

void Store::EmptyOutbox(std::int64_t mono_us) {
  if (outbox_.kept().empty() || !CanSend(mono_us)) return;
  const Kept* next = outbox_.Next(freshness_.CentralNowUs(mono_us), state_.get());
  if (next != nullptr) SendNow(next->request, next->subject, mono_us);
}

bool Store::IsPending(const Subject& subject) const {
  return std::any_of(pending_.begin(), pending_.end(),
                     [&subject](const Pending& pending) { return pending.subject == subject; });
}

bool Store::IsPending(const Subject& subject, v1::Command::WhatCase what) const {
  return std::any_of(pending_.begin(), pending_.end(), [&subject, what](const Pending& pending) {
    return pending.subject == subject && pending.command.what_case() == what;
  });
}

bool Store::Ending(std::int64_t call_id) const {
  const auto ends = [call_id](const v1::Command& command) {
    return command.has_end_call() && command.end_call().call_id() == call_id;
  };
  return std::any_of(pending_.begin(), pending_.end(),
                     [&ends](const Pending& pending) { return ends(pending.command); }) ||
         std::any_of(outbox_.kept().begin(), outbox_.kept().end(), [&ends](const Kept& kept) {
           return !kept.other_journal && ends(kept.request.command());
         });
}

std::vector<Outcome> Store::TakeOutcomes() {
  return std::exchange(outcomes_, {});
}

}  // namespace legevakt::console
