// Reads the state and waits for it: for a thread that may wait, never the strand.
#pragma once

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "central/engine/engine.h"

namespace legevakt::engine {

// What `read` makes of a state that is durable. Nothing where the engine has stopped or failed; a disk that
// is late is waited for.
template <typename ReadState>
auto ReadAndWait(Engine& engine, ReadState read)
    -> std::optional<decltype(read(std::declval<const domain::State&>(), std::int64_t{}))> {
  using Result = decltype(read(std::declval<const domain::State&>(), std::int64_t{}));
  constexpr std::chrono::milliseconds kAgain(50);
  do {
    // Owned by the callbacks: where they are let go of uncalled, the wait ends.
    auto over = std::make_shared<std::promise<void>>();
    auto answered = std::make_shared<std::atomic<bool>>(false);
    auto result = std::make_shared<std::optional<Result>>();
    const std::future<void> end = over->get_future();
    engine.Read(
        [result, read](const domain::State& state, std::int64_t now_us) { *result = read(state, now_us); },
        [answered, over = std::move(over)] { *answered = true; });
    end.wait();
    if (*answered) return std::move(*result);
    std::this_thread::sleep_for(kAgain);
  } while (engine.serving());
  return std::nullopt;
}

}  // namespace legevakt::engine
