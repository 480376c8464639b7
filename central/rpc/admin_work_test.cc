// An administrator's long work on a running central: how much of it waits, and what waits for whom.
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <semaphore>
#include <vector>

#include "base/limits.h"
#include "central/rpc/testing.h"

namespace legevakt::rpc {
namespace {

using testing::Client;

class AdminWorkTest : public testing::RpcTest {
 protected:
  void SetUp() override {
    auto options = Quick();
    options.export_slow = std::chrono::milliseconds(300);
    options.hooks.verify = [this] {
      ++begun_;
      may_go_.acquire();
      v1::VerifyResponse response;
      response.set_ok(true);
      return response;
    };
    // More than any window holds, until nobody takes it.
    options.hooks.export_all = [this](const v1::ExportRequest&, const ExportWrite& write) {
      ++exports_begun_;
      if (exports_wait_) {
        may_go_.acquire();
        return absl::OkStatus();
      }
      for (int part = 0; part < 1000; ++part) {
        if (!write("contacts.csv", std::string(limits::kChunkBytes, 'x'))) return absl::CancelledError();
      }
      return absl::OkStatus();
    };
    Serve(std::move(options));
    admin_ = As("drift");
  }
  void TearDown() override {
    may_go_.release(100);
    admin_.reset();
    StopServing();
  }

  struct Call {
    grpc::ClientContext context;
    v1::VerifyRequest request;
    v1::VerifyResponse response;
    std::promise<grpc::Status> done;
  };
  std::unique_ptr<Call> VerifyLater() {
    auto call = std::make_unique<Call>();
    admin_->Authorize(call->context);
    admin_->admin().async()->Verify(&call->context, &call->request, &call->response,
                                    [done = &call->done](grpc::Status status) { done->set_value(status); });
    return call;
  }
  static auto Answered(const std::vector<std::future<grpc::Status>>& answers) {
    return std::count_if(answers.begin(), answers.end(), [](const auto& answer) {
      return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
  }
  // A reader that takes nothing.
  struct Stalled {
    std::unique_ptr<Client> client;
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::ExportResponse>> reader;
    grpc::Status Finish() {
      v1::ExportResponse part;
      while (reader->Read(&part)) {
      }
      return reader->Finish();
    }
  };
  std::unique_ptr<Stalled> ExportLater() {
    auto stalled = std::make_unique<Stalled>();
    stalled->client = As("drift");
    stalled->client->Authorize(stalled->context);
    v1::ExportRequest request;
    request.set_format(v1::EXPORT_FORMAT_CSV);
    stalled->reader = stalled->client->admin().Export(&stalled->context, request);
    return stalled;
  }

  std::atomic<int> begun_ = 0;
  std::atomic<int> exports_begun_ = 0;
  // An export waits for `may_go_`, and then writes nothing.
  std::atomic<bool> exports_wait_ = false;
  std::counting_semaphore<> may_go_{0};
  std::unique_ptr<Client> admin_;
};

TEST_F(AdminWorkTest, SoManyChecksWaitAndNoMore) {
  std::vector<std::unique_ptr<Call>> calls;
  for (int i = 0; i < 10; ++i) calls.push_back(VerifyLater());
  std::vector<std::future<grpc::Status>> answers;
  for (const auto& call : calls) answers.push_back(call->done.get_future());
  EXPECT_TRUE(Eventually([&] { return Answered(answers) == 10 - limits::kRecordJobsMax; }));
  may_go_.release(10);
  int refused = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const grpc::Status status = answers[i].get();
    if (status.ok()) continue;
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(testing::ReasonIn(calls[i]->context), v1::REASON_QUEUE_FULL);
    ++refused;
  }
  EXPECT_EQ(refused, 10 - limits::kRecordJobsMax);
  EXPECT_EQ(begun_, limits::kRecordJobsMax);
}

TEST_F(AdminWorkTest, WhatNobodyWaitsForAnyMoreIsNotBegun) {
  const auto first = VerifyLater();
  ASSERT_TRUE(Eventually([this] { return begun_ == 1; }));
  const auto second = VerifyLater();
  const auto third = VerifyLater();
  second->context.TryCancel();
  EXPECT_EQ(second->done.get_future().get().error_code(), grpc::StatusCode::CANCELLED);
  may_go_.release(2);
  EXPECT_TRUE(first->done.get_future().get().ok());
  EXPECT_TRUE(third->done.get_future().get().ok());
  EXPECT_EQ(begun_, 2);
}

TEST_F(AdminWorkTest, AReaderOfAnExportWhoDoesNotReadIsCutAndHoldsUpNoCheck) {
  const auto stalled = ExportLater();
  ASSERT_TRUE(Eventually([this] { return exports_begun_ == 1; }));
  const auto next = ExportLater();
  may_go_.release();
  const auto check = VerifyLater();
  EXPECT_TRUE(check->done.get_future().get().ok()) << "it does not wait for an export";
  EXPECT_TRUE(Eventually([this] { return exports_begun_ == 2; })) << "the next export gets its turn";
  EXPECT_EQ(stalled->Finish().error_code(), grpc::StatusCode::CANCELLED);
  next->context.TryCancel();
  next->Finish();
}

TEST_F(AdminWorkTest, SoManyRestartsWaitAndNoMore) {
  store_->Hold();
  engine_->Execute(engine::testing::Kari(), engine::testing::OpenContact(), [](const auto&) {});
  store_->AwaitHeld();
  struct Plan {
    grpc::ClientContext context;
    v1::PlanRestartRequest request;
    v1::PlanRestartResponse response;
    std::promise<grpc::Status> done;
  };
  std::vector<std::unique_ptr<Plan>> plans;
  const auto plan = [&] {
    Plan& next = *plans.emplace_back(std::make_unique<Plan>());
    admin_->Authorize(next.context);
    admin_->admin().async()->PlanRestart(&next.context, &next.request, &next.response,
                                         [&next](grpc::Status status) { next.done.set_value(status); });
  };
  for (int i = 0; i <= limits::kToolJobsMax; ++i) plan();
  // One of them has found no place; which, is as they came in.
  std::vector<std::future<grpc::Status>> answers;
  for (const auto& one : plans) answers.push_back(one->done.get_future());
  EXPECT_TRUE(Eventually([&] { return Answered(answers) == 1; }));
  store_->Release();
  int refused = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].get().ok()) continue;
    EXPECT_EQ(testing::ReasonIn(plans[i]->context), v1::REASON_QUEUE_FULL);
    ++refused;
  }
  EXPECT_EQ(refused, 1);
}

TEST_F(AdminWorkTest, SoManyExportsWaitAndNoMore) {
  exports_wait_ = true;
  std::vector<std::unique_ptr<Stalled>> exports;
  std::vector<std::future<grpc::Status>> answers;
  for (int i = 0; i <= limits::kExportsMax; ++i) {
    exports.push_back(ExportLater());
    answers.push_back(std::async(std::launch::async, [&one = *exports.back()] { return one.Finish(); }));
  }
  // One of them has found no place; which, is as they came in.
  EXPECT_TRUE(Eventually([&] { return Answered(answers) == 1; }));
  may_go_.release(limits::kExportsMax);
  int refused = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const grpc::Status status = answers[i].get();
    if (status.ok()) continue;
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(testing::ReasonIn(exports[i]->context), v1::REASON_SHED);
    ++refused;
  }
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(exports_begun_, limits::kExportsMax);
}

}  // namespace
}  // namespace legevakt::rpc
