// For tests: a random small tool, well-formed as the loader would have made it, but with rules that no
// clinician would write. The same one from the same seed.
#pragma once

#include <random>

#include "triage/evaluator/draft.h"

namespace legevakt::triage::testing {

Draft RandomDraft(std::mt19937& random);

}  // namespace legevakt::triage::testing
