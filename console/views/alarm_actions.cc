// What the operator does with alarms.
#include <algorithm>
#include <tuple>

#include "base/time_units.h"
#include "console/views/alarm_words.h"
#include "console/views/next_alarm.h"

namespace legevakt::console {
namespace {

// Long enough for one pattern to be heard to its end, too short for a second.
constexpr std::int64_t kStaleHeardUs = 8 * kSecondUs;

v1::AlarmRef Ref(domain::AlarmId alarm) {
  v1::AlarmRef ref;
  ref.set_kind(alarm.first);
  ref.set_subject_id(alarm.second);
  return ref;
}

bool SeenBy(const v1::Contact& contact, const std::string& user_id) {
  const auto& seen_by = contact.red().seen_by();
  return std::find(seen_by.begin(), seen_by.end(), user_id) != seen_by.end();
}

// Somewhere to go to: a card, or its contact. A call is answered by its own key, and never by going there.
bool HasPlace(const App& app, const domain::Alarm& alarm) {
  switch (alarm.kind) {
    case v1::ALARM_KIND_CALLBACK_MISSED:
    case v1::ALARM_KIND_HELP:
    case v1::ALARM_KIND_RECORD_PROBLEM:
      return true;
    default:
      return app.store().has_state() && app.store().state().FindContact(alarm.contact_id) != nullptr;
  }
}

bool IsLoud(const App& app, const domain::Alarm& alarm) {
  return std::any_of(app.alarms().begin(), app.alarms().end(),
                     [&alarm](const AlarmRow& row) { return row.alarm.id() == alarm.id() && !row.quiet; });
}

}  // namespace

const std::vector<const domain::Alarm*>& AlarmsToGoTo(App& app) {
  auto& order = app.shell().to_go_to;
  order.clear();
  for (const AlarmRow& row : app.alarms()) {
    if (HasPlace(app, row.alarm)) order.push_back(&row.alarm);
  }
  if (order.empty()) return order;
  // The same whoever has seen one meanwhile: what is said to be two presses away is.
  const auto key = [](const domain::Alarm* alarm) {
    return std::tuple(alarm->priority, alarm->kind, alarm->since_us, alarm->subject_id);
  };
  std::sort(order.begin(), order.end(), [&key](const auto* a, const auto* b) { return key(a) < key(b); });
  const auto elsewhere = [&app](const domain::Alarm* alarm) {
    return app.view().contact_id == 0 || alarm->contact_id != app.view().contact_id;
  };
  // On from the one that it went to last, as long as that is what is open.
  const auto last = std::find_if(order.begin(), order.end(), [&](const domain::Alarm* alarm) {
    return alarm->id() == app.shell().went_to &&
           (alarm->contact_id == 0 ? app.view().overlay != Overlay::kNone : !elsewhere(alarm));
  });
  auto next = last == order.end() ? order.end() : last + 1;
  if (last == order.end()) {
    next = std::find_if(order.begin(), order.end(),
                        [&](const domain::Alarm* alarm) { return elsewhere(alarm) && IsLoud(app, *alarm); });
    if (next == order.end()) next = std::find_if(order.begin(), order.end(), elsewhere);
  }
  if (next == order.end()) next = order.begin();
  std::rotate(order.begin(), next, order.end());
  return order;
}

const domain::Alarm* FirstThatCanBeShelved(const App& app) {
  const auto& alarms = app.alarms();
  const auto found = std::find_if(alarms.begin(), alarms.end(), [](const AlarmRow& row) {
    return row.alarm.priority != domain::AlarmPriority::kHigh;
  });
  return found == alarms.end() ? nullptr : &found->alarm;
}

void App::AcknowledgeAlarm() {
  const domain::Alarm* first = shell_.alarms.FirstRead(mono_us_);
  if (first == nullptr) return;
  v1::Command command;
  *command.mutable_acknowledge_alarm()->mutable_alarm() = Ref(first->id());
  Send(std::move(command), {.contact_id = first->contact_id});
}

void App::ShelveAlarm(domain::AlarmId alarm, std::int64_t until_us, const std::string& reason) {
  v1::Command command;
  auto& shelve = *command.mutable_shelve_alarm();
  *shelve.mutable_alarm() = Ref(alarm);
  shelve.set_until_us(until_us);
  shelve.set_reason(reason);
  Send(std::move(command), {});
}

void App::UnshelveAlarm(domain::AlarmId alarm) {
  v1::Command command;
  *command.mutable_unshelve_alarm()->mutable_alarm() = Ref(alarm);
  Send(std::move(command), {});
}

void App::GoToAlarm(const domain::Alarm& alarm) {
  shell_.went_to = alarm.id();
  // Where there is nothing to look at, a click does what the key on the row does.
  if (!HasPlace(*this, alarm)) {
    registry_.Run(CommandFor(alarm));
    return;
  }
  if (alarm.kind == v1::ALARM_KIND_CALLBACK_MISSED) return Open(Overlay::kCallback, alarm.call_id);
  // Who asks, since when, and the answer: their contact may be none.
  if (alarm.kind == v1::ALARM_KIND_HELP) return Open(Overlay::kNeedHelp, alarm.help_id);
  if (alarm.kind == v1::ALARM_KIND_RECORD_PROBLEM)
    return Open(alarm.subject_id == domain::kAlarmOfDamage ? Overlay::kPaper : Overlay::kDirectory);
  const v1::Contact* contact = store_.state().FindContact(alarm.contact_id);
  if (contact == nullptr) return;
  LookAt(alarm.contact_id);
  if (alarm.kind == v1::ALARM_KIND_NOT_HEARD_FROM || alarm.kind == v1::ALARM_KIND_REQUEST_RETURNED)
    SetTab(Tab::kMeasure);
  if (alarm.kind != v1::ALARM_KIND_RED_NOT_CONFIRMED) return;
  if (!SeenBy(*contact, store_.me().user_id())) {
    v1::Command command;
    command.mutable_see_red()->set_contact_id(alarm.contact_id);
    Send(std::move(command), {.contact_id = alarm.contact_id});
  }
  Open(Overlay::kRed, alarm.contact_id);
}

// Never into an open microphone. Who does not talk hears the answer-time alarm; who talks cannot help with
// it. A screen that stands still is heard once, and stays on the banner: its own alarms are old then.
bool App::Talking() const {
  return LongestTalk() != nullptr;
}

const v1::Call* App::LongestTalk() const {
  const auto& talks = picture_.talks();
  const auto lasts = std::find_if(talks.begin(), talks.end(),
                                  [this](const v1::Call* call) { return !store_.Ending(call->call_id()); });
  return lasts == talks.end() ? nullptr : *lasts;
}

void App::FollowSound() {
  // A wall is nobody's: nobody could silence it, and everybody would be disturbed.
  if (!surroundings_.play || ui().board) return;
  const bool still = stale_ && store_.has_state() && RestartNow() != Restart::kRunning;
  Audible audible;
  audible.pattern = still ? SoundPattern::kHigh : shell_.alarms.Pattern();
  audible.talking = Talking();
  // Once in each silence, from when it can be heard: a talk may outlast its beginning.
  if (!still) shell_.stale_heard_us = 0;
  if (still && !audible.talking && shell_.stale_heard_us == 0) shell_.stale_heard_us = mono_us_;
  audible.muted = !shell_.settings.sound || (stale_ && !still) ||
                  (still && shell_.stale_heard_us != 0 && mono_us_ - shell_.stale_heard_us > kStaleHeardUs);
  if ((audible.talking || audible.muted) && surroundings_.quiet) surroundings_.quiet();
  const SoundPattern pattern = shell_.sound.At(audible, mono_us_);
  if (pattern != SoundPattern::kNone) surroundings_.play(pattern);
}

}  // namespace legevakt::console
