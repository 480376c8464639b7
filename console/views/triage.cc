// The triage form, made from the tool: the complaint, its questions, vital signs, and the level as it follows
// what is typed, with why and what could still change it.
#include <algorithm>
#include <cmath>
#include <utility>

#include "console/model/language.h"
#include "console/model/search.h"
#include "console/model/triage_form.h"
#include "console/model/vitals.h"
#include "console/ui/marks.h"
#include "console/ui/tri_layout.h"
#include "console/ui/widgets.h"
#include "console/views/draw.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Align;
using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

// Narrower than this, a form has one column.
constexpr float kBeside = 600;

void Pick(App& app, Draft& draft, const triage::Tool& tool, triage::Index complaint) {
  ChooseComplaint(draft.assessment, tool, complaint);
  app.view().searching = false;
  app.view().complaint_query.clear();
  app.view().focus_next = true;
}

const ComplaintSearch& Complaints(App& app, const triage::Tool& tool) {
  auto& last = app.view().complaints;
  const std::string& query = app.view().complaint_query;
  if (last.tool_hash != tool.hash() || last.query != query || last.search.found.empty())
    last = {tool.hash(), query, SearchComplaints(tool, query)};
  return last.search;
}

// Enter takes the first only where that has all that was typed.
void DrawSearch(App& app, Rect rect, Draft& draft, const triage::Tool& tool, bool enabled) {
  auto& ui = app.ui();
  Rect inner = rect.Inset(ui.Px(16), ui.Px(12));
  Heading(app, inner.CutTop(ui.Px(28)), ui.T("console.triage.search_title"));
  inner.CutTop(ui.Px(4));
  const Rect field = inner.CutTop(ui.Px(ui::kFieldHeight));
  const bool enter = ui.focus.Has("triage/search") && ui.input.chord &&
                     ui.input.chord->key == ui::Key::kEnter && !ui.input.chord->ctrl && !ui.input.repeat;
  // As this frame found it: what is typed in the field below is searched in the next.
  const auto& [found, sure] = Complaints(app, tool);
  if (enter && enabled && sure) {
    ui.input.chord.reset();
    return Pick(app, draft, tool, found.front());
  }
  ui::TextField(ui, "triage/search", field, app.view().complaint_query,
                {.hint = ui.T("console.triage.search_hint")});
  inner.CutTop(ui.Px(8));
  if (found.empty()) {
    Label(ui, inner.CutTop(ui.Px(32)), ui.fonts.body, Role::kTextDim, ui.T("console.triage.search_none"));
    return;
  }
  ui::Scroll flow(ui, "complaints", {{rect.min.x + ui.Px(4), inner.min.y}, {rect.max.x, rect.max.y}});
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& complaint = tool.complaints()[found[i]];
    const Rect row = flow.Next(ui.Px(38));
    const bool picked = ui::SelectableRow(ui, ui::Id("triage/complaint", complaint.id), row, i == 0 && sure);
    const bool first = i == 0 && sure;
    Rect text = row.Inset(ui.Px(10), 0);
    if (first) {
      const auto key = ui.T("console.key.257");
      const Rect cap = text.CutRight(ui::KeyCapWidth(ui, key));
      ui::KeyCap(ui, {cap.min.x, row.middle().y}, key);
      text.CutRight(ui.Px(12));
    }
    const auto& name = In(ui.lang, complaint.name);
    Label(ui, text.CutLeft(std::min(text.width(), ui::TextWidth(ui, ui.fonts.bold, name) + ui.Px(16))),
          ui.fonts.bold, first ? Role::kOnSelected : Role::kText, name);
    Label(ui, text, ui.fonts.small, first ? Role::kOnSelected : Role::kTextDim,
          app.Words(tool.hash(), found[i], [&] {
            std::string words;
            for (const auto& word : complaint.words) words += (words.empty() ? "" : ", ") + word;
            return words;
          }));
    if (picked && enabled) return Pick(app, draft, tool, found[i]);
  }
}

