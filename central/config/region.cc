#include "central/config/region.h"

#include <absl/time/time.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/limits.h"
#include "base/yaml_reader.h"
#include "central/config/calendar.h"
#include "central/config/coverage.h"
#include "central/config/region_words.h"

namespace legevakt::config {
namespace {

constexpr int kIdLength = 32;
constexpr std::size_t kGapsShown = 3;

// Reads one file; every method notes problems in `reader_` and goes on.
class RegionFile {
 public:
  RegionFile(std::string_view file_name, const RegionOptions& options)
      : reader_(file_name, options.lang), options_(options) {}

  absl::StatusOr<v1::Region> Read(const YamlNode& root, std::string_view bytes);

 private:
  void ReadTimeZone(const YamlNode& root);
  void ReadMunicipality(const YamlNode& node);
  void ReadStation(const YamlNode& node);
  void ReadDoctor(const YamlNode& node);
  void ReadStaff(const YamlNode& node);
  void ReadDirectoryEntry(const YamlNode& node);
  void ReadTargets(const YamlNode& root);
  void CheckReferences();
  void CheckCoverage(const YamlNode& doctors);

  std::string Id(const YamlNode& map, std::string_view key, std::map<std::string, int>& seen);
  std::string Number(const YamlNode& node);
  WeeklyTime Weekly(const YamlNode& node);
  std::vector<UtcInterval> OpeningHours(const YamlNode& node);
  // Remembers that `value` must be one of `known` once the whole file is read.
  void Refer(const YamlNode& map, std::string_view key, const std::map<std::string, int>& known);
  std::string LocalTime(std::int64_t at_us) const;

  struct Reference {
    const YamlNode* node;
    const std::map<std::string, int>* known;
  };

  YamlReader reader_;
  RegionOptions options_;
  v1::Region region_;
  Horizon horizon_;
  // Ids and the line where each stands.
  std::map<std::string, int> stations_;
  std::map<std::string, int> municipalities_;
  std::map<std::string, int> people_;
  std::map<std::string, int> directory_;
  std::vector<Reference> references_;
};

absl::StatusOr<v1::Region> RegionFile::Read(const YamlNode& root, std::string_view bytes) {
  if (!reader_.ExpectKeys(root, {"region", "name", "time_zone", "centre", "amk_phone", "municipalities",
                                 "stations", "doctors", "staff", "directory", "targets", "demonstration"})) {
    return reader_.status();
  }
  std::map<std::string, int> alone;
  region_.set_region_id(Id(root, "region", alone));
  region_.set_name(reader_.String(root, "name"));
  region_.set_amk_phone(reader_.StringOr(root, "amk_phone", "113"));
  region_.set_demonstration(reader_.BoolOr(root, "demonstration", false));
  if (const YamlNode* centre = reader_.Required(root, "centre");
      centre != nullptr && reader_.ExpectKeys(*centre, {"name", "phone"})) {
    region_.set_centre_name(reader_.String(*centre, "name"));
    region_.set_centre_phone(reader_.String(*centre, "phone"));
  }
  ReadTimeZone(root);
  for (const YamlNode& node : reader_.List(root, "municipalities", true)) ReadMunicipality(node);
  for (const YamlNode& node : reader_.List(root, "stations", true)) ReadStation(node);
  for (const YamlNode& node : reader_.List(root, "doctors", true)) ReadDoctor(node);
  for (const YamlNode& node : reader_.List(root, "staff", true)) ReadStaff(node);
  for (const YamlNode& node : reader_.List(root, "directory", false)) ReadDirectoryEntry(node);
  ReadTargets(root);
  CheckReferences();
  // Gaps in a roster that was not understood would only hide the reason.
  if (const YamlNode* doctors = root.Find("doctors"); doctors != nullptr && reader_.ok())
    CheckCoverage(*doctors);
  LV_RETURN_IF_ERROR(reader_.status());

  const std::string horizon = std::to_string(horizon_.from_us()) + " " + std::to_string(horizon_.days);
  region_.set_content_hash(ToHex(Blake2b(bytes, horizon)));
  return std::move(region_);
}

void RegionFile::ReadTimeZone(const YamlNode& root) {
  const std::string name = reader_.StringOr(root, "time_zone", "Europe/Oslo");
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(name, &zone)) {
    const YamlNode* node = root.Find("time_zone");
    reader_.Problem(node == nullptr ? root : *node, "region.unknown_time_zone", {{"name", name}});
  }
  region_.set_time_zone(name);
  horizon_ = Horizon::FromDayOf(options_.from_us, options_.days, zone);
}

std::string RegionFile::Id(const YamlNode& map, std::string_view key, std::map<std::string, int>& seen) {
  const YamlNode* node = reader_.Required(map, key);
  if (node == nullptr) return {};
  std::string id = reader_.String(*node);
  const bool good = id.size() <= kIdLength && std::all_of(id.begin(), id.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                    });
  if (!good) reader_.Problem(*node, "region.bad_id", {{"id", id}});
  const auto [first, fresh] = seen.emplace(id, node->line);
  if (!fresh) reader_.Problem(*node, "region.same_id", {{"id", id}, {"line", std::to_string(first->second)}});
  return id;
}

