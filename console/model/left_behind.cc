#include "console/model/left_behind.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "console/model/draft.h"
#include "console/model/outbox.h"

namespace legevakt::console {
namespace {

struct DraftsFile {
  std::string journal;
  std::map<std::int64_t, Draft> drafts;
  LooseDrafts loose;

  bool HasPaper() const { return ToJson({}, journal, {loose.paper_case, {}}) != ToJson({}, journal); }
  bool empty() const {
    return drafts.empty() && loose.shift_note.empty() && loose.callback_done.empty() && !HasPaper();
  }
};

DraftsFile Read(std::string_view text) {
  DraftsFile file;
  file.journal = JournalOf(text);
  file.drafts = FromJson(text, file.journal);
  file.loose = LooseFromJson(text, file.journal);
  return file;
}

// As they are written. A crash in the middle of the joining leaves the same here and there.
bool Same(const Draft& a, const Draft& b) {
  return ToJson({{1, a}}, {}) == ToJson({{1, b}}, {});
}

bool Same(const PaperCase& a, const PaperCase& b) {
  return ToJson({}, {}, {a, {}}) == ToJson({}, {}, {b, {}});
}

void JoinNote(std::string& note, const std::string& other) {
  if (other.empty() || note == other || note.ends_with("\n" + other)) return;
  if (!note.empty()) note += "\n";
  note += other;
}

// With the end of each line that has one.
std::string_view CutLine(std::string_view& text) {
  const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
  const std::string_view line = text.substr(0, size);
  text.remove_prefix(size);
  return line;
}

// What a line of an outbox asks; empty where it cannot be read.
std::string RequestOf(std::string_view line) {
  Outbox one;
  one.FromText("\n" + std::string(line), {});
  return one.kept().empty() ? std::string() : one.kept().front().request.request_id();
}

std::set<std::string> RequestsOf(std::string_view lines) {
  std::set<std::string> requests;
  while (!lines.empty()) requests.insert(RequestOf(CutLine(lines)));
  requests.erase(std::string());
  return requests;
}

}  // namespace

std::optional<std::string> JoinedDrafts(std::string_view mine, std::string_view other) {
  const DraftsFile from = Read(other);
  if (from.journal.empty()) return other.empty() ? std::optional(std::string(mine)) : std::nullopt;
  if (from.empty()) return std::string(mine);
  DraftsFile into = Read(mine);
  // What cannot be read here is written over by the next draft anyway.
  if (into.journal.empty() || into.empty()) return std::string(other);
  const bool two_papers =
      into.HasPaper() && from.HasPaper() && !Same(into.loose.paper_case, from.loose.paper_case);
  if (into.journal != from.journal || two_papers) return std::nullopt;
  for (const auto& [id, draft] : from.drafts) {
    const auto [here, taken] = into.drafts.emplace(id, draft);
    if (!taken && !Same(here->second, draft)) return std::nullopt;
  }
  if (from.HasPaper()) into.loose.paper_case = from.loose.paper_case;
  JoinNote(into.loose.shift_note, from.loose.shift_note);
  for (const auto& [call_id, text] : from.loose.callback_done)
    JoinNote(into.loose.callback_done[call_id], text);
  return ToJson(into.drafts, into.journal, into.loose);
}

std::optional<std::string> JoinedOutbox(std::string_view mine, std::string_view other) {
  std::string_view rest = other;
  const std::string_view written_for = rest.empty() ? rest : CutLine(rest);
  if (rest.empty()) return std::string(mine);
  std::string_view here = mine;
  const std::string_view journal = here.empty() ? here : CutLine(here);
  if (here.empty()) return std::string(other);
  const std::set<std::string> requests = RequestsOf(here);
  std::string joined(mine);
  if (!joined.ends_with('\n')) joined += '\n';
  while (!rest.empty()) {
    const std::string_view line = CutLine(rest);
    // As consoles wrote it before: the journal stands in the first line alone.
    if (!line.starts_with('{') && written_for != journal) return std::nullopt;
    // Left there by a crash in the middle of this; here it may have been sent since, and says so.
    if (!requests.contains(RequestOf(line)) && joined.find(line) == std::string::npos) joined += line;
  }
  return joined;
}

}  // namespace legevakt::console
