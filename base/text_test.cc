#include "base/text.h"

#include <gtest/gtest.h>

namespace legevakt::text {
namespace {

TEST(Text, EveryKeyIsInBothLanguagesAndNotEmpty) {
  for (const std::string_view key : Keys()) {
    EXPECT_TRUE(Has(Lang::kNb, key)) << key << " is missing in bokmål";
    EXPECT_TRUE(Has(Lang::kEn, key)) << key << " is missing in English";
    EXPECT_FALSE(Get(Lang::kNb, key).empty()) << key;
  }
}

TEST(Text, FillsNamedPlaces) {
  EXPECT_EQ(Format(Lang::kNb, "refusal.claimed_by_other", {{"who", "Kari"}}).find("{"), std::string::npos);
  EXPECT_NE(Format(Lang::kNb, "refusal.claimed_by_other", {{"who", "Kari"}}).find("Kari"), std::string::npos);
}

}  // namespace
}  // namespace legevakt::text
