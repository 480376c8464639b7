// The console: what the operator sees and does. Draws one frame from the store, and turns keys and clicks
// into commands. No window, no GL, no network: main gives it a Store and a Screen, a test does the same.
// Thread: the UI thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "console/map/borders.h"
#include "console/model/carry.h"
#include "console/model/draft.h"
#include "console/model/known.h"
#include "console/model/lists.h"
#include "console/model/picture.h"
#include "console/model/row_order.h"
#include "console/model/search.h"
#include "console/model/store.h"
#include "console/model/triage_form.h"
#include "console/model/waiting_room.h"
#include "console/ui/memo.h"
#include "console/ui/registry.h"
#include "console/ui/screen.h"
#include "console/views/shell.h"

namespace legevakt::console {

class MapShelf;

enum class Tab : std::uint8_t { kIntake, kTriage, kMeasure, kClose, kHistory };
enum class Overlay : std::uint8_t {
  kNone,
  kHelp,
  kPalette,
  kRed,
  kCallback,
  kStep,
  kNews,
  kNotMedical,
  kFix,
  kConsult,
  kDirectory,
  kWaitingRoom,
  kNeedHelp,
  kHandover,
  kWarning,
  kLookup,
  kPaper,
  kPaperCase,
  kOutbox,
  kMeanwhile,
  kShelve,
  kMap,
  kDivert,
  kShiftEnded,
};

// What is chosen and typed on the open card. A card begins empty.
struct CardInput {
  // The page of a card that has several, and a choice on it; -1 for none.
  int page = 0;
  int choice = -1;
  // Where the cursor of a list stands.
  int at = 0;
  std::string query;
  std::string text;
  std::string reason;
  // Entries that are ticked, by revision.
  std::set<std::int64_t> picked;
  std::int64_t target = 0;
  // Ctrl+Enter was pressed: the card's primary action, where it has one.
  bool send = false;
  // The note of the record that is read lies on the clipboard.
  bool copied = false;
  // As the card was drawn last: it has one, and it can be done now.
  bool can_send = false;
};

// A refusal or a notice, shown beside what it concerns until something else happens there.
struct Message {
  Subject subject;
  std::string text;
  bool refusal = true;
  std::int64_t at_us = 0;
};

// Made anew only where the state or what is typed has changed.
struct KnownCache {
  std::int64_t contact_id = 0;
  std::int64_t changes = -1;
  // Phone, name, national id and age as they were typed.
  std::array<std::string, 4> typed;
  std::vector<Known> found;
  // When another came first although nothing was typed. Local, monotonic.
  std::int64_t slipped_us = 0;
};

// The rows of a list that a filter lets through; made anew where the picture or the filter is another.
struct FilteredRows {
  std::int64_t changes = -1;
  ListView list = ListView::kOpen;
  std::string filter;
  std::vector<std::int64_t> rows;
};

// The complaints that were found last; made anew where the tool or what is typed is another.
struct FoundComplaints {
  std::string tool_hash;
  std::string query;
  ComplaintSearch search;
};

// What the drafts of the open contact were made from last.
struct Followed {
  std::int64_t contact_id = 0;
  std::int64_t changes = -1;
  bool intake = false;
  bool assessment = false;
  bool measure = false;
  friend bool operator==(const Followed&, const Followed&) = default;
};

// A caller whom nobody reached: what was done instead goes onto the contact that the request opens, and the
// call ends with it.
struct FollowedUp {
  std::string request_id;
  std::int64_t call_id = 0;
  std::string done;
};

// A doctor is being taken from a patient: asked to come to the red as soon as that is done.
struct Diversion {
  std::string request_id;
  std::int64_t red = 0;
  std::string doctor_id;
};

// The last step of a patient through the station that was taken here, so that it can be taken back.
struct VisitTaken {
  std::int64_t mission_id = 0;
  v1::VisitState from = v1::VISIT_STATE_UNSPECIFIED;
  v1::VisitState to = v1::VISIT_STATE_UNSPECIFIED;
  // Local, monotonic.
  std::int64_t at_us = 0;
};

// The rows of the waiting room while its card is open.
struct VisitRows {
  // Missions.
  RowOrder order;
  // The state that a row was put under: it keeps its heading as long as it keeps its place.
  std::map<std::int64_t, v1::VisitState> under;
  // The frame in which it was drawn last.
  int drawn = 0;
  // Kept for their room.
  std::vector<std::int64_t> wanted;
  std::vector<VisitLine> held;
};

// Who is asked to see the patient.
struct DoctorChoice {
  // The operator's pick, else the best; empty for nobody.
  std::string id;
  bool picked = false;
  // The operator's pick, who cannot any more: nobody is asked instead unless somebody else is picked.
  std::string lost;
};

// A card with something typed on it that is not on top.
struct CardBeneath {
  Overlay overlay = Overlay::kNone;
  std::int64_t id = 0;
  // The contact that it is about, where `id` does not say it.
  std::int64_t contact_id = 0;
  CardInput card;
  ShelveInput shelve;
  // Of a step on a doctor's behalf, see ViewState.
  v1::MissionState step = v1::MISSION_STATE_UNSPECIFIED;
  int step_choice = -1;
  // When the ones above it are closed; else when it is opened again.
  bool returns = true;
};

// A red whose card opens as soon as no hand is typing.
struct RedToOpen {
  std::int64_t contact_id = 0;
  // The operator has just made it red: outside a text field its card comes at once.
  bool asked = false;
};

// The keyboard cursor of the list.
struct ListCursor {
  // The row, and its place: where the row leaves, the cursor stays at the place.
  std::int64_t row = 0;
  int at = 0;
  // What the operator had asked for then.
  ListView list = ListView::kOpen;
  std::string filter;
  // As the list was drawn last: it had the focus.
  bool focused = false;
  // When its row left and another came under it. Local, monotonic.
  std::int64_t slipped_us = 0;
};

// The rows of the queue as they were drawn last, and when they came to lie there.
struct RowsDrawn {
  float top = 0;
  float height = 0;
  std::vector<std::int64_t> rows;
  // Before they moved last, and when that was.
  float top_before = 0;
  std::vector<std::int64_t> before;
  std::int64_t moved_us = 0;
  // When the list scrolled by itself: then none lies where it lay.
  std::int64_t scrolled_us = 0;
};

// An alarm, a ring or a row that leaves puts another patient under the pointer or the cursor: a click or a
// key just after that was meant for whoever was there before, and does nothing.
inline constexpr std::int64_t kSettleUs = 400'000;

// Local to this console; never sent.
struct ViewState {
  std::int64_t contact_id = 0;
  Tab tab = Tab::kIntake;
  ListView list = ListView::kOpen;
  Overlay overlay = Overlay::kNone;
  std::int64_t overlay_id = 0;
  // The contact that was open when the card was: a card without an id is about that one.
  std::int64_t overlay_about = 0;
  // The call-back that the red card is about, while it has no contact; 0 for none.
  std::int64_t red_call = 0;
  // The red that a doctor is taken away for, while that is asked.
  std::int64_t divert_to = 0;
  CardInput card;
  // In the order in which they were covered.
  std::vector<CardBeneath> beneath;
  // Each contact once.
  std::vector<RedToOpen> reds_to_open;
  // The requests whose new contact becomes red as soon as it is there: no other contact may.
  std::vector<std::string> red_on_new;
  std::vector<FollowedUp> followed_up;
  std::vector<Diversion> diverting;
  // The requests of the outbox that were looked at for reds that the operator must phone about, and whether
  // that was after central had refused them.
  std::map<std::string, bool> red_told;
  // The step that the operator is recording on a doctor's behalf, and the outcome or reason chosen for it by
  // its place in the list; -1 while none is.
  v1::MissionState step = v1::MISSION_STATE_UNSPECIFIED;
  int step_choice = -1;
  RowOrder order;
  // The list that `order` is of: another list comes in its own order at once.
  ListView listed = ListView::kOpen;
  bool sort_now = false;
  // Shows only the rows where each of these words is found.
  std::string filter;
  bool filtering = false;
  FilteredRows filtered;
  // What is known about who rings, of the open contact.
  KnownCache known;
  ListCursor cursor;
  std::string complaint_query;
  FoundComplaints complaints;
  // The level as it follows what is typed.
  KeptForm form;
  // The operator is choosing a complaint again, although the draft has one.
  bool searching = false;
  // The next drawing of the form puts the focus on the most useful question.
  bool focus_next = false;
  VisitTaken visit;
  VisitRows visit_rows;
  RowsDrawn rows_drawn;
  DoctorChoice doctor;
  // When the patient is to be at the station, as typed.
  std::string appointment;
  std::string palette_query;
  int palette_at = 0;
  std::vector<Message> messages;
  std::int64_t last_input_us = 0;
  // What is new in the triage tool was laid before this operator at sign-in.
  bool news_offered = false;
};

// A field whose text cannot be read: what is typed there would be lost on the way to central.
struct BadField {
  Tab tab;
  ui::Id id;
  // As it is captioned.
  std::string name;
};

// What the App asks of its surroundings.
struct Surroundings {
  std::function<void(const std::string&)> copy = {};
  // Writes the drafts' file. False where it could not be written, as for the other two.
  std::function<bool(const std::string&)> save_drafts = {};
  std::function<std::string()> load_drafts = {};
  // Puts the file aside, before another journal's is written; gives where it lies now, empty for none.
  std::function<std::string()> keep_drafts = {};
  std::function<std::string()> keep_work_list = {};
  std::function<bool(const std::string&)> save_outbox = {};
  std::function<std::string()> load_outbox = {};
  std::function<bool(const std::string&)> save_settings = {};
  // Which of this user's windows on this machine it is, each with files of its own, and whether drafts of one
  // that is gone lie there and could not be taken over.
  int window = 1;
  bool left_behind = false;
  // Writes the work list, whole or not at all; gives its path, empty where it could not be written.
  std::function<std::string(const std::string&)> save_work_list = {};
  // What it holds, and where it lies, from an earlier run: the last list on this machine. Empty for none.
  std::function<std::pair<std::string, std::string>()> load_work_list = {};
  // Shows a file with the desktop's viewer; false where there is none.
  std::function<bool(const std::string&)> show_file = {};
  // Absent where nothing can play.
  std::function<void(SoundPattern)> play = {};
  std::function<void()> quiet = {};
  // The window goes on as this one, and whoever has it now leaves it. Absent where nobody can.
  std::function<void(const v1::Staff&)> sign_in = {};
  // The real borders of municipalities; null: the map is drawn without.
  std::shared_ptr<const map::Borders> borders = {};
};

class App {
 public:
  App(Store& store, ui::Screen& screen, Surroundings surroundings);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // One frame. `mono_us` is the local monotonic clock.
  void Frame(std::int64_t mono_us);
  // What the operator has chosen before; the screen has its theme and scale already.
  void StartWith(const Settings& settings);
  // What lies on this machine, for as long as central is not heard: the list for paper, the outbox.
  void StartFromDisk();
  // Everything typed is on disk after this, unless it says false.
  bool SaveDrafts();

