#include "central/engine/sessions.h"

#include <gtest/gtest.h>

namespace legevakt::engine {
namespace {

v1::Actor Named(const std::string& name) {
  v1::Actor actor;
  actor.set_user_id(name);
  return actor;
}

TEST(Sessions, ATokenIsGoodUntilItIsClosed) {
  SessionRegistry sessions;
  const std::string kari = sessions.Open(Named("kari"));
  const std::string again = sessions.Open(Named("kari"));
  EXPECT_NE(kari, again);
  EXPECT_EQ(sessions.Find(kari)->user_id(), "kari");
  sessions.Close(kari);
  EXPECT_FALSE(sessions.Find(kari).has_value());
  EXPECT_TRUE(sessions.Find(again).has_value());
  EXPECT_FALSE(sessions.Find("").has_value());
}

TEST(Sessions, TheOneUnusedLongestGoesFirst) {
  SessionRegistry sessions;
  const std::string unused = sessions.Open(Named("unused"));
  const std::string used = sessions.Open(Named("used"));
  for (std::size_t i = 2; i < SessionRegistry::kSessionsMax; ++i) sessions.Open(Named("other"));
  EXPECT_TRUE(sessions.Find(used).has_value());
  sessions.Open(Named("one too many"));
  EXPECT_FALSE(sessions.Find(unused).has_value());
  EXPECT_TRUE(sessions.Find(used).has_value());
}

}  // namespace
}  // namespace legevakt::engine
