// The whole page for a state: pure, from what is known to what is shown. Presses come back by data-do.
import { h } from './dom.js';
import { t } from './text.js';
import { hasTime, tickNode } from './clock.js';
import { soundOn, soundReady } from './alarm.js';
import { icon, mark } from './shapes.js';
import { missionCard, redAlert, helpAlert, consultCard, callLink } from './card.js';
import { DONE, REFUSED, REQUESTED, measureText, reachedText, stateWord, stepText, urgencyWord } from './steps.js';

const initials = (name) => name.split(/\s+/).filter((part) => /^\p{L}/u.test(part) && !/^(dr|lege)\.?$/i.test(part))
  .map((part) => part[0]).filter((_, at, all) => at === 0 || at === all.length - 1).join('').toUpperCase();

const exercise = (on) => on && h('p', { class: 'exercise', key: 'exercise' }, t('doctor.exercise'));

// --- before anybody has signed in

export function signInScreen(state) {
  const { users } = state;
  return [
    exercise(users?.training),
    h('main', { class: 'sign-in', key: 'sign-in' },
      h('header', { class: 'sign-head' },
        h('p', { class: 'over' }, users?.centreName ?? ''),
        h('h1', {}, t('doctor.sign_in'))),
      state.signInProblem && h('p', { class: 'problem', role: 'alert' }, state.signInProblem),
      users && !users.users?.length && h('p', { class: 'empty' }, t('doctor.sign_in.nobody')),
      !users && h('p', { class: 'empty', role: 'status' }, t('doctor.sign_in.waiting')),
      h('ul', { class: 'people' }, (users?.users ?? []).map((user) => h('li', { key: user.userId },
        h('button', { class: 'person', 'data-do': 'sign-in', 'data-user': user.userId, disabled: state.signingIn },
          h('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(user.name ?? '')),
          h('span', { class: 'person-name' }, user.name ?? user.userId),
          icon('next', 20))))),
      h('footer', { class: 'sign-foot' },
        h('button', { class: 'link', 'data-do': 'language', lang: t('doctor.language.other.code') }, t('doctor.language.other')))),
  ];
}

// --- on the page

function topBar(state) {
  const { view } = state;
  const stale = state.stale;
  return h('header', { class: 'top', key: 'top' },
    h('div', { class: 'top-who' },
      h('p', { class: 'top-name' }, view?.doctorName ?? state.actor?.name ?? ''),
      h('p', { class: 'top-duty' }, h('span', { class: `dot ${view?.onDuty ? 'dot-on' : ''}`, 'aria-hidden': 'true' }),
        view ? t(view.onDuty ? 'doctor.on_duty' : 'doctor.off_duty') : t('doctor.connecting'))),
    h('p', { class: `top-clock ${stale ? 'is-stale' : ''}` }, tickNode(h('span', { 'data-clock': 'now' }))),
    h('button', { class: 'icon-button', 'data-do': 'menu', 'aria-label': t('doctor.menu'), key: 'menu' }, icon('menu', 26)));
}

function staleBanner(state) {
  if (!state.stale || !state.actor) return null;
  const calm = state.draining;
  return h('section', { class: `stale ${calm ? 'stale-calm' : ''}`, role: 'alert', key: 'stale' },
    icon('offline', 28),
    h('div', {},
      h('p', { class: 'stale-title' }, t(calm ? 'doctor.draining' : 'doctor.stale')),
      h('p', { class: 'stale-age' }, hasTime()
        ? [t('doctor.stale.before'), ' ', tickNode(h('b', { 'data-clock': 'age' })), ' ', t('doctor.stale.after')]
        : t('doctor.stale.never'))),
    state.users?.centrePhone || state.view?.centrePhone
      ? h('a', { class: 'stale-call', href: `tel:${state.view?.centrePhone ?? state.users.centrePhone}`, 'aria-label': t('doctor.call_centre') }, icon('phone', 24))
      : null);
}

function queueStrip(state) {
  const inDock = state.shown ? `mission:${state.shown.missionId}` : 'duty';
  const waiting = state.outbox.entries.filter((entry) => (entry.attempts > 1 || state.stale) && entry.target !== inDock);
  if (!waiting.length) return null;
  return h('section', { class: 'queue', key: 'queue', role: 'status' },
    h('p', { class: 'queue-title' }, t(waiting.length === 1 ? 'doctor.queue.one' : 'doctor.queue.many', { count: waiting.length })),
    h('ul', {}, waiting.map((entry) => h('li', { key: entry.requestId },
      h('span', {}, entry.label),
      entry.attempts === 0 && h('button', { class: 'link', 'data-do': 'unsend', 'data-id': entry.requestId }, t('doctor.queue.remove'))))));
}

function openCounts(view) {
  const counts = [['akutt', view.openAkutt], ['haster', view.openHaster], ['vanlig', view.openVanlig], ['unassessed', view.openUnassessed]];
  return h('section', { class: 'counts', key: 'counts', 'aria-label': t('doctor.open_contacts') },
    h('h2', {}, t('doctor.open_contacts')),
    h('ul', {}, counts.map(([urgency, count]) => h('li', { class: count ? '' : 'none' }, mark(urgency, 34),
      h('span', { class: 'count' }, count ?? 0), h('span', { class: 'count-name' }, t(`doctor.urgency.${urgency}`))))));
}

function idle(state) {
  const { view } = state;
  return [
    h('section', { class: 'idle', key: 'idle' },
      h('h1', {}, t(view.onDuty ? 'doctor.idle.on' : 'doctor.idle.off')),
      h('p', {}, t(view.onDuty ? 'doctor.idle.on.more' : 'doctor.idle.off.more'))),
    view.onDuty && soundOn() && !soundReady() && h('p', { class: 'hint', key: 'hint' }, icon('silent'), t('doctor.sound.waiting')),
    openCounts(view),
    view.centrePhone && h('nav', { class: 'calls', key: 'calls' }, callLink(view.centrePhone, t('doctor.call_centre'))),
  ];
}

export function dutySwitch(state) {
  const on = Boolean(state.view?.onDuty);
  const busy = state.outbox.pending('duty');
  return h('button', {
    class: `duty ${on ? 'duty-on' : ''}`, role: 'switch', 'aria-checked': String(on), 'data-do': 'duty', key: 'duty', disabled: busy,
  }, h('span', { class: 'duty-words' }, h('b', {}, t(on ? 'doctor.on_duty' : 'doctor.off_duty')),
    h('span', {}, busy ? pendingText(state, 'duty') : t(on ? 'doctor.duty.go_off' : 'doctor.duty.go_on'))),
  h('span', { class: 'knob', 'aria-hidden': 'true' }));
}

// Never "sent" before it is acknowledged.
export function pendingText(state, target) {
  const entry = state.outbox.waiting(target);
  return t(entry && (state.stale || entry.attempts > 1) ? 'doctor.pending.waiting' : 'doctor.pending.sending');
}

function otherMissions(state) {
  const others = (state.view.missions ?? []).filter((card) => card.missionId !== state.shown?.missionId);
  if (!others.length) return null;
  return h('nav', { class: 'others', key: 'others', 'aria-label': t('doctor.others') }, others.map((card) => {
    const requested = card.state === REQUESTED;
    return h('button', { class: `other ${requested ? 'other-new' : ''}`, 'data-do': 'show', 'data-id': card.missionId, key: `other-${card.missionId}` },
      mark(urgencyWord(card.hastegrad), 36),
      h('span', { class: 'other-words' },
        h('b', {}, requested ? t('doctor.new_request') : reachedText(card.state, card)),
        h('span', {}, measureText(card))),
      requested && card.expiresUs ? tickNode(h('span', { class: 'other-left', 'data-clock': 'left', 'data-at': card.expiresUs })) : null,
      icon('next', 20));
  }));
}

function stepButton(state, card, step, first) {
  const target = `mission:${card.missionId}`;
  const does = step === REFUSED ? 'cannot' : step === DONE ? 'done' : 'step';
  const plain = step === REFUSED || !first;
  return h('button', {
    class: `button ${plain ? 'secondary' : 'primary'} step-${stateWord(step)}`, 'data-do': does, 'data-step': step,
    'data-id': card.missionId, key: `${target}-${step}`, disabled: state.outbox.pending(target),
  }, stepText(step, card));
}

function dock(state) {
  const { view, shown } = state;
  if (!view) return null;
  const buttons = [];
  const alert = view.redAlerts?.[0];
  if (alert && !shown) buttons.push(confirmButton(state, alert));
  if (shown) {
    const steps = shown.nextSteps ?? [];
    const target = `mission:${shown.missionId}`;
    if (state.outbox.pending(target)) {
      buttons.push(h('p', { class: 'sending', role: 'status', key: `${target}-sending` },
        h('span', { class: 'spinner', 'aria-hidden': 'true' }), h('b', {}, state.outbox.waiting(target)?.label ?? ''),
        h('span', {}, pendingText(state, target))));
    } else {
      buttons.push(steps.slice(0, 1).map((step) => stepButton(state, shown, step, true)));
      if (steps.length > 1) {
        buttons.push(h('div', { class: 'dock-row', key: `${target}-second` }, stepButton(state, shown, steps[1], false),
          steps.length > 2 && h('button', { class: 'button secondary narrow', 'data-do': 'more', key: `${target}-more`, 'aria-label': t('doctor.more') }, icon('more'))));
      }
    }
  }
  if (!shown && !alert) buttons.push(dutySwitch(state));
  return h('footer', { class: `dock ${state.settling ? 'settling' : ''}`, key: 'dock' }, queueStrip(state), buttons);
}

function confirmButton(state, alert) {
  const target = `red:${alert.contactId}`;
  const pending = state.outbox.pending(target);
  return h('button', { class: 'button primary confirm-red', 'data-do': 'confirm-red', 'data-id': alert.contactId, key: target, disabled: pending },
    pending ? pendingText(state, target) : t('doctor.red.confirm'));
}

function answerButton(state, target, does, id, words) {
  const pending = state.outbox.pending(target);
  return h('button', { class: 'button primary', 'data-do': does, 'data-id': id, key: target, disabled: pending },
    pending ? pendingText(state, target) : words);
}

const helpAlerts = (state) => (state.view.help ?? []).map((alert) => helpAlert(alert, state.view,
  answerButton(state, `help:${alert.helpId}`, 'answer-help', alert.helpId, t('doctor.help.answer'))));

const consultCards = (state) => (state.view.consults ?? []).map((card) => consultCard(card, state.view,
  answerButton(state, `consult:${card.consultId}`, 'answer-consult', card.consultId, t('doctor.consult.answer'))));

export function dutyScreen(state) {
  const { view, shown } = state;
  if (!view) {
    return [topBar(state), staleBanner(state),
      h('main', { class: 'body', key: 'body' }, h('p', { class: 'empty', role: 'status' }, t('doctor.connecting')))];
  }
  const alerts = view.redAlerts ?? [];
  return [
    exercise(view.training),
    topBar(state),
    staleBanner(state),
    h('main', { class: `body ${state.stale ? 'is-stale' : ''}`, key: 'body', tabindex: -1 },
      alerts.map((alert, at) => redAlert(alert, view, shown || at > 0 ? confirmButton(state, alert) : null)),
      helpAlerts(state),
      otherMissions(state),
      consultCards(state),
      shown ? missionCard(shown, view, state.outbox.pending(`hear:${shown.missionId}`)) : !alerts.length && !view.help?.length && !view.consults?.length && idle(state)),
    dock(state),
    state.toast && h('p', { class: `toast toast-${state.toast.kind}`, key: `toast-${state.toast.id}`, role: state.toast.kind === 'bad' ? 'alert' : 'status' },
      icon(state.toast.kind === 'bad' ? 'threat' : 'check'), h('span', {}, state.toast.text)),
  ];
}
