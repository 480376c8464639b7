// What time must do next, derived from the records. Apply takes a record's items out before it changes the
// record and puts the new ones in after.
#pragma once

#include "central/domain/state.h"

namespace legevakt::domain {

void Schedule(State& state, const v1::Call& call);
void Schedule(State& state, const v1::Contact& contact);
void Schedule(State& state, const v1::Mission& mission);
void Schedule(State& state, const v1::PlannedTool& planned);
void Schedule(State& state, const v1::AlarmMark& mark);
void Schedule(State& state, const v1::Help& help);
void Schedule(State& state, const v1::Warning& warning);
void Unschedule(State& state, const v1::Call& call);
void Unschedule(State& state, const v1::Contact& contact);
void Unschedule(State& state, const v1::Mission& mission);
void Unschedule(State& state, const v1::PlannedTool& planned);
void Unschedule(State& state, const v1::AlarmMark& mark);
void Unschedule(State& state, const v1::Help& help);
void Unschedule(State& state, const v1::Warning& warning);

// All of it, from the records.
void RebuildAgenda(State& state);

}  // namespace legevakt::domain
