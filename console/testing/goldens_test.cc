// The goldens bite: what a person would see is seen, and what only another rasteriser would do is not.
#include <gmock/gmock.h>
#include <imgui.h>

#include <algorithm>

#include "console/testing/draw_dump.h"
#include "console/testing/line_diff.h"
#include "console/testing/local_central.h"
#include "console/testing/null_backend.h"
#include "console/testing/pixel_compare.h"
#include "console/testing/scenes.h"
#include "console/ui/marks.h"
#include "console/views/app.h"

namespace legevakt::console::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// --- what a frame draws

class DrawDump : public ::testing::Test {
 protected:
  DrawDump() { EXPECT_TRUE(testing::OnNullBackend(screen_)); }
  template <class What>
  std::string Of(What what) {
    screen_.Frame(0, [&] {
      ImGui::SetNextWindowPos({0, 0});
      ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
      ImGui::Begin("dump", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground);
      what(screen_.ui());
      ImGui::End();
    });
    return DumpFrame(screen_.ui());
  }
  ui::Screen screen_{ui::ThemeName::kNatt, text::Lang::kNb, 1.0F};
};

TEST_F(DrawDump, NamesTextsSurfacesAndShapesWithTheirPlaceAndColour) {
  const std::string dump = Of([](ui::Ui& ui) {
    ui::Fill(ui, {{8, 16}, {108, 46}}, ui::Role::kPanel);
    ui::Label(ui, {{20, 16}, {300, 46}}, ui.fonts.bold, ui::Role::kText, "Åse ringte  kl. 21:05");
    ui::Shape(ui, {200, 100}, 20, ui::MarkShape::kDiamond, ui.Colour(ui::Role::kMedium));
    ui::Frame(ui, {{300, 300}, {400, 340}}, ui::Role::kFocus, 2);
    ImGui::GetWindowDrawList()->AddRectFilled({0, 500}, {10, 510}, ui.Colour(ui::Role::kSelected, 0.35F));
    ImGui::GetWindowDrawList()->AddRectFilled({0, 600}, {10, 610}, IM_COL32(1, 2, 3, 255));
  });
  EXPECT_THAT(dump, HasSubstr("fill 8,16 100x30 panel\n"));
  EXPECT_THAT(dump, HasSubstr("bold text Åse ringte  kl. 21:05\n"));
  EXPECT_THAT(dump, HasSubstr("draw 191,91 18x18 medium 8\n"));
  EXPECT_THAT(dump, HasSubstr("draw 301,301 98x38 focus 16\n"));
  EXPECT_THAT(dump, HasSubstr("fill 0,500 10x10 selected/35\n"));
  EXPECT_THAT(dump, HasSubstr("fill 0,600 10x10 #010203\n"));
}

TEST_F(DrawDump, TwoColumnsAreTwoTexts) {
  const std::string dump = Of([](ui::Ui& ui) {
    ui::Label(ui, {{20, 16}, {300, 46}}, ui.fonts.body, ui::Role::kText, "venstre");
    ui::Label(ui, {{320, 16}, {500, 46}}, ui.fonts.body, ui::Role::kText, "høyre");
    ui::Label(ui, {{20, 60}, {300, 80}}, ui.fonts.body, ui::Role::kText, "en");
    ui::Label(ui, {{20, 80}, {300, 100}}, ui.fonts.body, ui::Role::kHigh, "to");
  });
  for (const char* line :
       {" body text venstre\n", " body text høyre\n", " body text en\n", " body high to\n"})
    EXPECT_THAT(dump, HasSubstr(line));
}

TEST_F(DrawDump, AScreenIsTheSameEachTimeAndAnotherWhereSomethingHasChanged) {
  const auto play = [this](bool ring) {
    LocalCentral central;
    Store store(central);
    App app(store, screen_, {});
    Scene scene("queue", central, app);
    if (ring) central.Ring("41200077", "4647");
    for (int i = 0; i < 5000 && !scene.done(); ++i) scene.Frame();
    return DumpFrame(screen_.ui());
  };
  const std::string first = play(false);
  EXPECT_EQ(LineDiff(first, play(false)), "");
  EXPECT_THAT(LineDiff(first, play(true)), HasSubstr("412 00 077"));
}

