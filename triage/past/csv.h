// Reads the comma-separated files of the world as they are: any delimiter, CRLF or LF, a BOM, quotes that are
// doubled or never closed, Latin-1 bytes in what should be UTF-8, rows with too few or too many cells.
// Every byte sequence gives a table; what is odd is for the one who reads the cells. Thread: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace legevakt::past {

struct CsvRow {
  // Of the row's first line in the file, from 1.
  int line = 0;
  // Valid UTF-8, spaces at the ends taken off.
  std::vector<std::string> cells;
};

struct CsvTable {
  // The first row that is not empty.
  CsvRow header;
  std::vector<CsvRow> rows;

  // The position of a column; -1 where there is none.
  int Find(std::string_view column) const;
};

// Lines without any character are skipped. A quote that is never closed is a character like any other.
CsvTable ReadCsv(std::string_view bytes, char delimiter);

// The bytes where they are valid UTF-8, else each byte over 0x7F taken as Latin-1. Control characters become
// spaces.
std::string ToUtf8(std::string_view bytes);

// Without spaces, tabs and no-break spaces at the ends.
std::string_view Trim(std::string_view text);

// A cell for writing: in quotes where it needs them.
std::string CsvCell(std::string_view text, char delimiter);

}  // namespace legevakt::past
