#include "central/cli/last_resort.h"

#include <cstdlib>
#include <utility>

namespace legevakt::cli {

LastResort::LastResort(std::chrono::milliseconds within, std::function<int()> last_words)
    : thread_([this, within, last_words = std::move(last_words)] {
        std::unique_lock lock(mutex_);
        if (over_.wait_for(lock, within, [this] { return is_over_; })) return;
        std::_Exit(last_words());
      }) {}

LastResort::~LastResort() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  over_.notify_one();
  thread_.join();
}

}  // namespace legevakt::cli
