#include "console/testing/draw_dump.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace legevakt::console::testing {
namespace {

using ui::Role;
using ui::Ui;

constexpr std::array kRoles = {
    std::pair{Role::kBackground, "background"},
    std::pair{Role::kPanel, "panel"},
    std::pair{Role::kField, "field"},
    std::pair{Role::kText, "text"},
    std::pair{Role::kTextDim, "dim"},
    std::pair{Role::kBorder, "border"},
    std::pair{Role::kRule, "rule"},
    std::pair{Role::kAccent, "accent"},
    std::pair{Role::kOnAccent, "on-accent"},
    std::pair{Role::kSelected, "selected"},
    std::pair{Role::kOnSelected, "on-selected"},
    std::pair{Role::kFocus, "focus"},
    std::pair{Role::kHigh, "high"},
    std::pair{Role::kOnHigh, "on-high"},
    std::pair{Role::kMedium, "medium"},
    std::pair{Role::kOnMedium, "on-medium"},
    // Low and good are one colour, as the two blacks are.
    std::pair{Role::kLow, "low"},
};
static_assert(kRoles.size() + 1 == static_cast<std::size_t>(Role::kCount));

struct Glyph {
  const char* font;
  const ImFont* of;
  const ImFontGlyph* glyph;
};

// A glyph of one font has a place of its own in the atlas.
using UvKey = std::tuple<float, float, float, float>;

std::map<UvKey, Glyph> GlyphsOf(const Ui& ui) {
  std::map<UvKey, Glyph> glyphs;
  const auto add = [&glyphs](const ImFont* font, const char* name) {
    if (font == nullptr) return;
    for (const ImFontGlyph& glyph : font->Glyphs)
      if (glyph.Visible) glyphs[{glyph.U0, glyph.V0, glyph.U1, glyph.V1}] = {name, font, &glyph};
  };
  add(ui.fonts.small, "small");
  add(ui.fonts.small_bold, "small-bold");
  add(ui.fonts.body, "body");
  add(ui.fonts.bold, "bold");
  add(ui.fonts.title, "title");
  add(ui.fonts.clock, "clock");
  add(ui.fonts.board, "board");
  add(ui.fonts.board_huge, "board-huge");
  return glyphs;
}

// The soft edges lie halfway between two pixels, give or take what another processor's sine makes of them:
// all of these go down.
int Whole(float value) {
  constexpr float kGiveOrTake = 1.0F / 64;
  return static_cast<int>(std::floor(value + 0.5F - kGiveOrTake));
}

std::string Place(ImVec2 at) {
  return std::to_string(Whole(at.x)) + "," + std::to_string(Whole(at.y));
}

std::string Size(ImVec2 min, ImVec2 max) {
  return std::to_string(Whole(max.x) - Whole(min.x)) + "x" + std::to_string(Whole(max.y) - Whole(min.y));
}

class Dump {
 public:
  explicit Dump(const Ui& ui) : ui_(ui), glyphs_(GlyphsOf(ui)) {}

  void Add(const ImDrawList& list) {
    for (const ImDrawCmd& command : list.CmdBuffer) {
      if (command.ElemCount == 0) continue;
      EndText();
      const ImVec2 min{command.ClipRect.x, command.ClipRect.y};
      const ImVec2 max{command.ClipRect.z, command.ClipRect.w};
      Line("in " + Place(min) + " " + Size(min, max));
      const ImDrawVert* const vertices = list.VtxBuffer.Data + command.VtxOffset;
      Primitives({list.IdxBuffer.Data + command.IdxOffset, command.ElemCount}, vertices);
    }
    EndText();
  }
  std::string Take() { return std::move(text_); }

 private:
  struct Run {
    const Glyph* font = nullptr;
    ImU32 colour = 0;
    ImVec2 start{0, 0};
    // Where the next letter of the run stands.
    float pen = 0;
    float line = 0;
    std::string words;
  };

  // ImGui gives each shape vertices of its own: a triangle with none of those so far begins the next one.
  void Primitives(std::span<const ImDrawIdx> indices, const ImDrawVert* vertices) {
    std::size_t begun = 0;
    ImDrawIdx low = indices[0];
    ImDrawIdx high = indices[0];
    for (std::size_t at = 0; at + 2 < indices.size(); at += 3) {
      const auto [least, most] = std::minmax({indices[at], indices[at + 1], indices[at + 2]});
      if (at > begun && least > high) {
        Primitive({vertices + low, static_cast<std::size_t>(high - low + 1)}, (at - begun) / 3);
        begun = at;
        low = least;
      }
      low = std::min(low, least);
      high = at == begun ? most : std::max(high, most);
    }
    Primitive({vertices + low, static_cast<std::size_t>(high - low + 1)}, (indices.size() - begun) / 3);
  }

