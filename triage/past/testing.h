// For tests of past contacts and their reports: a tool, a map and rows small enough to count on paper.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "triage/past/case_reader.h"
#include "triage/past/column_map.h"
#include "triage/past/csv.h"
#include "triage/reader/loader.h"

namespace legevakt::past::testing {

// Three levels: "bad" is red, "ill" yellow, the rest green, once the questions are answered no. With
// `ill_is` = "red" a tool where both are red.
inline std::string SmallTool(std::string_view ill_is = "yellow", std::string_view version = "1") {
  std::string yaml = R"(
meta: {id: small, version: "VERSION", name: {nb: Liten, en: Small}, disclaimer: {nb: Prøve, en: Trial}, owner: o}
scale:
  - {id: red, name: {nb: Rød, en: Red}, letter: A, shape: triangle, colour: "#D32F2F", hastegrad: akutt, rank: 100, target_minutes: 0, reassess_minutes: 5}
  - {id: yellow, name: {nb: Gul, en: Yellow}, letter: H, shape: diamond, colour: "#F9A825", hastegrad: haster, rank: 50, target_minutes: 60, reassess_minutes: 30}
  - {id: green, name: {nb: Grønn, en: Green}, letter: V, shape: ring, colour: "#2E7D32", hastegrad: vanlig, rank: 10, target_minutes: 240, reassess_minutes: 120}
dictionary:
  age: {text: {nb: Alder, en: Age}, type: number, context: true, fact: age_months, min: 0, max: 1440}
  channel: {text: {nb: k, en: c}, type: choice, context: true, fact: channel, choices: {phone: {nb: t, en: t}, walk_in: {nb: w, en: w}}}
  bad: {text: {nb: "Dårlig?", en: "Bad?"}, finding: {nb: dårlig, en: bad}}
  ill: {text: {nb: "Syk?", en: "Ill?"}, finding: {nb: syk, en: ill}}
  pulse: {text: {nb: Puls, en: Pulse}, type: number, vital: true, unit: /min, min: 0, max: 300, best: {from: 50, to: 90}}
every_complaint: {must_ask: [bad, ill], rules: {red: [bad, pulse >= 150]}}
measures:
  red: {advice: {nb: r, en: r}}
  yellow: {advice: {nb: y, en: y}}
  green: {advice: {nb: g, en: g}}
complaints:
  chest:
    name: {nb: Bryst, en: Chest}
    words: {nb: [bryst], en: [chest]}
    rules: {ILL: [ill]}
    advice: {nb: a, en: a}
    safety_net: {nb: n, en: n}
  other:
    name: {nb: Annet, en: Other}
    fallback: true
    words: {nb: [annet], en: [other]}
    rules: {ILL: [ill]}
    advice: {nb: a, en: a}
    safety_net: {nb: n, en: n}
)";
  const auto replace = [&](std::string_view from, std::string_view to) {
    for (std::size_t at = yaml.find(from); at != std::string::npos; at = yaml.find(from, at + to.size()))
      yaml.replace(at, from.size(), to);
  };
  replace("VERSION", version);
  replace("ILL", ill_is);
  return yaml;
}

// Five levels by the expert and by the nurse; "bad", "ill" and the pulse are known on arrival.
inline constexpr std::string_view kMap = R"(name: t
delimiter: ";"
not_known_on_arrival: [Nurse]
reference:
  column: Expert
  levels: ["1", "2", "3", "4", "5"]
  scales:
    3: [1, 1, 2, 3, 3]
yardstick: {column: Nurse, name: {nb: Sykepleieren, en: The nurse}}
patient:
  age: {column: Age, unit: years}
complaint:
  column: Text
  otherwise: other
  words:
    - {complaint: chest, any: [chest]}
answers:
  - {question: bad, column: Bad, codes: {"0": "no", "1": "yes"}}
  - {question: ill, column: Ill, codes: {"0": "no", "1": "yes"}}
  - {question: pulse, column: HR, min: 15, max: 260}
)";

// The tool gives A, A, V, H, A, H, V, H, V and H: the two that nobody has asked are never green. Row 10 has a
// level that cannot be read, row 11 one more cell than the header, row 6 a nurse whom nobody can read.
inline constexpr std::string_view kRows =
    "Expert;Nurse;Age;Text;Bad;Ill;HR\n"
    "1;1;50;chest pain;1;0;80\n"
    "2;2;50;chest pain;0;1;160\n"
    "2;3;50;chest pain;0;0;80\n"
    "2;2;50;cold <script>alert(1)</script>;0;1;80\n"
    "3;3;50;cold;1;0;??\n"
    "3;x;50;cold;0;1;80\n"
    "4;4;50;cold;0;0;80\n"
    "4;2;50;chest pain;0;1;80\n"
    "5;5;50;cold;0;0;80\n"
    "??;5;50;cold;0;0;80\n"
    "5;5;x;cold;;;;9\n";

inline ColumnMap Map(std::string_view yaml = kMap) {
  auto map = LoadColumnMap(yaml, "map.yaml", text::Lang::kEn);
  EXPECT_TRUE(map.ok()) << map.status();
  return *std::move(map);
}

inline CaseFile Rows(const ColumnMap& map, std::string_view csv = kRows,
                     ReferenceUse use = ReferenceUse::kRequired) {
  auto file = ReadCases(ReadCsv(csv, map.delimiter), map, text::Lang::kEn, "rows.csv", use);
  EXPECT_TRUE(file.ok()) << file.status();
  return *std::move(file);
}

inline std::shared_ptr<const triage::Tool> Tool(const std::string& yaml = SmallTool()) {
  triage::LoadResult result = triage::LoadTool(yaml, "small.yaml", text::Lang::kEn);
  for (const triage::Diagnostic& problem : result.problems) ADD_FAILURE() << triage::ToString(problem);
  return result.tool;
}

}  // namespace legevakt::past::testing
