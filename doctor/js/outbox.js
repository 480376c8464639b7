// What the doctor has pressed and central has not yet acknowledged: sent once each, in order, and again with the
// same request id after a failure, so that central does nothing twice.
//
// Kept in localStorage, so that a reload or a flat battery loses no press. An entry holds ids, a step and a label;
// never a word about a patient.
import { call } from './api.js';

const KEY = 'legevakt.outbox';
const PAUSES_MS = [400, 800, 1500, 3000, 5000];

function uuid() {
  // crypto.randomUUID exists only over https or on localhost.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export class Outbox {
  // on: {changed, acknowledged(entry, response), refused(entry, refusal), signedOut() -> Promise<bool>}
  constructor(on) {
    this.on = on;
    this.entries = [];
    this.userId = '';
    this.tries = 0;
    this.busy = false;
    // Acknowledged, and not yet seen in a view: target -> revision.
    this.settling = new Map();
  }

  open(userId) {
    this.userId = userId;
    let kept = [];
    try {
      kept = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    } catch { /* unreadable: nothing can be sent of it */ }
    this.entries = kept.filter((entry) => entry.userId === userId);
    this.save();
    this.pump();
  }

  clear() {
    this.userId = '';
    this.entries = [];
    this.settling.clear();
    clearTimeout(this.timer);
    localStorage.removeItem(KEY);
  }

  add(target, label, command, expectedVersion = '0') {
    if (this.waiting(target)) return;
    this.entries.push({
      requestId: uuid(), userId: this.userId, target, label, command, expectedVersion, attempts: 0,
    });
    this.save();
    this.pump();
  }

  // Only what has never left the phone can be taken back for certain.
  remove(requestId) {
    this.entries = this.entries.filter((entry) => entry.requestId !== requestId || entry.attempts > 0);
    this.save();
  }

  waiting(target) {
    return this.entries.find((entry) => entry.target === target);
  }

  pending(target) {
    return Boolean(this.waiting(target)) || this.settling.has(target);
  }

  seen(revision) {
    for (const [target, needed] of this.settling) {
      if (Number(revision) >= needed) this.settling.delete(target);
    }
  }

  hurry() {
    this.tries = 0;
    clearTimeout(this.timer);
    this.timer = 0;
    this.pump();
  }

  save() {
    if (this.entries.length) localStorage.setItem(KEY, JSON.stringify(this.entries));
    else localStorage.removeItem(KEY);
    this.on.changed();
  }

  async pump() {
    if (this.busy || !this.entries.length) return;
    this.busy = true;
    clearTimeout(this.timer);
    const entry = this.entries[0];
    entry.attempts += 1;
    this.save();
    const { requestId, command, expectedVersion } = entry;
    const answer = await call('POST', '/api/command', { requestId, expectedVersion, command });
    this.busy = false;
    if (!this.entries.includes(entry)) return;
    const done = answer.status === 200 || [400, 403, 404, 405, 409, 413, 415].includes(answer.status);
    if (done) this.finish(entry, answer);
    else if (answer.status !== 401 || !(await this.on.signedOut())) return this.later();
    this.pump();
  }

  finish(entry, answer) {
    this.tries = 0;
    this.entries = this.entries.filter((other) => other !== entry);
    const refusal = answer.status === 200 ? answer.body.refusal : answer.body;
    if (!refusal) this.settling.set(entry.target, Number(answer.body.revision ?? 0));
    this.save();
    if (refusal) this.on.refused(entry, refusal);
    else this.on.acknowledged(entry, answer.body);
  }

  later() {
    const pause = PAUSES_MS[Math.min(this.tries, PAUSES_MS.length - 1)];
    this.tries += 1;
    this.timer = setTimeout(() => this.pump(), pause);
    this.on.changed();
  }
}
