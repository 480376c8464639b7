#include "central/domain/warnings.h"

#include <set>

namespace legevakt::domain {
namespace {

constexpr std::size_t kNumberDigits = 8;

bool Concerns(const v1::Warning& warning, const std::set<std::string>& phones, const std::string& address) {
  const std::string phone = ComparablePhone(warning.personal().phone());
  if (!phone.empty() && phones.contains(phone)) return true;
  return !address.empty() && ComparableAddress(warning.personal().address()) == address;
}

std::vector<const v1::Warning*> Matching(const State& state, const std::set<std::string>& phones,
                                         const std::string& address) {
  std::vector<const v1::Warning*> found;
  for (const auto& [id, warning] : state.warnings) {
    if (Concerns(warning, phones, address)) found.push_back(&warning);
  }
  return found;
}

}  // namespace

std::string ComparablePhone(std::string_view phone) {
  std::string digits;
  for (const char c : phone) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  if (digits.size() > kNumberDigits) digits.erase(0, digits.size() - kNumberDigits);
  return digits;
}

std::string ComparableAddress(std::string_view address) {
  std::string form;
  for (std::size_t i = 0; i < address.size(); ++i) {
    const auto c = static_cast<unsigned char>(address[i]);
    if (c == ' ' || c == ',' || c == '.' || c == '\t') continue;
    if (c >= 'A' && c <= 'Z') {
      form.push_back(static_cast<char>(c - 'A' + 'a'));
      continue;
    }
    form.push_back(static_cast<char>(c));
    // U+00C0 to U+00DE, Æ, Ø and Å among them, are C3 80 to C3 9E in UTF-8; the small letter is 20 hex above.
    if (c != 0xC3 || i + 1 >= address.size()) continue;
    const auto second = static_cast<unsigned char>(address[++i]);
    const bool capital = second >= 0x80 && second <= 0x9E && second != 0x97;
    form.push_back(static_cast<char>(capital ? second + 0x20 : second));
  }
  return form;
}

std::vector<const v1::Warning*> WarningsFor(const State& state, const v1::Personal& personal) {
  if (state.warnings.empty()) return {};
  std::set<std::string> phones{ComparablePhone(personal.phone())};
  phones.erase("");
  return Matching(state, phones, ComparableAddress(personal.address()));
}

std::vector<const v1::Warning*> WarningsFor(const State& state, const v1::Contact& contact) {
  if (state.warnings.empty()) return {};
  std::set<std::string> phones{ComparablePhone(contact.personal().phone())};
  for (const std::int64_t id : contact.call_ids()) {
    if (const v1::Call* call = state.FindCall(id)) phones.insert(ComparablePhone(call->personal().phone()));
  }
  phones.erase("");
  return Matching(state, phones, ComparableAddress(contact.personal().address()));
}

}  // namespace legevakt::domain
