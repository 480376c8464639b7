#include "base/html.h"

#include <gmock/gmock.h>

namespace legevakt::html {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Html, WhatMeansSomethingIsEscaped) {
  EXPECT_EQ(Escape("a < b & \"c\" > 'd' æ"), "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39; æ");
  EXPECT_EQ(Escape(std::string_view("a\0b\x1b\tc\n", 7)),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD\tc\n");
}

TEST(Html, AStringOfCssCannotEnd) {
  EXPECT_EQ(CssString("æ 1</style>\"}"), "\"æ 1\\3c \\2f style\\3e \\22 \\7d \"");
}

TEST(Html, TheWriterClosesWhatItOpens) {
  Writer out;
  out.Open("section", {{"id", "a\"b"}}).Heading(2, "A & B", "x").Open("p").Text("<b>");
  EXPECT_EQ(out.Take(), "<section id=\"a&quot;b\"><h2 id=\"x\">A &amp; B</h2><p>&lt;b&gt;</p>\n</section>\n");
  EXPECT_EQ(out.Take(), "");
}

TEST(Html, ATableNamesRowsAndColumns) {
  Writer out;
  const std::vector<Column> columns{{"Nivå"}, {"Minutter", true}};
  const std::vector<std::vector<std::string>> rows{{"Akutt", "0"}};
  Table(out, "Skala", columns, rows);
  const std::string html = out.Take();
  EXPECT_THAT(html, HasSubstr("<caption>Skala</caption>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"number\">Minutter</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">Akutt</th><td class=\"number\">0</td>"));
}

TEST(Html, ThePageLoadsNothingAndRunsNothing) {
  const std::string page = Page({text::Lang::kEn, "</title><script>", "h1 { margin: 0; }"}, "<p>x</p>");
  EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(page, HasSubstr("<title>&lt;/title&gt;&lt;script&gt;</title>"));
  EXPECT_THAT(page, HasSubstr("content=\"default-src &#39;none&#39;; style-src &#39;sha256-"));
  EXPECT_THAT(page, Not(HasSubstr("http:")));
  EXPECT_THAT(page, Not(HasSubstr("https:")));
  EXPECT_THAT(page, Not(HasSubstr("url(")));
}

}  // namespace
}  // namespace legevakt::html
