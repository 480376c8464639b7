#include "central/engine/reply_cache.h"

#include <gtest/gtest.h>

#include "base/ids.h"

namespace legevakt::engine {
namespace {

constexpr char kHash[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

TEST(ReplyCache, KeysAreTheBytesOfTheUuid) {
  const RequestKey key = KeyOf("f81d4fae-7dec-41d0-a765-00a0c91e6bf6");
  EXPECT_EQ(key[0], 0xf8);
  EXPECT_EQ(key[3], 0xae);
  EXPECT_EQ(key[4], 0x7d);
  EXPECT_EQ(key[15], 0xf6);
}

TEST(ReplyCache, TheFirstReplyOfAnIdStaysUntilItIsForgotten) {
  ReplyCache cache(0);
  const std::string id = NewUuid();
  cache.Add({id, "kari", kHash, "first", 10});
  cache.Add({id, "kari", kHash, "second", 20});
  cache.Add({NewUuid(), "kari", kHash, "other", 20});
  ASSERT_NE(cache.Find(KeyOf(id)), nullptr);
  EXPECT_EQ(cache.Find(KeyOf(id))->response, "first");
  EXPECT_EQ(cache.Find(KeyOf(id))->fingerprint, FingerprintOf("kari", kHash));
  EXPECT_NE(FingerprintOf("kari", kHash), FingerprintOf("ola", kHash));
  cache.Forget(10);
  EXPECT_EQ(cache.size(), 2U);
  cache.Forget(11);
  EXPECT_EQ(cache.Find(KeyOf(id)), nullptr);
  EXPECT_EQ(cache.size(), 1U);
}

TEST(ReplyCache, TheLastStayWhateverTheClockSays) {
  ReplyCache cache(2);
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) cache.Add({ids.emplace_back(NewUuid()), "kari", kHash, "reply", 10});
  cache.Forget(1'000'000);
  EXPECT_EQ(cache.Find(KeyOf(ids[0])), nullptr);
  EXPECT_NE(cache.Find(KeyOf(ids[1])), nullptr);
  EXPECT_NE(cache.Find(KeyOf(ids[2])), nullptr);
}

}  // namespace
}  // namespace legevakt::engine
