// On every screen that the console is made for, from the smallest with large type to the largest: no
// patient's name is cut, and where there is room for it none of our own words. Other things that people typed
// may be.
#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "console/testing/null_backend.h"
#include "console/testing/probe_rig.h"
#include "console/testing/scenes.h"
#include "console/views/alarm_words.h"

namespace legevakt::console {
namespace {

constexpr const char* kScenes[] = {
    "queue",     "intake",       "search",   "triage",  "measure", "close",   "red", "step",
    "directory", "waiting_room", "handover", "ring",    "known",   "consult", "fix", "help_wanted",
    "stale",     "no_telephony", "lookup",   "extract", "help",    "alarms"};

struct Shape {
  const char* name;
  float width;
  float height;
  float scale;
  text::Lang lang = text::Lang::kNb;
  ui::ThemeName theme = ui::ThemeName::kNatt;
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
    ui::Screen screen(shape.theme, shape.lang, shape.scale);
    ASSERT_TRUE(testing::OnNullBackend(screen, {shape.width, shape.height}));
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
  for (const auto key : text::Keys()) words.insert(std::string(text::Get(std::get<1>(GetParam()).lang, key)));
  // What says that something is wrong is whole on every screen.
  constexpr const char* kAlways[] = {"console.stale.text", "console.stale.short"};
  std::set<std::string> always;
  for (const auto* key : kAlways) always.insert(std::string(text::Get(std::get<1>(GetParam()).lang, key)));
  std::set<std::string> cut;
  Play([&](const ui::Probe& probe, const domain::State& state) {
    for (std::size_t i = 0; i < probe.cut().size(); ++i) {
      const std::string& whole = probe.cut()[i];
      if (always.contains(whole) || (words.contains(whole) && OursMustFit())) cut.insert(whole);
      for (const auto& [id, contact] : state.contacts) {
        const std::string& name = contact.personal().name();
        if (name.empty() || whole.find(name) == std::string::npos) continue;
        if (probe.kept()[i].find(name) == std::string::npos) cut.insert(whole);
      }
    }
  });
  for (const auto& text : cut) ADD_FAILURE() << "cut: " << text;
}

// What the keys act on can be seen: the widget with the focus, and the button that Ctrl+Enter presses.
TEST_P(LayoutTest, WhatTheKeysActOnIsOnTheScreen) {
  const Shape& shape = std::get<1>(GetParam());
  std::vector<ui::Probe::Item> last;
  Play([&](const ui::Probe& probe, const domain::State&) { last = probe.items(); });
  for (const auto& item : last) {
    if (!item.focused && !item.id.ends_with("/primary")) continue;
    // What can be seen: of the zone that the focus is in, above the hint bar.
    ImVec2 from{0, 0};
    ImVec2 to{shape.width, shape.height - 36 * shape.scale};
    for (const auto& zone : last) {
      if (!item.focused || zone.id != "seen") continue;
      from = zone.min;
      to = {std::min(zone.max.x, to.x), std::min(zone.max.y, to.y)};
    }
    const bool seen = item.min.x >= from.x - 1 && item.max.x <= to.x + 1 && item.min.y >= from.y - 1 &&
                      item.max.y <= to.y + 1;
    EXPECT_TRUE(seen) << item.id << " at " << item.min.x << "," << item.min.y << " to " << item.max.x << ","
                      << item.max.y << "; seen is " << from.x << "," << from.y << " to " << to.x << ","
                      << to.y;
    if (item.focused) continue;
    for (const auto& other : last) {
      const bool over = other.id != item.id && other.id != "seen" && other.min.x < item.max.x &&
                        item.min.x < other.max.x && other.min.y < item.max.y && item.min.y < other.max.y;
      const bool scrolled_away = other.id.starts_with("triage/q") || other.id.starts_with("triage/v") ||
                                 other.id.starts_with("intake/") || other.id.starts_with("measure/");
      // What a card shows lies over what is below it, as its buttons do.
      if (other.id == "isbar" || other.id.starts_with("console.isbar.")) continue;
      EXPECT_FALSE(over && !scrolled_away && !other.id.starts_with("overlay/"))
          << other.id << " lies over " << item.id;
    }
  }
}

// The smallest screen with more alarms than have a row: nothing that demands action gives way. What goes are
// hours, lines of figures, and doctors that are reached by scrolling.
TEST(ManyAlarms, WhatDemandsActionStaysOnTheSmallestScreen) {
  for (const auto theme : {ui::ThemeName::kNatt, ui::ThemeName::kDag}) {
    ui::Screen screen(theme, text::Lang::kNb, 1.0F);
    ASSERT_TRUE(testing::OnNullBackend(screen, {1366, 768}));
    ui::Probe probe;
    screen.ui().probe = &probe;
    testing::LocalCentral central;
    Store store(central);
    App app(store, screen, {});
    testing::Scene scene("alarms", central, app);
    for (int i = 0; i < 2000 && !scene.done(); ++i) scene.Frame();
    ASSERT_TRUE(scene.done());
    constexpr std::size_t kRows = 3;
    ASSERT_GT(app.alarms().size(), kRows);
    const auto cut = [&probe](std::string_view text) {
      return std::count(probe.cut().begin(), probe.cut().end(), text) > 0;
    };
    for (std::size_t i = 0; i < kRows; ++i) {
      const AlarmWords& words = WordsOf(app, app.alarms()[i].alarm);
      EXPECT_TRUE(probe.HasText(words.cause) && !cut(words.cause)) << words.cause;
      EXPECT_TRUE(probe.HasText(words.consequence) && !cut(words.consequence)) << words.consequence;
    }
    EXPECT_TRUE(probe.HasText("(2 alarmer til)")) << "what has no row is counted";
    EXPECT_TRUE(probe.HasText("Ctrl+F6")) << "and is reached";
    // Who rings, and how long the longest has.
    EXPECT_TRUE(probe.HasText("2 ringer"));
    EXPECT_TRUE(probe.HasText("412 00 021"));
    const auto* list = probe.Find("queue/list");
    ASSERT_NE(list, nullptr);
    EXPECT_GE(list->max.y - list->min.y, 5 * 52) << "five rows of the queue";
    // Who waits, and the share that answers within two minutes.
    EXPECT_TRUE(probe.HasText(text::Get(text::Lang::kNb, "console.figures.overdue")));
    EXPECT_TRUE(probe.HasText(text::Get(text::Lang::kNb, "console.figures.hour")));
    const auto* primary = probe.Find("triage/primary");
    ASSERT_NE(primary, nullptr);
    EXPECT_TRUE(primary->enabled);
    EXPECT_LE(primary->max.y, 768 - 36);
  }
}

// A screen of 1366x768 with a scene on it.
struct Small {
  Small(const char* name, float scale, text::Lang lang) : screen(ui::ThemeName::kNatt, lang, scale) {
    EXPECT_TRUE(testing::OnNullBackend(screen, {1366, 768}));
    screen.ui().probe = &probe;
    scene.emplace(name, central, app);
    for (int i = 0; i < 2000 && !scene->done(); ++i) scene->Frame();
    EXPECT_TRUE(scene->done());
  }
  void Press(ui::Key key, bool ctrl = false, bool shift = false) {
    screen.keys().PushKey({key, ctrl, shift});
    for (int i = 0; i < 8; ++i) scene->Frame();
  }
  ui::Screen screen;
  ui::Probe probe;
  testing::LocalCentral central;
  Store store{central};
  static Surroundings Around() {
    Surroundings around;
    around.save_work_list = [](const std::string&) { return std::string("/tilstand/arbeidsliste.txt"); };
    return around;
  }
  App app{store, screen, Around()};
  std::optional<testing::Scene> scene;
};

// What is to be said to AMK is read, not looked for: all five parts, also with the largest type.
TEST(RedCard, WhatIsToBeSaidIsSeenWithoutScrolling) {
  for (const auto lang : {text::Lang::kNb, text::Lang::kEn}) {
    for (const float scale : {1.0F, 1.25F, 1.5F, 1.75F}) {
      Small small("red", scale, lang);
      const auto* seen = small.probe.Find("isbar");
      ASSERT_NE(seen, nullptr);
      for (const char* part :
           {"console.isbar.i", "console.isbar.s", "console.isbar.b", "console.isbar.a", "console.isbar.r"}) {
        const auto* row = small.probe.Find(part);
        ASSERT_NE(row, nullptr) << part;
        EXPECT_LE(row->max.y, seen->max.y + 1) << part << " at " << scale;
      }
    }
  }
}

// On a low screen the most urgent alarm has a row, the others a count and a key; the key brings them all.
TEST(ManyAlarms, OneRowOnALowScreenAndAKeyToTheOthers) {
  Small small("alarms", 1.75F, text::Lang::kNb);
  ASSERT_EQ(small.app.alarms().size(), 5U);
  EXPECT_NE(small.probe.Find("alarm/0"), nullptr);
  EXPECT_EQ(small.probe.Find("alarm/1"), nullptr);
  EXPECT_TRUE(small.probe.HasText("(4 alarmer til)"));
  small.Press(ui::Key::kF6, true);
  EXPECT_NE(small.probe.Find("alarm/4"), nullptr);
  EXPECT_FALSE(small.probe.HasText("alarmer til"));
  small.Press(ui::Key::kF6);
  EXPECT_EQ(small.probe.Find("alarm/1"), nullptr);
}

// Doctors that have no room are reached by keys too.
TEST(Doctors, AreReachedByKeys) {
  Small small("queue", 1.0F, text::Lang::kNb);
  ASSERT_NE(small.probe.Find("doctors/list"), nullptr);
  for (int i = 0; i < 8 && !small.screen.ui().focus.Has("doctors/list"); ++i) small.Press(ui::Key::kF6);
  ASSERT_TRUE(small.screen.ui().focus.Has("doctors/list"));
  const auto scrolled = [] {
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
      if (std::string_view(window->Name).find("/doctors_") != std::string_view::npos) return window->Scroll.y;
    }
    return -1.0F;
  };
  EXPECT_EQ(scrolled(), 0);
  small.Press(ui::Key::kPageDown);
  EXPECT_GT(scrolled(), 0);
}

TEST(Paper, IsReadByKeys) {
  Small small("paper", 1.75F, text::Lang::kNb);
  const auto scrolled = [] {
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
      if (std::string_view(window->Name).find("/paper_lines_") != std::string_view::npos)
        return window->Scroll.y;
    }
    return -1.0F;
  };
  EXPECT_EQ(scrolled(), 0);
  small.Press(ui::Key::kPageDown);
  EXPECT_GT(scrolled(), 0);
}

