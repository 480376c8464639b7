// What was typed leaves the form: central has it, or the operator has decided against it. What was typed
// since stays.
#include "console/views/app.h"

namespace legevakt::console {
namespace {

template <typename Message>
bool Same(const Message& a, const Message& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

void LetGoPromise(MeasureDraft& draft, const v1::MakePromise& promise) {
  // Another one that was typed meanwhile stays.
  if (promise.kept() || draft.promise != draft.promise_of || draft.promise_by_us != promise.by_us()) return;
  draft.promise.clear();
  draft.promise_of.clear();
  draft.promise_by_us = 0;
}

void LetGoText(std::string& typed, const std::string& sent) {
  if (typed == sent) typed.clear();
}

}  // namespace

void App::LetGo(std::int64_t contact_id, const v1::Command& command) {
  const auto found = drafts_.find(contact_id);
  if (found == drafts_.end()) return;
  Draft& draft = found->second;
  switch (command.what_case()) {
    case v1::Command::kRecordIntake:
      // What cannot be read was not sent, and is not erased.
      if (CanBeRead(draft.intake) && Same(draft.IntakeNow(contact_id), command.record_intake()))
        draft.SettleIntake();
      break;
    case v1::Command::kAssessContact: {
      const v1::Contact* assessed = store_.state().FindContact(contact_id);
      const triage::Tool* tool = assessed == nullptr ? nullptr : ToolOf(*assessed);
      // What was added on its way is not what was typed, see SaveAssessment.
      v1::AssessContact sent = command.assess_contact();
      if (draft.assessment.level_id.empty()) sent.clear_level_id();
      sent.clear_happened_us();
      if (tool != nullptr && UnreadableNumber(*tool, draft.assessment) == triage::kNone &&
          Same(ToCommand(contact_id, draft.assessment, *tool), sent))
        draft.assessment.touched = false;
      break;
    }
    case v1::Command::kDecideMeasure:
      if (Same(ToCommand(contact_id, draft.measure), command.decide_measure())) draft.measure.touched = false;
      break;
    case v1::Command::kMakePromise:
      LetGoPromise(draft.measure, command.make_promise());
      break;
    case v1::Command::kAddNote:
      if (draft.note != command.add_note().text()) break;
      draft.note.clear();
      draft.note_time.clear();
      break;
    case v1::Command::kRequestConsult:
      LetGoText(draft.question, command.request_consult().personal().text());
      break;
    case v1::Command::kAnswerConsult:
      LetGoText(draft.advised, command.answer_consult().personal().text());
      break;
    case v1::Command::kSetWarning:
      LetGoText(draft.warning, command.set_warning().personal().text());
      break;
    default:
      break;
  }
}

void App::DiscardKept(const console::Kept& kept) {
  if (!kept.other_journal && store_.has_state()) {
    LetGo(kept.subject.contact_id, kept.request.command());
    followed_ = {};
  }
  store_.outbox().Drop(std::string(kept.request.request_id()));
}

}  // namespace legevakt::console
