// The doctors' page. It computes nothing about patients: it shows the view that central sends, and says what was
// pressed. All that is known lies in `state`; `render` shows it; `DO` holds what a press does.
import { h, morph } from './dom.js';
import { lang, loadTexts, refusalText, t, word } from './text.js';
import { forgetTime, hasTime, hhmmss, isStale, nowUs, onBookmark, tickNodes } from './clock.js';
import { call } from './api.js';
import { Live } from './live.js';
import { Outbox } from './outbox.js';
import { ringRed, ringRequest, setSound, soundOn, unlock } from './alarm.js';
import { dutyScreen, signInScreen } from './screens.js';
import { closeSheet, openSheet, renderSheet, showSheet } from './sheets.js';
import { DONE, REFUSED, REQUESTED, measureText, reachedText, stepText, urgencyWord } from './steps.js';

// Presses on what central's message has just moved under the finger are not meant for it.
const SETTLE_MS = 450;
const RED_AGAIN_MS = 8000;
const DRAIN_CALM_MS = 60000;

const app = document.getElementById('app');

const state = {
  actor: null, users: null, view: null, shown: null, selected: null, stale: false, draining: false, settling: false,
  signingIn: false, signInProblem: '', toast: null, outbox: null,
};
let known = null;
let drainingSince = 0;
let dockWas = '';
let pressedAt = -Infinity;
let rangRedAt = 0;

// --- what central says

const live = new Live({
  view(view) {
    state.view = view;
    state.outbox.seen(view.revision ?? 0);
    choose();
    announce();
    render();
  },
  bookmark(bookmark) {
    onBookmark(bookmark.nowUs);
    if (bookmark.draining) drainingSince = performance.now();
    else drainingSince = 0;
    state.outbox.seen(bookmark.revision ?? 0);
    const wasStale = state.stale;
    tick();
    if (wasStale) state.outbox.hurry();
  },
  signedOut: () => renewSession(),
});

state.outbox = new Outbox({
  changed: () => render(),
  acknowledged(entry) {
    toast('good', t('doctor.acknowledged', { what: entry.label, time: hhmmss(nowUs()) }));
  },
  refused(entry, refusal) {
    toast('bad', `${entry.label}: ${refusalText(refusal)}`);
  },
  signedOut: () => renewSession(),
});

// The mission that is shown stays shown until it ends or the doctor picks another: nothing moves under the thumb
// because something arrived.
function choose() {
  const missions = state.view?.missions ?? [];
  const still = missions.find((card) => card.missionId === state.selected);
  state.shown = still ?? missions[0] ?? null;
  state.selected = state.shown?.missionId ?? null;
}

function announce() {
  const reds = (state.view.redAlerts ?? []).map((alert) => `red:${alert.contactId}`);
  const requests = (state.view.missions ?? []).filter((card) => card.state === REQUESTED);
  const help = (state.view.help ?? []).map((alert) => `help:${alert.helpId}`);
  const consults = (state.view.consults ?? []).map((one) => `consult:${one.consultId}`);
  const now = new Set([...reds, ...help, ...consults, ...requests.map((card) => `request:${card.missionId}`)]);
  const fresh = [...now].filter((id) => !known?.has(id));
  known = now;
  if (fresh.some((id) => id.startsWith('red:'))) {
    say('say', t('doctor.say.red'));
    rangRedAt = performance.now();
    ringRed();
  } else if (fresh.some((id) => id.startsWith('help:'))) {
    say('say', t('doctor.help'));
    ringRed();
  } else if (fresh.some((id) => id.startsWith('consult:'))) {
    say('say', t('doctor.consult'));
    ringRequest();
  } else if (fresh.length) {
    const card = requests.find((one) => fresh.includes(`request:${one.missionId}`));
    say('say', t('doctor.say.request', { urgency: t(`doctor.urgency.${urgencyWord(card.hastegrad)}`), measure: measureText(card) }));
    ringRequest();
  }
  const waiting = reds.length + help.length + consults.length + requests.length;
  const gravest = reds.length ? 'doctor.red' : help.length ? 'doctor.help' : requests.length ? 'doctor.new_request' : 'doctor.consult';
  document.title = waiting ? `(${waiting}) ${t(gravest)}` : 'Legevakt';
}

