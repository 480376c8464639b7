// Warnings about an address or a number: which of them concern this call or contact.
//
// Numbers are compared by their last eight digits, addresses without regard to upper and lower case, spaces
// and commas, so that what was typed at night meets what was typed by day.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "central/domain/state.h"

namespace legevakt::domain {

// Oldest first. The pointers hold until the state changes.
std::vector<const v1::Warning*> WarningsFor(const State& state, const v1::Personal& personal);
// What is known of the contact, and the numbers that its calls came from.
std::vector<const v1::Warning*> WarningsFor(const State& state, const v1::Contact& contact);

// The form in which two of them are compared; empty where nothing is left.
std::string ComparablePhone(std::string_view phone);
std::string ComparableAddress(std::string_view address);

}  // namespace legevakt::domain
