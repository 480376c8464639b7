// The reports of ten rows: what they hold, that a text in a row cannot reach out of them, and that a page
// needs nothing from elsewhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <regex>

#include "triage/past/testing.h"
#include "triage/report/comparison_report.h"
#include "triage/report/drawing.h"
#include "triage/report/validation_report.h"
#include "triage/report/wording.h"
#include "triage/stats/kappa.h"
#include "triage/stats/proportion.h"

namespace legevakt::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using text::Lang;

class ReportTest : public ::testing::Test {
 protected:
  ValidationInput Input(Lang lang = Lang::kNb, std::size_t rows_shown = 20) {
    return {validation_, file_, map_, *tool_, "rows.csv", lang, rows_shown};
  }
  ComparisonInput Changes(Lang lang = Lang::kNb, std::size_t rows_shown = 20) {
    return {comparison_, file_, map_, *tool_, *after_, "rows.csv", lang, rows_shown};
  }

  past::ColumnMap map_ = past::testing::Map();
  past::CaseFile file_ = past::testing::Rows(map_);
  std::shared_ptr<const triage::Tool> tool_ = past::testing::Tool();
  std::shared_ptr<const triage::Tool> after_ = past::testing::Tool(past::testing::SmallTool("red", "2"));
  past::Validation validation_ = past::Validate(file_, map_, *tool_, {}).value();
  past::Comparison comparison_ = past::Compare(file_, map_, *tool_, *after_, {}).value();
};

// Everything that is opened is closed in order; and nothing is loaded or run.
void ExpectAPageThatStandsAlone(const std::string& page) {
  std::vector<std::string> open;
  const std::regex tags("<(/?)([a-z0-9]+)((?:\\s[^>]*)?)>");
  for (auto it = std::sregex_iterator(page.begin(), page.end(), tags); it != std::sregex_iterator(); ++it) {
    const std::string tag = (*it)[2];
    if (tag == "meta" || tag == "br") continue;
    if ((*it)[1].length() == 0) {
      open.push_back(tag);
    } else {
      ASSERT_FALSE(open.empty()) << tag;
      ASSERT_EQ(open.back(), tag) << it->str();
      open.pop_back();
    }
  }
  EXPECT_TRUE(open.empty());
  EXPECT_FALSE(std::regex_search(page, std::regex("<(script|link|img|iframe|object|embed|image|use)\\b")));
  EXPECT_FALSE(std::regex_search(page, std::regex("(src|href|xlink:href)=")));
  EXPECT_THAT(page, Not(HasSubstr("url(")));
  EXPECT_THAT(page, Not(HasSubstr("@import")));
  // An attribute style="..." would have no effect under the page's policy.
  EXPECT_FALSE(std::regex_search(page, std::regex("<[^>]* style=")));
}

TEST(Wording, NumbersAreWrittenInTheLanguagesWay) {
  EXPECT_EQ(Number(0.8521, 2, Lang::kNb), "0,85");
  EXPECT_EQ(Number(0.8521, 2, Lang::kEn), "0.85");
  EXPECT_EQ(Number(-0.001, 2, Lang::kEn), "0.00");
  EXPECT_EQ(Number(-0.5, 1, Lang::kNb),
            "\xE2\x88\x92"
            "0,5");
  EXPECT_EQ(Percent(0.852, Lang::kNb), "85,2 %");
  EXPECT_EQ(Percent(0.852, Lang::kEn), "85.2%");
  EXPECT_EQ(Count(633), "633");
  EXPECT_EQ(Count(937056),
            "937\xE2\x80\xAF"
            "056");
  EXPECT_EQ(PValue(0.0312, Lang::kNb), "p = 0,031");
  EXPECT_EQ(PValue(0.0000001, Lang::kEn), "p < 0.001");
}