// --- the words of the form

struct QuestionWords {
  // A number's, with its unit.
  std::string caption;
  // What is plausible, where it is a number.
  std::string range;
  // Of a choice.
  std::vector<std::string> choices;
};

// Made once for each form: a frame makes none.
const QuestionWords& WordsOf(App& app, const triage::Tool& tool, triage::Index index) {
  return app.Kept<QuestionWords>("form.question", index, tool.hash(), [&] {
    const auto& ui = app.ui();
    const auto& question = tool.questions()[index];
    QuestionWords words;
    for (const auto& choice : question.choices) words.choices.push_back(In(ui.lang, choice.text));
    if (question.type != triage::AnswerType::kNumber) return words;
    words.caption = In(ui.lang, question.text);
    if (!question.unit.empty()) words.caption += " (" + question.unit + ")";
    words.range = RangeText(question, ui.lang == text::Lang::kNb);
    return words;
  });
}

const FormQuestions& QuestionsNow(App& app, const triage::Tool& tool, triage::Index complaint) {
  return app.Kept<FormQuestions>("form.questions", complaint, tool.hash(),
                                 [&] { return QuestionsOf(tool, complaint); });
}

// "A  Akutt": the letter, and the level in words.
const std::vector<std::string>& LevelOptions(App& app, const triage::Tool& tool) {
  return app.Kept<std::vector<std::string>>("form.levels", 0, tool.hash(), [&] {
    std::vector<std::string> options;
    for (const auto& level : tool.levels())
      options.push_back(std::string(1, level.letter) + "  " + In(app.ui().lang, level.name));
    return options;
  });
}

// --- the level

std::string LevelWord(const ui::Ui& ui, const triage::Tool& tool, triage::Index level) {
  return level == triage::kNone ? std::string() : In(ui.lang, tool.levels()[level].name);
}

std::string Why(const ui::Ui& ui, const triage::Tool& tool, const triage::Result& result) {
  std::string why;
  const auto add = [&](const auto& list) {
    for (const auto rule : list) why += (why.empty() ? "" : ", ") + In(ui.lang, tool.rules()[rule].reason);
  };
  add(result.decided_by);
  add(result.raised_by);
  if (why.empty()) why = ui.T("console.triage.no_rule");
  return why;
}

// "Kan ennå bli Vanlig–Akutt · 2 må-spørsmål gjenstår · NEWS2 minst 5".
std::string Open(const ui::Ui& ui, const triage::Tool& tool, const triage::Result& result) {
  std::string line;
  const auto add = [&line](const std::string& part) { line += (line.empty() ? "" : " · ") + part; };
  if (result.least != result.most && result.least != triage::kNone) {
    add(text::Format(
        ui.lang, "console.triage.range",
        {{"least", LevelWord(ui, tool, result.least)}, {"most", LevelWord(ui, tool, result.most)}}));
  } else {
    add(std::string(ui.T("console.triage.settled")));
  }
  // What the intake has to say stands on another page.
  const auto of_intake = [&tool](triage::Index index) {
    return tool.questions()[index].fact == triage::Fact::kAgeMonths;
  };
  const auto intake = std::count_if(result.missing.begin(), result.missing.end(), of_intake);
  if (const auto here = std::int64_t{result.missing.size} - intake; here > 0)
    add(text::Format(ui.lang, "console.triage.missing", {{"n", std::to_string(here)}}));
  if (intake > 0) add(std::string(ui.T("console.triage.age_missing")));
  for (const auto& score : result.scores) {
    const auto& info = tool.scores()[score.score];
    add(text::Format(ui.lang, score.complete ? "console.triage.score" : "console.triage.score_least",
                     {{"name", In(ui.lang, info.name)}, {"n", std::to_string(score.points)}}));
  }
  return line;
}

// Where it is narrow, the operator's choice stands below what the tool says.
bool LevelIsStacked(const ui::Ui& ui, float width) {
  return width < ui.Px(kBeside);
}

