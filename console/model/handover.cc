#include "console/model/handover.h"

#include <algorithm>
#include <utility>

#include "central/domain/queue_order.h"

namespace legevakt::console {

std::vector<OwnerShare> SharesOf(const domain::State& state, const std::string& user_id) {
  std::vector<OwnerShare> shares;
  for (const auto* contact : domain::Queue(state)) {
    const v1::Actor& owner = contact->has_owner() ? contact->owner() : contact->opened_by();
    auto share = std::find_if(shares.begin(), shares.end(),
                              [&](const OwnerShare& each) { return each.user_id == owner.user_id(); });
    if (share == shares.end()) share = shares.insert(shares.end(), {owner.user_id(), owner.name(), {}});
    share->contacts.push_back(contact->contact_id());
  }
  std::stable_partition(shares.begin(), shares.end(),
                        [&](const OwnerShare& share) { return share.user_id == user_id; });
  return shares;
}

HandoverLists ListsFor(const domain::State& state) {
  HandoverLists lists;
  std::vector<std::pair<std::int64_t, std::int64_t>> promises;
  std::vector<std::pair<std::int64_t, std::int64_t>> closed;
  for (const auto& [id, contact] : state.contacts) {
    if (domain::IsOpen(contact) && contact.promise().by_us() != 0)
      promises.emplace_back(contact.promise().by_us(), id);
    if (contact.state() == v1::CONTACT_STATE_CLOSED && contact.note_entered_us() == 0)
      closed.emplace_back(contact.closed_us(), id);
  }
  std::sort(promises.begin(), promises.end());
  std::sort(closed.begin(), closed.end());
  for (const auto& [at_us, id] : promises) lists.promises.push_back(id);
  for (const auto& [at_us, id] : closed) lists.not_entered.push_back(id);
  for (const auto* call : domain::CallbacksDue(state)) lists.callbacks.push_back(call->call_id());
  return lists;
}

}  // namespace legevakt::console
