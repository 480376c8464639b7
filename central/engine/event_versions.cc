#include "central/engine/event_versions.h"

#include <algorithm>
#include <charconv>

namespace legevakt::engine {
namespace {

using What = v1::Event::WhatCase;

constexpr Version k010{0, 1, 0};
constexpr Version k020{0, 2, 0};

// Without a default: the compiler asks whoever adds a kind since when it is.
Version KindFirstIn(What what) {
  switch (what) {
    case What::kRegionLoaded:
    case What::kToolActivated:
    case What::kTelephonyChanged:
    case What::kNoticeChanged:
    case What::kToolPlanned:
    case What::kToolPlanCancelled:
    case What::kToolRolledBack:
    case What::kToolNewsSeen:
    case What::kToolRetired:
    case What::kCallRang:
    case What::kCallAnswered:
    case What::kCallEnded:
    case What::kCallLost:
    case What::kCallbackTried:
    case What::kCallLinked:
    case What::kCallUnlinked:
    case What::kCallbackMissed:
    case What::kContactOpened:
    case What::kIntakeRecorded:
    case What::kContactAssessed:
    case What::kContactClaimed:
    case What::kClaimReleased:
    case What::kMeasureDecided:
    case What::kPromiseMade:
    case What::kContactClosed:
    case What::kContactReopened:
    case What::kWrongPatientMarked:
    case What::kContactsMerged:
    case What::kContactsLinked:
    case What::kNoteAdded:
    case What::kNoteEntered:
    case What::kTimeCorrected:
    case What::kInformationArrived:
    case What::kDeadlineMissed:
    case What::kPromiseSlipped:
    case What::kContactArchived:
    case What::kMeasureUndone:
    case What::kRedRaised:
    case What::kRedConfirmed:
    case What::kRedSeen:
    case What::kRedMissed:
    case What::kMissionRequested:
    case What::kMissionStepped:
    case What::kMissionNotHeard:
    case What::kMissionHeard:
    case What::kDutyChanged:
    case What::kInvariantRepaired:
      return k010;
    case What::kRedGivenBack:
    case What::kVisitStepped:
    case What::kVisitMissed:
    case What::kContactSplit:
    case What::kConsultRequested:
    case What::kConsultAnswered:
    case What::kHelpRequested:
    case What::kHelpPassedOn:
    case What::kHelpEnded:
    case What::kAlarmAcknowledged:
    case What::kAlarmShelved:
    case What::kAlarmUnshelved:
    case What::kShiftNoteAdded:
    case What::kShiftNoteFinished:
    case What::kTakenOver:
    case What::kShiftEnded:
    case What::kWarningSet:
    case What::kWarningCleared:
    case What::kRecordSearched:
    case What::kRecordRead:
      return k020;
    case What::WHAT_NOT_SET:
      break;
  }
  return k010;
}

}  // namespace

std::optional<Version> ParseVersion(std::string_view text) {
  Version version{};
  for (std::size_t part = 0; part < version.size(); ++part) {
    const std::size_t dot = text.find('.');
    const bool last = part + 1 == version.size();
    if ((dot == std::string_view::npos) != last) return std::nullopt;
    const std::string_view digits = text.substr(0, dot);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version[part]);
    if (error != std::errc() || end != digits.data() + digits.size() || version[part] < 0)
      return std::nullopt;
    text.remove_prefix(last ? text.size() : dot + 1);
  }
  return version;
}

Version FirstIn(const v1::Event& event) {
  // 0.1.0 would hold the one for a promise of 1970, before any other in a merge, and keep the answer in the
  // other.
  const bool promise_kept = event.has_promise_made() && event.promise_made().promise().by_us() == 0;
  const bool answer_withdrawn = event.intake_recorded().cleared_size() > 0;
  const Version kind = KindFirstIn(event.what_case());
  return promise_kept || answer_withdrawn ? std::max(kind, k020) : kind;
}

}  // namespace legevakt::engine
