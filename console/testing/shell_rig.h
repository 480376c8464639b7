// For tests of the frame around the contacts: one screen beside a whole central on the null backend, with
// everything that it keeps and sounds.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_units.h"
#include "console/testing/local_central.h"
#include "console/testing/null_backend.h"
#include "console/testing/utf8.h"
#include "console/views/app.h"

namespace legevakt::console::testing {

using ui::Key;

struct ShellRig {
  // With what an earlier console of this user left on the disk.
  explicit ShellRig(LocalCentral& with, bool board = false, std::string drafts_before = {},
                    std::string list_before = {})
      : central(with), drafts(std::move(drafts_before)), work_list(std::move(list_before)) {
    screen.ui().board = board;
    EXPECT_TRUE(OnNullBackend(screen));
    screen.ui().probe = &probe;
    Rest();
  }
  Surroundings Around() {
    Surroundings around;
    around.copy = [this](const std::string& text) { copied = text; };
    around.save_outbox = [this](const std::string& text) { return Save(outbox, text); };
    around.load_outbox = [this] { return outbox; };
    around.save_drafts = [this](const std::string& text) { return Save(drafts, text); };
    around.load_drafts = [this] { return drafts; };
    around.keep_drafts = [this] {
      former_drafts = std::exchange(drafts, {});
      return former_drafts.empty() ? std::string() : std::string("/tilstand/drafts-kari-forrige.json");
    };
    around.keep_work_list = [this] {
      former_work_list = std::exchange(work_list, {});
      return former_work_list.empty() ? std::string()
                                      : std::string("/tilstand/arbeidsliste-kari-forrige.txt");
    };
    around.save_settings = [this](const std::string& text) { return Save(settings, text); };
    around.save_work_list = [this](const std::string& text) {
      work_list = text;
      return std::string("/tilstand/arbeidsliste-kari.txt");
    };
    around.load_work_list = [this] {
      return std::pair(work_list,
                       work_list.empty() ? std::string() : std::string("/tilstand/arbeidsliste-kari.txt"));
    };
    around.show_file = [this](const std::string& path) {
      shown = path;
      return true;
    };
    around.sign_in = [this](const v1::Staff& staff) { signed_in = staff.user_id(); };
    around.play = [this](SoundPattern pattern) { played.push_back(pattern); };
    around.quiet = [] {};
    return around;
  }
  bool Save(std::string& file, const std::string& text) {
    ++tried;
    if (disk_full) return false;
    file = text;
    return true;
  }
  void Rest() {
    central.Pass(0);
    Frames();
  }
  void Frames() {
    for (int i = 0; i < 200 && (i < 8 || screen.busy()); ++i) app.Frame(mono += 16'000);
  }
  void Press(Key key, bool ctrl = false, bool shift = false) {
    screen.keys().PushKey({key, ctrl, shift});
    Rest();
  }
  void Type(std::string_view text) {
    for (const char32_t c : FromUtf8(text)) screen.keys().PushChar(c);
    Rest();
  }
  // Time passes at central and here.
  void Pass(std::int64_t us) {
    central.Pass(us);
    mono += us;
    Rest();
  }
  // Central is not heard from for so long.
  void Silence(std::int64_t us) {
    central.Cut();
    mono += us;
    Frames();
  }
  bool Says(std::string_view text) const { return probe.HasText(text); }

  LocalCentral& central;
  Store store{central};
  ui::Screen screen{ui::ThemeName::kNatt, text::Lang::kNb, 1.0F};
  std::string copied;
  bool disk_full = false;
  int tried = 0;
  std::string outbox;
  std::string drafts;
  std::string settings;
  std::string work_list;
  std::string former_drafts;
  std::string former_work_list;
  std::string shown;
  std::string signed_in;
  std::vector<SoundPattern> played;
  App app{store, screen, Around()};
  ui::Probe probe;
  std::int64_t mono = 1'000 * kSecondUs;
};

// Takes a call by keys and answers the safety questions.
inline std::int64_t Take(ShellRig& rig) {
  rig.central.Telephony(true);
  rig.central.Ring("41200021", "4647");
  rig.Rest();
  rig.Press(Key::kF2);
  return rig.app.view().contact_id;
}

inline void ColleagueTakes(LocalCentral& central, std::int64_t id) {
  v1::Command take;
  take.mutable_claim_contact()->set_contact_id(id);
  take.mutable_claim_contact()->set_take_over(true);
  central.Do(central.Colleague(), take);
}

// A colleague answers, sets to yellow, and asks the doctor; the mission.
inline std::int64_t ColleagueAsks(LocalCentral& central, const char* phone, v1::Measure measure,
                                  const char* doctor) {
  v1::Command answer;
  answer.mutable_answer_call()->set_call_id(central.Ring(phone, "4647"));
  const auto id = central.Do(central.Colleague(), answer);
  v1::Command assess;
  assess.mutable_assess_contact()->set_contact_id(id);
  assess.mutable_assess_contact()->set_complaint_id("diffuse");
  assess.mutable_assess_contact()->set_level_id("haster");
  assess.mutable_assess_contact()->set_lowering_reason("Kjent fra tidligere");
  central.Do(central.Colleague(), assess);
  v1::Command request;
  request.mutable_request_mission()->set_contact_id(id);
  request.mutable_request_mission()->set_measure(measure);
  request.mutable_request_mission()->set_doctor_id(doctor);
  central.Do(central.Colleague(), request);
  return central.state().contacts.at(id).mission_ids(0);
}

inline void EndCallOf(LocalCentral& central, std::int64_t id) {
  v1::Command end;
  end.mutable_end_call()->set_call_id(central.state().contacts.at(id).call_ids(0));
  central.Do(central.Operator(), end);
}

}  // namespace legevakt::console::testing
