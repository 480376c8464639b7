#include "central/engine/keeper.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace legevakt::engine {
namespace {

constexpr std::chrono::seconds kPatience(20);

class Counting : public Chore {
 public:
  std::int64_t Do(std::int64_t now_us, const std::stop_token&) override {
    if (++count_ == 3) third_.set_value();
    // More to do, and then nothing for a long time.
    return count_ < 3 ? now_us : now_us + 3'600'000'000;
  }
  std::future<void> Third() { return third_.get_future(); }
  int count() const { return count_; }

 private:
  std::atomic<int> count_ = 0;
  std::promise<void> third_;
};

// Works until it is stopped.
class Endless : public Chore {
 public:
  std::int64_t Do(std::int64_t now_us, const std::stop_token& stop) override {
    begun_.set_value();
    while (!stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return now_us;
  }
  std::future<void> Begun() { return begun_.get_future(); }

 private:
  std::promise<void> begun_;
};

TEST(Keeper, AChoreThatHasMoreToDoIsAskedAtOnceAndOthersGetTheirTurn) {
  Counting first;
  Counting second;
  std::future<void> both[] = {first.Third(), second.Third()};
  const Keeper keeper({&first, &second}, [] { return std::int64_t{1}; });
  for (std::future<void>& third : both) EXPECT_EQ(third.wait_for(kPatience), std::future_status::ready);
}

// As the standard library does where a directory cannot be read to its end.
class Throwing : public Chore {
 public:
  std::int64_t Do(std::int64_t, const std::stop_token&) override {
    ++count_;
    throw std::runtime_error("Input/output error");
  }
  int count() const { return count_; }

 private:
  std::atomic<int> count_ = 0;
};

TEST(Keeper, AChoreThatThrowsRestsAndTheOthersGetTheirTurn) {
  Throwing first;
  Counting second;
  std::future<void> third = second.Third();
  const Keeper keeper({&first, &second}, [] { return std::int64_t{1}; });
  EXPECT_EQ(third.wait_for(kPatience), std::future_status::ready);
  EXPECT_EQ(first.count(), 1);
}

TEST(Keeper, WhatIsInWorkEndsWhenTheKeeperDoes) {
  Endless endless;
  std::future<void> begun = endless.Begun();
  {
    const Keeper keeper({&endless}, [] { return std::int64_t{1}; });
    ASSERT_EQ(begun.wait_for(kPatience), std::future_status::ready);
  }
  SUCCEED() << "the destructor came back";
}

}  // namespace
}  // namespace legevakt::engine
