// Bad input to a running central: each is answered with its code, and the state's hash stays as it was.
#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"
#include "tests/errors/caller.h"
#include "tests/integration/central_process.h"

namespace legevakt::testing {
namespace {

class BadInput : public ::testing::Test {
 protected:
  // One central for all: a test that changes nothing disturbs no other.
  static void SetUpTestSuite() {
    folder_ = std::make_unique<tests::TempDir>();
    central_ =
        std::make_unique<tests::CentralProcess>(tests::CentralProcess::Arguments(folder_->Path("data")));
    serving_ = central_->AwaitReady();
  }
  static void TearDownTestSuite() {
    central_.reset();
    folder_.reset();
  }

  void SetUp() override {
    ASSERT_TRUE(serving_) << central_->ReadErrors();
    caller_ = std::make_unique<Caller>(central_->grpc());
    ASSERT_NO_FATAL_FAILURE(caller_->SignIn(v1::ROLE_OPERATOR));
    v1::ExecuteRequest request = NewRequest();
    request.mutable_command()->mutable_record_call()->set_kind(v1::CALL_KIND_PHONE);
    v1::ExecuteResponse response;
    const grpc::Status status = caller_->Execute(request, response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_FALSE(response.has_refusal()) << response.ShortDebugString();
    contact_id_ = response.contact_id();
    accepted_ = request;
    before_ = caller_->Now();
  }

  v1::ExecuteRequest Note(const std::string& text) const {
    v1::ExecuteRequest request = NewRequest();
    request.mutable_command()->mutable_add_note()->set_contact_id(contact_id_);
    request.mutable_command()->mutable_add_note()->set_text(text);
    return request;
  }

  void ExpectRefused(const v1::ExecuteRequest& request, v1::Reason reason) {
    v1::ExecuteResponse response;
    const grpc::Status status = caller_->Execute(request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(v1::Reason_Name(response.refusal().reason()), v1::Reason_Name(reason));
    EXPECT_EQ(caller_->Now(), before_);
  }

  void ExpectNotTaken(const v1::ExecuteRequest& request, grpc::StatusCode code) {
    v1::ExecuteResponse response;
    const grpc::Status status = caller_->Execute(request, response);
    EXPECT_EQ(status.error_code(), code) << status.error_message();
    EXPECT_FALSE(status.error_message().empty());
    EXPECT_EQ(caller_->Now(), before_);
  }

  void ExpectResync(const std::string& journal_id, std::int64_t after_revision, v1::ResyncReason reason) {
    const v1::WatchResponse response = caller_->Hello(journal_id, after_revision);
    EXPECT_EQ(v1::ResyncReason_Name(response.resync().reason()), v1::ResyncReason_Name(reason))
        << response.ShortDebugString();
    EXPECT_EQ(caller_->Now(), before_);
  }

  static std::unique_ptr<tests::TempDir> folder_;
  static std::unique_ptr<tests::CentralProcess> central_;
  static bool serving_;
  std::unique_ptr<Caller> caller_;
  std::int64_t contact_id_ = 0;
  // A request that was carried out.
  v1::ExecuteRequest accepted_;
  Standing before_;
};

std::unique_ptr<tests::TempDir> BadInput::folder_;
std::unique_ptr<tests::CentralProcess> BadInput::central_;
bool BadInput::serving_ = false;

// The other tests mean something only if a good command does change the hash.
TEST_F(BadInput, AGoodCommandChangesTheHash) {
  v1::ExecuteResponse response;
  ASSERT_TRUE(caller_->Execute(Note("feber"), response).ok());
  ASSERT_FALSE(response.has_refusal());
  EXPECT_NE(caller_->Now().state_hash, before_.state_hash);
}

TEST_F(BadInput, AnUnknownComplaint) {
  v1::ExecuteRequest request = NewRequest();
  request.mutable_command()->mutable_assess_contact()->set_contact_id(contact_id_);
  request.mutable_command()->mutable_assess_contact()->set_complaint_id("no_such_complaint");
  ExpectRefused(request, v1::REASON_UNKNOWN_COMPLAINT);
}

TEST_F(BadInput, AnUnknownQuestion) {
  v1::ExecuteRequest request = NewRequest();
  v1::AssessContact& assess = *request.mutable_command()->mutable_assess_contact();
  assess.set_contact_id(contact_id_);
  assess.set_complaint_id("diffuse");
  assess.add_answers()->set_question_id("no_such_question");
  ExpectRefused(request, v1::REASON_UNKNOWN_QUESTION);
}

TEST_F(BadInput, AContactThatIsNotThere) {
  v1::ExecuteRequest request = Note("x");
  request.mutable_command()->mutable_add_note()->set_contact_id(before_.revision + 1000);
  ExpectRefused(request, v1::REASON_UNKNOWN_CONTACT);
}

TEST_F(BadInput, AVersionThatIsNotTheNewest) {
  v1::ExecuteRequest request = NewRequest();
  request.set_expected_version(1);
  request.mutable_command()->mutable_park_contact()->set_contact_id(contact_id_);
  ExpectRefused(request, v1::REASON_STALE_VERSION);
}

TEST_F(BadInput, ATextOverItsLimit) {
  ExpectRefused(Note(std::string(limits::kTextBytesMax + 1, 'x')), v1::REASON_BAD_FIELD);
}

TEST_F(BadInput, ARequestIdWithOtherBytes) {
  v1::ExecuteRequest request = Note("x");
  request.set_request_id(accepted_.request_id());
  ExpectNotTaken(request, grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(BadInput, ARequestIdAgainWithTheSameBytesGivesTheSameReplyAndDoesNothing) {
  v1::ExecuteResponse again;
  ASSERT_TRUE(caller_->Execute(accepted_, again).ok());
  EXPECT_EQ(again.contact_id(), contact_id_);
  EXPECT_EQ(caller_->Now(), before_);
}

TEST_F(BadInput, ARequestIdThatIsNoUuid) {
  v1::ExecuteRequest request = Note("x");
  request.set_request_id("42");
  ExpectNotTaken(request, grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(BadInput, AMessageOverTheLimit) {
  ExpectNotTaken(Note(std::string(limits::kMessageBytesMax + 1, 'x')), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(BadInput, NobodySignedIn) {
  caller_->UseToken(std::string(32, '0'));
  ExpectNotTaken(Note("x"), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(BadInput, ARoleThatMayNot) {
  ASSERT_NO_FATAL_FAILURE(caller_->SignIn(v1::ROLE_DOCTOR));
  v1::ExecuteRequest request = NewRequest();
  request.mutable_command()->mutable_park_contact()->set_contact_id(contact_id_);
  ExpectNotTaken(request, grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(BadInput, AFutureRevision) {
  ExpectResync(before_.journal_id, before_.revision + 1000, v1::RESYNC_REASON_FUTURE_REVISION);
}

TEST_F(BadInput, ARevisionBeforeTheFirst) {
  const v1::WatchResponse response = caller_->Hello(before_.journal_id, -1);
  EXPECT_TRUE(response.has_resync() || response.has_snapshot()) << response.ShortDebugString();
  EXPECT_EQ(caller_->Now(), before_);
}

TEST_F(BadInput, AnotherJournal) {
  ExpectResync(std::string(before_.journal_id.size(), '0'), before_.revision,
               v1::RESYNC_REASON_OTHER_JOURNAL);
}

}  // namespace
}  // namespace legevakt::testing
