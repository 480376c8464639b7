#include "central/domain/measures.h"

namespace legevakt::domain {

static_assert(static_cast<int>(triage::Mode::kAdvice) == v1::MEASURE_ADVICE);
static_assert(static_cast<int>(triage::Mode::kReferred) == v1::MEASURE_REFERRED);

bool ToolAllows(const triage::Tool* tool, const v1::Contact& contact, v1::Measure measure) {
  if (tool == nullptr || measure < v1::MEASURE_ADVICE || measure > v1::MEASURE_REFERRED) return true;
  const triage::Index complaint = tool->FindComplaint(contact.complaint_id());
  const triage::Index level = tool->FindLevel(contact.level_id());
  if (complaint == triage::kNone || level == triage::kNone) return true;
  return tool->ModesFor(complaint, level).Has(static_cast<triage::Mode>(measure));
}

}  // namespace legevakt::domain
