// The telephony link, the operators and the doctors of a replay. Each Run() is a thread's whole work and
// comes back when there is nothing more to do or the stage is stopped.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/replay/desk.h"
#include "sim/replay/player.h"

namespace legevakt::sim {

// Rings the calls of the file, in their order and at their time, and hangs up for those who lose patience.
class TelephonyLink : public Player {
 public:
  // `ringing_max` calls ring at once where there are no pauses.
  TelephonyLink(const Stage& stage, Desk& desk, const std::string& user_id,
                const std::vector<past::Case>& cases, int ringing_max);
  void Run();

 private:
  void SetConnected(bool connected);
  void RingNext();
  void HangUp();
  double SimulatedSeconds() const;

  Desk& desk_;
  const std::vector<past::Case>& cases_;
  const int ringing_max_;
  std::size_t next_ = 0;
  SteadyTime begun_ = std::chrono::steady_clock::now();
  // When a call that rings now is given up.
  std::multimap<double, const past::Case*> impatient_;
};

// Takes what the desk has, and does what it needs until somebody else must go on.
class Operator : public Player {
 public:
  Operator(const Stage& stage, Desk& desk, const std::string& user_id, int number);
  void Run();

 private:
  void Handle(Desk::Work work);
  void PauseFor(const Step& step);

  Desk& desk_;
};

class DoctorOnDuty : public Player {
 public:
  DoctorOnDuty(const Stage& stage, const std::string& doctor_id, std::set<std::string> stands_in_for);
  void Run();

 private:
  void ComeOnDuty();
  bool DoOne();
  // With pauses: is it time, and are the hands free?
  bool IsTime(const Step& step);

  const std::set<std::string> stands_in_for_;
  // Since when a step could have been taken.
  std::map<std::pair<std::int64_t, StepKind>, SteadyTime> since_;
};

}  // namespace legevakt::sim
