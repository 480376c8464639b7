// Questions and scores.
#include <array>

#include "triage/diff/internal.h"

namespace legevakt::triage::diff {
namespace {

std::string Quoted(const Work& work, const Question& question) {
  return work.Say("diff.the_question") + " «" + work.In(question.text) + "»";
}

std::string YesNo(const Work& work, bool yes) {
  return work.Say(yes ? "sheet.yes" : "sheet.no");
}

std::string TypeName(const Work& work, AnswerType type) {
  constexpr std::array<std::string_view, 3> kNames{"diff.type_yes_no", "diff.type_choice",
                                                   "diff.type_number"};
  return work.Say(kNames[static_cast<std::size_t>(type)]);
}

std::string FactName(Fact fact) {
  constexpr std::array<std::string_view, 8> kNames{"",          "age_months",          "sex",     "calls_24h",
                                                   "calls_72h", "caller_with_patient", "channel", "place"};
  return std::string(kNames[static_cast<std::size_t>(fact)]);
}

std::string Limits(const Work& work, const Question& question) {
  if (question.type != AnswerType::kNumber) return {};
  return NumberText(question, question.plausible_min, work.lang) + "–" +
         NumberText(question, question.plausible_max, work.lang) + " " + question.unit + " (1/" +
         std::to_string(question.per_unit) + ")";
}

// As ids and numbers, and as words.
std::string BestKey(const Draft& draft, const DraftQuestion& question) {
  std::string key;
  for (const DraftQuestion::Best& best : question.best) {
    key += Key(draft, best.when, true) + " " + std::to_string(best.lo) + " " + std::to_string(best.hi) + "\n";
  }
  return key;
}

std::string BestText(const Work& work, const Draft& draft, const DraftQuestion& question) {
  std::string out;
  for (const DraftQuestion::Best& best : question.best) {
    if (!out.empty()) out += "; ";
    out += NumberText(question.question, best.lo, work.lang) + "–" +
           NumberText(question.question, best.hi, work.lang);
    if (!best.when.empty()) out += " (" + Describe(draft, best.when, true, work.lang) + ")";
  }
  return out;
}

void Choices(Work& work, const Question& old, const Question& now, const std::string& where) {
  const auto id = [](const Choice& one) { return one.id; };
  for (const Choice& choice : now.choices) {
    const auto was = FindIn(old.choices, choice.id, id);
    if (was == old.choices.end()) {
      work.Add(ChangeKind::kAdded, "diff.choice_added", {{"where", where}, {"choice", work.In(choice.text)}});
    } else {
      TextField(work, where, "diff.what_choice", was->text, choice.text);
    }
  }
  for (const Choice& choice : old.choices) {
    if (FindIn(now.choices, choice.id, id) != now.choices.end()) continue;
    work.Add(ChangeKind::kRemoved, "diff.choice_removed",
             {{"where", where}, {"choice", work.In(choice.text)}});
  }
  std::vector<std::string> before;
  std::vector<std::string> after;
  for (const Choice& one : old.choices) {
    if (FindIn(now.choices, one.id, id) != now.choices.end()) before.push_back(one.id);
  }
  for (const Choice& one : now.choices) {
    if (FindIn(old.choices, one.id, id) != old.choices.end()) after.push_back(one.id);
  }
  if (before != after) work.Add(ChangeKind::kChanged, "diff.choice_order", {{"where", where}});
}

void Translations(Work& work, const Question& old, const Question& now, const std::string& where) {
  const auto text = [](const Question& question, std::size_t language) {
    for (const Translation& one : question.translations) {
      if (one.language == language) return one.text;
    }
    return std::string();
  };
  for (std::size_t i = 0; i < kFurtherLanguages.size(); ++i) {
    const std::string name = work.Say("triage.language." + std::string(kFurtherLanguages[i]));
    Field(work, where + " (" + name + ")", "diff.what_text", text(old, i), text(now, i));
  }
}

void OneQuestion(Work& work, const DraftQuestion& old, const DraftQuestion& now) {
  const Question& was = old.question;
  const Question& is = now.question;
  if (work.In(was.text) != work.In(is.text)) {
    work.Add(ChangeKind::kChanged, "triage.diff_question_text",
             {{"from", work.In(was.text)}, {"to", work.In(is.text)}});
  } else {
    TextField(work, Quoted(work, is), "diff.what_text", was.text, is.text);
  }
  const std::string where = Quoted(work, is);
  Translations(work, was, is, where);
  TextField(work, where, "diff.what_help", was.help, is.help);
  TextField(work, where, "diff.what_finding", old.finding, now.finding);
  Field(work, where, "diff.what_type", TypeName(work, was.type), TypeName(work, is.type));
  Field(work, where, "diff.what_context", YesNo(work, was.context), YesNo(work, is.context));
  Field(work, where, "diff.what_vital", YesNo(work, was.vital), YesNo(work, is.vital));
  Field(work, where, "diff.what_fact", FactName(was.fact), FactName(is.fact));
  Field(work, where, "diff.what_limits", Limits(work, was), Limits(work, is));
  Choices(work, was, is, where);
  if (Key(work.before, old.relevant_if, true) != Key(work.after, now.relevant_if, true)) {
    Tell(work, where, "diff.what_relevant", Describe(work.before, old.relevant_if, true, work.lang),
         Describe(work.after, now.relevant_if, true, work.lang));
  }
  if (BestKey(work.before, old) != BestKey(work.after, now)) {
    Tell(work, where, "diff.what_best", BestText(work, work.before, old), BestText(work, work.after, now));
  }
}

// --- scores

std::string RangeText(const Work& work, const Question& question, const PointRange& range) {
  std::string out;
  if (question.type == AnswerType::kYesNo) {
    out = YesNo(work, range.lo != 0);
  } else if (question.type == AnswerType::kChoice) {
    out = work.In(question.choices[static_cast<std::size_t>(range.lo)].text);
  } else {
    const std::string lo = range.lo == kLeast ? "" : NumberText(question, range.lo, work.lang);
    const std::string hi = range.hi == kMost ? "" : NumberText(question, range.hi, work.lang);
    out = lo == hi ? lo : lo + "–" + hi;
  }
  return out + ": " + std::to_string(range.points);
}

std::string RangeKey(const Question& question, const PointRange& range) {
  std::string key = question.type == AnswerType::kChoice
                        ? question.choices[static_cast<std::size_t>(range.lo)].id
                        : std::to_string(range.lo) + " " + std::to_string(range.hi);
  return key + " " + std::to_string(range.points) + " " + std::to_string(question.per_unit);
}

// The ranges of one table that the other does not have.
std::string Only(const Work& work, const Question& question, const PointTable& table,
                 const Question& other_question, const PointTable& other) {
  std::string out;
  for (const PointRange& range : table.ranges) {
    const std::string key = RangeKey(question, range);
    const bool both = std::any_of(other.ranges.begin(), other.ranges.end(), [&](const PointRange& one) {
      return RangeKey(other_question, one) == key;
    });
    if (!both) out += (out.empty() ? "" : ", ") + RangeText(work, question, range);
  }
  return out;
}

void Part(Work& work, const DraftPart& old, const DraftPart& now, const std::string& score) {
  const Question& was = work.before.questions[old.question].question;
  const Question& is = work.after.questions[now.question].question;
  const std::string where = score + ", " + work.In(is.text);
  const auto key = [](const Draft& draft) {
    return [&draft](const PointTable& table) { return Key(draft, table.when, true); };
  };
  for (const PointTable& table : now.tables) {
    const auto same = FindIn(old.tables, key(work.after)(table), key(work.before));
    const std::string when = Describe(work.after, table.when, true, work.lang);
    const std::string place = when.empty() ? where : where + " (" + when + ")";
    if (same == old.tables.end()) {
      work.Add(ChangeKind::kAdded, "diff.table_added", {{"where", place}});
      continue;
    }
    const std::string from = Only(work, was, *same, is, table);
    const std::string to = Only(work, is, table, was, *same);
    if (!from.empty() || !to.empty()) Tell(work, place, "diff.what_points", from, to);
  }
  for (const PointTable& table : old.tables) {
    if (FindIn(now.tables, key(work.before)(table), key(work.after)) != now.tables.end()) continue;
    const std::string when = Describe(work.before, table.when, true, work.lang);
    work.Add(ChangeKind::kRemoved, "diff.table_removed",
             {{"where", when.empty() ? where : where + " (" + when + ")"}});
  }
}

void OneScore(Work& work, const DraftScore& old, const DraftScore& now) {
  const std::string& name = work.In(now.info.name);
  TextField(work, name, "diff.what_name", old.info.name, now.info.name);
  Field(work, name, "diff.what_credit", old.info.credit, now.info.credit);
  if (Key(work.before, old.except, false) != Key(work.after, now.except, false)) {
    Tell(work, name, "diff.what_except", Describe(work.before, old.except, false, work.lang),
         Describe(work.after, now.except, false, work.lang));
  }
  const auto id_in = [](const Draft& draft) {
    return [&draft](const DraftPart& part) { return draft.questions[part.question].question.id; };
  };
  const auto text_in = [&](const Draft& draft, const DraftPart& part) {
    return work.In(draft.questions[part.question].question.text);
  };
  for (const DraftPart& part : now.parts) {
    const auto same = FindIn(old.parts, id_in(work.after)(part), id_in(work.before));
    if (same != old.parts.end()) {
      Part(work, *same, part, name);
    } else {
      work.Add(ChangeKind::kAdded, "diff.part_added",
               {{"score", name}, {"question", text_in(work.after, part)}});
    }
  }
  for (const DraftPart& part : old.parts) {
    if (FindIn(now.parts, id_in(work.before)(part), id_in(work.after)) != now.parts.end()) continue;
    work.Add(ChangeKind::kRemoved, "diff.part_removed",
             {{"score", name}, {"question", text_in(work.before, part)}});
  }
}

}  // namespace

void Questions(Work& work) {
  work.area = ChangeArea::kQuestion;
  const auto id = [](const DraftQuestion& one) { return one.question.id; };
  for (const DraftQuestion& now : work.after.questions) {
    const auto old = FindIn(work.before.questions, now.question.id, id);
    if (old != work.before.questions.end()) {
      OneQuestion(work, *old, now);
      continue;
    }
    work.Add(ChangeKind::kAdded, "triage.diff_question_added", {{"question", work.In(now.question.text)}});
  }
  for (const DraftQuestion& old : work.before.questions) {
    if (FindIn(work.after.questions, old.question.id, id) != work.after.questions.end()) continue;
    work.Add(ChangeKind::kRemoved, "triage.diff_question_removed",
             {{"question", work.In(old.question.text)}});
  }
}

void Scores(Work& work) {
  work.area = ChangeArea::kScore;
  const auto id = [](const DraftScore& one) { return one.info.id; };
  for (const DraftScore& now : work.after.scores) {
    const auto old = FindIn(work.before.scores, now.info.id, id);
    if (old != work.before.scores.end()) {
      OneScore(work, *old, now);
      continue;
    }
    work.Add(ChangeKind::kAdded, "diff.score_added", {{"score", work.In(now.info.name)}});
  }
  for (const DraftScore& old : work.before.scores) {
    if (FindIn(work.after.scores, old.info.id, id) != work.after.scores.end()) continue;
    work.Add(ChangeKind::kRemoved, "diff.score_removed", {{"score", work.In(old.info.name)}});
  }
}

}  // namespace legevakt::triage::diff
