// Rules and modifiers: which are new, gone, raised or lowered, and where a limit was moved.
#include "triage/diff/internal.h"

namespace legevakt::triage::diff {
namespace {

bool OfScore(const Test& test) {
  return test.kind == TestKind::kScore || test.kind == TestKind::kSinglePart;
}

std::string Name(const Draft& draft, const Test& test) {
  return OfScore(test) ? draft.scores[test.what].info.id : draft.questions[test.what].question.id;
}

// The choices that a test names, by id: their positions may have moved.
std::vector<std::string> ChoicesOf(const Draft& draft, const Test& test) {
  std::vector<std::string> ids;
  const auto& choices = draft.questions[test.what].question.choices;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if ((test.mask >> i & 1U) != 0) ids.push_back(choices[i].id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

// What is tested, without its limits.
std::string ShapeOf(const Draft& draft, const Test& test) {
  return std::to_string(static_cast<int>(test.kind)) + " " + Name(draft, test);
}

// Whether all that fulfil the one fulfil the other, for tests of the same shape.
bool Within(const Draft& inner_draft, const Test& inner, const Draft& outer_draft, const Test& outer) {
  switch (inner.kind) {
    case TestKind::kYes:
    case TestKind::kNo:
      return true;
    case TestKind::kRange:
      // In steps of one size; else nothing is claimed.
      if (inner_draft.questions[inner.what].question.per_unit !=
          outer_draft.questions[outer.what].question.per_unit) {
        return false;
      }
      return outer.lo <= inner.lo && inner.hi <= outer.hi;
    case TestKind::kScore:
    case TestKind::kSinglePart:
      return outer.lo <= inner.lo;
    case TestKind::kChoice:
      break;
  }
  const std::vector<std::string> few = ChoicesOf(inner_draft, inner);
  const std::vector<std::string> many = ChoicesOf(outer_draft, outer);
  return std::includes(many.begin(), many.end(), few.begin(), few.end());
}

bool SameShape(const Work& work, const Condition& before, const Condition& after) {
  const auto same = [&](const Test& a, const Test& b) {
    return ShapeOf(work.before, a) == ShapeOf(work.after, b);
  };
  return (before.all == after.all || before.tests.size() == 1) &&
         std::equal(before.tests.begin(), before.tests.end(), after.tests.begin(), after.tests.end(), same);
}

// Whether all that fulfil the one fulfil the other, for conditions of the same shape.
bool Within(const Draft& inner_draft, const Condition& inner, const Draft& outer_draft,
            const Condition& outer) {
  for (std::size_t i = 0; i < inner.tests.size(); ++i) {
    if (!Within(inner_draft, inner.tests[i], outer_draft, outer.tests[i])) return false;
  }
  return true;
}

// Where a limit was moved, and for more or for fewer.
ChangeKind Moved(const Work& work, const Condition& before, const Condition& after) {
  if (Within(work.before, before, work.after, after)) return ChangeKind::kRaised;
  if (Within(work.after, after, work.before, before)) return ChangeKind::kLowered;
  return ChangeKind::kChanged;
}

std::string_view MovedKey(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kRaised:
      return "diff.rule_wider";
    case ChangeKind::kLowered:
      return "diff.rule_narrower";
    default:
      return "diff.rule_moved";
  }
}

// The author's own words for a rule; empty where they are made from the condition.
Text OwnReason(const Draft& draft, const Rule& rule, const Condition& condition) {
  const bool made = rule.reason.nb == triage::Describe(condition, draft, text::Lang::kNb) &&
                    rule.reason.en == triage::Describe(condition, draft, text::Lang::kEn);
  return made ? Text{} : rule.reason;
}

class RuleDiffer {
 public:
  RuleDiffer(Work& work, const std::vector<DraftRule>& before, const std::vector<DraftRule>& after,
             const std::string& where)
      : work_(work), before_(before), after_(after), where_(where) {
    for (const DraftRule& rule : before)
      keys_.push_back(Key(work.before, rule.condition.tests, rule.condition.all));
    taken_.resize(before.size(), false);
  }

  void Run() {
    std::vector<std::size_t> same(after_.size());
    for (std::size_t i = 0; i < after_.size(); ++i) same[i] = TakeSame(after_[i]);
    for (std::size_t i = 0; i < after_.size(); ++i) {
      if (same[i] < before_.size()) {
        Compare(before_[same[i]], after_[i]);
      } else if (const std::size_t moved = TakeMoved(after_[i]); moved < before_.size()) {
        TellMoved(before_[moved], after_[i]);
      } else {
        work_.Add(ChangeKind::kAdded, "triage.diff_rule_added",
                  {{"where", where_},
                   {"what", What(work_.after, after_[i])},
                   {"level", LevelName(work_.after, after_[i])}});
      }
    }
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (taken_[i]) continue;
      work_.Add(ChangeKind::kRemoved, "triage.diff_rule_removed",
                {{"where", where_},
                 {"what", What(work_.before, before_[i])},
                 {"level", LevelName(work_.before, before_[i])}});
    }
  }

 private:
  std::string What(const Draft& draft, const DraftRule& rule) const {
    return triage::Describe(rule.condition, draft, work_.lang);
  }
  static const Level& LevelOf(const Draft& draft, const DraftRule& rule) {
    return draft.levels[rule.rule.level];
  }
  const std::string& LevelName(const Draft& draft, const DraftRule& rule) const {
    return work_.In(LevelOf(draft, rule).name);
  }

  // The old rule that says the same; their number where there is none.
  std::size_t TakeSame(const DraftRule& rule) {
    const std::string key = Key(work_.after, rule.condition.tests, rule.condition.all);
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (taken_[i] || keys_[i] != key) continue;
      taken_[i] = true;
      return i;
    }
    return before_.size();
  }

