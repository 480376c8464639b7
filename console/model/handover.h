// What changes hands at a shift change. From the state alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "central/domain/state.h"

namespace legevakt::console {

// The open contacts that one person answers for, in the order of the queue.
struct OwnerShare {
  std::string user_id;
  std::string name;
  std::vector<std::int64_t> contacts;
};

// Who answers for open contacts: `user_id` first, then the others in the order of their first contact.
std::vector<OwnerShare> SharesOf(const domain::State& state, const std::string& user_id);

struct HandoverLists {
  // Open contacts with a promise, the earliest first.
  std::vector<std::int64_t> promises;
  // Calls to call back.
  std::vector<std::int64_t> callbacks;
  // Closed contacts whose note is not in the record, the oldest first.
  std::vector<std::int64_t> not_entered;
};
HandoverLists ListsFor(const domain::State& state);

}  // namespace legevakt::console
