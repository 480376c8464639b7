#include "console/ui/widgets.h"

#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "console/ui/marks.h"
#include "console/ui/tri_layout.h"

namespace legevakt::console::ui {
namespace {

struct Press {
  bool clicked = false;
  bool hovered = false;
  bool focused = false;
  bool activated = false;
};

void KeepInView(Ui& ui, const Rect& rect) {
  const ImRect& clip = ImGui::GetCurrentWindow()->InnerClipRect;
  // Whole where there is room, from its top where there is not.
  const float margin = std::clamp((clip.GetHeight() - rect.height()) / 2, 0.0F, ui.Px(12));
  float by = 0;
  if (rect.min.y < clip.Min.y + margin || rect.height() > clip.GetHeight()) {
    by = rect.min.y - clip.Min.y - margin;
  } else if (rect.max.y > clip.Max.y - margin) {
    by = rect.max.y - clip.Max.y + margin;
  }
  if (std::abs(by) < 1) return;
  ImGui::SetScrollY(ImGui::GetScrollY() + by);
  // It is seen in the next frame: until then what is typed waits, as for a field that is not open yet.
  ui.text_opening = true;
}

// For the widget with the focus: in view when the focus arrives, and when what it lies in becomes lower or
// higher (an alarm, the banner). Keys never answer what cannot be seen. The wheel is the hand's own.
void FollowFocus(Ui& ui, const Id& id, const Rect& rect) {
  const ImRect& clip = ImGui::GetCurrentWindow()->InnerClipRect;
  ImGuiStorage* zone = ImGui::GetStateStorage();
  float& height = *zone->GetFloatRef(ImGui::GetID("seen"));
  const bool other = std::exchange(height, clip.GetHeight()) != clip.GetHeight();
  const bool arrived = ui.focus.Arrived(id);
  if (arrived || other) KeepInView(ui, rect);
  // For a test: what can be seen of the zone with the focus.
  if (ui.probe != nullptr) ui.probe->Widget("seen", clip.Min, clip.Max, true, false);
}

// The common part of everything that is not a text field.
Press Sense(Ui& ui, const Id& id, const Rect& rect, bool enabled) {
  Press press;
  if (rect.width() < 1 || rect.height() < 1) return press;
  ImGui::SetCursorScreenPos(rect.min);
  ImGui::BeginDisabled(!enabled);
  press.clicked = ImGui::InvisibleButton(id.c_str(), rect.size());
  press.hovered = enabled && ImGui::IsItemHovered();
  ImGui::EndDisabled();
  if (enabled) press.focused = ui.focus.Register(id, false);
  if (press.clicked) ui.focus.Set(id);
  if (press.focused) {
    FollowFocus(ui, id, rect);
    press.activated = ui.TakeKey(Key::kEnter) || ui.TakeKey(Key::kKeypadEnter) || ui.TakeLetter(" ");
  }
  if (ui.probe != nullptr) ui.probe->Widget(id.name(), rect.min, rect.max, enabled, press.focused);
  return press;
}

// ImGui has the field open since the last frame. The id is the one that TextField makes below.
bool WasActive(const Id& id) {
  const ImGuiID outer = ImGui::GetID(id.c_str());
  return ImGui::GetActiveID() == ImHashStr("##text", 0, outer);
}

// What ImGui 1.86 edits is a copy of its own, which it writes over the caller's text in every frame. Where
// the caller has another text than the last frame left (central has accepted what was typed, a colleague has
// written), that one is edited from now on, and what is typed in this frame is added to it.
void TakeOver(const std::string& text) {
  ImGuiInputTextState& state = ImGui::GetCurrentContext()->InputTextState;
  const auto room = static_cast<int>(text.size()) + 1;
  state.TextW.resize(room);
  state.CurLenW = ImTextStrFromUtf8(state.TextW.Data, room, text.c_str(), nullptr);
  state.CurLenA = static_cast<int>(text.size());
  state.TextAIsValid = false;
  state.Stb.cursor = state.Stb.select_start = state.Stb.select_end = state.CurLenW;
  // What was undone belongs to the text before.
  state.Stb.undostate.undo_point = 0;
  state.Stb.undostate.undo_char_point = 0;
  state.Stb.undostate.redo_point = STB_TEXTEDIT_UNDOSTATECOUNT;
  state.Stb.undostate.redo_char_point = STB_TEXTEDIT_UNDOCHARCOUNT;
}

Rect Segment(Ui& ui, const Rect& rect, std::string_view label, bool chosen, bool enabled, Role fill,
             Role on) {
  if (chosen) {
    Fill(ui, rect, fill, ui.Px(3));
  } else {
    Fill(ui, rect, Role::kField, ui.Px(3));
    Frame(ui, rect, enabled ? Role::kBorder : Role::kRule, 1, ui.Px(3));
  }
  const Role text = chosen ? on : (enabled ? Role::kText : Role::kTextDim);
  Label(ui, rect.Inset(ui.Px(4), 0), chosen ? ui.fonts.bold : ui.fonts.body, text, label, Align::kCentre);
  return rect;
}

// ImGui 1.86 does not wrap what is edited: until it is, it is read wrapped. True where it was clicked.
bool ReadWrapped(Ui& ui, const Id& id, const Rect& rect, const std::string& text) {
  ImGui::SetCursorScreenPos(rect.min);
  const bool clicked = ImGui::InvisibleButton(id.c_str(), rect.size());
  ImGui::PushClipRect(rect.min, rect.max, true);
  Paragraph(ui, rect.Inset(ui.Px(10), ui.Px(7)), ui.fonts.body, Role::kText, text);
  ImGui::PopClipRect();
  Frame(ui, rect, Role::kBorder, 1, ui.Px(3));
  if (ui.probe != nullptr) ui.probe->Widget(id.name(), rect.min, rect.max, true, false);
  return clicked;
}

}  // namespace

bool Button(Ui& ui, const Id& id, const Rect& rect, std::string_view label, ButtonKind kind, bool enabled,
            std::string_view key) {
  const Press press = Sense(ui, id, rect, enabled);
  const float rounding = ui.Px(3);
  Role text = Role::kText;
  ImFont* font = ui.fonts.body;
  if (!enabled) {
    Frame(ui, rect, Role::kRule, 1, rounding);
    text = Role::kTextDim;
  } else if (kind == ButtonKind::kQuiet) {
    Fill(ui, rect, press.hovered ? Role::kSelected : Role::kField, rounding);
    Frame(ui, rect, Role::kBorder, 1, rounding);
    if (press.hovered) text = Role::kOnSelected;
  } else {
    const bool urgent = kind == ButtonKind::kUrgent;
    Fill(ui, rect, urgent ? Role::kHigh : Role::kAccent, rounding);
    if (press.hovered) Frame(ui, rect, Role::kText, ui.Px(1), rounding);
    text = urgent ? Role::kOnHigh : Role::kOnAccent;
    font = ui.fonts.bold;
  }
  Rect inner = rect.Inset(ui.Px(10), 0);
  if (!key.empty()) {
    const Rect cap = inner.CutRight(KeyCapWidth(ui, key));
    inner.max.x -= ui.Px(8);
    if (enabled) KeyCap(ui, {cap.min.x, rect.middle().y}, key);
  }
  Label(ui, inner, font, text, label, key.empty() ? Align::kCentre : Align::kLeft);
  if (press.focused) FocusRing(ui, rect);
  return enabled && (press.clicked || press.activated);
}

bool TextField(Ui& ui, const Id& id, const Rect& rect, std::string& text, const TextOptions& options) {
  const bool focused = ui.focus.Register(id, true);
  Fill(ui, rect, Role::kField, ui.Px(3));
  if (options.multiline && !focused && !text.empty() && options.error.empty()) {
    if (ReadWrapped(ui, id, rect, text)) ui.focus.Set(id);
    return false;
  }
  ImGui::SetCursorScreenPos(rect.min);
  ImGui::SetNextItemWidth(rect.width());
  if (focused) FollowFocus(ui, id, rect);
  // Asked for until ImGui has opened it: a field that is scrolled out of view cannot be opened before it is
  // in view.
  const bool editing = WasActive(id);
  if (focused && !editing) ImGui::SetKeyboardFocusHere();
  // Also in the frame in which the focus leaves: ImGui writes once more.
  if (editing && ui.edited.field == id.hash() && ui.edited.text != text) TakeOver(text);
  ImGui::PushFont(ui.fonts.body);
  const float pad = std::round((ui.Px(kFieldHeight) - ui.fonts.body->FontSize) / 2);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.Px(10), pad});
  const ImGuiInputTextFlags flags = options.read_only ? ImGuiInputTextFlags_ReadOnly : 0;
  bool changed = false;
  // Our label is drawn elsewhere: "##" keeps ImGui from drawing one.
  ImGui::PushID(id.c_str());
  if (options.multiline) {
    changed = ImGui::InputTextMultiline("##text", &text, rect.size(), flags);
  } else {
    changed = ImGui::InputText("##text", &text, flags | ImGuiInputTextFlags_AutoSelectAll);
  }
  ImGui::PopID();
  ImGui::PopStyleVar();
  ImGui::PopFont();
  const bool active = ImGui::IsItemActive();
  if (focused && ImGui::IsItemActivated() && std::exchange(ui.open_at_end, false)) TakeOver(text);
  if (focused) {
    ui.edited.field = id.hash();
    ui.edited.text = text;
  }
  if (ImGui::IsItemActivated() && !focused) ui.focus.Set(id);
  if (active && !focused && !ImGui::IsItemActivated()) ImGui::ClearActiveID();
  if (focused && !active) ui.text_opening = true;
  if (focused && !options.multiline && (ui.TakeKey(Key::kEnter) || ui.TakeKey(Key::kKeypadEnter)))
    ui.focus.Step(1);
  Frame(ui, rect, options.error.empty() ? Role::kBorder : Role::kHigh, options.error.empty() ? 1 : ui.Px(2),
        ui.Px(3));
  if (text.empty() && !options.hint.empty()) {
    Rect hint = rect.Inset(ui.Px(10), 0);
    hint.max.y = rect.min.y + ui.Px(kFieldHeight);
    Label(ui, hint, ui.fonts.body, Role::kTextDim, options.hint);
  }
  if (!options.error.empty()) {
    const Rect below{{rect.min.x, rect.max.y + ui.Px(2)}, {rect.max.x, rect.max.y + ui.Px(22)}};
    Label(ui, below, ui.fonts.small, Role::kHigh, options.error);
  }
  if (focused) FocusRing(ui, rect);
  if (ui.probe != nullptr) {
    ui.probe->Widget(id.name(), rect.min, rect.max, true, focused);
    if (!text.empty()) ui.probe->Text(text);
  }
  return changed;
}

