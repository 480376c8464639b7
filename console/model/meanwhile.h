// What changed while the screen was not up to date: remembered when it went stale, compared when it came
// back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "central/domain/state.h"

namespace legevakt::console {

namespace v1 = legevakt::v1;

enum class ChangeKind : std::uint8_t {
  kRed,
  kNew,
  kUrgency,
  kNewInformation,
  // Another operator has it in hand now.
  kTaken,
  kMission,
  kClosed,
  // A call came, and is still ringing or must be called back.
  kCall,
  // It was open, or had to be called back, and central knows nothing of it any more.
  kGone,
};
inline constexpr std::size_t kChangeKinds = 9;

struct Change {
  ChangeKind kind;
  // The contact, or the call where kind is kCall.
  std::int64_t id = 0;
  // Of what is gone: nothing else on the screen knows them any more.
  std::string name = {};
  std::string phone = {};
};

class Meanwhile {
 public:
  void Remember(const domain::State& state, std::int64_t mono_us);
  // What is otherwise now. Most urgent kind first. Empty where nothing was remembered. In another journal the
  // same number can be somebody else's: only what was opened at the same moment is the same.
  void Compare(const domain::State& state, std::int64_t mono_us, bool other_journal = false);
  std::size_t gone() const;
  // The operator has seen it.
  void Clear();

  const std::vector<Change>& changes() const { return changes_; }
  // Compared, and not cleared yet.
  bool has_report() const { return has_report_; }
  // How long the screen was not up to date.
  std::int64_t away_us() const { return away_us_; }

 private:
  struct Row {
    v1::Hastegrad hastegrad;
    bool open;
    bool red;
    bool new_information;
    std::string in_hand;
    std::int64_t missions;
    std::int64_t opened_us;
    std::string name;
    std::string phone;
  };
  void FindGone(const domain::State& state, bool other_journal);
  static Row RowOf(const domain::State& state, const v1::Contact& contact);

  bool remembered_ = false;
  bool has_report_ = false;
  std::int64_t since_us_ = 0;
  std::int64_t away_us_ = 0;
  std::map<std::int64_t, Row> rows_;
  std::int64_t last_call_ = 0;
  // Numbers that wait for a call-back, by call.
  std::map<std::int64_t, std::string> callbacks_;
  std::vector<Change> changes_;
};

}  // namespace legevakt::console
