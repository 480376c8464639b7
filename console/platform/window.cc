#include "console/platform/window.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <stb/stb_image_write.h>

#include <cfloat>
#include <cstring>
#include <utility>
#include <vector>

#include "base/status.h"

namespace legevakt::console {
namespace {

ui::Screen& ScreenOf(GLFWwindow* window) {
  return *static_cast<ui::Screen*>(glfwGetWindowUserPointer(window));
}

bool IsModifier(int key) {
  return key >= GLFW_KEY_LEFT_SHIFT && key <= GLFW_KEY_RIGHT_SUPER;
}

// Of the last key: its characters come right after it, and do not say so themselves.
bool repeating = false;

void OnKey(GLFWwindow* window, int key, int, int action, int mods) {
  repeating = action == GLFW_REPEAT;
  if (action == GLFW_RELEASE || key <= 0 || IsModifier(key)) return;
  // AltGr is Ctrl+Alt on some keyboards: it types letters and never is a command.
  const bool ctrl = (mods & GLFW_MOD_CONTROL) != 0 && (mods & GLFW_MOD_ALT) == 0;
  ScreenOf(window).keys().PushKey({static_cast<ui::Key>(key), ctrl, (mods & GLFW_MOD_SHIFT) != 0}, repeating);
}

void OnChar(GLFWwindow* window, unsigned int c) {
  ScreenOf(window).keys().PushChar(c, repeating);
}

// The mouse needs some frames until the screen is at rest; a second that passes needs one.
void OnMove(GLFWwindow* window, double, double) {
  ScreenOf(window).Wake();
}
void OnButton(GLFWwindow* window, int button, int action, int mods) {
  ScreenOf(window).Wake();
  ImGui_ImplGlfw_MouseButtonCallback(window, button, action, mods);
}
void OnScroll(GLFWwindow* window, double x, double y) {
  ScreenOf(window).Wake();
  ImGui_ImplGlfw_ScrollCallback(window, x, y);
}
void OnFocus(GLFWwindow* window, int focused) {
  ScreenOf(window).Wake();
  ImGui_ImplGlfw_WindowFocusCallback(window, focused);
}
void OnEnter(GLFWwindow* window, int entered) {
  ScreenOf(window).Wake();
  ImGui_ImplGlfw_CursorEnterCallback(window, entered);
}
void OnSize(GLFWwindow* window, int, int) {
  ScreenOf(window).Wake();
}

// There is one window.
bool uncovered = false;
void OnRefresh(GLFWwindow* window) {
  uncovered = true;
  ScreenOf(window).Wake();
}

// True where both hold the same vertices and indices in the same order.
bool SameAs(const std::string& picture, const ImDrawData& data) {
  std::size_t at = 0;
  const auto same = [&](const void* bytes, int size) {
    const auto count = static_cast<std::size_t>(size);
    if (picture.size() - at < count || std::memcmp(picture.data() + at, bytes, count) != 0) return false;
    at += count;
    return true;
  };
  for (int i = 0; i < data.CmdListsCount; ++i) {
    const ImDrawList& list = *data.CmdLists[i];
    if (!same(list.VtxBuffer.Data, list.VtxBuffer.size_in_bytes())) return false;
    if (!same(list.IdxBuffer.Data, list.IdxBuffer.size_in_bytes())) return false;
  }
  return at == picture.size();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Window>> Window::Open(ui::Screen& screen, const Options& options) {
  if (glfwInit() == GLFW_FALSE) {
    return MakeStatus(absl::StatusCode::kUnavailable,
                      "there is no display: set DISPLAY, or start it under xvfb-run");
  }
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_VISIBLE, options.visible ? GLFW_TRUE : GLFW_FALSE);
  GLFWwindow* window = glfwCreateWindow(options.width, options.height, "Legevakt", nullptr, nullptr);
  if (window == nullptr) {
    glfwTerminate();
    return MakeStatus(absl::StatusCode::kUnavailable,
                      "no window with OpenGL 3.3 could be opened on this display");
  }
  glfwMakeContextCurrent(window);
  glfwSwapInterval(1);
  return std::unique_ptr<Window>(new Window(screen, window));
}

Window::Window(ui::Screen& screen, GLFWwindow* window) : screen_(screen), window_(window) {
  glfwSetWindowUserPointer(window_, &screen_);
  // Keys and characters go through our own queue; the mouse through ImGui's backend. The backend's own key
  // map is put back to ours after its Init has set it.
  ImGuiIO& io = ImGui::GetIO();
  std::vector<int> keys(io.KeyMap, io.KeyMap + ImGuiKey_COUNT);
  ImGui_ImplGlfw_InitForOpenGL(window_, false);
  std::copy(keys.begin(), keys.end(), io.KeyMap);
  ImGui_ImplOpenGL3_Init("#version 330");
  glfwSetKeyCallback(window_, OnKey);
  glfwSetCharCallback(window_, OnChar);
  glfwSetCursorPosCallback(window_, OnMove);
  glfwSetMouseButtonCallback(window_, OnButton);
  glfwSetScrollCallback(window_, OnScroll);
  glfwSetWindowFocusCallback(window_, OnFocus);
  glfwSetCursorEnterCallback(window_, OnEnter);
  glfwSetFramebufferSizeCallback(window_, OnSize);
  // What was covered, or lost with the server's memory, is drawn again although it is the same picture.
  glfwSetWindowRefreshCallback(window_, OnRefresh);
}

Window::~Window() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  glfwDestroyWindow(window_);
  glfwTerminate();
}

void Window::Wake() {
  glfwPostEmptyEvent();
}

void Window::Copy(const std::string& text) {
  glfwSetClipboardString(window_, text.c_str());
}

void Window::Run(const std::function<void()>& frame, const std::function<double()>& tick,
                 const std::function<bool()>& done) {
  while (glfwWindowShouldClose(window_) == GLFW_FALSE && !done()) {
    if (screen_.busy()) {
      glfwPollEvents();
    } else {
      glfwWaitEventsTimeout(tick());
    }
    OneFrame(frame);
    // Queued keys first, the picture after the last of them: a slow swap must not hold keys up.
    for (int i = 0; i < 32 && !screen_.keys().empty(); ++i) OneFrame(frame);
    Present();
  }
}

void Window::OneFrame(const std::function<void()>& frame) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  if (screen_.ui().board && size.x > 0) screen_.FitBoard(size.x, size.y);
  if (screen_.TakeScale()) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
    must_swap_ = true;
  }
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  FollowPointer();
  frame();
  ++frames_;
}

