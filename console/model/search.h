// Finds a complaint by any word, in bokmål or English, and forgives a typing error.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "triage/evaluator/tool.h"

namespace legevakt::console {

// Lower case without marks: "Hjertebank på ØVRE" -> "hjertebank pa ovre"; everything else becomes one space.
std::string Fold(std::string_view text);

// How well `typed` (folded, one word) finds `word` (folded): 0 not at all, higher is better.
// An exact word beats a beginning, a beginning beats a part, a part beats a misspelling.
int WordScore(std::string_view typed, std::string_view word);

struct ComplaintSearch {
  // Best first: those whose names or words hold most of what is typed, and among them those that few others
  // hold. Nothing typed gives all, in the tool's own order.
  std::vector<triage::Index> found;
  // The first holds every word that says something: it may be chosen unseen.
  bool sure = false;
};
ComplaintSearch SearchComplaints(const triage::Tool& tool, std::string_view typed);
// Its first, where that is sure; else kNone.
triage::Index SureComplaint(const triage::Tool& tool, std::string_view typed);

}  // namespace legevakt::console
