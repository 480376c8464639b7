// The search of past contacts, without a screen: what is asked, what is said of what is typed, and that an
// answer nobody waits for any more shows nothing.
#include "console/model/lookup.h"

#include <gtest/gtest.h>

#include "base/time_units.h"
#include "console/model/format.h"

namespace legevakt::console {
namespace {

// Sunday 22 November 2026, 20:15 in Norway.
constexpr std::int64_t kNowUs = 1'795'374'900LL * kSecondUs;

TEST(ParseDay, ReadsTheLastSuchDayWithOrWithoutATimeOfDay) {
  ASSERT_EQ(DayMonthYear(kNowUs) + " " + ClockHm(kNowUs), "22.11.2026 20:15");
  const auto read = [](std::string_view typed, bool end = false) {
    const std::int64_t us = ParseDay(typed, kNowUs, end);
    return us == 0 ? std::string("no") : DayMonthYear(us) + " " + ClockHm(us);
  };
  EXPECT_EQ(read("12.11."), "12.11.2026 00:00");
  EXPECT_EQ(read(" 12.11 "), "12.11.2026 00:00");
  EXPECT_EQ(read("12.11.", true), "12.11.2026 23:59");
  EXPECT_EQ(read("22.11."), "22.11.2026 00:00");
  EXPECT_EQ(read("23.11."), "23.11.2025 00:00") << "tomorrow has not been: a year ago";
  EXPECT_EQ(read("1.2.25"), "01.02.2025 00:00");
  EXPECT_EQ(read("01.02.2025"), "01.02.2025 00:00");
  EXPECT_EQ(read("12.11. 21:40"), "12.11.2026 21:40");
  EXPECT_EQ(read("12.11. 21:40", true), "12.11.2026 21:40");
  // The day of 25 hours.
  EXPECT_EQ(read("25.10.2026", true), "25.10.2026 23:59");
  for (const char* bad :
       {"", "12", "31.6.", "12.13.", "0.5.", "i går", "12.11. kl", "12.11.26.3", "-1.2.", "1.2.99999"})
    EXPECT_EQ(read(bad), "no") << bad;
}

TEST(LookupForm, SaysWhatMustBeMendedBesideItsField) {
  LookupForm form;
  EXPECT_FALSE(FaultsOf(form, kNowUs).nothing.empty());
  EXPECT_FALSE(FaultsOf(form, kNowUs).reason.empty());
  form.name = "Ås";
  form.reason = "   ";
  EXPECT_TRUE(FaultsOf(form, kNowUs).nothing.empty());
  EXPECT_FALSE(FaultsOf(form, kNowUs).reason.empty()) << "blanks are no reason";
  form.reason = "klage";
  EXPECT_FALSE(FaultsOf(form, kNowUs).any());
  form.name = "A";
  EXPECT_FALSE(FaultsOf(form, kNowUs).name.empty());
  form.name.clear();
  form.number = "412x";
  EXPECT_FALSE(FaultsOf(form, kNowUs).number.empty());
  form.number = "7";
  EXPECT_FALSE(FaultsOf(form, kNowUs).number.empty());
  form.number = "+47 412 00 021";
  EXPECT_FALSE(FaultsOf(form, kNowUs).any());
  form.from = "i fjor";
  EXPECT_FALSE(FaultsOf(form, kNowUs).from.empty());
  form.from = "12.11.";
  form.to = "11.11.";
  EXPECT_FALSE(FaultsOf(form, kNowUs).to.empty());
  form.to = "12.11.";
  EXPECT_FALSE(FaultsOf(form, kNowUs).any()) << "the same day is a day";
  form.reason = std::string(300, 'x');
  EXPECT_FALSE(FaultsOf(form, kNowUs).reason.empty());
}

TEST(LookupForm, AsksForDigitsAndForTheWholeOfTheLastDay) {
  const auto request = RequestOf({" Åse ", "0047 412 00 021", "12.11.", "13.11.", " klage "}, kNowUs);
  EXPECT_EQ(request.name(), "Åse");
  EXPECT_EQ(request.number(), "41200021");
  EXPECT_EQ(request.reason(), "klage");
  EXPECT_EQ(ClockHms(request.from_us()), "00:00:00");
  EXPECT_EQ(DayMonth(request.to_us()) + ClockHms(request.to_us()), "13.11.23:59:59");
  EXPECT_EQ(RequestOf({"", "+47 41200021", "", "", "klage"}, kNowUs).number(), "41200021");
  EXPECT_EQ(RequestOf({"", "47120002", "", "", "klage"}, kNowUs).number(), "47120002");
  EXPECT_EQ(ClockHms(RequestOf({"", "", "19:30", "", "klage"}, kNowUs).from_us()), "19:30:00");
}

class FakeLink : public Link {
 public:
  std::vector<Update> Take() override { return {}; }
  void Send(v1::ExecuteRequest) override {}
  void Search(std::int64_t ticket, v1::SearchRequest request) override {
    tickets.push_back(ticket);
    searched = std::move(request);
  }
  void Read(std::int64_t ticket, v1::ReadRequest request) override {
    tickets.push_back(ticket);
    read = std::move(request);
  }
  void Resync() override {}
  std::vector<std::int64_t> tickets;
  v1::SearchRequest searched;
  v1::ReadRequest read;
};

v1::SearchResponse Found(std::int64_t id) {
  v1::SearchResponse response;
  response.add_found()->set_contact_id(id);
  return response;
}

v1::ReadResponse Whole(std::int64_t id) {
  v1::ReadResponse response;
  response.mutable_contact()->set_contact_id(id);
  response.add_calls()->set_call_id(7);
  response.add_missions()->set_mission_id(8);
  return response;
}

TEST(Lookup, ReadsWithTheReasonOfTheSearchAndPutsTheContactIntoAStateOfItsOwn) {
  FakeLink link;
  Lookup lookup(link);
  lookup.form = {"Åse", "", "", "", "klage"};
  lookup.Search(1, kNowUs);
  EXPECT_TRUE(lookup.searching());
  EXPECT_EQ(link.searched.reason(), "klage");
  lookup.Take(Searched{link.tickets.back(), Found(42)});
  EXPECT_FALSE(lookup.searching());
  EXPECT_TRUE(lookup.TakeNews());
  EXPECT_FALSE(lookup.TakeNews());
  ASSERT_NE(lookup.found(), nullptr);
  // What is typed afterwards is the next search's.
  lookup.form.reason = "noe annet";
  v1::Region region;
  region.set_name("Sunnfjord");
  lookup.Read(42, region, 2, kNowUs);
  EXPECT_EQ(lookup.reading(), 42);
  EXPECT_EQ(link.read.reason(), "klage");
  lookup.Take(WasRead{link.tickets.back(), Whole(42)});
  ASSERT_NE(lookup.past(), nullptr);
  EXPECT_EQ(lookup.past()->contact_id, 42);
  EXPECT_NE(lookup.past()->state.FindContact(42), nullptr);
  EXPECT_EQ(lookup.past()->state.region.name(), "Sunnfjord");
  EXPECT_NE(lookup.past()->state.FindCall(7), nullptr);
  EXPECT_NE(lookup.past()->state.FindMission(8), nullptr);
  lookup.Back();
  EXPECT_EQ(lookup.past(), nullptr);
  EXPECT_NE(lookup.found(), nullptr) << "the list is still there";
}

TEST(Lookup, AnAnswerThatIsNotAwaitedAnyMoreShowsNothing) {
  FakeLink link;
  Lookup lookup(link);
  lookup.form = {"Åse", "", "", "", "klage"};
  lookup.Search(1, kNowUs);
  lookup.Search(2, kNowUs);
  lookup.Take(Searched{link.tickets.front(), Found(1)});
  EXPECT_EQ(lookup.found(), nullptr) << "the first search was given up";
  EXPECT_TRUE(lookup.searching());
  lookup.Take(Searched{link.tickets.back(), Found(2)});
  lookup.Read(2, {}, 3, kNowUs);
  lookup.Back();
  lookup.Take(WasRead{link.tickets.back(), Whole(2)});
  EXPECT_EQ(lookup.past(), nullptr) << "gone back to the list";
  lookup.Search(4, kNowUs);
  lookup.Forget();
  lookup.Take(Searched{link.tickets.back(), Found(2)});
  EXPECT_EQ(lookup.found(), nullptr) << "the card was closed";
  EXPECT_TRUE(lookup.form.name.empty());
  EXPECT_TRUE(lookup.form.reason.empty()) << "a reason holds for one search, not for the next patient";
}

TEST(Lookup, NoAnswerIsNoEmptyList) {
  FakeLink link;
  Lookup lookup(link);
  lookup.form = {"Åse", "", "", "", "klage"};
  lookup.Search(1, kNowUs);
  lookup.Take(Searched{link.tickets.back(), absl::ResourceExhaustedError("")});
  EXPECT_EQ(lookup.found(), nullptr);
  EXPECT_TRUE(absl::IsResourceExhausted(lookup.status()));
  lookup.Search(2, kNowUs);
  EXPECT_TRUE(lookup.status().ok()) << "asked again: the old trouble is not told of the new search";
  v1::SearchResponse refused;
  refused.mutable_refusal()->set_reason(v1::REASON_NEEDS_REASON);
  lookup.Take(Searched{link.tickets.back(), refused});
  EXPECT_EQ(lookup.found(), nullptr);
  EXPECT_TRUE(lookup.refusal().has_value());
  // A contact that could not be fetched leaves the list as it was.
  lookup.Search(3, kNowUs);
  lookup.Take(Searched{link.tickets.back(), Found(2)});
  lookup.Read(2, {}, 4, kNowUs);
  lookup.Take(WasRead{link.tickets.back(), absl::UnavailableError("")});
  EXPECT_EQ(lookup.reading(), 0);
  EXPECT_EQ(lookup.past(), nullptr);
  EXPECT_NE(lookup.found(), nullptr);
  EXPECT_TRUE(absl::IsUnavailable(lookup.status()));
}

}  // namespace
}  // namespace legevakt::console
