#include "console/model/outbox.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace legevakt::console {
namespace {

std::string_view CutLine(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// The next number of a line; 0 where there is none.
std::int64_t CutNumber(std::string_view& line) {
  std::int64_t number = 0;
  const auto read = std::from_chars(line.data(), line.data() + line.size(), number);
  line.remove_prefix(static_cast<std::size_t>(read.ptr - line.data()));
  if (!line.empty()) line.remove_prefix(1);
  return number;
}

}  // namespace

bool Outbox::MayWait(const v1::Command& command) {
  switch (command.what_case()) {
    case v1::Command::kRecordIntake:
    case v1::Command::kAssessContact:
    case v1::Command::kDecideMeasure:
    case v1::Command::kMakePromise:
    case v1::Command::kAddNote:
    case v1::Command::kEndCall:
    case v1::Command::kCloseContact:
    case v1::Command::kEnterNote:
      return true;
    default:
      return false;
  }
}

void Outbox::Keep(v1::ExecuteRequest request, const Subject& subject, std::int64_t made_us) {
  ++changes_;
  const auto what = request.command().what_case();
  const bool adds = what == v1::Command::kAddNote;
  const auto same = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    return !adds && kept.subject == subject && kept.request.command().what_case() == what &&
           kept.state == KeptState::kWaiting && !kept.sent_before;
  });
  if (same != kept_.end()) {
    same->request = std::move(request);
    same->made_us = made_us;
    return;
  }
  Kept& kept = kept_.emplace_back();
  kept.request = std::move(request);
  kept.subject = subject;
  kept.made_us = made_us;
}

void Outbox::KeepSent(v1::ExecuteRequest request, const Subject& subject, std::int64_t made_us) {
  Kept kept;
  kept.request = std::move(request);
  kept.subject = subject;
  kept.made_us = made_us;
  kept.sent_before = true;
  const auto later = std::find_if(kept_.begin(), kept_.end(),
                                  [made_us](const Kept& other) { return other.made_us > made_us; });
  kept_.insert(later, std::move(kept));
  ++changes_;
}

Kept* Outbox::Next() {
  if (kept_.empty() || kept_.front().state != KeptState::kWaiting) return nullptr;
  kept_.front().state = KeptState::kSent;
  kept_.front().sent_before = true;
  return &kept_.front();
}

std::vector<Kept>::iterator Outbox::Find(std::string_view request_id) {
  return std::find_if(kept_.begin(), kept_.end(),
                      [request_id](const Kept& kept) { return kept.request.request_id() == request_id; });
}

bool Outbox::Done(std::string_view request_id, std::int64_t revision) {
  const auto found = Find(request_id);
  if (found == kept_.end()) return false;
  const std::int64_t version = found->request.expected_version();
  const std::int64_t contact_id = found->subject.contact_id;
  kept_.erase(found);
  for (auto& kept : kept_) {
    if (kept.subject.contact_id == contact_id && !kept.sent_before &&
        kept.request.expected_version() == version && version != 0)
      kept.request.set_expected_version(revision);
  }
  ++changes_;
  return true;
}

bool Outbox::Refused(std::string_view request_id, const v1::Refusal& refusal) {
  const auto found = Find(request_id);
  if (found == kept_.end()) return false;
  found->state = KeptState::kConflict;
  found->refusal = refusal;
  ++changes_;
  return true;
}

bool Outbox::Failed(std::string_view request_id) {
  const auto found = Find(request_id);
  if (found == kept_.end()) return false;
  found->state = KeptState::kWaiting;
  return true;
}

void Outbox::Drop(std::string_view request_id) {
  const auto found = Find(request_id);
  if (found == kept_.end()) return;
  kept_.erase(found);
  ++changes_;
}

void Outbox::SendAnyway(std::string_view request_id, std::int64_t version, std::string new_request_id) {
  const auto found = Find(request_id);
  if (found == kept_.end()) return;
  found->request.set_request_id(std::move(new_request_id));
  found->request.set_expected_version(version);
  found->sent_before = false;
  found->state = KeptState::kWaiting;
  found->refusal.Clear();
  ++changes_;
}

bool Outbox::Holds(std::int64_t contact_id) const {
  return std::any_of(kept_.begin(), kept_.end(),
                     [contact_id](const Kept& kept) { return kept.subject.contact_id == contact_id; });
}

std::size_t Outbox::conflicts() const {
  return static_cast<std::size_t>(std::count_if(
      kept_.begin(), kept_.end(), [](const Kept& kept) { return kept.state == KeptState::kConflict; }));
}

std::string Outbox::ToText(std::string_view journal_id) const {
  std::string text = std::string(journal_id) + "\n";
  for (const auto& kept : kept_) {
    std::string json;
    if (!google::protobuf::util::MessageToJsonString(kept.request, &json).ok()) continue;
    text += std::to_string(kept.made_us) + " " + std::to_string(kept.subject.contact_id) + " " +
            std::to_string(kept.subject.call_id) + " " + std::to_string(kept.subject.mission_id) + " " +
            json + "\n";
  }
  return text;
}

void Outbox::FromText(std::string_view text, std::string_view journal_id) {
  kept_.clear();
  const bool same = CutLine(text) == journal_id;
  while (!text.empty()) {
    std::string_view line = CutLine(text);
    Kept kept;
    kept.made_us = CutNumber(line);
    kept.subject.contact_id = CutNumber(line);
    kept.subject.call_id = CutNumber(line);
    kept.subject.mission_id = CutNumber(line);
    if (!google::protobuf::util::JsonStringToMessage({line.data(), line.size()}, &kept.request).ok())
      continue;
    // Of a sent one nobody knows whether it arrived: with its own id it does nothing twice.
    kept.state = same ? KeptState::kWaiting : KeptState::kConflict;
    kept.sent_before = true;
    kept_.push_back(std::move(kept));
  }
  ++changes_;
}

}  // namespace legevakt::console
