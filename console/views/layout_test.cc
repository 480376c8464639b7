// On the smallest screen that the console is made for, none of our own words is cut. What people typed may
// be.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "console/testing/probe_rig.h"
#include "console/testing/scenes.h"

namespace legevakt::console {
namespace {

class LayoutTest : public ProbeTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(LayoutTest, NoWordOfOursIsCutAt1366x768) {
  std::set<std::string> words;
  for (const auto key : text::Keys()) words.insert(std::string(text::Get(text::Lang::kNb, key)));
  ImGui::GetIO().DisplaySize = {1366, 768};
  testing::LocalCentral central;
  Store store(central);
  App app(store, screen_, {});
  testing::Scene scene(GetParam(), central, app);
  std::set<std::string> cut;
  for (int i = 0; i < 2000 && !scene.done(); ++i) {
    scene.Frame();
    for (const auto& text : probe_.cut()) {
      if (words.contains(text)) cut.insert(text);
    }
  }
  ASSERT_TRUE(scene.done());
  for (const auto& text : cut) ADD_FAILURE() << "cut: " << text;
}

INSTANTIATE_TEST_SUITE_P(Scenes, LayoutTest,
                         ::testing::Values("queue", "intake", "search", "triage", "measure", "close", "red",
                                           "step", "directory", "waiting_room", "handover", "ring", "known",
                                           "consult", "fix", "help_wanted", "stale", "no_telephony"),
                         [](const auto& scene) { return std::string(scene.param); });

}  // namespace
}  // namespace legevakt::console
