#include "central/cli/restart.h"

#include <memory>
#include <string>

#include "base/time_units.h"
#include "central/cli/answer.h"
#include "central/cli/app.h"
#include "central/cli/directory.h"
#include "central/cli/local_time.h"

namespace legevakt::cli {
namespace {

struct Wanted {
  std::string dir;
  std::string by;
  std::string at;
  int in_minutes = 0;
  bool cancel = false;
  bool even_with_red = false;
  bool json = false;
};

// When; 0 to take it back. In the region's time zone and by central's clock.
absl::StatusOr<std::int64_t> TimeOf(const Wanted& wanted, const v1::ListToolsResponse& central) {
  if (wanted.cancel) return 0;
  if (wanted.at.empty()) return central.now_us() + wanted.in_minutes * kMinuteUs;
  return ParseLocalTime(wanted.at, central.time_zone());
}

// The rule is central's; here it can be said in words.
bool IsAhead(std::int64_t at_us, std::int64_t now_us) {
  return at_us > now_us && at_us <= now_us + kDayUs;
}

// What central says, in words that tell what to do.
std::string Problem(const v1::Refusal& refusal, const std::string& at) {
  switch (refusal.reason()) {
    case v1::REASON_BAD_FIELD:
      return text::Format(text::ProcessLang(), "cli.restart_when", {{"at", at}});
    case v1::REASON_RED_IS_OPEN:
      return text::Format(text::ProcessLang(), "cli.restart_red", {{"why", RefusalWords(refusal)}});
    default:
      return RefusalWords(refusal);
  }
}

int Restart(const Wanted& wanted) {
  const int ways = (wanted.at.empty() ? 0 : 1) + (wanted.in_minutes > 0 ? 1 : 0) + (wanted.cancel ? 1 : 0);
  if (ways != 1) {
    PrintError(text::Get(text::ProcessLang(), "cli.restart_one_time"));
    return kWrongUse;
  }
  const auto central = RunningCentral(wanted.dir);
  if (!central.ok()) return Fail(central.status());
  // It tells the time and the time zone, too.
  const auto list = (*central)->ListTools();
  if (!list.ok()) return Fail(list.status());
  const auto at_us = TimeOf(wanted, *list);
  if (!at_us.ok()) return Fail(at_us.status());
  v1::Refusal refusal;
  if (wanted.cancel || IsAhead(*at_us, list->now_us())) {
    v1::PlanRestartRequest request;
    request.set_at_us(*at_us);
    request.set_by(wanted.by);
    request.set_even_with_red(wanted.even_with_red);
    const auto response = (*central)->PlanRestart(request);
    if (!response.ok()) return Fail(response.status());
    refusal = response->refusal();
  } else {
    refusal.set_reason(v1::REASON_BAD_FIELD);
  }
  const bool ok = refusal.reason() == v1::REASON_UNSPECIFIED;
  const std::string at = LocalTime(*at_us, list->time_zone());
  const std::string problem = ok ? "" : Problem(refusal, at);
  if (ok || wanted.json) {
    Answer(wanted.json,
           {{"ok", ok},
            {"restart_at", store::TextOrEmpty(ok && *at_us != 0 ? UtcTime(*at_us) : "")},
            {"problem", store::TextOrEmpty(problem)}},
           wanted.cancel ? "cli.restart_cancelled" : "cli.restart_planned",
           {{"at", at}, {"dir", wanted.dir}});
  }
  if (!ok) PrintError(problem);
  return ok ? kYes : kNo;
}

}  // namespace

void AddRestart(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("restart", Say("cli.restart"));
  const auto wanted = std::make_shared<Wanted>();
  command->add_option("DIR", wanted->dir, Say("cli.dir"))->required()->type_name("");
  command->add_option("--by", wanted->by, Say("cli.tool_by"))->required()->type_name(Say("cli.name"));
  command->add_option("--at", wanted->at, Say("cli.restart_at"))->type_name(Say("cli.time"));
  command->add_option("--in", wanted->in_minutes, Say("cli.restart_in"))
      ->type_name(Say("cli.restart_minutes"))
      ->check(CLI::Range(1, 24 * 60));
  command->add_flag("--cancel", wanted->cancel, Say("cli.restart_cancel"));
  command->add_flag("--even-with-red", wanted->even_with_red, Say("cli.restart_even_with_red"));
  command->add_flag("--json", wanted->json, Say("cli.json"));
  command->callback([=] { *exit_code = Restart(*wanted); });
}

}  // namespace legevakt::cli
