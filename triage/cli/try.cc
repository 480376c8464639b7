// A conversation on the terminal: a complaint, then the most useful question again and again, until the level
// can no longer change. After each answer it says what the level is now, why, the least and the most it can
// still become, and what is missing.
#include <algorithm>
#include <boost/json.hpp>
#include <iostream>
#include <vector>

#include "triage/cli/app.h"
#include "triage/cli/try_words.h"
#include "triage/evaluator/evaluate.h"
#include "triage/reader/answers.h"
#include "triage/reader/expression.h"

namespace legevakt::triage::cli {
namespace {

constexpr std::size_t kListMax = 20;
constexpr std::size_t kMissingShown = 3;

class Conversation {
 public:
  Conversation(App& app, const Tool& tool) : app_(app), tool_(tool), answers_(tool) {}

  void Run() {
    Tell(In(tool_.name(), app_.lang) + " " + tool_.version() + ". " + In(tool_.disclaimer(), app_.lang));
    Tell(Say("try.how"));
    if (PickComplaint()) AskAll();
    Finish();
  }

 private:
  std::string Say(std::string_view key) const { return std::string(text::Get(app_.lang, key)); }
  std::string Say(std::string_view key, text::Args args) const { return text::Format(app_.lang, key, args); }

  // With --json only the result is on stdout, and the conversation on stderr.
  void Tell(const std::string& line) const { (app_.json ? std::cerr : std::cout) << line << "\n"; }

  // What the person wrote, without the blanks around it. False at the end of the input or where they leave.
  bool ReadLine(std::string& line) {
    (app_.json ? std::cerr : std::cout) << "> " << std::flush;
    if (!std::getline(std::cin, line)) {
      Tell("");
      return false;
    }
    line = Trimmed(line);
    return !IsWord(line, Say("try.word_quit"));
  }

  // --- the complaint

  bool PickComplaint() {
    Tell(Say("try.complaint"));
    std::vector<Index> found;
    for (std::string line; ReadLine(line);) {
      // A number chooses from the list that was shown last.
      if (const std::size_t number = PositiveNumber(line); number >= 1 && number <= found.size()) {
        found = {found[number - 1]};
      } else {
        found = FindComplaints(tool_, line, app_.lang);
      }
      if (found.size() == 1) {
        complaint_ = found.front();
        Tell("");
        Tell(In(tool_.complaints()[complaint_].name, app_.lang));
        return true;
      }
      TellFound(found);
    }
    return false;
  }

  void TellFound(std::vector<Index>& found) {
    if (found.empty()) {
      Tell(Say("try.none"));
      return;
    }
    const std::size_t all = found.size();
    found.resize(std::min(all, kListMax));
    for (std::size_t i = 0; i < found.size(); ++i) {
      const Complaint& complaint = tool_.complaints()[found[i]];
      Tell("  " + std::to_string(i + 1) + ". " + In(complaint.name, app_.lang) + " (" + complaint.id + ")");
    }
    Tell(all > found.size() ? Say("try.which_more", {{"n", std::to_string(all - found.size())}})
                            : Say("try.which"));
  }

  // --- the questions

  void AskAll() {
    for (;;) {
      const Result result = Evaluate(tool_, complaint_, answers_);
      TellState(result);
      final_ = result.next_question == kNone;
      if (final_ || !Ask(result.next_question)) return;
    }
  }

  const std::string& LevelName(Index level) const { return In(tool_.levels()[level].name, app_.lang); }

  std::string Reasons(const Result& result) const {
    std::string why;
    for (const Index rule : result.decided_by) {
      why += (why.empty() ? "" : "; ") + In(tool_.rules()[rule].reason, app_.lang);
    }
    for (const Index rule : result.raised_by) {
      why += Say("try.raised", {{"reason", In(tool_.rules()[rule].reason, app_.lang)}});
    }
    return why;
  }

  void TellState(const Result& result) {
    const Level& level = tool_.levels()[result.level];
    Tell(Say("try.level", {{"letter", std::string_view(&level.letter, 1)},
                           {"name", In(level.name, app_.lang)},
                           {"why", Reasons(result)}}));
    for (const ScoreValue& score : result.scores) {
      if (score.complete || score.points > 0) {
        Tell("  " + Say(score.complete ? "triage.cli.eval_score" : "triage.cli.eval_score_least",
                        {{"score", In(tool_.scores()[score.score].name, app_.lang)},
                         {"points", std::to_string(score.points)}}));
      }
    }
    if (result.next_question == kNone) return;
    Tell("  " + Say("try.bounds", {{"least", LevelName(result.least)}, {"most", LevelName(result.most)}}));
    TellMissing(result);
  }

