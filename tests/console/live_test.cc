// The console's own keys, its own link over real gRPC, and a real central that is stopped, killed and started
// again. What central holds is asked for by somebody else over a connection of their own.
#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <csignal>
#include <functional>
#include <thread>

#include "base/clock.h"
#include "central/domain/queue_order.h"
#include "central/rpc/testing.h"
#include "console/net/central_link.h"
#include "console/testing/utf8.h"
#include "console/views/app.h"
#include "tests/integration/central_process.h"

namespace legevakt::console {
namespace {

using rpc::testing::Client;
using rpc::testing::Follower;
using tests::CentralProcess;
using ui::Key;

constexpr std::int64_t kPatienceUs = 40'000'000;
constexpr char kStale[] = "Skjermen er ikke oppdatert";

// A console as the window runs it, without the window.
class Console {
 public:
  Console(const std::string& target, std::string& drafts_file)
      : link_(Connected(target)),
        app_(store_, screen_,
             {nullptr,
              [&drafts_file](const std::string& text) {
                drafts_file = text;
                return true;
              },
              [&drafts_file] { return drafts_file; }}) {
    EXPECT_TRUE(screen_.LoadFonts().ok());
    screen_.ApplyStyle();
    ImGui::GetIO().DisplaySize = {1920, 1080};
    ImGui::GetIO().DeltaTime = 1.0F / 60.0F;
    ImGui::GetIO().MousePos = {-1, -1};
    screen_.ui().probe = &probe_;
  }

  // Frames until `done`; false where that does not come.
  bool Until(const std::function<bool()>& done) {
    for (const std::int64_t end_us = BootNowUs() + kPatienceUs; BootNowUs() < end_us;) {
      app_.Frame(BootNowUs());
      if (!screen_.busy() && done()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(screen_.busy() ? 0 : 5));
    }
    return false;
  }
  // Keys taken, and everything that was sent has come back as events.
  void Rest() {
    ASSERT_TRUE(Until([this] { return store_.pending().empty(); }));
    // What came back may have set off more.
    ASSERT_TRUE(Until([this] { return store_.pending().empty(); }));
  }
  void Push(Key key, bool ctrl = false, bool shift = false) { screen_.keys().PushKey({key, ctrl, shift}); }
  void Press(Key key, bool ctrl = false, bool shift = false) {
    Push(key, ctrl, shift);
    Rest();
  }
  void Type(std::string_view text) {
    for (const char32_t c : testing::FromUtf8(text)) screen_.keys().PushChar(c);
    Rest();
  }
  // One letter or digit at a time: each is an answer of its own.
  void Answer(std::string_view letters) {
    for (const char c : letters) Type(std::string(1, c));
  }
  void Intake(std::string_view name, std::string_view age) {
    Answer("nnn");
    Press(Key::kTab);
    Type(name);
    Press(Key::kEnter);
    Type(age);
    Press(Key::kTab);
    Answer("1");
    Press(Key::kEnter, true);
  }
  void Focus(std::string_view id) {
    screen_.ui().focus.Set(id);
    ASSERT_TRUE(Until([&] { return screen_.ui().focus.Has(id); }));
  }

  bool Says(std::string_view text) const { return probe_.HasText(text); }
  bool Fresh() const { return store_.has_state() && !app_.stale(); }
  App& app() { return app_; }
  const Store& store() const { return store_; }
  std::int64_t open() const { return app_.view().contact_id; }

 private:
  static std::unique_ptr<Link> Connected(const std::string& target) {
    const auto user = FindUser(target, "", v1::ROLE_OPERATOR);
    EXPECT_TRUE(user.ok()) << user.status();
    auto link = ConnectCentral({target, user->user_id(), user->role(), "console_live_test"}, [] {});
    EXPECT_TRUE(link.ok()) << link.status();
    return *std::move(link);
  }

  std::unique_ptr<Link> link_;
  Store store_{*link_};
  ui::Screen screen_{ui::ThemeName::kNatt, text::Lang::kNb, 1.0F};
  ui::Probe probe_;
  App app_;
};

class LiveTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Start(CentralProcess::Arguments(dir_.Path("data")));
    target_ = central_->grpc();
    OnDuty("lege-nilsen");
    OnDuty("lege-berg");
    v1::Command command;
    command.mutable_set_telephony()->set_connected(true);
    command.mutable_set_telephony()->set_source("test");
    Do("telefoni", v1::ROLE_TELEPHONY, command);
  }

