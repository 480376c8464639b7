#include "central/cli/address_file.h"

#include <fstream>
#include <system_error>

#include "base/status.h"
#include "base/text.h"

namespace legevakt::cli {
namespace {

std::filesystem::path FileOf(const std::filesystem::path& dir) {
  return dir / "address";
}

}  // namespace

absl::Status WriteAddresses(const std::filesystem::path& dir, const Addresses& addresses) {
  const std::filesystem::path part = dir / "address.part";
  std::ofstream file(part, std::ios::trunc);
  file << "grpc=" << addresses.grpc << "\nweb=" << addresses.web << "\nlocal=" << addresses.local << "\n";
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(part, FileOf(dir), error);
  if (file && !error) return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kUnavailable,
                    text::Format(text::ProcessLang(), "central.cannot_write", {{"file", part.native()}}));
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