float LevelHeight(const ui::Ui& ui, float width) {
  const float choice = LevelIsStacked(ui, width) ? ui::kCaptionHeight + ui::kFieldHeight : 0;
  return ui.Px((ui::IsLow(ui) ? 64 : 78) + choice);
}

void DrawLevel(App& app, Rect rect, const v1::Contact& contact, Draft& draft, const triage::Tool& tool,
               const triage::Result& result, bool enabled) {
  auto& ui = app.ui();
  ui::Fill(ui, rect, Role::kBackground);
  ui::RuleBelow(ui, rect);
  Rect inner = rect.Inset(ui.Px(16), ui.Px(ui::IsLow(ui) ? 3 : 8));
  const bool stacked = LevelIsStacked(ui, rect.width());
  const auto& level = tool.levels()[result.level];
  const auto suggested = static_cast<v1::Hastegrad>(level.hastegrad);

  // The operator's choice, on the right: the tool's levels, and "follow the tool".
  const auto& options = LevelOptions(app, tool);
  int chosen = -1;
  const auto levels = tool.levels();
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i].id == draft.assessment.level_id) chosen = static_cast<int>(i);
  }
  const float choose = ui.Px(120) * static_cast<float>(options.size());
  Rect right = stacked ? inner.CutBottom(ui.Px(ui::kCaptionHeight + ui::kFieldHeight))
                       : inner.CutRight(std::min(inner.width() * 0.42F, choose));
  if (!stacked) inner.CutRight(ui.Px(16));
  ui::Caption(ui, right.CutTop(ui.Px(ui::kCaptionHeight)),
              ui.T(chosen < 0 ? "console.triage.follows" : "console.triage.own"));
  if (ui::Choose(ui, "triage/level", right.CutTop(ui.Px(ui::kFieldHeight)), options, chosen, enabled)) {
    const bool same = chosen >= 0 && static_cast<triage::Index>(chosen) == result.level &&
                      levels[static_cast<std::size_t>(chosen)].rank >= contact.rank();
    draft.assessment.level_id = chosen < 0 || same ? "" : levels[static_cast<std::size_t>(chosen)].id;
    draft.assessment.chosen_against = level.rank;
    draft.assessment.touched = true;
  }
  Rect top = inner.CutTop(ui.Px(30));
  ui::UrgencyBadge(ui, {top.min.x, top.min.y + ui.Px(2)}, suggested);
  top.CutLeft(ui.Px(ui::kBadgeWidth + 12));
  Label(ui, top, ui.fonts.bold, Role::kText, app.Words("form.why", 0, app.view().form.version(), [&] {
    return LevelWord(ui, tool, result.level) + ": " + Why(ui, tool, result);
  }));
  Label(ui, inner.CutTop(ui.Px(26)), ui.fonts.small, Role::kTextDim,
        app.Words("form.open", 0, app.view().form.version(), [&] { return Open(ui, tool, result); }));
}

// True where the choice is lower than the suggestion or than the contact's level now.
bool Lowered(const v1::Contact& contact, const Draft& draft, const triage::Tool& tool,
             const triage::Result& result) {
  triage::Index index =
      draft.assessment.level_id.empty() ? result.level : tool.FindLevel(draft.assessment.level_id);
  if (index == triage::kNone) return false;
  const int rank = tool.levels()[index].rank;
  return rank < tool.levels()[result.level].rank || rank < contact.rank();
}

// What was chosen before the last answers holds only as long as they say nothing worse.
void FollowSuggestion(App& app, const v1::Contact& contact, Draft& draft, const triage::Tool& tool,
                      const triage::Result& result) {
  if (!app.MayChange(contact) || !DropOutdatedChoice(draft.assessment, tool, result)) return;
  // Nothing answered here: it was age, or what central knows of other contacts, and is seen on the badge.
  if (!draft.touched()) return;
  app.Say({.contact_id = contact.contact_id()}, std::string(app.ui().T("console.triage.choice_dropped")),
          false);
}