std::string RegionFile::Number(const YamlNode& node) {
  std::string number = reader_.String(node);
  const bool good = number.size() == 4 &&
                    std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!good) reader_.Problem(node, "region.bad_number", {{"number", number}});
  return number;
}

void RegionFile::Refer(const YamlNode& map, std::string_view key, const std::map<std::string, int>& known) {
  if (const YamlNode* node = map.Find(key); node != nullptr) references_.push_back({node, &known});
}

void RegionFile::CheckReferences() {
  for (const auto& [node, known] : references_) {
    if (node->kind != YamlNode::Kind::kScalar || known->contains(node->scalar)) continue;
    std::vector<std::string_view> names;
    for (const auto& [name, line] : *known) names.emplace_back(name);
    reader_.Problem(*node, "region.unknown_reference",
                    {{"id", node->scalar}, {"suggestion", DidYouMean(reader_.lang(), node->scalar, names)}});
  }
}

void RegionFile::ReadMunicipality(const YamlNode& node) {
  if (!reader_.ExpectKeys(node, {"number", "name", "inhabitants", "station"})) return;
  v1::Municipality& municipality = *region_.add_municipalities();
  if (const YamlNode* number = reader_.Required(node, "number"); number != nullptr) {
    municipality.set_number(Number(*number));
    const auto [first, fresh] = municipalities_.emplace(municipality.number(), number->line);
    if (!fresh) {
      reader_.Problem(*number, "region.same_id",
                      {{"id", municipality.number()}, {"line", std::to_string(first->second)}});
    }
  }
  municipality.set_name(reader_.String(node, "name"));
  municipality.set_inhabitants(static_cast<std::int32_t>(reader_.Int(node, "inhabitants", 0, 2'000'000)));
  municipality.set_station_id(reader_.String(node, "station"));
  Refer(node, "station", stations_);
}

WeeklyTime RegionFile::Weekly(const YamlNode& node) {
  WeeklyTime weekly;
  const auto time = [&](std::string_view key, int& minute) {
    const YamlNode* value = reader_.Required(node, key);
    if (value == nullptr) return;
    const std::string words = reader_.String(*value);
    if (!ParseTimeOfDay(words, minute)) reader_.Problem(*value, "region.bad_time", {{"found", words}});
  };
  if (const YamlNode* days = reader_.Required(node, "days"); days != nullptr) {
    const std::string words = reader_.String(*days);
    if (!ParseDays(words, weekly.days)) reader_.Problem(*days, "region.bad_days", {{"found", words}});
  }
  time("from", weekly.from_minute);
  time("to", weekly.to_minute);
  return weekly;
}

