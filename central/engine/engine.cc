#include "central/engine/engine.h"

#include <utility>

#include "base/status.h"
#include "central/engine/engine_impl.h"

namespace legevakt::engine {

absl::StatusOr<std::unique_ptr<Engine>> Engine::Open(Options options) {
  auto engine = std::make_unique<EngineImpl>(std::move(options));
  LV_RETURN_IF_ERROR(engine->Replay());
  engine->Start();
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace legevakt::engine
