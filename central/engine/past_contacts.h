// Contacts that are no longer before everybody's eyes: looked for and read beside the strand.
//
// It follows the journal with a state of its own, made by the same Apply, from the first event to the newest
// durable one; so a search never takes the strand's time. What leaves that state for the archive leaves a
// line here by which it is found again. Those lines are made from the journal and kept in memory only: an
// index on the disk would be a second place with personal data to keep, to back up and to destroy. The first
// search after a start reads the whole journal; later ones read what is new. An archived contact is read by
// going through the journal up to its archiving.
//
// Thread: one at a time; reads the disk.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "central/domain/state.h"
#include "legevakt/v1/event.pb.h"
#include "legevakt/v1/lookup.pb.h"

namespace legevakt::engine {

namespace v1 = legevakt::v1;

// What is wrong with a search, or nothing: no reason, nothing to look for, a number that is none.
std::optional<v1::Refusal> CheckSearch(const v1::SearchRequest& request);

class PastContacts {
 public:
  // Events with revision > after, at most `limit`: Engine::History.
  using History =
      std::function<absl::StatusOr<std::vector<v1::Event>>(std::int64_t after, std::size_t limit)>;
  // `cancelled` is asked now and then; true makes a call return CANCELLED.
  PastContacts(History history, std::function<bool()> cancelled);

  // A request that CheckSearch has nothing against.
  absl::StatusOr<v1::SearchResponse> Search(const v1::SearchRequest& request);
  // The contact with its calls and missions; a refusal where there never was such a contact.
  absl::StatusOr<v1::ReadResponse> Read(std::int64_t contact_id);

  std::size_t archived() const { return archive_.size(); }

 private:
  // By what an archived contact is found. Texts are folded.
  struct Line {
    v1::Found found;
    // The revision that archived it.
    std::int64_t archived = 0;
    std::vector<std::string> names;
    std::vector<std::string> numbers;
  };

  absl::Status CatchUp();
  static Line LineOf(const domain::State& state, const v1::Contact& contact);
  static bool Fits(const Line& line, const v1::SearchRequest& request, const std::string& name);

  const History history_;
  const std::function<bool()> cancelled_;
  domain::State state_;
  // Oldest first; at most limits::kArchiveLinesMax, the newest.
  std::deque<Line> archive_;
  bool archive_cut_ = false;
};

}  // namespace legevakt::engine
