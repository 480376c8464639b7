#include "central/store/backup.h"

#include <memory>
#include <system_error>

#include "base/text.h"
#include "central/store/new_journal.h"
#include "central/store/partial_file.h"
#include "central/store/staged_copy.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

absl::Status Refused(absl::StatusCode code, std::string_view key, const fs::path& file) {
  return MakeStatus(code, text::Format(text::ProcessLang(), key, {{"file", file.native()}}));
}

absl::Status MayBeMade(const fs::path& out) {
  std::error_code error;
  if (out.empty()) return Refused(absl::StatusCode::kInvalidArgument, "store.no_name", out);
  if (fs::exists(out, error)) return Refused(absl::StatusCode::kAlreadyExists, "store.file_exists", out);
  return error ? FileError("store.cannot_write", out, error.value()) : absl::OkStatus();
}

// Under its last name, where the copy is whole and gives what central has.
absl::StatusOr<Verification> Believe(PartialFile& file, const LiveState& live) {
  LV_ASSIGN_OR_RETURN(Verification found, MustBeWhole(file.partial(), live.revision));
  if (found.hash_there != live.state_hash) {
    return MakeStatus(absl::StatusCode::kDataLoss,
                      text::Format(text::ProcessLang(), "store.backup_other_state",
                                   {{"revision", std::to_string(live.revision)}}));
  }
  LV_RETURN_IF_ERROR(file.Finish());
  return found;
}

}  // namespace

absl::StatusOr<Verification> Backup(const fs::path& journal, const fs::path& out) {
  LV_RETURN_IF_ERROR(MayBeMade(out));
  PartialFile file(out);
  LV_RETURN_IF_ERROR(file.Create());
  LV_RETURN_IF_ERROR(CopyJournal(journal, file.partial()));
  return Believe(file, {});
}

absl::StatusOr<Verification> Backup(const fs::path& journal, const fs::path& out, const LiveState& live) {
  LV_RETURN_IF_ERROR(MayBeMade(out));
  PartialFile file(out);
  LV_RETURN_IF_ERROR(file.Create());
  {
    LV_ASSIGN_OR_RETURN(const std::unique_ptr<PartialFile> staged, StageCopy(journal));
    LV_RETURN_IF_ERROR(file.TakeOver(staged->partial()));
  }
  return Believe(file, live);
}

absl::StatusOr<Verification> Restore(const fs::path& in, const fs::path& dir) {
  LV_RETURN_IF_ERROR(MustBeBackup(in));
  LV_ASSIGN_OR_RETURN(NewJournal made, NewJournal::In(dir));
  LV_RETURN_IF_ERROR(CopyJournal(in, made.file()));
  LV_RETURN_IF_ERROR(made.Rename());
  return made.Finish();
}

}  // namespace legevakt::store
