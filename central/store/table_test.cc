#include "central/store/table.h"

#include <gtest/gtest.h>

#include "legevakt/v1/record.pb.h"

namespace legevakt::store {
namespace {

TEST(Table, CsvQuotesWhatNeedsIt) {
  std::string out;
  AppendCsvRow({Cell(), Cell(std::int64_t{-5}), Cell(true), Cell(std::string("a,b")),
                Cell(std::string("say \"x\"")), Cell(std::string("Snåsa"))},
               out);
  EXPECT_EQ(out, ",-5,true,\"a,b\",\"say \"\"x\"\"\",Snåsa\r\n");
}

TEST(Table, ASpreadsheetTakesNothingForAFormula) {
  std::string out;
  AppendCsvRow({Cell(std::string("=HYPERLINK(1)")), Cell(std::string("-1+2"))}, out);
  EXPECT_EQ(out, "\"'=HYPERLINK(1)\",\"'-1+2\"\r\n");
}

TEST(Table, JsonEscapes) {
  const Table table{.name = "t", .columns = {"a", "b", "c", "d"}, .rows = {}};
  std::string out;
  AppendJsonRow(table, {Cell(), Cell(std::int64_t{7}), Cell(false), Cell(std::string("\"\\\nå"))}, out);
  EXPECT_EQ(out, "{\"a\":null,\"b\":7,\"c\":false,\"d\":\"\\\"\\\\\\u000aå\"}");
}

TEST(Table, WordsOfEnums) {
  EXPECT_EQ(WordOf(v1::HASTEGRAD_AKUTT), Cell(std::string("akutt")));
  EXPECT_EQ(WordOf(v1::MISSION_STATE_WITH_PATIENT), Cell(std::string("with_patient")));
  EXPECT_EQ(WordOf(v1::HASTEGRAD_UNSPECIFIED), Cell());
}

}  // namespace
}  // namespace legevakt::store