function say(id, text) {
  document.getElementById(id).textContent = text;
}

function toast(kind, text) {
  state.toast = { kind, text, id: String(performance.now()) };
  const mine = state.toast;
  setTimeout(() => {
    if (state.toast !== mine) return;
    state.toast = null;
    render();
  }, kind === 'bad' ? 9000 : 3500);
  render();
}

// --- session

async function start() {
  for (let pause = 500; ; pause = Math.min(5000, pause * 2)) {
    try {
      await loadTexts();
      break;
    } catch {
      await new Promise((done) => setTimeout(done, pause));
    }
  }
  const answer = await call('GET', '/api/session');
  if (answer.status === 200 && answer.body.actor?.role === 'ROLE_DOCTOR') enter(answer.body.actor);
  else await askWho();
}

async function askWho() {
  render();
  for (let pause = 500; !state.actor; pause = Math.min(5000, pause * 2)) {
    const answer = await call('GET', '/api/users');
    if (answer.status === 200) {
      state.users = answer.body;
      return render();
    }
    await new Promise((done) => setTimeout(done, pause));
  }
}

function enter(actor) {
  state.actor = actor;
  known = null;
  state.outbox.open(actor.userId);
  live.start(lang);
  render();
}

// Central has forgotten the session, as after a restart. In this slice signing in is choosing who one is, so the
// page does it again by itself; what waits in the outbox keeps its request ids.
let renewing = null;
function renewSession() {
  renewing ??= (async () => {
    if (!state.actor) return false;
    const mine = await call('GET', '/api/session');
    if (mine.status === 200 && mine.body.actor?.userId === state.actor?.userId) return true;
    if (mine.status !== 401 || !state.actor) return false;
    const answer = await call('POST', '/api/session', { userId: state.actor.userId, role: 'ROLE_DOCTOR' });
    if (answer.status === 400) leave();
    return answer.status === 200;
  })().finally(() => { renewing = null; });
  return renewing;
}

// Nothing about a patient stays: not in memory, not on the page, not in storage.
function leave() {
  live.stop();
  state.outbox.clear();
  closeSheet();
  forgetTime();
  Object.assign(state, { actor: null, view: null, shown: null, selected: null, stale: false, toast: null, signingIn: false });
  known = null;
  say('say', '');
  say('say-calmly', '');
  document.title = 'Legevakt';
  askWho();
}

// --- what the doctor presses

const card = (id) => (state.view?.missions ?? []).find((one) => one.missionId === id);

function step(one, to, more, label) {
  state.outbox.add(`mission:${one.missionId}`, label,
    { stepMission: { missionId: one.missionId, state: to, ...more } }, one.missionVersion);
  closeSheet();
}

