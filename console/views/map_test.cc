// The map: what it counts is the state's, it says where a doctor is bound and not where one is, it gives way
// where it cannot be read, and a wall reads no names off it.
#include "console/views/map.h"

#include <gtest/gtest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

#include "console/map/places.h"
#include "console/testing/null_backend.h"
#include "console/testing/probe_rig.h"

namespace legevakt::console {
namespace {

class MapTest : public ProbeTest {
 protected:
  MapTest() {
    testing::FillEvening(central_);
    Rest();
  }
  void Hover(std::string_view id) {
    const auto* item = probe_.Find(id);
    ASSERT_NE(item, nullptr) << id;
    ImGui::GetIO().MousePos = {(item->min.x + item->max.x) / 2, (item->min.y + item->max.y) / 2};
    Rest();
  }
  int OpenIn(std::string_view number) {
    int open = 0;
    for (const auto& [id, contact] : central_.state().contacts)
      open += domain::IsOpen(contact) && contact.intake().municipality() == number ? 1 : 0;
    return open;
  }
  // Somebody there, whom nobody has assessed.
  std::int64_t NewContact(const std::string& municipality) {
    v1::Command answer;
    answer.mutable_answer_call()->set_call_id(central_.Ring("41200070", municipality));
    const auto id = central_.Do(central_.Colleague(), answer);
    Rest();
    return id;
  }
};

TEST_F(MapTest, WhatItCountsIsWhatTheStateHas) {
  const auto& situation = app_.picture().situation();
  ASSERT_EQ(situation.places.size(), 4U);
  int all = 0;
  for (const PlaceLoad& load : situation.places) {
    EXPECT_EQ(load.open, OpenIn(load.number)) << load.number;
    EXPECT_GT(load.open, 0);
    all += load.open;
  }
  EXPECT_EQ(all, static_cast<int>(app_.picture().Rows(ListView::kOpen).size()));
  EXPECT_TRUE(situation.elsewhere.empty());
  Hover("map/4602");
  EXPECT_TRUE(Says("Kinn: 2 åpne, først: Haster · Florø satellitt: stengt, åpner 09:02"));
  Hover("map/4647");
  EXPECT_TRUE(Says("Sunnfjord legevakt: åpen"));
}

TEST_F(MapTest, TheOneToTakeFirstGivesTheMark) {
  const auto first = [&](std::string_view number) {
    for (const PlaceLoad& load : app_.picture().situation().places)
      if (load.number == number) return load.first;
    return v1::HASTEGRAD_AKUTT;
  };
  EXPECT_EQ(first("4647"), v1::HASTEGRAD_HASTER);
  // Nobody has assessed it: above yellow, as in the queue.
  const auto id = NewContact("4647");
  EXPECT_EQ(first("4647"), v1::HASTEGRAD_UNSPECIFIED);
  v1::Command red;
  red.mutable_assess_contact()->set_contact_id(id);
  red.mutable_assess_contact()->set_complaint_id("diffuse");
  red.mutable_assess_contact()->set_level_id("akutt");
  central_.Do(central_.Colleague(), red);
  Rest();
  EXPECT_EQ(first("4647"), v1::HASTEGRAD_AKUTT);
}

TEST_F(MapTest, WhoIsBoundWhereWithTheStepThatWasToldLast) {
  ASSERT_EQ(app_.picture().situation().trips.size(), 1U);
  const Trip& trip = app_.picture().situation().trips.front();
  EXPECT_EQ(app_.picture().situation().places[static_cast<std::size_t>(trip.to)].number, "4646");
  EXPECT_EQ(app_.picture().situation().places[static_cast<std::size_t>(trip.from)].number, "4647");
  EXPECT_TRUE(Says("JB · Kvittert · "));
  v1::Command step;
  step.mutable_step_mission()->set_mission_id(trip.mission->mission_id());
  step.mutable_step_mission()->set_state(v1::MISSION_STATE_UNDER_WAY);
  central_.Do(central_.Doctor("lege-berg"), step);
  Pass(60 * kSecondUs);
  EXPECT_TRUE(Says("JB · På vei · 1 min"));
  Pass(2 * 60 * kSecondUs);
  EXPECT_TRUE(Says("JB · På vei · 3 min"));
  Hover("map/4646");
  EXPECT_TRUE(Says("Jon Berg: På vei for 3 min siden"));
}

TEST_F(MapTest, ARequestThatNobodyHasAnsweredBindsNobody) {
  const auto& missions = central_.state().missions;
  const bool asked = std::any_of(missions.begin(), missions.end(), [](const auto& entry) {
    return entry.second.state() == v1::MISSION_STATE_REQUESTED;
  });
  ASSERT_TRUE(asked);
  EXPECT_EQ(app_.picture().situation().trips.size(), 1U);
}

TEST_F(MapTest, AClickShowsThatMunicipalityAloneAndAnotherAllAgain) {
  Click("map/4645");
  EXPECT_EQ(app_.view().filter, "Askvoll");
  Rest();
  EXPECT_EQ(app_.view().filtered.rows.size(), static_cast<std::size_t>(OpenIn("4645")));
  Click("map/4645");
  EXPECT_TRUE(app_.view().filter.empty());
}

TEST_F(MapTest, ByKeysItsCardSaysTheSameInWordsAndFilters) {
  Press(ui::Key::kM, true);
  EXPECT_EQ(app_.view().overlay, Overlay::kMap);
  EXPECT_TRUE(Says("Florø satellitt: stengt, åpner 09:02"));
  EXPECT_TRUE(Says("Jon Berg: Kvittert for "));
  // The first row is the one to take first: the unknown patient in Askvoll.
  Press(ui::Key::kEnter);
  EXPECT_EQ(app_.view().overlay, Overlay::kNone);
  EXPECT_EQ(app_.view().filter, "Askvoll");
  EXPECT_TRUE(screen_.ui().focus.Has("queue/list"));
  Press(ui::Key::kM, true);
  Press(ui::Key::kDown);
  Press(ui::Key::kEnter);
  EXPECT_NE(app_.view().filter, "Askvoll");
  Press(ui::Key::kM, true);
  Press(ui::Key::kM, true);
  EXPECT_EQ(app_.view().overlay, Overlay::kNone);
}

TEST_F(MapTest, TheRowsOfItsCardDoNotJumpUnderTheHand) {
  Pass(2 * kSecondUs);
  Press(ui::Key::kM, true);
  Press(ui::Key::kDown);
  const auto rows = app_.maps().rows.rows();
  ASSERT_EQ(rows.size(), 4U);
  // Somebody unassessed in the place of the last row, while a key is pressed: it stays where it is.
  const auto id = NewContact(app_.picture().situation().places[static_cast<std::size_t>(rows.back())].number);
  v1::Command red;
  red.mutable_assess_contact()->set_contact_id(id);
  red.mutable_assess_contact()->set_complaint_id("diffuse");
  red.mutable_assess_contact()->set_level_id("akutt");
  central_.Do(central_.Colleague(), red);
  Press(ui::Key::kDown);
  EXPECT_EQ(app_.maps().rows.rows(), rows);
  EXPECT_GT(app_.maps().rows.out_of_place(), 0);
  Pass(2 * kSecondUs);
  EXPECT_EQ(app_.maps().rows.rows().front(), rows.back()) << "when the hand has been still";
  // Opened again it is in order at once.
  Press(ui::Key::kM, true);
  NewContact(app_.picture().situation().places[static_cast<std::size_t>(rows.back())].number);
  Press(ui::Key::kM, true);
  EXPECT_EQ(app_.maps().rows.out_of_place(), 0);
}

TEST_F(MapTest, NoNameOnItIsCutInAnySizeOfType) {
  for (const float scale : {0.9F, 1.0F, 1.25F, 1.5F, 1.75F}) {
    ImGui::GetIO().DisplaySize = {3840, 2160};
    screen_.RequestScale(scale);
    screen_.TakeScale();
    Rest();
    ASSERT_NE(probe_.Find("map/4602"), nullptr) << scale;
    for (const auto& municipality : central_.state().region.municipalities()) {
      EXPECT_TRUE(Says(municipality.name()));
      EXPECT_EQ(std::count(probe_.cut().begin(), probe_.cut().end(), municipality.name()), 0) << scale;
    }
  }
}

TEST_F(MapTest, WhoWaitsElsewhereIsSaidBeneath) {
  NewContact("4601");
  NewContact("");
  EXPECT_TRUE(Says("Utenfor kartet: Bergen 1 · sted ikke oppgitt 1"));
  ASSERT_NE(FirstElsewhere(app_), nullptr);
  EXPECT_EQ(FirstElsewhere(app_)->number, "4601");
  Press(ui::Key::kM, true);
  EXPECT_TRUE(Says("Andre steder"));
}

TEST_F(MapTest, WhatIsOldSaysSo) {
  ImGui::GetIO().DisplaySize = {1920, 1200};
  Rest();
  EXPECT_FALSE(Says("Slik det var kl."));
  central_.Cut();
  mono_us_ += 12 * kSecondUs;
  for (int i = 0; i < 5; ++i) app_.Frame(mono_us_ += 16'000);
  ASSERT_TRUE(app_.stale());
  EXPECT_NE(probe_.Find("map/4602"), nullptr);
  EXPECT_TRUE(Says("Slik det var kl. "));
}

TEST_F(MapTest, NoFrameAndNoSecondMakesItAnew) {
  const int made = app_.maps().made();
  EXPECT_GT(made, 0);
  for (int i = 0; i < 10; ++i) Pass(kSecondUs);
  NewContact("4602");
  EXPECT_EQ(app_.maps().made(), made) << "a name does not wander because somebody rings";
}

// Alarms and strips come above the zone that it stands in: it keeps its place for as many as there is room.
TEST_F(MapTest, ItKeepsItsPlaceWhenAnAlarmComes) {
  ImGui::GetIO().DisplaySize = {1920, 1200};
  Rest();
  ASSERT_TRUE(app_.alarms().empty());
  const auto* before = probe_.Find("map/4602");
  ASSERT_NE(before, nullptr);
  const ImVec2 at = before->min;
  const float room = app_.maps().reserve.room;
  ASSERT_GE(app_.maps().reserve.rows, 1);
  central_.Telephony(false);
  for (int i = 0; i < 30 && app_.alarms().empty(); ++i) Pass(2 * kSecondUs);
  ASSERT_EQ(app_.alarms().size(), 1U);
  ASSERT_EQ(app_.maps().reserve.room, room) << "the doctors are as they were";
  const auto* now = probe_.Find("map/4602");
  ASSERT_NE(now, nullptr);
  EXPECT_EQ(now->min.x, at.x);
  EXPECT_EQ(now->min.y, at.y);
}

TEST_F(MapTest, ItHidesNothingOfTheDoctors) {
  for (const float height : {1050.0F, 1080.0F, 1100.0F, 1130.0F, 1200.0F}) {
    ImGui::GetIO().DisplaySize = {1920, height};
    Rest();
    ASSERT_NE(probe_.Find("map/4602"), nullptr) << height;
    bool seen = false;
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
      if (std::string_view(window->Name).find("/doctors_") == std::string_view::npos) continue;
      seen = true;
      EXPECT_EQ(window->ScrollMax.y, 0) << height;
    }
    EXPECT_TRUE(seen);
  }
}

TEST_F(MapTest, WhereItCannotBeReadItGivesWay) {
  ImGui::GetIO().DisplaySize = {1366, 768};
  Rest();
  EXPECT_EQ(probe_.Find("map/4602"), nullptr);
  EXPECT_TRUE(Says("Kvittert · Fjaler")) << "in words, beside the doctor";
  Press(ui::Key::kM, true);
  EXPECT_NE(probe_.Find("map/4602"), nullptr) << "on its card there is room";
}

TEST(MapBoard, TellsPlacesAndCountsAndNoNames) {
  ui::Screen screen(ui::ThemeName::kNatt, text::Lang::kNb, 1.0F);
  screen.ui().board = true;
  ASSERT_TRUE(testing::OnNullBackend(screen));
  ui::Probe probe;
  screen.ui().probe = &probe;
  testing::LocalCentral central;
  testing::FillEvening(central);
  Store store(central);
  App app(store, screen, {});
  std::int64_t mono_us = 1'000 * kSecondUs;
  for (int i = 0; i < 20; ++i) {
    central.Pass(16'000);
    app.Frame(mono_us += 16'000);
  }
  ASSERT_NE(probe.Find("map/4602"), nullptr);
  EXPECT_TRUE(probe.HasText("Kvittert · "));
  for (const auto& doctor : central.state().region.doctors()) {
    EXPECT_FALSE(probe.HasText(doctor.name()));
    for (const auto& text : probe.texts())
      EXPECT_FALSE(text.starts_with(ShortName(central.state().region, doctor) + " ·")) << text;
  }
  for (const auto& [id, contact] : central.state().contacts) {
    const auto& personal = contact.personal();
    if (!personal.name().empty()) {
      EXPECT_FALSE(probe.HasText(personal.name()));
    }
    if (!personal.address().empty()) {
      EXPECT_FALSE(probe.HasText(personal.address()));
    }
  }
}

// --- how it stands on its paper

class MapLayoutTest : public ::testing::Test {
 protected:
  MapLayoutTest() {
    EXPECT_TRUE(screen_.LoadFonts().ok());
    screen_.ApplyStyle();
    ImGui::GetIO().DisplaySize = {1920, 1080};
    // Builds the fonts.
    screen_.Frame(0, [] {});
  }
  static v1::Region RegionOf(std::string_view county, std::size_t most) {
    v1::Region region;
    for (const map::Place& place : map::Places()) {
      if (!place.number.starts_with(county) || static_cast<std::size_t>(region.municipalities_size()) == most)
        continue;
      auto& municipality = *region.add_municipalities();
      municipality.set_number(std::string(place.number));
      municipality.set_name(std::string(place.name));
    }
    return region;
  }
  const MapLayout& Layout(const v1::Region& region, float width, float height) {
    return shelf_.At(screen_.ui(), MapPlace::kZone, region, ZoneMapType(screen_.ui()), width, height);
  }
  static void ExpectApart(const MapLayout& layout) {
    std::vector<map::Box> boxes;
    for (std::size_t i = 0; i < layout.blocks.size(); ++i) {
      if (!layout.sheet.spots[i].known) continue;
      boxes.push_back(layout.blocks[i].tag);
      if (layout.blocks[i].named) boxes.push_back(layout.blocks[i].name);
    }
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j)
        EXPECT_FALSE(map::Overlap(boxes[i], boxes[j])) << i << " over " << j;
    }
  }
  ui::Screen screen_{ui::ThemeName::kNatt, text::Lang::kNb, 1.0F};
  MapShelf shelf_;
};

TEST_F(MapLayoutTest, NamesAndMarksStandApartForOneMunicipalityAndForTwenty) {
  for (const auto& [county, most] : {std::pair("4601", 1), std::pair("34", 20), std::pair("56", 18),
                                     std::pair("15", 27), std::pair("46", 8)}) {
    const auto region = RegionOf(county, static_cast<std::size_t>(most));
    ASSERT_EQ(region.municipalities_size(), most);
    const MapLayout& layout = Layout(region, 640, 560);
    EXPECT_TRUE(layout.fits) << county;
    ExpectApart(layout);
    const MapLayout& small = Layout(region, 300, 120);
    if (small.fits) ExpectApart(small);
  }
}

TEST_F(MapLayoutTest, TwentyDoNotFitWhereNobodyCouldReadThemAndOneDoes) {
  EXPECT_FALSE(Layout(RegionOf("34", 20), 220, 100).fits);
  EXPECT_TRUE(Layout(RegionOf("4601", 1), 220, 100).fits);
}

TEST_F(MapLayoutTest, ARegionThatNobodyKnowsHasNoMap) {
  v1::Region region;
  EXPECT_FALSE(Layout(region, 640, 560).fits);
  region.add_municipalities()->set_number("9999");
  EXPECT_FALSE(Layout(region, 640, 560).fits);
}

TEST_F(MapLayoutTest, ItIsMadeAnewForAnotherSizeAndAnotherRegion) {
  auto region = RegionOf("46", 8);
  Layout(region, 640, 560);
  Layout(region, 640, 560);
  EXPECT_EQ(shelf_.made(), 1);
  Layout(region, 640, 500);
  EXPECT_EQ(shelf_.made(), 2);
  region.mutable_municipalities(0)->set_name("Et annet navn");
  Layout(region, 640, 500);
  EXPECT_EQ(shelf_.made(), 3);
}

TEST(ShortName, InitialsOrTheLastNameWhereTwoHaveTheSame) {
  v1::Region region;
  for (const char* name : {"Åse Ødegård", "Jon Berg", "Jens Peter Bakke", "Moe"}) {
    auto& doctor = *region.add_doctors();
    doctor.set_doctor_id(name);
    doctor.set_name(name);
  }
  EXPECT_EQ(ShortName(region, region.doctors(0)), "ÅØ");
  EXPECT_EQ(ShortName(region, region.doctors(1)), "Berg");
  EXPECT_EQ(ShortName(region, region.doctors(2)), "Bakke");
  EXPECT_EQ(ShortName(region, region.doctors(3)), "M");
}

}  // namespace
}  // namespace legevakt::console