  // The old rule of the same level that differs in its limits alone.
  std::size_t TakeMoved(const DraftRule& rule) {
    for (std::size_t i = 0; i < before_.size(); ++i) {
      const bool level = LevelOf(work_.before, before_[i]).id == LevelOf(work_.after, rule).id;
      if (taken_[i] || !level || !SameShape(work_, before_[i].condition, rule.condition)) continue;
      taken_[i] = true;
      return i;
    }
    return before_.size();
  }

  void Compare(const DraftRule& old, const DraftRule& rule) {
    const Level& was = LevelOf(work_.before, old);
    const Level& is = LevelOf(work_.after, rule);
    const std::string what = What(work_.after, rule);
    if (was.id != is.id) {
      const bool raised = is.rank > was.rank;
      work_.Add(raised ? ChangeKind::kRaised : ChangeKind::kLowered,
                raised ? "triage.diff_rule_raised" : "triage.diff_rule_lowered",
                {{"where", where_}, {"what", what}, {"from", work_.In(was.name)}, {"to", work_.In(is.name)}});
    }
    TellReason(old, rule);
  }

  void TellMoved(const DraftRule& old, const DraftRule& rule) {
    const ChangeKind kind = Moved(work_, old.condition, rule.condition);
    work_.Add(kind, MovedKey(kind),
              {{"where", where_},
               {"from", What(work_.before, old)},
               {"to", What(work_.after, rule)},
               {"level", LevelName(work_.after, rule)}});
    TellReason(old, rule);
  }

  void TellReason(const DraftRule& old, const DraftRule& rule) {
    TextField(work_, where_ + ", «" + What(work_.after, rule) + "»", "diff.what_reason",
              OwnReason(work_.before, old.rule, old.condition),
              OwnReason(work_.after, rule.rule, rule.condition));
  }

