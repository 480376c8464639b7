// Tools from bytes. Mostly valid and mostly monotone, so that what follows the reader is reached; every so
// often something that is not.
#include <array>
#include <map>
#include <vector>

#include "triage/fuzz/fuzz.h"

namespace legevakt::triage::fuzz {
namespace {

constexpr std::array<const char*, 5> kShapes{"triangle", "diamond", "circle", "square", "ring"};
constexpr std::array<const char*, 7> kFacts{"age_months",          "sex",     "calls_24h", "calls_72h",
                                            "caller_with_patient", "channel", "place"};
// Of the fact's choices, as central fills them in.
constexpr std::array<const char*, 4> kPlaces{"home", "nursing_home", "attendance", "satellite"};
constexpr std::array<const char*, 4> kChannels{"phone", "walk_in", "message", "amk"};

std::string Text(const std::string& word) {
  return "{nb: " + word + " n, en: " + word + " e}";
}

class Writer {
 public:
  explicit Writer(Source& source) : source_(source) {}

  std::string Write() {
    Meta();
    Scale();
    Dictionary();
    if (source_.Chance(2)) Scores();
    if (source_.Chance(2)) EveryComplaint();
    if (source_.Chance(3)) Modifiers();
    Measures();
    Complaints();
    return out_;
  }

 private:
  struct Asked {
    std::string id;
    AnswerType type = AnswerType::kYesNo;
    bool context = false;
    bool age = false;
    int choices = 0;
    int per_unit = 1;
    int max = 0;
    int best_lo = 0;
    int best_hi = 0;
  };

  void Line(const std::string& line) { out_ += line + "\n"; }
  // Not where the bytes are at an end, so that a short input gives a valid tool.
  bool Odd() { return source_.Byte() > 250; }

  void Meta() {
    Line("meta:");
    Line("  id: t");
    Line("  version: '" + std::to_string(source_.Pick(1, 3)) + "'");
    Line("  name: " + Text("name"));
    Line("  disclaimer: " + Text("not approved"));
    Line("  owner: o");
    if (source_.Chance(2)) Line("  author: Kari Berg");
    if (source_.Chance(3)) Line(source_.Chance(4) ? "  approver: kari berg" : "  approver: Ola Dal");
    if (source_.Chance(4)) Line("  valid_from: '2026-0" + std::to_string(source_.Pick(0, 9)) + "-28'");
    if (source_.Chance(4)) Line("  intended_use: " + Text("use"));
    if (source_.Chance(4)) Line("  sources: [a, b]");
  }

  void Scale() {
    levels_ = source_.Pick(2, 5);
    Line("scale:");
    for (int i = 0; i < levels_; ++i) {
      const char* hastegrad = i == 0 ? "akutt" : i + 1 == levels_ ? "vanlig" : "haster";
      Line("  - {id: l" + std::to_string(i) + ", name: " + Text("level" + std::to_string(i)) +
           ", letter: " + std::string(1, static_cast<char>('A' + i)) + ", shape: " +
           kShapes[static_cast<std::size_t>(Odd() ? 0 : i)] + ", colour: '#00000" + std::to_string(i) +
           "', hastegrad: " + hastegrad + ", rank: " + std::to_string(Odd() ? 50 : 90 - 10 * i) +
           ", target_minutes: " + std::to_string(source_.Pick(0, 9)) + ", reassess_minutes: 5}");
    }
  }

  std::string LevelId() { return "l" + std::to_string(Odd() ? 7 : source_.Pick(0, levels_ - 1)); }

  // --- the dictionary

  void Dictionary() {
    Line("dictionary:");
    const int count = source_.Pick(1, 9);
    for (int i = 0; i < count; ++i) Question(i);
  }

  void Question(int number) {
    Asked asked;
    asked.id = "q" + std::to_string(number);
    asked.type = static_cast<AnswerType>(source_.Pick(0, 2));
    asked.context = source_.Chance(3);
    const std::string before = Relevant();
    Line("  " + asked.id + ":");
    const bool further = source_.Chance(3);
    Line("    text: {nb: ask " + asked.id + " n, en: ask " + asked.id + " e" +
         (further ? ", pl: pyta, uk: питає, ar: سؤال, so: su" : "") + "}");
    Line(before);
    if (source_.Chance(8)) Line("    help: " + Text("help"));
    if (asked.context) Line("    context: true");
    if (source_.Chance(5)) Line("    vital: true");
    switch (asked.type) {
      case AnswerType::kYesNo:
        Line("    finding: " + Text("has " + asked.id));
        if (source_.Chance(8)) Line("    fact: caller_with_patient");
        break;
      case AnswerType::kChoice:
        Choice(asked);
        break;
      case AnswerType::kNumber:
        Number(asked);
        break;
    }
    asked_.push_back(asked);
  }

