#include "tests/faults/memory_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <limits>
#include <mutex>
#include <new>
#include <utility>

namespace legevakt::faults {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
// As SQLite's own for Unix says of a disk.
constexpr int kSectorSize = 4096;

struct File {
  int number = 0;
  std::string bytes;
  // Of each connection with a lock, how strong it is.
  std::map<const void*, int> locks;
  std::vector<std::unique_ptr<char[]>> shared;
  int shared_by = 0;
  struct Slot {
    int readers = 0;
    const void* writer = nullptr;
  };
  Slot slots[SQLITE_SHM_NLOCK];
};

}  // namespace

struct MemoryDisk::Impl {
  std::string folder;
  mutable std::mutex mutex;
  std::map<std::string, std::shared_ptr<File>> names;
  std::vector<Operation> operations;
  int files = 0;
  std::int64_t changes = 0;
  std::int64_t dies_at = kNever;
  std::int64_t fails_at = kNever;
  bool fails_for_good = false;
  bool dead = false;
  bool ignores_syncs = false;

  // With the mutex held: counts a change, and says whether it is done.
  bool Change() {
    ++changes;
    if (changes >= dies_at) dead = true;
    if (dead) return false;
    return fails_for_good ? changes < fails_at : changes != fails_at;
  }

  std::shared_ptr<File> Create(const std::string& name) {
    auto file = std::make_shared<File>();
    file->number = files++;
    names[name] = file;
    return file;
  }
};

namespace {

using Disk = MemoryDisk::Impl;

// --- a file of one connection

struct Handle : sqlite3_file {
  std::shared_ptr<Disk> disk;
  std::shared_ptr<File> file;
  // The first sync of a log or rollback journal writes the folder too.
  bool folder_with_sync = false;
  bool shares = false;
  unsigned shared_slots = 0;
  unsigned own_slots = 0;
};

Handle& Of(sqlite3_file* file) {
  return *static_cast<Handle*>(file);
}

void Record(Disk& disk, Operation operation) {
  disk.operations.push_back(std::move(operation));
}

void Unshare(Handle& handle) {
  if (!handle.shares) return;
  handle.shares = false;
  for (int i = 0; i < SQLITE_SHM_NLOCK; ++i) {
    File::Slot& slot = handle.file->slots[i];
    if ((handle.shared_slots >> i & 1U) != 0) --slot.readers;
    if (slot.writer == &handle) slot.writer = nullptr;
  }
  handle.shared_slots = handle.own_slots = 0;
  if (--handle.file->shared_by == 0) handle.file->shared.clear();
}

int Close(sqlite3_file* raw) {
  Handle& handle = Of(raw);
  {
    const std::lock_guard lock(handle.disk->mutex);
    handle.file->locks.erase(&handle);
    Unshare(handle);
  }
  handle.~Handle();
  return SQLITE_OK;
}

int Read(sqlite3_file* raw, void* to, int size, sqlite3_int64 offset) {
  const Handle& handle = Of(raw);
  const std::lock_guard lock(handle.disk->mutex);
  if (handle.disk->dead) return SQLITE_IOERR_READ;
  const std::string& bytes = handle.file->bytes;
  const auto begin = std::min(static_cast<std::size_t>(offset), bytes.size());
  const std::size_t count = std::min(static_cast<std::size_t>(size), bytes.size() - begin);
  std::memcpy(to, bytes.data() + begin, count);
  if (count == static_cast<std::size_t>(size)) return SQLITE_OK;
  std::memset(static_cast<char*>(to) + count, 0, static_cast<std::size_t>(size) - count);
  return SQLITE_IOERR_SHORT_READ;
}

void Put(std::string& bytes, std::string_view what, std::size_t offset) {
  if (bytes.size() < offset + what.size()) bytes.resize(offset + what.size());
  std::copy(what.begin(), what.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset));
}

