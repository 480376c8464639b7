#include "sim/evening/profile.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "base/status.h"
#include "base/yaml.h"
#include "base/yaml_reader.h"
#include "lv_sim_profile.h"

namespace legevakt::sim {
namespace {

constexpr std::int64_t kWeightMax = 1'000'000;
// About 115 days of a year are weekend or holiday.
constexpr double kWeekendDays = 115;
constexpr double kWeekdays = 250;

class Loader {
 public:
  Loader(std::string_view file_name, text::Lang lang) : reader_(file_name, lang) {}

  absl::StatusOr<Profile> Load(const YamlNode& root) {
    reader_.ExpectKeys(root, {"calls_per_1000_year", "weekend_percent", "weekday_hours", "weekend_hours",
                              "urgency", "walk_in_percent", "professional_percent", "repeat_percent",
                              "hangs_up_soon_percent", "hangs_up_later_percent", "ages", "municipalities",
                              "reasons", "female_names", "male_names", "last_names", "streets"});
    profile_.calls_per_1000_year = reader_.Int(root, "calls_per_1000_year", 1, 100'000);
    profile_.weekend_percent = reader_.Int(root, "weekend_percent", 1, 1000);
    ReadHours(root, "weekday_hours", profile_.weekday_hours);
    ReadHours(root, "weekend_hours", profile_.weekend_hours);
    if (const YamlNode* urgency = reader_.Required(root, "urgency"))
      profile_.urgency = ReadUrgency(*urgency, true);
    profile_.walk_in_percent = reader_.Int(root, "walk_in_percent", 0, 100);
    profile_.professional_percent = reader_.Int(root, "professional_percent", 0, 100);
    profile_.repeat_percent = reader_.Int(root, "repeat_percent", 0, 90);
    profile_.hangs_up_soon_percent = reader_.Int(root, "hangs_up_soon_percent", 0, 100);
    profile_.hangs_up_later_percent = reader_.Int(root, "hangs_up_later_percent", 0, 100);
    ReadLists(root);
    if (reader_.ok()) CheckReasons(root);
    if (!reader_.ok()) return reader_.status();
    return std::move(profile_);
  }

 private:
  void ReadHours(const YamlNode& root, std::string_view key, std::array<std::int64_t, 24>& hours) {
    const auto items = reader_.List(root, key, true);
    for (std::size_t i = 0; i < std::min(items.size(), hours.size()); ++i)
      hours[i] = reader_.Int(items[i], 0, 1000);
    if (items.size() != hours.size()) reader_.Problem(root, "sim.profile_hours", {{"key", key}});
  }

  // With `all`, each must be there.
  std::array<std::int64_t, kUrgencies> ReadUrgency(const YamlNode& node, bool all) {
    constexpr std::array<std::string_view, kUrgencies> kKeys = {"akutt", "haster", "vanlig"};
    std::array<std::int64_t, kUrgencies> weights{};
    for (std::size_t i = 0; i < kUrgencies; ++i) {
      weights[i] = all ? reader_.Int(node, kKeys[i], 0, 100) : reader_.IntOr(node, kKeys[i], 0, 0, 1000);
    }
    return weights;
  }

  void ReadLists(const YamlNode& root) {
    for (const YamlNode& node : reader_.List(root, "ages", true)) {
      reader_.ExpectKeys(node, {"from", "to", "weight"});
      const auto from = static_cast<int>(reader_.Int(node, "from", 0, 110));
      const auto to = static_cast<int>(reader_.Int(node, "to", from, 110));
      profile_.ages.push_back({from, to, reader_.Int(node, "weight", 1, kWeightMax)});
    }
    for (const YamlNode& node : reader_.List(root, "municipalities", true)) {
      reader_.ExpectKeys(node, {"number", "weight"});
      profile_.municipalities.emplace_back(reader_.String(node, "number"),
                                           reader_.Int(node, "weight", 1, kWeightMax));
    }
    for (const YamlNode& node : reader_.List(root, "reasons", true))
      profile_.reasons.push_back(ReadReason(node));
    profile_.female_names = reader_.Strings(root, "female_names", true);
    profile_.male_names = reader_.Strings(root, "male_names", true);
    profile_.last_names = reader_.Strings(root, "last_names", true);
    profile_.streets = reader_.Strings(root, "streets", true);
  }

  Reason ReadReason(const YamlNode& node) {
    reader_.ExpectKeys(node, {"texts", "akutt", "haster", "vanlig", "from", "to", "sex", "injury", "fever"});
    Reason reason;
    reason.texts = reader_.Strings(node, "texts", true);
    reason.weights = ReadUrgency(node, false);
    reason.from_years = static_cast<int>(reader_.IntOr(node, "from", 0, 0, 120));
    reason.to_years = static_cast<int>(reader_.IntOr(node, "to", 120, reason.from_years, 120));
    reason.sex = reader_.StringOr(node, "sex", "");
    reason.injury = reader_.BoolOr(node, "injury", false);
    reason.fever = reader_.BoolOr(node, "fever", false);
    return reason;
  }

  // Whoever is drawn must have something to call about, at every urgency.
  void CheckReasons(const YamlNode& root) {
    for (std::size_t urgency = 0; urgency < kUrgencies; ++urgency) {
      for (const AgeBand& band : profile_.ages) {
        for (int years = band.from_years; years <= band.to_years; ++years) {
          const bool any =
              std::any_of(profile_.reasons.begin(), profile_.reasons.end(), [&](const Reason& reason) {
                return reason.weights[urgency] > 0 && reason.sex.empty() && reason.from_years <= years &&
                       years <= reason.to_years;
              });
          if (any) continue;
          reader_.Problem(*root.Find("reasons"), "sim.profile_no_reason", {{"years", std::to_string(years)}});
          return;
        }
      }
    }
  }

  YamlReader reader_;
  Profile profile_;
};

}  // namespace

double Profile::CallsInHour(int inhabitants, bool weekend, int hour) const {
  const double year = static_cast<double>(calls_per_1000_year) * inhabitants / 1000.0;
  const double factor = static_cast<double>(weekend_percent) / 100.0;
  const double weekday = year / (kWeekdays + kWeekendDays * factor);
  const auto& hours = weekend ? weekend_hours : weekday_hours;
  const double share = static_cast<double>(hours[static_cast<std::size_t>(hour)]) / 1000.0;
  return weekday * (weekend ? factor : 1.0) * share;
}

absl::StatusOr<Profile> LoadProfile(std::string_view yaml, std::string_view file_name, text::Lang lang) {
  LV_ASSIGN_OR_RETURN(const YamlNode root, ParseYaml(yaml, file_name, lang));
  return Loader(file_name, lang).Load(root);
}

const Profile& BuiltInProfile() {
  // Checked by a test; a program with a broken one cannot go on.
  static const Profile* const kProfile = [] {
    const auto file = embedded::profile::Files().front();
    auto profile = LoadProfile(file.data, file.path, text::Lang::kEn);
    if (!profile.ok()) std::abort();
    return new Profile(*std::move(profile));
  }();
  return *kProfile;
}

}  // namespace legevakt::sim
