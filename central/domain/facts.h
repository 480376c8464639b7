// What goes into the triage tool besides what was answered: the facts that central knows by itself, and the
// intake's safety questions. Central decides with these; the console shows with them beforehand what central
// will say. Pure functions of the state.
#pragma once

#include <cstdint>
#include <optional>

#include "central/domain/state.h"
#include "triage/evaluator/evaluate.h"

namespace legevakt::domain {

// Nothing where the answer does not fit its question, or is implausible.
std::optional<triage::Value> ValueOf(const triage::Question& question, const v1::Answer& answer);

// Fills every question of `answers` that is not answered yet and that the state answers. `intake` is the
// contact's own, or what somebody is typing and has not saved.
void FillFacts(const State& state, const v1::Contact& contact, const v1::Intake& intake,
               const triage::Tool& tool, std::int64_t now_us, triage::AnswerSet& answers);

}  // namespace legevakt::domain
