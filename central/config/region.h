// Reads the region file: what a site configures about itself. The only place that knows the format;
// central/demo/region.yaml is the commented example.
//
// Weekly rosters and opening hours are local times in the region's time zone; they come out as UTC intervals
// for a horizon. Refused, each with file, line, column, what was expected and what was perhaps meant: what
// YamlReader refuses, ids that are not there or are there twice, an hour of the week without a doctor, and
// one in which a doctor who may not stand alone has nobody behind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/status.h"
#include "base/text.h"
#include "legevakt/v1/region.pb.h"

namespace legevakt::config {

struct RegionOptions {
  // Intervals are made from the local day in which this lies.
  std::int64_t from_us = 0;
  int days = 35;
  text::Lang lang = text::Lang::kNb;
};

// INVALID_ARGUMENT with the problems, one a line. Region.content_hash covers the bytes and the horizon, so
// that a new day's intervals are a new region.
absl::StatusOr<v1::Region> ReadRegion(std::string_view yaml, std::string_view file_name,
                                      const RegionOptions& options);

// NOT_FOUND where the file cannot be read.
absl::StatusOr<v1::Region> ReadRegionFile(const std::filesystem::path& file, const RegionOptions& options);

}  // namespace legevakt::config
