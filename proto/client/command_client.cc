#include "proto/client/command_client.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <future>
#include <set>
#include <utility>

#include "base/ids.h"
#include "base/limits.h"
#include "legevakt/v1/command.grpc.pb.h"
#include "proto/client/impl.h"

namespace legevakt::client {
namespace {

using Millis = std::chrono::milliseconds;
using SteadyTime = std::chrono::steady_clock::time_point;

}  // namespace

// One command on its way. Loop thread, but for the gRPC call's own use of context, request and response.
struct CommandClient::Pending {
  Pending(const Channel::Impl& channel, v1::ExecuteRequest what, SteadyTime when, Callback callback)
      : request(std::move(what)), until(when), done(std::move(callback)), backoff(channel) {}

  v1::ExecuteRequest request;
  SteadyTime until;
  Callback done;
  Backoff backoff;
  v1::ExecuteResponse response;
  // Set while a call is with gRPC.
  std::unique_ptr<grpc::ClientContext> context;
  std::string token;
  absl::Status last_error = absl::UnavailableError("no connection");
  bool was_unauthenticated = false;
  Loop::TimerId patience_ends{};
};

struct CommandClient::Core : std::enable_shared_from_this<CommandClient::Core> {
  using Item = std::shared_ptr<Pending>;

  Core(Channel::Impl& impl, std::shared_ptr<Session::Core> who, CommandOptions chosen)
      : channel(impl),
        loop(impl.loop),
        session(std::move(who)),
        options(chosen),
        stub(v1::CommandService::NewStub(impl.grpc_channel)) {}

  void Add(const Item& item);
  void Try(const Item& item);
  void Send(const Item& item, const std::string& token);
  void OnAnswer(const Item& item, const absl::Status& status);
  void TryLater(const Item& item, const absl::Status& why);
  void OnPatienceEnded(const Item& item);
  void Finish(const Item& item, absl::StatusOr<v1::ExecuteResponse> result);
  void Stop(std::function<void()> done);

  Channel::Impl& channel;
  const std::shared_ptr<Loop> loop;
  const std::shared_ptr<Session::Core> session;
  const CommandOptions options;
  const std::unique_ptr<v1::CommandService::Stub> stub;
  std::atomic<std::size_t> unacknowledged{0};
  std::atomic<std::int64_t> retries{0};