  std::string Relevant() {
    if (!source_.Chance(5)) return "";
    for (const Asked& other : asked_) {
      if (other.context || Odd()) return "    relevant_if: [" + Quoted(TestOn(other)) + "]";
    }
    return "";
  }

  void Choice(Asked& asked) {
    Line("    type: choice");
    const bool fact = source_.Chance(5);
    const auto& names = source_.Chance(2) ? kPlaces : kChannels;
    if (fact) Line(&names == &kPlaces ? "    fact: place" : "    fact: channel");
    asked.choices = source_.Pick(2, 4);
    Line("    choices:");
    for (int i = 0; i < asked.choices; ++i) {
      const std::string id = fact ? names[static_cast<std::size_t>(i)] : "c" + std::to_string(i);
      choices_[asked.id].push_back(id);
      Line("      " + id + ": " + Text(id));
    }
  }

  void Number(Asked& asked) {
    Line("    type: number");
    asked.per_unit = source_.Chance(3) ? 10 : 1;
    asked.max = source_.Pick(3, 40);
    if (asked.per_unit > 1) Line("    per_unit: 10");
    if (source_.Chance(3)) Line("    unit: u");
    asked.age = source_.Chance(6) && asked.per_unit == 1;
    if (asked.age) Line("    fact: age_months");
    if (!asked.age && source_.Chance(8))
      Line("    fact: " + std::string(kFacts[source_.Byte() % kFacts.size()]));
    Line("    min: 0");
    Line("    max: " + Steps(asked, asked.max));
    if (asked.context) return;
    asked.best_lo = source_.Pick(0, asked.max);
    asked.best_hi = source_.Pick(asked.best_lo, asked.max);
    const std::string general =
        "{from: " + Steps(asked, asked.best_lo) + ", to: " + Steps(asked, asked.best_hi) + "}";
    const Asked* context = Context();
    if (context != nullptr && source_.Chance(3)) {
      Line("    best: [{when: [" + Quoted(TestOn(*context)) +
           "], from: 0, to: " + Steps(asked, asked.best_lo) + "}, " + general + "]");
    } else {
      Line("    best: " + general);
    }
  }

  const Asked* Context() const {
    for (const Asked& one : asked_) {
      if (one.context) return &one;
    }
    return nullptr;
  }

  static std::string Steps(const Asked& asked, int steps) {
    if (asked.per_unit == 1) return std::to_string(steps);
    return std::to_string(steps / 10) + "." + std::to_string(steps % 10);
  }

  // --- tests

  static std::string Quoted(const std::string& test) { return "'" + test + "'"; }

  std::string TestOn(const Asked& asked) {
    const bool plain = !Odd();
    switch (asked.type) {
      case AnswerType::kYesNo:
        return asked.id + (asked.context && source_.Chance(2) ? " = no" : source_.Chance(4) ? " = yes" : "");
      case AnswerType::kChoice: {
        const auto& names = choices_[asked.id];
        const auto& name = names[static_cast<std::size_t>(source_.Pick(plain ? 1 : 0, asked.choices - 1))];
        if (!asked.context && plain) return asked.id + " >= " + name;
        return asked.id + " = " + name + (source_.Chance(3) ? " | " + names[0] : "");
      }
      case AnswerType::kNumber:
        break;
    }
    if (asked.age && source_.Chance(3))
      return asked.id + " < " + std::to_string(source_.Pick(1, 3)) + " years";
    if (asked.context || !plain) {
      const int lo = source_.Pick(0, asked.max);
      if (source_.Chance(3)) return asked.id + " in " + Steps(asked, lo) + ".." + Steps(asked, asked.max);
      return asked.id + (source_.Chance(2) ? " <= " : " > ") + Steps(asked, lo);
    }
    if (asked.best_hi < asked.max && (source_.Chance(2) || asked.best_lo == 0)) {
      return asked.id + " >= " + Steps(asked, source_.Pick(asked.best_hi + 1, asked.max));
    }
    return asked.id + " < " + Steps(asked, source_.Pick(0, asked.best_lo));
  }

