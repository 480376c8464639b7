// The record's own commands as the running central gives them: verify, backup and export of the journal that
// it writes at the same time. Each opens a read-only connection of its own.
#pragma once

#include <filesystem>

#include "central/rpc/admin_service.h"

namespace legevakt::cli {

rpc::AdminHooks RecordHooks(const std::filesystem::path& data_dir);

}  // namespace legevakt::cli