bool TriRow(Ui& ui, const Id& id, const Rect& rect, std::string_view label, v1::Tri& value, bool enabled,
            bool suggested, bool must) {
  const v1::Tri before = value;
  const Press press = Sense(ui, id, rect, enabled);
  if (press.focused) Fill(ui, rect, Role::kSelected, ui.Px(3));
  const TriLayout layout = LayOutTri(ui, rect.width());
  const bool above = layout.above && !label.empty();
  Rect row = rect.Inset(ui.Px(8), ui.Px(3));
  Rect words = row;
  if (above) {
    row = row.CutBottom(ui.Px(kFieldHeight));
    words.max.y = row.min.y;
  } else if (rect.height() > ui.Px(44)) {
    // Beside many lines of words the answers keep their height.
    const float middle = std::round(rect.middle().y);
    row.min.y = middle - ui.Px(18);
    row.max.y = middle + ui.Px(18);
  }
  constexpr v1::Tri kAnswers[] = {v1::TRI_YES, v1::TRI_NO, v1::TRI_UNKNOWN};
  const char* const kLabels[] = {layout.letters ? "console.tri.yes_short" : "console.tri.yes",
                                 layout.letters ? "console.tri.no_short" : "console.tri.no",
                                 layout.letters ? "console.tri.unknown_short" : "console.tri.unknown"};
  const auto& widths = layout.answers;
  float x = row.max.x - (widths[0] + widths[1] + widths[2] + 2 * ui.Px(kTriGap));
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const Rect segment{{x, row.min.y}, {x + widths[i], row.max.y}};
    x += widths[i] + ui.Px(kTriGap);
    const bool chosen = value == kAnswers[i];
    const Role fill = kAnswers[i] == v1::TRI_UNKNOWN ? Role::kTextDim : Role::kAccent;
    Segment(ui, segment, ui.T(kLabels[i]), chosen, enabled, fill,
            kAnswers[i] == v1::TRI_UNKNOWN ? Role::kPanel : Role::kOnAccent);
    const bool in = ImGui::IsMouseHoveringRect(segment.min, segment.max);
    if (press.clicked && in) value = chosen ? v1::TRI_UNSPECIFIED : kAnswers[i];
  }
  if (suggested)
    Shape(ui, {words.min.x + ui.Px(6), words.middle().y}, ui.Px(10), MarkShape::kCircle,
          ui.Colour(press.focused ? Role::kOnSelected : Role::kAccent));
  words.min.x += ui.Px(kTriMark);
  words.max.x = words.min.x + layout.words;
  const Role text = press.focused ? Role::kOnSelected : (enabled ? Role::kText : Role::kTextDim);
  ImFont* font = must && value == v1::TRI_UNSPECIFIED ? ui.fonts.bold : ui.fonts.body;
  if (TextWidth(ui, font, label) <= words.width()) {
    Label(ui, words, font, text, label);
  } else {
    ImFont* wrapped = WrapFont(ui, font == ui.fonts.bold, words.width(), label);
    words.min.y = std::round(words.middle().y - WrappedHeight(wrapped, words.width(), label) / 2);
    Paragraph(ui, words, wrapped, text, label);
  }
  // Enter moves on, as in a text field.
  if (press.activated) ui.focus.Step(1);
  if (press.focused) {
    FocusRing(ui, rect);
    // By character, so that the keyboard's layout decides where J, N and V are.
    if (ui.TakeLetter("jJyY")) value = v1::TRI_YES;
    if (ui.TakeLetter("nN")) value = v1::TRI_NO;
    if (ui.TakeLetter("vVuU")) value = v1::TRI_UNKNOWN;
    if (ui.TakeKey(Key::kBackspace) || ui.TakeKey(Key::kDelete)) value = v1::TRI_UNSPECIFIED;
  }
  return value != before;
}

