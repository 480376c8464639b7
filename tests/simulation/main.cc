// legevakt-simulate: runs nights from their seeds; script/simulate builds and calls it.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "tests/simulation/world.h"

namespace {

using namespace legevakt::simulation;

struct Arguments {
  std::uint64_t from = 1;
  std::uint64_t step = 1;
  std::uint64_t seeds = 1;
  double seconds = 1e9;
  bool trace = false;
  bool hashes = false;
};

int Usage() {
  std::fprintf(stderr,
               "legevakt-simulate [--from S] [--step N] [--seeds N] [--seconds N] [--trace] [--hashes]\n"
               "Runs the nights of the seeds S, S + step ... and ends with 1 at the first that fails.\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
    if (name == "--trace") {
      arguments.trace = true;
      continue;
    }
    if (name == "--hashes") {
      arguments.hashes = true;
      continue;
    }
    if (value == nullptr) return Usage();
    const std::uint64_t number = std::strtoull(value, nullptr, 10);
    if (name == "--from")
      arguments.from = number;
    else if (name == "--step")
      arguments.step = number;
    else if (name == "--seeds")
      arguments.seeds = number;
    else if (name == "--seconds")
      arguments.seconds = std::strtod(value, nullptr);
    else
      return Usage();
    ++i;
  }
  // What central says of its end belongs to the trace; thousands of ends are no news.
  spdlog::set_level(arguments.trace ? spdlog::level::warn : spdlog::level::off);
  const auto began = std::chrono::steady_clock::now();
  const auto seconds = [began] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  Chaos::Hits hits{};
  std::uint64_t done = 0;
  std::uint64_t commands = 0;
  std::uint64_t faults = 0;
  std::uint64_t steps = 0;
  for (; done < arguments.seeds && seconds() < arguments.seconds; ++done) {
    const std::uint64_t seed = arguments.from + done * arguments.step;
    const Result result = Simulate({.seed = seed, .trace = arguments.trace});
    if (arguments.hashes) std::printf("hash %" PRIu64 " %016" PRIx64 "\n", seed, result.log_hash);
    if (!result.failure.empty()) {
      std::printf("failed seed %" PRIu64 ": %s\n", seed, result.failure.c_str());
      return 1;
    }
    commands += static_cast<std::uint64_t>(result.commands);
    faults += static_cast<std::uint64_t>(result.faults);
    steps += result.steps;
    for (std::size_t i = 0; i < kFailpoints; ++i) hits[i] += result.hits[i];
  }
  for (std::size_t i = 0; i < kFailpoints; ++i) {
    const std::string_view name = NameOf(static_cast<Failpoint>(i));
    std::printf("hits %.*s %u\n", static_cast<int>(name.size()), name.data(), hits[i]);
  }
  std::printf("clean %" PRIu64 " seeds, %" PRIu64 " commands, %" PRIu64 " faults, %" PRIu64
              " steps, %.1f s, %.2f ms a seed\n",
              done, commands, faults, steps, seconds(),
              1000 * seconds() / static_cast<double>(std::max<std::uint64_t>(done, 1)));
  return 0;
}
