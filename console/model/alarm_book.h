// The alarms of the strip: central/domain's, held back until they have stood a little, grouped where many
// have one cause, and counted, since alarms that are too many are no alarms.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "central/domain/alarms.h"
#include "console/model/alarm_sound.h"

namespace legevakt::console {

struct AlarmRow {
  domain::Alarm alarm;
  // More of the same cause and priority behind this one.
  int more = 0;
  // Somebody has acknowledged it, or it is a red that this user has seen: it makes no sound and does not
  // flash.
  bool quiet = false;
};

// How many began in the last ten minutes, and the share by priority of those of the last hour. ISA-18.2 and
// its kin take one in ten minutes for steady, and more than ten for a flood.
struct AlarmLoad {
  int last_ten_minutes = 0;
  int high = 0;
  int medium = 0;
  int low = 0;
  int standing_a_day = 0;
  bool Flood() const { return last_ten_minutes > 10; }
  int Percent(int part) const {
    const int all = high + medium + low;
    return all == 0 ? 0 : (part * 100 + all / 2) / all;
  }
};

class AlarmBook {
 public:
  // Cheap where neither the state nor the second has changed.
  void Follow(const domain::State& state, const std::string& user_id, std::int64_t now_us,
              std::int64_t mono_us);

  // Most urgent first; the unacknowledged before the acknowledged of the same priority. Shelved ones are not
  // here.
  const std::vector<AlarmRow>& rows() const { return rows_; }
  // Put aside, with the time they come back.
  const std::vector<domain::Alarm>& shelved() const { return shelved_; }
  // The first that is not quiet; null where all are.
  const domain::Alarm* FirstLoud() const;
  // The one that a key pressed now is meant for: that one, but for a moment still the one before, where a
  // graver one has just come above it.
  const domain::Alarm* FirstRead(std::int64_t mono_us) const;
  // What that one sounds like.
  SoundPattern Pattern() const;
  AlarmLoad LoadAt(std::int64_t mono_us) const;

 private:
  void Count(const std::vector<domain::Alarm>& alarms, std::int64_t mono_us);
  void Group(const std::vector<AlarmRow>& alarms);
  const domain::Alarm* LoudWith(domain::AlarmId id) const;

  std::int64_t revision_ = -1;
  std::int64_t second_ = -1;
  // As the domain has them, and until when.
  std::vector<domain::Alarm> standing_now_;
  std::int64_t until_us_ = 0;
  std::vector<AlarmRow> rows_;
  std::vector<domain::Alarm> shelved_;
  // The first loud one, since when, and the one before it.
  domain::AlarmId first_ = {};
  domain::AlarmId before_ = {};
  std::int64_t first_since_us_ = 0;
  // When each standing alarm was first seen here.
  std::map<domain::AlarmId, std::int64_t> standing_;
  struct Begun {
    std::int64_t mono_us;
    domain::AlarmPriority priority;
  };
  // Of the last hour.
  std::deque<Begun> begun_;
};

}  // namespace legevakt::console