const DO = {
  async 'sign-in'({ user }) {
    state.signingIn = true;
    state.signInProblem = '';
    render();
    const answer = await call('POST', '/api/session', { userId: user, role: 'ROLE_DOCTOR' });
    state.signingIn = false;
    if (answer.status === 200) return enter(answer.body.actor);
    state.signInProblem = answer.status === 0 ? t('doctor.sign_in.no_answer') : refusalText(answer.body);
    render();
  },
  async language() {
    const other = lang === 'nb' ? 'en' : 'nb';
    try {
      await loadTexts(other);
    } catch {
      return toast('bad', t('doctor.sign_in.no_answer'));
    }
    if (state.actor) live.start(lang);
    render();
  },
  menu: () => showSheet('menu'),
  more: () => showSheet('more'),
  close: () => closeSheet(),
  sound: () => setSound(!soundOn()),
  duty() {
    const on = !state.view.onDuty;
    closeSheet();
    state.outbox.add('duty', t(on ? 'doctor.duty.go_on' : 'doctor.duty.go_off'),
      { setDuty: { doctorId: state.view.doctorId, onDuty: on } }, state.view.dutyVersion);
  },
  show({ id }) {
    state.selected = id;
    choose();
    render();
    document.querySelector('.body')?.scrollTo(0, 0);
  },
  step: ({ id, step: to }) => step(card(id), to, {}, stepText(to, card(id))),
  cannot: ({ id }) => showSheet('cannot', { id }),
  done: ({ id }) => showSheet('done', { id }),
  refuse: ({ id, value }) => step(card(id), REFUSED, { cannotReason: value }, t('doctor.cannot.sent')),
  finish: ({ id, value }) => step(card(id), DONE, { outcome: value }, reachedText(DONE, card(id))),
  hear() {
    state.outbox.add(`hear:${state.shown.missionId}`, t('doctor.not_heard.answer'),
      { hearMission: { missionId: state.shown.missionId } });
  },
  'confirm-red'({ id }) {
    state.outbox.add(`red:${id}`, t('doctor.red.confirm'), { confirmRed: { contactId: id, amk: false } });
  },
  'answer-help'({ id }) {
    state.outbox.add(`help:${id}`, t('doctor.help.answer'), { answerHelp: { helpId: id } });
  },
  'answer-consult'({ id }) {
    const one = (state.view.consults ?? []).find((consult) => consult.consultId === id);
    const text = document.getElementById(`consult-${id}`)?.value.trim();
    if (!one) return;
    if (!text) return toast('bad', t('doctor.consult.empty'));
    state.outbox.add(`consult:${id}`, t('doctor.consult.answer'),
      { answerConsult: { contactId: one.contactId, consultId: id, personal: { text } } });
  },
  unsend: ({ id }) => state.outbox.remove(id),
  'sign-out': () => (state.outbox.entries.length ? showSheet('leave') : DO['sign-out-anyway']()),
  async 'sign-out-anyway'() {
    leave();
    await call('DELETE', '/api/session');
  },
};

// The first touch anywhere is what lets the page make a sound.
document.addEventListener('pointerup', () => unlock(render));

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do]');
  if (!button || button.disabled) return;
  if (state.settling && button.closest('.dock')) return;
  pressedAt = performance.now();
  const { do: name, ...args } = button.dataset;
  DO[name](args);
  render();
});

// --- showing it

function render() {
  morph(app, (state.actor ? dutyScreen(state) : signInScreen(state)).flat(Infinity).filter(Boolean));
  app.className = state.actor ? 'on' : 'out';
  renderSheet(state);
  const dock = [...app.querySelectorAll('.dock [data-do]')].map((node) => node.dataset.key).join(' ');
  if (dock !== dockWas && performance.now() - pressedAt > SETTLE_MS * 4) settle();
  dockWas = dock;
}

function settle() {
  state.settling = true;
  app.querySelector('.dock')?.classList.add('settling');
  setTimeout(() => {
    state.settling = false;
    render();
  }, SETTLE_MS);
}

function tick() {
  const stale = Boolean(state.actor) && isStale();
  const draining = drainingSince > 0 && performance.now() - drainingSince < DRAIN_CALM_MS;
  if (stale !== state.stale || draining !== state.draining) {
    if (state.stale && !stale) say('say-calmly', t('doctor.fresh'));
    state.stale = stale;
    state.draining = draining;
    render();
  }
  tickNodes(app);
  if ((state.view?.redAlerts?.length || state.view?.help?.length) && performance.now() - rangRedAt > RED_AGAIN_MS) {
    rangRedAt = performance.now();
    ringRed();
  }
}

setInterval(tick, 250);
const wake = () => {
  if (document.visibilityState !== 'visible') return;
  tick();
  live.hurry();
  state.outbox.hurry();
};
document.addEventListener('visibilitychange', wake);
addEventListener('online', wake);
// A page that the browser kept in its back-forward cache may hold what another has signed out of.
addEventListener('pageshow', (event) => event.persisted && location.reload());

start();
