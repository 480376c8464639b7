// What the console asks of the machine it runs on.
#pragma once

#include <string>

namespace legevakt::console {

// This machine's name.
std::string HostName();
// Shows a file with the program that the desktop has for it, which can also print it. False where it cannot
// be started; the screen then shows the path.
bool OpenWithViewer(const std::string& path);

}  // namespace legevakt::console
