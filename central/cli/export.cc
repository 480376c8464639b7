#include "central/cli/export.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "base/text.h"
#include "central/cli/answer.h"
#include "central/cli/app.h"
#include "central/cli/directory.h"
#include "central/store/export.h"
#include "central/store/schema.h"

namespace legevakt::cli {
namespace {

namespace fs = std::filesystem;

absl::Status CannotWrite(const fs::path& file, std::string_view what) {
  return MakeStatus(
      absl::StatusCode::kPermissionDenied,
      text::Format(text::ProcessLang(), "store.cannot_write", {{"file", file.native()}, {"what", what}}));
}

// Puts each file of the export where the user wants it: CSV files into a directory, JSON into one file.
class Files {
 public:
  Files(fs::path out, store::ExportFormat format) : out_(std::move(out)), format_(format) {}

  absl::Status Take(std::string_view file, std::string_view bytes) {
    // A name comes over the network too: only names, no paths.
    const fs::path name = fs::path(file).filename();
    const fs::path path = format_ == store::ExportFormat::kCsv ? out_ / name : out_;
    if (path != open_) {
      LV_RETURN_IF_ERROR(Close());
      std::error_code error;
      if (format_ == store::ExportFormat::kCsv) fs::create_directories(out_, error);
      if (error) return CannotWrite(out_, error.message());
      stream_.open(path, std::ios::binary | std::ios::trunc);
      open_ = path;
    }
    stream_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return stream_ ? absl::OkStatus() : CannotWrite(path, std::generic_category().message(errno));
  }

  absl::Status Close() {
    if (open_.empty()) return absl::OkStatus();
    stream_.close();
    return stream_ ? absl::OkStatus() : CannotWrite(open_, std::generic_category().message(errno));
  }

 private:
  fs::path out_;
  store::ExportFormat format_;
  fs::path open_;
  std::ofstream stream_;
};

absl::Status Make(const fs::path& dir, store::ExportFormat format, const fs::path& out) {
  LV_ASSIGN_OR_RETURN(const Directory directory, OpenDirectory(dir));
  Files files(out, format);
  const store::ExportSink sink = [&files](std::string_view file, std::string_view bytes) {
    return files.Take(file, bytes);
  };
  LV_RETURN_IF_ERROR(directory.remote == nullptr ? store::Export(store::JournalPath(dir), format, sink)
                                                 : directory.remote->Export(format, sink));
  return files.Close();
}

int ExportDir(const std::string& dir, const std::string& format, const std::string& out) {
  const absl::Status status =
      Make(dir, format == "csv" ? store::ExportFormat::kCsv : store::ExportFormat::kJson, out);
  if (!status.ok()) return Fail(status);
  Answer(false, {}, "cli.export_done", {{"out", out}});
  return kYes;
}

}  // namespace

void AddExport(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("export", Say("cli.export"));
  const auto dir = std::make_shared<std::string>();
  const auto format = std::make_shared<std::string>();
  const auto out = std::make_shared<std::string>();
  command->add_option("DIR", *dir, Say("cli.dir"))->required()->type_name("");
  command->add_option("--format", *format, Say("cli.export_format"))
      ->required()
      ->check(CLI::IsMember({"csv", "json"}))
      ->type_name("csv|json");
  command->add_option("OUT", *out, Say("cli.export_out"))->required()->type_name("");
  command->callback([=] { *exit_code = ExportDir(*dir, *format, *out); });
}

}  // namespace legevakt::cli
