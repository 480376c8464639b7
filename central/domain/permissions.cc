// Who may do what. An allow-list: a command that is not named for a role is refused.
#include "central/domain/decide.h"

namespace legevakt::domain {
namespace {

using C = v1::Command;

bool AllowedForStaff(C::WhatCase command) {
  return command != C::kRingCall && command != C::kLoseCall && command != C::kSetTelephony &&
         command != C::WHAT_NOT_SET;
}

bool AllowedForDoctor(C::WhatCase command) {
  return command == C::kStepMission || command == C::kHearMission || command == C::kSetDuty ||
         command == C::kConfirmRed || command == C::kSeeRed || command == C::kAddNote ||
         command == C::kStepVisit || command == C::kAnswerConsult || command == C::kAnswerHelp;
}

bool AllowedForTelephony(C::WhatCase command) {
  return command == C::kRingCall || command == C::kLoseCall || command == C::kEndCall ||
         command == C::kSetTelephony;
}

}  // namespace

bool Allowed(v1::Role role, C::WhatCase command) {
  switch (role) {
    case v1::ROLE_OPERATOR:
    case v1::ROLE_SHIFT_LEADER:
    case v1::ROLE_SATELLITE_NURSE:
      return AllowedForStaff(command);
    case v1::ROLE_DOCTOR:
      return AllowedForDoctor(command);
    case v1::ROLE_TELEPHONY:
      return AllowedForTelephony(command);
    case v1::ROLE_SYSTEM:
    case v1::ROLE_WALLBOARD:
    case v1::ROLE_ADMIN:
    case v1::ROLE_UNSPECIFIED:
      return false;
    default:
      return false;  // a role of a later version
  }
}

}  // namespace legevakt::domain
