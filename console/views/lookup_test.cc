// The card for contacts that are no longer before everybody's eyes, by keys and by mouse: nothing is asked
// without a reason, and nothing that went wrong looks like an empty list.
#include <absl/status/status.h>

#include <algorithm>

#include "console/testing/probe_rig.h"

namespace legevakt::console {
namespace {

using ui::Key;

class LookupCardTest : public ProbeTest {
 protected:
  // One contact with advice, closed, and so long ago that it has left the state.
  void Archived(std::string_view answers = {}) {
    TakeAndIntake();
    Type("hoste");
    Press(Key::kEnter);
    Answer(answers);
    Press(Key::kEnter, true);
    Answer("1");
    Press(Key::kEnter, true);
    Press(Key::kF11);
    Press(Key::k4, true);
    Press(Key::kEnter, true);
    id_ = app_.view().contact_id;
    ASSERT_EQ(Contact().state(), v1::CONTACT_STATE_CLOSED);
    Press(Key::kJ, true);
    note_ = copied_;
    Press(Key::kE, true);
    Pass(80 * kHourUs);
    ASSERT_EQ(central_.state().FindContact(id_), nullptr) << "it shall have left the state";
  }
  void OpenCard() {
    Press(Key::kF, true, true);
    ASSERT_EQ(app_.view().overlay, Overlay::kLookup);
  }
  // From the card's first field: the name, and the reason.
  void AskFor(std::string_view name, std::string_view reason) {
    Type(name);
    for (int i = 0; i < 4; ++i) Press(Key::kTab);
    Type(reason);
    Press(Key::kEnter, true);
  }

