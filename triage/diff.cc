#include "triage/diff.h"

#include <algorithm>

#include "triage/expression.h"

namespace legevakt::triage {
namespace {

template <typename List, typename IdOf>
auto FindIn(const List& list, const std::string& id, IdOf id_of) {
  return std::find_if(list.begin(), list.end(), [&](const auto& item) { return id_of(item) == id; });
}

class Differ {
 public:
  Differ(const Draft& before, const Draft& after, text::Lang lang)
      : before_(before), after_(after), lang_(lang) {}

  std::vector<Change> Run() {
    DiffLevels();
    DiffRules(before_.rules, after_.rules, std::string(text::Get(lang_, "triage.diff_every")));
    DiffModifiers();
    DiffComplaints();
    DiffQuestions();
    return std::move(changes_);
  }

 private:
  void Add(ChangeKind kind, std::string_view key, text::Args args) {
    changes_.push_back({kind, text::Format(lang_, key, args)});
  }

  // --- levels

  void DiffLevels() {
    const auto id = [](const Level& level) { return level.id; };
    for (const Level& level : after_.levels) {
      const auto old = FindIn(before_.levels, level.id, id);
      const std::string& name = In(level.name, lang_);
      if (old == before_.levels.end()) {
        Add(ChangeKind::kAdded, "triage.diff_level_added", {{"level", name}});
      } else if (old->target_minutes != level.target_minutes ||
                 old->reassess_minutes != level.reassess_minutes) {
        Add(ChangeKind::kChanged, "triage.diff_level_times",
            {{"level", name},
             {"target_old", std::to_string(old->target_minutes)},
             {"target", std::to_string(level.target_minutes)},
             {"reassess_old", std::to_string(old->reassess_minutes)},
             {"reassess", std::to_string(level.reassess_minutes)}});
      }
    }
    for (const Level& level : before_.levels) {
      if (FindIn(after_.levels, level.id, id) != after_.levels.end()) continue;
      Add(ChangeKind::kRemoved, "triage.diff_level_removed", {{"level", In(level.name, lang_)}});
    }
  }

  // --- rules

  std::string LevelName(const Draft& draft, Index level) const { return In(draft.levels[level].name, lang_); }
  int Rank(const Draft& draft, Index level) const { return draft.levels[level].rank; }

  void DiffRules(const std::vector<DraftRule>& before, const std::vector<DraftRule>& after,
                 const std::string& where) {
    const auto in_before = [&](const DraftRule& rule) { return Describe(rule.condition, before_, lang_); };
    const auto in_after = [&](const DraftRule& rule) { return Describe(rule.condition, after_, lang_); };
    for (const DraftRule& rule : after) {
      const std::string what = in_after(rule);
      const auto old = FindIn(before, what, in_before);
      if (old == before.end()) {
        Add(ChangeKind::kAdded, "triage.diff_rule_added",
            {{"where", where}, {"what", what}, {"level", LevelName(after_, rule.rule.level)}});
        continue;
      }
      const int was = Rank(before_, old->rule.level);
      const int is = Rank(after_, rule.rule.level);
      // A tool may have the same rule at two levels: it is the same where one of them is.
      const bool same = std::any_of(before.begin(), before.end(), [&](const DraftRule& one) {
        return Rank(before_, one.rule.level) == is && in_before(one) == what;
      });
      if (same) continue;
      Add(is > was ? ChangeKind::kRaised : ChangeKind::kLowered,
          is > was ? "triage.diff_rule_raised" : "triage.diff_rule_lowered",
          {{"where", where},
           {"what", what},
           {"from", LevelName(before_, old->rule.level)},
           {"to", LevelName(after_, rule.rule.level)}});
    }
    for (const DraftRule& rule : before) {
      const std::string what = in_before(rule);
      if (FindIn(after, what, in_after) != after.end()) continue;
      Add(ChangeKind::kRemoved, "triage.diff_rule_removed",
          {{"where", where}, {"what", what}, {"level", LevelName(before_, rule.rule.level)}});
    }
  }

  void DiffModifiers() {
    const auto in_before = [&](const DraftModifier& one) { return Describe(one.condition, before_, lang_); };
    const auto in_after = [&](const DraftModifier& one) { return Describe(one.condition, after_, lang_); };
    for (const DraftModifier& modifier : after_.modifiers) {
      const std::string what = in_after(modifier);
      const std::string cap = LevelName(after_, modifier.at_most);
      const auto old = FindIn(before_.modifiers, what, in_before);
      if (old == before_.modifiers.end()) {
        Add(ChangeKind::kAdded, "triage.diff_modifier_added", {{"what", what}, {"cap", cap}});
      } else if (std::none_of(before_.modifiers.begin(), before_.modifiers.end(), [&](const auto& one) {
                   return one.steps == modifier.steps && in_before(one) == what &&
                          Rank(before_, one.at_most) == Rank(after_, modifier.at_most);
                 })) {
        Add(ChangeKind::kChanged, "triage.diff_modifier_changed", {{"what", what}, {"cap", cap}});
      }
    }
    for (const DraftModifier& modifier : before_.modifiers) {
      const std::string what = in_before(modifier);
      if (FindIn(after_.modifiers, what, in_after) != after_.modifiers.end()) continue;
      Add(ChangeKind::kRemoved, "triage.diff_modifier_removed", {{"what", what}});
    }
  }

