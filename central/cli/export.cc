#include "central/cli/export.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "base/text.h"
#include "central/cli/answer.h"
#include "central/cli/app.h"
#include "central/cli/directory.h"
#include "central/store/contact_extract.h"
#include "central/store/export.h"
#include "central/store/partial_file.h"
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

struct Options {
  std::string dir, format, out, set = "tables", by, reason;
  std::int64_t contact = 0;
};

absl::Status WrongUse(std::string_view key) {
  return MakeStatus(absl::StatusCode::kInvalidArgument, text::Get(text::ProcessLang(), key));
}

v1::ExportRequest RequestOf(const Options& options) {
  v1::ExportRequest request;
  request.set_format(options.format == "csv"    ? v1::EXPORT_FORMAT_CSV
                     : options.format == "json" ? v1::EXPORT_FORMAT_JSON
                                                : v1::EXPORT_FORMAT_HTML);
  request.set_set(options.contact != 0        ? v1::EXPORT_SET_CONTACT
                  : options.set == "vakttarn" ? v1::EXPORT_SET_VAKTTARN
                                              : v1::EXPORT_SET_TABLES);
  request.set_contact_id(options.contact);
  request.set_by(options.by);
  request.set_reason(options.reason);
  request.set_lang(text::ProcessLang() == text::Lang::kEn ? "en" : "nb");
  return request;
}

absl::Status ExportTables(const Options& options) {
  if (options.format == "html") return WrongUse("cli.export_html_is_for_contact");
  const auto format = options.format == "csv" ? store::ExportFormat::kCsv : store::ExportFormat::kJson;
  const auto set = options.set == "vakttarn" ? store::ExportSet::kVakttarn : store::ExportSet::kTables;
  LV_ASSIGN_OR_RETURN(const Directory directory, OpenDirectory(options.dir));
  Files files(options.out, format);
  const store::ExportSink sink = [&files](std::string_view file, std::string_view bytes) {
    return files.Take(file, bytes);
  };
  LV_RETURN_IF_ERROR(directory.remote == nullptr
                         ? store::Export(store::JournalPath(options.dir), set, format, sink)
                         : directory.remote->Export(RequestOf(options), sink));
  return files.Close();
}

absl::StatusOr<std::string> ContactBytes(const Options& options) {
  LV_ASSIGN_OR_RETURN(const Directory directory, OpenDirectory(options.dir));
  if (directory.remote == nullptr) {
    LV_ASSIGN_OR_RETURN(
        const v1::ContactExtract extract,
        store::ExtractContact(store::JournalPath(options.dir), options.contact, text::ProcessLang()));
    return options.format == "json" ? store::ExtractAsJson(extract) : store::ExtractAsPage(extract);
  }
  if (options.by.empty() || options.reason.empty()) return WrongUse("cli.export_needs_reason");
  std::string bytes;
  LV_RETURN_IF_ERROR(
      directory.remote->Export(RequestOf(options), [&bytes](std::string_view, std::string_view more) {
        bytes.append(more);
        return absl::OkStatus();
      }));
  return bytes;
}

// Only its owner reads it, and it is there as a whole or not at all.
absl::Status ExportContact(const Options& options) {
  if (options.format == "csv") return WrongUse("cli.export_csv_is_for_tables");
  LV_ASSIGN_OR_RETURN(const std::string bytes, ContactBytes(options));
  store::PartialFile file(options.out);
  LV_RETURN_IF_ERROR(file.Create());
  LV_RETURN_IF_ERROR(file.Append(bytes));
  return file.Finish();
}

int ExportDir(const Options& options) {
  const absl::Status status = options.contact != 0 ? ExportContact(options) : ExportTables(options);
  if (!status.ok()) return Fail(status);
  Answer(false, {}, options.contact != 0 ? "cli.export_contact_done" : "cli.export_done",
         {{"out", options.out}});
  return kYes;
}

}  // namespace

void AddExport(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("export", Say("cli.export"));
  const auto options = std::make_shared<Options>();
  command->add_option("DIR", options->dir, Say("cli.dir"))->required()->type_name("");
  command->add_option("--format", options->format, Say("cli.export_format"))
      ->required()
      ->check(CLI::IsMember({"csv", "json", "html"}))
      ->type_name("csv|json|html");
  CLI::Option* set = command->add_option("--set", options->set, Say("cli.export_set"))
                         ->check(CLI::IsMember({"tables", "vakttarn"}))
                         ->type_name("tables|vakttarn");
  command->add_option("--contact", options->contact, Say("cli.export_contact"))
      ->check(CLI::PositiveNumber)
      ->type_name(Say("cli.number"))
      ->excludes(set);
  command->add_option("--by", options->by, Say("cli.export_by"))->type_name(Say("cli.name"));
  command->add_option("--reason", options->reason, Say("cli.export_reason"))->type_name(Say("cli.text"));
  command->add_option("OUT", options->out, Say("cli.export_out"))->required()->type_name("");
  command->callback([=] { *exit_code = ExportDir(*options); });
}

}  // namespace legevakt::cli
