// What the pages of a validation and of a comparison share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/html.h"
#include "base/text.h"
#include "triage/past/case_reader.h"
#include "triage/past/figures.h"
#include "triage/past/validation.h"
#include "triage/report/drawing.h"
#include "triage/report/wording.h"

namespace legevakt::report {

// Rules of both pages, the drawings' among them.
std::string PageStyle();

// A name and what it is, in the definition list at the top.
void Fact(html::Writer& out, std::string_view name, std::string_view value);

// Figure, value, interval and k of n for one judge or two. `second` null where there is one.
void FiguresTable(html::Writer& out, const std::vector<Line>& lines, const past::Figures& first,
                  const past::Figures* second, std::string_view first_name, std::string_view second_name,
                  text::Lang lang);

// The same lines as dots, without those that are no share.
std::vector<DotLine> Dots(const std::vector<Line>& lines, const past::Figures& first,
                          const past::Figures* second);

// The tool's levels as a bar, and the reference's (or yardstick's) with the colours of the tool's levels that
// mean the same, or greys where nobody has said.
Bar ToolBar(const triage::Tool& tool, const std::string& label, const std::vector<long>& counts);
Bar ReferenceBar(const past::CodedColumn& levels, const triage::Tool& tool,
                 const std::vector<std::size_t>& same, const std::string& label,
                 const std::vector<long>& counts);
std::vector<long> ColumnSums(const stats::Matrix& matrix);
std::vector<long> RowSums(const stats::Matrix& matrix);

// What was read, what was refused and why.
void ReadingSection(html::Writer& out, const past::CaseFile& file, text::Lang lang);

// A paragraph with a name in front, for the section on methods.
void Method(html::Writer& out, std::string_view name_key, std::string_view text_key, text::Lang lang);

}  // namespace legevakt::report
