#include "console/model/known.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "central/domain/warnings.h"
#include "console/model/format.h"
#include "console/model/search.h"

namespace legevakt::console {
namespace {

// A shorter number (a switchboard's extension, a slip of the hand) says nothing about who it is.
constexpr std::size_t kNumberMin = 5;

std::string Digits(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

// What is compared of the one who rings now.
struct Wanted {
  std::string phone;
  std::string national_id;
  std::string name;
  int age_months = -1;
};

// Ages are told in whole years: "71" today is "71" or "70" for somebody who guesses.
bool SameAge(int a, const v1::Intake& intake) {
  return a < 0 || !intake.has_age_months() || std::abs(a - intake.age_months()) <= 12;
}

bool SamePatient(const Wanted& wanted, const v1::Contact& other) {
  const auto& personal = other.personal();
  if (!wanted.national_id.empty() && Digits(personal.national_id()) == wanted.national_id) return true;
  return !wanted.name.empty() && Fold(personal.name()) == wanted.name &&
         SameAge(wanted.age_months, other.intake());
}

bool SameNumber(const Wanted& wanted, const domain::State& state, const v1::Contact& other) {
  if (wanted.phone.size() < kNumberMin) return false;
  if (domain::ComparablePhone(other.personal().phone()) == wanted.phone) return true;
  return std::any_of(other.call_ids().begin(), other.call_ids().end(), [&](std::int64_t id) {
    const v1::Call* call = state.FindCall(id);
    return call != nullptr && domain::ComparablePhone(call->personal().phone()) == wanted.phone;
  });
}

}  // namespace

std::vector<Known> KnownContacts(const domain::State& state, const v1::Contact& contact,
                                 const IntakeDraft& draft) {
  const Wanted wanted{domain::ComparablePhone(draft.phone), Digits(draft.national_id), Fold(draft.name),
                      ParseAgeMonths(draft.age)};
  std::vector<Known> known;
  if (wanted.phone.empty() && wanted.national_id.empty() && wanted.name.empty()) return known;
  for (const auto& [id, other] : state.contacts) {
    if (id == contact.contact_id() || other.merged_into() == contact.contact_id()) continue;
    if (other.state() == v1::CONTACT_STATE_MERGED) continue;
    const bool patient = SamePatient(wanted, other);
    if (!patient && !SameNumber(wanted, state, other)) continue;
    known.push_back({id, patient ? KnownBy::kPatient : KnownBy::kNumber, domain::IsOpen(other)});
  }
  std::sort(known.begin(), known.end(), [](const Known& a, const Known& b) {
    return std::tuple(!a.open, a.by, -a.contact_id) < std::tuple(!b.open, b.by, -b.contact_id);
  });
  return known;
}

}  // namespace legevakt::console
