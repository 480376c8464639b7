// A real central on ports of its own, with an empty journal, and an operator who acts through the JSON API.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';

const ROOT = new URL('../..', import.meta.url).pathname;
const CENTRAL = process.env.LEGEVAKT_CENTRAL ?? join(ROOT, 'build/dev/bin/legevakt-central');
const START_MS = 60000;

export class Central {
  static async start({ training = false } = {}) {
    const central = new Central();
    central.data = mkdtempSync(join(tmpdir(), 'legevakt-browser-'));
    central.arguments = ['serve', '--region', join(ROOT, 'central/demo/region.yaml'), '--data', central.data,
      '--tools', join(ROOT, 'triage/tools'), ...(training ? ['--training'] : [])];
    await central.spawn('127.0.0.1:0');
    return central;
  }

  async spawn(web) {
    this.process = spawn(CENTRAL, [...this.arguments, '--listen', '127.0.0.1:0', '--web', web],
      { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: this.process.stdout });
    this.web = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('central did not get ready')), START_MS);
      this.process.once('exit', (code) => reject(new Error(`central ended with ${code}`)));
      lines.on('line', (line) => {
        const ready = /^ready .*\bweb=(\S+)/.exec(line);
        if (!ready) return;
        clearTimeout(timer);
        resolve(ready[1]);
      });
    });
    this.url = `http://${this.web}`;
  }

  signal(name) {
    this.process.kill(name);
  }

  async end(signal = 'SIGTERM') {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGCONT');
    this.process.kill(signal);
    await gone;
  }

  // Killed and started again at the same address.
  async restart() {
    await this.end('SIGKILL');
    await this.spawn(this.web);
  }

  async stop() {
    await this.end();
    rmSync(this.data, { recursive: true, force: true });
  }
}

// Somebody who acts through the JSON API: no browser, its own cookie.
export class Client {
  constructor(url) {
    this.url = url;
    this.cookie = '';
  }

  async call(method, path, body) {
    const answer = await fetch(this.url + path, {
      method,
      headers: { 'Content-Type': 'application/json', Cookie: this.cookie },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const set = answer.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0];
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : {} };
  }

  async signIn(userId) {
    const answer = await this.call('POST', '/api/session', { userId });
    if (answer.status !== 200) throw new Error(`${userId} cannot sign in: ${JSON.stringify(answer)}`);
    return this;
  }

  // The ExecuteResponse; throws where the command was refused.
  async execute(command, expectedVersion = '0') {
    const answer = await this.call('POST', '/api/command', { requestId: randomUUID(), expectedVersion, command });
    if (answer.status !== 200 || answer.body.refusal) {
      throw new Error(`${Object.keys(command)[0]} was refused: ${JSON.stringify(answer)}`);
    }
    return answer.body;
  }
}

export const PATIENT = {
  name: 'Astrid Prøve', phone: '90000001', address: 'Prøvegata 12', nationalId: '12845012345',
  text: 'Tung pust siden i ettermiddag, verre den siste timen. Klarer ikke å ligge flatt.',
};

const tri = (questionId, value) => ({ questionId, tri: `TRI_${value}` });
const SHORT_OF_BREATH = [
  tri('short_of_breath', 'YES'), tri('blue_lips', 'NO'), tri('chest_pressure_now', 'NO'), tri('getting_worse', 'YES'),
];
export const CHEST_PAIN = [
  tri('chest_pressure_now', 'YES'), tri('cold_sweat', 'YES'), tri('radiating_pain', 'YES'), tri('fainted', 'NO'), tri('severe_pain', 'YES'),
];
export const EAR_PAIN = ['cannot_swallow', 'swelling_behind_ear', 'face_swelling', 'severe_pain'].map((id) => tri(id, 'NO'));

export class Operator extends Client {
  static async at(central) {
    return new Operator(central.url).signIn('kari');
  }

  // One assessed contact, as far as it goes before somebody is asked to go.
  async contact({ level = 'haster', complaintId = 'breathing', answers = SHORT_OF_BREATH, loweringReason = '', intake = {}, personal = PATIENT } = {}) {
    const { contactId } = await this.execute({
      recordCall: { kind: 'CALL_KIND_PHONE', lane: 'CALL_LANE_NORMAL', municipality: '5038', personal: { phone: personal.phone } },
    });
    await this.execute({
      recordIntake: { contactId, intake: { municipality: '5038', sex: 'SEX_FEMALE', ageMonths: 74 * 12, ...intake }, personal },
    });
    await this.execute({ assessContact: { contactId, complaintId, answers, levelId: level, loweringReason } });
    return contactId;
  }

  async request(contactId, doctorId, measure = 'MEASURE_HOME_VISIT') {
    return (await this.execute({ requestMission: { contactId, measure, doctorId } })).missionId;
  }
}
