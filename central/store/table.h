// Tables for reports: rows of cells, written as CSV or as JSON objects.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace legevakt::store {

// Empty (not known), a whole number, yes or no, text.
using Cell = std::variant<std::monostate, std::int64_t, bool, std::string>;

struct Table {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
};

// RFC 4180 with a header row, comma, CRLF, UTF-8. Text that a spreadsheet would take for a formula gets an
// apostrophe before it.
void AppendCsvHeader(const Table& table, std::string& out);
void AppendCsvRow(const std::vector<Cell>& row, std::string& out);

// {"column": value, ...}; an empty cell is null.
void AppendJsonRow(const Table& table, const std::vector<Cell>& row, std::string& out);
void AppendJsonText(std::string_view text, std::string& out);

// The lower-case word of a protobuf enum's value without the enum's name: HASTEGRAD_AKUTT is "akutt". Empty
// cell for "unspecified".
Cell WordOf(const google::protobuf::EnumDescriptor& type, int value);
template <typename Enum>
Cell WordOf(Enum value) {
  return WordOf(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

// 0 and the empty text are "not known".
Cell NumberOrEmpty(std::int64_t value);
Cell TextOrEmpty(std::string_view text);

}  // namespace legevakt::store
