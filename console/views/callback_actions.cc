// What is done about a caller who is to be called back, and what becomes of what was typed about it.
#include <algorithm>
#include <utility>

#include "console/views/app.h"
#include "console/views/callback.h"

namespace legevakt::console {

bool IsEscalated(const v1::Call* call) {
  return call != nullptr && call->state() == v1::CALL_STATE_ESCALATED;
}

bool IsUnreached(const v1::Call* call) {
  return IsEscalated(call) || (call != nullptr && call->state() == v1::CALL_STATE_CALL_BACK_DUE);
}

std::string App::TriedCallback(std::int64_t call_id, bool reached) {
  v1::Command command;
  command.mutable_try_callback()->set_call_id(call_id);
  command.mutable_try_callback()->set_reached(reached);
  if (reached) PutDown();
  CloseOverlay();
  return Send(std::move(command), {.call_id = call_id});
}

void App::FollowUpCallback(const v1::Call& call, const std::string& done) {
  v1::Command command;
  command.mutable_open_contact()->set_call_id(call.call_id());
  command.mutable_open_contact()->set_municipality(call.municipality());
  const std::int64_t call_id = call.call_id();
  PutDown();
  CloseOverlay();
  std::string request_id = Send(std::move(command), {.call_id = call_id});
  if (!request_id.empty()) view_.followed_up.push_back({std::move(request_id), call_id, done});
}

void App::AddToNote(std::int64_t contact_id, const std::string& text) {
  std::string& note = DraftOf(contact_id).note;
  note += (note.empty() ? "" : "\n") + text;
}

// Where the caller was reached after all, or a colleague saw to it, what was typed is about the contact.
void App::FollowCallbackDone() {
  const auto is_over = [this](const auto& done) {
    const auto& [call_id, text] = done;
    const bool is_open = view_.overlay == Overlay::kCallback && view_.overlay_id == call_id;
    const v1::Call* call = store_.state().FindCall(call_id);
    if (is_open || IsUnreached(call) || IsFollowedUp(call_id)) return false;
    if (!text.empty() && call != nullptr && call->contact_ids_size() > 0)
      AddToNote(call->contact_ids(0), text);
    return true;
  };
  std::erase_if(shell_.callback_done, is_over);
}

bool App::IsFollowedUp(std::int64_t call_id) const {
  return std::any_of(view_.followed_up.begin(), view_.followed_up.end(),
                     [call_id](const FollowedUp& one) { return one.call_id == call_id; });
}

void App::NoteFollowedUp(const FollowedUp& followed_up, std::int64_t contact_id) {
  const auto typed = shell_.callback_done.find(followed_up.call_id);
  if (typed != shell_.callback_done.end() && typed->second == followed_up.done)
    shell_.callback_done.erase(typed);
  // A draft until central has it as a note.
  AddToNote(contact_id, followed_up.done);
  v1::Command note;
  note.mutable_add_note()->set_contact_id(contact_id);
  note.mutable_add_note()->set_text(followed_up.done);
  Send(std::move(note), {.contact_id = contact_id});
  v1::Command end;
  end.mutable_end_call()->set_call_id(followed_up.call_id);
  Send(std::move(end), {.contact_id = contact_id});
}

}  // namespace legevakt::console
