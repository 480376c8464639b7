// What is asked, advised and allowed: for all, and for each complaint.
#include "triage/diff/internal.h"

namespace legevakt::triage::diff {
namespace {

bool Has(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

std::vector<std::string> Without(const std::vector<std::string>& list,
                                 const std::vector<std::string>& left_out) {
  std::vector<std::string> rest;
  for (const std::string& one : list) {
    if (!Has(left_out, one)) rest.push_back(one);
  }
  return rest;
}

// Those of both, in the order of the first.
std::vector<std::string> Shared(const std::vector<std::string>& list, const std::vector<std::string>& other) {
  std::vector<std::string> both;
  for (const std::string& one : list) {
    if (Has(other, one)) both.push_back(one);
  }
  return both;
}

// What one complaint asks, or all, as ids.
struct AskedOf {
  std::vector<std::string> must;
  std::vector<std::string> further;
};

AskedOf OfComplaint(const Draft& draft, const DraftComplaint& complaint) {
  const std::vector<std::string> everywhere =
      complaint.short_form ? std::vector<std::string>{} : Ids(draft, draft.asked_everywhere);
  AskedOf asked;
  asked.must = Without(Ids(draft, complaint.complaint.must_ask), everywhere);
  asked.further = Without(Without(Ids(draft, complaint.complaint.questions), everywhere), asked.must);
  return asked;
}

void Asked(Work& work, const AskedOf& old, const AskedOf& now, const std::string& where) {
  work.area = ChangeArea::kAsked;
  const auto tell = [&](const Draft& draft, const std::string& id, ChangeKind kind, std::string_view key) {
    work.Add(kind, key, {{"name", where}, {"question", work.In(QuestionOf(draft, id).text)}});
  };
  for (const std::string& id : Without(now.must, old.must)) {
    tell(work.after, id, ChangeKind::kAdded, "triage.diff_must_added");
  }
  for (const std::string& id : Without(Without(now.further, old.further), old.must)) {
    tell(work.after, id, ChangeKind::kAdded, "diff.ask_added");
  }
  for (const std::string& id : Without(old.must, now.must)) {
    tell(work.before, id, ChangeKind::kRemoved, "triage.diff_must_removed");
  }
  for (const std::string& id : Without(Without(old.further, now.further), now.must)) {
    tell(work.before, id, ChangeKind::kRemoved, "diff.ask_removed");
  }
  if (Shared(old.must, now.must) != Shared(now.must, old.must) ||
      Shared(old.further, now.further) != Shared(now.further, old.further)) {
    work.Add(ChangeKind::kChanged, "diff.ask_order", {{"name", where}});
  }
}

std::string Modes(const Work& work, const DraftMeasures& measures) {
  if (!measures.modes_given) return work.Say("sheet.all_modes");
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= kModeIds.size(); ++i) {
    if (!measures.measures.modes.Has(static_cast<Mode>(i))) continue;
    names.push_back(work.Say("triage.mode." + std::string(kModeIds[i - 1])));
  }
  return Joined(names);
}

// Each place whose time another: [0] is where the place is not known.
void Reassess(Work& work, const Measures& old, const Measures& now, const std::string& where) {
  for (std::size_t i = 0; i < kPlaces; ++i) {
    const int was = old.reassess_minutes[i];
    const int is = now.reassess_minutes[i];
    if (was == is) continue;
    const std::string place =
        i == 0 ? work.Say("diff.any_place") : work.Say("triage.place." + std::string(kPlaceIds[i - 1]));
    work.Add(ChangeKind::kChanged, "diff.reassess",
             {{"where", where}, {"place", place}, {"from", std::to_string(was)}, {"to", std::to_string(is)}});
  }
}

void OneMeasure(Work& work, const DraftMeasures& old, const DraftMeasures& now, const std::string& where) {
  work.area = ChangeArea::kAdvice;
  if (old.modes_given != now.modes_given || !(old.measures.modes == now.measures.modes)) {
    Tell(work, where, "diff.what_modes", Modes(work, old), Modes(work, now));
  }
  Reassess(work, old.measures, now.measures, where);
  TextField(work, where, "diff.what_advice", old.own_advice, now.own_advice);
}

bool SameMeasure(const DraftMeasures& a, const DraftMeasures& b) {
  return a.modes_given == b.modes_given && a.measures.modes == b.measures.modes &&
         a.measures.reassess_minutes == b.measures.reassess_minutes && Same(a.own_advice, b.own_advice);
}

// By level; a complaint that only follows what changed for all is not told again.
void Measures(Work& work, const std::vector<DraftMeasures>& old, const std::vector<DraftMeasures>& now,
              const std::string& where, bool own) {
  for (std::size_t i = 0; i < work.after.levels.size() && i < now.size(); ++i) {
    const Level& level = work.after.levels[i];
    const auto was = FindIn(work.before.levels, level.id, [](const Level& one) { return one.id; });
    const auto at = static_cast<std::size_t>(was - work.before.levels.begin());
    if (at >= old.size()) continue;
    const bool follows = own && at < work.before.level_measures.size() &&
                         i < work.after.level_measures.size() &&
                         SameMeasure(old[at], work.before.level_measures[at]) &&
                         SameMeasure(now[i], work.after.level_measures[i]);
    const std::string& name = work.In(level.name);
    if (!follows) OneMeasure(work, old[at], now[i], where.empty() ? name : where + ", " + name);
  }
}

void Told(Work& work, const DraftComplaint& old, const DraftComplaint& now, const std::string& name) {
  work.area = ChangeArea::kAdvice;
  TextField(work, name, "diff.what_first_aid", old.first_aid, now.first_aid);
  TextField(work, name, "diff.what_advice", old.own_advice, now.own_advice);
  const auto net = [](const DraftComplaint& one) {
    return one.advice.empty() ? Text{} : one.advice.front().safety_net;
  };
  TextField(work, name, "diff.what_safety_net", net(old), net(now));
  Measures(work, old.measures, now.measures, name, true);
}

std::string Languages(const Work& work, const Complaint& complaint) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kFurtherLanguages.size(); ++i) {
    if (std::find(complaint.languages.begin(), complaint.languages.end(), i) == complaint.languages.end())
      continue;
    names.push_back(work.Say("triage.language." + std::string(kFurtherLanguages[i])));
  }
  return Joined(names);
}