bool Choose(Ui& ui, const Id& id, const Rect& rect, std::span<const std::string> options, int& chosen,
            bool enabled, int per_row, const ChooseMore& more) {
  const int before = chosen;
  const auto digit_of = [&more](int i) {
    if (more.digits.empty()) return i + 1;
    return i < static_cast<int>(more.digits.size()) ? more.digits[static_cast<std::size_t>(i)] : 0;
  };
  const Press press = Sense(ui, id, rect, enabled);
  const int count = static_cast<int>(options.size());
  const int columns = per_row > 0 ? per_row : count;
  const float step = ui.Px(kFieldHeight) + ui.Px(4);
  for (int i = 0; i < count; ++i) {
    Rect segment = rect.Column(i % columns, columns, ui.Px(4));
    const int row = i / columns;
    segment.min.y = rect.min.y + static_cast<float>(row) * step;
    segment.max.y = segment.min.y + ui.Px(kFieldHeight);
    const bool dim = more.dim_from >= 0 && i >= more.dim_from && i != chosen;
    Segment(ui, segment, options[static_cast<std::size_t>(i)], i == chosen, enabled && !dim, Role::kAccent,
            Role::kOnAccent);
    // The digit that chooses it, while digits do.
    const int shown = digit_of(i);
    if (press.focused && count > 1 && shown >= 1 && shown <= 9) {
      const Rect digit{{segment.min.x + ui.Px(5), segment.min.y}, {segment.min.x + ui.Px(20), segment.max.y}};
      Label(ui, digit, ui.fonts.small, i == chosen ? Role::kOnAccent : Role::kTextDim, std::to_string(shown));
    }
    const bool in = ImGui::IsMouseHoveringRect(segment.min, segment.max);
    if (press.clicked && in) chosen = i == chosen ? -1 : i;
  }
  // Enter moves on, as in a text field; but on a card not past what must be chosen, to the key that puts the
  // card away.
  if (press.activated && !(ui.focus.trapped() && chosen < 0)) ui.focus.Step(1);
  if (press.focused) {
    FocusRing(ui, rect);
    if (ui.TakeKey(Key::kRight)) chosen = std::min(chosen + 1, count - 1);
    if (ui.TakeKey(Key::kLeft)) chosen = std::max(chosen - 1, 0);
    if (ui.TakeKey(Key::kBackspace) || ui.TakeKey(Key::kDelete)) chosen = -1;
    const int digit = ui.TakeDigit();
    for (int i = 0; digit > 0 && i < count; ++i) {
      if (digit_of(i) == digit) chosen = i;
    }
  }
  return chosen != before;
}