  // Loop thread.
  std::deque<Item> queue;
  std::set<Item> active;
  int with_grpc = 0;
  bool stopped = false;
  std::function<void()> when_stopped;
};

void CommandClient::Core::Add(const Item& item) {
  if (stopped) return Finish(item, absl::CancelledError("the client was stopped"));
  const auto left = std::chrono::ceil<Millis>(item->until - std::chrono::steady_clock::now());
  item->patience_ends = loop->After(left, [self = shared_from_this(), item] { self->OnPatienceEnded(item); });
  if (options.in_order && !active.empty()) {
    queue.push_back(item);
    return;
  }
  active.insert(item);
  Try(item);
}

void CommandClient::Core::Try(const Item& item) {
  if (item->done == nullptr) return;
  session->WithToken([self = shared_from_this(), item](const absl::Status& status, const std::string& token) {
    if (item->done == nullptr) return;
    if (status.ok()) return self->Send(item, token);
    if (IsRetryable(status.code())) return self->TryLater(item, status);
    self->Finish(item, status);
  });
}

void CommandClient::Core::Send(const Item& item, const std::string& token) {
  const auto left = std::chrono::duration_cast<Millis>(item->until - std::chrono::steady_clock::now());
  item->token = token;
  item->response.Clear();
  item->context = std::make_unique<grpc::ClientContext>();
  item->context->AddMetadata("authorization", "Bearer " + token);
  item->context->set_deadline(GrpcDeadline(std::clamp(left, Millis(1), options.attempt_timeout)));
  // While central is away a try waits here, and goes out the moment that the connection is back.
  item->context->set_wait_for_ready(true);
  ++with_grpc;
  stub->async()->Execute(
      item->context.get(), &item->request, &item->response,
      [self = shared_from_this(), item](const grpc::Status& status) mutable {
        HandOver(std::move(self), std::move(item), status,
                 [](Core& core, const Item& is, const absl::Status& result) { core.OnAnswer(is, result); });
      });
}

void CommandClient::Core::OnAnswer(const Item& item, const absl::Status& status) {
  item->context = nullptr;
  --with_grpc;
  if (stopped) {
    if (with_grpc == 0 && when_stopped) std::exchange(when_stopped, nullptr)();
    return;
  }
  if (item->done == nullptr) return;
  if (status.ok()) return Finish(item, std::move(item->response));
  if (status.code() == absl::StatusCode::kUnauthenticated) {
    session->Forget(item->token);
    // Once at once; a central that refuses the token it has just given is asked more slowly.
    if (std::exchange(item->was_unauthenticated, true)) return TryLater(item, status);
    retries.fetch_add(1);
    return Try(item);
  }
  if (IsRetryable(status.code())) return TryLater(item, status);
  Finish(item, status);
}

void CommandClient::Core::TryLater(const Item& item, const absl::Status& why) {
  item->last_error = why;
  retries.fetch_add(1);
  loop->After(item->backoff.Next(), [self = shared_from_this(), item] { self->Try(item); });
}

void CommandClient::Core::OnPatienceEnded(const Item& item) {
  if (item->done == nullptr) return;
  if (item->context != nullptr) item->context->TryCancel();
  Finish(item, MakeStatus(absl::StatusCode::kDeadlineExceeded,
                          "no answer in time; the last try: " + item->last_error.ToString()));
}

void CommandClient::Core::Finish(const Item& item, absl::StatusOr<v1::ExecuteResponse> result) {
  if (item->done == nullptr) return;
  active.erase(item);
  loop->Cancel(item->patience_ends);
  unacknowledged.fetch_sub(1);
  std::exchange(item->done, nullptr)(std::move(result));
  while (!stopped && active.empty() && !queue.empty()) {
    const Item next = queue.front();
    queue.pop_front();
    // Its patience may have ended in the queue.
    if (next->done == nullptr) continue;
    active.insert(next);
    Try(next);
  }
}

void CommandClient::Core::Stop(std::function<void()> done) {
  stopped = true;
  std::deque<Item> all(active.begin(), active.end());
  all.insert(all.end(), queue.begin(), queue.end());
  queue.clear();
  for (const Item& item : all) {
    if (item->context != nullptr) item->context->TryCancel();
    Finish(item, absl::CancelledError("the client was stopped"));
  }
  if (with_grpc == 0) return done();
  when_stopped = std::move(done);
}

CommandClient::CommandClient(std::shared_ptr<Session> session, CommandOptions options)
    : session_(std::move(session)),
      core_(std::make_shared<Core>(session_->channel()->impl(), session_->core(), options)) {}

CommandClient::~CommandClient() {
  auto stopped = std::make_shared<std::promise<void>>();
  auto future = stopped->get_future();
  core_->loop->Post([core = core_, stopped] { core->Stop([stopped] { stopped->set_value(); }); });
  stopped.reset();
  future.wait();
}

void CommandClient::Execute(v1::ExecuteRequest request, Millis patience, Callback done) {
  if (request.request_id().empty()) request.set_request_id(NewUuid());
  core_->unacknowledged.fetch_add(1);
  const auto until = std::chrono::steady_clock::now() + patience;
  const bool too_large = request.ByteSizeLong() > limits::kMessageBytesMax;
  auto item = std::make_shared<Pending>(core_->channel, std::move(request), until, std::move(done));
  core_->loop->Post([core = core_, item, too_large] {
    if (too_large)
      return core->Finish(item, absl::InvalidArgumentError("the command is over the message limit"));
    core->Add(item);
  });
}

absl::StatusOr<v1::ExecuteResponse> CommandClient::ExecuteBlocking(v1::ExecuteRequest request,
                                                                   Millis patience) {
  if (core_->loop->OnThread()) {
    return absl::FailedPreconditionError("ExecuteBlocking blocks: not on the channel's thread");
  }
  auto result = std::make_shared<std::promise<absl::StatusOr<v1::ExecuteResponse>>>();
  auto future = result->get_future();
  Execute(std::move(request), patience,
          [result](absl::StatusOr<v1::ExecuteResponse> answer) { result->set_value(std::move(answer)); });
  return future.get();
}

std::size_t CommandClient::unacknowledged() const {
  return core_->unacknowledged.load();
}

std::int64_t CommandClient::retries() const {
  return core_->retries.load();
}

}  // namespace legevakt::client
