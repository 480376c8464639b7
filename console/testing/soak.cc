// An operator who never rests, at ten times the load of a busy evening: keys and letters are thrown at the
// console as fast as it goes, while calls ring, colleagues work, and the connection is lost and found. Every
// tap must have reached a frame; what is on the screen must be what central has; memory must not grow without
// end.
//
//   console-soak SECONDS [SEED]
#include <imgui.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "console/testing/local_central.h"
#include "console/testing/null_backend.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

using Clock = std::chrono::steady_clock;
using testing::LocalCentral;
using ui::Key;

// A busy evening rings some 30 times an hour.
constexpr std::int64_t kRingEveryUs = kHourUs / 300;
constexpr std::int64_t kFrameUs = 16'000;
// The state of a long evening is kept as large as one: what is older is closed.
constexpr std::size_t kOpenMax = 150;
// Past the first fifth everything that is made once is made.
constexpr double kMemoryGrowth = 1.5;

double ResidentMib() {
  std::ifstream file("/proc/self/statm");
  std::int64_t all = 0;
  std::int64_t resident = 0;
  file >> all >> resident;
  return static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

class Soak {
 public:
  explicit Soak(unsigned seed) : random_(seed) {
    if (!testing::OnNullBackend(screen_)) std::exit(3);
    testing::FillEvening(central_);
    central_.SignIn();
  }

  int Run(int seconds) {
    const auto begun = Clock::now();
    const auto end = begun + std::chrono::seconds(seconds);
    const auto warm = begun + std::chrono::seconds(seconds) / 5;
    double warm_mib = 0;
    while (Clock::now() < end) {
      Step();
      if (warm_mib == 0 && Clock::now() >= warm) warm_mib = ResidentMib();
    }
    if (cut_) central_.Mend();
    for (int i = 0; i < 2000 && (screen_.busy() || i < 100); ++i) Frame();
    // What the second that passed last brought is taken as well.
    app_.Frame(mono_us_ += kFrameUs);
    const double end_mib = ResidentMib();
    std::sort(frames_.begin(), frames_.end());
    const double p99 = frames_.empty() ? 0 : frames_[frames_.size() * 99 / 100];
    const auto& keys = screen_.keys();
    std::printf(
        "{\"frames\": %zu, \"taps\": %lld, \"reached\": %lld, \"calls\": %lld, \"hours\": %.1f, "
        "\"frame_p99_ms\": %.3f, \"resident_mib\": %.1f, \"warm_mib\": %.1f}\n",
        frames_.size(), static_cast<long long>(pushed_), static_cast<long long>(keys.taken()),
        static_cast<long long>(calls_),
        static_cast<double>(mono_us_ - kStartUs) / static_cast<double>(kHourUs), p99, end_mib, warm_mib);
    if (keys.taken() != pushed_ || keys.pushed() != pushed_) return Fail("a tap was lost");
    if (!store_.has_state() || store_.state().revision != central_.state().revision)
      return Fail("the screen does not show what central has");
    if (warm_mib > 0 && end_mib > warm_mib * kMemoryGrowth + 32) return Fail("memory grows");
    return 0;
  }

 private:
  static constexpr std::int64_t kStartUs = 1'000 * kSecondUs;

  static int Fail(const char* what) {
    std::fprintf(stderr, "console-soak: %s\n", what);
    return 1;
  }

  bool Chance(int one_in) { return random_() % static_cast<unsigned>(one_in) == 0; }

  void Frame() {
    const auto before = Clock::now();
    app_.Frame(mono_us_ += kFrameUs);
    frames_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
    since_bookmark_us_ += kFrameUs;
    if (since_bookmark_us_ < kSecondUs) return;
    central_.Pass(since_bookmark_us_);
    since_bookmark_us_ = 0;
  }

  void Tap() {
    constexpr std::array kKeys = {Key::kF2,     Key::kF3,     Key::kF4,       Key::kF5,   Key::kF6,
                                  Key::kF7,     Key::kF8,     Key::kF9,       Key::kF10,  Key::kF11,
                                  Key::kEnter,  Key::kTab,    Key::kUp,       Key::kDown, Key::kEnd,
                                  Key::kPageUp, Key::kEscape, Key::kBackspace};
    constexpr std::array kLetters = {U'j', U'n', U'v', U'1', U'2', U'3', U'æ', U'ø', U'å', U' ', U'4', U'0'};
    ++pushed_;
    if (Chance(3)) {
      screen_.keys().PushKey({kKeys.at(random_() % kKeys.size()), Chance(6), Chance(10)});
    } else {
      screen_.keys().PushChar(kLetters.at(random_() % kLetters.size()));
    }
  }

  // Whoever else works: calls ring and are lost, colleagues take some, old contacts are closed.
  void World() {
    if (mono_us_ - rang_us_ >= kRingEveryUs) {
      rang_us_ = mono_us_;
      ++calls_;
      central_.Ring(std::to_string(40'000'000 + calls_), "4647",
                    Chance(8) ? v1::CALL_LANE_URGENT : v1::CALL_LANE_NORMAL);
      v1::Command answer;
      answer.mutable_answer_call();
      if (Chance(2)) central_.Try(central_.Colleague(), answer);
    }
    const auto& contacts = central_.state().contacts;
    const auto open = static_cast<std::size_t>(std::count_if(
        contacts.begin(), contacts.end(), [](const auto& entry) { return domain::IsOpen(entry.second); }));
    if (open <= kOpenMax) return;
    const auto oldest = std::find_if(contacts.begin(), contacts.end(),
                                     [](const auto& entry) { return domain::IsOpen(entry.second); });
    const std::int64_t id = oldest->first;
    v1::Command take;
    take.mutable_claim_contact()->set_contact_id(id);
    take.mutable_claim_contact()->set_take_over(true);
    central_.Try(central_.Colleague(), take);
    v1::Command close;
    close.mutable_close_contact()->set_contact_id(id);
    close.mutable_close_contact()->set_measure(v1::MEASURE_NOT_MEDICAL);
    central_.Try(central_.Colleague(), close);
  }

  void Step() {
    for (auto taps = random_() % 4; taps > 0; --taps) Tap();
    Frame();
    if (frames_.size() % 32 == 0) World();
    // Now and then nothing gets through for a while.
    if (!cut_ && Chance(5000)) {
      central_.Cut();
      cut_ = true;
      mono_us_ += 5 * kSecondUs;
    } else if (cut_ && Chance(60)) {
      central_.Mend();
      cut_ = false;
    }
  }

  std::mt19937 random_;
  LocalCentral central_;
  Store store_{central_};
  ui::Screen screen_{ui::ThemeName::kNatt, text::Lang::kNb, 1.0F};
  App app_{store_, screen_, {}};
  std::vector<double> frames_;
  std::int64_t mono_us_ = kStartUs;
  std::int64_t since_bookmark_us_ = 0;
  std::int64_t rang_us_ = 0;
  std::int64_t pushed_ = 0;
  std::int64_t calls_ = 0;
  bool cut_ = false;
};

}  // namespace
}  // namespace legevakt::console

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: console-soak SECONDS [SEED]\n");
    return 2;
  }
  legevakt::console::Soak soak(argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1U);
  return soak.Run(std::max(1, std::atoi(argv[1])));
}
