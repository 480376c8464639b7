#include "console/platform/borders_file.h"

#include <utility>

#include "base/text.h"
#include "console/platform/files.h"

namespace legevakt::console {

absl::StatusOr<std::shared_ptr<const map::Borders>> BordersFromFile(const std::string& path) {
  if (path.empty()) return nullptr;
  const std::string text = ReadFile(path, map::kBordersBytesMax);
  if (text.empty())
    return absl::NotFoundError(std::string(text::Get(text::ProcessLang(), "cli.borders.unreadable")));
  auto borders = map::ReadBorders(text);
  if (!borders.ok()) return borders.status();
  return std::make_shared<const map::Borders>(*std::move(borders));
}

}  // namespace legevakt::console
