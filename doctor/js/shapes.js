// Drawn marks. Urgency is always a letter, a shape and a colour at once.
import { s, h } from './dom.js';
import { tickNode } from './clock.js';

const MARKS = {
  akutt: ['A', () => s('path', { d: 'M24 5.5 44 41a1.6 1.6 0 0 1-1.4 2.4H5.4A1.6 1.6 0 0 1 4 41z', class: 'shape' }), 38],
  haster: ['H', () => s('path', { d: 'M24 3 45 24 24 45 3 24z', class: 'shape' }), 31],
  vanlig: ['V', () => s('circle', { cx: 24, cy: 24, r: 19.5, class: 'shape' }), 31],
  unassessed: ['?', () => s('rect', { x: 5, y: 5, width: 38, height: 38, rx: 6, class: 'shape' }), 31.5],
};

export function mark(urgency, size = 48) {
  const [letter, shape, baseline] = MARKS[urgency] ?? MARKS.unassessed;
  return s('svg', { viewBox: '0 0 48 48', width: size, height: size, class: `mark mark-${urgency}`, 'aria-hidden': 'true' },
    shape(), s('text', { x: 24, y: baseline, 'text-anchor': 'middle' }, letter));
}

// The time that is left, as a ring with the figure in it.
export function ring(fromUs, toUs) {
  const arc = s('circle', {
    cx: 32, cy: 32, r: 28, pathLength: 100, class: 'arc', 'stroke-dasharray': 100,
    'data-clock': 'ring', 'data-from': fromUs, 'data-at': toUs, transform: 'rotate(-90 32 32)',
  });
  return h('div', { class: 'ring', role: 'timer' },
    s('svg', { viewBox: '0 0 64 64', 'aria-hidden': 'true' }, s('circle', { cx: 32, cy: 32, r: 28, class: 'track' }), tickNode(arc)),
    tickNode(h('span', { class: 'ring-text', 'data-clock': 'left', 'data-at': toUs })));
}

const ICONS = {
  phone: 'M6.6 3.5h3l1.6 4.2-2 1.5a12 12 0 0 0 5.6 5.6l1.5-2 4.2 1.6v3a2 2 0 0 1-2.2 2A16.4 16.4 0 0 1 4.6 5.7a2 2 0 0 1 2-2.2z',
  menu: 'M4 7h16M4 12h16M4 17h16',
  plan: 'M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12h5M10 15.5h5',
  threat: 'M12 4 21 19.5H3zM12 10v4.5M12 17v.3',
  speech: 'M4 5h16v11h-9l-4 4v-4H4z',
  silent: 'M5 9v6h4l5 4V5L9 9zM17.5 9.5l4 5M21.5 9.5l-4 5',
  sound: 'M5 9v6h4l5 4V5L9 9zM17 9a4.5 4.5 0 0 1 0 6M19.5 6.5a8 8 0 0 1 0 11',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 2',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  offline: 'M3.5 9a13 13 0 0 1 17 0M6.5 12.5a8.5 8.5 0 0 1 11 0M9.5 16a4 4 0 0 1 5 0M4 4l16 16',
  close: 'M6 6l12 12M18 6 6 18',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  next: 'M9 5.5l6.5 6.5L9 18.5',
};

export function icon(name, size = 22) {
  return s('svg', { viewBox: '0 0 24 24', width: size, height: size, class: 'icon', 'aria-hidden': 'true' },
    s('path', { d: ICONS[name] }));
}