  void Primitive(std::span<const ImDrawVert> v, std::size_t triangles) {
    const bool quad = v.size() == 4 && triangles == 2;
    if (quad) {
      const auto found = glyphs_.find({v[0].uv.x, v[0].uv.y, v[2].uv.x, v[2].uv.y});
      if (found != glyphs_.end()) return Letter(found->second, v[0]);
    }
    EndText();
    // The soft edge of a shape has the same colour, fading out: it is not part of the bounds.
    ImU32 colour = v[0].col;
    for (const ImDrawVert& each : v)
      if ((each.col >> IM_COL32_A_SHIFT) > (colour >> IM_COL32_A_SHIFT)) colour = each.col;
    ImVec2 min{FLT_MAX, FLT_MAX};
    ImVec2 max{-FLT_MAX, -FLT_MAX};
    for (const ImDrawVert& each : v) {
      if (each.col != colour) continue;
      min = ImMin(min, each.pos);
      max = ImMax(max, each.pos);
    }
    const bool fill = quad && v[0].pos.x == v[3].pos.x && v[0].pos.y == v[1].pos.y;
    std::string line = (fill ? "fill " : "draw ") + Place(min) + " " + Size(min, max) + " " + Colour(colour);
    if (!fill) line += " " + std::to_string(v.size());
    Line(line);
  }

  void Letter(const Glyph& glyph, const ImDrawVert& corner) {
    const float pen = corner.pos.x - glyph.glyph->X0;
    const float line = corner.pos.y - glyph.glyph->Y0;
    const float space = glyph.of->FindGlyph(' ')->AdvanceX;
    const bool goes_on = run_.font != nullptr && run_.font->of == glyph.of && run_.colour == corner.col &&
                         std::abs(run_.line - line) < 0.5F;
    const float spaces = goes_on ? std::round((pen - run_.pen) / space) : 0;
    if (!goes_on || spaces < 0 || spaces > 3 || std::abs(pen - run_.pen - spaces * space) > 0.6F) {
      EndText();
      run_ = {&glyph, corner.col, {pen, line}, pen, line, {}};
    } else {
      run_.words.append(static_cast<std::size_t>(spaces), ' ');
    }
    char utf8[5];
    run_.words += ImTextCharToUtf8(utf8, glyph.glyph->Codepoint);
    run_.pen = pen + glyph.glyph->AdvanceX;
  }

  void EndText() {
    if (run_.font == nullptr) return;
    Line("text " + Place(run_.start) + " " + run_.font->font + " " + Colour(run_.colour) + " " + run_.words);
    run_.font = nullptr;
  }

  // The role's name, with how much of it shows where that is not all; the number where the theme has none.
  std::string Colour(ImU32 colour) const {
    const ui::Rgb rgb = (colour >> IM_COL32_R_SHIFT & 0xFFU) << 16 |
                        (colour >> IM_COL32_G_SHIFT & 0xFFU) << 8 | (colour >> IM_COL32_B_SHIFT & 0xFFU);
    const auto alpha = colour >> IM_COL32_A_SHIFT & 0xFFU;
    const auto role = std::find_if(kRoles.begin(), kRoles.end(),
                                   [&](const auto& each) { return ui_.theme[each.first] == rgb; });
    char number[8];
    std::snprintf(number, sizeof number, "#%06x", rgb);
    std::string name = role == kRoles.end() ? number : role->second;
    if (alpha != 255) name += "/" + std::to_string((alpha * 100 + 127) / 255);
    return name;
  }

  void Line(const std::string& line) { text_ += line + "\n"; }

  const Ui& ui_;
  const std::map<UvKey, Glyph> glyphs_;
  Run run_;
  std::string text_;
};

}  // namespace

std::string DumpFrame(const Ui& ui) {
  Dump dump(ui);
  const ImDrawData* data = ImGui::GetDrawData();
  for (int i = 0; i < data->CmdListsCount; ++i) dump.Add(*data->CmdLists[i]);
  return dump.Take();
}

}  // namespace legevakt::console::testing
