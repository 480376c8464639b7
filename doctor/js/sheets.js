// Choices that rise from the bottom, where the thumb is.
import { h, morph } from './dom.js';
import { lang, t, word } from './text.js';
import { icon } from './shapes.js';
import { soundOn } from './alarm.js';
import { callLink } from './card.js';
import { dutySwitch } from './screens.js';
import { CANNOT, OUTCOMES_SEEN, stepText } from './steps.js';

const dialog = document.getElementById('sheet');

function frame(title, ...content) {
  return [h('h2', { class: 'sheet-title', tabindex: -1, autofocus: true }, title), ...content,
    h('button', { class: 'button quiet', 'data-do': 'close', key: 'close' }, t('doctor.close'))];
}

const choice = (does, value, text, id, extra = '') =>
  h('button', { class: `choice ${extra}`, 'data-do': does, 'data-value': value, 'data-id': id, key: `${does}-${value}` }, text);

const SHEETS = {
  cannot: (state, { id }) => frame(t('doctor.cannot.title'), h('div', { class: 'choices' },
    CANNOT.map((reason) => choice('refuse', reason, t(`doctor.cannot.${word('CANNOT_REASON_', reason)}`), id)))),
  done: (state, { id }) => frame(t('doctor.done.title'), h('div', { class: 'choices two' },
    OUTCOMES_SEEN.map((outcome) => choice('finish', outcome, t(`doctor.outcome.${word('OUTCOME_', outcome)}`), id)))),
  more: (state) => frame(t('doctor.more'), h('div', { class: 'choices' },
    (state.shown?.nextSteps ?? []).slice(2).map((step) => h('button', {
      class: 'choice', 'data-do': 'step', 'data-step': step, 'data-id': state.shown.missionId, key: step,
    }, stepText(step, state.shown))))),
  leave: (state) => frame(t('doctor.leave.title'),
    h('p', { class: 'sheet-text' }, t('doctor.leave.text', { count: state.outbox.entries.length })),
    h('div', { class: 'choices' }, choice('sign-out-anyway', '', t('doctor.leave.anyway')))),
  menu: (state) => frame(state.view?.doctorName ?? '',
    state.view && dutySwitch(state),
    h('div', { class: 'choices' },
      state.view?.centrePhone && callLink(state.view.centrePhone, t('doctor.call_centre')),
      h('button', { class: 'choice with-icon', 'data-do': 'sound', 'aria-pressed': String(soundOn()), key: 'sound' },
        icon(soundOn() ? 'sound' : 'silent'), t(soundOn() ? 'doctor.sound.on' : 'doctor.sound.off')),
      h('button', { class: 'choice', 'data-do': 'language', key: 'language', lang: lang === 'nb' ? 'en' : 'nb' }, t('doctor.language.other')),
      h('button', { class: 'choice', 'data-do': 'sign-out', key: 'sign-out' }, t('doctor.sign_out')))),
};

let open = null;

export const openSheet = () => open?.name;

export function showSheet(name, args = {}) {
  open = { name, args };
}

export function closeSheet() {
  open = null;
  if (dialog.open) dialog.close();
  dialog.replaceChildren();
}

export function renderSheet(state) {
  if (!open) return;
  // A choice about a mission that is no longer on the page is no choice.
  if (open.args.id && !(state.view?.missions ?? []).some((card) => card.missionId === open.args.id)) return closeSheet();
  morph(dialog, SHEETS[open.name](state, open.args));
  if (!dialog.open) dialog.showModal();
}

// Esc, and a press beside the sheet.
dialog.addEventListener('cancel', () => { open = null; });
dialog.addEventListener('close', () => { open = null; });
dialog.addEventListener('click', (event) => {
  if (event.target === dialog) closeSheet();
});
