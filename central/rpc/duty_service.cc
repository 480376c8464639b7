#include "central/rpc/duty_service.h"

#include <absl/time/time.h>

#include <utility>

#include "central/domain/documents.h"
#include "central/engine/reason_status.h"
#include "central/rpc/auth.h"
#include "central/rpc/unary.h"

namespace legevakt::rpc {
namespace {

int OsloOffsetMinutes(std::int64_t now_us) {
  absl::TimeZone oslo;
  if (!absl::LoadTimeZone("Europe/Oslo", &oslo)) return 60;
  return oslo.At(absl::FromUnixMicros(now_us)).offset / 60;
}

bool MaySee(const v1::Actor& actor, const std::string& doctor_id) {
  switch (actor.role()) {
    case v1::ROLE_DOCTOR:
      return actor.user_id() == doctor_id;
    case v1::ROLE_OPERATOR:
    case v1::ROLE_SHIFT_LEADER:
      return true;
    default:
      return false;
  }
}

}  // namespace

grpc::ServerUnaryReactor* DutyService::GetDutyView(grpc::CallbackServerContext* context,
                                                   const v1::GetDutyViewRequest* request,
                                                   v1::GetDutyViewResponse* response) {
  auto unary = std::make_shared<Unary>(context);
  grpc::ServerUnaryReactor* reactor = unary->reactor();
  const std::optional<v1::Actor> actor = ActorOf(*context, sessions_);
  if (!actor.has_value()) {
    unary->Refuse(absl::StatusCode::kUnauthenticated, v1::REASON_NOT_SIGNED_IN);
    return reactor;
  }
  const std::string doctor_id = request->doctor_id().empty() ? actor->user_id() : request->doctor_id();
  if (!MaySee(*actor, doctor_id)) {
    unary->Refuse(absl::StatusCode::kPermissionDenied, v1::REASON_NOT_ALLOWED);
    return reactor;
  }
  if (engine_.Shed()) {
    unary->Refuse(absl::StatusCode::kResourceExhausted, v1::REASON_SHED);
    return reactor;
  }
  auto known = std::make_shared<bool>(false);
  engine_.Read(
      [this, known, doctor_id, response](const domain::State& state, std::int64_t now_us) {
        *known = state.FindDoctor(doctor_id) != nullptr;
        if (!*known) return;
        domain::DocumentContext documents;
        documents.tools = &engine_.tools();
        documents.utc_offset_minutes = OsloOffsetMinutes(now_us);
        *response->mutable_view() =
            domain::MakeDutyView(state, doctor_id, now_us, engine_.journal_id(), documents);
      },
      [known, unary] {
        if (*known) return unary->Finish(absl::OkStatus());
        unary->Refuse(absl::StatusCode::kNotFound, v1::REASON_UNKNOWN_DOCTOR);
      });
  return reactor;
}

}  // namespace legevakt::rpc
