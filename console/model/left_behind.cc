#include "console/model/left_behind.h"

#include <algorithm>
#include <map>
#include <utility>

#include "console/model/draft.h"

namespace legevakt::console {
namespace {

struct DraftsFile {
  std::string journal;
  std::map<std::int64_t, Draft> drafts;
  LooseDrafts loose;

  bool HasPaper() const { return ToJson({}, journal, {loose.paper_case, {}}) != ToJson({}, journal); }
  bool empty() const { return drafts.empty() && loose.shift_note.empty() && !HasPaper(); }
};

DraftsFile Read(std::string_view text) {
  DraftsFile file;
  file.journal = JournalOf(text);
  file.drafts = FromJson(text, file.journal);
  file.loose = LooseFromJson(text, file.journal);
  return file;
}

// With the end of each line that has one.
std::string_view CutLine(std::string_view& text) {
  const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
  const std::string_view line = text.substr(0, size);
  text.remove_prefix(size);
  return line;
}

}  // namespace

std::optional<std::string> JoinedDrafts(std::string_view mine, std::string_view other) {
  const DraftsFile from = Read(other);
  if (from.journal.empty()) return other.empty() ? std::optional(std::string(mine)) : std::nullopt;
  if (from.empty()) return std::string(mine);
  DraftsFile into = Read(mine);
  // What cannot be read here is written over by the next draft anyway.
  if (into.journal.empty() || into.empty()) return std::string(other);
  if (into.journal != from.journal || (into.HasPaper() && from.HasPaper())) return std::nullopt;
  for (const auto& [id, draft] : from.drafts) {
    if (!into.drafts.emplace(id, draft).second) return std::nullopt;
  }
  if (from.HasPaper()) into.loose.paper_case = from.loose.paper_case;
  std::string& note = into.loose.shift_note;
  if (!note.empty() && !from.loose.shift_note.empty()) note += "\n";
  note += from.loose.shift_note;
  return ToJson(into.drafts, into.journal, into.loose);
}

std::optional<std::string> JoinedOutbox(std::string_view mine, std::string_view other) {
  std::string_view rest = other;
  const std::string_view written_for = rest.empty() ? rest : CutLine(rest);
  if (rest.empty()) return std::string(mine);
  std::string_view here = mine;
  const std::string_view journal = here.empty() ? here : CutLine(here);
  if (here.empty()) return std::string(other);
  std::string joined(mine);
  if (!joined.ends_with('\n')) joined += '\n';
  while (!rest.empty()) {
    const std::string_view line = CutLine(rest);
    // As consoles wrote it before: the journal stands in the first line alone.
    if (!line.starts_with('{') && written_for != journal) return std::nullopt;
    // Left there by a crash in the middle of this.
    if (joined.find(line) == std::string::npos) joined += line;
  }
  return joined;
}

}  // namespace legevakt::console
