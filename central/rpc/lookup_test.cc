// Looking up over the wire: who may, with which reason, and that nothing is shown that is not written down
// first.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "central/rpc/testing.h"

namespace legevakt::rpc {
namespace {

using engine::testing::OpenContact;
using testing::Client;

class LookupTest : public testing::RpcTest {
 protected:
  struct Answer {
    grpc::Status status;
    v1::Reason reason = v1::REASON_UNSPECIFIED;
    v1::SearchResponse found;
    v1::ReadResponse read;
  };
  static Answer Search(Client& client, const std::string& name, const std::string& reason) {
    grpc::ClientContext context;
    client.Authorize(context);
    v1::SearchRequest request;
    request.set_name(name);
    request.set_reason(reason);
    Answer answer;
    answer.status = client.lookup().Search(&context, request, &answer.found);
    answer.reason = testing::ReasonIn(context);
    return answer;
  }
  static Answer Read(Client& client, std::int64_t contact_id, const std::string& reason) {
    grpc::ClientContext context;
    client.Authorize(context);
    v1::ReadRequest request;
    request.set_contact_id(contact_id);
    request.set_reason(reason);
    Answer answer;
    answer.status = client.lookup().Read(&context, request, &answer.read);
    answer.reason = testing::ReasonIn(context);
    return answer;
  }
  static std::int64_t Open(Client& client, const std::string& name) {
    const auto opened = client.Execute(OpenContact());
    EXPECT_TRUE(opened.status.ok());
    v1::ExecuteRequest request;
    request.set_request_id(NewUuid());
    v1::RecordIntake& intake = *request.mutable_command()->mutable_record_intake();
    intake.set_contact_id(opened.response.contact_id());
    intake.mutable_personal()->set_name(name);
    EXPECT_TRUE(client.Execute(request).status.ok());
    return opened.response.contact_id();
  }
};

TEST_F(LookupTest, IsWrittenToTheJournalBeforeItIsShown) {
  const auto kari = As("kari");
  const std::int64_t contact = Open(*kari, "Åse Ørnefjær");
  const auto found = Search(*kari, "ørne", "klage");
  ASSERT_TRUE(found.status.ok()) << found.status.error_message();
  ASSERT_EQ(found.found.found_size(), 1);
  EXPECT_EQ(found.found.found(0).contact_id(), contact);
  EXPECT_EQ(found.found.found(0).name(), "Åse Ørnefjær");
  v1::Event written = store_->events().back();
  EXPECT_EQ(written.record_searched().found(), 1);
  EXPECT_EQ(written.actor().user_id(), "kari");
  EXPECT_EQ(written.personal().text(), "name=ørne: klage");

  // Who has it in hand needs to write nothing; somebody else does.
  const auto ola = As("ola");
  const auto read = Read(*ola, contact, "klage");
  ASSERT_TRUE(read.status.ok()) << read.status.error_message();
  EXPECT_EQ(read.read.contact().personal().name(), "Åse Ørnefjær");
  written = store_->events().back();
  EXPECT_EQ(written.record_read().contact_id(), contact);
  EXPECT_EQ(written.actor().user_id(), "ola");
  EXPECT_EQ(written.personal().text(), "klage");
}

TEST_F(LookupTest, NothingIsShownWhereItCannotBeWritten) {
  const auto kari = As("kari");
  const std::int64_t contact = Open(*kari, "Åse Ørnefjær");
  store_->FailWith(absl::DataLossError("full"));
  const auto found = Search(*kari, "ørne", "klage");
  EXPECT_FALSE(found.status.ok());
  EXPECT_EQ(found.found.found_size(), 0);
  EXPECT_FALSE(Read(*kari, contact, "klage").status.ok());
}

TEST_F(LookupTest, NeedsAReasonAndARole) {
  const auto kari = As("kari");
  const std::int64_t contact = Open(*kari, "Åse Ørnefjær");
  const std::size_t events = store_->events().size();
  EXPECT_EQ(Search(*kari, "ørne", "").found.refusal().reason(), v1::REASON_NEEDS_REASON);
  EXPECT_EQ(Read(*kari, contact, " ").read.refusal().reason(), v1::REASON_NEEDS_REASON);
  EXPECT_EQ(Search(*kari, "", "klage").found.refusal().reason(), v1::REASON_BAD_FIELD);
  EXPECT_EQ(Read(*kari, 999'999, "klage").read.refusal().reason(), v1::REASON_UNKNOWN_CONTACT);
  for (const auto& [user, role] :
       {std::pair("telefoni", v1::ROLE_UNSPECIFIED), std::pair("drift", v1::ROLE_UNSPECIFIED),
        std::pair("kari", v1::ROLE_WALLBOARD)}) {
    const auto other = As(user, role);
    EXPECT_EQ(Search(*other, "ørne", "klage").status.error_code(), grpc::StatusCode::PERMISSION_DENIED)
        << user;
    EXPECT_EQ(Read(*other, contact, "klage").reason, v1::REASON_NOT_ALLOWED) << user;
  }
  Client stranger(server_->address());
  EXPECT_EQ(Search(stranger, "ørne", "klage").reason, v1::REASON_NOT_SIGNED_IN);
  EXPECT_EQ(Read(stranger, contact, "klage").status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(store_->events().size(), events) << "nothing was written";

  for (const char* const user : {"ola", "ingrid", "lege-berg"}) {
    EXPECT_EQ(Search(*As(user), "ørne", "klage").found.found_size(), 1) << user;
  }
}

}  // namespace
}  // namespace legevakt::rpc
