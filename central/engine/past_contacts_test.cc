// Contacts are found whether they are open, closed or archived, by name, number and time; nothing more than
// was asked.
#include "central/engine/past_contacts.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "central/domain/apply.h"
#include "central/engine/testing.h"

namespace legevakt::engine {
namespace {

using testing::Kari;
using testing::MakeActor;
using testing::OpenContact;

class PastContactsTest : public testing::EngineTest {
 protected:
  std::int64_t Open(const std::string& name, const std::string& phone, const std::string& national_id = "") {
    const auto opened = Run(Kari(), OpenContact());
    EXPECT_TRUE(opened.ok());
    v1::ExecuteRequest request;
    request.set_request_id(NewUuid());
    v1::RecordIntake& intake = *request.mutable_command()->mutable_record_intake();
    intake.set_contact_id(opened->contact_id());
    intake.mutable_intake()->set_age_months(400);
    intake.mutable_personal()->set_name(name);
    intake.mutable_personal()->set_phone(phone);
    if (!national_id.empty()) intake.mutable_personal()->set_national_id(national_id);
    EXPECT_TRUE(Run(Kari(), request).ok());
    return opened->contact_id();
  }
  void Close(std::int64_t contact_id) {
    v1::ExecuteRequest request;
    request.set_request_id(NewUuid());
    v1::CloseContact& close = *request.mutable_command()->mutable_close_contact();
    close.set_contact_id(contact_id);
    close.set_measure(v1::MEASURE_NOT_MEDICAL);
    close.mutable_safety_net()->set_not_relevant(true);
    const auto closed = Run(Kari(), request);
    ASSERT_TRUE(closed.ok());
    ASSERT_FALSE(closed->has_refusal()) << closed->ShortDebugString();
  }
  // Until all that is closed has left the state.
  void Archive() {
    clock_->Advance(limits::kClosedKeptUs + kSecondUs);
    ASSERT_TRUE(Eventually([this] {
      return Ask<bool>([](const domain::State& state) {
        for (const auto& [id, contact] : state.contacts) {
          if (!domain::IsOpen(contact)) return false;
        }
        return true;
      });
    }));
  }
  v1::SearchResponse Search(const v1::SearchRequest& request) {
    const auto found = past_.Search(request);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.value_or(v1::SearchResponse());
  }
  std::vector<std::int64_t> ByName(const std::string& name) {
    v1::SearchRequest request;
    request.set_name(name);
    std::vector<std::int64_t> ids;
    const v1::SearchResponse found = Search(request);
    for (const v1::Found& one : found.found()) ids.push_back(one.contact_id());
    return ids;
  }
  std::vector<std::int64_t> ByNumber(const std::string& number) {
    v1::SearchRequest request;
    request.set_number(number);
    std::vector<std::int64_t> ids;
    const v1::SearchResponse found = Search(request);
    for (const v1::Found& one : found.found()) ids.push_back(one.contact_id());
    return ids;
  }
  using Ids = std::vector<std::int64_t>;

