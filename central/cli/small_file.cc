#include "central/cli/small_file.h"

#include <fstream>
#include <system_error>

#include "base/status.h"
#include "base/text.h"

namespace legevakt::cli {

absl::Status WriteSmallFile(const std::filesystem::path& path, std::string_view bytes) {
  const std::filesystem::path part = path.native() + ".part";
  std::ofstream file(part, std::ios::trunc);
  file << bytes;
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(part, path, error);
  if (file && !error) return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kUnavailable,
                    text::Format(text::ProcessLang(), "central.cannot_write", {{"file", part.native()}}));
}

}  // namespace legevakt::cli
