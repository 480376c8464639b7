#include "console/platform/place.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <tuple>
#include <vector>

#include "console/model/draft.h"
#include "console/model/left_behind.h"
#include "console/model/outbox.h"
#include "console/platform/files.h"

namespace legevakt::console {
namespace {

class WindowPlaces : public ::testing::Test {
 protected:
  WindowPlaces() {
    std::filesystem::remove_all(dir_);
    ::setenv("XDG_STATE_HOME", dir_.c_str(), 1);
  }
  ~WindowPlaces() override {
    ::unsetenv("XDG_STATE_HOME");
    std::filesystem::remove_all(dir_);
  }
  static std::string Drafts(std::int64_t contact_id, const char* note) {
    std::map<std::int64_t, Draft> drafts;
    drafts[contact_id].note = note;
    return ToJson(drafts, "journal-1");
  }
  static std::string Waiting(const char* id) {
    Outbox outbox;
    v1::ExecuteRequest request;
    request.set_request_id(id);
    request.mutable_command()->mutable_add_note()->set_contact_id(7);
    outbox.Keep(request, {.contact_id = 7}, 1).journal_id = "journal-1";
    return outbox.ToText("journal-1");
  }
  const std::filesystem::path dir_ = std::filesystem::path(::testing::TempDir()) / "legevakt-place";
};

TEST_F(WindowPlaces, TwoWindowsOfOneUserHaveFilesOfTheirOwn) {
  const Place first = Place::Take("kari");
  EXPECT_EQ(first.number(), 1);
  EXPECT_EQ(first.PathOf("drafts", ".json"), StatePath("drafts", "kari", ".json")) << "as before";
  {
    const Place second = Place::Take("kari");
    EXPECT_EQ(second.number(), 2);
    EXPECT_NE(second.PathOf("outbox", ".txt"), first.PathOf("outbox", ".txt"));
    EXPECT_EQ(Place::Take("ola").number(), 1) << "another user";
    EXPECT_EQ(Place::Take("kari").number(), 3);
  }
  EXPECT_EQ(Place::Take("kari").number(), 2) << "whoever is gone holds nothing";
}

TEST_F(WindowPlaces, AWindowMoreThanThereArePlacesForKeepsNothing) {
  std::vector<Place> all;
  for (int i = 0; i < kPlacesMax; ++i) all.push_back(Place::Take("kari"));
  EXPECT_EQ(all.back().number(), kPlacesMax);
  const Place more = Place::Take("kari");
  EXPECT_EQ(more.number(), 0);
  EXPECT_FALSE(WriteFile(more.PathOf("drafts", ".json"), "x"));
}

TEST_F(WindowPlaces, WhatAWindowThatCrashedLeftIsTakenOverByTheNext) {
  {
    const Place first = Place::Take("kari");
    const Place second = Place::Take("kari");
    for (const auto& [place, id, name] : {std::tuple(&first, 7, "a"), std::tuple(&second, 8, "b")}) {
      ASSERT_TRUE(WriteFile(place->PathOf("drafts", ".json"), Drafts(id, name)));
      ASSERT_TRUE(WriteFile(place->PathOf("outbox", ".txt"), Waiting(name)));
    }
    EXPECT_TRUE(first.TakeOverLeftBehind());
    EXPECT_EQ(FromJson(ReadFile(first.PathOf("drafts", ".json")), "journal-1").size(), 1U)
        << "nothing from a window that is open";
  }
  const Place next = Place::Take("kari");
  ASSERT_EQ(next.number(), 1);
  EXPECT_TRUE(next.TakeOverLeftBehind());
  EXPECT_EQ(FromJson(ReadFile(next.PathOf("drafts", ".json")), "journal-1").size(), 2U);
  Outbox outbox;
  outbox.FromText(ReadFile(next.PathOf("outbox", ".txt")), "journal-1");
  ASSERT_EQ(outbox.kept().size(), 2U);
  EXPECT_EQ(outbox.kept()[1].request.request_id(), "b");
  EXPECT_FALSE(std::filesystem::exists(StatePath("outbox", "kari+2", ".txt")));
}

// Two drafts of one contact: neither is thrown away, and it is said.
TEST_F(WindowPlaces, WhatCannotBeJoinedStaysWhereItLies) {
  ASSERT_TRUE(WriteFile(StatePath("drafts", "kari", ".json"), Drafts(7, "mine")));
  ASSERT_TRUE(WriteFile(StatePath("drafts", "kari+2", ".json"), Drafts(7, "other")));
  const Place place = Place::Take("kari");
  EXPECT_FALSE(place.TakeOverLeftBehind());
  EXPECT_EQ(ReadFile(StatePath("drafts", "kari+2", ".json")), Drafts(7, "other"));
  const Place second = Place::Take("kari");
  EXPECT_EQ(ReadFile(second.PathOf("drafts", ".json")), Drafts(7, "other")) << "one window more has it";
}

TEST(LeftBehind, TheLooseDraftsGoAlongAndAnotherJournalsDoNot) {
  const std::string mine = ToJson({}, "journal-1", {{}, "Nøklene ligger i skuffen"});
  PaperCase paper;
  paper.name = "Åse Vik";
  const std::string other = ToJson({}, "journal-1", {paper, "Bil 2 står"});
  const auto joined = JoinedDrafts(mine, other);
  ASSERT_TRUE(joined);
  EXPECT_EQ(LooseFromJson(*joined, "journal-1").shift_note, "Nøklene ligger i skuffen\nBil 2 står");
  EXPECT_EQ(LooseFromJson(*joined, "journal-1").paper_case.name, "Åse Vik");
  paper.name = "Olav Haugen";
  EXPECT_FALSE(JoinedDrafts(other, ToJson({}, "journal-1", {paper, {}}))) << "two cases from paper";
  EXPECT_FALSE(JoinedDrafts(mine, ToJson({}, "journal-2", {{}, "x"})));
  EXPECT_FALSE(JoinedDrafts(mine, "{"));
  EXPECT_EQ(JoinedDrafts(mine, ToJson({}, "journal-2")), mine) << "nothing is in it";
  EXPECT_EQ(JoinedDrafts("", other), other);
}

// A crash between the two writes: the same is here and there, and no strip is needed.
TEST(LeftBehind, WhatIsHereAlreadyIsNoConflict) {
  std::map<std::int64_t, Draft> drafts;
  drafts[7].note = "Svimmel";
  PaperCase paper;
  paper.name = "Åse Vik";
  const std::string other = ToJson(drafts, "journal-1", {paper, "Bil 2 står"});
  EXPECT_EQ(JoinedDrafts(other, other), other);
  const std::string mine = ToJson(drafts, "journal-1", {paper, "Nøklene ligger i skuffen\nBil 2 står"});
  EXPECT_EQ(JoinedDrafts(mine, other), mine) << "joined already";
  drafts[7].note = "Kvalm";
  EXPECT_FALSE(JoinedDrafts(ToJson(drafts, "journal-1"), other));
}

// What was tried from here since says so, and is still the same request.
TEST(LeftBehind, ARequestIsTheSameWhateverBecameOfIt) {
  Outbox outbox;
  v1::ExecuteRequest request;
  request.set_request_id("a");
  request.mutable_command()->mutable_add_note()->set_contact_id(7);
  outbox.Keep(request, {.contact_id = 7}, 1).journal_id = "journal-1";
  const std::string other = outbox.ToText("journal-1");
  ASSERT_NE(outbox.Next(), nullptr);
  const std::string mine = outbox.ToText("journal-1");
  ASSERT_NE(mine, other);
  EXPECT_EQ(JoinedOutbox(mine, other), mine);
}

TEST(LeftBehind, ARequestIsThereOnceAndALineWithoutAJournalGoesToNoOther) {
  const std::string mine = "journal-1\n{\"a\"}\n";
  EXPECT_EQ(JoinedOutbox(mine, "journal-2\n{\"a\"}\n{\"b\"}\n"), mine + "{\"b\"}\n");
  EXPECT_EQ(JoinedOutbox(mine, "journal-2\n"), mine);
  EXPECT_EQ(JoinedOutbox("", mine), mine);
  EXPECT_EQ(JoinedOutbox("journal-1\n", "journal-2\n1 2 3 4 {}\n"), "journal-2\n1 2 3 4 {}\n");
  EXPECT_FALSE(JoinedOutbox(mine, "journal-2\n1 2 3 4 {}\n"));
}

}  // namespace
}  // namespace legevakt::console
