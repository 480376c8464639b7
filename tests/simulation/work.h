// What people do: the next command of somebody, given what their screen shows. Most of it is plausible; some
// of it comes too late, from a wrong screen or from a wrong hand.
#pragma once

#include <string>

#include "central/domain/state.h"
#include "legevakt/v1/command.pb.h"
#include "tests/simulation/random.h"

namespace legevakt::simulation {

// A UUID that the seed and the number give; for each `name` another, by its first letter.
std::string IdOf(std::uint64_t seed, const std::string& name, int number);

v1::Actor MakeActor(const char* id, v1::Role role);

// `seen` is what the actor's screen shows; `mark` appears in what is written, and is nobody else's.
v1::ExecuteRequest NextRequest(Random& random, const domain::State& seen, const v1::Actor& actor,
                               const std::string& mark);

}  // namespace legevakt::simulation
