// The running central that owns a data directory, asked through AdminService: at its socket in that
// directory, which is there with and without TLS and lets in whoever owns the data (docs/adr/0014). For
// whoever does not, and for a central of an earlier version, at "grpc=HOST:PORT" of DIR/address, where that
// is plaintext. Thread: one. Every call has a deadline.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/status.h"
#include "central/store/export.h"
#include "legevakt/v1/admin.pb.h"

namespace legevakt::cli {

namespace v1 = legevakt::v1;

class Remote {
 public:
  // UNAVAILABLE where there is no address in the directory, or nobody answers there; PERMISSION_DENIED where
  // only the owner may ask.
  static absl::StatusOr<std::unique_ptr<Remote>> Connect(const std::filesystem::path& dir);
  ~Remote();

  absl::StatusOr<v1::GetStatusResponse> GetStatus();
  absl::StatusOr<v1::VerifyResponse> Verify();
  // `out` is on central's machine.
  absl::StatusOr<v1::BackupResponse> Backup(const std::filesystem::path& out);
  // Who may, and whether it is good, is central's to say: see the result.
  absl::StatusOr<v1::ToolResult> ActivateTool(const v1::ToolOrder& order, const std::string& yaml);
  absl::StatusOr<v1::RollBackToolResponse> RollBackTool(const std::string& by);
  absl::StatusOr<v1::ListToolsResponse> ListTools();
  absl::StatusOr<v1::PlanRestartResponse> PlanRestart(const v1::PlanRestartRequest& request);
  // Bytes of one file come together and in order.
  absl::Status Export(const v1::ExportRequest& request, const store::ExportSink& sink);

 private:
  struct Impl;
  explicit Remote(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace legevakt::cli
