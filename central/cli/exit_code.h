// What the program says to the shell.
#pragma once

namespace legevakt::cli {

enum ExitCode : int {
  kYes = 0,
  // The question was understood, and the answer is no.
  kNo = 1,
  kWrongUse = 2,
  kCannotStart = 3,
  // The record can no longer be trusted: a person must look before it serves again.
  kFailStop = 4,
};

}  // namespace legevakt::cli