int Write(sqlite3_file* raw, const void* from, int size, sqlite3_int64 offset) {
  const Handle& handle = Of(raw);
  const std::lock_guard lock(handle.disk->mutex);
  std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(size));
  const bool done = handle.disk->Change();
  if (handle.disk->dead) return SQLITE_IOERR_WRITE;
  if (!done) bytes = bytes.substr(0, bytes.size() / 2);
  Put(handle.file->bytes, bytes, static_cast<std::size_t>(offset));
  Record(*handle.disk, {.kind = Operation::Kind::kWrite,
                        .file = handle.file->number,
                        .offset = offset,
                        .name = {},
                        .bytes = std::string(bytes)});
  return done ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int Truncate(sqlite3_file* raw, sqlite3_int64 size) {
  const Handle& handle = Of(raw);
  const std::lock_guard lock(handle.disk->mutex);
  if (!handle.disk->Change()) return SQLITE_IOERR_TRUNCATE;
  handle.file->bytes.resize(static_cast<std::size_t>(size));
  Record(*handle.disk, {.kind = Operation::Kind::kTruncate,
                        .file = handle.file->number,
                        .offset = size,
                        .name = {},
                        .bytes = {}});
  return SQLITE_OK;
}

int Sync(sqlite3_file* raw, int) {
  Handle& handle = Of(raw);
  const std::lock_guard lock(handle.disk->mutex);
  const bool done = handle.disk->Change();
  if (handle.disk->dead) return SQLITE_IOERR_FSYNC;
  if (handle.disk->ignores_syncs) return SQLITE_OK;
  Record(*handle.disk, {.kind = done ? Operation::Kind::kSync : Operation::Kind::kSyncFailed,
                        .file = handle.file->number,
                        .name = {},
                        .bytes = {},
                        .folder = done && std::exchange(handle.folder_with_sync, false)});
  return done ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

int FileSize(sqlite3_file* raw, sqlite3_int64* size) {
  const Handle& handle = Of(raw);
  const std::lock_guard lock(handle.disk->mutex);
  if (handle.disk->dead) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(handle.file->bytes.size());
  return SQLITE_OK;
}

// The strongest lock that another connection has.
int Others(const Handle& handle) {
  int strongest = SQLITE_LOCK_NONE;
  for (const auto& [owner, level] : handle.file->locks) {
    if (owner != &handle) strongest = std::max(strongest, level);
  }
  return strongest;
}

int Lock(sqlite3_file* raw, int level) {
  const Handle& handle = Of(raw);
  const std::lock_guard lock(handle.disk->mutex);
  if (handle.disk->dead) return SQLITE_IOERR_LOCK;
  int& mine = handle.file->locks[&handle];
  const int others = Others(handle);
  const bool free = level == SQLITE_LOCK_SHARED      ? others < SQLITE_LOCK_PENDING
                    : level == SQLITE_LOCK_EXCLUSIVE ? others == SQLITE_LOCK_NONE
                                                     : others < SQLITE_LOCK_RESERVED;
  if (!free && mine < level) return SQLITE_BUSY;
  mine = std::max(mine, level);
  return SQLITE_OK;
}

int Unlock(sqlite3_file* raw, int level) {
  const Handle& handle = Of(raw);
  const std::lock_guard lock(handle.disk->mutex);
  int& mine = handle.file->locks[&handle];
  mine = std::min(mine, level);
  return SQLITE_OK;
}

int CheckReservedLock(sqlite3_file* raw, int* reserved) {
  const Handle& handle = Of(raw);
  const std::lock_guard lock(handle.disk->mutex);
  *reserved = Others(handle) >= SQLITE_LOCK_RESERVED ? 1 : 0;
  return SQLITE_OK;
}

int FileControl(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}

int SectorSize(sqlite3_file*) {
  return kSectorSize;
}

int DeviceCharacteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

// --- the memory that connections share

int ShmMap(sqlite3_file* raw, int region, int size, int extend, void volatile** at) {
  Handle& handle = Of(raw);
  const std::lock_guard lock(handle.disk->mutex);
  *at = nullptr;
  if (handle.disk->dead) return SQLITE_IOERR_SHMMAP;
  File& file = *handle.file;
  if (!std::exchange(handle.shares, true)) ++file.shared_by;
  const auto place = static_cast<std::size_t>(region);
  if (place >= file.shared.size()) {
    if (extend == 0) return SQLITE_OK;
    while (file.shared.size() <= place) {
      file.shared.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
    }
  }
  *at = file.shared[place].get();
  return SQLITE_OK;
}

bool Free(const File::Slot& slot, const Handle& handle, bool shared, bool mine_shared) {
  if (slot.writer != nullptr && slot.writer != &handle) return false;
  return shared || slot.readers == (mine_shared ? 1 : 0);
}

int ShmLock(sqlite3_file* raw, int first, int count, int flags) {
  Handle& handle = Of(raw);
  const std::lock_guard lock(handle.disk->mutex);
  const bool shared = (flags & SQLITE_SHM_SHARED) != 0;
  if ((flags & SQLITE_SHM_LOCK) != 0) {
    if (handle.disk->dead) return SQLITE_IOERR_SHMLOCK;
    for (int i = first; i < first + count; ++i) {
      if (!Free(handle.file->slots[i], handle, shared, (handle.shared_slots >> i & 1U) != 0)) {
        return SQLITE_BUSY;
      }
    }
  }
  for (int i = first; i < first + count; ++i) {
    File::Slot& slot = handle.file->slots[i];
    const unsigned bit = 1U << i;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
      if ((handle.shared_slots & bit) != 0) --slot.readers;
      if (slot.writer == &handle) slot.writer = nullptr;
      handle.shared_slots &= ~bit;
    } else if (!shared) {
      slot.writer = &handle;
    } else if ((handle.shared_slots & bit) == 0) {
      ++slot.readers;
      handle.shared_slots |= bit;
    }
  }
  return SQLITE_OK;
}

