// The one place that knows GLFW and OpenGL.
// Thread: everything on the main thread, except Wake.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <imgui.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "console/ui/pixels.h"
#include "console/ui/screen.h"

struct GLFWwindow;

namespace legevakt::console {

class Window {
 public:
  struct Options {
    int width = 1920;
    int height = 1080;
    bool visible = true;
  };
  // UNAVAILABLE where there is no display or no OpenGL 3; the message says what to do.
  static absl::StatusOr<std::unique_ptr<Window>> Open(ui::Screen& screen, const Options& options);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  // Runs `frame` (which draws one frame of the screen) until the window is closed or `done` says so. Between
  // frames it sleeps until something happens, at most `tick()` seconds.
  void Run(const std::function<void()>& frame, const std::function<double()>& tick,
           const std::function<bool()>& done);
  // Makes Run go round at once. Any thread.
  static void Wake();
  // The picture that was drawn last.
  ui::Pixels Picture();
  // The same as a PNG file.
  absl::Status SavePicture(const std::string& path);
  void Copy(const std::string& text);
  // Frames drawn, and those that were not swapped because nothing had changed.
  std::int64_t frames() const { return frames_; }
  std::int64_t skipped() const { return skipped_; }

 private:
  Window(ui::Screen& screen, GLFWwindow* window);
  void OneFrame(const std::function<void()>& frame);
  void Present();
  // A pointer that lies where it lay when the window opened points at nothing.
  void FollowPointer();
  // The vertex data of the last picture: the same again needs no swap.
  bool Changed();

  ui::Screen& screen_;
  GLFWwindow* window_;
  bool pointed_ = false;
  std::optional<ImVec2> rests_at_;
  std::string last_picture_;
  bool must_swap_ = true;
  std::int64_t frames_ = 0;
  std::int64_t skipped_ = 0;
};

}  // namespace legevakt::console