  std::string AnyTest(bool scores) {
    if (scores && scores_ > 0 && source_.Chance(3)) {
      const std::string id = "s" + std::to_string(source_.Pick(0, scores_ - 1));
      return id + (source_.Chance(3) ? " single >= " : " >= ") + std::to_string(source_.Pick(1, 7));
    }
    if (Odd()) return "nobody";
    return TestOn(asked_[static_cast<std::size_t>(source_.Pick(0, static_cast<int>(asked_.size()) - 1))]);
  }

  std::string Tests(int most) {
    std::string out;
    for (int i = source_.Pick(1, most); i > 0; --i) out += (out.empty() ? "" : ", ") + Quoted(AnyTest(true));
    return "[" + out + "]";
  }

  std::string Condition() {
    if (source_.Chance(2)) return "if: " + Quoted(AnyTest(true));
    return (source_.Chance(2) ? "all: " : "any: ") + Tests(3);
  }

  // --- scores

  void Scores() {
    Line("scores:");
    const int count = source_.Pick(1, 2);
    for (int i = 0; i < count; ++i) Score(i);
    scores_ = count;
  }

  void Score(int number) {
    Line("  s" + std::to_string(number) + ":");
    Line("    name: " + Text("score" + std::to_string(number)));
    if (source_.Chance(4)) Line("    credit: somebody");
    const Asked* context = Context();
    if (context != nullptr && source_.Chance(3)) Line("    except: [" + Quoted(TestOn(*context)) + "]");
    Line("    parts:");
    int last = -1;
    for (int i = source_.Pick(1, 3); i > 0; --i) {
      const int next = source_.Pick(Odd() ? 0 : last + 1, static_cast<int>(asked_.size()));
      if (next >= static_cast<int>(asked_.size())) break;
      last = next;
      const Asked& asked = asked_[static_cast<std::size_t>(next)];
      if (context != nullptr && source_.Chance(4)) {
        Line("      - question: " + asked.id);
        Line("        tables:");
        Line("          - when: [" + Quoted(TestOn(*context)) + "]");
        Line("            points: " + Points(asked));
        Line("          - points: " + Points(asked));
      } else {
        Line("      - {question: " + asked.id + ", points: " + Points(asked) + "}");
      }
    }
  }

  std::string Points(const Asked& asked) {
    int points = Odd() ? 2 : 0;
    if (asked.type == AnswerType::kYesNo) {
      return "{no: " + std::to_string(points) + ", yes: " + std::to_string(source_.Pick(0, 3)) + "}";
    }
    if (asked.type == AnswerType::kChoice) {
      std::string out;
      for (const std::string& name : choices_[asked.id]) {
        out += (out.empty() ? "" : ", ") + name + ": " + std::to_string(points);
        points = Odd() ? 0 : points + source_.Pick(0, 2);
      }
      return "{" + out + "}";
    }
    if (asked.best_hi >= asked.max) return "[{points: " + std::to_string(points) + "}]";
    const int limit = source_.Pick(asked.best_hi, asked.max - 1);
    const std::string low = "{to: " + Steps(asked, limit) + ", points: " + std::to_string(points) + "}";
    return "[" + low + ", {from: " + Steps(asked, limit + (Odd() ? 2 : 1)) +
           ", points: " + std::to_string(points + source_.Pick(0, 3)) + "}]";
  }

  // --- what holds for every complaint

  std::string AnyQuestion() {
    if (Odd()) return "q99";
    return asked_[static_cast<std::size_t>(source_.Pick(0, static_cast<int>(asked_.size()) - 1))].id;
  }

  void EveryComplaint() {
    Line("every_complaint:");
    if (source_.Chance(2)) {
      everywhere_ = AnyQuestion();
      Line("  must_ask: [" + everywhere_ + "]");
    }
    if (source_.Chance(2)) {
      Line("  rules:");
      Rules("    ");
    }
    if (!source_.Chance(3)) return;
    const Asked* context = Context();
    if (context == nullptr) return;
    measured_ = context->id;
    Line("  measured:");
    Line("    when_any: [" + Quoted(TestOn(*context)) + "]");
    Line("    questions: [" + AnyQuestion() + "]");
  }