std::vector<UtcInterval> RegionFile::OpeningHours(const YamlNode& node) {
  const YamlNode* open = reader_.Required(node, "open");
  if (open == nullptr) return {};
  if (open->kind == YamlNode::Kind::kScalar) {
    if (open->scalar != "always") reader_.Problem(*open, "region.bad_open", {{"found", open->scalar}});
    return {{horizon_.from_us(), horizon_.to_us()}};
  }
  std::vector<UtcInterval> hours;
  for (const YamlNode& item : reader_.List(node, "open", true)) {
    if (!reader_.ExpectKeys(item, {"days", "from", "to"})) continue;
    const auto expanded = Expand(Weekly(item), horizon_);
    hours.insert(hours.end(), expanded.begin(), expanded.end());
  }
  return Merge(std::move(hours));
}

void RegionFile::ReadStation(const YamlNode& node) {
  if (!reader_.ExpectKeys(node, {"id", "name", "kind", "municipality", "phone", "open", "minutes_from_main"}))
    return;
  v1::Station& station = *region_.add_stations();
  station.set_station_id(Id(node, "id", stations_));
  station.set_name(reader_.String(node, "name"));
  if (const YamlNode* kind = reader_.Required(node, "kind"); kind != nullptr) {
    station.set_kind(kStationKinds.values.at(reader_.OneOf(*kind, kStationKinds.words)));
  }
  station.set_municipality(reader_.String(node, "municipality"));
  Refer(node, "municipality", municipalities_);
  station.set_phone(reader_.StringOr(node, "phone", ""));
  station.set_minutes_from_main(
      static_cast<std::int32_t>(reader_.IntOr(node, "minutes_from_main", 0, 0, 600)));
  for (const UtcInterval& interval : OpeningHours(node)) {
    v1::Interval& open = *station.add_open();
    open.set_from_us(interval.from_us);
    open.set_to_us(interval.to_us);
  }
}

void RegionFile::ReadDoctor(const YamlNode& node) {
  if (!reader_.ExpectKeys(
          node, {"id", "name", "phone", "may_stand_alone", "station", "measures", "areas", "roster"})) {
    return;
  }
  v1::Doctor& doctor = *region_.add_doctors();
  doctor.set_doctor_id(Id(node, "id", people_));
  doctor.set_name(reader_.String(node, "name"));
  doctor.set_phone(reader_.String(node, "phone"));
  doctor.set_may_stand_alone(reader_.BoolOr(node, "may_stand_alone", false));
  doctor.set_station_id(reader_.String(node, "station"));
  Refer(node, "station", stations_);
  for (const YamlNode& measure : reader_.List(node, "measures", true)) {
    doctor.add_measures(kDoctorMeasures.values.at(reader_.OneOf(measure, kDoctorMeasures.words)));
  }
  for (const YamlNode& area : reader_.List(node, "areas", false)) {
    doctor.add_areas(reader_.String(area));
    references_.push_back({&area, &municipalities_});
  }
  for (const YamlNode& item : reader_.List(node, "roster", true)) {
    if (!reader_.ExpectKeys(item, {"days", "from", "to", "duty"})) continue;
    const YamlNode* duty = reader_.Required(item, "duty");
    const std::size_t role = duty == nullptr ? 0 : reader_.OneOf(*duty, kDutyRoles.words);
    for (const UtcInterval& interval : Expand(Weekly(item), horizon_)) {
      v1::Shift& shift = *doctor.add_shifts();
      shift.set_from_us(interval.from_us);
      shift.set_to_us(interval.to_us);
      shift.set_duty_role(kDutyRoles.values.at(role));
    }
  }
  std::sort(doctor.mutable_shifts()->begin(), doctor.mutable_shifts()->end(),
            [](const v1::Shift& a, const v1::Shift& b) { return a.from_us() < b.from_us(); });
}

void RegionFile::ReadStaff(const YamlNode& node) {
  if (!reader_.ExpectKeys(node, {"id", "name", "role", "station"})) return;
  v1::Staff& staff = *region_.add_staff();
  staff.set_user_id(Id(node, "id", people_));
  staff.set_name(reader_.String(node, "name"));
  if (const YamlNode* role = reader_.Required(node, "role"); role != nullptr) {
    staff.set_role(kStaffRoles.values.at(reader_.OneOf(*role, kStaffRoles.words)));
  }
  staff.set_station_id(reader_.StringOr(node, "station", ""));
  Refer(node, "station", stations_);
}

