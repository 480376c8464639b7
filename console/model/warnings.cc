#include "console/model/warnings.h"

#include "console/model/known.h"
#include "console/model/search.h"

namespace legevakt::console {

std::vector<const v1::Warning*> WarningsFor(const domain::State& state, const IntakeDraft& draft) {
  std::vector<const v1::Warning*> warnings;
  if (state.warnings.empty()) return warnings;
  const std::string phone = PhoneDigits(draft.phone);
  const std::string address = Fold(draft.address);
  for (const auto& [id, warning] : state.warnings) {
    const auto& about = warning.personal();
    const bool number = !phone.empty() && PhoneDigits(about.phone()) == phone;
    const bool place = !address.empty() && Fold(about.address()) == address;
    if (number || place) warnings.push_back(&warning);
  }
  return warnings;
}

}  // namespace legevakt::console
