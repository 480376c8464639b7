// What is read of a contact, whole: the journal note on its paper, and what happened, line by line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "central/domain/state.h"
#include "console/ui/widgets.h"
#include "triage/evaluator/tool.h"

namespace legevakt::console {

struct HistoryLine {
  std::int64_t at_us = 0;
  std::string who;
  std::string text;
};

// Newest first. `state` has the contact's calls and missions and the region's names; `tool` may be null.
std::vector<HistoryLine> HistoryOf(const ui::Ui& ui, const domain::State& state, const triage::Tool* tool,
                                   const domain::v1::Contact& contact);
// Nothing is cut. A day other than `today_us`'s stands above its lines.
void DrawHistoryLines(ui::Ui& ui, ui::Scroll& flow, const std::vector<HistoryLine>& lines,
                      std::int64_t today_us);

void DrawNotePaper(ui::Ui& ui, ui::Scroll& flow, const std::string& note);

}  // namespace legevakt::console
