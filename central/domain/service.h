// What central itself tells everybody, and what it writes down of those who look things up. No commands: the
// host calls these. Pure, as decide.h.
#pragma once

#include <cstdint>
#include <string>

#include "central/domain/decide.h"
#include "central/domain/state.h"

namespace legevakt::domain {

// A restart at a time, so that no screen raises a stale alarm then; at_us 0 takes it back (and a central that
// has started takes it back itself). Refused as RED_IS_OPEN (args: count) while a red lacks its
// confirmations, unless `even_with_red`; as BAD_FIELD where the time is past. No events where it is so
// already.
Decision AnnounceRestart(const State& state, std::int64_t at_us, bool even_with_red, const Context& context);
// Reds that lack a confirmation.
int PendingReds(const State& state);

// How the last backup went: verified on its copy at that time, or why not (then the time of the last good one
// stays).
Decision NoteBackup(const State& state, std::int64_t verified_us, const std::string& problem,
                    const Context& context);
// What the check of the journal found, with its revision; empty takes it back.
Decision NoteRecordProblem(const State& state, const std::string& problem, const Context& context);
Decision NoteTraining(const State& state, bool training, const Context& context);

// May this role look for contacts and read them?
bool MayLookUp(v1::Role role);
// Somebody searched: what for in words, why, and how many were found. Refused as NEEDS_REASON without a why,
// as NOT_ALLOWED for the role, as BAD_FIELD where a text is too long.
Decision NoteSearch(const State& state, const std::string& what, const std::string& reason, int found,
                    const Context& context);
// Somebody read a contact, which may have left the state. Whoever has it in hand or answers for it needs no
// reason and leaves no event: that is their work. An administrator may too, who takes it out for somebody.
// Refused as NoteSearch.
Decision NoteReading(const State& state, std::int64_t contact_id, const std::string& reason,
                     const Context& context);

}  // namespace legevakt::domain
