// On every screen that the console is made for, from the smallest with large type to the largest: no
// patient's name is cut, and where there is room for it none of our own words. Other things that people typed
// may be.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "console/testing/probe_rig.h"
#include "console/testing/scenes.h"

namespace legevakt::console {
namespace {

constexpr const char* kScenes[] = {
    "queue", "intake",      "search",       "triage",       "measure", "close",   "red",
    "step",  "directory",   "waiting_room", "handover",     "ring",    "known",   "consult",
    "fix",   "help_wanted", "stale",        "no_telephony", "lookup",  "extract", "help"};

struct Shape {
  const char* name;
  float width;
  float height;
  float scale;
};

class LayoutTest : public ::testing::TestWithParam<std::tuple<const char*, Shape>> {
 protected:
  // Large type on a screen that is small for it may cut a caption or a hint, which then stands whole under
  // the mouse; never a name.
  static bool OursMustFit() {
    const Shape& shape = std::get<1>(GetParam());
    return shape.width / shape.scale >= 1280;
  }
  // The scene on its screen; then `look` at each frame's probe.
  template <class Look>
  void Play(Look look) {
    const auto& [scene_name, shape] = GetParam();
    ui::Screen screen(ui::ThemeName::kNatt, text::Lang::kNb, shape.scale);
    ASSERT_TRUE(screen.LoadFonts().ok());
    screen.ApplyStyle();
    ImGui::GetIO().DisplaySize = {shape.width, shape.height};
    ImGui::GetIO().DeltaTime = 1.0F / 60.0F;
    ImGui::GetIO().MousePos = {-1, -1};
    ui::Probe probe;
    screen.ui().probe = &probe;
    testing::LocalCentral central;
    Store store(central);
    App app(store, screen, {});
    testing::Scene scene(scene_name, central, app);
    for (int i = 0; i < 2000 && !scene.done(); ++i) {
      scene.Frame();
      look(probe, central.state());
    }
    ASSERT_TRUE(scene.done());
  }
};

TEST_P(LayoutTest, NoWordOfOursAndNoNameIsCut) {
  std::set<std::string> words;
  for (const auto key : text::Keys()) words.insert(std::string(text::Get(text::Lang::kNb, key)));
  std::set<std::string> cut;
  Play([&](const ui::Probe& probe, const domain::State& state) {
    for (std::size_t i = 0; i < probe.cut().size(); ++i) {
      const std::string& whole = probe.cut()[i];
      if (words.contains(whole) && OursMustFit()) cut.insert(whole);
      for (const auto& [id, contact] : state.contacts) {
        const std::string& name = contact.personal().name();
        if (name.empty() || whole.find(name) == std::string::npos) continue;
        if (probe.kept()[i].find(name) == std::string::npos) cut.insert(whole);
      }
    }
  });
  for (const auto& text : cut) ADD_FAILURE() << "cut: " << text;
}

std::string NameOf(const ::testing::TestParamInfo<std::tuple<const char*, Shape>>& info) {
  return std::string(std::get<0>(info.param)) + "_" + std::get<1>(info.param).name;
}

INSTANTIATE_TEST_SUITE_P(Small, LayoutTest,
                         ::testing::Combine(::testing::ValuesIn(kScenes),
                                            ::testing::Values(Shape{"1366x768", 1366, 768, 1.0F})),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Others, LayoutTest,
                         ::testing::Combine(::testing::Values("queue", "help", "triage", "measure", "red",
                                                              "waiting_room", "handover", "ring", "lookup",
                                                              "extract"),
                                            ::testing::Values(Shape{"1366x768_150", 1366, 768, 1.5F},
                                                              Shape{"1920x1080_100", 1920, 1080, 1.0F},
                                                              Shape{"1920x1080_175", 1920, 1080, 1.75F},
                                                              Shape{"3840x2160_090", 3840, 2160, 0.9F},
                                                              Shape{"3840x2160_175", 3840, 2160, 1.75F})),
                         NameOf);

}  // namespace
}  // namespace legevakt::console