  std::int64_t id_ = 0;
  std::string note_;
};

TEST_F(LookupCardTest, AnArchivedContactIsFoundAndReadWholeByKeysAlone) {
  Archived();
  OpenCard();
  AskFor("bjørn", "ringer igjen om hosten, spør hva ho fikk råd om");
  EXPECT_TRUE(Says("1 funnet"));
  EXPECT_TRUE(Says("Åse Bjørnstad"));
  EXPECT_TRUE(Says("412 00 021"));
  Press(Key::kEnter);
  EXPECT_TRUE(Says("Lukket 21.11.2026")) << "when it was closed, with the day";
  EXPECT_TRUE(Says(note_)) << "the whole journal note";
  EXPECT_TRUE(Says("Hva som har skjedd"));
  EXPECT_TRUE(Says("Grunn i journalen: ringer igjen om hosten, spør hva ho fikk råd om"));
  EXPECT_FALSE(Says("Gå til henvendelsen")) << "it is in no list any more";
  EXPECT_EQ(central_.lookups(),
            (std::vector<std::string>{"search: ringer igjen om hosten, spør hva ho fikk råd om",
                                      "read: ringer igjen om hosten, spør hva ho fikk råd om"}));
  Press(Key::kEscape);
  EXPECT_TRUE(Says("1 funnet")) << "back at the list";
  EXPECT_EQ(app_.view().overlay, Overlay::kLookup);
  Press(Key::kEscape);
  EXPECT_EQ(app_.view().overlay, Overlay::kNone);
  OpenCard();
  EXPECT_FALSE(Says("Åse Bjørnstad")) << "what was found is forgotten with the card";
  EXPECT_EQ(app_.store().lookup().form.reason, "");
}

// A console that has never seen the tool that it was assessed with.
TEST_F(LookupCardTest, TheAnswersOfARetiredToolAreReadAsStored) {
  Archived("n");
  for (int i = 1; i <= 7; ++i) central_.NewTool("1.1." + std::to_string(i), {});
  Pass(kMinuteUs);
  const auto& tools = central_.state().tools;
  ASSERT_TRUE(std::any_of(tools.begin(), tools.end(), [](const auto& tool) { return tool.yaml().empty(); }));
  Store store{central_};
  App app{store, screen_, {}};
  const auto frames = [&] {
    central_.Pass(0);
    for (int i = 0; i < 20; ++i) app.Frame(mono_us_ += 16'000);
  };
  central_.SignIn();
  frames();
  app.Open(Overlay::kLookup);
  store.lookup().Read(id_, store.state().region, mono_us_, app.now_us());
  frames();
  ASSERT_NE(store.lookup().past(), nullptr);
  EXPECT_TRUE(Says("er ikke lenger i bruk. Svarene vises slik de er lagret"));
  EXPECT_TRUE(Says("kjennetegn i stedet for spørsmål, tall i verktøyets trinn): ")) << "in the note";
  const auto& texts = probe_.texts();
  const auto note = std::find_if(texts.begin(), texts.end(), [](const std::string& text) {
    return text.find("Svar slik de er lagret") != std::string::npos;
  });
  ASSERT_NE(note, texts.end());
  EXPECT_NE(note->find(" nei", note->find("Svar slik de er lagret")), std::string::npos) << *note;
}

TEST_F(LookupCardTest, TheSameByMouseAndAContactInTheStateCanBeGoneTo) {
  TakeAndIntake();
  const auto id = app_.view().contact_id;
  Press(Key::kP, true);
  OpenCard();
  Type("åse");
  Click("overlay/reason");
  Type("kollega spør");
  Click("overlay/send");
  ASSERT_TRUE(Says("1 funnet"));
  Click("found/" + std::to_string(id));
  ASSERT_TRUE(Says("Gå til henvendelsen"));
  Click("overlay/back");
  Click("found/" + std::to_string(id));
  Click("overlay/go");
  EXPECT_EQ(app_.view().overlay, Overlay::kNone);
  EXPECT_EQ(app_.view().contact_id, id);
  EXPECT_FALSE(Contact().has_claim()) << "looked at, not taken";
}

// What is read is somebody else: the keys leave the contact that lies open beneath alone.
TEST_F(LookupCardTest, KeysOverARecordAreAboutTheRecordAndNotAboutWhatLiesBeneath) {
  Archived();
  TakeAndIntake();
  const auto beneath = app_.view().contact_id;
  ASSERT_NE(beneath, id_);
  Assess("hoste");
  OpenCard();
  AskFor("bjørn", "kollega spør");
  Press(Key::kEnd);
  Press(Key::kEnter);
  ASSERT_NE(app_.store().lookup().past(), nullptr);
  ASSERT_EQ(app_.store().lookup().past()->contact_id, id_);
  copied_.clear();
  Press(Key::kJ, true);
  EXPECT_EQ(copied_, note_);
  EXPECT_TRUE(Says("Journalnotat kopiert") || Says("kopiert"));
  for (const Key key : {Key::kE, Key::kP, Key::kR, Key::kO, Key::kW, Key::kD, Key::k1}) Press(key, true);
  Press(Key::kF11);
  EXPECT_EQ(app_.view().overlay, Overlay::kLookup);
  EXPECT_EQ(Contact().note_entered_us(), 0);
  EXPECT_FALSE(Contact().parked());
  EXPECT_EQ(central_.state().calls.at(Contact().call_ids(0)).state(), v1::CALL_STATE_ANSWERED);
  // Nobody who is open here is in danger.
  Press(Key::kF12);
  ASSERT_EQ(app_.view().overlay, Overlay::kRed);
  EXPECT_EQ(app_.view().overlay_id, 0);
  // The record is there when the card above it is closed; from it to the list, and away.
  Press(Key::kEscape);
  ASSERT_NE(app_.store().lookup().past(), nullptr);
  Press(Key::kEscape);
  Press(Key::kEscape);
  ASSERT_EQ(app_.view().overlay, Overlay::kNone);
  Press(Key::kE, true);
  EXPECT_NE(Contact().note_entered_us(), 0) << "and with nothing above it they act again";
}

TEST_F(LookupCardTest, NothingIsAskedWithoutAReasonAndTheSentenceSaysWhy) {
  OpenCard();
  AskFor("åse", "");
  EXPECT_TRUE(Says("Skriv hvorfor: det skrives i journalen sammen med navnet ditt"));
  EXPECT_TRUE(screen_.ui().focus.Has("overlay/reason"));
  EXPECT_TRUE(central_.lookups().empty());
  Type("klage");
  EXPECT_FALSE(Says("Skriv hvorfor: det skrives")) << "mended: the sentence is gone";
  Press(Key::kEnter, true);
  EXPECT_EQ(central_.lookups().size(), 1U);
  EXPECT_TRUE(Says("Ingen henvendelse passer"));
  Press(Key::kEscape);
  OpenCard();
  AskFor("", "klage");
  EXPECT_TRUE(Says("Skriv navn, nummer eller tid"));
  EXPECT_EQ(central_.lookups().size(), 1U);
}

TEST_F(LookupCardTest, AStaleScreenAsksNothingAndKeepsWhatIsTyped) {
  OpenCard();
  central_.Cut();
  mono_us_ += 5 * kSecondUs;
  Rest();
  AskFor("åse", "klage");
  EXPECT_TRUE(Says("Sentralen svarer ikke: det kan ikke søkes nå"));
  EXPECT_FALSE(app_.store().lookup().searching());
  central_.Mend();
  Rest();
  EXPECT_EQ(app_.store().lookup().form.name, "åse");
  EXPECT_TRUE(central_.lookups().empty()) << "nothing was put aside to be asked later";
  Press(Key::kEnter, true);
  EXPECT_EQ(central_.lookups().size(), 1U);
}

TEST_F(LookupCardTest, TheAnswerIsWaitedForInSightAndTheFocusStaysWhereItWasPut) {
  TakeAndIntake();
  central_.HoldLookups(true);
  OpenCard();
  AskFor("åse", "klage");
  EXPECT_TRUE(Says("Leter …"));
  EXPECT_FALSE(Says("Ingen henvendelse passer"));
  // The operator goes on typing meanwhile.
  app_.ui().focus.Set("overlay/number");
  Rest();
  for (int i = 0; i < 6; ++i) Pass(kSecondUs);
  EXPECT_TRUE(Says("Det første søket etter en omstart"));
  central_.HoldLookups(false);
  Rest();
  EXPECT_TRUE(Says("1 funnet"));
  EXPECT_TRUE(app_.ui().focus.Has("overlay/number"));
  // One that is closed away while it is awaited shows nothing when the answer comes.
  central_.HoldLookups(true);
  Press(Key::kEnter, true);
  Press(Key::kEscape);
  central_.HoldLookups(false);
  OpenCard();
  EXPECT_FALSE(Says("1 funnet"));
}

TEST_F(LookupCardTest, WhatWentWrongIsSaidAndIsNoEmptyList) {
  OpenCard();
  const auto ask = [this](const absl::Status& status) {
    central_.AnswerLookups(status);
    app_.ui().focus.Set("overlay/first");
    Rest();
    AskFor("åse", "klage");
    EXPECT_FALSE(Says("Ingen henvendelse passer"));
  };
  ask(absl::ResourceExhaustedError(""));
  EXPECT_TRUE(Says("Sentralen har for mye å gjøre til å lese"));
  ask(absl::PermissionDeniedError(""));
  EXPECT_TRUE(Says("Rollen din kan ikke gjøre dette"));
  ask(absl::DeadlineExceededError(""));
  EXPECT_TRUE(Says("Svaret kom ikke i tide"));
  ask(absl::UnavailableError(""));
  EXPECT_TRUE(Says("Sentralen svarte ikke på søket"));
}

TEST_F(LookupCardTest, MoreThanAreShownIsSaidAndTheLastIsReachedByKey) {
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 104; ++i) {
    v1::Command command;
    command.mutable_record_call()->set_kind(v1::CALL_KIND_PHONE);
    command.mutable_record_call()->set_lane(v1::CALL_LANE_NORMAL);
    const auto id = ids.emplace_back(central_.Do(central_.Colleague(), command));
    v1::Command name;
    name.mutable_record_intake()->set_contact_id(id);
    name.mutable_record_intake()->mutable_personal()->set_name("Ødegård " + std::to_string(i));
    central_.Do(central_.Colleague(), name);
  }
  Rest();
  OpenCard();
  AskFor("ødegård", "øvelse");
  EXPECT_TRUE(Says("Det kan finnes flere enn de 100 nyeste"));
  EXPECT_TRUE(Says("Ødegård 103")) << "newest first";
  EXPECT_FALSE(Says("Ødegård 3 "));
  Press(Key::kEnd);
  EXPECT_EQ(app_.view().card.at, 99);
  Press(Key::kEnter);
  ASSERT_NE(app_.store().lookup().past(), nullptr);
  EXPECT_EQ(app_.store().lookup().past()->contact_id, ids.at(4));
}

}  // namespace
}  // namespace legevakt::console
