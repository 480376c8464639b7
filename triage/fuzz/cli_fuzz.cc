// A command line of legevakt-triage with its files, in this process: what is printed goes nowhere.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "triage/fuzz/fuzz.h"

// The program's own main() under another name.
int LegevaktTriageMain(int argc, char** argv);

namespace legevakt::triage::fuzz {
namespace {

class Folder {
 public:
  Folder() : path_("/dev/shm/legevakt-fuzz-" + std::to_string(::getpid())) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string Write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path_ + "/" + name, std::ios::binary) << bytes;
    return path_ + "/" + name;
  }

 private:
  std::string path_;
};

int RunMain(std::vector<std::string> words) {
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return LegevaktTriageMain(static_cast<int>(words.size()), argv.data());
}

std::string CasesFor(const Tool& tool, Source& source) {
  std::string out = "tool: " + tool.id() + "\ncases:\n";
  for (int i = source.Pick(1, 3); i > 0; --i) {
    out += "  - {complaint: " + tool.complaints()[0].id +
           ", because: b, level: " + tool.levels()[source.Byte() % tool.levels().size()].id + "}\n";
  }
  return out;
}

}  // namespace

void FuzzCli(std::string_view bytes) {
  static const Folder kFolder;
  Source source(bytes);
  const int command = source.Pick(0, 9);
  const bool json = source.Chance(2);
  const bool english = source.Chance(2);
  const std::string tool_text = source.Chance(6) ? std::string(source.Rest()) : ToolText(source);
  const std::string tool = kFolder.Write("t.yaml", tool_text);
  const auto loaded = LoadTool(tool_text, "t.yaml").tool;
  std::vector<std::string> words{"legevakt-triage"};
  const auto add = [&](std::initializer_list<std::string> more) { words.insert(words.end(), more); };
  switch (command) {
    case 0:
      add({"lint", tool});
      break;
    case 1:
      add({"eval", tool, "--complaint", "k" + std::to_string(source.Pick(0, 3)), "--answer",
           "q" + std::to_string(source.Pick(0, 4)) + (source.Chance(2) ? "=yes" : "=1")});
      if (source.Chance(2)) add({"--rest-no"});
      break;
    case 2:
      add({"test", tool, "--cases",
           kFolder.Write("c.yaml", loaded ? CasesFor(*loaded, source) : std::string(source.Rest()))});
      if (source.Chance(2)) add({"--list"});
      break;
    case 3:
      add({"diff", tool,
           kFolder.Write("u.yaml", source.Chance(5) ? std::string(source.Rest()) : ToolText(source))});
      break;
    case 4:
      add({"try", tool});
      break;
    case 5:
      add({"sheet", tool});
      break;
    default:
      for (int i = source.Pick(0, 4); i > 0; --i) {
        words.push_back(source.Chance(2) ? tool : std::string(source.Rest().substr(0, 8)));
      }
      break;
  }
  if (json) add({"--json"});
  if (english) add({"--lang", source.Chance(6) ? "xx" : "en"});
  std::string typed = "k0\n";
  for (int i = 0; i < 12; ++i) typed += source.Chance(3) ? "ja\n" : source.Chance(2) ? "n\n" : "1\n";
  std::istringstream in(source.Chance(2) ? typed : std::string(source.Rest()));
  std::ostringstream out;
  std::streambuf* const real_in = std::cin.rdbuf(in.rdbuf());
  std::streambuf* const real_out = std::cout.rdbuf(out.rdbuf());
  std::cin.clear();
  const int code = RunMain(words);
  std::cin.rdbuf(real_in);
  std::cout.rdbuf(real_out);
  Check(code >= 0 && code <= 2, "an exit code of 0, 1 or 2");
}

}  // namespace legevakt::triage::fuzz