  void TellMissing(const Result& result) {
    if (result.missing.empty()) return;
    std::string some;
    for (std::size_t i = 0; i < std::min<std::size_t>(result.missing.size, kMissingShown); ++i) {
      some += (some.empty() ? "" : " ") + In(tool_.questions()[result.missing.items[i]].text, app_.lang);
    }
    if (result.missing.size > kMissingShown) some += " ...";
    Tell("  " + Say("try.missing",
                    {{"n", std::to_string(result.missing.size + result.missing.dropped)}, {"some", some}}));
  }

  // False where the person leaves. Taking back the last answer counts as an answer.
  bool Ask(Index index) {
    const Question& question = tool_.questions()[index];
    Tell("");
    Tell(In(question.text, app_.lang) + " " + AnswerHint(question, app_.lang));
    for (std::string line; ReadLine(line);) {
      if (line == "?") {
        TellHelp(index);
        continue;
      }
      if (IsWord(line, Say("try.word_back"))) {
        if (TakeBack()) return true;
        Tell(Say("try.nothing_back"));
        continue;
      }
      std::string problem;
      Value value;
      if (ParseAnswer(question, AsAnswer(question, line, app_.lang), app_.lang, value, problem)) {
        answers_.values[index] = value;
        given_.push_back(index);
        return true;
      }
      Tell(Say("try.not_understood") + " " + AnswerHint(question, app_.lang));
    }
    return false;
  }

  void TellHelp(Index index) {
    const Question& question = tool_.questions()[index];
    const std::vector<Index>& must = tool_.complaints()[complaint_].must_ask;
    if (!In(question.help, app_.lang).empty()) Tell(In(question.help, app_.lang));
    const bool required = std::find(must.begin(), must.end(), index) != must.end();
    Tell(Say(required ? "try.help_must" : "try.help_may"));
    Tell(Say("try.how"));
  }

  bool TakeBack() {
    if (given_.empty()) return false;
    answers_.values[given_.back()] = {};
    given_.pop_back();
    return true;
  }

  // --- the end

  void Finish() {
    app_.exit_code = final_ ? kYes : kNo;
    if (!final_) Tell(Say("try.left"));
    if (complaint_ == kNone) {
      if (app_.json) Print(boost::json::serialize(boost::json::object{{"final", false}, {"level", nullptr}}));
      return;
    }
    const Result result = Evaluate(tool_, complaint_, answers_);
    if (final_) TellEnd(result);
    if (app_.json) PrintJson(result);
  }

  void TellEnd(const Result& result) {
    Tell("");
    Tell(Say("try.final", {{"n", std::to_string(given_.size())}}));
    const Advice& advice = tool_.AdviceFor(complaint_, result.level);
    Tell(In(advice.text, app_.lang));
    Tell(In(advice.safety_net, app_.lang));
    std::string modes;
    const ModeSet allowed = tool_.ModesFor(complaint_, result.level);
    for (std::size_t i = 1; i <= kModeIds.size(); ++i) {
      if (!allowed.Has(static_cast<Mode>(i))) continue;
      modes += (modes.empty() ? "" : ", ") + Say("triage.mode." + std::string(kModeIds[i - 1]));
    }
    Tell(Say("try.allowed", {{"modes", modes}}));
    Tell(Say("try.reassess",
             {{"n", std::to_string(tool_.ReassessMinutes(complaint_, result.level, Place::kUnknown))}}));
  }

  void PrintJson(const Result& result) const {
    boost::json::object answers;
    for (const Index index : given_) {
      const Question& question = tool_.questions()[index];
      answers[question.id] = AnswerText(question, answers_.values[index]);
    }
    const auto id = [&](Index level) { return tool_.levels()[level].id; };
    const boost::json::object out{{"tool", tool_.id()},
                                  {"hash", tool_.hash()},
                                  {"complaint", tool_.complaints()[complaint_].id},
                                  {"level", id(result.level)},
                                  {"least", id(result.least)},
                                  {"most", id(result.most)},
                                  {"final", final_},
                                  {"why", Reasons(result)},
                                  {"answers", answers}};
    Print(boost::json::serialize(out));
  }

  App& app_;
  const Tool& tool_;
  AnswerSet answers_;
  // In the order they were given, to take back.
  std::vector<Index> given_;
  Index complaint_ = kNone;
  bool final_ = false;
};

void RunTry(App& app, const std::string& file) {
  const std::shared_ptr<const Tool> tool = ReadTool(app, file);
  if (tool != nullptr) Conversation(app, *tool).Run();
}

}  // namespace

void AddTry(App& app) {
  CLI::App* command = AddCommand(app, "try", "triage.cli.try");
  const auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, Say("triage.cli.tool_file"))->required();
  command->callback([&app, file] { RunTry(app, *file); });
}

}  // namespace legevakt::triage::cli
