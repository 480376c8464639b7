// validate and compare as the shell sees them, on invented visits with the faults of real ones: exit codes,
// one sentence on stderr with the place, JSON that parses, a page in a file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "triage/cli/testing.h"

namespace legevakt::triage {
namespace {

using ::testing::HasSubstr;
using testing::Ran;

// stdout and stderr together.
Ran Shell(const std::string& arguments) {
  const std::string command = std::string(LEGEVAKT_TRIAGE) + " " + arguments + " 2>&1 < /dev/null";
  return testing::RunInShell(command);
}

std::string ReadAll(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

std::string Write(const std::string& name, const std::string& text) {
  const std::string path = ::testing::TempDir() + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

const std::string kTool = LEGEVAKT_TOOLS_DIR "/legevakt-3.yaml";
const std::string kMap = LEGEVAKT_MAPS "/ktas.yaml";
const std::string kCases = LEGEVAKT_SYNTHETIC;

std::string Options(const std::string& cases = kCases, const std::string& map = kMap) {
  return " --lang en --cases " + cases + " --map " + map;
}

long Sum(const boost::json::value& matrix) {
  long sum = 0;
  for (const auto& row : matrix.as_array()) {
    for (const auto& cell : row.as_array()) sum += cell.as_int64();
  }
  return sum;
}

TEST(PastCli, ValidateReadsEveryReadableRowOfABrokenFile) {
  const Ran ran = Shell("validate " + kTool + " --json" + Options());
  ASSERT_EQ(ran.exit_code, 0) << ran.out;
  const boost::json::value json = boost::json::parse(ran.out);
  // 160 rows, of which 8 have a level that nobody can read.
  EXPECT_EQ(json.at("rows").as_int64(), 160);
  EXPECT_EQ(json.at("n").as_int64(), 152);
  EXPECT_EQ(json.at("refused").as_array().size(), 8u);
  EXPECT_EQ(json.at("matrix").as_array().size(), 5u);
  EXPECT_EQ(json.at("matrix").at(0).as_array().size(), 3u);
  EXPECT_EQ(Sum(json.at("matrix")), 152);
  long by_complaint = 0;
  for (const auto& part : json.at("by_complaint").as_array()) by_complaint += part.at("n").as_int64();
  EXPECT_EQ(by_complaint, 152);
  EXPECT_FALSE(json.at("faults").as_object().empty());
  for (const auto& row : json.at("worst").as_array()) EXPECT_GT(row.at("decided_by").as_array().size(), 0u);
}

TEST(PastCli, TheSameInputGivesTheSameBytes) {
  const std::string arguments = "validate " + kTool + " --json" + Options();
  EXPECT_EQ(Shell(arguments).out, Shell(arguments).out);
}

TEST(PastCli, ThePageGoesIntoAFileAndTheTextToTheScreen) {
  const std::string page = ::testing::TempDir() + "validation.html";
  const Ran ran = Shell("validate " + kTool + Options() + " --html " + page);
  ASSERT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("Contacts: 152, of 160 rows"));
  EXPECT_THAT(ReadAll(page), HasSubstr("<!DOCTYPE html>"));
  const std::string other = ::testing::TempDir() + "comparison.html";
  EXPECT_EQ(Shell("compare " + kTool + " " + kTool + Options() + " --html " + other).exit_code, 0);
  EXPECT_THAT(ReadAll(other), HasSubstr("</html>"));
  const Ran nowhere = Shell("validate " + kTool + Options() + " --html /no/such/folder/x.html");
  EXPECT_EQ(nowhere.exit_code, 2);
  EXPECT_THAT(nowhere.out, HasSubstr("Cannot write /no/such/folder/x.html"));
}

TEST(PastCli, CompareReadsRowsWithoutALevelToo) {
  const Ran ran = Shell("compare " + kTool + " " + kTool + " --json" + Options());
  ASSERT_EQ(ran.exit_code, 0) << ran.out;
  const boost::json::value json = boost::json::parse(ran.out);
  EXPECT_EQ(json.at("n").as_int64(), 160);
  EXPECT_EQ(Sum(json.at("matrix")), 160);
  EXPECT_EQ(json.at("up").as_int64() + json.at("down").as_int64(), 0);
  EXPECT_EQ(json.at("reference").at("first").at("n").as_int64(), 152);
}

TEST(PastCli, CompareFindsALineThatWasEdited) {
  // "The patient says chest pain" becomes red: one line moved from the yellow rules of a complaint to the
  // red.
  std::string yaml = ReadAll(kTool);
  const std::string from = "  chest_pain:";
  const std::size_t red = yaml.find("red:", yaml.find(from));
  const std::size_t akutt = yaml.find("akutt:", yaml.find(from));
  const std::size_t at = std::min(red, akutt);
  ASSERT_NE(at, std::string::npos);
  yaml.insert(yaml.find('\n', at) + 1, "        - age >= 16 years\n");
  const Ran ran = Shell("compare " + kTool + " " + Write("after.yaml", yaml) + " --json" + Options());
  ASSERT_EQ(ran.exit_code, 0) << ran.out;
  const boost::json::value json = boost::json::parse(ran.out);
  EXPECT_GT(json.at("up").as_int64(), 0);
  EXPECT_EQ(json.at("down").as_int64(), 0);
  EXPECT_GT(json.at("hastegrad").at("akutt").at("change").at("value").as_double(), 0.0);
  EXPECT_EQ(json.at("up_rows").at(0).at("complaint").as_string(), "chest_pain");
}

TEST(PastCli, AHeldOutHalfWithOtherFaultsIsRead) {
  // Only some rows, Windows line endings, a BOM, Latin-1, a quote that is never closed, columns that nobody
  // reads.
  std::istringstream all(ReadAll(kCases));
  std::string half = "\xEF\xBB\xBF";
  std::string line;
  for (int i = 0; std::getline(all, line) && i < 40; ++i) {
    if (i == 0 || i % 2 == 1) half += line + "\r\n";
  }
  half += "1;1;50;3;3;1;\"cold, 37\xB0;1;0;;120;80;80;18;36.8;98;2;x;1;2;0;1;1;0\r\n";
  half += ";;;;;;;;;;;;;;;;;;;3;;;;\r\n";
  const Ran ran = Shell("validate " + kTool + " --json" + Options(Write("half.csv", half)));
  ASSERT_EQ(ran.exit_code, 0) << ran.out;
  const boost::json::value json = boost::json::parse(ran.out);
  EXPECT_EQ(json.at("rows").as_int64(), 22);
  EXPECT_EQ(json.at("n").as_int64() + static_cast<long>(json.at("refused").as_array().size()), 22);
}

TEST(PastCli, AFileThatIsWrongIsOneSentenceWithItsPlace) {
  const auto expect = [](const std::string& arguments, const std::string& sentence) {
    const Ran ran = Shell(arguments);
    EXPECT_EQ(ran.exit_code, 2) << arguments;
    EXPECT_THAT(ran.out, HasSubstr(sentence));
  };
  const std::string validate = "validate " + kTool;
  expect(validate + Options("/no/such.csv"), "/no/such.csv");
  expect(validate + Options(Write("empty.csv", "")), "empty.csv:1:1: The file is empty");
  expect(validate + Options(Write("comma.csv", "Sex,Age\n1,2\n")),
         "comma.csv:1:1: The columns are divided by \",\"");
  expect(validate + Options(Write("other.csv", "Sexe;Age\n1;2\n")), "other.csv:1:1: The file has no column");
  const std::string head = ReadAll(kCases).substr(0, ReadAll(kCases).find('\n') + 1);
  expect(validate + Options(Write("head.csv", head)), "head.csv:1:1: The file has only the names");
  expect(validate + Options(Write("none.csv", head + "1;1;1\n")), "none.csv:2:1: No row can be read (of 1).");
  std::string map = ReadAll(kMap);
  map.replace(map.find("otherwise: diffuse"), 18, "otherwise: difuse!");
  expect(validate + Options(kCases, Write("map.yaml", map)), "has no complaint \"difuse!\"");
  expect(validate + Options(kCases, Write("broken.yaml", "name: x\n\tdelimiter: ;\n")), "broken.yaml:2:1: ");
  expect(validate + Options() + " --urgent-tool 3", "at most 4 of the reference's");
  expect("compare " + kTool + " /no/such.yaml" + Options(), "/no/such.yaml");
}

TEST(PastCli, AMapWithoutAReferenceIsForCompareOnly) {
  std::string map = ReadAll(kMap);
  const std::size_t from = map.find("reference:");
  map.erase(from, map.find("patient:") - from);
  const std::string path = Write("noref.yaml", map);
  const Ran validate = Shell("validate " + kTool + Options(kCases, path));
  EXPECT_EQ(validate.exit_code, 2);
  EXPECT_THAT(validate.out, HasSubstr("The map has no \"reference\""));
  const Ran compare = Shell("compare " + kTool + " " + kTool + " --json" + Options(kCases, path));
  ASSERT_EQ(compare.exit_code, 0) << compare.out;
  EXPECT_TRUE(boost::json::parse(compare.out).at("reference").is_null());
}

}  // namespace
}  // namespace legevakt::triage
