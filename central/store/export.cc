#include "central/store/export.h"

#include <string>

#include "central/store/export_tables.h"
#include "central/store/history.h"
#include "central/store/reader.h"
#include "central/store/table.h"
#include "central/store/vakttarn.h"

namespace legevakt::store {
namespace {

constexpr std::size_t kBytesAtOnce = 64 * 1024;

// Gathers small pieces into larger ones.
class Buffer {
 public:
  Buffer(std::string file, const ExportSink& sink) : file_(std::move(file)), sink_(sink) {}

  std::string& bytes() { return bytes_; }
  absl::Status FlushIfLarge() { return bytes_.size() < kBytesAtOnce ? absl::OkStatus() : Flush(); }
  absl::Status Flush() {
    absl::Status status = sink_(file_, bytes_);
    bytes_.clear();
    return status;
  }

 private:
  std::string file_;
  const ExportSink& sink_;
  std::string bytes_;
};

absl::Status WriteCsv(const Table& table, const ExportSink& sink) {
  Buffer out(table.name + ".csv", sink);
  AppendCsvHeader(table, out.bytes());
  for (const auto& row : table.rows) {
    AppendCsvRow(row, out.bytes());
    LV_RETURN_IF_ERROR(out.FlushIfLarge());
  }
  return out.Flush();
}

absl::Status WriteJsonArray(const Table& table, Buffer& out) {
  out.bytes().append(",\n");
  AppendJsonText(table.name, out.bytes());
  out.bytes().append(":[");
  const char* separator = "\n";
  for (const auto& row : table.rows) {
    out.bytes().append(separator);
    AppendJsonRow(table, row, out.bytes());
    separator = ",\n";
    LV_RETURN_IF_ERROR(out.FlushIfLarge());
  }
  out.bytes().append("]");
  return absl::OkStatus();
}

std::vector<Table> TablesOf(const History& history, ExportSet set) {
  if (set == ExportSet::kVakttarn) return {VakttarnTable(history)};
  return {ContactsTable(history), CallsTable(history), MissionsTable(history)};
}

absl::Status WriteJson(const History& history, ExportSet set, const ExportSink& sink) {
  Buffer out("export.json", sink);
  out.bytes().append("{\"format_version\":1,\"journal_id\":");
  AppendJsonText(history.journal_id, out.bytes());
  out.bytes().append(",\"revision\":" + std::to_string(history.revision) + ",\"state_hash\":");
  AppendJsonText(history.state_hash, out.bytes());
  for (const Table& table : TablesOf(history, set)) LV_RETURN_IF_ERROR(WriteJsonArray(table, out));
  out.bytes().append("}\n");
  return out.Flush();
}

}  // namespace

absl::Status Export(const std::filesystem::path& journal, ExportSet set, ExportFormat format,
                    const ExportSink& sink) {
  LV_ASSIGN_OR_RETURN(Reader reader, Reader::Open(journal));
  LV_ASSIGN_OR_RETURN(const History history, ReadHistory(reader));
  if (format == ExportFormat::kJson) return WriteJson(history, set, sink);
  for (const Table& table : TablesOf(history, set)) LV_RETURN_IF_ERROR(WriteCsv(table, sink));
  return absl::OkStatus();
}

}  // namespace legevakt::store
