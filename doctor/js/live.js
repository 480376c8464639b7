// The live connection: opens it, and opens it again for as long as somebody is signed in.

const SILENT_MS = 7000;
const OPENING_MS = 5000;
const PAUSES_MS = [300, 700, 1500, 3000, 5000];
const SESSION_ENDED = 4401;

export class Live {
  // on: {view, bookmark, signedOut}
  constructor(on) {
    this.on = on;
    this.wanted = false;
    this.tries = 0;
    setInterval(() => this.watch(), 1000);
  }

  start(lang) {
    this.stop();
    this.wanted = true;
    this.lang = lang;
    this.open();
  }

  stop() {
    this.wanted = false;
    clearTimeout(this.timer);
    this.drop();
  }

  // Now rather than after the pause: the phone has woken up or is on the net again.
  hurry() {
    if (!this.wanted || this.socket?.readyState === WebSocket.OPEN) return;
    this.tries = 0;
    clearTimeout(this.timer);
    this.drop();
    this.open();
  }

  drop() {
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  open() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/api/live?lang=${this.lang}`);
    this.socket = socket;
    this.heard = performance.now();
    socket.onmessage = (event) => {
      this.heard = performance.now();
      this.tries = 0;
      const push = JSON.parse(event.data);
      if (push.view) this.on.view(push.view);
      if (push.bookmark) this.on.bookmark(push.bookmark);
    };
    socket.onclose = (event) => {
      this.socket = null;
      if (!this.wanted) return;
      this.again();
      // A refused upgrade shows only as an abnormal end: ask whether the session is still there.
      if (event.code === SESSION_ENDED || this.tries % 3 === 1) this.on.signedOut();
    };
  }

  again() {
    const pause = PAUSES_MS[Math.min(this.tries, PAUSES_MS.length - 1)];
    this.tries += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wanted && this.open(), pause * (0.8 + 0.4 * Math.random()));
  }

  // A connection that is open and silent is no connection.
  watch() {
    if (!this.wanted || !this.socket) return;
    const limit = this.socket.readyState === WebSocket.OPEN ? SILENT_MS : OPENING_MS;
    if (performance.now() - this.heard < limit) return;
    this.drop();
    this.again();
  }
}