// Where contact and lists take turns, the key to the next zone brings the lists, and the way back is as
// short.
TEST(OnePane, ContactAndListsTakeTurnsWhereTheFocusIs) {
  ui::Screen screen(ui::ThemeName::kNatt, text::Lang::kNb, 1.75F);
  ASSERT_TRUE(testing::OnNullBackend(screen, {1366, 768}));
  ui::Probe probe;
  screen.ui().probe = &probe;
  testing::LocalCentral central;
  Store store(central);
  App app(store, screen, {});
  testing::Scene scene("triage", central, app);
  for (int i = 0; i < 2000 && !scene.done(); ++i) scene.Frame();
  ASSERT_TRUE(scene.done());
  const auto shown = [&](std::string_view id) {
    const auto* item = probe.Find(id);
    return item != nullptr && item->min.x < 1366;
  };
  EXPECT_TRUE(shown("triage/primary"));
  EXPECT_FALSE(shown("queue/list"));
  bool lists = false;
  for (int i = 0; i < 8 && !lists; ++i) {
    screen.ui().focus.StepZone(1);
    scene.Frame();
    scene.Frame();
    lists = shown("queue/list");
  }
  EXPECT_TRUE(lists);
  EXPECT_FALSE(shown("triage/primary"));
  for (int i = 0; i < 8 && lists; ++i) {
    screen.ui().focus.StepZone(1);
    scene.Frame();
    scene.Frame();
    lists = !shown("triage/primary");
  }
  EXPECT_FALSE(lists);
}

