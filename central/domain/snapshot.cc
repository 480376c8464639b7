#include "central/domain/snapshot.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <utility>

#include "base/hash.h"
#include "base/status.h"
#include "central/domain/agenda.h"

namespace legevakt::domain {

v1::StateSnapshot ToSnapshot(const State& state) {
  v1::StateSnapshot snapshot;
  snapshot.set_revision(state.revision);
  snapshot.set_at_us(state.at_us);
  *snapshot.mutable_region() = state.region;
  for (const v1::ToolRecord& tool : state.tools) *snapshot.add_tools() = tool;
  snapshot.set_active_tool_hash(state.active_tool_hash);
  *snapshot.mutable_telephony() = state.telephony;
  *snapshot.mutable_notice() = state.notice;
  for (const auto& [id, call] : state.calls) *snapshot.add_calls() = call;
  for (const auto& [id, contact] : state.contacts) *snapshot.add_contacts() = contact;
  for (const auto& [id, mission] : state.missions) *snapshot.add_missions() = mission;
  for (const auto& [id, duty] : state.duties) *snapshot.add_duties() = duty;
  snapshot.set_invariant_repairs(state.invariant_repairs);
  for (const v1::ToolActivation& activation : state.activations) *snapshot.add_activations() = activation;
  if (state.planned_tool.has_value()) *snapshot.mutable_planned_tool() = *state.planned_tool;
  for (const auto& [id, help] : state.help) *snapshot.add_help() = help;
  for (const auto& [id, mark] : state.alarm_marks) *snapshot.add_alarm_marks() = mark;
  for (const auto& [id, note] : state.shift_notes) *snapshot.add_shift_notes() = note;
  for (const v1::Handover& handover : state.handovers) *snapshot.add_handovers() = handover;
  for (const auto& [id, warning] : state.warnings) *snapshot.add_warnings() = warning;
  return snapshot;
}

State FromSnapshot(v1::StateSnapshot snapshot) {
  State state;
  state.revision = snapshot.revision();
  state.at_us = snapshot.at_us();
  state.region = std::move(*snapshot.mutable_region());
  for (v1::ToolRecord& tool : *snapshot.mutable_tools()) state.tools.push_back(std::move(tool));
  state.active_tool_hash = snapshot.active_tool_hash();
  state.telephony = snapshot.telephony();
  state.notice = snapshot.notice();
  for (v1::Call& call : *snapshot.mutable_calls()) state.calls.emplace(call.call_id(), std::move(call));
  for (v1::Contact& contact : *snapshot.mutable_contacts()) {
    state.contacts.emplace(contact.contact_id(), std::move(contact));
  }
  for (v1::Mission& mission : *snapshot.mutable_missions()) {
    state.missions.emplace(mission.mission_id(), std::move(mission));
  }
  for (v1::DoctorDuty& duty : *snapshot.mutable_duties())
    state.duties.emplace(duty.doctor_id(), std::move(duty));
  state.invariant_repairs = snapshot.invariant_repairs();
  for (v1::ToolActivation& activation : *snapshot.mutable_activations()) {
    state.activations.push_back(std::move(activation));
  }
  if (snapshot.has_planned_tool()) state.planned_tool = std::move(*snapshot.mutable_planned_tool());
  for (v1::Help& help : *snapshot.mutable_help()) state.help.emplace(help.help_id(), std::move(help));
  for (v1::AlarmMark& mark : *snapshot.mutable_alarm_marks()) {
    state.alarm_marks.emplace(AlarmId{mark.alarm().kind(), mark.alarm().subject_id()}, std::move(mark));
  }
  for (v1::ShiftNote& note : *snapshot.mutable_shift_notes()) {
    state.shift_notes.emplace(note.note_id(), std::move(note));
  }
  for (v1::Handover& handover : *snapshot.mutable_handovers()) state.handovers.push_back(std::move(handover));
  for (v1::Warning& warning : *snapshot.mutable_warnings()) {
    state.warnings.emplace(warning.warning_id(), std::move(warning));
  }
  RebuildAgenda(state);
  return state;
}

std::string SnapshotBytes(const State& state) {
  const v1::StateSnapshot snapshot = ToSnapshot(state);
  std::string bytes;
  bytes.reserve(snapshot.ByteSizeLong());
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  snapshot.SerializeWithCachedSizes(&coded);
  coded.Trim();
  return bytes;
}

absl::StatusOr<State> FromSnapshotBytes(std::string_view bytes) {
  v1::StateSnapshot snapshot;
  if (!snapshot.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return MakeStatus(absl::StatusCode::kDataLoss, "the bytes are no snapshot of a state");
  }
  return FromSnapshot(std::move(snapshot));
}

std::string StateHash(const State& state) {
  return ToHex(Blake2b(SnapshotBytes(state)));
}

}  // namespace legevakt::domain
