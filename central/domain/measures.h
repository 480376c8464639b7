// Which measures the triage tool allows for a patient. It advises and does not bind: a person may choose
// another, and screens then say that the tool does not name it. Central refuses none for this reason.
#pragma once

#include "central/domain/state.h"
#include "triage/evaluator/tool.h"

namespace legevakt::domain {

// Whether the tool allows this for the contact's complaint at the level that a person has set (not the
// suggested one). `tool`: the one that the contact keeps; null where it is not at hand. True too while nobody
// has assessed the contact, for a level or complaint that the tool does not know, and for what is no matter
// of health.
bool ToolAllows(const triage::Tool* tool, const v1::Contact& contact, v1::Measure measure);

}  // namespace legevakt::domain
