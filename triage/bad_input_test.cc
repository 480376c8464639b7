// What people and machines put into a file by mistake or in bad faith: each kind of file of the triage room
// refuses it with a sentence, and the work that it makes grows with the file and no faster.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "base/status.h"
#include "triage/cases/cases.h"
#include "triage/lint/lint.h"
#include "triage/past/case_reader.h"
#include "triage/past/column_map.h"
#include "triage/past/csv.h"
#include "triage/testing/counting_new.h"
#include "triage/testing/tools.h"

namespace legevakt::triage {
namespace {

// Ten megabytes without a line's end.
std::string Large() {
  std::string text;
  text.resize(10'000'000, 'a');
  return text;
}

using ::testing::HasSubstr;

std::string AsTool(std::string_view bytes) {
  const LintResult result = Lint(bytes, "f.yaml", text::Lang::kEn);
  return result.ok() ? "(accepted)" : ToString(result.problems.front());
}

std::string AsCases(std::string_view bytes) {
  static const std::shared_ptr<const Tool> kTool = testing::Shipped("tews");
  const CasesResult result = LoadCases(bytes, "f.yaml", *kTool, text::Lang::kEn);
  return result.problems.empty() ? "(accepted)" : ToString(result.problems.front());
}

std::string AsMap(std::string_view bytes) {
  const auto map = past::LoadColumnMap(bytes, "f.yaml", text::Lang::kEn);
  return map.ok() ? "(accepted)" : Message(map.status());
}

struct Bad {
  const char* name;
  std::string bytes;
  const char* sentence;
};

// The ten lists of ten that become ten thousand million.
std::string Bomb() {
  std::string out = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    out += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int n = 1; n < 10; ++n) out += ", " + before;
    out += "]\n";
  }
  return out;
}

std::string Nested(int depth) {
  std::string out;
  for (int i = 0; i < depth; ++i) out += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  return out;
}

std::vector<Bad> AllBad() {
  return {
      {"Bomb", Bomb(), "f.yaml:1:5: Anchors"},
      {"Anchor", "meta: &x\n  id: t\n", "f.yaml:1:7: Anchors"},
      {"AliasLoop", "meta: &x [*x]\n", "f.yaml:1:7: Anchors"},
      {"Alias", "meta: *x\n", "f.yaml:1:7: References"},
      {"MergeKey", "meta:\n  <<: *x\n", "f.yaml:2:7: References"},
      {"TenMegabytes", Large(), "f.yaml: The file has 10000000 bytes; at most 1048576"},
      {"TenMegabytesOfLines",
       [] {
         std::string out;
         while (out.size() < 10'000'000) out += "- aaaaaaaaaaaaaaaa\n";
         return out;
       }(),
       "at most 1048576"},
      {"DeepBrackets", "meta: " + std::string(200, '[') + std::string(200, ']'), "f.yaml:1:38: "},
      {"DeepMaps", Nested(400), "f.yaml:33:33: "},
      {"DeepLists",
       [] {
         std::string out;
         for (int i = 0; i < 500; ++i) out += "- ";
         return out + "a\n";
       }(),
       "f.yaml:1:65: "},
      {"DuplicateKey", "meta:\n  id: a\n  id: b\n", "f.yaml:3:3: The key \"id\" is there twice"},
      {"Tab", "meta:\n\tid: a\n", "f.yaml:2:1: There is a tab here"},
      {"Bom", "\xEF\xBB\xBFmeta:\n", "f.yaml:1:1: The file begins with an invisible BOM"},
      {"Latin1", "meta:\n  id: bl\xE5tt\n", "f.yaml:2:9: The byte 0xE5 is not valid UTF-8"},
      {"Utf16", std::string("\xFF\xFEm\0e\0t\0a\0", 10), "f.yaml:1:1: The byte 0xFF is not valid UTF-8"},
      {"Nul", std::string("meta:\n  id: a\0b\n", 16), "f.yaml:2:8: There is an invisible control"},
      {"EscapedNul", "meta:\n  id: \"a\\0b\"\n", "f.yaml:2:7: There is an invisible control"},
      {"EscapedBell", "meta:\n  id: \"\\x07\"\n", "f.yaml:2:7: There is an invisible control"},
      {"Tag", "meta: !!python/object:os.system x\n", "f.yaml:1:7: Tags"},
      {"TwoDocuments", "a: 1\n---\na: 2\n", "f.yaml:2:1: Another document"},
      {"Empty", "", "f.yaml: The file is empty"},
      {"Scalar", "hello\n", "f.yaml:1:1: "},
      {"List", "- a\n", "f.yaml:1:1: "},
  };
}

class BadInput : public ::testing::TestWithParam<Bad> {};

TEST_P(BadInput, IsRefusedWithASentenceAsAToolAsCasesAndAsAMap) {
  EXPECT_THAT(AsTool(GetParam().bytes), HasSubstr(GetParam().sentence));
  EXPECT_THAT(AsCases(GetParam().bytes), HasSubstr(GetParam().sentence));
  EXPECT_THAT(AsMap(GetParam().bytes), HasSubstr(GetParam().sentence));
}

INSTANTIATE_TEST_SUITE_P(All, BadInput, ::testing::ValuesIn(AllBad()),
                         [](const auto& param) { return std::string(param.param.name); });

// How often memory is asked for, in place of a time: the same on every machine.
template <typename Work>
long Count(Work work) {
  // The catalogue of texts is read at its first use.
  AsTool("");
  const long before = Allocations();
  work();
  return Allocations() - before;
}

TEST(BadInputCost, AYamlBombIsRefusedAtItsFirstLine) {
  const std::string bomb = Bomb();
  EXPECT_LT(Count([&] { AsTool(bomb); }), 2'000);
}

TEST(BadInputCost, TenMegabytesAreRefusedUnread) {
  const std::string large = Large();
  EXPECT_LT(Count([&] { AsTool(large); }), 200);
}

// Rows that each open a quote which is never closed: looked at once, not once for every row.
TEST(BadInputCost, ACsvOfOpenQuotesGrowsWithItsSize) {
  const auto rows = [](int count) {
    std::string out = "a,b\n";
    for (int i = 0; i < count; ++i) out += "\"a cell that is longer than a short string\",\"\n";
    return out + "\"";
  };
  const auto cost = [&](int count) {
    const std::string bytes = rows(count);
    return Count([&] { EXPECT_EQ(past::ReadCsv(bytes, ',').header.cells.size(), 2u); });
  };
  const long small = cost(500);
  EXPECT_LT(cost(4000), small * 16) << small;
}

// Nine of ten problems are only counted, so that a file of nothing but mistakes is soon refused.
TEST(BadInputCost, AFileOfMistakesTellsTheFirstAndCountsTheRest) {
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "k" + std::to_string(i) + ": 1\n";
  const LintResult result = Lint(many, "f.yaml", text::Lang::kEn);
  ASSERT_EQ(result.problems.size(), 501u);
  EXPECT_EQ(ToString(result.problems.back()), "f.yaml: ... and 4502 more.");
  EXPECT_THAT(AsMap(many), HasSubstr("more."));
}

}  // namespace
}  // namespace legevakt::triage
