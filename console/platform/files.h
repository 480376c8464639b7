// Where drafts lie on this machine. The one place that knows POSIX paths and modes.
#pragma once

#include <string>

namespace legevakt::console {

// "$XDG_STATE_HOME/legevakt/drafts-<user>.json"; the directory is made, readable by this user alone.
std::string DraftsPath(const std::string& user_id);
// Empty where there is none.
std::string ReadFile(const std::string& path);
// Whole or not at all: written beside, then renamed. Mode 0600, since drafts hold personal data. False where
// it could not be written.
bool WriteFile(const std::string& path, const std::string& text);

}  // namespace legevakt::console
