#include "central/store/snapshot_files.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <system_error>

#include "base/limits.h"
#include "base/text.h"
#include "central/store/folder.h"
#include "central/store/partial_file.h"
#include "central/store/row.h"

namespace legevakt::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSnapshotMagic = "LVKTSNP1";
constexpr std::string_view kSuffix = ".snapshot";
constexpr std::size_t kMakerBytes = 64;
constexpr std::size_t kHashBytes = std::tuple_size_v<Hash>;
// magic, maker, revision, chain hash, state hash; then the hash of these.
constexpr std::size_t kHeadBytes = kSnapshotMagic.size() + kMakerBytes + 8 + 2 * kHashBytes;

std::string HeadOf(const SnapshotFile& file) {
  std::string head(kSnapshotMagic);
  head.append(file.snapshot.maker);
  PutNumber(head, file.snapshot.revision);
  head.append(AsBytes(file.chain_hash));
  head.append(AsBytes(file.state_hash));
  return head;
}

// Takes the next `size` bytes.
std::string_view Take(std::string_view& bytes, std::size_t size) {
  const std::string_view taken = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return taken;
}

Hash TakeHash(std::string_view& bytes) {
  Hash hash;
  const std::string_view taken = Take(bytes, hash.size());
  std::transform(taken.begin(), taken.end(), hash.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return hash;
}

absl::Status Damaged(const fs::path& path, std::int64_t revision) {
  return Positioned(
      MakeStatus(absl::StatusCode::kDataLoss,
                 text::Format(text::ProcessLang(), "store.broken_snapshot",
                              {{"file", path.native()}, {"revision", std::to_string(revision)}})),
      revision);
}

// False where it is not what was written.
bool Parse(std::string&& bytes, std::int64_t revision, SnapshotFile& file) {
  std::string_view rest = bytes;
  if (rest.size() < kHeadBytes + kHashBytes) return false;
  const std::string_view head = rest.substr(0, kHeadBytes);
  if (Take(rest, kSnapshotMagic.size()) != kSnapshotMagic) return false;
  file.snapshot.maker = Take(rest, kMakerBytes);
  file.snapshot.revision = TakeNumber(Take(rest, 8));
  file.chain_hash = TakeHash(rest);
  file.state_hash = TakeHash(rest);
  if (TakeHash(rest) != Blake2b(head) || file.snapshot.revision != revision) return false;
  if (Blake2b(rest) != file.state_hash) return false;
  bytes.erase(0, kHeadBytes + kHashBytes);
  file.snapshot.state = std::move(bytes);
  return true;
}

}  // namespace

fs::path SnapshotFiles::PathOf(std::int64_t revision) const {
  return folder_ / (std::to_string(revision) + std::string(kSuffix));
}

absl::Status SnapshotFiles::Write(const engine::StoredSnapshot& snapshot, const Hash& chain_hash) const {
  if (snapshot.maker.size() != kMakerBytes) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, "the snapshot does not say which code made it");
  }
  constexpr mode_t kOwnersAlone = 0700;
  LV_RETURN_IF_ERROR(MakeDirectoryDurable(folder_, kOwnersAlone));
  const SnapshotFile head{.snapshot = {snapshot.revision, snapshot.maker, ""},
                          .chain_hash = chain_hash,
                          .state_hash = Blake2b(snapshot.state)};
  std::string bytes = HeadOf(head);
  bytes.append(AsBytes(Blake2b(bytes)));
  PartialFile file(PathOf(snapshot.revision));
  LV_RETURN_IF_ERROR(file.Create());
  LV_RETURN_IF_ERROR(file.Append(bytes));
  LV_RETURN_IF_ERROR(file.Append(snapshot.state));
  LV_RETURN_IF_ERROR(file.Finish());
  RemoveOld(snapshot.revision);
  return absl::OkStatus();
}

// What does not go costs room and nothing else: the next time will try again.
void SnapshotFiles::RemoveOld(std::int64_t newest) const {
  const auto revisions = Revisions();
  if (!revisions.ok()) return;
  std::size_t kept = 0;
  std::error_code ignored;
  for (const std::int64_t revision : *revisions) {
    if (revision <= newest && ++kept > limits::kSnapshotsKept) fs::remove(PathOf(revision), ignored);
  }
}

absl::StatusOr<std::vector<std::int64_t>> SnapshotFiles::Revisions() const {
  std::vector<std::int64_t> revisions;
  const auto entries = ListFolder(folder_);
  if (absl::IsNotFound(entries.status())) return revisions;
  if (!entries.ok()) return entries.status();
  for (const fs::path& entry : *entries) {
    const std::string name = entry.filename().native();
    if (!name.ends_with(kSuffix)) continue;
    std::int64_t revision = 0;
    const char* const end = name.data() + name.size() - kSuffix.size();
    const auto [at, bad] = std::from_chars(name.data(), end, revision);
    if (bad == std::errc() && at == end && revision > 0) revisions.push_back(revision);
  }
  std::sort(revisions.begin(), revisions.end(), std::greater<>());
  return revisions;
}

absl::Status SnapshotFiles::NoneAhead(std::int64_t head) const {
  LV_ASSIGN_OR_RETURN(const std::vector<std::int64_t> revisions, Revisions());
  for (const std::int64_t revision : revisions) {
    if (revision <= head) break;
    // A file that is not whole proves nothing; its name may be what has changed. One that the disk does not
    // give may be whole.
    const absl::Status read = Read(revision).status();
    if (absl::IsDataLoss(read)) continue;
    LV_RETURN_IF_ERROR(read);
    return Positioned(
        MakeStatus(absl::StatusCode::kDataLoss, text::Format(text::ProcessLang(), "store.snapshot_ahead",
                                                             {{"file", PathOf(revision).native()},
                                                              {"revision", std::to_string(revision)},
                                                              {"head", std::to_string(head)}})),
        revision);
  }
  return absl::OkStatus();
}

absl::StatusOr<SnapshotFile> SnapshotFiles::Read(std::int64_t revision) const {
  const fs::path path = PathOf(revision);
  std::string bytes;
  LV_RETURN_IF_ERROR(ReadInParts(path, [&bytes](std::string_view part) {
    bytes.append(part);
    return true;
  }));
  SnapshotFile file;
  if (!Parse(std::move(bytes), revision, file)) return Damaged(path, revision);
  return file;
}

}  // namespace legevakt::store
