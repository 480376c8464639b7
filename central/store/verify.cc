#include "central/store/verify.h"

#include "base/text.h"
#include "central/domain/snapshot.h"
#include "central/store/reader.h"
#include "central/store/replay.h"
#include "central/store/row.h"

namespace legevakt::store {
namespace {

absl::Status CheckIntegrity(Reader& reader) {
  LV_ASSIGN_OR_RETURN(const std::string answer, reader.db().QueryText("PRAGMA integrity_check(1)"));
  if (answer == "ok") return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kDataLoss,
                    text::Format(text::ProcessLang(), "store.no_integrity", {{"what", answer}}));
}

absl::Status CheckAll(const std::filesystem::path& file, Verification& found) {
  LV_ASSIGN_OR_RETURN(Reader reader, Reader::Open(file));
  LV_ASSIGN_OR_RETURN(const Meta meta, reader.ReadMeta());
  found.journal_id = meta.journal_id;
  // The chain first: it knows positions.
  domain::State state;
  LV_RETURN_IF_ERROR(Replay(reader, meta.head_revision, state));
  LV_ASSIGN_OR_RETURN(const Hash head, reader.HashAt(meta.head_revision));
  if (head != meta.head_hash) {
    return BrokenAt(meta.head_revision, text::Get(text::ProcessLang(), "store.broken_head"));
  }
  LV_RETURN_IF_ERROR(CheckIntegrity(reader));
  found.events = meta.head_revision;
  found.state_hash = domain::StateHash(state);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Verification> Verify(const std::filesystem::path& file) {
  Verification found;
  const absl::Status status = CheckAll(file, found);
  if (absl::IsNotFound(status) || absl::IsFailedPrecondition(status)) return status;
  found.ok = status.ok();
  if (!status.ok()) {
    found.problem = Message(status);
    found.broken_revision = PositionOf(status);
  }
  return found;
}

}  // namespace legevakt::store
