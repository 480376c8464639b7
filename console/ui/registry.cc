#include "console/ui/registry.h"

#include <algorithm>
#include <utility>

namespace legevakt::console::ui {

void Registry::Add(Command command) {
  command.text_key_ = "console.cmd." + command.id;
  const int hint = command.hint;
  commands_.push_back(std::move(command));
  if (hint == 0) return;
  const auto lower =
      std::find_if(hints_.begin(), hints_.end(), [&](std::size_t at) { return commands_[at].hint < hint; });
  hints_.insert(lower, commands_.size() - 1);
}

const Command* Registry::Find(std::string_view id) const {
  const auto found =
      std::find_if(commands_.begin(), commands_.end(), [id](const Command& c) { return c.id == id; });
  return found == commands_.end() ? nullptr : &*found;
}

const Command* Registry::FindByChord(const Chord& chord) const {
  const auto found = std::find_if(commands_.begin(), commands_.end(),
                                  [&chord](const Command& c) { return c.chord == chord; });
  return found == commands_.end() || chord.key == Key::kNone ? nullptr : &*found;
}

bool Registry::Press(const Chord& chord, bool on_text, bool repeat) {
  const Command* command = FindByChord(chord);
  if (command == nullptr || (on_text && command->yields_to_text)) return false;
  if (!repeat && command->enabled()) command->run();
  return true;
}

bool Registry::Run(std::string_view id) {
  const Command* command = Find(id);
  if (command == nullptr || !command->enabled()) return false;
  command->run();
  return true;
}

}  // namespace legevakt::console::ui
