// The console's own time on ImGui's null backend, each figure with its floor from the same run. Prints one
// JSON object.
//
//   legevakt-bench-console CONTACTS FRAMES
//
// frame: CPU of one drawn frame, the queue scrolled by keys; floor: a bare ImGui table with clipper, as many
// rows.
//
// open: the same with a contact open, its triage form filled in.
//
// event: CPU from a batch taken to ImGui::Render done; floor: the same bare table.
//
// idle: share of a core while nothing happens: two ticks and one bookmark a second.
//
// start: CPU from nothing to the first whole picture, fonts included; floor: a bare ImGui window, fonts
// included.
//
// allocations: on the heap in a hundred frames in which nothing has changed, not drawn (steady) and drawn.
#include <imgui.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <new>
#include <string>
#include <vector>

#include "console/bench/bare.h"
#include "console/testing/crowd.h"
#include "console/testing/local_central.h"
#include "console/views/app.h"

namespace {
std::atomic<std::int64_t> allocations{0};
}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
// GCC does not see that both are ours.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
#pragma GCC diagnostic pop

namespace legevakt::console {
namespace {

using bench::BareTable;
using bench::CpuMs;
using bench::Percentile;
using testing::LocalCentral;

constexpr std::int64_t kFrameUs = 16'000;
// Frames until nothing is queued and nothing moves.
constexpr int kRestMax = 1000;

void NullBackend() {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {1920, 1080};
  io.DeltaTime = 1.0F / 60.0F;
  io.MousePos = {-1, -1};
}

struct Bare {
  std::vector<double> frames;
  double start_ms = 0;
};

Bare MeasureBare(int rows, int count) {
  Bare bare;
  const double begun = CpuMs();
  ui::Screen screen(ui::ThemeName::kNatt, text::Lang::kNb, 1.0F);
  if (!screen.LoadFonts().ok()) std::exit(3);
  screen.ApplyStyle();
  NullBackend();
  for (int i = 0; i < count; ++i) {
    const double before = CpuMs();
    ImGui::NewFrame();
    BareTable(rows);
    ImGui::Render();
    bare.frames.push_back(CpuMs() - before);
    if (i == 0) bare.start_ms = CpuMs() - begun;
  }
  return bare;
}

int Main(int contacts, int count) {
  const Bare bare = MeasureBare(contacts, count);
  LocalCentral central;
  testing::FillCrowd(central, contacts);
  // What was told before is nobody's: a console that starts gets one snapshot.
  static_cast<void>(central.Take());
  central.SignIn();

  const double begun = CpuMs();
  std::int64_t mono_us = 1'000 * kSecondUs;
  ui::Screen screen(ui::ThemeName::kNatt, text::Lang::kNb, 1.0F);
  if (!screen.LoadFonts().ok()) return 3;
  screen.ApplyStyle();
  NullBackend();
  Store store(central);
  App app(store, screen, {});
  central.Pass(0);
  app.Frame(mono_us);
  const double start_ms = CpuMs() - begun;
  for (int i = 0; i < 30; ++i) app.Frame(mono_us += 16'000);

  // The queue is scrolled with the keys, so that no two frames are the same. A key is pressed when the one
  // before has been taken: the queue of keys gives each frame one.
  const auto scrolled = [&] {
    screen.ui().focus.Set("queue/list");
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
      if (screen.keys().empty())
        screen.keys().PushKey({i % 80 < 40 ? ui::Key::kDown : ui::Key::kUp, false, false});
      if (i % 60 == 59) central.Pass(60 * kFrameUs);
      const double before = CpuMs();
      app.Frame(mono_us += kFrameUs);
      times.push_back(CpuMs() - before);
    }
    return times;
  };
  const std::vector<double> frames = scrolled();
  std::vector<double> events;
  const std::int64_t first = store.state().contacts.begin()->first;
  for (int i = 0; i < std::min(count, 300); ++i) {
    v1::Command promise;
    promise.mutable_add_note()->set_contact_id(first);
    promise.mutable_add_note()->set_text("Ringte selv");
    central.Do(central.Colleague(), promise);
    // With the bookmark, so that the screen never goes stale.
    central.Pass(kFrameUs);
    const double before = CpuMs();
    app.Frame(mono_us += 16'000);
    events.push_back(CpuMs() - before);
  }
  // At rest, within one second of the clock: first not drawn at all, then drawn again and again because the
  // mouse moves.
  const auto rest = [&] {
    central.Pass(0);
    for (int i = 0; i < kRestMax && (i < 12 || screen.busy()); ++i) app.Frame(mono_us += 100);
  };
  rest();
  const std::int64_t before_steady = allocations;
  for (int i = 0; i < 100; ++i) app.Frame(mono_us += 100);
  const std::int64_t steady = allocations - before_steady;
  const auto drawn_again = [&] {
    const int drawn_before = ImGui::GetFrameCount();
    const std::int64_t before = allocations;
    for (int i = 0; i < 100; ++i) {
      ImGui::GetIO().MousePos = {960.0F + static_cast<float>(i), 4};
      app.Frame(mono_us += 100);
    }
    const std::int64_t made = allocations - before;
    if (ImGui::GetFrameCount() - drawn_before != 100) std::exit(4);
    ImGui::GetIO().MousePos = {-1, -1};
    return made;
  };
  const std::int64_t drawn = drawn_again();

  constexpr int kIdleSeconds = 60;
  const double before_idle = CpuMs();
  double central_ms = 0;
  for (int i = 0; i < 2 * kIdleSeconds; ++i) {
    const double before = CpuMs();
    if (i % 2 == 0) central.Pass(kSecondUs);
    central_ms += CpuMs() - before;
    app.Frame(mono_us += kSecondUs / 2);
  }
  const double idle_percent = (CpuMs() - before_idle - central_ms) / (kIdleSeconds * 1000.0) * 100.0;

  // The same with a contact open, its triage form filled in.
  app.OpenRow(std::next(store.state().contacts.begin())->first);
  rest();
  app.SetTab(Tab::kTriage);
  const std::vector<double> open_frames = scrolled();
  rest();
  const std::int64_t open_drawn = drawn_again();

  std::printf(
      "{\"frame_p99_ms\": %.4f, \"frame_p50_ms\": %.4f, \"bare_p99_ms\": %.4f, \"bare_p50_ms\": %.4f, "
      "\"event_p99_ms\": %.4f, \"event_p50_ms\": %.4f, \"idle_percent\": %.4f, \"start_ms\": %.2f, "
      "\"bare_start_ms\": %.2f, \"steady_allocations\": %lld, \"drawn_allocations\": %lld, "
      "\"open_p99_ms\": %.4f, \"open_p50_ms\": %.4f, \"open_drawn_allocations\": %lld}\n",
      Percentile(frames, 0.99), Percentile(frames, 0.5), Percentile(bare.frames, 0.99),
      Percentile(bare.frames, 0.5), Percentile(events, 0.99), Percentile(events, 0.5), idle_percent, start_ms,
      bare.start_ms, static_cast<long long>(steady), static_cast<long long>(drawn),
      Percentile(open_frames, 0.99), Percentile(open_frames, 0.5), static_cast<long long>(open_drawn));
  return 0;
}

}  // namespace
}  // namespace legevakt::console

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: legevakt-bench-console CONTACTS FRAMES\n");
    return 2;
  }
  return legevakt::console::Main(std::atoi(argv[1]), std::atoi(argv[2]));
}
