// Commands that the operator made while nothing could be sent: kept on the disk, and sent once, in order,
// with the request id they were made with, when central is there again. What central then refuses is laid
// before the operator beside what central has.
//
// Only what records the operator's own work can wait. What asks somebody else to act now cannot: a doctor who
// is asked an hour later has not been asked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "central/domain/state.h"
#include "console/model/subject.h"
#include "legevakt/v1/command.pb.h"

namespace legevakt::console {

namespace v1 = legevakt::v1;

enum class KeptState : std::uint8_t {
  kWaiting,
  // Sent; its answer is not here yet.
  kSent,
  // Central refused it, or would be asked about another journal: the operator decides.
  kConflict,
};

struct Kept {
  v1::ExecuteRequest request;
  Subject subject;
  // Central's time when it was made.
  std::int64_t made_us = 0;
  KeptState state = KeptState::kWaiting;
  // Of a conflict; REASON_UNSPECIFIED where another journal is the reason.
  v1::Refusal refusal;
  // Sent at least once: its bytes must stay as they are.
  bool sent_before = false;
  // Whom it is about, and in which journal: the contact's number means something else in another.
  std::string journal_id;
  std::string name;
  std::string phone;
  // Not the journal that central has now.
  bool other_journal = false;
  // An assessment that alerts AMK's card and a doctor: no conflict of anything else holds it up.
  bool red = false;
};

class Outbox {
 public:
  static bool MayWait(const v1::Command& command);

  // What says the same thing anew (an intake, an assessment, a note that goes on) takes the place of what
  // still waits.
  Kept& Keep(v1::ExecuteRequest request, const Subject& subject, std::int64_t made_us);
  // Sent already, and never answered: waits with its bytes as they are, before what was made after it.
  Kept& KeepSent(v1::ExecuteRequest request, const Subject& subject, std::int64_t made_us);
  // The next one to send: null where all are sent, or where what comes next waits for an answer or a
  // decision. The order is kept strictly: one at a time. Only what makes red goes past a decision that nobody
  // has made. What has waited and goes for the first time says when it was made, as far as `state` lets it.
  Kept* Next(std::int64_t now_us = 0, const domain::State* state = nullptr);
  // Our own change of a contact, from `before` (its last change until then) to `revision`, makes nothing
  // stale that was not.
  void Carry(std::int64_t contact_id, std::int64_t before, std::int64_t revision);
  // An assessment that is sent now takes the place of the ones of its contact that are not on their way.
  void DropAssessments(std::int64_t contact_id);
  // Answers, by request id. False where it is none of ours. `revision` is where central stands after it: our
  // own change makes nothing stale that was made after it.
  bool Done(std::string_view request_id, std::int64_t revision);
  bool Refused(std::string_view request_id, const v1::Refusal& refusal);
  // It did not get through: waits again, with the same id.
  bool Failed(std::string_view request_id);

  // --- the operator's decisions about a conflict
  void Drop(std::string_view request_id);
  // Sent as a new command against the version that central has now. Never what is of another journal: the
  // contact with that number is somebody else's there.
  void SendAnyway(std::string_view request_id, std::int64_t version, std::string new_request_id);

  const std::vector<Kept>& kept() const { return kept_; }
  // Something of this contact waits: what is made now must wait behind it.
  bool Holds(std::int64_t contact_id) const;
  std::size_t conflicts() const;
  // Grows with every change; says when the file must be written.
  std::int64_t changes() const { return changes_; }

  // One JSON object a line, after a line with the journal's id. What is of another journal becomes a
  // conflict. See outbox_file.cc.
  std::string ToText(std::string_view journal_id) const;
  void FromText(std::string_view text, std::string_view journal_id);

 private:
  std::vector<Kept>::iterator Find(std::string_view request_id);

  std::vector<Kept> kept_;
  std::int64_t changes_ = 0;
};

}  // namespace legevakt::console
