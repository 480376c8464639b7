#include <array>
#include <cstdio>

#include "triage/sheet/internal.h"

namespace legevakt::triage::sheet {
namespace {

constexpr int kMinutesPerHour = 60;

std::string Colour(std::uint32_t rgb) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "#%06X", rgb & 0xFFFFFFU);
  return text.data();
}

// Black or white, whichever is easier to read on the colour: by the weight that the eye gives each part.
std::string_view InkOn(std::uint32_t rgb) {
  const std::uint32_t light = 299U * (rgb >> 16U & 255U) + 587U * (rgb >> 8U & 255U) + 114U * (rgb & 255U);
  return light > 140'000U ? "#000000" : "#FFFFFF";
}

void Drawing(html::Writer& out, Shape shape, const std::string& colour) {
  const std::string_view edge = "currentColor";
  switch (shape) {
    case Shape::kTriangle:
      out.Leaf("polygon", "", {{"points", "12,1.5 23,22 1,22"}, {"fill", colour}, {"stroke", edge}});
      return;
    case Shape::kDiamond:
      out.Leaf("polygon", "", {{"points", "12,1 23,12 12,23 1,12"}, {"fill", colour}, {"stroke", edge}});
      return;
    case Shape::kCircle:
      out.Leaf("circle", "", {{"cx", "12"}, {"cy", "12"}, {"r", "10.5"}, {"fill", colour}, {"stroke", edge}});
      return;
    case Shape::kSquare:
      out.Leaf(
          "rect", "",
          {{"x", "2"}, {"y", "2"}, {"width", "20"}, {"height", "20"}, {"fill", colour}, {"stroke", edge}});
      return;
    case Shape::kRing:
      out.Leaf("circle", "",
               {{"cx", "12"},
                {"cy", "12"},
                {"r", "9.5"},
                {"fill", "none"},
                {"stroke", colour},
                {"stroke-width", "3"}});
      return;
  }
}

}  // namespace

void LevelMark(Page& page, Index level) {
  const Level& one = page.draft.levels[level];
  const bool hollow = one.shape == Shape::kRing;
  html::Writer& out = page.out;
  out.Open("span", {{"class", "level"}});
  out.Open("svg", {{"viewBox", "0 0 24 24"}, {"width", "24"}, {"height", "24"}, {"aria-hidden", "true"}});
  Drawing(out, one.shape, Colour(one.colour));
  out.Leaf("text", std::string(1, one.letter),
           {{"x", "12"},
            {"y", one.shape == Shape::kTriangle ? "19.2" : "16.2"},
            {"text-anchor", "middle"},
            {"fill", hollow ? "currentColor" : InkOn(one.colour)}});
  out.Close();
  out.Leaf("span", page.In(one.name)).Close();
}

std::string Minutes(const Page& page, int minutes) {
  if (minutes == 0) return page.Say("sheet.at_once");
  const bool hours = minutes >= 2 * kMinutesPerHour && minutes % kMinutesPerHour == 0;
  return page.Say(hours ? "sheet.hours" : "sheet.minutes",
                  {{"n", std::to_string(hours ? minutes / kMinutesPerHour : minutes)}});
}

void ConditionSentence(Page& page, const Condition& condition) {
  page.out.Text(page.Say("sheet.if") + " ");
  for (std::size_t i = 0; i < condition.tests.size(); ++i) {
    if (i > 0) {
      page.out.Text(" ").Leaf("b", page.Say(condition.all ? "triage.and" : "triage.or")).Text(" ");
    }
    page.out.Text(Describe(condition.tests[i], page.draft, page.lang));
  }
}

std::string Tests(const Page& page, const std::vector<Test>& tests, std::string_view join_key) {
  std::string out;
  for (const Test& test : tests) {
    if (!out.empty()) out += " " + page.Say(join_key) + " ";
    out += Describe(test, page.draft, page.lang);
  }
  return out;
}

void LineMark(Page& page, const FilePlace& place) {
  if (place.line == 0) return;
  const std::string line = std::to_string(place.line);
  page.out.Leaf("span", line, {{"class", "line"}, {"title", page.Say("sheet.line", {{"n", line}})}});
}

void RulesByLevel(Page& page, const std::vector<DraftRule>& rules) {
  html::Writer& out = page.out;
  out.Open("table", {{"class", "rules"}}).Open("tbody");
  for (std::size_t level = 0; level < page.draft.levels.size(); ++level) {
    bool open = false;
    for (const DraftRule& rule : rules) {
      if (rule.rule.level != level) continue;
      if (!open) {
        out.Open("tr").Open("th", {{"scope", "row"}});
        LevelMark(page, static_cast<Index>(level));
        out.Close().Open("td").Open("ul");
        open = true;
      }
      out.Open("li");
      LineMark(page, rule.place);
      ConditionSentence(page, rule.condition);
      // A reason in the author's own words is what the operator sees.
      if (page.In(rule.rule.reason) != Describe(rule.condition, page.draft, page.lang)) {
        out.Leaf("span", page.Say("sheet.shown_as", {{"reason", page.In(rule.rule.reason)}}),
                 {{"class", "note"}});
      }
      out.Close();
    }
    if (open) out.Close().Close().Close();
  }
  out.Close().Close();
}

void HashMark(Page& page) {
  constexpr std::size_t kGroup = 8;
  page.out.Open("code", {{"class", "hash"}});
  for (std::size_t i = 0; i < page.draft.hash.size(); i += kGroup) {
    page.out.Leaf("span", std::string_view(page.draft.hash).substr(i, kGroup));
  }
  page.out.Close();
}

void Translations(Page& page, const Question& question) {
  for (const Translation& one : question.translations) {
    const std::string_view language = kFurtherLanguages[one.language];
    page.out.Leaf("span", one.text,
                  {{"class", "other"}, {"lang", language}, {"dir", language == "ar" ? "rtl" : "ltr"}});
  }
}

void Questions(Page& page, const std::vector<Index>& questions, std::size_t first, bool translated) {
  page.out.Open("ol", {{"start", std::to_string(first)}});
  for (const Index index : questions) {
    const Question& question = page.draft.questions[index].question;
    page.out.Open("li").Text(page.In(question.text));
    if (!page.In(question.help).empty()) page.out.Leaf("span", page.In(question.help), {{"class", "note"}});
    if (translated) Translations(page, question);
    page.out.Close();
  }
  page.out.Close();
}

void Term(Page& page, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  page.out.Leaf("dt", page.Say(key)).Leaf("dd", text);
}

}  // namespace legevakt::triage::sheet
