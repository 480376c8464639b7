// Named situations of the console, played by keys.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "console/testing/local_central.h"
#include "console/views/app.h"

namespace legevakt::console::testing {

class Scene {
 public:
  // queue, intake, search, triage, measure, close, red, help, stale, no_telephony, news, news_later,
  // directory, waiting_room, handover, ring, known, consult, fix, help_wanted, lookup, extract,
  // map, empty
  Scene(const std::string& name, LocalCentral& central, App& app);
  // One frame of the app, and one step of the scene where the screen is at rest.
  void Frame();
  bool done() const { return step_ >= steps_.size() && rest_ > 20; }

 private:
  void Key(ui::Key key, bool ctrl = false, bool shift = false);
  void Type(const std::string& text);
  void Answer(const std::string& letters);
  void Add(std::function<void()> step) { steps_.push_back(std::move(step)); }
  void AddJob(const std::string& name);
  void AddLookup(bool read);
  bool AddShell(const std::string& name);
  void Wait(std::int64_t us);

  LocalCentral& central_;
  App& app_;
  std::vector<std::function<void()>> steps_;
  std::size_t step_ = 0;
  int rest_ = 0;
  std::int64_t mono_us_ = 1'000'000'000;
};

}  // namespace legevakt::console::testing
