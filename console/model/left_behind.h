// What another window of the same user has left on this machine, as text, taken over by this one: so that a
// window that crashed leaves nothing that nobody sees.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace legevakt::console {

// The two files of drafts as one. Nothing where both say something of the same, or one cannot be read: then
// each stays as it is.
std::optional<std::string> JoinedDrafts(std::string_view mine, std::string_view other);
// The two outboxes as one, the other's last, each request once. Nothing where it cannot be told which journal
// a line is for.
std::optional<std::string> JoinedOutbox(std::string_view mine, std::string_view other);

}  // namespace legevakt::console
