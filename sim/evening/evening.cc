#include "sim/evening/evening.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/status.h"
#include "sim/evening/people.h"
#include "sim/evening/random.h"
#include "triage/past/csv.h"

namespace legevakt::sim {
namespace {

constexpr int kHourS = 3600;
// A repeated call comes within this of the first.
constexpr std::int64_t kRepeatWithinS = 3 * kHourS;
// Talk of the operator in minutes: lognormal (domain studies: median 6.6, mean 7.8).
constexpr double kTalkMu = 1.89;
constexpr double kTalkSigma = 0.565;

struct Person {
  bool female = false;
  int age_months = 0;
  std::string name;
  std::string national_id;
  std::string phone;
  std::string address;
  std::string municipality;
};

struct Row {
  std::int64_t at_s = 0;
  std::string channel;
  std::string line;
  std::optional<std::int64_t> gives_up_s;
  std::int64_t talk_s = 0;
  int repeat_of = 0;
  std::string relation;
  Person person;
  std::size_t urgency = 0;
  std::string complaint;
  bool injury = false;
  // Cells as they are written; empty where nobody measured.
  std::string consciousness;
  std::string respiration;
  std::string spo2;
  std::string systolic;
  std::string pulse;
  std::string temperature;
  std::string pain;
  // Asked about the rest: "nei", or "vet_ikke".
  std::string denies;
};

class Evening {
 public:
  Evening(const Profile& profile, const EveningOptions& options)
      : profile_(profile), options_(options), random_(options.seed) {}

  std::string Make() {
    DrawArrivals();
    std::string out =
        "ringer_s,klokkeslett,kanal,linje,legger_paa_s,samtale_s,gjelder_rad,kommune,melder,kjonn,alder_mnd,"
        "navn,"
        "fodselsnummer,telefon,adresse,skade,plage,hastegrad,bevissthet,respirasjon,spo2,blodtrykk,puls,"
        "temperatur,"
        "smerte,ellers\n";
    for (const Row& row : rows_) Write(row, out);
    return out;
  }

 private:
  // Thinning: candidates at the highest rate, kept as often as the hour's rate says.
  void DrawArrivals() {
    double highest = 0;
    for (int hour = 0; hour < 24; ++hour) {
      for (const bool weekend : {false, true}) {
        highest = std::max(highest, profile_.CallsInHour(options_.inhabitants, weekend, hour));
      }
    }
    const double end_s = static_cast<double>(options_.hours) * kHourS;
    double at_s = random_.Exponential(kHourS / highest);
    for (; at_s < end_s; at_s += random_.Exponential(kHourS / highest)) {
      const absl::CivilSecond now = options_.start + static_cast<std::int64_t>(at_s);
      const auto weekday = absl::GetWeekday(now);
      const bool weekend = weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
      const double rate = profile_.CallsInHour(options_.inhabitants, weekend, now.hour());
      if (random_.Unit() * highest < rate) Draw(static_cast<std::int64_t>(at_s));
    }
  }

  void Draw(std::int64_t at_s) {
    Row row;
    const Row* before = random_.Percent(profile_.repeat_percent) ? RepeatedOne(at_s) : nullptr;
    if (before != nullptr) {
      row = *before;
      row.repeat_of = static_cast<int>(before - rows_.data()) + 1;
      row.gives_up_s.reset();
    } else {
      DrawPerson(row);
      DrawReason(row);
      DrawChannel(row);
      DrawVitals(row);
    }
    row.at_s = at_s;
    if (row.channel == "telefon") DrawPatience(row);
    row.talk_s =
        std::clamp<std::int64_t>(std::llround(60 * std::exp(random_.Normal(kTalkMu, kTalkSigma))), 45, 3600);
    rows_.push_back(std::move(row));
  }