void OneComplaint(Work& work, const DraftComplaint& old, const DraftComplaint& now) {
  const std::string& name = work.In(now.complaint.name);
  Rules(work, old.rules, now.rules, name);
  Asked(work, OfComplaint(work.before, old), OfComplaint(work.after, now), name);
  Told(work, old, now, name);
  work.area = ChangeArea::kComplaint;
  TextField(work, name, "diff.what_name", old.complaint.name, now.complaint.name);
  Field(work, name, "diff.what_words", Joined(old.complaint.words), Joined(now.complaint.words));
  Field(work, name, "diff.what_icpc2", old.complaint.icpc2, now.complaint.icpc2);
  Field(work, name, "diff.what_languages", Languages(work, old.complaint), Languages(work, now.complaint));
  if (old.short_form == now.short_form) return;
  work.Add(ChangeKind::kChanged, now.short_form ? "diff.short_form" : "diff.long_form", {{"name", name}});
}

std::string FallbackOf(const Work& work, const Draft& draft) {
  if (draft.fallback_complaint >= draft.complaints.size()) return {};
  return work.In(draft.complaints[draft.fallback_complaint].complaint.name);
}

// By id: a complaint that only got another name is still the one.
void Fallback(Work& work) {
  const auto id = [](const Draft& draft) {
    return draft.fallback_complaint < draft.complaints.size()
               ? draft.complaints[draft.fallback_complaint].complaint.id
               : std::string();
  };
  if (id(work.before) == id(work.after)) return;
  Tell(work, work.Say("diff.the_tool"), "diff.what_fallback", FallbackOf(work, work.before),
       FallbackOf(work, work.after));
}

}  // namespace

void Common(Work& work) {
  const std::string where = work.Say("triage.diff_every");
  Measures(work, work.before.level_measures, work.after.level_measures, "", false);
  Rules(work, work.before.rules, work.after.rules, where);
  Asked(work, {Ids(work.before, work.before.asked_everywhere), {}},
        {Ids(work.after, work.after.asked_everywhere), {}}, where);
  const auto names = [&](const Draft& draft) {
    std::vector<std::string> out;
    for (const Index question : draft.measured)
      out.push_back(work.In(draft.questions[question].question.text));
    return Joined(out);
  };
  if (Ids(work.before, work.before.measured) != Ids(work.after, work.after.measured)) {
    Tell(work, where, "diff.what_measured", names(work.before), names(work.after));
  }
  if (Key(work.before, work.before.measured_when, false) !=
      Key(work.after, work.after.measured_when, false)) {
    Tell(work, where, "diff.what_measured_when",
         Describe(work.before, work.before.measured_when, false, work.lang),
         Describe(work.after, work.after.measured_when, false, work.lang));
  }
}

void Complaints(Work& work) {
  const auto id = [](const DraftComplaint& one) { return one.complaint.id; };
  for (const DraftComplaint& now : work.after.complaints) {
    work.complaint = now.complaint.id;
    const auto old = FindIn(work.before.complaints, now.complaint.id, id);
    if (old != work.before.complaints.end()) {
      OneComplaint(work, *old, now);
      continue;
    }
    work.area = ChangeArea::kComplaint;
    work.Add(ChangeKind::kAdded, "triage.diff_complaint_added", {{"name", work.In(now.complaint.name)}});
  }
  work.area = ChangeArea::kComplaint;
  for (const DraftComplaint& old : work.before.complaints) {
    if (FindIn(work.after.complaints, old.complaint.id, id) != work.after.complaints.end()) continue;
    work.complaint = old.complaint.id;
    work.Add(ChangeKind::kRemoved, "triage.diff_complaint_removed", {{"name", work.In(old.complaint.name)}});
  }
  work.complaint.clear();
  Fallback(work);
}

}  // namespace legevakt::triage::diff
