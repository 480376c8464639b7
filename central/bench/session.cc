#include "central/bench/session.h"

#include <cstdio>

#include "legevakt/v1/session.grpc.pb.h"

namespace legevakt::bench {

namespace v1 = legevakt::v1;

std::shared_ptr<grpc::Channel> Connect(const std::string& target) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
}

std::string SignIn(const std::shared_ptr<grpc::Channel>& channel) {
  const auto stub = v1::SessionService::NewStub(channel);
  v1::ListUsersResponse users;
  grpc::ClientContext list;
  if (const grpc::Status status = stub->ListUsers(&list, {}, &users); !status.ok()) {
    std::fprintf(stderr, "ListUsers: %s\n", status.error_message().c_str());
    return {};
  }
  for (const v1::Actor& user : users.users()) {
    if (user.role() != v1::ROLE_OPERATOR) continue;
    v1::OpenRequest request;
    request.set_user_id(user.user_id());
    request.set_role(user.role());
    request.set_device("bench");
    v1::OpenResponse response;
    grpc::ClientContext open;
    const grpc::Status status = stub->Open(&open, request, &response);
    if (!status.ok()) std::fprintf(stderr, "Open: %s\n", status.error_message().c_str());
    return response.token();
  }
  std::fprintf(stderr, "the region has no operator\n");
  return {};
}

}  // namespace legevakt::bench
