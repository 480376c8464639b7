#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "triage/evaluator/draft.h"
#include "triage/evaluator/program.h"

namespace legevakt::triage {

// The only one that writes into a Tool.
class Builder {
 public:
  explicit Builder(const Draft& draft)
      : draft_(draft), tool_(std::make_shared<Tool>()), program_(*tool_->program_) {}

  std::shared_ptr<const Tool> Build() {
    CopyLists();
    AddScores();
    const std::vector<internal::Clause> general = AddRules(draft_.rules);
    for (const DraftComplaint& complaint : draft_.complaints) AddComplaint(complaint, general);
    for (const DraftModifier& modifier : draft_.modifiers) AddModifier(modifier);
    program_.rule_must_ask = AddRule({"must_ask", draft_.must_ask_reason, SecondLowest()});
    program_.rule_none = AddRule({"no_rule", draft_.no_rule_reason, Lowest()});
    program_.measured_when = AddTests(draft_.measured_when);
    program_.is_measured.resize(draft_.questions.size(), 0);
    for (const Index question : draft_.measured) program_.is_measured[question] = 1;
    return std::move(tool_);
  }

 private:
  Index Lowest() const { return static_cast<Index>(draft_.levels.size() - 1); }
  Index SecondLowest() const { return static_cast<Index>(draft_.levels.size() - 2); }

  template <typename T>
  static std::uint32_t Size(const std::vector<T>& list) {
    return static_cast<std::uint32_t>(list.size());
  }

  void CopyLists() {
    tool_->id_ = draft_.id;
    tool_->version_ = draft_.version;
    tool_->hash_ = draft_.hash;
    tool_->name_ = draft_.name;
    tool_->disclaimer_ = draft_.disclaimer;
    tool_->meta_ = draft_.meta;
    tool_->levels_ = draft_.levels;
    tool_->fallback_complaint_ = draft_.fallback_complaint;
    for (const DraftQuestion& question : draft_.questions) {
      tool_->questions_.push_back(question.question);
      program_.relevant_if.push_back(AddTests(question.relevant_if));
    }
    for (const DraftScore& score : draft_.scores) tool_->scores_.push_back(score.info);
  }

  internal::Span AddTests(const std::vector<Test>& tests) {
    const internal::Span span{Size(program_.tests), Size(tests)};
    for (const Test& test : tests) program_.tests.push_back({CriterionOf(test), test.what, test.kind});
    return span;
  }

  // Of the first range that the value lies in.
  static std::int32_t PointsAt(const std::vector<PointRange>& ranges, std::int32_t value) {
    for (const PointRange& range : ranges) {
      if (value >= range.lo && value <= range.hi) return range.points;
    }
    return 0;
  }

  internal::Span AddSteps(const std::vector<PointRange>& ranges) {
    std::set<std::int32_t> starts{std::numeric_limits<std::int32_t>::min()};
    for (const PointRange& range : ranges) {
      starts.insert(range.lo);
      if (range.hi != std::numeric_limits<std::int32_t>::max()) starts.insert(range.hi + 1);
    }
    internal::Span span{Size(program_.steps), 0};
    std::int32_t before = 0;
    std::size_t at = 0;
    for (const std::int32_t start : starts) {
      const std::int32_t points = PointsAt(ranges, start);
      if (points == before) continue;
      if (at % internal::Steps::kCount == 0) {
        program_.steps.emplace_back();
        ++span.count;
      }
      program_.steps.back().from[at % internal::Steps::kCount] = start;
      program_.steps.back().change[at % internal::Steps::kCount] = points - before;
      before = points;
      ++at;
    }
    return span;
  }

  internal::Table Flatten(const PointTable& draft) {
    internal::Table table;
    table.when = AddTests(draft.when);
    table.steps = AddSteps(draft.ranges);
    const auto less = [](const PointRange& a, const PointRange& b) { return a.points < b.points; };
    const auto [min, max] = std::minmax_element(draft.ranges.begin(), draft.ranges.end(), less);
    if (!draft.ranges.empty()) {
      table.points_min = min->points;
      table.points_max = max->points;
    }
    return table;
  }

