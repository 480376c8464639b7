// Looking for contacts that are no longer before everybody's eyes: what is typed, what was asked, and what
// came. Central writes each search and each reading into its journal, with who and why; so a reason is asked
// for first, and all that was found is forgotten when the card closes.
//
// Nothing here waits: an answer comes whenever it comes, and one that is not awaited any more is dropped.
// Thread: the UI thread.
#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "central/domain/state.h"
#include "console/model/link.h"

namespace legevakt::console {

// As typed.
struct LookupForm {
  std::string name;
  std::string number;
  std::string from;
  std::string to;
  std::string reason;
};

// What must be mended before it can be asked: a text of the catalogue for each field, empty where it is
// right. `nothing` where nothing to look for is given.
struct LookupFaults {
  std::string_view name;
  std::string_view number;
  std::string_view from;
  std::string_view to;
  std::string_view reason;
  std::string_view nothing;
  bool any() const;
};
LookupFaults FaultsOf(const LookupForm& form, std::int64_t now_us);
// Of a form that has none.
v1::SearchRequest RequestOf(const LookupForm& form, std::int64_t now_us);

// One contact with its calls and missions as central gave it, in a state of its own, so that it is read with
// what reads everything else.
struct PastContact {
  domain::State state;
  std::int64_t contact_id = 0;
  // Central's time when it was read.
  std::int64_t read_us = 0;
  const v1::Contact& contact() const;
};

class Lookup {
 public:
  explicit Lookup(Link& link) : link_(link) {}

  LookupForm form;

  // What was found before is gone at once. `mono_us` is the local clock, `now_us` central's.
  void Search(std::int64_t mono_us, std::int64_t now_us);
  // One of those that were found, for the same reason. `region` names doctors and places.
  void Read(std::int64_t contact_id, const v1::Region& region, std::int64_t mono_us, std::int64_t now_us);
  // From the contact to the list.
  void Back();
  // Everything: what is typed, what was asked, what came.
  void Forget();

  void Take(Searched update);
  void Take(WasRead update);
  // True once after an answer came.
  bool TakeNews();
  // Goes up with each question and each answer.
  std::int64_t news() const { return news_count_; }

  bool searching() const { return asked_ != 0 && reading_ == 0; }
  // The contact that is being fetched; 0 for none.
  std::int64_t reading() const { return reading_; }
  // Local time of the question that has no answer yet.
  std::int64_t asked_us() const { return asked_us_; }
  // The reason that stands in the journal for what is shown.
  const std::string& reason() const { return reason_; }
  // Null before an answer.
  const v1::SearchResponse* found() const { return found_ ? &*found_ : nullptr; }
  const PastContact* past() const { return past_ ? &*past_ : nullptr; }
  // Why the last question was not answered; OK where it was. A refusal is an answer that says no.
  const absl::Status& status() const { return status_; }
  const std::optional<v1::Refusal>& refusal() const { return refusal_; }

 private:
  void Ask(std::int64_t mono_us);
  // True where this is the answer that is awaited.
  bool Answered(std::int64_t ticket, const absl::Status& status);

  Link& link_;
  std::int64_t last_ticket_ = 0;
  // 0 where nothing is awaited.
  std::int64_t asked_ = 0;
  std::int64_t asked_us_ = 0;
  std::int64_t reading_ = 0;
  std::string reason_;
  std::optional<v1::SearchResponse> found_;
  // Of the contact that is being fetched.
  v1::Region region_;
  std::int64_t read_us_ = 0;
  std::optional<PastContact> past_;
  absl::Status status_;
  std::optional<v1::Refusal> refusal_;
  bool news_ = false;
  std::int64_t news_count_ = 0;
};

}  // namespace legevakt::console
