// What the console holds of central: the state (changed by central/domain's Apply and nothing else), how
// fresh it is, what was sent and has not come back, and what was refused.
//
// Nothing is shown as done before its event has arrived. Thread: the UI thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_units.h"
#include "console/model/freshness.h"
#include "console/model/link.h"
#include "console/model/lookup.h"
#include "console/model/outbox.h"
#include "console/model/subject.h"
#include "console/model/tool_cache.h"

namespace legevakt::console {

// So long bookmarks may come late before a new stream is asked for; twice as long each time after that.
inline constexpr std::int64_t kLatePatienceUs = 10 * kSecondUs;
inline constexpr std::int64_t kLatePatienceMaxUs = 10 * kMinuteUs;
// So long they must come in time before the patience is as short as at first: one that does says little.
inline constexpr std::int64_t kInTimeAgainUs = 30 * kSecondUs;

struct Pending {
  std::string request_id;
  Subject subject;
  v1::Command command;
  // Local, monotonic.
  std::int64_t sent_us = 0;
  std::int64_t expected_version = 0;
  // Central's time when it was made.
  std::int64_t made_us = 0;
  // Known once the reply is here: done when the state has reached it.
  std::optional<v1::ExecuteResponse> response;
};

// A change of a contact's content by this user, and the last one before it.
struct OwnChange {
  std::int64_t contact_id = 0;
  std::int64_t before = 0;
  std::int64_t revision = 0;
};

// A command that has run its course: applied, refused, or never taken.
struct Outcome {
  std::string request_id;
  Subject subject;
  v1::Command command;
  v1::ExecuteResponse response;
  absl::Status status;
  bool ok() const { return status.ok() && !response.has_refusal(); }
};

class Store {
 public:
  explicit Store(Link& link) : link_(link), lookup_(link) {}

  // Takes what arrived. True where something did.
  bool Pump(std::int64_t mono_us);

  bool has_state() const { return state_ != nullptr; }
  // Never call before has_state().
  const domain::State& state() const { return *state_; }
  const ToolCache& tools() const { return tools_; }
  const triage::Tool* ActiveTool() const;
  // Goes up with everything that is taken into the state, and with who is signed in.
  std::int64_t changes() const { return changes_; }
  const v1::Actor& me() const { return me_; }
  const std::string& journal_id() const { return journal_id_; }
  // What was held of the journal before this one, once after it has become another; else null.
  std::shared_ptr<domain::State> TakeFormer() { return std::exchange(former_, nullptr); }
  const FreshnessMeter& freshness() const { return freshness_; }
  // Before anything is heard from central: what this console left in the outbox, with the journal that it is
  // for. Central is asked before any of it is sent.
  void StartFrom(std::string_view outbox);
  // Why central is not heard, as the link says it; empty while it is.
  const std::string& trouble() const { return trouble_; }

  // False while the screen is stale: then a command is not sent, and the draft stays.
  bool CanSend(std::int64_t mono_us) const;
  // An assessment that has AMK's card opened and a doctor alerted, as far as its own level says so.
  bool MakesRed(const v1::Command& command) const;
  // What may wait and cannot go now, or has something of its contact before it in the outbox. What makes red
  // waits behind nothing.
  bool Waits(const v1::Command& command, const Subject& subject, std::int64_t mono_us) const;
  // Gives the request's id. What waits goes into the outbox; what may not wait must not be sent while CanSend
  // is false.
  // `request_id`: the one that the same was sent with before; empty for a new one.
  std::string Send(v1::Command command, Subject subject, std::int64_t expected_version, std::int64_t mono_us,
                   std::string request_id = {});
  // What was made while nothing could be sent. Sent from Pump, one at a time, as soon as the screen is fresh.
  Outbox& outbox() { return outbox_; }
  const Outbox& outbox() const { return outbox_; }
  // What is looked for among contacts that are no longer before everybody's eyes.
  Lookup& lookup() { return lookup_; }
  const Lookup& lookup() const { return lookup_; }
  const std::vector<Pending>& pending() const { return pending_; }
  bool IsPending(const Subject& subject) const;
  bool IsPending(const Subject& subject, v1::Command::WhatCase what) const;
  // That this call has ended is on its way, or waits in the outbox.
  bool Ending(std::int64_t call_id) const;
  // Commands that finished since the last call, in order.
  std::vector<Outcome> TakeOutcomes();
  // What this user has changed since the last call: what is typed against the version before is not stale.
  std::vector<OwnChange> TakeOwnChanges();

 private:
  void Take(SignedIn update);
  void Take(SnapshotTaken update, std::int64_t mono_us);
  void Take(const BatchTaken& update);
  void Take(const BookmarkSeen& update, std::int64_t mono_us);
  void Take(Replied update);
  void AskAnewWhereLate(std::int64_t mono_us);
  void Settle();
  void SendNow(v1::ExecuteRequest request, const Subject& subject, std::int64_t mono_us);
  void EmptyOutbox(std::int64_t mono_us);
  // What it is about, as long as it is known.
  void Label(Kept& kept) const;
  void PutAsidePending();
  void NoteOwnChanges(std::int64_t revision,
                      const std::vector<std::pair<std::int64_t, std::int64_t>>& before);

  Link& link_;
  std::shared_ptr<domain::State> state_;
  std::shared_ptr<domain::State> former_;
  std::int64_t changes_ = 0;
  std::string journal_id_;
  ToolCache tools_;
  v1::Actor me_;
  FreshnessMeter freshness_;
  // Since when no bookmark has come in time although they come, and for how long that may last before a new
  // stream is asked for.
  std::optional<std::int64_t> late_since_us_;
  std::int64_t late_patience_us_ = kLatePatienceUs;
  // Since when each has come in time.
  std::optional<std::int64_t> in_time_since_us_;
  std::string trouble_;
  std::vector<Pending> pending_;
  std::vector<Outcome> outcomes_;
  std::vector<OwnChange> own_changes_;
  Outbox outbox_;
  Lookup lookup_;
};

}  // namespace legevakt::console