  void Start(const std::vector<std::string>& arguments) {
    central_.reset();
    central_ = std::make_unique<CentralProcess>(arguments);
    ASSERT_TRUE(central_->AwaitReady()) << central_->ReadErrors();
  }
  // On the same data and the same port.
  void StartAgain() {
    auto arguments = CentralProcess::Arguments(dir_.Path("data"));
    *(std::find(arguments.begin(), arguments.end(), "--listen") + 1) = target_;
    Start(arguments);
  }
  void Kill() {
    central_->Signal(SIGKILL);
    ASSERT_EQ(central_->Wait(std::chrono::seconds(20)), -SIGKILL);
  }

  // As that user, on a connection of its own.
  v1::ExecuteResponse Do(const std::string& user_id, v1::Role role, const v1::Command& command) {
    Client client(target_);
    const grpc::Status opened = client.Open(user_id, role);
    EXPECT_TRUE(opened.ok()) << opened.error_message();
    v1::ExecuteRequest request;
    request.set_request_id(NewUuid());
    *request.mutable_command() = command;
    const auto answer = client.Execute(request);
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    EXPECT_FALSE(answer.response.has_refusal()) << answer.response.ShortDebugString();
    return answer.response;
  }
  void OnDuty(const std::string& doctor_id) {
    v1::Command command;
    command.mutable_set_duty()->set_doctor_id(doctor_id);
    command.mutable_set_duty()->set_on_duty(true);
    Do(doctor_id, v1::ROLE_DOCTOR, command);
  }
  void Ring(const std::string& phone) {
    v1::Command command;
    auto& ring = *command.mutable_ring_call();
    ring.set_kind(v1::CALL_KIND_PHONE);
    ring.set_lane(v1::CALL_LANE_NORMAL);
    ring.set_municipality("5037");
    ring.set_external_ref(phone);
    ring.mutable_personal()->set_phone(phone);
    Do("telefoni", v1::ROLE_TELEPHONY, command);
  }
  // All that central holds, as the shift leader gets it.
  domain::State AtCentral() {
    Client client(target_);
    const grpc::Status opened = client.Open("ingrid", v1::ROLE_SHIFT_LEADER);
    EXPECT_TRUE(opened.ok()) << opened.error_message();
    const auto stream = client.Watch();
    Follower follower;
    follower.FollowTo(*stream, 0);
    return follower.state;
  }
  // The console shows what central has: every record, and the queue in central's order.
  void ExpectSame(Console& console) {
    domain::State central;
    ASSERT_TRUE(console.Until([&] {
      central = AtCentral();
      return console.store().state().revision == central.revision;
    }));
    EXPECT_EQ(domain::StateHash(console.store().state()), domain::StateHash(central));
    std::vector<std::int64_t> queue;
    for (const v1::Contact* contact : domain::Queue(central)) queue.push_back(contact->contact_id());
    console.Press(Key::kF5);
    EXPECT_EQ(console.app().view().order.rows(), queue);
  }
  // One call taken, and its intake saved; its contact is open.
  void TakeOne(Console& console, const std::string& phone, const std::string& name) {
    const std::int64_t before = console.open();
    Ring(phone);
    ASSERT_TRUE(console.Until([&] { return !domain::Ringing(console.store().state()).empty(); }));
    console.Press(Key::kF2);
    ASSERT_NE(console.open(), before);
    console.Intake(name, "71");
  }

  const tests::TempDir dir_;
  std::string target_;
  std::unique_ptr<CentralProcess> central_;
  std::string drafts_file_;
};

