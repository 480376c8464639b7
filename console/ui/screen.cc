#include "console/ui/screen.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/status.h"

namespace legevakt::console::ui {
namespace {

constexpr const char* kRegular = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf";
constexpr const char* kBold = "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf";
// Latin with Sámi letters; Cyrillic, for questions in the caller's language; dashes, quotation marks and the
// ellipsis.
constexpr ImWchar kRanges[] = {0x0020, 0x017F, 0x0400, 0x045F, 0x0490, 0x0491, 0x2010, 0x2026, 0};
// Digits, "%", and what stands for none.
constexpr ImWchar kFigures[] = {0x0020, 0x003F, 0x2013, 0x2013, 0};
constexpr int kHoldBackMax = 4;

ImVec4 Colour(const Ui& ui, Role role) {
  return ImGui::ColorConvertU32ToFloat4(ui.Colour(role));
}

// The keys ImGui itself needs for editing text. Tab, Enter in single lines and Escape are ours.
void MapKeys(ImGuiIO& io) {
  for (int& key : io.KeyMap) key = -1;
  const auto map = [&io](ImGuiKey imgui, Key ours) { io.KeyMap[imgui] = static_cast<int>(ours); };
  map(ImGuiKey_LeftArrow, Key::kLeft);
  map(ImGuiKey_RightArrow, Key::kRight);
  map(ImGuiKey_UpArrow, Key::kUp);
  map(ImGuiKey_DownArrow, Key::kDown);
  map(ImGuiKey_Home, Key::kHome);
  map(ImGuiKey_End, Key::kEnd);
  map(ImGuiKey_Delete, Key::kDelete);
  map(ImGuiKey_Backspace, Key::kBackspace);
  map(ImGuiKey_Enter, Key::kEnter);
  map(ImGuiKey_KeyPadEnter, Key::kKeypadEnter);
  map(ImGuiKey_A, Key::kA);
  map(ImGuiKey_Z, Key::kZ);
  io.KeyMap[ImGuiKey_C] = 'C';
  io.KeyMap[ImGuiKey_V] = 'V';
  io.KeyMap[ImGuiKey_X] = 'X';
  io.KeyMap[ImGuiKey_Y] = 'Y';
}

}  // namespace

Screen::Screen(ThemeName theme, text::Lang lang, float scale)
    : context_(ImGui::CreateContext()), ui_(theme, lang, scale) {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigInputTextCursorBlink = false;
  MapKeys(io);
}

Screen::~Screen() {
  ImGui::DestroyContext(context_);
}

absl::Status Screen::LoadFonts() {
  for (const char* path : {kRegular, kBold}) {
    if (!std::filesystem::exists(path)) {
      return MakeStatus(absl::StatusCode::kNotFound,
                        std::string(path) + " is missing: install the package fonts-noto-core");
    }
  }
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  atlas->Clear();
  ImFontConfig config;
  config.OversampleH = 2;
  config.OversampleV = 1;
  config.PixelSnapH = false;
  config.RasterizerMultiply = 1.08F;
  const auto load = [&](const char* path, float size) {
    return atlas->AddFontFromFileTTF(path, ui_.Px(size), &config, kRanges);
  };
  ui_.fonts.body = load(kRegular, 17);
  ui_.fonts.small = load(kRegular, 15);
  ui_.fonts.bold = load(kBold, 17);
  ui_.fonts.small_bold = load(kBold, 15);
  ui_.fonts.title = load(kBold, ui_.board ? 32 : 24);
  ui_.fonts.clock = load(kBold, 34);
  ui_.fonts.figure = atlas->AddFontFromFileTTF(kBold, ui_.Px(52), &config, kFigures);
  if (ui_.board) {
    ui_.fonts.board = load(kBold, 60);
    ui_.fonts.board_huge = load(kBold, 104);
  }
  atlas->Build();
  return absl::OkStatus();
}

void Screen::ApplyStyle() {
  ImGuiStyle style;
  const auto set = [&](ImGuiCol index, Role role) { style.Colors[index] = Colour(ui_, role); };
  set(ImGuiCol_Text, Role::kText);
  set(ImGuiCol_TextDisabled, Role::kTextDim);
  set(ImGuiCol_WindowBg, Role::kBackground);
  set(ImGuiCol_FrameBg, Role::kField);
  set(ImGuiCol_ChildBg, Role::kPanel);
  set(ImGuiCol_TextSelectedBg, Role::kSelected);
  set(ImGuiCol_ScrollbarGrab, Role::kBorder);
  set(ImGuiCol_ScrollbarGrabHovered, Role::kTextDim);
  set(ImGuiCol_ScrollbarGrabActive, Role::kAccent);
  style.Colors[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
  style.Colors[ImGuiCol_NavHighlight] = {0, 0, 0, 0};
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.ChildBorderSize = 0;
  style.ItemSpacing = {0, 0};
  style.FrameRounding = ui_.Px(3);
  style.ScrollbarSize = ui_.Px(10);
  style.ScrollbarRounding = ui_.Px(3);
  style.AntiAliasedLinesUseTex = false;
  style.DisabledAlpha = 1.0F;
  ImGui::GetStyle() = style;
  Wake();
}

void Screen::RequestScale(float scale) {
  wanted_scale_ = std::clamp(scale, 0.9F, 1.75F);
}

void Screen::FitBoard(float width, float height) {
  const float fits = std::min(width / 1920, height / 1080);
  wanted_scale_ = std::clamp(std::floor(fits * 20 + 0.01F) / 20, 0.5F, 2.5F);
}

bool Screen::TakeScale() {
  if (wanted_scale_ <= 0 || wanted_scale_ == ui_.scale) return false;
  ui_.scale = wanted_scale_;
  wanted_scale_ = 0;
  if (!LoadFonts().ok()) return false;
  ApplyStyle();
  return true;
}

void Screen::FeedImGui() {
  ImGuiIO& io = ImGui::GetIO();
  if (down_ != Key::kNone) io.KeysDown[static_cast<int>(down_)] = false;
  down_ = Key::kNone;
  const auto& chord = ui_.input.chord;
  io.KeyCtrl = chord && chord->ctrl;
  io.KeyShift = chord && chord->shift;
  if (!ui_.focus.on_text()) return;
  if (chord) {
    down_ = chord->key;
    io.KeysDown[static_cast<int>(down_)] = true;
  }
  for (const char32_t c : ui_.input.typed) io.AddInputCharacter(static_cast<unsigned int>(c));
}

void Screen::Frame(std::int64_t mono_us, const std::function<void()>& draw) {
  if (settle_ > 0) --settle_;
  ui_.mono_us = mono_us;
  // A field that has just got the focus opens a frame later; what is typed waits for it.
  const bool hold = ui_.text_opening && held_back_ < kHoldBackMax;
  held_back_ = ui_.text_opening ? held_back_ + 1 : 0;
  ui_.input = hold ? FrameInput{} : keys_.Take();
  ui_.text_opening = false;
  if (ui_.input.chord || !ui_.input.typed.empty() || hold) Wake();
  ui_.focus.BeginFrame();
  FeedImGui();
  if (ui_.probe != nullptr) ui_.probe->Begin();
  ImGui::NewFrame();
  draw();
  ImGui::Render();
}

}  // namespace legevakt::console::ui
