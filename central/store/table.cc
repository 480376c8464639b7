#include "central/store/table.h"

#include <algorithm>
#include <cctype>
#include <cstdio>

namespace legevakt::store {
namespace {

// A number is no formula: -5 stays -5, and only text comes here.
bool LooksLikeFormula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

void AppendCsvText(std::string_view text, std::string& out) {
  const bool formula = LooksLikeFormula(text);
  if (!formula && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out.append(text);
    return;
  }
  out.push_back('"');
  if (formula) out.push_back('\'');
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

}  // namespace

void AppendCsvHeader(const Table& table, std::string& out) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (i != 0) out.push_back(',');
    out.append(table.columns[i]);
  }
  out.append("\r\n");
}

void AppendCsvRow(const std::vector<Cell>& row, std::string& out) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i != 0) out.push_back(',');
    if (const auto* number = std::get_if<std::int64_t>(&row[i])) {
      out.append(std::to_string(*number));
    } else if (const auto* yes = std::get_if<bool>(&row[i])) {
      out.append(*yes ? "true" : "false");
    } else if (const auto* text = std::get_if<std::string>(&row[i])) {
      AppendCsvText(*text, out);
    }
  }
  out.append("\r\n");
}

void AppendJsonText(std::string_view text, std::string& out) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      out.append(escape);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

void AppendJsonRow(const Table& table, const std::vector<Cell>& row, std::string& out) {
  out.push_back('{');
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i != 0) out.push_back(',');
    AppendJsonText(table.columns[i], out);
    out.push_back(':');
    if (const auto* number = std::get_if<std::int64_t>(&row[i])) {
      out.append(std::to_string(*number));
    } else if (const auto* yes = std::get_if<bool>(&row[i])) {
      out.append(*yes ? "true" : "false");
    } else if (const auto* text = std::get_if<std::string>(&row[i])) {
      AppendJsonText(*text, out);
    } else {
      out.append("null");
    }
  }
  out.push_back('}');
}

Cell WordOf(const google::protobuf::EnumDescriptor& type, int value) {
  if (value == 0) return {};
  const auto* found = type.FindValueByNumber(value);
  // A value of a later version.
  if (found == nullptr) return std::to_string(value);
  // Every enum's zero is named <PREFIX>UNSPECIFIED.
  const std::size_t prefix = type.value(0)->name().size() - std::string_view("UNSPECIFIED").size();
  std::string word = found->name().substr(prefix);
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return word;
}

Cell NumberOrEmpty(std::int64_t value) {
  return value == 0 ? Cell() : Cell(value);
}

Cell TextOrEmpty(std::string_view text) {
  return text.empty() ? Cell() : Cell(std::string(text));
}

}  // namespace legevakt::store
