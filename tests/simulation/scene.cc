#include "tests/simulation/scene.h"

#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <tuple>

#include "central/domain/apply.h"
#include "central/domain/testing.h"
#include "central/domain/tools.h"
#include "tests/simulation/work.h"
#include "triage/reader/loader.h"

namespace legevakt::simulation {
namespace {

struct Scene : domain::ToolSet {
  std::string yaml;
  std::shared_ptr<const triage::Tool> tool;

  Scene() {
    std::ifstream file(LEGEVAKT_SOURCE_DIR "/tests/simulation/tool.yaml", std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    yaml = bytes.str();
    const triage::LoadResult loaded = triage::LoadTool(yaml, "tool.yaml");
    for (const auto& problem : loaded.problems)
      std::fprintf(stderr, "%s\n", triage::ToString(problem).c_str());
    tool = loaded.tool;
  }
  const triage::Tool* Find(const std::string& tool_hash) const override {
    return tool != nullptr && tool_hash == tool->hash() ? tool.get() : nullptr;
  }
};

class Remembering : public engine::ToolReader {
 public:
  triage::LoadResult Load(std::string_view yaml, std::string_view file_name, text::Lang lang) const override {
    const auto [found, first] = loaded_.try_emplace({std::string(yaml), std::string(file_name), lang});
    if (first) found->second = ToolReader::Load(yaml, file_name, lang);
    return found->second;
  }

 private:
  mutable std::map<std::tuple<std::string, std::string, text::Lang>, triage::LoadResult> loaded_;
};

const Scene& TheScene() {
  static const Scene scene;
  return scene;
}

}  // namespace

const domain::ToolSet& Tools() {
  return TheScene();
}

std::shared_ptr<const engine::ToolReader> TheToolReader() {
  static const auto reader = std::make_shared<const Remembering>();
  return reader;
}

std::vector<v1::Event> FirstEvents(std::int64_t at_us) {
  const Scene& scene = TheScene();
  domain::State state;
  std::vector<v1::Event> events;
  domain::Context context{.now_us = at_us, .actor = MakeActor("system", v1::ROLE_SYSTEM), .tools = &scene};
  const auto take = [&](const v1::Event& event) {
    domain::Apply(state, event).IgnoreError();
    events.push_back(event);
  };
  take(domain::LoadRegion(state, domain::testing::SmallRegion(), context));
  domain::ToolOrder order;
  order.tool.set_tool_hash(scene.tool->hash());
  order.tool.set_tool_id(scene.tool->id());
  order.tool.set_version(scene.tool->version());
  order.tool.set_yaml(scene.yaml);
  order.demonstration = true;
  for (const v1::Event& event : domain::TakeToolIntoUse(state, order, context).events) take(event);
  for (const char* doctor : {"lege-nilsen", "lege-berg"}) {
    v1::Command command;
    command.mutable_set_duty()->set_doctor_id(doctor);
    command.mutable_set_duty()->set_on_duty(true);
    context.actor = MakeActor(doctor, v1::ROLE_DOCTOR);
    for (v1::Event& event : domain::Decide(state, command, 0, context).events) {
      // Before the night: nobody asked for it in this journal.
      *event.mutable_actor() = MakeActor("system", v1::ROLE_SYSTEM);
      take(event);
    }
  }
  return events;
}

}  // namespace legevakt::simulation
