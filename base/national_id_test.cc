#include "base/national_id.h"

#include <gtest/gtest.h>

namespace legevakt {
namespace {

// With both check digits put on; `rest` is what the first check leaves. Empty where a check digit would
// be 10.
std::string Made(const std::string& nine, int rest = 0) {
  const int weights1[] = {3, 7, 6, 1, 8, 9, 4, 5, 2};
  const int weights2[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
  std::string id = nine;
  int sum = 0;
  for (std::size_t i = 0; i < 9; ++i) sum += (id[i] - '0') * weights1[i];
  const int k1 = (22 + rest - sum % 11) % 11;
  if (k1 == 10) return {};
  id.push_back(static_cast<char>('0' + k1));
  sum = 0;
  for (std::size_t i = 0; i < 10; ++i) sum += (id[i] - '0') * weights2[i];
  const int k2 = (11 - sum % 11) % 11;
  if (k2 == 10) return {};
  id.push_back(static_cast<char>('0' + k2));
  return id;
}

// The first individual number from `from` on that gives a number.
std::string First(const std::string& date, int from, int rest = 0) {
  for (int individual = from; individual < 1000; ++individual) {
    const std::string three = std::to_string(1000 + individual).substr(1);
    if (const std::string id = Made(date + three, rest); !id.empty()) return id;
  }
  return {};
}

// Numbers that are not synthetic are made here and written down nowhere: each could be a living person's.
TEST(NationalId, NumbersOfEachKind) {
  const auto synthetic = ReadNationalId("10915596784");
  ASSERT_TRUE(synthetic.ok());
  EXPECT_TRUE(synthetic.id.synthetic);
  EXPECT_EQ(synthetic.id.kind, NationalIdKind::kBirthNumber);
  EXPECT_EQ(synthetic.id.birth, (BirthDate{1955, 11, 10}));
  const auto h = ReadNationalId(First("135272", 480));
  ASSERT_TRUE(h.ok());
  EXPECT_EQ(h.id.kind, NationalIdKind::kHNumber);
  EXPECT_FALSE(h.id.synthetic);
  const auto d = ReadNationalId(First("410101", 900));
  ASSERT_TRUE(d.ok());
  EXPECT_EQ(d.id.kind, NationalIdKind::kDNumber);
  EXPECT_FALSE(d.id.birth) << "it may be the day of registration";
  const auto dh = ReadNationalId(First("684670", 380));
  ASSERT_TRUE(dh.ok());
  EXPECT_EQ(dh.id.kind, NationalIdKind::kDHNumber);
  EXPECT_EQ(ReadNationalId("12345678910").fault, NationalIdFault::kNoSuchDate);
  EXPECT_TRUE(ReadNationalId("109155 96784").ok()) << "as it stands on a card";
}

TEST(NationalId, EveryWrongDigitIsNoticed) {
  const std::string good = "10915596784";
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      if (digit == good[at]) continue;
      std::string wrong = good;
      wrong[at] = digit;
      // Also where the first check has four right values: the second one has but one.
      EXPECT_FALSE(ReadNationalId(wrong).ok()) << wrong;
    }
  }
}

TEST(NationalId, WhatIsNoNumberAtAll) {
  for (const char* text : {"", "1091559678", "109155967840", "1091559678x", "10915596784\n", "æøå"}) {
    EXPECT_EQ(ReadNationalId(text).fault, NationalIdFault::kNotElevenDigits) << text;
  }
}

TEST(NationalId, ByTheRuleOf2032NeitherSexNorCenturyIsRead) {
  for (const int rest : {1, 2, 3}) {
    const auto result = ReadNationalId(First("018132", 100, rest));
    ASSERT_TRUE(result.ok()) << rest;
    EXPECT_TRUE(result.id.rule_2032);
    EXPECT_FALSE(result.id.birth);
    EXPECT_FALSE(result.id.female);
  }
  EXPECT_EQ(ReadNationalId(First("018132", 100, 4)).fault, NationalIdFault::kCheckDigits);
  EXPECT_EQ(ReadNationalId(First("018132", 100, 10)).fault, NationalIdFault::kCheckDigits);
}

TEST(NationalId, TheSeriesTellTheCentury) {
  EXPECT_EQ(ReadNationalId(First("018160", 500)).id.birth->year, 1860);
  EXPECT_EQ(ReadNationalId(First("018199", 0)).id.birth->year, 1999);
  EXPECT_EQ(ReadNationalId(First("018140", 900)).id.birth->year, 1940);
  EXPECT_EQ(ReadNationalId(First("018139", 500)).id.birth->year, 2039);
  EXPECT_EQ(ReadNationalId(First("018100", 900)).id.birth->year, 2000);
  EXPECT_FALSE(ReadNationalId(First("018150", 760)).id.birth) << "no series has it";
}

TEST(NationalId, TheThirdIndividualDigitTellsTheSex) {
  const std::string female = First("018180", 100);
  const auto result = ReadNationalId(female);
  ASSERT_TRUE(result.id.female.has_value());
  EXPECT_EQ(*result.id.female, (female[8] - '0') % 2 == 0);
}

TEST(NationalId, LeapDaysAsTheRegisterChecksThem) {
  EXPECT_TRUE(ReadNationalId(First("298200", 500)).ok());
  EXPECT_EQ(ReadNationalId(First("298201", 500)).fault, NationalIdFault::kNoSuchDate);
  EXPECT_EQ(ReadNationalId(First("308200", 500)).fault, NationalIdFault::kNoSuchDate);
  EXPECT_EQ(ReadNationalId(First("009300", 500)).fault, NationalIdFault::kNoSuchDate);
  EXPECT_EQ(ReadNationalId(First("018000", 500)).fault, NationalIdFault::kNoSuchDate);
}

TEST(NationalId, ACommonHelpNumberMeansNothingButIsChecked) {
  const auto result = ReadNationalId(First("812345", 100));
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.id.kind, NationalIdKind::kFhNumber);
  EXPECT_FALSE(result.id.birth);
  EXPECT_EQ(ReadNationalId(First("812345", 100, 1)).fault, NationalIdFault::kCheckDigits)
      << "the rule of 2032 is for the register's numbers";
}

}  // namespace
}  // namespace legevakt
