#include "central/store/replay.h"

#include "central/domain/apply.h"
#include "central/store/row.h"

namespace legevakt::store {

absl::Status Replay(Reader& reader, std::int64_t last, domain::State& state, const See& see) {
  LV_RETURN_IF_ERROR(reader.ScanAll(last, [&](v1::Event&& event) -> absl::Status {
    if (see) see(state, event);
    const absl::Status applied = domain::Apply(state, event);
    return applied.ok() ? applied : BrokenAt(event.revision(), Message(applied));
  }));
  return reader.CheckEnd();
}

}  // namespace legevakt::store