std::string NameOf(const ::testing::TestParamInfo<std::tuple<const char*, Shape>>& info) {
  return std::string(std::get<0>(info.param)) + "_" + std::get<1>(info.param).name;
}

INSTANTIATE_TEST_SUITE_P(Small, LayoutTest,
                         ::testing::Combine(::testing::ValuesIn(kScenes),
                                            ::testing::Values(Shape{"1366x768", 1366, 768, 1.0F},
                                                              Shape{"1366x768_en", 1366, 768, 1.0F,
                                                                    text::Lang::kEn},
                                                              Shape{"1366x768_day", 1366, 768, 1.0F,
                                                                    text::Lang::kNb, ui::ThemeName::kDag})),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Others, LayoutTest,
                         ::testing::Combine(::testing::Values("queue", "help", "triage", "measure", "red",
                                                              "waiting_room", "handover", "ring", "lookup",
                                                              "extract"),
                                            ::testing::Values(Shape{"1366x768_150", 1366, 768, 1.5F},
                                                              Shape{"1366x768_175", 1366, 768, 1.75F},
                                                              Shape{"1920x1080_100", 1920, 1080, 1.0F},
                                                              Shape{"1920x1080_175", 1920, 1080, 1.75F},
                                                              Shape{"3840x2160_090", 3840, 2160, 0.9F},
                                                              Shape{"3840x2160_175", 3840, 2160, 1.75F})),
                         NameOf);

