// What has arrived from central and the screen has not taken yet.
//
// Central counts a batch as applied when it lies here, and the screen takes it at its next frame. A screen
// that hangs takes nothing: what lies here is bounded, and past the bound it is dropped, for a new state is
// less than all that has led to it. Acks that waited for the screen would be no bound: central would send
// such a screen a new state every half minute. Thread: any; locks itself.
#pragma once

#include <cstddef>
#include <mutex>
#include <vector>

#include "console/model/link.h"

namespace legevakt::console {

class Inbox {
 public:
  // False where no more of the watch fits. What the watch has said is dropped then, and what it says until
  // the next Take; answers to what the screen has asked stay.
  bool Put(Update update);

  struct Taken {
    std::vector<Update> updates;
    // Some of the watch was dropped: it must begin anew.
    bool dropped = false;
  };
  Taken Take();

  // Of batches, as they were sent. In memory they are some times as much.
  static constexpr std::size_t kBatchBytesMax = std::size_t{16} * 1024 * 1024;
  static constexpr std::size_t kUpdatesMax = 4096;

 private:
  void DropNews();

  std::mutex mutex_;
  std::vector<Update> updates_;
  std::size_t batch_bytes_ = 0;
  bool dropped_ = false;
};

}  // namespace legevakt::console
