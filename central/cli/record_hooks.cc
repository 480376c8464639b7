#include "central/cli/record_hooks.h"

#include <spdlog/spdlog.h>

#include <string>

#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"
#include "central/store/backup.h"
#include "central/store/contact_extract.h"
#include "central/store/export.h"
#include "central/store/schema.h"
#include "central/store/verify.h"

namespace legevakt::cli {
namespace {

v1::VerifyResponse VerifyNow(const std::filesystem::path& journal) {
  v1::VerifyResponse response;
  const auto found = store::Verify(journal);
  if (!found.ok()) {
    response.set_problem(Message(found.status()));
    return response;
  }
  response.set_ok(found->ok);
  response.set_events(found->events);
  response.set_replies(found->replies);
  response.set_snapshots(found->snapshots);
  response.set_state_hash(found->state_hash);
  response.set_problem(found->problem());
  for (const store::Damage& damage : found->damages) {
    v1::RecordDamage& one = *response.add_damages();
    one.set_part(static_cast<v1::RecordPart>(static_cast<int>(damage.part) + 1));
    one.set_revision(damage.revision);
    one.set_sentence(damage.sentence);
  }
  return response;
}

v1::BackupResponse BackupNow(const std::filesystem::path& journal, const std::string& out) {
  v1::BackupResponse response;
  // Not held against what central has in memory, as those on the schedule are.
  const auto made = store::Backup(journal, out, store::LiveState());
  response.set_ok(made.ok());
  if (made.ok()) {
    response.set_revision(made->events);
  } else {
    response.set_problem(Message(made.status()));
  }
  return response;
}

absl::Status WriteInParts(const std::string& file, const std::string& bytes, const rpc::ExportWrite& write) {
  for (std::size_t at = 0; at < bytes.size(); at += limits::kChunkBytes) {
    if (!write(file, bytes.substr(at, limits::kChunkBytes))) return absl::CancelledError();
  }
  return absl::OkStatus();
}

absl::Status ExportContactNow(const std::filesystem::path& journal, const v1::ExportRequest& request,
                              const rpc::ExportWrite& write) {
  const text::Lang lang = request.lang() == "en" ? text::Lang::kEn : text::Lang::kNb;
  LV_ASSIGN_OR_RETURN(const v1::ContactExtract extract,
                      store::ExtractContact(journal, request.contact_id(), lang));
  return request.format() == v1::EXPORT_FORMAT_JSON
             ? WriteInParts("contact.json", store::ExtractAsJson(extract), write)
             : WriteInParts("contact.html", store::ExtractAsPage(extract), write);
}

absl::Status ExportNow(const std::filesystem::path& journal, const v1::ExportRequest& request,
                       const rpc::ExportWrite& write) {
  if (request.set() == v1::EXPORT_SET_CONTACT) return ExportContactNow(journal, request, write);
  const bool vakttarn = request.set() == v1::EXPORT_SET_VAKTTARN;
  // Without personal data: in the log, and not in the journal.
  spdlog::info("export of {} for {}", vakttarn ? "vakttarn" : "tables",
               request.by().empty() ? "somebody on this machine" : request.by());
  const auto format =
      request.format() == v1::EXPORT_FORMAT_JSON ? store::ExportFormat::kJson : store::ExportFormat::kCsv;
  return store::Export(journal, vakttarn ? store::ExportSet::kVakttarn : store::ExportSet::kTables, format,
                       [&write](std::string_view file, std::string_view bytes) {
                         return write(std::string(file), std::string(bytes))
                                    ? absl::OkStatus()
                                    : MakeStatus(absl::StatusCode::kCancelled,
                                                 text::Get(text::ProcessLang(), "cli.nobody_reads"));
                       });
}

}  // namespace

rpc::AdminHooks RecordHooks(const std::filesystem::path& data_dir) {
  const std::filesystem::path journal = store::JournalPath(data_dir);
  return {
      .record_status = nullptr,
      .verify = [journal] { return VerifyNow(journal); },
      .backup = [journal](const std::string& out) { return BackupNow(journal, out); },
      .export_all = [journal](const v1::ExportRequest& request,
                              const rpc::ExportWrite& write) { return ExportNow(journal, request, write); }};
}

}  // namespace legevakt::cli
