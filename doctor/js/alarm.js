// Sound and vibration. Browsers allow both only after a touch, so `unlock` runs at each touch until it has worked.

let context = null;
let enabled = localStorage.getItem('legevakt.sound') !== 'off';

export const soundOn = () => enabled;
export const soundReady = () => context?.state === 'running';

export function setSound(on) {
  enabled = on;
  localStorage.setItem('legevakt.sound', on ? 'on' : 'off');
  unlock();
}

// `then` is called where this touch made the sound work.
export function unlock(then = () => {}) {
  if (!enabled || soundReady()) return;
  try {
    context ??= new AudioContext();
    context.resume().then(then, () => {});
  } catch { /* no sound on this device: the screen and the vibration remain */ }
}

function tone(frequency, from, length) {
  const start = context.currentTime + from;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.35, start + 0.02);
  gain.gain.setValueAtTime(0.35, start + length - 0.04);
  gain.gain.linearRampToValueAtTime(0, start + length);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + length);
}

function play(notes) {
  if (enabled && soundReady()) notes.forEach(([frequency, from]) => tone(frequency, from, 0.16));
}

// Three rising tones; for red five, and again.
export function ringRequest() {
  play([[660, 0], [784, 0.22], [988, 0.44]]);
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([180, 90, 180]);
}

export function ringRed() {
  play([[988, 0], [988, 0.2], [988, 0.4], [784, 0.75], [988, 0.95]]);
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([400, 120, 400, 120, 400]);
}
