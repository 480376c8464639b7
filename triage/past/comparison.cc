#include "triage/past/comparison.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "triage/stats/kappa.h"
#include "triage/stats/proportion.h"

namespace legevakt::past {
namespace {

using stats::Matrix;
using stats::Pairs;
using triage::Hastegrad;
using triage::Tool;

constexpr std::size_t kHastegrader = 3;

std::size_t PlaceOf(Hastegrad hastegrad) {
  switch (hastegrad) {
    case Hastegrad::kAkutt:
      return 0;
    case Hastegrad::kHaster:
      return 1;
    case Hastegrad::kVanlig:
    case Hastegrad::kUnassessed:
      return 2;
  }
  return 2;
}

bool SameLevels(const Tool& first, const Tool& second) {
  return std::equal(
      first.levels().begin(), first.levels().end(), second.levels().begin(), second.levels().end(),
      [](const triage::Level& a, const triage::Level& b) { return a.hastegrad == b.hastegrad; });
}

std::vector<std::size_t> Places(const Tool& tool, bool by_level) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < tool.levels().size(); ++i)
    places.push_back(by_level ? i : PlaceOf(tool.levels()[i].hastegrad));
  return places;
}

void Count(bool first, bool second, Pairs& pairs) {
  ++(first ? (second ? pairs.both : pairs.only_first) : (second ? pairs.only_second : pairs.neither));
}

Shift ShiftOf(const Pairs& pairs) {
  Shift shift;
  shift.before = stats::Proportion(pairs.both + pairs.only_first, pairs.Total());
  shift.after = stats::Proportion(pairs.both + pairs.only_second, pairs.Total());
  shift.change = stats::PairedDifference(pairs);
  shift.p = stats::McNemarExact(pairs);
  return shift;
}

class Comparer {
 public:
  Comparer(const Tool& first, const Tool& second) : first_(first), second_(second) {}

  Comparison Run(const CaseFile& file) {
    out_.first = Assess(file.cases, first_);
    out_.second = Assess(file.cases, second_);
    out_.by_level = SameLevels(first_, second_);
    out_.first_place = Places(first_, out_.by_level);
    out_.second_place = Places(second_, out_.by_level);
    out_.matrix = Matrix(first_.levels().size(), second_.levels().size());
    for (std::size_t i = 0; i < out_.first.size(); ++i)
      out_.matrix.Add(out_.first[i].result.level, out_.second[i].result.level);
    AddAgreement();
    AddShifts();
    AddChanges();
    AddComplaints();
    return std::move(out_);
  }

 private:
  std::size_t FirstPlace(std::size_t row) const { return out_.first_place[out_.first[row].result.level]; }
  std::size_t SecondPlace(std::size_t row) const { return out_.second_place[out_.second[row].result.level]; }
  Hastegrad FirstHastegrad(std::size_t row) const {
    return first_.levels()[out_.first[row].result.level].hastegrad;
  }
  Hastegrad SecondHastegrad(std::size_t row) const {
    return second_.levels()[out_.second[row].result.level].hastegrad;
  }

  void AddAgreement() {
    const std::size_t levels = out_.by_level ? first_.levels().size() : kHastegrader;
    Matrix shared(levels, levels);
    for (std::size_t i = 0; i < out_.first.size(); ++i) shared.Add(FirstPlace(i), SecondPlace(i));
    out_.agreement = stats::Proportion(shared.Diagonal(), shared.Total());
    out_.kappa = stats::QuadraticKappa(shared);
  }

  void AddShifts() {
    for (std::size_t place = 0; place < kHastegrader; ++place) {
      Pairs pairs;
      for (std::size_t i = 0; i < out_.first.size(); ++i)
        Count(PlaceOf(FirstHastegrad(i)) == place, PlaceOf(SecondHastegrad(i)) == place, pairs);
      out_.hastegrad[place] = ShiftOf(pairs);
    }
  }

  void AddChanges() {
    for (std::size_t i = 0; i < out_.first.size(); ++i) {
      if (SecondPlace(i) < FirstPlace(i)) out_.up.push_back(i);
      if (SecondPlace(i) > FirstPlace(i)) out_.down.push_back(i);
    }
    const auto size = [&](std::size_t i) {
      return std::max(FirstPlace(i), SecondPlace(i)) - std::min(FirstPlace(i), SecondPlace(i));
    };
    for (auto* list : {&out_.up, &out_.down}) {
      std::stable_sort(list->begin(), list->end(),
                       [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
    }
  }

  void AddComplaints() {
    struct Part {
      ComplaintShift shift;
      Pairs red;
    };
    std::map<triage::Index, Part> parts;
    for (std::size_t i = 0; i < out_.first.size(); ++i) {
      Part& part = parts[out_.first[i].complaint];
      ++part.shift.n;
      if (SecondPlace(i) < FirstPlace(i)) ++part.shift.up;
      if (SecondPlace(i) > FirstPlace(i)) ++part.shift.down;
      Count(FirstHastegrad(i) == Hastegrad::kAkutt, SecondHastegrad(i) == Hastegrad::kAkutt, part.red);
    }
    for (auto& [complaint, part] : parts) {
      part.shift.complaint = complaint;
      part.shift.red = ShiftOf(part.red);
      out_.by_complaint.push_back(part.shift);
    }
    std::stable_sort(out_.by_complaint.begin(), out_.by_complaint.end(), [](const auto& a, const auto& b) {
      return std::pair(a.up + a.down, a.n) > std::pair(b.up + b.down, b.n);
    });
  }

  const Tool& first_;
  const Tool& second_;
  Comparison out_;
};

}  // namespace

std::optional<Comparison> Compare(const CaseFile& file, const ColumnMap& map, const Tool& first,
                                  const Tool& second, const ValidateOptions& options) {
  Comparison out = Comparer(first, second).Run(file);
  if (!file.has_reference) return out;
  AgainstReference against;
  const auto a = Judge(out.first, map, first, options);
  const auto b = Judge(out.second, map, second, options);
  if (!a || !b) return std::nullopt;
  against.first = *a;
  against.second = *b;
  for (std::size_t i = 0; i < out.first.size(); ++i) {
    const int reference = out.first[i].row->reference;
    if (reference == 0) continue;
    const bool urgent = static_cast<std::size_t>(reference) <= a->scales.urgent_reference;
    Count((out.first[i].result.level < a->scales.urgent_judge) == urgent,
          (out.second[i].result.level < b->scales.urgent_judge) == urgent,
          urgent ? against.urgent : against.not_urgent);
  }
  if (against.first.figures.n > 0) out.reference = std::move(against);
  return out;
}

}  // namespace legevakt::past
