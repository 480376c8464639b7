// A frame in which nothing has changed allocates nothing, drawn or not, and the picture stands: on every
// screen, card and step. A program of its own: it counts every operator new, and what ImGui takes.
#include <gtest/gtest.h>
#include <imgui.h>

#include <array>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "console/testing/crowd.h"
#include "console/testing/local_central.h"
#include "console/testing/null_backend.h"
#include "console/testing/scenes.h"
#include "console/views/app.h"
#include "console/views/map_layout.h"

namespace {
std::int64_t allocations = 0;

// Before any context is made.
[[maybe_unused]] const bool kCountsImgui = [] {
  ImGui::SetAllocatorFunctions(
      [](std::size_t size, void*) {
        ++allocations;
        return std::malloc(size);
      },
      [](void* memory, void*) { std::free(memory); });
  return true;
}();
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
    EXPECT_TRUE(testing::OnNullBackend(screen));
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

// A scene, and the keys that lead on from it.
struct Place {
  const char* name;
  const char* scene;
  std::vector<ui::Chord> keys = {};
  const char* typed = "";
  bool board = false;
  // Where the keys lead: what is not there is not counted.
  Overlay overlay = Overlay::kNone;
};

std::ostream& operator<<(std::ostream& out, const Place& place) {
  return out << place.name;
}

constexpr bool kCtrl = true;
constexpr bool kShift = true;

const std::vector<Place>& Places() {
  using ui::Key;
  static const std::vector<Place> places = {
      {"queue", "queue"},
      {"empty", "empty"},
      {"list_of_mine", "queue", {{Key::kF7}}},
      {"list_of_closed", "queue", {{Key::kF7, false, kShift}}},
      {"filter", "queue", {{Key::kF5, false, kShift}}, "ingrid"},
      {"who_to_ring", "ring"},
      {"alarms", "alarms"},
      {"alarms_acknowledged", "alarms", {{Key::kF8}, {Key::kF8}}},
      {"no_telephony", "no_telephony"},
      {"stale", "stale"},
      {"wallboard", "wallboard", {}, "", true},
      {"intake", "intake"},
      {"known", "known"},
      {"search", "search"},
      {"triage", "triage"},
      {"triage_answered", "triage", {{Key::kTab}, {Key::kTab}, {Key::kTab}}, "v"},
      {"triage_own_level", "red", {{Key::kEscape}, {Key::k2, kCtrl}}},
      {"measure", "measure"},
      {"close", "close"},
      {"closed", "close", {{Key::kEnter, kCtrl}}},
      {"history", "measure", {{Key::k5, kCtrl}}},
      {"help", "help", {}, "", false, Overlay::kHelp},
      {"palette", "palette", {}, "", false, Overlay::kPalette},
      {"news", "news", {}, "", false, Overlay::kNews},
      {"red_raise", "intake", {{Key::kF12}}, "", false, Overlay::kRed},
      {"red_raise_new", "queue", {{Key::kF12}}, "", false, Overlay::kRed},
      {"red", "red", {}, "", false, Overlay::kRed},
      {"red_stale", "stale", {{Key::kF12}}, "", false, Overlay::kRed},
      {"callback", "ring", {{Key::kF9}}, "", false, Overlay::kCallback},
      {"step", "step", {}, "", false, Overlay::kStep},
      {"not_medical", "known", {{Key::kW, kCtrl}}, "", false, Overlay::kNotMedical},
      {"fix", "triage", {{Key::kF, kCtrl}}, "", false, Overlay::kFix},
      {"fix_wrong_patient", "fix", {}, "", false, Overlay::kFix},
      {"fix_merge", "triage", {{Key::kF, kCtrl}}, "2", false, Overlay::kFix},
      {"fix_split", "triage", {{Key::kF, kCtrl}}, "3", false, Overlay::kFix},
      {"fix_times", "triage", {{Key::kF, kCtrl}}, "4", false, Overlay::kFix},
      {"consult", "consult", {}, "", false, Overlay::kConsult},
      {"consult_asked", "consult", {{Key::kEnter, kCtrl}, {Key::kD, kCtrl}}, "", false, Overlay::kConsult},
      {"directory", "directory", {}, "", false, Overlay::kDirectory},
      {"directory_searched", "directory", {}, "tolk", false, Overlay::kDirectory},
      {"waiting_room", "waiting_room", {}, "", false, Overlay::kWaitingRoom},
      {"help_wanted", "help_wanted"},
      {"help_wanted_card", "help_wanted", {{Key::kH, kCtrl}}, "", false, Overlay::kNeedHelp},
      {"handover", "handover", {}, "", false, Overlay::kHandover},
      {"warning", "triage", {{Key::kW, kCtrl, kShift}}, "", false, Overlay::kWarning},
      {"lookup", "lookup", {}, "", false, Overlay::kLookup},
      {"lookup_faulty",
       "queue",
       {{Key::kF, kCtrl, kShift}, {Key::kEnter, kCtrl}},
       "",
       false,
       Overlay::kLookup},
      {"extract", "extract", {}, "", false, Overlay::kLookup},
      {"paper", "paper", {}, "", false, Overlay::kPaper},
      {"paper_case", "queue", {{Key::kF11, false, kShift}}, "", false, Overlay::kPaperCase},
      {"outbox", "stale", {{Key::kEnter, kCtrl}, {Key::kF3, false, kShift}}, "", false, Overlay::kOutbox},
      {"meanwhile", "meanwhile", {{Key::kF10, false, kShift}}, "", false, Overlay::kMeanwhile},
      {"map", "map", {}, "", false, Overlay::kMap},
      {"shelve", "alarms", {{Key::kF8, kCtrl}}, "", false, Overlay::kShelve},
  };
  return places;
}

class SteadyPlace : public ::testing::TestWithParam<Place> {};

TEST_P(SteadyPlace, IsDrawnAgainWithoutAllocating) {
  const Place& place = GetParam();
  ui::Screen screen(ui::ThemeName::kNatt, text::Lang::kNb, 1.0F);
  screen.ui().board = place.board;
  ASSERT_TRUE(testing::OnNullBackend(screen));
  testing::LocalCentral central;
  Store store(central);
  Surroundings around;
  around.save_work_list = [](const std::string&) { return std::string("/tilstand/arbeidsliste.txt"); };
  App app(store, screen, around);
  testing::Scene scene(place.scene, central, app);
  for (int i = 0; i < 2000 && !scene.done(); ++i) scene.Frame();
  ASSERT_TRUE(scene.done());
  const auto rest = [&] {
    for (int i = 0; i < 200 && (i < 20 || screen.busy()); ++i) app.Frame(app.mono_us() + 1'000);
  };
  for (const auto& key : place.keys) {
    screen.keys().PushKey(key);
    rest();
  }
  for (const char c : std::string_view(place.typed)) {
    screen.keys().PushChar(static_cast<char32_t>(c));
    rest();
  }
  rest();
  ASSERT_EQ(app.view().overlay, place.overlay);
  // The mouse goes over the whole screen, so that each frame is drawn.
  const auto drawn = [&] {
    const std::int64_t before = allocations;
    const int frames = ImGui::GetFrameCount();
    for (int i = 0; i < 60; ++i) {
      ImGui::GetIO().MousePos = {30.0F + 31.0F * static_cast<float>(i), 5.0F + 17.0F * static_cast<float>(i)};
      app.Frame(app.mono_us() + 100);
    }
    EXPECT_EQ(ImGui::GetFrameCount(), frames + 60);
    return allocations - before;
  };
  // In one second, whichever it is.
  if (app.now_us() % kSecondUs > kSecondUs / 2) app.Frame(app.mono_us() + kSecondUs / 2);
  rest();
  drawn();
  EXPECT_EQ(drawn(), 0);
}

INSTANTIATE_TEST_SUITE_P(All, SteadyPlace, ::testing::ValuesIn(Places()),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(Steady, AFrameInWhichNothingHasChangedAllocatesNothingAndASecondThatPassesDraws) {
  testing::LocalCentral central;
  testing::FillCrowd(central, 100);
  ui::Screen screen(ui::ThemeName::kNatt, text::Lang::kNb, 1.0F);
  ASSERT_TRUE(testing::OnNullBackend(screen));
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
  ImGui::GetIO().MousePos = {100, 100};
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
