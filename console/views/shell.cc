// App's part around the contacts: what is kept on the disk, what happens when the screen goes stale and comes
// back.
#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "base/time_units.h"
#include "console/model/format.h"
#include "console/views/app.h"
#include "console/views/words.h"

namespace legevakt::console {
namespace {

// A restart takes seconds. After this it is an ordinary silence, and said as loudly.
constexpr std::int64_t kRestartMaxUs = 60 * kSecondUs;
constexpr std::int64_t kAnnouncedAheadUs = 15 * kMinuteUs;
// Where central is there, a console that starts has heard it by then.
constexpr std::int64_t kAnswersWithinUs = 5 * kSecondUs;
// So long without central that somebody should take the paper out.
constexpr std::int64_t kPaperAfterUs = 60 * kSecondUs;

}  // namespace

void App::StartWith(const Settings& settings) {
  shell_.settings = settings;
  shell_.saved = settings;
  shell_.has_sound = surroundings_.play != nullptr;
}

void App::StartFromDisk() {
  if (surroundings_.load_work_list)
    std::tie(shell_.work_list, shell_.work_list_path) = surroundings_.load_work_list();
  if (surroundings_.load_outbox) store_.StartFrom(surroundings_.load_outbox());
  shell_.window = surroundings_.window;
  shell_.left_behind = surroundings_.left_behind;
}

bool App::AllSent() const {
  return store_.outbox().kept().empty() && store_.pending().empty();
}

void App::SignIn(const v1::Staff& staff) {
  if (!shell_.shift_ended || !surroundings_.sign_in) return;
  // A red that was raised after the end and has not reached central would lie here, and nobody would look.
  if (!AllSent()) return Say({}, std::string(ui().T("console.ended.unsent")), true);
  // Nor is what is typed here thrown away because the disk is full.
  if (!SaveDrafts() && HasTyped()) return Say({}, std::string(ui().T("console.ended.not_kept")), true);
  surroundings_.sign_in(staff);
}

bool App::HasTyped() const {
  const auto& done = shell_.callback_done;
  return !Unsent().empty() || Touched(shell_.paper_case) || !shell_.shift_note.empty() ||
         std::any_of(done.begin(), done.end(), [](const auto& text) { return !text.second.empty(); });
}

bool App::Unanswered() const {
  return !store_.has_state() && (!store_.trouble().empty() || mono_us_ - started_us_ >= kAnswersWithinUs);
}

void App::PutFileAside(const std::function<std::string()>& keep) {
  if (std::string path = keep ? keep() : std::string(); !path.empty())
    shell_.put_aside.push_back(std::move(path));
}

// Central may come back with another journal, from a backup: what was here is the last copy of what came
// after it. It is put aside before anything is written over it.
void App::FollowJournal() {
  if (!store_.has_state() || drafts_journal_ == store_.journal_id()) return;
  const std::shared_ptr<domain::State> former = store_.TakeFormer();
  SaveDrafts();
  // Where the file could not be written, it is older than what is here.
  std::string file = shell_.drafts_file.failed ? DraftsText() : std::string();
  if (!shell_.drafts_file.failed && surroundings_.load_drafts) file = surroundings_.load_drafts();
  const std::string before = drafts_journal_.empty() ? JournalOf(file) : drafts_journal_;
  drafts_journal_ = store_.journal_id();
  followed_ = {};
  LooseDrafts loose = LooseFromJson(file, drafts_journal_);
  shell_.paper_case = std::move(loose.paper_case);
  shell_.shift_note = std::move(loose.shift_note);
  shell_.callback_done = std::move(loose.callback_done);
  if (former == nullptr) drafts_ = FromJson(file, drafts_journal_);
  if (before.empty() || before == drafts_journal_) return;
  shell_.other_journal = true;
  PutFileAside(surroundings_.keep_work_list);
  if (shell_.drafts_file.failed) {
    former_drafts_ = std::move(file);
  } else {
    PutFileAside(surroundings_.keep_drafts);
  }
  shell_.work_list_clock = {};
  saved_drafts_.clear();
  if (former == nullptr) return;
  shell_.meanwhile.Remember(*former, mono_us_);
  shell_.meanwhile.Compare(store_.state(), mono_us_, true);
  // The same number may be another patient there.
  const auto same = [&](std::int64_t id) {
    const v1::Contact* then = former->FindContact(id);
    const v1::Contact* now = store_.state().FindContact(id);
    return then != nullptr && now != nullptr && then->opened_us() == now->opened_us();
  };
  std::erase_if(drafts_, [&same](const auto& draft) { return !same(draft.first); });
  // What this journal had of them before is not known: what is saved now says all of it.
  for (auto& [id, draft] : drafts_) {
    draft.written.reset();
    draft.sent.Clear();
  }
  if (view_.contact_id != 0 && !same(view_.contact_id)) view_.contact_id = 0;
  view_.beneath.clear();
  view_.reds_to_open.clear();
  const bool paper = view_.overlay == Overlay::kPaper || view_.overlay == Overlay::kPaperCase;
  if (view_.overlay != Overlay::kNone && !paper) CloseOverlay();
}

void App::FollowShell() {
  if (stale_) {
    if (shell_.stale_since_us == 0) {
      shell_.stale_since_us = mono_us_;
      if (store_.has_state())
        shell_.meanwhile.Remember(store_.state(), mono_us_ - store_.freshness().AgeUs(mono_us_));
    }
    OfferPaper();
  } else {
    if (shell_.stale_since_us != 0 && store_.has_state()) shell_.meanwhile.Compare(store_.state(), mono_us_);
    shell_.stale_since_us = 0;
    shell_.paper_offered = false;
    WriteWorkList();
  }
  KeepOutbox();
  TellOfWaitingRed();
  OpenRedToOpen();
  KeepSettings();
  FollowSound();
}

void App::OfferPaper() {
  // Whoever has opened it needs no offer.
  if (view_.overlay == Overlay::kPaper) shell_.paper_offered = true;
  const bool long_gone = mono_us_ - shell_.stale_since_us >= kPaperAfterUs;
  if (!store_.has_state() || !long_gone || shell_.paper_offered || shell_.work_list.empty()) return;
  // Never under a hand at work, nor into a talk with a form open, where the next letter is an answer.
  if (!HandRests() || (contact() != nullptr && Talking())) return;
  // Nor over what is being typed or read: it opens when that is left, and until then the banner names its
  // key.
  if (view_.overlay != Overlay::kNone || ui().focus.on_text()) return;
  shell_.paper_offered = true;
  Open(Overlay::kPaper);
}

void App::WriteWorkList() {
  if (!surroundings_.save_work_list || !store_.has_state() || store_.me().role() == v1::ROLE_WALLBOARD)
    return;
  if (!shell_.work_list_clock.Due(mono_us_, store_.state().revision)) return;
  shell_.work_list = WorkList(store_.state(), store_.tools(), ui().lang, now_us_);
  shell_.work_list_path = surroundings_.save_work_list(shell_.work_list);
  if (!shell_.work_list_path.empty()) shell_.work_list_at_us = now_us_;
}

bool App::WaitsRed(const console::Kept& kept) const {
  if (kept.other_journal || !kept.request.command().has_assess_contact() || !store_.has_state()) return false;
  const v1::AssessContact& assess = kept.request.command().assess_contact();
  const v1::Contact* contact = store_.state().FindContact(assess.contact_id());
  const triage::Tool* tool = contact == nullptr ? nullptr : ToolOf(*contact);
  if (tool == nullptr || domain::IsAlerted(*contact)) return false;
  triage::Index level = tool->FindLevel(assess.level_id());
  if (assess.level_id().empty() && tool->FindComplaint(assess.complaint_id()) != triage::kNone) {
    // Central follows the tool, with what is typed and waits as well.
    const auto typed = drafts_.find(assess.contact_id());
    Draft draft = typed == drafts_.end() ? Draft() : typed->second;
    draft.assessment.complaint_id = assess.complaint_id();
    draft.assessment.answers.clear();
    for (const v1::Answer& answer : assess.answers()) draft.assessment.answers[answer.question_id()] = answer;
    level = EvaluateDraft(*tool, store_.state(), *contact, draft, now_us_).level;
  }
  return level != triage::kNone && tool->levels()[level].hastegrad == triage::Hastegrad::kAkutt;
}

bool App::WaitsRed(std::int64_t contact_id) const {
  const auto& kept = store_.outbox().kept();
  return std::any_of(kept.begin(), kept.end(), [&](const console::Kept& one) {
    return one.subject.contact_id == contact_id && (stale_ || one.state == KeptState::kConflict) &&
           WaitsRed(one);
  });
}

// Nobody is alerted by what waits here, nor by what central has refused: whoever made it red must phone, and
// is told so once of each. While central is there nothing else holds it up.
void App::TellOfWaitingRed() {
  // Before central is heard it cannot be told; the outbox says it.
  if (!store_.has_state()) return;
  for (const console::Kept& kept : store_.outbox().kept()) {
    const bool refused = kept.state == KeptState::kConflict;
    if (!stale_ && !refused) continue;
    const auto told = view_.red_told.find(kept.request.request_id());
    if (told != view_.red_told.end() && (told->second || !refused)) continue;
    // Looked at once, also where it is no red: no frame works it out again.
    view_.red_told[kept.request.request_id()] = refused;
    // The hand that has just made it red is told at once.
    const bool asked = !refused && now_us_ - kept.made_us < kSecondUs;
    if (WaitsRed(kept)) OpenRedLater(kept.subject.contact_id, asked);
  }
}

void App::OpenRedLater(std::int64_t contact_id, bool asked) {
  for (RedToOpen& red : view_.reds_to_open) {
    if (red.contact_id != contact_id) continue;
    red.asked = red.asked || asked;
    return;
  }
  view_.reds_to_open.push_back({contact_id, asked});
}

// Never under typing hands: the next Enter would be an answer to the card. Nor over the card of another red,
// which would be gone before it is read.
void App::OpenRedToOpen() {
  auto& reds = view_.reds_to_open;
  const auto next = std::find_if(reds.begin(), reds.end(), [this](const RedToOpen& red) {
    // Nor to a key that has just been pressed and waits to be taken.
    return (HandRests() && screen_.keys().empty()) || (red.asked && !ui().focus.on_text());
  });
  if (next == reds.end()) return;
  const bool lies = view_.overlay == Overlay::kRed;
  if (lies && view_.overlay_id != next->contact_id) return;
  const RedToOpen red = *next;
  reds.erase(next);
  // It says the same already.
  if (lies && !red.asked) return;
  Open(Overlay::kRed, red.contact_id);
  screen_.Wake();
}

// Written at once, not every two seconds as drafts are: what the operator has been told is kept, is kept, or
// a strip says that it is not.
void App::KeepOutbox() {
  if (shell_.outbox_journal != store_.journal_id()) {
    shell_.outbox_journal = store_.journal_id();
    const bool load = surroundings_.load_outbox && store_.outbox().kept().empty();
    if (load) store_.outbox().FromText(surroundings_.load_outbox(), store_.journal_id());
    // What came into it with the other journal is written too.
    shell_.outbox_saved = load ? store_.outbox().changes() : -1;
  }
  const std::int64_t changes = store_.outbox().changes();
  if (shell_.outbox_saved == changes || !shell_.outbox_file.MayTry(mono_us_)) return;
  const bool written =
      !surroundings_.save_outbox || surroundings_.save_outbox(store_.outbox().ToText(store_.journal_id()));
  if (shell_.outbox_file.Took(written, mono_us_)) shell_.outbox_saved = changes;
  screen_.Wake();
}

void App::KeepSettings() {
  shell_.settings.day = ui().theme.name() == ui::ThemeName::kDag;
  // A wallboard's follows its screen, and is nobody's choice.
  if (!ui().board) shell_.settings.scale = ui().scale;
  if (shell_.settings == shell_.saved || !shell_.settings_file.MayTry(mono_us_)) return;
  const bool written = !surroundings_.save_settings || surroundings_.save_settings(ToText(shell_.settings));
  if (shell_.settings_file.Took(written, mono_us_)) shell_.saved = shell_.settings;
}

void App::ShowWorkList() {
  const bool shown = surroundings_.show_file && surroundings_.show_file(shell_.work_list_path);
  shell_.said = ui().T(shown ? "shell.paper.shown" : "shell.paper.not_shown");
}

void App::EnterPaperCase() {
  // Two presses make one case.
  if (PaperPending()) return;
  shell_.said.clear();
  SendNextPaper();
}

bool App::PaperPending() const {
  // What was sent before a restart may still wait.
  const auto& id = shell_.paper_request.empty() ? shell_.paper_case.asked_id : shell_.paper_request;
  if (id.empty()) return false;
  const auto& pending = store_.pending();
  const auto& kept = store_.outbox().kept();
  return std::any_of(pending.begin(), pending.end(),
                     [&id](const auto& sent) { return sent.request_id == id; }) ||
         std::any_of(kept.begin(), kept.end(),
                     [&id](const auto& waits) { return waits.request.request_id() == id; });
}

void App::ClearPaperCase() {
  shell_.paper_case = {};
  shell_.paper_request.clear();
  shell_.said.clear();
  ui().focus.Set("overlay/first");
}

std::string App::PaperMunicipality() const {
  const auto& all = store_.state().region.municipalities();
  const int chosen = shell_.paper_case.municipality;
  return chosen < 0 || chosen >= all.size() ? std::string() : all[chosen].number();
}

void App::SendNextPaper() {
  auto& paper = shell_.paper_case;
  if (!CanSend()) {
    shell_.said = ui().T("shell.case.rest");
    return;
  }
  if (auto next = NextOf(paper, store_.ActiveTool(), PaperMunicipality(), now_us_)) {
    const std::string id = AskedId(paper, *next);
    // On the disk before it goes: after a crash it is the same request.
    SaveDrafts();
    shell_.paper_request = Send(*std::move(next), {.contact_id = paper.contact_id}, 0, id);
    return;
  }
  std::string entered =
      text::Format(ui().lang, "shell.case.entered",
                   {{"who", shell_.paper_case.name.empty() ? ui().T("domain.unknown_patient")
                                                           : std::string_view(shell_.paper_case.name)}});
  const bool here = view_.overlay == Overlay::kPaperCase;
  shell_.paper_case = {};
  shell_.said = std::move(entered);
  if (here) ui().focus.Set("overlay/first");
}

void App::TakePaper(const Outcome& outcome) {
  shell_.paper_request.clear();
  const bool unknown = absl::IsUnavailable(outcome.status) || absl::IsDeadlineExceeded(outcome.status);
  if (!unknown) Answered(shell_.paper_case);
  const std::string_view part = ui().T("shell.case.part." + std::string(PartOf(outcome.command)));
  if (unknown) {
    shell_.said = text::Format(ui().lang, "shell.case.unconfirmed", {{"part", part}});
  } else if (outcome.ok()) {
    Accept(shell_.paper_case, outcome.command, outcome.response.contact_id());
    SendNextPaper();
  } else {
    const std::string reason = outcome.response.has_refusal() ? RefusalText(ui(), outcome.response.refusal())
                                                              : StatusText(ui(), outcome.status);
    shell_.said = text::Format(ui().lang, "shell.case.refused", {{"part", part}, {"reason", reason}});
  }
  // A part that central has must not be sent again after a crash.
  SaveDrafts();
}

Restart App::RestartNow() const {
  if (!store_.has_state()) return Restart::kNone;
  const std::int64_t at_us = store_.state().notice.restart_at_us();
  if (stale_) {
    const bool expected = store_.freshness().draining() ||
                          (at_us != 0 && now_us_ >= at_us - 5 * kSecondUs && now_us_ < at_us + kRestartMaxUs);
    const bool short_yet = store_.freshness().AgeUs(mono_us_) < kRestartMaxUs;
    return expected && short_yet ? Restart::kRunning : Restart::kNone;
  }
  if (store_.freshness().draining()) return Restart::kRunning;
  return at_us != 0 && at_us > now_us_ && at_us - now_us_ < kAnnouncedAheadUs ? Restart::kAnnounced
                                                                              : Restart::kNone;
}

}  // namespace legevakt::console
