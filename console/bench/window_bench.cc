// The same as console_bench, in a real window: with the platform, OpenGL and, where there is no graphics
// card, the software rasteriser. All CPU of the process. Prints one JSON object.
//
//   legevakt-bench-console-window CONTACTS FRAMES
//
// frame: one frame drawn and shown, the queue scrolled by keys; floor: a bare ImGui table whose texts change
// with each.
//
// start: from nothing to the first picture shown, window and fonts included; floor: that of the bare table.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>

#include "console/bench/bare.h"
#include "console/platform/window.h"
#include "console/testing/crowd.h"
#include "console/testing/local_central.h"
#include "console/views/app.h"

namespace legevakt::console::bench {
namespace {

constexpr std::int64_t kFrameUs = 16'000;

double ProcessMs() {
  return CpuMs(CLOCK_PROCESS_CPUTIME_ID);
}

struct Measured {
  std::vector<double> frames;
  double start_ms = 0;
};

// `make` gives what draws frame number `i` on the screen.
Measured Measure(int count, const std::function<std::function<void(int)>(ui::Screen&)>& make) {
  Measured measured;
  const double begun = ProcessMs();
  ui::Screen screen(ui::ThemeName::kNatt, text::Lang::kNb, 1.0F);
  if (!screen.LoadFonts().ok()) std::exit(3);
  screen.ApplyStyle();
  auto window = Window::Open(screen, {1920, 1080, true});
  if (!window.ok()) {
    std::fprintf(stderr, "%s\n", window.status().ToString().c_str());
    std::exit(3);
  }
  const auto draw = make(screen);
  double last = 0;
  // `done` is asked between two rounds: what one took is known there.
  (*window)->Run([&] { draw(static_cast<int>(measured.frames.size())); }, [] { return 0.0; },
                 [&] {
                   const double now = ProcessMs();
                   if ((*window)->frames() == 0) return false;
                   if (measured.start_ms == 0) {
                     measured.start_ms = now - begun;
                   } else {
                     measured.frames.push_back(now - last);
                   }
                   last = now;
                   return static_cast<int>(measured.frames.size()) >= count;
                 });
  return measured;
}

int Main(int contacts, int count) {
  testing::LocalCentral central;
  testing::FillCrowd(central, contacts);
  const Measured bare = Measure(count, [&](ui::Screen&) {
    return [&](int i) {
      ImGui::NewFrame();
      BareTable(contacts, i % 80);
      ImGui::Render();
    };
  });
  // What was told before is nobody's: a console that starts gets one snapshot.
  static_cast<void>(central.Take());
  central.SignIn();
  Store store(central);
  std::unique_ptr<App> app;
  std::int64_t mono_us = 1'000 * kSecondUs;
  const Measured full = Measure(count, [&](ui::Screen& screen) {
    app = std::make_unique<App>(store, screen, Surroundings{});
    central.Pass(0);
    return [&, focused = false](int i) mutable {
      if (!focused && i > 0) screen.ui().focus.Set("queue/list");
      focused = focused || i > 0;
      if (i > 0 && screen.keys().empty())
        screen.keys().PushKey({i % 80 < 40 ? ui::Key::kDown : ui::Key::kUp, false, false});
      if (i % 60 == 59) central.Pass(60 * kFrameUs);
      app->Frame(mono_us += kFrameUs);
    };
  });
  std::printf(
      "{\"frame_p99_ms\": %.3f, \"frame_p50_ms\": %.3f, \"bare_p99_ms\": %.3f, \"bare_p50_ms\": %.3f, "
      "\"start_ms\": %.1f, \"bare_start_ms\": %.1f}\n",
      Percentile(full.frames, 0.99), Percentile(full.frames, 0.5), Percentile(bare.frames, 0.99),
      Percentile(bare.frames, 0.5), full.start_ms, bare.start_ms);
  return 0;
}

}  // namespace
}  // namespace legevakt::console::bench

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: legevakt-bench-console-window CONTACTS FRAMES\n");
    return 2;
  }
  return legevakt::console::bench::Main(std::atoi(argv[1]), std::atoi(argv[2]));
}
