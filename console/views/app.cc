#include "console/views/app.h"

#include <algorithm>
#include <utility>

#include "base/time_units.h"
#include "central/domain/documents.h"
#include "central/domain/tools.h"
#include "console/model/format.h"
#include "console/views/commands.h"
#include "console/views/draw.h"
#include "console/views/map_layout.h"
#include "console/views/words.h"

namespace legevakt::console {
namespace {

// Drafts go to disk this often where something changed.
constexpr std::int64_t kSaveEveryUs = 2 * kSecondUs;
// A notice (not a refusal) leaves by itself.
constexpr std::int64_t kNoticeUs = 10 * kSecondUs;
// A refusal that has no place of its own.
constexpr std::int64_t kElsewhereUs = 60 * kSecondUs;

}  // namespace

App::App(Store& store, ui::Screen& screen, Surroundings surroundings)
    : store_(store),
      screen_(screen),
      maps_(std::make_unique<MapShelf>()),
      surroundings_(std::move(surroundings)) {
  AddContactCommands(*this);
  AddWorkCommands(*this);
  AddShellCommands(*this);
  maps_->borders = surroundings_.borders;
}

App::~App() = default;

void App::Frame(std::int64_t mono_us) {
  mono_us_ = mono_us;
  if (started_us_ == 0) started_us_ = mono_us;
  store_.Pump(mono_us);
  now_us_ = store_.freshness().CentralNowUs(mono_us);
  picture_.Follow(store_, now_us_);
  memo_.Follow(picture_.changes());
  const bool was_stale = std::exchange(stale_, !store_.CanSend(mono_us));
  // What changed may move things about: drawn until that has come to rest. A bookmark alone changes nothing.
  const std::int64_t revision = store_.has_state() ? store_.state().revision : -1;
  if (std::exchange(drawn_revision_, revision) != revision || stale_ != was_stale) screen_.Wake();
  for (const OwnChange& change : store_.TakeOwnChanges()) {
    const auto draft = drafts_.find(change.contact_id);
    if (draft != drafts_.end()) draft->second.Carry(change.before, change.revision);
  }
  TakeOutcomes();
  FollowJournal();
  FollowLookup();
  FollowShell();
  if (Steady()) return;
  screen_.Frame(mono_us, [this] {
    // A hand that moves the pointer is about to click: rows stand still for it as for one that types.
    const ImGuiIO& io = ImGui::GetIO();
    const bool pointer =
        io.MouseDown[0] || io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || io.MouseWheel != 0;
    if (ui().input.chord || !ui().input.typed.empty() || pointer) view_.last_input_us = mono_us_;
    if (store_.has_state()) {
      FollowCallbackDone();
      FollowDrafts();
      FollowNews();
      shell_.alarms.Follow(store_.state(), store_.me().user_id(), now_us_, mono_us_);
    }
    HandleKeys();
    Draw();
    DefaultKeys();
  });
  if (mono_us - saved_us_ >= (shell_.drafts_file.failed ? kTryAgainUs : kSaveEveryUs)) SaveDrafts();
}

bool App::Steady() {
  const ImGuiIO& io = ImGui::GetIO();
  const bool flashing = shell_.alarms.FirstLoud() != nullptr;
  // Every part is noted, also where an earlier one differs.
  auto same = [all = true](auto& drawn, auto now) mutable {
    all = all && drawn == now;
    drawn = now;
    return all;
  };
  same(drawn_second_, now_us_ / kSecondUs);
  same(drawn_flash_, mono_us_ / (flashing ? kSecondUs / 4 : kSecondUs));
  same(drawn_down_, io.MouseDown[0]);
  same(drawn_mouse_.x, io.MousePos.x);
  same(drawn_mouse_.y, io.MousePos.y);
  same(drawn_size_.x, io.DisplaySize.x);
  // A probe looks at every frame.
  return same(drawn_size_.y, io.DisplaySize.y) && !screen_.busy() && ui().probe == nullptr;
}

void App::HandleKeys() {
  auto& input = ui().input;
  if (ui().board) {
    // Nothing is done from a wall but to read it.
    const ui::Command* command = input.chord ? registry_.FindByChord(*input.chord) : nullptr;
    if (command != nullptr && !input.repeat &&
        (command->id == "screen.theme" || command->id == "screen.larger" || command->id == "screen.smaller"))
      command->run();
    input.chord.reset();
    return;
  }
  if (input.chord && registry_.Press(*input.chord, ui().focus.on_text(), input.repeat)) input.chord.reset();
}

// What no widget wanted.
void App::DefaultKeys() {
  auto& input = ui().input;
  if (!input.chord) return;
  auto& focus = ui().focus;
  if (input.chord->key == ui::Key::kTab && !input.chord->ctrl) focus.Step(input.chord->shift ? -1 : 1);
  if (ui().TakeKey(ui::Key::kDown)) focus.Step(1);
  if (ui().TakeKey(ui::Key::kUp)) focus.Step(-1);
}

const v1::Contact* App::contact() const {
  if (!store_.has_state() || view_.contact_id == 0) return nullptr;
  return store_.state().FindContact(view_.contact_id);
}

bool App::HasDraft(std::int64_t contact_id) const {
  const auto found = drafts_.find(contact_id);
  return found != drafts_.end() && found->second.touched();
}

std::vector<std::int64_t> App::Unsent() const {
  std::vector<std::int64_t> found;
  for (const auto& [id, draft] : drafts_) {
    const v1::Contact* contact = store_.has_state() ? store_.state().FindContact(id) : nullptr;
    // To one that is closed nothing but a note can be added.
    if (contact != nullptr && (domain::IsOpen(*contact) ? draft.touched() : !draft.note.empty()))
      found.push_back(id);
  }
  return found;
}

const triage::Tool* App::ToolOf(const v1::Contact& contact) const {
  const auto& hash = contact.tool_hash().empty() ? store_.state().active_tool_hash : contact.tool_hash();
  return store_.tools().Find(hash);
}

bool App::Mine(const v1::Contact& contact) const {
  return contact.has_claim() && contact.claim().by().user_id() == store_.me().user_id();
}

bool App::HasNews() const {
  const auto role = store_.me().role();
  const bool staff =
      role == v1::ROLE_OPERATOR || role == v1::ROLE_SHIFT_LEADER || role == v1::ROLE_SATELLITE_NURSE;
  return staff && store_.has_state() && domain::HasToolNews(store_.state(), store_.me().user_id());
}

bool App::MayChange(const v1::Contact& contact) const {
  return domain::IsOpen(contact) && (!contact.has_claim() || Mine(contact));
}

bool App::AboutOpen() const {
  if (contact() == nullptr) return false;
  switch (view_.overlay) {
    case Overlay::kNone:
    case Overlay::kNotMedical:
    case Overlay::kFix:
    case Overlay::kConsult:
    case Overlay::kWarning:
      return true;
    case Overlay::kRed:
      return view_.overlay_id == view_.contact_id;
    default:
      return false;
  }
}

const Message* App::MessageFor(const Subject& subject) const {
  for (auto message = view_.messages.rbegin(); message != view_.messages.rend(); ++message) {
    if (message->subject == subject && (message->refusal || mono_us_ - message->at_us < kNoticeUs)) {
      return &*message;
    }
  }
  return nullptr;
}

const Message* App::RefusalElsewhere() const {
  for (auto message = view_.messages.rbegin(); message != view_.messages.rend(); ++message) {
    if (!message->refusal || mono_us_ - message->at_us >= kElsewhereUs) continue;
    const bool beside = view_.overlay == Overlay::kNone && contact() != nullptr &&
                        message->subject == Subject{.contact_id = view_.contact_id};
    if (!beside) return &*message;
  }
  return nullptr;
}

std::string App::NoteText() const {
  const v1::Contact* open = contact();
  if (open == nullptr) return {};
  domain::DocumentContext context;
  context.lang = ui().lang;
  context.tools = &store_.tools();
  context.utc_offset_minutes = UtcOffsetMinutes(now_us_);
  return domain::JournalNote(store_.state(), *open, context);
}

std::string App::NoteText(const PastContact& past) const {
  domain::DocumentContext context;
  context.lang = ui().lang;
  context.tools = &store_.tools();
  context.utc_offset_minutes = UtcOffsetMinutes(past.contact().opened_us());
  return domain::JournalNote(past.state, past.contact(), context);
}

// Somebody else has asked or answered meanwhile, and the card has no field for these words any more: they go
// into the note, where they can be read, sent and deleted.
void App::KeepInSight(const v1::Contact& contact, Draft& draft) {
  if (draft.advised.empty() && draft.question.empty()) return;
  const Subject here{.contact_id = contact.contact_id()};
  const bool asked = OpenConsult(contact) != nullptr;
  const auto to_note = [&draft](std::string& text) {
    if (text.empty()) return;
    if (!draft.note.empty()) draft.note += "\n";
    draft.note += std::exchange(text, {});
  };
  if (!asked && !store_.IsPending(here, v1::Command::kAnswerConsult)) to_note(draft.advised);
  if (asked && !store_.IsPending(here, v1::Command::kRequestConsult)) to_note(draft.question);
}

void App::FollowDrafts() {
  const v1::Contact* open = contact();
  if (open == nullptr) return;
  Draft& draft = drafts_[open->contact_id()];
  KeepInSight(*open, draft);
  // What is typed is kept as it is, and what is not can only be another where the contact is.
  const Followed now{open->contact_id(), store_.changes(), draft.intake.touched, draft.assessment.touched,
                     draft.measure.touched};
  if (std::exchange(followed_, now) == now) return;
  draft.Follow(*open, ToolOf(*open), ui().lang == text::Lang::kNb);
}

// At sign-in the card lies on top. Whoever is at work already gets a mark in the top bar, and no card over
// what is being typed.
void App::FollowNews() {
  if (view_.overlay == Overlay::kNews && !HasNews()) CloseOverlay();
  if (view_.news_offered || store_.me().user_id().empty()) return;
  view_.news_offered = true;
  if (HasNews() && view_.overlay == Overlay::kNone) Open(Overlay::kNews);
}

// What others have is read with a reason, and only while the card that says so is open.
void App::FollowLookup() {
  if (view_.overlay != Overlay::kLookup && !LiesBeneath(Overlay::kLookup)) store_.lookup().Forget();
  if (store_.lookup().TakeNews()) screen_.Wake();
}

std::string App::DraftsText() const {
  return ToJson(drafts_, drafts_journal_, {shell_.paper_case, shell_.shift_note, shell_.callback_done});
}

bool App::SaveDrafts() {
  saved_us_ = mono_us_;
  if (!surroundings_.save_drafts || drafts_journal_.empty()) return true;
  if (!former_drafts_.empty()) {
    if (!shell_.drafts_file.Took(surroundings_.save_drafts(former_drafts_), mono_us_)) return false;
    former_drafts_.clear();
    PutFileAside(surroundings_.keep_drafts);
  }
  std::string json = DraftsText();
  if (!shell_.drafts_file.Took(json == saved_drafts_ || surroundings_.save_drafts(json), mono_us_))
    return false;
  saved_drafts_ = std::move(json);
  return true;
}

void App::Say(Subject subject, std::string text, bool refusal) {
  std::erase_if(view_.messages, [&subject](const Message& message) { return message.subject == subject; });
  view_.messages.push_back({subject, std::move(text), refusal, mono_us_});
}

void App::TakeOutcomes() {
  for (const auto& outcome : store_.TakeOutcomes()) {
    followed_ = {};
    // Refused or done: no later contact is for it.
    const bool red = std::erase(view_.red_on_new, outcome.request_id) > 0;
    const auto same_request = [&outcome](const auto& one) { return one.request_id == outcome.request_id; };
    const auto followed_up = std::find_if(view_.followed_up.begin(), view_.followed_up.end(), same_request);
    if (followed_up != view_.followed_up.end()) {
      const FollowedUp done = std::move(*followed_up);
      view_.followed_up.erase(followed_up);
      // Else the caller is still unreached, and it stays on their card.
      if (outcome.ok()) NoteFollowedUp(done, outcome.response.contact_id());
    }
    const auto asked = std::find_if(view_.diverting.begin(), view_.diverting.end(), same_request);
    if (asked != view_.diverting.end()) {
      const Diversion done = std::move(*asked);
      view_.diverting.erase(asked);
      // Only now: a doctor who was not taken away is asked for nothing.
      if (outcome.ok()) RequestDiverted(done);
    }
    if (outcome.request_id == shell_.paper_request || outcome.request_id == shell_.paper_case.asked_id)
      TakePaper(outcome);
    if (outcome.ok()) {
      std::erase_if(view_.messages,
                    [&outcome](const Message& message) { return message.subject == outcome.subject; });
      Settled(outcome, red);
    } else if (outcome.response.has_refusal()) {
      Say(outcome.subject, RefusalText(ui(), outcome.response.refusal()), true);
    } else {
      Say(outcome.subject, StatusText(ui(), outcome.status), true);
    }
    screen_.Wake();
  }
}

void App::RequestDiverted(const Diversion& diversion) {
  v1::Command command;
  auto& request = *command.mutable_request_mission();
  request.set_contact_id(diversion.red);
  request.set_measure(v1::MEASURE_HOME_VISIT);
  request.set_doctor_id(diversion.doctor_id);
  Send(std::move(command), {.contact_id = diversion.red});
}

// A command of ours has become events. What was typed in the meantime stays a draft.
void App::Settled(const Outcome& outcome, bool red) {
  const auto id = outcome.subject.contact_id;
  LetGo(id, outcome.command);
  switch (outcome.command.what_case()) {
    case v1::Command::kAnswerCall:
    case v1::Command::kRecordCall:
    case v1::Command::kOpenContact:
    case v1::Command::kTryCallback:
      if (outcome.response.contact_id() == 0) break;
      // From paper: entered on its card, and not opened.
      if (outcome.command.record_call().answered_us() != 0) break;
      Show(outcome.response.contact_id(), Tab::kIntake);
      ui().focus.Set("intake/airway");
      if (red) RaiseRed();
      break;
    case v1::Command::kMergeContacts: {
      const auto into = outcome.command.merge_contacts().into_contact_id();
      const auto from = outcome.command.merge_contacts().from_contact_id();
      const bool all = ClashesOf(drafts_[from], drafts_[into]).empty();
      Carry(drafts_[from], drafts_[into]);
      // What came into both since the key was pressed is kept where it is.
      if (all) drafts_.erase(from);
      if (view_.contact_id != id) break;
      OpenRow(into);
      break;
    }
    case v1::Command::kMarkWrongPatient: {
      // Whoever has worked with it may have read what was wrong.
      const v1::Contact* wrong = store_.state().FindContact(id);
      if (wrong == nullptr) break;
      const std::string readers = ReadersOf(store_.state(), *wrong, store_.me().user_id());
      Say(outcome.subject,
          readers.empty() ? std::string(ui().T("console.said.moved"))
                          : text::Format(ui().lang, "console.said.moved_read", {{"who", readers}}),
          false);
      break;
    }
    case v1::Command::kSplitContact:
      if (outcome.response.contact_id() != 0) Show(outcome.response.contact_id(), Tab::kIntake);
      break;
    case v1::Command::kAssessContact: {
      const v1::Contact* assessed = store_.state().FindContact(id);
      if (assessed != nullptr && assessed->hastegrad() == v1::HASTEGRAD_AKUTT && assessed->has_red() &&
          !domain::IsWithAmk(assessed->red()) && view_.contact_id == id) {
        OpenRedLater(id, true);
      }
      break;
    }
    case v1::Command::kAddShiftNote:
      if (shell_.shift_note == outcome.command.add_shift_note().personal().text()) shell_.shift_note.clear();
      break;
    case v1::Command::kEndShift:
      Say(outcome.subject, std::string(ui().T("console.said.shift_ended")), false);
      shell_.shift_ended = true;
      Open(Overlay::kShiftEnded);
      break;
    case v1::Command::kTakeOver:
      Say(outcome.subject, std::string(ui().T("console.said.taken_over")), false);
      break;
    case v1::Command::kCloseContact:
      // What was typed meanwhile stays; what was closed with it does not.
      if (!drafts_[id].intake.touched) drafts_[id].intake = {};
      drafts_[id].measure = {};
      if (!drafts_[id].intake.touched && UnsavedBeside(drafts_[id]).empty()) drafts_.erase(id);
      Say(outcome.subject, std::string(ui().T("console.said.closed")), false);
      break;
    case v1::Command::kUndoContact:
      Say(outcome.subject, std::string(ui().T("console.said.undone")), false);
      break;
    default:
      break;
  }
}

void App::Draw() {
  DrawConsole(*this);
}

}  // namespace legevakt::console
