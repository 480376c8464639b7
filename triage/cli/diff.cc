#include "triage/diff/diff.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <filesystem>
#include <vector>

#include "triage/cases/diff_cases.h"
#include "triage/cli/app.h"
#include "triage/reader/expression.h"

namespace legevakt::triage::cli {
namespace {

struct Wanted {
  std::string before;
  std::string after;
  std::vector<std::string> cases;
};

std::optional<Draft> ReadDraft(App& app, const std::string& path) {
  const std::optional<std::string> bytes = ReadFile(app, path);
  if (!bytes) return std::nullopt;
  DraftResult result = LoadDraft(*bytes, path, app.lang);
  for (const Diagnostic& problem : result.problems) PrintError(ToString(problem));
  if (!result.draft) app.exit_code = kWrongUse;
  return std::move(result.draft);
}

// Those that were named, else those beside the two tools. False, with the sentence told, where one that was
// named cannot be read.
bool ReadCases(App& app, const Wanted& wanted, std::vector<CasesFile>& files) {
  std::vector<std::string> paths = wanted.cases;
  if (paths.empty()) {
    for (const std::string& tool : {wanted.after, wanted.before}) {
      const std::string path = std::filesystem::path(tool).replace_extension(".cases.yaml").string();
      std::error_code error;
      const bool there = std::filesystem::exists(path, error);
      if (there && std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
    }
  }
  for (const std::string& path : paths) {
    const std::optional<std::string> yaml = ReadFile(app, path);
    if (!yaml) return false;
    files.push_back({path, *yaml});
  }
  return true;
}

// What a person reads of one diff.
class Report {
 public:
  Report(const App& app, const Draft& before, const Draft& after)
      : app_(app), before_(before), after_(after) {}

  void PrintText(const std::vector<Change>& changes, const CasesComparison* cases) const {
    for (const Change& change : changes) Print(Sign(change.kind) + change.sentence);
    if (changes.empty()) {
      Print(text::Get(app_.lang, "diff.none"));
    } else {
      Print(Summary(changes));
    }
    if (cases == nullptr) {
      if (!changes.empty()) Print(text::Get(app_.lang, "diff.cases_none"));
      return;
    }
    const std::string all = std::to_string(cases->compared);
    if (cases->changes.empty()) {
      Print(Format("diff.cases_same", {{"all", all}}));
    } else {
      Print(Format("diff.cases_summary", {{"n", std::to_string(cases->changes.size())},
                                          {"all", all},
                                          {"up", std::to_string(cases->up)},
                                          {"down", std::to_string(cases->down)}}));
    }
    for (const CaseChange& change : cases->changes) PrintCase(change);
    if (cases->skipped > 0) Print(Format("diff.cases_skipped", {{"n", std::to_string(cases->skipped)}}));
  }

  void PrintJson(const std::vector<Change>& changes, const CasesComparison* cases) const {
    boost::json::array told;
    for (const Change& change : changes) {
      told.push_back({{"kind", std::string(Name(change.kind))},
                      {"area", std::string(Name(change.area))},
                      {"complaint", change.complaint},
                      {"text", change.sentence}});
    }
    boost::json::object out{
        {"old", Identity(before_)}, {"new", Identity(after_)}, {"changes", told}, {"cases", nullptr}};
    if (cases != nullptr) out["cases"] = CasesJson(*cases);
    Print(boost::json::serialize(out));
  }

 private:
  std::string Format(std::string_view key, text::Args args) const {
    return text::Format(app_.lang, key, args);
  }

  // One character and a space: what happened is seen without reading.
  static std::string Sign(ChangeKind kind) {
    switch (kind) {
      case ChangeKind::kAdded:
        return "+ ";
      case ChangeKind::kRemoved:
        return "- ";
      case ChangeKind::kRaised:
        return "↑ ";
      case ChangeKind::kLowered:
        return "↓ ";
      case ChangeKind::kChanged:
        break;
    }
    return "· ";
  }

  std::string Summary(const std::vector<Change>& changes) const {
    const auto count = [&](ChangeKind kind) {
      return std::to_string(std::count_if(changes.begin(), changes.end(),
                                          [&](const Change& change) { return change.kind == kind; }));
    };
    return Format("diff.summary", {{"n", std::to_string(changes.size())},
                                   {"added", count(ChangeKind::kAdded)},
                                   {"removed", count(ChangeKind::kRemoved)},
                                   {"raised", count(ChangeKind::kRaised)},
                                   {"lowered", count(ChangeKind::kLowered)},
                                   {"changed", count(ChangeKind::kChanged)}});
  }

  std::string ComplaintName(const std::string& id) const {
    for (const DraftComplaint& complaint : after_.complaints) {
      if (complaint.complaint.id == id) return In(complaint.complaint.name, app_.lang);
    }
    return id;
  }

  void PrintCase(const CaseChange& change) const {
    Print(Sign(change.up ? ChangeKind::kRaised : ChangeKind::kLowered) +
          Format(change.up ? "diff.case_up" : "diff.case_down",
                 {{"complaint", ComplaintName(change.complaint)},
                  {"from", In(before_.levels[change.from].name, app_.lang)},
                  {"to", In(after_.levels[change.to].name, app_.lang)}}));
    Print("    " + Format("diff.case_why", {{"why", change.why},
                                            {"because", change.because},
                                            {"place", change.file + ":" + std::to_string(change.line)}}));
  }

  static boost::json::object Identity(const Draft& draft) {
    return {{"tool", draft.id}, {"version", draft.version}, {"hash", draft.hash}};
  }

  boost::json::object CasesJson(const CasesComparison& cases) const {
    boost::json::array changes;
    for (const CaseChange& change : cases.changes) {
      changes.push_back({{"file", change.file},
                         {"line", change.line},
                         {"complaint", change.complaint},
                         {"from", before_.levels[change.from].id},
                         {"to", after_.levels[change.to].id},
                         {"up", change.up},
                         {"why", change.why},
                         {"because", change.because}});
    }
    return {{"compared", cases.compared},
            {"up", cases.up},
            {"down", cases.down},
            {"skipped", cases.skipped},
            {"changes", changes}};
  }

  const App& app_;
  const Draft& before_;
  const Draft& after_;
};

void RunDiff(App& app, const Wanted& wanted) {
  const std::optional<Draft> before = ReadDraft(app, wanted.before);
  const std::optional<Draft> after = before ? ReadDraft(app, wanted.after) : std::nullopt;
  std::vector<CasesFile> files;
  if (!before || !after || !ReadCases(app, wanted, files)) return;
  const std::vector<Change> changes = Diff(*before, *after, app.lang);
  CasesComparison cases;
  if (!files.empty()) cases = CompareCases(*before, *after, files, app.lang);
  for (const Diagnostic& problem : cases.problems) PrintError(ToString(problem));
  if (!cases.problems.empty()) {
    app.exit_code = kWrongUse;
    return;
  }
  const Report report(app, *before, *after);
  const CasesComparison* compared = files.empty() ? nullptr : &cases;
  if (app.json) {
    report.PrintJson(changes, compared);
  } else {
    report.PrintText(changes, compared);
  }
  app.exit_code = changes.empty() && cases.changes.empty() ? kYes : kNo;
}

}  // namespace

void AddDiff(App& app) {
  CLI::App* command = AddCommand(app, "diff", "triage.cli.diff");
  const auto wanted = std::make_shared<Wanted>();
  command->add_option("OLD", wanted->before, Say("triage.cli.tool_file"))->required();
  command->add_option("NEW", wanted->after, Say("triage.cli.tool_file"))->required();
  command->add_option("--cases", wanted->cases, Say("diff.cli_cases"))->type_name("FILE");
  command->callback([&app, wanted] { RunDiff(app, *wanted); });
}

}  // namespace legevakt::triage::cli