bool IsLow(const Ui& ui) {
  constexpr float kLow = 560;
  return ImGui::GetIO().DisplaySize.y < ui.Px(kLow);
}

float ChooseHeight(const Ui& ui, std::size_t options, int per_row) {
  const std::size_t columns = per_row > 0 ? static_cast<std::size_t>(per_row) : options;
  const std::size_t rows = columns == 0 ? 1 : (options + columns - 1) / columns;
  return static_cast<float>(rows) * ui.Px(kFieldHeight) + static_cast<float>(rows - 1) * ui.Px(4);
}

bool Toggle(Ui& ui, const Id& id, const Rect& rect, std::string_view label, bool& on, bool enabled) {
  const Press press = Sense(ui, id, rect, enabled);
  const float side = ui.Px(20);
  const float y = std::round(rect.middle().y - side / 2);
  const Rect box{{rect.min.x, y}, {rect.min.x + side, y + side}};
  Fill(ui, box, on ? Role::kAccent : Role::kField, ui.Px(3));
  Frame(ui, box, enabled ? Role::kBorder : Role::kRule, 1, ui.Px(3));
  if (on) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 tick[] = {{box.min.x + side * 0.22F, box.min.y + side * 0.52F},
                           {box.min.x + side * 0.43F, box.min.y + side * 0.72F},
                           {box.min.x + side * 0.78F, box.min.y + side * 0.28F}};
    draw->AddPolyline(tick, 3, ui.Colour(Role::kOnAccent), 0, ui.Px(2));
  }
  Label(ui, {{box.max.x + ui.Px(8), rect.min.y}, rect.max}, ui.fonts.body,
        enabled ? Role::kText : Role::kTextDim, label);
  if (press.focused) FocusRing(ui, rect);
  const bool pressed = enabled && (press.clicked || press.activated);
  if (pressed) on = !on;
  return pressed;
}