  Store& store() { return store_; }
  const Store& store() const { return store_; }
  ui::Ui& ui() { return screen_.ui(); }
  const ui::Ui& ui() const { return screen_.ui(); }
  ui::Registry& registry() { return registry_; }
  ViewState& view() { return view_; }
  const ViewState& view() const { return view_; }
  ui::Screen& screen() { return screen_; }

  std::int64_t mono_us() const { return mono_us_; }
  // `at_us`, when another patient came under the hand, or 0: whatever it does now was meant for the one
  // before.
  bool JustSlipped(std::int64_t at_us) const { return at_us != 0 && mono_us_ - at_us < kSettleUs; }
  // Nobody has touched anything for a second: rows may move.
  bool HandRests() const { return mono_us_ - view_.last_input_us >= 1'000'000; }
  // Central has not been heard since this console started, for longer than it takes where it is there.
  bool Unanswered() const;
  // Central's time.
  std::int64_t now_us() const { return now_us_; }
  bool stale() const { return stale_; }
  bool CanSend() const { return !stale_; }
  // The contact's version that a command was typed against, where it says anew what the contact says; else 0.
  std::int64_t VersionOf(const v1::Command& command, std::int64_t contact_id) const;
  // Takes it out of the outbox, and out of the form that it was typed in, where that says nothing more.
  void DiscardKept(const console::Kept& kept);
  // Nothing of this user's waits here to reach central.
  bool AllSent() const;
  // Something is typed here that central does not have, and could have.
  bool HasTyped() const;
  // The shift has ended here: this window goes on as `staff`, where nothing is left to send.
  void SignIn(const v1::Staff& staff);
  // What may wait in the outbox can be saved although it cannot be sent.
  bool CanSave() const { return store_.has_state(); }
  Shell& shell() { return shell_; }
  const Shell& shell() const { return shell_; }
  Restart RestartNow() const;
  // This operator has an answered call that has not ended; what they have ended without central has.
  bool Talking() const;
  // What the views ask of the whole state.
  Picture& picture() { return picture_; }
  const Picture& picture() const { return picture_; }
  // What is made of nothing but the state, the second, `inputs` and what does not change while the console
  // runs: made once for each. `name` says what it is, `id` of whom. See ui/memo.h.
  template <class T, class Make>
  const T& Kept(std::string_view name, std::int64_t id, const ui::Inputs& inputs, Make make) {
    return memo_.At<T>(name, id, inputs, make);
  }
  template <class Make>
  const std::string& Words(std::string_view name, std::int64_t id, Make make) {
    return memo_.At<std::string>(name, id, {}, make);
  }
  template <class Make>
  const std::string& Words(std::string_view name, std::int64_t id, const ui::Inputs& inputs, Make make) {
    return memo_.At<std::string>(name, id, inputs, make);
  }
  // How the maps of this screen stand on their paper.
  MapShelf& maps() { return *maps_; }

