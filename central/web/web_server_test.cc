#include "central/web/web_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/ids.h"
#include "base/limits.h"
#include "central/engine/reason_status.h"
#include "central/engine/sessions.h"
#include "central/web/fake_engine.h"
#include "central/web/test_client.h"

namespace legevakt::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Region TestRegion() {
  v1::Region region;
  region.set_region_id("test");
  region.set_centre_name("Prøvesentralen");
  region.set_centre_phone("55000116");
  for (const char* id : {"lege.en", "lege.to"}) {
    v1::Doctor* doctor = region.add_doctors();
    doctor->set_doctor_id(id);
    doctor->set_name(std::string("Lege ") + id);
    doctor->set_may_stand_alone(true);
    doctor->add_measures(v1::MEASURE_HOME_VISIT);
  }
  v1::Staff* staff = region.add_staff();
  staff->set_user_id("operator.en");
  staff->set_name("Operatør En");
  staff->set_role(v1::ROLE_OPERATOR);
  region.mutable_targets()->set_request_haster_s(180);
  return region;
}

class WebServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    ASSERT_GT(server_.port(), 0);
  }
  void TearDown() override { server_.Stop(); }

  static std::string Duty(const std::string& request_id, const std::string& doctor, bool on) {
    return R"({"requestId":")" + request_id + R"(","command":{"setDuty":{"doctorId":")" + doctor +
           R"(","onDuty":)" + (on ? "true" : "false") + "}}}";
  }
  std::string Origin() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

  FakeEngine engine_{TestRegion()};
  engine::SessionRegistry sessions_;
  WebServer server_{{.engine = &engine_,
                     .sessions = &sessions_,
                     .host = "127.0.0.1",
                     .port = 0,
                     .public_origins = {},
                     .time_zone = "Europe/Oslo",
                     .server_version = "test"}};
};

TEST_F(WebServerTest, ServesThePageWithStrictHeaders) {
  TestClient client(server_.port());
  const auto page = client.Send("GET", "/");
  EXPECT_EQ(page.result_int(), 200U);
  EXPECT_THAT(page.body(), HasSubstr("<!doctype html>"));
  const std::string policy(page["Content-Security-Policy"]);
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_EQ(page["X-Content-Type-Options"], "nosniff");
  EXPECT_EQ(page["Referrer-Policy"], "no-referrer");
  EXPECT_EQ(page[http::field::cache_control], "no-cache");
  const auto again = client.Send("GET", "/", "", {{"If-None-Match", std::string(page[http::field::etag])}});
  EXPECT_EQ(again.result_int(), 304U);
  EXPECT_EQ(client.Send("HEAD", "/").result_int(), 200U);
}

TEST_F(WebServerTest, OnlyTheFilesOfThePageExist) {
  TestClient client(server_.port());
  for (const char* path : {"/index.html", "/CMakeLists.txt", "/../base/hash.cc", "/%2e%2e/x", "/js/", "//"}) {
    EXPECT_EQ(client.Send("GET", path).result_int(), 404U) << path;
  }
  EXPECT_EQ(client.Send("POST", "/").result_int(), 405U);
  EXPECT_EQ(client.Send("PUT", "/api/session").result_int(), 405U);
  EXPECT_EQ(client.Send("GET", "/api/command").result_int(), 405U);
}

TEST_F(WebServerTest, TextsComeInBothLanguages) {
  TestClient client(server_.port());
  EXPECT_THAT(client.Send("GET", "/api/text?lang=nb").body(),
              HasSubstr("\"doctor.sign_in\":\"Hvem har vakt?\""));
  const std::string english = client.Send("GET", "/api/text?lang=en").body();
  EXPECT_THAT(english, HasSubstr("\"doctor.sign_in\":\"Who is on duty?\""));
  EXPECT_THAT(english, HasSubstr("\"refusal.stale_version\":"));
}

