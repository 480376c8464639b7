// What is wrong with the record, of all that was found: what every screen says is the newest, and how many
// there are. Thread: one.
#pragma once

#include <cstddef>
#include <set>
#include <string>

namespace legevakt::engine {

class RecordProblems {
 public:
  // By the engine itself; stays until its end. What was found before, and what comes when there are more than
  // anybody reads, is no news: then false.
  bool Found(std::string sentence);
  // By the check of the whole journal, in place of what it said before; empty where it has found nothing.
  void Reported(std::string sentence);
  // Empty for none.
  std::string Text() const;

 private:
  std::set<std::string> found_;
  std::string last_found_;
  std::string reported_;
  bool reported_is_newest_ = false;
};

}  // namespace legevakt::engine
