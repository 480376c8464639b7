// The floor of the console's benchmarks: the least that ImGui itself asks for to show as many rows as the
// queue, with as many columns as it has texts.
#pragma once

#include <imgui.h>
#include <time.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace legevakt::console::bench {

// `first` is the number of the first row: with another one the picture is another.
inline void BareTable(int rows, int first = 0) {
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::Begin("bare", nullptr, ImGuiWindowFlags_NoDecoration);
  if (ImGui::BeginTable("rows", 8, ImGuiTableFlags_ScrollY)) {
    ImGuiListClipper clipper;
    clipper.Begin(rows);
    while (clipper.Step()) {
      for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
        ImGui::TableNextRow();
        for (int column = 0; column < 8; ++column) {
          ImGui::TableSetColumnIndex(column);
          ImGui::Text("Rad %d, felt %d", first + row, column);
        }
      }
    }
    ImGui::EndTable();
  }
  ImGui::End();
}

// Of this thread, or of the process with all that the rasteriser takes.
inline double CpuMs(clockid_t clock = CLOCK_THREAD_CPUTIME_ID) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

inline double Percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1,
                         static_cast<std::size_t>(static_cast<double>(values.size()) * share))];
}

}  // namespace legevakt::console::bench