void Window::FollowPointer() {
  if (pointed_) return;
  ImGuiIO& io = ImGui::GetIO();
  if (!ImGui::IsMousePosValid(&io.MousePos)) return;
  if (!rests_at_) rests_at_ = io.MousePos;
  pointed_ =
      io.MousePos.x != rests_at_->x || io.MousePos.y != rests_at_->y || io.MouseDown[0] || io.MouseDown[1];
  if (!pointed_) io.MousePos = {-FLT_MAX, -FLT_MAX};
}

bool Window::Changed() {
  const ImDrawData* data = ImGui::GetDrawData();
  if (!must_swap_ && SameAs(last_picture_, *data)) return false;
  last_picture_.clear();
  for (int i = 0; i < data->CmdListsCount; ++i) {
    const ImDrawList* list = data->CmdLists[i];
    last_picture_.append(reinterpret_cast<const char*>(list->VtxBuffer.Data),
                         static_cast<std::size_t>(list->VtxBuffer.size_in_bytes()));
    last_picture_.append(reinterpret_cast<const char*>(list->IdxBuffer.Data),
                         static_cast<std::size_t>(list->IdxBuffer.size_in_bytes()));
  }
  must_swap_ = false;
  return true;
}

void Window::Present() {
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  static int last_width = 0;
  static int last_height = 0;
  must_swap_ = must_swap_ || std::exchange(uncovered, false) || width != last_width || height != last_height;
  last_width = width;
  last_height = height;
  if (!Changed()) {
    ++skipped_;
    return;
  }
  glViewport(0, 0, width, height);
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window_);
}

ui::Pixels Window::Picture() {
  ui::Pixels pixels;
  glfwGetFramebufferSize(window_, &pixels.width, &pixels.height);
  // Drawn once more into the back buffer, which is undefined after a swap.
  glViewport(0, 0, pixels.width, pixels.height);
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glFinish();
  const auto row = static_cast<std::size_t>(pixels.width) * 3;
  pixels.rgb.resize(row * static_cast<std::size_t>(pixels.height));
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  // OpenGL's first row is the lowest.
  for (int y = 0; y < pixels.height; ++y)
    glReadPixels(0, pixels.height - 1 - y, pixels.width, 1, GL_RGB, GL_UNSIGNED_BYTE,
                 pixels.rgb.data() + static_cast<std::size_t>(y) * row);
  return pixels;
}

absl::Status Window::SavePicture(const std::string& path) {
  const ui::Pixels pixels = Picture();
  stbi_flip_vertically_on_write(0);
  if (stbi_write_png(path.c_str(), pixels.width, pixels.height, 3, pixels.rgb.data(), pixels.width * 3) ==
      0) {
    return MakeStatus(absl::StatusCode::kInternal, path + " could not be written: does the directory exist?");
  }
  return absl::OkStatus();
}

}  // namespace legevakt::console
