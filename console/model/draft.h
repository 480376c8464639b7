// What the operator has typed for one contact and not sent yet. Lives in the console, is saved to disk every
// two seconds, and survives a lost connection, a crash of the console and a restart of central.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "console/model/paper_case.h"
#include "legevakt/v1/command.pb.h"
#include "triage/evaluator/tool.h"

namespace legevakt::console {

namespace v1 = legevakt::v1;

// A section is written from the contact as long as nothing was typed in it.
struct IntakeDraft {
  bool touched = false;
  // Of the contact, when it was written from it last; 0 where that is not known.
  std::int64_t version = 0;
  std::string phone;
  std::string name;
  std::string caller_name;
  std::string national_id;
  std::string address;
  std::string age;
  std::string situation;
  std::string interpreter;
  std::string municipality;
  v1::Sex sex = v1::SEX_UNSPECIFIED;
  v1::CallerRelation relation = v1::CALLER_RELATION_UNSPECIFIED;
  v1::Tri with_patient = v1::TRI_UNSPECIFIED;
  v1::Tri airway = v1::TRI_UNSPECIFIED;
  v1::Tri breathing = v1::TRI_UNSPECIFIED;
  v1::Tri consciousness = v1::TRI_UNSPECIFIED;
  v1::Tri safe_to_call_back = v1::TRI_UNSPECIFIED;
  bool care_plan = false;
  bool threat = false;
  bool hearing_impaired = false;
  bool protected_address = false;
  friend bool operator==(const IntakeDraft&, const IntakeDraft&) = default;
};

struct AssessmentDraft {
  bool touched = false;
  // Of the contact, when it was written from it last; 0 where that is not known.
  std::int64_t version = 0;
  std::string complaint_id;
  // By question id.
  std::map<std::string, v1::Answer> answers;
  // Numbers as typed, by question id: also those that cannot be read yet.
  std::map<std::string, std::string> typed;
  // The operator's own choice; empty follows the tool.
  std::string level_id;
  std::string lowering_reason;
  // The rank of the tool's suggestion that the choice was made against.
  int chosen_against = 0;
};

struct MeasureDraft {
  bool touched = false;
  // Of the contact, when it was written from it last; 0 where that is not known.
  std::int64_t version = 0;
  v1::Measure measure = v1::MEASURE_UNSPECIFIED;
  std::string safety_net;
  // The operator has changed the text that came from the tool.
  bool safety_net_typed = false;
  bool not_relevant = false;
  // As typed, see PromiseBy.
  std::string promise;
  // What it was when it was asked for first: a second save of the same words moves nothing. 0 before that.
  std::string promise_of;
  std::int64_t promise_by_us = 0;

  // The time that is promised, fixed from now on; 0 where there is none, or it cannot be read.
  std::int64_t FixPromise(std::int64_t now_us);
  // Something stands there that is no time.
  bool BadPromise(std::int64_t now_us) const;
};

struct Draft {
  IntakeDraft intake;
  // The intake as it was written from the contact last: only what differs from it was typed, and is sent.
  // Absent where that is not known: then all of it is.
  std::optional<IntakeDraft> written;
  // What was sent of it since: goes along again, also where it was typed back.
  v1::RecordIntake sent;
  AssessmentDraft assessment;
  MeasureDraft measure;
  std::string note;
  // When what the note tells happened, as typed ("21:40"); empty for now.
  std::string note_time;
  // A second opinion: what is asked, and what was advised.
  std::string question;
  std::string advised;
  // About the number or the address of this contact.
  std::string warning;

  bool touched() const {
    return intake.touched || assessment.touched || measure.touched || !measure.promise.empty() ||
           !note.empty() || !question.empty() || !advised.empty() || !warning.empty();
  }
  // This user has changed the contact: what was typed against the change before is not stale.
  void Carry(std::int64_t before, std::int64_t revision);
  // The command that the intake is now. What a colleague has written in other fields stands.
  v1::RecordIntake IntakeNow(std::int64_t contact_id) const;
  // The same, and remembers that it was sent.
  v1::RecordIntake TakeIntake(std::int64_t contact_id);
  // Central has all of it.
  void SettleIntake();
  // Takes over what the contact says, section by section, where nothing was typed.
  void Follow(const v1::Contact& contact, const triage::Tool* tool, bool comma);
};

// What is typed and is about no contact yet.
struct LooseDrafts {
  PaperCase paper_case;
  // A note for the next shift.
  std::string shift_note;
  // By call: what was done for a caller whom nobody reached.
  std::map<std::int64_t, std::string> callback_done = {};
};

// False where something is typed that the command would not hold: the draft is more than what was sent.
bool CanBeRead(const IntakeDraft& draft);

// --- what a draft becomes when it is sent
v1::AssessContact ToCommand(std::int64_t contact_id, const AssessmentDraft& draft, const triage::Tool& tool);
v1::DecideMeasure ToCommand(std::int64_t contact_id, const MeasureDraft& draft);

// --- on disk. A file that cannot be read gives no drafts: what is typed next is more important than an old
// file.
std::string ToJson(const std::map<std::int64_t, Draft>& drafts, std::string_view journal_id,
                   const LooseDrafts& loose = {});
// Empty where the file is of another journal: its contact ids mean something else.
std::map<std::int64_t, Draft> FromJson(std::string_view json, std::string_view journal_id);
// The journal that they are of; empty where it cannot be read.
std::string JournalOf(std::string_view json);
// What was typed is kept where the file is of another journal too; which parts of a case that journal has is
// not.
LooseDrafts LooseFromJson(std::string_view json, std::string_view journal_id);

}  // namespace legevakt::console
