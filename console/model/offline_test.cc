// What is kept while central is not there: outbox, what changed meanwhile, the list for paper, cases from
// paper, settings.
#include <gtest/gtest.h>

#include "base/time_units.h"
#include "console/model/meanwhile.h"
#include "console/model/outbox.h"
#include "console/model/paper_case.h"
#include "console/model/settings.h"
#include "console/model/store.h"
#include "console/model/work_list.h"
#include "console/testing/local_central.h"

namespace legevakt::console {
namespace {

using testing::LocalCentral;

constexpr std::int64_t kMono = 1'000 * kSecondUs;

v1::ExecuteRequest Note(const char* id, std::int64_t contact_id, const char* text, std::int64_t version) {
  v1::ExecuteRequest request;
  request.set_request_id(id);
  request.set_expected_version(version);
  request.mutable_command()->mutable_add_note()->set_contact_id(contact_id);
  request.mutable_command()->mutable_add_note()->set_text(text);
  return request;
}

TEST(Outbox, OneAtATimeInOrderAndOurOwnChangeMakesNothingStale) {
  Outbox outbox;
  outbox.Keep(Note("a", 7, "først", 100), {.contact_id = 7}, 1);
  outbox.Keep(Note("b", 7, "så", 100), {.contact_id = 7}, 2);
  Kept* first = outbox.Next();
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->request.request_id(), "a");
  EXPECT_EQ(outbox.Next(), nullptr) << "the second waits for the answer to the first";
  EXPECT_TRUE(outbox.Done("a", 112));
  Kept* second = outbox.Next();
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(second->request.expected_version(), 112);
}

TEST(Outbox, WhatDidNotGetThroughGoesAgainWithTheSameBytes) {
  Outbox outbox;
  outbox.Keep(Note("a", 7, "først", 100), {.contact_id = 7}, 1);
  const std::string bytes = outbox.Next()->request.SerializeAsString();
  EXPECT_TRUE(outbox.Failed("a"));
  Kept* again = outbox.Next();
  ASSERT_NE(again, nullptr);
  EXPECT_EQ(again->request.SerializeAsString(), bytes);
}

TEST(Outbox, ARefusalStopsTheLineUntilTheOperatorHasDecided) {
  Outbox outbox;
  outbox.Keep(Note("a", 7, "først", 100), {.contact_id = 7}, 1);
  outbox.Keep(Note("b", 8, "så", 100), {.contact_id = 8}, 2);
  outbox.Next();
  v1::Refusal refusal;
  refusal.set_reason(v1::REASON_STALE_VERSION);
  outbox.Refused("a", refusal);
  EXPECT_EQ(outbox.conflicts(), 1U);
  EXPECT_EQ(outbox.Next(), nullptr);
  outbox.SendAnyway("a", 140, "c");
  Kept* again = outbox.Next();
  ASSERT_NE(again, nullptr);
  EXPECT_EQ(again->request.request_id(), "c") << "other bytes need an id of their own";
  EXPECT_EQ(again->request.expected_version(), 140);
  outbox.Drop("c");
  ASSERT_NE(outbox.Next(), nullptr);
}

TEST(Outbox, SurvivesTheDiskAndAnotherJournalMakesConflicts) {
  Outbox outbox;
  outbox.Keep(Note("a", 7, "æøå \n med linjeskift", 100), {.contact_id = 7}, 55).journal_id = "journal-1";
  const std::string text = outbox.ToText("journal-1");
  Outbox again;
  again.FromText(text, "journal-1");
  ASSERT_EQ(again.kept().size(), 1U);
  EXPECT_EQ(again.kept()[0].request.SerializeAsString(), outbox.kept()[0].request.SerializeAsString());
  EXPECT_EQ(again.kept()[0].made_us, 55);
  EXPECT_EQ(again.kept()[0].subject.contact_id, 7);
  Outbox other;
  other.FromText(text, "journal-2");
  EXPECT_EQ(other.conflicts(), 1U);
  Outbox broken;
  broken.FromText("journal-1\n1 2 3 4 {nonsense\n" + text.substr(text.find('\n') + 1), "journal-1");
  EXPECT_EQ(broken.kept().size(), 1U);
}

// Bytes that were never sent may still be changed: which they are is known after a restart too.
TEST(Outbox, WhetherItWasSentOutlivesARestart) {
  Outbox outbox;
  outbox.Keep(Note("a", 7, "først", 100), {.contact_id = 7}, 1).journal_id = "journal-1";
  outbox.Keep(Note("b", 7, "så", 100), {.contact_id = 7}, 2).journal_id = "journal-1";
  const auto changes = outbox.changes();
  outbox.Next();
  EXPECT_GT(outbox.changes(), changes) << "written before anything else happens";
  Outbox again;
  again.FromText(outbox.ToText("journal-1"), "journal-1");
  ASSERT_EQ(again.kept().size(), 2U);
  EXPECT_TRUE(again.kept()[0].sent_before);
  EXPECT_FALSE(again.kept()[1].sent_before);
  again.Next();
  again.Done("a", 112);
  EXPECT_EQ(again.Next()->request.expected_version(), 112) << "our own change makes nothing stale";
}

TEST(Outbox, OurOwnChangeCarriesOnlyWhatWasNotStale) {
  Outbox outbox;
  outbox.Keep(Note("a", 7, "fersk", 100), {.contact_id = 7}, 1);
  outbox.Keep(Note("b", 7, "gammel", 90), {.contact_id = 7}, 2);
  outbox.Keep(Note("c", 8, "annen", 100), {.contact_id = 8}, 3);
  outbox.Carry(7, 95, 120);
  EXPECT_EQ(outbox.kept()[0].request.expected_version(), 120);
  EXPECT_EQ(outbox.kept()[1].request.expected_version(), 90);
  EXPECT_EQ(outbox.kept()[2].request.expected_version(), 100);
}

// A console before this one wrote four numbers and the request.
TEST(Outbox, AnOlderFileIsStillRead) {
  Outbox outbox;
  outbox.FromText(
      "journal-1\n55 7 0 0 {\"requestId\":\"a\",\"command\":{\"addNote\":{\"contactId\":\"7\"}}}\n",
      "journal-1");
  ASSERT_EQ(outbox.kept().size(), 1U);
  EXPECT_EQ(outbox.kept()[0].made_us, 55);
  EXPECT_EQ(outbox.kept()[0].subject.contact_id, 7);
  EXPECT_TRUE(outbox.kept()[0].sent_before) << "it may have been";
  EXPECT_EQ(outbox.kept()[0].state, KeptState::kWaiting);
}

TEST(Outbox, WhatAsksSomebodyToActCannotWait) {
  v1::Command command;
  command.mutable_request_mission();
  EXPECT_FALSE(Outbox::MayWait(command));
  command.mutable_answer_call();
  EXPECT_FALSE(Outbox::MayWait(command));
  command.mutable_record_intake();
  EXPECT_TRUE(Outbox::MayWait(command));
}

// A contact in Kari's hands, and a store that follows it.
struct Bench {
  Bench() {
    central.Telephony(true);
    central.Ring("41200001", "4602");
    v1::Command answer;
    answer.mutable_answer_call();
    id = central.Do(central.Operator(), answer);
    Fresh();
  }
  void Fresh() {
    central.Pass(0);
    store.Pump(mono += kSecondUs);
  }
  v1::Command Intake(const char* name) const {
    v1::Command command;
    command.mutable_record_intake()->set_contact_id(id);
    command.mutable_record_intake()->mutable_personal()->set_name(name);
    return command;
  }
  LocalCentral central;
  Store store{central};
  std::int64_t mono = kMono;
  std::int64_t id = 0;
};

TEST(StoreOffline, WhatIsMadeOfflineIsSentOnceInOrderWhenCentralIsBack) {
  Bench bench;
  const auto version = bench.store.state().FindContact(bench.id)->version();
  bench.central.Cut();
  bench.mono += 5 * kSecondUs;
  bench.store.Pump(bench.mono);
  ASSERT_FALSE(bench.store.CanSend(bench.mono));
  const int before = bench.central.commands();
  bench.store.Send(bench.Intake("Per"), {.contact_id = bench.id}, version, bench.mono);
  // The same thing anew takes the place of what waits.
  bench.store.Send(bench.Intake("Åse"), {.contact_id = bench.id}, version, bench.mono);
  v1::Command note;
  note.mutable_add_note()->set_contact_id(bench.id);
  note.mutable_add_note()->set_text("Svimmel");
  bench.store.Send(note, {.contact_id = bench.id}, version, bench.mono);
  EXPECT_EQ(bench.store.outbox().kept().size(), 2U);
  EXPECT_EQ(bench.central.commands(), before);
  bench.central.Mend();
  for (int i = 0; i < 8; ++i) bench.Fresh();
  EXPECT_TRUE(bench.store.outbox().kept().empty());
  EXPECT_EQ(bench.central.commands(), before + 2);
  const auto& contact = bench.central.state().contacts.at(bench.id);
  EXPECT_EQ(contact.personal().name(), "Åse");
  ASSERT_EQ(contact.notes_size(), 1);
}

TEST(StoreOffline, WhatSomebodyElseHasChangedMeanwhileIsAConflictAndNothingIsOverwritten) {
  Bench bench;
  const auto version = bench.store.state().FindContact(bench.id)->version();
  bench.central.Cut();
  bench.mono += 5 * kSecondUs;
  bench.store.Pump(bench.mono);
  bench.store.Send(bench.Intake("Åse"), {.contact_id = bench.id}, version, bench.mono);
  v1::Command take;
  take.mutable_claim_contact()->set_contact_id(bench.id);
  take.mutable_claim_contact()->set_take_over(true);
  bench.central.Do(bench.central.Colleague(), take);
  v1::Command other = bench.Intake("Berit");
  bench.central.Do(bench.central.Colleague(), other);
  bench.central.Mend();
  for (int i = 0; i < 8; ++i) bench.Fresh();
  ASSERT_EQ(bench.store.outbox().conflicts(), 1U);
  EXPECT_EQ(bench.central.state().contacts.at(bench.id).personal().name(), "Berit");
}

// Nor behind an answer that does not come.
TEST(StoreOffline, ARedIsSentWhileWhatWasBeforeItIsOnItsWay) {
  Bench bench;
  bench.central.Cut();
  bench.mono += 5 * kSecondUs;
  bench.store.Pump(bench.mono);
  bench.store.Send(bench.Intake("Per"), {.contact_id = bench.id}, 0, bench.mono);
  bench.central.Mend();
  bench.Fresh();
  bench.central.Cut();
  bench.store.Pump(bench.mono);
  ASSERT_EQ(bench.store.outbox().kept().front().state, KeptState::kSent);
  ASSERT_TRUE(bench.store.CanSend(bench.mono));
  v1::Command red;
  const triage::Tool& tool = *bench.store.ActiveTool();
  red.mutable_assess_contact()->set_contact_id(bench.id);
  red.mutable_assess_contact()->set_complaint_id(tool.complaints()[tool.fallback_complaint()].id);
  red.mutable_assess_contact()->set_level_id(tool.levels().front().id);
  bench.store.Send(red, {.contact_id = bench.id}, 0, bench.mono);
  EXPECT_TRUE(bench.store.IsPending({.contact_id = bench.id}, v1::Command::kAssessContact));
  EXPECT_EQ(bench.store.outbox().kept().size(), 1U);
  bench.central.Mend();
  for (int i = 0; i < 4; ++i) bench.Fresh();
  EXPECT_TRUE(bench.central.state().contacts.at(bench.id).has_red());
  EXPECT_TRUE(bench.store.outbox().kept().empty());
}

TEST(Meanwhile, SaysWhatIsOtherwiseAndNothingElse) {
  LocalCentral central;
  central.Telephony(true);
  testing::FillEvening(central);
  Meanwhile meanwhile;
  meanwhile.Remember(central.state(), kMono);
  meanwhile.Compare(central.state(), kMono + 4 * kSecondUs);
  EXPECT_TRUE(meanwhile.has_report());
  EXPECT_TRUE(meanwhile.changes().empty());
  EXPECT_EQ(meanwhile.away_us(), 4 * kSecondUs);
  meanwhile.Clear();
  EXPECT_FALSE(meanwhile.has_report());
  meanwhile.Remember(central.state(), kMono);
  central.Ring("41200077", "4602");
  v1::Command answer;
  answer.mutable_answer_call();
  const auto id = central.Do(central.Colleague(), answer);
  const auto call = central.Ring("41200078", "4602");
  meanwhile.Compare(central.state(), kMono);
  const auto has = [&meanwhile](ChangeKind kind, std::int64_t about) {
    for (const auto& change : meanwhile.changes()) {
      if (change.kind == kind && change.id == about) return true;
    }
    return false;
  };
  EXPECT_TRUE(has(ChangeKind::kNew, id));
  EXPECT_TRUE(has(ChangeKind::kCall, call));
}

TEST(WorkList, HoldsEveryOpenContactNumberedAndNoLineIsTooWide) {
  LocalCentral central;
  testing::FillEvening(central);
  ToolCache tools;
  tools.Follow(central.state());
  const std::string list = WorkList(central.state(), tools, text::Lang::kNb, central.now_us());
  for (const auto& [id, contact] : central.state().contacts) {
    if (!domain::IsOpen(contact) || contact.personal().name().empty()) continue;
    EXPECT_NE(list.find(contact.personal().name()), std::string::npos);
  }
  EXPECT_NE(list.find("\n1. ["), std::string::npos);
  EXPECT_NE(list.find("412 00 011"), std::string::npos);
  EXPECT_NE(list.find("400 00 001"), std::string::npos) << "the doctors' numbers";
  EXPECT_NE(list.find("P12."), std::string::npos);
  EXPECT_NE(list.find("Giftinformasjonen · 22 59 13 00"), std::string::npos) << "the telephone list";
  std::size_t from = 0;
  while (from < list.size()) {
    const std::size_t end = list.find('\n', from);
    std::size_t letters = 0;
    for (std::size_t i = from; i < end; ++i)
      letters += (static_cast<unsigned char>(list[i]) & 0xC0U) != 0x80U ? 1 : 0;
    EXPECT_LE(letters, static_cast<std::size_t>(kWorkListColumns)) << list.substr(from, end - from);
    from = end + 1;
  }
}

// Without central the paper is all there is: whoever rings from it must see what the screen would have said.
TEST(WorkList, SaysWhatMayHurtSomebodyBeforeTheNumber) {
  LocalCentral central;
  central.Telephony(true);
  const auto call = central.Ring("41200021", "4647");
  v1::Command answer;
  answer.mutable_answer_call()->set_call_id(call);
  const auto id = central.Do(central.Operator(), answer);
  v1::Command intake;
  intake.mutable_record_intake()->set_contact_id(id);
  intake.mutable_record_intake()->mutable_personal()->set_name("Åse Bjørnstad");
  intake.mutable_record_intake()->mutable_personal()->set_address("Storehagen 4");
  auto& said = *intake.mutable_record_intake()->mutable_intake();
  said.set_threat(true);
  said.set_safe_to_call_back(false);
  said.set_protected_address(true);
  said.set_interpreter("pl");
  said.set_hearing_impaired(true);
  central.Do(central.Operator(), intake);
  for (const bool address : {false, true}) {
    v1::Command warn;
    auto& personal = *warn.mutable_set_warning()->mutable_personal();
    personal.set_text(address ? "Aggressiv hund" : "Truet en kollega i fjor");
    address ? personal.set_address("Storehagen 4") : personal.set_phone("41200021");
    central.Do(central.Operator(), warn);
  }
  ToolCache tools;
  tools.Follow(central.state());
  const std::string list = WorkList(central.state(), tools, text::Lang::kNb, central.now_us());
  const auto caution =
      list.find("OBS: Trussel · Ikke ring tilbake · Hemmelig adresse · Tolk: polsk · Hører dårlig");
  ASSERT_NE(caution, std::string::npos) << list;
  const auto number = list.find("tlf. 412 00 021", caution);
  EXPECT_NE(number, std::string::npos) << "the number that rang, where none was written";
  EXPECT_LT(list.find("OBS: Aggressiv hund"), number);
  EXPECT_LT(list.find("OBS: Truet en kollega i fjor"), number);
}

TEST(WorkListClock, IsNeverAMinuteOldAndNotWrittenWithEveryEvent) {
  WorkListClock clock;
  std::int64_t last = 0;
  int written = 0;
  // An event each half second for ten minutes, then none.
  for (std::int64_t now = kMono; now < kMono + 20 * kMinuteUs; now += kSecondUs / 2) {
    const bool busy = now < kMono + 10 * kMinuteUs;
    if (!clock.Due(now, busy ? now : 0)) continue;
    if (last != 0) {
      EXPECT_LT(now - last, 60 * kSecondUs);
    }
    last = now;
    ++written;
  }
  EXPECT_LE(written, 61 + 15);
}

TEST(PaperCase, TimesLieBehindUsAndSayWhatIsWrong) {
  const std::int64_t now = 1'795'284'120LL * kSecondUs;  // 19:02
  EXPECT_EQ(TimeBefore("1840", now), now - 22 * kMinuteUs);
  EXPECT_EQ(TimeBefore("18:40", now), now - 22 * kMinuteUs);
  EXPECT_EQ(TimeBefore("2359", now), now - 22 * kMinuteUs + (5 * 60 + 19) * kMinuteUs - kDayUs);
  EXPECT_FALSE(TimeBefore("2460", now));
  EXPECT_FALSE(TimeBefore("21:4", now)) << "not 02:14";
  EXPECT_FALSE(TimeBefore("kl 8", now));
  EXPECT_FALSE(TimeBefore("", now));
  PaperCase paper;
  EXPECT_EQ(ProblemOf(paper, nullptr, now), "shell.case.problem.answered");
  paper.answered = "1840";
  EXPECT_EQ(ProblemOf(paper, nullptr, now), "");
  paper.ended = "1830";
  EXPECT_EQ(ProblemOf(paper, nullptr, now), "shell.case.problem.order");
  paper.age = "ca 70";
  paper.ended.clear();
  EXPECT_EQ(ProblemOf(paper, nullptr, now), "shell.case.problem.age") << "what cannot be read is not dropped";
  paper.age = "70";
  paper.complaint = "hoste";
  EXPECT_EQ(ProblemOf(paper, nullptr, now), "shell.case.problem.only_complaint");
  const auto call = CallOf(paper, "4602", now).record_call();
  EXPECT_EQ(call.answered_us(), now - 22 * kMinuteUs);
}

TEST(Settings, ThereAndBackAndNonsenseIsLeftOut) {
  const Settings chosen{.day = true, .scale = 1.3F, .sound = false};
  EXPECT_EQ(SettingsFrom(ToText(chosen)), chosen);
  EXPECT_EQ(SettingsFrom("scale_percent = 9000\ntheme=sepia\nfoo\n=\n").scale, 1.75F);
  EXPECT_EQ(SettingsFrom(""), Settings{});
}

}  // namespace
}  // namespace legevakt::console
