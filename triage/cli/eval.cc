#include <boost/json.hpp>
#include <vector>

#include "base/yaml_reader.h"
#include "triage/cli/app.h"
#include "triage/evaluator/evaluate.h"
#include "triage/reader/answers.h"
#include "triage/reader/expression.h"

namespace legevakt::triage::cli {
namespace {

struct Wanted {
  std::string file;
  std::string complaint;
  std::vector<std::string> answers;
  bool rest_no = false;
};

template <typename List>
std::string DidYouMeanOne(text::Lang lang, std::string_view id, const List& list) {
  std::vector<std::string_view> known;
  for (const auto& item : list) known.push_back(item.id);
  return DidYouMean(lang, id, known);
}

// "cold_sweat=yes" into its slot. False, and the problem told, where it is not understood.
bool Take(App& app, const Tool& tool, std::string_view answer, AnswerSet& answers) {
  const auto refuse = [&](const std::string& why) {
    PrintError(text::Format(app.lang, "triage.cli.bad_answer", {{"answer", answer}, {"why", why}}));
    app.exit_code = kWrongUse;
    return false;
  };
  const std::size_t equals = answer.find('=');
  if (equals == std::string_view::npos)
    return refuse(std::string(text::Get(app.lang, "triage.cli.answer_shape")));
  const std::string_view id = answer.substr(0, equals);
  const Index question = tool.FindQuestion(id);
  if (question == kNone) {
    return refuse(text::Format(app.lang, "triage.unknown_question",
                               {{"id", id}, {"suggestion", DidYouMeanOne(app.lang, id, tool.questions())}}));
  }
  std::string problem;
  const std::string_view text = answer.substr(equals + 1);
  if (ParseAnswer(tool.questions()[question], text, app.lang, answers.values[question], problem)) return true;
  return refuse(problem);
}

void PrintText(const App& app, const Tool& tool, Index complaint, const Result& result) {
  const text::Lang lang = app.lang;
  const Level& level = tool.levels()[result.level];
  Print(text::Format(lang, "triage.cli.eval_level",
                     {{"letter", std::string_view(&level.letter, 1)}, {"name", In(level.name, lang)}}));
  for (const Index rule : result.decided_by) {
    Print(text::Format(lang, "triage.cli.eval_decided", {{"reason", In(tool.rules()[rule].reason, lang)}}));
  }
  for (const Index rule : result.raised_by) {
    Print(text::Format(lang, "triage.cli.eval_raised", {{"reason", In(tool.rules()[rule].reason, lang)}}));
  }
  for (const ScoreValue& score : result.scores) {
    Print(text::Format(
        lang, score.complete ? "triage.cli.eval_score" : "triage.cli.eval_score_least",
        {{"score", In(tool.scores()[score.score].name, lang)}, {"points", std::to_string(score.points)}}));
  }
  if (result.least != result.most) {
    Print(text::Format(lang, "triage.cli.eval_bounds",
                       {{"least", In(tool.levels()[result.least].name, lang)},
                        {"most", In(tool.levels()[result.most].name, lang)}}));
  }
  for (const Index question : result.missing) {
    Print(text::Format(lang, "triage.cli.eval_missing",
                       {{"question", In(tool.questions()[question].text, lang)}}));
  }
  if (result.next_question != kNone) {
    const std::string& question = In(tool.questions()[result.next_question].text, lang);
    Print(text::Format(lang, "triage.cli.eval_next", {{"question", question}}));
  }
  const Advice& advice = tool.AdviceFor(complaint, result.level);
  Print(text::Format(lang, "triage.cli.eval_advice", {{"text", In(advice.text, lang)}}));
  Print(In(advice.safety_net, lang));
  Print(In(tool.disclaimer(), lang));
}

void PrintJson(const Tool& tool, Index complaint, const Result& result) {
  const auto rules = [&](const auto& list) {
    boost::json::array out;
    for (const Index rule : list) out.push_back(boost::json::value(tool.rules()[rule].id));
    return out;
  };
  boost::json::array missing;
  for (const Index question : result.missing)
    missing.push_back(boost::json::value(tool.questions()[question].id));
  boost::json::array scores;
  for (const ScoreValue& score : result.scores) {
    scores.push_back(
        {{"score", tool.scores()[score.score].id}, {"points", score.points}, {"complete", score.complete}});
  }
  boost::json::object out{{"tool", tool.id()},
                          {"version", tool.version()},
                          {"hash", tool.hash()},
                          {"complaint", tool.complaints()[complaint].id},
                          {"level", tool.levels()[result.level].id},
                          {"rank", tool.levels()[result.level].rank},
                          {"decided_by", rules(result.decided_by)},
                          {"raised_by", rules(result.raised_by)},
                          {"least", tool.levels()[result.least].id},
                          {"most", tool.levels()[result.most].id},
                          {"missing", missing},
                          {"next_question", nullptr},
                          {"scores", scores}};
  if (result.next_question != kNone) out["next_question"] = tool.questions()[result.next_question].id;
  Print(boost::json::serialize(out));
}

void RunEval(App& app, const Wanted& wanted) {
  const std::shared_ptr<const Tool> tool = ReadTool(app, wanted.file);
  if (tool == nullptr) return;
  const Index complaint = tool->FindComplaint(wanted.complaint);
  if (complaint == kNone) {
    const std::string suggestion = DidYouMeanOne(app.lang, wanted.complaint, tool->complaints());
    PrintError(text::Format(app.lang, "triage.cli.unknown_complaint",
                            {{"id", wanted.complaint}, {"suggestion", suggestion}}));
    app.exit_code = kWrongUse;
    return;
  }
  AnswerSet answers(*tool);
  for (const std::string& answer : wanted.answers) {
    if (!Take(app, *tool, answer, answers)) return;
  }
  if (wanted.rest_no) AnswerRestNo(*tool, complaint, answers);
  const Result result = Evaluate(*tool, complaint, answers);
  if (app.json) {
    PrintJson(*tool, complaint, result);
  } else {
    PrintText(app, *tool, complaint, result);
  }
}

}  // namespace

void AddEval(App& app) {
  CLI::App* command = AddCommand(app, "eval", "triage.cli.eval");
  const auto wanted = std::make_shared<Wanted>();
  command->add_option("FILE", wanted->file, Say("triage.cli.tool_file"))->required();
  command->add_option("--complaint", wanted->complaint, Say("triage.cli.complaint"))
      ->required()
      ->type_name("ID");
  command->add_option("--answer", wanted->answers, Say("triage.cli.answer"))->type_name("Q=V");
  command->add_flag("--rest-no", wanted->rest_no, Say("triage.cli.rest_no"));
  command->callback([&app, wanted] { RunEval(app, *wanted); });
}

}  // namespace legevakt::triage::cli
