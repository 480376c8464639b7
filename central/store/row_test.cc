#include "central/store/row.h"

#include <gtest/gtest.h>

#include "central/store/testing.h"

namespace legevakt::store {
namespace {

TEST(Row, PersonalDataLieApartFromThePayload) {
  RowEncoder encoder;
  const Row row = encoder.Encode(SampleEvent(2));
  ASSERT_TRUE(row.personal.has_value());
  EXPECT_EQ(row.payload.find("ring tilbake"), std::string_view::npos);
  EXPECT_NE(row.personal->find("ring tilbake"), std::string_view::npos);
}

TEST(Row, DecodesToTheSameBytes) {
  RowEncoder encoder;
  for (std::int64_t revision = 1; revision <= 14; ++revision) {
    const auto event = Decode(encoder.Encode(SampleEvent(revision)));
    ASSERT_TRUE(event.ok()) << event.status();
    EXPECT_EQ(event->SerializeAsString(), SampleEvent(revision).SerializeAsString());
  }
}

// Where one field ends and the next begins is part of what is hashed.
TEST(Row, HashTellsFieldsApart) {
  const Hash prev{};
  const Hash hash = HashOf(prev, {.rev = 1, .at_us = 2, .payload = "ab", .personal = "c"});
  EXPECT_NE(hash, HashOf(prev, {.rev = 1, .at_us = 2, .payload = "a", .personal = "bc"}));
  EXPECT_NE(hash, HashOf(prev, {.rev = 2, .at_us = 2, .payload = "ab", .personal = "c"}));
  EXPECT_NE(hash, HashOf(prev, {.rev = 1, .at_us = 3, .payload = "ab", .personal = "c"}));
  EXPECT_NE(hash, HashOf(hash, {.rev = 1, .at_us = 2, .payload = "ab", .personal = "c"}));
  EXPECT_NE(HashOf(prev, {.rev = 1, .at_us = 2, .payload = "ab", .personal = ""}),
            HashOf(prev, {.rev = 1, .at_us = 2, .payload = "ab", .personal = std::nullopt}));
}

TEST(Row, RefusesBytesThatAreNotThisRow) {
  RowEncoder encoder;
  Row row = encoder.Encode(SampleEvent(4));
  row.rev = 5;
  EXPECT_EQ(PositionOf(Decode(row).status()), 5);
  EXPECT_TRUE(
      absl::IsDataLoss(Decode({.rev = 1, .at_us = 0, .payload = "\xff\xff", .personal = {}}).status()));
}

}  // namespace
}  // namespace legevakt::store