TEST(Wording, WhatIsNotDefinedIsADash) {
  const stats::Estimate none = stats::Proportion(0, 0);
  EXPECT_EQ(Value(none, Unit::kShare, Lang::kNb), kNoFigure);
  EXPECT_EQ(Interval(none, Unit::kShare, Lang::kNb), kNoFigure);
  const stats::Estimate share = stats::Proportion(98, 115);
  EXPECT_EQ(Value(share, Unit::kShare, Lang::kNb), "85,2 %");
  EXPECT_EQ(Interval(share, Unit::kShare, Lang::kNb), "77,6–90,6 %");
  EXPECT_EQ(Of(share), "98/115");
}

TEST(Wording, ATableIsSetByCharactersAndNotByBytes) {
  TextTable table;
  table.Add({"Øre", "1"});
  table.Add({"Hode", "12"});
  EXPECT_EQ(table.ToString(), "  Øre    1\n  Hode  12\n");
}

TEST_F(ReportTest, TheJsonHoldsCountsFiguresAndWhy) {
  const boost::json::value json = boost::json::parse(ValidationJson(Input()));
  EXPECT_EQ(json.at("n").as_int64(), 10);
  EXPECT_EQ(json.at("rows").as_int64(), 11);
  EXPECT_EQ(json.at("matrix").as_array().size(), 5u);
  EXPECT_EQ(json.at("matrix").at(1), boost::json::value({1, 1, 1}));
  for (const char* key :
       {"agreement", "kappa", "sensitivity", "specificity", "under_triage", "over_triage"}) {
    for (const char* part : {"value", "low", "high", "method"}) {
      EXPECT_TRUE(json.at(key).as_object().contains(part)) << key << " " << part;
    }
  }
  EXPECT_EQ(json.at("sensitivity").at("method").as_string(), "Wilson score");
  EXPECT_DOUBLE_EQ(json.at("sensitivity").at("value").as_double(), 0.5);
  EXPECT_EQ(json.at("refused").as_array().size(), 1u);
  EXPECT_EQ(json.at("refused").at(0).at("line").as_int64(), 11);
  EXPECT_EQ(json.at("faults").at("HR").at("broken").as_int64(), 1);
  EXPECT_EQ(json.at("yardstick").at("n").as_int64(), 9);
  EXPECT_EQ(json.at("yardstick").at("matrix").as_array().size(), 5u);
  const boost::json::value& worst = json.at("worst").at(0);
  EXPECT_EQ(worst.at("row").as_int64(), 3);
  EXPECT_EQ(worst.at("reference").as_string(), "2");
  EXPECT_EQ(worst.at("yardstick").as_string(), "3");
  EXPECT_EQ(worst.at("level").as_string(), "green");
  EXPECT_EQ(worst.at("text").as_string(), "chest pain");
  EXPECT_EQ(json.at("by_complaint").as_array().size(), 2u);
  EXPECT_EQ(json.at("shares").as_array().size(), 3u);
}

TEST_F(ReportTest, TheTextTellsTheWorstRowsAndNoMoreThanAskedFor) {
  const std::string all = ValidationText(Input(Lang::kEn));
  EXPECT_THAT(all, HasSubstr("row 3: Expert 2, The nurse 3, the tool V Green: \"chest pain\" (Chest)"));
  EXPECT_THAT(all, HasSubstr("row 4:"));
  EXPECT_THAT(all, HasSubstr("row 10 (line 11): Expert is not a readable level: \"??\"."));
  EXPECT_THAT(all, HasSubstr("50.0%"));
  EXPECT_THAT(ValidationText(Input(Lang::kEn, 1)), Not(HasSubstr("row 4:")));
}

TEST_F(ReportTest, ThePagesStandAlone) {
  for (const Lang lang : {Lang::kNb, Lang::kEn}) {
    ExpectAPageThatStandsAlone(ValidationPage(Input(lang)));
    ExpectAPageThatStandsAlone(ComparisonPage(Changes(lang)));
  }
}