TEST_F(WebServerTest, TheTokenIsACookieAndNeverInABody) {
  TestClient client(server_.port());
  EXPECT_EQ(client.Send("GET", "/api/session").result_int(), 401U);
  const auto opened = client.SignIn("lege.en");
  ASSERT_EQ(opened.result_int(), 200U);
  EXPECT_THAT(opened.body(), HasSubstr("ROLE_DOCTOR"));
  const std::string cookie(opened[http::field::set_cookie]);
  EXPECT_THAT(cookie, HasSubstr("HttpOnly"));
  EXPECT_THAT(cookie, HasSubstr("SameSite=Strict"));
  const std::string token = cookie.substr(cookie.find('=') + 1, 32);
  EXPECT_THAT(opened.body(), Not(HasSubstr(token)));
  EXPECT_THAT(client.Send("GET", "/api/session").body(), HasSubstr("lege.en"));

  // A new sign-in ends the session before it; signing out ends the last.
  ASSERT_EQ(client.SignIn("lege.to").result_int(), 200U);
  EXPECT_FALSE(sessions_.Find(token).has_value());
  EXPECT_EQ(client.Send("DELETE", "/api/session").result_int(), 204U);
  EXPECT_EQ(client.Send("GET", "/api/session").result_int(), 401U);
  EXPECT_EQ(client.SignIn("nobody").result_int(), 400U);
}

TEST_F(WebServerTest, ListsDoctorsAndOnlyWhereAskedStaff) {
  TestClient client(server_.port());
  const std::string doctors = client.Send("GET", "/api/users").body();
  EXPECT_THAT(doctors, HasSubstr("lege.to"));
  EXPECT_THAT(doctors, HasSubstr("Prøvesentralen"));
  EXPECT_THAT(doctors, Not(HasSubstr("operator.en")));
  EXPECT_THAT(client.Send("GET", "/api/users?all=1").body(), HasSubstr("operator.en"));
}

TEST_F(WebServerTest, SigningInWaitsWhereTheEngineTakesNoMoreReads) {
  TestClient client(server_.port());
  engine_.FillReads();
  EXPECT_EQ(client.Send("GET", "/api/users").result_int(), 429U);
  EXPECT_EQ(client.SignIn("lege.en").result_int(), 429U);
}

TEST_F(WebServerTest, ACommandActsForItsSession) {
  TestClient client(server_.port());
  const std::string id = NewUuid();
  EXPECT_EQ(client.Send("POST", "/api/command", Duty(id, "lege.en", true)).result_int(), 401U);
  EXPECT_EQ(engine_.executed(), 0);
  client.SignIn("lege.en");
  const auto first = client.Send("POST", "/api/command", Duty(id, "lege.en", true));
  ASSERT_EQ(first.result_int(), 200U) << first.body();
  EXPECT_THAT(first.body(), Not(HasSubstr("refusal")));
  EXPECT_EQ(client.Send("POST", "/api/command", Duty(id, "lege.en", true)).body(), first.body());
}

TEST_F(WebServerTest, BadCommandsNeverReachTheEngine) {
  TestClient client(server_.port());
  client.SignIn("lege.en");
  for (const char* body :
       {"", "{", "[]", R"({"requestId":"x"})", R"({"requestId":"x","noSuchField":1})", "\xff\xfe"}) {
    EXPECT_EQ(client.Send("POST", "/api/command", body).result_int(), 400U) << body;
  }
  EXPECT_EQ(
      client.Send("POST", "/api/command", Duty(NewUuid(), "lege.en", true), {{"Content-Type", "text/plain"}})
          .result_int(),
      415U);
  EXPECT_EQ(client.Send("POST", "/api/command", std::string(limits::kHttpBodyBytesMax + 1, ' ')).result_int(),
            413U);
  EXPECT_EQ(client.Send("GET", "/", "", {{"X-Long", std::string(9000, 'x')}}).result_int(), 431U);
  EXPECT_EQ(engine_.executed(), 0);
}

