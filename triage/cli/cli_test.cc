// The program as the shell sees it: exit codes, one sentence on stderr, JSON that parses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "triage/cli/testing.h"

namespace legevakt::triage {
namespace {

using ::testing::HasSubstr;
using testing::Ran;

// stdout and stderr together.
Ran Shell(const std::string& arguments, const std::string& input = "/dev/null") {
  const std::string command = std::string(LEGEVAKT_TRIAGE) + " " + arguments + " 2>&1 < " + input;
  return testing::RunInShell(command);
}

const std::string kTool = LEGEVAKT_TOOLS_DIR "/legevakt-3.yaml";

std::string Write(const std::string& name, const std::string& text) {
  const std::string path = ::testing::TempDir() + name;
  FILE* file = fopen(path.c_str(), "wb");
  fwrite(text.data(), 1, text.size(), file);
  fclose(file);
  return path;
}

TEST(Cli, HelpAndVersionAreYes) {
  EXPECT_EQ(Shell("--help").exit_code, 0);
  EXPECT_THAT(Shell("--version").out, HasSubstr("legevakt-triage 0."));
  EXPECT_EQ(Shell("lint --help").exit_code, 0);
}

TEST(Cli, WrongUseIsTwo) {
  EXPECT_EQ(Shell("").exit_code, 2);
  EXPECT_EQ(Shell("frobnicate").exit_code, 2);
  EXPECT_EQ(Shell("lint").exit_code, 2);
  EXPECT_EQ(Shell("lint nothing-here.yaml").exit_code, 2);
  EXPECT_EQ(Shell("lint " + kTool + " --lang xx").exit_code, 2);
  EXPECT_EQ(Shell("eval " + kTool + " --complaint nothing").exit_code, 2);
  EXPECT_EQ(Shell("eval " + kTool + " --complaint chest_pain --answer cold_sweat=maybe").exit_code, 2);
}

TEST(Cli, LintSaysYesOrNoAndWhere) {
  EXPECT_EQ(Shell("lint " + kTool).exit_code, 0);
  const std::string bad = Write("bad.yaml", "meta:\n\tid: x\n");
  const Ran ran = Shell("lint --lang en " + bad);
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.out, HasSubstr("bad.yaml:2:1: There is a tab here"));
  EXPECT_THAT(Shell("lint " + bad).out, HasSubstr("Her står en tabulator"));
  const Ran empty = Shell("lint --lang en " + Write("empty.yaml", ""));
  EXPECT_EQ(empty.exit_code, 1);
  EXPECT_THAT(empty.out, HasSubstr("The file is empty"));
  const boost::json::value json = boost::json::parse(Shell("lint --json " + kTool).out);
  EXPECT_TRUE(json.at("ok").as_bool());
  EXPECT_EQ(json.at("proofs").as_array().size(), 5u);
}

TEST(Cli, WrongUseIsToldInTheReadersLanguage) {
  const std::pair<const char*, const char*> wrong[] = {
      {"", "Velg en kommando. Se"},
      {"frobnicate", "Velg en kommando. Se"},
      {"lint", "«FILE» mangler. Se"},
      {"lint a.yaml b.yaml", "«b.yaml» er ikke ventet her. Se"},
      {"lint a.yaml --lang fr", "Verdien av «--lang» kan ikke brukes. Se"},
  };
  for (const auto& [arguments, sentence] : wrong) {
    const Ran ran = Shell(std::string(arguments) + " 2>&1");
    EXPECT_EQ(ran.exit_code, 2) << arguments;
    EXPECT_THAT(ran.out, HasSubstr(sentence));
  }
}

TEST(Cli, EvalGivesTheLevelAsJson) {
  const Ran ran =
      Shell("eval " + kTool + " --json --complaint chest_pain --answer cold_sweat=yes --answer spo2=93");
  ASSERT_EQ(ran.exit_code, 0);
  const boost::json::value json = boost::json::parse(ran.out);
  EXPECT_EQ(json.at("level").as_string(), "akutt");
  EXPECT_EQ(json.at("decided_by").at(0).as_string(), "chest_pain.cold_sweat");
  EXPECT_EQ(json.at("scores").at(0).at("points").as_int64(), 2);
  EXPECT_FALSE(json.at("scores").at(0).at("complete").as_bool());
  EXPECT_THAT(Shell("eval " + kTool + " --lang en --complaint chest_pain --rest-no").out,
              HasSubstr("Standard"));
}

TEST(Cli, TestRunsTheCases) {
  const std::string tool = LEGEVAKT_TOOLS_DIR "/news2.yaml";
  const Ran ran = Shell("test --json " + tool);
  ASSERT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(boost::json::parse(ran.out).at("survivors").as_array().size(), 0u);
  const std::string wrong =
      Write("wrong.cases.yaml",
            "tool: news2\ncases: [{complaint: news2, when: {pulse: 150}, level: low, because: b}]\n");
  EXPECT_EQ(Shell("test " + tool + " --cases " + wrong).exit_code, 1);
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// A copy of legevakt-3 in which fever under two months, not one, is akutt.
std::string EditedTool() {
  std::string yaml = ReadAll(kTool);
  const std::string line = "- {all: [age < 1 months, fever]}";
  const std::size_t at = yaml.find(line);
  EXPECT_NE(at, std::string::npos);
  return Write("edited.yaml", yaml.replace(at, line.size(), "- {all: [age < 2 months, fever]}"));
}

TEST(Cli, DiffSaysNoWhereSomethingChanged) {
  const Ran same = Shell("diff " + kTool + " " + kTool);
  EXPECT_EQ(same.exit_code, 0);
  EXPECT_THAT(same.out, HasSubstr("Ingen endringer."));
  const std::string news2 = LEGEVAKT_TOOLS_DIR "/news2.yaml";
  const Ran ran = Shell("diff --json " + kTool + " " + news2);
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_GT(boost::json::parse(ran.out).at("changes").as_array().size(), 50u);
  EXPECT_EQ(Shell("diff " + kTool + " nothing-here.yaml").exit_code, 2);
  EXPECT_EQ(Shell("diff " + kTool + " " + news2 + " --cases nothing-here.yaml").exit_code, 2);
}

TEST(Cli, DiffRunsTheCasesOfBothVersionsOnBoth) {
  const std::string edited = EditedTool();
  // The new version's own file: one case that is in no other, and one that tells nothing.
  Write("edited.cases.yaml",
        "tool: legevakt-3\ncases:\n"
        "  - {complaint: fever_child, when: {age: 45 years, fever: yes}, level: haster, because: none}\n"
        "  - {complaint: fever_child, when: {age: 1 months, fever: yes, poor_general: unknown}, level: "
        "akutt, because: spedbarn}\n");
  const Ran text = Shell("diff " + kTool + " " + edited);
  EXPECT_EQ(text.exit_code, 1);
  EXPECT_THAT(text.out,
              HasSubstr("↑ Feber hos barn: «Alder under én måned og feber» er nå «Alder under 2 måneder"));
  EXPECT_THAT(text.out, HasSubstr("Endringer: 1. Nytt 0, borte 0, hevet 1, senket 0, annet 0."));
  EXPECT_THAT(text.out, HasSubstr("Tilfellet: spedbarn (" + ::testing::TempDir() + "edited.cases.yaml:4)"));
  EXPECT_THAT(Shell("diff --lang en " + kTool + " " + edited).out, HasSubstr("cases get another urgency"));
  const boost::json::value json = boost::json::parse(Shell("diff --json " + kTool + " " + edited).out);
  EXPECT_EQ(json.at("changes").at(0).at("kind").as_string(), "raised");
  EXPECT_EQ(json.at("changes").at(0).at("complaint").as_string(), "fever_child");
  const boost::json::value& cases = json.at("cases");
  EXPECT_GT(cases.at("compared").as_int64(), 500);
  EXPECT_EQ(cases.at("up").as_int64(), static_cast<std::int64_t>(cases.at("changes").as_array().size()));
  EXPECT_EQ(cases.at("changes").at(0).at("from").as_string(), "haster");
  EXPECT_EQ(cases.at("changes").at(0).at("to").as_string(), "akutt");
}

TEST(Cli, SheetWritesThePageAndSaysWhereItCannotBeSigned) {
  const std::string tool = LEGEVAKT_TOOLS_DIR "/news2.yaml";
  const std::string out = ::testing::TempDir() + "news2.html";
  const Ran ran = Shell("sheet " + tool + " --out " + out);
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.out, "");
  EXPECT_TRUE(ReadAll(out) == Shell("sheet " + tool).out);
  EXPECT_NE(ReadAll(out).find("Endringer som minst ett tilfelle merket"), std::string::npos);
  EXPECT_NE(Shell("sheet --lang en " + tool).out.find("<html lang=\"en\">"), std::string::npos);
  const boost::json::value json = boost::json::parse(Shell("sheet --json " + tool + " --out " + out).out);
  EXPECT_EQ(json.at("tool").as_string(), "news2");
  EXPECT_TRUE(json.at("ready").as_bool());
  EXPECT_EQ(Shell("sheet --json " + tool).exit_code, 2);
  EXPECT_EQ(Shell("sheet " + tool + " --out /no/such/folder/x.html").exit_code, 2);
  EXPECT_EQ(Shell("sheet " + tool + " --cases nothing-here.yaml --out " + out).exit_code, 2);
  // An unused question: it can be read, and not be signed.
  std::string yaml = ReadAll(tool);
  yaml.insert(yaml.find("dictionary:\n") + 12,
              "  unused: {text: {nb: Noe, en: Some}, finding: {nb: æ, en: e}}\n");
  const Ran bad = Shell("sheet " + Write("unused.yaml", yaml) + " --out " + out);
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_THAT(bad.out, HasSubstr("kan ikke signeres"));
  EXPECT_NE(ReadAll(out).find("Ikke klar til signering"), std::string::npos);
}

}  // namespace
}  // namespace legevakt::triage
