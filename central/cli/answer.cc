#include "central/cli/answer.h"

#include <cstdio>

#include "central/cli/app.h"
#include "central/engine/reason_status.h"

namespace legevakt::cli {

void Answer(bool json, const Fields& fields, std::string_view key, text::Args args) {
  std::string out;
  if (json) {
    store::Table table{.name = "", .columns = {}, .rows = {}};
    std::vector<store::Cell> cells;
    for (const auto& [name, cell] : fields) {
      table.columns.emplace_back(name);
      cells.push_back(cell);
    }
    store::AppendJsonRow(table, cells, out);
  } else {
    out = text::Format(text::ProcessLang(), key, args);
  }
  std::printf("%s\n", out.c_str());
}

std::string RefusalWords(const v1::Refusal& refusal) {
  std::vector<text::Arg> args;
  for (const v1::RefusalArg& arg : refusal.args()) args.emplace_back(arg.key(), arg.value());
  return text::Format(text::ProcessLang(), engine::TextKey(refusal.reason()), args);
}

ExitCode Fail(const absl::Status& status) {
  PrintError(status);
  switch (status.code()) {
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kInvalidArgument:
      return kWrongUse;
    case absl::StatusCode::kDataLoss:
      return kNo;
    default:
      return kCannotStart;
  }
}

}  // namespace legevakt::cli
