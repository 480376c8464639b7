#include "proto/client/lookup_client.h"

#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <set>
#include <utility>

#include "legevakt/v1/lookup.grpc.pb.h"
#include "proto/client/impl.h"

namespace legevakt::client {
namespace {

// One question, whatever its kind. Loop thread.
struct Asked : std::enable_shared_from_this<Asked> {
  virtual ~Asked() = default;
  virtual void Start(v1::LookupService::Stub& stub, std::function<void(grpc::Status)> done) = 0;
  // Hands the answer, or the error, to whoever asked; once.
  virtual void Finish(const absl::Status& status) = 0;

  std::chrono::steady_clock::time_point until;
  std::unique_ptr<grpc::ClientContext> context;
  std::string token;
  bool again = false;
  bool finished = false;
};

template <typename Request, typename Response>
struct AskedFor : Asked {
  using Method = void (v1::LookupService::Stub::async::*)(grpc::ClientContext*, const Request*, Response*,
                                                          std::function<void(grpc::Status)>);
  void Start(v1::LookupService::Stub& stub, std::function<void(grpc::Status)> on_answer) override {
    response.Clear();
    (stub.async()->*method)(context.get(), &request, &response, std::move(on_answer));
  }
  void Finish(const absl::Status& status) override {
    if (std::exchange(finished, true)) return;
    const auto call = std::exchange(done, nullptr);
    if (status.ok()) {
      call(std::move(response));
    } else {
      call(status);
    }
  }

  Method method = nullptr;
  Request request;
  Response response;
  std::function<void(absl::StatusOr<Response>)> done;
};

}  // namespace

// Loop thread.
struct LookupClient::Core : std::enable_shared_from_this<LookupClient::Core> {
  using Item = std::shared_ptr<Asked>;

  explicit Core(Channel::Impl& channel, std::shared_ptr<Session::Core> who)
      : loop(channel.loop), session(std::move(who)), stub(v1::LookupService::NewStub(channel.grpc_channel)) {}

  void Ask(const Item& item) {
    if (stopped) return item->Finish(absl::CancelledError("the client was stopped"));
    waiting.insert(item);
    session->WithToken(
        [self = shared_from_this(), item](const absl::Status& status, const std::string& token) {
          if (item->finished) return;
          if (!status.ok()) return self->End(item, status);
          self->Send(item, token);
        });
  }

  void Send(const Item& item, const std::string& token) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(item->until - std::chrono::steady_clock::now());
    item->token = token;
    item->context = std::make_unique<grpc::ClientContext>();
    item->context->AddMetadata("authorization", "Bearer " + token);
    item->context->set_deadline(GrpcDeadline(std::max(left, std::chrono::milliseconds(1))));
    ++with_grpc;
    item->Start(*stub, [self = shared_from_this(), item](const grpc::Status& status) mutable {
      HandOver(std::move(self), std::move(item), status,
               [](Core& core, const Item& is, const absl::Status& result) { core.OnAnswer(is, result); });
    });
  }

  void OnAnswer(const Item& item, const absl::Status& status) {
    item->context = nullptr;
    --with_grpc;
    if (stopped) {
      if (with_grpc == 0 && when_stopped) std::exchange(when_stopped, nullptr)();
      return;
    }
    if (status.code() == absl::StatusCode::kUnauthenticated && !std::exchange(item->again, true)) {
      session->Forget(item->token);
      return Ask(item);
    }
    End(item, status);
  }

  void End(const Item& item, const absl::Status& status) {
    waiting.erase(item);
    item->Finish(status);
  }

  void Stop(std::function<void()> done) {
    stopped = true;
    for (const Item& item : std::exchange(waiting, {})) {
      if (item->context != nullptr) item->context->TryCancel();
      item->Finish(absl::CancelledError("the client was stopped"));
    }
    if (with_grpc == 0) return done();
    when_stopped = std::move(done);
  }

  const std::shared_ptr<Loop> loop;
  const std::shared_ptr<Session::Core> session;
  const std::unique_ptr<v1::LookupService::Stub> stub;
  std::set<Item> waiting;
  int with_grpc = 0;
  bool stopped = false;
  std::function<void()> when_stopped;
};

LookupClient::LookupClient(std::shared_ptr<Session> session)
    : session_(std::move(session)),
      core_(std::make_shared<Core>(session_->channel()->impl(), session_->core())) {}

LookupClient::~LookupClient() {
  auto stopped = std::make_shared<std::promise<void>>();
  auto future = stopped->get_future();
  core_->loop->Post([core = core_, stopped] { core->Stop([stopped] { stopped->set_value(); }); });
  stopped.reset();
  future.wait();
}

void LookupClient::Search(v1::SearchRequest request, std::chrono::milliseconds patience, SearchDone done) {
  auto item = std::make_shared<AskedFor<v1::SearchRequest, v1::SearchResponse>>();
  item->method = &v1::LookupService::Stub::async::Search;
  item->request = std::move(request);
  item->done = std::move(done);
  item->until = std::chrono::steady_clock::now() + patience;
  core_->loop->Post([core = core_, item] { core->Ask(item); });
}

void LookupClient::Read(v1::ReadRequest request, std::chrono::milliseconds patience, ReadDone done) {
  auto item = std::make_shared<AskedFor<v1::ReadRequest, v1::ReadResponse>>();
  item->method = &v1::LookupService::Stub::async::Read;
  item->request = std::move(request);
  item->done = std::move(done);
  item->until = std::chrono::steady_clock::now() + patience;
  core_->loop->Post([core = core_, item] { core->Ask(item); });
}

}  // namespace legevakt::client
