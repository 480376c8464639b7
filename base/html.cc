#include "base/html.h"

#include <sodium.h>

#include <array>

#include "lv_html_style.h"

namespace legevakt::html {
namespace {

// What the policy must name so that this stylesheet, and no other, is used.
std::string StyleHash(std::string_view style) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  const std::string bytes(style);
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)>
      text{};
  sodium_bin2base64(text.data(), text.size(), digest.data(), digest.size(), sodium_base64_VARIANT_ORIGINAL);
  return "'sha256-" + std::string(text.data()) + "'";
}

std::string_view CommonStyle() {
  return embedded::style::Files().front().data;
}

bool Forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7F;
}

}  // namespace

std::string Escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        if (Forbidden(c)) {
          out += "\xEF\xBF\xBD";
        } else {
          out += c;
        }
    }
  }
  return out;
}

// Every ASCII character that is no letter or digit is written as its number: nothing can end the string or
// the stylesheet.
std::string CssString(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x80 || c == ' ' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                       (c >= 'a' && c <= 'z');
    if (plain) {
      out += c;
    } else if (Forbidden(c) || c == '\n') {
      out += "\xEF\xBF\xBD";
    } else {
      out += {'\\', kHex[byte >> 4U], kHex[byte & 15U], ' '};
    }
  }
  return out + "\"";
}

void Writer::Tag(std::string_view tag, Attributes attributes) {
  out_.append("<").append(tag);
  for (const auto& [name, value] : attributes) {
    out_.append(" ").append(name).append("=\"").append(Escape(value)).append("\"");
  }
  out_ += '>';
}

Writer& Writer::Open(std::string_view tag, Attributes attributes) {
  Tag(tag, attributes);
  open_.emplace_back(tag);
  return *this;
}

Writer& Writer::Close() {
  if (open_.empty()) return *this;
  out_.append("</").append(open_.back()).append(">\n");
  open_.pop_back();
  return *this;
}

Writer& Writer::Text(std::string_view text) {
  out_ += Escape(text);
  return *this;
}

Writer& Writer::Leaf(std::string_view tag, std::string_view text, Attributes attributes) {
  Tag(tag, attributes);
  out_.append(Escape(text)).append("</").append(tag).append(">");
  return *this;
}

Writer& Writer::Void(std::string_view tag, Attributes attributes) {
  Tag(tag, attributes);
  return *this;
}

Writer& Writer::Heading(int level, std::string_view text, std::string_view id) {
  const std::string tag = "h" + std::to_string(level);
  if (id.empty()) return Leaf(tag, text);
  return Leaf(tag, text, {{"id", id}});
}

Writer& Writer::Paragraph(std::string_view text, std::string_view css_class) {
  if (css_class.empty()) return Leaf("p", text);
  return Leaf("p", text, {{"class", css_class}});
}

std::string Writer::Take() {
  while (!open_.empty()) Close();
  return std::exchange(out_, {});
}

void OpenTable(Writer& out, std::string_view caption, std::span<const Column> columns,
               std::string_view css_class) {
  if (css_class.empty()) {
    out.Open("table");
  } else {
    out.Open("table", {{"class", css_class}});
  }
  if (!caption.empty()) out.Leaf("caption", caption);
  out.Open("thead").Open("tr");
  for (const Column& column : columns) {
    if (column.number) {
      out.Leaf("th", column.head, {{"scope", "col"}, {"class", "number"}});
    } else {
      out.Leaf("th", column.head, {{"scope", "col"}});
    }
  }
  out.Close().Close().Open("tbody");
}

void Table(Writer& out, std::string_view caption, std::span<const Column> columns,
           std::span<const std::vector<std::string>> rows, std::string_view css_class) {
  OpenTable(out, caption, columns, css_class);
  for (const std::vector<std::string>& row : rows) {
    out.Open("tr");
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool number = i < columns.size() && columns[i].number;
      if (i == 0) {
        out.Leaf("th", row[i], {{"scope", "row"}});
      } else if (number) {
        out.Leaf("td", row[i], {{"class", "number"}});
      } else {
        out.Leaf("td", row[i]);
      }
    }
    out.Close();
  }
  out.Close().Close();
}

std::string Page(const PageInfo& info, std::string_view body) {
  const std::string style = std::string(CommonStyle()) + info.style;
  const std::string policy =
      "default-src 'none'; style-src " + StyleHash(style) + "; base-uri 'none'; form-action 'none'";
  std::string out = "<!DOCTYPE html>\n<html lang=\"";
  out += info.lang == text::Lang::kEn ? "en" : "nb";
  out += "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"";
  out += Escape(policy);
  out += "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += "<meta name=\"referrer\" content=\"no-referrer\">\n<title>";
  out += Escape(info.title);
  out += "</title>\n<style>";
  out += style;
  out += "</style>\n</head>\n<body>\n<main>\n";
  out += body;
  out += "</main>\n</body>\n</html>\n";
  return out;
}

}  // namespace legevakt::html