  const Row* RepeatedOne(std::int64_t at_s) {
    std::vector<const Row*> open;
    for (const Row& row : rows_) {
      if (row.repeat_of == 0 && row.channel == "telefon" && at_s - row.at_s <= kRepeatWithinS)
        open.push_back(&row);
    }
    return open.empty() ? nullptr : random_.Pick(std::span<const Row* const>(open));
  }

  void DrawPerson(Row& row) {
    std::vector<std::int64_t> weights;
    for (const AgeBand& band : profile_.ages) weights.push_back(band.weight);
    const AgeBand& band = profile_.ages[random_.Weighted(weights)];
    Person& person = row.person;
    const auto years = static_cast<int>(random_.Between(band.from_years, band.to_years));
    person.age_months = years * 12 + static_cast<int>(random_.Below(12));
    person.female = random_.Percent(52);
    const auto& names = person.female ? profile_.female_names : profile_.male_names;
    person.name = random_.Pick(std::span(names)) + " " + random_.Pick(std::span(profile_.last_names));
    const absl::CivilMonth born = absl::CivilMonth(options_.start) - person.age_months;
    const Birth birth = {static_cast<int>(born.year()), born.month(),
                         static_cast<int>(random_.Between(1, 28))};
    person.national_id = SyntheticId(birth, person.female, static_cast<unsigned>(random_.Below(250)));
    person.phone = fmt::format("00 00 {:02} {:02}", random_.Between(20, 99), random_.Below(100));
    person.address = fmt::format("{} {}", random_.Pick(std::span(profile_.streets)), random_.Between(1, 80));
    weights.clear();
    for (const auto& [number, weight] : profile_.municipalities) weights.push_back(weight);
    person.municipality = profile_.municipalities[random_.Weighted(weights)].first;
  }

  void DrawReason(Row& row) {
    row.urgency = random_.Weighted(profile_.urgency);
    const int years = row.person.age_months / 12;
    std::vector<std::int64_t> weights;
    for (const Reason& reason : profile_.reasons) {
      const bool fits = reason.from_years <= years && years <= reason.to_years &&
                        (reason.sex.empty() || (reason.sex == "female") == row.person.female);
      weights.push_back(fits ? reason.weights[row.urgency] : 0);
    }
    const Reason& reason = profile_.reasons[random_.Weighted(weights)];
    row.complaint = random_.Pick(std::span(reason.texts));
    row.injury = reason.injury;
    if (reason.fever)
      row.temperature = fmt::format("{:.1f}", std::clamp(random_.Normal(39.0, 0.5), 38.1, 41.0));
  }

  void DrawChannel(Row& row) {
    row.channel = "telefon";
    row.line = "vanlig";
    row.relation = "selv";
    const int years = row.person.age_months / 12;
    if (random_.Percent(profile_.walk_in_percent)) {
      row.channel = "oppmote";
    } else if (random_.Percent(profile_.professional_percent)) {
      row.line = "helsepersonell";
      row.relation = "hjemmetjeneste";
      if (years >= 75 && random_.Percent(50)) row.relation = "sykehjem";
      if (row.urgency == 0 && random_.Percent(40)) {
        row.channel = "amk";
        row.relation = "annen";
      }
      return;
    }
    if (years < 16) row.relation = "forelder";
    if (years >= 16 && random_.Percent(row.urgency == 0 ? 60 : 20)) row.relation = "parorende";
  }

  void DrawPatience(Row& row) {
    const std::int64_t drawn = random_.Below(100);
    if (drawn < profile_.hangs_up_soon_percent) {
      row.gives_up_s = random_.Between(5, 30);
    } else if (drawn < profile_.hangs_up_soon_percent + profile_.hangs_up_later_percent) {
      row.gives_up_s = random_.Between(120, 600);
    }
  }

