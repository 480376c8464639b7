// What several exports need to put a record into words: times as on the wall, and the tools that the contacts
// were assessed with.
#pragma once

#include <absl/time/time.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "central/store/history.h"
#include "central/store/table.h"
#include "triage/evaluator/tool.h"

namespace legevakt::store {

// In the region's time zone.
class ExportClock {
 public:
  explicit ExportClock(const History& history);

  // 2026-11-21T19:02:11.123+01:00; empty for "not yet".
  std::string Iso(std::int64_t at_us) const { return Format("%Y-%m-%dT%H:%M:%E3S%Ez", at_us); }
  Cell AsCell(std::int64_t at_us) const { return TextOrEmpty(Iso(at_us)); }
  // 21.11.2026 19:02:11.
  std::string InWords(std::int64_t at_us) const { return Format("%d.%m.%Y %H:%M:%S", at_us); }
  // As absl::FormatTime.
  std::string Format(const char* format, std::int64_t at_us) const;

 private:
  absl::TimeZone zone_;
};

// Every tool that was ever active in the journal.
class ExportTools {
 public:
  explicit ExportTools(const History& history);

  // Null where there is none, or where this version cannot read it.
  const triage::Tool* Find(const std::string& tool_hash) const;
  // The ICPC-2 code that the tool gives the complaint.
  Cell Icpc2(const std::string& tool_hash, const std::string& complaint_id) const;

 private:
  std::map<std::string, std::shared_ptr<const triage::Tool>> tools_;
};

}  // namespace legevakt::store
