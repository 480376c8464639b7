// What may be done at each level, what the caller is told, and when the patient is assessed again.
#include <algorithm>

#include "triage/sheet/internal.h"

namespace legevakt::triage::sheet {
namespace {

std::string Modes(const Page& page, const DraftMeasures& measures) {
  if (!measures.modes_given) return page.Say("sheet.all_modes");
  std::string out;
  for (std::size_t i = 1; i <= kModeIds.size(); ++i) {
    if (!measures.measures.modes.Has(static_cast<Mode>(i))) continue;
    out += (out.empty() ? "" : " · ") + page.Say("triage.mode." + std::string(kModeIds[i - 1]));
  }
  return out;
}

// "30 minutter; sykehjem 60 minutter": the usual time, and the places that have another.
std::string Reassess(const Page& page, const Measures& measures) {
  const int usual = measures.reassess_minutes[0];
  std::string out = Minutes(page, usual);
  for (std::size_t i = 1; i < kPlaces; ++i) {
    if (measures.reassess_minutes[i] == usual) continue;
    out += "; " + page.Say("triage.place." + std::string(kPlaceIds[i - 1])) + " " +
           Minutes(page, measures.reassess_minutes[i]);
  }
  return out;
}

bool Differs(const DraftMeasures& own, const DraftMeasures& general) {
  return own.modes_given != general.modes_given || own.measures.modes != general.measures.modes ||
         own.measures.reassess_minutes != general.measures.reassess_minutes || !own.own_advice.nb.empty() ||
         !own.own_advice.en.empty();
}

}  // namespace

void LevelMeasures(Page& page) {
  const Draft& draft = page.draft;
  if (draft.level_advice.empty()) return;
  html::Writer& out = page.out;
  out.Heading(3, page.Say("sheet.measures"));
  const std::vector<html::Column> columns{{page.Say("sheet.level")},
                                          {page.Say("sheet.told")},
                                          {page.Say("sheet.modes")},
                                          {page.Say("sheet.reassess")}};
  html::OpenTable(out, "", columns, "measures");
  for (std::size_t i = 0; i < draft.level_advice.size(); ++i) {
    out.Open("tr").Open("th", {{"scope", "row"}});
    LevelMark(page, static_cast<Index>(i));
    out.Close().Leaf("td", page.In(draft.level_advice[i]));
    const bool given = i < draft.level_measures.size();
    out.Leaf("td", given ? Modes(page, draft.level_measures[i]) : page.Say("sheet.all_modes"));
    out.Leaf("td", given ? Reassess(page, draft.level_measures[i].measures)
                         : Minutes(page, draft.levels[i].reassess_minutes));
    out.Close();
  }
  out.Close().Close();
}

void OwnMeasures(Page& page, const DraftComplaint& complaint) {
  const Draft& draft = page.draft;
  html::Writer& out = page.out;
  for (std::size_t i = 0; i < std::min(complaint.measures.size(), draft.level_measures.size()); ++i) {
    const DraftMeasures& own = complaint.measures[i];
    const DraftMeasures& general = draft.level_measures[i];
    if (!Differs(own, general)) continue;
    out.Open("dt");
    LevelMark(page, static_cast<Index>(i));
    out.Close().Open("dd");
    if (!page.In(own.own_advice).empty()) out.Leaf("span", page.In(own.own_advice), {{"class", "row"}});
    if (own.measures.modes != general.measures.modes || own.modes_given != general.modes_given) {
      out.Leaf("span", page.Say("sheet.own_modes", {{"modes", Modes(page, own)}}), {{"class", "row"}});
    }
    if (own.measures.reassess_minutes != general.measures.reassess_minutes) {
      out.Leaf("span", page.Say("sheet.own_reassess", {{"when", Reassess(page, own.measures)}}),
               {{"class", "row"}});
    }
    out.Close();
  }
}

}  // namespace legevakt::triage::sheet
