// The rows of the list on the left.
#pragma once

#include "console/views/app.h"

namespace legevakt::console {

// Each true where it was clicked.
bool DrawContactRow(App& app, const ui::Rect& rect, const v1::Contact& contact, bool cursor);
// Whom to phone: a lost call, a promise, or a doctor who is not heard from.
bool DrawRingRow(App& app, const ui::Rect& rect, std::int64_t row_id, bool cursor);

}  // namespace legevakt::console
