// What the views ask of the whole state, worked out once for each change of it: no frame walks the state.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "console/model/lists.h"
#include "console/model/situation.h"
#include "console/model/store.h"

namespace legevakt::console {

// A doctor on duty with the missions that are open, the furthest on first.
struct OnDuty {
  const v1::Doctor* doctor;
  const v1::DoctorDuty* duty;
  std::vector<const v1::Mission*> missions;
  // Asked, the time ran out, and nobody has chosen what is done instead: not one who is simply free. Null for
  // none.
  const v1::Mission* unanswered = nullptr;
};

// When somebody began to talk: answered, or reached by a call-back.
std::int64_t TalkBegan(const domain::State& state, const v1::Call& call);

// Everything it gives stays where it is until the next Follow. Thread: the UI thread.
class Picture {
 public:
  // After each Pump of the store and before anything is drawn. Cheap where nothing has changed.
  void Follow(const Store& store, std::int64_t now_us);

  // In the order to answer.
  const std::vector<const v1::Call*>& ringing() const { return ringing_; }
  // In the order to call back.
  const std::vector<const v1::Call*>& callbacks() const { return callbacks_; }
  // Which one to take next: one that nobody has tried to the end yet, before those where ringing is used up.
  // Null where there is none.
  const v1::Call* next_callback() const;
  // Open contacts in my hands, and parked ones I had: oldest first.
  const std::vector<const v1::Contact*>& mine() const { return mine_; }
  // The calls on the telephone that I answered, or where I reached somebody, and that have not ended: the one
  // that began first comes first.
  const std::vector<const v1::Call*>& talks() const { return talks_; }
  // By duty role, then as the region has them.
  const std::vector<OnDuty>& on_duty() const { return on_duty_; }
  // What the map tells.
  const Situation& situation() const { return situation_; }
  // Ids, in order; see lists.h.
  const std::vector<std::int64_t>& Rows(ListView list);
  // Goes up whenever something here, or a second of central's clock, may have become another.
  std::int64_t changes() const { return changes_; }

 private:
  struct Listed {
    // Of `store_changes_`; -1 before the first.
    std::int64_t of = -1;
    std::vector<ListRow> rows;
    std::vector<std::int64_t> ids;
    // The list becomes another at this time.
    std::int64_t until_us = 0;
  };

  const domain::State* state_ = nullptr;
  std::string user_id_;
  std::int64_t store_changes_ = -1;
  std::int64_t second_ = -1;
  std::int64_t now_us_ = 0;
  std::int64_t changes_ = 0;
  std::vector<const v1::Call*> ringing_;
  std::vector<const v1::Call*> callbacks_;
  std::vector<const v1::Contact*> mine_;
  std::vector<OnDuty> on_duty_;
  Situation situation_;
  std::vector<const v1::Call*> talks_;
  std::array<Listed, kListViews> lists_;
};

}  // namespace legevakt::console
