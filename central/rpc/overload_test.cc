// Real overload over the wire: what can wait is turned away with a reason, what must not be is done.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/limits.h"
#include "central/rpc/testing.h"

namespace legevakt::rpc {
namespace {

using engine::testing::OpenContact;
using testing::Client;
using testing::Follower;
using testing::Note;

class OverloadTest : public testing::RpcTest {
 protected:
  // Commands that wait, more than the disk takes.
  void FillQueue() {
    store_->Hold();
    for (std::size_t i = 0; i < limits::kShedReadsFromCommands + limits::kBatchCommandsMax + 2; ++i) {
      engine_->Execute(engine::testing::Kari(), OpenContact(),
                       [this](const absl::StatusOr<v1::ExecuteResponse>& is) {
                         if (is.ok()) ++done_;
                       });
      if (i == 0) store_->AwaitHeld();
    }
    ASSERT_TRUE(Eventually([this] {
      return engine_->queue_depth() >= static_cast<std::int64_t>(limits::kShedReadsFromCommands);
    }));
  }
  std::atomic<std::size_t> done_ = 0;
};

TEST_F(OverloadTest, ReadingIsTurnedAwayWithAReasonAndCommandsGoOn) {
  const auto client = As("kari");
  const auto admin = As("drift");
  const auto live = client->Watch();
  Follower follower;
  follower.FollowTo(*live, 1);
  FillQueue();

  {
    const auto late = client->Watch();
    EXPECT_EQ(late->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED)
        << "a snapshot for a new watcher";
    EXPECT_EQ(late->reason(), v1::REASON_SHED);
  }
  {
    grpc::ClientContext context;
    client->Authorize(context);
    v1::SearchRequest request;
    request.set_name("nordmann");
    request.set_reason("klage");
    v1::SearchResponse response;
    EXPECT_EQ(client->lookup().Search(&context, request, &response).error_code(),
              grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(testing::ReasonIn(context), v1::REASON_SHED);
  }
  {
    grpc::ClientContext context;
    client->Authorize(context);
    v1::GetDutyViewRequest request;
    request.set_doctor_id("lege-berg");
    v1::GetDutyViewResponse response;
    EXPECT_EQ(client->duty().GetDutyView(&context, request, &response).error_code(),
              grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(testing::ReasonIn(context), v1::REASON_SHED);
  }
  // A watch that goes on from where it was costs little, and is let in.
  const auto resumed = client->Watch(engine_->journal_id(), 1);

  store_->Release();
  const auto command = client->Execute(OpenContact());
  EXPECT_TRUE(command.status.ok()) << command.status.error_message();
  ASSERT_TRUE(Eventually([this] {
    return done_ == limits::kShedReadsFromCommands + limits::kBatchCommandsMax + 2;
  })) << "all that was taken is done";
  follower.FollowTo(*live, command.response.revision());
  const v1::GetStatusResponse status = admin->Status();
  EXPECT_GE(status.shed(), 3);
  EXPECT_EQ(status.queue_depth(), 0);
  EXPECT_EQ(domain::StateHash(follower.state), status.state_hash());
}

TEST_F(OverloadTest, WhatIsNeverTurnedAwayForOverloadHasABoundToo) {
  const auto admin = As("drift");
  FillQueue();
  const auto ask = [&admin](auto call, auto request, auto response) {
    grpc::ClientContext context;
    admin->Authorize(context);
    const grpc::Status status = call(context, request, response);
    return std::pair(status.error_code(), testing::ReasonIn(context));
  };
  for (std::size_t i = 0; i < limits::kReadsHeldMax; ++i) {
    engine_->Read([](const domain::State&, std::int64_t) {}, [] {});
  }
  const std::pair full(grpc::StatusCode::RESOURCE_EXHAUSTED, v1::REASON_QUEUE_FULL);
  EXPECT_EQ(
      ask([&](auto& context, auto& in, auto& out) { return admin->admin().GetStatus(&context, in, &out); },
          v1::GetStatusRequest(), v1::GetStatusResponse()),
      full);
  EXPECT_EQ(
      ask([&](auto& context, auto& in, auto& out) { return admin->admin().ListTools(&context, in, &out); },
          v1::ListToolsRequest(), v1::ListToolsResponse()),
      full);
  EXPECT_EQ(
      ask([&](auto& context, auto& in, auto& out) { return admin->sessions().ListUsers(&context, in, &out); },
          v1::ListUsersRequest(), v1::ListUsersResponse()),
      full);
  Client late(server_->address());
  EXPECT_EQ(late.Open("kari").error_code(), full.first);
  EXPECT_EQ(late.reason, full.second);
  store_->Release();
  ASSERT_TRUE(Eventually([this] { return engine_->queue_depth() == 0 && !engine_->Full(); }));
  EXPECT_TRUE(late.Open("kari").ok());
  EXPECT_GE(admin->Status().shed(), 4);
}

TEST_F(OverloadTest, AnExportIsTurnedAwayAndTakenAgainAfterwards) {
  auto options = Quick();
  options.hooks.export_all = [](const v1::ExportRequest&, const ExportWrite& write) {
    return write("contacts.csv", "a;b\n") ? absl::OkStatus() : absl::CancelledError();
  };
  Serve(std::move(options));
  const auto admin = As("drift");
  const auto export_all = [&admin] {
    grpc::ClientContext context;
    admin->Authorize(context);
    v1::ExportRequest request;
    request.set_format(v1::EXPORT_FORMAT_CSV);
    const auto reader = admin->admin().Export(&context, request);
    v1::ExportResponse part;
    while (reader->Read(&part)) {
    }
    const grpc::Status status = reader->Finish();
    return std::pair(status.error_code(), testing::ReasonIn(context));
  };
  FillQueue();
  EXPECT_EQ(export_all(), std::pair(grpc::StatusCode::RESOURCE_EXHAUSTED, v1::REASON_SHED));
  store_->Release();
  ASSERT_TRUE(Eventually([this] { return engine_->queue_depth() == 0; }));
  EXPECT_EQ(export_all(), std::pair(grpc::StatusCode::OK, v1::REASON_UNSPECIFIED));
}

}  // namespace
}  // namespace legevakt::rpc
