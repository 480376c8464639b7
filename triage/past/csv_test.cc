#include "triage/past/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace legevakt::past {
namespace {

using ::testing::ElementsAre;

TEST(Csv, ReadsPlainRowsWithTheirLines) {
  const CsvTable table = ReadCsv("a;b\n1;2\n\n3;4", ';');
  EXPECT_THAT(table.header.cells, ElementsAre("a", "b"));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_THAT(table.rows[1].cells, ElementsAre("3", "4"));
  EXPECT_EQ(table.rows[0].line, 2);
  EXPECT_EQ(table.rows[1].line, 4);
  EXPECT_EQ(table.Find("b"), 1);
  EXPECT_EQ(table.Find("c"), -1);
}

TEST(Csv, ABomAndCarriageReturnsAreNoPartOfACell) {
  const CsvTable table = ReadCsv("\xEF\xBB\xBFid,name\r\n1,x\r\n", ',');
  EXPECT_THAT(table.header.cells, ElementsAre("id", "name"));
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_THAT(table.rows[0].cells, ElementsAre("1", "x"));
}

TEST(Csv, QuotesHoldDelimitersLinesAndQuotes) {
  const CsvTable table = ReadCsv("a,b\n\"x, \"\"y\"\"\nz\",2\n3,4\n", ',');
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_THAT(table.rows[0].cells, ElementsAre("x, \"y\" z", "2"));
  EXPECT_EQ(table.rows[1].line, 4);
}

TEST(Csv, AQuoteThatIsNeverClosedSpoilsOnlyItsRow) {
  const CsvTable table = ReadCsv("a,b\n\"x,1\ny,2\n", ',');
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_THAT(table.rows[0].cells, ElementsAre("\"x", "1"));
  EXPECT_THAT(table.rows[1].cells, ElementsAre("y", "2"));
}

TEST(Csv, AQuoteInTheMiddleIsACharacter) {
  EXPECT_THAT(ReadCsv("a\n5\" cut\n", ',').rows.at(0).cells, ElementsAre("5\" cut"));
}

TEST(Csv, Latin1BecomesUtf8AndUtf8Stays) {
  EXPECT_EQ(ToUtf8("#BO\xDE!"), "#BO\xC3\x9E!");
  EXPECT_EQ(ToUtf8("#BO\xC3\x9E!"), "#BO\xC3\x9E!");
  // Sequences that are too long, halves of a pair, and cut ones are not UTF-8.
  EXPECT_EQ(ToUtf8("\xC0\xAF"), "\xC3\x80\xC2\xAF");
  EXPECT_EQ(ToUtf8("\xED\xA0\x80"), "\xC3\xAD\xC2\xA0\xC2\x80");
  EXPECT_EQ(ToUtf8("\xE2\x82"), "\xC3\xA2\xC2\x82");
}

TEST(Csv, ControlCharactersBecomeSpaces) {
  EXPECT_EQ(ToUtf8(std::string_view("a\0b\x01", 4)), "a b ");
}

TEST(Csv, StraySpacesAreTakenOff) {
  EXPECT_EQ(Trim(" \t 12 \xC2\xA0\r"), "12");
  EXPECT_THAT(ReadCsv("a;b\n 1 ; \n", ';').rows.at(0).cells, ElementsAre("1", ""));
}

TEST(Csv, EmptyInputAndUnevenRows) {
  EXPECT_TRUE(ReadCsv("", ';').header.cells.empty());
  const CsvTable table = ReadCsv("a;b\n1\n1;2;3\n", ';');
  EXPECT_EQ(table.rows.at(0).cells.size(), 1u);
  EXPECT_EQ(table.rows.at(1).cells.size(), 3u);
}

TEST(Csv, WhatIsWrittenIsReadAgain) {
  const std::string cell = "Storgata 4, 2. etg. \"bak\"";
  EXPECT_THAT(ReadCsv("a,b\n" + CsvCell(cell, ',') + ",2\n", ',').rows.at(0).cells, ElementsAre(cell, "2"));
  EXPECT_EQ(CsvCell("plain", ','), "plain");
}

}  // namespace
}  // namespace legevakt::past
