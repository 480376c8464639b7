// The record as tables for reports and for counting: contacts, calls, missions, or the minimum data set of
// Vakttårn (docs/export.md lists the columns). Replayed from the journal with contacts that have left the
// live state; no name, number, address or free text. Reads only; works beside a running central.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "base/status.h"

namespace legevakt::store {

enum class ExportFormat { kCsv, kJson };
enum class ExportSet { kTables, kVakttarn };

// Takes the next bytes of a file: "contacts.csv", "calls.csv" and "missions.csv" in this order, or
// "vakttarn.csv", or "export.json". The bytes of one file come together and in order, at most some 64 KiB at
// a time. An error ends the export.
using ExportSink = std::function<absl::Status(std::string_view file, std::string_view bytes)>;

// Errors as Verify's, and the sink's; DATA_LOSS where the journal is not whole.
absl::Status Export(const std::filesystem::path& journal, ExportSet set, ExportFormat format,
                    const ExportSink& sink);

}  // namespace legevakt::store
