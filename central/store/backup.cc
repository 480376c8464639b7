#include "central/store/backup.h"

#include "base/text.h"
#include "central/store/new_journal.h"
#include "central/store/partial_file.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

absl::Status Refused(absl::StatusCode code, std::string_view key, const fs::path& file) {
  return MakeStatus(code, text::Format(text::ProcessLang(), key, {{"file", file.native()}}));
}

}  // namespace

absl::StatusOr<Verification> Backup(const fs::path& journal, const fs::path& out) {
  return Backup(journal, out, {});
}

absl::StatusOr<Verification> Backup(const fs::path& journal, const fs::path& out, const LiveState& live) {
  std::error_code ignored;
  if (out.empty()) return Refused(absl::StatusCode::kInvalidArgument, "store.no_name", out);
  if (fs::exists(out, ignored)) return Refused(absl::StatusCode::kAlreadyExists, "store.file_exists", out);
  PartialFile file(out);
  LV_RETURN_IF_ERROR(file.Create());
  LV_RETURN_IF_ERROR(CopyJournal(journal, file.partial()));
  LV_ASSIGN_OR_RETURN(Verification found, MustBeWhole(file.partial(), live.revision));
  if (found.hash_there != live.state_hash) {
    return MakeStatus(absl::StatusCode::kDataLoss,
                      text::Format(text::ProcessLang(), "store.backup_other_state",
                                   {{"revision", std::to_string(live.revision)}}));
  }
  LV_RETURN_IF_ERROR(file.Finish());
  return found;
}

absl::StatusOr<Verification> Restore(const fs::path& in, const fs::path& dir) {
  LV_RETURN_IF_ERROR(MustBeBackup(in));
  LV_ASSIGN_OR_RETURN(NewJournal made, NewJournal::In(dir));
  LV_RETURN_IF_ERROR(CopyJournal(in, made.file()));
  LV_RETURN_IF_ERROR(made.Rename());
  return made.Finish();
}

}  // namespace legevakt::store
