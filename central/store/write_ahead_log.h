// The write-ahead log of a journal that somebody left, before anything is shown of it.
//
// SQLite takes the first frame with a wrong checksum for the end of the log, as after a power loss in the
// middle of a write, and says nothing. But a transaction is synced before the next one begins: where more
// than the rest of one transaction follows, bytes that were synced have changed, and what was acknowledged
// would be missing.
#pragma once

#include "base/status.h"
#include "central/store/sqlite.h"

namespace legevakt::store {

// `db` is the one connection that writes; it has read something, so that its log is open, and has written
// nothing. Afterwards all that it shows is on the disk, and nothing lies behind it in the log. DATA_LOSS with
// the place where synced bytes have changed.
absl::Status SettleLog(Db& db);

// The same question of a connection that only reads, also beside the writer: DATA_LOSS with the place.
// Changes nothing. Of the last transaction alone it cannot be told whether it was damaged or never finished.
absl::Status CheckLog(Db& db);

}  // namespace legevakt::store
