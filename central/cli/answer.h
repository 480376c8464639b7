// How a command answers: a line or, with --json, one JSON object on stdout (schemas/), and an exit code.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/status.h"
#include "base/text.h"
#include "central/cli/exit_code.h"
#include "central/store/table.h"
#include "legevakt/v1/common.pb.h"

namespace legevakt::cli {

namespace v1 = legevakt::v1;

using Fields = std::vector<std::pair<const char*, store::Cell>>;

// Prints the text of `key` with `args`, or the fields as JSON.
void Answer(bool json, const Fields& fields, std::string_view key, text::Args args);

// What the catalogue says of a refusal.
std::string RefusalWords(const v1::Refusal& refusal);

// Prints the status as an error and gives the exit code that fits it: kWrongUse for a name that is not there
// or is taken, kNo for damage, else kCannotStart.
ExitCode Fail(const absl::Status& status);

}  // namespace legevakt::cli
