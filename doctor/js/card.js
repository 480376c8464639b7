// A mission, and a red alert, as cards: the essential first, what binds before what can be pressed.
import { h } from './dom.js';
import { t } from './text.js';
import { hhmm, tickNode } from './clock.js';
import { icon, mark, ring } from './shapes.js';
import { ACCEPTED, REQUESTED, UNDER_WAY, WITH_PATIENT, measureText, reachedText, urgencyWord } from './steps.js';

const telHref = (number) => `tel:${number.replace(/[^\d+]/g, '')}`;

export function callLink(number, label) {
  return h('a', { class: 'call', href: telHref(number), key: `call-${number}` },
    icon('phone'), h('span', { class: 'call-words' }, h('span', {}, label), h('span', { class: 'call-number' }, number)));
}

const flag = (kind, name, text) => h('p', { class: `flag flag-${kind}`, key: `flag-${kind}` }, icon(name), h('span', {}, text));

function flags(card) {
  return [
    card.threat && flag('threat', 'threat', t('doctor.flag.threat')),
    card.carePlan && flag('plan', 'plan', t('doctor.flag.care_plan')),
    card.interpreter && flag('interpreter', 'speech', t('doctor.flag.interpreter', { language: languageName(card.interpreter) })),
  ];
}

function languageName(code) {
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: 'language' }).of(code);
  } catch {
    return code;
  }
}

const PARTS = ['identity', 'situation', 'background', 'assessment', 'recommendation'];

// In the order of ISBAR; the situation is what one reads first and is set largest.
function isbarRows(isbar) {
  return h('dl', { class: 'isbar', key: 'isbar' }, PARTS.filter((part) => isbar[part]).map((part) =>
    h('div', { class: `isbar-row isbar-${part}`, key: part },
      h('dt', {}, h('span', { class: 'isbar-letter', 'aria-hidden': 'true' }, t(`doctor.isbar.${part}.letter`)),
        h('span', { class: 'isbar-name' }, t(`doctor.isbar.${part}`))),
      h('dd', {}, isbar[part]))));
}

function head(urgency, over, aside) {
  return h('header', { class: 'card-head', key: 'head' },
    mark(urgency), h('div', { class: 'card-over' }, over), aside);
}

// Not every measure has a way to go: a step that neither was taken nor can be is not shown.
function stepsOf(card) {
  const steps = [[ACCEPTED, card.acceptedUs], [UNDER_WAY, card.underWayUs], [WITH_PATIENT, card.withPatientUs]];
  return steps.filter(([state, at]) => state !== UNDER_WAY || at || card.state === state || card.nextSteps?.includes(state));
}

function track(card) {
  const steps = stepsOf(card);
  const now = steps.findIndex(([state]) => state === card.state);
  return h('ol', { class: 'track', key: 'track', 'aria-label': t('doctor.track') }, steps.map(([state, time], at) => {
    const shown = time && time !== '0';
    const kind = at === now ? 'now' : shown || at < now ? 'past' : 'next';
    return h('li', { class: `track-${kind}`, 'aria-current': at === now && 'step' },
      h('span', { class: 'track-name' }, reachedText(state, card)),
      h('span', { class: 'track-time' }, shown ? hhmm(time) : '\u2013'));
  }));
}

function notHeard(answering) {
  return h('section', { class: 'note', key: 'not-heard' }, icon('silent'), h('p', {}, t('doctor.not_heard')),
    h('button', { class: 'button small', 'data-do': 'hear', key: 'hear', disabled: answering }, t(answering ? 'doctor.pending.sending' : 'doctor.not_heard.answer')));
}

export function missionCard(card, view, answering) {
  const isbar = card.isbar ?? {};
  const urgency = urgencyWord(card.hastegrad);
  const requested = card.state === REQUESTED;
  const over = [
    h('p', { class: 'over' }, h('span', { class: `urgency-word urgency-${urgency}` }, t(`doctor.urgency.${urgency}`)),
      requested && h('span', {}, t('doctor.request'))),
    h('h1', { class: 'measure' }, measureText(card)),
    card.stationName && h('p', { class: 'place' }, card.stationName),
  ];
  return h('article', { class: `card card-${urgency}`, key: `mission-${card.missionId}` },
    head(urgency, over, requested && card.expiresUs && ring(card.requestedUs, card.expiresUs)),
    !requested && track(card),
    card.notHeard && notHeard(answering),
    flags(card),
    isbarRows(isbar),
    card.promisedByUs && h('p', { class: 'promise', key: 'promise' }, icon('clock'), t('doctor.promised', { time: hhmm(card.promisedByUs) })),
    h('nav', { class: 'calls', key: 'calls', 'aria-label': t('doctor.calls') },
      card.callbackPhone && callLink(card.callbackPhone, t('doctor.call_patient')),
      view.centrePhone && callLink(view.centrePhone, t('doctor.call_centre'))));
}

// An operator needs help: one press says that this doctor comes to it.
export function helpAlert(alert, view, button) {
  return h('section', { class: 'red', key: `help-${alert.helpId}`, 'aria-label': t('doctor.help') },
    h('header', { class: 'card-head' }, icon('threat', 40),
      h('div', { class: 'card-over' },
        h('p', { class: 'over' }, alert.byName),
        h('h1', { class: 'measure' }, t('doctor.help'))),
      h('p', { class: 'red-since' }, tickNode(h('span', { 'data-clock': 'since', 'data-at': alert.sinceUs })),
        h('small', {}, t('doctor.red.since')))),
    button,
    alert.isbar && isbarRows(alert.isbar),
    view.centrePhone && h('nav', { class: 'calls' }, callLink(view.centrePhone, t('doctor.call_centre'))));
}

// A second opinion: the question, the case, and room for what is advised.
export function consultCard(card, view, button) {
  const urgency = urgencyWord(card.hastegrad);
  const field = `consult-${card.consultId}`;
  return h('article', { class: `card card-${urgency}`, key: field },
    head(urgency, [h('p', { class: 'over' }, card.byName), h('h1', { class: 'measure' }, t('doctor.consult'))]),
    h('p', { class: 'question' }, card.question),
    isbarRows(card.isbar ?? {}),
    h('label', { class: 'over', for: field }, t('doctor.consult.advice')),
    h('textarea', { id: field, class: 'advice', rows: 3, maxlength: 4000 }),
    button,
    view.centrePhone && h('nav', { class: 'calls' }, callLink(view.centrePhone, t('doctor.call_centre'))));
}

// `button` confirms; null where the dock holds it.
export function redAlert(alert, view, button) {
  const isbar = alert.isbar ?? {};
  return h('section', { class: 'red', key: `red-${alert.contactId}`, 'aria-label': t('doctor.red') },
    h('header', { class: 'card-head' }, mark('akutt'),
      h('div', { class: 'card-over' },
        h('p', { class: 'over' }, t('doctor.red.over')),
        h('h1', { class: 'measure' }, t('doctor.red'))),
      h('p', { class: 'red-since' }, tickNode(h('span', { 'data-clock': 'since', 'data-at': alert.raisedUs })),
        h('small', {}, t('doctor.red.since')))),
    h('p', { class: `amk ${alert.amkConfirmed ? 'amk-yes' : 'amk-no'}` }, icon(alert.amkConfirmed ? 'check' : 'clock'),
      t(alert.amkConfirmed ? 'doctor.red.amk_yes' : 'doctor.red.amk_no')),
    button,
    isbarRows(isbar),
    view.centrePhone && h('nav', { class: 'calls' }, callLink(view.centrePhone, t('doctor.call_centre'))));
}