TEST_F(ReportTest, ATextInARowIsNothingButText) {
  for (const std::string& page : {ValidationPage(Input()), ComparisonPage(Changes())}) {
    EXPECT_THAT(page, Not(HasSubstr("<script>")));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)"));
  }
}

TEST_F(ReportTest, TheSameInputGivesTheSamePage) {
  EXPECT_EQ(ValidationPage(Input()), ValidationPage(Input()));
  EXPECT_NE(ValidationPage(Input(Lang::kNb)), ValidationPage(Input(Lang::kEn)));
}

TEST_F(ReportTest, ALevelIsNeverToldByColourAlone) {
  const std::string page = ValidationPage(Input(Lang::kEn));
  // The share of V in the tool's bar: letter and number in the band.
  EXPECT_THAT(page, HasSubstr(">V 30.0%<"));
  EXPECT_THAT(page, HasSubstr(">A 30.0%<"));
}

TEST(Drawing, ALongNameInANarrowColumnGivesWayToItsLetter) {
  stats::Matrix matrix(1, 10);
  HeatMap map;
  map.rows = {"A Akutt"};
  for (int i = 0; i < 10; ++i) map.columns.emplace_back("K Kan vente litt");
  html::Writer out;
  DrawHeatMap(out, map, matrix, Lang::kNb);
  EXPECT_THAT(out.Take(), Not(HasSubstr("vente")));
  map.columns.resize(3);
  html::Writer wide;
  DrawHeatMap(wide, map, stats::Matrix(1, 3), Lang::kNb);
  EXPECT_THAT(wide.Take(), HasSubstr(">K Kan vente litt<"));
}

TEST_F(ReportTest, TheComparisonSaysHowTheRedShareMoved) {
  const boost::json::value json = boost::json::parse(ComparisonJson(Changes()));
  EXPECT_EQ(json.at("n").as_int64(), 10);
  EXPECT_EQ(json.at("matrix").at(1), boost::json::value({3, 1, 0}));
  const boost::json::value& red = json.at("hastegrad").at("akutt");
  EXPECT_DOUBLE_EQ(red.at("before").at("value").as_double(), 0.3);
  EXPECT_DOUBLE_EQ(red.at("after").at("value").as_double(), 0.6);
  EXPECT_EQ(red.at("change").at("method").as_string(), "Bonett-Price");
  EXPECT_DOUBLE_EQ(red.at("p").as_double(), 0.25);
  EXPECT_EQ(json.at("up").as_int64(), 3);
  EXPECT_EQ(json.at("up_rows").at(0).at("row").as_int64(), 4);
  EXPECT_EQ(json.at("up_rows").at(0).at("second").at("level").as_string(), "red");
  EXPECT_EQ(json.at("reference").at("sensitivity").at("only_second_right").as_int64(), 1);
  const std::string text = ComparisonText(Changes());
  EXPECT_THAT(text, HasSubstr("30,0 %"));
  EXPECT_THAT(text, HasSubstr("+30,0"));
  EXPECT_THAT(text, HasSubstr("H Gul → A Rød"));
}

TEST_F(ReportTest, NothingToCompareWithIsNoFault) {
  const past::CaseFile bare =
      past::testing::Rows(map_, "Age;Text;Bad;Ill;HR\n50;cold;0;1;80\n", past::ReferenceUse::kOptional);
  const auto comparison = past::Compare(bare, map_, *tool_, *after_, {});
  const ComparisonInput input{*comparison, bare, map_, *tool_, *after_, "rows.csv", Lang::kNb, 20};
  EXPECT_TRUE(boost::json::parse(ComparisonJson(input)).at("reference").is_null());
  ExpectAPageThatStandsAlone(ComparisonPage(input));
  EXPECT_THAT(ComparisonText(input), Not(HasSubstr("Mot Expert")));
}

}  // namespace
}  // namespace legevakt::report