  // On the telephone hardly anybody can measure; at the door and where there are nurses, most is measured.
  void DrawVitals(Row& row) {
    const bool measured = row.channel != "telefon" || row.line == "helsepersonell";
    const auto draw = [&](double mean, double deviation, double low, double high) -> std::string {
      const double value = std::clamp(random_.Normal(mean, deviation), low, high);
      return random_.Percent(measured ? 85 : 4) ? fmt::format("{:.0f}", value) : "";
    };
    const bool small_child = row.person.age_months < 6 * 12;
    const double worse = row.urgency == 0 ? 1.0 : row.urgency == 1 ? 0.4 : 0.0;
    row.respiration = draw((small_child ? 28 : 16) + 8 * worse, 2, 8, 60);
    row.spo2 = draw(98 - 5 * worse, 1.2, 70, 100);
    row.systolic = draw((small_child ? 95 : 130) - 15 * worse, 14, 60, 230);
    row.pulse = draw((small_child ? 115 : 78) + 28 * worse, 10, 38, 200);
    const std::string temperature = draw(0, 1, 0, 1);
    if (row.temperature.empty() && !temperature.empty()) {
      row.temperature = fmt::format("{:.1f}", std::clamp(random_.Normal(36.9, 0.4), 35.0, 38.0));
    }
    row.consciousness = "vaken";
    if (row.urgency == 0) {
      const std::int64_t drawn = random_.Below(100);
      row.consciousness = drawn < 80 ? "vaken" : drawn < 90 ? "forvirret" : drawn < 95 ? "tale" : "smerte";
    }
    const std::int64_t pain = row.urgency == 2 ? random_.Between(0, 6) : random_.Between(2, 10);
    constexpr std::array<std::int64_t, kUrgencies> kDeniesPercent = {20, 40, 92};
    row.denies = random_.Percent(kDeniesPercent[row.urgency]) ? "nei" : "vet_ikke";
    row.pain = random_.Percent(70) ? std::to_string(pain) : "";
  }

  void Write(const Row& row, std::string& out) const {
    constexpr std::array<const char*, kUrgencies> kLetters = {"A", "H", "V"};
    const absl::CivilSecond at = options_.start + row.at_s;
    const std::string gives_up = row.gives_up_s ? std::to_string(*row.gives_up_s) : "";
    const std::string repeat = row.repeat_of > 0 ? std::to_string(row.repeat_of) : "";
    const Person& person = row.person;
    const std::string cells[] = {std::to_string(row.at_s),
                                 fmt::format("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second()),
                                 row.channel,
                                 row.line,
                                 gives_up,
                                 std::to_string(row.talk_s),
                                 repeat,
                                 person.municipality,
                                 row.relation,
                                 person.female ? "k" : "m",
                                 std::to_string(person.age_months),
                                 person.name,
                                 person.national_id,
                                 person.phone,
                                 person.address,
                                 row.injury ? "ja" : "nei",
                                 row.complaint,
                                 kLetters[row.urgency],
                                 row.consciousness,
                                 row.respiration,
                                 row.spo2,
                                 row.systolic,
                                 row.pulse,
                                 row.temperature,
                                 row.pain,
                                 row.denies};
    bool first = true;
    for (const std::string& cell : cells) {
      if (!first) out += ',';
      first = false;
      out += past::CsvCell(cell, ',');
    }
    out += '\n';
  }

  const Profile& profile_;
  const EveningOptions& options_;
  Random random_;
  std::vector<Row> rows_;
};

}  // namespace

std::string GenerateEvening(const Profile& profile, const EveningOptions& options) {
  return Evening(profile, options).Make();
}

absl::StatusOr<absl::CivilSecond> ParseStart(std::string_view text) {
  absl::CivilSecond start;
  absl::CivilMinute minute;
  const absl::string_view view(text.data(), text.size());
  if (absl::ParseCivilTime(view, &start)) return start;
  if (absl::ParseCivilTime(view, &minute)) return absl::CivilSecond(minute);
  return MakeStatus(absl::StatusCode::kInvalidArgument, std::string(text));
}

}  // namespace legevakt::sim