  // Its tables come last in the program.
  internal::Part MakePart(Index question, const std::vector<internal::Table>& tables) const {
    internal::Part part{question, {Size(program_.tables), Size(tables)}};
    if (tables.empty()) return part;
    const internal::Table& last = tables.back();
    part.open_min = last.points_min;
    part.open_max = last.points_max;
    part.agree = last.when.count == 0 && std::all_of(tables.begin(), tables.end(), [&](const auto& table) {
                   return table.points_min == last.points_min && table.points_max == last.points_max;
                 });
    return part;
  }

  void AddScores() {
    for (const DraftScore& draft : draft_.scores) {
      std::vector<internal::Part> parts;
      for (const DraftPart& part : draft.parts) {
        std::vector<internal::Table> tables;
        for (const PointTable& table : part.tables) tables.push_back(Flatten(table));
        parts.push_back(MakePart(part.question, tables));
        program_.tables.insert(program_.tables.end(), tables.begin(), tables.end());
      }
      program_.scores.push_back({{Size(program_.parts), Size(parts)}, AddTests(draft.except)});
      program_.parts.insert(program_.parts.end(), parts.begin(), parts.end());
    }
  }

  Index AddRule(Rule rule) {
    tool_->rules_.push_back(std::move(rule));
    return static_cast<Index>(tool_->rules_.size() - 1);
  }

  internal::Clause Flatten(const Rule& rule, const Condition& condition) {
    return {AddTests(condition.tests), rule.level, AddRule(rule), condition.all};
  }

  std::vector<internal::Clause> AddRules(const std::vector<DraftRule>& rules) {
    std::vector<internal::Clause> clauses;
    for (const DraftRule& rule : rules) clauses.push_back(Flatten(rule.rule, rule.condition));
    return clauses;
  }

  void AddComplaint(const DraftComplaint& draft, const std::vector<internal::Clause>& general) {
    std::vector<internal::Clause> clauses = general;
    const std::vector<internal::Clause> own = AddRules(draft.rules);
    clauses.insert(clauses.end(), own.begin(), own.end());
    std::stable_sort(clauses.begin(), clauses.end(),
                     [](const auto& a, const auto& b) { return a.level < b.level; });
    program_.complaint_clauses.push_back({Size(program_.clauses), Size(clauses)});
    program_.clauses.insert(program_.clauses.end(), clauses.begin(), clauses.end());

    const std::size_t base = program_.order.size();
    program_.order.resize(base + draft_.questions.size(), kNone);
    for (std::size_t i = 0; i < draft.complaint.questions.size(); ++i) {
      program_.order[base + draft.complaint.questions[i]] = static_cast<Index>(i);
    }
    AddMustAsk(draft.complaint);
    program_.advice.insert(program_.advice.end(), draft.advice.begin(), draft.advice.end());
    for (const DraftMeasures& one : draft.measures) tool_->measures_.push_back(one.measures);
    tool_->complaints_.push_back(draft.complaint);
  }

  void AddMustAsk(const Complaint& complaint) {
    const auto& own = complaint.must_ask;
    program_.complaint_must_ask.push_back({Size(program_.must_ask), Size(own)});
    for (const Index question : own) {
      program_.must_ask.push_back({question, !draft_.questions[question].question.context});
    }
    internal::Span measured{Size(program_.must_ask), 0};
    for (const Index question : draft_.measured) {
      if (std::find(own.begin(), own.end(), question) != own.end()) continue;
      // A measurement counts as answered whatever it says: the rules see to the value.
      program_.must_ask.push_back({question, false});
      ++measured.count;
    }
    program_.complaint_must_measure.push_back(measured);
  }

  void AddModifier(const DraftModifier& draft) {
    internal::Modifier modifier;
    modifier.clause = Flatten(draft.rule, draft.condition);
    modifier.steps = static_cast<std::uint16_t>(draft.steps);
    modifier.at_most = draft.at_most;
    program_.modifiers.push_back(modifier);
  }

  const Draft& draft_;
  std::shared_ptr<Tool> tool_;
  internal::Program& program_;
};

std::shared_ptr<const Tool> Compile(const Draft& draft) {
  return Builder(draft).Build();
}

}  // namespace legevakt::triage
