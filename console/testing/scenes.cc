#include "console/testing/scenes.h"

#include "console/testing/utf8.h"

namespace legevakt::console::testing {

using ui::Key;

namespace {

void AddChange(std::vector<v1::ToolChange>& changes, v1::ToolChangeKind kind, const char* nb,
               const char* en) {
  v1::ToolChange& change = changes.emplace_back();
  change.set_kind(kind);
  change.set_nb(nb);
  change.set_en(en);
}

void NewTool(LocalCentral& central) {
  std::vector<v1::ToolChange> changes;
  AddChange(changes, v1::TOOL_CHANGE_KIND_ADDED,
            "Kutt og sår: nytt spørsmål «Er det bitt av menneske eller dyr?».",
            "Cuts and wounds: new question \"Is it a bite by a person or an animal?\".");
  AddChange(changes, v1::TOOL_CHANGE_KIND_RAISED,
            "Feber hos barn: «Alder under 3 måneder og feber» er hevet fra Haster til Akutt.",
            "Fever in a child: \"Age under 3 months and fever\" is raised from Urgent to Immediate.");
  AddChange(changes, v1::TOOL_CHANGE_KIND_LOWERED,
            "Svimmelhet: «Svimmel bare når pasienten reiser seg» er senket fra Haster til Vanlig.",
            "Dizziness: \"Dizzy only on standing up\" is lowered from Urgent to Routine.");
  AddChange(changes, v1::TOOL_CHANGE_KIND_CHANGED, "Haster: ny vurdering 60 -> 45 minutter.",
            "Urgent: re-assessment 60 -> 45 minutes.");
  central.NewTool("1.1.0", changes);
}

// A caller who gave up, and a promise that has slipped.
void SomebodyToPhone(LocalCentral& central) {
  v1::Actor telephony;
  telephony.set_user_id("telefoni");
  telephony.set_name("Telefoni");
  telephony.set_role(v1::ROLE_TELEPHONY);
  v1::Command lose;
  lose.mutable_lose_call()->set_call_id(central.Ring("41200055", "4645"));
  central.Do(telephony, lose);
  for (const auto& [id, contact] : central.state().contacts) {
    if (contact.personal().name() != "Ingrid Sætre") continue;
    v1::Command promise;
    promise.mutable_make_promise()->set_contact_id(id);
    promise.mutable_make_promise()->set_by_us(central.now_us() + 3 * kMinuteUs);
    central.Do(central.Colleague(), promise);
    break;
  }
  central.Pass(4 * kMinuteUs);
}

}  // namespace

Scene::Scene(const std::string& name, LocalCentral& central, App& app) : central_(central), app_(app) {
  if (name == "empty") return;
  if (name == "lookup" || name == "extract") FillPast(central);
  FillEvening(central);
  if (name == "no_telephony") Add([this] { central_.Telephony(false); });
  if (name == "help") Add([this] { this->Key(Key::kF1); });
  if (name == "palette") {
    Add([this] { this->Key(Key::kK, true); });
    Add([this] { Type("ang"); });
  }
  if (AddShell(name)) return;
  if (name == "news") NewTool(central);
  if (name == "news_later") Add([this] { NewTool(central_); });
  if (name == "directory") Add([this] { this->Key(Key::kF1, false, true); });
  if (name == "waiting_room") Add([this] { this->Key(Key::kF4, false, true); });
  if (name == "handover") Add([this] { this->Key(Key::kB, true); });
  if (name == "map") Add([this] { this->Key(Key::kM, true); });
  if (name == "lookup" || name == "extract") AddLookup(name == "extract");
  if (name == "ring") {
    SomebodyToPhone(central);
    for (int i = 0; i < 3; ++i) Add([this] { this->Key(Key::kF7); });
  }
  if (name == "known") {
    Add([this] { central_.Ring("41200012", "4647", v1::CALL_LANE_URGENT); });
    Add([this] { this->Key(Key::kF2); });
    return;
  }
  if (name == "queue" || name == "news" || !steps_.empty()) return;
  AddJob(name);
}

// What the frame around the contacts shows. False where the name is none of these.
bool Scene::AddShell(const std::string& name) {
  const auto press = [this](ui::Key key, bool shift) { app_.screen().keys().PushKey({key, false, shift}); };
  if (name == "wallboard" || name == "leader") {
    Add([this] { Wait(12 * kMinuteUs); });
    return true;
  }
  if (name == "paper") {
    Add([press] { press(Key::kF9, true); });
    return true;
  }
  if (name == "alarms") {
    AddJob("red");
    Add([press] { press(Key::kEscape, false); });
    Add([this] { Wait(9 * kMinuteUs); });
    return true;
  }
  if (name != "meanwhile") return false;
  AddJob("triage");
  Add([this] { central_.Cut(); });
  Add([this] { mono_us_ += 34 * kSecondUs; });
  Add([this] {
    const auto call = central_.Ring("41200088", "4602");
    v1::Command answer;
    answer.mutable_answer_call()->set_call_id(call);
    central_.Do(central_.Colleague(), answer);
    central_.Ring("41200089", "4646");
    central_.Mend();
    central_.Pass(0);
  });
  return true;
}

// Somebody who rings again is looked for, and what was said the last time is read.
void Scene::AddLookup(bool read) {
  Add([this] { this->Key(Key::kF, true, true); });
  Add([this] { Type("ødegård"); });
  for (int i = 0; i < 4; ++i) Add([this] { this->Key(Key::kTab); });
  Add([this] { Type("Ringer igjen, spør hva hun fikk råd om sist"); });
  Add([this] { this->Key(Key::kEnter, true); });
  if (!read) return;
  Add([this] { this->Key(Key::kDown); });
  Add([this] { this->Key(Key::kEnter); });
}

// Time passes at central and here, a minute at a time, so that the screen never counts as stale.
void Scene::Wait(std::int64_t us) {
  for (; us > 0; us -= kMinuteUs) {
    central_.Pass(kMinuteUs);
    mono_us_ += kMinuteUs;
  }
}

// One call from the ring to the closing, as far as the scene goes.
void Scene::AddJob(const std::string& name) {
  Add([this] { this->Key(Key::kF2); });
  Add([this] { Answer("nnn"); });
  if (name == "stale") {
    Add([this] { central_.Cut(); });
    Add([this] { mono_us_ += 12 * kSecondUs; });
    return;
  }
  for (const char* text : {"41200021", "Åse Bjørnstad", "71"}) {
    Add([this, text] { Type(text); });
    Add([this] { this->Key(Key::kTab); });
  }
  Add([this] { Answer("1"); });
  if (name == "intake") return;
  Add([this] { this->Key(Key::kEnter, true); });
  Add([this] { Type("brystsmrte"); });
  if (name == "search") return;
  Add([this] { this->Key(Key::kEnter); });
  if (name == "red") {
    Add([this] { this->Key(Key::kF12); });
    Add([this] { this->Key(Key::kEnter); });
    return;
  }
  Add([this] { Answer("nnn"); });
  if (name == "triage") return;
  Add([this] { this->Key(Key::kEnter, true); });
  if (name == "consult" || name == "fix" || name == "help_wanted") {
    const ui::Key key = name == "consult" ? Key::kD : (name == "fix" ? Key::kF : Key::kH);
    Add([this, key] { this->Key(key, true); });
    if (name == "consult")
      Add([this] { Type("Smertene ga seg av nitroglyserin. Kan hun tas imot på legevakten?"); });
    if (name == "fix") Add([this] { Answer("1"); });
    return;
  }
  Add([this] { Answer("4"); });
  if (name == "measure") return;
  if (name != "step") Add([this] { Answer("1"); });
  Add([this] { this->Key(Key::kEnter, true); });
  if (name != "step") return;
  // The doctor says on the phone that it cannot be done.
  Add([this] { this->Key(Key::k3, true); });
  Add([this] {
    const auto& contact = *app_.contact();
    const auto& mission = central_.state().missions.at(contact.mission_ids(contact.mission_ids_size() - 1));
    app_.StepMission(mission, v1::MISSION_STATE_REFUSED);
  });
  Add([this] { Answer("2"); });
}

void Scene::Key(ui::Key key, bool ctrl, bool shift) {
  app_.screen().keys().PushKey({key, ctrl, shift});
}

void Scene::Type(const std::string& text) {
  for (const char32_t c : FromUtf8(text)) app_.screen().keys().PushChar(c);
}

// One letter at a time: each is an answer of its own.
void Scene::Answer(const std::string& letters) {
  for (const char c : letters) {
    steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(step_ + 1),
                  [this, c] { app_.screen().keys().PushChar(static_cast<char32_t>(c)); });
  }
}

void Scene::Frame() {
  mono_us_ += 16'000;
  central_.Pass(16'000);
  app_.Frame(mono_us_);
  if (!app_.screen().busy()) ++rest_;
  if (rest_ < 2 || step_ >= steps_.size()) return;
  rest_ = 0;
  steps_[step_]();
  ++step_;
}

}  // namespace legevakt::console::testing
