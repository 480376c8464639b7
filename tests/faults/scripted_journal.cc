#include "tests/faults/scripted_journal.h"

#include <algorithm>
#include <random>

#include "base/limits.h"
#include "base/status.h"
#include "base/time_units.h"

namespace legevakt::faults {
namespace {

constexpr std::int64_t kBeginUs = 1'795'290'120LL * kSecondUs;

v1::Event MakeEvent(std::int64_t revision, std::int64_t at_us, std::mt19937_64& chance) {
  v1::Event event;
  event.set_revision(revision);
  event.set_at_us(at_us);
  event.mutable_actor()->set_user_id("kari");
  event.mutable_actor()->set_role(v1::ROLE_OPERATOR);
  event.mutable_note_added()->set_contact_id(revision);
  // Most are small; some fill a page, a few go over several.
  const std::uint64_t kind = chance() % 32;
  const std::size_t size = kind == 0 ? chance() % 20'000 : kind < 4 ? chance() % 4'000 : chance() % 120;
  if (kind % 2 == 0) event.mutable_personal()->set_text(std::to_string(revision) + std::string(size, 'x'));
  return event;
}

engine::StoredReply MakeReply(std::size_t number, std::int64_t at_us) {
  std::string id = "00000000-0000-4000-8000-000000000000";
  const std::string digits = std::to_string(number);
  id.replace(id.size() - digits.size(), digits.size(), digits);
  return {.request_id = id,
          .user_id = "kari",
          .payload_hash = std::string(64, 'a'),
          .response = std::string("\x08\x01\x00", 3) + digits,
          .at_us = at_us};
}

bool Same(const engine::StoredReply& a, const engine::StoredReply& b) {
  return a.request_id == b.request_id && a.user_id == b.user_id && a.payload_hash == b.payload_hash &&
         a.response == b.response && a.at_us == b.at_us;
}

}  // namespace

ScriptedJournal::ScriptedJournal(std::uint64_t seed, std::size_t batches) {
  std::mt19937_64 chance(seed);
  std::int64_t at_us = kBeginUs;
  events_until_.push_back(0);
  replies_until_.push_back(0);
  at_us_until_.push_back(at_us);
  for (std::size_t i = 0; i < batches; ++i) {
    // 100 s on average: a thousand batches take longer than replies are kept.
    at_us += static_cast<std::int64_t>(chance() % 200) * kSecondUs;
    engine::Batch& batch = batches_.emplace_back();
    const std::uint64_t count = chance() % 10 == 0 ? 0 : chance() % 4 == 0 ? 1 + chance() % 8 : 1;
    for (std::uint64_t event = 0; event < count; ++event) {
      batch.events.push_back(MakeEvent(static_cast<std::int64_t>(events_.size()) + 1, at_us, chance));
      events_.push_back(batch.events.back().SerializeAsString());
    }
    // Time itself brings events without a reply.
    const std::uint64_t answers = count == 0 || chance() % 8 != 0 ? std::max<std::uint64_t>(1, count) : 0;
    for (std::uint64_t reply = 0; reply < answers; ++reply) {
      batch.replies.push_back(MakeReply(replies_.size() + 1, at_us));
      replies_.push_back(batch.replies.back());
    }
    events_until_.push_back(events_.size());
    replies_until_.push_back(replies_.size());
    at_us_until_.push_back(at_us);
  }
}

absl::StatusOr<std::size_t> ScriptedJournal::Held(engine::EventStore& store, std::size_t lowest,
                                                  std::size_t highest) const {
  LV_ASSIGN_OR_RETURN(const std::vector<v1::Event> events, store.Read(0, events_.size() + 1));
  LV_ASSIGN_OR_RETURN(const std::vector<engine::StoredReply> replies, store.ReadReplies(0));
  if (static_cast<std::size_t>(store.last_revision()) != events.size()) {
    return MakeStatus(absl::StatusCode::kDataLoss,
                      "its last revision is " + std::to_string(store.last_revision()) + ", and it gives " +
                          std::to_string(events.size()) + " events");
  }
  std::string wrong;
  for (std::size_t batches = lowest; batches <= std::min(highest, size()); ++batches) {
    const std::string what = WhatIsWrong(events, replies, batches);
    if (what.empty()) return batches;
    wrong += (wrong.empty() ? "" : "; ") + std::to_string(batches) + " batches: " + what;
  }
  return MakeStatus(absl::StatusCode::kDataLoss, wrong);
}

std::string ScriptedJournal::WhatIsWrong(const std::vector<v1::Event>& events,
                                         const std::vector<engine::StoredReply>& replies,
                                         std::size_t batches) const {
  if (events.size() != events_until_[batches]) {
    return std::to_string(events.size()) + " events for " + std::to_string(events_until_[batches]);
  }
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].SerializeAsString() != events_[i]) return "event " + std::to_string(i + 1) + " is another";
  }
  // Of the replies the oldest may be gone, where they are old enough.
  const std::size_t all = replies_until_[batches];
  if (replies.size() > all) {
    return std::to_string(replies.size()) + " replies for " + std::to_string(all);
  }
  const std::size_t gone = all - replies.size();
  if (gone > 0 && replies_[gone - 1].at_us > at_us_until_[batches] - limits::kReplyKeptUs) {
    return std::to_string(replies.size()) + " replies for " + std::to_string(all);
  }
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (!Same(replies[i], replies_[gone + i])) return "reply " + std::to_string(gone + i + 1) + " is another";
  }
  return "";
}

}  // namespace legevakt::faults