// --- differences for people

TEST(LineDiff, ShowsWhatWentWhatCameAndSomeAroundIt) {
  EXPECT_THAT(LineDiff("a\nb\n", "a\nb\n"), IsEmpty());
  EXPECT_EQ(LineDiff("1\n2\n3\nold\n5\n6\n7\n", "1\n2\n3\nnew\n5\n6\n7\n"),
            "  2\n  3\n- old\n+ new\n  5\n  6\n");
  EXPECT_EQ(LineDiff("", "a\n"), "+ a\n");
  EXPECT_EQ(LineDiff("a\n", ""), "- a\n");
}

// --- pixels

// A panel with lines of something like letters on it.
ui::Pixels Page() {
  ui::Pixels page{400, 300, {}};
  for (int y = 0; y < page.height; ++y) {
    for (int x = 0; x < page.width; ++x) {
      const bool letter = y % 24 > 8 && y % 24 < 20 && x % 9 < 5 && (x / 9 + y / 24) % 4 != 0;
      for (const int each : {39, 44, 51}) page.rgb.push_back(static_cast<unsigned char>(letter ? 228 : each));
    }
  }
  return page;
}

void Paint(ui::Pixels& page, int x, int y, int width, int height, int by) {
  for (int at = 0; at < width * height; ++at) {
    auto* pixel = const_cast<unsigned char*>(page.At(x + at % width, y + at / width));
    for (int channel = 0; channel < 3; ++channel)
      pixel[channel] = static_cast<unsigned char>(std::clamp(pixel[channel] + by, 0, 255));
  }
}

TEST(Pixels, TheSameIsAlikeAndSoIsAnotherRounding) {
  const ui::Pixels page = Page();
  EXPECT_TRUE(Alike(Compare(Shrunk(page), Shrunk(page))));
  // Every edge a little lighter or darker, as another rasteriser draws it.
  ui::Pixels rounded = page;
  for (std::size_t i = 3; i + 3 < rounded.rgb.size(); ++i) {
    if (page.rgb[i] == page.rgb[i - 3]) continue;
    rounded.rgb[i] = static_cast<unsigned char>(std::clamp(page.rgb[i] + (i % 2 == 0 ? 6 : -6), 0, 255));
  }
  EXPECT_NE(page.rgb, rounded.rgb);
  EXPECT_TRUE(Alike(Compare(Shrunk(page), Shrunk(rounded))));
}

TEST(Pixels, AWidgetThatHasMovedIsNotAlike) {
  ui::Pixels before = Page();
  ui::Pixels after = Page();
  Paint(before, 200, 100, 48, 26, 90);
  Paint(after, 203, 100, 48, 26, 90);
  const Difference difference = Compare(Shrunk(before), Shrunk(after));
  EXPECT_FALSE(Alike(difference));
  EXPECT_EQ(difference.x, 200);
  EXPECT_EQ(difference.y, 100);
}

TEST(Pixels, AnotherColourIsNotAlikeAndNeitherIsAnotherSize) {
  const ui::Pixels before = Page();
  ui::Pixels after = Page();
  Paint(after, 40, 40, 20, 20, 24);
  EXPECT_FALSE(Alike(Compare(Shrunk(before), Shrunk(after))));
  // The whole ground a shade lighter: no block is far off, all of them are.
  after = Page();
  Paint(after, 0, 0, after.width, after.height, 2);
  const Difference shade = Compare(Shrunk(before), Shrunk(after));
  EXPECT_EQ(shade.off, 0);
  EXPECT_FALSE(Alike(shade));
  EXPECT_FALSE(Alike(Compare(Shrunk(before), ui::Pixels{})));
}

TEST(Pixels, ALetterThatIsMissingIsNotAlike) {
  const ui::Pixels before = Page();
  ui::Pixels after = Page();
  Paint(after, 45, 30, 9, 16, -255);
  EXPECT_FALSE(Alike(Compare(Shrunk(before), Shrunk(after))));
}

}  // namespace
}  // namespace legevakt::console::testing