void ShmBarrier(sqlite3_file*) {
  std::atomic_thread_fence(std::memory_order_seq_cst);
}

int ShmUnmap(sqlite3_file* raw, int) {
  Handle& handle = Of(raw);
  const std::lock_guard lock(handle.disk->mutex);
  Unshare(handle);
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose = Close,
    .xRead = Read,
    .xWrite = Write,
    .xTruncate = Truncate,
    .xSync = Sync,
    .xFileSize = FileSize,
    .xLock = Lock,
    .xUnlock = Unlock,
    .xCheckReservedLock = CheckReservedLock,
    .xFileControl = FileControl,
    .xSectorSize = SectorSize,
    .xDeviceCharacteristics = DeviceCharacteristics,
    .xShmMap = ShmMap,
    .xShmLock = ShmLock,
    .xShmBarrier = ShmBarrier,
    .xShmUnmap = ShmUnmap,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

// --- the VFS, which knows all disks

std::mutex disks_mutex;
std::vector<std::weak_ptr<Disk>> disks;

// The disk that a path lies on, and its name there.
std::shared_ptr<Disk> DiskOf(const char* path, std::string& name) {
  if (path == nullptr) return nullptr;
  const std::string_view whole(path);
  const std::lock_guard lock(disks_mutex);
  for (const std::weak_ptr<Disk>& one : disks) {
    std::shared_ptr<Disk> disk = one.lock();
    if (disk == nullptr || !whole.starts_with(disk->folder)) continue;
    name = whole.substr(disk->folder.size());
    return disk;
  }
  return nullptr;
}

sqlite3_vfs* Real() {
  static sqlite3_vfs* const real = sqlite3_vfs_find("unix");
  return real;
}

int Open(sqlite3_vfs*, sqlite3_filename path, sqlite3_file* raw, int flags, int* flags_out) {
  std::string name;
  const std::shared_ptr<Disk> disk = DiskOf(path, name);
  if (disk == nullptr) return Real()->xOpen(Real(), path, raw, flags, flags_out);
  raw->pMethods = nullptr;
  const std::lock_guard lock(disk->mutex);
  if (disk->dead) return SQLITE_CANTOPEN;
  const auto found = disk->names.find(name);
  std::shared_ptr<File> file = found == disk->names.end() ? nullptr : found->second;
  if (file == nullptr) {
    if ((flags & SQLITE_OPEN_CREATE) == 0 || !disk->Change()) return SQLITE_CANTOPEN;
    file = disk->Create(name);
    Record(*disk, {.kind = Operation::Kind::kCreate, .file = file->number, .name = name, .bytes = {}});
  }
  auto* handle = new (raw) Handle;
  handle->pMethods = &kMethods;
  handle->disk = disk;
  handle->file = std::move(file);
  constexpr int kJournals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
  handle->folder_with_sync = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & kJournals) != 0;
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs*, const char* path, int folder) {
  std::string name;
  const std::shared_ptr<Disk> disk = DiskOf(path, name);
  if (disk == nullptr) return Real()->xDelete(Real(), path, folder);
  const std::lock_guard lock(disk->mutex);
  if (!disk->names.contains(name)) return SQLITE_IOERR_DELETE_NOENT;
  if (!disk->Change()) return SQLITE_IOERR_DELETE;
  const int file = disk->names[name]->number;
  disk->names.erase(name);
  Record(*disk, {.kind = Operation::Kind::kDelete, .file = file, .name = name, .bytes = {}});
  if (folder != 0 && !disk->ignores_syncs) {
    Record(*disk, {.kind = Operation::Kind::kSync, .file = -1, .name = {}, .bytes = {}, .folder = true});
  }
  return SQLITE_OK;
}

