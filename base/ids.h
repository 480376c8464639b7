// Random identifiers. Never called by the domain.
#pragma once

#include <string>
#include <string_view>

namespace legevakt {

// A version 4 UUID, lower case, 36 characters.
std::string NewUuid();
bool IsUuid(std::string_view text);

// 128 random bits as 32 hex digits.
std::string NewToken();

}  // namespace legevakt
