#include "console/model/carry.h"

#include <array>

namespace legevakt::console {
namespace {

struct Part {
  DraftPart part;
  bool (*typed)(const Draft&);
  void (*carry)(const Draft& from, Draft& into);
  // Lost where the contact is closed.
  bool lost_by_closing;
};

template <std::string Draft::* kText>
bool HasText(const Draft& draft) {
  return !(draft.*kText).empty();
}
template <std::string Draft::* kText>
void CarryText(const Draft& from, Draft& into) {
  into.*kText = from.*kText;
}

// With the time that it was fixed to.
void CarryPromise(const MeasureDraft& from, MeasureDraft& into) {
  into.promise = from.promise;
  into.promise_of = from.promise_of;
  into.promise_by_us = from.promise_by_us;
}

// In the order of the steps.
constexpr std::array kParts = {
    Part{DraftPart::kAssessment, [](const Draft& draft) { return draft.assessment.touched; },
         [](const Draft& from, Draft& into) {
           // Which change of a contact it was written on is a matter of that contact.
           const std::int64_t version = into.assessment.version;
           into.assessment = from.assessment;
           into.assessment.version = version;
         },
         true},
    // Closing sends it along.
    Part{DraftPart::kMeasure, [](const Draft& draft) { return draft.measure.touched; },
         [](const Draft& from, Draft& into) {
           const MeasureDraft before = into.measure;
           into.measure = from.measure;
           into.measure.version = before.version;
           CarryPromise(before, into.measure);
         },
         false},
    // Nothing is promised for what is closed.
    Part{DraftPart::kPromise, [](const Draft& draft) { return !draft.measure.promise.empty(); },
         [](const Draft& from, Draft& into) { CarryPromise(from.measure, into.measure); }, false},
    Part{DraftPart::kNote, HasText<&Draft::note>,
         [](const Draft& from, Draft& into) {
           into.note = from.note;
           into.note_time = from.note_time;
         },
         true},
    Part{DraftPart::kQuestion, HasText<&Draft::question>, CarryText<&Draft::question>, true},
    Part{DraftPart::kAdvised, HasText<&Draft::advised>, CarryText<&Draft::advised>, true},
    Part{DraftPart::kWarning, HasText<&Draft::warning>, CarryText<&Draft::warning>, true},
};

}  // namespace

const char* PartKey(DraftPart part) {
  switch (part) {
    case DraftPart::kAssessment:
      return "console.part.assessment";
    case DraftPart::kMeasure:
      return "console.part.measure";
    case DraftPart::kPromise:
      return "console.part.promise";
    case DraftPart::kNote:
      return "console.part.note";
    case DraftPart::kQuestion:
      return "console.part.question";
    case DraftPart::kAdvised:
      return "console.part.advised";
    case DraftPart::kWarning:
      return "console.part.warning";
  }
  return "";
}

DraftParts UnsavedBeside(const Draft& draft) {
  DraftParts unsaved;
  for (const Part& part : kParts) {
    if (part.lost_by_closing && part.typed(draft)) unsaved.Add(part.part);
  }
  return unsaved;
}

DraftParts ClashesOf(const Draft& from, const Draft& into) {
  DraftParts clashes;
  for (const Part& part : kParts) {
    if (part.typed(from) && part.typed(into)) clashes.Add(part.part);
  }
  return clashes;
}

void Carry(const Draft& from, Draft& into) {
  for (const Part& part : kParts) {
    if (part.typed(from) && !part.typed(into)) part.carry(from, into);
  }
}

}  // namespace legevakt::console
