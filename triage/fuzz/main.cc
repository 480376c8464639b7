// triage_fuzz --target=NAME [libFuzzer's options] [CORPUS...]
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "triage/fuzz/fuzz.h"

namespace legevakt::triage::fuzz {
namespace {

struct Target {
  std::string_view name;
  void (*run)(std::string_view bytes);
};
constexpr std::array<Target, 7> kTargets{{{"yaml", FuzzYaml},
                                          {"tool", FuzzTool},
                                          {"csv", FuzzCsv},
                                          {"map", FuzzMap},
                                          {"cases", FuzzCases},
                                          {"answers", FuzzAnswers},
                                          {"cli", FuzzCli}}};
const Target* chosen = nullptr;
// What libFuzzer does not close when it silences the programs that are fuzzed.
std::FILE* said = stderr;

// How many bytes of a UTF-8 sequence begin here; 0 where none does.
std::size_t Sequence(std::string_view rest) {
  const auto byte = [&](std::size_t i) { return i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0U; };
  if (byte(0) < 0x80) return 1;
  const std::size_t length = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  if (byte(0) < 0xC2 || byte(0) > 0xF4) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  const bool overlong = (byte(0) == 0xE0 && byte(1) < 0xA0) || (byte(0) == 0xF0 && byte(1) < 0x90);
  const bool none = (byte(0) == 0xED && byte(1) > 0x9F) || (byte(0) == 0xF4 && byte(1) > 0x8F);
  return overlong || none ? 0 : length;
}

}  // namespace

void Check(bool right, std::string_view what) {
  if (right) return;
  std::fprintf(said, "triage_fuzz: wrong: %.*s\n", static_cast<int>(what.size()), what.data());
  std::fflush(said);
  std::abort();
}

void CheckUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = Sequence(text.substr(at));
    Check(length > 0, text);
    at += length;
  }
}

void CheckSentence(std::string_view sentence) {
  Check(!sentence.empty(), "an empty sentence");
  CheckUtf8(sentence);
  for (const char c : sentence) {
    Check(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F), sentence);
  }
  const bool key =
      sentence.starts_with("triage.") || sentence.starts_with("yaml.") || sentence.starts_with("past.");
  Check(!key || sentence.find(' ') != std::string_view::npos, sentence);
}

bool Choose(std::string_view name) {
  for (const Target& target : kTargets) {
    if (target.name == name) chosen = &target;
  }
  if (std::FILE* const kept = ::fdopen(::dup(2), "w")) said = kept;
  return chosen != nullptr;
}

void Run(std::string_view bytes) {
  chosen->run(bytes);
}

}  // namespace legevakt::triage::fuzz

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  for (int i = 1; i < *argc; ++i) {
    constexpr std::string_view kFlag = "--target=";
    const std::string_view word = (*argv)[i];
    if (word.starts_with(kFlag) && legevakt::triage::fuzz::Choose(word.substr(kFlag.size()))) return 0;
  }
  std::fprintf(stderr, "triage_fuzz: name a target: --target=yaml|tool|csv|map|cases|answers|cli\n");
  std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  legevakt::triage::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
