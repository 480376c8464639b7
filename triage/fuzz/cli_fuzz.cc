// A command line of legevakt-triage with its files, in this process: what is printed goes nowhere.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
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
    return Path(name);
  }
  std::string Path(const std::string& name) const { return path_ + "/" + name; }

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
    out += "  - {complaint: " + tool.complaints()[source.Byte() % tool.complaints().size()].id +
           ", because: b, level: " + tool.levels()[source.Byte() % tool.levels().size()].id + "}\n";
  }
  return out;
}

// Rows for the small map: a code that it knows in most cells, and now and then anything.
std::string RowsFor(Source& source) {
  constexpr std::array<const char*, 12> kCells{"1",          "2",       "3",   "",  "38.5", "53",
                                               "chest pain", "fainted", "abc", "0", "8",    "?"};
  std::string out(SmallMapHeader());
  for (int row = source.Pick(1, 9); row > 0; --row) {
    out += std::to_string(source.Pick(1, 4));
    for (int cell = 1; cell < 16; ++cell)
      out += ";" + std::string(kCells[source.Byte() % (cell > 5 ? 12U : 9U)]);
    out += "\n";
  }
  return out;
}

// What to ask of the program, all of it from the bytes.
class CommandLine {
 public:
  CommandLine(const Folder& folder, Source& source) : folder_(folder), source_(source) {
    small_ = source.Chance(3);
    text_ = small_ ? SmallToolText() : source.Byte() > 230 ? std::string(source.Rest()) : ToolText(source);
    tool_ = folder.Write("t.yaml", text_);
  }

  std::vector<std::string> Words(int command) {
    switch (command) {
      case 0:
        Add({"lint", tool_});
        break;
      case 1:
        Eval();
        break;
      case 2:
        Add({"test", tool_, "--cases", Cases()});
        if (source_.Chance(2)) Add({"--list"});
        break;
      case 3:
        Add({"diff", tool_, folder_.Write("u.yaml", Other())});
        if (source_.Chance(2)) Add({"--cases", Cases()});
        break;
      case 4:
        Add({"try", tool_});
        break;
      case 5:
        Add({"sheet", tool_});
        if (source_.Chance(2)) Add({"--cases", Cases()});
        if (source_.Chance(2)) Add({"--out", folder_.Path("s.html")});
        break;
      case 6:
        Add({"validate", folder_.Write("t.yaml", SmallToolText())});
        Past();
        break;
      case 7:
        Add({"compare", folder_.Write("t.yaml", SmallToolText()), folder_.Write("u.yaml", Changed())});
        Past();
        break;
      default:
        for (int i = source_.Pick(0, 4); i > 0; --i) {
          words_.push_back(source_.Chance(2) ? tool_ : std::string(source_.Rest().substr(0, 8)));
        }
        break;
    }
    if (source_.Chance(2)) Add({"--json"});
    if (source_.Chance(2)) Add({"--lang", source_.Byte() > 240 ? "xx" : "en"});
    return words_;
  }

  std::string Typed() {
    std::string typed = source_.Chance(4) ? "nothing\n" : "";
    typed += small_ ? "x\n" : "k0\n";
    for (int i = 0; i < 14; ++i) typed += source_.Chance(3) ? "j\n" : source_.Chance(2) ? "n\n" : "v\n";
    return source_.Byte() > 230 ? std::string(source_.Rest()) : typed;
  }

 private:
  void Add(std::initializer_list<std::string> more) { words_.insert(words_.end(), more); }

  std::string Other() {
    return source_.Byte() > 230 ? std::string(source_.Rest()) : small_ ? Changed() : ToolText(source_);
  }

  // The small tool with some of its numbers and levels moved.
  std::string Changed() {
    std::string text = SmallToolText();
    for (const char* from :
         {"39.0", "38.0", "red: [faint]", "s >= 2", "high]}", "minutes: 9", "{nb: a, en: a}"}) {
      const std::size_t at = text.rfind(from);
      if (at == std::string::npos || !source_.Chance(3)) continue;
      const std::string_view now = std::string_view(from) == "39.0"           ? "39.5"
                                   : std::string_view(from) == "38.0"         ? "37.5"
                                   : std::string_view(from) == "red: [faint]" ? "yellow: [faint]"
                                   : std::string_view(from) == "s >= 2"       ? "s >= 1"
                                   : std::string_view(from) == "high]}"       ? "high, faint]}"
                                   : std::string_view(from) == "minutes: 9"   ? "minutes: 7"
                                                                              : "{nb: b, en: b}";
      text.replace(at, std::string_view(from).size(), now);
    }
    return text;
  }

  void Eval() {
    Add({"eval", tool_, "--complaint", small_ ? "x" : "k" + std::to_string(source_.Pick(0, 3))});
    constexpr std::array<const char*, 6> kSmall{"wheeze=yes",   "temp=39.4",     "level=high",
                                                "age=2 months", "faint=unknown", "tmp=1"};
    for (int i = source_.Pick(0, 3); i > 0; --i) {
      Add({"--answer", small_
                           ? kSmall[source_.Byte() % kSmall.size()]
                           : "q" + std::to_string(source_.Pick(0, 4)) + (source_.Chance(2) ? "=yes" : "=1")});
    }
    if (source_.Chance(2)) Add({"--rest-no"});
  }

  std::string Cases() {
    const auto loaded = LoadTool(text_, "t.yaml").tool;
    const bool right = loaded != nullptr && source_.Byte() < 230;
    return folder_.Write("c.yaml", right ? CasesFor(*loaded, source_) : std::string(source_.Rest()));
  }

  void Past() {
    const bool right = source_.Byte() < 230;
    Add({"--map", folder_.Write("m.yaml", right ? SmallMapText() : source_.Rest()), "--cases",
         folder_.Write("c.csv", RowsFor(source_))});
    if (source_.Chance(2)) Add({"--html", folder_.Path("r.html")});
    if (source_.Chance(3)) Add({"--rows", std::to_string(source_.Pick(0, 20))});
    if (source_.Chance(4)) Add({"--urgent-reference", std::to_string(source_.Pick(0, 4))});
  }

  const Folder& folder_;
  Source& source_;
  bool small_ = false;
  std::string text_;
  std::string tool_;
  std::vector<std::string> words_{"legevakt-triage"};
};

}  // namespace

void FuzzCli(std::string_view bytes) {
  static const Folder kFolder;
  Source source(bytes);
  const int command = source.Pick(0, 8);
  CommandLine line(kFolder, source);
  const std::vector<std::string> words = line.Words(command);
  std::istringstream in(line.Typed());
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
