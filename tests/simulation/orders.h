// What is asked of central beside the commands: to look contacts up, to announce a restart, to take a triage
// tool into use. No reply of it is kept. Each order carries a mark in its actor, and by that its events are
// known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "central/domain/decide.h"
#include "central/engine/engine.h"

namespace legevakt::simulation {

namespace v1 = legevakt::v1;

struct Order {
  enum class Kind : std::uint8_t { kSearch, kRead, kRestart, kReport, kTool, kRollBack };
  Kind kind = Kind::kSearch;
  // The order's mark is the device.
  v1::Actor by;
  engine::Engine::LookupNote note;
  // When the restart is, or from when on the tool; 0 for none and for now.
  std::int64_t at_us = 0;
  bool even_with_red = false;
  // What central says of its record has no actor but central: the time of the backup is the mark.
  engine::Engine::RecordReport report;
  std::string yaml;
};

// What became of the orders; the checker's.
class Orders {
 public:
  explicit Orders(const domain::ToolSet& tools) : tools_(tools) {}

  void OnMade(const Order& order);
  // Whether somebody's order did this.
  bool IsOne(const v1::Event& event) const { return made_.contains(event.actor().device()); }
  // What the order of this event does to `state` then. Notes that it was done; nothing where it may not be.
  std::vector<v1::Event> Take(const domain::State& state, const v1::Event& event);
  // The same for what central says of its record; nothing where nobody reported that.
  std::optional<v1::ServiceNotice> TakeReport(const v1::ServiceNotice& before, const v1::ServiceNotice& now);
  // One sentence where the answer is not the one that what lies on the disk allows; else empty. `changed`:
  // the answer says that it was done; without, it says that nothing was.
  std::string OnAnswered(const std::string& mark, bool changed);
  // May a restart be due at this time?
  bool MayRestart(std::int64_t engine_us) const;
  // The last announcement that was made said so.
  bool even_with_red() const { return even_with_red_; }

 private:
  struct Made {
    Order order;
    bool done = false;
    // Somebody was told that nothing was done.
    bool refused = false;
  };

  const domain::ToolSet& tools_;
  std::unordered_map<std::string, Made> made_;
  bool even_with_red_ = false;
};

}  // namespace legevakt::simulation
