// The unary services over the wire: statuses, reasons, sessions, health, limits.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "central/rpc/auth.h"
#include "central/rpc/testing.h"

namespace legevakt::rpc {
namespace {

using engine::testing::OpenContact;
using testing::Client;
using testing::Note;
using RpcTest = testing::RpcTest;

TEST_F(RpcTest, ACommandIsAnsweredAndRepeatedAnswersAreTheSame) {
  const auto client = As("kari");
  const v1::ExecuteRequest request = OpenContact();
  const auto first = client->Execute(request);
  ASSERT_TRUE(first.status.ok()) << first.status.error_message();
  const std::string hash = client->Status().state_hash();
  const auto again = client->Execute(request);
  EXPECT_EQ(again.response.SerializeAsString(), first.response.SerializeAsString());

  // With other bytes, and from another user.
  v1::ExecuteRequest other = request;
  other.set_expected_version(5);
  const auto reused = client->Execute(other);
  EXPECT_EQ(reused.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(reused.reason, v1::REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(As("ola")->Execute(request).reason, v1::REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(client->Status().state_hash(), hash);
}

TEST_F(RpcTest, WhoMayDoWhatIsSaidWithItsReason) {
  Client stranger(server_->address());
  EXPECT_EQ(stranger.Execute(OpenContact()).status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(stranger.Execute(OpenContact()).reason, v1::REASON_NOT_SIGNED_IN);
  stranger.token = "0123456789abcdef0123456789abcdef";
  EXPECT_EQ(stranger.Execute(OpenContact()).reason, v1::REASON_NOT_SIGNED_IN);

  const auto doctor = As("lege-berg");
  const auto denied = doctor->Execute(OpenContact());
  EXPECT_EQ(denied.status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(denied.reason, v1::REASON_NOT_ALLOWED);
  EXPECT_FALSE(denied.status.error_message().empty());

  grpc::ClientContext context;
  const auto kari = As("kari");
  kari->Authorize(context);
  v1::CloseResponse closed;
  EXPECT_TRUE(kari->sessions().Close(&context, {}, &closed).ok());
  EXPECT_EQ(kari->Execute(OpenContact()).reason, v1::REASON_NOT_SIGNED_IN);
}

TEST_F(RpcTest, SessionsAreForThePeopleOfTheRegion) {
  Client client(server_->address());
  EXPECT_EQ(client.Open("nobody").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(client.reason, v1::REASON_BAD_FIELD);
  EXPECT_FALSE(client.Open("kari", v1::ROLE_ADMIN).ok());
  EXPECT_FALSE(client.Open("kari", v1::ROLE_SYSTEM).ok());
  EXPECT_FALSE(client.Open("lege-berg", v1::ROLE_OPERATOR).ok());
  EXPECT_TRUE(client.Open("ingrid", v1::ROLE_OPERATOR).ok());
  EXPECT_TRUE(client.Open("kari").ok());
  EXPECT_EQ(client.opened.actor().role(), v1::ROLE_OPERATOR);
  EXPECT_EQ(client.opened.journal_id(), engine_->journal_id());
  EXPECT_EQ(client.opened.token().size(), 32U);

  grpc::ClientContext context;
  testing::SetDeadline(context);
  v1::ListUsersResponse users;
  ASSERT_TRUE(client.sessions().ListUsers(&context, {}, &users).ok());
  EXPECT_EQ(users.users_size(), 7);
  EXPECT_EQ(users.centre_name(), "Legevaktsentralen");
}

TEST_F(RpcTest, ADoctorSeesTheirOwnViewAndNoOther) {
  const auto view = [](Client& client, const std::string& doctor_id) {
    grpc::ClientContext context;
    client.Authorize(context);
    v1::GetDutyViewRequest request;
    request.set_doctor_id(doctor_id);
    v1::GetDutyViewResponse response;
    const grpc::Status status = client.duty().GetDutyView(&context, request, &response);
    return std::pair(status.error_code(), response.view().doctor_id());
  };
  const auto doctor = As("lege-berg");
  EXPECT_EQ(view(*doctor, ""), std::pair(grpc::StatusCode::OK, std::string("lege-berg")));
  EXPECT_EQ(view(*doctor, "lege-nilsen").first, grpc::StatusCode::PERMISSION_DENIED);
  const auto operator_client = As("kari");
  EXPECT_EQ(view(*operator_client, "lege-nilsen").second, "lege-nilsen");
  EXPECT_EQ(view(*operator_client, "nobody").first, grpc::StatusCode::NOT_FOUND);
}

TEST_F(RpcTest, AMessageOverTheLimitIsRefusedAndChangesNothing) {
  const auto client = As("kari");
  const auto contact = client->Execute(OpenContact());
  const std::string hash = client->Status().state_hash();
  const auto answer =
      client->Execute(Note(contact.response.contact_id(), std::string(limits::kMessageBytesMax, 'x')));
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(client->Status().state_hash(), hash);
  // One that fits the message and not the field is a refusal.
  const auto refused =
      client->Execute(Note(contact.response.contact_id(), std::string(limits::kTextBytesMax + 1, 'x')));
  ASSERT_TRUE(refused.status.ok()) << refused.status.error_message();
  EXPECT_EQ(refused.response.refusal().reason(), v1::REASON_BAD_FIELD);
  EXPECT_EQ(client->Status().state_hash(), hash);
  EXPECT_TRUE(client->Execute(Note(contact.response.contact_id(), "kort")).status.ok());
}

TEST_F(RpcTest, ACentralThatStopsRefusesAndSaysThatItMayBeTriedAgain) {
  const auto client = As("kari");
  engine_->Stop();
  const auto answer = client->Execute(OpenContact());
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(answer.reason, v1::REASON_NOT_SERVING);
  // What needs to read is let go too, instead of hanging.
  grpc::ClientContext context;
  testing::SetDeadline(context);
  v1::ListUsersResponse users;
  EXPECT_EQ(client->sessions().ListUsers(&context, {}, &users).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(Peer, LoopbackIsTheMachineItself) {
  EXPECT_TRUE(IsLocal("unix:"));
  EXPECT_TRUE(IsLocal("ipv4:127.0.0.1:4711"));
  EXPECT_TRUE(IsLocal("ipv6:[::1]:4711"));
  EXPECT_TRUE(IsLocal("ipv6:%5B::1%5D:4711"));
  EXPECT_FALSE(IsLocal("ipv4:10.0.0.127:4711"));
  EXPECT_FALSE(IsLocal("ipv6:[::10]:4711"));
  EXPECT_FALSE(IsLocal(""));
}

}  // namespace
}  // namespace legevakt::rpc
