// The words for steps, measures and outcomes. What can be pressed comes from central; here it only gets its words.
import { t, tOneOf, word } from './text.js';

export const measureWord = (card) => word('MEASURE_', card.measure) || 'unspecified';
export const stateWord = (state) => word('MISSION_STATE_', state);
export const urgencyWord = (hastegrad) => word('HASTEGRAD_', hastegrad) || 'unassessed';

export const measureText = (card) => t(`doctor.measure.${measureWord(card)}`);

// "På vei" for a visit, "Ringer opp" for a telephone consultation.
export const stepText = (state, card) =>
  tOneOf(`doctor.step.${stateWord(state)}.${measureWord(card)}`, `doctor.step.${stateWord(state)}`);
export const reachedText = (state, card) =>
  tOneOf(`doctor.reached.${stateWord(state)}.${measureWord(card)}`, `doctor.reached.${stateWord(state)}`);

export const CANNOT = ['BUSY_WITH_PATIENT', 'TOO_FAR', 'NO_EQUIPMENT', 'NOT_COMPETENT', 'OFF_DUTY', 'OTHER']
  .map((name) => `CANNOT_REASON_${name}`);
export const OUTCOMES = ['FINISHED', 'OWN_GP', 'HOSPITAL', 'OBSERVATION', 'HOME_CARE', 'DEATH', 'NOT_TURNED_UP']
  .map((name) => `OUTCOME_${name}`);
// How it ended, when one has been with the patient: all but "not turned up".
export const OUTCOMES_SEEN = OUTCOMES.filter((name) => name !== 'OUTCOME_NOT_TURNED_UP');

export const ACCEPTED = 'MISSION_STATE_ACCEPTED';
export const REFUSED = 'MISSION_STATE_REFUSED';
export const UNDER_WAY = 'MISSION_STATE_UNDER_WAY';
export const WITH_PATIENT = 'MISSION_STATE_WITH_PATIENT';
export const DONE = 'MISSION_STATE_DONE';
export const REQUESTED = 'MISSION_STATE_REQUESTED';
