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
};

class Outbox {
 public:
  static bool MayWait(const v1::Command& command);

  // What says the same thing anew (an intake, an assessment) takes the place of what still waits.
  void Keep(v1::ExecuteRequest request, const Subject& subject, std::int64_t made_us);
  // Sent already, and never answered: waits with its bytes as they are, before what was made after it.
  void KeepSent(v1::ExecuteRequest request, const Subject& subject, std::int64_t made_us);
  // The next one to send: null where all are sent, or where what comes next waits for an answer or a
  // decision. The order is kept strictly: one at a time.
  Kept* Next();
  // Answers, by request id. False where it is none of ours. `revision` is where central stands after it: our
  // own change makes nothing stale that was made after it.
  bool Done(std::string_view request_id, std::int64_t revision);
  bool Refused(std::string_view request_id, const v1::Refusal& refusal);
  // It did not get through: waits again, with the same id.
  bool Failed(std::string_view request_id);

  // --- the operator's decisions about a conflict
  void Drop(std::string_view request_id);
  // Sent as a new command against the version that central has now.
  void SendAnyway(std::string_view request_id, std::int64_t version, std::string new_request_id);

  const std::vector<Kept>& kept() const { return kept_; }
  // Something of this contact waits: what is made now must wait behind it.
  bool Holds(std::int64_t contact_id) const;
  std::size_t conflicts() const;
  // Grows with every change; says when the file must be written.
  std::int64_t changes() const { return changes_; }

  // One JSON object a line, after a line with the journal's id. Text of another journal becomes conflicts.
  std::string ToText(std::string_view journal_id) const;
  void FromText(std::string_view text, std::string_view journal_id);

 private:
  std::vector<Kept>::iterator Find(std::string_view request_id);

  std::vector<Kept> kept_;
  std::int64_t changes_ = 0;
};

}  // namespace legevakt::console
