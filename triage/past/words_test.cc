#include "triage/past/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace legevakt::past {
namespace {

using ::testing::ElementsAre;

bool PhraseFits(std::string_view phrase, std::string_view text) {
  return Fits(PhraseOf(phrase), WordsOf(text));
}

TEST(Words, AreLowerCaseWithoutPunctuation) {
  EXPECT_THAT(WordsOf("Pain, LOW-back (L4)"), ElementsAre("pain", "low", "back", "l4"));
  EXPECT_THAT(WordsOf("ØRE og Ål"), ElementsAre("øre", "og", "ål"));
  EXPECT_TRUE(WordsOf(" ?? ,").empty());
}

TEST(Words, APhraseFitsInAnyOrder) {
  EXPECT_TRUE(PhraseFits("chest pain", "pain, left chest"));
  EXPECT_FALSE(PhraseFits("chest pain", "pain in the leg"));
  EXPECT_FALSE(PhraseFits("ear", "fear"));
}

TEST(Words, AsterisksStandForLetters) {
  EXPECT_TRUE(PhraseFits("abd*", "abdominal pain"));
  EXPECT_FALSE(PhraseFits("abd*", "the kabd"));
  EXPECT_TRUE(PhraseFits("*smerter", "brystsmerter"));
  EXPECT_TRUE(PhraseFits("*ulykke*", "trafikkulykken"));
}

TEST(Words, TheFirstRuleThatFitsWinsWithinItsContext) {
  std::vector<WordRule> rules(3);
  rules[0] = {"fever_child", {PhraseOf("fever")}, 16 * 12, std::nullopt, std::nullopt};
  rules[1] = {"fever_adult", {PhraseOf("fever")}, std::nullopt, std::nullopt, std::nullopt};
  rules[2] = {"injury", {PhraseOf("pain")}, std::nullopt, std::nullopt, true};
  EXPECT_EQ(FindRule(rules, "fever", {30, {}})->complaint, "fever_child");
  EXPECT_EQ(FindRule(rules, "fever", {16 * 12, {}})->complaint, "fever_adult");
  // An age that nobody knows is not under anything.
  EXPECT_EQ(FindRule(rules, "fever", {})->complaint, "fever_adult");
  EXPECT_EQ(FindRule(rules, "pain", {{}, true})->complaint, "injury");
  EXPECT_EQ(FindRule(rules, "pain", {{}, false}), nullptr);
  EXPECT_EQ(FindRule(rules, "pain", {}), nullptr);
}

}  // namespace
}  // namespace legevakt::past
