// Where the console keeps its files on this machine. The one place that knows POSIX paths and modes.
#pragma once

#include <string>
#include <string_view>

namespace legevakt::console {

// "$XDG_STATE_HOME/legevakt/<name>-<user><ending>", as "drafts-kari.json"; the directory is made, readable by
// this user alone.
std::string StatePath(std::string_view name, std::string_view user_id, std::string_view ending);
// Empty where there is none. What is larger than `most` comes only as far as it shows that it is.
std::string ReadFile(const std::string& path, std::size_t most = std::string::npos);
// Whole or not at all: written beside, then renamed. Mode 0600, since what lies here is about patients. False
// where it could not be written.
bool WriteFile(const std::string& path, const std::string& text);

// Puts a file aside, so that it is not written over: "drafts-kari.json" becomes "drafts-kari-forrige.json",
// or
// "-forrige-2" and so on where earlier ones lie there; after nine the oldest gives way. Gives the new path,
// empty where there was no file.
std::string KeepFormer(const std::string& path);

}  // namespace legevakt::console
