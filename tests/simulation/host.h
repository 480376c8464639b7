// Those behind central and beside the consoles: who looks contacts up, announces restarts, takes triage tools
// into use, and sometimes a whole flood of commands at once.
#pragma once

#include <memory>
#include <string>

#include "tests/simulation/orders.h"
#include "tests/simulation/world.h"

namespace legevakt::simulation {

class Host {
 public:
  // Begins by itself.
  explicit Host(World& world);

 private:
  void Think();
  void Act(Central& central);
  Order Make(Order::Kind kind, v1::Role role);
  void Made(const Order& order);
  void Search(Central& central);
  void Read(Central& central);
  void NotRead(const absl::Status& status);
  void Lookup(Central& central, Order order);
  void Restart(Central& central);
  void Report(Central& central);
  void TakeTool(Central& central);
  void RollBack(Central& central);
  void Flood(Central& central);

  World& world_;
  int ordered_ = 0;
  int flooded_ = 0;
};

}  // namespace legevakt::simulation
