// The console's link and a real central in this process, where the screen hangs.
#include "console/net/central_link.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "central/rpc/testing.h"
#include "console/net/inbox.h"

namespace legevakt::console {
namespace {

using engine::testing::OpenContact;

class CentralLinkTest : public rpc::testing::RpcTest {
 protected:
  // So many bytes of events.
  void Happens(std::size_t bytes) {
    const auto client = As("ola");
    std::int64_t contact_id = 0;
    for (std::size_t sent = 0, count = 0; sent < bytes; sent += limits::kTextBytesMax - 1, ++count) {
      if (count % 50 == 0) contact_id = client->Execute(OpenContact()).response.contact_id();
      const auto answer =
          client->Execute(rpc::testing::Note(contact_id, std::string(limits::kTextBytesMax - 1, 'x')));
      ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
      ASSERT_FALSE(answer.response.has_refusal()) << answer.response.ShortDebugString();
    }
  }
  // Takes until something of this kind has come.
  template <typename Kind>
  static std::optional<Kind> Await(Link& link) {
    std::optional<Kind> found;
    Eventually([&] {
      for (Update& update : link.Take()) {
        if (auto* one = std::get_if<Kind>(&update)) found = std::move(*one);
      }
      return found.has_value();
    });
    return found;
  }
};

TEST_F(CentralLinkTest, AScreenThatHungGetsANewStateAndNothingOldThatCallsItUpToDate) {
  auto connected = ConnectCentral({server_->address(), "kari", v1::ROLE_OPERATOR, "test"}, [] {});
  ASSERT_TRUE(connected.ok()) << connected.status();
  Link& link = **connected;
  ASSERT_TRUE(Await<BookmarkSeen>(link).has_value());
  const auto admin = As("drift");
  ASSERT_EQ(admin->Status().watchers(), 1);

  Happens(Inbox::kBatchBytesMax + std::size_t{1024} * 1024);
  ASSERT_TRUE(Eventually([&] { return admin->Status().watchers() == 0; })) << "it asks for more and more";
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  EXPECT_EQ(admin->Status().watchers(), 0) << "not before the screen is back";
  bool lost = false;
  for (const Update& update : link.Take()) {
    lost = lost || std::holds_alternative<LinkLost>(update);
    EXPECT_FALSE(std::holds_alternative<BatchTaken>(update));
    EXPECT_FALSE(std::holds_alternative<BookmarkSeen>(update));
  }
  EXPECT_TRUE(lost);
  const auto snapshot = Await<SnapshotTaken>(link);
  ASSERT_TRUE(snapshot.has_value());
  EXPECT_EQ(snapshot->state->revision, engine_->durable_revision());
  EXPECT_TRUE(Await<BookmarkSeen>(link).has_value());
}

}  // namespace
}  // namespace legevakt::console
