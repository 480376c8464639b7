// The console: what the operator sees and does. Draws one frame from the store, and turns keys and clicks
// into commands. No window, no GL, no network: main gives it a Store and a Screen, a test does the same.
// Thread: the UI thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "console/model/alarms.h"
#include "console/model/draft.h"
#include "console/model/row_order.h"
#include "console/model/store.h"
#include "console/ui/registry.h"
#include "console/ui/screen.h"

namespace legevakt::console {

enum class Tab : std::uint8_t { kIntake, kTriage, kMeasure, kClose, kHistory };
// What the list on the left shows.
enum class ListView : std::uint8_t { kOpen, kMine, kNotEntered, kClosed };
enum class Overlay : std::uint8_t { kNone, kHelp, kPalette, kRed, kCallback, kStep, kNews };

// A refusal or a notice, shown beside what it concerns until something else happens there.
struct Message {
  Subject subject;
  std::string text;
  bool refusal = true;
  std::int64_t at_us = 0;
};

// Local to this console; never sent.
struct ViewState {
  std::int64_t contact_id = 0;
  Tab tab = Tab::kIntake;
  ListView list = ListView::kOpen;
  Overlay overlay = Overlay::kNone;
  std::int64_t overlay_id = 0;
  // The step that the operator is recording on a doctor's behalf, and the outcome or reason chosen for it by
  // its place in the list; -1 while none is.
  v1::MissionState step = v1::MISSION_STATE_UNSPECIFIED;
  int step_choice = -1;
  RowOrder order;
  bool sort_now = false;
  // The row of the list under the keyboard cursor.
  std::int64_t cursor = 0;
  std::string complaint_query;
  // The operator is choosing a complaint again, although the draft has one.
  bool searching = false;
  // The next drawing of the form puts the focus on the most useful question.
  bool focus_next = false;
  std::string doctor_id;
  std::string palette_query;
  int palette_at = 0;
  std::vector<Message> messages;
  std::int64_t last_input_us = 0;
  // What is new in the triage tool was laid before this operator at sign-in.
  bool news_offered = false;
};

// What the App asks of its surroundings.
struct Surroundings {
  std::function<void(const std::string&)> copy;
  // Writes the drafts' file.
  std::function<void(const std::string&)> save_drafts;
  std::function<std::string()> load_drafts;
};

class App {
 public:
  App(Store& store, ui::Screen& screen, Surroundings surroundings);

  // One frame. `mono_us` is the local monotonic clock.
  void Frame(std::int64_t mono_us);
  // Everything typed is on disk after this.
  void SaveDrafts();

  Store& store() { return store_; }
  ui::Ui& ui() { return screen_.ui(); }
  const ui::Ui& ui() const { return screen_.ui(); }
  ui::Registry& registry() { return registry_; }
  ViewState& view() { return view_; }
  const ViewState& view() const { return view_; }
  ui::Screen& screen() { return screen_; }

  std::int64_t mono_us() const { return mono_us_; }
  // Central's time.
  std::int64_t now_us() const { return now_us_; }
  bool stale() const { return stale_; }
  bool CanSend() const { return !stale_; }

  // Null where nothing is open, or it is gone.
  const v1::Contact* contact() const;
  Draft& DraftOf(std::int64_t contact_id) { return drafts_[contact_id]; }
  bool HasDraft(std::int64_t contact_id) const;
  const triage::Tool* ToolOf(const v1::Contact& contact) const;
  // In this operator's hands or nobody's, and open: may be changed.
  bool MayChange(const v1::Contact& contact) const;
  bool Mine(const v1::Contact& contact) const;
  const Message* MessageFor(const Subject& subject) const;
  const std::vector<Alarm>& alarms() const { return alarms_; }
  // Something is new in the active triage tool, and I have not confirmed that I have read it.
  bool HasNews() const;
  // Open contacts in my hands, and parked ones I had: oldest first.
  std::vector<const v1::Contact*> MyContacts() const;

  // The call that is in progress for a contact; null for none.
  const v1::Call* LiveCall(const v1::Contact& contact) const;

  // --- what the operator does (actions.cc). Each sends at most a few commands, or does nothing where it
  // cannot.
  void TakeCall();
  void NewCall();
  void Show(std::int64_t contact_id, Tab tab);
  void OpenRow(std::int64_t contact_id);
  // Opens it to look: whoever has it keeps it, and nobody takes it.
  void LookAt(std::int64_t contact_id);
  void Claim(bool take_over);
  void Park();
  void EndCall();
  void SaveIntake();
  void SaveAssessment();
  void SaveMeasure();
  void RequestDoctor(const std::string& doctor_id);
  void CloseContact();
  void Undo();
  void Reopen();
  void CopyNote();
  void MarkEntered();
  void AddNote();
  // On the doctor's behalf. What needs an outcome or a reason is asked for first, on a card.
  void StepMission(const v1::Mission& mission, v1::MissionState state);
  void StepMission(const v1::StepMission& step, const v1::Mission& mission);
  void HearMission(const v1::Mission& mission);
  void ConfirmRed(bool amk);
  void RaiseRed();
  void TriedCallback(std::int64_t call_id, bool reached);
  void NextMine();
  // Shows what it is about, and takes nothing.
  void GoToAlarm(const Alarm& alarm);
  void SeeNews();
  void PrimaryAction();
  void SetTab(Tab tab);
  void Open(Overlay overlay, std::int64_t id = 0);
  void CloseOverlay();
  // The journal note of the open contact; empty where none is open.
  std::string NoteText() const;

 private:
  void TakeOutcomes();
  void Settled(const Outcome& outcome);
  void FollowDrafts();
  void FollowNews();
  void HandleKeys();
  void DefaultKeys();
  void Draw();
  void Send(v1::Command command, Subject subject, std::int64_t expected_version = 0);
  void Say(Subject subject, std::string text, bool refusal);

  Store& store_;
  ui::Screen& screen_;
  Surroundings surroundings_;
  ui::Registry registry_;
  ViewState view_;
  std::map<std::int64_t, Draft> drafts_;
  std::string drafts_journal_;
  std::string saved_drafts_;
  std::int64_t saved_us_ = 0;
  std::vector<Alarm> alarms_;
  std::int64_t mono_us_ = 0;
  std::int64_t now_us_ = 0;
  bool stale_ = true;
  std::int64_t drawn_revision_ = -1;
};

}  // namespace legevakt::console