TEST_F(WebServerTest, StatusesOfTheEngineHaveTheirHttpNumbers) {
  TestClient client(server_.port());
  client.SignIn("lege.en");
  const auto status = [&](absl::StatusCode code, v1::Reason reason) {
    engine_.FailWith(engine::ReasonStatus(code, reason));
    const auto reply = client.Send("POST", "/api/command", Duty(NewUuid(), "lege.en", true));
    EXPECT_THAT(reply.body(), HasSubstr(v1::Reason_Name(reason)));
    return reply.result_int();
  };
  EXPECT_EQ(status(absl::StatusCode::kUnavailable, v1::REASON_NOT_SERVING), 503U);
  EXPECT_EQ(status(absl::StatusCode::kResourceExhausted, v1::REASON_QUEUE_FULL), 429U);
  EXPECT_EQ(status(absl::StatusCode::kPermissionDenied, v1::REASON_NOT_ALLOWED), 403U);
  EXPECT_EQ(status(absl::StatusCode::kInvalidArgument, v1::REASON_REQUEST_ID_REUSED), 400U);
}

TEST_F(WebServerTest, AConnectionThatAsksTooMuchIsToldToWait) {
  TestClient client(server_.port());
  for (int i = 0; i < 2000; ++i) {
    const auto reply = client.Send("GET", "/icon.svg");
    if (reply.result_int() == 200U) continue;
    EXPECT_EQ(reply.result_int(), 429U);
    EXPECT_THAT(reply.body(), HasSubstr("REASON_QUEUE_FULL"));
    return;
  }
  FAIL() << "never told to wait";
}

TEST_F(WebServerTest, ForeignPagesAndNamesAreTurnedAway) {
  TestClient client(server_.port());
  client.SignIn("lege.en");
  const std::string body = Duty(NewUuid(), "lege.en", true);
  EXPECT_EQ(client.Send("POST", "/api/command", body, {{"Origin", "http://evil.example"}}).result_int(),
            403U);
  EXPECT_EQ(client.Send("POST", "/api/command", body, {{"Origin", "null"}}).result_int(), 403U);
  EXPECT_EQ(client.Send("POST", "/api/command", body, {{"Sec-Fetch-Site", "cross-site"}}).result_int(), 403U);
  EXPECT_EQ(client.Send("GET", "/", "", {{"Host", "evil.example"}}).result_int(), 421U);
  EXPECT_EQ(
      client.Send("POST", "/api/command", body, {{"Host", "evil.example"}, {"Origin", "http://evil.example"}})
          .result_int(),
      421U);
  EXPECT_EQ(engine_.executed(), 0);
  EXPECT_EQ(client.Send("POST", "/api/command", body, {{"Origin", Origin()}}).result_int(), 200U);
}

TEST_F(WebServerTest, LiveNeedsASessionAndOurOwnOrigin) {
  TestClient client(server_.port());
  TestLive unsigned_in;
  EXPECT_TRUE(unsigned_in.Open(client, Origin()));
  EXPECT_EQ(unsigned_in.status, 401);
  client.SignIn("lege.en");
  for (const char* origin : {"", "http://evil.example", "null"}) {
    TestLive live;
    EXPECT_TRUE(live.Open(client, origin));
    EXPECT_EQ(live.status, 403) << origin;
  }
  EXPECT_EQ(client.Send("GET", "/api/live").result_int(), 426U);
  TestLive live;
  EXPECT_FALSE(live.Open(client, Origin()));
}

TEST_F(WebServerTest, LiveSendsTheViewThenBookmarksThenChanges) {
  TestClient client(server_.port());
  client.SignIn("lege.en");
  TestLive live;
  ASSERT_FALSE(live.Open(client, Origin()));
  const auto first = live.Read();
  ASSERT_TRUE(first);
  EXPECT_THAT(*first, HasSubstr("\"view\":"));
  EXPECT_THAT(*first, HasSubstr("\"doctorId\":\"lege.en\""));
  EXPECT_THAT(*first, Not(HasSubstr("\"onDuty\":true")));
  EXPECT_TRUE(live.ReadUntil("\"bookmark\":", 1));
  client.Send("POST", "/api/command", Duty(NewUuid(), "lege.en", true));
  EXPECT_TRUE(live.ReadUntil("\"onDuty\":true"));

  // What does not concern this doctor is not sent: nothing but bookmarks follows.
  client.SignIn("lege.to");
  client.Send("POST", "/api/command", Duty(NewUuid(), "lege.to", true));
  TestLive other;
  ASSERT_FALSE(other.Open(client, Origin()));
  EXPECT_TRUE(other.ReadUntil("\"doctorId\":\"lege.to\""));
}

