#include "central/rpc/telephony_guard.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "base/ids.h"
#include "base/status.h"
#include "central/engine/unanswered.h"

namespace legevakt::rpc {

void TelephonyGuard::Start() {
  const std::lock_guard lock(mutex_);
  last_.set_user_id("central");
  last_.set_role(v1::ROLE_TELEPHONY);
  Arm();
}

void TelephonyGuard::LinkCame() {
  const std::lock_guard lock(mutex_);
  ++links_;
  timer_.cancel();
}

void TelephonyGuard::LinkWent(const v1::Actor& actor) {
  const std::lock_guard lock(mutex_);
  last_ = actor;
  last_.set_device("central");
  if (--links_ == 0 && !stopped_) Arm();
}

void TelephonyGuard::Stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  timer_.cancel();
}

void TelephonyGuard::Arm() {
  timer_.expires_after(patience_);
  timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
    if (!error) self->ReportDown();
  });
}

void TelephonyGuard::ReportDown() {
  struct Seen {
    bool connected = false;
    std::string source;
  };
  auto seen = std::make_shared<Seen>();
  // Where the state cannot be read now, it is looked at again.
  auto unanswered = std::make_shared<engine::Unanswered>([self = shared_from_this()] {
    const std::lock_guard lock(self->mutex_);
    if (self->links_ == 0 && !self->stopped_) self->Arm();
  });
  engine_.Read(
      [seen](const domain::State& state, std::int64_t) {
        *seen = {state.telephony.connected(), state.telephony.source()};
      },
      [self = shared_from_this(), seen, unanswered] {
        unanswered->Answered();
        const std::lock_guard lock(self->mutex_);
        if (!seen->connected || self->links_ > 0 || self->stopped_) return;
        spdlog::warn("the telephony link has been silent for {} ms: recorded as down",
                     self->patience_.count());
        v1::ExecuteRequest request;
        request.set_request_id(NewUuid());
        request.mutable_command()->mutable_set_telephony()->set_source(seen->source);
        self->engine_.Execute(self->last_, std::move(request), [](absl::StatusOr<v1::ExecuteResponse> reply) {
          if (!reply.ok())
            spdlog::error("telephony could not be recorded as down: {}", Message(reply.status()));
        });
      });
}

}  // namespace legevakt::rpc
