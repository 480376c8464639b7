// "Trenger hjelp": asked with one key, and shown until somebody answers.
#pragma once

#include "console/views/app.h"

namespace legevakt::console {

// What I have asked for: unanswered, or answered a moment ago; null for none.
const v1::Help* MyHelp(App& app);
// Asks; where I have asked already, opens the card with its state.
void WantHelp(App& app);
// Takes its room from the top of `rect`, where there is anything to show.
void DrawHelpStrip(App& app, ui::Rect& rect);

}  // namespace legevakt::console