void RegionFile::ReadDirectoryEntry(const YamlNode& node) {
  if (!reader_.ExpectKeys(node, {"id", "kind", "name", "phone", "municipalities", "open", "note"})) return;
  v1::DirectoryEntry& entry = *region_.add_directory();
  entry.set_entry_id(Id(node, "id", directory_));
  if (const YamlNode* kind = reader_.Required(node, "kind"); kind != nullptr) {
    entry.set_kind(kDirectoryKinds.values.at(reader_.OneOf(*kind, kDirectoryKinds.words)));
  }
  entry.set_name(reader_.String(node, "name"));
  entry.set_phone(reader_.String(node, "phone"));
  entry.set_note(reader_.StringOr(node, "note", ""));
  for (const YamlNode& number : reader_.List(node, "municipalities", false)) {
    entry.add_municipalities(reader_.String(number));
    references_.push_back({&number, &municipalities_});
  }
  // Left out or "always": no hours at all, so that it holds beyond the horizon too.
  const YamlNode* open = node.Find("open");
  if (open == nullptr) return;
  const std::vector<UtcInterval> hours = OpeningHours(node);
  if (open->kind == YamlNode::Kind::kScalar) return;
  for (const UtcInterval& interval : hours) {
    v1::Interval& each = *entry.add_open();
    each.set_from_us(interval.from_us);
    each.set_to_us(interval.to_us);
  }
}

void RegionFile::ReadTargets(const YamlNode& root) {
  YamlNode nothing;
  nothing.kind = YamlNode::Kind::kMap;
  const YamlNode* node = root.Find("targets");
  if (node == nullptr) node = &nothing;
  std::vector<std::string_view> keys;
  for (const Target& target : kTargets) keys.push_back(target.key);
  if (!reader_.ExpectKeys(*node, keys)) return;
  for (const Target& target : kTargets) {
    const auto value = reader_.IntOr(*node, target.key, target.fallback, target.min, target.max);
    (region_.mutable_targets()->*target.set)(static_cast<std::int32_t>(value));
  }
}

std::string RegionFile::LocalTime(std::int64_t at_us) const {
  return absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixMicros(at_us), horizon_.zone);
}

void RegionFile::CheckCoverage(const YamlNode& doctors) {
  const auto tell = [&](std::string_view key, std::vector<UtcInterval> gaps) {
    gaps.resize(std::min(gaps.size(), kGapsShown));
    for (const UtcInterval& gap : gaps) {
      reader_.Problem(doctors, key, {{"from", LocalTime(gap.from_us)}, {"to", LocalTime(gap.to_us)}});
    }
  };
  tell("region.no_doctor", WithoutDoctor(region_, horizon_));
  tell("region.no_backup", WithoutBackup(region_, horizon_));
}

}  // namespace

absl::StatusOr<v1::Region> ReadRegion(std::string_view yaml, std::string_view file_name,
                                      const RegionOptions& options) {
  LV_ASSIGN_OR_RETURN(const YamlNode root, ParseYaml(yaml, file_name, options.lang));
  return RegionFile(file_name, options).Read(root, yaml);
}

absl::StatusOr<v1::Region> ReadRegionFile(const std::filesystem::path& file, const RegionOptions& options) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  // Nothing to copy sets the fail bit of the sink; the file itself says whether it could be read.
  if (in) bytes << in.rdbuf();
  if (!in || in.bad() || std::filesystem::is_directory(file)) {
    return MakeStatus(absl::StatusCode::kNotFound,
                      text::Format(options.lang, "region.cannot_read", {{"file", file.native()}}));
  }
  return ReadRegion(bytes.view(), file.native(), options);
}

}  // namespace legevakt::config
