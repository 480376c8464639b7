// A signed-in caller of a running central, and what the tests of bad input look at.
#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>

#include "base/ids.h"
#include "legevakt/v1/admin.grpc.pb.h"
#include "legevakt/v1/command.grpc.pb.h"
#include "legevakt/v1/session.grpc.pb.h"
#include "legevakt/v1/watch.grpc.pb.h"

namespace legevakt::testing {

// What must be the same after something was refused.
struct Standing {
  std::int64_t revision = 0;
  std::string state_hash;
  std::string journal_id;
  friend bool operator==(const Standing&, const Standing&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Standing& standing) {
    return out << standing.journal_id << " at " << standing.revision << ": " << standing.state_hash;
  }
};

class Caller {
 public:
  explicit Caller(const std::string& target)
      : channel_(grpc::CreateChannel(target, grpc::InsecureChannelCredentials())),
        sessions_(v1::SessionService::NewStub(channel_)),
        commands_(v1::CommandService::NewStub(channel_)),
        watches_(v1::WatchService::NewStub(channel_)),
        admin_(v1::AdminService::NewStub(channel_)) {}

  // As the first user of the region with this role.
  void SignIn(v1::Role role) {
    v1::ListUsersResponse users;
    grpc::ClientContext list;
    const grpc::Status listed = sessions_->ListUsers(&list, {}, &users);
    ASSERT_TRUE(listed.ok()) << listed.error_message();
    for (const v1::Actor& user : users.users()) {
      if (user.role() != role) continue;
      v1::OpenRequest request;
      request.set_user_id(user.user_id());
      request.set_role(role);
      request.set_device("test");
      v1::OpenResponse response;
      grpc::ClientContext open;
      const grpc::Status opened = sessions_->Open(&open, request, &response);
      ASSERT_TRUE(opened.ok()) << opened.error_message();
      token_ = response.token();
      return;
    }
    FAIL() << "the region has nobody with the role " << v1::Role_Name(role);
  }

  void UseToken(const std::string& token) { token_ = token; }

  std::unique_ptr<grpc::ClientContext> Context() const {
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata("authorization", "Bearer " + token_);
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    return context;
  }

  grpc::Status Execute(const v1::ExecuteRequest& request, v1::ExecuteResponse& response) {
    return commands_->Execute(Context().get(), request, &response);
  }

  Standing Now() {
    v1::GetStatusResponse status;
    grpc::ClientContext context;
    const grpc::Status got = admin_->GetStatus(&context, {}, &status);
    EXPECT_TRUE(got.ok()) << got.error_message();
    EXPECT_EQ(status.state_hash().size(), 64U);
    return {status.revision(), status.state_hash(), status.journal_id()};
  }

  // Says Hello, and what central answers first.
  v1::WatchResponse Hello(const std::string& journal_id, std::int64_t after_revision) {
    const auto context = Context();
    const auto stream = watches_->Watch(context.get());
    v1::WatchRequest request;
    request.mutable_hello()->set_journal_id(journal_id);
    request.mutable_hello()->set_after_revision(after_revision);
    EXPECT_TRUE(stream->Write(request));
    v1::WatchResponse response;
    EXPECT_TRUE(stream->Read(&response));
    context->TryCancel();
    stream->Finish();
    return response;
  }

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::SessionService::Stub> sessions_;
  std::unique_ptr<v1::CommandService::Stub> commands_;
  std::unique_ptr<v1::WatchService::Stub> watches_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
  std::string token_;
};

inline v1::ExecuteRequest NewRequest() {
  v1::ExecuteRequest request;
  request.set_request_id(NewUuid());
  return request;
}

}  // namespace legevakt::testing
