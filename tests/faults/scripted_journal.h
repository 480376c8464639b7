// A journal that is known beforehand: the batches of a run, and whether a store holds exactly the first so
// many of them. What is acknowledged must be there; what was on its way may be, as a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "central/engine/event_store.h"

namespace legevakt::faults {

class ScriptedJournal {
 public:
  // Batches of one to eight events with their replies, some with replies alone, some events of many pages,
  // some minutes apart, so that old replies are removed on the way.
  ScriptedJournal(std::uint64_t seed, std::size_t batches);

  std::size_t size() const { return batches_.size(); }
  const engine::Batch& batch(std::size_t index) const { return batches_[index]; }

  // How many of the batches the store holds: at least `lowest`, at most `highest`; else what is wrong.
  absl::StatusOr<std::size_t> Held(engine::EventStore& store, std::size_t lowest, std::size_t highest) const;

 private:
  std::string WhatIsWrong(const std::vector<v1::Event>& events,
                          const std::vector<engine::StoredReply>& replies, std::size_t batches) const;

  std::vector<engine::Batch> batches_;
  // Of all batches, one after the other; and how many of them the first n batches have.
  std::vector<std::string> events_;
  std::vector<engine::StoredReply> replies_;
  std::vector<std::size_t> events_until_, replies_until_;
  // Engine time after them.
  std::vector<std::int64_t> at_us_until_;
};

}  // namespace legevakt::faults
