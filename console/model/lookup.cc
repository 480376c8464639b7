#include "console/model/lookup.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/time_units.h"
#include "console/model/format.h"

namespace legevakt::console {
namespace {

// What people write in and around a number.
constexpr std::string_view kBetweenDigits = " +-./()";

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(' ') == std::string_view::npos;
}

std::string Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

// Central compares the end of a number, digits only: without Norway's prefix, which few are kept with.
std::string DigitsOf(std::string_view typed) {
  std::string digits;
  for (const char c : typed) {
    if (c >= '0' && c <= '9') digits += c;
  }
  if (Trimmed(typed).starts_with("+47")) return digits.substr(2);
  if (digits.starts_with("0047")) return digits.substr(4);
  return digits;
}

std::int64_t TimeOf(std::string_view typed, std::int64_t now_us, bool end) {
  const std::int64_t day_us = ParseDay(typed, now_us, end);
  return day_us != 0 || typed.find(':') == std::string_view::npos ? day_us : ParseClock(typed, now_us);
}

}  // namespace

bool LookupFaults::any() const {
  return !name.empty() || !number.empty() || !from.empty() || !to.empty() || !reason.empty() ||
         !nothing.empty();
}

LookupFaults FaultsOf(const LookupForm& form, std::int64_t now_us) {
  LookupFaults faults;
  const std::string name = Trimmed(form.name);
  if (!name.empty() && name.size() < limits::kSearchBytesMin) faults.name = "console.lookup.bad_name";
  if (name.size() > limits::kShortTextBytesMax) faults.name = "console.lookup.too_long";
  if (!IsBlank(form.number)) {
    const bool odd = std::any_of(form.number.begin(), form.number.end(), [](char c) {
      return (c < '0' || c > '9') && kBetweenDigits.find(c) == std::string_view::npos;
    });
    const std::size_t digits = DigitsOf(form.number).size();
    if (odd || digits < limits::kSearchBytesMin || digits > limits::kShortTextBytesMax)
      faults.number = "console.lookup.bad_number";
  }
  const bool from = !IsBlank(form.from);
  const bool to = !IsBlank(form.to);
  if (from && TimeOf(form.from, now_us, false) == 0) faults.from = "console.lookup.bad_time";
  if (to && TimeOf(form.to, now_us, true) == 0) faults.to = "console.lookup.bad_time";
  if (from && to && faults.from.empty() && faults.to.empty() &&
      TimeOf(form.to, now_us, true) < TimeOf(form.from, now_us, false))
    faults.to = "console.lookup.to_before_from";
  if (IsBlank(form.reason)) faults.reason = "console.lookup.needs_reason";
  if (form.reason.size() > limits::kShortTextBytesMax) faults.reason = "console.lookup.too_long";
  if (name.empty() && IsBlank(form.number) && !from && !to) faults.nothing = "console.lookup.nothing";
  return faults;
}

v1::SearchRequest RequestOf(const LookupForm& form, std::int64_t now_us) {
  v1::SearchRequest request;
  request.set_name(Trimmed(form.name));
  request.set_number(DigitsOf(form.number));
  request.set_reason(Trimmed(form.reason));
  if (!IsBlank(form.from)) request.set_from_us(TimeOf(form.from, now_us, false));
  // To the end of the minute that was typed.
  if (!IsBlank(form.to)) request.set_to_us(TimeOf(form.to, now_us, true) + kMinuteUs - 1);
  return request;
}

const v1::Contact& PastContact::contact() const {
  return state.contacts.at(contact_id);
}

void Lookup::Ask(std::int64_t mono_us) {
  ++news_count_;
  asked_ = ++last_ticket_;
  asked_us_ = mono_us;
  past_.reset();
  status_ = absl::OkStatus();
  refusal_.reset();
}

void Lookup::Search(std::int64_t mono_us, std::int64_t now_us) {
  Ask(mono_us);
  reading_ = 0;
  found_.reset();
  v1::SearchRequest request = RequestOf(form, now_us);
  reason_ = request.reason();
  link_.Search(asked_, std::move(request));
}

void Lookup::Read(std::int64_t contact_id, const v1::Region& region, std::int64_t mono_us,
                  std::int64_t now_us) {
  Ask(mono_us);
  reading_ = contact_id;
  region_ = region;
  read_us_ = now_us;
  v1::ReadRequest request;
  request.set_contact_id(contact_id);
  request.set_reason(reason_);
  link_.Read(asked_, std::move(request));
}

void Lookup::Back() {
  ++news_count_;
  asked_ = 0;
  reading_ = 0;
  past_.reset();
  status_ = absl::OkStatus();
  refusal_.reset();
}

void Lookup::Forget() {
  Back();
  form = {};
  reason_.clear();
  region_.Clear();
  found_.reset();
}

bool Lookup::Answered(std::int64_t ticket, const absl::Status& status) {
  if (ticket != asked_) return false;
  asked_ = 0;
  status_ = status;
  news_ = true;
  ++news_count_;
  return true;
}

void Lookup::Take(Searched update) {
  if (!Answered(update.ticket, update.answer.status()) || !update.answer.ok()) return;
  if (update.answer->has_refusal()) {
    refusal_ = update.answer->refusal();
  } else {
    found_ = *std::move(update.answer);
  }
}

void Lookup::Take(WasRead update) {
  if (!Answered(update.ticket, update.answer.status())) return;
  reading_ = 0;
  if (!update.answer.ok()) return;
  if (update.answer->has_refusal()) {
    refusal_ = update.answer->refusal();
    return;
  }
  auto& past = past_.emplace();
  past.contact_id = update.answer->contact().contact_id();
  past.read_us = read_us_;
  past.state.region = std::move(region_);
  past.state.contacts[past.contact_id] = std::move(*update.answer->mutable_contact());
  for (auto& call : *update.answer->mutable_calls()) past.state.calls[call.call_id()] = std::move(call);
  for (auto& mission : *update.answer->mutable_missions())
    past.state.missions[mission.mission_id()] = std::move(mission);
}

bool Lookup::TakeNews() {
  return std::exchange(news_, false);
}

}  // namespace legevakt::console
