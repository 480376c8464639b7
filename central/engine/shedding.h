// What is turned away first when there is more to do than central can do.
//
// Reading and exports go first: they are asked for again, and nobody is hurt meanwhile. Then go commands that
// can wait. What brings a new contact, an urgency, an acknowledgement or a dispatch has the whole queue, and
// so goes last.
#pragma once

#include <cstddef>

#include "base/limits.h"
#include "legevakt/v1/command.pb.h"

namespace legevakt::engine {

namespace v1 = legevakt::v1;

// Goes last: a call, a new contact, what raises or sets an urgency, a confirmation, a dispatch, a cry for
// help.
bool GoesLast(v1::Command::WhatCase what);

// How many commands may wait when this one comes, where the queue has so many places in all.
inline std::size_t QueueFor(v1::Command::WhatCase what, std::size_t queue = limits::kCommandQueueMax) {
  return GoesLast(what) ? queue : queue - queue * limits::kCommandQueueReserve / limits::kCommandQueueMax;
}

// From so many waiting commands on reading is turned away.
inline std::size_t ShedReadsFrom(std::size_t queue = limits::kCommandQueueMax) {
  return queue * limits::kShedReadsFromCommands / limits::kCommandQueueMax;
}

}  // namespace legevakt::engine