  bool cancelled_ = false;
  PastContacts past_{[this](std::int64_t after, std::size_t limit) { return engine_->History(after, limit); },
                     [this] { return cancelled_; }};
};

TEST_F(PastContactsTest, OpenClosedAndArchivedAlike) {
  const std::int64_t open = Open("Åse Ørnefjær", "40000001");
  const std::int64_t closed = Open("Per Nordmann", "40000002", "15889012345");
  const std::int64_t archived = Open("Kari Nordmann", "+47 400 00 003");
  Close(archived);
  Archive();
  Close(closed);
  EXPECT_EQ(Ask<std::size_t>([](const domain::State& state) { return state.contacts.size(); }), 2U);

  EXPECT_EQ(ByName("nordmann"), (Ids{archived, closed})) << "newest first";
  EXPECT_EQ(past_.archived(), 1U);
  EXPECT_EQ(ByName("ÅSE"), (Ids{open}));
  EXPECT_EQ(ByName("ørnefj"), (Ids{open}));
  EXPECT_EQ(ByName("finnes ikke"), Ids{});
  EXPECT_EQ(ByNumber("00003"), (Ids{archived}));
  EXPECT_EQ(ByNumber("15889012345"), (Ids{closed}));
  EXPECT_EQ(ByNumber("99999"), Ids{});

  for (const std::int64_t id : {open, closed, archived}) {
    const auto read = past_.Read(id);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->contact().contact_id(), id);
  }
  EXPECT_EQ(past_.Read(archived)->contact().personal().name(), "Kari Nordmann");
  EXPECT_EQ(past_.Read(archived)->contact().measure(), v1::MEASURE_NOT_MEDICAL);
  EXPECT_EQ(past_.Read(999'999)->refusal().reason(), v1::REASON_UNKNOWN_CONTACT);
}

TEST_F(PastContactsTest, WhatCameAfterTheLastSearchIsFoundToo) {
  const std::int64_t first = Open("Nils Hansen", "40000001");
  EXPECT_EQ(ByName("hansen"), (Ids{first}));
  const std::int64_t second = Open("Lise Hansen", "40000002");
  EXPECT_EQ(ByName("hansen"), (Ids{second, first}));
  Close(first);
  Archive();
  EXPECT_EQ(ByName("hansen"), (Ids{second, first}));
}

TEST_F(PastContactsTest, ByTimeAndNoMoreThanAHundred) {
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < limits::kSearchFoundMax + 5; ++i) {
    ids.push_back(Open("Testperson", "40000000"));
    clock_->Advance(kSecondUs);
  }
  v1::SearchRequest request;
  request.set_name("test");
  const v1::SearchResponse found = Search(request);
  EXPECT_TRUE(found.more());
  ASSERT_EQ(found.found_size(), static_cast<int>(limits::kSearchFoundMax));
  EXPECT_EQ(found.found(0).contact_id(), ids.back());
  request.set_from_us(found.found(10).opened_us());
  request.set_to_us(found.found(8).opened_us());
  const v1::SearchResponse between = Search(request);
  EXPECT_FALSE(between.more());
  ASSERT_EQ(between.found_size(), 3);
  EXPECT_EQ(between.found(1).contact_id(), found.found(9).contact_id());
}

TEST_F(PastContactsTest, ASearchThatIsStoppedSaysSo) {
  Open("Nils Hansen", "40000001");
  cancelled_ = true;
  v1::SearchRequest request;
  request.set_name("hansen");
  EXPECT_EQ(past_.Search(request).status().code(), absl::StatusCode::kCancelled);
}

TEST(CheckSearch, NeedsAReasonAndSomethingToLookFor) {
  v1::SearchRequest good;
  good.set_reason("klage fra pårørende");
  good.set_name("no");
  EXPECT_FALSE(CheckSearch(good).has_value());
  const auto reason_of = [](v1::SearchRequest request) {
    const auto refusal = CheckSearch(request);
    return refusal.has_value() ? refusal->reason() : v1::REASON_UNSPECIFIED;
  };
  v1::SearchRequest bad = good;
  bad.set_reason("  ");
  EXPECT_EQ(reason_of(bad), v1::REASON_NEEDS_REASON);
  bad = good;
  bad.set_reason(std::string(limits::kShortTextBytesMax + 1, 'x'));
  EXPECT_EQ(reason_of(bad), v1::REASON_BAD_FIELD);
  bad = good;
  bad.set_name("x");
  EXPECT_EQ(reason_of(bad), v1::REASON_BAD_FIELD) << "one letter finds everybody";
  bad.clear_name();
  EXPECT_EQ(reason_of(bad), v1::REASON_BAD_FIELD);
  for (const char* const number : {"1", "40 00", "4000x", "+4740000000"}) {
    bad = good;
    bad.set_number(number);
    EXPECT_EQ(reason_of(bad), v1::REASON_BAD_FIELD) << number;
  }
  bad = good;
  bad.set_to_us(-1);
  EXPECT_EQ(reason_of(bad), v1::REASON_BAD_FIELD);
}

}  // namespace
}  // namespace legevakt::engine
