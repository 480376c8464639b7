// A frame in which nothing has changed allocates nothing, drawn or not, and the picture stands. A program of
// its own: it counts every operator new.
#include <gtest/gtest.h>
#include <imgui.h>

#include <cstdlib>
#include <new>

#include "console/testing/crowd.h"
#include "console/testing/local_central.h"
#include "console/views/app.h"
#include "console/views/map_layout.h"

namespace {
std::int64_t allocations = 0;
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

// A console beside a central with so many open contacts, or (0) with an evening's, on the null backend.
struct Rig {
  explicit Rig(int contacts) {
    contacts == 0 ? testing::FillEvening(central) : testing::FillCrowd(central, contacts);
    EXPECT_TRUE(screen.LoadFonts().ok());
    screen.ApplyStyle();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {1920, 1080};
    io.DeltaTime = 1.0F / 60.0F;
    io.MousePos = {-1, -1};
    central.SignIn();
    Rest();
  }
  void Rest() {
    for (int i = 0; i < 200 && (i < 20 || screen.busy()); ++i) app.Frame(mono_us += 100);
  }
  void Press(ui::Key key, bool ctrl = false) {
    screen.keys().PushKey({key, ctrl, false});
    Rest();
  }
  // How many allocations a hundred frames make that are drawn because the mouse moves, over nothing.
  std::int64_t Drawn() {
    const int drawn = ImGui::GetFrameCount();
    const std::int64_t before = allocations;
    for (int i = 0; i < 100; ++i) {
      ImGui::GetIO().MousePos = {900.0F + static_cast<float>(i), 4};
      app.Frame(mono_us += 100);
    }
    EXPECT_EQ(ImGui::GetFrameCount(), drawn + 100);
    return allocations - before;
  }

  testing::LocalCentral central;
  ui::Screen screen{ui::ThemeName::kNatt, text::Lang::kNb, 1.0F};
  Store store{central};
  App app{store, screen, {}};
  std::int64_t mono_us = 1'000 * kSecondUs;
};

TEST(Steady, AFrameThatIsDrawnAgainAllocatesNothing) {
  Rig rig(200);
  rig.central.Ring("41200098", "4602", v1::CALL_LANE_URGENT);
  rig.central.Ring("41200097", "4645");
  rig.Rest();
  EXPECT_EQ(rig.Drawn(), 0) << "the queue, two calls and three doctors";
  rig.screen.ui().focus.Set("queue/list");
  rig.Press(ui::Key::kDown);
  EXPECT_EQ(rig.Drawn(), 0) << "with the cursor in the list";
  // The same second: what was made for it is still there, and the counter does count.
  rig.central.Pass(kSecondUs);
  rig.app.Frame(rig.mono_us += kSecondUs);
  const std::int64_t before = allocations;
  rig.central.Pass(kSecondUs);
  rig.app.Frame(rig.mono_us += kSecondUs);
  EXPECT_GT(allocations, before) << "a second later the times are others";
}

TEST(Steady, TheMapWithADoctorBoundAllocatesNothing) {
  Rig rig(0);
  ASSERT_EQ(rig.app.picture().situation().trips.size(), 1U);
  ASSERT_GT(rig.app.maps().made(), 0);
  EXPECT_EQ(rig.Drawn(), 0);
  // Over it, with the words of what is under the mouse: made once.
  const auto over = [&rig] {
    for (int i = 0; i < 100; ++i) {
      ImGui::GetIO().MousePos = {1700.0F + static_cast<float>(i % 2), 520};
      rig.app.Frame(rig.mono_us += 100);
    }
  };
  over();
  const std::int64_t before = allocations;
  over();
  EXPECT_EQ(allocations, before);
}

TEST(Steady, AFrameInWhichNothingHasChangedAllocatesNothingAndASecondThatPassesDraws) {
  testing::LocalCentral central;
  testing::FillCrowd(central, 100);
  ui::Screen screen(ui::ThemeName::kNatt, text::Lang::kNb, 1.0F);
  ASSERT_TRUE(screen.LoadFonts().ok());
  screen.ApplyStyle();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {1920, 1080};
  io.DeltaTime = 1.0F / 60.0F;
  io.MousePos = {-1, -1};
  Store store(central);
  App app(store, screen, {});
  central.SignIn();
  std::int64_t mono_us = 1'000 * kSecondUs;
  for (int i = 0; i < 20; ++i) app.Frame(mono_us += 100);
  const int drawn = ImGui::GetFrameCount();
  const std::int64_t before = allocations;
  for (int i = 0; i < 100; ++i) app.Frame(mono_us += 100);
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(ImGui::GetFrameCount(), drawn);
  // Each of these makes a new picture.
  central.Pass(kSecondUs);
  app.Frame(mono_us += kSecondUs);
  EXPECT_EQ(ImGui::GetFrameCount(), drawn + 1) << "the clock";
  io.MousePos = {100, 100};
  app.Frame(mono_us += 100);
  EXPECT_EQ(ImGui::GetFrameCount(), drawn + 2) << "the mouse";
  screen.keys().PushKey({ui::Key::kF1, false, false});
  app.Frame(mono_us += 100);
  EXPECT_EQ(ImGui::GetFrameCount(), drawn + 3) << "a key";
  for (int i = 0; i < 20; ++i) app.Frame(mono_us += 100);
  const int rested = ImGui::GetFrameCount();
  central.Ring("41200099", "4602");
  app.Frame(mono_us += 100);
  EXPECT_EQ(ImGui::GetFrameCount(), rested + 1) << "an event";
  for (int i = 0; i < 20; ++i) app.Frame(mono_us += 100);
  const int before_stale = ImGui::GetFrameCount();
  app.Frame(mono_us += 4 * kSecondUs);
  EXPECT_GT(ImGui::GetFrameCount(), before_stale) << "the screen goes stale by itself";
  EXPECT_TRUE(app.stale());
}

}  // namespace
}  // namespace legevakt::console
