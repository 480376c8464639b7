// Choosing another open contact: a field to search in, and the few that fit.
#pragma once

#include "console/views/app.h"

namespace legevakt::console {

// How high it wants to be.
float PickerHeight(const ui::Ui& ui);
// `chosen` is the contact under the cursor; 0 where `none` is (a line of its own, empty: there is none) or
// where nothing fits. `except` is left out. Up and Down move while the field has the focus.
void DrawPicker(App& app, ui::Rect rect, const ui::Id& field, std::int64_t except, std::string_view none,
                std::int64_t& chosen);

}  // namespace legevakt::console
