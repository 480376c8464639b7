// The checker's part in what is asked beside the commands: look-ups, restarts, tools, and a queue that is
// full.
#include <algorithm>
#include <set>

#include "central/domain/service.h"
#include "central/engine/reason_status.h"
#include "central/engine/shedding.h"
#include "tests/simulation/checker.h"

namespace legevakt::simulation {

void Checker::TakeOrder(const v1::Event& event) {
  const std::vector<v1::Event> expected = orders_.Take(model_, event);
  if (expected.empty()) return Fail("an order did what it may not, or twice: " + event.ShortDebugString());
  TakeAll(expected, event.actor().device());
}

// A start takes the announcement back, for it is the restart; and so does a red that nobody has confirmed
// when the restart is due.
bool Checker::MayTakeRestartBack(const v1::Event& event) const {
  const bool at_start = model_.revision == started_revision_;
  const bool red = event.at_us() >= model_.notice.restart_at_us() && domain::PendingReds(model_) > 0 &&
                   !orders_.even_with_red();
  return model_.notice.restart_at_us() != 0 && (at_start || red);
}

void Checker::TakeNotice(const v1::Event& event) {
  const v1::ServiceNotice& now = event.notice_changed().notice();
  std::optional<v1::ServiceNotice> expected = orders_.TakeReport(model_.notice, now);
  // Whether it is so is seen each second (OnClocks).
  if (!expected.has_value() && model_.notice.clock_problem() != now.clock_problem()) {
    expected = model_.notice;
    expected->set_clock_problem(now.clock_problem());
  }
  if (!expected.has_value() && MayTakeRestartBack(event)) {
    expected = model_.notice;
    expected->set_restart_at_us(0);
  }
  if (!expected.has_value() || now.SerializeAsString() != expected->SerializeAsString()) {
    return Fail("central says of itself what is not so: " + event.ShortDebugString());
  }
  Take(event);
}

void Checker::OnOrderAnswered(const std::string& mark, bool changed, std::int64_t revision) {
  Advance();
  if (revision > disk_.last_revision()) return Fail(mark + " was answered before it is on the disk");
  if (const std::string wrong = orders_.OnAnswered(mark, changed); !wrong.empty()) Fail(wrong);
}

void Checker::OnLookupAnswered(const std::string& mark, const absl::Status& written) {
  Advance();
  if (absl::IsUnavailable(written)) return;
  if (!written.ok()) return Fail(mark + ", a look-up, was answered with " + written.ToString());
  if (const std::string wrong = orders_.OnAnswered(mark, true); !wrong.empty()) Fail(wrong);
}

void Checker::OnFound(std::int64_t revision, const v1::SearchRequest& request,
                      const v1::SearchResponse& response) {
  Advance();
  if (!failure_.empty() || revision != model_.revision || response.more()) return;
  std::set<std::int64_t> found;
  for (const v1::Found& one : response.found()) {
    // Those who have left the state are not known here.
    if (model_.contacts.contains(one.contact_id())) found.insert(one.contact_id());
  }
  std::set<std::int64_t> expected;
  for (const auto& [id, contact] : model_.contacts) {
    bool has = contact.personal().phone() == request.number();
    for (const std::int64_t call_id : contact.call_ids()) {
      const v1::Call* call = model_.FindCall(call_id);
      has = has || (call != nullptr && call->personal().phone() == request.number());
    }
    if (has) expected.insert(id);
  }
  if (found != expected) {
    Fail("a search for " + request.number() + " finds " + std::to_string(found.size()) + " contacts, and " +
         std::to_string(expected.size()) + " have that number");
  }
}

void Checker::OnRead(std::int64_t revision, const v1::ReadResponse& response) {
  Advance();
  if (!failure_.empty() || revision != model_.revision) return;
  const v1::Contact* contact = model_.FindContact(response.contact().contact_id());
  if (contact != nullptr && contact->SerializeAsString() != response.contact().SerializeAsString()) {
    Fail("who reads contact " + std::to_string(contact->contact_id()) + " sees another");
  }
}

void Checker::OnRestartDue(std::int64_t engine_us) {
  Advance();
  if (!orders_.MayRestart(engine_us)) Fail("a restart is due that nobody has announced");
}

void Checker::OnTurnedAway(const v1::ExecuteRequest& request, std::int64_t waiting, std::size_t queue) {
  Asked& asked = asked_.at(request.request_id());
  asked.turned_away = true;
  if (asked.kept) return Fail("turned away and done: " + request.ShortDebugString());
  if (waiting < static_cast<std::int64_t>(engine::QueueFor(request.command().what_case(), queue))) {
    Fail("turned away while there is room: " + request.ShortDebugString());
  }
}

}  // namespace legevakt::simulation