int Access(sqlite3_vfs*, const char* path, int flags, int* result) {
  std::string name;
  const std::shared_ptr<Disk> disk = DiskOf(path, name);
  if (disk == nullptr) return Real()->xAccess(Real(), path, flags, result);
  const std::lock_guard lock(disk->mutex);
  if (disk->dead) return SQLITE_IOERR_ACCESS;
  *result = disk->names.contains(name) ? 1 : 0;
  return SQLITE_OK;
}

// The same numbers each time, so that a record can be made again; never the same twice in one process.
int Randomness(sqlite3_vfs*, int size, char* to) {
  static std::atomic<std::uint64_t> calls = 0;
  std::uint64_t next = 0x9e3779b97f4a7c15ULL * ++calls;
  for (int i = 0; i < size; ++i) {
    next = next * 6364136223846793005ULL + 1442695040888963407ULL;
    to[i] = static_cast<char>(next >> 56U);
  }
  return size;
}

void Register() {
  static std::once_flag once;
  std::call_once(once, [] {
    static sqlite3_vfs vfs = *Real();
    vfs.szOsFile = std::max(Real()->szOsFile, static_cast<int>(sizeof(Handle)));
    vfs.pNext = nullptr;
    vfs.zName = "memory_disk";
    vfs.xOpen = Open;
    vfs.xDelete = Delete;
    vfs.xAccess = Access;
    vfs.xRandomness = Randomness;
    sqlite3_vfs_register(&vfs, 1);
  });
}

}  // namespace

// --- MemoryDisk

MemoryDisk::MemoryDisk(const std::filesystem::path& folder, Files files) : impl_(std::make_shared<Impl>()) {
  Register();
  impl_->folder = std::filesystem::canonical(folder).native() + "/";
  for (auto& [name, bytes] : files) impl_->Create(name)->bytes = std::move(bytes);
  const std::lock_guard lock(disks_mutex);
  std::erase_if(disks, [](const std::weak_ptr<Disk>& disk) { return disk.expired(); });
  disks.push_back(impl_);
}

MemoryDisk::~MemoryDisk() = default;

void MemoryDisk::Mark(std::int64_t what) {
  const std::lock_guard lock(impl_->mutex);
  Record(*impl_, {.kind = Operation::Kind::kMark, .offset = what, .name = {}, .bytes = {}});
}

void MemoryDisk::DieAtChange(std::int64_t n) {
  const std::lock_guard lock(impl_->mutex);
  impl_->dies_at = impl_->changes + n;
}

void MemoryDisk::FailAtChange(std::int64_t n, bool for_good) {
  const std::lock_guard lock(impl_->mutex);
  impl_->fails_at = impl_->changes + n;
  impl_->fails_for_good = for_good;
}

void MemoryDisk::IgnoreSyncs() {
  const std::lock_guard lock(impl_->mutex);
  impl_->ignores_syncs = true;
}

void MemoryDisk::Heal() {
  const std::lock_guard lock(impl_->mutex);
  impl_->dies_at = impl_->fails_at = kNever;
  impl_->dead = impl_->fails_for_good = false;
}

std::int64_t MemoryDisk::changes() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->changes;
}

Files MemoryDisk::Current() const {
  const std::lock_guard lock(impl_->mutex);
  Files files;
  for (const auto& [name, file] : impl_->names) files[name] = file->bytes;
  return files;
}

const std::vector<Operation>& MemoryDisk::operations() const {
  return impl_->operations;
}

}  // namespace legevakt::faults
