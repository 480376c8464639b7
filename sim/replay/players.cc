#include "sim/replay/players.h"

#include <utility>

namespace legevakt::sim {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kIdle{200};
constexpr milliseconds kGoodbye{1000};
// After a step that central did not take for other reasons than a newer state.
constexpr milliseconds kTryAgain{1000};

// Simulated seconds that a doctor takes before a step (domain: video 10-12 min, station 15-20, home visit
// 45-75).
double DoctorSeconds(const Step& step, v1::Measure measure) {
  const auto spread = static_cast<double>(step.mission_id % 7) / 7.0;
  switch (step.kind) {
    case StepKind::kConfirmRed:
      return 15;
    case StepKind::kAccept:
      return 20 + 40 * spread;
    case StepKind::kUnderWay:
      return 180;
    case StepKind::kWithPatient:
      return measure == v1::MEASURE_HOME_VISIT ? 900 + 900 * spread : 240;
    default:
      return measure == v1::MEASURE_HOME_VISIT ? 1500
             : measure == v1::MEASURE_STATION  ? 900 + 300 * spread
                                               : 500;
  }
}

}  // namespace

TelephonyLink::TelephonyLink(const Stage& stage, Desk& desk, const std::string& user_id,
                             const std::vector<past::Case>& cases, int ringing_max)
    : Player(stage, user_id, v1::ROLE_TELEPHONY, "telephony"),
      desk_(desk),
      cases_(cases),
      ringing_max_(ringing_max) {}

void TelephonyLink::Run() {
  SetConnected(true);
  begun_ = std::chrono::steady_clock::now();
  while (!stopped() && !(next_ == cases_.size() && impatient_.empty())) {
    const std::uint64_t seen = desk_.changes();
    RingNext();
    HangUp();
    if (stopped()) break;
    desk_.WaitForChange(seen, stage_.speed > 0 ? milliseconds(50) : kIdle);
  }
  while (!stopped() && !desk_.AllClosed()) desk_.WaitForChange(desk_.changes(), kIdle);
  v1::Command down;
  down.mutable_set_telephony()->set_connected(false);
  down.mutable_set_telephony()->set_source(std::string(kDevice));
  SayGoodbye(down, kGoodbye);
}

void TelephonyLink::SetConnected(bool connected) {
  v1::Command command;
  command.mutable_set_telephony()->set_connected(connected);
  command.mutable_set_telephony()->set_source(std::string(kDevice));
  Do(command);
}

double TelephonyLink::SimulatedSeconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count() * stage_.speed +
         stage_.begin_s;
}

void TelephonyLink::RingNext() {
  while (!stopped() && next_ < cases_.size()) {
    const past::Case& item = cases_[next_];
    if (stage_.speed > 0 && SimulatedSeconds() < static_cast<double>(item.at_s)) return;
    if (stage_.speed <= 0 && desk_.phases().ringing >= ringing_max_) return;
    ++next_;
    // It may have rung in an earlier run, or before the simulator was started again.
    if (desk_.CallOf(item) != 0) continue;
    v1::Command command;
    *command.mutable_ring_call() = RingFor(item);
    Do(command);
    if (stage_.speed > 0 && item.gives_up_s) {
      impatient_.emplace(SimulatedSeconds() + static_cast<double>(*item.gives_up_s), &item);
    }
  }
}

void TelephonyLink::HangUp() {
  while (!stopped() && !impatient_.empty() && impatient_.begin()->first <= SimulatedSeconds()) {
    const past::Case* item = impatient_.begin()->second;
    impatient_.erase(impatient_.begin());
    if (desk_.PhaseOfRow(*item) != RowPhase::kRinging) continue;
    v1::Command command;
    command.mutable_lose_call()->set_call_id(desk_.CallOf(*item));
    // Refused where somebody has answered in the same moment, which is as good.
    Do(command);
  }
}

Operator::Operator(const Stage& stage, Desk& desk, const std::string& user_id, int number)
    : Player(stage, user_id, v1::ROLE_OPERATOR, "operator " + std::to_string(number)), desk_(desk) {}

