// The one way to make an HTML page that stands alone: a sheet to sign, a report to read.
//
// Writer writes well-formed HTML by construction: what is opened is closed, and every text and attribute
// value is escaped. Page() puts a frame around it: language, title, a stylesheet for screen (light and dark)
// and print, and a content security policy that lets the page load nothing and run nothing, whatever a text
// in it says. No script, no font, no picture from elsewhere; figures are drawn with Open("svg", ...).
//
// The policy allows the page's own stylesheet by its hash, so an attribute style="..." has no effect: use a
// class, or in SVG a presentation attribute (fill="#2E7D32").
//
// Thread: each object belongs to one.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace legevakt::html {

// For text between tags and for values in double quotes. Bytes that no XML or HTML document may hold (control
// characters other than tab and line feed) become U+FFFD.
std::string Escape(std::string_view text);

// A string of CSS, quotes included: for `content`.
std::string CssString(std::string_view text);

// Name and value. The name is ours and never from a file.
using Attribute = std::pair<std::string_view, std::string_view>;
using Attributes = std::initializer_list<Attribute>;

class Writer {
 public:
  Writer& Open(std::string_view tag, Attributes attributes = {});
  // The element that was opened last.
  Writer& Close();
  Writer& Text(std::string_view text);
  // An element with nothing but text in it.
  Writer& Leaf(std::string_view tag, std::string_view text, Attributes attributes = {});
  // An element that HTML knows as empty: br, hr, meta, col.
  Writer& Void(std::string_view tag, Attributes attributes = {});
  // A heading of `level` 1-6 with an id to link to; no id where it is empty.
  Writer& Heading(int level, std::string_view text, std::string_view id = {});
  Writer& Paragraph(std::string_view text, std::string_view css_class = {});

  // What was written; elements still open are closed.
  std::string Take();

 private:
  void Tag(std::string_view tag, Attributes attributes);

  std::string out_;
  std::vector<std::string> open_;
};

struct Column {
  std::string head;
  // Set to the right, with figures of one width.
  bool number = false;
};

// A table whose first column names the row. `css_class` may be empty; the caption too.
void Table(Writer& out, std::string_view caption, std::span<const Column> columns,
           std::span<const std::vector<std::string>> rows, std::string_view css_class = {});
// Opens a table with its head; the caller writes rows (tr) and closes tbody and table.
void OpenTable(Writer& out, std::string_view caption, std::span<const Column> columns,
               std::string_view css_class = {});

struct PageInfo {
  text::Lang lang = text::Lang::kNb;
  std::string title;
  // Rules after those that every page has (base/html/page.css names its variables). Ours: texts from a file
  // come into it through CssString() only.
  std::string style;
};

// The whole page. `body` is what a Writer took; it goes into <main>.
std::string Page(const PageInfo& info, std::string_view body);

}  // namespace legevakt::html