  // Null where nothing is open, or it is gone.
  const v1::Contact* contact() const;
  Draft& DraftOf(std::int64_t contact_id) { return drafts_[contact_id]; }
  bool HasDraft(std::int64_t contact_id) const;
  // The contacts with something typed here that can still be saved.
  std::vector<std::int64_t> Unsent() const;
  const triage::Tool* ToolOf(const v1::Contact& contact) const;
  // In this operator's hands or nobody's, and open: may be changed.
  bool MayChange(const v1::Contact& contact) const;
  bool Mine(const v1::Contact& contact) const;
  // Nothing lies over the open contact, or a card that is about it: a key may act on it. False where none is
  // open.
  bool AboutOpen() const;
  const Message* MessageFor(const Subject& subject) const;
  // The last refusal that is shown beside nothing: it concerns no contact, or another than the open one, or a
  // card lies over it. For a minute; null for none.
  const Message* RefusalElsewhere() const;
  const std::vector<AlarmRow>& alarms() const { return shell_.alarms.rows(); }
  // Something is new in the active triage tool, and I have not confirmed that I have read it.
  bool HasNews() const;
  // What is known about who rings, of the open contact; with what is typed.
  const std::vector<Known>& KnownNow();
  // Open contacts in my hands, and parked ones I had: oldest first.
  const std::vector<const v1::Contact*>& MyContacts() const { return picture_.mine(); }

