#include "console/views/contact_picker.h"

#include <algorithm>

#include "console/model/format.h"
#include "console/ui/marks.h"
#include "console/ui/widgets.h"
#include "console/views/words.h"

namespace legevakt::console {

using ui::Label;
using ui::Rect;
using ui::Role;

namespace {

constexpr std::size_t kRows = 5;
constexpr float kRow = 32;

// What is known of the same patient or number first, then the queue. With `none` 0 before them all.
std::vector<std::int64_t> Candidates(App& app, std::int64_t except, bool none) {
  std::vector<std::int64_t> ids;
  const std::size_t most = kRows + (none ? 1 : 0);
  if (none) ids.push_back(0);
  const auto& state = app.store().state();
  const std::string& query = app.view().card.query;
  const auto add = [&](const v1::Contact& contact) {
    const auto id = contact.contact_id();
    if (id == except || ids.size() == most || std::find(ids.begin(), ids.end(), id) != ids.end()) return;
    const std::string text = PatientName(app.ui(), contact) + ' ' + contact.personal().phone() + ' ' +
                             PatientLine(app.ui(), state, contact) + ' ' + ComplaintName(app, contact);
    if (Matches(query, text)) ids.push_back(id);
  };
  for (const auto& known : app.KnownNow()) {
    const v1::Contact* contact = state.FindContact(known.contact_id);
    if (contact != nullptr && known.open) add(*contact);
  }
  for (const auto id : app.picture().Rows(ListView::kOpen)) {
    if (const v1::Contact* contact = state.FindContact(id)) add(*contact);
  }
  return ids;
}

}  // namespace

float PickerHeight(const ui::Ui& ui) {
  return ui.Px(ui::kFieldHeight) + ui.Px(4) + static_cast<float>(kRows + 1) * ui.Px(kRow);
}

void DrawPicker(App& app, Rect rect, const ui::Id& field, std::int64_t except, std::string_view none,
                std::int64_t& chosen) {
  auto& ui = app.ui();
  auto& input = app.view().card;
  // As typed before this frame: what is typed now is looked for in the next.
  const auto& ids =
      app.Kept<std::vector<std::int64_t>>("picker.ids", except, ui::Inputs(input.query).Add(none),
                                          [&] { return Candidates(app, except, !none.empty()); });
  const int last = static_cast<int>(ids.size()) - 1;
  if (ui.focus.Has(field)) {
    if (ui.TakeKey(ui::Key::kDown)) ++input.at;
    if (ui.TakeKey(ui::Key::kUp)) --input.at;
  }
  input.at = std::clamp(input.at, 0, std::max(0, last));
  if (ui::TextField(ui, field, rect.CutTop(ui.Px(ui::kFieldHeight)), input.query,
                    {.hint = ui.T("console.picker.hint")}))
    input.at = 0;
  rect.CutTop(ui.Px(4));
  chosen = last < 0 ? 0 : ids[static_cast<std::size_t>(input.at)];
  for (int i = 0; i <= last; ++i) {
    const auto id = ids[static_cast<std::size_t>(i)];
    const Rect row = rect.CutTop(ui.Px(kRow));
    const bool at = i == input.at;
    if (at) ui::Fill(ui, row, Role::kSelected);
    Rect inner = row.Inset(ui.Px(10), 0);
    const Role text = at ? Role::kOnSelected : Role::kText;
    const v1::Contact* contact = app.store().state().FindContact(id);
    if (contact == nullptr) {
      Label(ui, inner, ui.fonts.body, text, none);
    } else {
      const Rect badge = inner.CutLeft(ui.Px(ui::kBadgeWidth + 10));
      ui::UrgencyBadge(ui, {badge.min.x, row.min.y + ui.Px(3)}, contact->hastegrad());
      Label(ui, inner, ui.fonts.body, text, app.Words("picker.row", id, [&] {
        return PatientName(ui, *contact) + " · " + PatientLine(ui, app.store().state(), *contact) + " · " +
               ClockHm(contact->opened_us());
      }));
    }
    ImGui::SetCursorScreenPos(row.min);
    if (ImGui::InvisibleButton(ui::Id("picker", id).c_str(), row.size())) input.at = i;
  }
  if (last < 0)
    Label(ui, rect.CutTop(ui.Px(kRow)), ui.fonts.body, Role::kTextDim, ui.T("console.picker.none"));
}

}  // namespace legevakt::console
