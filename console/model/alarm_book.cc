#include "console/model/alarm_book.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/time_units.h"

namespace legevakt::console {
namespace {

using domain::Alarm;
using domain::AlarmPriority;

// An alarm that solves itself at once was none.
constexpr std::int64_t kOnDelayUs = 3 * kSecondUs;
// What is entered from paper comes in parts: that a red was confirmed then comes just after that it was one.
constexpr std::int64_t kPaperDelayUs = 5 * kSecondUs;
constexpr int kGroupOver = 3;
// Nobody has read in less what has just come.
constexpr std::int64_t kReadUs = 400'000;

// A red of this hour and a cry for help are never held back, and never hidden behind another.
bool Alone(const Alarm& alarm) {
  return alarm.kind == v1::ALARM_KIND_RED_NOT_CONFIRMED || alarm.kind == v1::ALARM_KIND_HELP;
}

// Rows with the same are grouped where they are many.
using Cause = std::tuple<v1::AlarmKind, AlarmPriority, bool>;
Cause CauseOf(const AlarmRow& row) {
  return {row.alarm.kind, row.alarm.priority, row.quiet};
}

bool Quiet(const domain::State& state, const std::string& user_id, const Alarm& alarm) {
  if (alarm.acknowledged()) return true;
  const v1::Contact* contact = state.FindContact(alarm.contact_id);
  if (contact == nullptr || alarm.kind != v1::ALARM_KIND_RED_NOT_CONFIRMED) return false;
  const auto& seen_by = contact->red().seen_by();
  return std::find(seen_by.begin(), seen_by.end(), user_id) != seen_by.end();
}

}  // namespace

void AlarmBook::Follow(const domain::State& state, const std::string& user_id, std::int64_t now_us,
                       std::int64_t mono_us) {
  const std::int64_t second = now_us / kSecondUs;
  if (revision_ == state.revision && second_ == second) return;
  if (revision_ != state.revision || now_us >= until_us_) {
    standing_now_ = domain::AlarmsOf(state, now_us);
    until_us_ = domain::AlarmsStandUntil(state, standing_now_, now_us);
  }
  revision_ = state.revision;
  second_ = second;
  auto alarms = standing_now_;
  std::erase_if(alarms, [&](const Alarm& alarm) {
    // Whoever asked has a strip of their own that says who is asked: it is no alarm for them.
    if (alarm.kind == v1::ALARM_KIND_HELP) {
      const auto help = state.help.find(alarm.help_id);
      if (help != state.help.end() && help->second.by().user_id() == user_id) return true;
    }
    const v1::Contact* contact = state.FindContact(alarm.contact_id);
    if (alarm.kind == v1::ALARM_KIND_RED_NOT_CONFIRMED && contact != nullptr && contact->from_paper()) {
      // When it was entered: what is written of it later hides nothing.
      const std::int64_t entered_us =
          contact->red().confirm_by_us() - state.region.targets().red_confirm_s() * kSecondUs;
      if (now_us - entered_us < kPaperDelayUs) return true;
    }
    return alarm.priority != AlarmPriority::kHigh && now_us - alarm.since_us < kOnDelayUs;
  });
  Count(alarms, mono_us);
  shelved_.clear();
  std::vector<AlarmRow> rows;
  for (const Alarm& alarm : alarms) {
    if (alarm.shelved()) {
      shelved_.push_back(alarm);
    } else {
      rows.push_back({alarm, 0, Quiet(state, user_id, alarm)});
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const AlarmRow& a, const AlarmRow& b) {
    if (a.alarm.priority != b.alarm.priority) return a.alarm.priority < b.alarm.priority;
    return a.quiet < b.quiet;
  });
  Group(rows);
  const Alarm* first = FirstLoud();
  const domain::AlarmId now = first == nullptr ? domain::AlarmId() : first->id();
  if (now == first_) return;
  before_ = std::exchange(first_, now);
  first_since_us_ = mono_us;
}

void AlarmBook::Group(const std::vector<AlarmRow>& alarms) {
  rows_.clear();
  struct Same {
    int count = 0;
    // The place of its first row.
    std::size_t first = 0;
    bool shown = false;
  };
  std::map<Cause, Same> causes;
  for (const AlarmRow& alarm : alarms) ++causes[CauseOf(alarm)].count;
  for (const AlarmRow& alarm : alarms) {
    Same& same = causes[CauseOf(alarm)];
    if (!Alone(alarm.alarm) && same.count > kGroupOver && same.shown) {
      ++rows_[same.first].more;
      continue;
    }
    if (!same.shown) same.first = rows_.size();
    same.shown = true;
    rows_.push_back(alarm);
  }
}

void AlarmBook::Count(const std::vector<Alarm>& alarms, std::int64_t mono_us) {
  std::map<domain::AlarmId, std::int64_t> standing;
  for (const Alarm& alarm : alarms) {
    const auto before = standing_.find(alarm.id());
    if (before == standing_.end()) begun_.push_back({mono_us, alarm.priority});
    standing.emplace(alarm.id(), before == standing_.end() ? mono_us : before->second);
  }
  standing_ = std::move(standing);
  while (!begun_.empty() && mono_us - begun_.front().mono_us > kHourUs) begun_.pop_front();
}

const Alarm* AlarmBook::FirstLoud() const {
  const auto found = std::find_if(rows_.begin(), rows_.end(), [](const AlarmRow& row) { return !row.quiet; });
  return found == rows_.end() ? nullptr : &found->alarm;
}

const Alarm* AlarmBook::LoudWith(domain::AlarmId id) const {
  const auto found = std::find_if(rows_.begin(), rows_.end(),
                                  [id](const AlarmRow& row) { return !row.quiet && row.alarm.id() == id; });
  return found == rows_.end() ? nullptr : &found->alarm;
}

const Alarm* AlarmBook::FirstRead(std::int64_t mono_us) const {
  const Alarm* before = mono_us - first_since_us_ < kReadUs ? LoudWith(before_) : nullptr;
  return before == nullptr ? FirstLoud() : before;
}

SoundPattern AlarmBook::Pattern() const {
  const Alarm* first = FirstLoud();
  if (first == nullptr) return SoundPattern::kNone;
  if (first->priority == AlarmPriority::kHigh) return SoundPattern::kHigh;
  return first->priority == AlarmPriority::kMedium ? SoundPattern::kMedium : SoundPattern::kLow;
}

AlarmLoad AlarmBook::LoadAt(std::int64_t mono_us) const {
  AlarmLoad load;
  for (const Begun& begun : begun_) {
    if (mono_us - begun.mono_us <= 10 * kMinuteUs) ++load.last_ten_minutes;
    if (begun.priority == AlarmPriority::kHigh) ++load.high;
    if (begun.priority == AlarmPriority::kMedium) ++load.medium;
    if (begun.priority == AlarmPriority::kLow) ++load.low;
  }
  load.standing_a_day =
      static_cast<int>(std::count_if(standing_.begin(), standing_.end(), [mono_us](const auto& entry) {
        return mono_us - entry.second > kDayUs;
      }));
  return load;
}

}  // namespace legevakt::console
