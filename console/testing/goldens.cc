// The goldens: how the main screens looked when somebody last looked at them and said yes. Two kinds, each in
// a folder of its own under FOLDER:
//
//   draw    what a frame draws, as text (draw_dump.h): NAME.txt. Needs no display.
//   pixels  what a window shows, shrunk (pixel_compare.h): NAME.png. Needs a display.
//
//   console-goldens draw|pixels FOLDER [--accept]
//
// 0 where all are as they were, 1 where not: the difference is printed, and of a picture the new one lies
// beside the golden as NAME.new.png. With --accept what there is now becomes the golden.
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "console/platform/files.h"
#include "console/platform/window.h"
#include "console/testing/draw_dump.h"
#include "console/testing/line_diff.h"
#include "console/testing/local_central.h"
#include "console/testing/pixel_compare.h"
#include "console/testing/scenes.h"
#include "console/views/app.h"

namespace legevakt::console::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* kScenes[] = {"queue", "triage", "red", "handover", "wallboard", "stale"};
constexpr int kWidth = 1920;
constexpr int kHeight = 1080;
constexpr int kFramesMax = 5000;

struct Look {
  ui::ThemeName theme;
  const char* name;
  float scale;
};
constexpr Look kLooks[] = {{ui::ThemeName::kNatt, "natt", 1},
                           {ui::ThemeName::kNatt, "natt-large", 1.5F},
                           {ui::ThemeName::kDag, "dag", 1},
                           {ui::ThemeName::kDag, "dag-large", 1.5F}};

// A console that plays a scene to its end.
class Played {
 public:
  Played(const std::string& scene, const Look& look) : screen(look.theme, text::Lang::kNb, look.scale) {
    screen.ui().board = scene == "wallboard";
    if (const auto loaded = screen.LoadFonts(); !loaded.ok()) {
      std::fprintf(stderr, "%s\n", loaded.ToString().c_str());
      std::exit(3);
    }
    screen.ApplyStyle();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {kWidth, kHeight};
    io.DeltaTime = 1.0F / 60.0F;
    io.MousePos = {-1, -1};
  }
  bool Play(const std::string& name) {
    Scene scene(name, central, app);
    for (int i = 0; i < kFramesMax && !scene.done(); ++i) scene.Frame();
    return scene.done();
  }

  ui::Screen screen;
  LocalCentral central;
  Store store{central};
  App app{store, screen, {}};
};

int NotAtRest(const char* scene) {
  std::fprintf(stderr, "console-goldens: the scene %s did not come to rest\n", scene);
  return 1;
}

int Draw(const fs::path& folder, bool accept) {
  int result = 0;
  for (const char* const scene : kScenes) {
    Played played(scene, kLooks[0]);
    if (!played.Play(scene)) return NotAtRest(scene);
    const std::string now = DumpFrame(played.screen.ui());
    const fs::path path = folder / "draw" / (std::string(scene) + ".txt");
    if (accept) {
      std::ofstream(path, std::ios::binary) << now;
      continue;
    }
    const std::string golden = ReadFile(path);
    if (golden == now) continue;
    result = 1;
    if (golden.empty()) {
      std::printf("%s is not there\n", path.c_str());
      continue;
    }
    std::printf("%s\n%s", path.c_str(), LineDiff(golden, now).c_str());
  }
  return result;
}

ui::Pixels ReadPng(const fs::path& path) {
  ui::Pixels pixels;
  int channels = 0;
  unsigned char* bytes = stbi_load(path.c_str(), &pixels.width, &pixels.height, &channels, 3);
  if (bytes == nullptr) return {};
  pixels.rgb.assign(bytes, bytes + static_cast<std::ptrdiff_t>(pixels.width) * pixels.height * 3);
  stbi_image_free(bytes);
  return pixels;
}

void WritePng(const fs::path& path, const ui::Pixels& pixels) {
  stbi_flip_vertically_on_write(0);
  stbi_write_png_compression_level = 12;
  stbi_write_png(path.c_str(), pixels.width, pixels.height, 3, pixels.rgb.data(), pixels.width * 3);
}

int PixelsOf(const fs::path& folder, const char* scene, const Look& look, bool accept) {
  Played played(scene, look);
  auto window = Window::Open(played.screen, {kWidth, kHeight, true});
  if (!window.ok()) {
    std::fprintf(stderr, "%s\n", window.status().ToString().c_str());
    return 3;
  }
  bool at_rest = false;
  // The whole scene in one round, with the pointer nowhere: only its last picture is shown.
  const auto frame = [&] {
    ImGui::GetIO().MousePos = {-1, -1};
    at_rest = at_rest || played.Play(scene);
  };
  (*window)->Run(frame, [] { return 0.01; }, [&] { return (*window)->frames() > 0; });
  if (!at_rest) return NotAtRest(scene);
  const ui::Pixels now = Shrunk((*window)->Picture());
  const fs::path path = folder / "pixels" / (std::string(scene) + "-" + look.name + ".png");
  fs::path fresh = path;
  fresh.replace_extension(".new.png");
  fs::remove(fresh);
  if (accept) {
    // What is alike stays as it is: no change of bytes without a change of the picture.
    if (!Alike(Compare(ReadPng(path), now)) || !fs::exists(path)) WritePng(path, now);
    return 0;
  }
  const Difference difference = Compare(ReadPng(path), now);
  if (Alike(difference)) return 0;
  WritePng(fresh, now);
  if (!difference.same_size) {
    std::printf("%s is not there, or has another size; what there is now: %s\n", path.c_str(), fresh.c_str());
  } else {
    std::printf("%s: %d blocks of %d pixels differ, the first at %d,%d; on the whole %.2f of 255. Now: %s\n",
                path.c_str(), difference.off, kBlock, difference.x, difference.y, difference.mean,
                fresh.c_str());
  }
  return 1;
}

int AllPixels(const fs::path& folder, bool accept) {
  int result = 0;
  for (const char* const scene : kScenes)
    for (const Look& look : kLooks) result = std::max(result, PixelsOf(folder, scene, look, accept));
  return result;
}

}  // namespace
}  // namespace legevakt::console::testing

int main(int argc, char** argv) {
  using namespace legevakt::console::testing;  // NOLINT(google-build-using-namespace)
  const std::string kind = argc > 2 ? argv[1] : "";
  const bool accept = argc == 4 && std::string(argv[3]) == "--accept";
  if ((kind != "draw" && kind != "pixels") || (argc != 3 && !accept)) {
    std::fprintf(stderr, "usage: console-goldens draw|pixels FOLDER [--accept]\n");
    return 2;
  }
  const fs::path folder = argv[2];
  if (accept) fs::create_directories(folder / kind);
  const int result = kind == "draw" ? Draw(folder, accept) : AllPixels(folder, accept);
  if (result == 1)
    std::printf(
        "Is the new look right? Then `script/goldens --accept` makes it the golden; commit what it "
        "changed.\n");
  return result;
}