  void Rules(const std::string& indent) {
    const int level = source_.Pick(0, levels_ - 1);
    for (int i = level; i < levels_ && i < level + 2; ++i) {
      Line(indent + "l" + std::to_string(i) + ":");
      for (int n = source_.Pick(1, 3); n > 0; --n) {
        if (source_.Chance(2)) {
          Line(indent + "  - " + Quoted(AnyTest(true)));
        } else {
          Line(indent + "  - {" + Condition() + (source_.Chance(6) ? ", reason: " + Text("why") : "") +
               (source_.Chance(8) ? ", id: r" + std::to_string(source_.Pick(0, 9)) : "") + "}");
        }
      }
    }
  }

  void Modifiers() {
    Line("modifiers:");
    for (int i = source_.Pick(1, 2); i > 0; --i) {
      Line("  - {" + Condition() + ", raise: " + std::to_string(source_.Pick(1, 3)) +
           ", at_most: " + LevelId() + "}");
    }
  }

  void Measures() {
    Line("measures:");
    for (int i = 0; i < levels_; ++i) {
      if (Odd()) continue;
      Line("  l" + std::to_string(i) + ": {advice: " + Text("advice" + std::to_string(i)) + Allowed() + "}");
    }
  }

  // Which modes are allowed at a level, and when the patient is assessed again.
  std::string Allowed() {
    if (source_.Chance(2)) return "";
    std::string modes;
    for (int i = source_.Pick(0, 2); i >= 0; --i) {
      modes += (modes.empty() ? "" : ", ") + std::string(kModeIds[source_.Byte() % kModeIds.size()]);
    }
    std::string out = ", modes: [" + (Odd() ? "nothing" : modes) + "]";
    if (source_.Chance(2))
      out += ", reassess_minutes: " + std::to_string(source_.Pick(1, 99));
    else if (source_.Chance(2))
      out += ", reassess_minutes: {" + std::string(kPlaceIds[source_.Byte() % kPlaceIds.size()]) + ": " +
             std::to_string(source_.Pick(1, 99)) + "}";
    return out;
  }

  void Complaints() {
    Line("complaints:");
    const int count = source_.Pick(1, 3);
    for (int i = 0; i < count; ++i) Complaint(i);
  }

  void Complaint(int number) {
    const std::string id = "k" + std::to_string(number);
    Line("  " + id + ":");
    Line("    name: " + Text(id));
    Line("    words: {nb: [" + id + "], en: [" + id + "e]}");
    if (number == 0) Line("    fallback: true");
    if (source_.Chance(6)) Line("    icpc2: A01");
    const bool short_form = source_.Chance(5);
    if (short_form) Line("    short_form: true");
    std::string must;
    std::string may;
    for (const Asked& asked : asked_) {
      const bool taken = (asked.id == everywhere_ && !short_form) || asked.id == measured_;
      const int use = taken && !Odd() ? 0 : source_.Pick(0, 3);
      std::string& list = use == 1 ? must : may;
      if (use > 0) list += (list.empty() ? "" : ", ") + asked.id;
    }
    Line("    must_ask: [" + must + "]");
    Line("    ask: [" + may + "]");
    Line("    rules:");
    Rules("      ");
    Line("    advice: " + Text("do"));
    if (source_.Chance(3)) Line("    first_aid: " + Text("aid"));
    Line("    safety_net: " + Text("again"));
    if (source_.Chance(4))
      Line("    languages: [" + std::string(source_.Chance(2) ? "pl, ar" : "so, uk") + "]");
    if (source_.Chance(3)) {
      Line("    measures: {l" + std::to_string(source_.Pick(0, levels_ - 1)) + ": {advice: " + Text("own") +
           Allowed() + "}}");
    }
  }

