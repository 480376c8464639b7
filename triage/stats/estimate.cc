#include "triage/stats/estimate.h"

namespace legevakt::stats {

std::string_view Name(Method method) {
  switch (method) {
    case Method::kNone:
      return "none";
    case Method::kWilson:
      return "Wilson score";
    case Method::kFleissCohenEveritt:
      return "Fleiss-Cohen-Everitt";
    case Method::kBonettPrice:
      return "Bonett-Price";
  }
  return "none";
}

}  // namespace legevakt::stats
