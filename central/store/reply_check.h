// Whether what lies in the table of replies can be replies of this journal. They lie outside the hash chain:
// that one is gone, or is another that is as well-formed, only somebody can tell who kept what was answered.
#pragma once

#include <cstdint>
#include <string>

#include "base/status.h"
#include "central/engine/event_store.h"
#include "central/store/sqlite.h"

namespace legevakt::store {

// What is wrong with a reply in a journal whose last revision is `head`, in words; empty for nothing.
std::string WhatIsWrong(const engine::StoredReply& reply, std::int64_t head);

// Looks at each, as they are at one moment, and gives how many there are. DATA_LOSS with the first one's
// request_id where one is wrong.
absl::StatusOr<std::int64_t> CheckReplies(Db& db);

}  // namespace legevakt::store
