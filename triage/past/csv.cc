#include "triage/past/csv.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_set>
#include <utility>

namespace legevakt::past {
namespace {

// How many bytes of a valid UTF-8 sequence begin at `at`; 0 where none does.
std::size_t SequenceLength(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(i < bytes.size() ? bytes[i] : 0); };
  const std::uint8_t first = byte(at);
  if (first < 0x80) return 1;
  std::size_t length = 0;
  std::uint32_t code = 0;
  if (first >= 0xC2 && first <= 0xDF) length = 2, code = first & 0x1FU;
  if (first >= 0xE0 && first <= 0xEF) length = 3, code = first & 0x0FU;
  if (first >= 0xF0 && first <= 0xF4) length = 4, code = first & 0x07U;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return 0;
    code = (code << 6U) | (byte(at + i) & 0x3FU);
  }
  if (length == 3 && (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF))) return 0;
  if (length == 4 && (code < 0x10000 || code > 0x10FFFF)) return 0;
  return length;
}

bool IsUtf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = SequenceLength(bytes, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

// Walks over the bytes and gives one row after the other.
class Walker {
 public:
  Walker(std::string_view bytes, char delimiter) : bytes_(bytes), delimiter_(delimiter) {}

  bool AtEnd() const { return at_ >= bytes_.size(); }

  // False for an empty line.
  bool Next(CsvRow& row) {
    row = CsvRow{line_, {}};
    const std::size_t start = at_;
    const int start_line = line_;
    if (!ReadRow(row, true)) {
      at_ = start;
      line_ = start_line;
      row.cells.clear();
      ReadRow(row, false);
    }
    return row.cells.size() > 1 || !row.cells.front().empty();
  }

 private:
  // False where a quote was not closed.
  bool ReadRow(CsvRow& row, bool quotes) {
    std::vector<std::size_t> begun;
    for (;;) {
      std::string cell;
      if (quotes && !AtEnd() && bytes_[at_] == '"') {
        begun.push_back(at_);
        if (open_ended_.contains(at_) || !ReadQuoted(cell)) {
          open_ended_.insert(begun.begin(), begun.end());
          return false;
        }
      }
      const std::size_t end =
          std::min(bytes_.find_first_of(std::string{delimiter_, '\n'}, at_), bytes_.size());
      cell += bytes_.substr(at_, end - at_);
      at_ = end;
      row.cells.emplace_back(Trim(ToUtf8(cell)));
      if (AtEnd()) return true;
      const char stop = bytes_[at_++];
      if (stop == '\n') {
        ++line_;
        return true;
      }
    }
  }

  bool ReadQuoted(std::string& cell) {
    ++at_;
    while (!AtEnd()) {
      const char c = bytes_[at_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        cell += c;
      } else if (!AtEnd() && bytes_[at_] == '"') {
        cell += '"';
        ++at_;
      } else {
        return true;
      }
    }
    return false;
  }

  std::string_view bytes_;
  char delimiter_;
  std::size_t at_ = 0;
  int line_ = 1;
  // Quotes that begin a cell from which no end of the row is found: looked at once, however many rows before
  // them come that far. Without it a file of such rows takes the square of its size.
  std::unordered_set<std::size_t> open_ended_;
};

}  // namespace

std::string_view Trim(std::string_view text) {
  const auto starts = [&](std::string_view with) { return text.substr(0, with.size()) == with; };
  const auto ends = [&](std::string_view with) {
    return text.size() >= with.size() && text.substr(text.size() - with.size()) == with;
  };
  constexpr std::string_view kNoBreak = "\xC2\xA0";
  for (;;) {
    if (starts(" ") || starts("\t") || starts("\r")) {
      text.remove_prefix(1);
    } else if (starts(kNoBreak)) {
      text.remove_prefix(2);
    } else if (ends(" ") || ends("\t") || ends("\r")) {
      text.remove_suffix(1);
    } else if (ends(kNoBreak)) {
      text.remove_suffix(2);
    } else {
      return text;
    }
  }
}

std::string ToUtf8(std::string_view bytes) {
  const bool valid = IsUtf8(bytes);
  std::string out;
  out.reserve(bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (byte < 0x20 || byte == 0x7F) {
      out += ' ';
    } else if (byte < 0x80 || valid) {
      out += c;
    } else {
      out += static_cast<char>(0xC0U | (byte >> 6U));
      out += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return out;
}

int CsvTable::Find(std::string_view column) const {
  const auto it = std::find(header.cells.begin(), header.cells.end(), column);
  return it == header.cells.end() ? -1 : static_cast<int>(it - header.cells.begin());
}

CsvTable ReadCsv(std::string_view bytes, char delimiter) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  if (bytes.substr(0, kBom.size()) == kBom) bytes.remove_prefix(kBom.size());
  CsvTable table;
  Walker walker(bytes, delimiter);
  CsvRow row;
  while (!walker.AtEnd()) {
    if (!walker.Next(row)) continue;
    if (table.header.line == 0) {
      table.header = std::move(row);
    } else {
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

std::string CsvCell(std::string_view text, char delimiter) {
  if (text.find_first_of(std::string{delimiter, '"', '\n', '\r'}) == std::string_view::npos)
    return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace legevakt::past
