#include "console/model/picture.h"

#include <algorithm>

#include "base/time_units.h"
#include "central/domain/alarms.h"
#include "central/domain/queue_order.h"

namespace legevakt::console {
namespace {

std::vector<OnDuty> DoctorsOn(const domain::State& state) {
  std::vector<OnDuty> on;
  for (const auto& doctor : state.region.doctors()) {
    const v1::DoctorDuty* duty = state.FindDuty(doctor.doctor_id());
    if (duty != nullptr && duty->on_duty()) on.push_back({&doctor, duty, {}});
  }
  std::stable_sort(on.begin(), on.end(), [](const OnDuty& a, const OnDuty& b) {
    return a.duty->duty_role() < b.duty->duty_role();
  });
  for (const auto& [id, mission] : state.missions) {
    const bool unanswered =
        mission.state() == v1::MISSION_STATE_NO_ANSWER &&
        domain::FindAlarm(state, {v1::ALARM_KIND_REQUEST_RETURNED, id}, state.at_us).has_value();
    if (!domain::IsOpen(mission) && !unanswered) continue;
    const auto owner = std::find_if(on.begin(), on.end(), [&mission](const OnDuty& each) {
      return each.doctor->doctor_id() == mission.owner_id();
    });
    if (owner == on.end()) continue;
    if (unanswered) owner->unanswered = &mission;
    if (!unanswered) owner->missions.push_back(&mission);
  }
  for (OnDuty& each : on) {
    std::stable_sort(each.missions.begin(), each.missions.end(),
                     [](const v1::Mission* a, const v1::Mission* b) {
                       return static_cast<int>(a->state()) > static_cast<int>(b->state());
                     });
  }
  return on;
}

// Nobody holds a telephone to a patient at the counter, or to a case that AMK has sent.
bool IsTalk(const v1::Call& call, const std::string& user_id) {
  const bool telephone = call.kind() == v1::CALL_KIND_PHONE || call.kind() == v1::CALL_KIND_UNSPECIFIED;
  const bool lives = call.state() == v1::CALL_STATE_ANSWERED || call.state() == v1::CALL_STATE_REACHED;
  return telephone && lives && call.answered_by().user_id() == user_id;
}

}  // namespace

std::int64_t TalkBegan(const domain::State& state, const v1::Call& call) {
  if (call.state() != v1::CALL_STATE_REACHED) return call.answered_us();
  // Its contact was opened when the caller was reached.
  const v1::Contact* contact =
      call.contact_ids_size() == 0 ? nullptr : state.FindContact(*call.contact_ids().rbegin());
  return contact == nullptr ? 0 : contact->opened_us();
}

void Picture::Follow(const Store& store, std::int64_t now_us) {
  const std::int64_t second = now_us / kSecondUs;
  const bool changed = store_changes_ != store.changes();
  if (!changed && second_ == second) return;
  ++changes_;
  second_ = second;
  now_us_ = now_us;
  if (!changed) return FollowStations(situation_, now_us);
  store_changes_ = store.changes();
  state_ = store.has_state() ? &store.state() : nullptr;
  user_id_ = store.me().user_id();
  ringing_.clear();
  callbacks_.clear();
  mine_.clear();
  on_duty_.clear();
  situation_ = {};
  talks_.clear();
  if (state_ == nullptr) return;
  on_duty_ = DoctorsOn(*state_);
  situation_ = SituationOf(*state_, now_us);
  ringing_ = domain::Ringing(*state_);
  callbacks_ = domain::CallbacksDue(*state_);
  for (const auto& [id, contact] : state_->contacts) {
    if (IsMine(contact, user_id_)) mine_.push_back(&contact);
  }
  for (const auto& [id, call] : state_->calls) {
    if (IsTalk(call, user_id_)) talks_.push_back(&call);
  }
  std::stable_sort(talks_.begin(), talks_.end(), [this](const v1::Call* a, const v1::Call* b) {
    return TalkBegan(*state_, *a) < TalkBegan(*state_, *b);
  });
}

const v1::Call* Picture::next_callback() const {
  const auto due = std::find_if(callbacks_.begin(), callbacks_.end(), [](const v1::Call* call) {
    return call->state() == v1::CALL_STATE_CALL_BACK_DUE;
  });
  if (due != callbacks_.end()) return *due;
  return callbacks_.empty() ? nullptr : callbacks_.front();
}

const std::vector<std::int64_t>& Picture::Rows(ListView list) {
  Listed& listed = lists_.at(static_cast<std::size_t>(list));
  if (listed.of == store_changes_ && now_us_ < listed.until_us) return listed.ids;
  if (listed.of != store_changes_) {
    listed.rows.clear();
    if (state_ != nullptr) listed.rows = ListRows(*state_, list, user_id_);
    listed.of = store_changes_;
  }
  listed.until_us = InListAt(listed.rows, now_us_, listed.ids);
  return listed.ids;
}

}  // namespace legevakt::console
