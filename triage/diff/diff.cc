#include "triage/diff/diff.h"

#include "triage/diff/internal.h"

namespace legevakt::triage {

std::vector<Change> Diff(const Draft& before, const Draft& after, text::Lang lang) {
  diff::Work work{before, after, lang, {}, ChangeArea::kScale, {}};
  diff::Levels(work);
  diff::Common(work);
  diff::Modifiers(work);
  diff::Complaints(work);
  diff::Scores(work);
  diff::Questions(work);
  diff::Meta(work);
  return std::move(work.changes);
}

bool ConcernsOperators(const Change& change) {
  return change.area != ChangeArea::kMeta;
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

std::string_view Name(ChangeArea area) {
  switch (area) {
    case ChangeArea::kScale:
      return "scale";
    case ChangeArea::kRule:
      return "rule";
    case ChangeArea::kModifier:
      return "modifier";
    case ChangeArea::kComplaint:
      return "complaint";
    case ChangeArea::kAsked:
      return "asked";
    case ChangeArea::kAdvice:
      return "advice";
    case ChangeArea::kScore:
      return "score";
    case ChangeArea::kQuestion:
      return "question";
    case ChangeArea::kMeta:
      return "meta";
  }
  return "";
}

}  // namespace legevakt::triage
