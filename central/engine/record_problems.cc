#include "central/engine/record_problems.h"

#include <utility>

#include "base/text.h"

namespace legevakt::engine {
namespace {

// Each is an event; whoever has not come by then is not called by one more.
constexpr std::size_t kFoundMax = 100;

}  // namespace

bool RecordProblems::Found(std::string sentence) {
  if (found_.size() >= kFoundMax || !found_.insert(sentence).second) return false;
  last_found_ = std::move(sentence);
  reported_is_newest_ = false;
  return true;
}

void RecordProblems::Reported(std::string sentence) {
  if (sentence == reported_) return;
  reported_ = std::move(sentence);
  reported_is_newest_ = !reported_.empty();
}

std::string RecordProblems::Text() const {
  const std::string& newest = reported_is_newest_ || last_found_.empty() ? reported_ : last_found_;
  const std::size_t count = found_.size() + (reported_.empty() ? 0 : 1);
  if (count <= 1) return newest;
  return text::Format(text::Lang::kNb, "central.record_problems",
                      {{"what", newest}, {"count", std::to_string(count)}});
}

}  // namespace legevakt::engine
