#include "sim/cli/app.h"

#include <cstdio>
#include <fstream>
#include <sstream>

#include "base/status.h"
#include "base/text.h"

namespace legevakt::sim {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{64} * 1024 * 1024;

}  // namespace

std::string Say(std::string_view key) {
  return std::string(text::Get(text::ProcessLang(), key));
}

void PrintError(std::string_view sentence) {
  std::fprintf(stderr, "legevakt-sim: %.*s\n", static_cast<int>(sentence.size()), sentence.data());
}

void PrintError(const absl::Status& status) {
  PrintError(Message(status));
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  if (in) out << in.rdbuf();
  if (!in) {
    return MakeStatus(absl::StatusCode::kNotFound,
                      text::Format(text::ProcessLang(), "sim.cannot_read", {{"file", path}}));
  }
  std::string bytes = std::move(out).str();
  if (bytes.size() > kFileBytesMax) {
    return MakeStatus(absl::StatusCode::kResourceExhausted,
                      text::Format(text::ProcessLang(), "sim.too_large", {{"file", path}}));
  }
  return bytes;
}

}  // namespace legevakt::sim
