#include "central/web/api.h"

#include <array>

#include "base/ids.h"
#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"
#include "central/domain/state.h"
#include "central/engine/engine.h"
#include "central/engine/reason_status.h"
#include "central/engine/sessions.h"
#include "central/web/core.h"
#include "central/web/json.h"
#include "legevakt/v1/command.pb.h"
#include "legevakt/v1/session.pb.h"

namespace legevakt::web {
namespace {

struct Route {
  std::string_view path;
  std::string_view methods;
};
constexpr std::array kRoutes{
    Route{"/api/text", "GET"},
    Route{"/api/users", "GET"},
    Route{"/api/session", "GET, POST, DELETE"},
    Route{"/api/command", "POST"},
};

Response Json(const google::protobuf::Message& message) {
  Response response;
  response.body = ToJson(message);
  return response;
}

v1::Actor ActorOf(const v1::Doctor& doctor) {
  v1::Actor actor;
  actor.set_user_id(doctor.doctor_id());
  actor.set_name(doctor.name());
  actor.set_role(v1::ROLE_DOCTOR);
  return actor;
}

v1::Actor ActorOf(const v1::Staff& staff) {
  v1::Actor actor;
  actor.set_user_id(staff.user_id());
  actor.set_name(staff.name());
  actor.set_role(staff.role());
  return actor;
}

v1::ListUsersResponse UsersOf(const domain::State& state, bool with_staff) {
  v1::ListUsersResponse users;
  users.set_centre_name(state.region.centre_name());
  users.set_centre_phone(state.region.centre_phone());
  users.set_training(state.notice.training());
  for (const v1::Doctor& doctor : state.region.doctors()) *users.add_users() = ActorOf(doctor);
  if (with_staff) {
    for (const v1::Staff& staff : state.region.staff()) *users.add_users() = ActorOf(staff);
  }
  return users;
}

}  // namespace

Response Api::Refuse(absl::StatusCode code, std::string detail) {
  v1::Refusal refusal;
  refusal.set_reason(ReasonFor(code));
  if (!detail.empty()) {
    v1::RefusalArg* arg = refusal.add_args();
    arg->set_key("field");
    arg->set_value(std::move(detail));
  }
  Response response = Json(refusal);
  response.status = HttpStatus(code);
  return response;
}

Response Api::Refuse(const absl::Status& status) {
  const v1::Reason reason = engine::ReasonOf(status);
  if (reason == v1::REASON_UNSPECIFIED) return Refuse(status.code(), Message(status));
  v1::Refusal refusal;
  refusal.set_reason(reason);
  Response response = Json(refusal);
  response.status = HttpStatus(status.code());
  return response;
}

void Api::Handle(const Request& request, Respond respond) {
  for (const Route& route : kRoutes) {
    if (request.path != route.path) continue;
    if (route.methods.find(request.method) == std::string_view::npos) {
      Response response = Refuse(absl::StatusCode::kInvalidArgument, request.method);
      response.status = 405;
      response.allow = route.methods;
      return respond(std::move(response));
    }
  }
  const bool changes = request.method != "GET";
  if (changes && !guard_.MayChange(request)) {
    return respond(Refuse(absl::StatusCode::kPermissionDenied, "origin"));
  }
  if (request.method == "POST" && !request.content_type.starts_with("application/json")) {
    Response response = Refuse(absl::StatusCode::kInvalidArgument, "content-type");
    response.status = 415;
    return respond(std::move(response));
  }
  if (request.path == "/api/text") return Text(request, respond);
  if (request.path == "/api/users") return Users(request, std::move(respond));
  if (request.path == "/api/command") return Command(request, std::move(respond));
  if (request.path == "/api/session") {
    if (request.method == "POST") return OpenSession(request, std::move(respond));
    if (request.method == "DELETE") return CloseSession(request, respond);
    return ReadSession(request, respond);
  }
  respond(Refuse(absl::StatusCode::kNotFound, request.path));
}

void Api::Text(const Request& request, const Respond& respond) const {
  const auto lang = QueryValue(request.query, "lang") == "en" ? text::Lang::kEn : text::Lang::kNb;
  // Two areas, two flat objects: one after the other, without the brackets between them.
  std::string doctor = text::AsJson(lang, "doctor");
  const std::string refusal = text::AsJson(lang, "refusal");
  Response response;
  if (doctor.size() > 2) {
    doctor.back() = ',';
    response.body = doctor + refusal.substr(1);
  } else {
    response.body = refusal;
  }
  respond(std::move(response));
}

void Api::Users(const Request& request, Respond respond) {
  if (core_.options.engine->Full()) return respond(Refuse(absl::StatusCode::kResourceExhausted));
  const bool with_staff = QueryValue(request.query, "all") == "1";
  auto users = std::make_shared<v1::ListUsersResponse>();
  core_.options.engine->Read(
      [users, with_staff](const domain::State& state, std::int64_t) { *users = UsersOf(state, with_staff); },
      [weak = core_.weak_from_this(), users, respond = std::move(respond)] {
        Core::FromEngine(weak, [users, respond] { respond(Json(*users)); });
      });
}

void Api::ReadSession(const Request& request, const Respond& respond) const {
  const auto actor = core_.options.sessions->Find(request.token);
  if (!actor) return respond(Refuse(absl::StatusCode::kUnauthenticated));
  v1::OpenResponse opened;
  *opened.mutable_actor() = *actor;
  opened.set_journal_id(core_.options.engine->journal_id());
  opened.set_server_version(core_.options.server_version);
  respond(Json(opened));
}

void Api::OpenSession(const Request& request, Respond respond) {
  v1::OpenRequest open;
  if (auto status = FromJson(request.body, &open); !status.ok()) return respond(Refuse(status));
  if (open.user_id().empty() || open.user_id().size() > limits::kShortTextBytesMax) {
    return respond(Refuse(absl::StatusCode::kInvalidArgument, "userId"));
  }
  if (open.device().size() > limits::kShortTextBytesMax) {
    return respond(Refuse(absl::StatusCode::kInvalidArgument, "device"));
  }
  if (core_.options.engine->Full()) return respond(Refuse(absl::StatusCode::kResourceExhausted));
  auto found = std::make_shared<v1::Actor>();
  auto pick = [found, open](const domain::State& state, std::int64_t) {
    const v1::ListUsersResponse users = UsersOf(state, true);
    for (const v1::Actor& actor : users.users()) {
      const bool role_fits = open.role() == v1::ROLE_UNSPECIFIED || open.role() == actor.role();
      if (actor.user_id() == open.user_id() && role_fits) *found = actor;
    }
    found->set_device(open.device().empty() ? "web" : open.device());
  };
  auto answer = [this, found, old_token = request.token, respond = std::move(respond)] {
    if (found->user_id().empty()) return respond(Refuse(absl::StatusCode::kInvalidArgument, "userId"));
    // A new token at each sign-in; the browser's earlier session ends.
    if (!old_token.empty()) core_.options.sessions->Close(old_token);
    v1::OpenResponse opened;
    *opened.mutable_actor() = *found;
    opened.set_journal_id(core_.options.engine->journal_id());
    opened.set_server_version(core_.options.server_version);
    Response response = Json(opened);
    response.set_cookie = guard_.SetCookie(core_.options.sessions->Open(*found));
    respond(std::move(response));
  };
  core_.options.engine->Read(std::move(pick), [weak = core_.weak_from_this(), answer = std::move(answer)] {
    Core::FromEngine(weak, answer);
  });
}

void Api::CloseSession(const Request& request, const Respond& respond) {
  if (!request.token.empty()) core_.options.sessions->Close(request.token);
  // Its live connections see at once that the session is gone.
  core_.hub->Refresh();
  Response response;
  response.status = 204;
  response.set_cookie = guard_.ClearCookie();
  respond(std::move(response));
}

void Api::Command(const Request& request, Respond respond) {
  const auto actor = core_.options.sessions->Find(request.token);
  if (!actor) return respond(Refuse(absl::StatusCode::kUnauthenticated));
  v1::ExecuteRequest execute;
  if (auto status = FromJson(request.body, &execute); !status.ok()) return respond(Refuse(status));
  if (!IsUuid(execute.request_id())) {
    v1::Refusal refusal;
    refusal.set_reason(v1::REASON_REQUEST_ID_MALFORMED);
    Response response = Json(refusal);
    response.status = 400;
    return respond(std::move(response));
  }
  core_.options.engine->Execute(*actor, std::move(execute),
                                [weak = core_.weak_from_this(),
                                 respond = std::move(respond)](absl::StatusOr<v1::ExecuteResponse> reply) {
                                  Core::FromEngine(weak, [respond, reply = std::move(reply)] {
                                    respond(reply.ok() ? Json(*reply) : Refuse(reply.status()));
                                  });
                                });
}

std::string QueryValue(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (pair.substr(0, equals) == name) {
      return equals == std::string_view::npos ? std::string() : std::string(pair.substr(equals + 1));
    }
    if (end == std::string_view::npos) break;
    query.remove_prefix(end + 1);
  }
  return {};
}

}  // namespace legevakt::web
