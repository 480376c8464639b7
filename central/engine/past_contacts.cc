#include "central/engine/past_contacts.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "base/status.h"
#include "central/domain/apply.h"
#include "central/engine/reason_status.h"

namespace legevakt::engine {
namespace {

constexpr std::size_t kChunk = 1024;

// Upper and lower case alike, for what Norwegian names are written with: ASCII and Latin-1's letters (two
// bytes, the first 0xC3).
std::string Fold(std::string_view text) {
  constexpr unsigned char kLatin1 = 0xC3;
  constexpr unsigned char kLastCapital = 0x9E;
  constexpr unsigned char kTimes = 0x97;
  std::string folded;
  folded.reserve(text.size());
  unsigned char before = 0;
  for (const char letter : text) {
    auto byte = static_cast<unsigned char>(letter);
    const bool ascii = byte >= 'A' && byte <= 'Z';
    const bool latin = before == kLatin1 && byte <= kLastCapital && byte != kTimes;
    before = byte;
    if (ascii || latin) byte = static_cast<unsigned char>(byte + 0x20);
    folded.push_back(static_cast<char>(byte));
  }
  return folded;
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

void Collect(const v1::Personal& personal, std::vector<std::string>& names,
             std::vector<std::string>& numbers) {
  if (!personal.name().empty()) names.push_back(Fold(personal.name()));
  if (!personal.caller_name().empty()) names.push_back(Fold(personal.caller_name()));
  if (!personal.phone().empty()) numbers.push_back(DigitsOf(personal.phone()));
  if (!personal.national_id().empty()) numbers.push_back(DigitsOf(personal.national_id()));
}

v1::ReadResponse Whole(const domain::State& state, const v1::Contact& contact) {
  v1::ReadResponse response;
  *response.mutable_contact() = contact;
  for (const std::int64_t id : contact.call_ids()) {
    if (const v1::Call* call = state.FindCall(id)) *response.add_calls() = *call;
  }
  for (const std::int64_t id : contact.mission_ids()) {
    if (const v1::Mission* mission = state.FindMission(id)) *response.add_missions() = *mission;
  }
  return response;
}

}  // namespace

std::optional<v1::Refusal> CheckSearch(const v1::SearchRequest& request) {
  const auto bad = [](std::string_view field) { return MakeRefusal(v1::REASON_BAD_FIELD, "field", field); };
  if (request.reason().find_first_not_of(' ') == std::string::npos) {
    return MakeRefusal(v1::REASON_NEEDS_REASON, "field", "reason");
  }
  if (request.reason().size() > limits::kShortTextBytesMax) return bad("reason");
  if (request.name().size() > limits::kShortTextBytesMax) return bad("name");
  // Less would find everybody.
  if (!request.name().empty() && request.name().size() < limits::kSearchBytesMin) return bad("name");
  if (!request.number().empty() && (request.number().size() < limits::kSearchBytesMin ||
                                    request.number().size() > limits::kShortTextBytesMax ||
                                    DigitsOf(request.number()) != request.number())) {
    return bad("number");
  }
  if (request.from_us() < 0 || request.to_us() < 0) return bad("from_us");
  if (request.name().empty() && request.number().empty() && request.from_us() == 0 && request.to_us() == 0) {
    return bad("name");
  }
  return std::nullopt;
}

PastContacts::PastContacts(History history, std::function<bool()> cancelled)
    : history_(std::move(history)), cancelled_(std::move(cancelled)) {}

absl::Status PastContacts::CatchUp() {
  while (true) {
    if (cancelled_()) return absl::CancelledError();
    LV_ASSIGN_OR_RETURN(const std::vector<v1::Event> events, history_(state_.revision, kChunk));
    if (events.empty()) return absl::OkStatus();
    for (const v1::Event& event : events) {
      const v1::Contact* leaving =
          event.has_contact_archived() ? state_.FindContact(event.contact_archived().contact_id()) : nullptr;
      if (leaving != nullptr) {
        archive_.push_back(LineOf(state_, *leaving));
        archive_.back().archived = event.revision();
      }
      if (archive_.size() > limits::kArchiveLinesMax) {
        archive_.pop_front();
        archive_cut_ = true;
      }
      LV_RETURN_IF_ERROR(domain::Apply(state_, event));
    }
  }
}

PastContacts::Line PastContacts::LineOf(const domain::State& state, const v1::Contact& contact) {
  Line line;
  v1::Found& found = line.found;
  found.set_contact_id(contact.contact_id());
  found.set_opened_us(contact.opened_us());
  found.set_closed_us(contact.closed_us());
  found.set_state(contact.state());
  found.set_hastegrad(contact.hastegrad());
  found.set_complaint_id(contact.complaint_id());
  found.set_name(contact.personal().name());
  found.set_phone(contact.personal().phone());
  found.set_measure(contact.measure());
  Collect(contact.personal(), line.names, line.numbers);
  for (const std::int64_t id : contact.call_ids()) {
    const v1::Call* call = state.FindCall(id);
    if (call == nullptr) continue;
    Collect(call->personal(), line.names, line.numbers);
    if (found.phone().empty()) found.set_phone(call->personal().phone());
  }
  return line;
}

bool PastContacts::Fits(const Line& line, const v1::SearchRequest& request, const std::string& name) {
  const v1::Found& found = line.found;
  if (request.from_us() > 0 && found.opened_us() < request.from_us()) return false;
  if (request.to_us() > 0 && found.opened_us() > request.to_us()) return false;
  if (!name.empty() && std::none_of(line.names.begin(), line.names.end(), [&name](const std::string& has) {
        return has.find(name) != std::string::npos;
      })) {
    return false;
  }
  return request.number().empty() ||
         std::any_of(line.numbers.begin(), line.numbers.end(),
                     [&request](const std::string& has) { return has.ends_with(request.number()); });
}

absl::StatusOr<v1::SearchResponse> PastContacts::Search(const v1::SearchRequest& request) {
  LV_RETURN_IF_ERROR(CatchUp());
  const std::string name = Fold(request.name());
  std::vector<v1::Found> found;
  for (const auto& [id, contact] : state_.contacts) {
    Line line = LineOf(state_, contact);
    if (Fits(line, request, name)) found.push_back(std::move(line.found));
  }
  for (const Line& line : archive_) {
    if (Fits(line, request, name)) found.push_back(line.found);
  }
  std::sort(found.begin(), found.end(), [](const v1::Found& a, const v1::Found& b) {
    return std::pair(a.opened_us(), a.contact_id()) > std::pair(b.opened_us(), b.contact_id());
  });
  v1::SearchResponse response;
  response.set_more(found.size() > limits::kSearchFoundMax);
  if (response.more()) found.resize(limits::kSearchFoundMax);
  // What was too old to be kept may fit too.
  if (archive_cut_) response.set_more(true);
  for (v1::Found& one : found) *response.add_found() = std::move(one);
  return response;
}

absl::StatusOr<v1::ReadResponse> PastContacts::Read(std::int64_t contact_id) {
  LV_RETURN_IF_ERROR(CatchUp());
  if (const v1::Contact* contact = state_.FindContact(contact_id)) return Whole(state_, *contact);
  domain::State past;
  while (past.revision < state_.revision) {
    if (cancelled_()) return absl::CancelledError();
    LV_ASSIGN_OR_RETURN(const std::vector<v1::Event> events, history_(past.revision, kChunk));
    for (const v1::Event& event : events) {
      if (event.has_contact_archived() && event.contact_archived().contact_id() == contact_id) {
        if (const v1::Contact* contact = past.FindContact(contact_id)) return Whole(past, *contact);
      }
      LV_RETURN_IF_ERROR(domain::Apply(past, event));
    }
    if (events.empty()) break;
  }
  v1::ReadResponse response;
  *response.mutable_refusal() =
      MakeRefusal(v1::REASON_UNKNOWN_CONTACT, "contact", std::to_string(contact_id));
  return response;
}

}  // namespace legevakt::engine
