// The extract of a contact as a page: for whoever has the right to read it, on a screen and on paper.
#include <string>
#include <vector>

#include "base/html.h"
#include "central/store/contact_extract.h"

namespace legevakt::store {
namespace {

using google::protobuf::RepeatedPtrField;

constexpr std::string_view kStyle = R"css(
main { max-width: 64rem; }
.wrong { text-decoration: line-through; }
.before { color: var(--soft); }
td dl { grid-template-columns: minmax(7rem, max-content) 1fr; gap: .1rem .75rem; margin: 0; }
section.entry { break-inside: avoid; margin: 0 0 1.2rem; }
td.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
@media print { main { max-width: none; padding: 0; } h2 { margin-top: 1.5rem; } }
)css";

class Page {
 public:
  explicit Page(const v1::ContactExtract& extract)
      : extract_(extract), lang_(extract.lang() == "en" ? text::Lang::kEn : text::Lang::kNb) {}

  std::string Make() {
    const std::string id = std::to_string(extract_.contact_id());
    const std::string title = text::Format(lang_, "extract.title", {{"id", id}});
    out_.Heading(1, title);
    out_.Paragraph(text::Format(lang_, "extract.lead",
                                {{"centre", extract_.centre()},
                                 {"time", Wall(extract_.as_of())},
                                 {"revision", std::to_string(extract_.revision())},
                                 {"journal", extract_.journal_id()}}),
                   "soft");
    if (HasWrongPatient()) out_.Paragraph(Say("extract.wrong_patient_notice"), "notice");
    out_.Heading(2, Say("extract.section_contact"));
    Items(extract_.facts());
    Section("extract.section_calls", extract_.calls());
    Section("extract.section_assessments", extract_.assessments());
    Section("extract.section_missions", extract_.missions());
    Section("extract.section_consults", extract_.consults());
    Section("extract.section_notes", extract_.notes());
    Section("extract.section_corrections", extract_.corrections());
    Log();
    return html::Page({.lang = lang_, .title = title, .style = std::string(kStyle)}, out_.Take());
  }

 private:
  std::string Say(std::string_view key) const { return std::string(text::Get(lang_, key)); }

  // "2026-11-21T19:02:11.123+01:00" is "21.11.2026 19:02:11".
  static std::string Wall(const std::string& iso) {
    if (iso.size() < 19) return iso;
    return iso.substr(8, 2) + "." + iso.substr(5, 2) + "." + iso.substr(0, 4) + " " + iso.substr(11, 8);
  }

  static std::string Who(const v1::ExtractEntry& entry) {
    std::string who = entry.name().empty() ? entry.user_id() : entry.name();
    if (!entry.role().empty() && !who.empty()) who += ", " + entry.role();
    return who.empty() ? entry.role() : who;
  }

  bool HasWrongPatient() const {
    for (const auto* entries : {&extract_.assessments(), &extract_.notes()}) {
      for (const v1::ExtractEntry& entry : *entries) {
        if (entry.wrong_patient()) return true;
      }
    }
    return false;
  }

  void Items(const RepeatedPtrField<v1::ExtractItem>& items) {
    if (items.empty()) return;
    out_.Open("dl");
    for (const v1::ExtractItem& item : items) {
      out_.Leaf("dt", item.label());
      out_.Open("dd").Text(item.value());
      if (!item.before().empty()) {
        out_.Text(" ").Leaf("span", text::Format(lang_, "extract.before", {{"before", item.before()}}),
                            {{"class", "before"}});
      }
      out_.Close();
    }
    out_.Close();
  }

  void Section(std::string_view key, const RepeatedPtrField<v1::ExtractEntry>& entries) {
    out_.Heading(2, Say(key));
    if (entries.empty()) out_.Paragraph(Say("extract.none"), "soft");
    for (const v1::ExtractEntry& entry : entries) {
      out_.Open("section", {{"class", "entry"}});
      const std::string head = Wall(entry.at()) + "  " + entry.what();
      if (entry.wrong_patient()) {
        out_.Leaf("h3", head + " [" + Say("domain.wrong_patient") + "]", {{"class", "wrong"}});
      } else {
        out_.Heading(3, head);
      }
      if (!Who(entry).empty()) out_.Paragraph(Who(entry), "soft");
      Items(entry.items());
      out_.Close();
    }
  }

  void Log() {
    out_.Heading(2, Say("extract.section_log"));
    const std::vector<html::Column> columns = {{.head = Say("extract.head_revision"), .number = true},
                                               {.head = Say("extract.head_time")},
                                               {.head = Say("extract.head_who")},
                                               {.head = Say("extract.head_what")}};
    html::OpenTable(out_, "", columns);
    for (const v1::ExtractEntry& entry : extract_.log()) {
      out_.Open("tr");
      out_.Leaf("th", std::to_string(entry.revision()), {{"scope", "row"}, {"class", "number"}});
      out_.Leaf("td", Wall(entry.at()), {{"class", "time"}});
      out_.Leaf("td", Who(entry));
      out_.Open("td").Text(entry.what());
      Items(entry.items());
      out_.Close().Close();
    }
    out_.Close().Close();
  }

  const v1::ContactExtract& extract_;
  const text::Lang lang_;
  html::Writer out_;
};

}  // namespace

std::string ExtractAsPage(const v1::ContactExtract& extract) {
  return Page(extract).Make();
}

}  // namespace legevakt::store
