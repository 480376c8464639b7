// AdminService: what central holds, and the record's own commands on a live directory.
//
// What needs the store comes as hooks, so that rpc knows nothing of SQLite. Hooks may take long: checks and
// backups run one at a time on a thread of the service's own, exports on another, so that a reader who is
// slow keeps nobody from making sure of the record. So many may wait, and what nobody waits for any more is
// not begun.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <functional>
#include <string>

#include "central/engine/engine.h"
#include "central/engine/places.h"
#include "central/engine/sessions.h"
#include "central/rpc/unary.h"
#include "central/rpc/watch_hub.h"
#include "legevakt/v1/admin.grpc.pb.h"

namespace legevakt::rpc {

// Takes the next part of a file of the export; false where nobody reads any more.
using ExportWrite = std::function<bool(std::string file, std::string data)>;

class ExportStream;

struct AdminHooks {
  // Fills in what the record's own checks say. Any thread, at once.
  std::function<void(v1::GetStatusResponse& response)> record_status;
  std::function<v1::VerifyResponse()> verify;
  std::function<v1::BackupResponse(const std::string& out_path)> backup;
  // Gives the export in parts of at most limits::kChunkBytes.
  std::function<absl::Status(const v1::ExportRequest& request, const ExportWrite& write)> export_all;
};

class AdminService : public v1::AdminService::CallbackService {
 public:
  // A part of an export that its reader does not take for `export_slow` ends it.
  AdminService(engine::Engine& engine, engine::SessionRegistry& sessions, WatchHub& hub, AdminHooks hooks,
               std::string server_version, std::chrono::milliseconds export_slow);
  // Waits for the hook in work.
  ~AdminService() override;

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const v1::GetStatusRequest* request,
                                      v1::GetStatusResponse* response) override;
  grpc::ServerUnaryReactor* Verify(grpc::CallbackServerContext* context, const v1::VerifyRequest* request,
                                   v1::VerifyResponse* response) override;
  grpc::ServerUnaryReactor* Backup(grpc::CallbackServerContext* context, const v1::BackupRequest* request,
                                   v1::BackupResponse* response) override;
  grpc::ServerWriteReactor<v1::ExportResponse>* Export(grpc::CallbackServerContext* context,
                                                       const v1::ExportRequest* request) override;
  grpc::ServerReadReactor<v1::ActivateToolRequest>* ActivateTool(grpc::CallbackServerContext* context,
                                                                 v1::ActivateToolResponse* response) override;
  grpc::ServerUnaryReactor* RollBackTool(grpc::CallbackServerContext* context,
                                         const v1::RollBackToolRequest* request,
                                         v1::RollBackToolResponse* response) override;
  grpc::ServerUnaryReactor* ListTools(grpc::CallbackServerContext* context,
                                      const v1::ListToolsRequest* request,
                                      v1::ListToolsResponse* response) override;
  grpc::ServerUnaryReactor* PlanRestart(grpc::CallbackServerContext* context,
                                        const v1::PlanRestartRequest* request,
                                        v1::PlanRestartResponse* response) override;

 private:
  // Makes the extract first, then writes down who read it and why, then shows it.
  void ExportContact(const v1::ExportRequest& request, const v1::Actor& by,
                     grpc::CallbackServerContext* context, ExportStream* stream);

  // Runs `work` on the worker when its turn comes, where there is a place and somebody still waits for it.
  void QueueRecordJob(grpc::CallbackServerContext* context, const UnaryPtr& unary,
                      std::function<void()> work);

  // Sessions with the role ADMIN, or any caller on the machine itself.
  absl::Status Permit(const grpc::CallbackServerContext& context);

  engine::Engine& engine_;
  engine::SessionRegistry& sessions_;
  WatchHub& hub_;
  const AdminHooks hooks_;
  const std::string server_version_;
  const std::chrono::milliseconds export_slow_;
  // Held until the answer.
  engine::Places record_jobs_;
  engine::Places exports_;
  engine::Places tool_jobs_;
  boost::asio::thread_pool worker_{1};
  boost::asio::thread_pool export_worker_{1};
  // Apart, so that a rollback never waits for a backup.
  boost::asio::thread_pool tool_worker_{1};
};

}  // namespace legevakt::rpc
