#include "central/store/history.h"

#include <algorithm>
#include <utility>

#include "central/domain/snapshot.h"
#include "central/store/replay.h"

namespace legevakt::store {
namespace {

// A contact leaves the live state with its missions and its calls: keep what they were.
void KeepArchived(const domain::State& before, std::int64_t contact_id, History& history) {
  const v1::Contact* contact = before.FindContact(contact_id);
  if (contact == nullptr) return;
  history.contacts.insert_or_assign(contact_id, *contact);
  history.facts[contact_id].archived = true;
  for (const std::int64_t id : contact->mission_ids()) {
    if (const v1::Mission* mission = before.FindMission(id)) history.missions.insert_or_assign(id, *mission);
  }
  for (const std::int64_t id : contact->call_ids()) {
    if (const v1::Call* call = before.FindCall(id)) history.calls.insert_or_assign(id, *call);
  }
}

void KeepTool(const v1::ToolRecord& tool, History& history) {
  if (tool.yaml().empty()) return;
  const bool known =
      std::any_of(history.tools.begin(), history.tools.end(),
                  [&](const v1::ToolRecord& other) { return other.tool_hash() == tool.tool_hash(); });
  if (!known) history.tools.push_back(tool);
}

void TakeBack(std::vector<v1::Measure>& measures) {
  if (!measures.empty()) measures.pop_back();
}

void Note(const domain::State& before, const v1::Event& event, History& history) {
  switch (event.what_case()) {
    case v1::Event::kContactArchived:
      KeepArchived(before, event.contact_archived().contact_id(), history);
      break;
    case v1::Event::kContactClosed: {
      ContactFacts& facts = history.facts[event.contact_closed().contact_id()];
      ++facts.times_closed;
      if (facts.decided_us == 0) facts.decided_us = event.at_us();
      facts.measures.push_back(event.contact_closed().measure());
      break;
    }
    case v1::Event::kContactReopened:
      if (event.contact_reopened().undo_of() != 0) {
        ContactFacts& facts = history.facts[event.contact_reopened().contact_id()];
        --facts.times_closed;
        TakeBack(facts.measures);
      }
      break;
    case v1::Event::kMeasureDecided: {
      ContactFacts& facts = history.facts[event.measure_decided().contact_id()];
      facts.decided_us = event.at_us();
      facts.measures.push_back(event.measure_decided().measure());
      break;
    }
    case v1::Event::kMeasureUndone: {
      ContactFacts& facts = history.facts[event.measure_undone().contact_id()];
      facts.decided_us = 0;
      TakeBack(facts.measures);
      break;
    }
    case v1::Event::kToolActivated:
      KeepTool(event.tool_activated().tool(), history);
      break;
    case v1::Event::kToolPlanned:
      KeepTool(event.tool_planned().planned().tool(), history);
      break;
    default:
      break;
  }
}

}  // namespace

absl::StatusOr<History> ReadHistory(Reader& reader) {
  LV_ASSIGN_OR_RETURN(const Meta meta, reader.ReadMeta());
  History history;
  domain::State state;
  LV_RETURN_IF_ERROR(
      Replay(reader, meta.head_revision, state,
             [&](const domain::State& before, const v1::Event& event) { Note(before, event, history); }));
  history.journal_id = meta.journal_id;
  history.revision = meta.head_revision;
  history.state_hash = domain::StateHash(state);
  history.region = state.region;
  // What lives now is newer than what was kept of it.
  for (auto& [id, call] : state.calls) history.calls.insert_or_assign(id, std::move(call));
  for (auto& [id, contact] : state.contacts) history.contacts.insert_or_assign(id, std::move(contact));
  for (auto& [id, mission] : state.missions) history.missions.insert_or_assign(id, std::move(mission));
  return history;
}

}  // namespace legevakt::store
