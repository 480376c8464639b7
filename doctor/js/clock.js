// Central's time, carried on by the phone's own clock, and how old what we show is.
//
// performance.now() may stand still while a phone sleeps and the wall clock may jump: what has passed since the
// last bookmark is the larger of the two. That can only make the screen older than it is, never younger.

let bookmarkUs = 0;
let atMono = 0;
let atWall = 0;

export const STALE_MS = 3000;

export function onBookmark(nowUs) {
  bookmarkUs = Number(nowUs);
  atMono = performance.now();
  atWall = Date.now();
}

export function forgetTime() {
  bookmarkUs = 0;
}

const passedMs = () => Math.max(performance.now() - atMono, Date.now() - atWall, 0);

export const hasTime = () => bookmarkUs > 0;
export const ageMs = () => (hasTime() ? passedMs() : Infinity);
export const isStale = () => ageMs() > STALE_MS;
export const nowUs = () => (hasTime() ? bookmarkUs + passedMs() * 1000 : Date.now() * 1000);

const zone = 'Europe/Oslo';
const clock = new Intl.DateTimeFormat('nb-NO', {
  timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
});
const clockWithSeconds = new Intl.DateTimeFormat('nb-NO', {
  timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});
const plain = (format, us) => format.formatToParts(new Date(us / 1000))
  .filter((part) => ['hour', 'minute', 'second'].includes(part.type)).map((part) => part.value).join(':');

// "21:04", "21:04:12"
export const hhmm = (us) => plain(clock, Number(us));
export const hhmmss = (us) => plain(clockWithSeconds, Number(us));

// "1:05", and "-0:20" where it has passed.
export function minutes(ms) {
  const seconds = Math.ceil(Math.abs(ms) / 1000);
  const sign = ms < 0 && seconds > 0 ? '-' : '';
  return `${sign}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

// Nodes that change by themselves carry data-clock; `tickNodes` is all that runs four times a second.
export function tickNode(node) {
  const { clock: kind, at, from } = node.dataset;
  if (kind === 'now') set(node, hasTime() ? hhmmss(nowUs()) : '--:--:--');
  if (kind === 'left') set(node, minutes(Math.max(0, (Number(at) - nowUs()) / 1000)));
  if (kind === 'since') set(node, minutes(Math.max(0, (nowUs() - Number(at)) / 1000)));
  if (kind === 'age') set(node, hasTime() ? String(Math.floor(ageMs() / 1000)) : '–');
  if (kind === 'ring') {
    const share = (Number(at) - nowUs()) / Math.max(1, Number(at) - Number(from));
    const offset = (100 * (1 - Math.min(1, Math.max(0, share)))).toFixed(1);
    if (node.getAttribute('stroke-dashoffset') !== offset) node.setAttribute('stroke-dashoffset', offset);
  }
  return node;
}

function set(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function tickNodes(root) {
  root.querySelectorAll('[data-clock]').forEach(tickNode);
}
