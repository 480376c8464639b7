#include "base/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "base/limits.h"
#include "base/status.h"
#include "base/yaml_reader.h"

namespace legevakt {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string ErrorOf(std::string_view bytes) {
  const auto node = ParseYaml(bytes, "f.yaml", text::Lang::kEn);
  return node.ok() ? "(accepted)" : Message(node.status());
}

TEST(Yaml, ReadsATreeWithPlaces) {
  const auto root = ParseYaml("a: 1\nb:\n  - x\n  - 'null'\n  - ~\nc: {d: \"2\"}\n", "f.yaml");
  ASSERT_TRUE(root.ok()) << root.status();
  ASSERT_EQ(root->kind, YamlNode::Kind::kMap);
  EXPECT_EQ(root->Find("a")->scalar, "1");
  EXPECT_FALSE(root->Find("a")->quoted);
  const YamlNode& list = *root->Find("b");
  ASSERT_EQ(list.items.size(), 3u);
  EXPECT_EQ(list.items[1].scalar, "null");
  EXPECT_TRUE(list.items[1].quoted);
  EXPECT_EQ(list.items[2].kind, YamlNode::Kind::kNull);
  EXPECT_EQ(list.items[0].line, 3);
  EXPECT_EQ(list.items[0].column, 5);
  EXPECT_TRUE(root->Find("c")->Find("d")->quoted);
  EXPECT_EQ(root->Find("nothing"), nullptr);
}

TEST(Yaml, ColumnsCountCharacters) {
  const auto root = ParseYaml("{å: ø, blåbær: syltetøy}\n", "f.yaml");
  ASSERT_TRUE(root.ok());
  EXPECT_EQ(root->entries[1].first.column, 8);
  EXPECT_EQ(root->entries[1].second.column, 16);
}

TEST(Yaml, LinesMayEndAsOnWindows) {
  const auto root = ParseYaml("a: x\r\nb: y\r\n", "f.yaml");
  ASSERT_TRUE(root.ok());
  EXPECT_EQ(root->Find("a")->scalar, "x");
  EXPECT_EQ(root->entries[1].first.line, 2);
}

TEST(Yaml, RefusesWhatIsNotPlainUtf8Text) {
  EXPECT_THAT(ErrorOf("\xEF\xBB\xBF"
                      "a: 1"),
              StartsWith("f.yaml:1:1: The file begins with an invisible BOM"));
  EXPECT_THAT(ErrorOf("a: 1\nb: bl\xE5"), StartsWith("f.yaml:2:6: The byte 0xE5 is not valid UTF-8"));
  EXPECT_THAT(ErrorOf("a: \xC0\xAF"), HasSubstr("0xC0"));
  EXPECT_THAT(ErrorOf("a: \xED\xA0\x80"), HasSubstr("0xED"));
  EXPECT_THAT(ErrorOf("a: \xF5\x80\x80\x80"), HasSubstr("0xF5"));
  EXPECT_THAT(ErrorOf("a: \xE2\x82"), HasSubstr("0xE2"));
  EXPECT_THAT(ErrorOf("a:\tb"), StartsWith("f.yaml:1:3: There is a tab here"));
  // yaml-cpp takes this byte for the end of the file and would drop the rest in silence.
  EXPECT_THAT(ErrorOf("a: 1\n\x04\nb: 2"), StartsWith("f.yaml:2:1: There is an invisible control"));
  EXPECT_THAT(ErrorOf(std::string_view("a: \0b", 5)), HasSubstr("U+0000"));
  EXPECT_THAT(ErrorOf("a: 1\rb: 2"), HasSubstr("U+000D"));
}

TEST(Yaml, RefusesWhatIsTooLargeOrTooDeepOrEmpty) {
  EXPECT_THAT(ErrorOf(std::string(limits::kYamlBytesMax + 1, 'a')),
              StartsWith("f.yaml: The file has 1048577"));
  // NOLINTNEXTLINE(bugprone-string-constructor): so large on purpose
  EXPECT_THAT(ErrorOf(std::string(10'000'000, 'a')), HasSubstr("at most 1048576"));
  EXPECT_THAT(ErrorOf(std::string(33, '[') + std::string(33, ']')), StartsWith("f.yaml:1:33: "));
  EXPECT_EQ(ErrorOf(std::string(32, '[') + std::string(32, ']')), "(accepted)");
  EXPECT_THAT(ErrorOf(std::string(2048, 'a') + "\n"), "(accepted)");
  EXPECT_THAT(ErrorOf("b: c\n" + std::string(100'000, '[')),
              StartsWith("f.yaml:2:1: The line is longer than 2048"));
  EXPECT_THAT(ErrorOf(""), StartsWith("f.yaml: The file is empty"));
  EXPECT_THAT(ErrorOf("# only a remark\n"), StartsWith("f.yaml: The file is empty"));
  std::string many = "[";
  for (int i = 0; i < 300'000; ++i) many += "1,\n";
  EXPECT_THAT(ErrorOf(many + "]"), HasSubstr("more than 250000 values"));
}

TEST(Yaml, RefusesAnchorsAliasesTagsAndDuplicates) {
  EXPECT_THAT(ErrorOf("a: &x 1\n"), StartsWith("f.yaml:1:4: Anchors"));
  EXPECT_THAT(ErrorOf("a: &x\n  b: 1\n"), HasSubstr("Anchors"));
  EXPECT_THAT(ErrorOf("a: &x [*x]\n"), HasSubstr("Anchors"));
  EXPECT_THAT(ErrorOf("a: &x\n"), HasSubstr("Anchors"));
  EXPECT_THAT(ErrorOf("a: *x\n"), StartsWith("f.yaml:1:4: References"));
  EXPECT_THAT(ErrorOf("a: !!int 1\n"), StartsWith("f.yaml:1:4: Tags"));
  EXPECT_THAT(ErrorOf("a: ! 1\n"), HasSubstr("Tags"));
  EXPECT_THAT(ErrorOf("a: !x [1]\n"), HasSubstr("Tags"));
  EXPECT_THAT(ErrorOf("a: 1\nb: 2\na: 3\n"),
              StartsWith("f.yaml:3:1: The key \"a\" is there twice, first on line 1"));
  EXPECT_THAT(ErrorOf("? [a]\n: 1\n"), HasSubstr("A key must be a plain text"));
  EXPECT_THAT(ErrorOf("~: 1\n"), HasSubstr("A key must be a plain text"));
  EXPECT_THAT(ErrorOf("a: 1\n---\nb: 2\n"), StartsWith("f.yaml:2:1: Another document"));
}

TEST(Yaml, FindsADuplicateAmongFewKeysAndAmongMany) {
  for (const int keys : {1, 15, 16, 17, 18, 100}) {
    for (const int again : {0, keys / 2, keys - 1}) {
      std::string map;
      for (int i = 0; i < keys; ++i) map += "k" + std::to_string(i) + ": 1\n";
      EXPECT_EQ(ErrorOf(map), "(accepted)") << keys;
      const std::string key = "k" + std::to_string(again);
      EXPECT_THAT(ErrorOf(map + key + ": 2\n"),
                  StartsWith("f.yaml:" + std::to_string(keys + 1) + ":1: The key \"" + key +
                             "\" is there twice, first on line " + std::to_string(again + 1)));
    }
  }
}

TEST(Yaml, SaysInPlainWordsWhatIsWrongWithTheShape) {
  EXPECT_THAT(ErrorOf("a:\n  b: 1\n c: 2\n"), HasSubstr("The indentation does not fit"));
  EXPECT_THAT(ErrorOf("a: [1, 2\n"), HasSubstr("is not closed"));
  EXPECT_THAT(ErrorOf("a: b: c\n"), HasSubstr("must be in quotes"));
  for (const std::string_view open : {"a: 'open\n", "a: 'open", "a: \"open\\\"\nb: 2\n", "a: 'it''\n"}) {
    EXPECT_THAT(ErrorOf(open), HasSubstr("quotation mark is not closed")) << open;
  }
  EXPECT_THAT(ErrorOf("a: 'it''s'\nb: \"a\\\"b\\\\\"\n"), "(accepted)");
  EXPECT_THAT(ErrorOf("a: \"\\q\"\n"), HasSubstr("Use single quotes"));
  EXPECT_THAT(ErrorOf("a: @x\n"), HasSubstr("Put the text in quotes"));
  EXPECT_THAT(ErrorOf("a: 1\n]\n"), HasSubstr("f.yaml:2:1"));
}

TEST(Yaml, SpeaksNorwegianByDefault) {
  const auto node = ParseYaml("a:\t1", "f.yaml");
  EXPECT_EQ(Message(node.status()), "f.yaml:1:3: Her står en tabulator. Bruk mellomrom.");
}

class YamlReaderTest : public ::testing::Test {
 protected:
  const YamlNode& Root(std::string_view bytes) {
    auto node = ParseYaml(bytes, "f.yaml");
    EXPECT_TRUE(node.ok()) << node.status();
    root_ = *std::move(node);
    return root_;
  }
  std::string Errors() { return Message(reader_.status()); }

  YamlNode root_;
  YamlReader reader_{"f.yaml", text::Lang::kEn};
};

TEST_F(YamlReaderTest, ReadsValues) {
  const YamlNode& root = Root("s: x\nn: -3\nt: 36.8\nb: true\nl: [a, b]\nc: gul\n");
  reader_.ExpectKeys(root, {"s", "n", "t", "b", "l", "c"});
  EXPECT_EQ(reader_.String(root, "s"), "x");
  EXPECT_EQ(reader_.Int(root, "n", -5, 5), -3);
  EXPECT_EQ(reader_.IntOr(root, "m", 7, 0, 9), 7);
  EXPECT_EQ(reader_.Steps(root, "t", 10, 250, 450), 368);
  EXPECT_TRUE(reader_.BoolOr(root, "b", false));
  EXPECT_EQ(reader_.Strings(root, "l", true).size(), 2u);
  EXPECT_EQ(reader_.OneOf(root, "c", {"rød", "gul"}), 1u);
  EXPECT_TRUE(reader_.ok()) << Errors();
}

TEST_F(YamlReaderTest, GathersProblemsInTheOrderOfTheFile) {
  const YamlNode& root = Root("colour: gren\nn: '3'\nt: 36.85\nb: yes\nl: x\nnams: y\n");
  reader_.Bool(*root.Find("b"));
  reader_.Steps(root, "t", 10, 250, 450);
  reader_.Int(root, "n", 0, 9);
  reader_.Strings(root, "l", true);
  reader_.OneOf(root, "colour", {"red", "green"});
  reader_.ExpectKeys(root, {"name", "n", "t", "b", "l", "colour"});
  reader_.String(root, "name");
  EXPECT_EQ(
      Errors(),
      "f.yaml:1:1: \"name\" is missing here.\n"
      "f.yaml:1:9: Expected one of red, green, found \"gren\". Did you mean \"green\"?\n"
      "f.yaml:2:4: Expected a whole number from 0 to 9, found the text \"3\" in quotes.\n"
      "f.yaml:3:4: Expected a number from 25.0 to 45.0 with at most 1 decimals, found \"36.85\".\n"
      "f.yaml:4:4: Expected true or false, found \"yes\".\n"
      "f.yaml:5:4: Expected a list, found \"x\".\n"
      "f.yaml:6:1: Unknown key \"nams\". Did you mean \"name\"? Allowed here: name, n, t, b, l, colour.");
}

TEST(Nearest, ForgivesASlipOfTheHand) {
  constexpr std::array<std::string_view, 3> kWords{"akutt", "haster", "vanlig"};
  EXPECT_EQ(Nearest("atutt", kWords), "akutt");
  EXPECT_EQ(Nearest("akut", kWords), "akutt");
  EXPECT_EQ(Nearest("haseter", kWords), "haster");
  EXPECT_EQ(Nearest("vanilg", kWords), "vanlig");
  EXPECT_EQ(Nearest("gul", kWords), "");
  EXPECT_EQ(Nearest("", kWords), "");
}

TEST(Steps, AreExact) {
  std::int64_t steps = 0;
  EXPECT_TRUE(ParseSteps("36.8", 10, steps));
  EXPECT_EQ(steps, 368);
  EXPECT_TRUE(ParseSteps("-0.5", 10, steps));
  EXPECT_EQ(steps, -5);
  EXPECT_TRUE(ParseSteps("60.391262", 1'000'000, steps));
  EXPECT_EQ(steps, 60'391'262);
  EXPECT_TRUE(ParseSteps("36.80", 10, steps));
  for (const std::string_view bad :
       {"", "-", ".", "1.", ".5", "1e3", "0x1", "1,5", "36.85", "99999999999999999999"}) {
    EXPECT_FALSE(ParseSteps(bad, 10, steps)) << bad;
  }
}

}  // namespace
}  // namespace legevakt
