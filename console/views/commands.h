// The registry's contents: every action with its key and when it can be done.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "console/views/app.h"

namespace legevakt::console {

// Help and palette show them in the order in which they are added.
void AddContactCommands(App& app);
void AddWorkCommands(App& app);
void AddShellCommands(App& app);

// One line a command: its id, its heading in the help, its key, its weight in the hint bar (0: never there),
// when it can be done, and what it does. `yields` where a text field has a use of its own for the key.
class CommandAdder {
 public:
  explicit CommandAdder(ui::Registry& registry) : registry_(registry) {}
  void operator()(const char* id, const char* group, ui::Chord chord, int hint, std::function<bool()> enabled,
                  std::function<void()> run, bool yields = false,
                  std::function<std::string_view()> words = {}) const {
    registry_.Add({id, chord, std::string("console.group.") + group, hint, std::move(enabled), std::move(run),
                   yields, std::move(words)});
  }

 private:
  ui::Registry& registry_;
};

}  // namespace legevakt::console
