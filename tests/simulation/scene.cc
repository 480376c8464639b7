#include "tests/simulation/scene.h"

#include <array>
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

// A later version: another name for the version, and a rule that people meet.
std::string WithVersion(std::string yaml, const std::string& version, const std::string& fever) {
  const auto put = [&yaml](std::string_view from, const std::string& into) {
    yaml.replace(yaml.find(from), from.size(), into);
  };
  put("version: '1'", "version: '" + version + "'");
  put("temp >= 39.0", "temp >= " + fever);
  return yaml;
}

struct Scene : domain::ToolSet {
  std::array<std::string, kTools> yaml;
  std::map<std::string, std::shared_ptr<const triage::Tool>> tools;

  Scene() {
    std::ifstream file(LEGEVAKT_SOURCE_DIR "/tests/simulation/tool.yaml", std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    yaml = {bytes.str(), WithVersion(bytes.str(), "2", "38.5"), WithVersion(bytes.str(), "3", "40.0")};
    for (const std::string& one : yaml) {
      const triage::LoadResult loaded = triage::LoadTool(one, "tool.yaml");
      for (const auto& problem : loaded.problems)
        std::fprintf(stderr, "%s\n", triage::ToString(problem).c_str());
      if (loaded.tool != nullptr) tools.emplace(loaded.tool->hash(), loaded.tool);
    }
  }
  const triage::Tool* Find(const std::string& tool_hash) const override {
    const auto found = tools.find(tool_hash);
    return found == tools.end() ? nullptr : found->second.get();
  }
};

class Remembering : public engine::ToolReader {
 public:
  triage::LoadResult Load(std::string_view yaml, std::string_view file_name, text::Lang lang) const override {
    const auto [found, first] = loaded_.try_emplace({std::string(yaml), std::string(file_name), lang});
    if (first) found->second = ToolReader::Load(yaml, file_name, lang);
    return found->second;
  }
  engine::ToolIntake Read(std::string_view yaml, std::string_view file_name, text::Lang lang) const override {
    const auto [found, first] = read_.try_emplace({std::string(yaml), std::string(file_name), lang});
    if (first) found->second = ToolReader::Read(yaml, file_name, lang);
    return found->second;
  }
  domain::ToolNews News(std::string_view before, std::string_view after) const override {
    const auto [found, first] = news_.try_emplace({std::string(before), std::string(after)});
    if (first) found->second = ToolReader::News(before, after);
    return found->second;
  }

 private:
  using File = std::tuple<std::string, std::string, text::Lang>;
  mutable std::map<File, triage::LoadResult> loaded_;
  mutable std::map<File, engine::ToolIntake> read_;
  mutable std::map<std::pair<std::string, std::string>, domain::ToolNews> news_;
};

const Scene& TheScene() {
  static const Scene scene;
  return scene;
}

}  // namespace

const domain::ToolSet& Tools() {
  return TheScene();
}

const std::string& ToolYaml(int tool) {
  return TheScene().yaml.at(static_cast<std::size_t>(tool));
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
  order.tool = TheToolReader()->Read(scene.yaml[0], "tool.yaml", text::Lang::kNb).record;
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