TEST_F(LiveTest, TheJobByKeysIsInCentralsRecord) {
  Console console(target_, drafts_file_);
  ASSERT_TRUE(console.Until([&] { return console.Fresh(); }));
  TakeOne(console, "41200021", "Åse Bjørnstad");
  const std::int64_t first = console.open();
  {
    const auto central = AtCentral();
    const v1::Contact& contact = central.contacts.at(first);
    EXPECT_EQ(contact.claim().by().user_id(), console.store().me().user_id());
    EXPECT_EQ(contact.personal().name(), "Åse Bjørnstad");
    EXPECT_EQ(contact.personal().phone(), "41200021");
    EXPECT_EQ(contact.intake().age_months(), 71 * 12);
    EXPECT_EQ(contact.intake().airway_threat(), v1::TRI_NO);
  }

  // Assess: a word with a typing error, three answers.
  console.Type("brystsmrte");
  console.Press(Key::kEnter);
  console.Answer("nnn");
  console.Press(Key::kEnter, true);
  ASSERT_EQ(AtCentral().contacts.at(first).assessments_size(), 1);
  EXPECT_NE(AtCentral().contacts.at(first).hastegrad(), v1::HASTEGRAD_UNSPECIFIED);

  // The station, and a doctor who is on duty: asked.
  console.Answer("4");
  const std::string doctor = console.app().view().doctor.id;
  ASSERT_FALSE(doctor.empty());
  console.Press(Key::kEnter, true);
  {
    const auto central = AtCentral();
    const v1::Contact& contact = central.contacts.at(first);
    EXPECT_EQ(contact.measure(), v1::MEASURE_STATION);
    ASSERT_EQ(contact.mission_ids_size(), 1);
    EXPECT_EQ(central.missions.at(contact.mission_ids(0)).owner_id(), doctor);
    EXPECT_EQ(central.missions.at(contact.mission_ids(0)).state(), v1::MISSION_STATE_REQUESTED);
  }

  // Park it, take the next, and undo there.
  console.Press(Key::kP, true);
  EXPECT_EQ(console.open(), 0);
  EXPECT_TRUE(AtCentral().contacts.at(first).parked());
  TakeOne(console, "41200022", "Ola Normann");
  const std::int64_t second = console.open();
  ASSERT_NE(second, first);
  console.Type("brystsmrte");
  console.Press(Key::kEnter);
  console.Press(Key::kEnter, true);
  console.Answer("4");
  console.Press(Key::kEnter, true);
  ASSERT_EQ(AtCentral().contacts.at(second).mission_ids_size(), 1);
  const std::int64_t asked = AtCentral().contacts.at(second).mission_ids(0);
  console.Press(Key::kZ, true);
  EXPECT_EQ(AtCentral().missions.at(asked).state(), v1::MISSION_STATE_CANCELLED);
  ExpectSame(console);
}

TEST_F(LiveTest, WhatIsDoneWhileCentralStandsStillIsSaidKeptAndSentOnce) {
  Console console(target_, drafts_file_);
  ASSERT_TRUE(console.Until([&] { return console.Fresh(); }));
  TakeOne(console, "41200021", "Åse Bjørnstad");
  const std::int64_t id = console.open();
  console.Press(Key::k1, true);
  console.Focus("intake/name");

  central_->Signal(SIGSTOP);
  ASSERT_TRUE(console.Until([&] { return console.Says(kStale); })) << "nobody is told";
  console.Type(" Berg");
  console.Push(Key::kEnter, true);
  console.Push(Key::kF2);
  ASSERT_TRUE(console.Until([] { return true; }));
  EXPECT_TRUE(console.store().pending().empty()) << "sent although the screen is stale";
  EXPECT_EQ(console.open(), id);
  const std::string typed = console.app().DraftOf(id).intake.name;
  EXPECT_NE(typed.find("Berg"), std::string::npos);
  EXPECT_TRUE(console.Until([&] { return drafts_file_.find("Berg") != std::string::npos; }));

  central_->Signal(SIGCONT);
  ASSERT_TRUE(console.Until([&] { return console.Fresh() && !console.Says(kStale); }));
  EXPECT_TRUE(console.Until([&] { return AtCentral().contacts.at(id).personal().name() == typed; }))
      << "what was saved meanwhile is sent when central is back";
  ExpectSame(console);
}