  // --- complaints

  void DiffComplaints() {
    const auto id = [](const DraftComplaint& one) { return one.complaint.id; };
    for (const DraftComplaint& complaint : after_.complaints) {
      const std::string& name = In(complaint.complaint.name, lang_);
      const auto old = FindIn(before_.complaints, complaint.complaint.id, id);
      if (old == before_.complaints.end()) {
        Add(ChangeKind::kAdded, "triage.diff_complaint_added", {{"name", name}});
        continue;
      }
      DiffRules(old->rules, complaint.rules, name);
      DiffMustAsk(*old, complaint, name);
      DiffAdvice(*old, complaint, name);
    }
    for (const DraftComplaint& complaint : before_.complaints) {
      if (FindIn(after_.complaints, complaint.complaint.id, id) != after_.complaints.end()) continue;
      Add(ChangeKind::kRemoved, "triage.diff_complaint_removed",
          {{"name", In(complaint.complaint.name, lang_)}});
    }
  }

  static std::vector<std::string> MustAsk(const Draft& draft, const DraftComplaint& complaint) {
    std::vector<std::string> ids;
    for (const Index question : complaint.complaint.must_ask)
      ids.push_back(draft.questions[question].question.id);
    return ids;
  }

  void DiffMustAsk(const DraftComplaint& old, const DraftComplaint& now, const std::string& name) {
    const std::vector<std::string> before = MustAsk(before_, old);
    const std::vector<std::string> after = MustAsk(after_, now);
    const auto tell = [&](const Draft& draft, const std::string& id, ChangeKind kind, std::string_view key) {
      const auto question =
          FindIn(draft.questions, id, [](const DraftQuestion& one) { return one.question.id; });
      Add(kind, key, {{"name", name}, {"question", In(question->question.text, lang_)}});
    };
    for (const std::string& id : after) {
      if (std::find(before.begin(), before.end(), id) != before.end()) continue;
      tell(after_, id, ChangeKind::kAdded, "triage.diff_must_added");
    }
    for (const std::string& id : before) {
      if (std::find(after.begin(), after.end(), id) != after.end()) continue;
      tell(before_, id, ChangeKind::kRemoved, "triage.diff_must_removed");
    }
  }

  void DiffAdvice(const DraftComplaint& old, const DraftComplaint& now, const std::string& name) {
    const auto differs = [&](const Advice& a, const Advice& b) {
      return In(a.text, lang_) != In(b.text, lang_) || In(a.safety_net, lang_) != In(b.safety_net, lang_);
    };
    if (std::equal(old.advice.begin(), old.advice.end(), now.advice.begin(), now.advice.end(),
                   [&](const Advice& a, const Advice& b) { return !differs(a, b); })) {
      return;
    }
    Add(ChangeKind::kChanged, "triage.diff_advice", {{"name", name}});
  }

  // --- questions

  void DiffQuestions() {
    const auto id = [](const DraftQuestion& one) { return one.question.id; };
    for (const DraftQuestion& question : after_.questions) {
      const auto old = FindIn(before_.questions, question.question.id, id);
      const std::string& now = In(question.question.text, lang_);
      if (old == before_.questions.end()) {
        Add(ChangeKind::kAdded, "triage.diff_question_added", {{"question", now}});
      } else if (In(old->question.text, lang_) != now) {
        Add(ChangeKind::kChanged, "triage.diff_question_text",
            {{"from", In(old->question.text, lang_)}, {"to", now}});
      }
    }
    for (const DraftQuestion& question : before_.questions) {
      if (FindIn(after_.questions, question.question.id, id) != after_.questions.end()) continue;
      Add(ChangeKind::kRemoved, "triage.diff_question_removed",
          {{"question", In(question.question.text, lang_)}});
    }
  }

  const Draft& before_;
  const Draft& after_;
  text::Lang lang_;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> Diff(const Draft& before, const Draft& after, text::Lang lang) {
  return Differ(before, after, lang).Run();
}

std::string_view Name(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kAdded:
      return "added";
    case ChangeKind::kRemoved:
      return "removed";
    case ChangeKind::kRaised:
      return "raised";
    case ChangeKind::kLowered:
      return "lowered";
    case ChangeKind::kChanged:
      return "changed";
  }
  return "";
}

}  // namespace legevakt::triage
