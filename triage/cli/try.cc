#include <algorithm>
#include <iostream>
#include <vector>

#include "triage/answers.h"
#include "triage/cli/app.h"
#include "triage/evaluate.h"
#include "triage/expression.h"

namespace legevakt::triage::cli {
namespace {

// A conversation on the terminal: a complaint, then the most useful question again and again, until the level
// can no longer change. Ends where the input ends.
class Conversation {
 public:
  Conversation(App& app, const Tool& tool) : app_(app), tool_(tool), answers_(tool) {}

  void Run() {
    Print(In(tool_.disclaimer(), app_.lang));
    if (!PickComplaint()) return;
    for (;;) {
      const Result result = Evaluate(tool_, complaint_, answers_);
      Show(result);
      if (result.next_question == kNone) break;
      if (!Ask(result.next_question)) return;
    }
    const Index level = Evaluate(tool_, complaint_, answers_).level;
    const Advice& advice = tool_.AdviceFor(complaint_, level);
    Print(text::Get(app_.lang, "triage.try_final"));
    Print(In(advice.text, app_.lang));
    Print(In(advice.safety_net, app_.lang));
  }

 private:
  bool ReadLine(std::string& line) {
    std::cout << "> " << std::flush;
    if (!std::getline(std::cin, line)) return false;
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
    return true;
  }

  bool Matches(const Complaint& complaint, const std::string& wanted) const {
    const auto has = [&](const std::string& word) { return word.find(wanted) != std::string::npos; };
    return has(complaint.id) || has(In(complaint.name, app_.lang)) ||
           std::any_of(complaint.words.begin(), complaint.words.end(), has);
  }

  bool PickComplaint() {
    Print(text::Get(app_.lang, "triage.try_complaint"));
    for (std::string line; ReadLine(line);) {
      std::vector<Index> found;
      for (std::size_t i = 0; i < tool_.complaints().size(); ++i) {
        const Complaint& complaint = tool_.complaints()[i];
        if (complaint.id == line) found = {static_cast<Index>(i)};
        if (complaint.id == line) break;
        if (Matches(complaint, line)) found.push_back(static_cast<Index>(i));
      }
      if (found.size() == 1) {
        complaint_ = found.front();
        Print(In(tool_.complaints()[complaint_].name, app_.lang));
        return true;
      }
      for (const Index index : found) {
        const Complaint& complaint = tool_.complaints()[index];
        Print("  " + complaint.id + ": " + In(complaint.name, app_.lang));
      }
      if (found.empty()) Print(text::Get(app_.lang, "triage.try_none"));
    }
    return false;
  }

  void Show(const Result& result) {
    const Level& level = tool_.levels()[result.level];
    std::string why = In(tool_.rules()[result.decided_by.items[0]].reason, app_.lang);
    if (!result.raised_by.empty())
      why += "; " + In(tool_.rules()[result.raised_by.items[0]].reason, app_.lang);
    Print(text::Format(app_.lang, "triage.try_level",
                       {{"letter", std::string_view(&level.letter, 1)},
                        {"name", In(level.name, app_.lang)},
                        {"why", why},
                        {"least", In(tool_.levels()[result.least].name, app_.lang)},
                        {"most", In(tool_.levels()[result.most].name, app_.lang)}}));
  }

  bool Ask(Index index) {
    const Question& question = tool_.questions()[index];
    Print(In(question.text, app_.lang) + " " + Hint(question));
    for (std::string line; ReadLine(line);) {
      std::string problem;
      if (ParseAnswer(question, Spelled(question, line), app_.lang, answers_.values[index], problem))
        return true;
      Print(problem);
    }
    return false;
  }

  std::string Hint(const Question& question) const {
    switch (question.type) {
      case AnswerType::kYesNo:
        return std::string(text::Get(app_.lang, "triage.try_yes_no"));
      case AnswerType::kNumber:
        return "[" + NumberText(question, question.plausible_min) + "-" +
               NumberText(question, question.plausible_max) + " " + question.unit + "]";
      case AnswerType::kChoice:
        break;
    }
    std::string out = "[";
    for (const Choice& choice : question.choices) out += (out.size() > 1 ? " " : "") + choice.id;
    return out + "]";
  }

  // J, N, V (and Y, U) as the operators' keys have them.
  static std::string Spelled(const Question& question, const std::string& line) {
    if (line == "v" || line == "V" || line == "u" || line == "U") return "unknown";
    if (question.type != AnswerType::kYesNo) return line;
    if (line == "j" || line == "J" || line == "y" || line == "Y") return "yes";
    if (line == "n" || line == "N") return "no";
    return line;
  }

  App& app_;
  const Tool& tool_;
  AnswerSet answers_;
  Index complaint_ = kNone;
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