bool SelectableRow(Ui& ui, const Id& id, const Rect& rect, bool selected) {
  const Press press = Sense(ui, id, rect, true);
  if (selected) {
    Fill(ui, rect, Role::kSelected);
  } else if (press.hovered) {
    ImGui::GetWindowDrawList()->AddRectFilled(rect.min, rect.max, ui.Colour(Role::kSelected, 0.35F));
  }
  if (press.focused) Frame(ui, rect, Role::kFocus, ui.Px(2), 0);
  return press.clicked || press.activated;
}

void Caption(const Ui& ui, const Rect& rect, std::string_view text) {
  Label(ui, rect, ui.fonts.small, Role::kTextDim, text);
}

void ScrollByKeys(Ui& ui, float page) {
  // Nothing out of sight: the arrows are the focus's.
  if (ImGui::GetScrollMaxY() <= 0) return;
  float by = 0;
  if (ui.TakeKey(Key::kDown)) by = ui.Px(40);
  if (ui.TakeKey(Key::kUp)) by = -ui.Px(40);
  if (ui.TakeKey(Key::kPageDown)) by = page;
  if (ui.TakeKey(Key::kPageUp)) by = -page;
  if (by != 0) ImGui::SetScrollY(ImGui::GetScrollY() + by);
}

Scroll::Scroll(Ui& ui, const char* id, const Rect& rect) {
  ImGui::SetCursorScreenPos(rect.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleColor(ImGuiCol_ChildBg, 0U);
  ImGui::BeginChild(id, rect.size(), false, ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysUseWindowPadding);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float pad = ui.Px(12);
  left_ = start.x + pad;
  top_ = start.y;
  y_ = start.y + pad;
  // The bar's room is always kept, so that nothing moves when it appears.
  width_ = rect.width() - 2 * pad - ui.Px(4);
}

Scroll::~Scroll() {
  ImGui::SetCursorScreenPos({left_, top_});
  ImGui::Dummy({1, y_ - top_ + 12});
  ImGui::EndChild();
}

Rect Scroll::Next(float height) {
  const Rect rect{{left_, y_}, {left_ + width_, y_ + height}};
  y_ += height;
  return rect;
}

}  // namespace legevakt::console::ui
