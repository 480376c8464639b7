#include <gtest/gtest.h>

#include <set>

#include "console/testing/local_central.h"
#include "console/ui/focus.h"
#include "console/ui/key_queue.h"
#include "console/ui/marks.h"
#include "console/ui/theme.h"
#include "console/ui/tri_layout.h"
#include "console/ui/widgets.h"
#include "console/views/app.h"

namespace legevakt::console::ui {
namespace {

class ThemeTest : public ::testing::TestWithParam<ThemeName> {};

// WCAG 2: text 4.5, marks and the edges of what can be used 3.0.
TEST_P(ThemeTest, EveryContrastIsEnough) {
  const Theme theme(GetParam());
  const auto expect = [&](Role a, Role b, double least) {
    EXPECT_GE(Contrast(theme[a], theme[b]), least) << static_cast<int>(a) << " on " << static_cast<int>(b);
  };
  for (const Role ground : {Role::kBackground, Role::kPanel, Role::kField}) {
    expect(Role::kText, ground, 4.5);
    expect(Role::kTextDim, ground, 4.5);
    for (const Role mark :
         {Role::kBorder, Role::kAccent, Role::kFocus, Role::kHigh, Role::kLow, Role::kGood}) {
      expect(mark, ground, 3.0);
    }
  }
  expect(Role::kOnSelected, Role::kSelected, 4.5);
  expect(Role::kOnAccent, Role::kAccent, 4.5);
  expect(Role::kOnHigh, Role::kHigh, 4.5);
  expect(Role::kOnMedium, Role::kMedium, 4.5);
  expect(Role::kFocus, Role::kSelected, 3.0);
  // The letter V is drawn in this colour.
  expect(Role::kLow, Role::kPanel, 4.5);
  // Yellow is marked by its fill on dark ground, by a dark outline on light ground.
  expect(GetParam() == ThemeName::kNatt ? Role::kMedium : Role::kOnMedium, Role::kPanel, 3.0);
  // Beneath the stripes of what is not current both text and ground are lighter, or darker: still read.
  const auto hatched = [&theme](Role role) {
    Rgb mixed = 0;
    for (const int shift : {16, 8, 0}) {
      const auto part = [shift](Rgb rgb) { return static_cast<float>((rgb >> shift) & 0xFF); };
      const float value = part(theme[role]) * (1 - kHatch) + part(theme[Role::kTextDim]) * kHatch;
      mixed |= static_cast<Rgb>(value + 0.5F) << shift;
    }
    return mixed;
  };
  for (const Role ground : {Role::kBackground, Role::kPanel}) {
    for (const Role text : {Role::kText, Role::kTextDim})
      EXPECT_GE(Contrast(hatched(text), hatched(ground)), 4.5) << static_cast<int>(text);
  }
  EXPECT_GE(Contrast(hatched(Role::kLow), hatched(Role::kPanel)), 4.5);
  // The unknown-answer segment: panel on dim text.
  expect(Role::kPanel, Role::kTextDim, 4.5);
}

INSTANTIATE_TEST_SUITE_P(Both, ThemeTest, ::testing::Values(ThemeName::kNatt, ThemeName::kDag));

TEST(Contrast, KnownValues) {
  EXPECT_NEAR(Contrast(0x000000, 0xFFFFFF), 21.0, 0.01);
  EXPECT_NEAR(Contrast(0x777777, 0x777777), 1.0, 0.01);
}

TEST(KeyQueue, NoTapIsLostAndNoneOvertakes) {
  KeyQueue queue;
  for (int i = 0; i < 20; ++i) queue.PushKey({Key::kDown});
  queue.PushChar(U'ø');
  queue.PushChar(U'æ');
  queue.PushKey({Key::kEnter});
  int taps = 0;
  std::u32string typed;
  bool enter_last = false;
  for (int frame = 0; frame < 100 && !queue.empty(); ++frame) {
    const FrameInput input = queue.Take();
    if (input.chord && input.chord->key == Key::kDown) ++taps;
    typed += input.typed;
    if (input.chord && input.chord->key == Key::kEnter) enter_last = taps == 20 && typed == U"øæ";
  }
  EXPECT_EQ(taps, 20);
  EXPECT_TRUE(enter_last);
  EXPECT_EQ(queue.pushed(), queue.taken());
}

TEST(KeyQueue, WhatAHeldKeyMakesIsKnownAndNotMixedWithWhatWasPressed) {
  KeyQueue queue;
  queue.PushKey({Key::kF2});
  queue.PushKey({Key::kF2}, true);
  queue.PushChar(U'j');
  queue.PushChar(U'j', true);
  queue.PushChar(U'j', true);
  EXPECT_FALSE(queue.Take().repeat);
  EXPECT_FALSE(queue.Take().chord);
  EXPECT_TRUE(queue.Take().repeat);
  FrameInput letter = queue.Take();
  EXPECT_EQ(letter.typed, U"j");
  EXPECT_FALSE(letter.repeat);
  letter = queue.Take();
  EXPECT_EQ(letter.typed, U"jj") << "a text field takes them all";
  EXPECT_TRUE(letter.repeat);
}

TEST(Focus, StepsInReadingOrderWithinItsZone) {
  Focus focus;
  const auto frame = [&focus] {
    focus.BeginFrame();
    for (const char* id : {"queue/list", "intake/phone", "intake/name", "doctors/a"})
      focus.Register(id, false);
  };
  frame();
  frame();
  focus.Set("intake/phone");
  frame();
  focus.Step(1);
  EXPECT_TRUE(focus.Has("intake/name"));
  frame();
  focus.Step(1);
  EXPECT_TRUE(focus.Has("intake/phone"));
  focus.StepZone(1);
  EXPECT_TRUE(focus.Has("doctors/a"));
  frame();
  focus.StepZone(1);
  EXPECT_TRUE(focus.Has("queue/list"));
  frame();
  focus.Trap(Id("intake/x").zone());
  focus.Step(1);
  EXPECT_TRUE(focus.Has("intake/phone"));
}

TEST(Focus, DataThatArrivesMovesNothing) {
  Focus focus;
  focus.BeginFrame();
  focus.Register("queue/list", false);
  focus.Set("queue/list");
  focus.BeginFrame();
  focus.Register("calls/1", false);
  focus.Register("queue/list", false);
  EXPECT_TRUE(focus.Has("queue/list"));
}

class RegistryTest : public ::testing::Test {
 protected:
  testing::LocalCentral central_;
  Store store_{central_};
  Screen screen_{ThemeName::kNatt, text::Lang::kNb, 1.0F};
  App app_{store_, screen_, {}};
};

TEST_F(RegistryTest, EveryCommandHasItsOwnKeyAndItsTexts) {
  std::set<Chord> chords;
  std::set<std::string> ids;
  for (const auto& command : app_.registry().commands()) {
    EXPECT_TRUE(ids.insert(command.id).second) << command.id;
    // Without a key it is in the palette, where it is found by its words.
    if (command.chord.key != Key::kNone) {
      EXPECT_TRUE(chords.insert(command.chord).second) << command.id;
    }
    for (const auto lang : {text::Lang::kNb, text::Lang::kEn}) {
      EXPECT_TRUE(text::Has(lang, command.text_key())) << command.text_key();
      EXPECT_TRUE(text::Has(lang, command.group)) << command.group;
      EXPECT_EQ(ChordText(command.chord, lang).find("console."), std::string::npos) << command.id;
    }
  }
}

// J, N and V answer questions; no command acts on a letter alone.
TEST_F(RegistryTest, NoCommandActsOnABareLetter) {
  for (const auto& command : app_.registry().commands()) {
    const bool letter = command.chord.key >= Key::kSpace && command.chord.key <= Key::kZ;
    EXPECT_TRUE(!letter || command.chord.ctrl) << command.id;
  }
}

// However large the type and however narrow the column, a question never lies over the next one.
TEST(TriLayout, ARowHasRoomForAllWordsOfItsQuestion) {
  constexpr std::string_view kQuestion =
      "Er luftveien truet (gurgler, snorker, hoven tunge, noe sitter fast)?";
  for (const float scale : {0.9F, 1.0F, 1.5F, 1.75F}) {
    Screen screen(ThemeName::kNatt, text::Lang::kNb, scale);
    ASSERT_TRUE(screen.LoadFonts().ok());
    const Ui& ui = screen.ui();
    for (float width = 160; width < 1200; width += 20) {
      const TriLayout layout = LayOutTri(ui, width);
      const float height = TriHeight(ui, width, kQuestion, true, ui.Px(40));
      const float room = height - ui.Px(6) - (layout.above ? ui.Px(kFieldHeight) : 0);
      for (ImFont* font : {ui.fonts.bold, ui.fonts.body}) {
        if (TextWidth(ui, font, kQuestion) <= layout.words) continue;
        ImFont* small = font == ui.fonts.bold ? ui.fonts.small_bold : ui.fonts.small;
        EXPECT_GE(room, WrappedHeight(small, layout.words, kQuestion)) << width << " at " << scale;
      }
      EXPECT_GT(layout.words, 0);
    }
  }
}

TEST(Texts, BothLanguagesHaveEveryKeyOfTheConsole) {
  for (const auto key : text::Keys()) {
    if (!key.starts_with("console.")) continue;
    EXPECT_TRUE(text::Has(text::Lang::kNb, key)) << key;
    EXPECT_TRUE(text::Has(text::Lang::kEn, key)) << key;
  }
}

}  // namespace
}  // namespace legevakt::console::ui
