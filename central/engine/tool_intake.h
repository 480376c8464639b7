// What happens to a triage tool's file before the strand hears of it: read, proved, compared. Slow (up to
// seconds) and without state. Thread: any but the strand.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "central/domain/tools.h"
#include "triage/evaluator/tool.h"
#include "triage/reader/loader.h"

namespace legevakt::engine {

struct ToolIntake {
  // Null where there are problems.
  std::shared_ptr<const triage::Tool> tool;
  // With the file in it.
  v1::ToolRecord record;
  // "file:line:column: sentence".
  std::vector<std::string> problems;
};
// When the day begins that a tool is valid from ("2026-12-01"), in this time zone. 0 for no day.
std::int64_t ValidFromUs(std::string_view day, const std::string& time_zone);

// The reading and the comparing. What it gives depends on the texts alone, so one that inherits may remember.
// Thread: any.
class ToolReader {
 public:
  virtual ~ToolReader() = default;

  // A file that was taken once: no proof, only the compiled tool.
  virtual triage::LoadResult Load(std::string_view yaml, std::string_view file_name, text::Lang lang) const;
  // A file that shall be taken.
  virtual ToolIntake Read(std::string_view yaml, std::string_view file_name, text::Lang lang) const;
  // What an operator meets that is new in `after` against `before`, in both languages: at most
  // limits::kToolChangesMax sentences. None where one of the two cannot be read.
  virtual domain::ToolNews News(std::string_view before, std::string_view after) const;
};

}  // namespace legevakt::engine
