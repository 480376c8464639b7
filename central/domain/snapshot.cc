#include "central/domain/snapshot.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <type_traits>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/status.h"
#include "central/domain/agenda.h"

namespace legevakt::domain {

namespace {

// `add` puts a record into one of the message's lists.
template <typename Add>
void Fill(const State& state, v1::StateSnapshot& snapshot, Add add) {
  snapshot.set_revision(state.revision);
  snapshot.set_at_us(state.at_us);
  *snapshot.mutable_region() = state.region;
  for (const v1::ToolRecord& tool : state.tools) add(tool, *snapshot.mutable_tools());
  snapshot.set_active_tool_hash(state.active_tool_hash);
  *snapshot.mutable_telephony() = state.telephony;
  *snapshot.mutable_notice() = state.notice;
  for (const auto& [id, call] : state.calls) add(call, *snapshot.mutable_calls());
  for (const auto& [id, contact] : state.contacts) add(contact, *snapshot.mutable_contacts());
  for (const auto& [id, mission] : state.missions) add(mission, *snapshot.mutable_missions());
  for (const auto& [id, duty] : state.duties) add(duty, *snapshot.mutable_duties());
  snapshot.set_invariant_repairs(state.invariant_repairs);
  for (const v1::ToolActivation& activation : state.activations) {
    add(activation, *snapshot.mutable_activations());
  }
  if (state.planned_tool.has_value()) *snapshot.mutable_planned_tool() = *state.planned_tool;
  for (const auto& [id, help] : state.help) add(help, *snapshot.mutable_help());
  for (const auto& [id, mark] : state.alarm_marks) add(mark, *snapshot.mutable_alarm_marks());
  for (const auto& [id, note] : state.shift_notes) add(note, *snapshot.mutable_shift_notes());
  for (const v1::Handover& handover : state.handovers) add(handover, *snapshot.mutable_handovers());
  for (const auto& [id, warning] : state.warnings) add(warning, *snapshot.mutable_warnings());
}

// A snapshot that is only read: its records stay the state's, for a copy of them costs more than the bytes.
class LentSnapshot {
 public:
  explicit LentSnapshot(const State& state) {
    Fill(state, snapshot_, [](const auto& record, auto& list) {
      using Record = std::remove_cvref_t<decltype(record)>;
      list.UnsafeArenaAddAllocated(const_cast<Record*>(&record));
    });
  }
  ~LentSnapshot() {
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    const google::protobuf::Reflection& reflection = *snapshot_.GetReflection();
    reflection.ListFields(snapshot_, &fields);
    for (const auto* field : fields) {
      while (field->is_repeated() && reflection.FieldSize(snapshot_, field) > 0) {
        reflection.UnsafeArenaReleaseLast(&snapshot_, field);
      }
    }
  }
  LentSnapshot(const LentSnapshot&) = delete;
  LentSnapshot& operator=(const LentSnapshot&) = delete;
  const v1::StateSnapshot& operator*() const { return snapshot_; }

 private:
  v1::StateSnapshot snapshot_;
};

}  // namespace

v1::StateSnapshot ToSnapshot(const State& state) {
  v1::StateSnapshot snapshot;
  Fill(state, snapshot, [](const auto& record, auto& list) { *list.Add() = record; });
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
  const LentSnapshot lent(state);
  const v1::StateSnapshot& snapshot = *lent;
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
