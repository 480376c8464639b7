#include "central/rpc/lookup_service.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "base/limits.h"
#include "central/domain/service.h"
#include "central/engine/reason_status.h"
#include "central/rpc/auth.h"

namespace legevakt::rpc {
namespace {

// What was asked for, as the journal keeps it.
std::string WhatFor(const v1::SearchRequest& request) {
  std::string what;
  const auto add = [&what](const char* name, const std::string& value) {
    if (!what.empty()) what += ", ";
    what += name + value;
  };
  if (!request.name().empty()) add("name=", request.name());
  if (!request.number().empty()) add("number=", request.number());
  if (request.from_us() > 0) add("from_us=", std::to_string(request.from_us()));
  if (request.to_us() > 0) add("to_us=", std::to_string(request.to_us()));
  return what;
}

absl::Status Shed() {
  return engine::ReasonStatus(absl::StatusCode::kResourceExhausted, v1::REASON_SHED);
}

}  // namespace

LookupService::LookupService(engine::Engine& engine, engine::SessionRegistry& sessions)
    : engine_(engine),
      sessions_(sessions),
      past_([&engine](std::int64_t after, std::size_t limit) { return engine.History(after, limit); },
            [this] { return stopped_.load(); }) {}

LookupService::~LookupService() {
  Stop();
  worker_.join();
}

void LookupService::Stop() {
  stopped_ = true;
}

std::optional<v1::Actor> LookupService::Admit(const grpc::CallbackServerContext& context, Unary& unary) {
  std::optional<v1::Actor> actor = ActorOf(context, sessions_);
  if (!actor.has_value()) {
    unary.Refuse(absl::StatusCode::kUnauthenticated, v1::REASON_NOT_SIGNED_IN);
    return std::nullopt;
  }
  if (!domain::MayLookUp(actor->role())) {
    unary.Refuse(absl::StatusCode::kPermissionDenied, v1::REASON_NOT_ALLOWED);
    return std::nullopt;
  }
  if (engine_.Shed()) {
    unary.Finish(Shed());
    return std::nullopt;
  }
  return actor;
}

void LookupService::Queue(const UnaryPtr& unary, std::function<void()> work) {
  if (waiting_ >= limits::kLookupsWaitingMax) return unary->Finish(Shed());
  ++waiting_;
  boost::asio::post(worker_, [this, work = std::move(work)] {
    --waiting_;
    // Where it is not run, the unary that it owns answers UNAVAILABLE.
    if (!stopped_) work();
  });
}

grpc::ServerUnaryReactor* LookupService::Search(grpc::CallbackServerContext* context,
                                                const v1::SearchRequest* request,
                                                v1::SearchResponse* response) {
  auto unary = std::make_shared<Unary>(context);
  grpc::ServerUnaryReactor* const reactor = unary->reactor();
  const std::optional<v1::Actor> actor = Admit(*context, *unary);
  if (!actor.has_value()) return reactor;
  if (auto refusal = engine::CheckSearch(*request); refusal.has_value()) {
    *response->mutable_refusal() = *std::move(refusal);
    unary->Finish(absl::OkStatus());
    return reactor;
  }
  Queue(unary, [this, unary, request, response, actor = *actor] {
    auto found = past_.Search(*request);
    if (!found.ok()) return unary->Finish(found.status());
    engine::Engine::LookupNote note;
    note.what = WhatFor(*request);
    note.reason = request->reason();
    note.found = found->found_size();
    *response = *std::move(found);
    engine_.RecordLookup(actor, std::move(note), [unary, response](const absl::Status& written) {
      if (!written.ok()) response->Clear();
      unary->Finish(written);
    });
  });
  return reactor;
}

grpc::ServerUnaryReactor* LookupService::Read(grpc::CallbackServerContext* context,
                                              const v1::ReadRequest* request, v1::ReadResponse* response) {
  auto unary = std::make_shared<Unary>(context);
  grpc::ServerUnaryReactor* const reactor = unary->reactor();
  const std::optional<v1::Actor> actor = Admit(*context, *unary);
  if (!actor.has_value()) return reactor;
  // The same rule for the reason.
  v1::SearchRequest check;
  check.set_reason(request->reason());
  check.set_from_us(1);
  if (auto refusal = engine::CheckSearch(check); refusal.has_value()) {
    *response->mutable_refusal() = *std::move(refusal);
    unary->Finish(absl::OkStatus());
    return reactor;
  }
  Queue(unary, [this, unary, request, response, actor = *actor] {
    auto read = past_.Read(request->contact_id());
    if (!read.ok()) return unary->Finish(read.status());
    *response = *std::move(read);
    if (response->has_refusal()) return unary->Finish(absl::OkStatus());
    engine::Engine::LookupNote note;
    note.reason = request->reason();
    note.contact_id = request->contact_id();
    engine_.RecordLookup(actor, std::move(note), [unary, response](const absl::Status& written) {
      if (!written.ok()) response->Clear();
      unary->Finish(written);
    });
  });
  return reactor;
}

}  // namespace legevakt::rpc