// --- questions

void SetAnswer(Draft& draft, const std::string& id, const v1::Answer& answer, bool absent) {
  if (absent) {
    draft.assessment.answers.erase(id);
  } else {
    draft.assessment.answers[id] = answer;
    draft.assessment.answers[id].set_question_id(id);
  }
  draft.assessment.touched = true;
}

// The form's own answer; for the three safety questions also what the intake says.
v1::Tri TriOf(const Draft& draft, const std::string& id) {
  const auto found = draft.assessment.answers.find(id);
  if (found != draft.assessment.answers.end()) return found->second.tri();
  if (id == "airway_threat") return draft.intake.airway;
  if (id == "breathing_trouble") return draft.intake.breathing;
  if (id == "reduced_consciousness") return draft.intake.consciousness;
  return v1::TRI_UNSPECIFIED;
}

void DrawChoice(App& app, ui::Scroll& flow, Draft& draft, const triage::Tool& tool, triage::Index index,
                const ui::Id& id, bool enabled) {
  auto& ui = app.ui();
  const auto& question = tool.questions()[index];
  ui::Caption(ui, flow.Next(ui.Px(ui::kCaptionHeight)).Inset(ui.Px(28), 0), In(ui.lang, question.text));
  const auto& options = WordsOf(app, tool, index).choices;
  int chosen = -1;
  const auto found = draft.assessment.answers.find(question.id);
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    if (found != draft.assessment.answers.end() && found->second.choice() == question.choices[i].id)
      chosen = static_cast<int>(i);
  }
  const int columns = static_cast<int>((flow.width() - ui.Px(28)) / ui.Px(170));
  const int per_row = std::clamp(columns, 1, std::max(1, static_cast<int>(options.size())));
  Rect rect = flow.Next(ui::ChooseHeight(ui, options.size(), per_row));
  rect.CutLeft(ui.Px(28));
  if (ui::Choose(ui, id, rect, options, chosen, enabled, per_row)) {
    v1::Answer answer;
    if (chosen >= 0) answer.set_choice(question.choices[static_cast<std::size_t>(chosen)].id);
    SetAnswer(draft, question.id, answer, chosen < 0);
  }
  flow.Gap(ui.Px(6));
}

std::string_view NumberError(const ui::Ui& ui, TypedNumber verdict) {
  switch (verdict) {
    case TypedNumber::kEmpty:
    case TypedNumber::kGood:
      return {};
    case TypedNumber::kNotANumber:
      return ui.T("console.vitals.not_number");
    case TypedNumber::kTooFine:
      return ui.T("console.vitals.too_fine");
    case TypedNumber::kImplausible:
      return ui.T("console.vitals.implausible");
  }
  return {};
}

// Caption with unit, field, and below it the plausible range or what is wrong. Gives nothing to the level
// while the number cannot be believed.
void DrawNumber(App& app, Rect rect, Draft& draft, const triage::Tool& tool, triage::Index index,
                const ui::Id& id, bool enabled) {
  auto& ui = app.ui();
  const auto& question = tool.questions()[index];
  const QuestionWords& words = WordsOf(app, tool, index);
  ui::Caption(ui, rect.CutTop(ui.Px(ui::kCaptionHeight)), words.caption);
  auto& typed = draft.assessment.typed[question.id];
  const auto before = ParseNumber(question, typed);
  const Rect field = rect.CutTop(ui.Px(ui::kFieldHeight));
  if (ui::TextField(ui, id, field, typed,
                    {.hint = words.range, .error = NumberError(ui, before.verdict), .read_only = !enabled})) {
    const auto now = ParseNumber(question, typed);
    v1::Answer answer;
    answer.set_scaled(now.steps);
    SetAnswer(draft, question.id, answer, now.verdict != TypedNumber::kGood);
  }
}

