// DIR/address: where the running central of a data directory is to be reached. Three lines, `grpc=HOST:PORT`,
// `web=HOST:PORT` (or `web=-`) and `local=NAME`, the socket for the commands in that directory (or `local=`);
// written before central serves (a start that cannot write it ends), removed when it ends in good order. A
// file that is left over tells nothing: the lock of the directory does.
#pragma once

#include <absl/status/statusor.h>

#include <filesystem>
#include <string>

namespace legevakt::cli {

// What that socket is called.
inline constexpr char kLocalSocket[] = "control.sock";

struct Addresses {
  std::string grpc;
  // "-" where there is no web server.
  std::string web = "-";
  // A file name; empty where there is no socket, as with a central of an earlier version.
  std::string local;
};

// Atomic: a reader sees the whole file or none.
absl::Status WriteAddresses(const std::filesystem::path& dir, const Addresses& addresses);
// NOT_FOUND where there is none.
absl::StatusOr<Addresses> ReadAddresses(const std::filesystem::path& dir);
void RemoveAddresses(const std::filesystem::path& dir);

}  // namespace legevakt::cli
