// Every action of the operator, once: its id, its text, its key, and when it can be done. Hint bar, help
// (F1), palette (Ctrl+K) and the tests are made from this list.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "console/ui/key.h"

namespace legevakt::console::ui {

struct Command {
  // Stable, as "contact.park". Its text is "console.cmd.contact.park".
  std::string id;
  Chord chord;
  // Heading in the help, as "console.group.calls".
  std::string group;
  // Higher comes first in the hint bar; 0 is never shown there.
  int hint = 0;
  std::function<bool()> enabled;
  std::function<void()> run;
  // Not while a text field has the focus, where the chord means something to the field (Ctrl+Z).
  bool yields_to_text = false;
  // The key of its text, where that is not always the same; empty for the one below.
  std::function<std::string_view()> words = {};

  // Made by Registry::Add.
  std::string_view text_key() const { return words ? words() : std::string_view(text_key_); }
  std::string text_key_ = {};
};

class Registry {
 public:
  void Add(Command command);
  const std::vector<Command>& commands() const { return commands_; }
  // Those that have a place in the hint bar, the highest hint first.
  template <class Use>
  void ForEachHint(Use use) const {
    for (const std::size_t at : hints_) use(commands_[at]);
  }
  const Command* Find(std::string_view id) const;
  const Command* FindByChord(const Chord& chord) const;
  // Runs the command of this chord where it is enabled, once for each press: not for a key that is held. True
  // where the chord belongs to a command.
  bool Press(const Chord& chord, bool on_text, bool repeat = false);
  bool Run(std::string_view id);

 private:
  std::vector<Command> commands_;
  // Places in `commands_`.
  std::vector<std::size_t> hints_;
};

}  // namespace legevakt::console::ui