// Letters that run from the right cannot be drawn here: the sheet has them.
bool OnPaperOnly(std::string_view language) {
  return language == "ar";
}

// The question in the caller's language, above it, where the tool has it: to read aloud, or for the
// interpreter.
void DrawTranslation(App& app, ui::Scroll& flow, const triage::Question& question,
                     std::string_view language) {
  if (language.empty() || OnPaperOnly(language)) return;
  for (const auto& translation : question.translations) {
    if (triage::kFurtherLanguages.at(translation.language) != language) continue;
    auto& ui = app.ui();
    const std::string& words = translation.text;
    const float left = ui.Px(28);
    const float height = ui.fonts.body
                             ->CalcTextSizeA(ui.fonts.body->FontSize, FLT_MAX, flow.width() - left,
                                             words.data(), words.data() + words.size())
                             .y;
    flow.Gap(ui.Px(6));
    Rect row = flow.Next(height);
    row.CutLeft(left);
    ui::Paragraph(ui, row, ui.fonts.body, Role::kText, words);
  }
}

void DrawQuestions(App& app, ui::Scroll& flow, Draft& draft, const triage::Tool& tool,
                   const triage::Result& result, const FormQuestions& form, triage::Index complaint,
                   bool enabled) {
  auto& ui = app.ui();
  const auto& asked = form.asked;
  flow.Gap(ui.Px(4));
  const std::string& language = app.Words("form.language", 0, draft.intake.interpreter,
                                          [&] { return LanguageCode(draft.intake.interpreter); });
  if (OnPaperOnly(language))
    ui::Caption(ui, flow.Next(ui.Px(26)), app.Words("form.on_paper", 0, language, [&] {
      return text::Format(ui.lang, "console.triage.on_paper", {{"lang", LanguageName(ui.lang, language)}});
    }));
  auto& view = app.view();
  const auto on_form = [&](const std::vector<triage::Index>& list) {
    return std::find(list.begin(), list.end(), result.next_question) != list.end();
  };
  // What comes next is of the intake, or nothing: the keys begin with what is open here.
  const bool elsewhere = !on_form(asked) && !on_form(form.vitals);
  const auto open = std::find_if(asked.begin(), asked.end(), [&](triage::Index index) {
    return result.next_question != triage::kNone &&
           !draft.assessment.answers.contains(tool.questions()[index].id);
  });
  const triage::Index begin = open != asked.end() ? *open : asked.empty() ? triage::kNone : asked.front();
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto& question = tool.questions()[asked[i]];
    const ui::Id id("triage/q", question.id);
    if (view.focus_next && asked[i] == (elsewhere ? begin : result.next_question)) {
      ui.focus.Set(id);
      view.focus_next = false;
    }
    if (question.type == triage::AnswerType::kChoice) {
      DrawChoice(app, flow, draft, tool, asked[i], id, enabled);
      continue;
    }
    if (question.type == triage::AnswerType::kNumber) {
      Rect row = flow.Next(ui.Px(ui::kCaptionHeight + ui::kFieldHeight + 24));
      row.CutLeft(ui.Px(28));
      DrawNumber(app, row, draft, tool, asked[i], id, enabled);
      continue;
    }
    DrawTranslation(app, flow, question, language);
    v1::Tri value = TriOf(draft, question.id);
    const auto before = value;
    const bool next = asked[i] == result.next_question;
    const bool must = IsMust(tool, complaint, asked[i]);
    const std::string& words = In(ui.lang, question.text);
    const Rect row = flow.Next(ui::TriHeight(ui, flow.width(), words, must, ui.Px(42)));
    if (!ui::TriRow(ui, id, row, words, value, enabled, next, must)) continue;
    v1::Answer answer;
    answer.set_tri(value);
    SetAnswer(draft, question.id, answer, value == v1::TRI_UNSPECIFIED);
    if (before == v1::TRI_UNSPECIFIED && value != v1::TRI_UNSPECIFIED) ui.focus.Step(1);
  }
}