TEST_F(WebServerTest, AViewThatLooksTheSameIsNotSentAgain) {
  TestClient doctor(server_.port());
  doctor.SignIn("lege.en");
  TestLive live;
  ASSERT_FALSE(live.Open(doctor, Origin()));
  ASSERT_TRUE(live.ReadUntil("\"view\":", 1));
  TestClient other(server_.port());
  other.SignIn("lege.to");
  const auto reply = other.Send("POST", "/api/command", Duty(NewUuid(), "lege.to", true));
  ASSERT_EQ(reply.result_int(), 200U);
  // The bookmark after that revision comes, and no view before it.
  const std::string mark = "\"revision\":\"" + std::to_string(engine_.durable_revision()) + "\"";
  for (int i = 0; i < 5; ++i) {
    const auto message = live.Read();
    ASSERT_TRUE(message);
    ASSERT_THAT(*message, Not(HasSubstr("\"view\":")));
    if (message->find(mark) != std::string::npos) return;
  }
  FAIL() << "no bookmark at " << mark;
}

TEST_F(WebServerTest, APhoneThatDoesNotReadGetsTheNewestViewAndHasNoQueue) {
  TestClient client(server_.port());
  client.SignIn("lege.en");
  TestLive live;
  live.ReadSlowly();
  ASSERT_FALSE(live.Open(client, Origin()));
  TestLive fast;
  ASSERT_FALSE(fast.Open(client, Origin()));
  ASSERT_TRUE(fast.ReadUntil("\"view\":"));
  constexpr int kChanges = 3001;
  v1::Actor actor;
  actor.set_user_id("lege.en");
  actor.set_role(v1::ROLE_DOCTOR);
  for (int i = 0; i < kChanges; ++i) {
    v1::ExecuteRequest request;
    request.set_request_id(NewUuid());
    request.mutable_command()->mutable_set_duty()->set_doctor_id("lege.en");
    request.mutable_command()->mutable_set_duty()->set_on_duty(i % 2 == 0);
    engine_.Execute(actor, request,
                    [](const absl::StatusOr<v1::ExecuteResponse>& reply) { ASSERT_TRUE(reply.ok()); });
    // The page beside it reads and sees every change.
    ASSERT_TRUE(fast.ReadUntil("\"view\":"));
  }
  const std::string last = "\"revision\":\"" + std::to_string(engine_.durable_revision()) + "\"";
  int views = 0;
  for (std::string message; message.find(last) == std::string::npos || views == 0;) {
    message = live.Read().value_or("");
    ASSERT_FALSE(message.empty());
    if (message.find("\"view\":") != std::string::npos) ++views;
    ASSERT_LT(views, kChanges);
  }
}

TEST_F(WebServerTest, NoBookmarkWhileTheEngineStandsStill) {
  TestClient client(server_.port());
  client.SignIn("lege.en");
  TestLive live;
  ASSERT_FALSE(live.Open(client, Origin()));
  ASSERT_TRUE(live.ReadUntil("\"bookmark\":"));
  engine_.Hold();
  // At most one read was under way; then silence until the engine goes on. The release comes from this thread
  // after what must be longer than a bookmark's interval.
  std::thread release([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds(2500));
    engine_.Release();
  });
  const auto begin = std::chrono::steady_clock::now();
  int heard = 0;
  while (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(2400)) {
    ASSERT_TRUE(live.Read());
    if (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(2400)) ++heard;
  }
  release.join();
  EXPECT_LE(heard, 1);
}