  Work& work_;
  const std::vector<DraftRule>& before_;
  const std::vector<DraftRule>& after_;
  const std::string& where_;
  std::vector<std::string> keys_;
  std::vector<bool> taken_;
};

void OneModifier(Work& work, const DraftModifier& old, const DraftModifier& modifier) {
  const Level& was = work.before.levels[old.at_most];
  const Level& is = work.after.levels[modifier.at_most];
  const std::string what = triage::Describe(modifier.condition, work.after, work.lang);
  if (old.steps != modifier.steps || was.id != is.id) {
    const bool more = is.rank > was.rank || (was.id == is.id && modifier.steps > old.steps);
    const bool mixed = was.id != is.id && old.steps != modifier.steps && more != (modifier.steps > old.steps);
    work.Add(mixed  ? ChangeKind::kChanged
             : more ? ChangeKind::kRaised
                    : ChangeKind::kLowered,
             "diff.modifier_changed",
             {{"what", what},
              {"steps", std::to_string(modifier.steps)},
              {"cap", work.In(is.name)},
              {"old_steps", std::to_string(old.steps)},
              {"old_cap", work.In(was.name)}});
  }
  TextField(work, "«" + what + "»", "diff.what_reason", OwnReason(work.before, old.rule, old.condition),
            OwnReason(work.after, modifier.rule, modifier.condition));
}

std::string ModifierKey(const Draft& draft, const DraftModifier& modifier) {
  return Key(draft, modifier.condition.tests, modifier.condition.all);
}

}  // namespace

std::string Key(const Draft& draft, const Test& test) {
  std::string key = ShapeOf(draft, test);
  if (test.kind == TestKind::kChoice) {
    for (const std::string& id : ChoicesOf(draft, test)) key += " " + id;
    return key;
  }
  const int per_unit = OfScore(test) ? 1 : draft.questions[test.what].question.per_unit;
  return key + " " + std::to_string(test.lo) + " " + std::to_string(test.hi) + " " + std::to_string(per_unit);
}

std::string Key(const Draft& draft, const std::vector<Test>& tests, bool all) {
  std::vector<std::string> keys;
  for (const Test& test : tests) keys.push_back(Key(draft, test));
  std::sort(keys.begin(), keys.end());
  std::string out = all || tests.size() == 1 ? "all" : "any";
  for (const std::string& key : keys) out += "\n" + key;
  return out;
}

std::string Describe(const Draft& draft, const std::vector<Test>& tests, bool all, text::Lang lang) {
  return tests.empty() ? std::string() : triage::Describe(Condition{all, tests}, draft, lang);
}

void Rules(Work& work, const std::vector<DraftRule>& before, const std::vector<DraftRule>& after,
           const std::string& where) {
  work.area = ChangeArea::kRule;
  RuleDiffer(work, before, after, where).Run();
}

void Modifiers(Work& work) {
  work.area = ChangeArea::kModifier;
  const auto in_before = [&](const DraftModifier& one) { return ModifierKey(work.before, one); };
  const auto in_after = [&](const DraftModifier& one) { return ModifierKey(work.after, one); };
  for (const DraftModifier& modifier : work.after.modifiers) {
    const std::string key = in_after(modifier);
    // A tool may have the same condition twice: the old one that raises alike, else the first.
    const auto alike = [&](const DraftModifier& one) {
      return one.steps == modifier.steps && in_before(one) == key &&
             work.before.levels[one.at_most].id == work.after.levels[modifier.at_most].id;
    };
    auto old = std::find_if(work.before.modifiers.begin(), work.before.modifiers.end(), alike);
    if (old == work.before.modifiers.end()) old = FindIn(work.before.modifiers, key, in_before);
    if (old != work.before.modifiers.end()) {
      OneModifier(work, *old, modifier);
      continue;
    }
    work.Add(ChangeKind::kAdded, "triage.diff_modifier_added",
             {{"what", triage::Describe(modifier.condition, work.after, work.lang)},
              {"cap", work.In(work.after.levels[modifier.at_most].name)}});
  }
  for (const DraftModifier& modifier : work.before.modifiers) {
    if (FindIn(work.after.modifiers, in_before(modifier), in_after) != work.after.modifiers.end()) continue;
    work.Add(ChangeKind::kRemoved, "triage.diff_modifier_removed",
             {{"what", triage::Describe(modifier.condition, work.before, work.lang)}});
  }
}

}  // namespace legevakt::triage::diff