void DrawVitals(App& app, ui::Scroll& flow, Draft& draft, const triage::Tool& tool,
                const std::vector<triage::Index>& vitals, triage::Index next, bool enabled) {
  auto& ui = app.ui();
  Heading(app, flow.Next(ui.Px(28)), ui.T("console.triage.vitals"));
  for (const auto index : vitals) {
    const auto& question = tool.questions()[index];
    const ui::Id id("triage/v", question.id);
    if (index == next && std::exchange(app.view().focus_next, false)) ui.focus.Set(id);
    if (question.type == triage::AnswerType::kNumber) {
      const Rect row = flow.Next(ui.Px(ui::kCaptionHeight + ui::kFieldHeight + 24));
      DrawNumber(app, row, draft, tool, index, id, enabled);
      if (index == next)
        ui::Shape(ui, {row.max.x - ui.Px(9), row.min.y + ui.Px(ui::kCaptionHeight / 2)}, ui.Px(10),
                  ui::MarkShape::kCircle, ui.Colour(Role::kAccent));
    } else if (question.type == triage::AnswerType::kChoice) {
      DrawChoice(app, flow, draft, tool, index, id, enabled);
    } else {
      v1::Tri value = TriOf(draft, question.id);
      ui::Caption(ui, flow.Next(ui.Px(ui::kCaptionHeight)), In(ui.lang, question.text));
      if (ui::TriRow(ui, id, flow.Next(ui.Px(42)), {}, value, enabled, index == next)) {
        v1::Answer answer;
        answer.set_tri(value);
        SetAnswer(draft, question.id, answer, value == v1::TRI_UNSPECIFIED);
      }
    }
  }
  for (const auto& score : tool.scores()) ui::Caption(ui, flow.Next(ui.Px(24)), score.credit);
}

// What is assessed, the way to another, and which version of the tool asks.
void DrawComplaint(App& app, Rect head, const triage::Tool& tool, triage::Index complaint) {
  auto& ui = app.ui();
  const std::string key = "F3";
  const Rect cap = head.CutRight(ui::KeyCapWidth(ui, key) + ui.Px(8) +
                                 ui::TextWidth(ui, ui.fonts.small, ui.T("console.triage.change")));
  ui::KeyCap(ui, {cap.min.x, cap.middle().y}, key);
  Label(ui, cap, ui.fonts.small, Role::kTextDim, ui.T("console.triage.change"), Align::kRight);
  head.CutRight(ui.Px(16));
  const auto& name = In(ui.lang, tool.complaints()[complaint].name);
  Label(ui, head.CutLeft(std::min(head.width(), ui::TextWidth(ui, ui.fonts.bold, name) + ui.Px(16))),
        ui.fonts.bold, Role::kText, name);
  // A contact keeps the version that it began with: said where that is not the active one any more.
  Label(ui, head, ui.fonts.small, Role::kTextDim,
        app.Words("form.about", 0, tool.hash(), [&]() -> std::string {
          const std::string& about = In(ui.lang, tool.disclaimer());
          if (tool.hash() == app.store().state().active_tool_hash) return about;
          return text::Format(ui.lang, "console.triage.own_version", {{"version", tool.version()}}) + " · " +
                 about;
        }));
}

