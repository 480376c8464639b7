// Accepts connections and hands the sockets to gRPC.
//
// Debian's gRPC 1.51 has a listener that dies for good when descriptors run out (CVE-2023-4785), so gRPC
// never listens here. When they run out this one waits and goes on. It also keeps the number of connections
// bounded: gRPC does not say when one has gone, so the sockets handed over are known by their inode and
// looked at again when the bound is reached. Thread: its own; Open, Start and Stop from one other.
#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/server_builder.h>
#include <sys/types.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>

#include "central/rpc/local_path.h"

namespace legevakt::rpc {

class Acceptor {
 public:
  // Binds and listens; nobody is accepted yet. `listen` is HOST:PORT or [HOST]:PORT, port 0 takes a free one.
  // INVALID_ARGUMENT: not an address. UNAVAILABLE: the port is in use or not ours to use.
  static absl::StatusOr<std::unique_ptr<Acceptor>> Open(const std::string& listen, int connections_max);
  // At a Unix socket, which lets in whoever may read and write the file: its owner only. One that was left by
  // a process that was killed gives way, so the directory must be the caller's own. Removed at the end.
  static absl::StatusOr<std::unique_ptr<Acceptor>> OpenLocal(const std::filesystem::path& file,
                                                             int connections_max);
  ~Acceptor();

  // `sink` takes the sockets; must outlive Stop.
  void Start(grpc::experimental::ExternalConnectionAcceptor* sink);
  void Stop();

  // HOST:PORT as it is, or the file.
  const std::string& address() const { return address_; }
  bool loopback() const { return loopback_; }

 private:
  explicit Acceptor(int connections_max) : connections_max_(static_cast<std::size_t>(connections_max)) {}

  absl::Status Take(int listening);
  void Wait();
  void AcceptAll();
  void HandOver(int fd);
  bool HasRoom();
  void Pause();

  const std::size_t connections_max_;
  boost::asio::io_context io_{1};
  // A listening socket, of whatever family.
  boost::asio::posix::stream_descriptor listener_{io_};
  boost::asio::steady_timer pause_{io_};
  grpc::experimental::ExternalConnectionAcceptor* sink_ = nullptr;
  // Sockets that gRPC has: descriptor to inode. Another inode means that ours was closed.
  std::unordered_map<int, ino_t> handed_over_;
  std::string address_;
  bool loopback_ = false;
  std::optional<LocalPath> local_;
  bool warned_ = false;
  std::thread thread_;
};

}  // namespace legevakt::rpc
