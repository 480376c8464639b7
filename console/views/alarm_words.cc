#include "console/views/alarm_words.h"

#include <algorithm>

#include "console/model/format.h"
#include "console/views/app.h"
#include "console/views/callback.h"
#include "console/views/words.h"

namespace legevakt::console {
namespace {

// The contact's patient; on a wallboard, where names are hidden, the place.
std::string Who(const App& app, const v1::Contact* contact) {
  if (contact == nullptr) return {};
  if (!app.ui().board) return PatientName(app.ui(), *contact);
  const std::string place = MunicipalityName(app.store().state(), contact->intake().municipality());
  return place.empty() ? std::string(app.ui().T("shell.board.a_contact")) : place;
}

// Of the staff a wallboard names the role and no more.
std::string DoctorOf(const App& app, const v1::Mission* mission) {
  if (mission == nullptr) return {};
  const auto& state = app.store().state();
  if (!app.ui().board) {
    const v1::Doctor* doctor = state.FindDoctor(mission->owner_id());
    return doctor == nullptr ? std::string() : doctor->name();
  }
  const v1::DoctorDuty* duty = state.FindDuty(mission->owner_id());
  const bool known = duty != nullptr && duty->duty_role() != v1::DUTY_ROLE_UNSPECIFIED;
  return std::string(known ? EnumWord(app.ui(), v1::DutyRole_Name(duty->duty_role()))
                           : app.ui().T("shell.board.doctor"));
}

// Never on a wallboard.
std::string Phone(const App& app, const std::string& phone) {
  return phone.empty() ? std::string(app.ui().T("shell.alarm.no_number")) : PhoneText(phone);
}

std::string RedText(const App& app, const v1::Contact& contact, const std::string& who) {
  const auto& red = contact.red();
  const auto word = [&](std::int64_t us) {
    return us != 0 ? ClockHm(us) : std::string(app.ui().T("console.red.not_confirmed"));
  };
  const std::string amk = red.given_back_us() == 0
                              ? word(red.amk_confirmed_us())
                              : text::Format(app.ui().lang, "console.red.given_back_word",
                                             {{"at", ClockHm(red.given_back_us())}});
  return text::Format(app.ui().lang, "console.alarm.red",
                      {{"who", who},
                       {"amk", amk},
                       {"doctor", word(red.doctor_confirmed_us())},
                       {"time", Roughly(app.ui().lang, app.now_us() - red.raised_us())}});
}

std::string HelpText(const App& app, const domain::Alarm& alarm, const std::string& age) {
  if (app.ui().board) return text::Format(app.ui().lang, "shell.board.help", {{"time", age}});
  std::string who;
  const auto& help = app.store().state().help;
  const auto found = help.find(alarm.help_id);
  if (found != help.end()) who = found->second.by().name();
  return text::Format(app.ui().lang, "shell.alarm.help", {{"who", who}, {"time", age}});
}

std::string NotHeardText(const App& app, const v1::Mission* mission, const std::string& age) {
  const std::string who = DoctorOf(app, mission);
  if (app.ui().board)
    return text::Format(app.ui().lang, "shell.board.not_heard", {{"doctor", who}, {"time", age}});
  const v1::Doctor* doctor =
      mission == nullptr ? nullptr : app.store().state().FindDoctor(mission->owner_id());
  return text::Format(
      app.ui().lang, "console.alarm.not_heard",
      {{"doctor", who}, {"time", age}, {"phone", doctor == nullptr ? "" : PhoneText(doctor->phone())}});
}

std::string PromiseText(const App& app, const domain::Alarm& alarm, const v1::Contact* contact) {
  const std::string who = Who(app, contact);
  const std::string at = ClockHm(alarm.deadline_us);
  if (app.ui().board) return text::Format(app.ui().lang, "shell.board.promise", {{"who", who}, {"at", at}});
  return text::Format(app.ui().lang, "console.alarm.promise",
                      {{"who", who},
                       {"at", at},
                       {"phone", contact == nullptr ? "" : Phone(app, contact->personal().phone())}});
}

std::string CallbackText(const App& app, const v1::Call* call, const std::string& age) {
  const auto lang = app.ui().lang;
  const bool board = app.ui().board;
  const std::string phone = call == nullptr || board ? std::string() : Phone(app, call->personal().phone());
  if (!IsEscalated(call)) {
    return text::Format(lang, board ? "shell.board.callback" : "console.alarm.callback",
                        {{"phone", phone}, {"time", age}});
  }
  return text::Format(lang, board ? "shell.board.callback_escalated" : "console.alarm.callback_escalated",
                      {{"phone", phone}, {"n", std::to_string(call->callback_tries())}});
}

AlarmWords MakeWords(App& app, const domain::Alarm& alarm) {
  const auto& ui = app.ui();
  const auto& state = app.store().state();
  const v1::Contact* contact = state.FindContact(alarm.contact_id);
  const v1::Mission* mission = state.FindMission(alarm.mission_id);
  const v1::Call* call = state.FindCall(alarm.call_id);
  const std::string who = Who(app, contact);
  const std::string age = Roughly(ui.lang, app.now_us() - alarm.since_us);
  AlarmWords words;
  words.command = CommandFor(alarm);
  words.consequence = ui.T("shell.alarm.consequence." + std::to_string(static_cast<int>(alarm.kind)));
  const auto say = [&](const char* key, std::initializer_list<text::Arg> args) {
    words.cause = text::Format(ui.lang, key, args);
  };
  switch (alarm.kind) {
    case v1::ALARM_KIND_RED_NOT_CONFIRMED:
      if (contact == nullptr) break;
      words.cause = RedText(app, *contact, who);
      if (domain::IsWithAmk(contact->red())) words.consequence = ui.T("shell.alarm.consequence.red_doctor");
      if (contact->red().doctor_confirmed_us() != 0)
        words.consequence = ui.T("shell.alarm.consequence.red_amk");
      break;
    case v1::ALARM_KIND_DEADLINE_MISSED: {
      const bool first =
          contact != nullptr && contact->deadline().kind() == v1::DEADLINE_KIND_FIRST_ASSESSMENT;
      say(first ? "console.alarm.unassessed" : "console.alarm.deadline", {{"who", who}, {"time", age}});
      break;
    }
    case v1::ALARM_KIND_PROMISE_SLIPPED:
      words.cause = PromiseText(app, alarm, contact);
      break;
    case v1::ALARM_KIND_CALLBACK_MISSED:
      words.cause = CallbackText(app, call, age);
      break;
    case v1::ALARM_KIND_NOT_HEARD_FROM:
      words.cause = NotHeardText(app, mission, age);
      break;
    case v1::ALARM_KIND_ANSWER_TIME:
      say(alarm.deadline_us < app.now_us() ? "shell.alarm.answer_time_over" : "shell.alarm.answer_time",
          {{"time", Timer(call == nullptr ? 0 : app.now_us() - call->ringing_us())}});
      // The key takes the first in the queue of calls, which a graver one may be.
      if (const auto& ringing = app.picture().ringing();
          !ringing.empty() && ringing.front()->call_id() != alarm.call_id && !ui.board)
        words.cause += text::Format(ui.lang, "shell.alarm.answer_time_behind",
                                    {{"time", Timer(app.now_us() - ringing.front()->ringing_us())}});
      break;
    case v1::ALARM_KIND_REQUEST_RETURNED:
      say("shell.alarm.returned", {{"who", who}, {"doctor", DoctorOf(app, mission)}});
      break;
    case v1::ALARM_KIND_HELP:
      words.cause = HelpText(app, alarm, age);
      break;
    case v1::ALARM_KIND_VISIT_MISSED:
      say("shell.alarm.visit", {{"who", who}, {"time", age}});
      break;
    case v1::ALARM_KIND_TELEPHONY_DOWN:
      say("shell.alarm.telephony", {{"at", ClockHm(alarm.since_us)}});
      break;
    case v1::ALARM_KIND_RECORD_PROBLEM:
      if (alarm.subject_id == domain::kAlarmOfDamage) {
        say("shell.alarm.record", {});
      } else if (alarm.subject_id == domain::kAlarmOfClock) {
        say("shell.alarm.clock", {});
        words.consequence = ui.T("shell.alarm.consequence.clock");
      } else {
        const std::int64_t last_us = state.notice.backup_verified_us();
        say("shell.alarm.backup", {{"at", last_us == 0 ? "–" : DayMonth(last_us) + " " + ClockHm(last_us)}});
        words.consequence = ui.T("shell.alarm.consequence.backup");
      }
      break;
    case v1::ALARM_KIND_CONSULT_WAITS:
      say("shell.alarm.consult", {{"who", who}, {"time", age}});
      break;
    default:
      break;
  }
  return words;
}

}  // namespace

std::string_view CommandFor(const domain::Alarm& alarm) {
  switch (alarm.kind) {
    case v1::ALARM_KIND_RED_NOT_CONFIRMED:
      return "red.card";
    case v1::ALARM_KIND_ANSWER_TIME:
      return "calls.take";
    case v1::ALARM_KIND_CALLBACK_MISSED:
      // Without a deadline the tries are used up; the key for the next one to ring may be of another.
      return alarm.deadline_us == 0 ? "alarm.go" : "calls.callback";
    case v1::ALARM_KIND_TELEPHONY_DOWN:
      return "calls.new";
    case v1::ALARM_KIND_RECORD_PROBLEM:
      // Nothing here mends it. Damage: the work list for paper first. No backup: whom to phone.
      return alarm.subject_id == domain::kAlarmOfDamage ? "paper.open" : "page.directory";
    default:
      return "alarm.go";
  }
}

std::int64_t NumberOf(const domain::Alarm& alarm) {
  return alarm.subject_id * 64 + static_cast<int>(alarm.kind);
}

const AlarmWords& WordsOf(App& app, const domain::Alarm& alarm) {
  return app.Kept<AlarmWords>("alarm", NumberOf(alarm), {}, [&] { return MakeWords(app, alarm); });
}

const std::string& CauseOf(App& app, const AlarmRow& row) {
  const std::string& cause = WordsOf(app, row.alarm).cause;
  if (row.more == 0) return cause;
  return app.Words("alarm.grouped", NumberOf(row.alarm), row.more, [&] {
    return cause + "  " +
           text::Format(app.ui().lang, "console.alarm.more", {{"n", std::to_string(row.more)}});
  });
}

const std::string& HiddenAlarms(App& app, std::size_t count) {
  return app.Words("alarm.hidden", static_cast<std::int64_t>(count), [&] {
    return text::Format(app.ui().lang, count == 1 ? "console.alarm.hidden_one" : "console.alarm.hidden",
                        {{"n", std::to_string(count)}});
  });
}

ui::MarkShape ShapeOf(domain::AlarmPriority priority) {
  if (priority == domain::AlarmPriority::kHigh) return ui::MarkShape::kTriangle;
  return priority == domain::AlarmPriority::kMedium ? ui::MarkShape::kDiamond : ui::MarkShape::kCircle;
}

std::string_view StarsOf(domain::AlarmPriority priority) {
  if (priority == domain::AlarmPriority::kHigh) return "***";
  return priority == domain::AlarmPriority::kMedium ? "**" : "*";
}

bool AlarmIsLit(const AlarmRow& row, std::int64_t mono_us) {
  if (row.quiet || row.alarm.priority == domain::AlarmPriority::kLow) return true;
  const std::int64_t period_us = row.alarm.priority == domain::AlarmPriority::kHigh ? 500'000 : 2'000'000;
  return mono_us % period_us < period_us / 2;
}

}  // namespace legevakt::console