void DrawForm(App& app, Rect rect, const v1::Contact& contact, Draft& draft, const triage::Tool& tool,
              triage::Index complaint, bool enabled) {
  auto& ui = app.ui();
  // A copy: what is answered below makes it anew.
  const auto result =
      app.view().form.At(tool, app.store().state(), app.picture().changes(), contact, draft, app.now_us());
  FollowSuggestion(app, contact, draft, tool, result);
  const bool low = ui::IsLow(ui);
  if (!low) DrawComplaint(app, rect.CutTop(ui.Px(44)).Inset(ui.Px(16), 0), tool, complaint);
  DrawLevel(app, rect.CutTop(LevelHeight(ui, rect.width())), contact, draft, tool, result, enabled);
  if (Lowered(contact, draft, tool, result)) {
    Rect row = rect.CutTop(ui.Px(ui::kCaptionHeight + ui::kFieldHeight + 14)).Inset(ui.Px(16), ui.Px(4));
    ui::Caption(ui, row.CutTop(ui.Px(ui::kCaptionHeight)), ui.T("console.triage.lowering"));
    const bool empty = draft.assessment.lowering_reason.empty();
    if (ui::TextField(ui, "triage/lowering", row.CutTop(ui.Px(ui::kFieldHeight)),
                      draft.assessment.lowering_reason,
                      {.hint = empty ? ui.T("console.triage.lowering_hint") : "", .read_only = !enabled})) {
      draft.assessment.touched = true;
    }
  } else if (draft.assessment.level_id.empty()) {
    draft.assessment.lowering_reason.clear();
  }
  const FormQuestions& form = QuestionsNow(app, tool, complaint);
  // Side by side where both have room for their words; else the measurements follow the questions.
  const bool beside = !form.vitals.empty() && rect.width() >= ui.Px(kBeside);
  const float vitals_width = beside ? std::clamp(rect.width() * 0.34F, ui.Px(220), ui.Px(320)) : 0;
  const Rect vitals = rect.CutRight(vitals_width);
  {
    ui::Scroll flow(ui, "questions", {{rect.min.x + ui.Px(4), rect.min.y}, rect.max});
    // On a low screen it goes up with the first questions.
    if (low) DrawComplaint(app, flow.Next(ui.Px(34)).Inset(ui.Px(12), 0), tool, complaint);
    DrawQuestions(app, flow, draft, tool, result, form, complaint, enabled);
    if (!beside && !form.vitals.empty()) {
      flow.Gap(ui.Px(12));
      DrawVitals(app, flow, draft, tool, form.vitals, result.next_question, enabled);
    }
  }
  if (!beside) return;
  ui::Fill(ui, {{vitals.min.x, vitals.min.y + ui.Px(12)}, {vitals.min.x + 1, vitals.max.y}}, Role::kRule);
  ui::Scroll flow(ui, "vitals", vitals);
  DrawVitals(app, flow, draft, tool, form.vitals, result.next_question, enabled);
}

}  // namespace

void DrawTriage(App& app, const Rect& rect, const Rect& beside_tabs, const v1::Contact& contact) {
  auto& ui = app.ui();
  const triage::Tool* tool = app.ToolOf(contact);
  const bool enabled = app.MayChange(contact);
  if (tool == nullptr) {
    Label(ui, Rect(rect).CutTop(ui.Px(60)).Inset(ui.Px(16), 0), ui.fonts.body, Role::kText,
          ui.T("refusal.no_tool"));
    return;
  }
  auto& draft = app.DraftOf(contact.contact_id());
  const triage::Index complaint = tool->FindComplaint(draft.assessment.complaint_id);
  if (complaint == triage::kNone || app.view().searching) return DrawSearch(app, rect, draft, *tool, enabled);
  Rect body = rect;
  Rect bottom = PrimaryPlace(ui, body, beside_tabs);
  DrawForm(app, body, contact, draft, *tool, complaint, enabled);
  if (PrimaryBar(app, bottom, "triage/primary", ui.T("console.triage.save"), enabled,
                 {.contact_id = contact.contact_id()}))
    return app.PrimaryAction();
  if (!draft.assessment.touched || !enabled) return;
  const auto label = ui.T("console.triage.discard");
  const float width = ui::TextWidth(ui, ui.fonts.body, label) + ui.Px(32);
  // Where there is room for it beside the primary button.
  if (bottom.width() < width + ui.Px(320)) return;
  if (ui::Button(ui, "triage/discard", bottom.CutLeft(width), label, ui::ButtonKind::kQuiet))
    app.DiscardAssessment();
}

}  // namespace legevakt::console