TEST_F(WebServerTest, SigningOutEndsTheLiveConnection) {
  TestClient client(server_.port());
  client.SignIn("lege.en");
  TestLive live;
  ASSERT_FALSE(live.Open(client, Origin()));
  ASSERT_TRUE(live.ReadUntil("\"view\":"));
  client.Send("DELETE", "/api/session");
  EXPECT_FALSE(live.ReadUntil("no such thing"));
  EXPECT_EQ(live.close_code(), 4401);
}

TEST_F(WebServerTest, APageHasNothingToSayOnTheLiveConnection) {
  TestClient client(server_.port());
  client.SignIn("lege.en");
  TestLive live;
  ASSERT_FALSE(live.Open(client, Origin()));
  live.Write("hello");
  EXPECT_FALSE(live.ReadUntil("no such thing"));
  EXPECT_EQ(live.close_code(), websocket::close_code::policy_error);
}

TEST_F(WebServerTest, TooManyConnectionsAreTurnedAwayAndRoomComesBack) {
  std::vector<std::unique_ptr<TestClient>> clients;
  for (int i = 0; i < limits::kWebConnectionsMax; ++i) {
    clients.push_back(std::make_unique<TestClient>(server_.port()));
    ASSERT_EQ(clients.back()->Send("GET", "/icon.svg").result_int(), 200U) << i;
  }
  TestClient late(server_.port());
  EXPECT_ANY_THROW({
    if (late.Send("GET", "/icon.svg").result_int() == 503U) throw std::runtime_error("full");
  });
  clients.clear();
  for (int tries = 0; tries < 200; ++tries) {
    try {
      if (TestClient(server_.port()).Send("GET", "/icon.svg").result_int() == 200U) return;
    } catch (const std::exception&) {
      // Still full: the server hears of each closed connection on its own thread.
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  FAIL() << "no room after all had left";
}

TEST_F(WebServerTest, StopsWithCallsInTheAir) {
  TestClient client(server_.port());
  client.SignIn("lege.en");
  TestLive live;
  ASSERT_FALSE(live.Open(client, Origin()));
  engine_.Hold();
  boost::asio::ip::tcp::socket raw(client.io());
  raw.connect({boost::asio::ip::make_address("127.0.0.1"), static_cast<std::uint16_t>(server_.port())});
  const std::string request = "GET /api/users HTTP/1.1\r\nHost: " + client.host() + "\r\n\r\n";
  boost::asio::write(raw, boost::asio::buffer(request));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  server_.Stop();
  // The answers come to nobody.
  engine_.Release();
}

TEST(WebServer, SaysWhichAddressCannotBeUsed) {
  FakeEngine engine(TestRegion());
  engine::SessionRegistry sessions;
  WebServer::Options options;
  options.engine = &engine;
  options.sessions = &sessions;
  WebServer first(options);
  ASSERT_TRUE(first.Start().ok());
  options.port = static_cast<std::uint16_t>(first.port());
  WebServer second(options);
  const absl::Status status = second.Start();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr(std::to_string(first.port())));
  options.host = "not-an-address";
  WebServer third(options);
  EXPECT_EQ(third.Start().code(), absl::StatusCode::kUnavailable);
}

TEST(WebServer, BehindTlsTheCookieIsSecureAndOnlyTheNamedOriginEnters) {
  FakeEngine engine(TestRegion());
  engine::SessionRegistry sessions;
  WebServer::Options options;
  options.engine = &engine;
  options.sessions = &sessions;
  options.public_origins = {"https://legevakt.example.no"};
  WebServer server(options);
  ASSERT_TRUE(server.Start().ok());
  TestClient client(server.port());
  const TestClient::Headers named{{"Host", "legevakt.example.no"}, {"Origin", "https://legevakt.example.no"}};
  const auto reply = client.Send("POST", "/api/session", R"({"userId":"lege.en"})", named);
  ASSERT_EQ(reply.result_int(), 200U);
  EXPECT_THAT(std::string(reply[http::field::set_cookie]), HasSubstr("__Host-legevakt="));
  EXPECT_THAT(std::string(reply[http::field::set_cookie]), HasSubstr("; Secure"));
  EXPECT_FALSE(reply["Strict-Transport-Security"].empty());
}

TEST_F(WebServerTest, TheWorkListIsForThoseWhoAreSignedIn) {
  TestClient client(server_.port());
  const auto bare = client.Send("GET", "/worklist");
  EXPECT_EQ(bare.result_int(), 401U);
  EXPECT_EQ(bare[http::field::content_type], "text/html; charset=utf-8");
  EXPECT_THAT(bare.body(), HasSubstr("Operatør En"));
  ASSERT_EQ(client.SignIn("operator.en").result_int(), 200U);
  const auto command = [&client](const std::string& what) {
    return client.Send("POST", "/api/command",
                       R"({"requestId":")" + NewUuid() + R"(","command":)" + what + "}");
  };
  const auto opened = command(R"({"openContact":{}})");
  ASSERT_THAT(opened.body(), HasSubstr("contactId")) << opened.body();
  const std::string found = opened.body().substr(opened.body().find("\"contactId\":\"") + 13);
  const std::string id = found.substr(0, found.find('"'));
  const auto intake =
      command(R"({"recordIntake":{"contactId":")" + id +
              R"(","intake":{"threat":true,"safeToCallBack":false,"protectedAddress":true,)"
              R"("interpreter":"pl"},"personal":{"name":"Kari <b>Prøve","phone":"41200021"}}})");
  ASSERT_EQ(intake.result_int(), 200U) << intake.body();
  const auto warned = command(R"({"setWarning":{"personal":{"phone":"41200021","text":"Aggressiv hund"}}})");
  ASSERT_EQ(warned.result_int(), 200U) << warned.body();
  const auto list = client.Send("GET", "/worklist");
  EXPECT_EQ(list.result_int(), 200U);
  EXPECT_THAT(list.body(), HasSubstr("id=\"contact-" + id + "\""));
  EXPECT_THAT(list.body(), HasSubstr("Kari &lt;b&gt;Prøve")) << "text is text";
  EXPECT_THAT(list.body(), HasSubstr("Ikke vurdert"));
  for (const char* const caution :
       {"Trussel", "Ikke ring tilbake", "Hemmelig adresse", "Tolk: polsk", "Aggressiv hund"}) {
    EXPECT_THAT(list.body(), HasSubstr(std::string("<strong class=\"mark\">") + caution)) << caution;
  }
  EXPECT_EQ(client.Send("POST", "/worklist").result_int(), 405U);

  // A wall board hangs where others see it.
  v1::Actor board;
  board.set_user_id("operator.en");
  board.set_role(v1::ROLE_WALLBOARD);
  TestClient other(server_.port());
  const TestClient::Headers cookie{{"Cookie", "legevakt=" + sessions_.Open(board)}};
  const auto stripped = other.Send("GET", "/worklist", "", cookie);
  EXPECT_THAT(stripped.body(), HasSubstr("id=\"contact-" + id + "\""));
  EXPECT_THAT(stripped.body(), Not(HasSubstr("Kari")));
  EXPECT_THAT(stripped.body(), Not(HasSubstr("Aggressiv hund")));
  EXPECT_THAT(stripped.body(), Not(HasSubstr("Trussel")));

  v1::Actor link;
  link.set_user_id("telefoni");
  link.set_role(v1::ROLE_TELEPHONY);
  EXPECT_EQ(other.Send("GET", "/worklist", "", {{"Cookie", "legevakt=" + sessions_.Open(link)}}).result_int(),
            403U);

  engine_.ShedReading();
  EXPECT_EQ(client.Send("GET", "/worklist").result_int(), 503U);
  for (const char* const file : {"/worklist.css", "/worklist.js"}) {
    EXPECT_EQ(client.Send("GET", file).result_int(), 200U) << file;
  }
}

}  // namespace
}  // namespace legevakt::web
