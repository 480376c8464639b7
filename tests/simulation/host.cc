#include "tests/simulation/host.h"

#include <algorithm>
#include <utility>

#include "base/time_units.h"
#include "central/domain/service.h"
#include "central/engine/past_contacts.h"
#include "tests/simulation/central.h"
#include "tests/simulation/scene.h"
#include "tests/simulation/work.h"

namespace legevakt::simulation {
namespace {

constexpr int kFloodOneIn = 120;

}  // namespace

Host::Host(World& world) : world_(world) {
  world_.loop().After(2 * kSecondUs, [this] { Think(); });
}

void Host::Think() {
  if (world_.winding_down()) return;
  world_.loop().After(world_.random().Between(3 * kSecondUs, 20 * kSecondUs), [this] { Think(); });
  if (world_.quiet()) return;
  Central* const central = world_.central();
  if (central == nullptr || !central->alive()) return;
  // Nobody asks a machine that sleeps, over and over, to answer all of it when it wakes.
  if (central->life()->stopped_until_us > world_.loop().now_us()) return;
  InLife(world_.loop(), central->life(), 0, [this, central] { Act(*central); });
}

void Host::Act(Central& central) {
  if (world_.random().OneIn(kFloodOneIn)) return Flood(central);
  const int what = world_.random().Below(20);
  // A look-up is for one who can wait.
  if (what < 8 && central.engine().Shed()) return world_.chaos().Met(Failpoint::kReadTurnedAway);
  if (what < 4) return Search(central);
  if (what < 8) return Read(central);
  if (what < 11) return Restart(central);
  if (what < 15) return TakeTool(central);
  if (what < 17) return RollBack(central);
  Report(central);
}

Order Host::Make(Order::Kind kind, v1::Role role) {
  Order order;
  order.kind = kind;
  // Nobody who has work of their own.
  order.by = MakeActor("vakthavende", role);
  order.by.set_device("ordre-" + std::to_string(++ordered_));
  return order;
}

void Host::Made(const Order& order) {
  world_.log().Step("host", order.by.device(), static_cast<std::int64_t>(order.kind));
  world_.checker().OnOrdered(order);
}

// --- looking up

void Host::Search(Central& central) {
  Order order = Make(Order::Kind::kSearch, v1::ROLE_SHIFT_LEADER);
  v1::SearchRequest request;
  request.set_number("9000000" + std::to_string(world_.random().Below(10)));
  request.set_reason("pårørende spør");
  const auto found = central.past().Search(request);
  if (!found.ok()) return NotRead(found.status());
  order.note = {.what = "number=" + request.number(),
                .reason = request.reason(),
                .found = found->found_size(),
                .contact_id = 0};
  world_.chaos().Met(Failpoint::kLookupSearch);
  world_.checker().OnFound(central.engine().durable_revision(), request, *found);
  Lookup(central, std::move(order));
}

void Host::Read(Central& central) {
  Order order = Make(Order::Kind::kRead, v1::ROLE_OPERATOR);
  const std::int64_t last = central.engine().durable_revision();
  // Contacts' ids are revisions: mostly one that is there, and of those mostly one that is closed.
  const auto& contacts = world_.checker().model().contacts;
  std::int64_t id = world_.random().Between(1, last);
  auto near = contacts.lower_bound(id);
  const auto found =
      std::find_if(near, contacts.end(), [](const auto& one) { return !domain::IsOpen(one.second); });
  if (found != contacts.end() && !world_.random().OneIn(3)) near = found;
  if (near != contacts.end()) id = near->first;
  const auto read = central.past().Read(id);
  if (!read.ok()) return NotRead(read.status());
  if (read->has_refusal()) return;
  order.note = {.what = "", .reason = "klage", .found = 0, .contact_id = id};
  const bool closed = !domain::IsOpen(read->contact());
  world_.chaos().Met(closed ? Failpoint::kLookupReadClosed : Failpoint::kLookupReadOpen);
  world_.checker().OnRead(last, *read);
  Lookup(central, std::move(order));
}

// The disk may fail a reader; what it gives must be good.
void Host::NotRead(const absl::Status& status) {
  if (!absl::IsUnavailable(status)) world_.checker().Fail("a look-up ends with " + status.ToString());
}

// What was found is shown when it is on the disk that somebody looked.
void Host::Lookup(Central& central, Order order) {
  Made(order);
  const v1::Actor by = order.by;
  if (world_.options().broken == Broken::kLookupUnwritten) {
    return world_.checker().OnLookupAnswered(by.device(), absl::OkStatus());
  }
  central.engine().RecordLookup(
      by, std::move(order.note),
      [this, life = central.life(), mark = by.device()](const absl::Status& written) {
        if (life->alive) world_.checker().OnLookupAnswered(mark, written);
      });
}

// --- the service

void Host::Restart(Central& central) {
  Order order = Make(Order::Kind::kRestart, v1::ROLE_SHIFT_LEADER);
  order.even_with_red = world_.random().OneIn(2);
  // One in four takes it back.
  if (!world_.random().OneIn(4)) {
    order.at_us = central.engine().NowUs() + world_.random().Between(kSecondUs, 40 * kSecondUs);
  }
  world_.chaos().Met(order.at_us > 0 ? Failpoint::kRestartAnnounced : Failpoint::kRestartTakenBack);
  Made(order);
  central.engine().PlanRestart(order.by, order.at_us, order.even_with_red,
                               [this, life = central.life(), mark = order.by.device(),
                                at_us = order.at_us](const v1::PlanRestartResponse& response) {
                                 if (!life->alive) return;
                                 // Taking back what is not there changes nothing, and is no refusal.
                                 if (at_us == 0 && !response.has_refusal()) return world_.checker().Advance();
                                 world_.checker().OnOrderAnswered(mark, !response.has_refusal(),
                                                                  response.revision());
                               });
}

// What the checks of the record have found, as they tell it when a pass or a backup has ended.
void Host::Report(Central& central) {
  Order order = Make(Order::Kind::kReport, v1::ROLE_SYSTEM);
  order.report.backup_verified_us = central.engine().NowUs() + ordered_;
  if (world_.random().OneIn(3)) order.report.backup_problem = "Disken er full.";
  order.report.record_problem = world_.random().OneIn(3) ? "Skade ved revisjon 7." : "";
  world_.chaos().Met(Failpoint::kRecordReported);
  Made(order);
  central.engine().ReportRecord(
      order.report, [this, life = central.life(), mark = order.by.device()](const absl::Status& told) {
        if (!life->alive || absl::IsUnavailable(told)) return;
        world_.checker().OnOrderAnswered(mark, told.ok(), 0);
      });
}

void Host::TakeTool(Central& central) {
  Order order = Make(Order::Kind::kTool, v1::ROLE_SHIFT_LEADER);
  order.yaml = ToolYaml(world_.random().Below(kTools));
  if (world_.random().OneIn(3)) {
    order.at_us = central.engine().NowUs() + world_.random().Between(kSecondUs, 60 * kSecondUs);
  }
  world_.chaos().Met(order.at_us > 0 ? Failpoint::kToolPlanned : Failpoint::kToolActivated);
  Made(order);
  engine::Engine::ToolOrder wanted;
  wanted.yaml = order.yaml;
  wanted.file_name = "tool.yaml";
  wanted.by = order.by;
  wanted.at_us = order.at_us;
  wanted.demonstration = true;
  central.engine().ActivateTool(std::move(wanted), [this, life = central.life(),
                                                    mark = order.by.device()](const v1::ToolResult& result) {
    if (!life->alive) return;
    for (const std::string& problem : result.problems())
      world_.checker().Fail("the tool is refused: " + problem);
    world_.checker().OnOrderAnswered(mark, result.changed(), result.revision());
  });
}

void Host::RollBack(Central& central) {
  const Order order = Make(Order::Kind::kRollBack, v1::ROLE_SHIFT_LEADER);
  world_.chaos().Met(Failpoint::kToolRolledBack);
  Made(order);
  central.engine().RollBackTool(
      order.by, [this, life = central.life(), mark = order.by.device()](const v1::ToolResult& result) {
        if (life->alive) world_.checker().OnOrderAnswered(mark, result.changed(), result.revision());
      });
}

// --- more than central can take

// Each asks once, and gives up where it is turned away.
void Host::Flood(Central& central) {
  world_.chaos().Hit(Failpoint::kFlood);
  const v1::Actor actor = MakeActor("ola", v1::ROLE_SHIFT_LEADER);
  const int count = static_cast<int>(Central::kCommandQueue) + 10;
  for (int i = 0; i < count && central.alive(); ++i) {
    const std::string id = IdOf(world_.options().seed, "flom", ++flooded_);
    v1::ExecuteRequest request = NextRequest(world_.random(), world_.checker().model(), actor, id);
    if (request.command().what_case() == v1::Command::WHAT_NOT_SET) continue;
    world_.checker().OnAsked(actor, request);
    const std::int64_t waiting = central.engine().queue_depth();
    const bool lies = world_.options().broken == Broken::kTurnedAwayAndDone && i == 0;
    central.Execute(actor, request, [this, actor, request, waiting, lies](Checker::Answer answer) {
      if (lies) answer = absl::ResourceExhaustedError("");
      world_.checker().OnAnswered(actor, request, answer);
      if (absl::IsResourceExhausted(answer.status())) {
        world_.chaos().Met(Failpoint::kCommandTurnedAway);
        world_.checker().OnTurnedAway(request, waiting, Central::kCommandQueue);
      }
    });
  }
  if (central.alive() && !central.engine().Shed())
    world_.checker().Fail("reading is not turned away in a flood");
  world_.chaos().Met(Failpoint::kReadTurnedAway);
}

}  // namespace legevakt::simulation