  Source& source_;
  std::string out_;
  std::vector<Asked> asked_;
  std::map<std::string, std::vector<std::string>> choices_;
  std::string everywhere_;
  std::string measured_;
  int levels_ = 2;
  int scores_ = 0;
};

}  // namespace

std::string ToolText(Source& source) {
  return Writer(source).Write();
}

const std::string& SmallToolText() {
  static const std::string kText = R"(meta:
  id: small
  version: '1'
  name: {nb: Lite, en: Small}
  disclaimer: {nb: Prøve, en: Trial}
  owner: o
scale:
  - {id: red, name: {nb: r, en: r}, letter: A, shape: triangle, colour: '#FF0000', hastegrad: akutt, rank: 100, target_minutes: 0, reassess_minutes: 5}
  - {id: yellow, name: {nb: y, en: y}, letter: H, shape: square, colour: '#FFFF00', hastegrad: haster, rank: 50, target_minutes: 9, reassess_minutes: 5}
  - {id: green, name: {nb: g, en: g}, letter: V, shape: ring, colour: '#00FF00', hastegrad: vanlig, rank: 10, target_minutes: 99, reassess_minutes: 5}
dictionary:
  age: {text: {nb: a, en: a}, type: number, context: true, fact: age_months, min: 0, max: 1440}
  sex: {text: {nb: s, en: s}, type: choice, context: true, fact: sex, choices: {female: {nb: f, en: f}, male: {nb: m, en: m}}}
  place: {text: {nb: p, en: p}, type: choice, context: true, fact: place, choices: {home: {nb: h, en: h}, nursing_home: {nb: n, en: n}}}
  channel: {text: {nb: c, en: c}, type: choice, context: true, fact: channel, choices: {phone: {nb: h, en: h}, walk_in: {nb: n, en: n}, amk: {nb: k, en: k}}}
  calls: {text: {nb: c, en: c}, type: number, context: true, fact: calls_24h, min: 0, max: 99}
  with: {text: {nb: c, en: c}, finding: {nb: c, en: c}, context: true, fact: caller_with_patient}
  pregnant: {text: {nb: c, en: c}, finding: {nb: c, en: c}, context: true, relevant_if: [sex = female]}
  wheeze: {text: {nb: w, en: w}, finding: {nb: w, en: w}}
  faint: {text: {nb: w, en: w}, finding: {nb: w, en: w}}
  level: {text: {nb: l, en: l}, type: choice, choices: {low: {nb: l, en: l}, high: {nb: h, en: h}}}
  temp: {text: {nb: t, en: t}, type: number, vital: true, per_unit: 10, unit: C, min: 25.0, max: 45.0, best: {from: 36.0, to: 38.0}}
scores:
  s:
    name: {nb: S, en: S}
    except: [pregnant]
    parts:
      - {question: temp, points: [{to: 38.0, points: 0}, {from: 38.1, points: 2}]}
      - {question: level, points: {low: 0, high: 1}}
every_complaint:
  must_ask: [faint]
  rules: {red: [faint]}
  measured: {when_any: [place = nursing_home], questions: [temp]}
modifiers:
  - {if: calls >= 3, raise: 1, at_most: yellow}
measures:
  red: {advice: {nb: r, en: r}}
  yellow: {advice: {nb: r, en: r}}
  green: {advice: {nb: g, en: g}}
complaints:
  x:
    name: {nb: x, en: x}
    words: {nb: [x], en: [x]}
    fallback: true
    must_ask: [wheeze, pregnant]
    ask: [temp, level]
    rules: {red: [wheeze, {all: [temp >= 39.0, age < 3 months]}], yellow: [s >= 2]}
    advice: {nb: a, en: a}
    safety_net: {nb: s, en: s}
  lab:
    name: {nb: x, en: x}
    words: {nb: [x], en: [x]}
    short_form: true
    must_ask: []
    ask: [level]
    rules: {yellow: [level >= high]}
    advice: {nb: a, en: a}
    safety_net: {nb: s, en: s}
)";
  return kText;
}

const Draft& SmallDraft() {
  static const Draft kDraft = [] {
    DraftResult result = LoadDraft(SmallToolText(), "small.yaml", text::Lang::kEn);
    for (const Diagnostic& problem : result.problems) Check(false, ToString(problem));
    return *std::move(result.draft);
  }();
  return kDraft;
}

const Tool& SmallTool() {
  static const std::shared_ptr<const Tool> kTool = Compile(SmallDraft());
  return *kTool;
}

}  // namespace legevakt::triage::fuzz