void Operator::Run() {
  while (!stopped() && !desk_.AllClosed()) {
    if (auto work = desk_.Take(user_id(), *stage_.stop)) Handle(*std::move(work));
  }
}

void Operator::Handle(Desk::Work work) {
  const int dossier = work.dossier;
  std::optional<Step> step = std::move(work.step);
  while (step && !stopped()) {
    PauseFor(*step);
    const Result result = Do(step->command);
    if (result == Result::kFailed || (result == Result::kRefused && stage_.speed <= 0)) {
      // The state may have moved on; where it has not, trying at once would only be refused again.
      const auto before = step->kind;
      step = desk_.Next(dossier, user_id());
      if (step && step->kind == before) return desk_.Release(dossier, kTryAgain);
      continue;
    }
    if (result == Result::kRefused) return desk_.Release(dossier, kTryAgain);
    step = desk_.Next(dossier, user_id());
  }
  desk_.Release(dossier);
}

void Operator::PauseFor(const Step& step) {
  const double talk = step.about == nullptr ? 0 : static_cast<double>(step.about->talk_s.value_or(300));
  switch (step.kind) {
    case StepKind::kAnswer:
      return stage_.Pause(3);
    case StepKind::kIntake:
      return stage_.Pause(talk * 0.25);
    case StepKind::kAssess:
      return stage_.Pause(talk * 0.4);
    case StepKind::kConfirmAmk:
      return stage_.Pause(10);
    case StepKind::kMeasure:
      return stage_.Pause(talk * 0.15);
    case StepKind::kEndCall:
      return stage_.Pause(talk * 0.2);
    case StepKind::kClose:
      return stage_.Pause(20);
    default:
      return stage_.Pause(2);
  }
}

DoctorOnDuty::DoctorOnDuty(const Stage& stage, const std::string& doctor_id,
                           std::set<std::string> stands_in_for)
    : Player(stage, doctor_id, v1::ROLE_DOCTOR, "doctor"), stands_in_for_(std::move(stands_in_for)) {}

void DoctorOnDuty::Run() {
  ComeOnDuty();
  while (!stopped()) {
    const std::uint64_t seen = stage_.state->changes();
    while (!stopped() && DoOne()) {
    }
    if (!stopped()) stage_.state->WaitForChange(seen, kIdle);
  }
}

void DoctorOnDuty::ComeOnDuty() {
  v1::Command command;
  command.mutable_set_duty()->set_doctor_id(user_id());
  command.mutable_set_duty()->set_on_duty(true);
  Do(command);
}

bool DoctorOnDuty::DoOne() {
  const auto steps = stage_.state->Read(
      [&](const domain::State& state) { return NextDoctorSteps(state, user_id(), stands_in_for_); });
  for (const Step& step : steps) {
    if (stage_.speed > 0 && !IsTime(step)) continue;
    return Do(step.command) == Result::kDone;
  }
  return false;
}

bool DoctorOnDuty::IsTime(const Step& step) {
  const std::int64_t id =
      step.kind == StepKind::kConfirmRed ? step.command.confirm_red().contact_id() : step.mission_id;
  const SteadyTime now = std::chrono::steady_clock::now();
  const SteadyTime since = since_.try_emplace({id, step.kind}, now).first->second;
  const auto measure = stage_.state->Read([&](const domain::State& state) {
    const v1::Mission* mission = state.FindMission(step.mission_id);
    return mission == nullptr ? v1::MEASURE_UNSPECIFIED : mission->measure();
  });
  // One patient at a time: what has not begun waits until the hands are free.
  if (step.kind == StepKind::kUnderWay || step.kind == StepKind::kWithPatient) {
    const bool busy = stage_.state->Read([&](const domain::State& state) {
      for (const auto& [other, mission] : state.missions) {
        const bool begun = mission.state() == v1::MISSION_STATE_UNDER_WAY ||
                           mission.state() == v1::MISSION_STATE_WITH_PATIENT;
        if (begun && other != step.mission_id && mission.owner_id() == user_id()) return true;
      }
      return false;
    });
    if (busy) return false;
  }
  return std::chrono::duration<double>(now - since).count() * stage_.speed >= DoctorSeconds(step, measure);
}

}  // namespace legevakt::sim