// What takes the room of the form: the banner and the alarms.
INSTANTIATE_TEST_SUITE_P(
    Pressed, LayoutTest,
    ::testing::Combine(
        ::testing::Values("stale", "alarms"),
        ::testing::Values(Shape{"1366x768_090", 1366, 768, 0.9F}, Shape{"1366x768_100", 1366, 768, 1.0F},
                          Shape{"1366x768_110", 1366, 768, 1.1F}, Shape{"1366x768_125", 1366, 768, 1.25F},
                          Shape{"1366x768_150", 1366, 768, 1.5F}, Shape{"1366x768_175", 1366, 768, 1.75F},
                          Shape{"1920x1080_090", 1920, 1080, 0.9F}, Shape{"1920x1080_100", 1920, 1080, 1.0F},
                          Shape{"1920x1080_125", 1920, 1080, 1.25F}, Shape{"1920x1080_150", 1920, 1080, 1.5F},
                          Shape{"1920x1080_175", 1920, 1080, 1.75F},
                          Shape{"1366x768_090_en", 1366, 768, 0.9F, text::Lang::kEn},
                          Shape{"1366x768_100_en", 1366, 768, 1.0F, text::Lang::kEn},
                          Shape{"1366x768_110_en", 1366, 768, 1.1F, text::Lang::kEn},
                          Shape{"1366x768_125_en", 1366, 768, 1.25F, text::Lang::kEn},
                          Shape{"1366x768_150_en", 1366, 768, 1.5F, text::Lang::kEn},
                          Shape{"1366x768_175_en", 1366, 768, 1.75F, text::Lang::kEn},
                          Shape{"1920x1080_090_en", 1920, 1080, 0.9F, text::Lang::kEn},
                          Shape{"1920x1080_100_en", 1920, 1080, 1.0F, text::Lang::kEn},
                          Shape{"1920x1080_125_en", 1920, 1080, 1.25F, text::Lang::kEn},
                          Shape{"1920x1080_150_en", 1920, 1080, 1.5F, text::Lang::kEn},
                          Shape{"1920x1080_175_en", 1920, 1080, 1.75F, text::Lang::kEn})),
    NameOf);

}  // namespace
}  // namespace legevakt::console