TEST_F(LiveTest, ACentralThatIsKilledAndStartedAgainIsFoundAgain) {
  Console console(target_, drafts_file_);
  ASSERT_TRUE(console.Until([&] { return console.Fresh(); }));
  TakeOne(console, "41200021", "Åse Bjørnstad");
  const std::int64_t id = console.open();
  console.Press(Key::k5, true);
  console.Type("Ringer igjen om noe endrer seg");

  // Sent while central stands still and the screen does not know it yet: it must be there once, not twice.
  central_->Signal(SIGSTOP);
  console.Push(Key::kEnter, true);
  ASSERT_TRUE(console.Until([&] { return !console.store().pending().empty(); }));
  Kill();
  console.Push(Key::k1, true);
  ASSERT_TRUE(console.Until([] { return true; }));
  console.app().ui().focus.Set("intake/address");
  ASSERT_TRUE(console.Until([&] { return console.app().ui().focus.Has("intake/address"); }));
  for (const char32_t c : testing::FromUtf8("Sjøvegen 3")) console.app().screen().keys().PushChar(c);
  ASSERT_TRUE(console.Until([&] { return console.Says(kStale); }));

  StartAgain();
  ASSERT_TRUE(console.Until([&] { return console.Fresh() && !console.Says(kStale); }));
  console.Rest();
  EXPECT_EQ(console.app().DraftOf(id).intake.address, "Sjøvegen 3");
  const auto notes = AtCentral().contacts.at(id).notes();
  EXPECT_EQ(std::count_if(notes.begin(), notes.end(),
                          [](const v1::Note& note) { return note.personal().text().starts_with("Ringer"); }),
            1);
  ExpectSame(console);
  // And it goes on: the draft goes in.
  console.Press(Key::k1, true);
  console.Press(Key::kEnter, true);
  EXPECT_EQ(AtCentral().contacts.at(id).personal().address(), "Sjøvegen 3");
}

TEST_F(LiveTest, AClosedContactIsSearchedForAndReadAndTheJournalSaysWhoAndWhy) {
  Console console(target_, drafts_file_);
  ASSERT_TRUE(console.Until([&] { return console.Fresh(); }));
  TakeOne(console, "41200021", "Åse Ørnefjær");
  const std::int64_t id = console.open();
  console.Press(Key::kW, true);
  console.Answer("1");
  ASSERT_EQ(AtCentral().contacts.at(id).state(), v1::CONTACT_STATE_CLOSED);

  const auto ask = [&](std::string_view name, std::string_view reason) {
    console.Type(name);
    for (int i = 0; i < 4; ++i) console.Press(Key::kTab);
    console.Type(reason);
    console.Press(Key::kEnter, true);
  };
  const Lookup& lookup = console.store().lookup();
  console.Press(Key::kF, true, true);
  const std::int64_t before = AtCentral().revision;
  ask("ørnefj", "klage fra pårørende");
  ASSERT_TRUE(console.Until([&] { return !lookup.searching(); }));
  std::vector<std::int64_t> ids;
  if (const v1::SearchResponse* found = lookup.found()) {
    for (const auto& one : found->found()) ids.push_back(one.contact_id());
  }
  ASSERT_EQ(ids, std::vector<std::int64_t>{id}) << lookup.status();
  EXPECT_EQ(AtCentral().revision, before + 1) << "the search is in the journal";
  console.Press(Key::kEnter);
  ASSERT_TRUE(console.Until([&] { return lookup.reading() == 0; }));
  ASSERT_NE(lookup.past(), nullptr) << lookup.status();
  EXPECT_TRUE(console.Says("Åse Ørnefjær, 71 år"));
  EXPECT_TRUE(console.Says("Grunn i journalen: klage fra pårørende"));
  console.Press(Key::kEscape);

  // Central stands still and the screen does not know it yet: the search waits in sight, and all else goes
  // on.
  central_->Signal(SIGSTOP);
  console.Push(Key::kEnter, true);
  ASSERT_TRUE(console.Until([&] { return lookup.searching() && console.Says("Venter på svaret"); }));
  console.Push(Key::kEscape);
  ASSERT_TRUE(console.Until([&] { return console.app().view().overlay == Overlay::kNone; }));
  central_->Signal(SIGCONT);
  ASSERT_TRUE(console.Until([&] { return console.Fresh(); }));
  EXPECT_EQ(lookup.found(), nullptr) << "nobody waits for it any more";
  ExpectSame(console);
}

TEST_F(LiveTest, AConsoleThatIsStartedAgainHasItsDrafts) {
  std::int64_t id = 0;
  {
    Console console(target_, drafts_file_);
    ASSERT_TRUE(console.Until([&] { return console.Fresh(); }));
    TakeOne(console, "41200021", "Åse Bjørnstad");
    id = console.open();
    console.Press(Key::k5, true);
    console.Type("Halvferdig notat");
    ASSERT_TRUE(console.Until([&] { return drafts_file_.find("Halvferdig") != std::string::npos; }));
  }
  Console again(target_, drafts_file_);
  ASSERT_TRUE(again.Until([&] { return again.Fresh(); }));
  EXPECT_EQ(again.app().DraftOf(id).note, "Halvferdig notat");
  ExpectSame(again);
}

}  // namespace
}  // namespace legevakt::console