  // An assessment in the outbox that makes its contact red: nobody is alerted before it is sent.
  bool WaitsRed(const console::Kept& kept) const;
  // The same for a contact. While central is there it is one that central has refused.
  bool WaitsRed(std::int64_t contact_id) const;

  // The call that is in progress for a contact; null for none.
  const v1::Call* LiveCall(const v1::Contact& contact) const;
  // The call that F11 ends: of the open contact, where it is mine or nobody else has the contact. Null for
  // none.
  const v1::Call* CallToEnd() const;
  // Where I have talked on the telephone longest, and have not said that it has ended. Null for none.
  const v1::Call* LongestTalk() const;
  // Ends the call of the open contact; else shows the contact where I talk, so that nothing ends unseen.
  void EndTalk();

  // Gives the request's id; empty where nothing was sent, since the screen is stale.
  std::string Send(v1::Command command, Subject subject, std::int64_t expected_version = 0,
                   std::string request_id = {});
  // After the shift has ended here only what saves a life is still taken in that name.
  bool MayStillSend(const v1::Command& command) const;
  // A notice or a refusal of our own, beside its subject.
  void Say(Subject subject, std::string text, bool refusal);
  void Copy(const std::string& text) const;

  // --- what the operator does (actions.cc). Each sends at most a few commands, or does nothing where it
  // cannot.
  void TakeCall();
  // A call that begins now: one that no telephony link reports, somebody at the counter, or AMK with a case.
  // Gives the request's id.
  std::string NewCall(v1::CallKind kind = v1::CALL_KIND_PHONE);
  // The call of the open contact is about one more patient.
  void NewPatient();
  // The open contact is the same as `into`: its call and entries go there, and it is taken.
  void JoinTo(std::int64_t into);
  // To the one that stands first among those that are known.
  void JoinToKnown();
  // Wrong number, or a question that is no matter of health: closed at once, with `note` saying which.
  void CloseNotMedical(const std::string& note);
  void Show(std::int64_t contact_id, Tab tab);
  void OpenRow(std::int64_t contact_id);
  // Opens it to look: whoever has it keeps it, and nobody takes it.
  void LookAt(std::int64_t contact_id);
  void Claim(bool take_over);
  // Saves what can be saved. Nothing where something typed cannot be read: it says which.
  void Park();
  // The same on the way to somebody else, who does not wait: what cannot be read stays a draft.
  void PutDown();
  // What step `tab` saves, with what it saves on the way; none where all of it can be read.
  std::optional<BadField> FirstBad(const v1::Contact& contact, Tab tab);
  void EndCall();
  // What is typed of the intake, and not saved.
  void SendIntake(std::int64_t contact_id);
  // With the promise.
  void SaveIntake();
  // The caller has been told: nobody is owed an answer any more.
  void KeepPromise();
  void SaveAssessment();
  void SaveMeasure();
  void RequestDoctor(const std::string& doctor_id);
  void CloseContact();
  // The command that goes where this part of a draft is typed.
  const ui::Command* PlaceOf(DraftPart part) const;
  // What is answered and not saved of the open contact; the form shows again what central has.
  void DiscardAssessment();
  // All that is typed for this contact and not sent. Central keeps what it has.
  void DiscardDraft(std::int64_t contact_id);
  // Of the waiting room while its card is open, else of the open contact.
  void Undo();
  // Null where no step through the station can be taken back from the open card.
  const v1::Mission* VisitToTakeBack() const;
  void StepVisit(const v1::Mission& mission, v1::VisitState state);
  void Reopen();
  void CopyNote();
  void MarkEntered();
  void AddNote();
  // On the doctor's behalf. What needs an outcome or a reason is asked for first, on a card.
  void StepMission(const v1::Mission& mission, v1::MissionState state);
  void StepMission(const v1::StepMission& step, const v1::Mission& mission);
  void HearMission(const v1::Mission& mission);
  // The first mission that may be taken away for the open red, or for the red on the card; null for none, and
  // where a doctor has confirmed or is asked to drive there already.
  const v1::Mission* DivertNow() const;
  // Names the doctor and the patient who is left, and asks.
  void AskDivert(const v1::Mission& mission);
  // Takes the mission on the card away; once that is done its doctor is asked to come to the red. The patient
  // left behind is planned again.
  void Divert();
  // AMK has taken over and gives the case back: new information, so that it is assessed again.
  void BackFromAmk();
  // The patient is given a time at the station.
  void GiveTime(const v1::Mission& mission, std::int64_t at_us);
  void ConfirmRed(bool amk);
  // The contact that F12 is about: of the row or the card that is read, else the open one; with none, the
  // first that rings as red. 0 for a new one.
  std::int64_t RedAbout() const;
  // The card of that contact; over a call-back, of that call.
  void OpenRed();
  // Of the open contact.
  void RaiseRed();
  // Opens it first where it is not.
  void RaiseRed(std::int64_t contact_id);
  // Who was to be called back was reached, and is in danger.
  void RaiseRedOnCallback(std::int64_t call_id);
  // A new contact first, as Ctrl+N makes it.
  void RaiseRedOnNew();
  // Gives the request's id.
  std::string TriedCallback(std::int64_t call_id, bool reached);
  // Nobody reached the caller: opens a contact with the call and with `done`, and ends the call.
  void FollowUpCallback(const v1::Call& call, const std::string& done);
  // What was done for this caller is on its way.
  bool IsFollowedUp(std::int64_t call_id) const;
  void NextMine();
  // Shows what it is about, and takes nothing.
  void GoToAlarm(const domain::Alarm& alarm);
  // The first that nobody has: silences it, and removes nothing.
  void AcknowledgeAlarm();
  void ShelveAlarm(domain::AlarmId alarm, std::int64_t until_us, const std::string& reason);
  void UnshelveAlarm(domain::AlarmId alarm);
  // Opens the list for paper with the desktop's viewer, which can print it.
  void ShowWorkList();
  // Sends the case that is typed on the card, one part when central has accepted the one before. It stays on
  // the card and on the disk until central has all of it; what was refused is named, and sent again by this.
  void EnterPaperCase();
  // A part of it is on its way, or waits in the outbox.
  bool PaperPending() const;
  // The card becomes empty; what central has already stays there.
  void ClearPaperCase();
  void SeeNews();
  // A complaint is being looked for: there is none yet, or the operator looks for another.
  bool ChoosesComplaint() const;
  void PrimaryAction();
  void SetTab(Tab tab);
  // Over the one that is open, which comes back when this one is closed, where something is typed on it.
  void Open(Overlay overlay, std::int64_t id = 0);
  // What is typed on the card is done, or thrown away.
  void CloseOverlay();
  // To something else: what is typed on the card is there when it is opened again.
  void LeaveOverlay();
  // Comes back when those above it are closed.
  bool LiesBeneath(Overlay overlay) const;
  // What the tool says to tell the caller of the open contact, with its safety net; empty where it is not
  // assessed.
  std::string AdviceText() const;
  void CopyAdvice();
  // The journal note of the open contact; empty where none is open.
  std::string NoteText() const;
  // The same of a record that was looked up.
  std::string NoteText(const PastContact& past) const;

