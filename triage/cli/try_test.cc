// `try` as a person meets it: through a terminal, and through pipes with whatever a pipe can bring.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>

#include "triage/cli/testing.h"
#include "triage/cli/try_words.h"
#include "triage/testing/tools.h"

namespace legevakt::triage::cli {
namespace {

using ::testing::HasSubstr;
using testing::Ran;

const std::string kTool = LEGEVAKT_TOOLS_DIR "/legevakt-3.yaml";

// The program on a terminal of its own. Ends it when it goes.
class Terminal {
 public:
  explicit Terminal(const std::string& lang) {
    pid_ = forkpty(&fd_, nullptr, nullptr, nullptr);
    if (pid_ == 0) {
      execl(LEGEVAKT_TRIAGE, "legevakt-triage", "try", kTool.c_str(), "--lang", lang.c_str(), nullptr);
      _exit(127);
    }
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() {
    if (pid_ > 0 && !ended_) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    close(fd_);
  }

  // Waits until the program has written `text`; what it wrote since the last call, up to there and with it.
  std::string Until(const std::string& text) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (seen_.find(text) == std::string::npos && std::chrono::steady_clock::now() < deadline) {
      if (!ReadSome()) break;
    }
    EXPECT_THAT(seen_, HasSubstr(text));
    const std::size_t end = std::min(seen_.find(text), seen_.size());
    const std::string told = seen_.substr(0, end + text.size());
    seen_.erase(0, told.size());
    return told;
  }
  // One line, and what came until the next prompt.
  std::string Answer(const std::string& line) {
    Write(line + "\n");
    // The terminal shows the line itself first.
    Until(line + "\r\n");
    return Until("\r\n> ");
  }
  void Write(const std::string& bytes) {
    EXPECT_EQ(write(fd_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }

  int ExitCode() {
    while (ReadSome()) {
    }
    int status = 0;
    waitpid(pid_, &status, 0);
    ended_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  const std::string& seen() const { return seen_; }

 private:
  bool ReadSome() {
    pollfd poll_fd{fd_, POLLIN, 0};
    if (poll(&poll_fd, 1, 30'000) <= 0) return false;
    std::array<char, 4096> buffer{};
    const ssize_t n = read(fd_, buffer.data(), buffer.size());
    if (n <= 0) return false;
    seen_.append(buffer.data(), static_cast<std::size_t>(n));
    return true;
  }

  int fd_ = -1;
  pid_t pid_ = -1;
  bool ended_ = false;
  std::string seen_;
};

// With `input` on a pipe; stdout and stderr together unless `arguments` says otherwise.
Ran Pipe(const std::string& arguments, const std::string& input) {
  const std::string path = ::testing::TempDir() + "try-input";
  std::ofstream(path, std::ios::binary) << input;
  const std::string command = std::string(LEGEVAKT_TRIAGE) + " try " + kTool + " < " + path + " " + arguments;
  return testing::RunInShell(command);
}

std::string Repeat(const std::string& line, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += line;
  return out;
}

TEST(Try, APersonAtATerminalFindsTheComplaintAndSeesWhyAtEachStep) {
  Terminal terminal("nb");
  EXPECT_THAT(terminal.Until("> "), HasSubstr("Demonstrasjon, ikke klinisk godkjent"));
  EXPECT_THAT(terminal.Answer("xyzzy"), HasSubstr("Ingen kontaktårsak passer"));
  // Case and the beginning of a word are enough; several fit, and a number chooses.
  const std::string list = terminal.Answer("FEBER");
  EXPECT_THAT(list, HasSubstr("1. Feber hos voksen (fever_adult)"));
  EXPECT_THAT(list, HasSubstr("2. Feber hos barn (fever_child)"));
  const std::string first = terminal.Answer("2");
  EXPECT_THAT(first, HasSubstr("Feber hos barn"));
  EXPECT_THAT(first, HasSubstr("Nå: H Haster. Spørsmål som må stilles, er ikke besvart med nei."));
  EXPECT_THAT(first, HasSubstr("Kan bli: fra Vanlig til Akutt"));
  EXPECT_THAT(first, HasSubstr("Må besvares før laveste nivå: "));
  EXPECT_THAT(first, HasSubstr("[J ja, N nei, V vet ikke]"));
  EXPECT_THAT(terminal.Answer("kanskje"), HasSubstr("Svaret er ikke forstått."));
  EXPECT_THAT(terminal.Answer("?"), HasSubstr("Må besvares med nei"));
  EXPECT_THAT(terminal.Answer("tilbake"), HasSubstr("Det er ikke gitt noe svar å ta bort."));
  // A yes to the first safety question settles it.
  terminal.Write("j\n");
  const std::string end = terminal.Until("Ny vurdering etter");
  EXPECT_THAT(end, HasSubstr("Nå: A Akutt. "));
  EXPECT_THAT(end, HasSubstr("Ingen flere svar kan endre hastegraden. Svar gitt: 1."));
  EXPECT_THAT(end, HasSubstr("Ta kontakt igjen"));
  EXPECT_THAT(end, HasSubstr("Tillatt: "));
  EXPECT_EQ(terminal.ExitCode(), 0);
}

TEST(Try, EnglishAndAnAnswerTakenBack) {
  Terminal terminal("en");
  terminal.Until("> ");
  EXPECT_THAT(terminal.Answer("chest_pain"), HasSubstr("Now: H Urgent. "));
  EXPECT_THAT(terminal.Answer("n"), HasSubstr("Can become: from Standard to Immediate"));
  EXPECT_THAT(terminal.Answer("back"), HasSubstr("Is the airway threatened"));
  terminal.Write(" Yes \n");
  EXPECT_THAT(terminal.Until("Answers given: 1."), HasSubstr("Now: A Immediate. "));
  EXPECT_EQ(terminal.ExitCode(), 0);
}

TEST(Try, ControlDAndQuitLeaveWithoutALevel) {
  Terminal terminal("nb");
  terminal.Until("> ");
  terminal.Write("\x04");
  EXPECT_EQ(terminal.ExitCode(), 1);
  EXPECT_THAT(terminal.seen(), HasSubstr("Avsluttet før hastegraden var endelig."));
  EXPECT_EQ(Pipe("2>&1", "slutt\n").exit_code, 1);
  EXPECT_EQ(Pipe("2>&1", "chest_pain\nn\nquit\n").exit_code, 1);
  EXPECT_EQ(Pipe("2>&1", "").exit_code, 1);
  EXPECT_EQ(Pipe("2>&1", "chest_pain").exit_code, 1);
}

TEST(Try, NoToEverythingEndsAtTheLowestLevel) {
  const Ran ran = Pipe("2>&1", "brystsmerter\n" + Repeat("n\n", 14) + Repeat("v\n", 40));
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("Nå: V Vanlig. Ingen kriterier for høyere hastegrad."));
  EXPECT_THAT(ran.out, HasSubstr("Ingen flere svar kan endre hastegraden."));
}

TEST(Try, TheResultAsJsonAloneOnStdout) {
  const Ran ran = Pipe("--json 2>/dev/null", "chest_pain\nv\nj\n");
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  const boost::json::value json = boost::json::parse(ran.out);
  EXPECT_TRUE(json.at("final").as_bool());
  EXPECT_EQ(json.at("level").as_string(), "akutt");
  EXPECT_EQ(json.at("answers").as_object().size(), 2U);
  EXPECT_FALSE(boost::json::parse(Pipe("--json 2>/dev/null", "").out).at("final").as_bool());
}

// Whatever comes: no crash, no level out of thin air, and nothing of it sent back to the terminal.
TEST(Try, NonsenseIsRefusedAndNeverEchoed) {
  std::mt19937 random(7);
  std::string nonsense =
      "chest_pain\n\x1b[2J\x1b]0;x\x07\n" + std::string(200'000, 'j') + "\n\xff\xfe\n99999999999999\n-1\n";
  nonsense.push_back('\0');
  // One long line: no answer of one letter may arise by chance.
  for (int i = 0; i < 20'000; ++i) {
    const char c = static_cast<char>(random() % 256);
    nonsense.push_back(c == '\n' ? ' ' : c);
  }
  const Ran ran = Pipe("2>&1", nonsense);
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(ran.out.find('\xff'), std::string::npos);
  EXPECT_THAT(ran.out, HasSubstr("Svaret er ikke forstått."));
  EXPECT_THAT(ran.out, HasSubstr("Avsluttet før"));
}

TEST(TryWords, FoldingKnowsNorwegianLetters) {
  EXPECT_EQ(Folded("ÆØÅ ABC é×"), "æøå abc é×");
  EXPECT_EQ(Trimmed(" \t x y \r\n"), "x y");
  EXPECT_TRUE(IsWord("JA", "j ja y"));
  EXPECT_FALSE(IsWord("", "j ja y"));
  EXPECT_FALSE(IsWord("j ja", "j ja y"));
  EXPECT_EQ(PositiveNumber("12"), 12U);
  EXPECT_EQ(PositiveNumber("12345"), 0U);
  EXPECT_EQ(PositiveNumber("1x"), 0U);
}

TEST(TryWords, EveryComplaintIsFoundByEachOfItsOwnWords) {
  const auto tool = testing::Shipped("legevakt-3");
  for (std::size_t i = 0; i < tool->complaints().size(); ++i) {
    const Complaint& complaint = tool->complaints()[i];
    EXPECT_THAT(FindComplaints(*tool, complaint.id, text::Lang::kNb), ::testing::ElementsAre(i));
    for (const std::string& word : complaint.words) {
      // What is another's id or name is meant as that one.
      const std::vector<Index> found = FindComplaints(*tool, word, text::Lang::kNb);
      const bool named = found.size() == 1 && (tool->complaints()[found[0]].id == word ||
                                               Folded(tool->complaints()[found[0]].name.nb) == Folded(word));
      if (named) continue;
      EXPECT_THAT(found, ::testing::Contains(i)) << word;
    }
  }
  EXPECT_EQ(FindComplaints(*tool, "", text::Lang::kNb).size(), tool->complaints().size());
  EXPECT_TRUE(FindComplaints(*tool, "?!", text::Lang::kNb).empty());
}

TEST(TryWords, AnswersAsPeopleWriteThem) {
  const auto tool = testing::Shipped("legevakt-3");
  const auto as = [&](std::string_view question, const std::string& line, text::Lang lang = text::Lang::kNb) {
    return AsAnswer(tool->questions()[tool->FindQuestion(question)], line, lang);
  };
  EXPECT_EQ(as("fever", "J"), "yes");
  EXPECT_EQ(as("fever", "nei"), "no");
  EXPECT_EQ(as("fever", "Vet ikke"), "unknown");
  EXPECT_EQ(as("fever", "do not know", text::Lang::kEn), "unknown");
  EXPECT_EQ(as("temperature", "38,5"), "38.5");
  EXPECT_EQ(as("consciousness", "2"), "confusion");
  EXPECT_EQ(as("consciousness", "Reagerer på TILTALE"), "voice");
  EXPECT_EQ(as("consciousness", "9"), "9");
  EXPECT_EQ(as("age", "3 år"), "3 år");
}

}  // namespace
}  // namespace legevakt::triage::cli
