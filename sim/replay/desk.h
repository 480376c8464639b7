// The operators' common desk: the watched state, the cases of the file, and which of them needs a hand now.
//
// A dossier (the calls about one problem) is in the hands of at most one operator. What an event touches is
// looked at again; nothing is polled. Thread: any; locks itself (the Mirror's lock).
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/replay/mirror.h"
#include "sim/replay/steps.h"

namespace legevakt::sim {

struct DeskOptions {
  StepRules rules;
  // Ringing calls before everything else, as at a real desk; else what is begun is finished first.
  bool calls_first = false;
  // Every n-th call is left ringing for a person, this long; 0 for none.
  int leave_every = 0;
  std::chrono::milliseconds leave_for{0};
};

class Desk : public Mirror {
 public:
  Desk(const std::vector<past::Case>& cases, DeskOptions options);

  // The tool is known when the first snapshot has come; until then nobody gets work.
  void SetRules(StepRules rules);

  struct Work {
    int dossier = 0;
    Step step;
  };
  // The next thing that `user_id` can do, with its dossier in hand; nothing when `stop` is set or after half
  // a second.
  std::optional<Work> Take(const std::string& user_id, const std::atomic<bool>& stop);
  // The next step of the dossier in hand; nothing where there is none now.
  std::optional<Step> Next(int dossier, const std::string& user_id) const;
  // Puts it down. It is looked at again when something happens to it, or after `again` where that is over 0.
  void Release(int dossier, std::chrono::milliseconds again = std::chrono::milliseconds(0));

  // How many rows are in each phase.
  struct Phases {
    int not_rung = 0;
    int ringing = 0;
    int open = 0;
    int closed = 0;
  };
  Phases phases() const;
  bool AllClosed() const;
  // The id of the row's call; 0 where it has not rung.
  std::int64_t CallOf(const past::Case& row) const;
  RowPhase PhaseOfRow(const past::Case& row) const;
  // References of rows that are not closed, at most `limit`.
  std::vector<std::string> NotClosed(std::size_t limit) const;

 protected:
  void OnChanged(const domain::State& state, const v1::EventBatch* events) override;

 private:
  struct Entry {
    Dossier dossier;
    bool in_hands = false;
    bool queued = false;
    bool dirty = false;
    int priority = 0;
    std::uint64_t sequence = 0;
    // A ringing call of it is left for a person until then.
    SteadyTime not_before{};
    bool left_for_person = false;
  };

  std::optional<Step> NextLocked(int dossier, const std::string& user_id) const;
  void Index(const domain::State& state);
  void Note(const domain::State& state, const v1::Event& event, std::set<int>& touched);
  void Touch(const domain::State& state, int dossier);
  void Enqueue(int dossier);
  int PriorityOf(const domain::State& state, const Entry& entry) const;
  void UpdatePhases(const domain::State& state, const Entry& entry);

  DeskOptions options_;
  std::vector<Entry> entries_;
  // Row (from 1) -> dossier; -1 for none.
  std::vector<int> dossier_of_row_;
  std::unordered_map<std::string, const past::Case*> row_by_ref_;
  std::unordered_map<std::int64_t, int> dossier_by_call_;
  std::unordered_multimap<std::int64_t, int> dossier_by_contact_;
  CallsByRef calls_;
  std::unordered_map<const past::Case*, RowPhase> phase_;
  std::array<int, 4> phase_count_{};
  std::uint64_t sequence_ = 0;
  std::set<std::pair<std::pair<int, std::uint64_t>, int>> queue_;
  std::multimap<SteadyTime, int> delayed_;
};

}  // namespace legevakt::sim