 private:
  void TakeOutcomes();
  // `red`: the new contact was asked for to be red.
  void Settled(const Outcome& outcome, bool red);
  // What is typed as this command says it is no longer a draft.
  void LetGo(std::int64_t contact_id, const v1::Command& command);
  void RequestDiverted(const Diversion& diversion);
  void NoteFollowedUp(const FollowedUp& followed_up, std::int64_t contact_id);
  void FollowCallbackDone();
  void AddToNote(std::int64_t contact_id, const std::string& text);
  void FollowJournal();
  // A file of the journal before.
  void PutFileAside(const std::function<std::string()>& keep);
  std::string DraftsText() const;
  // Says that something typed stands in the way, and where it is. False where nothing does.
  bool RefuseUnsaved(std::int64_t contact_id);
  // Puts the focus on what cannot be read and says so. False where all can be.
  bool RefuseBad(const v1::Contact& contact, Tab tab);
  // On its way to central, or waiting in the outbox.
  bool NoteIsUnderWay(std::int64_t contact_id, const std::string& text) const;
  void FollowDrafts();
  void KeepInSight(const v1::Contact& contact, Draft& draft);
  void FollowNews();
  void FollowLookup();
  // Nothing that the picture is made of has changed since the last one: it stands, and is not made again.
  bool Steady();
  void HandleKeys();
  void DefaultKeys();
  void FollowShell();
  void OfferPaper();
  void WriteWorkList();
  void KeepOutbox();
  void TellOfWaitingRed();
  void KeepSettings();
  void FollowSound();
  void SendNextPaper();
  void TakePaper(const Outcome& outcome);
  // The number of the one that is chosen; empty for none.
  std::string PaperMunicipality() const;
  // What is typed on the card goes beneath, before another lies on top.
  void PutAside(bool returns);
  void PutAllAside();
  void Begin(Overlay overlay, std::int64_t id);
  void OpenRedLater(std::int64_t contact_id, bool asked);
  void OpenRedToOpen();
  void Draw();

  Store& store_;
  ui::Screen& screen_;
  Picture picture_;
  ui::Memo memo_;
  std::unique_ptr<MapShelf> maps_;
  Surroundings surroundings_;
  ui::Registry registry_;
  ViewState view_;
  std::map<std::int64_t, Draft> drafts_;
  std::string drafts_journal_;
  Followed followed_;
  std::string saved_drafts_;
  // Those of the journal before, where the disk had no room for them: written and put aside before the file
  // is the new journal's.
  std::string former_drafts_;
  std::int64_t saved_us_ = 0;
  Shell shell_;
  std::int64_t mono_us_ = 0;
  // The first frame.
  std::int64_t started_us_ = 0;
  std::int64_t now_us_ = 0;
  bool stale_ = true;
  std::int64_t drawn_revision_ = -1;
  // What the last picture was made of, beside the revision: see Steady.
  std::int64_t drawn_second_ = -1;
  std::int64_t drawn_flash_ = -1;
  ImVec2 drawn_mouse_{0, 0};
  ImVec2 drawn_size_{0, 0};
  bool drawn_down_ = false;
};

}  // namespace legevakt::console
