#include "central/cli/remote.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <utility>

#include "base/text.h"
#include "central/cli/address_file.h"
#include "central/rpc/local_path.h"
#include "legevakt/v1/admin.grpc.pb.h"

namespace legevakt::cli {
namespace {

// A verification of a year's record takes its time.
constexpr auto kPatience = std::chrono::minutes(10);
// admin.proto: at most 64 KiB.
constexpr std::size_t kPartBytes = 64UL * 1024;
constexpr auto kConnectPatience = std::chrono::seconds(5);

void SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
}

}  // namespace

struct Remote::Impl {
  // `shown` is the target's name for people; `at` is held where the target is a socket.
  Impl(const std::string& target, std::string shown, std::optional<rpc::LocalPath> at)
      : local(std::move(at)),
        address(std::move(shown)),
        channel(grpc::CreateChannel(target, grpc::InsecureChannelCredentials())),
        stub(v1::AdminService::NewStub(channel)) {}

  bool Connected() const {
    return channel->WaitForConnected(std::chrono::system_clock::now() + kConnectPatience);
  }

  absl::Status ToStatus(const grpc::Status& status) const {
    if (status.ok()) return absl::OkStatus();
    const auto say = [&](absl::StatusCode code, std::string_view key) {
      return MakeStatus(code, text::Format(text::ProcessLang(), key, {{"address", address}}));
    };
    if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
      return say(absl::StatusCode::kDeadlineExceeded, "cli.too_long");
    }
    if (status.error_code() == grpc::StatusCode::CANCELLED) {
      return say(absl::StatusCode::kCancelled, "cli.cut");
    }
    // gRPC and Abseil number their codes alike.
    return MakeStatus(static_cast<absl::StatusCode>(status.error_code()),
                      text::Format(text::ProcessLang(), "cli.central_says",
                                   {{"address", address}, {"what", status.error_message()}}));
  }

  std::optional<rpc::LocalPath> local;
  std::string address;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<v1::AdminService::Stub> stub;
};

Remote::Remote(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Remote::~Remote() = default;

absl::StatusOr<std::unique_ptr<Remote>> Remote::Connect(const std::filesystem::path& dir) {
  const Addresses addresses = ReadAddresses(dir).value_or(Addresses());
  if (addresses.grpc.empty()) {
    return MakeStatus(absl::StatusCode::kUnavailable,
                      text::Format(text::ProcessLang(), "cli.not_yet", {{"dir", dir.native()}}));
  }
  const std::filesystem::path socket = dir / addresses.local;
  auto local = rpc::LocalPath::Open(dir, addresses.local);
  const bool ours = !addresses.local.empty() && local.ok() && access(local->path().c_str(), R_OK | W_OK) == 0;
  // The path is asked for before its owner moves on.
  const std::string target = ours ? "unix:" + local->path() : addresses.grpc;
  auto impl = ours ? std::make_unique<Impl>(target, socket.native(), *std::move(local))
                   : std::make_unique<Impl>(target, target, std::nullopt);
  if (impl->Connected()) return std::unique_ptr<Remote>(new Remote(std::move(impl)));
  if (!ours && !addresses.local.empty()) {
    return MakeStatus(absl::StatusCode::kPermissionDenied,
                      text::Format(text::ProcessLang(), "cli.not_owner", {{"file", socket.native()}}));
  }
  return MakeStatus(absl::StatusCode::kUnavailable,
                    text::Format(text::ProcessLang(), "cli.no_answer",
                                 {{"dir", dir.native()}, {"address", impl->address}}));
}

absl::StatusOr<v1::GetStatusResponse> Remote::GetStatus() {
  grpc::ClientContext context;
  SetDeadline(context);
  v1::GetStatusResponse response;
  LV_RETURN_IF_ERROR(impl_->ToStatus(impl_->stub->GetStatus(&context, {}, &response)));
  return response;
}

absl::StatusOr<v1::VerifyResponse> Remote::Verify() {
  grpc::ClientContext context;
  SetDeadline(context);
  v1::VerifyResponse response;
  LV_RETURN_IF_ERROR(impl_->ToStatus(impl_->stub->Verify(&context, {}, &response)));
  return response;
}

absl::StatusOr<v1::BackupResponse> Remote::Backup(const std::filesystem::path& out) {
  grpc::ClientContext context;
  SetDeadline(context);
  v1::BackupRequest request;
  request.set_out_path(out.native());
  v1::BackupResponse response;
  LV_RETURN_IF_ERROR(impl_->ToStatus(impl_->stub->Backup(&context, request, &response)));
  return response;
}

absl::StatusOr<v1::ToolResult> Remote::ActivateTool(const v1::ToolOrder& order, const std::string& yaml) {
  grpc::ClientContext context;
  SetDeadline(context);
  v1::ActivateToolResponse response;
  const auto writer = impl_->stub->ActivateTool(&context, &response);
  v1::ActivateToolRequest request;
  *request.mutable_order() = order;
  bool taken = writer->Write(request);
  for (std::size_t at = 0; taken && at < yaml.size(); at += kPartBytes) {
    request.set_data(yaml.substr(at, kPartBytes));
    taken = writer->Write(request);
  }
  request.set_data("");
  if (taken) writer->Write(request);
  // Where a part was not taken, the status says why.
  writer->WritesDone();
  LV_RETURN_IF_ERROR(impl_->ToStatus(writer->Finish()));
  return std::move(*response.mutable_result());
}

absl::StatusOr<v1::RollBackToolResponse> Remote::RollBackTool(const std::string& by) {
  grpc::ClientContext context;
  SetDeadline(context);
  v1::RollBackToolRequest request;
  request.set_by(by);
  v1::RollBackToolResponse response;
  LV_RETURN_IF_ERROR(impl_->ToStatus(impl_->stub->RollBackTool(&context, request, &response)));
  return response;
}

absl::StatusOr<v1::ListToolsResponse> Remote::ListTools() {
  grpc::ClientContext context;
  SetDeadline(context);
  v1::ListToolsResponse response;
  LV_RETURN_IF_ERROR(impl_->ToStatus(impl_->stub->ListTools(&context, {}, &response)));
  return response;
}

absl::StatusOr<v1::PlanRestartResponse> Remote::PlanRestart(const v1::PlanRestartRequest& request) {
  grpc::ClientContext context;
  SetDeadline(context);
  v1::PlanRestartResponse response;
  LV_RETURN_IF_ERROR(impl_->ToStatus(impl_->stub->PlanRestart(&context, request, &response)));
  return response;
}

absl::Status Remote::Export(const v1::ExportRequest& request, const store::ExportSink& sink) {
  grpc::ClientContext context;
  SetDeadline(context);
  const auto reader = impl_->stub->Export(&context, request);
  v1::ExportResponse response;
  while (reader->Read(&response)) {
    if (absl::Status status = sink(response.file(), response.data()); !status.ok()) {
      context.TryCancel();
      return status;
    }
  }
  return impl_->ToStatus(reader->Finish());
}

}  // namespace legevakt::cli
