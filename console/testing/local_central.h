// For tests and pictures: a whole central in this process. The same Decide and Apply as the real one, a
// manual clock, no disk, no network. Behind the console's Link interface. Thread: one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/time_units.h"
#include "console/model/link.h"
#include "console/model/tool_cache.h"

namespace legevakt::console::testing {

class LocalCentral : public Link {
 public:
  // A Saturday evening in a region of four municipalities; Kari Nes is the operator.
  LocalCentral();

  // --- Link
  std::vector<Update> Take() override;
  void Send(v1::ExecuteRequest request) override;
  void Search(std::int64_t ticket, v1::SearchRequest request) override;
  void Read(std::int64_t ticket, v1::ReadRequest request) override;
  void Resync() override;

  // Time passes, with all that it does; a bookmark at the end.
  void Pass(std::int64_t us);
  // Nothing gets through until it is mended: no events, no bookmarks, no replies.
  void Cut();
  void Mend();
  // From a backup, made when the state was `state`: another journal. What got through before did, the rest
  // not.
  void Restore(domain::State state);
  std::int64_t now_us() const { return now_us_; }

  // Searches and readings are answered with this until it is OK again.
  void AnswerLookups(absl::Status status) { lookup_status_ = std::move(status); }
  // They get no answer until this is called with false.
  void HoldLookups(bool hold);
  // Each search and reading that was answered, with its reason, as the journal would have it.
  const std::vector<std::string>& lookups() const { return lookups_; }

  // --- what others do. Each gives the id of what was made.
  std::int64_t Ring(const std::string& phone, const std::string& municipality,
                    v1::CallLane lane = v1::CALL_LANE_NORMAL);
  void Telephony(bool connected);
  // A restart is announced to every screen.
  void AnnounceRestart(std::int64_t at_us);
  void OnDuty(const std::string& doctor_id, bool on_duty = true);
  // The shipped tool as another version, approved by Overlege Hansen and taken into use by Berit Lund.
  void NewTool(const std::string& version, const std::vector<v1::ToolChange>& changes);
  // Kari Nes signs in (again): who she is, and everything anew.
  void SignIn();
  // As that user; a refusal ends the program with the reason: a scene must hold.
  std::int64_t Do(const v1::Actor& actor, const v1::Command& command);
  // The same where a refusal is an answer like another: false then.
  bool Try(const v1::Actor& actor, const v1::Command& command);
  v1::Actor Operator() const;
  v1::Actor Colleague() const;
  v1::Actor Doctor(const std::string& doctor_id) const;

  // Central's own state, to compare with the console's.
  const domain::State& state() const { return state_; }
  // How many commands have come, and the last one's request id.
  int commands() const { return commands_; }
  const std::string& last_request() const { return last_request_; }
  // While a test plays, this clock stands still between two `Pass` and the screen's goes on: each bookmark
  // proves it wrong. Called with true, they are as the real ones, of one stream, and both clocks must agree.
  void OneStream(bool one) { one_stream_ = one; }
  // How often everything came anew.
  int snapshots() const { return snapshots_; }
  // What comes is done, but the answer is lost on its way until this is called with false.
  void LoseAnswers(bool lose) { lose_answers_ = lose; }

 private:
  void Publish(const std::vector<v1::Event>& events);
  void TakeTool(const std::string& yaml, const std::vector<v1::ToolChange>& changes, const v1::Actor& by);
  void Bookmark();
  void Answer(Update update);

  domain::State state_;
  ToolCache tools_;
  std::int64_t now_us_;
  std::vector<Update> inbox_;
  std::vector<v1::ExecuteRequest> held_;
  std::vector<v1::Event> missed_;
  std::map<std::int64_t, v1::ReadResponse> archive_;
  std::vector<Update> held_answers_;
  std::vector<std::string> lookups_;
  absl::Status lookup_status_;
  bool hold_lookups_ = false;
  bool cut_ = false;
  int commands_ = 0;
  int journal_ = 1;
  std::string last_request_;
  bool lose_answers_ = false;
  bool one_stream_ = false;
  int snapshots_ = 0;
  // The same request does nothing twice.
  std::map<std::string, v1::ExecuteResponse> answered_;
};

// Three contacts that were closed earlier, two of them the same patient's.
void FillPast(LocalCentral& central);
// The evening of the screenshots: calls ringing, a full queue, doctors at work, one red.
void FillEvening(LocalCentral& central);

}  // namespace legevakt::console::testing
