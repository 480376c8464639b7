// A caller who is to be called back.
#pragma once

#include "legevakt/v1/record.pb.h"

namespace legevakt::console {

namespace v1 = legevakt::v1;

// Nobody has reached them in the tries that there are: somebody decides what is done instead. False for null.
bool IsEscalated(const v1::Call* call);
// To be called back still, or escalated. False for null.
bool IsUnreached(const v1::Call* call);

}  // namespace legevakt::console
