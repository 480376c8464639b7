// LookupService: looking for contacts that are no longer before everybody's eyes, each time written to the
// journal before anything is shown.
//
// Searches run one at a time on a worker of their own, beside the strand (engine/past_contacts.h); under
// overload, and where too many wait, they are refused first.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "central/engine/engine.h"
#include "central/engine/past_contacts.h"
#include "central/engine/sessions.h"
#include "central/rpc/unary.h"
#include "legevakt/v1/lookup.grpc.pb.h"

namespace legevakt::rpc {

class LookupService : public v1::LookupService::CallbackService {
 public:
  LookupService(engine::Engine& engine, engine::SessionRegistry& sessions);
  ~LookupService() override;

  grpc::ServerUnaryReactor* Search(grpc::CallbackServerContext* context, const v1::SearchRequest* request,
                                   v1::SearchResponse* response) override;
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, const v1::ReadRequest* request,
                                 v1::ReadResponse* response) override;

  // The search in work ends with CANCELLED, those that wait are not begun.
  void Stop();

 private:
  // Nothing where the call has been refused.
  std::optional<v1::Actor> Admit(const grpc::CallbackServerContext& context, Unary& unary);
  // Runs `work` on the worker, where there is room.
  void Queue(const UnaryPtr& unary, std::function<void()> work);

  engine::Engine& engine_;
  engine::SessionRegistry& sessions_;
  std::atomic<bool> stopped_ = false;
  std::atomic<int> waiting_ = 0;
  // The worker's.
  engine::PastContacts past_;
  boost::asio::thread_pool worker_{1};
};

}  // namespace legevakt::rpc
