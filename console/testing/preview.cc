// Shows a scene of the in-process central in a real window, writes a picture, and leaves: for the smoke test
// and for looking at the screen without a server. Usage: console-preview SCENE OUT.png [nb|en] [natt|dag]
// [SCALE] [W] [H] [BORDERS]
#include <cstdio>
#include <cstdlib>
#include <string>

#include "console/platform/borders_file.h"
#include "console/platform/window.h"
#include "console/testing/local_central.h"
#include "console/testing/scenes.h"
#include "console/views/app.h"

namespace {
constexpr int kFramesMax = 2000;
}  // namespace

using namespace legevakt::console;  // NOLINT(google-build-using-namespace)

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const auto arg = [&](int i, const char* otherwise) { return std::string(argc > i ? argv[i] : otherwise); };
  ui::Screen screen(arg(4, "natt") == "dag" ? ui::ThemeName::kDag : ui::ThemeName::kNatt,
                    arg(3, "nb") == "en" ? legevakt::text::Lang::kEn : legevakt::text::Lang::kNb,
                    std::stof(arg(5, "1")));
  screen.ui().board = std::string(argv[1]) == "wallboard";
  if (const auto loaded = screen.LoadFonts(); !loaded.ok()) {
    std::fprintf(stderr, "%s\n", loaded.ToString().c_str());
    return 3;
  }
  screen.ApplyStyle();
  auto window = Window::Open(screen, {std::stoi(arg(6, "1920")), std::stoi(arg(7, "1080")), true});
  if (!window.ok()) {
    std::fprintf(stderr, "%s\n", window.status().ToString().c_str());
    return 3;
  }
  testing::LocalCentral central;
  Store store(central);
  Surroundings around;
  around.save_work_list = [](const std::string&) {
    return std::string("/home/kari/.local/state/legevakt/arbeidsliste-kari.txt");
  };
  const auto borders = BordersFromFile(arg(8, ""));
  if (!borders.ok()) {
    std::fprintf(stderr, "%s\n", borders.status().ToString().c_str());
    return 3;
  }
  around.borders = *borders;
  App app(store, screen, around);
  testing::Scene scene(argv[1], central, app);
  int frames = 0;
  (*window)->Run([&] { scene.Frame(); }, [] { return 0.01; },
                 [&] { return (++frames > 60 && scene.done()) || frames > kFramesMax; });
  if (!scene.done()) {
    std::fprintf(stderr, "the scene did not come to rest\n");
    (*window)->SavePicture(argv[2]).IgnoreError();
    return 1;
  }
  const auto saved = (*window)->SavePicture(argv[2]);
  if (!saved.ok()) std::fprintf(stderr, "%s\n", saved.ToString().c_str());
  return saved.ok() ? 0 : 1;
}
