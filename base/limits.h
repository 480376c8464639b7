// Every limit of the service, in one place. docs/limits.md says what happens at each.
#pragma once

#include <cstddef>
#include <cstdint>

namespace legevakt::limits {

// --- messages
inline constexpr std::size_t kMessageBytesMax = 256 * 1024;
// A part of a snapshot or of a large batch: leaves room for the envelope.
inline constexpr std::size_t kChunkBytes = 192 * 1024;
inline constexpr std::size_t kTextBytesMax = 8 * 1024;
inline constexpr std::size_t kShortTextBytesMax = 256;
inline constexpr int kAnswersMax = 200;

// --- the engine
inline constexpr std::size_t kCommandQueueMax = 4096;
// The last places in that queue are for what must not be turned away (central/engine/shedding.h).
inline constexpr std::size_t kCommandQueueReserve = 1024;
// From so many waiting commands on, or so many waiting reads, reading and exports are turned away.
inline constexpr std::size_t kShedReadsFromCommands = 512;
inline constexpr std::size_t kReadsWaitingMax = 256;
// So many reads that wait, those that are not turned away with them; then none is taken.
inline constexpr std::size_t kReadsHeldMax = 512;
// Calls that wait for the answer to one request, the newest ones: the others have been given up.
inline constexpr std::size_t kRetriesHeldMax = 4;
inline constexpr std::size_t kBatchCommandsMax = 256;
inline constexpr std::int64_t kReplyKeptUs = 24LL * 3600 * 1'000'000;
// The last ones are kept in any case: a clock that leaps takes no reply from a client that asks again.
inline constexpr std::size_t kRepliesKeptMin = 4096;
inline constexpr std::int64_t kUndoUs = 30LL * 1'000'000;
// An alarm is put aside for this long at most.
inline constexpr std::int64_t kAlarmShelvedUs = 15LL * 60 * 1'000'000;
// What is entered afterwards from paper happened this long ago at most.
inline constexpr std::int64_t kPaperUs = 48LL * 3600 * 1'000'000;
// An answered call for help is shown for this long, who took over from whom for this long.
inline constexpr std::int64_t kHelpKeptUs = 3600LL * 1'000'000;
inline constexpr std::int64_t kHandoverKeptUs = 24LL * 3600 * 1'000'000;
// A warning about an address or a number holds for this long at most.
inline constexpr std::int64_t kWarningUs = 365LL * 24 * 3600 * 1'000'000;
inline constexpr std::int64_t kClosedKeptUs = 72LL * 3600 * 1'000'000;

// --- the record
// Snapshots of the state that are kept: the newest, and those before it in case it is damaged.
inline constexpr std::size_t kSnapshotsKept = 2;
// A snapshot is made when this many events have come since the last one.
inline constexpr std::int64_t kSnapshotEvery = 20'000;
// Not more often than this, unless ten times as many have come.
inline constexpr std::int64_t kSnapshotPauseUs = 60LL * 1'000'000;
// The check of the whole journal beside serving: at a start, then once a day; so many rows in one read, at
// this pace, and with SQLite's own check of the file's structure where that is not larger.
inline constexpr std::int64_t kScrubEveryUs = 24LL * 3600 * 1'000'000;
inline constexpr std::size_t kScrubPartRows = 256;
inline constexpr std::int64_t kScrubBytesPerSecond = 8LL * 1024 * 1024;
inline constexpr std::uint64_t kQuickCheckBytesMax = 1024ULL * 1024 * 1024;
// Backups that could not be made are tried again after this long, or after the interval where that is
// shorter.
inline constexpr std::int64_t kBackupRetryUs = 10LL * 60 * 1'000'000;
inline constexpr int kBackupsKeptMax = 1000;
inline constexpr int kBackupEveryMinutesMax = 7 * 24 * 60;

// --- triage tools
// The active one and those that a rollback can go back to, one step at a time.
inline constexpr std::size_t kToolsKeptMax = 5;
// What is new in a tool: sentences that are kept and shown.
inline constexpr int kToolChangesMax = 200;
// A plan reaches this far ahead.
inline constexpr std::int64_t kToolPlanUs = 366LL * 24 * 3600 * 1'000'000;

// --- the watch
inline constexpr std::int64_t kWatchWindowRevisions = 100'000;
inline constexpr std::size_t kWatchRingEventsMax = 8192;
inline constexpr std::size_t kWatchRingBytesMax = std::size_t{16} * 1024 * 1024;
inline constexpr std::size_t kWatchRefillEvents = 512;
inline constexpr std::int64_t kBookmarkUs = 1'000'000;
inline constexpr std::int64_t kStaleAfterUs = 3'000'000;
inline constexpr std::int64_t kWatchSlowUs = 30'000'000;
inline constexpr int kWatchersMax = 256;

// --- looking up
inline constexpr std::size_t kSearchFoundMax = 100;
inline constexpr std::size_t kSearchBytesMin = 2;
// Archived contacts that a search finds: some years of a large centre, at most some 100 MB.
inline constexpr std::size_t kArchiveLinesMax = 300'000;
// Searches that wait for the one in work.
inline constexpr int kLookupsWaitingMax = 16;

// --- the commands of an administrator on a running central
// Until they are answered: checks and backups; exports; changes of a tool and planned restarts.
inline constexpr int kRecordJobsMax = 4;
inline constexpr int kExportsMax = 4;
inline constexpr int kToolJobsMax = 16;
// One part of an export that its reader does not take.
inline constexpr std::int64_t kExportSlowUs = 30'000'000;

// --- files that people write
inline constexpr std::size_t kYamlBytesMax = 1024 * 1024;
inline constexpr int kYamlDepthMax = 32;

// --- the web
inline constexpr std::size_t kHttpBodyBytesMax = 16 * 1024;
inline constexpr std::size_t kWebSocketMessageBytesMax = 16 * 1024;
inline constexpr int kWebConnectionsMax = 256;
inline constexpr int kGrpcConnectionsMax = 256;
// At the socket in the data directory.
inline constexpr int kLocalConnectionsMax = 16;
// Contacts on the work list's page.
inline constexpr std::size_t kWorkListRowsMax = 500;

}  // namespace legevakt::limits
