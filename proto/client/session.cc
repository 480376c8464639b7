#include "proto/client/session.h"

#include <algorithm>
#include <future>
#include <thread>
#include <utility>

#include "proto/client/impl.h"

namespace legevakt::client {
namespace {

constexpr std::chrono::milliseconds kOpenTimeout{2000};

}  // namespace

Session::Core::Core(Channel::Impl& channel, Identity who)
    : identity(std::move(who)), loop(channel.loop), stub(v1::SessionService::NewStub(channel.grpc_channel)) {}

void Session::Core::WithToken(TokenDone done) {
  if (stopped_) return done(absl::CancelledError(), "");
  if (!token.empty()) return done(absl::OkStatus(), token);
  waiting_.push_back(std::move(done));
  if (opening_ == nullptr) StartOpening();
}

void Session::Core::Forget(const std::string& refused_token) {
  if (token == refused_token) token.clear();
}

void Session::Core::StartOpening() {
  opening_ = std::make_shared<Opening>();
  opening_->context.set_deadline(GrpcDeadline(kOpenTimeout));
  opening_->context.set_wait_for_ready(true);
  opening_->request.set_user_id(identity.user_id);
  opening_->request.set_role(identity.role);
  opening_->request.set_device(identity.device);
  stub->async()->Open(
      &opening_->context, &opening_->request, &opening_->response,
      [self = shared_from_this(), opening = opening_](const grpc::Status& status) mutable {
        HandOver(std::move(self), std::move(opening), status,
                 [](Core& core, const auto& is, const absl::Status& result) { core.OnOpened(is, result); });
      });
}

void Session::Core::OnOpened(const std::shared_ptr<Opening>& opening, const absl::Status& status) {
  opening_ = nullptr;
  if (status.ok() && !stopped_) {
    token = opening->response.token();
    const std::lock_guard lock(mutex);
    info = opening->response;
    ++times_opened;
  }
  // A callback may ask again, which must not land in the list that is being walked.
  for (TokenDone& done : std::exchange(waiting_, {})) {
    if (stopped_) {
      done(absl::CancelledError(), "");
    } else {
      done(status, token);
    }
  }
  if (when_stopped_) std::exchange(when_stopped_, nullptr)();
}

void Session::Core::Stop(std::function<void()> done) {
  stopped_ = true;
  if (opening_ == nullptr) return done();
  when_stopped_ = std::move(done);
  opening_->context.TryCancel();
}

Session::Session(std::shared_ptr<Channel> channel, Identity identity)
    : channel_(std::move(channel)), core_(std::make_shared<Core>(channel_->impl(), std::move(identity))) {}

Session::~Session() {
  auto stopped = std::make_shared<std::promise<void>>();
  auto future = stopped->get_future();
  core_->loop->Post([core = core_, stopped] { core->Stop([stopped] { stopped->set_value(); }); });
  stopped.reset();
  future.wait();
}

absl::Status Session::Open(std::chrono::milliseconds patience) {
  if (core_->loop->OnThread())
    return absl::FailedPreconditionError("Open blocks: not on the channel's thread");
  const auto until = std::chrono::steady_clock::now() + patience;
  Backoff backoff(channel_->impl());
  for (;;) {
    auto result = std::make_shared<std::promise<absl::Status>>();
    auto future = result->get_future();
    core_->loop->Post([core = core_, result] {
      core->WithToken(
          [result](const absl::Status& status, const std::string&) { result->set_value(status); });
    });
    if (future.wait_until(until) == std::future_status::timeout) {
      return absl::DeadlineExceededError("central did not answer in time");
    }
    const absl::Status status = future.get();
    const auto pause = backoff.Next();
    if (status.ok() || !IsRetryable(status.code())) return status;
    if (std::chrono::steady_clock::now() + pause >= until) return status;
    std::this_thread::sleep_for(pause);
  }
}

absl::Status Session::Close(std::chrono::milliseconds patience) {
  std::string token;
  core_->loop->RunAndWait([core = core_, &token] { token = std::exchange(core->token, ""); });
  if (token.empty()) return absl::OkStatus();
  grpc::ClientContext context;
  context.set_deadline(GrpcDeadline(patience));
  context.AddMetadata("authorization", "Bearer " + token);
  v1::CloseResponse response;
  return FromGrpc(core_->stub->Close(&context, {}, &response));
}

v1::OpenResponse Session::info() const {
  const std::lock_guard lock(core_->mutex);
  return core_->info;
}

int Session::times_opened() const {
  const std::lock_guard lock(core_->mutex);
  return core_->times_opened;
}

const Identity& Session::identity() const {
  return core_->identity;
}

}  // namespace legevakt::client
