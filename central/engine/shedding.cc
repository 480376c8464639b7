#include "central/engine/shedding.h"

namespace legevakt::engine {

bool GoesLast(v1::Command::WhatCase what) {
  switch (what) {
    case v1::Command::kRingCall:
    case v1::Command::kAnswerCall:
    case v1::Command::kRecordCall:
    case v1::Command::kLoseCall:
    case v1::Command::kEndCall:
    case v1::Command::kTryCallback:
    case v1::Command::kSetTelephony:
    case v1::Command::kOpenContact:
    case v1::Command::kRecordIntake:
    case v1::Command::kAssessContact:
    case v1::Command::kDecideMeasure:
    case v1::Command::kConfirmRed:
    case v1::Command::kSeeRed:
    case v1::Command::kGiveBackRed:
    case v1::Command::kRequestMission:
    case v1::Command::kStepMission:
    case v1::Command::kHearMission:
    case v1::Command::kStepVisit:
    case v1::Command::kSetDuty:
    case v1::Command::kRequestHelp:
    case v1::Command::kAnswerHelp:
    case v1::Command::kAcknowledgeAlarm:
      return true;
    default:
      return false;
  }
}

}  // namespace legevakt::engine
