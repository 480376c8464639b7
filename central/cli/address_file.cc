#include "central/cli/address_file.h"

#include <fstream>
#include <system_error>

#include "base/status.h"
#include "base/text.h"
#include "central/cli/small_file.h"

namespace legevakt::cli {
namespace {

std::filesystem::path FileOf(const std::filesystem::path& dir) {
  return dir / "address";
}

}  // namespace

absl::Status WriteAddresses(const std::filesystem::path& dir, const Addresses& addresses) {
  return WriteSmallFile(
      FileOf(dir), "grpc=" + addresses.grpc + "\nweb=" + addresses.web + "\nlocal=" + addresses.local + "\n");
}

absl::StatusOr<Addresses> ReadAddresses(const std::filesystem::path& dir) {
  std::ifstream file(FileOf(dir));
  Addresses addresses;
  std::string line;
  while (std::getline(file, line)) {
    if (line.starts_with("grpc=")) addresses.grpc = line.substr(5);
    if (line.starts_with("web=")) addresses.web = line.substr(4);
    if (line.starts_with("local=")) addresses.local = std::filesystem::path(line.substr(6)).filename();
  }
  if (!addresses.grpc.empty()) return addresses;
  return MakeStatus(absl::StatusCode::kNotFound, text::Format(text::ProcessLang(), "central.cannot_read",
                                                              {{"file", FileOf(dir).native()}}));
}

void RemoveAddresses(const std::filesystem::path& dir) {
  std::error_code ignored;
  std::filesystem::remove(FileOf(dir), ignored);
}

}  // namespace legevakt::cli
