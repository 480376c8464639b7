// The fixture of the tests that play whole flows: keys in, texts and widgets out. No window, no GL, no
// network.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time_units.h"
#include "console/testing/local_central.h"
#include "console/testing/null_backend.h"
#include "console/testing/utf8.h"
#include "console/views/app.h"

namespace legevakt::console {

// A console on the null backend beside a whole central in the same process: played by keys, read by the
// probe.
class ProbeTest : public ::testing::Test {
 protected:
  ProbeTest() {
    EXPECT_TRUE(testing::OnNullBackend(screen_));
    screen_.ui().probe = &probe_;
    for (const char* doctor : {"lege-nilsen", "lege-berg"}) central_.OnDuty(doctor);
    central_.Telephony(true);
    Rest();
  }

  // Frames until nothing is queued, then a few more so that what was set off has settled.
  void Rest() {
    central_.Pass(0);  // a bookmark
    for (int i = 0; i < 200 && (i < 8 || screen_.busy()); ++i) {
      mono_us_ += 16'000;
      app_.Frame(mono_us_);
    }
    ASSERT_FALSE(screen_.busy());
  }
  void Press(ui::Key key, bool ctrl = false, bool shift = false) {
    Pressed({key, ctrl, shift});
    screen_.keys().PushKey({key, ctrl, shift});
    Rest();
  }
  void Type(std::string_view text) {
    for (const char32_t c : testing::FromUtf8(text)) screen_.keys().PushChar(c);
    Rest();
  }
  // Letters and digits outside text fields: each is an answer of its own.
  void Answer(std::string_view letters) {
    for (const char c : letters) {
      Answered(c);
      Type(std::string(1, c));
    }
  }
  // For a test that follows which keys are used.
  virtual void Pressed(const ui::Chord& chord) { static_cast<void>(chord); }
  virtual void Answered(char letter) { static_cast<void>(letter); }
  void Click(std::string_view id) {
    const auto* item = probe_.Find(id);
    ASSERT_NE(item, nullptr) << id;
    ImGui::GetIO().MousePos = {(item->min.x + item->max.x) / 2, (item->min.y + item->max.y) / 2};
    Rest();
    ImGui::GetIO().MouseDown[0] = true;
    mono_us_ += 16'000;
    app_.Frame(mono_us_);
    ImGui::GetIO().MouseDown[0] = false;
    Rest();
    ImGui::GetIO().MousePos = {-1, -1};
  }
  // Time passes at central and here.
  void Pass(std::int64_t us) {
    central_.Pass(us);
    mono_us_ += us;
    if (us > kSecondUs) central_.Pass(0);
    Rest();
  }
  const v1::Contact& Contact() { return central_.state().contacts.at(app_.view().contact_id); }
  bool Says(std::string_view text) const { return probe_.HasText(text); }

  // F2, the three safety questions, number, name, age, sex: saved.
  void TakeAndIntake() {
    central_.Ring("41200021", "4647");
    central_.Pass(30 * kSecondUs);
    Rest();
    Press(ui::Key::kF2);
    Answer("nnn");
    Type("41200021");
    Press(ui::Key::kTab);
    Type("Åse Bjørnstad");
    Press(ui::Key::kEnter);
    Type("71");
    Press(ui::Key::kTab);
    Answer("1");
    Press(ui::Key::kEnter, true);
  }
  void Assess(const char* complaint) {
    Type(complaint);
    Press(ui::Key::kEnter);
    Press(ui::Key::kEnter, true);
  }

  Surroundings Around() {
    Surroundings around;
    around.copy = [this](const std::string& text) { copied_ = text; };
    around.save_drafts = [this](const std::string& text) {
      file_ = text;
      return true;
    };
    around.load_drafts = [this] { return file_; };
    return around;
  }

  testing::LocalCentral central_;
  Store store_{central_};
  ui::Screen screen_{ui::ThemeName::kNatt, text::Lang::kNb, 1.0F};
  std::string copied_;
  std::string file_;
  App app_{store_, screen_, Around()};
  ui::Probe probe_;
  std::int64_t mono_us_ = 1'000 * kSecondUs;
};

}  // namespace legevakt::console
